from __future__ import annotations

from dataclasses import replace

import pytest

from app.desk.corrections import Value, corrected
from app.errors import WrongField
from app.telegram import read
from app.telegram.reading import Family, Field, Reading, Span, State
from app.telegram.vocabulary import Term
from app.vocabulary import load
from tests.desk.made_vocabulary import VOCABULARY
from tests.telegrams import incoming

WORDS = replace(
    VOCABULARY,
    classifications=(Term("SECRET", ("SECRET",)), Term("CONFIDENTIAL", ("CONFIDENTIAL",))),
    precedences=(Term("PRIORITY", ("PRIORITY",)), Term("ROUTINE", ("ROUTINE",))),
)
PAPER = "NO: 8 SECRET\n"
NUMBER = Field("number", "3", ("8",), (Span(4, 5),), "header.number", doubt="3 or 8")
LEVEL = Field("classification", "SECRET", ("SECRET",), (Span(6, 12),), "header.level")
GUESS = Field("from", "Paris", (), (), "post.by_series", State.SUPPLIED)
READING = Reading(
    "0", Family.STATE_INCOMING, True, (),
    fields={"number": NUMBER, "classification": LEVEL, "from": GUESS},
)  # fmt: skip


def test_a_changed_value_is_corrected_and_keeps_the_printed_words() -> None:
    made, differing = corrected(READING, PAPER, {"number": "8"}, WORDS)
    assert differing == ("number",)
    field = made.fields["number"]
    assert (field.value, field.state, field.rule) == ("8", State.CORRECTED, "person")
    assert (field.printed, field.spans) == (("8",), (Span(4, 5),))
    assert field.alternatives == ("3",), "what the machine read is not forgotten"
    assert field.doubt == ""
    assert READING.fields["number"] is NUMBER, "the reading that was corrected stays"


def test_a_value_the_paper_does_not_show_is_supplied() -> None:
    made, differing = corrected(READING, PAPER, {"subject": "TALKS", "from": "Lyon"}, WORDS)
    assert differing == ("from", "subject")
    assert {made.fields[name].state for name in differing} == {State.SUPPLIED}


def test_the_same_value_again_is_a_confirmation() -> None:
    made, differing = corrected(
        READING, PAPER, {"number": "3"}, WORDS, confirmed=["classification"]
    )
    assert differing == ("classification", "number")
    assert {made.fields[name].state for name in differing} == {State.CONFIRMED}
    assert made.fields["number"].rule == "header.number"


def test_the_same_correction_twice_is_one() -> None:
    # A command that is repeated after a fault must not make another version.
    changes = {"number": "8", "subject": "TALKS", "from": "Paris"}
    once, _ = corrected(READING, PAPER, changes, WORDS, confirmed=["classification"])
    assert corrected(once, PAPER, changes, WORDS, confirmed=["classification"]) == (once, ())


def test_what_the_paper_does_not_have_is_taken_away() -> None:
    made, differing = corrected(READING, PAPER, {"classification": None, "subject": None}, WORDS)
    assert differing == ("classification",)
    assert "classification" not in made.fields


def test_no_change_is_no_difference() -> None:
    assert corrected(READING, PAPER, {}, WORDS) == (READING, ())


TAKEN: list[tuple[str, Value, Value]] = [
    ("sent_date", "1962-12-13", "1962-12-13"),
    ("sent_date", "1962-12", "1962-12"),
    ("received_date", "1962", "1962"),
    ("sent_time", "23:59", "23:59"),
    ("sent_time", "10:47Z", "10:47Z"),
    ("classification", "CONFIDENTIAL", "CONFIDENTIAL"),
    ("subject", "  TALKS \n IN PARIS ", "TALKS IN PARIS"),
    # A list field takes one value as a list of one.
    ("to", "Bonn", ("Bonn",)),
    ("precedence", ("PRIORITY", "ROUTINE"), ("PRIORITY", "ROUTINE")),
    ("number", ("8",), "8"),
]


@pytest.mark.parametrize(("name", "value", "kept"), TAKEN)
def test_a_value_is_kept_in_its_shape(name: str, value: Value, kept: Value) -> None:
    assert corrected(READING, PAPER, {name: value}, WORDS)[0].fields[name].value == kept


REFUSED: list[tuple[str, Value, str, str]] = [
    ("sent_date", "13 December 1962", "no date", "1962-12-13"),
    ("sent_date", "1962-02-30", "no date", "1962-12-13"),
    ("sent_time", "24:00", "no time", "16:30Z"),
    ("classification", "SECRT", "the vocabulary does not have it", "Did you mean SECRET"),
    ("precedence", ("RUTABAGA",), "the vocabulary does not have it", "PRIORITY, ROUTINE"),
    ("sentdate", "1962", "no such field", "Did you mean sent_date"),
    ("zzz", "1", "no such field", "Use one of from, series"),
    ("subject", " ", "blank", "remove the field"),
    ("to", (), "blank", "remove the field"),
    ("subject", "A" * 501, "longer than 500", "Shorten"),
    ("number", ("8", "9"), "one value", "Give one"),
]


@pytest.mark.parametrize(("name", "value", "cause", "step"), REFUSED)
def test_a_value_that_cannot_be_is_refused_with_what_to_write(
    name: str, value: Value, cause: str, step: str
) -> None:
    with pytest.raises(WrongField) as caught:
        corrected(READING, PAPER, {name: value}, WORDS)
    assert name in caught.value.reason
    assert cause in caught.value.reason
    assert step in caught.value.remedy


def test_a_corrected_date_sets_the_clocks_anew() -> None:
    vocabulary = load()
    paper = incoming()
    reading = read(paper, vocabulary)
    assert reading.sent is not None
    assert reading.transit_minutes is not None
    made, differing = corrected(reading, paper, {"sent_date": "1961-03-03"}, vocabulary)
    assert differing == ("sent_date",)
    assert made.sent is not None
    assert made.sent.local == "1961-03-03T20:00"
    assert made.sent.utc[:10] == "1961-03-03"
    assert made.transit_minutes == reading.transit_minutes + 24 * 60
    assert made.received == reading.received
    # Back again, the clocks are where they were.
    again, _ = corrected(made, paper, {"sent_date": "1961-03-04"}, vocabulary)
    assert again.sent == replace(reading.sent, year_from="a correction")


def test_a_doubt_about_the_order_of_times_goes_with_its_cause() -> None:
    vocabulary, paper = load(), incoming()
    reading = read(paper, vocabulary)
    made, _ = corrected(reading, paper, {"sent_date": "1961-03-05"}, vocabulary)
    assert "The telegram is received before it is sent." in made.doubts
    again, _ = corrected(made, paper, {"sent_date": "1961-03-04"}, vocabulary)
    assert again.doubts == reading.doubts
