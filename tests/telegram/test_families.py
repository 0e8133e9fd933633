"""Whether a text is a telegram where its form says too little."""

from __future__ import annotations

import pytest

from app.telegram import Reading, read
from app.telegram.reading import Family
from app.vocabulary import load

BODY = (
    "1. MINISTER TOLD AMBASSADOR ON MONDAY THAT CUSTOMS TALKS WOULD RESUME IN SPRING. HE DID NOT\n"
    "NAME A DAY.\n\n2. EMBASSY WILL REPORT AGAIN WHEN AGENDA IS KNOWN. SEE REFTEL FOR LAST ROUND."
)


def _read(text: str) -> Reading:
    return read(text, load())


def test_a_body_without_its_head_is_known_by_its_manner() -> None:
    reading = _read(BODY + "\n\nHARRINGTON")
    assert reading.is_telegram
    assert reading.family is Family.OTHER
    assert reading.evidence == (
        "capitals-throughout", "surname-at-the-end", "cites-as-telegrams-do", "numbered-paragraphs",
    )  # fmt: skip
    assert reading.fields["signature"].value == "HARRINGTON"


@pytest.mark.parametrize(
    "text",
    [
        BODY.capitalize(),
        "MEMORANDUM FOR THE RECORD\n\n" + BODY,
        "DEAR MR HARRINGTON\n\n" + BODY + "\n\nSINCERELY YOURS",
        "GROCERIES",
        "",
        "NOTICE TO ALL GUESTS OF THE HOTEL: BREAKFAST IS SERVED FROM SEVEN TO TEN IN THE SMALL DINING ROOM BESIDE THE STAIRS ON THE GROUND FLOOR",
    ],
    ids=["prose", "memorandum", "letter", "word", "nothing", "notice"],
)  # fmt: skip
def test_other_papers_are_no_telegrams(text: str) -> None:
    assert not _read(text).is_telegram


def test_a_cover_sheet_that_says_cable_helps_a_form_with_few_signs() -> None:
    sheet = "JFK ASSASSINATION SYSTEM\nIDENTIFICATION FORM\nAGENCY : NARA\nTITLE : STATE CABLES\nDOCUMENT TYPE :\nCOMMENTS :\n\n\n"
    reading = _read(sheet + BODY.replace("REFTEL", "THE NOTE"))
    assert reading.is_telegram
    assert "cover-says-cable" in reading.evidence


def test_an_airgram_is_known_as_such() -> None:
    reading = _read(
        "AIRGRAM\nDEPARTMENT OF STATE\nNO. A-123\nSUBJECT: Customs talks\nThe Minister told us."
    )
    assert reading.is_telegram
    assert reading.family is Family.OTHER
    assert any("airgram" in reason for reason in reading.evidence)


SCRAPS = "oe, a ae\nwe (a eaee et\nfic ee ce =\nRe a ~ Sir\n4/p aaa nes\n"


def test_capitals_are_sought_in_the_prose_among_scraps_in_small_letters() -> None:
    reading = _read(SCRAPS * 4 + BODY + "\n" + SCRAPS * 4)
    assert reading.is_telegram
    assert reading.evidence == (
        "cites-as-telegrams-do", "numbered-paragraphs", "capitals-in-prose",
    )  # fmt: skip


def test_a_printed_form_in_capitals_is_no_telegram() -> None:
    form = "REQUEST RESULTS OF OFFICE REVIEW IN FULL\nFORWARD ATTACHMENT TO SECURITY OFFICE\nCANCEL PER MEMORANDUM OF DIVISION DATED\n1. NAME\n2. PLACE\n"
    assert not _read(SCRAPS * 4 + form + SCRAPS * 4).is_telegram


TITLE = "JFK ASSASSINATION SYSTEM\nIDENTIFICATION FORM\nAGENCY : NARA\nTITLE : {}\nDOCUMENT TYPE :\nCOMMENTS :\n\n\n"


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("STATION TELEGRAM", True),
        ("CABLE: CUSTOMS TALKS", True),
        ("HISTORY OF THE TELEGRAPH", False),
        ("LETTER ON CABLES AND TELEGRAMS SENT", False),
    ],
)
def test_the_cover_sheet_may_name_the_paper_a_telegram(title: str, known: bool) -> None:
    assert _read(TITLE.format(title) + SCRAPS).is_telegram is known


DISPATCH = (
    "SECRET\nCHIEF, WE\nChief of Station, Lisbon\nThe attached note on the customs talks was given to us last week.\n"
    "It is sent for your information and needs no answer now.\n"
)
CABLE = (
    "CLASSIFIED MESSAGE\nTO : DIRECTOR\nFROM : LISBON\nDIR CITE LISB 1234\n" + BODY + "\nIN 12345\n"
)


def test_a_paper_is_what_it_begins_as() -> None:
    """A dispatch with a telegram behind it is none; a telegram with a dispatch behind it is."""
    assert not _read(DISPATCH + "\n\f" + CABLE).is_telegram
    assert _read(CABLE + "\n\f" + DISPATCH).is_telegram


# a text whose heading was left out opens with its first paragraph; what looks like a heading
# further down is a later section's
@pytest.mark.parametrize(
    ("opening", "family"),
    [
        (f"1. {'THE MINISTER TOLD THE AMBASSADOR OF THE TALKS. ' * 5}\n", Family.OTHER),
        (f"REFERENCE: STATE 1234\n1. (C-ENTIRE TEXT)\n2. {'THE TALKS WENT WELL. ' * 9}\n", Family.OTHER),
        ("1. THE TALKS WENT WELL.\n", Family.TELETYPE),
        ("", Family.TELETYPE),
    ],
)  # fmt: skip
def test_a_text_that_opens_with_its_text_has_no_heading(opening: str, family: Family) -> None:
    section = "R 121530Z DEC 66\nFM AMEMBASSY KABUL\nTO SECSTATE WASHDC 7344\nC O N F I D E N T I A L KABUL 3173\n"
    assert _read(f"{opening}{section}{BODY}\n\nELIOT").family is family
