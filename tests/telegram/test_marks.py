"""Levels read together with what was written beside them."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Role
from app.vocabulary import load


def role_of(line: str) -> Role:
    """The role of a line that stands among the lines of a message."""
    head = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\n041200Z MAY 63\nDIR CITE ROME 1234\n"
    body = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS. THE PRICE\n"
    text = head + body + line + "\nOF THEM IS NOT KNOWN TO THE CLERKS OF THE BOARD AT THIS TIME.\n"
    return read(text, load()).lines[6].role


# scraps: figures, small letters, signs; not words in capitals
@pytest.mark.parametrize(
    "line", ["34 SECRET", "2fpl SECRET", "SECRET tbi", "• ISECRET", "31-5 SECRET", "a 'SECRET"]
)
def test_a_level_with_a_scrap_beside_it_is_a_marking(line: str) -> None:
    assert role_of(line) is Role.MARKING


@pytest.mark.parametrize(
    "line", ["IS SECRET.", "SECRET INK", "SECRETARY 2", "THE SECRET", "SECRETS"]
)
def test_a_sentence_that_ends_in_the_word_is_text(line: str) -> None:
    assert role_of(line) is Role.BODY


# the operator's line of words repeated for check, with a slip in its sign
@pytest.mark.parametrize(
    ("line", "stamp"),
    [("CAN 18 MILLER 18 GP-!", True), ("CEN 2 2 18 18 17", True), ("CAN 18 MEN DO IT", False)],
)
def test_the_operators_check_line(line: str, stamp: bool) -> None:
    assert (role_of(line) is Role.STAMP) is stamp


def test_a_foot_is_seen_above_long_lines_of_a_damaged_review_stamp() -> None:
    text = (
        "INCOMING TELEGRAM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\n"
        "MINISTER TOLD US TODAY THAT TALKS WOULD RESUME NEXT WEEK AT BONN.\n"
        "HE ASKED THAT NOTHING BE SAID TO THE PRESS BEFORE THE MEETING\n"
        "REPRODUCTION FROM THIS COPY IS\nSECRET\n(SK)\n"
        "(STATE DEPY DECLASSIFED NUN 1/W/S3)\n(ABC INFO CLASSIFIEO PER KP 2/10/47)\n"
        "\f-2- 12, MAY 5, 4 PM FROM PARIS\nOPENS. HE LEFT SOON AFTER THAT FOR THE STATION.\n"
    )
    reading = read(text, load())
    roles = {line.number: line.role for line in reading.lines}
    assert Role.BODY not in {roles[number] for number in range(7, 13)}
    assert reading.page_joins[0].kind == "mid-sentence"


# half of a heading must not clear a secret message
@pytest.mark.parametrize("heading", ["CLASSIFIED", "RECLASSIFIED"])
def test_what_is_left_of_a_heading_is_no_level(heading: str) -> None:
    text = f"{heading}\nTO DIRECTOR\nFROM ROME\nSECRET\nDIR CITE ROME 1234\n1. THE BOARD MET AND AGREED TO BUY TWO DREDGERS.\nEND OF MESSAGE\n"
    assert read(text, load()).fields["classification"].value == "SECRET"


def test_a_level_read_with_a_slip_is_one() -> None:
    text = "UNCLASSIFED\nTO DIRECTOR\nFROM ROME\nDIR CITE ROME 1234\n1. THE BOARD MET AND AGREED TO BUY TWO DREDGERS.\nEND OF MESSAGE\n"
    assert read(text, load()).fields["classification"].value == "UNCLASSIFIED"
