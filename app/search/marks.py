"""Where a query's words stand in one text: the places to mark, and the passages to show.

The same words and the same meaning of phrase and NEAR as in the index (`ask`), so a cable that was
found by its text has at least one mark, and every mark is part of what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.search.query import Near, Phrase, Term
from app.search.words import Word, words_of
from app.telegram.clean import CleanText, clean_paragraph
from app.telegram.reading import Reading, Span

Leaf = Term | Phrase | Near

REACH = 180  # characters from the first mark of a passage to its last
AROUND = 70  # characters of context on either side


class Mark(NamedTuple):
    """A stretch of a text that was asked for; `leaf` tells by which part of the query."""

    start: int
    end: int
    leaf: int


class Run(NamedTuple):
    """Characters of a passage, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one paragraph with marks in it."""

    page: int  # of the copy, where the first mark stands
    paragraph: int  # ordinal, from 1
    key: str  # of the paragraph
    runs: tuple[Run, ...]
    begins: bool  # False where the paragraph has more before it
    ends: bool


def marks(leaves: Sequence[Leaf], texts: Sequence[str]) -> list[list[Mark]]:
    """The marks of each of these texts (paragraphs), in order; marks may overlap."""
    words = [words_of(text) for text in texts]
    found: list[set[Mark]] = [set() for _ in texts]
    for at, leaf in enumerate(leaves):
        if isinstance(leaf, Near):
            _mark_near(leaf, at, words, found)
        else:
            for paragraph, held in enumerate(words):
                found[paragraph].update(_runs(leaf, at, held))
    return [sorted(one) for one in found]


def _runs(leaf: Term | Phrase, at: int, words: list[Word]) -> Iterable[Mark]:
    if isinstance(leaf, Term):
        for word in words:
            if word.text.startswith(leaf.word) if leaf.prefix else word.text == leaf.word:
                yield Mark(word.start, word.end, at)
        return
    length = len(leaf.words)
    for first, word in enumerate(words):
        if word.text == leaf.words[0]:
            run = words[first : first + length]
            if tuple(one.text for one in run) == leaf.words:
                yield Mark(word.start, run[-1].end, at)


def _mark_near(leaf: Near, at: int, words: list[list[Word]], found: list[set[Mark]]) -> None:
    """Both words of every pair that is near enough; a paragraph's end counts as one word."""
    places: dict[str, list[tuple[int, int, Word]]] = {leaf.left: [], leaf.right: []}
    number = 0
    for paragraph, held in enumerate(words):
        for word in held:
            if word.text in places:
                places[word.text].append((number, paragraph, word))
            number += 1
        number += 1
    rights = places[leaf.right]
    begin = 0
    for left, paragraph, word in places[leaf.left]:
        while begin < len(rights) and rights[begin][0] < left - leaf.distance:
            begin += 1
        for right, other, its in rights[begin:]:
            if right > left + leaf.distance:
                break
            if right != left:
                found[paragraph].add(Mark(word.start, word.end, at))
                found[other].add(Mark(its.start, its.end, at))


def runs(
    text: str, found: Iterable[Mark], start: int = 0, end: int | None = None
) -> tuple[Run, ...]:
    """A stretch of a text as runs, marked and not, in turn."""
    end = len(text) if end is None else end
    made, at = [], start
    for mark in merged(found):
        first, last = max(mark[0], start), min(mark[1], end)
        if first >= last:
            continue
        if at < first:
            made.append(Run(text[at:first], marked=False))
        made.append(Run(text[first:last], marked=True))
        at = last
    if at < end:
        made.append(Run(text[at:end], marked=False))
    return tuple(made)


def merged(found: Iterable[Mark]) -> list[tuple[int, int]]:
    """Marks that overlap as one, in order."""
    kept: list[tuple[int, int]] = []
    for start, end, _ in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


# In a reading ------------------------------------------------------------------------------------


def passages(
    leaves: Sequence[Leaf], reading: Reading, source_text: str, many: int = 2
) -> tuple[Passage, ...]:
    """The best passages of a cable's text in the order of the text.

    The best shows the most parts of the query, then the most marks, then stands first; the next
    one shows parts that are not shown yet, if it can.
    """
    texts = [clean_paragraph(paragraph, source_text) for paragraph in reading.paragraphs]
    found = marks(leaves, [text.text for text in texts])
    windows = [(at, window) for at, held in enumerate(found) for window in _windows(held)]
    chosen: list[tuple[int, list[Mark]]] = []
    shown: set[int] = set()
    while windows and len(chosen) < many:
        best = max(windows, key=lambda one: _worth(one[1], shown))
        chosen.append(best)
        shown |= {mark.leaf for mark in best[1]}
        windows = [one for one in windows if one[0] != best[0]]
    return tuple(
        _passage(reading, at, texts[at], found[at], window)
        for at, window in sorted(chosen, key=lambda one: one[0])
    )


def standing(leaves: Sequence[Leaf], reading: Reading, source_text: str) -> tuple[Leaf, ...]:
    """Those parts of a query that stand in a cable's text."""
    if not leaves:
        return ()
    texts = [clean_paragraph(paragraph, source_text).text for paragraph in reading.paragraphs]
    there = {mark.leaf for held in marks(leaves, texts) for mark in held}
    return tuple(leaf for at, leaf in enumerate(leaves) if at in there)


def marked_spans(leaves: Sequence[Leaf], reading: Reading, source_text: str) -> tuple[Span, ...]:
    """What to mark in the source text, in order, disjoint; a mark over a line's end is two."""
    return tuple(sorted(span for place in places(leaves, reading, source_text) for span in place))


def places(
    leaves: Sequence[Leaf], reading: Reading, source_text: str
) -> tuple[tuple[Span, ...], ...]:
    """The places where something asked for stands, in the order of the text, each as its spans."""
    if not leaves:
        return ()
    texts = [clean_paragraph(paragraph, source_text) for paragraph in reading.paragraphs]
    found = marks(leaves, [text.text for text in texts])
    return tuple(
        spans
        for text, held in zip(texts, found, strict=True)
        for start, end in merged(held)
        if (spans := tuple(_in_source(text, start, end)))
    )


def _windows(found: list[Mark]) -> Iterable[list[Mark]]:
    """From each mark on, the marks within reach."""
    last = 0
    for first, mark in enumerate(found):
        while last < len(found) and found[last].end <= max(mark.start + REACH, mark.end):
            last += 1
        yield found[first : max(last, first + 1)]


def _worth(window: list[Mark], shown: set[int]) -> tuple[int, int, int]:
    leaves = {mark.leaf for mark in window}
    return len(leaves - shown), len(leaves), len(window)


def _passage(
    reading: Reading, at: int, text: CleanText, found: list[Mark], window: list[Mark]
) -> Passage:
    first, last = window[0].start, max(mark.end for mark in window)
    start, end = _room(text.text, first - AROUND, last + AROUND)
    return Passage(
        page=_page(text, first),
        paragraph=at + 1,
        key=reading.paragraphs[at].key,
        runs=runs(text.text, found, start, end),
        begins=start == 0,
        ends=end == len(text.text),
    )


def _room(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch that begins and ends between words."""
    start, end = max(0, start), min(len(text), end)
    if start:
        blank = text.find(" ", start, start + AROUND)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", end - AROUND, end)
        end = blank if blank >= 0 else end
    return start, end


def _page(text: CleanText, offset: int) -> int:
    return [one.page for one in text.segments if one.clean <= offset][-1]


def _in_source(text: CleanText, start: int, end: int) -> Iterable[Span]:
    for segment in text.segments:
        length = segment.span.end - segment.span.start
        first, last = max(start, segment.clean), min(end, segment.clean + length)
        if first < last:
            shift = segment.span.start - segment.clean
            yield Span(first + shift, last + shift)
