"""The faces a sheet is set in, from the fonts that are installed for the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .layout import HEADING, PRINTED, SIZES, STAMPED

# Typewriters: an even machine, its bold ribbon, a worn one, a light one.
TYPEWRITERS = {
    "courier": "courier-prime-latin-400-normal.woff2",
    "bold": "courier-prime-latin-700-normal.woff2",
    "worn": "special-elite-latin-400-normal.woff2",
    "light": "cutive-mono-latin-400-normal.woff2",
}
# And what came after them: a printer whose needles punch the letters out of dots.
DOTS = "dots"
MACHINES = {**TYPEWRITERS, DOTS: TYPEWRITERS["bold"]}
_NEEDLE = 0.1  # of the size, from one to the next: 60 an inch at ten characters an inch
_SET = {
    PRINTED: "source-sans-3-latin-400-normal.woff2",
    HEADING: "source-serif-4-latin-600-normal.woff2",
    STAMPED: "source-sans-3-latin-600-normal.woff2",
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its ink, the ink's place from the pen on the base line, the pen's way."""

    ink: Image.Image
    left: int
    top: int
    advance: float


@dataclass(slots=True)
class Face:
    """A font at one size, its glyphs drawn once; `dots` is the pixels from needle to needle."""

    font: ImageFont.FreeTypeFont
    dots: float = 0.0
    glyphs: dict[str, Glyph] = field(default_factory=dict)

    def glyph(self, character: str) -> Glyph:
        """The glyph of one character."""
        found = self.glyphs.get(character)
        if found is None:
            found = self.glyphs[character] = self._drawn(character)
        return found

    def _drawn(self, character: str) -> Glyph:
        left, top, right, bottom = self.font.getbbox(character, anchor="ls")
        ink = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))))
        ImageDraw.Draw(ink).text((-left, -top), character, 255, self.font, anchor="ls")
        ink = _punched(ink, self.dots) if self.dots else ink
        # what Pillow calls the box reaches from pen to pen, so an I would be as wide as an M
        edge = ink.getbbox() or (0, 0, 1, 1)
        left, top = round(left) + edge[0], round(top) + edge[1]
        return Glyph(ink.crop(edge), left, top, self.font.getlength(character))


@dataclass(slots=True)
class Faces:
    """Where the fonts lie, and the faces taken from there.

    Args:
        folder: where `make` puts them: `static/vendor`.
    """

    folder: Path
    taken: dict[tuple[str, int, float], Face] = field(default_factory=dict)

    def typed(self, machine: str, size: int) -> Face:
        """A machine of `MACHINES` at `size` pixels.

        Raises:
            FileNotFoundError: the font is not installed.
        """
        return self._face(MACHINES[machine], size, _NEEDLE * size if machine == DOTS else 0.0)

    def printed(self, style: str, dpi: int) -> Face:
        """The face of a form's print, its heading, or a stamp."""
        return self._face(_SET[style], round(SIZES[style] * dpi))

    def _face(self, name: str, size: int, dots: float = 0.0) -> Face:
        key = name, size, dots
        if key not in self.taken:
            path = self.folder / name
            if not path.is_file():
                raise FileNotFoundError(f"{path} is not installed. Run: make run")
            self.taken[key] = Face(ImageFont.truetype(str(path), size), dots)
        return self.taken[key]


def _punched(ink: Image.Image, dots: float) -> Image.Image:
    """A stroke as the needles leave it: round holes, `dots` pixels from one to the next."""
    down, across = np.ogrid[: ink.height, : ink.width]  # of pixels, whose middles are half further
    off = np.hypot(*((at + 0.5) % dots - dots / 2 for at in (down, across)))
    return Image.fromarray(np.where(off <= 0.46 * dots, np.asarray(ink), 0).astype(np.uint8))
