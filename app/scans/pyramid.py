"""A page image as it is stored: one ZIP file of tiles at falling sizes.

`page.json` in it says width, height, tile and levels; a tile is `LEVEL/COLUMN_ROW.jpg` or `.png`,
each level half the size of the one before, until it fits into one tile. A part of a large page at
any size is cut from a few tiles without decoding the rest, and a tile that a viewer asks for is
sent as it lies here. Black and white pages keep their full size without loss, and small.

ZIP and not a tiled TIFF: no library we may install reads single tiles of one, and a ZIP of
pictures is opened anywhere.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

TILE = 512
QUALITY = 85
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same image gives the same bytes
Box = tuple[int, int, int, int]  # left, upper, right, lower


def build(image: Image.Image, dpi: int) -> bytes:
    """The stored form of an image of mode 1, L or RGB."""
    out = io.BytesIO()
    levels = list(_levels(image))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as kept:
        told = {
            "width": image.width,
            "height": image.height,
            "dpi": dpi,
            "tile": TILE,
            "mode": image.mode,
            "levels": len(levels),
        }
        kept.writestr(zipfile.ZipInfo("page.json", _EPOCH), json.dumps(told))
        for number, level in enumerate(levels):
            for name, tile in _tiles(level, number):
                kept.writestr(zipfile.ZipInfo(name, _EPOCH), tile)
    return out.getvalue()


def _levels(image: Image.Image) -> Iterator[Image.Image]:
    yield image
    small = image
    while max(small.size) > TILE:
        grey = small.convert("L") if small.mode == "1" else small
        small = grey.reduce(2)
        yield small


def _tiles(level: Image.Image, number: int) -> Iterator[tuple[str, bytes]]:
    for upper in range(0, level.height, TILE):
        for left in range(0, level.width, TILE):
            box = (left, upper, min(left + TILE, level.width), min(upper + TILE, level.height))
            suffix, data = _encoded(level.crop(box))
            yield f"{number}/{left // TILE}_{upper // TILE}.{suffix}", data


def _encoded(tile: Image.Image) -> tuple[str, bytes]:
    out = io.BytesIO()
    if tile.mode == "1":
        tile.save(out, "PNG", optimize=False)
        return "png", out.getvalue()
    tile.save(out, "JPEG", quality=QUALITY)
    return "jpg", out.getvalue()


class Pyramid:
    """A stored page image, opened for reading."""

    def __init__(self, stored: bytes | Path) -> None:
        """Open it.

        Raises:
            ValueError: it is none.
        """
        try:
            self._kept = zipfile.ZipFile(
                io.BytesIO(stored) if isinstance(stored, bytes) else stored
            )
            told: dict[str, Any] = json.loads(self._kept.read("page.json"))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise ValueError("this is no stored page image") from error
        self.width, self.height = int(told["width"]), int(told["height"])
        self.dpi, self.levels = int(told["dpi"]), int(told["levels"])
        self.mode = str(told["mode"])

    def __enter__(self) -> Pyramid:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def size(self, level: int) -> tuple[int, int]:
        """Width and height of a level; 0 is full size."""
        width, height = self.width, self.height
        for _ in range(level):
            width, height = -(-width // 2), -(-height // 2)
        return width, height

    def stored_tile(self, level: int, column: int, row: int) -> tuple[bytes, str]:
        """A tile as it lies there, and its suffix.

        Raises:
            KeyError: there is no such tile.
        """
        suffix = "png" if self.mode == "1" and not level else "jpg"
        return self._kept.read(f"{level}/{column}_{row}.{suffix}"), suffix

    def cut(self, level: int, box: Box) -> Image.Image:
        """A part of a level, in its own pixels."""
        left, upper, right, lower = box
        mode = self.mode if not level or self.mode != "1" else "L"
        whole = Image.new(mode, (right - left, lower - upper))
        for row in range(upper // TILE, -(-lower // TILE)):
            for column in range(left // TILE, -(-right // TILE)):
                data, _ = self.stored_tile(level, column, row)
                with Image.open(io.BytesIO(data)) as tile:
                    whole.paste(tile, (column * TILE - left, row * TILE - upper))
        return whole

    def whole(self) -> Image.Image:
        """The page at full size."""
        return self.cut(0, (0, 0, self.width, self.height))
