"""One page read by one engine: made ready, read, looked at, read again where it came out thin."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import cv2
import numpy as np
from PIL import Image

from app.scans import flags
from app.scans.order import Seen, in_order, words_of
from app.scans.straight import (
    Pixels,
    Turn,
    as_pixels,
    evened,
    ink_share,
    only_colour,
    slope,
    stretched,
    without_colour,
)
from app.scans.tight import tightened
from app.scans.words import PageText, mean_confidence

_READ_AT = 300  # dots an inch that pages finer than that are brought to
_LONGEST = 4_400  # pixels of the longer side at that, for a page that does not say its dots: legal
_NO_INK = 0.00012  # of the page: a few specks of dust
_DENOISE = 1.2  # pixels at 300 dots an inch
_LETTER = (0.035, 0.25)  # of an inch: how high letters are, from small print to a heading
_WIDEST = 0.35  # of an inch
_STAMP_SURE = 80
_FEW = 12  # shapes like letters: fewer are no text
# letters read of shapes seen: below it something may have been missed
_THIN = {"tesseract": 0.5, "rapidocr": 0.25}
_SURE = 72  # mean confidence: below it a second look is worth its time
_BETTER = 1.1  # times as much read: then the second look is taken
_UNREAD_SURE = 55
_UNREAD_THIN = 0.12  # forms, pens and dirt have shapes like letters too, so only next to nothing
_MUCH = 150  # shapes like letters: with fewer the share read tells nothing


class Engine(Protocol):
    """What reads: level pixels in, words out. One page at a time; never a file or the network."""

    name: str
    version: str
    settings: str

    def read(self, pixels: Pixels, dpi: int) -> list[Seen]: ...


class Ready(NamedTuple):
    """A page made ready."""

    plain: Pixels  # RGB or grey, level
    even: Pixels  # grey, its paper evened out, level
    turn: Turn
    scale: float  # of the stored image
    dpi: int
    ink: float
    shapes: int  # like letters


def page_text(image: Image.Image, dpi: int, engine: Engine) -> PageText:
    """The text on an upright image of mode 1, L or RGB; boxes are on that image."""
    ready = made_ready(image, dpi)
    told: list[str] = [flags.SKEWED] if ready.turn.degrees else []
    seen: list[Seen] = []
    if ready.ink >= _NO_INK:
        seen = engine.read(_first_look(ready, engine), ready.dpi)
        if _is_thin(seen, ready, engine):
            again = engine.read(_second_look(ready, engine), ready.dpi)
            if _worth(again) > _BETTER * _worth(seen):
                seen = again
                told.append(flags.FAINT)
    told += _flags(seen, ready)
    if engine.name == "rapidocr":
        seen = tightened(seen, ready.even, ready.turn)
    text, ordered = in_order(seen, ready.even.shape[1])
    if engine.name == "rapidocr":
        stamps, stamped = in_order(_stamps(ready, engine, ordered), ready.even.shape[1])
        text, ordered = _behind(text, stamps), ordered + stamped
    words = words_of(text, ordered, [_box(word, ready) for word in ordered])
    return PageText(
        text=text,
        words=words,
        width=image.width,
        height=image.height,
        engine=engine.name,
        engine_version=engine.version,
        settings=engine.settings,
        confidence=mean_confidence(words),
        flags=tuple(flag for flag in flags.FLAGS if flag in told),
    )


def made_ready(image: Image.Image, dpi: int) -> Ready:
    """The page at the size and slope it is read at."""
    plain, scale = _sized(image, dpi)
    grey = plain if plain.ndim == 2 else without_colour(plain)
    even = grey if image.mode == "1" else evened(grey)
    turn = Turn(slope(even), (grey.shape[1], grey.shape[0]))
    level = turn.image(even)
    dots = round(dpi * scale) or _guessed_dpi(grey)
    shapes = _shapes(level, dots)
    return Ready(turn.image(plain), level, turn, scale, dots, ink_share(level), shapes)


def _sized(image: Image.Image, dpi: int) -> tuple[Pixels, float]:
    """The pixels, not finer than letters need, and their scale."""
    pixels = as_pixels(np.asarray(image.convert("L") if image.mode == "1" else image))
    scale = min(1.0, _READ_AT / dpi if dpi > 1.2 * _READ_AT else 1.0, _LONGEST / max(image.size))
    if scale < 1:
        pixels = as_pixels(
            cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        )
    return pixels, scale


def _guessed_dpi(grey: Pixels) -> int:
    """Dots an inch of a page that does not say: as if its longer side were 11 inches."""
    return max(70, round(int(max(grey.shape)) / 11))


def _shapes(even: Pixels, dpi: int) -> int:
    """How many shapes of the height and width of letters are on the page."""
    black = as_pixels(np.where(even < 185, 255, 0))
    _, _, stats, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    low, high = (share * dpi for share in _LETTER)
    fits = (height >= low) & (height <= high) & (width <= _WIDEST * dpi) & (width >= 2)
    return int(np.count_nonzero(fits))


def _first_look(ready: Ready, engine: Engine) -> Pixels:
    """Tesseract reads an evened page far better than a raw one; the neural engine a raw one."""
    if engine.name == "rapidocr":
        return ready.plain if ready.plain.ndim == 2 else without_colour(ready.plain)
    return _softened(ready.even, ready.dpi, _DENOISE)


def _second_look(ready: Ready, engine: Engine) -> Pixels:
    return _softened(ready.even, ready.dpi, _DENOISE if engine.name == "rapidocr" else 2 * _DENOISE)


def _stamps(ready: Ready, engine: Engine, seen: list[Seen]) -> list[Seen]:
    """What is stamped and written in colour, read by itself; what was read already is left out."""
    coloured = only_colour(ready.plain) if ready.plain.ndim == 3 else None
    if coloured is None:
        return []
    found = engine.read(coloured, ready.dpi)
    return [word for word in found if word.confidence >= _STAMP_SURE and not _read_in(word, seen)]


def _read_in(word: Seen, seen: list[Seen]) -> bool:
    """Whether a word was read at that place: red type is of a colour and is text all the same."""
    return any(
        other.left < (word.left + word.right) / 2 < other.right
        and other.upper < word.middle < other.lower
        and other.text == word.text
        for other in seen
    )


def _behind(text: str, more: str) -> str:
    return f"{text}\n{more}" if text and more else text or more


def _softened(even: Pixels, dpi: int, sigma: float) -> Pixels:
    return stretched(as_pixels(cv2.GaussianBlur(even, (0, 0), max(0.5, sigma * dpi / 300))))


def _letters(seen: list[Seen]) -> int:
    return sum(len(word.text) for word in seen)


def _is_thin(seen: list[Seen], ready: Ready, engine: Engine) -> bool:
    """Whether less was read than there is to read, or with little sureness."""
    if ready.shapes < _FEW and not seen:
        return False
    return _letters(seen) < _THIN[engine.name] * ready.shapes or _sureness(seen) < _SURE


def _sureness(seen: list[Seen]) -> float:
    letters = _letters(seen)
    return sum(word.confidence * len(word.text) for word in seen) / letters if letters else 0.0


def _worth(seen: list[Seen]) -> float:
    """Letters read, each by how sure it is; what is unsure counts against it."""
    return sum(len(word.text) * (word.confidence - 40) for word in seen)


def _flags(seen: list[Seen], ready: Ready) -> list[str]:
    sure = [word for word in seen if word.confidence >= _UNREAD_SURE and word.text.isalnum()]
    if _letters(sure) < 4 and ready.shapes < _FEW:
        return [flags.BLANK]
    missed = ready.shapes > _MUCH and _letters(seen) < _UNREAD_THIN * ready.shapes
    if missed or _sureness(seen) < _UNREAD_SURE:
        return [flags.UNREADABLE]
    return []


def _box(word: Seen, ready: Ready) -> tuple[int, int, int, int]:
    """The word's box on the stored image."""
    place = word.place or ready.turn.box(word.left, word.upper, word.right, word.lower)
    x, y, width, height = place
    if ready.scale == 1:
        return x, y, width, height
    return (
        round(x / ready.scale), round(y / ready.scale),
        round(width / ready.scale), round(height / ready.scale),
    )  # fmt: skip
