"""Texts and readings as bytes: columns, then compressed with a dictionary of our own.

The first byte of anything packed names the way it is packed; a new way gets a new byte, and what
was packed in an older one stays readable for good. A reading rests on its text: it is packed with
it and can be unpacked only with it. A reading that columns cannot say is kept as plain JSON.

The dictionaries in `data/` are composed (see benchmarks/dictionaries.py) and belong to their byte:
a released one is never changed.
"""

from __future__ import annotations

import hashlib
import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from app.archive.columns import (
    AwkwardReading,
    from_columns,
    paragraphs_from_columns,
    to_columns,
)
from app.archive.plain import canonical_json, reading_from_json
from app.telegram.reading import Paragraph, Reading

KEPT_SIZE = 100_000  # bytes, packed: a reading of some hundred pages
_DATA = Path(__file__).with_name("data")
# A text that is longer than the window of the compressor gains nothing from a dictionary.
_LONG = 200_000
_RAW = -15  # deflate without a head and a sum: the hash of what was packed is kept beside it


class _Way(NamedTuple):
    """One way to pack: its byte, and the dictionary that belongs to it."""

    byte: bytes
    dictionary: str = ""


_PLAIN = _Way(b"\x01")
_TEXT = _Way(b"\x02", "texts.1.dict")
_COLUMNS = _Way(b"\x03", "readings.1.dict")
_WAYS = {way.byte: way for way in (_PLAIN, _TEXT, _COLUMNS)}


def pack_text(text: str) -> bytes:
    """A transcript's text; lone surrogates survive."""
    held = text.encode("utf-8", "surrogatepass")
    return _pack(_TEXT if len(held) < _LONG else _PLAIN, held)


def unpack_text(packed: bytes) -> str:
    """The text again.

    Raises:
        ValueError: packed in a way this version does not know, or damaged.
    """
    return unpack(packed).decode("utf-8", "surrogatepass")


def pack_reading(reading: Reading, source_text: str) -> bytes:
    """A reading of this text; equal readings of equal texts are equal bytes."""
    try:
        return _pack(_COLUMNS, to_columns(reading, source_text))
    except AwkwardReading:
        return _pack(_PLAIN, canonical_json(reading))


def unpack_reading(packed: bytes, source_text: str) -> Reading:
    """A stored reading of this text.

    The last few are kept: the views and forms of a cable ask for the same one in a row, and making
    its values takes longer than the query. Large ones are not, they would hold too much memory.

    Raises:
        ValueError: packed in a way this version does not know, or damaged.
    """
    if len(packed) > KEPT_SIZE or len(source_text) > 10 * KEPT_SIZE:
        return _unpack(packed, source_text)
    return _unpack_kept(bytes(packed), source_text)


def unpack_paragraphs(packed: bytes, packed_text: bytes) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraphs of a stored reading, without making the rest of it, and its text.

    The last ones are kept: who searches looks at the same hits again and again.

    Raises:
        ValueError: packed in a way this version does not know, or damaged.
    """
    if len(packed) + len(packed_text) > KEPT_SIZE // 10:
        return _unpack_paragraphs(packed, packed_text)
    return _paragraphs_kept(bytes(packed), bytes(packed_text))


def _unpack_paragraphs(packed: bytes, packed_text: bytes) -> tuple[tuple[Paragraph, ...], str]:
    held, text = unpack(packed), unpack_text(packed_text)
    if bytes(packed[:1]) == _COLUMNS.byte:
        return paragraphs_from_columns(held, text), text
    return reading_from_json(held).paragraphs, text


_paragraphs_kept = lru_cache(maxsize=512)(_unpack_paragraphs)


def _unpack(packed: bytes, source_text: str) -> Reading:
    held = unpack(packed)
    if bytes(packed[:1]) == _COLUMNS.byte:
        return from_columns(held, source_text)
    return reading_from_json(held)


_unpack_kept = lru_cache(maxsize=256)(_unpack)


def unpack(packed: bytes) -> bytes:
    """The bytes that were packed.

    Raises:
        ValueError: packed in a way this version does not know, or damaged.
    """
    way = _WAYS.get(bytes(packed[:1]))
    if way is None:
        raise ValueError(f"packed in a way that is not known: {bytes(packed[:1])!r}")
    opener = zlib.decompressobj(_RAW, zdict=_dictionary(way.dictionary))
    try:
        held = opener.decompress(packed[1:]) + opener.flush()
    except zlib.error as error:
        raise ValueError(f"packed bytes are damaged ({error})") from error
    if not opener.eof or opener.unused_data:
        raise ValueError("packed bytes are damaged (they end too early or too late)")
    return held


def _pack(way: _Way, held: bytes) -> bytes:
    squeezer = zlib.compressobj(
        6, zlib.DEFLATED, _RAW, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY,
        _dictionary(way.dictionary),
    )  # fmt: skip
    return way.byte + squeezer.compress(held) + squeezer.flush()


@cache
def _dictionary(name: str) -> bytes:
    return (_DATA / name).read_bytes() if name else b""


def text_sha256(text: str) -> str:
    """The SHA-256 of a transcript's text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def reading_sha256(packed: bytes, of_text: str) -> str:
    """The hash of a version: of its reading as it was packed, and of the text it is read from.

    `of_text` is the SHA-256 of the text. The hash is of the bytes before they were compressed:
    it can be checked without knowing what the columns mean.
    """
    return hashlib.sha256(bytes.fromhex(of_text) + packed[:1] + unpack(packed)).hexdigest()
