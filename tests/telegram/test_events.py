"""What was done to the paper later, and nothing that was not done."""

from __future__ import annotations

import pytest

from app.telegram import Reading, read
from tests.telegram.words import SMALL

FORM = "{head}\nINCOMING TELEGRAM\nSECRET\nRec'd: MAY 5, 1960\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME NEXT WEEK AT BONN.\nHARRINGTON\nSECRET\n{foot}"


def _read(head: str = "", foot: str = "") -> Reading:
    return read(FORM.format(head=head, foot=foot), SMALL)


@pytest.mark.parametrize(
    ("head", "action", "date", "authority"),
    [
        ("DECLASSIFIED\nAuthority NND 949523\nBy MK NARA Date 1/2/99", "declassified", "1999-01-02", "NND 949523"),
        ("DECLASSIFIED E.O. 12958, SEC. 3.5\nNLK-01-031\nBy MK NARA Date 3/4/01", "declassified", "2001-03-04", "E.O. 12958, SEC. 3.5"),
        ("DECLASSIFIED", "declassified", "", ""),
        ("REVIEWED BY KT DATE 7/4/76\n(X) RELEASE ( ) DENY", "released", "1976-07-04", ""),
        ("REVIEWED BY KT DATE 7/4/76\n( ) RELEASE (X) EXCISE", "released-in-part", "1976-07-04", ""),
        ("2023 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992", "released", "2023", "President John F. Kennedy Assassination Records Act of 1992"),
    ],
)  # fmt: skip
def test_a_mark_is_an_event_with_its_date_and_authority(
    head: str, action: str, date: str, authority: str
) -> None:
    for reading in (_read(head=head), _read(foot=head)):
        (event,) = reading.events
        assert (event.action, event.date, event.authority) == (action, date, authority)


# unticked boxes, misread boxes that name a level, groups, filing dates and ordinary words
@pytest.mark.parametrize(
    "words",
    [
        "( ) RELEASE ( ) DECLASSIFY\n( ) DENY",
        "CLASSIFIED",
        "UNCLASSIFIED",
        "CLASSIFIED MESSAGE",
        "GROUP 3\nDOWNGRADING AND\nEXCLUDED FROM AUTOMATIC",
        "GP-3",
        "NLK-75-26",
        "FILED\nMAR 21 1963",
        "DECLASSIFIED MAPS WERE SHOWN TO THE MINISTER",
    ],
)
def test_nothing_else_is_an_event(words: str) -> None:
    reading = _read(foot=words)
    assert reading.events == ()
    assert reading.fields["classification"].value == "SECRET"


def test_a_level_inside_the_review_stamp_is_no_classification() -> None:
    reading = _read(
        foot="REVIEWED BY 65 DATE 1/2/90\nCLASSIFIED AS CONFIDENTIAL BY 65\n(X) RELEASE"
    )
    assert [mark.value for mark in reading.markings if mark.kind == "classification"] == [
        "SECRET",
        "SECRET",
    ]


def test_a_date_that_cannot_be_is_told() -> None:
    (event,) = _read(foot="REVIEWED BY KT DATE 7/4/1950\n(X) RELEASE").events
    assert event.doubt
