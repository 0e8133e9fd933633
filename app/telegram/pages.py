"""Where pages begin: explicit marks, else running heads, else banners."""

from __future__ import annotations

import re

from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.workbench import Sheet, Workbench

RUNNING_HEAD = re.compile(r"^[^A-Z0-9]{0,4}-? ?([2-9]|[1-3]\d) ?[-.] {0,3}(?=[A-Z0-9])(.{4,120})$")
_MARKED = re.compile(r"^## PAGE (\d{1,4})$")


def find_pages(bench: Workbench) -> None:
    """Cut the lines into sheets and tell each line its page."""
    starts: dict[int, str] = {}
    _explicit(bench, starts)
    if not starts:
        _after_cover(bench, starts)
        _by_running_heads(bench, starts)
        _by_banners(bench, starts)
    _cut(bench, starts)


def running_head(line: Line) -> re.Match[str] | None:
    """`-2- SECTO 8, DECEMBER 13 ...`: a page number between dashes, then the telegram's name."""
    if "-" not in line.key[:6]:
        return None
    found = RUNNING_HEAD.match(line.key)
    return found if found and re.search(r"\d", found[2]) else None


def _explicit(bench: Workbench, starts: dict[int, str]) -> None:
    seen_text = False
    for line in bench.lines:
        if line.feed and seen_text:
            starts[line.index] = "form-feed"
        elif _MARKED.match(line.key) and seen_text:
            starts[line.index] = "page-mark-heading"
        elif seen_text and line.index and bench.lines[line.index - 1].text == "---":
            starts.setdefault(line.index, "page-mark-rule")
        seen_text = seen_text or bench.roles[line.index] is not Role.PAGE_MARK


def _after_cover(bench: Workbench, starts: dict[int, str]) -> None:
    if 0 < bench.cover_end < len(bench.lines):
        starts[bench.cover_end] = "after-cover"


def _by_running_heads(bench: Workbench, starts: dict[int, str]) -> None:
    expected = 2
    for line in bench.lines[bench.cover_end :]:
        found = running_head(line)
        if found and expected <= int(found[1]) <= expected + 3:
            expected = int(found[1]) + 1
            starts.setdefault(_top_of(bench, line.index), "running-head")


def _top_of(bench: Workbench, head: int) -> int:
    """The first line of the page whose running head this is: up over the marks at its top.

    Each kind once, since the second of a kind belongs to the foot of the page before.
    """
    seen: set[str] = set()
    top = head
    while top > 0 and bench.roles[top - 1] is Role.MARKING:
        rule = bench.rules[top - 1]
        if rule in seen or rule not in ("classification-banner", "declassified-stamp"):
            break
        seen.add(rule)
        top -= 1
    return top


def _by_banners(bench: Workbench, starts: dict[int, str]) -> None:
    """Two banners of one level with nothing but stamps between are a foot and a head."""
    last = -1
    for line in bench.lines[bench.cover_end :]:
        at = line.index
        if bench.kinds.get(at, ("", ""))[0] == "classification":
            if last >= 0 and bench.kinds[last] == bench.kinds[at] and at > bench.cover_end + 12:
                near = range(last + 1, at + 8)
                if not any(index in starts for index in near):
                    starts[at] = "banner-pair"
            last = at
        elif bench.roles[at] not in (Role.MARKING, Role.STAMP):
            last = -1


def _cut(bench: Workbench, starts: dict[int, str]) -> None:
    if not bench.lines:
        return
    bounds = sorted({0, *starts})
    for first, after in zip(bounds, [*bounds[1:], len(bench.lines)], strict=True):
        bench.sheets.append(Sheet(first, after - 1, starts.get(first, "first-page")))
        bench.page_of += [len(bench.sheets)] * (after - first)
    for sheet in bench.sheets:
        found = _MARKED.match(bench.lines[sheet.first].key) if bench.lines else None
        sheet.printed = int(found[1]) if found else None
