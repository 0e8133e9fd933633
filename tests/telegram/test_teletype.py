"""Military messages, FBIS, the CAS channel, cables with an MRN, and marks of release."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Family, Reading, Role
from app.vocabulary import load

VOCABULARY = load()

MILITARY = """INCOMING MESSAGE
DEPARTMENT OF THE AIR FORCE
STAFF MESSAGE BRANCH
UNCLASSIFIED
AF IN : 37708 (29 July 65)
ACTION: NIN-7
INFO: XOP-1, DIA-15
RR RUEANC
DE RUCMOF 436 2092030
ZNR
R 281800Z
FM 662 RDR SQ OAKDALE
TO RUWGALE/ADC ENT AFB COLO
RUEAKN/26AIRDIV STEWART AFB NY
INFO RUEPDA/OSAF WASH DC//SAFOI//
BT
UNCLAS 662OPR 00435 JUL 65
SUBJ: WEATHER BALLOON
1. THE FOLLOWING REPORT IS SENT: ONE BALLOON WAS SEEN OVER THE TOWN AT NOON.
BT
NNNN
"""


def _read(text: str) -> Reading:
    return read(text, VOCABULARY)


def _values(text: str) -> dict[str, object]:
    return {name: field.value for name, field in _read(text).fields.items()}


def _role_of(text: str, words: str) -> Role:
    return next(line.role for line in _read(text).lines if line.span.of(text).startswith(words))


def test_every_value_of_a_military_message_is_read() -> None:
    assert _read(MILITARY).family is Family.TELETYPE
    assert _values(MILITARY) == {
        "action_offices": ("NIN",),
        "info_offices": ("XOP", "DIA"),
        "precedence": ("ROUTINE",),
        "from": "662 RDR SQ OAKDALE",
        "to": ("ADC ENT AFB COLO", "26AIRDIV STEWART AFB NY"),
        "info": ("OSAF WASH DC",),
        "classification": "UNCLASSIFIED",
        "number": "435",
        "subject": "WEATHER BALLOON",
        "sent_time": "18:00Z",
        "sent_date": "1965-07-28",
    }


def test_a_group_without_a_month_has_it_from_the_receipt_or_the_number_line() -> None:
    assert _values(MILITARY.replace(" (29 July 65)", ""))["sent_date"] == "1965-07-28"
    assert _values(MILITARY.replace("29 July 65", "1 Aug 65"))["sent_date"] == "1965-07-28"
    undated = MILITARY.replace(" (29 July 65)", "").replace("JUL 65", "")
    assert "sent_date" not in _values(undated)


def test_a_further_message_adds_nothing_to_the_fields() -> None:
    second = (
        MILITARY.replace("662 RDR SQ OAKDALE", "COMUSMACV")
        .replace("281800Z", "290000Z")
        .replace("ONE BALLOON", "TWO KITES")
    )
    both = MILITARY + "\f" + second
    assert _values(both) == _values(MILITARY)
    reading = _read(both)
    assert len(reading.further) == 1
    assert "COMUSMACV" in reading.further[0].of(both)
    assert "OAKDALE" not in reading.further[0].of(both)
    bodies = [line.span.of(both) for line in reading.lines if line.role is Role.BODY]
    assert any("TWO KITES" in words for words in bodies)


def test_a_card_in_front_is_a_cover() -> None:
    card = (
        "PROJECT 10073 RECORD CARD\n1. DATE-TIME GROUP\n4. TYPE OF OBSERVATION\n"
        "8. NUMBER OF OBJECTS\nONE\n\f"
    )
    assert _role_of(card + MILITARY, "ONE") is Role.COVER
    assert _values(card + MILITARY) == _values(MILITARY)


FBIS = """C00123456
*** Document 2 of 25 for FBIS ***
DOCN 000123456
PDTG R 031231Z FEB 95
FM
FM FBIS ABIDJAN IV
TO
TO RUCWAAA/FBIS RESTON VA
RUDOANE/CINCUSNAVEUR LONDON UK//N2//
ACCT FBAB-EWDK
CLAS UNCLAS
SERI SERIAL: AB0302123195
COUN COUNTRY: GHANA
SUBJ SUBJ:
HARBOR WORKS GO ON
REF REF:
1. AB0202123195 ACCRA RADIO
IN ENGLISH 2 FEB 95
TEXT TEXT:
((FBIS TRANSCRIBED TEXT)) THE RADIO SAYS THAT THE HARBOR WORKS GO ON.
THIS REPORT MAY CONTAIN COPYRIGHTED MATERIAL. COPYING AND
DISSEMINATION IS PROHIBITED WITHOUT PERMISSION OF THE COPYRIGHT OWNERS.
(ENDALL)
BT
NNNN
APPROVED FOR RELEASE
DATE: JUL 2002
"""


def test_every_value_of_a_broadcast_is_read() -> None:
    reading = _read(FBIS)
    assert reading.family is Family.TELETYPE
    assert _values(FBIS) == {
        "precedence": ("ROUTINE",),
        "sent_date": "1995-02-03",
        "sent_time": "12:31Z",
        "from": "FBIS ABIDJAN IV",
        "to": ("FBIS RESTON VA", "CINCUSNAVEUR LONDON UK"),
        "classification": "UNCLASSIFIED",
        "number": "AB0302123195",
        "subject": "HARBOR WORKS GO ON",
        "refs": ("AB0202123195 ACCRA RADIO IN ENGLISH 2 FEB 95",),
    }
    assert [(event.action, event.date) for event in reading.events] == [("released", "2002-07")]
    assert sum(line.role is Role.BODY for line in reading.lines) == 1


CAS = """OO ESI
DE ESI 9083 300552Z
O 300552Z OCT 63
VIA CAS SAIGON 2059 FROM AMBASSADOR HARRINGTON
TO SECSTATE WASH EYES ONLY FOR SMITH, JONES
INFO WHITE HOUSE/EYES ONLY
CIA/EYES ONLY
REF: CAS SAIGON 2023
IN PREPARATION OF REFERENCE THE POSITION OF THE SHIP WAS WRONGLY GIVEN.
GP-1
5577, 380
"""


def test_the_cas_channel_names_its_post_and_its_readers() -> None:
    assert _read(CAS).is_telegram
    assert _values(CAS) == {
        "precedence": ("IMMEDIATE",),
        "sent_date": "1963-10-30",
        "sent_time": "05:52Z",
        "series": "CAS",
        "number": "2059",
        "from": "Saigon",
        "to": ("SECSTATE WASH",),
        "captions": ("EYES ONLY",),
        "info": ("WHITE HOUSE", "CIA"),
        "refs": ("CAS SAIGON 2023",),
    }
    assert sum(line.role is Role.BODY for line in _read(CAS).lines) == 1


BLOCK = """MRN: 85 PARIS 199
Date/DTG: Jan 28, 1985 / 280653Z JAN 85
From: AMEMBASSY PARIS
Action: SECSTATE WASHDC PRIORITY
E.O.: 12356: N/A
TAGS: MARR, PP
Reference: STATE 98765
Subject: INQUIRY ABOUT OVERFLIGHTS
"""
_PAIRS = [line.split(": ", 1) for line in BLOCK.splitlines()]
BELOW = "\n".join([f"{label}:" for label, _ in _PAIRS] + [value for _, value in _PAIRS]) + "\n"
SENTENCE = "1. EMBASSY RECEIVED AN INQUIRY TODAY ABOUT HIGH AIRCRAFT.\n"


@pytest.mark.parametrize("block", [BLOCK, BELOW], ids=["beside", "below"])
def test_a_block_alone_is_read_with_values_beside_or_below(block: str) -> None:
    text = f"UNCLASSIFIED\n{block}{SENTENCE}UNCLASSIFIED\n"
    assert _read(text).family is Family.STATE_MRN
    assert _values(text) == {
        "mrn": "85 PARIS 199",
        "number": "199",
        "sent_date": "1985-01-28",
        "sent_time": "06:53Z",
        "from": "AMEMBASSY PARIS",
        "to": ("SECSTATE WASHDC",),
        "precedence": ("PRIORITY",),
        "eo": "12356: N/A",
        "tags": ("MARR", "PP"),
        "refs": ("STATE 98765",),
        "subject": "INQUIRY ABOUT OVERFLIGHTS",
        "classification": "UNCLASSIFIED",
    }


def test_the_telegram_is_followed_where_the_block_says_otherwise() -> None:
    text = BLOCK + (
        "CONFIDENTIAL\nPAGE 01 PARIS 00199 280704Z\nACTION PM-11\nO 280700Z JAN 85\n"
        "FM AMEMBASSY PARIS\nTO AMEMBASSY BONN IMMEDIATE\nC O N F I D E N T I A L PARIS 00199\n"
        "E.O. 12356: N/A\nTAGS: MARR, PP\nSUBJECT: INQUIRY ABOUT OVERFLIGHTS\n" + SENTENCE
    )
    values = _values(text)
    assert values["sent_time"] == "07:00Z"
    assert values["to"] == ("AMEMBASSY BONN",)
    assert values["precedence"] == ("IMMEDIATE",)
    assert values["mrn"] == "85 PARIS 199"


# Marks of release: what was done, when, by whom; badly read ones too.
@pytest.mark.parametrize(
    ("marks", "action", "date", "authority"),
    [
        ("RELEASED IN FULL\nUNITED STATES DEPARTMENT OF STATE\nREVIEW AUTHORITY: ROBERT SMITH\nDATE/CASE ID: 16 OCT 2007 200703877", "released", "2007-10-16", "ROBERT SMITH"),
        ("RELEASED IN PART\nUNITED STATES DEPARTMENT OFSTATE\nREVIEW ALTHORITY: ROBERT SMITH\nDATE/CASE ID: 16 OCT 2007\n200703877", "released-in-part", "2007-10-16", "ROBERT SMITH"),
        ("Declassified/Released US Department of State EO Systematic Review 30 JUN 2005", "declassified", "2005-06-30", "EO Systematic Review"),
        ("Released in Full\nJohn Smith, Acting-Director\nUS Department of State\n2/25/2026", "released", "2026-02-25", "John Smith, Acting-Director, US Department of State"),
        ('UNCLASSIFIED\nCSP-2025-00040\nB-00002707027\n"UNCLASSIFIED"\n3/2/2026', "released", "2026-03-02", ""),
    ],
    ids=["block", "damaged-block", "systematic", "officer", "series"],
)  # fmt: skip
def test_a_release_is_one_event_and_its_lines_are_marks(
    marks: str, action: str, date: str, authority: str
) -> None:
    reading = _read(f"{BLOCK}{SENTENCE}HARRINGTON\n{marks}")
    assert [(e.action, e.date, e.authority) for e in reading.events] == [(action, date, authority)]
    tail = reading.lines[-len(marks.split("\n")) :]
    assert {line.role for line in tail} == {Role.MARKING}


def test_a_text_that_speaks_of_release_has_no_event() -> None:
    text = BLOCK + "1. THE PAPERS WERE RELEASED IN FULL VIEW OF THE PRESS ON 16 OCT 1984.\n"
    assert not _read(text).events


# the branch's pages: its form's number at the foot, its serial and count at the head
PAGES = (
    MILITARY.replace("ONE BALLOON", "ONE\nFORM\nAFHQ JAN-S 0-309C\nUNCLASSIFIED\n\fUNCLASSIFIED\n"
    "DEPARTMENT OF THE AIR FORCE\nSTAFF MESSAGE BRANCH\nINCOMING MESSAGE\nAF IN :\n37708 (29 July 65)\nPg: 20f 2\n"
    "BALLOON")
    .replace("OVER THE TOWN", "OVER\nPAGE 2 RUCMOF 436 UNCLAS\nTHE TOWN")
)  # fmt: skip


def test_a_page_of_the_branch_carries_no_text_but_the_message() -> None:
    reading = _read(PAGES)
    lines = PAGES.split("\n")
    text = [lines[line.number - 1] for line in reading.lines if line.role is Role.BODY]
    assert not any(word in line for line in text for word in ("AFHQ", "37708", "FORM", "Pg", "436"))
    assert any("THE TOWN AT NOON" in line for line in text)
    assert [join.kind for join in reading.page_joins] == ["mid-sentence"]


# one line may name who acts and who is informed, with dashes or without
@pytest.mark.parametrize(
    ("line", "acting", "informed"),
    [
        ("ACTION: RDC 4, INFO: XOP-1, XOPX 2, NIN-7 (14)", ("RDC",), ("XOP", "XOPX", "NIN")),
        ("ACTION: NIN-7, XOP-1", ("NIN", "XOP"), ("DIA",)),
    ],
)
def test_the_branch_distribution_on_one_line(
    line: str, acting: tuple[str, ...], informed: tuple[str, ...]
) -> None:
    text = MILITARY.replace("ACTION: NIN-7\nINFO: XOP-1, DIA-15", line)
    text = text if "INFO: X" in line else text.replace(line, line + "\nINFO: DIA-15")
    fields = _read(text).fields
    assert fields["action_offices"].value == acting
    assert fields["info_offices"].value == informed


# the group without a month: a point, two letters of precedence, an operating signal beside it
@pytest.mark.parametrize("group", ["R 281800Z", "R. 281800Z", "R 281800Z ZEX", "PR R 281800Z"])
def test_a_group_without_a_month_takes_it_from_the_receipt(group: str) -> None:
    fields = _read(MILITARY.replace("R 281800Z", group)).fields
    assert fields["sent_date"].value == "1965-07-28"
    assert fields["sent_time"].value == "18:00Z"


def test_an_office_alone_on_its_line_is_no_end_mark() -> None:
    text = MILITARY.replace("AT NOON.", "AT NOON. COPIES WENT TO\nNIN,\nAND TO NOBODY ELSE.")
    lines = text.split("\n")
    body = [lines[line.number - 1] for line in _read(text).lines if line.role is Role.BODY]
    assert "AND TO NOBODY ELSE." in body


# A routing indicator heads an addressee however long its name; a service is named with its article.
@pytest.mark.parametrize(
    "addressee",
    [
        "RUEAH/ SECRETARY OF THE AIR FORCE WASHINGTON DC",
        "CHIEF OF STAFF OF THE AIR FORCE AT WASHINGTON DC",
    ],
)
def test_an_addressee_of_many_words_is_no_sentence(addressee: str) -> None:
    text = MILITARY.replace("INFO RUEPDA", f"{addressee}\nINFO RUEPDA")
    assert _role_of(text, addressee) is Role.HEADER


def test_a_first_section_without_its_heading_keeps_its_text() -> None:
    first = "1. THE MINISTER SAID THAT THE TALKS WOULD BEGIN IN MAY, AND THAT HE WOULD LEAD THEM.\n"
    more = "2. HE ASKED FOR AN ANSWER BY THE END OF THE WEEK, AND FOR A LIST OF THE DELEGATES.\n"
    second = "FM AMEMBASSY PARIS\nTO SECSTATE WASHDC 7344\nS E C R E T SECTION 2 OF 2 PARIS 3173\n"
    text = f"{first}{more}{first}{second}3. HE HAS NOT YET NAMED HIS DEPUTY.\n"
    reading = _read(text)
    assert [line.role for line in reading.lines if line.span.of(text)[0].isdigit()] == [
        Role.BODY
    ] * 4


# the service's name and the words of its addresses, with a sign read amiss; a place stays as read
@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("FBIS RESTON VA", "FBIS RESTON VA"),
        ("EBIS RESION VA", "FBIS RESTON VA"),
        ("CDR PSYOPGP ET BRAGG NC", "CDR PSYOPGP FT BRAGG NC"),
        ("ONI WASHINGION DC", "ONI WASHINGTON DC"),
        ("IBIS WARSAW PI", "FBIS WARSAW PI"),
        ("AIC NOREN VA", "AIC NOREN VA"),
    ],
)
def test_addresses_of_broadcasts_are_put_right(printed: str, read_as: str) -> None:
    reading = _read(FBIS.replace("FBIS RESTON VA", printed))
    assert reading.fields["to"].value[0] == read_as
