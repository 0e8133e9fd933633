"""Pages of a CIA message: where they begin, their heads and feet, scraps that fell among the text.

The form stands on every page; on later ones its labels are repeated without values, or with the
numbers of the first page. What stands below a page's printed foot is no text unless it is written
as text is.
"""

from __future__ import annotations

import re

from app.telegram import pages
from app.telegram.forms import cia_lines, cia_words
from app.telegram.forms.cia_after import COMMENT, ENDS, comments, is_text, late
from app.telegram.forms.cia_dates import find_date
from app.telegram.forms.cia_lines import Head
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Context, rule
from app.telegram.workbench import Sheet, Workbench

CONTINUED = rule("cia-page-head", Role.RUNNING_HEAD, r"^[^A-Z0-9]{0,4}[PF]AGE ?[:.]? ?[0O]{0,2}[2-9T]\d?(?:-\d\d)?(?![A-Z0-9]| OF THE ).{0,50}$|^\W{0,3}PACE [2-9]\W{0,3}$|^.{0,6}\bPAGE {1,2}(?:[2-9]|TWO|THREE)\W{0,2}$|^.{1,4} PAGE [2-9] {1,2}[I1]N ?\d{4,6}\b.{0,20}$|^.{0,24}\bPAGE (?:TWO|THREE|FOUR|[2-9]) C[I1]TE\b|^T ?\d{6}.{0,16}\bPAGE 0?[2-9]\b.{0,24}$|^[^A-Z0-9]{0,3}MHFNO ?:|^[^A-Z0-9]{0,3}CITE [A-Z]{3,10} \d{4,6} PAGE \d{1,2}$", "PAGE 2 PARI 1234 IN 12345", "PAGE BOY", "PAGE|FAGE|PACE|MHFNO")  # fmt: skip
# labels of the form alone on their line, those that are words of a text with the form's sign
LABEL = rule("cia-label-among-text", Role.RUNNING_HEAD, r"^\W{0,3}(?:(?:FROM|TO|INF[O0]|ACTION|DATE|UNIT) ?[:;]|C[O0]NF ?[:;.,]?|[O0]R[I1L]G ?[:;.,]?|EXT ?[:;.,]|[I1]NITIALS|(?:[I1]NF[O0]\W{1,4})?C[I1]TE\W{1,3}D[I1]R(?:ECT[O0]R)?)\W{0,3}$", "CONF:", "INFORM HIM TO:")  # fmt: skip
_HEAD_LINES = 10
_SHOWN = ("form-feed", "page-mark-heading", "page-mark-rule", "seam")  # breaks that are sure
_RUN = 4  # lines of text in a row that no comment below a foot has
_FOOT_WORDS = ("cia-foot", "form-reproduction", "form-number")
_FEET = ("cia-foot", "form-reproduction")
_HEAD = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\n"
_CITED = "DIR CITE PARI 1234\n"
_TEXT = "1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\n"
_LONG = "".join(
    f"{number}. HE SAW THE HARBOUR MASTER ON THE {number}TH OF THE MONTH.\n"
    for number in range(4, 12)
)
CONTEXTS = (
    Context("cia-below-foot", Role.STAMP, f"{_HEAD}{_CITED}{_TEXT}2. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOUR.\n3. HE WILL NOT WAIT FOR THE SECOND LETTER TO COME.\nSECRET\nREPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.\nWRMO TTL<<\n", f"{_HEAD}{_CITED}{_TEXT}2. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOUR.\nWRMO TTL<<\nSECRET\n"),
    Context("cia-page-head", Role.RUNNING_HEAD, f"{_HEAD}78 0345678\n{_CITED}{_TEXT}{_LONG}SECRET\nREPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.\nCLASSIFIED MESSAGE\n78 0345678<<\n2. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOUR.\n", f"{_HEAD}78 0345678<<\n{_CITED}{_TEXT}"),
    Context("cia-paragraph-number", Role.BODY, f"{_HEAD}{_CITED}{_TEXT}2.<<\nHE WILL WRITE WHEN HE HAS FOUND ROOMS.\n", f"{_HEAD}2.<<\n{_CITED}{_TEXT}"),
)  # fmt: skip


def _has_text(bench: Workbench, sheet: Sheet) -> bool:
    return any(
        bench.free(at) and cia_lines.is_prose(bench.lines[at])
        for at in range(sheet.first, sheet.last + 1)
    )


def cut_pages(bench: Workbench) -> None:
    """Where the tool marked no pages, a heading behind a printed foot begins one."""
    pages.join_close(bench, _HEAD_LINES, lambda sheet: _has_text(bench, sheet))
    if any(sheet.rule in _SHOWN for sheet in bench.sheets):
        return
    starts = []
    seen_text = seen_foot = seen_heading = False
    foot, below = -1, 0
    for line in bench.lines[bench.cover_end :]:
        at = line.index
        name = bench.rules[at]
        prose = bench.free(at) and cia_lines.is_prose(line)
        seen_text = seen_text or prose
        foot, below = (at, 0) if seen_text and name == "cia-foot" else (foot, below)
        if foot >= 0 and (COMMENT.match(line) or comments(line, 20) or name in ENDS):
            foot = -1
        below += foot >= 0 and prose
        if below == _RUN and bench.page_of[foot] == bench.page_of[at]:
            after = (below_foot for below_foot in range(foot + 1, at + 1) if bench.rules[below_foot] not in _FOOT_WORDS)  # fmt: skip
            starts.append(next(after))
            foot, below = -1, 0
        seen_foot = seen_foot or (seen_text and name in _FEET)
        heading = name in ("cia-heading", "form-heading", "cia-page-head")
        if heading and (seen_foot or (name == "cia-page-head" and seen_heading)):
            if seen_text and at - bench.sheets[bench.page_of[at] - 1].first > 12:
                starts.append(_top(bench, at))
            seen_foot = seen_text = False
        seen_heading = seen_heading or heading or name == "cia-page-line"
    for start in dict.fromkeys(starts):
        pages.cut_at(bench, start, "cia-page-head")


def _top(bench: Workbench, at: int) -> int:
    """Up from a page's heading over stamps and serials to what closed the page before."""
    top = at
    while top > 0 and at - top < 10:
        above = top - 1
        if bench.rules[above] in ("cia-foot", "form-reproduction", "cia-end-of-message"):
            break
        if bench.roles[above] in (Role.FORM_TEXT, Role.MARKING) and not _sanitized(bench, above):
            break
        if bench.free(above) and len(bench.lines[above].text) > 12:
            break
        top = above
        if bench.rules[top] == "cia-serial":
            break
    return top


def _sanitized(bench: Workbench, at: int) -> bool:
    return bench.rules[at] in ("sanitized-stamp", "cia-sanitized")


def claim_inside(bench: Workbench, head: Head, start: int, end: int) -> None:
    """Heads and feet of pages inside the text, and stamps that fell among its lines."""
    for number, sheet in enumerate(bench.sheets):
        foot = next(
            (at for at in range(max(start, sheet.first), min(sheet.last + 1, end)) if bench.rules[at] == "cia-foot" and at > sheet.first + 8),
            None,
        )  # fmt: skip
        if foot is not None:
            _below_foot(bench, head, foot, sheet.last + 1)
        if number and sheet.first > start:
            _page_head(bench, sheet.first, min(sheet.last + 1, end))
    # a print-out types these words itself, in its text and below it
    printed_out = "cia-slugs-label" in bench.rules
    for line in bench.lines[start:end]:
        if (len(line.text) > _LABEL and len(line.bare) > 2) or not bench.free(line.index):
            continue
        if not printed_out and LABEL.match(line):
            bench.claim(line.index, *_of_label(bench, line))
        elif _lone_date(line):
            bench.claim(line.index, Role.STAMP, "cia-stamp-among-text")
        elif _numbers_text(bench, line):
            bench.claim(line.index, Role.BODY, "cia-paragraph-number")
        elif _fallen(line):
            bench.claim(line.index, Role.STAMP, "cia-stamp-among-text")


_LABEL = 32  # signs of a label of the form, at most
_SCRAP = 14  # and of a date, a number or a scrap among the text


def _of_label(bench: Workbench, line: Line) -> tuple[Role, str]:
    """On a later page its head; on the first the boxes of the officers, or of the header."""
    later = bench.sheets[bench.page_of[line.index] - 1].first > bench.cover_end
    if line.bare in ("ORIG", "UNIT", "EXT") and not later:
        return Role.DRAFTING, LABEL.name
    return (LABEL.role if later else Role.HEADER), LABEL.name


def _below_foot(bench: Workbench, head: Head, foot: int, after: int) -> None:
    """Stamps and late header values; from the first line of text to the last it is text."""
    free = [at for at in range(foot, after) if bench.free(at)]
    text = [at for at in free if is_text(bench.lines[at])]
    for at in free:
        inside = text and text[0] <= at <= text[-1]
        if not inside and not late(bench, head, bench.lines[at]):
            bench.claim(at, Role.STAMP, "cia-below-foot")


def _page_head(bench: Workbench, first: int, after: int) -> None:
    """The form's labels repeat without values at the head of a later page."""
    number = bench.fields.get("in_number")
    known = _first_header(bench)
    stop = False
    last = first
    for line in bench.lines[first : min(after, first + 20)]:
        at = line.index
        scrap = _HEAD_SCRAP.match(line.key) and not _NUMBER_ALONE.match(line.text)
        if bench.free(at) and scrap:
            told = not line.bare.isdigit() or (number is not None and number.value == line.bare)
            if told or bench.rules[at - 1] == "cia-page-head":
                bench.claim(at, Role.RUNNING_HEAD, "cia-page-head")
                continue
        last = at if bench.roles[at] is Role.RUNNING_HEAD and not stop else last
        if bench.rules[at] in ("cia-heading", "form-heading"):
            bench.reclaim(at, Role.RUNNING_HEAD, "cia-page-head")
        if bench.roles[at] is Role.HEADER and not stop and bench.rules[at] in _REPEATED:
            bench.reclaim(at, Role.RUNNING_HEAD, "cia-page-head")
            last = at
        if not bench.free(at):
            continue
        stop = stop or cia_lines.is_prose(line) or len(line.text) > 48
        if stop:
            continue
        labelled = cia_words.label(line)
        again = line.bare in known or cia_lines.is_precedence(line)
        if again or labelled or cia_lines.IN_NUMBER.match(line) or cia_lines.TOR.match(line) or re.match(r"^\W{0,3}[A-Z]{4} \d{4,5}\b", line.key):  # fmt: skip
            bench.claim(at, Role.RUNNING_HEAD, "cia-page-head")
            last = at
        elif len(line.text) <= 12 and line.bare.isdigit() and not _NUMBER_ALONE.match(line.text):
            bench.claim(at, Role.STAMP, "cia-stamp-among-text")
    for at in range(first, last):
        bench.claim(at, Role.STAMP, "cia-above-page-head")


_REPEATED = ("cia-label-conf", "cia-telepouch", "cia-staff-channel")
_LEAST = 6  # letters and figures of a line that is known again


def _first_header(bench: Workbench) -> frozenset[str]:
    """What the first page's header and its stamps say, to be known again on later pages."""
    first = bench.lines[bench.cover_end : bench.sheets[0].last + 1 if bench.sheets else 0]
    if len(first) < _HEAD_LINES:  # the cover is a page of its own
        sheet = next((each for each in bench.sheets if each.first >= bench.cover_end), None)
        first = bench.lines[sheet.first : sheet.last + 1] if sheet else []
    return frozenset(
        line.bare
        for line in first
        if bench.roles[line.index] in (None, Role.HEADER, Role.STAMP)
        and len(line.bare) >= _LEAST
        and any(map(str.isdigit, line.bare))
    )


_NUMBER_ALONE = re.compile(r"^\W?(?:[1-9]|1\d|[A-H])[.)]$")


_HEAD_SCRAP = re.compile(r"^\W{0,3}(?:PAGE|IN|\d{1,2}|\d{5})\W{0,3}$")


def _lone_date(line: Line) -> bool:
    """A stamped date alone on its line; a sentence that ends in one stops with a point."""
    date = find_date(line.key) if len(line.text) <= _SCRAP else None
    return bool(date and date.start <= 2 and date.end == len(line.key))


def _numbers_text(bench: Workbench, line: Line) -> bool:
    """A paragraph's number alone: the next line that is free is text."""
    if not _NUMBER_ALONE.match(line.text):
        return False
    after = (
        other for other in bench.lines[line.index + 1 : line.index + 6] if bench.free(other.index)
    )
    following = next(after, None)
    return following is not None and len(following.text) >= 24


def _fallen(line: Line) -> bool:
    """A scrap among the text: no word of it, set apart or of a few signs."""
    if len(line.text) > _SCRAP and len(line.bare) > 2:
        return False
    letters = sum(map(str.isalpha, line.text))
    if len(line.bare) <= 2:
        return not re.match(r"^\(?[A-Z0-9]{1,2}[.)]", line.text)
    if len(line.text) <= 8 and letters * 2 < len(line.bare):
        return not line.text.endswith(".")
    lower = sum(map(str.islower, line.text))
    return len(line.text) <= _SCRAP and lower * 2 > letters
