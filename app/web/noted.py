"""What is worth a note in a text, with where it stands: words kept as received, passages set apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from app.telegram.reading import Reading, Span
from app.web import wording
from app.web.contexts import Kept
from app.web.text import folded

SHOWN = 100
OPENING = 60  # characters of a passage by which it is known


def kept(reading: Reading, source_text: str, address: str) -> tuple[Kept, ...]:
    """Words that stand as they were received, once each; `address` is that of the text."""
    where = _Paragraphs(reading)
    found: dict[tuple[str, str], Kept] = {}
    for remark in reading.remarks:
        at = where.at(remark.span.start)
        if at is not None:
            text = folded(remark.span.of(source_text))
            found.setdefault(
                (text, remark.note), Kept(text, remark.note, *_place(reading, address, at, at))
            )
    return tuple(found.values())[:SHOWN]


def set_apart(reading: Reading, source_text: str, address: str) -> tuple[Kept, ...]:
    """Comments, asides and quotations that the telegram itself opens and closes by a word."""
    where = _Paragraphs(reading)
    found = []
    for kind, span in sorted(_stretches(reading), key=lambda stretch: stretch[1]):
        first, last = where.at(span.start), where.at(span.end - 1)
        if first is not None:
            opening = folded(span.of(source_text)[: 2 * OPENING])
            place = _place(reading, address, first, first if last is None else last)
            words = (
                opening if len(opening) <= OPENING else f"{opening[:OPENING].rsplit(' ', 1)[0]} …"
            )
            found.append(Kept(words, wording.PASSAGES.get(kind, kind), *place))
    return tuple(found)[:SHOWN]


def _stretches(reading: Reading) -> Iterator[tuple[str, Span]]:
    """The passages, and the paragraphs in a row that are of such a kind outside of them."""
    for passage in reading.passages:
        yield passage.kind, passage.span
    run: tuple[str, Span] | None = None
    for paragraph in reading.paragraphs:
        span = Span(paragraph.pieces[0].span.start, paragraph.pieces[-1].span.end)
        told = any(p.kind == paragraph.kind and p.span.start < span.end and span.start < p.span.end
                   for p in reading.passages)  # fmt: skip
        if run and (told or run[0] != paragraph.kind):
            yield run
            run = None
        if paragraph.kind in wording.PASSAGES and not told:
            run = (paragraph.kind, Span(run[1].start, span.end) if run else span)
    if run:
        yield run


def _place(reading: Reading, address: str, first: int, last: int) -> tuple[str, str]:
    """The address of a paragraph and how it is named; of several, the first."""
    named = f"¶{first + 1}" if first == last else f"¶{first + 1}–{last + 1}"
    return f"{address}#p-{reading.paragraphs[first].key}", named


class _Paragraphs:
    """Finds the paragraph in which a character of the source text lies."""

    def __init__(self, reading: Reading) -> None:
        starts = [(p.span, i) for i, para in enumerate(reading.paragraphs) for p in para.pieces]
        self._starts = sorted(starts)

    def at(self, offset: int) -> int | None:
        near = bisect_right(self._starts, offset, key=lambda start: start[0].start) - 1
        if near < 0 or self._starts[near][0].end <= offset:
            return None
        return self._starts[near][1]
