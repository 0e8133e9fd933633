"""Withheld passages are typed where the text announces them, and nowhere else."""

from __future__ import annotations

import pytest

from app.telegram import read
from tests.telegram.words import SMALL

FORM = "INCOMING TELEGRAM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT THE TALKS WOULD BEGIN.\n{}\nHE WOULD SAY NO MORE ABOUT THE PLACE AND THE HOUR."


def found(line: str) -> list[tuple[str, str, str]]:
    reading = read(FORM.format(line), SMALL)
    return [(each.kind, each.extent, each.code) for each in reading.redactions]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("THE ENVOY [1-1/2 lines not declassified] LEFT FOR ROME.", ("withheld", "1-1/2 lines", "")),
        ("[1 paragraph (12 lines of source text) not declassified]", ("withheld", "1 paragraph (12 lines of source text)", "")),
        ("HE NAMED [codeword not declassified] AS THE SOURCE.", ("withheld", "codeword", "")),
        ("HE SAW [[DELETION]] AT THE HARBOR THAT NIGHT.", ("excised", "", "")),
        ("HE SAW [excised] AT THE HARBOR THAT NIGHT.", ("excised", "", "")),
        ("HE SAW (2 LINES DELETED) AT THE HARBOR.", ("excised", "2 LINES", "")),
        ("THE REST [three words illegible] WAS LOST.", ("illegible", "three words", "")),
        ("THE AGENT [1.4(d)] CAME LATE TO THE HOUSE.", ("withheld", "", "1.4(d)")),
        ("THE AGENT CAME LATE TO THE HOUSE OF      25X1", ("withheld", "", "25X1")),
        ("THE AGENT __________ CAME LATE TO THE HOUSE.", ("withheld", "", "")),
        ("THE AGENT \u2588\u2588\u2588\u2588 CAME LATE TO THE HOUSE.", ("withheld", "", "")),
        ("B1, 1.4(D)", ("withheld", "", "B1, 1.4(D)")),
    ],
)  # fmt: skip
def test_a_gap_is_typed_with_its_extent_and_code(line: str, expected: tuple[str, str, str]) -> None:
    assert found(line) == [expected]


# brackets of the writer, list numbers, a remark about a deletion: no gaps
@pytest.mark.parametrize(
    "line",
    [
        "THE ENVOY [A FORMER PRIEST] LEFT FOR ROME WITH HIS SON.",
        "HE GAVE TWO REASONS: (1) MONEY AND (2) TIME FOR TALKS.",
        "HE WANTS PARA 2 DELETED AND PARA 3 NOT DECLASSIFIED SOON.",
        "SIGNED AT BONN IN MAY _ NOT IN JUNE AS PLANNED BEFORE.",
    ],
)
def test_other_brackets_are_left_alone(line: str) -> None:
    assert found(line) == []


def test_the_words_of_a_gap_stay_in_the_text() -> None:
    text = FORM.format("THE ENVOY [2 lines not declassified] LEFT.")
    (gap,) = read(text, SMALL).redactions
    assert gap.span.of(text) == "[2 lines not declassified]"
