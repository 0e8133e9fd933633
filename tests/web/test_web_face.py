"""The face: values with their evidence, what it was and what it is now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.telegram.reading import Event, Field, Marking, Moment, Reading, Span, State
from app.web import face
from app.web.cable import row_meta
from app.web.cited import row_note
from app.web.contexts import Entry
from app.web.glossary import Glossary
from tests.web import samples
from tests.web.words import VOCABULARY

GLOSSARY = Glossary(VOCABULARY)


def entries(reading: Reading) -> dict[str, Entry]:
    page = samples.cable_page(reading=reading)
    return {e.label: e for s in face.sections(page, GLOSSARY) for e in s.entries}


def with_field(name: str, value: str | tuple[str, ...], *printed: str, **more: Any) -> Reading:
    reading = samples.reading()
    spans = tuple(Span(0, 1) for _ in printed)
    field = Field(name, value, printed, spans, "made", **more)
    return replace(reading, fields={**reading.fields, name: field})


def test_words_on_the_paper_stand_under_a_value_only_where_they_say_more() -> None:
    reading = with_field("action_offices", ("S/S",), "-SS")
    assert entries(reading)["Action"].printed == ("-SS",)
    assert entries(samples.reading())["From"].printed == ()  # LISBON says no more than Lisbon


def test_series_and_number_are_one_name() -> None:
    reading = with_field("series", "SECTO", "SECTO")
    number = entries(reading)["Number"]
    assert [v.text for v in number.values] == ["SECTO 233"]
    assert number.values[0].meaning == "from the Secretary of State, travelling"
    assert number.printed == ()


def test_a_supplied_value_is_marked_as_such() -> None:
    (value,) = entries(samples.reading())["Subject"].values
    assert value.supplied


def test_a_doubt_and_the_other_reading_are_said() -> None:
    reading = with_field("control_number", "4711", "47l1", doubt="a letter", alternatives=("4771",))
    entry = entries(reading)["Control"]
    assert (entry.doubt, entry.alternatives) == ("a letter", ("4771",))


@pytest.mark.parametrize(
    ("state", "note"),
    [
        (State.MACHINE, ""),
        (State.CONFIRMED, "confirmed by a person"),
        (State.CORRECTED, "corrected by a person"),
    ],
)
def test_who_stands_behind_a_value_is_said_where_it_is_a_person(state: State, note: str) -> None:
    assert entries(with_field("file_number", "611.41", "611.41", state=state))["File"].note == note


def test_a_long_list_of_printed_words_is_cut_with_its_count() -> None:
    offices = tuple(f"X{n}" for n in range(9))
    reading = with_field("info_offices", offices, *(f"{o}-0{n}" for n, o in enumerate(offices)))
    assert entries(reading)["Info offices"].printed[-1] == "and 5 more"


def test_both_clocks_and_the_time_between_are_told() -> None:
    when = face.when(samples.cable_page())
    assert [(c.words, c.place) for c in when.sent] == [
        ("4 March 1958, 7 p.m.", "Lisbon"),
        ("2 p.m.", "Washington"),
    ]
    assert [(c.words, c.place) for c in when.received] == [("4:02 p.m.", "Washington")]
    assert when.transit == "2 h 2 min"
    assert when.doubt


@pytest.mark.parametrize(
    ("moment", "clocks"),
    [
        # Washington was a day behind
        (
            Moment("sent", (), (), "1958-03-05T08:00", "Asia/Tokyo", "1958-03-04T23:00+00:00",
                   "1958-03-04T18:00-05:00", "hour", "printed"),
            [("5 March 1958, 8 a.m.", "Lisbon"), ("4 March 1958, 6 p.m.", "Washington")],
        ),
        # only the day is known: no clock is made up
        (
            Moment("sent", (), (), "1958-03-05", "Europe/Lisbon", "", "", "day", "printed"),
            [("5 March 1958", "Lisbon")],
        ),
        # sent from Washington: one clock
        (
            Moment("sent", (), (), "1958-03-05T08:00", "America/New_York", "1958-03-05T13:00+00:00",
                   "1958-03-05T08:00-05:00", "hour", "printed"),
            [("5 March 1958, 8 a.m.", "Washington")],
        ),
        # a printed Z is Greenwich's hour, whatever the post
        (
            Moment("sent", (), (), "1974-04-10T21:14", "Z", "1974-04-10T21:14+00:00",
                   "1974-04-10T17:14-04:00", "minute", "printed"),
            [("10 April 1974, 9:14 p.m. Greenwich time", ""), ("5:14 p.m.", "Washington")],
        ),
        # another letter is no post's clock either
        (
            Moment("sent", (), (), "1974-04-10T21:14", "R", "1974-04-11T02:14+00:00",
                   "1974-04-10T22:14-04:00", "minute", "printed"),
            [("10 April 1974, 9:14 p.m. in time zone R", ""), ("10:14 p.m.", "Washington")],
        ),
    ],
)  # fmt: skip
def test_the_clock_of_washington_is_given_where_it_is_another(
    moment: Moment, clocks: list[tuple[str, str]]
) -> None:
    page = samples.cable_page(reading=replace(samples.reading(), sent=moment))
    assert [(c.words, c.place) for c in face.when(page).sent] == clocks


def test_an_hour_of_greenwich_is_said_to_be_one_wherever_it_stands() -> None:
    zulu = Moment("received", (), (), "1958-03-04T21:02", "Z", "1958-03-04T21:02+00:00",
                  "1958-03-04T16:02-05:00", "minute", "printed")  # fmt: skip
    reading = replace(samples.reading(), received=zulu)
    first, second = face.when(samples.cable_page(reading=reading)).received
    assert (first.words, second.words) == ("9:02 p.m. Greenwich time", "4:02 p.m.")
    assert first.iso == "1958-03-04T21:02+00:00"
    received = [value.text for value in entries(reading)["Received"].values]
    assert received == ["4 March 1958, 9:02 p.m. Greenwich time", "4:02 p.m. in Washington"]
    row = samples.row(sent_local="1958-03-04T21:02", sent_zone="Z")
    for said in (row_meta(row), row_note(row)):
        assert said.startswith("4 March 1958, 9:02 p.m. Greenwich time")


def test_a_receipt_before_the_sending_is_said_and_not_hidden() -> None:
    reading = replace(samples.reading(), transit_minutes=-30)
    assert entries(reading)["On the way"].values[0].text == "received 30 min before it was sent"


def event(action: str, **more: Any) -> Event:
    return Event(action, "MARK", (Span(0, 1),), "made", **more)


@pytest.mark.parametrize(
    ("events", "stamps"),
    [
        # nothing on the copy ends the classification: it is not struck through
        ((), [("held", "Confidential")]),
        # a review alone ends nothing
        ((event("reviewed", date="1990-01-27"),), [("held", "Confidential"), ("part", "Reviewed")]),
        ((event("declassified"),), [("was", "Confidential"), ("open", "Declassified")]),
        (
            (event("declassified"), event("released", date="1990-01-27")),
            [("was", "Confidential"), ("open", "Released 27 Jan 1990")],
        ),
        (
            (replace(event("released"), mark="Released in Full"),),
            [("was", "Confidential"), ("open", "Released in full")],
        ),
        (
            (event("released-in-part", date="1990-01"),),
            [("was", "Confidential"), ("part", "Released in part Jan 1990")],
        ),
    ],
)
def test_a_classification_is_struck_through_only_where_the_copy_says_it_ended(
    events: tuple[Event, ...], stamps: list[tuple[str, str]]
) -> None:
    found = face.stamps(replace(samples.reading(), events=events), GLOSSARY)
    assert [(s.kind, s.text) for s in found] == stamps


def test_a_struck_classification_is_also_said_in_words() -> None:
    stamp, *_ = face.stamps(samples.reading(), GLOSSARY)
    assert (stamp.kind, stamp.said) == ("was", "Originally ")


SERIAL = Marking(1, "bottom", "release", "", Span(0, 1), "nw-docid")


@pytest.mark.parametrize(
    ("events", "marking", "now", "stamps"),
    [
        ((), SERIAL, "Released; no mark says when or by whom", [("was", "Confidential"), ("open", "Released")]),
        # who reviewed it did not open it; the release did
        ((event("reviewed"),), SERIAL, "Released; no mark says when or by whom",
         [("was", "Confidential"), ("open", "Released")]),
        # a stamp of its own says more
        ((event("released-in-part"),), SERIAL, "Released in part",
         [("was", "Confidential"), ("part", "Released in part")]),
        # not every mark beside a release's is one: CL BY 012682 says who classified
        ((), replace(SERIAL, rule="cia-classified-by"), face.UNMARKED, [("held", "Confidential")]),
    ],
)  # fmt: skip
def test_a_serial_of_release_says_that_it_was_released_and_not_when(
    events: tuple[Event, ...], marking: Marking, now: str, stamps: list[tuple[str, str]]
) -> None:
    reading = replace(samples.reading(), events=events, markings=(marking,))
    assert entries(reading)["Now"].values[0].text == now
    assert [(s.kind, s.text) for s in face.stamps(reading, GLOSSARY)] == stamps


@pytest.mark.parametrize(
    ("authority", "said"),
    [
        ("ROBERT R STRAND", "Released, 27 January 1990, by ROBERT R STRAND"),
        ("E.O. 12958", "Released, 27 January 1990, by ROBERT R STRAND, E.O. 12958"),
    ],
)
def test_a_reviewer_who_is_the_authority_too_is_named_once(authority: str, said: str) -> None:
    by = event("released", date="1990-01-27", reviewer="ROBERT R STRAND", authority=authority)
    entry = entries(replace(samples.reading(), events=(by,)))["Mark"]
    assert [value.text for value in entry.values] == [said]


def test_captions_and_precedence_are_spelled_out() -> None:
    reading = with_field("captions", ("LIMDIS",), "LIMIT DISTRIBUTION")
    assert ("Limdis", "limited distribution") in [
        (s.text, s.meaning) for s in face.stamps(reading, GLOSSARY)
    ]


def test_printed_words_that_touch_are_one() -> None:
    moment = Moment("sent", ("DECEMBER", "13, 11 AM", "1962"),
                    (Span(0, 8), Span(9, 18), Span(90, 94)), "1962-12-13T11:00", "", "", "", "hour",
                    "printed")  # fmt: skip
    reading = replace(samples.reading(), sent=moment)
    assert entries(reading)["Sent"].printed == ("DECEMBER 13, 11 AM", "1962")


@pytest.mark.parametrize(
    ("level", "is_open"),
    [("UNCLASSIFIED", True), ("LIMITED OFFICIAL USE", True), ("SECRET", False), ("", False)],
)
def test_what_was_never_secret_is_not_shown_as_if_it_was(level: str, is_open: bool) -> None:
    assert face.is_open_level(level) is is_open


# A date and its hour are two values of one line; what stands between them is printed too.
TOUCHING = [
    ("NO: 8, DECEMBER 13, 11 AM", ("DECEMBER 13", "11 AM"), ("DECEMBER 13, 11 AM",)),
    ("DECEMBER 13, 1962\n10:02 AM", ("DECEMBER 13, 1962", "10:02 AM"),
     ("DECEMBER 13, 1962 10:02 AM",)),
    ("DECEMBER 13 FROM PARIS 11 AM", ("DECEMBER 13", "11 AM"), ("DECEMBER 13", "11 AM")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "shown"), TOUCHING)
def test_words_of_a_time_that_touch_are_shown_as_they_stand(
    text: str, printed: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    spans = tuple(Span(text.index(words), text.index(words) + len(words)) for words in printed)
    moment = Moment("sent", printed, spans, "1962-12-13T11:00", "", "", "", "hour", "printed")
    assert face._adjoining(moment, text) == shown


@pytest.mark.parametrize(
    ("local", "utc", "iso"),
    [
        ("1962-12-13T11:00", "1962-12-13T10:00+00:00", "1962-12-13T11:00+01:00"),
        ("1962-12-13T23:30", "1962-12-14T04:30+00:00", "1962-12-13T23:30-05:00"),
        ("1962-12-13T11:00", "", "1962-12-13T11:00"),
        ("1962-12-13", "1962-12-13T00:00+00:00", "1962-12-13"),
    ],
)
def test_a_time_in_the_page_carries_its_distance_from_utc(local: str, utc: str, iso: str) -> None:
    assert face._with_offset(Moment("sent", (), (), local, "", utc, "", "minute", "printed")) == iso
