"""Dates as far as they are known, as spans of minutes: 1962-12 is all of that month.

Minutes are counted on the local clock from the year 1 on, without any zone: a time sent is the
time the post's own clock showed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

_PARTIAL = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2})(?::([0-9]{2})(?::[0-9]{2})?)?)?)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})", re.ASCII)
_DAY = 24 * 60


def minutes(partial: str) -> tuple[int, int] | None:
    """The first and last minute of a partial ISO date or time; None where it is none.

    >>> first, last = minutes("1962-12-13"); last - first
    1439
    """
    found = _PARTIAL.fullmatch(partial)
    if not found:
        return None
    year, month, day, hour, minute = (
        None if part is None else int(part) for part in found.groups()
    )
    assert year is not None  # noqa: S101 - the pattern begins with it
    try:
        begin = dt.datetime(year, month or 1, day or 1, hour or 0, minute or 0)  # noqa: DTZ001
    except ValueError:
        return None
    start = begin.toordinal() * _DAY + begin.hour * 60 + begin.minute
    return start, start + _length(year, month, day, hour, minute) - 1


def _length(
    year: int, month: int | None, day: int | None, hour: int | None, minute: int | None
) -> int:
    if minute is not None:
        return 1
    if hour is not None:
        return 60
    if day is not None:
        return _DAY
    if month is not None:
        return calendar.monthrange(year, month)[1] * _DAY
    return (366 if calendar.isleap(year) else 365) * _DAY


def clock(words: str) -> int | None:
    """The minute of the day of a time like 22:05; None where it is none."""
    found = _CLOCK.fullmatch(words)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return int(found[1]) * 60 + int(found[2])


def time_of_day(local: str) -> int | None:
    """The minute of the day of a local time; None where only the date is known."""
    return clock(local[11:16]) if len(local) >= 16 else None
