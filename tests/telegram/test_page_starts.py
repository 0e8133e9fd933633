"""Where pages begin when nothing but the paper's own words says so: no mark, no spacing."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Role
from tests.telegram.words import SMALL

_HEAD = "CLASSIFIED MESSAGE\nSECRET\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\nDIR CITE PARI 1234\n"
_TEXT = "".join(f"{n}. HE SAW THE HARBOUR MASTER ON THE {n}TH DAY OF THE MONTH.\n" for n in range(1, 10))  # fmt: skip
_MORE = "10. HE WILL WRITE WHEN HE HAS FOUND ROOMS NEAR THE HARBOUR.\n"


def _starts(text: str) -> list[str]:
    """The first line of every page after the first."""
    reading = read(text, SMALL)
    lines = {line.number: line.span.of(text) for line in reading.lines}
    return [lines[page.first_line] for page in reading.pages[1:]]


# The serial of the release stands above all else on its page, whole or worn; a banner above it
# closes the page before. The release's stamp at the foot, its letters misread or cut in two.
@pytest.mark.parametrize(
    ("edge", "first"),
    [
        ("SECRET\n14-00000\nSECRET\n", "14-00000"),
        ("SECRET\n4-00000\n", "4-00000"),
        ("SECRET\n13-00000*\n", "13-00000*"),
        ("SECRET\nNV 65987 Docld:32374415 Page 1\n78 1234\nSECRET\n", "78 1234"),
        ("HW 54559\nDocId: 32403909\nPage 2\nOFFICE COPY KEPT\n", "OFFICE COPY KEPT"),
        ("SECRET\nMHENO: 96-2899455\nSECRET\n", "MHENO: 96-2899455"),
        ("SECRET\nSENSIND: INTEL\nMHFNO: 96-2899455\n", "SECRET"),
    ],
)
def test_what_heads_and_ends_a_page_of_a_release(edge: str, first: str) -> None:
    assert _starts(_HEAD + _TEXT + edge + _MORE) == [first]


# A serial or a case's number in a sentence heads nothing.
@pytest.mark.parametrize(
    "line", ["HE WROTE 14-00000 ON THE DOOR.", "PAGE 2 OF THE LETTER IS LOST."]
)
def test_words_of_the_text_head_no_page(line: str) -> None:
    assert _starts(_HEAD + _TEXT + line + "\n" + _MORE) == []


_CONTROLS = "CLASSIFICATION - DISSEMINATION CONTROLS\n"
_REPORT = (
    "TELEGRAM INFORMATION REPORT TELEGRAM\nCENTRAL INTELLIGENCE AGENCY\nREPORT NO. TDCS-3/123,456\n"
)
_LONG = "1. THE MINISTER SAID ON FRIDAY THAT HE WOULD NOT ATTEND THE OPENING OF THE ASSEMBLY.\n"


# The controls at a report's foot and those at the next head, the level and a page number between.
@pytest.mark.parametrize(
    ("edge", "first"),
    [
        (f"{_CONTROLS}SECRET\nNO FOREIGN DISSEM\n{_CONTROLS}SECRET\n", _CONTROLS.strip()),
        (f"{_CONTROLS}NO FOREIGN DISSEM\n7\nSECRET\n{_CONTROLS}", "7"),
        # no controls head the page: what stands below the form's edition begins it
        ("FORM 1K OBSOLETE PREVIOUS EDITIONS. (15-20)\nSECRET IN 25331\n", "SECRET IN 25331"),
    ],
)
def test_a_reports_page_begins_below_the_controls_at_the_foot(edge: str, first: str) -> None:
    text = _REPORT + _CONTROLS + "SECRET\n" + _LONG * 9 + edge + "TDCS-3/123,456\n" + _LONG
    assert _starts(text) == [first]


def test_breaks_that_the_paper_shows_are_not_cut_further() -> None:
    text = _HEAD + _TEXT + "\f" + _TEXT.replace("HE SAW", "SHE SAW") + "TO PAGE THREE\n" + _MORE
    assert len(read(text, SMALL).pages) == 2


_LOOSE = (
    "INCOMING TELEGRAM|Department of State|CONFIDENTIAL|Control: 5860|Rec'd: MARCH 4, 1961|6:12 PM|FROM: LISBON"
    "|TO: Secretary of State|NO: 812, MARCH 4, 8 PM|PRIORITY"
    "|HARBOR MASTER RECEIVED COUNSELOR THIS MORNING AND SPOKE FRANKLY OF THE TUGS. HE"
).replace("|", "\n\n")  # fmt: skip
_TIGHT = "HAS QUARRELED WITH HIS MINISTER OVER THE SURVEY AND THE"
_HEADED = "CONFIDENTIAL\n\nCONFIDENTIAL\n\n-2- 812, MARCH 4, 8 PM FROM LISBON\n\n"
_GOES_ON = (
    "COST OF THE TUGS, AND EXPECTS TO BE MOVED BEFORE THE SUMMER.\n\n" * 8
    + "ALDEN\n\nCONFIDENTIAL\n"
)


# One line set tight among loose ones is where two pages were put together; unless text stands
# between it and the head of the page that it would begin.
@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"{_LOOSE}\n{_TIGHT}\n\n{_HEADED}{_GOES_ON}", "CONFIDENTIAL"),
        (f"{_LOOSE} {_TIGHT}\n-2- 812, MARCH 4, 8 PM FROM LISBON\n\n{_GOES_ON}", "-2- 812, MARCH 4, 8 PM FROM LISBON"),
        (f"{_LOOSE}\n{_TIGHT}\n\n{_GOES_ON}", _TIGHT),
    ],
)  # fmt: skip
def test_a_line_set_tight_begins_a_page_unless_text_stands_above_the_pages_head(
    text: str, first: str
) -> None:
    assert _starts(text) == [first]
    reading = read(text, SMALL)
    roles = {line.span.of(text): line.role for line in reading.lines}
    assert roles.get(_TIGHT, Role.BODY) is Role.BODY
