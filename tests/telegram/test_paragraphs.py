"""Where paragraphs begin: at numbers where a text is numbered, else at blank lines below a stop."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.serial import to_gold
from app.vocabulary import load

HEAD = "INCOMING TELEGRAM\nRec'd: MAY 5, 1960\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\n"
ONE = "1. MINISTER TOLD US TODAY THAT TALKS ON DREDGERS WOULD RESUME IN SPRING.\n"
TWO = "2. HE NAMED THE MEN WHO WOULD COME WITH HIM ON THAT DAY:\n\nSHELBY, OF THE HARBOR BOARD.\n\nHARRINGTON, OF THE YARD.\n\nHE SPOKE OF NO OTHERS THAT DAY.\n"
THREE = "3. HE WILL TRAVEL TO LONDON ON THE NINTH TO SEE THE DREDGERS BUILT.\n"


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        # a list inside a numbered paragraph is of it, blank lines or not
        (ONE + TWO + THREE, ["1.", "2.", "3."]),
        # a number alone on its line opens the paragraph below it
        (ONE + "2.\n\nHE WILL STAY THERE FOR FIVE DAYS AND RETURN TO BONN.\n" + THREE, ["1.", "2.", "3."]),
        # the next number opens one though the line above has lost its stop
        (ONE + "2. HE WILL STAY IN LONDON FOR FIVE DAYS AND SEE THE YARD AT\n" + THREE, ["1.", "2.", "3."]),
        # letters in their order count items, whatever stands above; two of them, or those out of
        # order, may be initials
        ("HE NAMED THREE WANTS OF HIS SHIPS\nA. THE ENGINES OF ALL THREE ARE OLD,\nB. THE PUMPS LEAK AND HAVE NO SPARE PARTS\nC. THE CREWS ARE UNPAID AND LEAVE.\n", ["HE", "A.", "B.", "C."]),
        ("HE NAMED THE MEN WHO CAME, AMONG THEM\nA. SHELBY OF THE HARBOR BOARD AND ALSO\nB. HARRINGTON OF THE YARD.\n", ["HE"]),
        ("HE NAMED THE MEN WHO CAME, AMONG THEM\nA. SHELBY OF THE HARBOR BOARD AND ALSO\nC. HARRINGTON OF THE YARD AND HIS SON\nF. MILLER OF THE BANK OF THE CITY.\n", ["HE"]),
        # a figure that is no paragraph's number
        (ONE + "2. DECLASSIFY ON X1. REASON:\n1.5(C). DERIVED FROM HUM 4-82 BY THE BOARD OF THE HARBOR.\n" + THREE, ["1.", "2.", "3."]),
        ("MINISTER TOLD US TODAY THAT TALKS ON DREDGERS\nWOULD RESUME SOON.\n\nHE WILL TRAVEL TO LONDON ON THE NINTH TO SEE\nTHE YARD.\n", ["MI", "HE"]),
    ],
)  # fmt: skip
def test_where_paragraphs_begin(body: str, begins: list[str]) -> None:
    text = HEAD + body
    reading = read(text, load())
    shown = [text[paragraph.pieces[0].span.start :][:2] for paragraph in reading.paragraphs]
    assert shown == begins


def test_an_offices_comment_is_a_note_and_no_paragraph_of_the_message() -> None:
    text = f"CLASSIFIED MESSAGE\nDIR CITE ROME 1234\n{ONE}{THREE.replace('3.', '2.')}END OF MESSAGE\nC/S COMMENT: *ASKED WHETHER THE DREDGERS COULD COME IN MAY.\n"
    reading = read(text, load())
    assert [paragraph.kind for paragraph in reading.paragraphs] == ["text", "text", "note"]
    assert to_gold(reading, text, "one.txt", "")["paragraphs"] == 2
