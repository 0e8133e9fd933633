"""Where a scan of several telegrams is to be cut, and which of its pages are doubled.

The reading core says where further telegrams may begin; a cut is moved up to the head of its page
where only marks and stamps stand above it. What is proposed here are drafts: a person looks at
them before they are public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from app.archive.scanned import PageRead
from app.desk.page_reads import Joined, join, slice_of
from app.desk.parting import Part, telegrams_of
from app.telegram import read
from app.telegram.reading import Reading, Role
from app.telegram.vocabulary import Vocabulary

# Lines above a heading that are part of the telegram before it, and not banners, stamps and dirt.
_OF_TEXT = (Role.BODY, Role.HEADER, Role.SIGNATURE, Role.RUNNING_HEAD)
_ALIKE = 0.5  # of what two pages say together, both say: engines differ by less on one page
_SHINGLE = 3  # words
_LEAST = 15  # shingles; a page with fewer says too little to be known again
_WORD = re.compile(r"[A-Z0-9]{2,}")


class Cut(NamedTuple):
    """One proposed telegram of a scan."""

    joined: Joined
    reading: Reading
    note: str  # why it is cut so; empty where the scan is one telegram


def cuts_of(reads: Sequence[PageRead], vocabulary: Vocabulary) -> tuple[Cut, ...]:
    """The telegrams of a scan, in order.

    Args:
        reads: its pages as one engine read them.
        vocabulary: the reading core's.
    """
    whole = join(reads)
    parts = telegrams_of(whole.text, vocabulary)
    if len(parts) == 1:
        return (Cut(whole, parts[0].reading, ""),)
    begins = sorted({0, *(_begin(whole, a, b.begin) for a, b in pairwise(parts))})
    found = []
    for begin, end in pairwise([*begins, len(whole.text)]):
        joined = slice_of(whole, begin, end)
        found.append(Cut(joined, read(joined.text, vocabulary), _note(whole, joined, begin)))
    return tuple(found)


def doubled(reads: Sequence[PageRead]) -> Iterator[tuple[int, int]]:
    """Pages that say the same, as pairs of their places in the sequence, from 1."""
    shingles = [_shingles(read.text) for read in reads]
    for (at, one), (later, other) in combinations(enumerate(shingles, 1), 2):
        if min(len(one), len(other)) >= _LEAST and len(one & other) >= _ALIKE * len(one | other):
            yield at, later


def missing(reading: Reading) -> Iterator[str]:
    """What the first printed page number says of the pages before it; a first page has none."""
    shown = next((page for page in reading.pages if page.printed), None)
    if shown is None or reading.pages[0].printed or shown.printed is None:
        return
    if shown.printed > shown.number:
        yield f"Before page {shown.printed} pages are missing: it stands at place {shown.number}."


def _begin(whole: Joined, before: Part, offset: int) -> int:
    """Where a further telegram is cut off: at the head of its page, if no text stands above it."""
    page = max((p for p in whole.pages if p.text_start <= offset), key=lambda p: p.text_start)
    above = (
        line for line in before.reading.lines if before.begin + line.span.start >= page.text_start
    )
    return offset if any(line.role in _OF_TEXT for line in above) else page.text_start


def _note(whole: Joined, joined: Joined, begin: int) -> str:
    first, last = joined.pages[0].source_page, joined.pages[-1].source_page
    which = f"page {first}" if first == last else f"pages {first} to {last}"
    words = next((line.strip() for line in joined.text.split("\n") if line.strip()), "")
    why = f", where a further telegram begins: {words[:60]}" if begin else ""
    return f"Proposed cut: {which} of {len(whole.pages)}{why}"


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.upper())
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
