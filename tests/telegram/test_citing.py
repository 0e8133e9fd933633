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
