"""The page images that `ocr.py` has read: 42 pages, seven faces, six levels of damage, one seed.

The text is the body of composed telegrams, 66 columns in capitals. The figures of the levels were
set down before any engine saw a page of them and are not to be fitted to one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from app.specimens import compose
from benchmarks.specimens import plain_stock

ROOT = Path(__file__).resolve().parent.parent
FACES = ROOT / "node_modules" / "@fontsource"
COLUMNS, ROWS = 66, 27
DPI = 300
PAPER = (2550, 3300)

Grey = np.ndarray


@dataclass(frozen=True)
class Face:
    """A typeface and how large it is typed; `dots` punches it out as a matrix printer does."""

    name: str
    file: str
    points: float = 11.5
    dots: bool = False


@dataclass(frozen=True)
class Level:
    """How a page is damaged. Pixels are at 300 dots an inch."""

    name: str
    skew: float = 0.0  # degrees at most, either way
    blur: float = 0.0  # pixels
    dropout: float = 0.0  # share of the ink that a worn ribbon left out
    gradient: float = 0.0  # how much darker the paper is at its darkest
    ink: int = 25  # grey of the ink
    paper: int = 245
    grain: float = 0.0  # standard deviation of the noise
    folds: int = 0
    stamps: int = 0
    strokes: int = 0
    jpeg: int = 0  # quality; 0 keeps the page without loss
    fax: bool = False  # 200 dots an inch, black and white by Otsu's threshold, Group 4


LEVELS = (
    Level("clean"),
    Level("mild", skew=1.0, grain=4, jpeg=75),
    Level("medium", skew=2.0, blur=1.2, dropout=0.18, gradient=0.25, ink=70, grain=8, jpeg=50),
    Level("heavy", skew=3.0, blur=2.1, dropout=0.30, gradient=0.2, ink=95, paper=200, grain=9,
          folds=2, jpeg=35),
    Level("stamps", skew=0.7, blur=0.6, grain=4, stamps=4, strokes=2, jpeg=75),
    Level("fax", skew=1.0, blur=1.0, dropout=0.10, grain=14, fax=True),
)  # fmt: skip
HEAVIEST = "heavy"
FACES_USED = (
    Face("courier-prime", "courier-prime/files/courier-prime-latin-400-normal.woff"),
    Face("courier-prime-bold", "courier-prime/files/courier-prime-latin-700-normal.woff"),
    Face("special-elite", "special-elite/files/special-elite-latin-400-normal.woff", 10.8),
    Face("cutive-mono", "cutive-mono/files/cutive-mono-latin-400-normal.woff", 12),
    Face("cousine", "cousine/files/cousine-latin-400-normal.woff", 11.5),
    Face("cousine-bold", "cousine/files/cousine-latin-700-normal.woff", 11.5),
    Face("dot-matrix", "cousine/files/cousine-latin-700-normal.woff", 11.5, dots=True),
)
STAMPS = (
    ("DECLASSIFIED", (40, 60, 150)),
    ("SECRET", (170, 30, 40)),
    ("RECEIVED DEC 13 1962", (120, 40, 120)),
    ("DECLASSIFIED", (20, 110, 60)),
)


@dataclass(frozen=True)
class Drawn:
    """A page as a file, with what is typed on it."""

    name: str
    level: str
    suffix: str
    data: bytes
    truth: str


def pages(seed: int = 1962) -> Iterator[Drawn]:
    """The 42 pages, level by level."""
    texts = list(_texts(len(FACES_USED)))
    for at, level in enumerate(LEVELS):
        for nth, face in enumerate(FACES_USED):
            lines = texts[(nth + at) % len(texts)]
            rng = np.random.default_rng([seed, at, nth])
            suffix, data = _damaged(_typed(lines, face), level, rng)
            yield Drawn(f"{level.name}-{face.name}", level.name, suffix, data, "\n".join(lines))


def _texts(count: int) -> Iterator[list[str]]:
    """Pages of text: the paragraphs of composed telegrams in capitals, wrapped by words."""
    stock = plain_stock()
    held: list[str] = []
    seed = 7_000
    while count:
        seed += 1
        for paragraph in compose(seed, stock, "incoming", length=2).paragraphs:
            held += [*_wrapped(paragraph.upper()), ""]
        if len(held) > ROWS:
            yield held[:ROWS]
            held, count = [], count - 1


def _wrapped(paragraph: str) -> Iterator[str]:
    line = "     "
    for word in paragraph.split():
        if len(line) + len(word) > COLUMNS:
            yield line.rstrip()
            line = ""
        line += word + " "
    yield line.rstrip()


def _typed(lines: list[str], face: Face) -> Grey:
    """Ink from 0 (none) to 255 on a page of white paper."""
    image = Image.new("L", PAPER, 0)
    font = ImageFont.truetype(str(FACES / face.file), round(face.points * DPI / 72))
    draw = ImageDraw.Draw(image)
    pitch = min(font.getlength("M"), (PAPER[0] - 420) / COLUMNS)
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            draw.text((220 + column * pitch, 260 + row * 100), letter, fill=255, font=font)
    ink = np.asarray(image).astype(np.float32)
    return ink * _dots() if face.dots else ink


def _dots() -> Grey:
    """The grid of needles: round holes 5 pixels apart."""
    y, x = np.mgrid[0:5, 0:5] - 2.0
    hole = (np.hypot(x, y) <= 2.3).astype(np.float32)
    return np.tile(hole, (PAPER[1] // 5 + 1, PAPER[0] // 5 + 1))[: PAPER[1], : PAPER[0]]


def _damaged(ink: Grey, level: Level, rng: np.random.Generator) -> tuple[str, bytes]:
    ink = _worn(ink, level, rng)
    angle = rng.uniform(-level.skew, level.skew)
    ink = _blurred(_turned(ink, angle, 0), level.blur)
    paper = _sheet(level, rng)
    grey = paper + (level.ink - paper) * ink / 255
    grey += rng.normal(0, level.grain, grey.shape) if level.grain else 0
    grey = np.clip(grey, 0, 255).astype(np.uint8)
    if level.stamps or level.strokes:
        return _saved(_stamped(Image.fromarray(grey).convert("RGB"), level, rng), level)
    if level.fax:
        return _faxed(grey)
    return _saved(Image.fromarray(grey), level)


def _worn(ink: Grey, level: Level, rng: np.random.Generator) -> Grey:
    """Ink left out in spots of a few pixels, more in some lines and letters than in others."""
    if not level.dropout:
        return ink
    fine = _cloud(rng, ink.shape, 3)
    broad = _cloud(rng, ink.shape, 25)
    mixed = 0.7 * fine + 0.3 * broad
    least = np.quantile(mixed[::7, ::7], level.dropout)
    return np.where(mixed < least, ink * 0.25, ink)


def _cloud(rng: np.random.Generator, shape: tuple[int, ...], grain: int) -> Grey:
    small = rng.random((shape[0] // grain + 2, shape[1] // grain + 2), dtype=np.float32)
    return cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def _turned(image: Grey, degrees: float, edge: float) -> Grey:
    if not degrees:
        return image
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=edge)


def _blurred(image: Grey, sigma: float) -> Grey:
    return cv2.GaussianBlur(image, (0, 0), sigma) if sigma else image


def _sheet(level: Level, rng: np.random.Generator) -> Grey:
    """The paper: darker towards a corner, with folds."""
    height, width = PAPER[1], PAPER[0]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = rng.uniform(-1, 1, 2)
    slope = (across * (x / width - 0.5) + down * (y / height - 0.5) + 1) / 2
    paper = level.paper * (1 - level.gradient * np.clip(slope, 0, 1))
    for _ in range(level.folds):
        at, lean = rng.uniform(0.2, 0.8), rng.uniform(-0.02, 0.02)
        away = np.abs(y - at * height - lean * x)
        paper -= 45 * np.exp(-((away / 6) ** 2))
    return paper


def _stamped(page: Image.Image, level: Level, rng: np.random.Generator) -> Image.Image:
    layer = Image.new("RGB", page.size, "white")
    for words, colour in STAMPS[: level.stamps]:
        _stamp(layer, words, colour, rng)
    draw = ImageDraw.Draw(layer)
    for _ in range(level.strokes):
        x, y = rng.uniform(300, 2200), rng.uniform(300, 2600)
        points = [(x + 60 * n, y + rng.uniform(-70, 70)) for n in range(8)]
        draw.line(points, fill=(30, 30, 110), width=7, joint="curve")
    ink = np.asarray(page).astype(np.float32) * np.asarray(layer).astype(np.float32) / 255
    return Image.fromarray(ink.astype(np.uint8))


def _stamp(
    layer: Image.Image, words: str, colour: tuple[int, int, int], rng: np.random.Generator
) -> None:
    font = ImageFont.truetype(str(FACES / FACES_USED[5].file), 110)
    width = int(font.getlength(words)) + 60
    mark = Image.new("RGB", (width, 170), "white")
    draw = ImageDraw.Draw(mark)
    draw.rectangle((4, 4, width - 5, 165), outline=colour, width=8)
    draw.text((30, 22), words, fill=colour, font=font)
    angle = float(rng.uniform(-25, 25))
    mark = mark.rotate(angle, expand=True, fillcolor="white", resample=Image.Resampling.BILINEAR)
    left = int(rng.uniform(100, max(101, PAPER[0] - mark.width - 100)))
    upper = int(rng.uniform(200, 2700))
    box = (left, upper, left + mark.width, upper + mark.height)
    under = np.minimum(np.asarray(layer.crop(box)), np.asarray(mark))
    layer.paste(Image.fromarray(under), box[:2])


def _saved(image: Image.Image, level: Level) -> tuple[str, bytes]:
    out = io.BytesIO()
    if level.jpeg:
        image.save(out, "JPEG", quality=level.jpeg, dpi=(DPI, DPI))
        return "jpg", out.getvalue()
    image.save(out, "PNG", dpi=(DPI, DPI))
    return "png", out.getvalue()


def _faxed(grey: Grey) -> tuple[str, bytes]:
    size = (PAPER[0] * 2 // 3, PAPER[1] * 2 // 3)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    _, black = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    out = io.BytesIO()
    page = Image.fromarray(black).convert("1", dither=Image.Dither.NONE)
    page.save(out, "TIFF", compression="group4", dpi=(200, 200))
    return "tif", out.getvalue()
