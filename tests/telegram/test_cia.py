"""CIA messages and information reports, composed by us: every box in the orders engines put it."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.forms import cia_words
from app.telegram.forms.cia_dates import day_before, find_date, find_group
from app.telegram.reading import Family, Reading, Role
from app.vocabulary import load

INCOMING = """\
DATE 14 MAR 62
TO : DIRECTOR
FROM : ROME
ACTION: WE 5
INFO : DDP, CI, CI/OPS, S/C 2
CLASSIFIED MESSAGE
SECRET
ROUTING
MAR 14 1822Z 62
PRIORITY
IN 40123
PRITY DIR INFO PARI CITE ROME 5120
ABLAZE BUTTON
REF: A. DIR 12345 (OUT 54321)*
B. PARI 0456 (IN 39876)
1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN AND WILL
WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOUR.
2. PLS ADVISE IF HE SHOULD WAIT FOR THE SECOND LETTER.
END OF MESSAGE
C/S COMMENT: *ASKED WHETHER CONTACT COULD TRAVEL IN MARCH.
SECRET
REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.
"""
OUTGOING = """\
ORIG: J. R. MILLER
UNIT: WE/4
EXT: 5512
DATE: 3 JUNE 1963
TO ROME MADRID
FROM DIRECTOR
CONF: WE 6
INFO: DDP, CI, VR
TO ROME INFO MADR CITE DIR
44210
RE ROME 5120 (IN 40123)
1. AGREE CONTACT SHOULD WAIT FOR THE SECOND LETTER BEFORE HE
WRITES TO THE HARBOUR MASTER.
END OF MESSAGE
RELEASING OFFICER
REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED.
"""
PRINT_OUT = """\
CABLE SEC DISSEM BY
AGENCY MESSAGE
PAGE 01 IN 765432
TOR: 051530Z NOV 74 PARI 22110
SECRET 051455Z NOV 74 STAFF
CITE PARIS 22110
TO: DIRECTOR INFO ROME, MADRID.
SLUGS: WNINTEL ABLAZE
SUBJECT: THE HARBOUR MASTER
REF: ROME 30111 (IN 700123)
TEXT:
1. THE HARBOUR MASTER HAS ANSWERED AND EXPECTS THE CONTACT IN
THE SECOND WEEK OF DECEMBER.
2. FILE: 201-765432. E2 IMPDET.
"""
REPORT = """\
TELEGRAM INFORMATION REPORT TELEGRAM
CENTRAL INTELLIGENCE AGENCY
CLASSIFICATION - DISSEMINATION CONTROLS
SECRET
NO FOREIGN DISSEM
(When Filled In)
COUNTRY ATLANTIS REPORT NO. TDCS-3/123,456
SUBJECT HARVEST IN THE NORTHERN ISLANDS DATE DISTR. 9 JULY 1962
AND ITS SALE ABROAD
PRECEDENCE ROUTINE
REFERENCES IN 55123
THIS IS UNEVALUATED INFORMATION. SOURCE GRADINGS ARE DEFINITIVE. APPRAISAL OF CONTENT IS TENTATIVE.
SOURCE A MERCHANT (B) WHO SAILS BETWEEN THE ISLANDS.
1. THE HARVEST IN THE NORTHERN ISLANDS WAS THE BEST FOR TEN YEARS AND THE
SECRET
STATE/INR DIA ARMY/ACSI NAVY AIR JCS SECDEF NSA
CLASSIFICATION - DISSEMINATION CONTROLS
TELEGRAM INFORMATION REPORT TELEGRAM
OBSOLETE PREVIOUS EDITIONS (15-20)
IN 55123
TDCS-3/123,456
PAGE 2
MERCHANTS EXPECT TO SELL MOST OF IT ABROAD BEFORE THE WINTER.
2. FIELD DISSEM. STATE.
END OF MESSAGE
"""


def _read(text: str) -> Reading:
    return read(text, load())


def _values(reading: Reading) -> dict[str, str | tuple[str, ...]]:
    return {name: entry.value for name, entry in reading.fields.items()}


def _rows(text: str, reading: Reading, role: Role) -> list[str]:
    rows = text.split("\n")
    return [rows[line.number - 1] for line in reading.lines if line.role is role]


def test_an_incoming_message_names_sender_by_box_and_informed_station_by_code() -> None:
    reading = _read(INCOMING)
    values = _values(reading)
    assert reading.family is Family.CIA_MESSAGE
    assert reading.is_telegram
    assert (values["from"], values["to"], values["info"]) == ("Rome", ("DIRECTOR",), ("PARI",))
    assert (values["cite"], values["number"], values["in_number"]) == ("ROME 5120", "5120", "40123")
    assert (values["sent_date"], values["received_date"]) == ("1962-03-14", "1962-03-14")
    assert values["received_time"] == "18:22Z"
    assert values["precedence"] == ("PRIORITY",)
    assert values["action_offices"] == ("WE",)
    assert values["info_offices"] == ("DDP", "CI", "CI/OPS", "S/C")
    assert values["refs"] == ("DIR 12345 (OUT 54321)", "PARI 0456 (IN 39876)")


def test_the_office_comment_below_the_end_mark_is_text_and_the_slugs_above_it_are_not() -> None:
    body = _rows(INCOMING, _read(INCOMING), Role.BODY)
    assert body[0].startswith("1. CONTACT")
    assert body[-1].startswith("C/S COMMENT")
    assert "ABLAZE BUTTON" not in body
    assert "END OF MESSAGE" not in body


# An engine that reads the boxes of the form after its text.
def test_boxes_behind_the_text_are_still_read() -> None:
    rows = INCOMING.split("\n")
    late = [row for row in rows if row.startswith(("MAR 14", "IN 401"))]
    moved = "\n".join([row for row in rows if row and row not in late] + late)
    values = _values(_read(moved))
    assert values["in_number"] == "40123"
    assert values["received_date"] == "1962-03-14"


# All labels first and all values after.
def test_labels_without_values_wait_for_the_lines_that_can_be_theirs() -> None:
    head = "TO\nFROM\nACTION\nINFO\nDIRECTOR\nROME\nWE 5\nDDP, CI, CI/OPS, S/C 2\n"
    text = head + "\n".join(INCOMING.split("\n")[5:])
    values = _values(_read(text))
    assert (values["from"], values["to"]) == ("Rome", ("DIRECTOR",))
    assert values["action_offices"] == ("WE",)


def test_an_outgoing_message_comes_from_the_director_and_its_number_may_stand_below() -> None:
    reading = _read(OUTGOING)
    values = _values(reading)
    assert (values["from"], values["to"], values["info"]) == ("Director", ("ROME",), ("MADRID",))
    assert (values["cite"], values["sent_date"]) == ("DIR 44210", "1963-06-03")
    assert values["drafted_by"] == "J. R. MILLER"
    assert "received_date" not in values
    drafting = _rows(OUTGOING, reading, Role.DRAFTING)
    assert drafting[:3] == OUTGOING.split("\n")[:3]


def test_a_print_out_names_receipt_and_sending_by_groups() -> None:
    values = _values(_read(PRINT_OUT))
    assert (values["from"], values["to"]) == ("Paris", ("DIRECTOR",))
    assert values["info"] == ("ROME", "MADRID")
    assert (values["sent_date"], values["sent_time"]) == ("1974-11-05", "14:55Z")
    assert (values["received_date"], values["received_time"]) == ("1974-11-05", "15:30Z")
    assert values["subject"] == "THE HARBOUR MASTER"
    assert values["captions"] == ("WNINTEL",)
    assert values["refs"] == ("ROME 30111 (IN 700123)",)


def test_an_information_report_is_read_by_its_grid() -> None:
    reading = _read(REPORT)
    values = _values(reading)
    assert reading.family is Family.CIA_TDCS
    assert (values["series"], values["number"]) == ("TDCS", "3/123,456")
    assert values["subject"] == "HARVEST IN THE NORTHERN ISLANDS AND ITS SALE ABROAD"
    assert (values["sent_date"], values["precedence"]) == ("1962-07-09", ("ROUTINE",))
    assert (values["in_number"], values["refs"]) == ("55123", ("IN 55123",))
    assert values["captions"] == ("NOFORN",)
    assert values["info_offices"][:3] == ("STATE/INR", "DIA", "ARMY/ACSI")


def test_the_text_of_a_report_leaves_out_distribution_and_running_heads() -> None:
    body = _rows(REPORT, _read(REPORT), Role.BODY)
    assert [row[:9] for row in body] == ["1. THE HA", "MERCHANTS", "2. FIELD "]


def test_reviews_on_the_paper_are_events_with_their_month() -> None:
    stamps = "Document Number\n123-45\nfor FOIA Review on\nMAY 1976\n"
    text = INCOMING.replace("SECRET\nREPRO", stamps + "SECRET\nREPRO")
    reading = _read(text)
    found = [event for event in reading.events if event.rule == "foia-review"]
    assert [(event.date, event.action) for event in found] == [("1976-05", "reviewed")]
    assert reading.fields["sent_date"].value == "1962-03-14"


# Z read as 2 or 7, letters for digits, months with a slip where a date must stand.
@pytest.mark.parametrize(
    ("key", "date", "time"),
    [
        ("NOV 25 03092 61", "1961-11-25", "03:09Z"),
        ("NOV 25 0309Z 61", "1961-11-25", "03:09Z"),
        ("JUL 12. 19262 62", "1962-07-12", "19:26Z"),
        ("16 DECEMSER 1958", "1958-12-16", ""),
        ("25/JUNE/1965", "1965-06-25", ""),
        ("O7 JUL 62", "1962-07-07", ""),
    ],
)
def test_dates_are_read_as_stamps_print_them(key: str, date: str, time: str) -> None:
    found = find_date(key)
    assert found is not None
    assert (found.date, found.time) == (date, time)


@pytest.mark.parametrize("key", ["31 FEB 61", "45 MAY 61", "PARAS 1 AND 2", "12807 63", "3 MAY 06"])
def test_what_is_no_date_gives_none(key: str) -> None:
    found = find_date(key)
    assert found is None or found.date == ""


@pytest.mark.parametrize(
    ("key", "day", "time"),
    [("SECRET 041545Z", 4, "15:45Z"), ("1D16492", 10, "16:49Z"), ("051455Z NOV 74", 5, "14:55Z")],
)
def test_groups_name_day_and_minute(key: str, day: int, time: str) -> None:
    found = find_group(key)
    assert found is not None
    assert (found.day, found.time) == (day, time)


@pytest.mark.parametrize("key", ["SECRET 991545Z", "042575Z", "IN 12345"])
def test_impossible_groups_are_none(key: str) -> None:
    assert find_group(key) is None


def test_a_group_borrows_its_month_from_the_nearest_date() -> None:
    assert day_before(30, "1963-12-02") == "1963-11-30"
    assert day_before(15, "1963-12-02") == ""
    assert day_before(4, "") == ""


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("C/WH 5", "C/WH"),
        ("S/C 2'", "S/C"),
        ("LA/COGIO (016)", "LA/COGIO"),
        ("D/OCI", "D/OCI"),
        ("CI/0PS", "CI/OPS"),
        ("some words here", ""),
        ("", ""),
    ],
)
def test_offices_lose_their_copy_counts(text: str, symbol: str) -> None:
    assert cia_words.office(text) == symbol
