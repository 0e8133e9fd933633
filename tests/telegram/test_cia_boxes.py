"""Boxes of CIA messages whose labels an engine lost or put elsewhere."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Field, Role
from app.vocabulary import load

HEAD = "CLASSIFIED MESSAGE\nSECRET 301200Z\n"
CITED = "DIR CITE ROME 1234\n"
TEXT = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\nEND OF MESSAGE\n"


def fields(text: str) -> dict[str, Field]:
    """What was read."""
    return dict(read(text, load()).fields)


# a receipt stamp run together, the word IN read as figures
@pytest.mark.parametrize(
    "stamp", ["30 SEP 64 IN 81234", "30 SBP 64 IN 81234", "30 SEP 641081234", "30 SEP 641N81234"]
)
def test_the_receipt_stamp_gives_day_and_number(stamp: str) -> None:
    found = fields(f"{HEAD}{CITED}{stamp}\n{TEXT}")
    assert found["in_number"].value == "81234"
    assert found["received_date"].value == "1964-09-30"
    assert found["sent_date"].value == "1964-09-30"


def test_a_long_number_is_no_stamp() -> None:
    assert "in_number" not in fields(f"{HEAD}{CITED}30 MEN 641081234\n{TEXT}")


# addressees without their label
@pytest.mark.parametrize(
    ("line", "value"),
    [
        (": IMMEDIATE PARIS MADRID", ("PARIS", "MADRID")),
        ("ATHENS, BONN, MADRID, OTTAWA", ("ATHENS", "BONN", "MADRID", "OTTAWA")),
        ("PARIS MADRID", None),
        ("PARIS, MADRID AND THE HARBOR OF ROME", None),
    ],
)
def test_a_line_of_names_alone_is_addressed(line: str, value: tuple[str, ...] | None) -> None:
    head = "ORIG: J. MILLER\nUNIT: WE/3\nCLASSIFIED MESSAGE\n"
    text = f"{head}{line}\nFROM: DIRECTOR\nCONF: WE 8\nCITE DIR 43210\n{TEXT}RELEASING OFFICER\n"
    found = fields(text).get("to")
    assert (found.value if found else None) == value


def test_the_office_that_acts_is_not_one_the_box_prints() -> None:
    found = fields(f"ACTION UNIT\nRF\nEUR 8\nFILE\nVR\n{HEAD}{CITED}{TEXT}")
    assert found["action_offices"].value == ("EUR",)


# an office's comment behind the text
@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("C/S COMMENT: *REPORTED THE SAME OF THE HARBOR BOARD.", Role.BODY),
        ("C/S COAMENT: *REPORTED THE SAME OF THE HARBOR BOARD.", Role.BODY),
        ("G/S CORENT: *REPORTED THE SAME OF THE HARBOR BOARD.", Role.BODY),
        ("j WH COMENT: *REPORTED THE SAME OF THE HARBOR BOARD.", Role.BODY),
        ("C/S CABLE: wrmo ttl", Role.DRAFTING),
    ],
)
def test_a_comment_with_slips_is_kept(line: str, role: Role) -> None:
    text = f"{HEAD}{CITED}{TEXT}{line}\n"
    number = text.split("\n").index(line) + 1
    assert next(each.role for each in read(text, load()).lines if each.number == number) is role


# references on lines of their own, their label or their letters read with slips
@pytest.mark.parametrize(
    ("lines", "refs"),
    [
        ("REF: PARI 1234 (IN 56789)*", ("PARI 1234 (IN 56789)",)),
        ("REPS: PARI 1234 (IN 56789)*", ("PARI 1234 (IN 56789)",)),
        ("RET PARI 1234 (IN 56789)", ("PARI 1234 (IN 56789)",)),
        (
            "REFS: A. PARI 1234 (IN 56789)\nB. ROME 4321 (IN 98765) (NOT SENT BONN)",
            ("PARI 1234 (IN 56789)", "ROME 4321 (IN 98765)"),
        ),
        (
            "REF A, PARI 1234 (IN 56789)\nB, ROME 4321 (IN 98765)",
            ("PARI 1234 (IN 56789)", "ROME 4321 (IN 98765)"),
        ),
    ],
)
def test_references_above_the_text(lines: str, refs: tuple[str, ...]) -> None:
    assert fields(f"{HEAD}{CITED}{lines}\n{TEXT}")["refs"].value == refs


def test_a_lettered_paragraph_that_opens_with_a_cable_is_text() -> None:
    cited = "B. PARI 1234 (IN 56789) SAID THE SAME OF THE HARBOR BOARD AND ITS CLERKS."
    text = f"{HEAD}{CITED}REF: ROME 4321 (IN 98765)\n{cited}\n{TEXT}"
    assert fields(text)["refs"].value == ("ROME 4321 (IN 98765)",)
