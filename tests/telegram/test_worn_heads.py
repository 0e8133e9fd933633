"""Heads whose labels are worn: what the place on the form still tells, and what it must not tell."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.forms import cia_words
from app.telegram.forms import incoming_words as words
from app.telegram.reading import Family, Reading, Role
from app.vocabulary import load
from tests.telegram.words import value_of

_TEXT = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\nEND OF MESSAGE\n"
_BOXES = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nACTION: WE 4\n"
_OUT = "CLASSIFIED MESSAGE\nORIG: A. SHELBY\nUNIT: WE/4\nEXT: 5512\nSECRET\n{}TO ROME INFO MADR CITE DIR\n44210\n{}END OF MESSAGE\nRELEASING OFFICER\n"


def _read(text: str) -> Reading:
    return read(text, load())


# traps: a box's words behind a date whose label is lost; the form's heading behind a drafter; INFO
# read as INTO; a level typed with dashes; the date of a slotted copy is no receipt of an outgoing one
def test_an_outgoing_form_whose_labels_are_lost() -> None:
    text = _OUT.format("2 MAY 1963 FILE IN CS FILE NO\n", _TEXT).replace("SHELBY", "SHELBY CLASSIFIED MESSAGE").replace("INFO MADR", "INTO MADR").replace("SECRET", "8-K-C-R-E-T")  # fmt: skip
    reading = _read(text)
    assert value_of(reading, "sent_date") == "1963-05-02"
    assert value_of(reading, "drafted_by") == "A. SHELBY"
    assert value_of(reading, "info") == ("MADR",)
    assert value_of(reading, "classification") == "SECRET"
    assert value_of(reading, "received_date") is None


@pytest.mark.parametrize(
    ("cited", "value", "info"),
    [
        ("ROME INFO BELL CITE CIR 44210", "DIR 44210", ("BELL",)),
        ("SECRET 041200Z C1TE (MEXICO CITY) 1634", "MEXICO CITY 1634", None),
    ],
)
def test_the_citing_line_with_a_worn_code(
    cited: str, value: str, info: tuple[str, ...] | None
) -> None:
    reading = _read(f"CLASSIFIED MESSAGE\n{cited}\n{_TEXT}")
    assert (value_of(reading, "cite"), value_of(reading, "info")) == (value, info)


def test_the_box_addresses_whom_the_codes_only_inform() -> None:
    reading = _read(f"{_BOXES}WAVE INFO DIR CITE ROME 1234\n{_TEXT}")
    assert value_of(reading, "to") == ("DIRECTOR", "WAVE")
    assert value_of(reading, "info") == ("DIRECTOR",)


# traps: a subject below its label is no text; a reference in two columns
def test_values_below_their_labels_in_a_print_out() -> None:
    reading = _read(
        "SECRET 161212Z MAY 78 STAFF\nCITE BRUSSELS 51113\nTO: DIRECTOR\nSUBJECT:\n"
        "WNINTEL HARBOR DREDGERS AND THE BOARD THAT BUYS THEM ABROAD\nREF:\nROME\n51014\n" + _TEXT
    )
    assert value_of(reading, "subject") == "WNINTEL HARBOR DREDGERS AND THE BOARD THAT BUYS THEM ABROAD"  # fmt: skip
    assert value_of(reading, "refs") == ("ROME 51014",)


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [("FILE DDP", "DDP"), ("RID COPY CI", "CI"), ("CI /OPS", "CI/OPS"), ("640", ""), ("NRDORECORD", "NRDORECORD")],
)  # fmt: skip
def test_offices_with_a_box_or_a_space_in_them(printed: str, symbol: str) -> None:
    assert cia_words.office(printed) == symbol


_STATE = "INCOMING TELEGRAM\n{}FROM: Brussels{}\nTO: Secretary of State\n{}\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME.\n"


# traps: the stops of p.m. as letters; a scrap behind the post; a number past reading still has its day
@pytest.mark.parametrize(
    ("line", "number", "time"),
    [
        ("NO: 250, August 11, .1.pom.", "250", "13:00"),
        ("250, AUGUST 11, 3 PoMe,", "250", "15:00"),
        ("tiz13, AUGUST 11, 3 PM", None, "15:00"),
    ],
)
def test_number_lines(line: str, number: str | None, time: str) -> None:
    reading = _read(_STATE.format("Rec'd: August 12, 1962\n", " eimai", line))
    assert value_of(reading, "from") == "Brussels"
    assert (value_of(reading, "number"), value_of(reading, "sent_time")) == (number, time)
    assert value_of(reading, "sent_date") == "1962-08-11"


def test_a_later_page_alone_names_sender_number_and_day_and_is_no_receipt() -> None:
    reading = _read(
        "INCOMING TELEGRAM\nCONTROL: 19976\nCORRECTION ISSUED: 8/12/62\n8 PM-TRT\n"
        "-2- 1213, AUGUST 11, 3 PM FROM BRUSSELS-CORRECTED PAGE TWO\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME.\n"
    )
    assert reading.family is Family.STATE_INCOMING
    assert [value_of(reading, name) for name in ("from", "number", "sent_date", "received_date")] == [
        "Brussels", "1213", "1962-08-11", None,
    ]  # fmt: skip
    assert reading.lines[4].role is Role.RUNNING_HEAD
    assert "The text begins with page 2." in reading.doubts
    assert any("corrected" in doubt for doubt in reading.doubts)


def test_half_days_are_mended_only_behind_an_m() -> None:
    assert words.mended("3 POME,").startswith("3 P.M.")
    assert words.mended("3 POUNDS") == "3 POUNDS"


def test_a_second_document_of_the_monitors_is_told_and_its_labels_are_no_text() -> None:
    first = "DOCN 000600137\nPDTG R 151807Z SEP 95\nFM FBIS LONDON UK\nTO RUCWAAA/FBIS RESTON VA\nCLAS UNCLAS\nSERI SERIAL: AB1509180795\nSUBJ SUBJ: THE DREDGERS COME HOME\nTEXT TEXT:\n"
    text = "The harbor board said that both dredgers had come home by sea.\n"
    reading = _read(
        f"*** Document 1 of 2 for FBIS ***\n{first}{text}*** Document 2 of 2 for FBIS ***\nDOCN 000600384\nCLAS UNCLAS\nSUBJ The Second Dredger\nTEXT\n{text}"
    )
    assert value_of(reading, "subject") == "THE DREDGERS COME HOME"
    assert len(reading.further) == 1
    assert {line.role for line in reading.lines[11:14]} == {Role.HEADER}


# traps: the level glued to its hour; a reference glued to its label; a comment's line that opens with a unit
def test_a_message_whose_spaces_are_lost() -> None:
    reading = _read(
        f"CLASSIFIED MESSAGE\n5 MAY 61\nSECRET041510Z\nDIR CITE ROME 1234\nREFDIR 87345\n{_TEXT}"
        "C/S COMMENT: HQS URGENTLY NEEDS THE ADDRESS OF THE HARBOR BOARD FOR\nS/W SHIPS THAT ARE TO BE DISPATCHED BEFORE 1 MAY.\nSECRET\n"
    )
    assert (value_of(reading, "classification"), value_of(reading, "sent_time")) == (
        "SECRET",
        "15:10Z",
    )
    assert value_of(reading, "refs") == ("DIR 87345",)
    assert [line.role for line in reading.lines if "S/W" in line.rule or "comment" in line.rule] == [Role.BODY] * 2  # fmt: skip


_GRID = "TELEGRAM INFORMATION REPORT\nCENTRAL INTELLIGENCE AGENCY\nSECRET\nNO. FOREIGN DISSEM\nCOUNTRY\nSUBJECT\nATLANTIS\nREPORT NO. TDCS-3/123,456\nTHE HARBOR BOARD AND ITS PLAN\nDATE DISTR. {}\nTO BUY TWO DREDGERS\nPRECEDENCE ROUTINE\nDATE OF 1 MAY 1962\nINFO.\nPLACE & ATLANTIS, PORT (3 MAY 1962)\nDATE ACQ.\nAPPRAISAL 2\nFIELD REPORT NO. FVS-1\nTHIS IS UNEVALUATED INFORMATION\nSOURCE A SAILOR.\n1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD THIS YEAR.\nSTATE INR DIA ARMY ACSI NAVYAIR JCS\nCOARB END OF MESSAGE\nZOBCE KICH\n"


# traps: labels first, values below; the day a place is named with is none of distribution; scraps about the end
def test_a_report_whose_labels_stand_first() -> None:
    reading = _read(_GRID.format("5 MAY 1962"))
    assert value_of(reading, "subject") == "THE HARBOR BOARD AND ITS PLAN TO BUY TWO DREDGERS"
    assert value_of(reading, "sent_date") == "1962-05-05"
    assert value_of(reading, "captions") == ("NOFORN",)
    assert value_of(reading, "info_offices") == ("STATE/INR", "DIA", "ARMY/ACSI", "NAVY", "AIR", "JCS")  # fmt: skip
    assert [line.role for line in reading.lines[-2:]] == [Role.FORM_TEXT, Role.STAMP]
    assert value_of(_read(_GRID.format("5 MAI I9G")), "sent_date") is None


def test_a_worn_from_stands_between_the_group_and_those_addressed() -> None:
    reading = _read(
        "DEPARTMENT OF THE AIR FORCE\nSTAFF MESSAGE BRANCH\nP 181446Z JAN 67\nP4 33AD FT LEE AFS VA\nTO RUWMFVA/ADC\nRUEDHQA/HQ USAF\nOSA\nBT\nUNCLAS\nSEEN AT NOON FROM THE TOWER BY TWO MEN OF THE WATCH.\nBT\n"
    )
    assert value_of(reading, "from") == "33AD FT LEE AFS VA"
    assert value_of(reading, "to") == ("ADC", "HQ USAF")


def test_the_date_of_a_release_that_fell_apart() -> None:
    reading = _read(
        "DOCN 000600137\nPDTG R 151807Z SEP 95\nFM FBIS LONDON UK\nTO RUCWAAA/FBIS RESTON VA\nCLAS UNCLAS\nApproved for Release\nDate\nSERI SERIAL: AB1509180795\nMAY\n2009\nSUBJ SUBJ: THE DREDGERS COME HOME\nTEXT TEXT:\nThe harbor board said that both had come home.\n(more)\n15 SEP 2145Z\nNNNN, NNNN\n"
    )
    assert [(event.action, event.date) for event in reading.events] == [("released", "2009-05")]
    assert {reading.lines[at].role for at in (5, 6, 8, 9)} == {Role.MARKING}
    assert [line.role for line in reading.lines[-2:]] == [Role.STAMP, Role.FORM_TEXT]


def test_names_of_the_staff_between_text_and_surname_are_no_text() -> None:
    text = _STATE.format("Rec'd: August 12, 1962\n", "", "NO: 250, August 11, 1 p.m.")
    reading = _read(f"{text}SMITH BUNDEY\nDUNEGAN\n_ KEYSEN\nKILDOFF\n:\nHARRINGTON\nSCHLOSSER\n")
    assert value_of(reading, "signature") == "HARRINGTON"
    assert [line.role for line in reading.lines[-7:-3]] == [Role.STAMP] * 4


_WIRE = "PAGE 01 PARIS 09123 121705Z\nACTION EUR 15\nINFO SS 20,NSC 10,/045 W\nR 121530Z DEC 66\nFM AMEMBASSY PARIS\nTO SECSTATE WAS HDC 4321\nINFOAMCONSUL POZ NAN\nC O N F I D E N T I A L PARIS 9123\nSUBJECT: DREDGERS\nKEF: BONN 7269\n1. MINISTER TOLD US THAT TALKS ON DREDGERS WOULD RESUME AND THAT HE\n\fPAE 02 PARIS 09123 121705Z\nEXPECTED THEM TO LAST UNTIL THE SPRING.\nHARR1NGTON\nREVIEWED  8Y SN DATE 1/20/91\n( ) DBNY\n"


# traps: words glued or parted by an engine; a label, a name and a page's head with one letter misread
def test_a_wire_heading_with_a_slip_in_each_place() -> None:
    reading = _read(_WIRE)
    assert reading.family is Family.STATE_TELEGRAM
    told = {
        name: value_of(reading, name) for name in ("to", "info", "refs", "subject", "signature")
    }
    assert told == {
        "to": ("SECSTATE WASHDC",), "info": ("AMCONSUL POZNAN",), "refs": ("BONN 7269",),
        "subject": "DREDGERS", "signature": "HARRINGTON",
    }  # fmt: skip
    assert [join.kind for join in reading.page_joins] == ["mid-sentence"]
    assert [(event.reviewer, event.date) for event in reading.events] == [("SN", "1991-01-20")]


@pytest.mark.parametrize("line", ["( ) WATER", "(A) DENY THE PORT"])
def test_a_box_with_other_words_is_no_stamp(line: str) -> None:
    reading = _read(_WIRE.replace("( ) DBNY", line))
    assert reading.lines[-1].rule != "review-stamp-boxes"


# traps: the release's brackets about a name, one of a pair lost; a number of receipt beside the page's
def test_a_print_out_with_the_brackets_of_its_release() -> None:
    reading = _read(
        "T 325447 E1A549 PAGE 01 (OCC) IN 459495\nTOR:091001Z NOV 77\nSECRET 090945Z NOV 77 STAFF\nCITE ROME 33277\nTO: DIRECTOR\n"
        f"REFS: A. [PARIS 19576 [IN 067262]\nB. (MADRID) 2044\n{_TEXT}"
    )
    assert value_of(reading, "in_number") == "459495"
    assert value_of(reading, "refs") == ("PARIS 19576 (IN 067262)", "MADRID 2044")


def test_a_sheet_that_knows_no_date_gives_none() -> None:
    sheet = "JFK ASSASSINATION SYSTEM\nIDENTIFICATION FORM\nAGENCY : CIA\nRECORD NUMBER : 104-10001-10001\nFROM : PARIS\nTO : DIRECTOR\nTITLE : CABLE\nDATE\n:\n{}\nPAGES\n1\nCLASSIFICATION : SECRET\nCURRENT STATUS : OPEN\nDATE\nOF LAST REVIEW: 07/31/93\nCOMMENTS : JFK15\n"
    form = f"CLASSIFIED MESSAGE\nSECRET\nDIR CITE ROME 1234\n{_TEXT}"
    assert value_of(_read(sheet.format("01/01/1900") + form), "sent_date") is None
    assert value_of(_read(sheet.format("05/04/1962") + form), "sent_date") == "1962-05-04"


def test_the_head_of_a_print_outs_later_page_is_no_text() -> None:
    reading = _read(
        "CABLE SEC DISSEM BY PER TOTAL COPIES RUN BY\nT 325447 E1A549 PAGE 01 IN 459495\nTOR:091001Z NOV 77\nSECRET 090945Z NOV 77 STAFF\nCITE ROME 33277\nTO: DIRECTOR\n"
        "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD WHICH\nCABLE SEC DISSEM BY PER TOTAL COPIES RUN BY\nT 325447 E1A549 PAGE 02-02 IN 459495\n"
        "IS OF INTEREST IN VIEW OF THE STATE OF THE HARBOR AT THIS TIME.\nEND OF MESSAGE\n"
    )
    assert [line.role for line in reading.lines[7:9]] == [Role.FORM_TEXT, Role.RUNNING_HEAD]
    assert len(reading.paragraphs) == 1


# traps: nothing stands below the sheet, or below the last line of a header
@pytest.mark.parametrize(
    "text",
    [
        "104-10001-10003\nJFK ASSASSINATION SYSTEM\nTITLE : CIA Information Telegram",
        f"{_BOXES}DIR CITE ROME 1234\nSECPET oap2oo7 rec 9",
        "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nSECPET oap2oo7 rec 9",
    ],
)
def test_a_head_with_nothing_below_is_read(text: str) -> None:
    assert [line.number for line in _read(text).lines] == list(range(1, text.count("\n") + 2))


_INCOMING = "INCOMING TELEGRAM\nControl: 8681\nRec'd: AUGUST 11, 1962\nFROM: BRUSSELS\nTO: Secretary of State\nNO: 250, AUGUST 11, 1 PM\n{}\nKELLY\n{}\n"
_WORDS = "MINISTER TOLD US TODAY THAT TALKS ON THE HARBOR WOULD RESUME IN MAY."


# the foot is printed, the level beside it is stamped; where the foot speaks of a level it is none
@pytest.mark.parametrize(
    ("foot", "level"),
    [
        ('SECRET PROHIBITED UNLESS "UNCLASSIFIED"', "SECRET"),
        (". CONFIDENTIAL i REPRODUCTION FROM THIS COPY IS", "CONFIDENTIAL"),
        ('REPRODUCTION FROM THIS COPY IS\nPROHIBITED UNLESS "UNCLASSIFIED"', None),
        ("REPRODUCTION OF SECRET PAPERS BY OTHER THAN THE ISSUING OFFICE", None),
    ],
)
def test_a_level_beside_the_printed_foot_is_that_of_the_telegram(
    foot: str, level: str | None
) -> None:
    reading = _read(_INCOMING.format(_WORDS, foot))
    assert value_of(reading, "classification") == level


# handwriting among capitals; what has a figure may be of a table, and a mixed text has small words
@pytest.mark.parametrize(
    ("words", "scrap", "role"),
    [
        (_WORDS, "gy", Role.STAMP),
        (_WORDS, "15 g", Role.BODY),
        (_WORDS, "JUNE", Role.BODY),
        (_WORDS.capitalize(), "held", Role.BODY),
    ],
)
def test_a_scrap_of_small_letters_is_no_text_in_capitals(
    words: str, scrap: str, role: Role
) -> None:
    text = _INCOMING.format(f"{words}\n{words}\n{scrap}\n{words}", "")
    reading = _read(text)
    assert next(one.role for one in reading.lines if one.span.of(text) == scrap) is role
