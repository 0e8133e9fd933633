"""Real scans pass through, and what is printed on them is read exactly, where it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.scans import ocr, sheets
from app.scans.pyramid import Pyramid
from app.scans.words import PageText
from app.telegram import read
from app.vocabulary import load

SCANS = Path(__file__).parents[3] / "shared" / "corpus" / "scans"
pytestmark = pytest.mark.skipif(
    not SCANS.is_dir(), reason=f"the corpus of real scans is not beside the checkout ({SCANS})"
)
ALL = sorted(path.name for path in SCANS.glob("*.pdf")) if SCANS.is_dir() else []


@pytest.mark.parametrize("name", ALL)
def test_a_real_scan_is_examined_and_its_last_page_drawn(name: str) -> None:
    found = sheets.examine(SCANS / name, name)
    assert found.pages >= 1
    sheet = sheets.sheet(SCANS / name, name, found.pages)
    assert min(sheet.width, sheet.height) > 1_000
    assert sheet.dpi in (150, 300)


# The cable, the page, and words that are printed there: its number and its date.
PRINTED = (
    ("104-10012-10070", 2, ("DIRECTOR", "320510")),
    ("104-10326-10060", 2, ("DIRECTOR", "604606", "190508Z", "JAN", "96")),
)


@pytest.mark.parametrize(("name", "number", "printed"), PRINTED)
def test_number_and_date_are_read_and_their_boxes_hold_their_ink(
    name: str, number: int, printed: tuple[str, ...]
) -> None:
    sheet = sheets.sheet(SCANS / f"{name}.pdf", f"{name}.pdf", number)
    page = ocr.read_page(sheet, ocr.RAPIDOCR)
    assert set(printed) <= set(page.text.split())
    with Pyramid(sheet.image) as kept:
        ink = kept.whole().convert("L").point(lambda value: 255 * (value < 128))
    for box in boxes(page, printed):
        left, upper, width, height = box
        inside = ink.crop((left, upper, left + width, upper + height))
        share = inside.histogram()[255] / (width * height)
        assert 0.08 < share < 0.6, box
        # typed letters are about 35 pixels high at 300 dots; one of the numbers is written by hand
        assert 15 < height < 130, box


# The cable, and what its first two pages say when they are read as a telegram.
SAID = (
    ("104-10012-10070", {"sent_date": "1972-10-03", "number": "320510", "cite": "DIRECTOR 320510"}),
    ("104-10326-10060", {"sent_date": "1996-01-19", "number": "604606", "cite": "DIRECTOR 604606"}),
)


@pytest.mark.parametrize(("name", "said"), SAID)
def test_a_whole_cable_is_read_from_its_scan_with_its_number_and_date(
    name: str, said: dict[str, str]
) -> None:
    path = SCANS / f"{name}.pdf"
    texts = [
        ocr.read_page(sheets.sheet(path, path.name, number), ocr.RAPIDOCR).text for number in (1, 2)
    ]
    reading = read("\f\n".join(texts), load())
    assert {field: reading.fields[field].value for field in said} == said
    assert reading.further == ()


def boxes(page: PageText, printed: tuple[str, ...]) -> list[tuple[int, int, int, int]]:
    return [
        (word.x, word.y, word.width, word.height)
        for word in page.words
        if page.text[word.start : word.end] in printed
    ]
