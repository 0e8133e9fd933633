"""Who sent a CIA message and its number, however the citing line was read."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Reading
from app.vocabulary import load
from tests.telegram.words import value_of

INCOMING = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nSECRET 041200Z\n"
OUTGOING = "ORIG: J. MILLER\nUNIT: WE/3\nEXT: 1234\nCLASSIFIED MESSAGE\nTO ROME\nFROM DIRECTOR\n"
TEXT = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\nEND OF MESSAGE\n"
OFFICERS = "RELEASING OFFICER   COORDINATING OFFICERS   AUTHENTICATING OFFICER\n"


def cited(text: str) -> object:
    """The CITE field."""
    found: Reading = read(text, load())
    return found.fields["cite"].value if "cite" in found.fields else None


# the word itself lost or damaged; prose with a code and a number cites nothing
@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("DIR INFO PARI CITE ROME 1234", "ROME 1234"),
        ("DIR INFO PARI ROME 1234", "ROME 1234"),
        ("DIR INFO (PARI) CITE (ROME)1234", "ROME 1234"),  # the brackets are of the release
        ("PRITY DIR INFO PARI ROME 12345 4 MAY 63", "ROME 12345"),
        ("DIR HAS INFO ON WHAT ROME 1234 SAYS OF THE HARBOR AND ITS CLERKS", None),
        ("DIR INFO PARI", None),
    ],
)
def test_the_citing_line_of_an_incoming_message(line: str, value: str | None) -> None:
    assert cited(f"{INCOMING}{line}\n{TEXT}") == value


# an outgoing form can cite none but Headquarters
@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("TO ROME CITE DIR 43210", "DIR 43210"),
        ("TO ROME CITE DIR\n43210", "DIR 43210"),
        ("TO ROME CITE OR 43210", "DIR 43210"),
        ("CITE IR\n43210", "DIR 43210"),
        ("CITE: DIRECTOR\n43210", "DIR 43210"),
        ("TO ROME INFO PARI CTR DIR 43210", "DIR 43210"),  # the word past reading
        ("CONF: DIRECTOR 943210", "DIR 943210"),
        ("12345\nTO ROME CITE DIR\n43210", "DIR 43210"),  # another number stands above
        ("43210\nTO ROME CITE DIR", "DIR 43210"),
        ("TO ROME\n43210", "DIR 43210"),  # in a box of its own
        ("STAFF\nTO ROME\n943210\n041200\n6120", "DIR 943210"),  # beside an hour and a telephone
    ],
)
def test_an_outgoing_message_cites_headquarters(line: str, value: str) -> None:
    assert str(cited(f"{OUTGOING}{line}\n{TEXT}{OFFICERS}")).replace("DIRECTOR", "DIR") == value


@pytest.mark.parametrize(
    "line", ["REF: DIR 43210", "TO ROME\n43210\n43211", "TO ROME\n00000", "TO ROME\n943210"]
)
def test_a_number_that_is_anothers_or_one_of_two_is_not_cited(line: str) -> None:
    assert cited(f"{OUTGOING}{line}\n{TEXT}{OFFICERS}") is None


def test_a_number_whose_station_is_withheld_stands_alone() -> None:
    reading = read(f"{INCOMING}CITE\n20829\n{TEXT}", load())
    assert reading.fields["number"].value == "20829"
    assert "cite" not in reading.fields


def test_columns_set_apart_by_hard_spaces_are_read_as_columns() -> None:
    wide = "\N{NO-BREAK SPACE}" * 170
    text = f"OUTGOING MESSAGE\nSTAFF{wide}041200Z DIRECTOR 524828\nTO: ROME.\nREF: NONE\n{TEXT}"
    assert cited(text) == "DIRECTOR 524828"


def test_the_same_damage_on_an_incoming_message_cites_nobody() -> None:
    assert cited(f"{INCOMING}CITE OR 43210\n{TEXT}") != "DIR 43210"


# a print-out parts the word, the station and the number
@pytest.mark.parametrize(
    "below", ["CITE\nROME\n12345", "CITE\nROME 12345", "CITE:\n\nROME\n\n12345"]
)
def test_cite_parted_over_lines(below: str) -> None:
    head = "PAGE 001\nTOR: 041205Z MAY 74\nSECRET 041200Z MAY 74 STAFF\n"
    assert cited(f"{head}{below}\nTO: DIRECTOR.\n{TEXT}") == "ROME 12345"


# Four letters that begin a post's name are its code; they are not drawn to a listed code near by.
@pytest.mark.parametrize("code", ["SANA", "BANG", "MERI", "BASE", "KABU", "BOMB"])
def test_a_clean_code_stays_as_it_is_printed(code: str) -> None:
    message = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM ROME\nACTION C/NE 4\n"
    message += f"DIR INFO PARI {code} CITE {code} 1234\nREF {code} 4321 (IN 12345)\n"
    message += "1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\nEND OF MESSAGE\n"
    fields = read(message, load()).fields
    assert fields["cite"].value == f"{code} 1234"
    assert fields["refs"].value == (f"{code} 4321 (IN 12345)",)


def test_those_informed_by_codes_of_posts_are_read() -> None:
    text = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\n"
    text += "DIR INFO KABU PESH CITE PARI 1234\n1. CONTACT LEFT FOR THE NORTH.\n"
    assert read(text, load()).fields["info"].value == ("KABU", "PESH")


HEAD = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\n"
BODY = "1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\nEND OF MESSAGE\n"


def field(text: str, name: str) -> object:
    """The value of a field; None where it was not read."""
    found = read(text, load()).fields.get(name)
    return found.value if found else None


# Figures before the day make no date with what follows; the note of a copy that went ahead counts.
@pytest.mark.parametrize(
    "note", ["AND COPY SLOTTED AT 1345, 5 MAY 61 BP)", "COPY SLOTTED 1915 5 MAY 61"]
)
def test_a_group_takes_month_and_year_from_the_note_of_a_slotted_copy(note: str) -> None:
    text = (
        f"CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM PARIS\n{note}\nSECRET 051630Z\nDIR CITE PARI 1234\n"
    )
    assert field(text + BODY, "sent_date") == "1961-05-05"


def test_a_group_with_its_date_goes_before_a_bare_one() -> None:
    head = (
        "AGENCY MESSAGE\n0214322\nSECRET 021430Z FEB 75 STAFF\nCITE DENVER 20829\nTO: DIRECTOR.\n"
    )
    assert field(head + BODY, "sent_date") == "1975-02-02"


def test_a_stamped_day_behind_the_group_is_that_of_receipt() -> None:
    text = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM PARIS\n27 NOV 63 12 6 8\nSECRET 252333Z\n"
    text += "DIR CITE PARI 1234\n" + BODY
    assert field(text, "sent_date") == "1963-11-25"
    assert field(text, "received_date") == "1963-11-27"


def test_the_day_of_a_review_is_not_that_of_the_message() -> None:
    text = HEAD.replace("DATE 5 MAY 61\n", "") + "DIR CITE PARI 1234\n" + BODY
    text += "CLASSIFICATION REVIEW\nCONPUCTEO ON 4 MAY 1976\n"
    assert field(text, "sent_date") is None


@pytest.mark.parametrize(
    ("line", "name"), [("TC MADRID", "to"), ("4. TO } MADRID -", "to"), ("4. FROM; MADRID", "from")]
)
def test_a_label_behind_a_scrap_is_read(line: str, name: str) -> None:
    text = f"CLASSIFIED MESSAGE\nDATE 5 MAY 61\n{line}\nACTION C/WE 4\n" + BODY
    assert field(text, name) in (("MADRID",), "Madrid")


def test_headquarters_sends_on_the_line_of_the_channel() -> None:
    text = "OUTGOING MESSAGE\nSTAFF 091752Z DIREETAR 670524\nCONF: C/WE\nTO: MADRID.\n" + BODY
    assert field(text, "from") == "Director"


def test_addressees_below_the_citing_line_are_no_text() -> None:
    text = (
        "SECRET 051211Z MAY 69 CITE ROME 3852\nPRIORIT Y DIRECT OR MEKICO CITY INFO PARIS\n" + BODY
    )
    text = "CLASSIFIED MESSAGE\n" + text
    assert field(text, "to") == ("DIRECTOR", "MEXICO CITY")
    assert field(text, "info") == ("PARIS",)


# FROM with slips, before a name that fills the rest of its box.
@pytest.mark.parametrize("word", ["MOM", "FRO.", "TOM", "FROH"])
def test_a_misread_from_is_known_by_the_name_that_follows(word: str) -> None:
    text = f"CLASSIFIED MESSAGE\nDATE 5 MAY 61\n{word} DIRECTOR\nTO MADRID\nCITE DIR 12345\n"
    assert field(text + BODY, "from") == "Director"


# traps: the item glued to the label, the label's first letter misread beside a kept number
@pytest.mark.parametrize(
    ("line", "refs"),
    [
        ("REF PARI 4321 (IN 12345)", ("PARI 4321 (IN 12345)",)),
        ("REFA. PARI 4321 (IN 12345)", ("PARI 4321 (IN 12345)",)),
        ("NEF: PARI 4321 (IN 12345)", ("PARI 4321 (IN 12345)",)),
        ("DEF: HE WAS SEEN IN THE HARBOR AT NOON", None),
    ],
)
def test_a_reference_whose_label_is_worn(line: str, refs: tuple[str, ...] | None) -> None:
    reading = read(f"{INCOMING}DIR CITE ROME 1234\n{line}\n{TEXT}", load())
    assert value_of(reading, "refs") == refs


def test_a_station_is_not_its_own_addressee() -> None:
    boxes = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO\nFROM\nACTION\nROME\nPARIS\n"
    reading = read(f"{boxes}DIR INFO PARI CITE ROME 1234\n{TEXT}", load())
    assert "ROME" not in str(reading.fields["to"].value).upper()


def test_numbers_of_a_later_pages_head_where_the_first_page_cites_none() -> None:
    more = "".join(f"{n}. HE SAW THE MASTER OF THE HARBOR ON THE {n}TH.\n" for n in range(2, 12))
    second = "PAGE 2 IN 27689 ROME 5648\n12. HE WILL WRITE WHEN HE HAS FOUND ROOMS THERE.\n"
    fields = read(f"{INCOMING}{TEXT}{more}{second}", load()).fields
    assert {name: fields[name].value for name in ("in_number", "cite", "number")} == {
        "in_number": "27689", "cite": "ROME 5648", "number": "5648",
    }  # fmt: skip
    cited_above = read(f"{INCOMING}DIR CITE PARI 1234\n{TEXT}{more}{second}", load()).fields
    assert cited_above["cite"].value == "PARI 1234"
