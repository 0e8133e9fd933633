"""Two telegrams in one text on forms that begin anew: the fields are the first's alone."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Reading, Role
from app.vocabulary import load
from tests.telegram.words import GRID, SOURCE

OUTGOING = """OUTGOING TELEGRAM Department of State
INDICATE: COLLECT
SECRET
AUG 26 1 02 PM '63
Origin
NEA
SENT TO: Amembassy NICOSIA 96
Department requests verification of the harbor board's report
at Embassy's discretion and before the end of the coming week.
RUSK
Drafted by:
NEA:ABMiller:cd 8/26/63
"""
RECEIVED = """TELEGRAM RECEIVED
FROM Madras
Dated July 6, 1941
Rec'd 8:15 a.m.
Secretary of State, Washington.
404, July 6, 2 p.m.
The harbor board met behind closed doors on Monday and
agreed to buy two dredgers abroad before the monsoon.
MILLER
"""
REPORT = (
    GRID.replace("AGENCY\n", "AGENCY\nTELEGRAM INFORMATION REPORT TELEGRAM\n")
    + SOURCE
    + """\
1. ON 3 MAY 1962 THE HARBOR BOARD MET BEHIND CLOSED DOORS AND
AGREED TO BUY TWO DREDGERS ABROAD.
2. THE CHAIRMAN SAID THAT NO LOAN WOULD BE ASKED FOR THEM.
3. NONE OF THE CLERKS WAS TOLD OF IT BEFORE THE MEETING ENDED.
4. THE PILOTS WERE TOLD ON THE FOLLOWING DAY BY THEIR WARDEN.
5. THE DREDGERS WILL BE DELIVERED BEFORE THE AUTUMN STORMS.
6. A SECOND MEETING IS TO BE HELD WHEN THE MONEY IS FOUND.
7. THE WARDEN OF THE PILOTS WILL BE ASKED TO ATTEND IT, TOO.
8. FIELD DISSEM: STATE, ARMY.
END OF MESSAGE
"""
)
INCOMING = """INCOMING TELEGRAM Department of State
SECRET
Action
NEA
Control: 14655
Rec'd: JANUARY 25, 1948
8:31 AM
FROM PESHAWAR
TO: Secretary of State
NO: 1404, JANUARY 25, 2 PM
THE HARBOR BOARD MET BEHIND CLOSED DOORS AND AGREED TO BUY
TWO DREDGERS ABROAD BEFORE THE END OF THE COMING MONTH.
MILLER
"""
MESSAGE = """CLASSIFIED MESSAGE
SECRET
DATE 5 MAY 61
TO DIRECTOR
FROM PARIS
SECRET 051200Z
DIR CITE PARI 1234
1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.
2. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOR.
END OF MESSAGE
"""
PRINT_OUT = """AGENCY MESSAGE
PAGE 01 IN 858214
TOR: 061502Z JUL 71 ROME 90835
SECRET 060856Z JUL 71 STAFF
CITE ROME 90835
TO: DIRECTOR, INFO PARIS.
REF: PARI 2680 (IN 65149)
1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.
2. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOR.
3. HE WILL NOT WAIT FOR THE SECOND LETTER TO COME BACK.
"""
SHEET = """JFK ASSASSINATION SYSTEM
IDENTIFICATION FORM
AGENCY : NARA
RECORD NUMBER : 104-10061-10356
RECORD SERIES : National Security Files
AGENCY FILE NUMBER :
ORIGINATOR : DOS
FROM : Constantine
TO :
TITLE : Incoming Telegram
DATE : 8/17/1957
PAGES : 3
DOCUMENT TYPE :
COMMENTS : Fisheries Talks, box 18
"""


def values(reading: Reading) -> dict[str, object]:
    return {name: field.value for name, field in reading.fields.items()}


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (OUTGOING, OUTGOING.replace("NICOSIA 96", "ATHENS 12"), "A further telegram, number 12, stands in the text."),
        (OUTGOING, OUTGOING, "Number 96 stands in the text more than once."),
        (RECEIVED, RECEIVED.replace("404,", "405,"), "A further telegram, number 405, stands in the text."),
        (REPORT, REPORT.replace("123,456", "123,457"), "A further telegram, number 3/123,457, stands in the text."),
        (MESSAGE, MESSAGE.replace("1234", "1567") + "201-123456\n", "A further telegram, number 1567, stands in the text."),
        (PRINT_OUT, PRINT_OUT.replace("858214", "984868").replace("90835", "71352"), "A further telegram, number 71352, stands in the text."),
        (INCOMING, SHEET + INCOMING.replace("1404", "1405"), "A further telegram, number 1405, stands in the text."),
    ],
)  # fmt: skip
def test_a_second_telegram_is_told_and_adds_no_field(first: str, second: str, said: str) -> None:
    alone, both = read(first, load()), read(f"{first}\f{second}", load())
    assert said in both.doubts
    assert len(both.further) == 1
    assert values(both) == values(alone)
    lines = len(alone.lines)
    assert [line.role for line in both.lines[:lines]] == [line.role for line in alone.lines]
    assert len(both.paragraphs) == 2 * len(alone.paragraphs)


# the heading printed again on a page that goes on, and one that is quoted, begin nothing
@pytest.mark.parametrize(
    "later",
    [
        "OUTGOING TELEGRAM Department of State\nPage 2 of telegram to Amembassy NICOSIA\nTHE BOARD MET AGAIN AND AGREED TO BUY A THIRD DREDGER ABROAD.\n",
        "OUTGOING TELEGRAM Department of State\nTHE BOARD MET AGAIN AND AGREED TO BUY A THIRD DREDGER ABROAD.\n",
    ],
)
def test_a_later_page_is_no_further_telegram(later: str) -> None:
    assert read(f"{OUTGOING}\f{later}", load()).further == ()


# a page that goes on repeats its message's number, a figure of which may be misread
@pytest.mark.parametrize("number", ["1234", "1284", "7284"])
def test_a_page_with_the_same_number_goes_on(number: str) -> None:
    text = MESSAGE.replace("END OF MESSAGE\n", "")
    later = f"CLASSIFIED MESSAGE\nCITE PARI {number}\nPAGE 2\n3. HE CAME BACK BY THE SAME TRAIN ON THE SIXTH.\n"
    assert read(f"{text}\f{later}", load()).further == ()


def test_a_sheet_before_a_later_record_is_its_cover() -> None:
    reading = read(f"{INCOMING}\f{SHEET}{INCOMING}", load())
    first = len(INCOMING.splitlines())
    roles = [line.role for line in reading.lines]
    assert roles[first : first + 14] == [Role.COVER] * 14
    assert Role.COVER not in roles[:first]


def test_a_sheet_on_the_page_of_its_record_takes_nothing_of_it() -> None:
    text = "".join(
        f"THE HARBOR BOARD MET BEHIND CLOSED DOORS ON DAY {at} OF MAY\n" for at in range(8)
    )
    reading = read(
        f"{SHEET}{INCOMING}{text}\f-2- 1404, JANUARY 25, 2 PM, FROM PESHAWAR\n{text}", load()
    )
    assert reading.fields["number"].value == "1404"
    assert sum(line.role is Role.COVER for line in reading.lines) == 14
