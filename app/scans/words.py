"""A page of text with the place of every word on its image, and its packed form.

Boxes are in pixels of the stored page image: x to the right and y down from its upper left corner,
as the paper lies upright; a page that was scanned askew is not straightened, its boxes lie on the
words as they are. The words of a page are the runs of non-white characters of its text, in order,
so that a packed page holds no offsets.
"""

from __future__ import annotations

import itertools
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

WORD = re.compile(r"\S+")  # "NO: SECTO 8" has three
_WAY = b"\x01"  # the first byte names the way it is packed; what was packed stays readable
_RAW = -15
_COLUMNS = 4  # x, y, width, height
_MOST = 0xFFFF


class Word(NamedTuple):
    """A word: where it stands in the page's text and on its image."""

    start: int  # half-open offsets into the page's text
    end: int
    x: int
    y: int
    width: int
    height: int
    confidence: int  # 0 to 100, as its engine says
    doubt: str = ""  # why a person should look at it; empty where nothing speaks against it


class PageText(NamedTuple):
    """The text of one page by one engine: a line a printed line, a blank line between blocks."""

    text: str
    words: tuple[Word, ...]
    width: int  # of the page image, in pixels
    height: int
    engine: str
    engine_version: str
    settings: str
    confidence: int  # mean of the words', by their length; 0 where there are none
    flags: tuple[str, ...] = ()  # see app.scans.flags


def placed(
    text: str, boxes: Iterable[tuple[int, int, int, int, int]], doubts: Sequence[str] = ()
) -> tuple[Word, ...]:
    """The words of a text with their boxes: (x, y, width, height, confidence) for each in order.

    Raises:
        ValueError: there are not as many boxes (or doubts, where given) as words.
    """
    spans = [found.span() for found in WORD.finditer(text)]
    told = doubts or [""] * len(spans)
    return tuple(
        Word(*span, *box, doubt) for span, box, doubt in zip(spans, boxes, told, strict=True)
    )


def mean_confidence(words: Iterable[Word]) -> int:
    """The mean confidence of words, each weighed by its length."""
    weighed = [(word.end - word.start, word.confidence) for word in words]
    length = sum(size for size, _ in weighed)
    return round(sum(size * sure for size, sure in weighed) / length) if length else 0


def pack(words: Sequence[Word], size: tuple[int, int]) -> bytes:
    """Words as bytes, to be unpacked with their text.

    Args:
        words: all words of a page, in order.
        size: width and height of the page image in pixels; a box is cut to what lies on it.

    Returns:
        Under 3 kB for a full page: differences by column, the high bytes apart from the low.
    """
    boxes = [_cut(word, size) for word in words]
    columns = b"".join(_differences([box[at] for box in boxes]) for at in range(_COLUMNS))
    sure = bytes(max(0, min(100, word.confidence)) for word in words)
    doubts = {str(at): word.doubt for at, word in enumerate(words) if word.doubt}
    tail = json.dumps(doubts, ensure_ascii=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    held = len(words).to_bytes(4, "big") + columns + sure + tail
    return _WAY + packer.compress(held) + packer.flush()


def unpack(packed: bytes, text: str) -> tuple[Word, ...]:
    """The words again.

    Raises:
        ValueError: packed in a way this version does not know, damaged, or not of this text.
    """
    if packed[:1] != _WAY:
        raise ValueError("words are packed in a way that this version does not know")
    try:
        held = zlib.decompress(packed[1:], _RAW)
        count = int.from_bytes(held[:4], "big")
        ends = [4 + 2 * count * at for at in range(_COLUMNS + 1)]
        columns = [_summed(held[a:b]) for a, b in itertools.pairwise(ends)]
        sure = held[ends[-1] : ends[-1] + count]
        doubts = json.loads(held[ends[-1] + count :])
    except (zlib.error, ValueError) as error:
        raise ValueError("packed words are damaged") from error
    boxes = zip(*columns, sure, strict=True)
    return placed(text, boxes, [doubts.get(str(at), "") for at in range(count)])


def _cut(word: Word, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = min(size[0], _MOST), min(size[1], _MOST)
    left, top = max(0, min(word.x, width)), max(0, min(word.y, height))
    right = max(left, min(word.x + word.width, width))
    bottom = max(top, min(word.y + word.height, height))
    return left, top, right - left, bottom - top


def _differences(values: Sequence[int]) -> bytes:
    steps = [(b - a) & _MOST for a, b in itertools.pairwise([0, *values])]
    return bytes(step >> 8 for step in steps) + bytes(step & 0xFF for step in steps)


def _summed(held: bytes) -> list[int]:
    half = len(held) // 2
    steps = (high << 8 | low for high, low in zip(held[:half], held[half:], strict=True))
    return [total & _MOST for total in itertools.accumulate(steps)]
