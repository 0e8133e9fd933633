"""The reading as a whole: pages that are missing or astray, and further telegrams in the text.

The running head of a later page repeats the telegram's number, so it tells a page of another
telegram; the numbers printed on pages tell what is missing. A second header below the first
text begins another telegram, or the same one again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from app.telegram.forms.several import tell_further
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.times import number_date
from app.telegram.workbench import Workbench

_NUMBER = re.compile(r"(?<![A-Z0-9])(?:([A-Z]{3,6}) {1,3})?(\d{1,6})[ ,.;]{1,4}$")
_HEADED = 44  # lines below a heading in which its number line may stand


def look_over(bench: Workbench) -> None:
    """Add doubts about pages, and where further telegrams begin."""
    _printed_numbers(bench)
    _heads(bench)
    _repeated_heading(bench)
    _headings(bench)


def _printed_numbers(bench: Workbench) -> None:
    """Page numbers the paper shows must follow one another."""
    shown = [(at, sheet.printed) for at, sheet in enumerate(bench.sheets, 1) if sheet.printed]
    if not shown or bench.further:
        return
    if any(sheet.rule == "page-mark-heading" for sheet in bench.sheets):
        return
    if shown[0][0] == 2 and "number" in bench.fields:
        shown.insert(0, (1, 1))  # the first page shows no number
    for (_, first), (_, later) in pairwise(shown):
        if first is None or later is None:
            continue
        if later <= first:
            bench.doubts.append(f"Page {later} stands below page {first}.")
        elif not {*range(first + 1, later)} <= {number for _, number in shown}:
            bench.doubts.append(f"Between page {first} and page {later} pages are missing.")
    if shown[0][0] == 1 and (shown[0][1] or 1) > 1:
        bench.doubts.append(f"The text begins with page {shown[0][1]}.")


def _named(key: str) -> tuple[str, str] | None:
    """Series and number before the day and hour of a number line or running head."""
    printed = number_date(key)
    found = _NUMBER.search(key[: printed.start]) if printed else None
    return (found[1] or "", found[2].lstrip("0")) if found else None


def _heads(bench: Workbench) -> None:
    """A running head that names another telegram."""
    known = bench.fields.get("number")
    for number, sheet in enumerate(bench.sheets, 1):
        if sheet.running_head is None or known is None:
            continue
        head = next(line for line in bench.lines[sheet.first :] if line.span == sheet.running_head)
        named = _named(head.key)
        if named and named[1] != str(known.value).lstrip("0"):
            bench.doubts.append(
                f"The head of page {number} names number {named[1]}, the first page {known.value}."
            )


_SENDER = re.compile(r"^\W{0,2}(?:FM|FROM:?) {1,3}([A-Z][A-Z .]{2,30})\W{0,2}$")
_HOUR = re.compile(r"\b\d{6} ?Z\b")


def _repeated_heading(bench: Workbench) -> None:
    """A telegram sent again inside this one: its hour and its FROM line stand in the text."""
    for line in bench.body:
        found = _SENDER.match(line.key) if "F" in line.key[:3] else None
        if not found:
            continue
        if bench.rules[line.index] == "further-message":
            continue
        above = bench.lines[max(0, line.index - 3) : line.index]
        if any(bench.roles[each.index] is Role.BODY and _HOUR.search(each.key) for each in above):
            said = f"The text repeats a telegram from {found[1].strip()} with its own heading."
            bench.doubts.append(said)


def _headings(bench: Workbench) -> None:
    """Headings of the form below the text, with a number line of their own."""
    if "number" not in bench.fields or bench.further:
        return
    starts = list(_later_headings(bench))
    for at, (heading, number) in enumerate(starts):
        until = starts[at + 1][0].index if at + 1 < len(starts) else len(bench.lines)
        tell_further(bench, heading.index, until, number)


_HEADINGS = {"form-heading", "form-telegram"}


def _later_headings(bench: Workbench) -> Iterator[tuple[Line, str]]:
    if not bench.body or _HEADINGS.isdisjoint(bench.rules):
        return
    for line in bench.lines[bench.body[0].index :]:
        if bench.rules[line.index] not in _HEADINGS:
            continue
        for below in bench.lines[line.index + 1 : line.index + _HEADED]:
            if bench.roles[below.index] is Role.RUNNING_HEAD or below.long:
                break
            header = bench.roles[below.index] is Role.HEADER
            named = _named(below.key) if header else None
            if named:
                yield line, named[1]
                break
