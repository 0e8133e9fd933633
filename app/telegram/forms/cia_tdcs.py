"""CIA information reports sent by teletype: TELEGRAM INFORMATION REPORT, numbered TDCS.

The head is a grid of captions with values beside or below them; SUBJECT may run over three lines
with other captions at their ends. Each page ends in the distribution, the classification and the
form's name; later pages open with IN number, report number and PAGE.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from app.telegram import pages
from app.telegram.folding import Words, digits
from app.telegram.forms import cia_dates
from app.telegram.forms.cia_tdcs_pages import IN_NUMBER, REPORT, around
from app.telegram.forms.cia_words import GROUP_MARK, Phrase, printed_phrase
from app.telegram.forms.form import Evidence
from app.telegram.forms.several import read_parts, top_of
from app.telegram.forms.signs import Sign, weigh
from app.telegram.lines import Line
from app.telegram.reading import Family, Role, Span
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

H, F, M = Role.HEADER, Role.FORM_TEXT, Role.MARKING
UNEVALUATED = rule("tdcs-unevaluated", F, r"UNEVALUATED|SOURCE GRADINGS|RADINGS ARE DEF|CONTENT IS TENT", "THIS IS UNEVALUATED INFORMATION", "THE CONTENT OF THE TENT")  # fmt: skip
LAW = rule("tdcs-law", F, r"^.{0,40}AFFECTING.{0,4}THE.{0,6}NATIONAL|^.{0,40}ESP[I1]ONAGE LAWS|^\W{0,3}793.{0,4}AND.{0,4}79|UNAUTHORI[ZS]ED P?D?ERSON|^\W{0,3}THIS MATERIAL C", "793 and 794, the transmission or", "THE LAWS ON ESPIONAGE")  # fmt: skip
EDITION = rule("tdcs-edition", F, r"OBSOLETE PREV|^\W{0,3}FORM\W{0,3}(?:\d.{0,12}|[I1]K.{0,8})?$|^\W{0,2}\(1[S5]-[23]0|^\W{0,2}\d{1,2}-6\d\W{0,3}$|^USE PREVIOUS$|^\W{0,2}EDITIONS\.?$|^\(?M[EF]G\.? \d|^[1I] ?K ?[A-Z]?$", "OBSOLETE PREVIOUS EDITIONS (15-20)", "FORMS OF ADDRESS", "OBSOLETE PREV|FORM|(1|-6|USE PREVIOUS|EDITIONS|MEG|MFG|1K|1 K|IK|I K")  # fmt: skip
CONTROL = rule("tdcs-dissemination", M, r"^(?:.{0,40}\b)?N[O0]\.? ?F[O0]R ?E ?[I1]?GN ?D[I1]S|^\W{0,3}(?:BACKGROUND USE ONLY|NO DISSEM ABROAD|CONTROLLED DISSEM|CONTINUED CONTROL|NOFORN)|^DISSEM(?: ABROAD)?$", "NO FOREIGN DISSEM/BACKGROUND USE ONLY", "FOREIGN DISSENT", "GN|BACKGROUND|DISSEM|CONTINUED C|NOFORN")  # fmt: skip
PAGE = rule("tdcs-page", Role.RUNNING_HEAD, r"^\W{0,3}PAGE\W{0,4}(?:\d{1,2}|TWO|THREE|FOUR|FIVE|OF \d PAGES)?\W{0,3}$", "PAGE TWO", "PAGE TWO OF THE BOOK")  # fmt: skip
CAPTION = rule("tdcs-caption", H, r"\b(?:C[O0]UNTRY|REP[O0]RT ?N[O0]|SUBJ?ECT|SUSSECT|DATE [DO0][I1]S\w{0,3}|PRECEDENCE|DATE [O0]F|PLACE ?&|DATE A[CG][QOG0]|REFERENCES?|APPRA[I1]SAL|F[I1]EL[DO0] REP[O0]RT|INF[O0]\.{1,2}|S[O0]URCE|MACE ACER)", "DATE DISTR. 5 MAY 1962", "THE COUNTY", "")  # fmt: skip
CHECK_LIST = rule("tdcs-check-list", Role.STAMP, r"^_{1,3} ?[A-Z]{4,14}\W{0,2}$", "_ SAUNDERS", "_ DATE OF 5 MAY", "_")  # fmt: skip
RULES = (CHECK_LIST, REPORT, UNEVALUATED, LAW, EDITION, CONTROL, PAGE, CAPTION)
PHRASES: tuple[Phrase, ...] = (
    printed_phrase("tdcs-heading", F, "TELEGRAM INFORMATION REPORT TELEGRAM", "TELEGRAM INFORMATION", "TELEGRAM INFORMATION REPORT", "INFORMATION REPORT TELEGRAM", "INFORMATION REPORT", "CENTRAL INTELLIGENCE AGENCY", "CONTINUATION OF TDCS INFORMATION REPORT"),
    printed_phrase("tdcs-controls", F, "CLASSIFICATION DISSEMINATION CONTROLS", "CLASSIFICATION OF PLANTS", "CLASSIFICATION", "DISSEMINATION CONTROLS", "WHEN FILLED IN", "WHEN FILLED IN PAGE", "WHEN FILLED IN CLASSIFICATION DISSEMINATION CONTROLS", "RETAIN OR DESTROY", "RETAIN OR", unlike=("DECLASSIFICATION",)),
    GROUP_MARK,
    printed_phrase("tdcs-end-of-message", F, "END OF MESSAGE", "END OF THE ROAD"),
)  # fmt: skip
_LEVELS = Words({level: level for level in ("SECRET", "CONFIDENTIAL", "TOP SECRET")})
_CONTROLS = (
    ("NOFORN", re.compile(r"N[O0]\.? ?F[O0]R ?E ?[I1]?GN ?D|NOFORN")),
    ("BACKGROUND USE ONLY", re.compile(r"BACKGROUND USE ONLY")),
    ("NO DISSEM ABROAD", re.compile(r"N[O0] DISSEM ABROAD")),
    ("CONTROLLED DISSEM", re.compile(r"CONTROLLED DISSEM")),
)
_SIGNS = (
    Sign("tdcs-number", 6, r"\bT[DO0]CS ?(?:DB)?\W{0,4}\d ?/ ?\d{3}"),
    Sign("tdcs-name", 3, r"INFORMATION REP[O0]RT|\bTDCS"),
    Sign("tdcs-agency", 2, r"CENTRAL INTELLIGENCE AGENCY"),
    Sign("tdcs-unevaluated", 4, r"UNEVALUATED|GRADINGS ARE DEF"),
    Sign("tdcs-controls", 2, r"DISSEMINATION CONTROLS"),
    Sign("tdcs-distribution", 3, r"^.{0,3}STATE/ ?INR DIA\b|ARMY/ACSI"),
)
_PARAGRAPH = re.compile(r"^\W{0,4}[1I]\W{0,2}[.,] ?\W{0,2}[A-Z(]|^1\. {1,3}\d")
# below the source entry only the text follows, so that its number may be read amiss
_OPENED = re.compile(r"^\W{0,4}(?:[1IL]|T[E.])[A-Z]?\W{1,4}(?=[A-Z(]{2})|^\W{0,4}[A-Z]?APPR")
_APPRAISED = re.compile(r"^\W{0,2}APPR\b(?!AISAL)")
_ENTRY = 8  # lines the entry on the source takes at most
_GRADED_ENTRY = 4  # the same where its caption stands elsewhere
_FULL = 6  # captions after which a long line or a first paragraph's number ends the grid
_RIGHT = ("REPORT", "DISTR")  # captions of the right column that stand beside the subject
_TITLE = 14  # signs of a line of the subject at least
_SOURCE = re.compile(r"^.{0,3}S[O0]URCE\b")
_GRADED = re.compile(
    r"^\W{0,3}[A-Z].{6,90}[A-Z]{3}.? \([A-F]\)"
)  # who told it, and how far he is trusted


@dataclass(slots=True)
class Grid:
    """The captions read so far; `subject` gathers until another caption ends it."""

    waiting: list[str] = field(default_factory=list)
    subject: list[tuple[str, Span]] = field(default_factory=list)
    in_subject: bool = False
    open_subject: bool = False  # unlabelled lines go on with the subject
    columned: bool = False  # labels stand first: the values of the left column come below
    left_open: bool = False  # its subject goes on between captions of the right column
    captions: int = 0
    in_waits: bool = False


class CiaTdcs:
    """The grid, the distribution at the foot, the running heads, the report itself."""

    family = Family.CIA_TDCS
    rules: tuple[Rule, ...] = (*RULES, *(each for each in PHRASES if each is not GROUP_MARK))
    contexts: tuple[Context, ...] = ()

    def evidence(self, bench: Workbench) -> Evidence:
        """Report number, form's name, the line on evaluation, distribution."""
        return weigh(bench, _SIGNS, bench.known)

    def read(self, bench: Workbench) -> None:
        """Printed words first, then each report of the text."""
        for line in bench.lines[bench.cover_end :]:
            _claim_printed(bench, line)
        _cut_pages(bench)
        read_parts(bench, _later(bench), _read_one)


def _read_one(bench: Workbench) -> None:
    """The grid, then what stands about the text on each page."""
    for line in bench.lines[bench.cover_end :]:
        if not line.long:
            _controls(bench, line)
    start = _grid(bench)
    bench.body_start = start
    around(bench, start)
    ends = [at for at in range(start, len(bench.lines)) if bench.rules[at] in _ENDS]
    bench.body_end = ends[-1] if ends else len(bench.lines)
    bench.add("series", _series(bench), [], "tdcs-report-number")


def _later(bench: Workbench) -> list[int]:
    """Where further reports begin: the grid's first caption again, and a number below it."""
    countries = [line.index for line in bench.lines[bench.cover_end :] if _COUNTRY.match(line.key)]
    starts: list[int] = []
    for at in countries[1:]:
        below = bench.lines[at : at + _GRID]
        numbered = any(REPORT.match(line) for line in below if not line.long)
        valued = any(bench.rules[line.index] == UNEVALUATED.name for line in below)
        if numbered and valued and at - max([countries[0], *starts]) > _LEAST:
            starts.append(top_of(bench, at, max([countries[0], *starts])))
    return starts


_COUNTRY = re.compile(r"^\W{0,3}C[O0]UNTRY\b")
_GRID = 40  # lines that a grid takes at most
_LEAST = 14  # lines that a report has at least


_ENDS = ("tdcs-end-of-message", "end-mark")
_FOOT = ("tdcs-edition", "tdcs-heading", "form-edition")
_SHOWN = ("form-feed", "page-mark-heading", "page-mark-rule", "seam")
_NEAR_FOOT = 8  # lines of dirt and edition between the last words of a page and the next one's


def _cut_pages(bench: Workbench) -> None:
    """Where the tool marked no pages, the controls printed below a foot head the next one."""
    if any(sheet.rule in _SHOWN for sheet in bench.sheets):
        return
    foot, text = -1, False
    for line in bench.lines[bench.cover_end :]:
        name = bench.rules[line.index]
        if bench.free(line.index) and len(line.text) > 44:
            foot, text = -1, True
        elif text and name in _FOOT:
            foot = line.index
        elif foot >= 0 and name == CONTROL.name:
            foot = line.index  # the controls at the foot end with who may not see it
        elif name == "tdcs-controls" and foot < 0:
            foot = line.index if text else -1
        elif name == "tdcs-controls" and line.index - foot <= _NEAR_FOOT:
            if not any(foot - 2 <= sheet.first <= line.index for sheet in bench.sheets):
                pages.cut_at(bench, _page_top(bench, line.index, foot), "tdcs-page-head")
            foot, text = -1, False


def _page_top(bench: Workbench, controls: int, foot: int) -> int:
    """Up from the controls over the level, its note and the page's number, not over the foot."""
    top = controls
    while top - 1 > foot:
        above = bench.lines[top - 1]
        heads = bench.rules[top - 1] in ("classification-banner", "tdcs-controls")
        if not heads and not (len(above.bare) <= 2 and above.bare.isdigit()):
            break
        top -= 1
    return top


_SERIES = re.compile(r"\bTDCS ?(DB)?\b")


def _series(bench: Workbench) -> str:
    """By the number, else by the name alone where the number cannot be read."""
    number = bench.fields.get("number")
    if number is not None:
        return "TDCSDB" if "DB" in number.printed[0].upper() else "TDCS"
    lines = (line for line in bench.lines if bench.roles[line.index] is H and not line.long)
    found = next((hit for line in lines if (hit := _SERIES.search(line.key))), None)
    return "" if found is None else f"TDCS{found[1] or ''}"


def _claim_printed(bench: Workbench, line: Line) -> None:
    at = line.index
    if line.long:
        if LAW.match(line) or UNEVALUATED.match(line):
            bench.claim(at, F, "tdcs-law")
        return
    if bench.free(at) and CHECK_LIST.match(line):
        bench.claim(at, CHECK_LIST.role, CHECK_LIST.name)
    if not bench.free(at) and bench.roles[at] is not F:
        return
    for each in (UNEVALUATED, LAW, EDITION, CONTROL, PAGE):
        if each.match(line) and not REPORT.match(line):
            bench.reclaim(at, each.role, each.name)
            if each is CONTROL and (level := _level(line)):
                bench.kinds[at] = ("classification", level)
            return
    found = printed_phrase_of(line)
    if "END OF MESSAGE" in line.key and _ENDED.fullmatch(line.key):
        bench.reclaim(at, F, "tdcs-end-of-message")
    elif found:
        bench.reclaim(at, found.role, found.name)
    elif level := _level(line):
        bench.claim(at, M, "classification-banner")
        bench.kinds[at] = ("classification", level)


# the mark between scraps of the next sheet, which shows through
_ENDED = re.compile(r"(?:[^.]{0,24} )?END OF MESSAGE(?: ?\W.{0,24})?")
_BY_NAME = {each.name: each for each in PHRASES}
_FORMS = Words(
    [(form, each.name) for each in PHRASES for form, value in each.words.exact.items() if value]
    + [(form, "") for each in PHRASES for form, value in each.words.exact.items() if not value]
)


def printed_phrase_of(line: Line) -> Phrase | None:
    """The printed phrase of this form a line is."""
    near = _FORMS.near(line.bare) if 7 <= len(line.bare) <= 48 else None
    return _BY_NAME[near.value] if near and near.value else None


def _level(line: Line) -> str:
    """A level alone, or one with the form's own words or controls about it."""
    if len(line.bare) > 75:
        return ""
    near = _LEVELS.near(line.bare) if 5 <= len(line.bare) <= 14 else None
    if near:
        return near.value
    if not any(map(line.key.__contains__, _ABOUT_LETTERS)):
        return ""
    first = _FIRST.match(line.key)
    if first and _ABOUT.search(first[2]):
        near = _LEVELS.near(first[1].replace("-", ""))
        return near.value if near else ""
    return ""


_FIRST = re.compile(r"^\W{0,3}((?:[A-Z]-){5,12}[A-Z]|[A-Z]{6,12})\b(.*)$")
_ABOUT = re.compile(r"CLASSIFICATION|DISSEM|FILLED IN|NOFORN|END OF MESS|^\W{1,3}GROUP ?[1I]?\W{0,2}$")  # fmt: skip
_ABOUT_LETTERS = ("CLASSIFICATION", "DISSEM", "FILLED IN", "NOFORN", "END OF MESS", "GROUP")


def _controls(bench: Workbench, line: Line) -> None:
    """Dissemination controls are captions wherever they are printed in the head or the foot."""
    if "DISSEM" not in line.key and "ONLY" not in line.key and "NOFORN" not in line.key:
        return
    if len(line.text) > 90 or "FIELD DISSEM" in line.key:
        return
    for value, pattern in _CONTROLS:
        if found := pattern.search(line.key):
            bench.extend("captions", [value], [line.part(*found.span())], "tdcs-dissemination")


def _grid(bench: Workbench) -> int:
    """Read the head; the index at which the report's text begins."""
    grid = Grid()
    lines = bench.lines[bench.cover_end : bench.cover_end + 110]
    past = False
    for line in lines:
        at = line.index
        if line.long and not bench.free(at):
            past = past or "EVALUATED" in line.key
            continue
        past = past or bench.rules[at] == "tdcs-unevaluated"
        opened = _PARAGRAPH.match(line.key) or _APPRAISED.match(line.key)
        if opened and (past or "number" in bench.fields or grid.captions >= _FULL):
            _finish(bench, grid)
            return at
        if bench.roles[at] not in (None, Role.STAMP) or bench.rules[at] == CHECK_LIST.name:
            continue
        if not grid.captions and _small_print(line):
            bench.claim(at, F, "tdcs-law")
        elif past and (named := _SOURCE.match(line.key) or _GRADED.search(line.key)):
            _finish(bench, grid)
            return _source(bench, at, _ENTRY if named.re is _SOURCE else _GRADED_ENTRY)
        elif _prose(bench, grid, line, past):
            _finish(bench, grid)
            return at
        else:
            _cells(bench, grid, line)
    _finish(bench, grid)
    return next((line.index for line in lines if bench.free(line.index) and len(line.text) > 60), bench.cover_end)  # fmt: skip


def _prose(bench: Workbench, grid: Grid, line: Line, past: bool) -> bool:
    """The text: longer than a cell and without a caption, below a full grid or on and on."""
    if len(line.text) <= 44 or CAPTION.match(line):
        return False
    if past or (grid.captions >= _FULL and len(line.text) > 60):
        return True
    run = 2 if grid.captions >= _FULL // 2 else 4  # lines below it, more where captions were lost
    near = bench.lines[line.index + 1 : line.index + 1 + run]
    return grid.captions > 0 and all(
        len(each.text) > 44 and bench.free(each.index) and not CAPTION.match(each) for each in near
    )


def _source(bench: Workbench, first: int, most: int) -> int:
    """The entry on the source: one sentence of `most` lines; it ends where the text opens, too.

    Lone words among it are of the routing list stamped in the margin.
    """
    lines = bench.lines[first : first + most]
    gap = max((line.gap for line in lines[1:2]), default=0)
    for line, after in zip(lines, [*bench.lines[first + 1 : first + most], None], strict=False):
        at = line.index
        if " " in line.text or at == first:
            bench.claim(at, H, "tdcs-source")
        stopped = line.text.rstrip("\"')").endswith(".") and len(line.bare) > 12
        if stopped or after is None or not bench.free(at + 1):
            return at + 1
        if (
            _OPENED.match(after.key)
            or _PARAGRAPH.match(after.key)
            or (after.gap > max(gap, 1) and at > first)
        ):
            return at + 1
    return first + 1


def _small_print(line: Line) -> bool:
    """The notice of the law above the grid is the only long line set in small letters."""
    return len(line.text) > 40 and sum(map(str.islower, line.text)) * 2 > len(line.bare)


def _cells(bench: Workbench, grid: Grid, line: Line) -> None:
    """Cut a line of the grid at its captions and read each cell."""
    found = _captions(grid, line)
    claimed = bool(found)
    first = found[0][0] if found else len(line.key)
    lead = line.key[:first].strip(" .,:;*|_-")
    grid.captions += len(found)
    if found and not lead:
        grid.open_subject = False
    grid.in_subject = grid.in_subject or (grid.open_subject and bool(lead))
    if grid.left_open:
        grid.left_open = all(name in _RIGHT for _, _, name in found)
        grid.in_subject = grid.left_open and not found and " " in lead and len(lead) >= _TITLE
    if lead and _loose(bench, grid, line, 0, first):
        claimed = True
    for (_, start, name), after in zip(found, [*found[1:], None], strict=False):
        _cell(bench, grid, line, name, start, after[0] if after else len(line.key))
    if claimed:
        bench.reclaim(line.index, H, "tdcs-caption")


_WORD = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{6,11}(?![A-Z0-9])")
_SLIPPED = Words((word, word) for word in ("COUNTRY", "SUBJECT", "PRECEDENCE", "REFERENCES", "APPRAISAL"))  # fmt: skip


def _captions(grid: Grid, line: Line) -> list[tuple[int, int, str]]:
    """Captions of a line: start, end and name, by their words or with slips.

    The short ones are met with slips only where they open the line, and SUBJECT once.
    """
    found = [(each.start(), each.end(), _name(each[0])) for each in CAPTION.pattern.finditer(line.key)]  # fmt: skip
    for word in _WORD.finditer(line.key) if grid.captions else ():
        near = _SLIPPED.near(word[0], 2)
        if near is None or any(first < word.end() and word.start() < last for first, last, _ in found):  # fmt: skip
            continue
        opens = not line.key[: word.start()].strip(" .,:;*|_-")
        if len(near.value) > 8 or (opens and not (near.value == "SUBJECT" and grid.subject)):
            found.append((word.start(), word.end(), _name(near.value)))
    return sorted(found)


def _cell(bench: Workbench, grid: Grid, line: Line, name: str, start: int, end: int) -> None:
    while start < end and line.key[start] in " .,:;*&|_-":
        start += 1
    # below labels without values the first value is the country's
    grid.in_subject = name == "SUBJECT" and not (start >= end and "COUNTRY" in grid.waiting)
    grid.open_subject = grid.open_subject or grid.in_subject
    if name in ("DISTR", "PRECEDENCE", "REFERENCES") or (name == "COUNTRY" and start >= end):
        grid.waiting.append(name)
    if name == "PRECEDENCE" and _urgency(bench, line, start, end):
        return
    if start < end:
        _loose(bench, grid, line, start, end, told=name in _TOLD)
    elif name == "SUBJECT":
        if "number" in bench.fields and "COUNTRY" in grid.waiting:
            grid.waiting.remove("COUNTRY")  # its row is past, its value stood above its caption
            grid.in_subject = True
        grid.waiting.append("SUBJECT")


_URGENCIES = Words({each: each for each in ("ROUTINE", "PRIORITY", "IMMEDIATE", "OPERATIONAL IMMEDIATE")})  # fmt: skip


def _urgency(bench: Workbench, line: Line, start: int, end: int) -> bool:
    """The precedence beside its caption: one word or two pieces of one, with slips."""
    words = list(re.finditer(r"[A-Z0-9]{2,12}", line.key[start:end]))[:2]
    for count in range(1, len(words) + 1):
        near = _URGENCIES.near("".join(word[0] for word in words[:count]), 1)
        if near:
            span = line.part(start + words[0].start(), start + words[count - 1].end())
            bench.extend("precedence", [near.value], [span], "tdcs-precedence")
            return True
    return False


def _name(printed: str) -> str:
    word = printed.replace("0", "O").replace("1", "I")
    if word.startswith(("SUB", "SUS")):
        return "SUBJECT"
    if word.startswith("DATE DI"):
        return "DISTR"
    if word.startswith("REF"):
        return "REFERENCES"
    return word.split(" ")[0]


_TOLD = ("DATE", "PLACE")
# when a thing was so: days, months and the words for their parts, up to the year, and nothing else
_WHEN = re.compile(
    r"^\W{0,3}(?:(?:LATE|EARLY|MID|TO|AND|AS OF|FROM|UNTIL|END|\d{1,2}|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|[A-Z]{3})[ ,.-]{1,3}){1,7}19\d\d\W{0,4}$"
)
_PLACED = re.compile(r"[A-Z]{4}\W{0,3}(?:\(| \d{1,2} [A-Z]{3,9} \d{4}\))")


def _loose(
    bench: Workbench, grid: Grid, line: Line, start: int, end: int, *, told: bool = False
) -> bool:
    """A value: known by its shape, or by the caption that waits for one.

    `told` marks the cells that date the information, not the report.
    """
    text = line.key[start:end]
    span = line.part(start, start + len(text.rstrip()))
    if found := REPORT.pattern.search(text):
        value = f"{found[2]}/{found[3]},{found[4]}"
        bench.add("number", value, [line.part(start + found.start(), start + found.end())], "tdcs-report-number")  # fmt: skip
        grid.in_subject = False
        return True
    if _in_number(bench, grid, text, line, start):
        return True
    placed = (
        told or _PLACED.search(text) is not None
    )  # a place, and in brackets the day it was told there
    if "DISTR" in grid.waiting and not placed and (date := cia_dates.find_date(text, must=True)):
        grid.waiting.remove("DISTR")
        bench.add("sent_date", date.date, [line.part(start + date.start, start + date.end)], "tdcs-date-distributed")  # fmt: skip
        return True
    squeezed = "".join(filter(str.isalpha, text))
    if level := bench.lexicon.precedences.get(squeezed, ""):
        bench.extend("precedence", [level], [span], "tdcs-precedence")
        return True
    if "COUNTRY" in grid.waiting and _is_title(text) and not grid.in_subject:
        grid.waiting.remove("COUNTRY")
        grid.columned = "SUBJECT" in grid.waiting
        return True
    if "SUBJECT" in grid.waiting and _is_title(text) and len(text) >= _TITLE:
        grid.waiting.remove("SUBJECT")
        grid.in_subject, grid.left_open = True, grid.columned
    if grid.in_subject and grid.subject and _WHEN.match(text):
        grid.in_subject = False  # the day of the information stands below the subject
        return True
    if grid.in_subject and _is_title(text):
        grid.subject.append((line.text[start:end].strip(" .,:;*|_"), span))
        return True
    return cia_dates.find_date(text) is not None or "(" in text or _printed_value(grid, text)


def _printed_value(grid: Grid, text: str) -> bool:
    """A country, a field report's number, a span of days: capitals and figures in the grid."""
    plain = text.strip()
    typed = sum(sign.isalnum() for sign in plain) * 10 >= 8 * len(plain.replace(" ", ""))
    return grid.captions > 0 and len(plain) >= 8 and " " in plain and typed


def _in_number(bench: Workbench, grid: Grid, text: str, line: Line, start: int) -> bool:
    found = IN_NUMBER.search(text)
    alone = re.fullmatch(r"\W{0,3}(\d{5})\W{0,3}", text) if grid.in_waits else None
    hit = found or alone
    if hit:
        span = line.part(start + hit.start(), start + hit.end())
        bench.add("in_number", digits(hit[1]), [span], "tdcs-in-number")
        bench.extend("refs", [f"IN {digits(hit[1])}"], [span], "tdcs-in-number")
        grid.in_waits = False
        return True
    if re.fullmatch(r"\W{0,3}IN\W{0,3}", text):
        grid.in_waits = True
        return True
    return False


def _is_title(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters >= 6 and letters * 10 >= 7 * len(text.replace(" ", ""))


def _finish(bench: Workbench, grid: Grid) -> None:
    if grid.subject:
        value = " ".join(text for text, _ in grid.subject)
        bench.add("subject", value, [span for _, span in grid.subject], "tdcs-subject")
    _classification(bench)


def _classification(bench: Workbench) -> None:
    """The level that most banners say: a form printed for one may have been stamped with another."""
    banners = [
        (value, line)
        for line in bench.lines[bench.cover_end :]
        for kind, value in (bench.kinds.get(line.index, ("", "")),)
        if kind == "classification"
    ]
    if banners:
        level = Counter(value for value, _ in banners).most_common(1)[0][0]
        span = next(line.span for value, line in banners if value == level)
        bench.add("classification", level, [span], "classification-banner")
