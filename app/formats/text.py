"""The cable as plain text: face, body with its page marks, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from app.formats.describe import Description, Fact, moment_in_words
from app.formats.names import single
from app.telegram.reading import Join, Reading, State

_BEFORE = {Join.START: "", Join.WRAP: " ", Join.PAGE: " ", Join.HYPHEN: ""}


def plain_text(description: Description) -> str:
    """The whole cable in UTF-8 text, a paragraph a line, the page breaks where they fall."""
    page = description.page
    blocks = [
        _headline(description),
        face(description.facts),
        times(page.reading),
        *marked_paragraphs(page.reading, page.source_text),
        single(page.reading, "signature"),
        _foot(description),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def marked_paragraphs(reading: Reading, source_text: str) -> Iterator[str]:
    """The paragraphs with `[page 2]` where a page begins, in the sentence it interrupts."""
    page = 0
    for paragraph in reading.paragraphs:
        words = ""
        for piece in paragraph.pieces:
            before = _BEFORE[piece.join]
            if piece.page != page:
                page = piece.page
                # A hyphenated word stays whole to the eye: the mark stands in brackets inside it.
                before = f"[page {page}]\n" if piece.join == Join.START else f" [page {page}] "
            words += before + piece.span.of(source_text)
        yield words


def face(facts: tuple[Fact, ...]) -> str:
    """The header values, one a line, with what was printed where it says it differently."""
    width = max((len(fact.label) for fact in facts), default=0) + 2
    return "\n".join(f"{fact.label + ':':<{width}}{_value(fact)}" for fact in facts)


def times(reading: Reading) -> str:
    """When it was sent and received, on the paper's clock and in UTC."""
    lines = []
    for label, moment in (("Sent", reading.sent), ("Received", reading.received)):
        if moment is not None:
            lines.append(f"{label} {moment_in_words(moment)}")
    return "\n".join(lines)


def _value(fact: Fact) -> str:
    value = f"[{fact.value}]" if fact.state == State.SUPPLIED else fact.value
    if fact.printed and fact.printed.casefold() != fact.value.casefold():
        value += f"  (printed: {fact.printed})"
    return f"{value}  (doubtful: {fact.doubt})" if fact.doubt else value


def _headline(description: Description) -> str:
    lines = [description.title, "=" * len(description.title)]
    if description.page.cable.specimen:
        lines.append("Specimen, composed for demonstration")
    return "\n".join(lines)


def _foot(description: Description) -> str:
    page = description.page
    return "\n".join(
        (
            "-" * 20,
            description.citation,
            f"Permalink: {description.permalink}",
            f"Source: {page.source.name}, {page.source.size} bytes, SHA-256 {page.source.sha256}",
            f"Text: {page.engine}; read by rules {page.version.core}, version {page.version.number}",
        )
    )
