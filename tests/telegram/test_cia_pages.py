"""Where the text of a CIA message lies when an engine lost heads, anchors and page breaks."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Role
from app.vocabulary import load

FOOT = "REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.\n"
PROSE = (
    "1. THE HARBOR BOARD MET BEHIND CLOSED DOORS AND AGREED TO BUY\n"
    "TWO DREDGERS ABROAD. THE PRICE OF THEM IS NOT KNOWN TO THE CLERKS\n"
    "OF THE BOARD AT THIS TIME BUT WILL BE SENT ON WHEN IT HAS COME.\n"
    "THE CHAIRMAN OF THE BOARD SAID THAT NO LOAN WOULD BE ASKED FOR\n"
)
MORE = (
    "AND THAT THE TOWN WOULD BEAR WHAT WAS LEFT OF THE COST OF BOTH.\n"
    "2. HE WAS ASKED WHETHER THE PILOTS HAD BEEN HEARD AND SAID THAT\n"
    "THEY WOULD BE HEARD WHEN THE BOARD NEXT MET IN THE AUTUMN OF 1962\n"
    "IF THEY HAD BY THEN MADE UP THEIR MINDS ON THE MATTER OF THE TOLL.\n"
)


def roles(text: str) -> dict[str, Role]:
    """The role of every line, by its first words."""
    lines = text.split("\n")
    return {lines[line.number - 1][:12]: line.role for line in read(text, load()).lines}


def test_text_that_stands_before_the_citing_line_is_kept() -> None:
    found = roles(f"CLASSIFIED MESSAGE\nTO ROME\n{PROSE}{MORE}DIR CITE ROME 1234\nSECRET\n{FOOT}")
    assert found["1. THE HARBO"] is Role.BODY
    assert found["IF THEY HAD "] is Role.BODY
    assert found["DIR CITE ROM"] is Role.HEADER


def test_text_below_a_printed_foot_is_on_the_next_page() -> None:
    text = f"CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nDIR CITE ROME 1234\n{PROSE}SECRET\n{FOOT}oon\nwrmo ttl\n{MORE}"
    reading = read(text, load())
    assert roles(text)["2. HE WAS AS"] is Role.BODY
    assert len(reading.pages) == 2
    assert reading.page_joins[0].kind == "mid-sentence"


def test_a_comment_below_the_foot_begins_no_page() -> None:
    comment = "C/S COMMENT: *REPORTED WHAT THE HARBOR BOARD HAD SAID OF THE DREDGERS\n" + MORE
    text = f"CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nDIR CITE ROME 1234\n{PROSE}SECRET\n{FOOT}{comment}"
    assert len(read(text, load()).pages) == 1


def test_a_few_scraps_below_the_foot_stay_stamps() -> None:
    text = f"CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nDIR CITE ROME 1234\n{PROSE}SECRET\n{FOOT}wrmo ttl\n"
    assert roles(text)["wrmo ttl"] is Role.STAMP


# scraps before the page's name, as handwriting leaves them; a sentence that names a page is none
@pytest.mark.parametrize(
    ("line", "pages"),
    [
        ("PAGE 2 IN 27689 ROME 1234", 2),
        ("ei PAGE 2 IN 27689 ROME 1234", 2),
        ("SEE PAGE 2 IN THE LETTER OF 27689", 1),
    ],
)
def test_the_head_of_a_page_behind_a_scrap(line: str, pages: int) -> None:
    more = "".join(f"{n}. HE SAW THE MASTER OF THE HARBOR ON THE {n}TH.\n" for n in range(3, 12))
    text = f"CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nDIR CITE ROME 1234\n{PROSE}{more}{line}\n{more}"
    assert len(read(text, load()).pages) == pages


def test_a_tools_rule_below_the_last_foot_is_no_page() -> None:
    text = f"CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nDIR CITE ROME 1234\n{PROSE}NW 65987 DocId:32374415 Page 1\n---\n"
    assert len(read(text, load()).pages) == 1
