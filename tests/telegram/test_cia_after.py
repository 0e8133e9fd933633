"""What stands below the text of a CIA message, on its later pages, and in a second message."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Reading, Role
from tests.telegram.words import SMALL

_HEAD = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\nDIR CITE PARI 1234\n"
_TEXT = "1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\n"
_END = "END OF MESSAGE\n"
_OUT = "MESSAGE FORM\nSECRET\nTO PARIS\nFROM DIRECTOR\nCITE DIRECTOR 12345\n"
_SECOND = "DIR CITE PARI 1235\nREF PARI 1234\n1. HE CAME BACK BY THE SAME TRAIN ON THE SIXTH OF MAY.\nNO ONE MET HIM.\n"


def _read(text: str) -> Reading:
    return read(text, SMALL)


def _roles(text: str) -> dict[str, Role]:
    return {line.span.of(text): line.role for line in _read(text).lines}


def test_a_second_message_keeps_its_text_and_adds_no_field() -> None:
    text = _HEAD + _TEXT + _END + "SECRET\n" + _SECOND + _END
    reading, roles = _read(text), _roles(text)
    assert roles["NO ONE MET HIM."] is Role.BODY
    assert roles["REF PARI 1234"] is Role.HEADER
    assert reading.fields["number"].value == "1234"
    assert "refs" not in reading.fields
    (further,) = reading.further
    assert further.of(text).startswith("DIR CITE PARI 1235")
    assert further.of(text).endswith("NO ONE MET HIM.")


def test_two_paragraphs_below_the_end_are_text_though_no_line_cites() -> None:
    more = "2. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOUR.\n"
    text = _HEAD + _TEXT + _END + "SECRET\n" + more + more.replace("2.", "3.")
    assert sum(line.role is Role.BODY for line in _read(text).lines) == 3


# What an officer or a clerk left below the text begins no message.
@pytest.mark.parametrize(
    "note",
    [
        "(Please see also the message that is attached to this one)",
        "J. R. MILLER",
        "Mr. Hill asked on the telephone that this be held until the end of the week.",
    ],
)
def test_a_note_below_the_end_is_no_message(note: str) -> None:
    reading = _read(_HEAD + _TEXT + _END + note + "\n" + "C/WE\n")
    assert reading.further == ()
    assert sum(line.role is Role.BODY for line in reading.lines) == 1


# Captions that an engine read together with strokes and figures from beside them.
@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("T NO INDEX 2 5", Role.FORM_TEXT),
        ("gee IN CS FILE NO, 4", Role.FORM_TEXT),
        ("C ROUTING 3", Role.STAMP),
        ("The following action is", Role.STAMP),
        ("CONE WE/C 8", Role.HEADER),
    ],
)
def test_captions_among_scraps(line: str, role: Role) -> None:
    assert _roles(_OUT.replace("CITE", line + "\nCITE") + _TEXT + _END)[line] is role


def test_an_end_mark_on_two_lines_ends_the_text() -> None:
    text = _HEAD + _TEXT + "End of\nmessag\nA. B. HARPER\n"
    roles = _roles(text)
    assert roles["End of"] is roles["messag"] is Role.FORM_TEXT


# Telephone and unit beside the captions of the drafter's box, the captions themselves misread.
def test_the_drafters_box_above_an_outgoing_form() -> None:
    text = "ORD\nUNIT P. A. HARPER\n6120\n" + _OUT + _TEXT + _END
    roles = _roles(text)
    assert roles["ORD"] is roles["6120"] is Role.DRAFTING


def test_one_line_of_text_below_a_foot_is_kept() -> None:
    many = "".join(
        f"{n}. HE SAW THE HARBOUR MASTER ON THE {n}TH DAY OF THE MONTH.\n" for n in range(2, 10)
    )
    foot = "SECRET\nREPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.\n"
    last = "10. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOUR."
    roles = _roles(_HEAD + _TEXT + many + foot + "WRMO TTL\n" + last + "\n" + _END)
    assert roles[last] is Role.BODY
    assert roles["WRMO TTL"] is Role.STAMP


def test_a_report_cable_opens_with_its_captions() -> None:
    text = _HEAD + "INTEL 05\nSUPDATA: FROM A CLERK\nSOURCE: PARA 1 A CLERK.\n" + _TEXT + _END
    roles = _roles(text)
    assert roles["INTEL 05"] is Role.HEADER
    assert roles["SUPDATA: FROM A CLERK"] is Role.BODY


# A level with the slug beside it, or a letter misread, is no officer's name.
@pytest.mark.parametrize("line", ["SECRET/GYROSE", "BECRET", "SECBET"])
def test_a_level_below_the_text_is_no_officer(line: str) -> None:
    assert _roles(_OUT + _TEXT + _END + line + "\nRELEASING OFFICER\n")[line] is Role.MARKING


def test_many_slugs_above_the_reference_are_no_text() -> None:
    slugs = "GYROSE TYPIC ABLAZE BUTTON HARBOR UNRUMBLE"
    roles = _roles(_HEAD + slugs + "\nREF: PARI 1233\n" + _TEXT + _END)
    assert roles[slugs] is Role.HEADER


def test_a_text_of_which_no_form_is_seen_is_read_as_its_agencys() -> None:
    number = "104-10220-10294\n"
    text = number + "DISECIOR\n" + _TEXT + _TEXT.replace("1.", "2.") + "END OF, MESSAGE\n880 1\n"
    roles = _roles(text)
    assert roles["END OF, MESSAGE"] is Role.FORM_TEXT
    assert roles["880 1"] is Role.STAMP
