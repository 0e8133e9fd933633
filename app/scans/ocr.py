"""Reading page images: which engines there are, one page by one of them, two readings compared."""

from __future__ import annotations

from app.scans import sandbox
from app.scans.doubts import compare
from app.scans.sheets import Sheet, page_text
from app.scans.words import PageText

TESSERACT = "tesseract"
RAPIDOCR = "rapidocr"
_SECONDS = {TESSERACT: 120.0, RAPIDOCR: 300.0}  # a full page takes 2 and 5 on one core

__all__ = ["RAPIDOCR", "TESSERACT", "compare", "read_page"]


def read_page(sheet: Sheet, engine: str = TESSERACT) -> PageText:
    """The text on a page, with a box on the stored image for each word.

    The same sheet and engine give the same text, whatever was read before.

    Args:
        sheet: a page image as it is stored; its number, width, height, dpi and image are used.
        engine: TESSERACT or RAPIDOCR.

    Raises:
        EngineFailed: the engine gave no answer; the call may be made again.
    """
    told, _ = sandbox.read(engine, sheet.image, sheet.number, _SECONDS[engine], dpi=sheet.dpi)
    return page_text(told)
