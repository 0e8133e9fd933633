"""Local clocks and instants, by the offsets of the vocabulary alone."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from app.telegram.vocabulary import Zone

WASHINGTON = "America/New_York"
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, on purpose without zone
DAY = 86_400
_LETTERS = dict(
    zip("ABCDEFGHIKLMNOPQRSTUVWXYZ", (*range(1, 13), *range(-1, -13, -1), 0), strict=True)
)


class Instant(NamedTuple):
    """What a local time comes to."""

    seconds: int  # UTC, since 1970
    offset: int  # seconds east of Greenwich
    doubt: str = ""


def seconds_of(local: dt.datetime) -> int:
    """Seconds from 1970 to a wall-clock time, as if the clock stood at Greenwich."""
    return int((local - EPOCH).total_seconds())


def wall(seconds: int, offset: int) -> str:
    """ISO 8601 to the minute with its offset: `1962-12-13T10:02-05:00`."""
    shown = (EPOCH + dt.timedelta(seconds=seconds + offset)).isoformat(timespec="minutes")
    return shown + _offset_words(offset)


@lru_cache(maxsize=64)
def _offset_words(offset: int) -> str:
    zone = dt.timezone(dt.timedelta(seconds=offset))
    return EPOCH.replace(tzinfo=zone).isoformat()[len("1970-01-01T00:00:00") :]


def offset_at(zone: Zone, seconds: int) -> int:
    """The offset in force at an instant, in seconds east of Greenwich."""
    index = bisect_right(zone.starts, seconds) - 1
    return zone.offsets[index] if index >= 0 else zone.initial


def instant(zone: Zone, local: dt.datetime) -> Instant:
    """The instant at which a zone's clocks showed a local time.

    Clocks set back show an hour twice: the first is taken, with a doubt. Clocks set forward
    leave one out: the offset before the change is taken, with a doubt.
    """
    shown = seconds_of(local)
    nearest = bisect_right(zone.starts, shown - DAY)
    if nearest == bisect_right(zone.starts, shown + DAY):  # no change of the clocks near by
        offset = zone.offsets[nearest - 1] if nearest else zone.initial
        return Instant(shown - offset, offset)
    offsets = sorted({offset_at(zone, shown + shift) for shift in (-DAY, 0, DAY)}, reverse=True)
    fitting = [off for off in offsets if offset_at(zone, shown - off) == off]
    if len(fitting) == 1:
        return Instant(shown - fitting[0], fitting[0])
    if fitting:
        return Instant(
            shown - fitting[0], fitting[0], f"The clocks of {zone.name} showed this time twice."
        )
    before = offset_at(zone, shown - DAY)
    return Instant(shown - before, before, f"The clocks of {zone.name} passed over this time.")


def letter_offset(letter: str) -> int | None:
    """The offset of a letter zone in seconds: A one hour east, Z none, R five hours west.

    J is local time, and has none.
    """
    hours = _LETTERS.get(letter)
    return None if hours is None else hours * 3600
