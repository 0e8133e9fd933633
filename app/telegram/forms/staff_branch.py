"""The form of a staff message branch, which stands on every page of its prints.

Its words and form number are printed; it adds the number of receipt, a distribution, the count of
pages and a serial of its own. A card that identifies the case may be filed before or behind.
"""

from __future__ import annotations

import re

from app.telegram import cover
from app.telegram.folding import Words
from app.telegram.forms import acp_rules
from app.telegram.forms.worn import Worn
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

H, F = Role.HEADER, Role.FORM_TEXT
MESSAGE_FORM = rule(
    "message-form", F,
    r"^\W{0,3}(?:INCOMING|[A-Z]{0,12} ?MESSAGE|DEPARTMENT OF THE (?:AIR FORCE|ARMY|NAVY).{0,3}|STAFF MESSAGE (?:BRANCH|CENTER|DIVISION)|(?:UNCLASSIFIED|INCOMING|OUTGOING|JOINT) MESSAGE(?:FORM)?)\W{0,3}$",
    "STAFF MESSAGE BRANCH", "STAFF MESSAGES ARE LATE",
)  # fmt: skip
PAGE_OF = rule(
    "message-page-of", Role.RUNNING_HEAD, r"^\W{0,3}P[A-Z]{1,2}E?[:.]? {0,2}[0-9L] ?[O0]F ?[0-9]?\W{0,3}$",
    "Pg 1 of 2", "PAGE 1 OF THE BOOK",
)  # fmt: skip
FORM_NUMBER = rule(
    "message-form-number", F, r"^\W{0,2}[FP][O0]R[MGN]\W{0,2}$|^\W{0,2}AFH[A-Z]\b.{0,12}(?:\b[O0] ?- ?3\d{2}[A-Z]?)?\W{0,2}$|^.{0,12}\b[O0] ?- ?3[O0]9[A-Z]?\W{0,2}$",
    "AFHQ FORM 0-309C", "FORM A LINE",
)  # fmt: skip
SERIAL = rule(
    "branch-serial", Role.STAMP, r"^\W{0,3}SM ?B\b.{3,40}$", "SMB A173TZCHQC311ZCQJD453", "SMALL",
)  # fmt: skip
WIRE_HEAD = rule(
    "branch-wire-head", Role.RUNNING_HEAD,
    r"^\W{0,3}PAGE {1,2}\w{1,2} {1,2}[RPZ][A-Z0-9]{4,10}\b(?=.{0,40}(?:\d|UNCLAS)).{0,60}$",
    "PAGE 2 RUWHKP0938 UNCLAS", "PAGE 2 REPORTS ARE LATE",
)  # fmt: skip
RULES: tuple[Rule, ...] = (MESSAGE_FORM, PAGE_OF, FORM_NUMBER, SERIAL, WIRE_HEAD)
_HEAD = "DEPARTMENT OF THE AIR FORCE\nSTAFF MESSAGE BRANCH\nAF IN: 60619 (11 Mar 66)\n"
_TEXT = "SEEN AT NOON FROM THE TOWER BY TWO MEN OF THE WATCH.\n"
CONTEXTS = (
    Context("branch-heading", H, f"{_HEAD}ACTION: NIN-7\nP 1015502<<\nFY 910TH TOG OHIO\nBT\nUNCLAS\n{_TEXT}", f"{_HEAD}ACTION: NIN-7\nP 1015502\nBT\nUNCLAS\n{_TEXT}P 1015502<<\n"),
    Context("message-form-part", F, f"DEPARTMENT OF<<\nTHE AIR FORCE\nSTAFF MESSAGE BRANCH\nAF IN: 60619 (11 Mar 66)\nBT\n{_TEXT}", f"{_HEAD}BT\n{_TEXT}{_TEXT}{_TEXT}DEPARTMENT OF<<\nTHE INTERIOR SAW IT TOO AND SENT A NOTE.\n"),
)  # fmt: skip
_PRINTED = (
    Worn("DEPARTMENTOFTHEAIRFORCE", 4), Worn("STAFFMESSAGEBRANCH", 4), Worn("INCOMINGMESSAGE", 3),
)  # fmt: skip
_PARTS = Words((part, part) for part in ("DEPARTMENT OF", "THE AIR FORCE", "STAFF MESSAGE", "STAFF", "BRANCH", "MESSAGE BRANCH", "INCOMING", "MESSAGE"))  # fmt: skip
_BESIDE = 3  # lines from a whole phrase of the form to one that was cut in two
_REACH = 60  # lines the heading of a message takes at most
_LEVEL = re.compile(r"^\W{0,2}(?:UN[A-Z]{1,3}AS|UNCLAS|CONF|SECRET|S E C R E T)\b")
_DATED = re.compile(r"^\W{0,3}:? ?\d{4,6} ?\(\d{1,2} ?[A-Z][A-Z0-9]{2} ?\d\d\)")


def form_words(bench: Workbench) -> None:
    """Claim the printed words of the form, on every page."""
    for line in bench.lines[bench.cover_end :]:
        if line.long or not bench.free(line.index):
            continue
        if len(line.text) <= 48 and _is_form(line):
            bench.claim(line.index, MESSAGE_FORM.role, MESSAGE_FORM.name)
            continue
        for each in (FORM_NUMBER, SERIAL):
            if len(line.text) <= 48 and each.match(line):
                bench.claim(line.index, each.role, each.name)
    _cut_phrases(bench)


def _is_form(line: Line) -> bool:
    if MESSAGE_FORM.match(line):
        return True
    return len(line.bare) >= 12 and any(phrase.is_like(line.bare) for phrase in _PRINTED)


def _cut_phrases(bench: Workbench) -> None:
    """Parts of the form's phrases, each on a line of its own beside a whole one."""
    whole = [at for at, name in enumerate(bench.rules) if name == MESSAGE_FORM.name]
    for at in whole:
        for line in bench.lines[max(bench.cover_end, at - _BESIDE) : at + _BESIDE + 1]:
            if bench.free(line.index) and len(line.text) <= 16 and _PARTS.near(line.bare):
                bench.claim(line.index, F, "message-form-part")


def claim_cards(bench: Workbench) -> int:
    """Claim pages that are record cards, wherever they were filed; the line below those in front."""
    below = bench.cover_end
    for sheet in bench.sheets:
        lines = bench.lines[sheet.first : sheet.last + 1]
        if sheet.first < bench.cover_end or not cover.is_card(lines) or _heads(lines):
            continue
        for line in lines:
            bench.claim(line.index, Role.COVER, "record-card")
        below = sheet.last + 1 if sheet.first == below else below
    return below


def _heads(lines: list[Line]) -> bool:
    return any(acp_rules.GROUP_LINE.match(line) or acp_rules.FM.match(line) for line in lines)


def page_heads(bench: Workbench, start: int) -> None:
    """The branch's number of receipt, distribution and page count at the head of a later page."""
    for sheet in bench.sheets:
        if sheet.first <= start:
            continue
        for at in range(sheet.first, sheet.last + 1) if sheet.rule == "form-feed" else ():
            if bench.rules[at] == "wire-running-head":  # a page of the wire, not of the paper
                bench.reclaim(at, Role.RUNNING_HEAD, "message-wire-head")
        for line in bench.lines[sheet.first : min(sheet.first + 10, sheet.last + 1)]:
            if bench.free(line.index) and not line.long and _repeats(bench.lines, line):
                bench.claim(line.index, Role.RUNNING_HEAD, PAGE_OF.name)
    for line in bench.lines[bench.cover_end :]:
        _page_counts(bench, line, start)


def _repeats(lines: list[Line], line: Line) -> bool:
    above = lines[line.index - 1]
    parted = acp_rules.IN_NUMBER.match(above) and not any(map(str.isdigit, above.bare))
    numbered = parted and line.bare[:4].isdigit() and len(line.text) <= 24
    return bool(acp_rules.IN_NUMBER.match(line) or numbered or _DATED.match(line.key))


def _page_counts(bench: Workbench, line: Line, start: int) -> None:
    """`Pg 2 of 4` beside the form, and the wire's own page heads, wherever they stand."""
    at = line.index
    free = bench.free(at) or bench.rules[at] == "page-mark-of"
    if free and not line.long and PAGE_OF.match(line):
        first = at < start or line.bare[-3:-2] == "1"
        bench.reclaim(at, H if first else PAGE_OF.role, PAGE_OF.name)
    elif at >= start and bench.free(at) and not line.long and WIRE_HEAD.match(line):
        bench.claim(at, WIRE_HEAD.role, WIRE_HEAD.name)


def read_worn(bench: Workbench, first: int) -> int | None:
    """A heading of which no line can be read: the branch's form above it, BT or a level below.

    Returns:
        The line at which the text begins; None where the form does not head the text.
    """
    form = next((at for at in range(first, len(bench.lines)) if _on_form(bench, at)), None)
    if form is None:
        return None
    inside = bench.lines[form : form + _REACH]
    start = next((line.index for line in inside if _ends_heading(bench, line)), None)
    if start is None:
        return None
    for line in bench.lines[form:start]:
        if bench.free(line.index) and len(line.bare) > 1:
            bench.claim(line.index, H, "branch-heading")
    if acp_rules.BREAK.match(bench.lines[start]):
        bench.claim(start, acp_rules.BREAK.role, acp_rules.BREAK.name)
        return start + 1
    return start


def _on_form(bench: Workbench, at: int) -> bool:
    """The number of receipt below the form's words."""
    above = bench.rules[max(0, at - _BESIDE * 2) : at]
    return MESSAGE_FORM.name in above and bool(acp_rules.IN_NUMBER.match(bench.lines[at]))


def _ends_heading(bench: Workbench, line: Line) -> bool:
    if not bench.free(line.index):
        return False
    if acp_rules.BREAK.match(line) or acp_rules.is_sentence(line):
        return True
    return bool(_LEVEL.match(line.key)) and len(line.text) > 30 and "SVC" not in line.key
