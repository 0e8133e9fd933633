"""Where pages begin: explicit marks, else seams of the spacing, else what heads and feet say.

An engine that parts all lines alike leaves a seam where two pages were put together. Where it
leaves none, a page begins at a stamp that heads pages, below one that ends them, at a running
head, and between two banners of one level with nothing but stamps between.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.workbench import Sheet, Workbench

RUNNING_HEAD = re.compile(
    r"^[^A-Z0-9]{0,4}(?=-|\d{1,2} ?- )-? ?([2-9]|[1-3]\d) ?[-.] {0,3}(?=[A-Z0-9])(.{4,120})$"
)
# its page number misread, but the telegram's day, hour and post stand behind it
_WORN_HEAD = re.compile(
    r"^\W{0,3}[A-Z]{0,2}(\d{0,2})- {0,3}((?:[A-Z]{3,6} {1,2})?\d{1,5}[,.] {1,2}[A-Z]{3,9} \d{1,2}[,.] .{2,12} FROM .{3,60})$"
)
_MARKED = re.compile(r"^## PAGE (\d{1,4})$")
_SEAM_SHARE = 20  # at most one gap in so many differs where the spacing is even
_SEAM_LINES = 12  # a page of fewer lines than this does not show what the spacing is
_HEADS = ("release-serial", "form-heading", "jfk-release-banner", "jfk-record-number")
_FEET = ("nw-docid", "form-edition")
_COVER_FEET = ("nw-docid", "jfk-record-number")
_TOP_MARKS = ("classification-banner", "declassified-stamp", *_HEADS)
_MOST_SHEETS = 500  # beyond them a form cuts no more pages: no telegram is so long
_FOOT_REACH = 6  # lines of dirt that may lie below the last mark of a foot
_COVER_REACH = 16  # lines from the sheet's last caption to the release's stamp at its foot
_TEXT = 36  # signs of a line of text at least: what heads a page is shorter
_WORDS = 5  # spaces in it
_PRINT_OUT = 4  # lines at the head of a print-out's page: number, level, sensitivity
_NUMBERED = re.compile(
    r"^[^A-Z0-9]{0,3}[A-Z]{0,2}M[A-Z]{1,2}[FE]?N[O0] ?:"
)  # MHFNO: of a print-out
_EDITION = re.compile(r"^\W{0,3}(?:\d{2}[- .]\d{2}|\d{1,2}-\d\d)\W{0,3}$")  # (15-20), 5-61
# the release's stamp at the foot, on one line or cut in two: NW 12345 DocId:32100001 Page 2
_DOCID = re.compile(r"(?<![A-Z])D[O0][CO0G][O0]?[IL1]?D ?[:;] ?\d{7,8}\b")
_PAGE_ALONE = re.compile(r"^\W{0,2}PAGE(?: \d{1,3})?\W{0,2}$")
# a serial of the release that lost its first figure, or has a scrap behind it
_SERIAL = re.compile(r"^\W{0,2}1?[3-9] ?[-.] ?[0O]{5,6}.{0,2}$")
_SERIAL_LENGTH = 15  # signs of the longest of them


def find_pages(bench: Workbench) -> None:
    """Cut the lines into sheets and tell each line its page."""
    starts: dict[int, str] = {}
    _explicit(bench, starts)
    if not starts and not _refuted(bench):
        starts.update(dict.fromkeys(bench.seams, "seam"))
    if not starts:
        _after_cover(bench, starts)
        _by_running_heads(bench, starts)
        _by_heads(bench, starts)
        _by_feet(bench, starts)
        _by_banners(bench, starts)
    _cut(bench, starts)


def running_head(line: Line) -> re.Match[str] | None:
    """`-2- SECTO 8, DECEMBER 13 ...`: a page number between dashes, then the telegram's name."""
    if "-" not in line.key[:6]:
        return None
    found = RUNNING_HEAD.match(line.key)
    if found is None and " FROM " in line.key:
        return _WORN_HEAD.match(line.key)
    return found if found and re.search(r"\d", found[2]) else None


def shows_breaks(bench: Workbench) -> bool:
    """A mark of a page's beginning may stand somewhere: most texts have none."""
    return any(mark in bench.source_text for mark in ("\f", "##", "---"))


def _explicit(bench: Workbench, starts: dict[int, str]) -> None:
    if not shows_breaks(bench):
        return
    seen_text = False
    for line in bench.lines:
        if line.feed and seen_text:
            starts[line.index] = "form-feed"
        elif seen_text and line.key.startswith("## ") and _MARKED.match(line.key):
            starts[line.index] = "page-mark-heading"
        elif seen_text and line.index and bench.lines[line.index - 1].text == "---":
            starts.setdefault(line.index, "page-mark-rule")
        seen_text = seen_text or bench.roles[line.index] is not Role.PAGE_MARK


def find_seams(bench: Workbench) -> None:
    """Lines set tight in a text whose lines are otherwise all parted by one blank line."""
    tight = [line.index for line in bench.lines[1:] if line.gap == 0]
    loose = sum(line.gap > 1 for line in bench.lines[1:])
    if len(bench.lines) < _SEAM_LINES or loose * _SEAM_SHARE > len(bench.lines):
        return
    if len(tight) * _SEAM_SHARE <= len(bench.lines):
        bench.seams = frozenset(tight)


def _refuted(bench: Workbench) -> bool:
    """A running head stands below text of the page that a seam would begin: it is no seam."""
    heads = [line.index for line in bench.lines if running_head(line)] if bench.seams else []
    for head in heads:
        seam = max((at for at in bench.seams if at <= head), default=head)
        if any(_is_text(line) for line in bench.lines[seam:head]):
            return True
    return False


def _is_text(line: Line) -> bool:
    """Long enough for a line of the body, and in words: no stamp and no heading."""
    return len(line.text) >= _TEXT and line.key.count(" ") >= _WORDS


def _after_cover(bench: Workbench, starts: dict[int, str]) -> None:
    """Below the sheet, the note of its restriction, its serial and the release stamp at its foot."""
    at = bench.cover_end
    if not 0 < at < len(bench.lines):
        return
    for index in range(at, min(at + _COVER_REACH, len(bench.lines) - 1)):
        near = index < at + _FOOT_REACH
        if _DOCID.search(bench.lines[index].key):
            at = index + 1 + bool(_PAGE_ALONE.match(bench.lines[index + 1].key))
            break
        if near and ("RESTRICTED" in bench.lines[index].key or bench.rules[index] in _COVER_FEET):
            at = index + 1
    starts[at] = "after-cover"


def _by_running_heads(bench: Workbench, starts: dict[int, str]) -> None:
    expected = 2
    for line in bench.lines[bench.cover_end :]:
        found = running_head(line) if "-" in line.key[:6] else None
        shown = int(found[1] or expected) if found else 0
        if expected <= shown <= expected + 3:
            expected = shown + 1
            _begin(bench, starts, _top_of(bench, line.index), "running-head")


def _top_of(bench: Workbench, head: int) -> int:
    """The first line of the page whose running head this is: up over the marks at its top.

    Each kind once, since the second of a kind belongs to the foot of the page before.
    """
    seen: set[str] = set()
    top = head
    while top > 0 and bench.roles[top - 1] in (Role.MARKING, Role.STAMP):
        rule = bench.rules[top - 1]
        if rule in seen or rule not in _TOP_MARKS:
            break
        seen.add(rule)
        top -= 1
    return top


def _begin(bench: Workbench, starts: dict[int, str], at: int, rule: str) -> None:
    """A page begins at a line unless one begins close by already, or it is the first page's."""
    if not bench.cover_end + _SEAM_LINES <= at < len(bench.lines):
        return
    if not any(near in starts for near in range(at - 4, at + 8)):
        starts[at] = rule


def _by_heads(bench: Workbench, starts: dict[int, str]) -> None:
    for line in bench.lines[bench.cover_end :]:
        name = bench.rules[line.index]
        if name == "release-serial" or (
            len(line.key) <= _SERIAL_LENGTH and bench.free(line.index) and _SERIAL.match(line.key)
        ):
            _begin(bench, starts, line.index, "head-release-serial")  # above all else on its page
        elif name in _HEADS:
            _begin(bench, starts, _top_of(bench, line.index), f"head-{name}")
        elif "NO" in line.key[:12] and _NUMBERED.match(line.key):
            _begin(bench, starts, _print_out_top(bench, line.index), "head-print-out")


def _print_out_top(bench: Workbench, at: int) -> int:
    """The first of the lines that head a print-out's page: level, sensitivity, number, any order."""
    top = at
    while top > 0 and at - top < _PRINT_OUT - 1:
        above = bench.lines[top - 1]
        level = bench.rules[above.index] == "classification-banner" and top == at - 1
        if not level and "SENS" not in above.key[:8]:
            break
        top -= 1
    return top


def _by_feet(bench: Workbench, starts: dict[int, str]) -> None:
    """Below a stamp that ends pages, and the form's edition that may follow it."""
    for line in bench.lines[bench.cover_end :]:
        name, at = bench.rules[line.index], line.index + 1
        docid = (":" in line.key or ";" in line.key) and _DOCID.search(line.key)
        if name == "nw-docid" or docid:
            if at < len(bench.lines) and _PAGE_ALONE.match(bench.lines[at].key):
                at += 1
            _begin(bench, starts, at, "foot-nw-docid")
        elif name in _FEET:
            _begin(bench, starts, _below_edition(bench, at), f"foot-{name}")


def _below_edition(bench: Workbench, at: int) -> int:
    """The level or its caption that heads the next page, a page number above; else the next line."""
    for line in bench.lines[at : at + _FOOT_REACH]:
        level = bench.rules[line.index] == "classification-banner"
        if level or ("CLASSIF" in line.key and "DISS" in line.key):
            above = bench.lines[line.index - 1]
            return line.index - (line.index > at and len(above.bare) <= 2 and above.bare.isdigit())
        if _has_word(line) and bench.roles[line.index] is not Role.MARKING:
            break  # the next page's own words: no level heads it
    below = bench.lines[at : at + _FOOT_REACH]
    return next((line.index for line in below if not _EDITION.match(line.text)), at)


def _has_word(line: Line) -> bool:
    """Four letters at least: the dates and numbers beside a foot's print have fewer."""
    return sum(map(str.isalpha, line.bare)) >= 4


def _by_banners(bench: Workbench, starts: dict[int, str]) -> None:
    """Two banners of one level with nothing but stamps between are a foot and a head."""
    if len(bench.kinds) < 2:
        return
    last_free = next((at for at in range(len(bench.lines) - 1, -1, -1) if bench.free(at)), -1)
    for before, at in pairwise(sorted(at for at in bench.kinds if at >= bench.cover_end)):
        between = bench.roles[before + 1 : at]
        pair = bench.kinds[before] == bench.kinds[at] and at < last_free
        if pair and all(role in (Role.MARKING, Role.STAMP) for role in between):
            _begin(bench, starts, at, "banner-pair")


def _cut(bench: Workbench, starts: dict[int, str]) -> None:
    if not bench.lines:
        return
    bounds = _with_text(bench, sorted({0, *starts}))
    for first, after in zip(bounds, [*bounds[1:], len(bench.lines)], strict=True):
        bench.sheets.append(Sheet(first, after - 1, starts.get(first, "first-page")))
        bench.page_of += [len(bench.sheets)] * (after - first)
    for sheet in bench.sheets:
        found = _MARKED.match(bench.lines[sheet.first].key) if bench.lines else None
        sheet.printed = int(found[1]) if found else None


def _with_text(bench: Workbench, bounds: list[int]) -> list[int]:
    """The beginnings of pages; behind the last page's foot a tool's rule may stand, which is none."""
    while len(bounds) > 1 and all(line.text == "---" for line in bench.lines[bounds[-1] :]):
        bounds.pop()
    return bounds


def cut_at(bench: Workbench, at: int, rule: str) -> None:
    """Let a form that knows its own heads begin a page at a line, unless one begins close by."""
    number = bench.page_of[at] - 1
    near = bench.sheets[number : number + 2]
    crowded = any(abs(sheet.first - at) < _FOOT_REACH + 2 for sheet in near)
    if crowded or len(bench.sheets) >= _MOST_SHEETS:
        return
    sheet = bench.sheets[number]
    bench.sheets[number : number + 1] = [
        Sheet(sheet.first, at - 1, sheet.rule, sheet.printed, sheet.running_head),
        Sheet(at, sheet.last, rule),
    ]
    _renumber(bench)


def _renumber(bench: Workbench) -> None:
    """Tell each line its page anew."""
    bench.page_of = [
        number
        for number, sheet in enumerate(bench.sheets, 1)
        for _ in range(sheet.last - sheet.first + 1)
    ]


def join_close(bench: Workbench, reach: int, has_text: Callable[[Sheet], bool]) -> None:
    """Undo a page that a stamp or heading began near the one before, or before any text."""
    for number in range(len(bench.sheets) - 1, 0, -1):
        sheet, above = bench.sheets[number], bench.sheets[number - 1]
        close = sheet.first - above.first <= reach or not has_text(above)
        if sheet.rule.startswith("head-") and above.first >= bench.cover_end and close:
            above.last = sheet.last
            del bench.sheets[number]
    _renumber(bench)
