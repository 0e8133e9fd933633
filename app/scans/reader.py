"""The process in which pages are read: an engine loaded once, stored page images in, text out."""

from __future__ import annotations

import os
import sys
from typing import Protocol

from PIL import Image

from app.scans.cell import Answer, answer_of, read_frame, silence
from app.scans.order import Seen, in_order, words_of
from app.scans.pyramid import Pyramid
from app.scans.words import PageText, mean_confidence


class Engine(Protocol):
    """What reads: pixels in, words out. One page at a time; never a file or the network."""

    name: str
    version: str
    settings: str

    def read(self, image: Image.Image, dpi: int) -> list[Seen]: ...


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


def page_text(image: Image.Image, dpi: int, engine: Engine) -> PageText:
    """The text on an upright image."""
    seen = engine.read(image, dpi)
    text, ordered = in_order(seen, image.width)
    boxes = [_whole_pixels(word) for word in ordered]
    words = words_of(text, ordered, boxes)
    return PageText(
        text=text,
        words=words,
        width=image.width,
        height=image.height,
        engine=engine.name,
        engine_version=engine.version,
        settings=engine.settings,
        confidence=mean_confidence(words),
    )


def _whole_pixels(word: Seen) -> tuple[int, int, int, int]:
    left, upper = round(word.left), round(word.upper)
    return left, upper, round(word.right) - left, round(word.lower) - upper


def _engine(name: str) -> Engine:
    if name not in _LOADED:
        from app.scans.tesseract import Tesseract

        _LOADED[name] = Tesseract()
    return _LOADED[name]
