"""The clean text of a reading as a page shows it: paragraphs of segments, page breaks inside.

A segment is a stretch of source text taken over unchanged, or what stands between two: the space
of a join, or the mark of a page that begins in mid-sentence. A long text is dealt out in parts
so that no cable, however long, makes a page that cannot be opened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from app.telegram.reading import Join, Paragraph, Passage, Piece, Reading, Role, Span
from app.web import wording

PART_LENGTH = 100_000  # characters of clean text on one page: some seventy pages of telegram
PRINTED_AT_BREAK = 6  # lines told of what was printed where a page begins

TEXT, BREAK, SIC, OPERATOR, GAP, HELD = "text", "break", "sic", "operator", "gap", "held"
DOUBTFUL = "doubtful"  # a word that an engine read without certainty


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page of the copy begins in the text."""

    page: int
    pages: int
    level: str  # the classification stamped on the page, empty where there is none
    printed: tuple[str, ...]  # the lines printed there before the text goes on
    shown: str  # the number the paper shows where it differs, else empty


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters of one kind inside a paragraph."""

    kind: str
    text: str = ""
    note: str = ""
    opens: PageBreak | None = None
    marked: bool = False  # what the visitor searched for
    place: int = 0  # of what is marked: its number, where it begins
    here: bool = False  # the place the visitor looks at
    href: str = ""  # of a held cable that these words name
    passage: str = ""  # what it is part of: comment, fyi, quoted


@dataclass(frozen=True, slots=True)
class Run:
    """Segments that follow one another, all in one passage or all in none."""

    passage: str  # comment, fyi, quoted; empty outside of any
    said: str  # the same in words
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph, or the part of one that this part of the text holds."""

    key: str
    ordinal: int
    kind: str
    number: str
    begins: bool  # False where it goes on from the part before
    before: tuple[PageBreak, ...]  # pages that begin ahead of it
    runs: tuple[Run, ...]
    traced: str = ""  # where its characters stand in the source; see `trace`


class Note(NamedTuple):
    """Something to be said of a stretch of the source text."""

    span: Span
    kind: str
    note: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """What the visitor searched for: the places, in the order of the text, and the one looked at."""

    places: tuple[tuple[Span, ...], ...] = ()
    at: int = 0  # from 1; 0: none

    def spans(self) -> tuple[Span, ...]:
        """All of them, in order and disjoint."""
        return tuple(sorted(span for place in self.places for span in place))

    def numbers(self) -> dict[int, tuple[int, bool]]:
        """By where a span starts: the number of its place, and whether the place begins there."""
        return {
            span.start: (number, not at)
            for number, place in enumerate(self.places, 1)
            for at, span in enumerate(place)
        }


class Stretch(NamedTuple):
    """A piece, or a cut of one, with the paragraph it belongs to."""

    paragraph: int  # index
    piece: Piece


NOTHING_MARKED = Marked()


def dealt(reading: Reading, length: int = PART_LENGTH) -> list[list[Stretch]]:
    """The pieces of all paragraphs, dealt out into parts of about `length` characters each.

    Every character stands in exactly one part; there is always at least one part.
    """
    parts: list[list[Stretch]] = [[]]
    room = length
    for stretch in _stretches(reading.paragraphs, length):
        size = stretch.piece.span.end - stretch.piece.span.start
        if size > room and parts[-1]:
            parts.append([])
            room = length
        parts[-1].append(stretch)
        room -= size
    return parts


def part_of_page(parts: list[list[Stretch]], page: int) -> int:
    """The part, from 1, in which a page's first text stands; pages without text go with the next."""
    for number, part in enumerate(parts, 1):
        if part and part[-1].piece.page >= page:
            return number
    return len(parts)


def part_of_offset(parts: list[list[Stretch]], offset: int) -> int:
    """The part, from 1, in which a character of the source stands."""
    for number, part in enumerate(parts, 1):
        if any(one.piece.span.start <= offset < one.piece.span.end for one in part):
            return number
    return 1


def part_of_paragraph(reading: Reading, parts: list[list[Stretch]], key: str) -> int | None:
    """The part in which a paragraph begins, or None where no paragraph has that key."""
    for number, part in enumerate(parts, 1):
        if any(reading.paragraphs[stretch.paragraph].key == key for stretch in part):
            return number
    return None


def shown_paragraphs(
    reading: Reading,
    source_text: str,
    parts: list[list[Stretch]],
    number: int,
    all_breaks: tuple[PageBreak, ...],
    marked: Marked = NOTHING_MARKED,
    links: Iterable[Note] = (),
    *,
    traced: bool = False,
) -> tuple[ShownParagraph, ...]:
    """The paragraphs of one part, with their page breaks and notes in place.

    `marked` is what the visitor searched for;
    `links` are words that name another cable, or are doubtful. With `traced` each paragraph says
    where its characters come from, as the paper beside it needs.
    """
    breaks = {b.page: b for b in all_breaks}
    notes = _notes(reading, links)
    spans, numbers = marked.spans(), marked.numbers()
    passages = _outermost(reading.passages)
    part = parts[number - 1]
    last_page = parts[number - 2][-1].piece.page if number > 1 else 0
    shown = []
    for index, stretches in _by_paragraph(part):
        paragraph = reading.paragraphs[index]
        pieces = [stretch.piece for stretch in stretches]
        begins = pieces[0].span == paragraph.pieces[0].span or pieces[0].join == Join.START
        before = _opened(breaks, last_page, pieces[0].page)
        # a paragraph that is all of a kind says so itself
        within = [one for one in passages if one.kind != paragraph.kind]
        segments = _segments(pieces, source_text, notes, breaks, spans, within)
        shown.append(
            ShownParagraph(
                paragraph.key, index + 1, paragraph.kind, paragraph.number, begins, before,
                _runs(_run_together(_numbered(segments, numbers, marked.at))),
                trace(pieces) if traced else "",
            )
        )  # fmt: skip
        last_page = pieces[-1].page
    return tuple(shown)


def trace(pieces: Iterable[Piece]) -> str:
    """Where the characters of a paragraph stand in the source: `120+64 186+60,246+3`.

    Start and length of each piece; what stands between two is the text between them on the page:
    a space where the join is one, a comma where nothing is.
    """
    told = ""
    for piece in pieces:
        if told:
            told += " " if piece.join in (Join.WRAP, Join.PAGE) else ","
        told += f"{piece.span.start}+{piece.span.end - piece.span.start}"
    return told


def breaks_behind(
    parts: list[list[Stretch]], number: int, all_breaks: tuple[PageBreak, ...]
) -> tuple[PageBreak, ...]:
    """Pages that begin after the last of the text: a page of distribution or drafting only."""
    if number < len(parts):
        return ()
    last = parts[-1][-1].piece.page if parts[-1] else 0
    return tuple(b for b in all_breaks if b.page > last)


def page_breaks(reading: Reading, source_text: str) -> tuple[PageBreak, ...]:
    """Every page of the copy, with what is printed at its head."""
    levels: dict[int, str] = {}
    for marking in reading.markings:
        if marking.kind == "classification" and marking.value:
            levels.setdefault(marking.page, marking.value)
    heads = _page_heads(reading, source_text)
    total = len(reading.pages)
    return tuple(
        PageBreak(
            page.number, total, levels.get(page.number, ""), tuple(heads.get(page.number, ())),
            str(page.printed) if page.printed not in (None, page.number) else "",
        )
        for page in reading.pages
    )  # fmt: skip


def printed_signature(reading: Reading, source_text: str) -> str:
    """The signature as it stands under the text."""
    field = reading.fields.get("signature")
    if field is None:
        return ""
    return folded(" ".join(field.printed)) or str(field.value)


def folded(text: str) -> str:
    """Words as printed, each run of white space one space."""
    return " ".join(text.split())


def _page_heads(reading: Reading, source_text: str) -> dict[int, list[str]]:
    heads: dict[int, list[str]] = {}
    in_text: set[int] = set()
    for line in reading.lines:
        if line.role == Role.BODY:
            in_text.add(line.page)
        if line.page in in_text or line.page == 1:
            continue
        head = heads.setdefault(line.page, [])
        if len(head) < PRINTED_AT_BREAK:
            head.append(folded(line.span.of(source_text))[:120])
    return heads


def _notes(reading: Reading, links: Iterable[Note]) -> list[Note]:
    """Links, remarks and gaps in the order of the text, the first winning where two overlap.

    A doubt gives way to all of them: it is said on the scan as well.
    """
    found = [Note(r.span, r.kind, r.note) for r in reading.remarks]
    found += links
    found += [Note(r.span, GAP, _gap_words(r.kind, r.code)) for r in reading.redactions]
    kept = _disjoint(note for note in found if note.kind != DOUBTFUL)
    ends = [note.span.end for note in kept]
    doubts = [note for note in found if note.kind == DOUBTFUL and _is_free(note, kept, ends)]
    return _disjoint([*kept, *doubts]) if doubts else kept


def _is_free(note: Note, kept: list[Note], ends: list[int]) -> bool:
    at = bisect_right(ends, note.span.start)
    return at == len(kept) or kept[at].span.start >= note.span.end


def _disjoint(notes: Iterable[Note]) -> list[Note]:
    kept: list[Note] = []
    for note in sorted(notes):
        if note.span.start < note.span.end and (not kept or kept[-1].span.end <= note.span.start):
            kept.append(note)
    return kept


def _gap_words(kind: str, code: str) -> str:
    words = {"withheld": "withheld by the government", "excised": "cut out before release"}
    said = words.get(kind, kind)
    return f"{said}, {code}" if code else said


def _stretches(paragraphs: Iterable[Paragraph], length: int) -> Iterator[Stretch]:
    for index, paragraph in enumerate(paragraphs):
        for piece in paragraph.pieces:
            for start in range(piece.span.start, piece.span.end, length):
                join = piece.join if start == piece.span.start else Join.HYPHEN
                span = Span(start, min(start + length, piece.span.end))
                yield Stretch(index, Piece(span, join, piece.page))


def _by_paragraph(part: list[Stretch]) -> Iterator[tuple[int, list[Stretch]]]:
    run: list[Stretch] = []
    for stretch in part:
        if run and run[-1].paragraph != stretch.paragraph:
            yield run[0].paragraph, run
            run = []
        run.append(stretch)
    if run:
        yield run[0].paragraph, run


def _opened(breaks: dict[int, PageBreak], after: int, upto: int) -> tuple[PageBreak, ...]:
    return tuple(breaks[n] for n in range(after + 1, upto + 1) if n in breaks)


def _segments(
    pieces: list[Piece],
    source_text: str,
    notes: list[Note],
    breaks: dict[int, PageBreak],
    marked: tuple[Span, ...],
    passages: Sequence[Passage],
) -> Iterator[Segment]:
    """The characters of the pieces, their joins, and the pages that begin between them."""
    page = pieces[0].page
    for at, piece in enumerate(pieces):
        into = _passage_at(passages, piece.span.start - 1, piece.span.start)
        if at and piece.join in (Join.WRAP, Join.PAGE):
            yield Segment(TEXT, " ", passage=into)
        for opened in _opened(breaks, page, piece.page):
            yield Segment(BREAK, opens=opened, passage=into)
        page = piece.page
        for whole, kind in _by_passage(piece.span, passages):
            for span, is_marked in _cut(whole, marked):
                for segment in _annotated(span, source_text, notes):
                    # for the moment where it starts; `_numbered` says which place that is
                    place = span.start if is_marked else 0
                    yield replace(segment, marked=is_marked, place=place, passage=kind)


def _outermost(passages: Iterable[Passage]) -> list[Passage]:
    """Of passages that lie in one another, that which opens first."""
    kept: list[Passage] = []
    for passage in sorted(passages, key=lambda passage: passage.span):
        if not kept or kept[-1].span.end <= passage.span.start:
            kept.append(passage)
    return kept


def _passage_at(passages: Sequence[Passage], first: int, last: int) -> str:
    """The kind of the passage that holds both places of the source; empty where none does."""
    holding = (one.kind for one in passages if one.span.start <= first and last < one.span.end)
    return next(holding, "")


def _by_passage(span: Span, passages: Sequence[Passage]) -> Iterator[tuple[Span, str]]:
    """A span cut where passages open and close, each cut with the kind of its passage."""
    for cut, is_within in _cut(span, tuple(one.span for one in passages)):
        yield cut, _passage_at(passages, cut.start, cut.start) if is_within else ""


def _numbered(
    segments: Iterable[Segment], numbers: dict[int, tuple[int, bool]], here: int
) -> Iterator[Segment]:
    """What is marked with the number of its place, where that begins; and the one looked at."""
    given = 0
    for segment in segments:
        if not segment.marked:
            yield segment
            continue
        number, begins = numbers.get(segment.place, (0, False))
        first = begins and number != given
        given = number or given
        yield replace(segment, place=number if first else 0, here=number == here and number > 0)


def _cut(span: Span, marked: tuple[Span, ...]) -> Iterator[tuple[Span, bool]]:
    """A span cut at the ends of what is marked, each cut with whether it is."""
    at = span.start
    for mark in marked[bisect_right(marked, span.start, key=lambda mark: mark.end) :]:
        if mark.start >= span.end:
            break
        start, end = max(mark.start, at), min(mark.end, span.end)
        if at < start:
            yield Span(at, start), False
        yield Span(start, end), True
        at = end
    if at < span.end:
        yield Span(at, span.end), False


def _run_together(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Neighbouring runs of plain text as one: a page has fewer pieces to write."""
    merged: list[Segment] = []
    plain: list[str] = []
    passage = ""
    for segment in segments:
        is_plain = segment.kind == TEXT and not segment.marked
        if plain and (not is_plain or segment.passage != passage):
            merged.append(Segment(TEXT, "".join(plain), passage=passage))
            plain = []
        if is_plain:
            plain.append(segment.text)
            passage = segment.passage
        else:
            merged.append(segment)
    if plain:
        merged.append(Segment(TEXT, "".join(plain), passage=passage))
    return tuple(merged)


def _runs(segments: Iterable[Segment]) -> tuple[Run, ...]:
    grouped = groupby(segments, key=lambda segment: segment.passage)
    return tuple(Run(kind, wording.PASSAGES.get(kind, kind), tuple(run)) for kind, run in grouped)


def _annotated(span: Span, source_text: str, notes: list[Note]) -> Iterator[Segment]:
    at = span.start
    first = bisect_right(notes, span.start, key=lambda note: note.span.end)
    for note in notes[first:]:
        if note.span.start >= span.end:
            break
        start, end = max(note.span.start, span.start), min(note.span.end, span.end)
        if at < start:
            yield Segment(TEXT, source_text[at:start])
        yield Segment(note.kind, source_text[start:end], note.note, href=note.href)
        at = end
    if at < span.end:
        yield Segment(TEXT, source_text[at : span.end])
