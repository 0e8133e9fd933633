"""The faces a sheet is set in, from the fonts that are installed for the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .layout import HEADING, PRINTED, SIZES, STAMPED

# Typewriters: an even machine, its bold ribbon, a worn one, a light one.
TYPEWRITERS = {
    "courier": "courier-prime-latin-400-normal.woff2",
    "bold": "courier-prime-latin-700-normal.woff2",
    "worn": "special-elite-latin-400-normal.woff2",
    "light": "cutive-mono-latin-400-normal.woff2",
}
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
    """A font at one size, its glyphs drawn once."""

    font: ImageFont.FreeTypeFont
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
        return Glyph(ink, round(left), round(top), self.font.getlength(character))


@dataclass(slots=True)
class Faces:
    """Where the fonts lie, and the faces taken from there.

    Args:
        folder: where `make` puts them: `static/vendor`.
    """

    folder: Path
    taken: dict[tuple[str, int], Face] = field(default_factory=dict)

    def typed(self, machine: str, size: int) -> Face:
        """A typewriter of `TYPEWRITERS` at `size` pixels.

        Raises:
            FileNotFoundError: the font is not installed.
        """
        return self._face(TYPEWRITERS, machine, size)

    def printed(self, style: str, dpi: int) -> Face:
        """The face of a form's print, its heading, or a stamp."""
        return self._face(_SET, style, round(SIZES[style] * dpi))

    def _face(self, files: Mapping[str, str], name: str, size: int) -> Face:
        key = files[name], size
        if key not in self.taken:
            path = self.folder / files[name]
            if not path.is_file():
                raise FileNotFoundError(f"{path} is not installed. Run: make run")
            self.taken[key] = Face(ImageFont.truetype(str(path), size))
        return self.taken[key]
