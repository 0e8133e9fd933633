"""The foot of an outgoing telegram: signature, who drafted, cleared and approved."""

from __future__ import annotations

import re

from app.telegram.folding import Words
from app.telegram.forms.wire_end import SURNAME
from app.telegram.forms.worn import Worn
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

D = Role.DRAFTING
FOOT = rule(
    "outgoing-foot", D,
    r"^\W{0,4}(?:DRAF[TI]ED B[YV]\b|TELEGRAPHIC TRANS|.{0,30}CLASSIFICATION APPROVED|CLEARANCES?\W{0,3}$|CONTENTS AND CLASS|APPROVED BY ?:)",
    "Drafted by:", "Clearance of mines goes on",
    "DRAF|TELEGRAPHIC TRANS|CLASSIFICATION APPROVED|CLEARANCE|CONTENTS AND|APPROVED BY",
)  # fmt: skip
CLEARED = rule(
    "outgoing-cleared", D,
    r"^\W{0,3}[A-Z][A-Z/]{0,8} ?[-:=] ?(?:M[RISX]{1,3}S?\b|DR\b|AMB\b|MISS\b|[A-Z][A-Z]{2,12} [A-Z]).{0,40}$",
    "GTI - Mrs. Smith", "NATO - which is weak in this respect - and the others will be told of it",
)  # fmt: skip
END = rule("outgoing-end", Role.FORM_TEXT, r"^\W{0,2}END\W{0,2}$", "END.", "END OF MAY")
PRINTED = rule(
    "outgoing-printed", Role.FORM_TEXT,
    r"^\W{0,2}[A-Z]{0,5} ?DS ?- ?3[0-9OIL]{2}\W{0,3}$|^\W{0,2}\d{1,2}-\d\d\W{0,2}$|^\W{0,2}ONLY\W{1,3}[O0]R\W{1,3}UNCLASS|^\W{0,3}\(?C?[IL]?LASSIFICATION\W{0,2}$",
    "FORM DS-322", "DS-322 FORMS ARE LACKING", "DS|-|ONLY|LASSIFICATION",
)  # fmt: skip
RULES: tuple[Rule, ...] = (FOOT, CLEARED, END, PRINTED)
_SECRETARIES = Words(
    (name, name)
    for name in (
        "STETTINIUS", "BYRNES", "MARSHALL", "ACHESON", "DULLES", "HERTER", "RUSK", "ROGERS",
        "KISSINGER", "VANCE", "ACTING", "LOVETT", "WEBB", "DILLON", "BOWLES", "BALL",
        "KATZENBACH", "RICHARDSON", "IRWIN", "MURPHY", "HOOVER",
    )
)  # fmt: skip
"""Secretaries and those who acted for them, 1945 to 1979: no other name stands below."""

_DRAFTER = re.compile(r"([A-Z][A-Z/0-9-]{0,10}(?: ?[:;] ?[A-Z/]{2,6}){0,2} ?[:;] ?[A-Z][A-Za-z.' ]{2,20}?(?: ?: ?[a-z]{1,4})?)(?=\s|$|\d|[,.;*])")  # fmt: skip
_BARE_DRAFTER = re.compile(r"([A-Z]{1,3}[a-z][A-Za-z.']{2,18} ?: ?[a-z]{1,4})\b")
_STOPPED = re.compile(r"[.?!:\"')\]]\W{0,1}$")
_FULL = 45  # signs of a line that text fills


def read_foot(bench: Workbench, start: int) -> int:
    """Claim the foot and the signature; the line at which the text ends."""
    for line in bench.lines[start:]:
        if bench.free(line.index) and not line.long and PRINTED.match(line):
            bench.claim(line.index, PRINTED.role, PRINTED.name)
    foot = _first_label(bench, start)
    end = _signature(bench, start, foot)
    end = min(end, _clearances(bench, start, foot))
    for line in bench.lines[start:]:
        if bench.free(line.index) and END.match(line):
            bench.claim(line.index, END.role, END.name)
            end = min(end, line.index)
    _drafting(bench, foot)
    _drafter(bench, foot)
    return end


def read_drafting(bench: Workbench, start: int) -> int:
    """Claim who drafted and approved, below the text of an airgram; the line of its first label."""
    foot = _first_label(bench, start)
    _drafting(bench, foot)
    _drafter(bench, foot)
    return foot


_PHRASES = (
    Worn("DRAFTEDBY", 2), Worn("TELEGRAPHICTRANSMISSION", 6), Worn("CLASSIFICATIONAPPROVED", 5),
    Worn("CLEARANCES", 3), Worn("CONTENTSANDCLASSIFICATION", 5),
)  # fmt: skip
_BESIDE = 8  # letters that may stand beside a label


def _is_label(line: Line) -> bool:
    """A printed label of the foot, slips allowed by its length."""
    if line.long or len(line.text) > 60:
        return False
    if FOOT.match(line):
        return True
    for phrase in _PHRASES:
        near = abs(len(line.bare) - len(phrase.letters)) <= _BESIDE + phrase.slips
        if near and phrase.begins(line.bare):
            return True
    return False


def _first_label(bench: Workbench, start: int) -> int:
    for line in bench.lines[start:]:
        if bench.free(line.index) and _is_label(line):
            return line.index
    return len(bench.lines)


def _signature(bench: Workbench, start: int, foot: int) -> int:
    """A Secretary's name alone on a line, wherever it was read; else the name above the foot."""
    for line in bench.lines[start:]:
        if len(line.text) > len(line.bare) + 3 or len(line.bare) < 4 or not bench.free(line.index):
            continue
        near = _SECRETARIES.near(line.bare)
        if near and line.text[:1].isupper():
            _sign(bench, line, near.value)
            return min(line.index, foot)
    above = [line for line in bench.lines[start:foot] if bench.free(line.index)]
    if foot < len(bench.lines) and len(above) > 1 and _names(above[-1]):
        _sign(bench, above[-1], above[-1].text.strip(" .,"))
        return above[-1].index
    return foot


def _names(line: Line) -> bool:
    return bool(SURNAME.match(line.text)) and not END.match(line) and len(line.bare) > 3


def _sign(bench: Workbench, line: Line, name: str) -> None:
    bench.claim(line.index, Role.SIGNATURE, "outgoing-signature")
    bench.add("signature", name, [line.span], "outgoing-signature")


def _clearances(bench: Workbench, start: int, foot: int) -> int:
    """Where the labels could not be read: short lines below the text that clear it by office."""
    free = [line for line in bench.lines[start:foot] if bench.free(line.index)]
    full = [n for n, line in enumerate(free) if len(line.text) >= _FULL]
    if not full:
        return foot
    last = full[-1]
    while last + 1 < len(free) and not _STOPPED.search(free[last].text[-4:]):
        last += 1
        if CLEARED.match(free[last]):
            last -= 1
            break
    below = free[last + 1 :]
    if sum(bool(CLEARED.match(line)) for line in below) < 2:
        return foot
    for line in below:
        bench.claim(line.index, D, CLEARED.name)
    return below[0].index


def without_dirt(bench: Workbench, start: int, end: int) -> int:
    """Where the text ends: a few signs below a finished sentence are no text."""
    free = [line for line in bench.lines[start:end] if bench.free(line.index)]
    while (
        len(free) > 1
        and len(free[-1].bare) <= 5
        and (_STOPPED.search(free[-2].text[-4:]) or len(free[-2].bare) <= 5)
    ):
        end = free.pop().index
    return end


def _drafting(bench: Workbench, foot: int) -> None:
    """Below the first label everything up to the form's last words, and clearances after it."""
    inside = True
    for line in bench.lines[foot:]:
        role = bench.roles[line.index]
        if role in (Role.FORM_TEXT, Role.MARKING) and bench.rules[line.index] != PRINTED.name:
            inside = False
        if not bench.free(line.index):
            continue
        if inside and len(line.bare) > 1:
            bench.claim(line.index, D, FOOT.name)
        elif _is_label(line) or CLEARED.match(line):
            bench.claim(line.index, D, CLEARED.name)


def _drafter(bench: Workbench, foot: int) -> None:
    for line in bench.lines[foot : foot + 6]:
        if bench.roles[line.index] is not D:
            continue
        label = re.match(r"^\W{0,4}DRAF[TI]ED B[YV]\W{0,3}", line.key)
        offset = label.end() if label else 0
        text = line.text[offset:]
        found = _DRAFTER.match(text) or _BARE_DRAFTER.match(text)
        if found:
            value = re.sub(r"\s*[:;]\s*", ":", found[1].strip())
            span = line.part(offset + found.start(1), offset + found.end(1))
            bench.add("drafted_by", value, [span], FOOT.name)
            return
