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
