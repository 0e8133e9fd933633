"""The source text cut into lines, each with the folded forms the rules look at.

Only LF ends a line; a form feed is white space that a page may begin with. `key` keeps every
character in its place, so a match in the key is a match at the same offset of the line; `bare`
drops everything but letters and digits, so that `S E C R E T` and `SECRET.` compare equal.
"""

from __future__ import annotations

import unicodedata

from app.telegram.folding import squeeze
from app.telegram.reading import Span

LOOK = 240
"""How many characters of a line the rules look at: marks and labels are short, so a hostile
line of a megabyte costs no more than one of this length."""

_COLUMNS = 80
"""Letters and figures up to which a wide line is columns set apart by spaces, and no paragraph."""


def _look_alikes() -> dict[int, str]:
    """Letters of other scripts that an OCR engine takes for Latin ones, and typographic signs."""
    pairs = zip(
        "АВЕЅКМНОРСТУХІЈЗΑΒΕΖΗΙΚΜΝΟΡΤΥΧØ’‘´`“”„–—−•·",
        "ABESKMHOPCTYXIJ3ABEZHIKMNOPTYX0''''\"\"\"---..",
        strict=True,
    )
    table = {ord(seen): meant for seen, meant in pairs}
    for code in range(0xC0, 0x250):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if code not in table and plain.isascii() and len(plain.upper()) == 1:
            table[code] = plain.upper()
    table[ord("\t")] = table[0xA0] = " "  # a hard space, with which an engine sets columns apart
    return table


_TABLE = _look_alikes()
_SIGNS_IN_LINES = bytes(code for code in range(128) if not chr(code).isalnum() and code != 10)
_GRAVE = "`"
_new = tuple.__new__


def fold(text: str) -> str:
    """Capitals of the Latin alphabet, one character for one."""
    raised = text.upper()
    if len(raised) != len(text):
        raised = "".join(up if len(up := sign.upper()) == 1 else sign for sign in text)
    return raised if raised.isascii() and "\t" not in raised else raised.translate(_TABLE)


def _bares(folded: str) -> list[str]:
    """The letters and digits of each line of a folded text."""
    if folded.isascii():  # all at once, and as bytes
        return folded.encode().translate(None, _SIGNS_IN_LINES).decode().split("\n")
    return [squeeze(key) for key in folded.split("\n")]


class Line:
    """One non-blank line of the source."""

    __slots__ = ("bare", "feed", "gap", "index", "key", "long", "number", "span", "text")

    def __init__(
        self, index: int, number: int, span: Span, text: str, gap: int, feed: bool,
        key: str, bare: str,
    ):  # fmt: skip
        self.index = index  # among the non-blank lines, from 0
        self.number = number  # in the source, from 1
        self.span = span  # white space at both ends left out
        self.text = text  # what the span covers
        self.gap = gap  # blank lines before it
        self.feed = feed  # a form feed stands between it and the line before
        self.key = key
        self.bare = bare
        # too long for a mark, a label or a signature; columns far apart may still hold labels
        self.long = len(text) > 160 and (len(text) > LOOK or len(bare) > _COLUMNS)

    def part(self, start: int, end: int) -> Span:
        """The span of a match in this line's key."""
        return Span(self.span.start + start, self.span.start + end)


def split(source_text: str) -> list[Line]:
    """The non-blank lines, in order."""
    lines: list[Line] = []
    offset = gap = 0
    feed = False
    folded = fold(source_text)  # at once for all lines, which is many times as fast
    feeds, graves = "\f" in source_text, _GRAVE in source_text  # told once for all lines
    rows = zip(source_text.split("\n"), folded.split("\n"), _bares(folded), strict=True)
    for number, (raw, key, bare) in enumerate(rows, 1):
        text = raw.strip()
        feed = feed or (feeds and "\f" in raw[:8])
        if text:
            size = len(text)
            start = offset
            if len(raw) != size:
                lead = raw.index(text[0])
                start += lead
                key = key[lead : lead + size]
            if size > LOOK:
                key = key[:LOOK]
            if graves and _GRAVE in text:  # an apostrophe only in a line with others' signs
                key = fold(text[:LOOK])
            if size > LOOK:
                bare = squeeze(key)
            # as the tuple it is: its own constructor takes twice as long
            span = _new(Span, (start, start + size))
            lines.append(Line(len(lines), number, span, text, gap, feed, key, bare))
            gap, feed = 0, False
        else:
            gap += 1
        offset += len(raw) + 1
    return lines
