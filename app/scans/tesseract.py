"""Tesseract behind the port: grey pixels in, words out.

The library in the wheel was built with image codecs of 2018; it is handed raw pixels and opens no
file.
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import tesserocr

from app.scans.order import Seen
from app.scans.straight import Pixels

LANGUAGE = "eng"


class Tesseract:
    """One loaded engine; one page at a time."""

    name = "tesseract"

    def __init__(self) -> None:
        self._api = tesserocr.PyTessBaseAPI(
            path=str(models()), lang=LANGUAGE, psm=tesserocr.PSM.AUTO
        )
        self.version = tesserocr.tesseract_version().split()[1]
        self.settings = "eng fast, psm 3"

    def read(self, pixels: Pixels, dpi: int) -> list[Seen]:
        """The words on a page of grey pixels."""
        height, width = pixels.shape
        self._api.SetImageBytes(pixels.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(dpi or 300)
        self._api.Recognize()
        found: list[Seen] = []
        piece = 0
        for word in tesserocr.iterate_level(self._api.GetIterator(), tesserocr.RIL.WORD):
            if word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
                piece += 1
            box = word.BoundingBox(tesserocr.RIL.WORD)
            text = word.GetUTF8Text(tesserocr.RIL.WORD) if box else ""
            if text.strip():
                left, upper, right, lower = box
                sure = word.Confidence(tesserocr.RIL.WORD)
                found.append(Seen(text, left, upper, right, lower, sure, piece))
        self._api.Clear()
        return found


def models() -> Path:
    """The folder of the models that the packages brought.

    Raises:
        FileNotFoundError: there are none.
    """
    folder = Path(sysconfig.get_path("data")) / "share" / "tessdata"
    if not (folder / f"{LANGUAGE}.traineddata").is_file():
        raise FileNotFoundError(os.fspath(folder))
    return folder
