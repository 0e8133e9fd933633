"""Bytes received to source text: by what they say of themselves, never by a guess unsaid.

The text is what the bytes encode and nothing else: line ends, tabs and form feeds stay, and only
a byte order mark is left out. One exception is said: where no line ends in LF, a CR is what ends
lines (as on Macintoshes before 2001) and is read as an LF, one character for one. What is no text is refused by what it is, with what to do instead.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from app.errors import (
    ReftelError,
    SourceBinary,
    SourceEmpty,
    SourceHasNuls,
    SourceTooLarge,
    SourceUndecodable,
    SourceUnmarked,
)

# The first bytes of what people drop by mistake, and what to call it.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"GIF8", "a GIF image"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
# Longer marks first: the one of UTF-16 begins the one of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF8, "UTF-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)
# Teletype text has bells, escapes and shifts here and there; a picture has them everywhere.
_CONTROLS = bytes(range(0x01, 0x08)) + bytes(range(0x0E, 0x1A)) + bytes(range(0x1C, 0x20)) + b"\x7f"
_HIGH = bytes(range(0x80, 0x100))
_MOST_CONTROLS = 0.02
_MOST_HIGH = 0.30  # beyond that share of bytes above 127 it is no Western text


class Decoded(NamedTuple):
    """Text, the encoding it came in, and what a reader should be told of it."""

    text: str
    encoding: str  # UTF-8, UTF-16, UTF-32, Windows-1252, Latin-1
    remark: str  # empty where there is nothing to say
    mark: int = 0  # bytes of the byte order mark in front
    codec: str = "utf-8"  # of the bytes behind the mark

    def byte_offset(self, at: int) -> int:
        """Where in the bytes received the character at `at` begins."""
        return self.mark + len(self.text[:at].encode(self.codec))


def decode(data: bytes, name: str, *, limit: int) -> Decoded:
    """The text in `data`.

    Args:
        data: the bytes as received.
        name: what to call them in a refusal.
        limit: the most bytes taken.

    Raises:
        SourceTooLarge, SourceEmpty, SourceBinary, SourceHasNuls, SourceUndecodable: each with the
            reason and what to do.
    """
    check_size(len(data), name, limit=limit)
    if not data:
        raise SourceEmpty(name=name, cause="it has no bytes")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise SourceBinary(name=name, kind=kind)
    decoded = _by_mark(data, name) or _by_content(data, name)
    if "\0" in decoded.text:
        raise SourceHasNuls(name=name, offset=decoded.byte_offset(decoded.text.index("\0")))
    if not decoded.text.strip():
        raise SourceEmpty(name=name, cause="it has nothing but white space")
    return _lines_ended(decoded)


def check_size(size: int, name: str, *, limit: int) -> None:
    """Refuse what is too large, if possible before it is read."""
    if size > limit:
        raise SourceTooLarge(name=name, size=megabytes(size), limit=megabytes(limit))


def megabytes(size: int) -> str:
    """A number of bytes for people: 50.0 MB, 9.6 kB."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size / 1000:.1f} kB" if size >= 1000 else f"{size} bytes"


def _lines_ended(decoded: Decoded) -> Decoded:
    if "\n" in decoded.text or "\r" not in decoded.text:
        return decoded
    said = "its lines end in CR, read as line ends"
    remark = f"{decoded.remark}; {said}" if decoded.remark else said
    return decoded._replace(text=decoded.text.replace("\r", "\n"), remark=remark)


def _by_mark(data: bytes, name: str) -> Decoded | None:
    for mark, encoding, codec in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(codec)
            except UnicodeDecodeError as error:
                raise _undecodable(error, name, encoding) from None
            remark = "" if encoding == "UTF-8" else f"read as {encoding}"
            return Decoded(text, encoding, remark, len(mark), codec)
    return None


def _by_content(data: bytes, name: str) -> Decoded:
    _refuse_nuls(data, name)
    if _share(data, _CONTROLS) > _MOST_CONTROLS:
        raise SourceBinary(name=name, kind="binary (full of control bytes)")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8", "")
    except UnicodeDecodeError as error:
        if _share(data, _HIGH) > _MOST_HIGH:
            raise _undecodable(error, name, "UTF-8") from None
    return _western(data)


def _western(data: bytes) -> Decoded:
    """Not UTF-8, mostly ASCII: how typists saved text before 2005. Say it, so accents are checked."""
    codec = "cp1252"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        codec = "latin-1"
        text = data.decode(codec)
    # Without 80 to 9F the two agree: then it has the plainer name.
    windows = codec == "cp1252" and re.search(rb"[\x80-\x9f]", data)
    encoding = "Windows-1252" if windows else "Latin-1"
    high = len(data) - len(data.translate(None, _HIGH))
    remark = f"not UTF-8; read as {encoding}: check its {high} accented letters"
    return Decoded(text, encoding, remark, codec=codec)


def _refuse_nuls(data: bytes, name: str) -> None:
    """NULs every second byte are UTF-16 without its mark; a few are damage; many are no text."""
    nuls = data.count(0)
    if not nuls:
        return
    if max(data[::2].count(0), data[1::2].count(0)) > 0.4 * (len(data) / 2) and nuls < len(data):
        raise SourceUnmarked(name=name)
    if nuls > 0.05 * len(data) or _share(data, _CONTROLS) > _MOST_CONTROLS:
        raise SourceBinary(name=name, kind="binary (full of NUL bytes)")
    raise SourceHasNuls(name=name, offset=data.index(0))


def _share(data: bytes, members: bytes) -> float:
    return 1 - len(data.translate(None, members)) / len(data)


def _undecodable(error: UnicodeDecodeError, name: str, encoding: str) -> ReftelError:
    cause = f"the bytes from {error.start} on do not fit"
    return SourceUndecodable(name=name, encoding=encoding, cause=cause)
