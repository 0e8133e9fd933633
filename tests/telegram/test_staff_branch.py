"""The form of a staff message branch: its words cut up, its page counts, headings that are worn."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Role
from tests.telegram.words import SMALL

_FORM = "UNCLASSIFIED\nDEPARTMENT OF THE AIR FORCE\nSTAFF MESSAGE BRANCH\nINCOMING MESSAGE\n"
_IN = "AF IN: 60619 (11 Mar 66)\n"
_WORN = (
    _FORM + _IN + "ACTION: NIN-7\nSMB B 15 7HQE\nP 1015502\nFY 12 WING OHIO\nBT\nUNCLAS BOPS 1\n"
)
_TEXT = "SEEN AT NOON FROM THE TOWER BY TWO MEN OF THE WATCH.\nTHEY SAW IT SINK IN THE WEST.\n"


def _roles(text: str) -> dict[str, Role]:
    return {line.span.of(text): line.role for line in read(text, SMALL).lines}


def test_a_heading_of_which_no_line_is_read_is_bounded_by_the_form() -> None:
    roles = _roles(_WORN + _TEXT)
    assert roles["FY 12 WING OHIO"] is Role.HEADER
    assert roles["SMB B 15 7HQE"] is Role.STAMP
    assert roles["THEY SAW IT SINK IN THE WEST."] is Role.BODY


# What heads and foots later pages, whole or misread, and what only looks so.
@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("AP IN: 60619(11Mar66)", Role.RUNNING_HEAD),
        ("Pg 2 of 5", Role.RUNNING_HEAD),
        ("Page 2 of 5", Role.RUNNING_HEAD),
        ("PAGE 2 RUCOSQ 205C UNCLAS", Role.RUNNING_HEAD),
        ("PORN", Role.FORM_TEXT),
        ("AFHO JANSS 0-309C", Role.FORM_TEXT),
        ("PART A. ROUND", Role.BODY),
        ("4. 3 OR 4", Role.BODY),
    ],
)
def test_heads_and_feet_of_a_later_page(line: str, role: Role) -> None:
    text = _WORN + _TEXT + "\f" + _FORM + line + "\nIT WAS SEEN AGAIN AT TWO FROM THE SAME TOWER.\n"
    assert _roles(text)[line] is role


def test_a_phrase_of_the_form_on_two_lines() -> None:
    text = _WORN + _TEXT + "\fSTAFF MESSAGE BRANCH\nDEPARTMENT OF\nTHE AIR FORCE\n" + _IN + _TEXT
    assert _roles(text)["THE AIR FORCE"] is Role.FORM_TEXT


def test_a_card_filed_behind_is_no_text() -> None:
    card = "1. DATE-TIME GROUP\n2. LOCATION\n3. SOURCE\n4. NUMBER OF OBJECTS\n8. PHOTOS\nTWO\n"
    assert _roles(_WORN + _TEXT + "NNNN\n\f" + card)["TWO"] is Role.COVER


def test_text_begins_right_behind_the_break_sign() -> None:
    text = (
        _FORM
        + "R 121530Z DEC 66\nFM 12 WING\nTO RUWX/HQ USAF\nBT\nUNCLAS\nLOCATING 1 KITE\n"
        + _TEXT
    )
    assert _roles(text)["LOCATING 1 KITE"] is Role.BODY
