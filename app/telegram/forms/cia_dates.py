"""Times on CIA forms: the DATE box, the receipt stamp, the group of six digits before Z.

A stamp reads `NOV 25 0309Z 61` or `25 NOV 61`; a group `101649Z` names day, hour and minute and
borrows month and year from the date nearest to it. Engines read Z as 2 or 7.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from app.telegram.folding import Words, digits
from app.telegram.printed import MONTHS

_FULL = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
    "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
_MONTHS = Words(
    [(short, str(at)) for at, short in enumerate(MONTHS, 1)]
    + [(full, str(at)) for at, full in enumerate(_FULL, 1)]
    + [("SEPT", "9")]
)
_D = r"[0-9OILSBZ]"
_DAY_FIRST = re.compile(
    rf"(?<![\w/.-])(\d{_D}?|[OILSBZ]\d)[ .,/-]{{0,3}}((?=\d{{0,2}}[A-Z])[A-Z0-9]{{3,9}})[.,;'/ -]{{1,3}}(?:[1IL][9S] ?({_D}{{2}})|({_D}{{2}}))(?![\w/])"
)
# behind a label the next box's rule may be read as a figure of the year
_RUN_ON = re.compile(r"(?<![\w/.-])(\d{1,2}) ([A-Z]{3,9})\.? (19[4-9]\d)[\dIL](?!\w)")
_TIGHT = re.compile(r"(?<![\w/.-])(\d{1,2})([A-Z]{3})(\d\d)(?!\w)")
_MONTH_FIRST = re.compile(
    rf"(?<![\w/])([A-Z0-9]{{3,9}})[. ]{{1,2}}({_D}{{1,2}})[,. ]{{1,3}}(?:({_D}{{2}}) ?({_D}{{2}}) ?[Z27]?[-. ,]{{0,2}})?(?:[1I]9)?({_D}{{2}})(?!\w)"
)
_GROUP = re.compile(
    r"(?<![\w/])([0-9OILDSBGZ]{2} ?[0-9OILSBGZ]{4}) ?([Z27])(?![\w/])(?:[ .-]{0,2}([A-Z0-9]{3,4})[ .-]{1,2}([0-9OIL]{2})(?!\w))?"
)
_MAY_BE_GROUP = re.compile(r"[Z\d]")
_SHORT_GROUP = re.compile(
    r"(?<![\w/])(\d{6})(?![\w/])(?:[ .-]{0,2}([A-Z]{3})[ .-]{1,2}(\d\d)(?!\w))"
)


_HOUR = re.compile(r"[ .]{1,3}([0-2O][0-9OIL]) ?([0-5O][0-9OIL])\b(?: ?[Z27X]\b)?(?=\W{0,3}$)")
_RECEIPT = re.compile(r"(?<![\w/])(\d{1,2}) ?([A-Z]{3}) ?(\d\d) ?[I1L][NXO0] ?(\d{5})(?!\d)")


class Stamped(NamedTuple):
    """A date, the minute where one is printed, and where it stands in the key."""

    date: str
    time: str
    start: int
    end: int


def _month(word: str, limit: int | None) -> int:
    found = _MONTHS.near(word, 1) if len(word) <= 4 and limit else _MONTHS.near(word)
    return int(found.value) if found else 0


def _iso(day: str, month: int, year: str) -> str:
    plain_day, plain_year = digits(day), digits(year)
    if not (plain_day and plain_year and month):
        return ""
    try:
        return dt.date(1900 + int(plain_year[-2:]), month, int(plain_day)).isoformat()
    except ValueError:
        return ""


def _clock(hour: str, minute: str) -> str:
    plain = digits(hour or "") + digits(minute or "")
    if len(plain) != 4 or int(plain[:2]) > 23 or int(plain[2:]) > 59:
        return ""
    return f"{plain[:2]}:{plain[2:]}Z"


def find_date(key: str, must: bool = False) -> Stamped | None:
    """The first date of a line; with `must` a month may hold one slip."""
    limit = 1 if must else None
    for found in _MONTH_FIRST.finditer(key):
        if month := _month(found[1], limit):
            date = _iso(found[2], month, found[5])
            if date and int(date[2:4]) >= 40:
                return Stamped(date, _clock(found[3], found[4]), *found.span())
    run_on = _RUN_ON.search(key) if must else None
    if run_on and (month := _month(run_on[2], 1)) and (date := _iso(run_on[1], month, run_on[3])):
        return Stamped(date, "", *run_on.span())
    for found in _DAY_FIRST.finditer(key):
        if month := _month(found[2], limit):
            date = _iso(found[1], month, found[3] or found[4])
            if date and int(date[2:4]) >= 40:
                hour = _HOUR.match(key, found.end())  # the signal centre stamps it behind the date
                time = _clock(hour[1], hour[2]) if hour else ""
                return Stamped(date, time, found.start(), hour.end() if hour and time else found.end())  # fmt: skip
    tight = _TIGHT.search(key)
    if tight and (month := _month(tight[2], None)):
        return Stamped(_iso(tight[1], month, tight[3]), "", *tight.span())
    return None


def find_receipt(key: str) -> tuple[Stamped, int, int] | None:
    """The cable office's date and IN number run together, the word IN read as figures or not.

    Returns:
        The date, and where the number begins and ends; None where the line has no such stamp.
    """
    found = _RECEIPT.search(key)
    month = _month(found[2], None) if found else 0
    date = _iso(found[1], month, found[3]) if found and month else ""
    if not found or not date or int(date[2:4]) < 40:
        return None
    return Stamped(date, "", found.start(), found.end(3)), found.start(4), found.end(4)


class Group(NamedTuple):
    """A date-time group: the day of the month, the time, and the full date where printed."""

    day: int
    time: str
    date: str
    start: int
    end: int


def find_group(key: str) -> Group | None:
    """The first group of a line that names a possible day, hour and minute."""
    if not _MAY_BE_GROUP.search(key):
        return None
    for pattern in (_GROUP, _SHORT_GROUP):
        for found in pattern.finditer(key):
            plain = digits(found[1].replace(" ", ""))
            month, year = (found[3], found[4]) if pattern is _GROUP else (found[2], found[3])
            if len(plain) != 6 or not 1 <= int(plain[:2]) <= 31:
                continue
            time = _clock(plain[2:4], plain[4:])
            if not time:
                continue
            date = _iso(plain[:2], _month(month, 1), year) if month and year else ""
            return Group(int(plain[:2]), time, date, found.start(1), found.end())
    return None


def day_before(day: int, anchor: str) -> str:
    """The date with this day of the month nearest to the anchor; empty where there is none.

    It lies on the anchor's day, at most six days before it, or one day after.
    """
    if not anchor:
        return ""
    base = dt.date.fromisoformat(anchor)
    for back in (0, 1, 2, 3, 4, 5, 6, -1):
        date = base - dt.timedelta(days=back)
        if date.day == day:
            return date.isoformat()
    return ""
