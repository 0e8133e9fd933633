"""From printed words to an instant: which year, which clock, how long under way.

State telegrams print the day and hour at the post without a year; the year comes from other
words of the same paper, and `infer_year` names them. Washington's clock and the post's follow
the zones of the vocabulary on that date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from app.telegram.reading import Moment, Span
from app.telegram.times import Printed, century
from app.telegram.vocabulary import Vocabulary
from app.telegram.zones import (
    DAY,
    EPOCH,
    WASHINGTON,
    Instant,
    instant,
    letter_offset,
    offset_at,
    seconds_of,
    wall,
)

_NAMED = {"GMT": 0, "EST": -5 * 3600, "EDT": -4 * 3600}
_FILED_ON = re.compile(r"/(\d{1,2})[-–](\d{1,2})(\d{2})(?!\d)")
_LONGEST = 30 * DAY


class Year(NamedTuple):
    """A year and what it was read from; None where nothing tells it."""

    value: int | None
    source: str = ""  # printed, received, file number, stamp, dtg
    doubt: str = ""


def filed_on(file_number: str) -> tuple[int, int, int] | None:
    """Year, month and day in a dated decimal file number: `611.51/12-1362` is 13 December 1962.

    One or two digits of the day stand before the two of the year, so `8-159` is 1 August 1959.
    """
    found = _FILED_ON.search(file_number)
    if not found:
        return None
    month, number, year = int(found[1]), int(found[2]), century(int(found[3]))
    return (year, month, number) if 1 <= month <= 12 and 1 <= number <= 31 else None


def infer_year(
    month: int,
    day: int,
    *,
    printed: int | None = None,
    received: Printed | None = None,
    file_number: str = "",
    stamps: Sequence[Printed] = (),
    dtg: Printed | None = None,
) -> Year:
    """The year of a day that is printed without one.

    The evidence is asked in the order of weight: the year printed beside it, the receipt (sent
    at the end of a year and received in the next: minus one), a dated file number, a filing
    stamp (it can only be later), a date-time group.
    """
    if printed is not None:
        return Year(printed, "printed")
    if received is not None and received.year and received.month:
        return Year(received.year - (month >= 11 and received.month <= 2), "received")
    filed = filed_on(file_number)
    if filed and filed[1] == month:
        return Year(filed[0], "file number")
    later = [stamp for stamp in stamps if stamp.year and stamp.month]
    if later:
        earliest = min(later, key=lambda stamp: (stamp.year or 0, stamp.month or 0))
        doubt = "A filing stamp only says that the telegram is not later."
        return Year(_not_after(month, day, earliest), "stamp", doubt)
    if dtg is not None and dtg.year and dtg.month:
        return Year(dtg.year - (month == 12 and dtg.month == 1), "dtg")
    return Year(None)


def _not_after(month: int, day: int, bound: Printed) -> int:
    """The latest year in which the day does not lie after the bound.

    A day or two after it is let pass: clocks east of Washington, and slips.
    """
    year = bound.year or 0
    ahead = (month - (bound.month or 0)) * 31 + day - (bound.day or 31)
    return year - 1 if ahead > 31 else year


def moment(
    kind: str,
    printed: Printed,
    vocabulary: Vocabulary,
    *,
    words: Sequence[str] = (),
    spans: Sequence[Span] = (),
    zone: str = "",
    year: Year | None = None,
) -> Moment:
    """What a printed time comes to.

    Args:
        kind: `sent` or `received`.
        printed: the time as read.
        vocabulary: whose zones tell the offsets.
        words: the words as they stand, for the reading.
        spans: where they stand.
        zone: IANA name of the clock it follows where no zone is printed; the post's for a sent
            time, Washington's for a State receipt; empty where unknown.
        year: the year where the words give none, from `infer_year`.

    Returns:
        A moment whose `utc` and `washington` are empty where only a day is known, or no zone.
    """
    found = year or Year(printed.year, "printed" if printed.year else "")
    known = printed if printed.year else printed._replace(year=found.value)
    clock = _zone_name(printed.zone, zone, vocabulary)
    shown, doubts = _local(known)
    doubts += [doubt for doubt in (printed.doubt, found.doubt) if doubt]
    at = _instant(shown, clock, vocabulary) if shown and known.hour is not None else None
    if at and at.doubt:
        doubts.append(at.doubt)
    return Moment(
        kind=kind,
        printed=tuple(words),
        spans=tuple(spans),
        local=_local_words(known, shown),
        zone=clock,
        utc=wall(at.seconds, 0) if at else "",
        washington=_washington(at, vocabulary) if at else "",
        precision=known.precision,
        year_from=found.source if known.year else "",
        doubt=" ".join(doubts),
    )


def _zone_name(letter: str, zone: str, vocabulary: Vocabulary) -> str:
    """The clock a time follows: the printed zone before the post's; J means local."""
    if letter and letter != "J":
        return "Z" if letter == "GMT" else letter
    return zone if zone in vocabulary.zones else ""


def _local(known: Printed) -> tuple[dt.datetime | None, list[str]]:
    """The wall-clock time, and what is doubtful about it."""
    if known.year is None or known.month is None or known.day is None:
        return None, []
    hour, minute = known.hour or 0, known.minute or 0
    whole = hour < 24 and minute < 60
    try:
        clock = (hour, minute) if whole else (0, 0)
        shown = dt.datetime(known.year, known.month, known.day, *clock)  # noqa: DTZ001 - a wall clock
    except ValueError:
        return None, [f"There is no day {known.date}."]
    if not whole:
        shown += dt.timedelta(hours=hour, minutes=minute)
    return shown, ["Midnight is taken as the end of the day."] if hour == 24 else []


def _local_words(known: Printed, shown: dt.datetime | None) -> str:
    if shown is None:
        return ""
    return known.date if known.hour is None else shown.isoformat(timespec="minutes")


def _instant(shown: dt.datetime, clock: str, vocabulary: Vocabulary) -> Instant | None:
    if clock in vocabulary.zones:
        return instant(vocabulary.zones[clock], shown)
    fixed = _NAMED.get(clock, letter_offset(clock))
    return None if fixed is None else Instant(seconds_of(shown) - fixed, fixed)


def _washington(at: Instant, vocabulary: Vocabulary) -> str:
    zone = vocabulary.zones.get(WASHINGTON)
    return wall(at.seconds, offset_at(zone, at.seconds)) if zone else ""


class Transit(NamedTuple):
    """How long a telegram was under way; None where either instant is unknown."""

    minutes: int | None
    doubt: str = ""


def transit(sent: Moment | None, received: Moment | None) -> Transit:
    """Minutes from dispatch to receipt, with a doubt where they cannot be."""
    if sent is None or received is None or not sent.utc or not received.utc:
        return Transit(None)
    start, end = map(dt.datetime.fromisoformat, (sent.utc, received.utc))
    minutes = int((end - start).total_seconds()) // 60
    if minutes < 0:
        return Transit(minutes, "The telegram is received before it is sent.")
    if minutes * 60 > _LONGEST:
        return Transit(minutes, "The telegram is under way for more than a month.")
    return Transit(minutes)


def transit_minutes(sent: Moment | None, received: Moment | None) -> int | None:
    """Minutes from dispatch to receipt, negative where the paper says so; see `transit`."""
    return transit(sent, received).minutes


def completed(printed: Printed, context: Printed) -> Printed:
    """A group of day, hour and minute (`121705Z`) with the month and year of another time.

    The day nearest to the context is taken: a day 30 beside the first of a month is the month
    before.
    """
    if printed.month or not context.date or printed.day is None:
        return printed
    base = EPOCH.replace(year=context.year or 1970, month=context.month or 1, day=context.day or 1)
    for shift in sorted(range(-15, 16), key=abs):
        near = base + dt.timedelta(days=shift)
        if near.day == printed.day:
            return printed._replace(year=near.year, month=near.month)
    return printed
