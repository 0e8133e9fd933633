"""Who sends a CIA message and who is addressed, where the labels of the boxes are lost."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Field
from app.vocabulary import load

TEXT = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\nEND OF MESSAGE\n"
OUTGOING = "OUTGOING MESSAGE\nORIG: J. MILLER\nUNIT: WE/3\nEXT: 1234\n"


def fields(text: str) -> dict[str, Field]:
    return dict(read(text, load()).fields)


def value(text: str, name: str) -> object:
    found = fields(text).get(name)
    return found.value if found else None


# the box, a later page, the channel line, and where no place names it the form itself
@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (f"{OUTGOING}TO ROME\nFROM DIRECTOR\n{TEXT}", True),
        (f"CLASSIFIED MESSAGE\nTO ROME\n{TEXT}\fCLASSIFIED MESSAGE\nROM: DIRECTOR\n{TEXT}", True),
        (f"CLASSIFIED MESSAGE\nPROMIS DIRECTQR\nTO ROME\n{TEXT}", True),
        (f"{OUTGOING}STAFF 091752Z DIRECTOR 670524\nTO: ROME.\n{TEXT}", True),
        (f"{OUTGOING}STAFF 3091752Z NECTAR 670524\nTO: ROME.\n{TEXT}", False),
        (f"{OUTGOING}TO: ROME.\n{TEXT}", False),
    ],
    ids=["box", "later page", "label in slips", "channel", "channel worn", "form alone"],
)
def test_headquarters_sends_an_outgoing_message(text: str, sure: bool) -> None:
    sender = fields(text)["from"]
    assert sender.value == "Director"
    assert (sender.doubt == "") is sure


def test_an_incoming_message_without_its_sender_has_none() -> None:
    assert value(f"CLASSIFIED MESSAGE\nTO DIRECTOR\nACTION: WE 4\n{TEXT}", "from") is None


# scraps at either side of the boxes; names behind the text, or in a sentence, are no boxes
@pytest.mark.parametrize(
    ("boxes", "sender", "to"),
    [
        ("a DIRECTOR 7\nams ROME bie\nACTION: WE 4\n", "Rome", ("DIRECTOR",)),
        ("Cy . OIRECTOR 7\nACTION: WE 4\n", None, ("DIRECTOR",)),
        ("THE DIRECTOR WAS IN ROME\nACTION: WE 4\n", None, None),
        ("ACTION: WE 4\na ROMEO bie\n", None, None),
    ],
)
def test_boxes_among_scraps(boxes: str, sender: object, to: object) -> None:
    text = f"CLASSIFIED MESSAGE\n{boxes}SECRET 041200Z\n{TEXT}"
    assert (value(text, "from"), value(text, "to")) == (sender, to)


def test_a_code_no_station_has_is_that_of_the_box() -> None:
    head = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFag 9 MEXICO CITY\nACTION: WH 4\n"
    assert value(f"{head}SECRET 041200Z\nDIR CITE HEX 1234\n{TEXT}", "cite") == "MEXI 1234"


@pytest.mark.parametrize(
    ("line", "sender", "to"),
    [
        ("DIR CITE ROME", "Rome", ("DIR",)),
        ("DIR CITE ROME PA75", "Rome", ("DIR",)),
        ("PRIORITY DIR CITE QXZW TEVS", None, ("DIR",)),
        ("DIR WILL CITE ROMANS WHO SAY THAT THE HARBOR BOARD HAS MET AT LAST", None, None),
    ],
)
def test_a_citing_line_without_its_number(line: str, sender: object, to: object) -> None:
    text = f"CLASSIFIED MESSAGE\nSECRET 041200Z\n{line}\n{TEXT}"
    assert (value(text, "from"), value(text, "to")) == (sender, to)


@pytest.mark.parametrize(
    ("to", "agency"),
    [
        ("TO: FEDERAL BUREAU OF INVESTIGATION.Y", "FEDERAL BUREAU OF INVESTIGATION"),
        ("TO:\nFEDERAL\nEUREAU OF INVESTIGATION.Y", "FEDERAL BUREAU OF INVESTIGATION"),
        ("TO: FE: iL. BUREAU OF INVESTIGATION. Y", "FEDERAL BUREAU OF INVESTIGATION"),
        ("TO: DEPARTMENT OF STATE", "DEPARTMENT OF STATE"),
    ],
)
def test_an_agency_written_out(to: str, agency: str) -> None:
    text = f"{OUTGOING}{to}\nATTN: INTELLIGENCE DIVISION\n{TEXT}"
    assert value(text, "to") == (agency,)


def test_the_signal_centre_stamps_the_day_of_sending() -> None:
    text = (
        f"{OUTGOING}DATE: 6 MAY 1963\nTO ROME\nFROM DIRECTOR\n{{}}\nSIG CEN\nCITE DIR 43210\n{TEXT}"
    )
    found = fields(text.format("7 MAY 63 00 12 Z"))
    assert found["sent_date"].value == "1963-05-07"
    assert found["sent_date"].alternatives == ("1963-05-06",)
    assert found["sent_time"].value == "00:12Z"
    assert value(text.format("27 MAY 63 00 12 Z"), "sent_date") == "1963-05-06"


def test_a_date_apart_from_the_boxes_is_taken_with_a_doubt() -> None:
    sheet = "ROUTING AND RECORD SHEET\nWE/3\nMILLER\nACTION COPY TO\nJONES\nSMITH\nFROM\nTO\n"
    found = fields(f"{sheet}\fCLASSIFIED MESSAGE\nDATE:\n11 OCT 63\nCITE DIR 43210\n{TEXT}")
    assert found["sent_date"].value == "1963-10-11"
    assert found["sent_date"].doubt


# what stands behind its label on the next line, and what must not be taken for it
def test_the_hour_of_receipt_may_stand_below_its_label() -> None:
    found = fields(
        f"CLASSIFIED MESSAGE\nTOR:\nPAGE 001\n061335Z MAR 98\nIN 0748996\nSECRET 061332Z MAR 98 STAFF\nCITE ROME 17622\nTO: DIRECTOR.\nSUBJECT:\nHARBOR DUES OF SMALL VESSELS\nREF: NONE\n{TEXT}"
    )
    assert (found["received_time"].value, found["sent_time"].value) == ("13:35Z", "13:32Z")
    assert found["subject"].value == "HARBOR DUES OF SMALL VESSELS"


def test_a_stamped_date_beside_a_group_is_that_of_receipt() -> None:
    head = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\n{}\nSECRET 041200Z\nDIR CITE ROME 1234\n"
    assert value(head.format("4 MAY 63") + TEXT, "received_date") == "1963-05-04"
    assert value(head.format("DATE: 4 MAY 63") + TEXT, "received_date") is None


def test_the_number_of_the_message_referred_to_is_not_its_own() -> None:
    head = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nSECRET 041200Z\nDIR CITE ROME 1234 4MAY63IN73341\n"
    found = fields(f"{head}REF:\nPARI 1731 (Ix 73056))\n{TEXT}")
    assert found["in_number"].value == "73341"
    assert found["received_date"].value == "1963-05-04"


def test_a_station_in_brackets_of_the_release() -> None:
    text = f"AGENCY MESSAGE\nPAGE 01\n[5JOS] 16381\nSECRET 091955Z AUG 73 STAFF\n{TEXT}"
    assert value(text, "cite") == "SJOS 16381"


def test_a_long_word_of_urgency_may_hold_two_slips() -> None:
    text = f"CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nINWEDIATE DIR CITE ROME 1234\n{TEXT}"
    assert value(text, "precedence") == ("IMMEDIATE",)
