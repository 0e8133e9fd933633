"""The IIIF Image API 3 over stored page images: requests parsed, parts rendered, no web in it.

A request is `{region}/{size}/{rotation}/{quality}.{format}`. Level 2 is answered, and mirroring
and `^` besides; rotation by other than quarter turns is not. No answer has more than `MOST` pixels
or is longer than `LONGEST`; `max` is the largest within both, and what asks for more is refused.
A tile of the grid that `info` names is sent as it lies in the store.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from PIL import Image

from app.errors import ImageRequestUnknown, WrongImageRequest
from app.scans.pyramid import QUALITY, TILE, Pyramid

LONGEST = 5_000  # pixels of a side
MOST = 16_000_000  # pixels in all
MEDIA = {"jpg": "image/jpeg", "png": "image/png"}
_OTHER_FORMATS = ("tif", "gif", "jp2", "pdf", "webp")
_QUALITIES = ("default", "color", "gray", "bitonal")
_CONTEXT = "http://iiif.io/api/image/3/context.json"
_PROTOCOL = "http://iiif.io/api/image"
_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})"  # 12  12.5  .5 ; not -1, 1e5, 1.
_PIXELS = re.compile(r"(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})")  # 0,0,512,512 ; not -1,0,5,5
_PERCENT = re.compile(rf"pct:{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")  # pct:10,10,50,50
_SIZE = re.compile(r"(\^?)(!?)(\d{0,9}),(\d{0,9})")  # 200,  ,200  !200,200  ^200, ; not 200
_SIZE_PERCENT = re.compile(rf"(\^?)pct:{_NUMBER}")  # pct:50  ^pct:120
_ROTATION = re.compile(rf"(!?){_NUMBER}")  # 90  !0 ; not -90
_BITONAL_AT = 128

Size = tuple[int, int]
Box = tuple[int, int, int, int]


class ImageRequest(NamedTuple):
    """A request that is well formed; whether it fits a page is told by `render`."""

    region: str
    size: str
    mirrored: bool
    rotation: int  # 0, 90, 180, 270
    quality: str
    format: str

    def __str__(self) -> str:
        turn = f"{'!' if self.mirrored else ''}{self.rotation}"
        return f"{self.region}/{self.size}/{turn}/{self.quality}.{self.format}"


class Rendered(NamedTuple):
    """An image and its media type."""

    data: bytes
    media_type: str


def parse(path: str) -> ImageRequest:
    """The request in the four last parts of an address, percent signs decoded.

    Raises:
        WrongImageRequest: malformed.
        ImageRequestUnknown: well formed, but of what is not done here.
    """
    parts = path.split("/")
    if len(parts) != 4:
        _wrong(path, "it does not have four parts", "Write region/size/rotation/quality.format")
    region, size, rotation, last = parts
    if region not in ("full", "square") and not (
        _PIXELS.fullmatch(region) or _PERCENT.fullmatch(region)
    ):
        _wrong(path, f"{region!r} is no region", "Write full, square, x,y,w,h or pct:x,y,w,h")
    _check_size(path, size)
    mirrored, turn = _rotation(path, rotation)
    quality, dot, suffix = last.partition(".")
    if not dot or quality not in _QUALITIES:
        _wrong(path, f"{quality!r} is no quality", f"Write one of {', '.join(_QUALITIES)}")
    _check_format(path, suffix)
    return ImageRequest(region, size, mirrored, turn, quality, suffix)


def render(stored: bytes | Path, request: ImageRequest) -> Rendered:
    """A part of a stored page image.

    Args:
        stored: the page image as `sheets.sheet` gave it, or the path of a file of it.
        request: see `parse`.

    Raises:
        WrongImageRequest: the region lies outside the page, the size is none, larger than the
            region without `^`, or beyond the bound.
        ValueError: these bytes are no stored page image.
    """
    with Pyramid(stored) as kept:
        box = region_box(request, kept.width, kept.height)
        size = output_size(request, box)
        level, tile = _tile(kept, box, size)
        if tile and request.format == "jpg" and _is_plain(request):
            data, suffix = kept.stored_tile(level, *tile)
            if suffix == "jpg":
                return Rendered(data, MEDIA["jpg"])
        return _encoded(_finished(_scaled(kept, level, box, size), request), request.format)


def info(width: int, height: int, id: str) -> dict[str, Any]:
    """The info.json of a page image: `id` is its address without a slash at the end."""
    factors = [1]
    while max(width, height) > TILE * factors[-1]:
        factors.append(2 * factors[-1])
    sizes = [(-(-width // factor), -(-height // factor)) for factor in reversed(factors)]
    return {
        "@context": _CONTEXT,
        "id": id,
        "type": "ImageService3",
        "protocol": _PROTOCOL,
        "profile": "level2",
        "width": width,
        "height": height,
        "maxWidth": LONGEST,
        "maxHeight": LONGEST,
        "maxArea": MOST,
        "sizes": [{"width": w, "height": h} for w, h in sizes if _within(w, h)],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": factors}],
        "preferredFormats": ["jpg"],
        "extraFeatures": ["mirroring", "sizeUpscaling"],
    }


def canonical(request: ImageRequest, width: int, height: int) -> str:
    """The one way to write what the request asks of a page image of this size.

    Raises:
        WrongImageRequest: as `render`.
    """
    box = region_box(request, width, height)
    size = output_size(request, box)
    left, upper, right, lower = box
    whole = box == (0, 0, width, height)
    region = "full" if whole else f"{left},{upper},{right - left},{lower - upper}"
    larger = size[0] > right - left or size[1] > lower - upper
    largest = not larger and size == _largest(right - left, lower - upper)
    written = "max" if largest else f"{'^' if larger else ''}{size[0]},{size[1]}"
    return str(request._replace(region=region, size=written))


def region_box(request: ImageRequest, width: int, height: int) -> Box:
    """The region in pixels of the page, cut to what lies on it.

    Raises:
        WrongImageRequest: nothing of it lies on the page.
    """
    left, upper, across, down = _asked_region(request.region, width, height)
    box = left, upper, min(left + across, width), min(upper + down, height)
    if box[2] <= left or box[3] <= upper:
        _wrong(str(request), f"the region has nothing of the page ({width} by {height})",
               "Ask for a region that lies on the page")  # fmt: skip
    return box


def output_size(request: ImageRequest, box: Box) -> Size:
    """Width and height of the answer before it is turned, in pixels.

    Raises:
        WrongImageRequest: none, larger than the region without `^`, or beyond the bound.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    if request.size in ("max", "^max"):
        return _largest(width, height, grow=request.size[0] == "^")
    size = _asked_size(request.size, width, height)
    if min(size) < 1:
        _wrong(str(request), "the size has no pixels", "Ask for a larger size")
    if (size[0] > width or size[1] > height) and not request.size.startswith("^"):
        cause = f"the size is larger than the region ({width} by {height})"
        _wrong(str(request), cause, "Ask for a smaller size, or put ^ in front of it")
    if not _within(*size):
        cause = f"{size[0]} by {size[1]} pixels are more than are sent at once"
        _wrong(str(request), cause, f"Ask for at most {LONGEST} a side and {MOST:,} in all")
    return size


# --- parsing --------------------------------------------------------------------------------------


def _check_size(path: str, size: str) -> None:
    if size in ("max", "^max") or _SIZE_PERCENT.fullmatch(size):
        return
    found = _SIZE.fullmatch(size)
    sides = found.group(3, 4) if found else ("", "")
    if not any(sides) or (found and found[2] and not all(sides)):
        known = "max, w, ,h w,h !w,h or pct:n, with ^ in front to enlarge"
        _wrong(path, f"{size!r} is no size", f"Write {known}")


def _rotation(path: str, rotation: str) -> tuple[bool, int]:
    found = _ROTATION.fullmatch(rotation)
    if not found or float(found[2]) > 360:
        _wrong(path, f"{rotation!r} is no rotation", "Write 0, 90, 180 or 270, or ! in front")
    degrees = float(found[2])
    if degrees % 90:
        _unknown(path, "pages are turned by quarters only", "Write 0, 90, 180 or 270")
    return bool(found[1]), int(degrees) % 360


def _check_format(path: str, suffix: str) -> None:
    if suffix in _OTHER_FORMATS:
        _unknown(path, f"images are not sent as {suffix}", "Ask for jpg or png")
    if suffix not in MEDIA:
        _wrong(path, f"{suffix!r} is no format", "Ask for jpg or png")


def _wrong(asked: str, cause: str, next_step: str) -> NoReturn:
    raise WrongImageRequest(asked=asked[:120], cause=cause, next_step=next_step)


def _unknown(asked: str, cause: str, next_step: str) -> NoReturn:
    raise ImageRequestUnknown(asked=asked[:120], cause=cause, next_step=next_step)


# --- sizes ----------------------------------------------------------------------------------------


def _asked_region(region: str, width: int, height: int) -> Box:
    """Left, upper, width and height as asked; they may reach beyond the page."""
    if region == "full":
        return 0, 0, width, height
    if region == "square":
        side = min(width, height)
        return (width - side) // 2, (height - side) // 2, side, side
    if found := _PIXELS.fullmatch(region):
        left, upper, across, down = map(int, found.groups())
        return left, upper, across, down
    found = _PERCENT.fullmatch(region)
    shares = [float(share) / 100 for share in found.groups()] if found else [0.0] * 4
    left, upper = round(shares[0] * width), round(shares[1] * height)
    return left, upper, round(shares[2] * width), round(shares[3] * height)


def _asked_size(size: str, width: int, height: int) -> Size:
    if found := _SIZE_PERCENT.fullmatch(size):
        share = float(found[2]) / 100
        return round(width * share), round(height * share)
    found = _SIZE.fullmatch(size)
    up, confined, across, down = found.groups() if found else ("", "", "0", "0")
    if confined:
        share = min(int(across) / width, int(down) / height)
        share = share if up else min(share, 1.0)
        return max(1, round(width * share)), max(1, round(height * share))
    if not down:
        return int(across), max(1, round(height * int(across) / width)) if int(across) else 0
    if not across:
        return max(1, round(width * int(down) / height)) if int(down) else 0, int(down)
    return int(across), int(down)


def _largest(width: int, height: int, *, grow: bool = False) -> Size:
    """The largest size within the bounds; not beyond the region itself unless it is to grow."""
    share = min(LONGEST / width, LONGEST / height, (MOST / (width * height)) ** 0.5)
    if share >= 1 and not grow:
        return width, height
    return max(1, int(width * share)), max(1, int(height * share))


def _within(width: int, height: int) -> bool:
    return max(width, height) <= LONGEST and width * height <= MOST


# --- pixels ---------------------------------------------------------------------------------------


def _is_plain(request: ImageRequest) -> bool:
    return request.quality in ("default", "color") and not (request.rotation or request.mirrored)


def _tile(kept: Pyramid, box: Box, size: Size) -> tuple[int, tuple[int, int] | None]:
    """The level to cut from, and the tile that is just what was asked for, if one is."""
    left, upper, right, lower = box
    factor = min((right - left) / size[0], (lower - upper) / size[1])
    level = max(0, min(int(factor).bit_length() - 1, kept.levels - 1))
    span = TILE << level
    whole = kept.size(level)
    ends = (
        right == kept.width or right - left == span,
        lower == kept.height or lower - upper == span,
    )
    if left % span or upper % span or not all(ends):
        return level, None
    column, row = left // span, upper // span
    tile = min(TILE, whole[0] - column * TILE), min(TILE, whole[1] - row * TILE)
    return level, (column, row) if tile == size else None


def _scaled(kept: Pyramid, level: int, box: Box, size: Size) -> Image.Image:
    share = 1 << level
    width, height = kept.size(level)
    exact = tuple(each / share for each in box)
    cut = (
        int(exact[0]), int(exact[1]), min(width, -int(-exact[2] // 1)), min(height, -int(-exact[3] // 1)),
    )  # fmt: skip
    part = kept.cut(level, cut)
    if part.size == size:
        return part
    within = (
        exact[0] - cut[0], exact[1] - cut[1],
        min(exact[2] - cut[0], part.width), min(exact[3] - cut[1], part.height),
    )  # fmt: skip
    grey = part.convert("L") if part.mode == "1" else part
    return grey.resize(size, Image.Resampling.LANCZOS, box=within, reducing_gap=3.0)


def _finished(image: Image.Image, request: ImageRequest) -> Image.Image:
    if request.mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if request.rotation:
        image = image.transpose(_TURNS[request.rotation])
    if request.quality == "gray":
        return image.convert("L")
    if request.quality == "bitonal":
        return image.convert("L").point(lambda value: 255 * (value >= _BITONAL_AT)).convert("1")
    return image


# Pillow turns against the clock, the Image API with it.
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def _encoded(image: Image.Image, suffix: str) -> Rendered:
    out = io.BytesIO()
    if suffix == "png":
        image.save(out, "PNG", compress_level=6 if image.mode == "1" else 1)
    else:
        grey = image.convert("L") if image.mode == "1" else image
        grey.save(out, "JPEG", quality=QUALITY)
    return Rendered(out.getvalue(), MEDIA[suffix])
