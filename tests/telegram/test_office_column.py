"""The column of offices that an engine reads across with the text beside it."""

from __future__ import annotations

from app.telegram import read
from app.telegram.clean import clean_body
from app.vocabulary import load

FORM = """INCOMING TELEGRAM Department of State
SECRET
Action
AF
Info
SS
INR
Control: 10928
Rec'd: JUNE 21, 1962
9:38 PM
FROM BANGUI
TO: Secretary of State
NO: 584, JUNE 21, 10 PM

{text}

HARBOR
"""


def offices(text: str) -> tuple[tuple[str, ...], str]:
    source = FORM.format(text=text)
    reading = read(source, load())
    informed = reading.fields["info_offices"].value
    assert isinstance(informed, tuple)
    return informed, clean_body(reading, source).text


def test_the_column_runs_on_beside_the_first_lines_of_text() -> None:
    informed, text = offices(
        "MINISTER TOLD US AFTER CABINET ROSE THAT HIS\nFE\nMINISTRY WOULD NOT CONSIDER THE DRAFT.\n"
        "EUR\nTEXT OF HIS NOTE FOLLOWS BY POUCH."
    )
    assert informed == ("SS", "INR", "FE", "EUR")
    assert "THAT HIS MINISTRY WOULD NOT" in text


def test_a_word_that_looks_like_an_office_stays_in_its_sentence() -> None:
    informed, text = offices(
        "OWNER OF SHIP FEARED ONLY THAT SURVEY MIGHT HARDLY TOUCH TRADE.\n"
        "TO OUR QUESTION HE GAVE NO ANSWER, AND LEFT EARLY FOR THE COAST."
    )
    assert informed == ("SS", "INR")
    assert "TO OUR QUESTION" in text


def test_a_single_letter_counts_close_to_the_column_and_alone_on_its_line() -> None:
    lines = "MINISTER TOLD US AFTER CABINET ROSE THAT HIS\nFE\nMINISTRY WOULD NOT CONSIDER THE DRAFT.\n{}\nTEXT OF HIS NOTE FOLLOWS BY POUCH."
    assert offices(lines.format("L"))[0] == ("SS", "INR", "FE", "L")
    assert offices(lines.format("L,"))[0] == ("SS", "INR", "FE")
    far = "\nTEXT OF HIS NOTE FOLLOWS BY POUCH AND WILL REACH YOU ON MONDAY NEXT." * 5
    assert offices(lines.format("EUR") + far + "\nL")[0] == ("SS", "INR", "FE", "EUR")


def test_the_end_of_a_note_of_what_was_left_out_signs_nothing() -> None:
    source = FORM.format(text="MINISTER AGREED. [LESS THAN 1 LINE NOT\n\nDECLASSIFIED]")
    assert read(source, load()).fields["signature"].value == "HARBOR"


def test_the_office_above_info_acts_though_the_label_is_lost() -> None:
    worn = FORM.replace("Action\n", 'acon"\n').format(text="MINISTER AGREED.")
    reading = read(worn, load())
    assert reading.fields["action_offices"].value == ("AF",)
    assert reading.fields["info_offices"].value == ("SS", "INR")


def test_specks_between_the_parts_of_a_date() -> None:
    worn = FORM.replace("JUNE 21, 1962", "June. 21,°1962").format(text="MINISTER AGREED.")
    assert read(worn, load()).fields["received_date"].value == "1962-06-21"
