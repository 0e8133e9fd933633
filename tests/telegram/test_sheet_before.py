"""Sheets in front of a record, known by their captions where the heading is badly read."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Role
from app.vocabulary import load

SHEET = [
    "JFK ASSASSINATION SYSTEM", "IDENTIFICATION FORM", "AGENCY : ABC", "RECORD NUMBER : 999-10001-10001",
    "RECORD SERIES : STATE", "AGENCY FILE NUMBER :", "FROM : STRELSAU", "TO : DIRECTOR",
    "DATE : 05/04/1963", "DOCUMENT TYPE : PAPER", "CURRENT STATUS : OPEN", "COMMENTS : BOX 3",
]  # fmt: skip
MESSAGE = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM STRELSAU\nSECRET 041200Z MAY 63\n1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS.\n"
CARD = [
    "PROJECT 10073 RECORD", "1. DATE-TIME GROUP", "4 May 63", "2. LOCATION", "Strelsau", "3. SOURCE",
    "4. NUMBER OF OBJECTS", "One", "5. LENGTH OF OBSERVATION", "6. TYPE OF OBSERVATION", "7. COURSE",
]  # fmt: skip
WIRE = "DE RUXXXX 12\nP 041200Z MAY 63\nFM 12 WING STRELSAU AFB\nTO RUXXXX/ADC ENT AFB\nBT\nUNCLAS 12. ONE OBJECT WAS SEEN OVER THE HARBOR.\nBT\n"


def covered(text: str) -> list[int]:
    """Numbers of the lines of the sheet."""
    return [line.number for line in read(text, load()).lines if line.role is Role.COVER]


# the heading read well, with slips, in pieces, or lost
@pytest.mark.parametrize(
    "heading",
    [
        ["JFK ASSASSINATION SYSTEM", "IDENTIFICATION FORM"],
        ["JEK ASSASSINATION SYSTFM", "IDENTIFICATION FORM"],
        ["IDENTIFICATION", "FORM"],
        [],
    ],
)
def test_the_sheet_is_known_by_heading_or_captions(heading: list[str]) -> None:
    sheet = heading + SHEET[2:]
    assert covered("\n".join(sheet) + "\n" + MESSAGE) == list(range(1, len(sheet) + 1))


def test_a_few_of_its_words_make_no_sheet() -> None:
    assert covered("FROM : STRELSAU\nTO : DIRECTOR\nRECORD SERIES : A\n" + MESSAGE) == []


# an observer's card is a page of its own before the message
def test_a_record_card_is_a_sheet_up_to_the_page_break() -> None:
    assert covered("\n".join(CARD) + "\n\f" + WIRE) == list(range(1, len(CARD) + 1))


def test_without_a_page_break_the_card_claims_nothing() -> None:
    assert covered("\n".join(CARD) + "\n" + WIRE) == []


def test_a_first_page_with_few_of_the_words_is_no_card() -> None:
    assert covered("SOURCE\nLOCATION\nTHREE SHIPS\nIN HARBOR\n\f" + WIRE) == []
