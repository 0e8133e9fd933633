"""A reading as plain JSON: keys sorted, no blanks, a value equal to its class's default left out.

It is the form of a reading that columns cannot say (see `app.archive.columns`): whatever stands in
a reading, this says it.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any

from app.telegram.reading import Reading


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
