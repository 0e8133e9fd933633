"""Information reports: the grid with slips, where the text begins, heads of later pages."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Reading, Role
from app.vocabulary import load
from tests.telegram.words import GRID, SOURCE

TEXT = """1. ON 3 MAY 1962 THE HARBOR BOARD MET BEHIND CLOSED DOORS AND
AGREED TO BUY TWO DREDGERS ABROAD.
2. THE CHAIRMAN SAID THAT NO LOAN WOULD BE ASKED FOR THEM.
END OF MESSAGE
"""


def reading(text: str) -> Reading:
    return read(text, load())


def role(text: str, part: str) -> Role:
    """The role of the first line that holds the words."""
    number = next(at for at, line in enumerate(text.split("\n"), 1) if part in line)
    return next(line.role for line in reading(text).lines if line.number == number)


# the text's first number may be lost or read amiss; the entry on the source is one sentence
@pytest.mark.parametrize(
    "opening",
    [
        "1. ON 3 MAY",
        "1o: ON 3 MAY",
        "Te ON 3 MAY",
        "ON 3 MAY",
        "SUMMARY. ON 3 MAY",
        "APPRAISAL: ON 3 MAY",
    ],
)
def test_the_text_begins_below_the_source_however_its_number_is_read(opening: str) -> None:
    text = GRID + SOURCE + TEXT.replace("1. ON 3 MAY", opening)
    assert role(text, "A HARBOR PILOT") is Role.HEADER
    assert role(text, "1962 THE HARBOR BOARD MET") is Role.BODY
    assert role(text, "TWO DREDGERS") is Role.BODY


def test_an_entry_of_two_lines_stays_whole() -> None:
    text = GRID + "SOURCE A HARBOR PILOT (B) WITH ACCESS TO THE\nCLERKS OF THE BOARD.\n" + TEXT
    assert role(text, "CLERKS OF THE BOARD") is Role.HEADER
    assert role(text, "1962 THE HARBOR") is Role.BODY


def test_a_name_of_the_routing_list_in_the_entry_is_no_header() -> None:
    text = GRID + "SOURCE A HARBOR PILOT (B) WITH ACCESS TO THE\nJONES\nCLERKS OF IT.\n" + TEXT
    assert role(text, "JONES") is Role.STAMP


def test_the_text_is_found_without_the_line_on_evaluation_and_the_number() -> None:
    grid = GRID.replace("THIS IS UNEVALUATED INFORMATION. SOURCE GRADINGS ARE DEFINITIVE.\n", "")
    text = grid.replace("TDCS-3/123,456", "TDCS") + TEXT
    assert role(text, "1962 THE HARBOR") is Role.BODY
    assert role(text, "FIELD REPORT NO") is Role.HEADER


def test_long_lines_on_and_on_are_no_cells_of_the_grid() -> None:
    grid = "INFORMATION REPORT\nCOUNTRY RURITANIA\nSUBJECT HARBOR\nREPORT NO. TDCS\n"
    prose = "THE HARBOR BOARD OF STRELSAU MET BEHIND CLOSED DOORS\n" * 4
    assert role(grid + prose, "MET BEHIND CLOSED") is Role.BODY


# captions with slips, where only a caption can stand
@pytest.mark.parametrize(
    ("printed", "name", "value"),
    [
        ("PRECIDENC ROUTINE", "precedence", ("ROUTINE",)),
        ("PRECEDENCE ROUT INE", "precedence", ("ROUTINE",)),
        ("PRECEOENCE PRIORITY JONES", "precedence", ("PRIORITY",)),
        ("REMARKS ON ROUTINES", "precedence", None),
    ],
)
def test_precedence_beside_its_caption(
    printed: str, name: str, value: tuple[str, ...] | None
) -> None:
    found = reading(GRID.replace("PRECEDENCE ROUTINE", printed) + SOURCE + TEXT).fields.get(name)
    assert (found.value if found else None) == value


def test_a_slipped_caption_of_the_subject_is_met_at_the_head_of_its_line() -> None:
    text = GRID.replace("SUBJECT PLANS", "SUWECT PLANS") + SOURCE + TEXT
    assert reading(text).fields["subject"].value == "PLANS OF THE HARBOR BOARD"


# later pages repeat the numbers; a report cited in the text is no running head
def test_numbers_lost_on_the_first_page_are_taken_from_running_heads() -> None:
    text = (
        GRID.replace("TDCS-3/123,456", "TDCS ~")
        + SOURCE
        + TEXT.replace(
            "2. THE",
            "CLASSIFICATION - DISSEMINATION CONTROLS\nNO FOREIGN DISSEM\nIN -65432\nTDCS -3/123 ,456\nPAGE 2\n2. THE",
        )
    )
    fields = reading(text).fields
    assert fields["number"].value == "3/123,456"
    assert fields["in_number"].value == "65432"
    assert role(text, "-3/123 ,456") is Role.RUNNING_HEAD


def test_a_report_cited_in_a_paragraph_stays_in_the_text() -> None:
    cited = "3. HARBOR COMMENT: TDCS-3/222,333, DATED 1 MAY 1962, SAID THE SAME.\nEND OF"
    text = GRID + SOURCE + TEXT.replace("END OF", cited)
    assert role(text, "222,333") is Role.BODY


# where no page is marked, the controls printed below a foot head the next page
FOOT = "CLASSIFICATION - DISSEMINATION CONTROLS\nCONFIDENTIAL GROUP 1\nSTATE/INR DIA ARMY/ACSI NAVY AIR STATE DIR\nTELEGRAM INFORMATION REPORT TELEGRAM\noR 1Kb OBSOLETE PREVIOUS HOITIONG\n"


def test_a_page_begins_at_the_controls_below_a_foot() -> None:
    head = "CLASSIFICATION - DISSEMINATION CONTROLS\n(WHEN FILLED IN). PAGE\n"
    text = GRID + SOURCE + TEXT.replace("AGREED", FOOT + head + "AGREED")
    reading = read(text, load())
    assert len(reading.pages) == 2
    assert reading.page_joins[0].kind == "mid-sentence"
    assert role(text, "CONFIDENTIAL GROUP 1") is Role.MARKING
    assert "STATE/DIR" in reading.fields["info_offices"].value


def test_controls_without_a_foot_above_begin_no_page() -> None:
    text = GRID + SOURCE + TEXT.replace("AGREED", "CLASSIFICATION - DISSEMINATION CONTROLS\nAGREED")
    assert len(read(text, load()).pages) == 1


# The field's own distribution is a paragraph of the text; the Agency's readers stand at the foot.
def test_whom_the_field_told_is_text() -> None:
    text = GRID + SOURCE + TEXT.replace("END OF", "3. FIELD DISSEM: STATE, ARMY, CINCPAC.\nEND OF")
    assert role(text, "FIELD DISSEM") is Role.BODY


def test_a_level_and_the_number_of_receipt_head_a_later_page() -> None:
    text = GRID + SOURCE + TEXT.replace("AGREED", "\fCONFIDENTIAL IN 12345\nAGREED")
    assert role(text, "CONFIDENTIAL IN 12345") is Role.RUNNING_HEAD


# A note of lines left out may run over; its last word is no stamp, wherever it falls.
@pytest.mark.parametrize("below", ["", "\nCONFIDENTIAL"])
def test_the_end_of_a_note_of_lines_left_out_is_text(below: str) -> None:
    note = f"AGREED. [2 LINES NOT\nDECLASSIFIED]{below}"
    assert role(GRID + SOURCE + TEXT.replace("AGREED", note), "DECLASSIFIED]") is Role.BODY


# an engine that parts the columns gives the source's caption far above its entry; how far the
# source is trusted tells the entry, and a sentence that grades nobody stays text
@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("A HARBOR PILOT (B) WITH GOOD ACCESS TO THE BOARD.", Role.HEADER),
        ("THE BOARD WAS TOLD (BY THE PILOT) THAT ALL IS WELL.", Role.BODY),
    ],
)
def test_an_entry_without_its_caption_is_told_by_the_grade(entry: str, told: Role) -> None:
    assert role(f"{GRID}{entry}\n{TEXT}", entry[:20]) is told


def test_offices_parted_by_dashes_are_a_distribution() -> None:
    foot = "STATE/INR-DIA--ARMY/ACSI-NAVY--AIR-JCS"
    fields = reading(f"{GRID}{SOURCE}{TEXT.replace('END OF MESSAGE', foot)}").fields
    assert set(fields["info_offices"].value) >= {"STATE/INR", "DIA", "ARMY/ACSI", "NAVY", "JCS"}


def test_a_badly_read_grid_ends_where_lines_of_text_go_on() -> None:
    lines = "".join(
        f"THE PILOT TOLD THE CLERK OF THE BOARD IN ROOM {at} OF IT\n" for at in range(6)
    )
    text = f"CENTRAL INTELLIGENCE AGENCY\nTDCS-3/123,456\nCOUNTRY RURITANIA\n{lines}{TEXT}"
    assert role(text, "IN ROOM 0") is Role.BODY


# the day of the information below the subject is none of its words; a subject may name a day
@pytest.mark.parametrize(
    ("row", "subject"),
    [
        ("LATE JUNE TO EARLY AUGUST 1963", "PLANS OF THE HARBOR BOARD"),
        ("8-9 MAY 1962", "PLANS OF THE HARBOR BOARD"),
        ("ON NIGHT OF 12 AUGUST 1962", "PLANS OF THE HARBOR BOARD ON NIGHT OF 12 AUGUST 1962"),
    ],
)
def test_when_it_was_so_is_no_subject(row: str, subject: str) -> None:
    grid = GRID.replace(
        "SUBJECT PLANS OF THE HARBOR BOARD DATE DISTR. 9 MAY 1962",
        f"SUBJECT\nPLANS OF THE HARBOR BOARD\n{row}\nDATE DISTR. 9 MAY 1962",
    )
    assert reading(grid + SOURCE + TEXT).fields["subject"].value == subject


# a form printed for one level and stamped with another: the pages repeat the one that holds
@pytest.mark.parametrize(
    ("banners", "level"),
    [("CONFIDENTIAL\nSECRET\n", "SECRET"), ("CONFIDENTIAL\n", "CONFIDENTIAL")],
)
def test_the_level_is_that_of_most_banners(banners: str, level: str) -> None:
    foot = f"{banners.split()[-1]}\n"
    assert reading(f"{banners}{GRID}{SOURCE}{TEXT}{foot}").fields["classification"].value == level
