"""The paper beside the text: the pages of a scan, and where words of the text stand on them.

What was asked for is found in the text, the words there by their offsets, and each word has its
box: nothing is looked for on the image, and nothing is compared.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from app.archive.scanned import CopyPage, PageWords
from app.scans.words import Word, unpack
from app.telegram.reading import Span
from app.web import urls
from app.web.contexts import Link, ScanBox, ScanCrop, ScanPanel, ScanSheet, ShownScan
from app.web.text import DOUBTFUL, Note

SHOWN = 1000  # pixels wide in the margin; the whole is a click away
THUMB = 120
CROP = 420  # of the lines of one field
HEADING = 620
MARGIN = 4  # pixels of the image around what is boxed


@dataclass(frozen=True, slots=True)
class ReadWords:
    """The words of one page, with where the page's text stands in the whole."""

    words: tuple[Word, ...]
    start: int

    @classmethod
    def of(cls, kept: PageWords) -> ReadWords:
        """The words as they were kept.

        Raises:
            ValueError: they are damaged.
        """
        return cls(unpack(kept.page.words, kept.page.text), kept.text_start)


@dataclass(frozen=True, slots=True)
class Paper:
    """The scan of a cable: its pages, and the words that were read on them."""

    pages: tuple[CopyPage, ...] = ()
    words: tuple[ReadWords, ...] = ()


NO_PAPER = Paper()


def panel(id: str, version: int, pages: Sequence[CopyPage], query: str) -> ScanPanel | None:
    """The scan in the margin; None where the cable has none."""
    if not pages:
        return None
    return ScanPanel(
        tuple(_shown(id, version, page, query) for page in pages),
        urls.words(id, version=version),
        f"?{urlencode({'q': query})}" if query else "",
    )


def sheet(
    panel: ScanPanel, number: int, title: str, text: str, boxes: tuple[ScanBox, ...]
) -> ScanSheet:
    """One page to look at, with links to its neighbours and to the text."""
    at = next(n for n, page in enumerate(panel.pages) if page.number == number)
    page = panel.pages[at]
    turns = tuple(
        Link(words, f"{page.image}/full/max/{turn}/default.jpg")
        for words, turn in (("Full size", 0), ("Turned right", 90), ("Turned left", 270))
    )
    return ScanSheet(title, panel, page, text, turns, boxes)


def doubts(read: Iterable[ReadWords]) -> list[Note]:
    """What is to be said of doubtful words, by where they stand in the text."""
    return [
        Note(Span(page.start + word.start, page.start + word.end), DOUBTFUL, word.doubt)
        for page in read
        for word in page.words
        if word.doubt
    ]


def boxed(read: ReadWords, spans: Sequence[Span]) -> tuple[ScanBox, ...]:
    """Boxes around stretches of the text: neighbouring words of one line share one.

    A phrase that goes over the end of a line has a box on each.
    """
    found = sorted({at for span in spans for at in _words_in(read, span)})
    runs: list[list[Word]] = []
    for before, at in pairwise([-2, *found]):
        word = read.words[at]
        if at == before + 1 and runs and _on_one_line(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return tuple(_around(run) for run in runs)


def crop(id: str, paper: Paper, spans: Sequence[Span]) -> ScanCrop | None:
    """The lines of the paper where the first of these stretches of the text stands."""
    for page in paper.pages:
        read = next((one for one in paper.words if one.start == page.text_start), None)
        found = boxed(read, spans) if read else ()
        if found:
            left, top = min(box.x for box in found), min(box.y for box in found)
            right = max(box.x + box.width for box in found)
            bottom = max(box.y + box.height for box in found)
            around = max(24, (bottom - top) // 2)
            area = ScanBox(left - 3 * around, top - around, right - left + 6 * around,
                           min(bottom - top + 2 * around, page.height // 4))  # fmt: skip
            return _cropped(id, page, area, CROP)
    return None


def heading(id: str, pages: Sequence[CopyPage]) -> ScanCrop | None:
    """The upper part of a first page, where the header stands; None where there is no scan."""
    if not pages:
        return None
    first = pages[0]
    return _cropped(id, first, ScanBox(0, 0, first.width, first.height * 2 // 5), HEADING)


def _cropped(id: str, page: CopyPage, area: ScanBox, widest: int) -> ScanCrop:
    x, y = max(area.x, 0), max(area.y, 0)
    width, height = min(area.width, page.width - x), min(area.height, page.height - y)
    shown = min(width, widest)
    source = f"{urls.image(page.image_sha256)}/{x},{y},{width},{height}/{shown},/0/default.jpg"
    return ScanCrop(
        source,
        shown,
        max(1, round(shown * height / width)),
        urls.scan(id, page.number),
        page.number,
    )


def as_json(read: ReadWords, page: CopyPage, boxes: tuple[ScanBox, ...]) -> dict[str, Any]:
    """A page's words for the viewer: start, length, x, y, width, height, and a doubt where there is one.

    A start counts from the end of the word before, so that the numbers are small.
    """
    words: list[list[int | str]] = []
    at = 0
    for word in read.words:
        place = (word.x, word.y, word.width, word.height)
        doubt = (word.doubt,) if word.doubt else ()
        words.append([word.start - at, word.end - word.start, *place, *doubt])
        at = word.end
    return {
        "page": page.number,
        "start": read.start,
        "width": page.width,
        "height": page.height,
        "words": words,
        "hits": [[box.x, box.y, box.width, box.height] for box in boxes],
    }


def _shown(id: str, version: int, page: CopyPage, query: str) -> ShownScan:
    image = urls.image(page.image_sha256)
    return ShownScan(
        number=page.number,
        href=urls.scan(id, page.number, version=version, query=query),
        image=image,
        source=f"{image}/full/{min(SHOWN, page.width)},/0/default.jpg",
        thumb=f"{image}/full/{min(THUMB, page.width)},/0/default.jpg",
        width=page.width,
        height=page.height,
        thumb_height=round(THUMB * page.height / page.width),
        start=page.text_start,
        end=page.text_end,
    )


def _words_in(read: ReadWords, span: Span) -> range:
    """The words that a stretch of the text touches."""
    start, end = span.start - read.start, span.end - read.start
    first = bisect_right(read.words, start, key=lambda word: word.end)
    return range(first, max(first, bisect_left(read.words, end, key=lambda word: word.start)))


def _on_one_line(left: Word, right: Word) -> bool:
    apart = abs((left.y + left.height / 2) - (right.y + right.height / 2))
    return right.x > left.x and apart < 0.7 * max(left.height, right.height)


def _around(run: list[Word]) -> ScanBox:
    left, top = min(word.x for word in run), min(word.y for word in run)
    right = max(word.x + word.width for word in run)
    bottom = max(word.y + word.height for word in run)
    return ScanBox(
        left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    )
