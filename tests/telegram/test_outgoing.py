"""Outgoing telegrams, airgrams, the form before 1946, and bare electronic texts."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Family, Reading, Role
from app.vocabulary import load

VOCABULARY = load()

OUTGOING = """OUTGOING TELEGRAM Department of State
INDICATE: COLLECT
CHARGE TO
SECRET
15100
AUG 26 1 02 PM '63
38
Origin
NEA
Info
SS
G
SENT TO: Amembassy NICOSIA 96
RPTD INFO: Amembassy ATHENS 236
Amconsul HAMBURG 12
PRIORITY
CAS Athens reports that the Charge told a businessman he has instructions
L
to open a Legation. Department requests verification at your discretion.
E
END.
RUSK
Drafted by:
NEA:GTI:GHarrington:ro 8/26/63
Telegraphic transmission and classification approved by:
ARA:CCA - Robert T. Smith
Clearances:
GTI - Mrs. Jones
SECRET
REPRODUCTION FROM THIS COPY IS
FORM DS-322
"""


def _read(text: str) -> Reading:
    return read(text, VOCABULARY)


def _values(text: str) -> dict[str, object]:
    return {name: field.value for name, field in _read(text).fields.items()}


def _roles(text: str) -> dict[str, Role]:
    return {line.span.of(text): line.role for line in _read(text).lines}


def test_every_value_of_an_outgoing_telegram_is_read() -> None:
    assert _read(OUTGOING).family is Family.STATE_OUTGOING
    assert _values(OUTGOING) == {
        "from": "Department of State",
        "to": ("Amembassy NICOSIA",),
        "info": ("Amembassy ATHENS", "Amconsul HAMBURG"),
        "number": "96",
        "control_number": "15100",
        "sent_date": "1963-08-26",
        "sent_time": "13:02",
        "precedence": ("PRIORITY",),
        "classification": "SECRET",
        "info_offices": ("SS", "G", "L", "E"),
        "signature": "RUSK",
        "drafted_by": "NEA:GTI:GHarrington:ro",
    }


def test_the_column_of_offices_is_taken_out_of_the_text() -> None:
    roles = _roles(OUTGOING)
    assert roles["L"] is Role.HEADER
    assert roles["NEA"] is Role.HEADER
    assert sum(role is Role.BODY for role in roles.values()) == 2
    assert len(_read(OUTGOING).paragraphs) == 1


def test_the_dispatch_stamp_is_washington_time_with_daylight_saving() -> None:
    sent = _read(OUTGOING).sent
    assert sent is not None
    assert (sent.utc, sent.washington) == ("1963-08-26T17:02+00:00", "1963-08-26T13:02-04:00")


# Damage to labels and stamps.
@pytest.mark.parametrize(
    ("printed", "damaged", "name", "value"),
    [
        ("SENT TO: Amembassy NICOSIA 96", "Amembazgy NICOSIA\n96", "number", "96"),
        ("SENT TO: Amembassy NICOSIA 96", "ACTION: Amembassy NICOSIA 96", "number", "96"),
        ("Drafted by:", "Drafted byr", "drafted_by", "NEA:GTI:GHarrington:ro"),
        ("PM '63", "PM *63", "sent_date", "1963-08-26"),
        ("PM '63", "PM '03", "sent_date", "1963-08-26"),
        ("AUG 26 1 02", "AUG 26 / 02", "sent_time", "13:02"),
        ("Info\n", "Infos\n", "info_offices", ("SS", "G", "L", "E")),
    ],
)
def test_a_damaged_outgoing_telegram_is_read(
    printed: str, damaged: str, name: str, value: object
) -> None:
    assert printed in OUTGOING
    assert _values(OUTGOING.replace(printed, damaged))[name] == value


def test_a_year_taken_from_the_drafting_says_so() -> None:
    field = _read(OUTGOING.replace("'63", "'03")).fields["sent_date"]
    assert field.rule == "year-from-drafting"
    assert field.doubt


def test_the_secretary_is_found_among_the_names_of_the_margin() -> None:
    text = OUTGOING.replace("END.\nRUSK\n", "END.\n").replace(
        "FORM DS-322", "FORM DS-322\nSMITHSON\nALEXANDER\nRUSK\nSINGER"
    )
    assert _values(text)["signature"] == "RUSK"
    assert _roles(text)["ALEXANDER"] is Role.STAMP


def test_the_head_of_a_second_page_is_a_running_head() -> None:
    text = OUTGOING.replace(
        "L\nto open", "SECRET\n\fSECRET\nPage 2 of telegram to Amembassy NICOSIA\nto open"
    )
    assert [join.kind for join in _read(text).page_joins] == ["mid-sentence"]
    assert _roles(text)["Page 2 of telegram to Amembassy NICOSIA"] is Role.RUNNING_HEAD


AIRGRAM = """DEPARTMENT OF STATE
AIRGRAM
FOR RM USE ONLY
CONFIDENTIAL
NO. A-157
TO: Department of State
INFO: LONDON, BONN
FROM: Amembassy PARIS
DATE: June 30, 1971
SUBJECT: Loan for the Railway
REF: Embassy's A-140
The Minister went on to say that the new plan would protect the season.
HARRINGTON
FORM DS-323
Drafted by: BSmith:ls
Contents and Classification Approved by:
CONFIDENTIAL
"""


def test_an_airgram_has_no_hour_and_no_precedence() -> None:
    reading = _read(AIRGRAM)
    assert (reading.family, reading.is_telegram) == (Family.OTHER, True)
    assert _values(AIRGRAM) == {
        "number": "A-157",
        "to": ("Department of State",),
        "info": ("LONDON", "BONN"),
        "from": "Amembassy PARIS",
        "sent_date": "1971-06-30",
        "subject": "Loan for the Railway",
        "refs": ("Embassy's A-140",),
        "classification": "CONFIDENTIAL",
        "signature": "HARRINGTON",
        "drafted_by": "BSmith:ls",
    }


RECEIVED = """TELEGRAM RECEIVED
ARG
FROM Paris
Dated September 5, 1939
Rec'd 1:25 p.m.
Secretary of State, Washington.
RUSH
STRICTLY CONFIDENTIAL
1786, September 5, 6 p.m.
The Minister told me this afternoon that the talks would go on for another week.
HARRINGTON
WSB
"""


def test_the_form_before_1946_has_its_year_on_the_line_that_dates_it() -> None:
    reading = _read(RECEIVED)
    assert (reading.family, reading.is_telegram) == (Family.OTHER, True)
    assert _values(RECEIVED) == {
        "from": "Paris",
        "sent_date": "1939-09-05",
        "received_time": "13:25",
        "to": ("Secretary of State",),
        "precedence": ("RUSH",),
        "number": "1786",
        "sent_time": "18:00",
        "classification": "STRICTLY CONFIDENTIAL",
        "signature": "HARRINGTON",
    }
    assert _roles(RECEIVED)["WSB"] is Role.DRAFTING


BARE = """1. MINISTER TOLD US TODAY THAT THE TALKS ON CUSTOMS WOULD BE RESUMED ON MONDAY NEXT.

2. COMMENT: WE SHALL SEE.

HARRINGTON

*** Current Handling Restrictions *** n/a
*** Current Classification *** UNCLASSIFIED
"""


def test_a_bare_text_is_a_telegram_without_a_level_of_its_own() -> None:
    reading = _read(BARE)
    assert (reading.family, reading.is_telegram) == (Family.OTHER, True)
    assert set(reading.fields) == {"signature"}
    assert [line.role for line in reading.lines[-2:]] == [Role.MARKING, Role.MARKING]
