"""Pages that are missing or astray, and texts that hold more than one telegram, are told."""

from __future__ import annotations

from app.telegram import Reading, read
from tests.telegram.words import SMALL

HEAD = "INCOMING TELEGRAM\nRec'd: MAY 5, 1960\nFROM PARIS\nTO: Secretary of State\nNO: {number}, MAY 5, 4 PM\n"
FIRST = HEAD.format(number=12) + "MINISTER TOLD US TODAY THAT TALKS ON CUSTOMS WOULD RESUME\n"
PAGE = "\f-{page}- {number}, MAY 5, 4 PM FROM PARIS\nAND THAT HE WOULD NAME THE DAY BEFORE THE WEEK IS OUT,\n"


def _read(*parts: str) -> Reading:
    return read("".join(parts), SMALL)


def test_pages_in_order_raise_no_doubt() -> None:
    reading = _read(FIRST, PAGE.format(page=2, number=12), PAGE.format(page=3, number=12))
    assert reading.doubts == ()
    assert [page.printed for page in reading.pages] == [None, 2, 3]


def test_a_missing_page_is_told() -> None:
    reading = _read(FIRST, PAGE.format(page=2, number=12), PAGE.format(page=4, number=12))
    assert reading.doubts == ("Between page 2 and page 4 pages are missing.",)


def test_pages_out_of_order_are_told() -> None:
    reading = _read(FIRST, PAGE.format(page=3, number=12), PAGE.format(page=2, number=12))
    assert reading.doubts == ("Page 2 stands below page 3.",)


def test_a_page_of_another_telegram_is_told() -> None:
    reading = _read(FIRST, PAGE.format(page=2, number=77))
    assert reading.doubts == ("The head of page 2 names number 77, the first page 12.",)


def test_a_second_telegram_in_the_text_is_told_and_marked() -> None:
    text = FIRST + "IN SPRING.\nHARRINGTON\n\f"
    reading = _read(text, HEAD.format(number=13), "MINISTER TOOK BACK WHAT HE SAID ABOUT TALKS.\n")
    assert [span.start for span in reading.further] == [len(text)]
    assert "A further telegram, number 13, stands in the text." in reading.doubts
    assert reading.fields["number"].value == "12"


def test_the_same_telegram_twice_is_told() -> None:
    reading = _read(FIRST, "IN SPRING.\nHARRINGTON\n\f", FIRST, "IN SPRING.\nHARRINGTON\n")
    assert "Number 12 stands in the text more than once." in reading.doubts
