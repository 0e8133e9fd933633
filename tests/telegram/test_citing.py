"""References stand in the reading with the keys that find their telegrams."""

from __future__ import annotations

from app.telegram import Reading, read
from app.vocabulary import load

HEAD = "INCOMING TELEGRAM\nRec'd: MAY 5, 1960\n5:02 PM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\n"


def _read(body: str) -> tuple[str, Reading]:
    return HEAD + body, read(HEAD + body, load())


def test_a_relative_word_takes_the_ends_of_the_telegram() -> None:
    text, reading = _read("FOREIGN OFFICE HAS NOT REPLIED TO NOTE IN EMBTEL 4455 AND DEPTEL 3131.")
    own, theirs = reading.references
    assert (own.kind, own.sender, own.addressee, own.number) == (
        "embtel", "PARIS", "DEPARTMENT OF STATE", "4455",
    )  # fmt: skip
    assert (theirs.sender, theirs.addressee, theirs.number) == (
        "DEPARTMENT OF STATE", "PARIS", "3131",
    )  # fmt: skip
    assert own.span.of(text) == own.printed


def test_reftel_means_the_telegram_named_first() -> None:
    _, reading = _read("DEPTEL 3131.\nMINISTER HAS NOW SEEN PARAGRAPH TWO OF THE NOTE IN REFTEL.")
    last = reading.references[-1]
    assert (last.kind, last.number, last.addressee) == ("reftel", "3131", "PARIS")


def test_the_running_head_of_a_later_page_cites_nothing() -> None:
    _, reading = _read(
        "MINISTER TOLD US TODAY THAT TALKS WOULD\n\f-2- 12, MAY 5, 4 PM FROM PARIS\nRESUME NEXT WEEK AT BONN."
    )
    assert reading.references == ()


def test_each_reference_says_between_which_days_its_telegram_was_sent() -> None:
    _, reading = _read(
        "DEPTEL 3131 AND SECTO 5 CROSSED. SEPTEL FOLLOWS. 1959PARIS01234 AND BONN 770, MAY 2, HOLD.\nDEPTEL 40, DEC 20, IS OLD."
    )
    assert [(one.kind, one.earliest, one.latest) for one in reading.references] == [
        ("deptel", "1959-05-05", "1960-05-05"),
        ("series", "1960-02-03", "1960-05-05"),
        ("septel", "1960-05-02", "1960-05-08"),
        ("mrn", "1959-01-01", "1959-12-31"),
        ("post", "1960-05-02", "1960-05-02"),
        ("deptel", "1959-12-20", "1959-12-20"),  # a day that lay ahead was the year before
    ]


def test_whose_airgram_it_is() -> None:
    _, reading = _read("OUR A-55 AND BONN A-12 OF MAY 2 AND YOUR A-77 DIFFER. A-99 IS LOST.")
    assert [(one.sender, one.number, one.date) for one in reading.references] == [
        ("PARIS", "55", ""),
        ("BONN", "12", "1960-05-02"),
        ("DEPARTMENT OF STATE", "77", ""),
        ("", "99", ""),
    ]


def test_reftel_takes_nothing_that_is_named_after_it() -> None:
    _, reading = _read(
        "MINISTER HAS SEEN NOTE IN REFTEL.\nHE HAS NOT SEEN BONN 4314 WHICH FOLLOWED."
    )
    assert [(one.kind, one.number) for one in reading.references] == [("reftel", ""), ("post", "4314")]  # fmt: skip
