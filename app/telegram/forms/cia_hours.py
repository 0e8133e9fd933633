"""Hours on a CIA message: date-time groups, the date and number that an office stamps on receipt."""

from __future__ import annotations

import re

from app.telegram.folding import Words, digits
from app.telegram.forms import cia_words
from app.telegram.forms.cia_dates import Group, Stamped, find_date, find_group, find_receipt
from app.telegram.forms.cia_lines import (
    IN_NUMBER,
    NUMBERED_STATION,
    PAGE_IN,
    REFS,
    SLOTTED,
    TOR,
    H,
    Head,
    tail,
)
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.workbench import Workbench

_IN_BRACKETS = re.compile(r"\([I1L][NXM]\b")  # the number of the message referred to
_LONGEST = 40  # letters of a line that a group heads or closes


def read_group(bench: Workbench, head: Head, line: Line) -> bool:
    """`TOR: group` is the receipt; a group beside the classification or alone is the sending."""
    group = find_group(line.key) or _glued(line.key)
    group = _parted_group(bench, line, group) if group and not group.date else group
    if TOR.match(line):
        return _labelled_group(bench, head, line, group)
    if SLOTTED.match(line):
        bench.claim(line.index, H, "cia-slotted")
        if head.slotted is None and (date := find_date(line.key)):
            head.slotted = (date, line.part(date.start, date.end))
        return not cia_words.label(line)
    if PAGE_IN.match(line):
        bench.claim(line.index, H, "cia-page-line")
        tail(bench, head, line, 0)
        return True
    if not group or len(line.bare) > _LONGEST:
        return False
    return _awaited(bench, head, line, group) or _sent(bench, head, line, group)


def _labelled_group(bench: Workbench, head: Head, line: Line, group: Group | None) -> bool:
    """TOR and TOT with the group behind them, or the label alone, which waits for it."""
    bench.claim(line.index, H, "cia-tor")
    sent = re.search(r"T[O0]T ?[:;.]", line.key)
    if group and sent:
        head.group = head.group or (group, line.part(group.start, group.end))
    elif group:
        head.tor = (group, line.part(group.start, group.end))
    else:
        head.waiting.append("TOT" if sent else "TOR")
    tail(bench, head, line, group.end if group else 0)
    return True


def _awaited(bench: Workbench, head: Head, line: Line, group: Group) -> bool:
    """A group with its month for which a label above waits."""
    where = line.part(group.start, group.end)
    if "TOR" in head.waiting and group.date and not line.key[: group.start].strip():
        head.waiting.remove("TOR")
        head.tor = (group, where)
        return bench.claim(line.index, H, "cia-tor")
    if "TOT" in head.waiting and group.date and head.group is None:
        head.waiting.remove("TOT")
        head.group = (group, where)
        return bench.claim(line.index, H, "cia-tor")
    return False


def _sent(bench: Workbench, head: Head, line: Line, group: Group) -> bool:
    """A group behind the level, behind the channel's name, or alone on its line."""
    before = line.key[: group.start].strip(" .:*'-").removesuffix("STAFF").strip()
    said = "".join(filter(str.isalnum, before))
    level = bench.lexicon.classifications.get(said, "")
    if not level and not _stands_alone(bench, line, group, before):
        near = _LEVELS.near(said)
        if not near:
            return False
        level = near.value
    if _is_stamp(line.key):
        return False
    bench.claim(line.index, H, "cia-date-time-group")
    if level:
        span = line.part(0, group.start)
        bench.add("classification", level, [span], "cia-date-time-group")
    if head.group is None or (group.date and not head.group[0].date):
        head.group = (group, line.part(group.start, group.end))
    if line.key[group.end :]:
        tail(bench, head, line, group.end)
    return True


def _stands_alone(bench: Workbench, line: Line, group: Group, before: str) -> bool:
    if len(before) > (3 if group.date else 0):
        return False
    banner_above = line.index and bench.rules[line.index - 1] == "classification-banner"
    channel = "STAFF" in line.key[: group.start] or NUMBERED_STATION.search(line.key, group.end)
    return bool(group.date or banner_above or channel or len(line.bare) <= 8)


def _parted_group(bench: Workbench, line: Line, group: Group) -> Group:
    """The month and the year of a group on the lines below, as an engine parts columns."""
    if group.end < len(line.key):
        return group
    text = line.key[group.start :]
    for below in bench.lines[line.index + 1 : line.index + 3]:
        text = f"{text} {below.key}"
        whole = find_group(text) if len(below.text) <= _MONTH_AND_YEAR else None
        if whole is None or len(below.text) > _MONTH_AND_YEAR:
            break
        if whole.date and whole.day == group.day:
            for each in bench.lines[line.index + 1 : below.index + 1]:
                bench.claim(each.index, H, "cia-date-time-group")
            return group._replace(date=whole.date)
    return group


_MONTH_AND_YEAR = 8  # signs of `MAY 98`, or of one of the two


_GLUED = re.compile(r"^\W{0,2}(?:SECRET|CONFIDENTIAL)(?=\d{6}[Z27]?$)")


def _glued(key: str) -> Group | None:
    """The level and the hour without a space between."""
    level = _GLUED.match(key)
    group = find_group(key[level.end() :]) if level else None
    if level is None or group is None:
        return None
    return group._replace(start=group.start + level.end(), end=group.end + level.end())


_LEVELS = Words({level: level for level in ("SECRET", "CONFIDENTIAL", "TOP SECRET")})


def _is_stamp(key: str) -> bool:
    found = find_date(key)
    return bool(found and found.time)


def read_stamp(bench: Workbench, head: Head, line: Line) -> bool:
    """A date, an IN number, or both, with little else on the line."""
    key = line.key
    if cia_words.label(line) or REFS.match(line) or _IN_BRACKETS.search(key):
        return False
    if line.index and bench.rules[line.index - 1] == "classification-review" and " ON " in key:
        return bench.claim(line.index, Role.MARKING, "review-conducted")
    if (tight := find_receipt(key)) is not None:
        stamped, start, end = tight
        bench.claim(line.index, H, "cia-in-number")
        bench.add("in_number", digits(key[start:end]), [line.part(start, end)], "cia-in-number")
        keep_date(head, stamped, line, received=True)
        return True
    number = IN_NUMBER.match(line)
    date = find_date(key, must=number is not None)  # beside its number the office stamps its date
    if not (date or number) or len(key) > 48:
        return False
    used = (date.end - date.start if date else 0) + (len(number[0]) if number else 0)
    used += len(boxed[0]) if date and (boxed := _BOX_BESIDE.match(key, date.end)) else 0
    if len(key) - used > 14 and not (date and date.time):
        return False
    bench.claim(line.index, H, "cia-in-number" if number else "cia-date")
    if number and (value := digits(number[1])):
        bench.add("in_number", value, [line.part(*number.span(1))], "cia-in-number")
    if date:
        keep_date(head, date, line, received=bool(number or date.time))
    return True


# the words of a box beside a date whose label is lost
_BOX_BESIDE = re.compile(
    r" {1,3}(?:N[O0] [I1L]NDEX|[I1L]NDEX|F[I1L]LE [I1L]N C[S5] F[I1L]LE).{0,6}$"
)


def keep_date(head: Head, date: Stamped, line: Line, *, received: bool) -> None:
    """Keep a date for what it can be: the receipt's, else that of the box, else the receipt's."""
    span = line.part(date.start, date.end)
    if received:
        if head.stamp is None or (date.time and not head.stamp[0].time):
            head.stamp = (date, span)
    elif head.box is None:
        head.box = (date, span)
        if "DATE" in head.waiting:
            head.waiting.remove("DATE")
    elif head.stamp is None:
        head.stamp = (date, span)
