"""Several telegrams in one text, sections of one, pages that are missing or astray."""

from __future__ import annotations

import pytest

from app.telegram import Reading, read
from app.telegram.reading import Role
from app.vocabulary import load
from tests.telegram.words import value_of

WIRE = """\
CONFIDENTIAL
PAGE 01 PARIS 09123 121705Z
ACTION EUR-12
INFO OCT-01 ISO-00 /013 W
--------------------- 053129
R 121530Z DEC 75
FM AMEMBASSY PARIS
TO SECSTATE WASHDC 4321
C O N F I D E N T I A L PARIS 09123
EXDIS
E.O. 11652: GDS
TAGS: PFOR, FR
SUBJECT: DREDGERS
1. MINISTER TOLD US THAT TALKS ON DREDGERS WOULD RESUME AND THAT HE
EXPECTED THEM TO LAST UNTIL THE SPRING.
RUSH
CONFIDENTIAL
NNN
"""
SECTIONS = WIRE.replace("09123 121705Z", "09123 01 OF 02 121705Z").replace("L PARIS", "L SECTION 01 OF 02 PARIS").replace("RUSH\n", "") + WIRE.replace("09123 121705Z", "09123 02 OF 02 121712Z").replace("L PARIS", "L SECTION 02 OF 02 PARIS").replace("1. MINISTER", "2. ENVOY").split("E.O.")[0] + "2. ENVOY TOLD US THE SAME OF HIS OWN SHIPS AND THEIR CREWS.\nRUSH\nCONFIDENTIAL\nNNN\n"  # fmt: skip
FORM = """\
INCOMING TELEGRAM
Department of State
CONFIDENTIAL
Action
EUR
Info
SS
G
Control: 1234
Rec'd: AUGUST 14, 1962
10:02 AM
FROM: PARIS
TO: Secretary of State
NO: 55, AUGUST 13, 9 PM
MINISTER TOLD US TODAY THAT TALKS ON DREDGERS WOULD RESUME AND
"""
BLOCK = """\
UNCLASSIFIED
MRN: 85 PARIS 01234
Date/DTG: Jan 28, 1985 / 280900Z JAN 85
From: AMEMBASSY PARIS
Action: SECSTATE WASHDC PRIORITY
E.O.: 12356
TAGS: PREL, FR
Subject: DREDGERS
1. MINISTER TOLD US THAT TALKS ON DREDGERS WOULD RESUME AND THAT HE
EXPECTED THEM TO LAST UNTIL THE SPRING.
Signature: GALBRAITH
Drafted By: ECON:Rush, Anna
UNCLASSIFIED
"""
SHORT = FORM.replace("RESUME AND", "RESUME.")
REST = "THAT HE EXPECTED THEM TO LAST UNTIL THE SPRING OF THE YEAR.\nDEAN\n"


def _read(text: str) -> Reading:
    return read(text, load())


def _words(text: str, reading: Reading) -> list[str]:
    return [
        " ".join(piece.span.of(text) for piece in paragraph.pieces)
        for paragraph in reading.paragraphs
    ]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (WIRE, WIRE.replace("09123", "09200"), "A further telegram, number 9200, stands in the text."),
        (WIRE, WIRE, "Number 9123 stands in the text more than once."),
        (FORM + REST, (FORM + REST).replace("55,", "77,").replace("PARIS", "BONN"), "A further telegram, number 77, stands in the text."),
        # of blocks of labels the MRN tells; another of the same post and day differs by a figure
        (BLOCK, BLOCK.replace("01234", "01235"), "A further telegram, number 1235, stands in the text."),
        # of one line of text alone
        (SHORT, SHORT.replace("55,", "77,"), "A further telegram, number 77, stands in the text."),
        (FORM + REST, FORM + REST, "Number 55 stands in the text more than once."),
    ],
)  # fmt: skip
def test_a_second_telegram_has_its_roles_and_adds_no_field(
    first: str, second: str, said: str
) -> None:
    alone, both = _read(first), _read(first + second)
    assert both.doubts == (said,)
    assert [span.start for span in both.further] == [len(first)]
    assert {name: field.value for name, field in both.fields.items()} == {
        name: field.value for name, field in alone.fields.items()
    }
    roles = [line.role for line in both.lines]
    assert roles == [line.role for line in alone.lines] * 2
    assert len(both.paragraphs) == 2 * len(alone.paragraphs)


# a later page may repeat the MRN, one figure misread
def test_a_block_on_a_later_page_is_no_further_telegram() -> None:
    text = BLOCK.replace(
        "AND THAT HE\n", "AND THAT HE\nUNCLASSIFIED\nUNCLASSIFIED\nMRN: 85 PARIS O1234\n"
    )
    reading = _read(text)
    assert reading.further == ()
    assert value_of(reading, "signature") == "GALBRAITH"


def test_a_further_section_goes_on_with_the_text_and_repeats_its_caption() -> None:
    reading = _read(SECTIONS)
    assert (reading.further, reading.doubts) == ((), ())
    assert [words[:2] for words in _words(SECTIONS, reading)] == ["1.", "2."]
    assert value_of(reading, "captions") == ("EXDIS",)
    assert value_of(reading, "signature") == "RUSH"


def test_a_corrected_copy_says_so() -> None:
    reading = _read(WIRE.replace("EXDIS", "C O R R E C T E D COPY (PARA 1 LINE 2 OMITTED)"))
    assert reading.doubts == ("The copy is corrected: C O R R E C T E D COPY (PARA 1 LINE 2 OMITTED).",)  # fmt: skip


# traps: the heading inside is text, quoted to its end, and gives no field
def test_a_telegram_sent_again_inside_another_is_quoted() -> None:
    inner = "\n".join(WIRE.splitlines()[5:15])
    text = WIRE.replace("1. MINISTER TOLD US THAT TALKS ON DREDGERS WOULD RESUME AND THAT HE\nEXPECTED THEM TO LAST UNTIL THE SPRING.", f"FOLLOWING SENT ACTION NATO FROM PARIS REPEATED YOU: QUOTE\n{inner.replace('09123', '08000').replace('AMEMBASSY PARIS', 'AMEMBASSY BONN')}\n2. REGARDS. UNQUOTE")  # fmt: skip
    reading = _read(text)
    assert value_of(reading, "from") == "Amembassy Paris"
    assert value_of(reading, "number") == "9123"
    assert [paragraph.kind for paragraph in reading.paragraphs] == [
        "text",
        "quoted",
        "quoted",
        "quoted",
    ]
    assert [passage.kind for passage in reading.passages] == ["quoted"]
    assert reading.passages[0].span.of(text).endswith("UNQUOTE")
    assert reading.doubts == ("The text repeats a telegram from AMEMBASSY BONN with its own heading.",)  # fmt: skip


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        (("3", "2"), ("Page 2 stands below page 3.",)),
        (("3",), ("Between page 1 and page 3 pages are missing.",)),
        (("2", "3"), ()),
    ],
)  # fmt: skip
def test_text_is_not_joined_over_pages_that_do_not_follow(
    pages: tuple[str, ...], said: tuple[str, ...]
) -> None:
    later = "".join(f"\f-{page}- 55, AUGUST 13, 9 PM FROM PARIS\nTHE CREWS OF SHIP {page} WENT ON LEAVE AND\n" for page in pages)  # fmt: skip
    reading = _read(FORM + later)
    assert reading.doubts == said
    joined = {"mid-sentence"} if not said else {"paragraph"}
    assert {join.kind for join in reading.page_joins} == joined


def test_the_copies_are_counted() -> None:
    reading = _read(WIRE.replace("/013", "/014"))
    assert reading.fields["action_offices"].doubt == "The copies come to 13, the line says 14."
    assert _read(WIRE).fields["action_offices"].doubt == ""


def test_a_letter_zone_is_the_clock_of_the_group() -> None:
    sent = _read(WIRE.replace("121530Z", "121530R")).sent
    assert sent is not None
    assert (sent.zone, sent.utc) == ("R", "1975-12-12T20:30+00:00")


@pytest.mark.parametrize(
    ("body", "passages"),
    [
        ("2. HE SAID YES. FYI: HE IS NOT SURE. END FYI. MORE SOON.", [("fyi", "FYI: HE IS NOT SURE. END FYI")]),
        ("2. HE SAID YES. COMMENT: WE DOUBT IT.\n3. MORE.", [("comment", "COMMENT: WE DOUBT IT.")]),
        ("2. HE SAID QUOTE NO UNQUOTE AND LEFT.", [("quoted", "QUOTE NO UNQUOTE")]),
        # traps: a word of the sentence, a quotation that nothing closes
        ("2. NO COMMENT WAS MADE ON THE NOTE. QUOTE WAS LONG.", []),
    ],
)  # fmt: skip
def test_passages_inside_a_paragraph(body: str, passages: list[tuple[str, str]]) -> None:
    text = FORM + REST.replace("DEAN\n", f"{body}\nDEAN\n")
    found = [(each.kind, each.span.of(text)) for each in _read(text).passages]
    assert found == passages


@pytest.mark.parametrize(
    ("mark", "event"),
    [
        ("DEPARTMENT OF STATE A/CDC/MR\nREVIEWED BY 12 DATE 3/4/91\n(X) RELEASE ( ) EXCISE\nFOIA Exemptions B1, B5", ("released", "1991-03-04", "12", "", ("B1", "B5"))),
        ("DEPARTMENT OF STATE A/CDC/MR\nREVIEWED BY 12 DATE 3/4/91\n( ) RELEASE\n(X) DOWNGRADE TS to (X) S", ("downgraded", "1991-03-04", "12", "", ())),
        # nobody filled it in
        ("DEPARTMENT OF STATE A/CDC/MR\nREVIEWED BY ____ DATE ____\n( ) RELEASE\n( ) EXCISE", None),
        ("DECLASSIFIED\nE.O. 12958, Sec. 3.5\nNLK-01-031\nBy MK, NARA, Date 3/4/99", ("declassified", "1999-03-04", "MK", "E.O. 12958, SEC. 3.5", ())),
        ("SANITIZED COPY\nE.O. 12356, SEC. 3.4\nNLJ 83-12\nBy jl NARS Date 5-6-84", ("released-in-part", "1984-05-06", "JL", "E.O. 12356, SEC. 3.4", ())),
        ("Approved For Release 2007/02/16 : CIA-RDP79T00975A005000080001-0", ("released", "2007-02-16", "", "", ())),
    ],
)  # fmt: skip
def test_who_released_it_when_by_what_authority_and_what_was_withheld(
    mark: str, event: tuple[object, ...] | None
) -> None:
    reading = _read(f"{FORM}{REST}{mark}\n")
    found = [(e.action, e.date, e.reviewer, e.authority, e.exemptions) for e in reading.events]
    assert found == ([event] if event else [])
    assert len(reading.paragraphs) == 1


@pytest.mark.parametrize(("mark", "value"), [("GP-3", "GP-3"), ("GROUP 1", "GP-1"), ("GROUP I", "GP-1"), ("GPI- 1", "GP-1")])  # fmt: skip
def test_a_downgrading_group_is_named(mark: str, value: str) -> None:
    reading = _read(f"{FORM}{REST}{mark}\n")
    assert [m.value for m in reading.markings if m.kind == "group"] == [value]


def test_the_level_of_the_number_line_is_a_classification_mark() -> None:
    reading = _read(WIRE)
    line = next(line for line in reading.lines if line.rule == "level-line")
    marks = [(m.kind, m.value) for m in reading.markings if m.span == line.span]
    assert (line.role, marks) == (Role.MARKING, [("classification", "CONFIDENTIAL")])


def test_a_code_behind_a_gap_is_its_code() -> None:
    reading = _read(FORM + REST.replace("DEAN", "2. [EXCISED] (B)(1) HE LEFT FOR THE NORTH.\nDEAN"))
    assert [(gap.kind, gap.code) for gap in reading.redactions] == [("excised", "(B)(1)")]
