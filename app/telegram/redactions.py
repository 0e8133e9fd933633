"""Passages withheld from the copy, where the text itself announces them.

A gap stays a gap: its words stay in the text, typed, with the extent and the code printed
beside it. A code alone says that something is withheld there, not how much.
"""

from __future__ import annotations

import re

from app.telegram.lines import Line, fold
from app.telegram.reading import Redaction, Span
from app.telegram.workbench import Workbench

CODE = (
    r"(?:\(B\) ?\(?[1-9]\)?|B ?\(?[1-9]\)?|[1IL]\.[345] ?\(?[A-H]\)?|[13]\.3\(A\)\(\d{1,2}\)"
    r"|25X[1-9I]|50X[1-9I](?:-[A-Z]{3})?)"
)
CODES = rf"{CODE}(?:[,;/ &]{{1,3}}{CODE}){{0,4}}"
_KINDS = (
    ("excised", "EXCISED|DELET|SANITI[SZ]ED|OMITTED FROM"),
    ("withheld", "NOT DECLASSIFIED|WITHHELD|REDACT|STILL CLASSIFIED|CLASSIFIED INFORMATION"),
    ("illegible", "ILLEGIBLE|UNDECIPHERABLE|GARBLE|NOT LEGIBLE|UNREADABLE"),
)
_BRACKET = re.compile(r"\[{1,2} {0,3}([^\[\]]{2,90}?) {0,3}\]{1,2}")
_ROUND = re.compile(
    r"\( {0,2}((?:[0-9A-Z/ -]{0,40} )?(?:EXCISED|DELETED|NOT DECLASSIFIED))\.? {0,2}\)"
)
_WORD = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS))
_EXTENT = re.compile(
    r"((?:LESS THAN )?(?:\d{1,3}(?:[- ]\d/\d)?|\d/\d|ONE|TWO|THREE|FOUR|FIVE|SEVERAL|A)? {0,2}"
    r"(?:AND A HALF |ONE-HALF )?(?:LINES?|PARAGRAPHS?|PARAS?|WORDS?|PAGES?|SENTENCES?|NAMES?"
    r"|CODEWORDS?|DOLLAR AMOUNTS?|GROUPS?|NUMBERS?)(?: \([^()]{1,40}\))?)"
)
_BLANK = re.compile(r"_{5,80}|\u2588[\u2588 ]{0,80}|\u25a0[\u25a0 ]{0,80}")
_CODES = re.compile(rf"(?<![A-Z0-9]){CODES}(?![A-Z0-9])")
_BEHIND = re.compile(rf" {{0,2}}({CODES})(?![A-Z0-9])")
_BESIDE = re.compile(rf" {{3,60}}({CODES})\W{{0,2}}$")


def find_redactions(bench: Workbench) -> None:
    """Add the withheld passages of the transmitted text to the bench."""
    text = "\n".join([line.text for line in bench.body])
    stand = [mark for mark in _MARKS if mark in text]
    if "(" in stand and not _ROUND_WORD.search(fold(text)):
        stand.remove("(")
    plain = text.isascii()
    for line in bench.body if stand or not plain else ():
        if any(mark in line.text for mark in stand) or not (plain or line.text.isascii()):
            bench.redactions += _in_line(line)
    if "exemption-code" not in bench.rules:
        return
    for line in bench.lines:
        if bench.rules[line.index] == "exemption-code":
            bench.redactions.append(Redaction(line.span, "withheld", code=line.text))
    bench.redactions.sort(key=lambda redaction: redaction.span)


_MARKS = ("[", "(", "_____", "   ")  # one of these, or a sign beyond ASCII, stands in every gap
_ROUND_WORD = re.compile("EXCISED|DELETED|NOT DECLASSIFIED")


def _in_line(line: Line) -> list[Redaction]:
    text = line.text
    key = fold(text)
    found = [
        Redaction(_span(line, match), kind, extent, code)
        for form in (_BRACKET, _ROUND)
        for match in form.finditer(key)
        for kind, extent, code in _told(match, text, key)
    ]
    found += [Redaction(_span(line, match), "withheld") for match in _blanks(key)]
    beside = _BESIDE.search(key, max(0, len(key) - 120))
    if beside:
        start, end = beside.span(1)
        span = Span(line.span.start + start, line.span.start + end)
        found.append(Redaction(span, "withheld", code=text[start:end]))
    return sorted(found, key=lambda redaction: redaction.span)


def _told(match: re.Match[str], text: str, key: str) -> list[tuple[str, str, str]]:
    """Kind, extent and code of a bracket that announces a gap; empty for any other bracket."""
    inside, start = match[1], match.start(1)
    word = _WORD.search(inside)
    code = _CODES.search(inside)
    behind = _BEHIND.match(key, match.end()) if code is None else None
    whole_code = code is not None and len(code[0]) >= len(inside.strip()) - 1
    if word is None and not whole_code:
        return []
    extent = _EXTENT.search(inside)
    kind = word.lastgroup if word and word.lastgroup else "withheld"
    told = text[slice(*behind.span(1))] if behind else _words(text, start, code)
    return [(kind, _words(text, start, extent), told)]


def _words(text: str, start: int, found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    return " ".join(text[start + found.start() : start + found.end()].split())


def _blanks(key: str) -> list[re.Match[str]]:
    """Blanks inside a line of text; a rule that fills its line is no gap in the text."""
    return [
        match
        for match in _BLANK.finditer(key)
        if len(match[0]) * 2 < len(key) or key[match.start()] != "_"
    ]


def _span(line: Line, match: re.Match[str]) -> Span:
    return Span(line.span.start + match.start(), line.span.start + match.end())
