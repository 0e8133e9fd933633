"""What a file is, by its bytes and never by its name, and how much of it is taken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from app.errors import PathUnreadable, ScanEmpty, ScanTooLarge, ScanWrongType

PDF, TIFF, JPEG, PNG = "application/pdf", "image/tiff", "image/jpeg", "image/png"
TEXT, HOCR, ALTO = "text/plain", "text/vnd.hocr+html", "application/alto+xml"
IMAGES = (TIFF, JPEG, PNG)
SCANS = (PDF, *IMAGES)
TRANSCRIPTS = (HOCR, ALTO)

_HEAD = 4096
# A PDF may have up to 1,024 bytes of rubbish in front, and readers take it.
_PDF = re.compile(rb"\A.{0,1019}%PDF-\d", re.S)
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
)
# What is sent by mistake, and what to call it.
_OTHERS = (
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"RIFF", "a WebP image or a recording"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"%!PS", "a PostScript program"),
)
_ALTO = re.compile(rb"<(?:\w+:)?alto[\s/>]", re.I)
_HOCR = re.compile(rb"ocr_page|name=[\"']ocr-system[\"']", re.I)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class Limits(NamedTuple):
    """How much of a file is taken before anything of it is decoded, and how long that may last."""

    bytes: int = 1 << 30
    pages: int = 2_000
    pixels: int = 100_000_000  # of one page
    seconds: int = 25  # for one call: looking at a file and drawing a page stay under a minute
    memory: int = 2 << 30  # of the process that decodes


def kind_of(path: Path, name: str, limits: Limits) -> str:
    """The media type of a file, by its first bytes.

    Raises:
        PathUnreadable: the file cannot be opened.
        ScanEmpty, ScanTooLarge, ScanWrongType: it is nothing that is read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise PathUnreadable(name=name, cause=error.strerror or str(error)) from error
    if not head:
        raise ScanEmpty(name=name, cause="the file has no bytes")
    if size > limits.bytes:
        raise ScanTooLarge(name=name, size=f"{size:,} bytes", limit=f"{limits.bytes:,} bytes")
    return kind_of_head(head, name)


def kind_of_head(head: bytes, name: str) -> str:
    """The media type by a file's first 4 kB.

    Raises:
        ScanWrongType: it is nothing that is read.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, called in _OTHERS:
        if head.startswith(magic) and (len(magic) > 2 or not _is_text(head)):
            raise ScanWrongType(name=name, kind=called)
    if _PDF.match(head):
        return PDF
    if not _is_text(head):
        raise ScanWrongType(name=name, kind="binary of no known type")
    if _ALTO.search(head):
        return ALTO
    return HOCR if _HOCR.search(head) else TEXT


def _is_text(head: bytes) -> bool:
    return head.startswith(_MARKS) or b"\0" not in head
