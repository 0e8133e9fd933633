"""Comment, FYI and quoted text: passages that the telegram itself opens and closes by a word.

A passage that is never closed is its first paragraph alone: the first document opens COMMENT
and never ends it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.telegram.lines import fold
from app.telegram.reading import Paragraph, Passage, Span

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
_ANY_OPENS = re.compile("|".join(f"(?P<{kind}>{form.pattern})" for kind, form in _OPENS.items()))
_LONGEST = 40  # paragraphs that a passage runs over at most


def with_kinds(
    paragraphs: list[Paragraph], texts: list[str]
) -> tuple[list[Paragraph], list[Passage]]:
    """The paragraphs, each with the kind of the passage it lies in, and the passages themselves.

    Args:
        paragraphs: as they are cut.
        texts: their clean texts, one line each.
    """
    together = fold("\n".join(texts))
    if not any(hint in together for hint in _HINTS):
        return paragraphs, []
    words = together.split("\n")
    kinds = [paragraph.kind for paragraph in paragraphs]
    at = 0
    while at < len(words):
        opens = _ANY_OPENS.match(words[at][:80])
        kind = opens.lastgroup or "" if opens else ""
        if kind:
            last = _end(words, at, kind)
            kinds[at : last + 1] = [kind] * (last + 1 - at)
            at = last
        at += 1
    passages = _passages(words)
    for kind, (first, _), (last, end) in passages:
        closed = last > first and end >= len(words[last]) - 2  # nothing but a stop behind it
        for inner in range(first + 1, last + closed):  # wholly inside
            kinds[inner] = kind if kinds[inner] == "text" else kinds[inner]
    kinded = [
        replace(paragraph, kind=kind) if kind != paragraph.kind else paragraph
        for paragraph, kind in zip(paragraphs, kinds, strict=True)
    ]
    return kinded, [
        Passage(kind, Span(_place(paragraphs[a], first), _place(paragraphs[b], last - 1) + 1))
        for kind, (a, first), (b, last) in passages
    ]


_Place = tuple[int, int]  # a paragraph and a position in its words
_HINTS = ("COMMENT", "FYI", "QUOTE", "QTE", "BEGIN TEXT")  # one of them opens any passage
_TOKEN = re.compile(  # its first letter is looked for, which is faster than where words begin
    r"[BCEFPQU](?<!\w.)(?:(?P<end_comment>(?<=E)ND (?:OF )?COMMENT)|(?P<end_fyi>(?<=E)ND FYI)"
    r"|(?P<end_quoted>(?<=E)ND (?:TEXT|QUOTE|QTE)|(?<=U)N(?:QUOTE|QTE))"
    r"|(?P<comment>(?:(?<=B)EGIN|(?<=E)MBASSY|(?<=P)OST) COMMENT|(?<=C)OMMENT(?= ?:))"
    r"|(?P<fyi>(?:(?<=B)EGIN F|(?<=F))YI)"
    r"|(?P<quoted>(?<=B)EGIN (?:TEXT|QUOTE|QTE)|(?<=Q)(?:UO)?TE))\b"
)


def _passages(words: list[str]) -> list[tuple[str, _Place, _Place]]:
    """Each passage from its opening word to behind its closing one.

    One that is not closed ends with its paragraph; a quotation that is not closed is none, since
    how far it runs is not said.
    """
    found: list[tuple[str, _Place, _Place]] = []
    opened: dict[str, _Place] = {}
    for at, text in enumerate(words):
        for token in _TOKEN.finditer(text) if any(hint in text for hint in _HINTS) else ():
            name = token.lastgroup or ""
            kind = name.removeprefix("end_")
            if name == kind:
                opened.setdefault(kind, (at, token.start()))
            elif kind in opened:
                found.append((kind, opened.pop(kind), (at, token.end())))
        for kind, place in list(opened.items()):
            if at - place[0] >= _LONGEST or (kind != "quoted" and not _closes(words, at, kind)):
                del opened[kind]
                if kind != "quoted":
                    found.append((kind, place, (place[0], len(words[place[0]]))))
    return sorted(found, key=lambda passage: passage[1])


def _closes(words: list[str], at: int, kind: str) -> bool:
    """The passage is closed by one of the next paragraphs, before another of its kind opens."""
    for text in words[at + 1 : at + _LONGEST]:
        if _CLOSES[kind].search(text):
            return True
        if _OPENS[kind].match(text[:80]):
            return False
    return False


def _place(paragraph: Paragraph, position: int) -> int:
    """Where in the source a position in a paragraph's words stands."""
    for piece in paragraph.pieces:
        long = piece.span.end - piece.span.start
        if position < long:
            return piece.span.start + position
        position -= long + 1
    return paragraph.pieces[-1].span.end


def _end(words: list[str], at: int, kind: str) -> int:
    """The paragraph that closes the passage; its first where none of the next ones does."""
    for last in range(at, min(at + _LONGEST, len(words))):
        if _CLOSES[kind].search(words[last]):
            return last
        if last > at and _OPENS[kind].match(words[last][:80]):
            break
    return at
