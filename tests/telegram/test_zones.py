"""Offsets are our data: facts of the record, and the calculus of local clocks."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telegram.zones import instant, letter_offset, offset_at, seconds_of, wall
from app.vocabulary import load

ZONES = load().zones


def _hours(zone: str, when: str) -> float:
    at = int(dt.datetime.fromisoformat(when + "+00:00").timestamp())
    return offset_at(ZONES[zone], at) / 3600


# What the record says of each place:
FACTS = [
    # France: UTC+1 the year round from the end of 1945 to the summer time of 1976
    ("Europe/Paris", "1946-01-15T12:00", 1), ("Europe/Paris", "1962-07-15T12:00", 1),
    ("Europe/Paris", "1975-07-15T12:00", 1), ("Europe/Paris", "1976-07-15T12:00", 2),
    # Washington: daylight time to the last Sunday of October, 28 October 1962, 06:00 UTC
    ("America/New_York", "1962-10-28T05:59", -4), ("America/New_York", "1962-10-28T06:00", -5),
    # ... and in January 1974, under the Emergency Daylight Saving Time Energy Conservation Act
    ("America/New_York", "1974-01-15T12:00", -4), ("America/New_York", "1973-12-15T12:00", -5),
    # Britain: British Standard Time, UTC+1 in winter, 1968 to 1971
    ("Europe/London", "1969-01-15T12:00", 1), ("Europe/London", "1972-01-15T12:00", 0),
    # Saigon: UTC+8 from 1960 to June 1975
    ("Asia/Ho_Chi_Minh", "1963-11-01T12:00", 8), ("Asia/Ho_Chi_Minh", "1976-01-01T12:00", 7),
    # India half an hour, Liberia 44 minutes 30 seconds to January 1972, Venezuela -4:30 to 1965
    ("Asia/Kolkata", "1962-10-20T12:00", 5.5), ("Africa/Monrovia", "1971-06-01T12:00", -2670 / 3600),
    ("Africa/Monrovia", "1973-06-01T12:00", 0), ("America/Caracas", "1960-01-01T12:00", -4.5),
    # Moscow: UTC+3 without summer time from 1930 to 1981
    ("Europe/Moscow", "1962-07-01T12:00", 3),
    # Germany: double summer time in May and June 1947
    ("Europe/Berlin", "1947-06-01T12:00", 3),
    # Kept apart only by a backzone build: Sweden had no summer time in 1947, Dakar -1 before 1941,
    # Luxembourg none in 1976
    ("Europe/Stockholm", "1947-06-01T12:00", 1), ("Africa/Dakar", "1940-01-01T12:00", -1),
    ("Africa/Abidjan", "1940-01-01T12:00", 0), ("Europe/Amsterdam", "1930-01-01T12:00", 1172 / 3600),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "when", "hours"), FACTS)
def test_the_clocks_of_the_record(zone: str, when: str, hours: float) -> None:
    assert _hours(zone, when) == pytest.approx(hours)


def test_no_post_of_france_has_summer_time_between_1946_and_1975() -> None:
    paris = ZONES["Europe/Paris"]
    low, high = (seconds_of(dt.datetime(year, 1, 1)) for year in (1946, 1976))  # noqa: DTZ001
    assert [start for start in paris.starts if low < start < high] == []


@given(
    st.sampled_from(sorted(ZONES)),
    st.integers(-2_177_000_000, 2_177_000_000),
)
def test_a_local_time_leads_back_to_its_instant_or_is_doubted(name: str, at: int) -> None:
    zone = ZONES[name]
    local = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=at + offset_at(zone, at))  # noqa: DTZ001
    found = instant(zone, local)
    assert found.seconds == at or found.doubt


def test_before_the_first_change_holds_the_first_offset() -> None:
    zone = ZONES["America/New_York"]
    assert offset_at(zone, zone.starts[0] - 1) == zone.initial == -5 * 3600


@pytest.mark.parametrize(
    ("letter", "hours"), [("Z", 0), ("A", 1), ("M", 12), ("N", -1), ("R", -5), ("Q", -4), ("Y", -12)]
)  # fmt: skip
def test_letter_zones(letter: str, hours: int) -> None:
    assert letter_offset(letter) == hours * 3600


def test_j_is_the_local_clock_and_has_no_offset() -> None:
    assert letter_offset("J") is None


def test_an_instant_is_written_on_any_clock() -> None:
    assert wall(0, -5 * 3600) == "1969-12-31T19:00-05:00"
    assert wall(-220_000_000, 0) == "1963-01-11T16:53+00:00"
