"""The clean text of a reading and the way back from it to the source, character by character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.telegram.reading import Join, Paragraph, Reading, Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of clean text taken over unchanged from the source."""

    clean: int  # where it begins in the clean text
    span: Span  # what it is in the source
    page: int
    join: Join


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text with its segments in order; what lies between two of them is a join."""

    text: str
    segments: tuple[Segment, ...]

    def source_offset(self, clean_offset: int) -> int | None:
        """Where a clean character stands in the source; None for a join."""
        at = _last_not_after([segment.clean for segment in self.segments], clean_offset)
        if at is None:
            return None
        segment = self.segments[at]
        offset = segment.span.start + clean_offset - segment.clean
        return offset if offset < segment.span.end else None

    def clean_offset(self, source_offset: int) -> int | None:
        """Where a source character stands in the clean text; None if it is not there."""
        at = _last_not_after([segment.span.start for segment in self.segments], source_offset)
        if at is None or source_offset >= self.segments[at].span.end:
            return None
        return self.segments[at].clean + source_offset - self.segments[at].span.start

    @property
    def words(self) -> int:
        """Words, as white space parts them."""
        return len(self.text.split())

    @property
    def page_breaks(self) -> tuple[tuple[int, int], ...]:
        """`(clean offset, page)` for each page that begins inside the text."""
        pairs = zip(self.segments, self.segments[1:], strict=False)
        return tuple(
            (after.clean, after.page) for before, after in pairs if before.page != after.page
        )


def _last_not_after(starts: list[int], offset: int) -> int | None:
    from bisect import bisect_right

    at = bisect_right(starts, offset) - 1
    return at if at >= 0 else None


def _build(source_text: str, paragraphs: Iterable[Paragraph]) -> CleanText:
    parts: list[str] = []
    segments: list[Segment] = []
    length = 0
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            if parts:
                joint = {Join.START: "\n\n", Join.HYPHEN: ""}.get(piece.join, " ")
                parts.append(joint)
                length += len(joint)
            segments.append(Segment(length, piece.span, piece.page, piece.join))
            words = piece.span.of(source_text)
            parts.append(words)
            length += len(words)
    return CleanText("".join(parts), tuple(segments))


def clean_paragraph(paragraph: Paragraph, source_text: str) -> CleanText:
    """The clean text of one paragraph."""
    return _build(source_text, (paragraph,))


def clean_body(reading: Reading, source_text: str) -> CleanText:
    """The clean text of the whole body, a blank line between paragraphs."""
    return _build(source_text, reading.paragraphs)
