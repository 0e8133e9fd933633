"""What stands beside the text on CIA and branch forms, and what only looks so."""

from __future__ import annotations

import pytest

from app.telegram.forms.cia_words import Names
from app.telegram.lexicon import lexicon_of
from app.telegram.reader import read
from app.telegram.reading import Role
from tests.telegram.words import SMALL

_FORM = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\n"
_TEXT = "1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\nEND OF MESSAGE\n"


# The words behind a whole name: a part of it with a slip, or a scrap of the box below.
@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("DIRECTOR : IF .", ["DIRECTOR"]),
        ("DIRECTOR CIA", ["DIRECTOR, CIA"]),
        ("GUATEMALA CITV", ["GUATEMALA CITY"]),
    ],
)
def test_a_scrap_behind_a_whole_name_is_no_part_of_it(printed: str, names: list[str]) -> None:
    assert Names(lexicon_of(SMALL)).split(printed, 1) == names


# What stands in the header's boxes and looks like one of its lines, but is a date or a count.
@pytest.mark.parametrize("scrap", ["12/5, 14/6", "IN 12", "RAY", "(AUTOMAP)"])
def test_other_scraps_among_the_boxes_stay_stamps(scrap: str) -> None:
    reading = read(f"{_FORM}{scrap}\nDIR CITE PARI 1234\n{_TEXT}", SMALL)
    assert reading.lines[4].role is Role.STAMP


def test_a_unit_below_an_incoming_message_is_no_officers() -> None:
    reading = read(f"{_FORM}DIR CITE PARI 1234\n{_TEXT}EE/X\n", SMALL)
    assert reading.lines[7].rule != "cia-officer-unit"


def test_four_short_lines_are_no_column_of_offices() -> None:
    head = (
        "DEPARTMENT OF THE AIR FORCE\nR 121530Z DEC 66\nFM 12 WING\nTO RUWX/HQ USAF\nBT\nUNCLAS\n"
    )
    body = "SEEN AT NOON FROM THE TOWER BY TWO MEN OF THE WATCH.\nOSA\nOSP\nILA\nRD\nHE LEFT AFTER THE SECOND WATCH.\nBT\n"
    rules = [line.rule for line in read(head + body, SMALL).lines]
    assert "routing-column" not in rules


# lines of the header's boxes that an engine half read; no sentence that names a place is one
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("rout: DIRECTOR mE LEI", Role.HEADER),
        ("DIR IhFO C17", Role.HEADER),
        ("CITE 551", Role.HEADER),
        ("wesr 1234 mae", Role.STAMP),
        ("Mr. Miller of the DIRECTOR's own staff has the file", Role.STAMP),
    ],
)
def test_a_scrap_that_names_a_station_is_of_the_header(line: str, told: Role) -> None:
    reading = read(f"{_FORM}{line}\nSECRET 041200Z\nDIR CITE PARI 1234\n{_TEXT}", SMALL)
    assert reading.lines[4].role is told


def test_the_boxes_above_a_date_are_the_drafters_though_no_label_is_read() -> None:
    text = f"swe: J. MILLER 1\nmit: WE 3 Q\nxt; 5513\nDATE: 5 MAY 1961\nMESSAGE FORM\nTO PARIS\nFROM DIRECTOR\nCITE DIR 12345\n{_TEXT}"
    assert [line.role for line in read(text, SMALL).lines[:3]] == [Role.DRAFTING] * 3


def test_a_first_paragraph_opens_the_text_though_no_header_is_read() -> None:
    prose = "1. LETTERS FROM THE HARBOR WERE SUBSEQUENTLY PUBLISHED ABROAD.\nTHE REACTION OF THE PUBLIC TO IT HAS BEEN LIGHT TO THIS DAY.\n"
    reading = read(f"CLASSIFIED MESSAGE\nsirrmont don\nwese craet\n{prose}END OF MESSAGE\n", SMALL)
    assert [line.role for line in reading.lines[1:5]] == [Role.STAMP] * 2 + [Role.BODY] * 2
