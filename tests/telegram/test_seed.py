"""The project's first document, read whole. Its text is read where it lies, never copied here."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.telegram import Reading, read
from app.telegram.clean import clean_body, clean_paragraph
from app.telegram.reading import Role
from app.vocabulary import load
from tests.telegram.words import SMALL

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "secto-8.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="../shared/seed/secto-8.txt is absent")


@pytest.fixture(scope="module")
def text() -> str:
    return SEED.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def reading(text: str) -> Reading:
    return read(text, SMALL)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "Paris"),
        # the addressee's formula, though the Secretary himself is the sender
        ("to", ("Secretary of State",)),
        ("series", "SECTO"),
        ("number", "8"),
        ("sent_date", "1962-12-13"),
        ("sent_time", "11:00"),
        ("received_date", "1962-12-13"),
        ("received_time", "10:02"),
        ("control_number", "5860"),
        ("precedence", ("PRIORITY",)),
        ("captions", ("LIMDIS",)),
        ("action_offices", ("SS",)),
        ("signature", "RUSK"),
        # the review stamp's levels are no classification
        ("classification", "SECRET"),
    ],
)
def test_the_face_shows(reading: Reading, name: str, value: str | tuple[str, ...]) -> None:
    assert reading.fields[name].value == value


def test_nothing_is_filled_in_that_the_paper_does_not_show(reading: Reading) -> None:
    assert not {"file_number", "drafted_by", "info", "subject", "tags", "refs"} & set(
        reading.fields
    )


def test_the_clean_text_has_four_paragraphs(reading: Reading, text: str) -> None:
    words = [clean_paragraph(paragraph, text).words for paragraph in reading.paragraphs]
    assert words == [88, 1090, 198, 62]


def test_only_the_ticked_box_of_the_review_stamp_is_an_event(reading: Reading) -> None:
    assert [(event.action, event.date) for event in reading.events] == [
        ("declassified", ""),
        ("released", "1990-01-27"),
    ]


@pytest.mark.parametrize(
    "kept", ["ACCCOMPANIED", "DEGAULLE", "FASTRR", "THEY THEY", "DÉVÉLOPED", "NOT RPT NOT"]
)
def test_what_the_teletype_printed_stays(reading: Reading, text: str, kept: str) -> None:
    assert kept in clean_body(reading, text).text


def test_classification_banners_stand_two_a_page(reading: Reading) -> None:
    banners = [mark for mark in reading.markings if mark.kind == "classification"]
    assert [mark.page for mark in banners] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_every_page_join_lies_inside_a_sentence(reading: Reading, text: str) -> None:
    assert [join.kind for join in reading.page_joins] == ["mid-sentence"] * 4
    breaks = [page for _, page in clean_body(reading, text).page_breaks]
    assert breaks == [2, 3, 4, 5]


def test_the_filing_date_and_the_serials_are_stamps(reading: Reading, text: str) -> None:
    stamps = [line.span.of(text) for line in reading.lines if line.role is Role.STAMP]
    assert len([words for words in stamps if words.endswith("7030")]) == 3
    assert "MAR 21 1963" in stamps


def test_the_serial_read_three_ways_is_one_remark_and_one_doubt(reading: Reading) -> None:
    (remark,) = [each for each in reading.remarks if each.kind == "serial"]
    assert "3 ways" in remark.note
    assert remark.note.endswith("They agree on 0314155?7030.")
    assert [doubt for doubt in reading.doubts if "serial" in doubt] == [
        remark.note.split(" They")[0]
    ]


def test_both_clocks_and_the_time_under_way(text: str) -> None:
    read_whole = read(text, load())
    assert read_whole.sent is not None
    assert read_whole.received is not None
    assert (read_whole.sent.local, read_whole.sent.zone) == ("1962-12-13T11:00", "Europe/Paris")
    assert read_whole.sent.utc == "1962-12-13T10:00+00:00"
    assert read_whole.received.utc == "1962-12-13T15:02+00:00"
    assert read_whole.transit_minutes == 302
    assert read_whole.sent.year_from == "received"
