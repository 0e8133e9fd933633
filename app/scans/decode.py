"""What the decoding process does with a file, by its kind. Never imported by who serves people."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple, Protocol

from PIL import Image

from app.errors import PageMissing, PageTooLarge, ScanEmpty, ScanTooLong
from app.scans import flags
from app.scans.cell import Answer
from app.scans.kinds import ALTO, HOCR, PDF, Limits
from app.scans.pyramid import build
from app.scans.upright import upright
from app.scans.words import PageText

# Our own limits come first; what Pillow would only warn of is an error here.
Image.MAX_IMAGE_PIXELS = None
warnings.simplefilter("error", Image.DecompressionBombWarning)
_LONGEST_SIDE = 65_500  # what JPEG can say
_ASKED = 10  # pages that are asked for a text layer before the answer is no
_GREY = 12  # the most that the channels of a pixel of grey paper differ, in the middle of them


class Drawn(NamedTuple):
    """A page image of mode 1, L or RGB as the file has it."""

    image: Image.Image
    dpi: int
    flags: tuple[str, ...] = ()


class Paper(Protocol):
    """A file that was opened: what each kind offers."""

    def count(self) -> int: ...

    def size(self, number: int) -> tuple[int, int]:
        """Pixels of page `number` (from 1), known before anything is decoded."""
        ...

    def draw(self, number: int) -> Drawn: ...

    def layer(self, number: int) -> PageText | None: ...


class File(NamedTuple):
    """A file with what to call it and how much of it is taken."""

    path: str
    name: str
    limits: Limits


def examine(path: str, name: str, limits: list[int], kind: str) -> Answer:
    paper = _opened(File(path, name, Limits(*limits)), kind)
    pages = paper.count()
    layer = any(paper.layer(number) for number in range(1, min(pages, _ASKED) + 1))
    return {"pages": pages, "has_text_layer": layer}, b""


def sheet(path: str, name: str, limits: list[int], kind: str, number: int) -> Answer:
    file = File(path, name, Limits(*limits))
    paper = _opened(file, kind)
    _check_number(file, paper, number)
    check_pixels(file, number, *paper.size(number))
    drawn = paper.draw(number)
    image, turned = upright(plain(drawn.image))
    told = {"width": image.width, "height": image.height, "dpi": drawn.dpi}
    told_of = set(drawn.flags) | ({flags.TURNED} if turned else set())
    return {**told, "flags": [f for f in flags.FLAGS if f in told_of]}, build(image, drawn.dpi)


def text_layer(path: str, name: str, limits: list[int], kind: str, number: int) -> Answer:
    file = File(path, name, Limits(*limits))
    paper = _opened(file, kind)
    _check_number(file, paper, number)
    page = paper.layer(number)
    return {"page": page._asdict() if page else None}, b""


def _opened(file: File, kind: str) -> Paper:
    if kind == PDF:
        from app.scans.pdf import PdfPaper

        paper: Paper = PdfPaper(file)
    elif kind in (HOCR, ALTO):
        from app.scans.written import WrittenPaper

        paper = WrittenPaper(file, kind)
    else:
        from app.scans.raster import RasterPaper

        paper = RasterPaper(file)
    if not paper.count():
        raise ScanEmpty(name=file.name, cause="it holds none")
    if paper.count() > file.limits.pages:
        raise ScanTooLong(name=file.name, pages=f"{paper.count():,}", limit=file.limits.pages)
    return paper


def _check_number(file: File, paper: Paper, number: int) -> None:
    if not 1 <= number <= paper.count():
        cause = f"it has {paper.count()}"
        raise PageMissing(name=file.name, number=number, cause=cause)


def check_pixels(file: File, number: int, width: int, height: int) -> None:
    """Refuse a page that is too large, before it is decoded.

    Raises:
        PageTooLarge: by its pixels, or by one side.
    """
    if width * height > file.limits.pixels or max(width, height) > _LONGEST_SIDE:
        limit = f"{file.limits.pixels:,} in all and {_LONGEST_SIDE:,} a side"
        sides = {"width": f"{width:,}", "height": f"{height:,}", "unit": "pixels", "limit": limit}
        raise PageTooLarge(name=file.name, number=number, **sides)


def plain(image: Image.Image) -> Image.Image:
    """The image in mode 1, L or RGB; grey paper that was scanned in colour becomes grey."""
    if image.mode in ("1", "L"):
        return image
    if image.mode in ("I", "I;16", "I;16B", "F"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        image = Image.new("RGBA", image.size, "white")
        image.alpha_composite(layered)
    colour = image.convert("RGB")
    return colour if _coloured(colour) else colour.convert("L")


def _coloured(image: Image.Image) -> bool:
    """Whether there is ink or paper of a colour: looked for at a tenth of the size."""
    small = image.reduce(max(1, max(image.size) // 400))
    _, blue, red = small.convert("YCbCr").split()
    for channel in (blue, red):
        counts = channel.histogram()
        away = sum(count for value, count in enumerate(counts) if abs(value - 128) > _GREY)
        if away > small.width * small.height / 500:
            return True
    return False


def flagged(**told: Any) -> tuple[str, ...]:
    """The flags that hold, in the order of `flags.FLAGS`."""
    return tuple(flag for flag in flags.FLAGS if told.get(flag))
