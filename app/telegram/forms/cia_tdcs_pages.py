"""Heads and feet of an information report's pages: distribution, report number, IN number."""

from __future__ import annotations

import re
from functools import lru_cache

from app.telegram.folding import Near, Words, digits
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import rule
from app.telegram.workbench import Workbench

H = Role.HEADER
REPORT = rule("tdcs-report-number", H, r"\b(T ?[DO0] ?[CO0GE] ?S ?(?:DB ?)?)[-~: ]{0,4}(\d) ?/ ?(\d{3})[,.: ]{0,3}(\d{3})[1I]?(?!\d)", "REPORT NO. TDCS-3/123,456", "TDCS REPORTS", "/")  # fmt: skip
_OFFICES = Words(
    (name, name)
    for name in (
        "STATE/INR", "STATE/DIR", "STATE", "DIA", "ARMY/ACSI", "ARMY", "NAVY", "AIR", "JCS", "SECDEF", "NSA", "NIC", "AID",
        "USIA", "OCI", "ONE", "OCR", "ORR", "OO", "EXO", "OBI", "OSI", "FBI", "TREASURY", "I&NS", "COAST GUARD", "CINCLANT", "SDO", "CIA/NMCC",
        "NMCC/MC", "USCG", "OSD",
    )
)  # fmt: skip
IN_NUMBER = re.compile(r"(?<![A-Z])IN ?[-.:]? {0,3}(\d{5})(?!\d)")
_IN_HEAD = re.compile(r"^\W{0,3}[I1L]?N\W{1,3}(\d{5})\W{0,4}$")


def around(bench: Workbench, start: int) -> None:
    """Distribution at the feet, report number and IN number at the heads of later pages."""
    footed = False
    for line in bench.lines[start:]:
        at = line.index
        name = bench.rules[at]
        if name in ("tdcs-controls", "tdcs-heading", "tdcs-edition", "tdcs-page"):
            footed = True
        if not bench.free(at) or line.long:
            continue
        if _head_line(line, _WORN if footed else _PLAIN):
            bench.claim(at, Role.RUNNING_HEAD, "tdcs-running-head")
            _head_fields(bench, line)
            footed = True
        elif _distribution(bench, line):
            footed = True
        elif (footed and _short_head(line)) or _LEVEL_HEAD.match(line.key):
            bench.claim(at, Role.RUNNING_HEAD, "tdcs-running-head")
            _head_fields(bench, line)
        elif len(line.text) > 24 or line.key.count(" ") >= 3:
            footed = False
        elif footed and len(line.bare) <= 6:
            bench.claim(at, Role.STAMP, "tdcs-beside-text")


_HEAD_WORDS = re.compile(r"N[O0] ?F[O0]R ?E ?[I1]?GN|D[I1]SSEM|ABROAD|BACKGROUND|USE|ONLY|CONTROL\w{0,3}|WHEN|FILLED|PAGE|CLASSIFICATION|CONTINUED|NOFORN|CONF\w{1,9}|SECRET|S-E-C-R-E-T|INATION")  # fmt: skip


_PLAIN, _WORN = 8, 24  # letters beside a report's number that are no words of the form


def _head_line(line: Line, letters: int) -> bool:
    """The report's number with nothing but the words of the form about it; these may be worn."""
    found = REPORT.match(line) if len(line.text) < 110 else None
    if not found:
        return False
    rest = _HEAD_WORDS.sub("", line.key[: found.start()] + line.key[found.end() :])
    return sum(map(str.isalpha, rest)) <= letters


def _head_fields(bench: Workbench, line: Line) -> None:
    """What the first page's grid has lost stands again in the heads of the later ones."""
    found = REPORT.match(line)
    if found:
        span = line.part(*found.span())
        bench.add("number", f"{found[2]}/{found[3]},{found[4]}", [span], "tdcs-report-number")
    numbered = IN_NUMBER.search(line.key) or _IN_HEAD.match(line.key)
    if numbered:
        bench.add("in_number", digits(numbered[1]), [line.part(*numbered.span(1))], "tdcs-in-number")  # fmt: skip


_LEVEL_HEAD = re.compile(r"^\W{0,3}(?:SECRET|CONFIDENTIAL) {1,3}IN ?-? ?\d{5}\W{0,3}$")


def _short_head(line: Line) -> bool:
    return bool(re.fullmatch(r"\W{0,3}(?:[I1L]?N\W{0,3}(?:\d{4,6})?|\d{5}|\d)\W{0,4}", line.key))


_STROKES = re.compile(r"\b(STATE|ARMY) ?/? ?(DIR|INR|ACSI)\b")  # a stroke that was lost
_DASHES = re.compile(r"[-–~]{1,3}")  # what is left of the blanks between two offices
_CROSSES = "XОKC"  # what the boxes were ticked with
_PARAGRAPHED = re.compile(r"^\W{0,3}\d{1,2} ?[.)] ?[A-Z(]")


@lru_cache(maxsize=1024)  # most lines that ask are text, which has the same small words
def _office(word: str) -> Near | None:
    return _OFFICES.find(word.upper(), 0 if len(word) < 5 else 1)


def _distribution(bench: Workbench, line: Line) -> bool:
    """Offices to which the report was sent: most words of the line are of their small list."""
    if len(line.text) > 120 or line.key.startswith("DISTRIBUTION") or _PARAGRAPHED.match(line.key):
        return False
    text = _DASHES.sub(" ", line.text).replace("/ ", "/").replace("NAVYAIR", "NAVY AIR")
    text = _STROKES.sub(r"\1/\2", text) if "STATE" in text or "ARMY" in text else text
    words = [word.strip(".,:;|'\"()") for word in text.split()]
    words = [word for word in words if len(word) >= 2 and word.upper().strip(_CROSSES)]
    got: list[Near] = []
    missed = 0
    for word in words:
        if near := _office(word):
            got.append(near)
            continue
        missed += 1
        if missed * 2 > len(words):  # a line of text is told by its first half
            return False
    if not got or (len(words) > 1 and len(got) < 2):
        return False
    bench.claim(line.index, H, "tdcs-distribution")
    bench.extend("info_offices", [near.value for near in got], [line.span], "tdcs-distribution")
    return True
