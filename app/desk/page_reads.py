"""Pages as engines read them, as rows of the archive, and put together as one text.

A transcript of a scan is its page texts one after another, each page but the first headed by a form
feed on a line of its own: what the reading core takes for the beginning of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.archive.scanned import PageRead, Placed
from app.scans.words import PageText, pack, unpack

MARK = "\f\n"
__all__ = ["Joined", "join", "page_read", "page_text", "slice_of"]


class Joined(NamedTuple):
    """Pages as one text, and where each lies in it."""

    text: str
    pages: tuple[Placed, ...]


def page_read(number: int, read: PageText) -> PageRead:
    """A page's text as it is kept."""
    return PageRead(
        number=number,
        engine=read.engine,
        settings=read.settings,
        engine_version=read.engine_version,
        width=read.width,
        height=read.height,
        text=read.text,
        words=pack(read.words, (read.width, read.height)),
        confidence=read.confidence,
        flags=read.flags,
    )


def page_text(kept: PageRead) -> PageText:
    """A kept page's text with its words.

    Raises:
        ValueError: the words are damaged, or not of this text.
    """
    return PageText(
        text=kept.text,
        words=unpack(kept.words, kept.text) if kept.words else (),
        width=kept.width,
        height=kept.height,
        engine=kept.engine,
        engine_version=kept.engine_version,
        settings=kept.settings,
        confidence=kept.confidence,
        flags=kept.flags,
    )


def join(reads: Sequence[PageRead]) -> Joined:
    """Pages in order as one text."""
    parts: list[str] = []
    pages: list[Placed] = []
    at = 0
    for number, read in enumerate(reads, 1):
        if number > 1:
            mark = MARK if parts[-1].endswith("\n") else "\n" + MARK
            parts.append(mark)
            at += len(mark)
        parts.append(read.text)
        end = at + len(read.text)
        pages.append(Placed(number, read.number, read.engine, read.settings, at, end))
        at = end
    return Joined("".join(parts), tuple(pages))


def slice_of(whole: Joined, begin: int, end: int) -> Joined:
    """A stretch of a joined text with the pages that have a part in it, numbered anew.

    A page that begins before the stretch keeps its offsets: they are negative, so that the place of
    each of its words is still its start plus the place in the page.
    """
    held = [page for page in whole.pages if page.text_start < end and _last(page) >= begin]
    pages = tuple(
        page._replace(
            number=number, text_start=page.text_start - begin, text_end=page.text_end - begin
        )
        for number, page in enumerate(held, 1)
    )
    return Joined(whole.text[begin:end], pages)


def _last(page: Placed) -> int:
    """The last character of a page; that of an empty one is the mark before it."""
    return max(page.text_end - 1, page.text_start)
