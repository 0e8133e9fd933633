"""What a word is: a run of letters and digits, in capitals, accents and look-alikes folded.

The index is given these words and no others, so a position in it is a number of a word here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.telegram.folding import fold

LONGEST_WORD = 100  # characters of a word that count; no word of any language is longer
_RUN = re.compile(r"[^\W_]+")
_CUT = re.compile(rf"([^\W_]{{1,{LONGEST_WORD}}})[^\W_]*")


class Word(NamedTuple):
    """One word of a text with its place, half-open, in the text as it stands."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text in their order.

    >>> [word.text for word in words_of("De Gaulle's re-entry")]
    ['DE', 'GAULLE', 'S', 'RE', 'ENTRY']
    """
    return [
        Word(run[0][:LONGEST_WORD], run.start(), run.end()) for run in _RUN.finditer(fold(text))
    ]


def keys_of(text: str) -> tuple[str, ...]:
    """The words of a text without their places."""
    return tuple(_CUT.findall(fold(text)))


def words_with_gaps(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, a lone star among them; none where a star stands at a word.

    >>> words_with_gaps("de * gaulle"), words_with_gaps("de gaul*")
    (('DE', '*', 'GAULLE'), ())
    """
    parts = [(part,) if part == "*" else keys_of(part) for part in phrase.split()]
    starred = any("*" in part and part != "*" for part in phrase.split())
    return () if starred else tuple(word for part in parts for word in part)


@lru_cache(maxsize=4_096)  # the values of a catalogue are few and come again and again
def key_of(value: str) -> str:
    """A value as it is compared and counted: its words with one space between."""
    return " ".join(keys_of(value))
