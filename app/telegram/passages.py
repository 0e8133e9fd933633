"""Comment, FYI and quoted text: passages that the telegram itself opens and closes by a word.

A passage that is never closed is its first paragraph alone: the first document opens COMMENT
and never ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.telegram.lines import fold
from app.telegram.reading import Paragraph

_NUMBER = r"^(?:\(?[A-Z0-9]{1,2}[.)] {0,2})?\W{0,2}"
_OPENS = {
    "comment": re.compile(
        _NUMBER + r"(?:BEGIN |EMBASSY |POST )?COMMENT\b(?! (?:ON|WAS|FROM|BY)\b)"
    ),
    "fyi": re.compile(_NUMBER + r"(?:BEGIN )?FYI\b"),
    "quoted": re.compile(_NUMBER + r"(?:BEGIN (?:TEXT|QUOTE|QTE)|QUOTE|QTE)\b"),
}
_CLOSES = {
    "comment": re.compile(r"\bEND (?:OF )?COMMENT\b"),
    "fyi": re.compile(r"\bEND FYI\b"),
    "quoted": re.compile(r"\b(?:END (?:TEXT|QUOTE|QTE)|UNQUOTE|UNQTE)\b"),
}
_LONGEST = 40  # paragraphs that a passage runs over at most


def with_kinds(paragraphs: Sequence[Paragraph], source_text: str) -> list[Paragraph]:
    """The paragraphs, each with the kind of the passage it lies in."""
    words = [_words(paragraph, source_text) for paragraph in paragraphs]
    kinds = [paragraph.kind for paragraph in paragraphs]
    at = 0
    while at < len(words):
        kind = next((name for name, form in _OPENS.items() if form.match(words[at][:80])), "")
        if kind:
            last = _end(words, at, kind)
            kinds[at : last + 1] = [kind] * (last + 1 - at)
            at = last
        at += 1
    return [
        replace(paragraph, kind=kind) if kind != paragraph.kind else paragraph
        for paragraph, kind in zip(paragraphs, kinds, strict=True)
    ]


def _words(paragraph: Paragraph, source_text: str) -> str:
    return fold(" ".join(piece.span.of(source_text) for piece in paragraph.pieces))


def _end(words: list[str], at: int, kind: str) -> int:
    """The paragraph that closes the passage; its first where none of the next ones does."""
    for last in range(at, min(at + _LONGEST, len(words))):
        if _CLOSES[kind].search(words[last]):
            return last
        if last > at and _OPENS[kind].match(words[last][:80]):
            break
    return at
