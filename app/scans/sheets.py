"""Files of scans, seen from outside: what one is, its pages as images, the text it brings along.

Everything here looks at no byte of a file but its first few; the rest is done by `decode` in a
process of its own. A file is opened for reading only.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from app.errors import PageMissing
from app.scans import sandbox
from app.scans.kinds import SCANS, TEXT, Limits, kind_of
from app.scans.words import PageText, Word

NO_LIMITS = Limits()
PYRAMID = "application/zip"  # see app.scans.pyramid


class Examined(NamedTuple):
    """What a file is."""

    media_type: str  # of app.scans.kinds, by content
    pages: int
    has_text_layer: bool  # a PDF that brings text with it, hOCR or ALTO


class Sheet(NamedTuple):
    """One page as an image."""

    number: int  # from 1, within its file
    width: int  # pixels, the paper upright
    height: int
    dpi: int  # dots an inch; 0 where the file does not say
    image: bytes  # what is stored
    media_type: str = PYRAMID
    flags: tuple[str, ...] = ()  # see app.scans.flags


def examine(path: Path, name: str, limits: Limits = NO_LIMITS) -> Examined:
    """What a file is and how many pages it has.

    Args:
        path: the file; it is not changed.
        name: what to call it in a refusal.
        limits: what is taken.

    Raises:
        PathUnreadable, ScanWrongType, ScanTooLarge, ScanTooLong, ScanEmpty, ScanEncrypted,
        ScanDamaged, ScanTooSlow, ScanTooHungry, PageTooLarge, TranscriptRefused: each with the
            reason and what to do.
    """
    kind = kind_of(path, name, limits)
    if kind == TEXT:
        return Examined(TEXT, 1, has_text_layer=False)
    told, _ = sandbox.decode("decode:examine", path, name, limits, kind=kind)
    return Examined(kind, int(told["pages"]), bool(told["has_text_layer"]))


def sheet(path: Path, name: str, number: int, limits: Limits = NO_LIMITS) -> Sheet:
    """A page of a scan as the image that is stored: upright, not straightened.

    Args:
        path: the file; it is not changed.
        name: what to call it in a refusal.
        number: the page within the file, from 1.
        limits: what is taken.

    Raises:
        as `examine`, and PageMissing: it has no such page, or the page is text alone.
    """
    kind = _scan_kind(path, name, number, limits)
    told, image = sandbox.decode("decode:sheet", path, name, limits, kind=kind, number=number)
    return Sheet(
        number=number,
        width=int(told["width"]),
        height=int(told["height"]),
        dpi=int(told["dpi"]),
        image=image,
        flags=tuple(str(flag) for flag in told["flags"]),
    )


def text_layer(path: Path, name: str, number: int, limits: Limits = NO_LIMITS) -> PageText | None:
    """The text a page brings along: a PDF's text layer, or a page of hOCR or ALTO.

    Returns:
        None where it brings none. The boxes of a PDF's words are on the page image of `sheet`;
        those of hOCR and ALTO on an image of the width and height they name.

    Raises:
        as `sheet`.
    """
    kind = kind_of(path, name, limits)
    if kind == TEXT:
        return None
    told, _ = sandbox.decode("decode:text_layer", path, name, limits, kind=kind, number=number)
    return page_text(told["page"]) if told["page"] else None


def _scan_kind(path: Path, name: str, number: int, limits: Limits) -> str:
    kind = kind_of(path, name, limits)
    if kind not in SCANS:
        raise PageMissing(name=name, number=number, cause="it is text without images")
    return kind


def page_text(told: dict[str, object]) -> PageText:
    """A page's text as it came from another process, made anew from checked values.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    words = tuple(_word(*each) for each in told["words"])  # type: ignore[attr-defined]
    return PageText(
        text=str(told["text"]),
        words=words,
        width=int(told["width"]),  # type: ignore[call-overload]
        height=int(told["height"]),  # type: ignore[call-overload]
        engine=str(told["engine"]),
        engine_version=str(told["engine_version"]),
        settings=str(told["settings"]),
        confidence=int(told["confidence"]),  # type: ignore[call-overload]
        flags=tuple(str(flag) for flag in told["flags"]),  # type: ignore[attr-defined]
    )


def _word(*told: object) -> Word:
    start, end, x, y, width, height, sure = (int(value) for value in told[:7])  # type: ignore[call-overload]
    return Word(start, end, x, y, width, height, sure, str(told[7]))
