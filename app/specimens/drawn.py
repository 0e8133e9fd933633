"""A specimen as a scan: its pages drawn on paper and worn, with the truth of text and boxes.

    faces = Faces(Path("static/vendor"))
    pages = draw(compose(3, stock, "incoming"), "medium", faces)
    Path("scan.pdf").write_bytes(encode(pages, "pdf"))

Equal seeds give equal pages with the versions of Pillow and NumPy that are locked.
"""

from __future__ import annotations

import io
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from .dice import Dice
from .faces import TYPEWRITERS, Face, Faces
from .layout import CELL, STAMPED, TYPED, Line, Sheet, lay_out
from .paper import Specimen
from .wear import LEVELS, Level, fade, scan, shade

KINDS = ("png", "jpeg", "tiff", "pdf")
_EPOCH = time.gmtime(0)  # a PDF holds when it was made; equal pages are to be equal files
_COLOURS = ((176, 32, 40), (40, 56, 150), (98, 40, 120), (24, 110, 60))
STAMPS = ("DECLASSIFIED", "SECRET", "RECEIVED", "CONFIDENTIAL", "COPY", "FILED", "SANITIZED")
_DATED = ("RECEIVED", "FILED")

Corners = NDArray[np.float64]  # (characters, 4, 2): x and y of each corner


class Placed(NamedTuple):
    """A word: half-open offsets into the page's text, and its box in pixels of the image."""

    start: int
    end: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page as it would come from the scanner.

    Attributes:
        image: grey (L), colour (RGB) or, by fax, black and white (1).
        dpi: dots an inch.
        text: what stands on it in the order of reading, a line a printed line, a blank line
            between blocks.
        words: every word of `text`.
        over: the words of stamps that lie across it, which `text` does not hold.
        skew: degrees the sheet lay turned, anticlockwise.
    """

    image: Image.Image
    dpi: int
    text: str
    words: tuple[Placed, ...]
    over: tuple[str, ...]
    skew: float


@dataclass(slots=True)
class _Canvas:
    """A sheet being typed: the ink, and where each word's characters came to stand."""

    level: Level
    size: tuple[int, int]
    dice: Dice
    noise: np.random.Generator
    ink: Image.Image = field(init=False)
    text: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    corners: list[Corners] = field(default_factory=list)
    length: int = 0

    def __post_init__(self) -> None:
        self.ink = Image.new("L", self.size)

    def write(self, text: str) -> int:
        """Add to the page's text; where it began."""
        begun = self.length
        self.text.append(text)
        self.length += len(text)
        return begun


def draw(
    specimen: Specimen, level: str, faces: Faces, *, machine: str = "", dpi: int = 0, seed: int = 0
) -> tuple[DrawnPage, ...]:
    """The pages of a specimen as scans.

    Args:
        specimen: composed without noise: what is drawn is what it says.
        level: one of `LEVELS`.
        faces: the fonts.
        machine: one of `MACHINES`; one of the typewriters is drawn where not given.
        dpi: dots an inch, the level's own where 0.
        seed: moves skew, stamps and noise beside the specimen's own seed.

    Raises:
        KeyError: an unknown level or machine.
        FileNotFoundError: a font is not installed.
    """
    machine = machine or Dice(specimen.seed * 8191 + seed).pick(tuple(TYPEWRITERS))
    how = LEVELS[level], faces, machine, dpi
    return tuple(
        draw_sheet(sheet, *how, seed=(specimen.seed, seed, number))
        for number, sheet in enumerate(lay_out(specimen), 1)
    )


def draw_sheet(
    sheet: Sheet,
    level: Level,
    faces: Faces,
    machine: str,
    dpi: int = 0,
    *,
    seed: tuple[int, int, int],
) -> DrawnPage:
    """One sheet as a scan; what `draw` does for each of a specimen's, for lines of one's own."""
    dpi = dpi or level.dpi
    size = round(sheet.width * dpi), round(sheet.height * dpi)
    dice = Dice(seed[0] * 1_000_003 + seed[1] * 8191 + seed[2])
    canvas = _Canvas(level, size, dice, np.random.default_rng(seed))
    _type_lines(canvas, sheet, faces, machine, dpi)
    ink = fade(canvas.ink, level, canvas.noise)
    page = _inked(shade(level, size, canvas.noise), ink, level.ink)
    page, over = _stamped(page, canvas, faces, dpi)
    skew = (dice.roll() * 2 - 1) * level.skew
    page = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=_paper(level, page.mode))
    image = scan(page, level, canvas.noise)
    words = _placed(canvas, skew)
    return DrawnPage(image, dpi, "".join(canvas.text), words, over, skew)


def _paper(level: Level, mode: str) -> int | tuple[int, ...]:
    grey = level.paper - level.gradient // 2
    return (grey, grey, grey) if mode == "RGB" else grey


def _inked(paper: Image.Image, ink: Image.Image, grey: int) -> Image.Image:
    """The sheet with the ink on it, a full stroke as dark as `grey`."""
    return Image.composite(Image.new("L", paper.size, grey), paper, ink)


# --- typing -------------------------------------------------------------------------------------


def _type_lines(canvas: _Canvas, sheet: Sheet, faces: Faces, machine: str, dpi: int) -> None:
    typed = faces.typed(machine, round(CELL * dpi / 0.6))
    block = sheet.lines[0].block if sheet.lines else 0
    for line in sheet.lines:
        if line.block != block:
            canvas.write("\n")
            block = line.block
        if line.style == TYPED:
            _strike(canvas, line, typed, dpi)
        else:
            _print(canvas, line, faces.printed(line.style, dpi), dpi)
        canvas.write("\n")


def _strike(canvas: _Canvas, line: Line, face: Face, dpi: int) -> None:
    """Type a line: each character centred in its cell, straying as the machine does."""
    cell = CELL * dpi
    stray = canvas.level.jitter * dpi
    pens, at = [], line.x * dpi
    for character in line.text:
        glyph = face.glyph(character)
        x = at + (cell - glyph.advance) / 2 + (canvas.dice.roll() - 0.5) * stray
        pens.append((x, line.y * dpi + (canvas.dice.roll() - 0.5) * 2 * stray))
        at += cell
    _set_words(canvas, line.text, face, pens, canvas.ink)


def _print(canvas: _Canvas, line: Line, face: Face, dpi: int) -> None:
    """Set a line of the form's own print, or a stamp a hand's breadth out of level."""
    width = face.font.getlength(line.text)
    x = line.x * dpi - width / 2 if line.centre else line.x * dpi
    tilt = (canvas.dice.roll() - 0.5) * 0.05 if line.style == STAMPED else 0.0
    tilt *= min(1.0, canvas.level.skew)
    pens = []
    for at in range(len(line.text)):
        along = face.font.getlength(line.text[:at])
        pens.append((x + along, line.y * dpi - (along - width / 2) * tilt))
    _set_words(canvas, line.text, face, pens, canvas.ink)


def _set_words(
    canvas: _Canvas, text: str, face: Face, pens: list[tuple[float, float]], ink: Image.Image
) -> None:
    """Put the characters of a line on the ink; their corners go with the words they belong to."""
    begun = canvas.write(" ".join(text.split()))
    at = 0
    for word in text.split():
        at = text.index(word, at)
        boxes = [
            _put(canvas, ink, face, character, *pens[at + step])
            for step, character in enumerate(word)
        ]
        canvas.spans.append((begun, begun + len(word)))
        canvas.corners.append(np.array(boxes, dtype=np.float64))
        begun += len(word) + 1
        at += len(word)


def _put(
    canvas: _Canvas, ink: Image.Image, face: Face, character: str, x: float, y: float
) -> list[tuple[int, int]]:
    """Print one character, some a little fainter; the corners of its ink."""
    glyph = face.glyph(character)
    left, top = round(x) + glyph.left, round(y) + glyph.top
    strength = 255 - int(canvas.dice.roll() * 60) if canvas.level.jitter else 255
    stroke = (
        glyph.ink.point([v * strength // 255 for v in range(256)]) if strength < 255 else glyph.ink
    )
    ink.paste(
        ImageChops.lighter(stroke, ink.crop((left, top, left + stroke.width, top + stroke.height))),
        (left, top),
    )
    right, bottom = left + glyph.ink.width, top + glyph.ink.height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _placed(canvas: _Canvas, skew: float) -> tuple[Placed, ...]:
    """The words with the boxes of their characters as they lie after the turn by `skew` degrees."""
    width, height = canvas.size
    centre = np.array((width / 2, height / 2))
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    turn = np.array(((cos, -sin), (sin, cos)))  # y grows downwards: anticlockwise to the eye
    placed = []
    for (start, end), corners in zip(canvas.spans, canvas.corners, strict=True):
        points = ((corners - centre) @ turn + centre).reshape(-1, 2)
        (x, y), (right, bottom) = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
        placed.append(Placed(start, end, int(x), int(y), int(right - x), int(bottom - y)))
    return tuple(placed)


# --- stamps across the text ---------------------------------------------------------------------


def _stamped(
    page: Image.Image, canvas: _Canvas, faces: Faces, dpi: int
) -> tuple[Image.Image, tuple[str, ...]]:
    """The page under coloured stamps and strokes of a pen, where its level has them."""
    level, dice = canvas.level, canvas.dice
    if not level.stamps:
        return page, ()
    page = page.convert("RGB")
    words = []
    for _ in range(level.stamps):
        word = dice.pick(STAMPS)
        if word in _DATED:
            word = f"{word} {dice.pick(('JAN', 'MAR', 'DEC'))} {dice.between(1, 28)} 1962"
        _press(page, _stamp(word, faces.printed(STAMPED, round(dpi * 1.6))), dice)
        words.append(word)
    pen = ImageDraw.Draw(page)
    for _ in range(level.strokes):
        _scrawl(pen, page.size, dice, dpi)
    return page, tuple(words)


def _stamp(word: str, face: Face) -> Image.Image:
    """A stamp's ink: a word in a frame."""
    edge = face.font.size * 0.35
    left, top, right, bottom = face.font.getbbox(word)
    size = round(right - left + 4 * edge), round(bottom - top + 3 * edge)
    ink = Image.new("L", size)
    pen = ImageDraw.Draw(ink)
    pen.rectangle((2, 2, size[0] - 3, size[1] - 3), outline=255, width=max(2, round(edge / 4)))
    pen.text((2 * edge - left, 1.5 * edge - top), word, 255, face.font)
    return ink


def _press(page: Image.Image, ink: Image.Image, dice: Dice) -> None:
    """Press a stamp on the page, turned by up to 25 degrees, the text showing through."""
    ink = ink.rotate((dice.roll() * 2 - 1) * 25, Image.Resampling.BICUBIC, expand=True)
    ink = ink.point([round(v * 0.7) for v in range(256)])
    spot = (
        dice.below(max(1, page.width - ink.width)),
        page.height // 8 + dice.below(max(1, page.height * 3 // 4 - ink.height)),
    )
    under = page.crop((*spot, spot[0] + ink.width, spot[1] + ink.height))
    pressed = ImageChops.multiply(under, Image.new("RGB", ink.size, dice.pick(_COLOURS)))
    page.paste(Image.composite(pressed, under, ink), spot)


def _scrawl(pen: ImageDraw.ImageDraw, size: tuple[int, int], dice: Dice, dpi: int) -> None:
    """A stroke of a pen that bends twice."""
    x, y = dice.roll() * size[0] * 0.7, dice.roll() * size[1]
    points = [(x, y)]
    for _ in range(3):
        x, y = x + (dice.roll() - 0.2) * dpi * 1.2, y + (dice.roll() - 0.5) * dpi * 0.6
        points.append((x, y))
    pen.line(points, fill=dice.pick(_COLOURS), width=max(2, dpi // 75), joint="curve")


# --- files ----------------------------------------------------------------------------------------


def encode(pages: Sequence[DrawnPage], kind: str, *, quality: int = 75) -> bytes:
    """The pages as one file: `pdf` and `tiff` hold all, `png` and `jpeg` the first.

    Black and white is packed by CCITT Group 4, in TIFF and PDF.

    Raises:
        ValueError: no page, or an unknown kind.
    """
    if not pages or kind not in KINDS:
        raise ValueError(f"A scan is one page or more as one of: {', '.join(KINDS)}.")
    first, dpi = pages[0].image, pages[0].dpi
    rest = [page.image for page in pages[1:]]
    out = io.BytesIO()
    if kind == "pdf":
        loss = {} if first.mode == "1" else {"quality": quality}
        first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi,
                   creationDate=_EPOCH, modDate=_EPOCH, producer="Reftel specimens",
                   **loss)  # fmt: skip
    elif kind == "tiff":
        packed = "group4" if first.mode == "1" else "tiff_deflate"
        first.save(out, "TIFF", save_all=True, append_images=rest, compression=packed,
                   dpi=(dpi, dpi))  # fmt: skip
    elif kind == "jpeg":
        first.convert("RGB" if first.mode == "RGB" else "L").save(
            out, "JPEG", quality=quality, dpi=(dpi, dpi)
        )
    else:
        first.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()
