"""Marks the Department put on its telegrams when it released them, and what they say was done.

The release block of the 2000s (RELEASED IN FULL, REVIEW AUTHORITY, DATE/CASE ID), the line of the
systematic review of the electronic telegrams, the case line of the FOIA reading room, the block
CSP of the 2020s, the stamp A/CDC/MR of the 1990s, and the agency line APPROVED FOR RELEASE. Stamps
are read badly: a phrase that must stand is met with slips.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from app.telegram.events import exemptions, iso_date
from app.telegram.folding import distance
from app.telegram.forms.worn import Worn
from app.telegram.lines import Line
from app.telegram.printed import MONTHS
from app.telegram.reading import Event, Role
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

M = Role.MARKING
SYSTEMATIC = rule(
    "systematic-review", M, r"^\W{0,3}DECLASSIFIED/RELEASED US DEPARTMENT OF STATE EO SYST",
    "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005",
    "US DEPARTMENT OF STATE EO", "SYST",
)  # fmt: skip
CURRENT = rule(
    "current-status", M, r"^\W{0,3}\*{2,3} ?CURRENT (?:HANDLING REST|CLASSIF)",
    "*** Current Classification *** UNCLASSIFIED", "CURRENT CLASSIFICATION", "CURRENT",
)  # fmt: skip
CASE_LINE = rule(
    "foia-case-line", M,
    r"\bU\.? ?S\.? DEPARTMENT OF STATE\b.{0,3} {0,3}CASE N[O0]|^CASE N[O0]\.? ?:? ?[FM]-\d{4}-\d|\bDOC N[O0]\.? ?:? ?C[0-9O]{7}",
    "UNCLASSIFIED U.S. Department of State Case No. F-2014-1 Doc No. C05000001 Date: 06/30/2015",
    "U.S. DEPARTMENT OF STATE CASES", " N",
)  # fmt: skip
SERIES_CASE = rule(
    "release-case", M, r"^\W{0,2}CSP-\d{4}-\d{4,6}\W{0,2}$", "CSP-2025-00040", "CSP-2 MEN", "CSP",
)  # fmt: skip
RELEASE_SERIAL = rule(
    "release-document", M, r"^\W{0,2}[B8]-[0-9O]{10,12}\W{0,2}$", "B-00002707027", "B-52", "-",
)  # fmt: skip
CASE_DATE = rule(
    "release-case-date", M, r"^\W{0,2}(?:DA[TI]E ?[/7] ?CASE {0,2}[I1L]D|DATE ?: ?\d\d? [A-Z]{3} 20\d\d)\b.{0,60}$",
    "DATE/CASE ID: 16 OCT 2007 200703877", "DATE OF CASE", "CASE|DATE",
)  # fmt: skip
RULES: tuple[Rule, ...] = (
    SYSTEMATIC, CURRENT, CASE_LINE, SERIES_CASE, RELEASE_SERIAL, CASE_DATE,
)  # fmt: skip
_VERDICT = re.compile(r"^\W{0,3}RELEASED? {1,2}IN {1,2}(FULL|PART)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2}) ([A-Z]{3})[A-Z]{0,6} ((?:19|20)\d\d)\b")
_MONTH_ALONE = re.compile(r"\b([A-Z]{3})[A-Z]{0,6}\.? ((?:19|20)\d\d)\b")
_SLASH = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b")
_DATE_ALONE = re.compile(r"^\W{0,2}\d{1,2}/\d{1,2}/(?:19|20)\d\d\W{0,2}$")
_CASE_ALONE = re.compile(r"^(?:19|20)\d{7}$")
_BOX = re.compile(r"^\W{0,3}[([{].{0,3}[)\]}]|^.{0,3}\) ?[A-Z]{4}")
_OFFICE = "DEPARTMENTOFSTATEACDCMR"
_HOUSE = re.compile(r"\b[O0]F {0,2}ST[A-Z]{2,4}\b")
_APPROVED = re.compile("APPRO|RELEA")
_HINT = re.compile(
    "DECLASSIFIED/|CURRENT|CASE|DATE|CSP-|[B8]-[0-9O]{10}|UNITED|STATE|REVIEW|AUTHOR|APPRO|RELEA"
    "|DOC NO|[O0]F {0,2}ST[A-Z]"
)
"""One of these stands on some line of every mark read here, or nothing is looked for."""

_LETTERS = (
    "DECLASSIFIED/", "CURRENT", "CASE", "DATE", "CSP-", "B-", "8-", "UNITED", "STATE", "REVIEW", "AUTHOR",
    "APPRO", "RELEA", "DOC NO", "FST", "F ST", "F  ST",
)  # fmt: skip
"""Of what `_HINT` seeks some letters that must stand: most lines have none of them."""
_UNSURE = ("B-", "8-", "FST", "F ST", "F  ST")  # where more must stand beside them

_STAMP_REACH = 16


def read_release(bench: Workbench) -> None:
    """Claim the marks of a release and add what they say as events."""
    below = bench.lines[bench.cover_end :]
    hinted = _hinted(below)
    if not hinted:
        return
    for line in hinted:
        _claim_plain(bench, line)
    _block(bench, hinted)
    _series(bench, hinted)
    _agency(bench, hinted)
    _cases(bench)
    _damaged_stamp(bench, hinted)


def _hinted(lines: list[Line]) -> list[Line]:
    """The lines on which a mark may stand; of the letters that tell, a text has few at all."""
    keys = [line.key for line in lines]
    together = "\n".join(keys)
    met = [letters for letters in _LETTERS if letters in together]
    if not met:
        return []
    ends = list(accumulate([len(key) + 1 for key in keys]))
    rows: dict[int, bool] = {}  # whether the letters alone are a hint
    for letters in met:
        at = together.find(letters)
        while at >= 0:
            row = bisect_right(ends, at)
            rows[row] = rows.get(row, False) or letters not in _UNSURE
            at = together.find(letters, ends[row])
    told = [(lines[row], sure) for row, sure in sorted(rows.items())]
    return [line for line, sure in told if not line.long and (sure or _HINT.search(line.key))]


_DEPARTMENT = Worn("UNITEDSTATESDEPARTMENTOFSTATE", 3)
_AUTHORITY = Worn("REVIEWAUTHORITY", 2)
_FOR_RELEASE = Worn("APPROVEDFORRELEASE", 3)


def _mark(bench: Workbench, line: Line, name: str) -> None:
    if bench.roles[line.index] in (None, Role.STAMP, Role.MARKING):
        bench.reclaim(line.index, M, name)


def _claim_plain(bench: Workbench, line: Line) -> None:
    for each in RULES:
        if each.match(line):
            _mark(bench, line, each.name)
            return
    if len(line.bare) > 12 and bench.free(line.index):
        if len(line.bare) < 33 and _DEPARTMENT.begins(line.bare):
            _mark(bench, line, "release-department")
        elif _AUTHORITY.begins(line.bare):
            _mark(bench, line, "release-authority")


def _event(
    bench: Workbench, action: str, lines: list[Line], rule_name: str, date: str, printed: str,
    authority: str,
) -> None:  # fmt: skip
    codes = [exemptions(bench, line.index, line.index + 1) for line in lines]
    spans = tuple(line.span for line in lines)
    mark = " ".join(" ".join(span.of(bench.source_text).split()) for span in spans)
    bench.events.append(
        Event(
            action,
            mark,
            spans,
            rule_name,
            date=date,
            date_printed=printed,
            authority=authority,
            # who says so on the Department's own release is the one who reviewed it
            reviewer=authority if rule_name in (CASE_DATE.name, "release-officer") else "",
            exemptions=tuple(dict.fromkeys(code for each in codes for code in each)),
        )
    )


def _day(words: str) -> tuple[str, str]:
    """A date with the day first, or a month with its year; ISO and as printed."""
    for found in _DAY_FIRST.finditer(words):
        if found[2] in MONTHS and 1 <= int(found[1]) <= 31:
            return f"{found[3]}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}", found[0]
    for found in _MONTH_ALONE.finditer(words):
        if found[1] in MONTHS:
            return f"{found[2]}-{MONTHS.index(found[1]) + 1:02}", found[0]
    return "", ""


def _block(bench: Workbench, hinted: list[Line]) -> None:
    """RELEASED IN FULL, who reviewed and when: one event though its lines may stand apart."""
    dated = _first(bench, hinted, CASE_DATE.name, "DATE/CASE")
    named = _first(bench, hinted, "release-authority", "REVIEW AUTHORITY")
    near = dated or named
    if near is None:
        return
    verdict = next((line for line in hinted if _VERDICT.match(line.key)), None)
    about = bench.lines[max(bench.cover_end, near.index - 4) : near.index + 5]
    marks = (line for line in about if not line.long and bench.roles[line.index] is M)
    house = next((line for line in marks if _DEPARTMENT.begins(line.bare)), None)
    if dated and dated.index + 1 < len(bench.lines):
        below = bench.lines[dated.index + 1]
        if _CASE_ALONE.match(below.bare):
            _mark(bench, below, CASE_DATE.name)
    date, printed = _day(dated.key) if dated else ("", "")
    authority = ""
    if named:
        at = re.search(r"[:;] ?", named.text)
        authority = named.text[at.end() :].strip() if at else ""
    partly = verdict is not None and "PART" in verdict.key[:24]
    lines = [line for line in (verdict, house, named, dated) if line]
    action = "released-in-part" if partly else "released"
    _event(bench, action, lines, CASE_DATE.name, date, printed, authority)


def _first(bench: Workbench, hinted: list[Line], name: str, words: str) -> Line | None:
    """The first line that a rule has claimed or that begins with its words."""
    for line in hinted:
        if bench.rules[line.index] == name or line.key.startswith(words):
            return line
    return None


def _ruled(bench: Workbench, name: str) -> Line | None:
    if name not in bench.rules:
        return None
    below = bench.lines[bench.cover_end :]
    return next((line for line in below if bench.rules[line.index] == name and not line.long), None)


def _series(bench: Workbench, hinted: list[Line]) -> None:
    """CSP, its serial, the level in quotes and a date; then who released in full and when."""
    lines = bench.lines
    told = False
    for line in hinted:
        if bench.rules[line.index] == SERIES_CASE.name:
            first = line.index - 1 if line.index and lines[line.index - 1].bare == "UNCLASSIFIED" else line.index  # fmt: skip
            group = _until_date(bench, first, 6)
            if group and not told:
                told = True
                found = _SLASH.search(group[-1].key)
                _event(bench, "released", group, SERIES_CASE.name, iso_date(found), found[0] if found else "", "")  # fmt: skip
        elif _VERDICT.match(line.key) and (group := _until_date(bench, line.index, 5)):
            found = _SLASH.search(group[-1].key)
            who = ", ".join(each.text for each in group[1:-1])
            part = "released-in-part" if "PART" in line.key[:24] else "released"
            _event(bench, part, group, "release-officer", iso_date(found), found[0] if found else "", who)  # fmt: skip


def _until_date(bench: Workbench, first: int, reach: int) -> list[Line]:
    """Short lines down to one that is a date and nothing else; all become marks."""
    group: list[Line] = []
    for line in bench.lines[first : first + reach]:
        if len(line.text) > 60:
            return []
        group.append(line)
        if _DATE_ALONE.match(line.key):
            for each in group:
                if bench.rules[each.index] == "form-department":
                    bench.reclaim(each.index, M, "release-block")
                elif bench.rules[each.index] != "classification-banner":
                    _mark(bench, each, "release-block")
            return group
    return []


def _agency(bench: Workbench, hinted: list[Line]) -> None:
    """APPROVED FOR RELEASE with a month and year on the line or the two below it."""
    approved = {
        line.index
        for line in hinted
        if _APPROVED.search(line.key) and _FOR_RELEASE.begins(line.bare)
    }
    if not approved and "cia-release" not in bench.rules:
        return
    told = False
    for line in bench.lines[bench.cover_end :]:
        stamped = line.index in approved or bench.rules[line.index] == "cia-release"
        if line.long or not stamped:
            continue
        group = _with_date(bench, line)
        group += _scattered(bench, line) if len(group) == 1 else []
        words = " ".join(each.key for each in group)
        date, printed = _day(words)
        for each in group:
            _mark(bench, each, "cia-release")
        if not told:
            _event(bench, "released", group, "cia-release", date, printed, "")
            told = True


def _with_date(bench: Workbench, line: Line) -> list[Line]:
    for count in (1, 2, 3):
        group = bench.lines[line.index : line.index + count]
        if _day(" ".join(each.key for each in group))[0] or _SLASH.search(group[-1].key):
            return group if all(len(each.text) <= 40 for each in group) else [line]
    return [line]


_SCATTERED = 8  # lines among which the pieces of a stamp's date may fall
_PIECE = re.compile(rf"^(?:DATE|(?:{'|'.join(MONTHS)})[A-Z]{{0,6}}|20\d\d)$")


def _scattered(bench: Workbench, approved: Line) -> list[Line]:
    """`Date`, a month and a year, each alone on its line among those below; or none."""
    below = bench.lines[approved.index + 1 : approved.index + 1 + _SCATTERED]
    found = [line for line in below if len(line.bare) <= 9 and _PIECE.match(line.bare)]
    return found if _day(" ".join(line.bare for line in found))[0] else []


def _cases(bench: Workbench) -> None:
    """The line of the systematic review, and the case line of the reading room."""
    for name, action, authority in (
        (SYSTEMATIC.name, "declassified", "EO Systematic Review"),
        (CASE_LINE.name, "released", ""),
    ):
        line = _ruled(bench, name)
        if line is None:
            continue
        found = _SLASH.search(line.key)
        date, printed = _day(line.key)
        if found:
            date, printed = iso_date(found), found[0]
        _event(bench, action, [line], name, date, printed, authority)


def _damaged_stamp(bench: Workbench, hinted: list[Line]) -> None:
    """The boxes below DEPARTMENT OF STATE A/CDC/MR, however they were read.

    A stamp's lines are short, and it ends at the form's own words or at a line of text.
    """
    for line in hinted:
        if not 15 <= len(line.bare) <= 27 or not _HOUSE.search(line.key):
            continue
        if not (bench.free(line.index) or bench.rules[line.index] == "state-review-office"):
            continue
        if distance(line.bare, _OFFICE, 8) is None:
            continue
        _mark(bench, line, "state-review-office")
        for each in bench.lines[line.index + 1 : line.index + _STAMP_REACH]:
            if bench.roles[each.index] is Role.FORM_TEXT or _is_wire(each):
                break
            if bench.free(each.index) and len(each.bare) > 1:
                bench.claim(each.index, M, "review-stamp-damaged")
        return


def _is_wire(line: Line) -> bool:
    """A line of the telegram itself: capitals and words, or the words of a heading."""
    words = line.key.split()
    return len(line.text) > 46 or (
        not _BOX.match(line.key) and line.text.isupper() and len(words) >= 4 and len(line.bare) > 16
    )
