"""Every notation of time, the year no one printed, and the clocks of both ends."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telegram import times
from app.telegram.moments import (
    Transit,
    Year,
    completed,
    filed_on,
    infer_year,
    moment,
    transit,
    transit_minutes,
)
from app.telegram.reading import Span
from app.telegram.times import Printed
from app.telegram.zones import WASHINGTON
from app.vocabulary import load

VOCABULARY = load()


def _day(text: str) -> Printed:
    found = times.day(text)
    assert found is not None
    return found


# text, date or month and day, time, words taken
NOTATIONS = [
    # number lines of State forms: no year, local hour
    ("NO: SECTO 8, DECEMBER 13, 11 AM", (None, 12, 13), "11:00", "DECEMBER 13, 11 AM"),
    ("1234, May 5, 4 p.m.", (None, 5, 5), "16:00", "May 5, 4 p.m."),
    ("77, JUNE 3, NOON", (None, 6, 3), "12:00", "JUNE 3, NOON"),
    ("77, JUNE 3, 12 NOON", (None, 6, 3), "", "JUNE 3"),
    ("77, JUNE 3, MIDNIGHT", (None, 6, 3), "00:00", "JUNE 3, MIDNIGHT"),
    ("77, JUNE 3, 12:30 AM", (None, 6, 3), "00:30", "JUNE 3, 12:30 AM"),
    ("1786, September 5, 6 p.m.", (None, 9, 5), "18:00", "September 5, 6 p.m."),
    ("5, JAN 7, 1961, 1 PM", (1961, 1, 7), "13:00", "JAN 7, 1961, 1 PM"),
    # receipts, also over two lines
    ("Rec'd: DECEMBER 13, 1962\n10:02 AM", (1962, 12, 13), "10:02", "DECEMBER 13, 1962\n10:02 AM"),
    # stamps of the telegraph branch
    ("1962 AUG 26 PM 1 02", (1962, 8, 26), "13:02", "1962 AUG 26 PM 1 02"),
    ("AUG 26 1 02 PM '63", (1963, 8, 26), "13:02", "AUG 26 1 02 PM '63"),
    ("Oct 22 7:29 PM, 1962", (1962, 10, 22), "19:29", "Oct 22 7:29 PM, 1962"),
    # date-time groups
    ("R 121530Z DEC 66", (1966, 12, 12), "15:30Z", "R 121530Z DEC 66"),
    ("290346Z JUL 76", (1976, 7, 29), "03:46Z", "290346Z JUL 76"),
    ("O P 121530Z DEC 66", (1966, 12, 12), "15:30Z", "O P 121530Z DEC 66"),
    ("O 171959Z AUG 75 ZFF4", (1975, 8, 17), "19:59Z", "O 171959Z AUG 75"),
    ("131100A DEC 62", (1962, 12, 13), "11:00", "131100A DEC 62"),
    ("PAGE 01 PARIS 01234 121705Z", (None, None, 12), "17:05Z", "121705Z"),
    ("13/1100Z", (None, None, 13), "11:00Z", "13/1100Z"),
    ("121530Z DEC 2001", (2001, 12, 12), "15:30Z", "121530Z DEC 2001"),
    # days alone
    ("13 DEC 1962", (1962, 12, 13), "", "13 DEC 1962"),
    ("13DEC62", (1962, 12, 13), "", "13DEC62"),
    ("10 December 1963", (1963, 12, 10), "", "10 December 1963"),
    ("December 1st, 1963", (1963, 12, 1), "", "December 1st, 1963"),
    ("12/13/62", (1962, 12, 13), "", "12/13/62"),
    ("13/12/62", (1962, 12, 13), "", "13/12/62"),
    ("1962-12-13", (1962, 12, 13), "", "1962-12-13"),
    ("1/27/90", (1990, 1, 27), "", "1/27/90"),
    ("Sept. 4, 1959", (1959, 9, 4), "", "Sept. 4, 1959"),
    ("DECEMBER 13", (None, 12, 13), "", "DECEMBER 13"),
    # leap day
    ("FEBRUARY 29, 1964", (1964, 2, 29), "", "FEBRUARY 29, 1964"),
]


@pytest.mark.parametrize(("text", "day", "hour", "words"), NOTATIONS)
def test_each_notation_is_read(
    text: str, day: tuple[int | None, ...], hour: str, words: str
) -> None:
    found = times.find(text)[0]
    assert (found.year, found.month, found.day) == day
    assert found.time == hour
    assert text[found.start : found.end] == words


# Slips of OCR in each part: digits, the Z, the m of p.m., a slashed zero, the month.
@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("DECEMBER l2, 1O AM", (None, 12, 12), "10:00"),
        ("MAY 3, 5 p.in.", (None, 5, 3), "17:00"),
        ("MAY 3, 5 p.ni", (None, 5, 3), "17:00"),
        ("MAY 3, 5 P. M.", (None, 5, 3), "17:00"),
        ("RØ11047Z OCT 62", (1962, 10, 1), "10:47Z"),
        ("P 2914I5Z MAR 7O", (1970, 3, 29), "14:15Z"),
        ("1D16492", (None, None, 10), "16:49Z"),
        ("DECEMRER 13, 11 AM", (None, 12, 13), "11:00"),
        ("FEBUARY 3, NOON", (None, 2, 3), "12:00"),
        ("JUNE 3, N00N", (None, 6, 3), "12:00"),
    ],
)
def test_slips_are_met_where_a_time_must_stand(
    text: str, day: tuple[int | None, ...], hour: str
) -> None:
    found = times.find(text, must=True)[0]
    assert ((found.year, found.month, found.day), found.time) == (day, hour)


# Numbers and words that are no time: a control number, a page, ordinals, a Z that is none,
# days and hours that cannot be.
@pytest.mark.parametrize(
    "text",
    [
        "Control: 5860", "PARAGRAPH 2", "JANUARY 1963", "PAGE 01 PARIS", "IN REPLY", "24TH DIVISION",
        "FEBRUARY 30, 1962", "FEBRUARY 29, 1963", "991530Z DEC 66", "122560Z", "MAY 32, 1961", "13/13/62",
        "MAYOR 5 SAID", "MARCHING 3 MILES", "5 PROPOSALS", "3 AMBASSADORS", "DECISION 13", "25:10", "",
    ],
)  # fmt: skip
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert times.find(text) == ()


def test_a_post_is_not_a_month_even_where_a_time_must_stand() -> None:
    assert [found.notation for found in times.find("PAGE 01 PARIS 01234", must=True)] == []


def test_midnight_keeps_that_it_was_printed_as_the_end_of_the_day() -> None:
    found = times.number_date("JUNE 3, MIDNIGHT")
    assert found is not None
    assert found.hour == 24


@pytest.mark.parametrize(
    ("text", "letters"), [("R 121530Z", "R"), ("O P 121530Z", "OP"), ("ZO 121530Z", "ZO"), ("121530Z", "")]
)  # fmt: skip
def test_precedence_letters_stand_before_the_group(text: str, letters: str) -> None:
    found = times.dtg(text)
    assert found is not None
    assert found.precedence == letters


# The clock before the date, after it, below it, in Zulu; a stamp; a date alone.
@pytest.mark.parametrize(
    ("text", "date", "hour"),
    [
        ("Rec'd: MAY 5, 1960\n5:02 PM", "1960-05-05", "17:02"),
        ("5:02 PM MAY 5, 1960", "1960-05-05", "17:02"),
        ("16 Oct 63 1545Z", "1963-10-16", "15:45Z"),
        ("13 DEC 63 13 49Z", "1963-12-13", "13:49Z"),
        ("AUG 26 1 02 PM '63", "1963-08-26", "13:02"),
        ("R 121530Z DEC 66", "1966-12-12", "15:30Z"),
        ("MAY 5, 1960", "1960-05-05", ""),
        ("MAY 5, 1860 5:02 PM", "1960-05-05", "17:02"),
    ],
)  # fmt: skip
def test_a_receipt_is_a_date_with_its_clock(text: str, date: str, hour: str) -> None:
    found = times.received(text)
    assert found is not None
    assert (found.date, found.time) == (date, hour)


def test_an_impossible_century_is_a_doubt() -> None:
    found = times.received("Rec'd: MAY 5, 1860")
    assert found is not None
    assert found.doubt == "The year is printed 1860."


@pytest.mark.parametrize(("two", "year"), [(30, 1930), (99, 1999), (0, 2000), (29, 2029)])
def test_two_digits_on_a_telegram_mean_a_year_in_its_time(two: int, year: int) -> None:
    assert times.century(two) == year


# The earliest after about 1970 and never before the document (telegrams.md 3.3).
@pytest.mark.parametrize(
    ("two", "document", "year"),
    [(90, 1962, 1990), (5, 1962, 2005), (62, 1962, 2062), (75, 1974, 1975), (73, 1974, 2073), (76, None, 1976)],
)  # fmt: skip
def test_two_digits_on_a_review_stamp(two: int, document: int | None, year: int) -> None:
    assert times.stamp_year(two, document) == year


@given(st.text(alphabet="0123456789 JANDECMZPOR:,.'/\nl|", max_size=120), st.booleans())
def test_any_text_gives_times_that_can_be_and_do_not_overlap(text: str, must: bool) -> None:
    last = 0
    for found in times.find(text, must=must):
        assert last <= found.start < found.end <= len(text)
        assert found.month is None or 1 <= found.month <= 12
        assert found.day is None or 1 <= found.day <= 31
        assert found.hour is None or 0 <= found.hour <= 24
        last = found.end


@pytest.mark.parametrize(
    "unit", ["JAN 1 ", "12 JAN 12 ", "1 ", "O O ", "11 11 11 ", "A", "1", "DEC "]
)
def test_hostile_lines_cost_their_length(unit: str) -> None:
    begin = time.process_time()
    times.find(unit * (120_000 // len(unit)))
    assert time.process_time() - begin < 4.0


# Each piece of evidence alone, and the heavier before the lighter.
@pytest.mark.parametrize(
    ("month", "day", "evidence", "year"),
    [
        (12, 13, {"printed": 1961, "received": _day("MAY 5, 1960")}, Year(1961, "printed")),
        (12, 13, {"received": _day("DECEMBER 13, 1962")}, Year(1962, "received")),
        (12, 31, {"received": _day("JANUARY 1, 1963")}, Year(1962, "received")),
        (1, 2, {"received": _day("JANUARY 1, 1963")}, Year(1963, "received")),
        (12, 13, {"file_number": "611.51/12-1362"}, Year(1962, "file number")),
        (8, 1, {"file_number": "711.11-EI/8-159"}, Year(1959, "file number")),
        (12, 13, {"file_number": "611.51/3-362", "dtg": _day("1963-01-01")}, Year(1962, "dtg")),
        (5, 1, {"dtg": _day("1963-05-02")}, Year(1963, "dtg")),
        (5, 1, {}, Year(None)),
    ],
)  # fmt: skip
def test_the_year_is_inferred_and_its_source_named(
    month: int, day: int, evidence: dict[str, object], year: Year
) -> None:
    assert infer_year(month, day, **evidence) == year  # type: ignore[arg-type]


def test_a_filing_stamp_is_only_an_upper_bound() -> None:
    year = infer_year(12, 13, stamps=[_day("MAR 21, 1963"), _day("APR 2, 1964")])
    assert (year.value, year.source) == (1962, "stamp")
    assert "not later" in year.doubt
    assert infer_year(2, 13, stamps=[_day("MAR 21, 1963")]).value == 1963


@pytest.mark.parametrize(
    ("number", "day"),
    [("611.51/12-1362", (1962, 12, 13)), ("762.00/2-461", (1961, 2, 4)), ("854.51/391", None), ("POL 15-1 US", None)],
)  # fmt: skip
def test_a_dated_file_number_holds_a_day(number: str, day: tuple[int, int, int] | None) -> None:
    assert filed_on(number) == day


def _sent(text: str, zone: str, year: int | None) -> object:
    printed = times.find(text)[0]
    return moment("sent", printed, VOCABULARY, zone=zone, year=Year(year, "received"))


# Local against Washington; winter and summer; a zone of minutes; Zulu and letter zones; day only.
@pytest.mark.parametrize(
    ("text", "zone", "year", "utc", "washington", "precision"),
    [
        ("DECEMBER 13, 11 AM", "Europe/Paris", 1962, "1962-12-13T10:00+00:00", "1962-12-13T05:00-05:00", "hour"),
        ("JULY 1, 11 AM", "Europe/Paris", 1962, "1962-07-01T10:00+00:00", "1962-07-01T06:00-04:00", "hour"),
        ("MAY 3, NOON", "Asia/Kolkata", 1962, "1962-05-03T06:30+00:00", "1962-05-03T02:30-04:00", "hour"),
        ("MAY 3, 1 AM", "Asia/Tokyo", 1960, "1960-05-02T16:00+00:00", "1960-05-02T12:00-04:00", "hour"),
        ("R 121530Z DEC 66", "Europe/Paris", None, "1966-12-12T15:30+00:00", "1966-12-12T10:30-05:00", "minute"),
        ("131100A DEC 62", "", None, "1962-12-13T10:00+00:00", "1962-12-13T05:00-05:00", "minute"),
        ("131100R DEC 62", "", None, "1962-12-13T16:00+00:00", "1962-12-13T11:00-05:00", "minute"),
        ("DECEMBER 13", "Europe/Paris", 1962, "", "", "day"),
        ("DECEMBER 13, 11 AM", "", 1962, "", "", "hour"),
    ],
)  # fmt: skip
def test_a_moment_stands_on_three_clocks(
    text: str, zone: str, year: int | None, utc: str, washington: str, precision: str
) -> None:
    printed = times.find(text)[0]
    known = Year(year, "received") if year else None
    found = moment("sent", printed, VOCABULARY, zone=zone, year=known)
    assert (found.utc, found.washington, found.precision) == (utc, washington, precision)


def test_midnight_is_the_end_of_the_day_and_a_doubt() -> None:
    printed = times.find("DECEMBER 31, MIDNIGHT")[0]
    found = moment("sent", printed, VOCABULARY, zone="Europe/Paris", year=Year(1962, "received"))
    assert found.local == "1963-01-01T00:00"
    assert found.doubt == "Midnight is taken as the end of the day."


def test_without_a_year_nothing_is_computed() -> None:
    found = moment("sent", times.find("DECEMBER 13, 11 AM")[0], VOCABULARY, zone="Europe/Paris")
    assert (found.local, found.utc, found.year_from) == ("", "", "")


def test_the_words_and_spans_are_carried() -> None:
    printed = times.find("MAY 5, 1960")[0]
    found = moment("received", printed, VOCABULARY, words=["MAY 5, 1960"], spans=[Span(0, 11)])
    assert (found.printed, found.spans, found.local) == (
        ("MAY 5, 1960",),
        (Span(0, 11),),
        "1960-05-05",
    )
    assert found.year_from == "printed"


# 28 October 1962: Washington's clocks went back at 2 a.m.; 29 April 1962: they went forward.
@pytest.mark.parametrize(
    ("text", "utc", "doubt"),
    [
        ("OCTOBER 28, 1962, 1:30 AM", "1962-10-28T05:30+00:00", "showed this time twice"),
        ("OCTOBER 28, 1962, 2:30 AM", "1962-10-28T07:30+00:00", ""),
        ("APRIL 29, 1962, 2:30 AM", "1962-04-29T07:30+00:00", "passed over this time"),
    ],
)
def test_the_hours_of_the_change_are_doubted(text: str, utc: str, doubt: str) -> None:
    found = moment("received", times.find(text)[0], VOCABULARY, zone=WASHINGTON)
    assert found.utc == utc
    assert (doubt in found.doubt) if doubt else not found.doubt


def _both(sent: str, received: str) -> Transit:
    first = moment(
        "sent", times.find(sent)[0], VOCABULARY, zone="Europe/Paris", year=Year(1962, "received")
    )
    last = moment("received", times.find(received)[0], VOCABULARY, zone=WASHINGTON)
    return transit(first, last)


def test_a_telegram_does_not_arrive_before_it_is_sent() -> None:
    # Naively 11 AM to 10:02 AM; by the clocks of both ends five hours and two minutes.
    assert _both("DECEMBER 13, 11 AM", "DECEMBER 13, 1962, 10:02 AM") == Transit(302)


def test_a_negative_transit_is_kept_and_doubted() -> None:
    found = _both("DECEMBER 13, 11 PM", "DECEMBER 13, 1962, 10:02 AM")
    assert found.minutes == -418
    assert "before it is sent" in found.doubt


def test_a_transit_of_months_is_doubted() -> None:
    assert "more than a month" in _both("MAY 1, 11 AM", "DECEMBER 13, 1962, 10:02 AM").doubt


def test_no_transit_without_both_hours() -> None:
    assert _both("DECEMBER 13", "DECEMBER 13, 1962, 10:02 AM") == Transit(None)
    assert transit_minutes(None, None) is None


@pytest.mark.parametrize(
    ("group", "context", "date"),
    [("121705Z", "1966-12-12", "1966-12-12"), ("302355Z", "1967-12-01", "1967-11-30"), ("010005Z", "1966-12-31", "1967-01-01")],
)  # fmt: skip
def test_a_group_without_month_takes_the_nearest_day(group: str, context: str, date: str) -> None:
    found = times.dtg(group)
    assert found is not None
    assert completed(found, _day(context)).date == date
