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
