"""RapidOCR behind the port: PP-OCRv6 small, whose models come in the wheel; runs without network.

Its settings are measured: with those it comes with it lost whole pages that it reads without an
error when the longer side is brought to 1,024 pixels for finding lines. It reads pages best as they
are, not evened out. Lines one at a time cost a third less than six together, and half the memory;
typewriters set letters so wide that a line pressed to four fifths of its width is read as well.
"""

from __future__ import annotations

import importlib.metadata
import logging
import re
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from app.scans.order import Seen
from app.scans.straight import Pixels, as_pixels

_MODELS = "PP-OCRv6 small"
_SETTINGS = {
    "Global.max_side_len": 2000,
    "Global.use_cls": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": 1024,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_PRESSED = 0.8  # of the width: at 0.65 faint lines are read worse
_LONG = 12  # times as long as high: shorter lines are of any type, and cost little
# The model knows Chinese too: full-width forms are its way to write ours, and a Chinese letter on
# these papers is a speck it took for one.
_OURS = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: " ", 0x3001: ",", 0x3002: "."}
_FOREIGN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+")


class _Pressing(RapidOCR):
    """The package's reader with long lines pressed together before they are read."""

    def recognize_txt(self, img: list[Pixels]) -> Any:
        return super().recognize_txt([_pressed(line) for line in img])


def _pressed(line: Pixels) -> Pixels:
    height, width = line.shape[:2]
    if width < _LONG * height:
        return line
    size = round(_PRESSED * width), height
    return as_pixels(cv2.resize(line, size, interpolation=cv2.INTER_AREA))


class Rapid:
    """One loaded engine; one page at a time."""

    name = "rapidocr"

    def __init__(self) -> None:
        logging.disable(logging.WARNING)
        self._engine = _Pressing(params=_SETTINGS)
        self.version = f"{importlib.metadata.version('rapidocr')} {_MODELS}"
        self.settings = "det max 1024, side 2000, no cls, lines at 0.8 of their width"

    def read(self, pixels: Pixels, dpi: int) -> list[Seen]:
        """The words on a page of RGB or grey pixels."""
        colour = cv2.COLOR_GRAY2BGR if pixels.ndim == 2 else cv2.COLOR_RGB2BGR
        told: Any = self._engine(cv2.cvtColor(pixels, colour), return_word_box=True)
        found: list[Seen] = []
        for piece, words in enumerate(told.word_results or ()):
            for text, sure, quad in words:
                plain = _plain(text)
                if plain:
                    found.append(_seen(plain, 100 * float(sure), np.asarray(quad), piece))
        return found


def _seen(text: str, sure: float, quad: Any, piece: int) -> Seen:
    (left, upper), (right, lower) = quad.min(axis=0), quad.max(axis=0)
    return Seen(text, float(left), float(upper), float(right), float(lower), sure, piece)


def _plain(text: str) -> str:
    return _FOREIGN.sub("", text.translate(_OURS)).strip()
