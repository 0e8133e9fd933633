"""The process in which pages are read: an engine loaded once, stored page images in, text out."""

from __future__ import annotations

import os
import sys

from app.scans.cell import Answer, answer_of, read_frame, silence
from app.scans.page import Engine, page_text
from app.scans.pyramid import Pyramid

_LOADED: dict[str, Engine] = {}


def main() -> None:
    """Serve calls from standard input until it ends."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    silence(1)
    while call := read_frame(calls):
        head, stored = call
        answers.write(answer_of(read, head["arguments"], stored))
        answers.flush()


def read(stored: bytes, engine: str, dpi: int) -> Answer:
    """The text of a stored page image."""
    with Pyramid(stored) as kept:
        image = kept.whole()
    return page_text(image, dpi, _engine(engine))._asdict(), b""


def _engine(name: str) -> Engine:
    if name not in _LOADED:
        if name == "rapidocr":
            from app.scans.rapid import Rapid

            _LOADED[name] = Rapid()
        else:
            from app.scans.tesseract import Tesseract

            _LOADED[name] = Tesseract()
    return _LOADED[name]
