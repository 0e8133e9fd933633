"""Where one text holds several telegrams: each with its own stretch and its own reading."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from app.telegram import read
from app.telegram.reading import Reading
from app.telegram.vocabulary import Vocabulary


class Part(NamedTuple):
    """One telegram of a text: its half-open stretch of characters, and what it says."""

    begin: int
    end: int
    reading: Reading


def telegrams_of(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The telegrams of a text, in order and without gaps; usually one.

    The core says where further telegrams may begin. A stretch that is none by itself (an
    enclosure, a routing sheet between two) stays with the telegram before it.
    """
    whole = read(text, vocabulary)
    starts = [0]
    for begin, end in pairwise([*(s.start for s in whole.further if s.start > 0), len(text)]):
        if read(text[begin:end], vocabulary).is_telegram:
            starts.append(begin)
    if len(starts) == 1:
        return (Part(0, len(text), whole),)
    return tuple(
        Part(begin, end, read(text[begin:end], vocabulary))
        for begin, end in pairwise([*starts, len(text)])
    )
