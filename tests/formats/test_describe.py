from __future__ import annotations

from dataclasses import replace

import pytest

from app.archive.records import CablePage
from app.formats.describe import LABELS, describe, moment_in_words
from app.formats.text import plain_text
from app.telegram.reading import LIST_FIELDS, SINGLE_FIELDS, Moment
from tests.formats.made_pages import FIELDS, PAGE, READING, SPECIMEN, VERSION
from tests.formats.made_readings import reading

BASE = "https://cables.example.org"


def test_a_description_names_cites_and_links_the_version_that_was_read() -> None:
    made = describe(PAGE, BASE)
    assert made.title == "Telegram 12, Lima to the Department of State"
    assert made.slug == "telegram-12-lima-1961-03-03"
    assert made.permalink == f"{BASE}/c/bcdfghjk"
    assert made.version_url == f"{BASE}/c/bcdfghjk/v/1"
    assert [alias.key for alias in made.aliases] == ["telegram/lima/1961/12"]


CITED = [
    (PAGE, "Telegram 12, Lima to the Department of State, 3 March 1961, Confidential; "
     f"Reftel, version 1 of 23 November 2026, {BASE}/c/bcdfghjk/v/1."),
    # The date is the title's already: once is enough.
    (replace(PAGE, reading=reading(sender="Lima", sent_date="1961-03-03")),
     f"Telegram from Lima, 3 March 1961; Reftel, version 1 of 23 November 2026, {BASE}/c/bcdfghjk/v/1."),
    # A correction changes the version that is cited, not the way.
    (replace(PAGE, reading=reading(), version=replace(VERSION, number=3)),
     "Telegram without a readable heading; Reftel, version 3 of 23 November 2026, "
     f"{BASE}/c/bcdfghjk/v/3."),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), CITED)
def test_a_citation_is_one_sentence_with_version_and_date(page: CablePage, expected: str) -> None:
    assert describe(page, BASE).citation == expected


def test_nobody_can_cite_a_specimen_as_a_record() -> None:
    assert "; specimen composed for demonstration, Reftel," in describe(SPECIMEN, BASE).citation
    assert "Specimen, composed for demonstration\n" in plain_text(describe(SPECIMEN, BASE))


def test_the_citation_names_the_archive_that_keeps_the_cable() -> None:
    assert "; Room 3, version 1" in describe(PAGE, BASE, archive_name="Room 3").citation


def test_every_field_of_a_reading_has_a_label() -> None:
    assert set(LABELS) == set(SINGLE_FIELDS + LIST_FIELDS)


def test_the_face_stands_in_the_order_of_the_paper() -> None:
    assert [fact.label for fact in describe(PAGE, BASE).facts] == [
        "From", "To", "Number", "Sent", "Classification", "Signed",
    ]  # fmt: skip


def test_a_field_nobody_labelled_is_still_shown() -> None:
    fields = {**FIELDS, "annex_number": replace(FIELDS["number"], name="annex_number")}
    page = replace(PAGE, reading=replace(READING, fields=fields))
    assert describe(page, BASE).facts[-1].label == "Annex number"


MOMENTS = [
    ("1961-03-03T16:00", "America/Lima", "1961-03-03T21:00+00:00",
     "3 March 1961, 16:00 (America/Lima); 1961-03-03 21:00 UTC"),
    # No clock on the paper: no clock in the words.
    ("1961-03-03", "", "", "3 March 1961"),
    ("1961-03", "", "", "March 1961"),
]  # fmt: skip


@pytest.mark.parametrize(("local", "zone", "utc", "expected"), MOMENTS)
def test_a_time_is_said_as_precisely_as_it_is_known(
    local: str, zone: str, utc: str, expected: str
) -> None:
    moment = Moment("sent", (), (), local, zone, utc, "", "minute", "printed")
    assert moment_in_words(moment) == expected
