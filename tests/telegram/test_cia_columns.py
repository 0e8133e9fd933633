"""CIA headers whose columns an engine parts, and whose words it half reads."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Reading, Role
from app.vocabulary import load

INCOMING = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\n"
OUTGOING = "ORIG: J. MILLER\nUNIT: WE/3\nEXT: 1234\nOUTGOING MESSAGE\nFROM DIRECTOR\n"
TEXT = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\nEND OF MESSAGE\n"


def values(text: str) -> dict[str, object]:
    found: Reading = read(text, load())
    return {name: field.value for name, field in found.fields.items()}


# the group on one line, its month and year on the next; TOR is receipt, TOT is sending
@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ("TOR:\n022143Z\nFEB\n96\n", "received_date"),
        ("TOR:\n022143Z\nFEB 96\n", "received_date"),
        ("TOT:\n022143Z\nFEB\n96\n", "sent_date"),
    ],
)
def test_the_month_of_a_group_may_stand_below_it(lines: str, field: str) -> None:
    assert values(f"{INCOMING}{lines}CITE ROME 1234\n{TEXT}").get(field) == "1996-02-02"


def test_a_name_below_a_group_is_no_month() -> None:
    reading = read(f"{INCOMING}SECRET 022143Z\nMARS\nDIR CITE ROME 1234\n{TEXT}", load())
    assert "sent_date" not in reading.fields


# between addressees a word that is no station is INFO, if it is near to it
@pytest.mark.parametrize(
    ("line", "informed"),
    [
        ("DIR ISO PARI MILA CITE ROME 1234", ("PARI", "MILA")),
        ("DIR INTO PARI CITE ROME 1234", ("PARI",)),
        ("DIR ABLE PARI CITE ROME 1234", None),
        ("DIR PARI CITE ROME 1234", None),
    ],
)
def test_info_with_slips_among_codes(line: str, informed: tuple[str, ...] | None) -> None:
    assert values(f"CLASSIFIED MESSAGE\nSECRET 041200Z\n{line}\n{TEXT}").get("info") == informed


@pytest.mark.parametrize(
    ("line", "addressed"),
    [
        ("PARIS (EYES ONLY MARTIN) 5 20", ("PARIS",)),
        ("(PARIS) (EYES ONLY MARTIN)", ("PARIS",)),
        ("HARBOR (EYES ONLY MARTIN)", None),
    ],
)
def test_who_alone_may_see_it_stands_behind_the_addressee(
    line: str, addressed: tuple[str, ...] | None
) -> None:
    assert values(f"{OUTGOING}{line}\nCITE DIRECTOR 43210\n{TEXT}").get("to") == addressed


def test_the_date_of_an_outgoing_form_may_stand_below_its_text() -> None:
    below = "DATE: 29 MARCH 1966 O FILE IN CS FILE NO.\nRELEASING OFFICER\n"
    assert values(f"{OUTGOING}TO PARIS\n{TEXT}{below}")["sent_date"] == "1966-03-29"
    assert "sent_date" not in values(f"{INCOMING}DIR CITE ROME 1234\n{TEXT}DATE: 29 MARCH\n")


def test_the_number_of_receipt_stands_behind_the_page_of_a_print_out() -> None:
    reading = read(f"{INCOMING}96 3068322 ASR PAGE 001 IN 3068322\n{TEXT}", load())
    assert reading.fields["in_number"].value == "3068322"
    assert reading.lines[3].role is Role.HEADER


# a routing sheet prints every level, the lowest first; a badly read banner is one with a doubt
@pytest.mark.parametrize(
    ("banners", "level"),
    [
        ("UNCLASSIFIED\nINTERNAL USE ONLY\nCONFIDENTIAL\n", "CONFIDENTIAL"),
        ("UNCLASSIFIED\n", "UNCLASSIFIED"),
        ("SECP.ET\n", "SECRET"),
        ("SECTOR\n", None),
    ],
)
def test_the_level_of_a_message(banners: str, level: str | None) -> None:
    found = read(f"{banners}{INCOMING}DIR CITE ROME 1234\n{TEXT}", load()).fields
    assert (found["classification"].value if "classification" in found else None) == level
    assert not level or bool(found["classification"].doubt) == banners.startswith("SECP")


# labels of the form that an engine read among the text; a print-out types them itself
@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("ORIG:", Role.DRAFTING),
        ("DATE:", Role.HEADER),
        ("CITE DIR", Role.HEADER),
        ("HARBOR:", Role.BODY),
    ],
)
def test_a_label_among_the_text_is_of_the_form(label: str, told: Role) -> None:
    prose = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\n"
    text = f"{OUTGOING}TO PARIS\nCITE DIRECTOR 43210\n{prose}{label}\n{prose}END OF MESSAGE\n"
    assert read(text, load()).lines[8].role is told


def test_a_label_typed_by_a_print_out_is_text() -> None:
    prose = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\n"
    head = "STAFF\nTOR: 022143Z FEB 96 ROME 1234\nCITE ROME 1234\nTO: DIRECTOR.\nSLUGS: WNINTEL\n"
    reading = read(f"{head}{prose}ORIG:\n{prose}END OF MESSAGE\n", load())
    assert reading.lines[6].role is Role.BODY


@pytest.mark.parametrize(
    ("second", "subject"),
    [
        ("HARBOR BOARD", "A SUBJECT OF THE MESSAGE THAT FILLS ITS LINE HARBOR BOARD"),
        ("REF: NONE", "A SUBJECT OF THE MESSAGE THAT FILLS ITS LINE"),
        ("RET:", "A SUBJECT OF THE MESSAGE THAT FILLS ITS LINE"),
    ],
)
def test_a_subject_runs_over_though_all_lines_are_set_apart(second: str, subject: str) -> None:
    lines = f"{INCOMING}CITE ROME 1234\nSUBJECT: A SUBJECT OF THE MESSAGE THAT FILLS ITS LINE\n"
    apart = (lines + f"{second}\n{TEXT}").replace("\n", "\n\n")
    assert values(apart)["subject"] == subject


# the label of a reference with two slips, where a cable and its IN number follow
@pytest.mark.parametrize(
    ("line", "refs"),
    [
        ("RIP: MEXI 0312 (IN 53124)", ("MEXI 0312 (IN 53124)",)),
        ("PER MEXI 0312 (IN 53124)", None),
        ("RIP: MEXI 0312", None),
    ],
)
def test_a_reference_whose_label_is_past_reading(line: str, refs: tuple[str, ...] | None) -> None:
    assert (
        values(f"{INCOMING}SECRET 041200Z\nDIR CITE ROME 1234\n{line}\n{TEXT}").get("refs") == refs
    )
