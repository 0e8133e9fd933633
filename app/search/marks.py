"""Where a query's words stand in one text: the places to mark, and the passages to show.

The same words and the same meaning of phrase and NEAR as in the index (`ask`), so a cable that was
found by its text has at least one mark, and every mark is part of what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from app.search.query import ANY, Near, Phrase, Term
from app.search.words import LONGEST_WORD, Word, words_of
from app.telegram.clean import CleanText, clean_paragraph
from app.telegram.folding import fold
from app.telegram.reading import Paragraph, Reading, Span

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
    folded = [fold(text) for text in texts]
    found: list[set[Mark]] = [set() for _ in texts]
    words: list[list[Word]] = []
    for at, leaf in enumerate(leaves):
        if isinstance(leaf, Near) or (isinstance(leaf, Phrase) and ANY in leaf.words):
            if _may_stand(leaf, folded):
                words = words or [words_of(text) for text in texts]
                _mark_across(leaf, at, words, found)
        else:
            for text, held in zip(folded, found, strict=True):
                held.update(Mark(start, end, at) for start, end in _runs(leaf, text))
    return [sorted(one) for one in found]


def _may_stand(leaf: Near | Phrase, folded: list[str]) -> bool:
    """Whether the letters of all words are there; most leaves stand in few texts."""
    words = (leaf.left, leaf.right) if isinstance(leaf, Near) else leaf.words
    return all(any(word in text for text in folded) for word in words if word != ANY)


def _mark_across(
    leaf: Near | Phrase, at: int, words: list[list[Word]], found: list[set[Mark]]
) -> None:
    """What may stand over the end of a paragraph."""
    if isinstance(leaf, Near):
        _mark_near(leaf, at, words, found)
    else:
        _mark_with_gaps(leaf, at, words, found)


def _runs(leaf: Term | Phrase, text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a leaf stand in a folded text; its letters are looked for first."""
    sought = (leaf.word,) if isinstance(leaf, Term) else leaf.words
    if all(word in text for word in sought):
        prefix = isinstance(leaf, Term) and leaf.prefix
        begin = 0  # a phrase may begin inside the one before it
        while found := _pattern(sought, prefix).search(text, begin):
            yield found.span()
            begin = found.start() + len(sought[0])


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...], prefix: bool) -> re.Pattern[str]:
    """Words in a row, each whole; the last one, with `prefix`, the beginning of one."""
    ends = [r"[^\W_]*" if prefix or len(word) == LONGEST_WORD else "" for word in words]
    between = r"[\W_]+".join(re.escape(word) + end for word, end in zip(words, ends, strict=True))
    return re.compile(rf"(?<![^\W_]){between}(?![^\W_])")


def _mark_near(leaf: Near, at: int, words: list[list[Word]], found: list[set[Mark]]) -> None:
    """Both words of every pair that is near enough."""
    placed = list(_placed(words))
    lefts, rights = (
        [one for one in placed if one.word.text == end] for end in (leaf.left, leaf.right)
    )
    begin = 0
    for left in lefts:
        while begin < len(rights) and rights[begin].number < left.number - leaf.distance:
            begin += 1
        for right in rights[begin:]:
            if right.number > left.number + leaf.distance:
                break
            if right is not left:
                for one in (left, right):
                    found[one.paragraph].add(Mark(one.word.start, one.word.end, at))


def _mark_with_gaps(leaf: Phrase, at: int, words: list[list[Word]], found: list[set[Mark]]) -> None:
    """From the first word to the last, in each paragraph that a phrase with gaps stands in."""
    by_number = {one.number: one for one in _placed(words)}
    for first, one in by_number.items():
        run = [by_number.get(first + step) for step in range(len(leaf.words))]
        if one.word.text == leaf.words[0] and all(
            sought == ANY or (there is not None and there.word.text == sought)
            for sought, there in zip(leaf.words, run, strict=True)
        ):
            for paragraph, held in groupby(filter(None, run), key=lambda one: one.paragraph):
                marked = [one.word for one in held]
                found[paragraph].add(Mark(marked[0].start, marked[-1].end, at))


class _Placed(NamedTuple):
    """A word by its number in the text; the end of a paragraph counts as one word."""

    number: int
    paragraph: int
    word: Word


def _placed(words: list[list[Word]]) -> Iterator[_Placed]:
    number = 0
    for paragraph, held in enumerate(words):
        for word in held:
            yield _Placed(number, paragraph, word)
            number += 1
        number += 1


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


class Marked(NamedTuple):
    """The paragraphs of a cable with what of a query stands in them."""

    paragraphs: Sequence[Paragraph]
    texts: list[CleanText]
    found: list[list[Mark]]

    @classmethod
    def of(
        cls, leaves: Sequence[Leaf], paragraphs: Sequence[Paragraph], source_text: str
    ) -> Marked:
        texts = [clean_paragraph(paragraph, source_text) for paragraph in paragraphs]
        return cls(paragraphs, texts, marks(leaves, [text.text for text in texts]))

    def standing(self) -> frozenset[int]:
        """The places of those parts of the query that stand in the text."""
        return frozenset(mark.leaf for held in self.found for mark in held)


def passages(marked: Marked, many: int = 2) -> tuple[Passage, ...]:
    """The best passages of a cable's text in the order of the text.

    The best shows the most parts of the query, then the most marks, then stands first; the next
    one shows parts that are not shown yet, if it can.
    """
    windows = [(at, window) for at, held in enumerate(marked.found) for window in _windows(held)]
    chosen: list[tuple[int, list[Mark]]] = []
    shown: set[int] = set()
    while windows and len(chosen) < many:
        best = max(windows, key=lambda one: _worth(one[1], shown))
        chosen.append(best)
        shown |= {mark.leaf for mark in best[1]}
        windows = [one for one in windows if one[0] != best[0]]
    return tuple(
        _passage(marked, at, window) for at, window in sorted(chosen, key=lambda one: one[0])
    )


def marked_spans(leaves: Sequence[Leaf], reading: Reading, source_text: str) -> tuple[Span, ...]:
    """What to mark in the source text, in order, disjoint; a mark over a line's end is two."""
    return tuple(sorted(span for place in places(leaves, reading, source_text) for span in place))


def places(
    leaves: Sequence[Leaf], reading: Reading, source_text: str
) -> tuple[tuple[Span, ...], ...]:
    """The places where something asked for stands, in the order of the text, each as its spans."""
    if not leaves:
        return ()
    marked = Marked.of(leaves, reading.paragraphs, source_text)
    return tuple(
        spans
        for text, held in zip(marked.texts, marked.found, strict=True)
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


def _passage(marked: Marked, at: int, window: list[Mark]) -> Passage:
    text = marked.texts[at]
    first, last = window[0].start, max(mark.end for mark in window)
    start, end = _room(text.text, first - AROUND, last + AROUND)
    return Passage(
        page=_page(text, first),
        paragraph=at + 1,
        key=marked.paragraphs[at].key,
        runs=runs(text.text, marked.found[at], start, end),
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
