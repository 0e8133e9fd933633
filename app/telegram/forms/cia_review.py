"""Stamps of later reviews on CIA paper: FOIA reviews, classification reviews, sterile copies.

They are hand stamps of several lines, and engines shuffle the lines; a stamp is gathered from
the marked lines that stand together and put in the order in which it is printed.
"""

from __future__ import annotations

import re

from app.telegram.events import iso_date
from app.telegram.lines import Line
from app.telegram.printed import MONTH, MONTHS
from app.telegram.reading import Event, Role
from app.telegram.rules import rule
from app.telegram.workbench import Workbench

M = Role.MARKING
DOCUMENT = rule("foia-document", M, r"^\W{0,3}D[O0]CUMENT NUMBER\b(?:\W{0,3}\d{1,4}-\d{1,4}(?:-?[A-Z])?)?\W{0,3}$", "Document Number 123-45", "DOCUMENT NUMBERED BY US")  # fmt: skip
FOIA = rule("foia-review", M, r"F[O0][I1L]A REV[I1]EW", "for FOIA Review on MAY 1976", "THE REVIEW OF FOIA", "REV")  # fmt: skip
NUMBER = rule("foia-number", M, r"^\W{0,2}\d{2,4}-\d{2,4}-?[A-Z]?\W{0,2}$", "123-456", "1234567")
MONTH_YEAR = rule("foia-date", M, rf"^\W{{0,2}}(?:\d{{1,2}} )?{MONTH} ?(19[789]\d)\W{{0,2}}$", "MAY 1976", "MAY 1963")  # fmt: skip
CLASSIFIED = rule("classification-review", M, r"CLASS[I1]F[I1]CAT[I1][O0]N REV[I1]EW", "CLASSIFICATION REVIEW", "A REVIEW OF CLASSES")  # fmt: skip
CONDUCTED = rule("review-conducted", M, r"^\W{0,3}C[O0]NDUCTED [O0]N\b", "CONDUCTED ON 24 MAY 1976", "CONDUCTED ONE TEST")  # fmt: skip
IMPDET = rule("review-impdet", M, r"^\W{0,3}E ?\d?,? ?[I1]MPDET\b.{0,3}(?:CL BY.{0,12})?$|^\W{0,3}CL BY ?\d", "E2 IMPDET CL BY 012345", "FILE E2 IMPDET")  # fmt: skip
STERILE = rule("sterile-copy", M, r"^\W{0,3}SEE SANIT[I1]ZED|STERILE C[O0]PY [O0]F TH", "For sterile copy of this document", "STERILE COPIES")  # fmt: skip
RULES = (DOCUMENT, FOIA, NUMBER, MONTH_YEAR, CLASSIFIED, CONDUCTED, IMPDET, STERILE)
_FREE = (DOCUMENT, FOIA, CLASSIFIED, CONDUCTED, STERILE)
_BESIDE = (NUMBER, MONTH_YEAR, IMPDET)
_REACH = 6
_HINT = re.compile(r"REV[I1]|D[O0]CUM|C[O0]NDUC|MPDET|CL BY|SANIT|STERIL|\d-\d|19[789]\d")
_LETTERS = ("-", "19", "REV", "CUM", "NDUC", "MPDET", "CL BY", "SANIT", "STERIL")
"""Of what `_HINT` seeks some letters that must stand: most lines have none of them."""
_DATED = re.compile(rf"(?:(\d{{1,2}}) )?{MONTH} ?(19[789]\d)")
_FOIA_ORDER = ("foia-document", "foia-number", "foia-review", "foia-date")
_REVIEW_ORDER = ("classification-review", "review-conducted", "review-impdet")


def claim(bench: Workbench, line: Line) -> bool:
    """Claim a line of a review stamp; a number or month counts only beside another line of one."""
    for letters in _LETTERS:
        if letters in line.key:
            break
    else:
        return False
    if not _HINT.search(line.key):
        return False
    for each in _FREE:
        if len(line.text) <= 64 and each.match(line):
            return bench.claim(line.index, M, each.name)
    if len(line.text) > 28 or not any(each.match(line) for each in _BESIDE):
        return False
    near = bench.lines[max(0, line.index - _REACH) : line.index + _REACH]
    if not any(
        FOIA.match(other) or CONDUCTED.match(other) or DOCUMENT.match(other) for other in near
    ):
        return False
    name = next(each.name for each in _BESIDE if each.match(line))
    return bench.claim(line.index, M, name)


def find_events(bench: Workbench) -> None:
    """One event for each kind of stamp the text bears."""
    _event(bench, "foia-review", _FOIA_ORDER, "FOIA")
    _event(bench, "classification-review", _REVIEW_ORDER, "")


def _event(bench: Workbench, kind: str, order: tuple[str, ...], authority: str) -> None:
    lines = [line for line in bench.lines if bench.rules[line.index] in order]
    if not any(bench.rules[line.index] == kind for line in lines):
        return
    first = {bench.rules[line.index]: line for line in reversed(lines)}
    parts = [first[name] for name in order if name in first]
    mark = " ".join(" ".join(line.text.split()) for line in parts)
    date, printed = _date(" ".join(line.key for line in parts))
    signer = re.search(r"CL BY ?[\d. ]{4,9}", mark.upper())
    bench.events.append(
        Event(
            action="reviewed",
            mark=mark,
            spans=tuple(line.span for line in parts),
            rule=kind,
            date=date,
            date_printed=printed,
            authority=signer[0].strip() if signer else authority,
        )
    )


def _date(key: str) -> tuple[str, str]:
    """ISO as far as printed, and the printed words; empty where there is no date."""
    found = _DATED.search(key)
    if not found:
        return "", ""
    day, month, year = found[1], MONTHS.index(found[2]) + 1, found[3]
    full = iso_date(re.match(r"(\d+)/(\d+)/(\d+)", f"{month}/{day}/{year}")) if day else ""
    return full or f"{year}-{month:02}", found[0]
