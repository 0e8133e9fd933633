"""A reading as JSON and back, and in the shape of the labels; and line by line for a person."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.telegram.reading import Reading, ReadLine


def to_dict(reading: Reading, *, whole: bool = False) -> dict[str, Any]:
    """The reading as plain dicts, lists and strings.

    What equals its default is left out, which `from_dict` puts back; with `whole` every key is
    there, for readers who do not know our defaults.
    """
    return dict(_plain(reading, whole))


def from_dict(stored: dict[str, Any]) -> Reading:
    """The reading that `to_dict` wrote.

    Raises:
        TypeError, ValueError, KeyError: the dict was not written by `to_dict`.
    """
    made: Reading = _value(Reading, stored)
    return made


def _plain(value: Any, whole: bool) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = {}
        for each in dataclasses.fields(value):
            held = getattr(value, each.name)
            if whole or not _is_default(each, held):
                kept[each.name] = _plain(held, whole)
        return kept
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item, whole) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, whole) for key, item in value.items()}
    return value


def _is_default(each: dataclasses.Field[Any], held: Any) -> bool:
    if each.default is not dataclasses.MISSING:
        return bool(held == each.default)
    return each.default_factory is not dataclasses.MISSING and held == each.default_factory()


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(kind: type) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def _value(hint: Any, stored: Any) -> Any:
    """Build what a type hint of `reading.py` asks for."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        return _union(inner, stored)
    if origin is tuple:
        return tuple(_value(inner[0], item) for item in stored)
    if origin is dict:
        return {key: _value(inner[1], item) for key, item in stored.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        return hint(**{name: _value(hints[name], item) for name, item in stored.items()})
    if isinstance(hint, type) and issubclass(hint, tuple):
        return hint(*stored)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(stored)
    return stored


def _union(inner: tuple[Any, ...], stored: Any) -> Any:
    if stored is None or isinstance(stored, (str, int)):
        return stored
    chosen = next(hint for hint in inner if hint not in (str, int, type(None)))
    return _value(chosen, stored)


def to_gold(reading: Reading, source_text: str, doc: str, sha256: str) -> dict[str, Any]:
    """The reading in the shape of the labels: `doc` names the text, `sha256` is of its bytes."""
    fields: dict[str, Any] = {
        name: list(each.value) if isinstance(each.value, tuple) else each.value
        for name, each in reading.fields.items()
    }
    if reading.events:
        fields["declassification"] = [
            {"mark": event.mark, "date": event.date or None, "authority": event.authority or None}
            for event in reading.events
        ]
    return {
        "doc": doc,
        "sha256": sha256,
        "format": reading.family.value,
        "is_telegram": reading.is_telegram,
        "fields": fields,
        "roles": [list(each) for each in _ranges(reading.lines)],
        "paragraphs": sum(each.kind != "note" for each in reading.paragraphs),
        "page_starts": [page.first_line for page in reading.pages[1:]],
        "page_joins": [[join.before, join.after, join.kind] for join in reading.page_joins],
    }


def _ranges(lines: tuple[ReadLine, ...]) -> Iterator[tuple[int, int, str]]:
    for role, group in groupby(lines, key=lambda line: line.role):
        run = list(group)
        yield run[0].number, run[-1].number, role.value


def explain(reading: Reading, source_text: str) -> Iterator[str]:
    """One line of text for every line of the source: number, page, role, rule, words."""
    for line in reading.lines:
        words = line.span.of(source_text)[:100]
        yield f"{line.number:5} p{line.page:<3} {line.role.value:12} {line.rule:28} {words}"
