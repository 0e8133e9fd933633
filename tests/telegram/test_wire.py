"""Teletype headings of the Department: what they say, line by line, and how damage is met."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.forms.acp_rules import is_sentence
from app.telegram.forms.wire_words import (
    address,
    level_at,
    offices_in,
    references_in,
    tags_in,
    total_of,
    words_of,
)
from app.telegram.lexicon import lexicon_of
from app.telegram.lines import split
from app.telegram.reading import Family, Reading, Role
from app.vocabulary import load

VOCABULARY = load()
LEXICON = lexicon_of(VOCABULARY)
WORDS = words_of(LEXICON)

ELECTRONIC = """CONFIDENTIAL
PAGE 01 PARIS 01234 121705Z
43
ACTION EUR-12
INFO OCT-01 ISO-00 SS-15 /028 W
--------------------- 085602
P R 121530Z DEC 76
FM AMEMBASSY PARIS
TO SECSTATE WASHDC PRIORITY 4321
INFO AMEMBASSY BONN
AMCONSUL HAMBURG
C O N F I D E N T I A L PARIS 1234
LIMDIS
E.O. 11652: GDS
TAGS: PFOR, OVIP (HARRINGTON, JOHN A.)
SUBJECT: TALKS ON THE CUSTOMS SHED AND THE HARBOR DUES OF
THE NORTHERN PORTS
REF: (A) STATE 123456, (B) BONN 98 (NOTAL)
1. MINISTER TOLD US TODAY THAT TALKS WOULD RESUME ON MONDAY AND THAT
NOBODY NEED
CONFIDENTIAL
CONFIDENTIAL
PAGE 02 PARIS 01234 121705Z
WORRY ABOUT THE OUTCOME OF THE TALKS.
HARRINGTON
CONFIDENTIAL
NNNN
"""


def _read(text: str) -> Reading:
    return read(text, VOCABULARY)


def _values(reading: Reading) -> dict[str, object]:
    return {name: field.value for name, field in reading.fields.items()}


def test_every_value_of_an_electronic_heading_is_read() -> None:
    reading = _read(ELECTRONIC)
    assert reading.family is Family.STATE_ELECTRONIC
    assert _values(reading) == {
        "sent_date": "1976-12-12",
        "sent_time": "15:30Z",
        "precedence": ("PRIORITY", "ROUTINE"),
        "from": "Amembassy Paris",
        "to": ("SECSTATE WASHDC",),
        "info": ("AMEMBASSY BONN", "AMCONSUL HAMBURG"),
        "classification": "CONFIDENTIAL",
        "number": "1234",
        "captions": ("LIMDIS",),
        "eo": "11652: GDS",
        "tags": ("PFOR", "OVIP (HARRINGTON, JOHN A.)"),
        "subject": "TALKS ON THE CUSTOMS SHED AND THE HARBOR DUES OF THE NORTHERN PORTS",
        "refs": ("STATE 123456", "BONN 98"),
        "action_offices": ("EUR",),
        "info_offices": ("OCT", "ISO", "SS"),
        "received_time": "17:05Z",
        "received_date": "1976-12-12",
        "signature": "HARRINGTON",
    }


def test_every_value_stands_where_its_spans_say() -> None:
    reading = _read(ELECTRONIC)
    for field in reading.fields.values():
        assert field.spans
        assert field.printed == tuple(span.of(ELECTRONIC) for span in field.spans)


def test_a_sentence_runs_over_the_telegrams_own_page_two() -> None:
    reading = _read(ELECTRONIC)
    assert [join.kind for join in reading.page_joins] == ["mid-sentence"]
    heads = [line.number for line in reading.lines if line.role is Role.RUNNING_HEAD]
    assert heads == [23]
    assert len(reading.paragraphs) == 1


def test_the_sum_of_copies_is_checked() -> None:
    assert not _read(ELECTRONIC).fields["info_offices"].doubt
    wrong = _read(ELECTRONIC.replace("/028", "/031")).fields["info_offices"]
    assert wrong.doubt == "The copies come to 28, the line says 31."
    unread = _read(ELECTRONIC.replace("SS-15", "SS-Q5")).fields["info_offices"]
    assert unread.doubt


def test_moments_are_set_on_the_clocks_of_greenwich_and_washington() -> None:
    reading = _read(ELECTRONIC)
    assert reading.sent is not None
    assert reading.received is not None
    assert (reading.sent.utc, reading.received.utc) == (
        "1976-12-12T15:30+00:00",
        "1976-12-12T17:05+00:00",
    )
    assert reading.sent.washington == "1976-12-12T10:30-05:00"
    assert reading.transit_minutes == 95


def test_a_receipt_on_the_first_belongs_to_the_month_after_a_dispatch_on_the_last() -> None:
    text = ELECTRONIC.replace("121705Z", "010005Z").replace("121530Z DEC 76", "312330Z DEC 76")
    assert _read(text).fields["received_date"].value == "1977-01-01"


# What engines do to a heading, by general means and not by list.
@pytest.mark.parametrize(
    ("printed", "damaged", "name", "value"),
    [
        ("PAGE 01 PARIS 01234 121705Z", "PAGE 01\nPARIS 01234 121705Z", "received_time", "17:05Z"),
        ("PAGE 01 PARIS 01234 121705Z", "PAGE ØI PARIS Ø1234 1217Ø52", "received_time", "17:05Z"),
        ("P R 121530Z DEC 76", "P R 1215302 DEC 76", "sent_time", "15:30Z"),
        ("P R 121530Z DEC 76", "P\n12 15302 0EC 76", "sent_date", "1976-12-12"),
        ("FM AMEMBASSY PARIS", "EM AMEMBASSV PARIS", "from", "Amembassy Paris"),
        ("WASHDC PRIORITY 4321", "WASHDO PRIORITY 4321", "to", ("SECSTATE WASHDC",)),
        ("C O N F I D E N T I A L", "CONFIDENT LAL", "classification", "CONFIDENTIAL"),
        ("ACTION EUR-12", "ACTICN EUR-12", "action_offices", ("EUR",)),
        ("ACTION EUR-12\n", "ACTION\nEUR-12\n", "action_offices", ("EUR",)),
        ("TAGS: PFOR", "TAGS:\nPFOR", "tags", ("PFOR", "OVIP (HARRINGTON, JOHN A.)")),
        ("/028 W", "\n/028 W", "info_offices", ("OCT", "ISO", "SS")),
        ("C O N F I D E N T I A L PARIS 1234", "CONFIDENTIAL\nPARIS 1234", "number", "1234"),
        ("OCT-01", "0CT-01", "info_offices", ("OCT", "ISO", "SS")),
    ],
)  # fmt: skip
def test_a_damaged_heading_is_read(printed: str, damaged: str, name: str, value: object) -> None:
    assert printed in ELECTRONIC
    assert _read(ELECTRONIC.replace(printed, damaged)).fields[name].value == value


def test_the_department_drafts_and_has_origin_in_place_of_action() -> None:
    text = (
        ELECTRONIC.replace("ACTION EUR-12", "ORIGIN EUR-12")
        .replace("----", "DRAFTED BY EUR/NE:JBHARRINGTON: AB\nAPPROVED BY EUR:CSMITH\nL:BJONES\n----", 1)
        .replace("PARIS 01234", "STATE 001234")
        .replace("FM AMEMBASSY PARIS", "FM SECSTATE WASHDC")
    )  # fmt: skip
    reading = _read(text)
    assert reading.fields["drafted_by"].value == "EUR/NE:JBHARRINGTON:AB"
    assert "action_offices" not in reading.fields
    assert sum(line.role is Role.DRAFTING for line in reading.lines) == 3
    assert not reading.fields["info_offices"].doubt


def test_a_retransmitted_heading_stays_text() -> None:
    nested = (
        "2. FOLLOWING SENT BONN REPEATED YOU: QUOTE\nR 110900Z DEC 76\nFM AMEMBASSY LONDON\n"
        "TO AMEMBASSY BONN\nS E C R E T LONDON 77\nSUBJECT: OTHER TALKS\nTEXT OF IT. UNQUOTE\n"
    )
    text = ELECTRONIC.replace("HARRINGTON\nCONF", nested + "HARRINGTON\nCONF")
    reading = _read(text)
    assert reading.fields["from"].value == "Amembassy Paris"
    assert reading.fields["sent_date"].value == "1976-12-12"
    assert reading.fields["number"].value == "1234"
    inside = [line for line in reading.lines if line.span.of(text) in nested]
    assert len(inside) == 7
    assert {line.role for line in inside} == {Role.BODY}
    assert reading.fields["signature"].value == "HARRINGTON"


def test_a_second_section_is_assembled_and_its_heading_repeated() -> None:
    text = ELECTRONIC.replace("PARIS 01234 121705Z", "PARIS 01234 01 OF 02 121705Z").replace(
        "C O N F I D E N T I A L PARIS", "C O N F I D E N T I A L SECTION 01 OF 02 PARIS"
    )
    second = (
        "CONFIDENTIAL\nPAGE 01 PARIS 01234 02 OF 02 121711Z\nACTION EUR-12\n"
        "INFO OCT-01 ISO-00 SS-15 /028 W\n--------------------- 085699\nP R 121530Z DEC 76\n"
        "FM AMEMBASSY PARIS\nTO SECSTATE WASHDC PRIORITY 4322\n"
        "C O N F I D E N T I A L SECTION 02 OF 02 PARIS 1234\n2. THE REST OF IT IS HERE, AND IT IS LONG ENOUGH TO FILL A LINE.\n"
    )
    reading = _read(text.replace("HARRINGTON\nCONF", second + "HARRINGTON\nCONF"))
    assert reading.fields["number"].value == "1234"
    assert reading.fields["to"].value == ("SECSTATE WASHDC",)
    body = [line for line in reading.lines if line.role is Role.BODY]
    assert len(body) == 4
    assert sum(line.rule == "repeated-heading" for line in reading.lines) == 7


def test_a_signature_may_follow_the_last_stop() -> None:
    text = ELECTRONIC.replace("TALKS.\nHARRINGTON", "TALKS. HARRINGTON")
    reading = _read(text)
    assert reading.fields["signature"].value == "HARRINGTON"
    assert reading.fields["signature"].rule == "signature-after-stop"


# Last lines of one word that are no names.
@pytest.mark.parametrize("last", ["MONDAY.", "END COMMENT", "UNQUOTE", "BT"])
def test_a_last_word_is_no_signature(last: str) -> None:
    text = ELECTRONIC.replace("OF THE TALKS.\nHARRINGTON", f"OF THE TALKS UNTIL\n{last}")
    assert "signature" not in _read(text).fields


TELEGRAM = """Department of State
TELEGRAM
POL 15-1 FR
CONFIDENTIAL 345
PAGE Ø1 PARIS Ø1234 121705Z
45
ACTION EUR 15
INFO SS 20, NSC 10, L 03,
IO 02 /Ø50 R
---
042189
R 121530Z DEC 68
FM AMEMBASSY PARIS
TO SECSTATE WASHDC 4321
STATE
C O N F I D E N T I A L PARIS 1234
REF: STATE 98765
1. MINISTER TOLD US TODAY THAT TALKS WOULD RESUME ON MONDAY.
GP-3
HARRINGTON
"""


def test_the_form_of_1966_is_read_with_its_file_number() -> None:
    reading = _read(TELEGRAM)
    assert reading.family is Family.STATE_TELEGRAM
    values = _values(reading)
    assert values["file_number"] == "POL 15-1 FR"
    assert values["info_offices"] == ("SS", "NSC", "L", "IO")
    assert not reading.fields["info_offices"].doubt
    assert values["to"] == ("SECSTATE WASHDC",)
    assert values["received_date"] == "1968-12-12"
    assert "STATE" not in str(values.get("info", ""))


# Levels at the head of a line; words of a text are none.
@pytest.mark.parametrize(
    ("line", "level", "rest"),
    [
        ("SECRET PARIS 12", "SECRET", " PARIS 12"),
        ("S E C R E T PARIS 12", "SECRET", " PARIS 12"),
        ("T O P  S E C R E T PARIS 12", "TOP SECRET", " PARIS 12"),
        ("SECRE I OTTAWA 5", "SECRET", " OTTAWA 5"),
        ("L I M I T E D  O F F I C I A L  U S E BONN 1", "LIMITED OFFICIAL USE", " BONN 1"),
        ("UNCLAS/662 00435", "UNCLASSIFIED", "/662 00435"),
        ("SECRETARY SAID", None, ""),
        ("", None, ""),
    ],
)  # fmt: skip
def test_a_level_is_found_at_the_head_of_a_line(line: str, level: str | None, rest: str) -> None:
    found = level_at(line, WORDS)
    assert (found.value if found else None) == level
    if found:
        assert line[found.end :] == rest


# Distribution lines of both styles; figures read as letters give no copies.
@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("EUR-12 IO-13", [("EUR", 12), ("IO", 13)]),
        ("EUR 12, IO 13", [("EUR", 12), ("IO", 13)]),
        ("EUR-I2", [("EUR", 12)]),
        ("EUR AD NSC 10", [("EUR", -1), ("NSC", 10)]),
        ("04NASA", [("NASA", None)]),
        ("", []),
    ],
)
def test_offices_are_read_with_their_copies(
    text: str, offices: list[tuple[str, int | None]]
) -> None:
    assert [(office.name, office.copies) for office in offices_in(text, WORDS)] == offices


@pytest.mark.parametrize(
    ("text", "total"), [("/028 W", 28), ("1028 W", 28), ("EUR-12 /031 R", 31), ("EUR-12", None)]
)
def test_the_figure_of_all_copies_is_found(text: str, total: int | None) -> None:
    assert total_of(text)[0] == total


# Addressees with what does not belong to their names.
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SECSTATE WASHDC PRIORITY 4321", "SECSTATE WASHDC"),
        ("RUEHC/SECSTATE WASHDC//INR//", "SECSTATE WASHDC"),
        ("AMEMBASSY BONN NIACT IMMEDIATE", "AMEMBASSY BONN"),
        ("AMCONSUL HAMBURG UNN", "AMCONSUL HAMBURG"),
        ("ZEN/CINCLANT", "CINCLANT"),
        ("CIA EYES ONLY HARRINGTON", "CIA"),
        ("USMISSION USUN NEW YORK", "USMISSION USUN NEW YORK"),
        ("43SW ANDERSEN AFB GU IMMEDIATE", "43SW ANDERSEN AFB GU"),
    ],
)
def test_an_addressee_is_cut_to_its_name(text: str, name: str) -> None:
    assert address(text, LEXICON, WORDS).name == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("STATE 123456", ["STATE 123456"]),
        ("(A) STATE 12, FEB 14, 1968, (B) BONN 98 (NOTAL)", ["STATE 12, FEB 14, 1968", "BONN 98"]),
        ("A. STATE 12 B. BONN 98", ["STATE 12", "BONN 98"]),
        ("STATE 12; BONN 98", ["STATE 12", "BONN 98"]),
        ("STATE 12, BONN 98", ["STATE 12", "BONN 98"]),
        ("STATE 12 AND BONN 98.", ["STATE 12", "BONN 98"]),
        ("", []),
    ],
)
def test_references_are_parted(text: str, found: list[str]) -> None:
    assert references_in(text) == found


def test_a_tag_of_the_shape_of_a_known_one_is_that_one() -> None:
    assert tags_in("IPHY, PFOR, FR, ZZZZ") == ["TPHY", "PFOR", "FR", "ZZZZ"]


# the first words of the text may look like an addressee's line, and run on from the list
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("TO OUR QUESTION RE THE LANDING RIGHTS CLAUSE, THE MINISTER SAID", True),
        ("POLITICAL SECTION STRESSED LOAN FOR HARBOR RAILWAY SPUR AND", True),
        ("TO AMEMBASSY THE HAGUE AND AMEMBASSY LONDON FOR DCM EYES ONLY", False),
        ("INFO USMISSION USUN NEW YORK FOR AMBASSADOR ONLY AND COMSIXTHFLT", False),
    ],
)
def test_a_sentence_among_addressees(line: str, said: bool) -> None:
    assert is_sentence(split(line)[0]) is said


def test_a_sentence_ends_the_list_of_those_informed() -> None:
    reading = read(
        "R 300815Z MAR 69\nVIA CAS PARIS 6538 FROM AMBASSADOR MILLER\nTO SECSTATE WASHDC EYES ONLY\n"
        "INFO CIA EYES ONLY\nREF: CAS PARIS 6469\n"
        "TO OUR QUESTION RE THE LANDING RIGHTS CLAUSE, THE MINISTER\nSAID NOTHING OF WEIGHT.\n",
        load(),
    )
    assert reading.fields["to"].value == ("SECSTATE WASHDC",)
    assert reading.fields["info"].value == ("CIA",)
