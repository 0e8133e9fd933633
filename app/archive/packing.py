"""Texts and readings as bytes: compact JSON without defaults, compressed.

A reading is kept as its canonical JSON: keys sorted, no blanks, and a value equal to its class's
default left out, so that a field added later (with a default) changes no older hash. The first
byte of anything packed names the way it is packed; a new way gets a new byte and the old ones
stay readable.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
import zlib
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from app.telegram.reading import Reading

_PLAIN, _DICTIONARY = b"\x01", b"\x02"

# Frozen with packing 2: what most readings say, the most frequent last. Never change it; a better
# one gets a new byte.
KEPT_SIZE = 100_000  # bytes, packed: a reading of some hundred pages
_WORDS = (
    b'"addressee":"alternatives":["authority":"before":"after":"candidates":"code":"date":'
    b'"date_printed":"doubt":"doubts":["events":[{"action":"declassified""exemptions":["further":['
    b'"kind":"mid-sentence"}"kind":"paragraph"}],"kind":"reftel","kind":"embtel","kind":"deptel",'
    b'"not_to_all":true,"mark":"DECLASSIFIED""page_joins":[{"after":,"before":'
    b'"precision":"minute","precision":"hour","precision":"day","received":{"kind":"received",'
    b'"local":"19"sent":{"kind":"sent","local":"19","utc":"+00:00","washington":"-05:00","zone":'
    b'"year_from":"printed""transit_minutes":"redactions":[{"remarks":[{"kind":"sic","note":'
    b'"references":[{"kind":"series":"number":"sender":"printed":"span":[],"running_head":['
    b'"pages":[{"first_line":1,"last_line":"number":1,"printed":1,"rule":"'
    b'"core":"evidence":["family":"state-incoming-1946-66","family":"state-telegram-1966-73",'
    b'"family":"state-electronic-1973-79","is_telegram":true,"fields":{"action_offices":{"name":'
    b'"captions":{"classification":{"control_number":{"drafted_by":{"eo":{"from":{"info":{'
    b'"info_offices":{"mrn":{"number":{"precedence":{"received_date":{"received_time":{"refs":{'
    b'"sent_date":{"sent_time":{"series":{"signature":{"subject":{"tags":{"to":{"name":"from",'
    b'"printed":["SECRETARY OF STATE"],"rule":"header.","spans":[["value":["CONFIDENTIAL"]'
    b'"value":"SECRET""value":"UNCLASSIFIED""markings":[{"kind":"declassification","page":1,'
    b'"place":"bottom","rule":"marking.","span":[{"kind":"classification","page":2,"place":"top",'
    b'"value":"SECRET"},{"kind":"caption","paragraphs":[{"key":"","kind":"text","number":"1",'
    b'"pieces":[{"join":"start","page":1,"span":[{"join":"page","page":2,{"join":"hyphen",'
    b'{"join":"wrap","page":1,"span":["lines":[{"number":1,"page":1,"role":"cover","rule":"'
    b'"role":"drafting","rule":"drafting."role":"stamp","rule":"stamp."role":"page_mark","rule":"'
    b'"role":"running_head","rule":"running_head."role":"signature","rule":"signature.'
    b'"role":"form_text","rule":"form."role":"marking","rule":"marking."role":"header",'
    b'"rule":"header."role":"body","rule":"body.text","span":[]},{"number":1,"page":1,"role":"body"'
)


def pack_text(text: str) -> bytes:
    """A transcript's text; lone surrogates survive."""
    return _PLAIN + zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def pack_reading(reading: Reading) -> tuple[bytes, str]:
    """The packed reading and the SHA-256 of its canonical JSON."""
    canonical = canonical_json(reading)
    squeezer = zlib.compressobj(6, zdict=_WORDS)
    packed = squeezer.compress(canonical) + squeezer.flush()
    return _DICTIONARY + packed, hashlib.sha256(canonical).hexdigest()


def unpack(packed: bytes) -> bytes:
    """The bytes that were packed.

    Raises:
        ValueError: packed in a way this version does not know, or damaged.
    """
    way, body = bytes(packed[:1]), packed[1:]
    try:
        if way == _PLAIN:
            return zlib.decompress(body)
        if way == _DICTIONARY:
            opener = zlib.decompressobj(zdict=_WORDS)
            return opener.decompress(body) + opener.flush()
    except zlib.error as error:
        raise ValueError(f"packed bytes are damaged ({error})") from error
    raise ValueError(f"packed in a way that is not known: {way!r}")


def unpack_text(packed: bytes) -> str:
    return unpack(packed).decode("utf-8", "surrogatepass")


def text_sha256(text: str) -> str:
    """The SHA-256 of a transcript's text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def unpack_reading(packed: bytes) -> Reading:
    """A stored reading.

    The last few are kept: the views and forms of a cable ask for the same one in a row, and making
    its values takes longer than the query. Large ones are not, they would hold too much memory.
    """
    if len(packed) > KEPT_SIZE:
        return reading_from_json(unpack(packed))
    return _unpack_kept(bytes(packed))


@lru_cache(maxsize=256)
def _unpack_kept(packed: bytes) -> Reading:
    return reading_from_json(unpack(packed))


def canonical_json(reading: Reading) -> bytes:
    plain = _plain(reading)
    line = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return line.encode("ascii")


def reading_from_json(canonical: bytes) -> Reading:
    made: Reading = _reader(Reading)(json.loads(canonical))
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, type(None))):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return {
        name: _plain(held)
        for name, default in _defaults(type(value))
        if (held := getattr(value, name)) != default
    }


_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {}


def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """Each field of a dataclass with its default; MISSING, equal to nothing, where it has none."""
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = tuple(
            (f.name, f.default_factory() if f.default_factory is not MISSING else f.default)
            for f in fields(kind)
        )
    return _DEFAULTS[kind]


_READERS: dict[Any, Callable[[Any], Any]] = {}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """A function that makes a value of the hinted type from plain JSON."""
    try:
        return _READERS[hint]
    except KeyError:
        made = _READERS[hint] = _make_reader(hint)
        return made


def _make_reader(hint: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _union_reader(typing.get_args(hint))
    if origin is tuple:
        item = _reader(typing.get_args(hint)[0])
        return tuple if item is _same else lambda held: tuple([item(part) for part in held])
    if origin is dict:
        held_as = _reader(typing.get_args(hint)[1])
        return lambda held: {key: held_as(part) for key, part in held.items()}
    if is_dataclass(hint):
        return _dataclass_reader(typing.cast("type", hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    if isinstance(hint, type) and issubclass(hint, tuple):
        make: Callable[[Any], Any] = hint._make  # type: ignore[attr-defined]
        return make
    return _same


def _same(held: Any) -> Any:
    return held


def _union_reader(members: tuple[Any, ...]) -> Callable[[Any], Any]:
    """`X | None`, or `str | tuple[str, ...]`: told apart by their JSON."""
    rest = [member for member in members if member is not type(None)]
    if len(rest) == 1:
        inner = _reader(rest[0])
        return lambda held: None if held is None else inner(held)
    return lambda held: tuple(held) if isinstance(held, list) else held


def _dataclass_reader(kind: type) -> Callable[[Any], Any]:
    """Reads fields by name and hands them over by place.

    A field a newer version wrote and this one does not know is left out, not fatal.
    """
    hints = typing.get_type_hints(kind)
    parts = [(name, _reader(hints[name]), default) for name, default in _defaults(kind)]
    plain = [
        (name, None if reader is _same else reader, default) for name, reader, default in parts
    ]

    def read(held: dict[str, Any]) -> Any:
        get = held.get
        values = []
        for name, reader, default in plain:
            value = get(name, MISSING)
            if value is MISSING:
                values.append(_fresh(kind, name, default))
            else:
                values.append(value if reader is None else reader(value))
        return kind(*values)

    return read


def _fresh(kind: type, name: str, default: Any) -> Any:
    """The default of a field that was left out; an own one where it can be changed."""
    if default is MISSING:
        raise ValueError(f"a packed {kind.__name__} lacks its {name}")
    return dict(default) if isinstance(default, dict) else default
