"""What time, ribbon and scanner did to a sheet: levels with their parameters, and each damage.

All noise is drawn from the generator handed in, so a seed gives the same page with the versions
of Pillow and NumPy that are locked.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Level:
    """How badly a sheet is worn; lengths are pixels at 300 dpi, greys 0 (black) to 255.

    Attributes:
        skew: at most so many degrees to either side.
        blur: standard deviation of the scanner's blur.
        dropout: share of the ink that the ribbon left faint.
        faint: what is left of it there, 0 to 1.
        ink: grey of a full stroke.
        paper: grey of the sheet.
        gradient: how much darker one side of the sheet is than the other.
        grain: standard deviation of the scanner's noise, in greys.
        jitter: how far a character strays from its cell, in inches.
        folds: how many creases cross it.
        stamps: coloured stamps across the text, turned by up to 25 degrees.
        strokes: lines of a pen.
        jpeg: quality it was kept at, 0 for no loss.
        fax: black and white only, by Otsu's threshold.
        dpi: dots an inch, where the level sets it.
    """

    name: str
    skew: float = 0.0
    blur: float = 0.0
    dropout: float = 0.0
    faint: float = 0.3
    ink: int = 20
    paper: int = 250
    gradient: int = 0
    grain: float = 0.0
    jitter: float = 0.0
    folds: int = 0
    stamps: int = 0
    strokes: int = 0
    jpeg: int = 0
    fax: bool = False
    dpi: int = 300


LEVELS = {
    level.name: level
    for level in (
        Level("clean"),
        Level("mild", skew=1, blur=0.6, ink=40, paper=240, grain=4, jitter=0.004, jpeg=75),
        Level("medium", skew=2, blur=1.3, dropout=0.18, ink=60, paper=222, gradient=50, grain=9,
              jitter=0.007, jpeg=50),
        Level("heavy", skew=3, blur=2.1, dropout=0.3, faint=0.15, ink=95, paper=200, gradient=40, grain=9,
              jitter=0.009, folds=3, jpeg=35),
        Level("stamps", skew=0.7, blur=0.6, ink=25, paper=245, grain=4, jitter=0.004, stamps=4,
              strokes=2, jpeg=75),
        # grain 14 at 300 dots an inch, which is 9 of the larger dots of a fax
        Level("fax", skew=1, blur=1.0, dropout=0.1, faint=0.25, ink=25, paper=245, grain=9,
              jitter=0.005, fax=True, dpi=200),
    )
}  # fmt: skip


def fade(ink: Image.Image, level: Level, dice: np.random.Generator) -> Image.Image:
    """The ink where a tired ribbon struck: whole patches faint, with holes in them."""
    if not level.dropout:
        return ink
    field = 0.62 * _clouds(ink.size, 40, dice) + 0.38 * _clouds(ink.size, 4, dice)
    edge = np.quantile(field[::4, ::4], level.dropout)
    kept = np.clip((field - edge) / 0.4 + 0.6, level.faint, 1.0) * 255
    return ImageChops.multiply(ink, Image.fromarray(kept.astype(np.uint8)))


def _clouds(size: tuple[int, int], grain: int, dice: np.random.Generator) -> Field:
    """Smooth noise of standard deviation about 1, its patches `grain` pixels wide; (height, width)."""
    width, height = size
    small = dice.standard_normal((height // grain + 2, width // grain + 2), dtype=np.float32)
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC))


def shade(level: Level, size: tuple[int, int], dice: np.random.Generator) -> Image.Image:
    """The bare sheet in grey, darker towards one corner, creased where it was folded."""
    width, height = size
    slope = (dice.uniform(-1, 1), dice.uniform(-1, 1))
    down = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    sheet = level.paper - level.gradient * (0.5 + slope[0] * across + slope[1] * down)
    for _ in range(level.folds):
        at = float(dice.uniform(-0.45, 0.45))
        lean = float(dice.uniform(-0.04, 0.04))
        crease = np.abs(down - at + lean * across) * height
        sheet = sheet - 70 * np.exp(-((crease / 4) ** 2))
    return Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8))


def scan(page: Image.Image, level: Level, dice: np.random.Generator) -> Image.Image:
    """What the scanner made of the sheet: blur, grain, and the loss of its format."""
    if level.blur:
        page = page.filter(ImageFilter.GaussianBlur(level.blur * level.dpi / 300))
    if level.grain:
        page = _grainy(page, level.grain, dice)
    if level.fax:
        return _otsu(page)
    if level.jpeg:
        lossy = io.BytesIO()
        page.save(lossy, "JPEG", quality=level.jpeg)
        page = Image.open(lossy)
        page.load()
    return page


def _grainy(page: Image.Image, deviation: float, dice: np.random.Generator) -> Image.Image:
    greys = np.asarray(page, dtype=np.float32)
    noise = dice.standard_normal(greys.shape[:2], dtype=np.float32) * np.float32(deviation)
    if greys.ndim == 3:
        noise = noise[:, :, None]
    return Image.fromarray(np.clip(greys + noise, 0, 255).astype(np.uint8))


def _otsu(page: Image.Image) -> Image.Image:
    """Black and white, parted where the variance between the two is greatest (Otsu, 1979)."""
    grey = page.convert("L")
    counts = np.asarray(grey.histogram(), dtype=np.float64)
    below = np.cumsum(counts)
    weight = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = weight / below - (weight[-1] - weight) / above
    edge = int(np.nanargmax(np.nan_to_num(below * above * apart**2)))
    return grey.point([0] * (edge + 1) + [255] * (255 - edge), "1")
