"""TIFF (many pages, Group 4 too), JPEG and PNG, by Pillow."""

from __future__ import annotations

from contextlib import suppress

from PIL import Image, ImageOps, UnidentifiedImageError

from app.errors import ScanDamaged
from app.scans.decode import Drawn, File, flagged
from app.scans.words import PageText

_EXIF_TURNED = 0x0112


class RasterPaper:
    """A file of images."""

    def __init__(self, file: File) -> None:
        self._file = file
        try:
            self._image = Image.open(file.path, formats=("TIFF", "JPEG", "PNG"))
        except UnidentifiedImageError:
            cause = "its head is broken"
            raise ScanDamaged(name=file.name, cause=cause) from None
        self._pages = self._counted()

    def count(self) -> int:
        return self._pages

    def size(self, number: int) -> tuple[int, int]:
        self._image.seek(number - 1)
        return self._image.size

    def draw(self, number: int) -> Drawn:
        self._image.seek(number - 1)
        image = self._image
        turned = image.getexif().get(_EXIF_TURNED, 1) != 1
        image.load()
        upright = ImageOps.exif_transpose(image) if turned else image.copy()
        return Drawn(upright, self._dpi(), flagged(turned=turned))

    def layer(self, number: int) -> PageText | None:
        return None

    def _counted(self) -> int:
        """Pages that can be reached; a list of pages that bites its tail ends where it does."""
        if self._image.format != "TIFF":
            return 1
        return min(int(getattr(self._image, "n_frames", 1)), self._file.limits.pages + 1)

    def _dpi(self) -> int:
        with suppress(KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError):
            dots = round(float(self._image.info["dpi"][1]))
            return dots if 50 <= dots <= 2_400 else 0  # 1 and 72 are what programs write unasked
        return 0
