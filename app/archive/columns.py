"""A reading as columns: the compact form that is stored, and the way back.

The values of one kind (lines, fields, pieces ...) stand below one another, so that what they have
in common is said once, and what the text says by itself is not said at all:

* the lines of a text, their numbers and spans, follow from the text;
* a span that is a whole line, or several whole lines in a row, is the number of the line;
* printed words are what stands at their spans; a value often is its printed words;
* a column of defaults is left out, one of equal values is that value, runs are counted.

The columns are made back without calling each class's `__init__`: a column is set at once by the
slot it belongs to, which costs a third. Reading a stored form therefore needs the source text.

`COLUMNS` is part of the form: it is never reordered. A field that is added to a class later, with a
default, is kept by its name behind the columns.
"""

from __future__ import annotations

import json
import re
import types
import typing
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import accumulate, chain, pairwise, repeat
from operator import attrgetter, methodcaller
from typing import Any, NamedTuple

from app.telegram.reading import Paragraph, Reading, Span

COLUMNS: dict[str, tuple[str, ...]] = {
    "Reading": (
        "core", "family", "is_telegram", "evidence", "lines", "pages", "fields", "paragraphs",
        "page_joins", "markings", "events", "sent", "received", "transit_minutes", "references",
        "redactions", "remarks", "further", "doubts",
    ),
    "ReadLine": ("number", "span", "page", "role", "rule"),
    "Page": ("number", "span", "printed", "first_line", "last_line", "rule", "running_head"),
    "Field": ("name", "spans", "printed", "value", "rule", "state", "alternatives", "doubt"),
    "Piece": ("span", "join", "page"),
    "Paragraph": ("key", "pieces", "kind", "number"),
    "PageJoin": ("before", "after", "kind"),
    "Marking": ("page", "place", "kind", "value", "span", "rule", "doubt"),
    "Event": (
        "action", "spans", "mark", "rule", "date", "date_printed", "authority", "reviewer",
        "exemptions", "scope", "doubt",
    ),
    "Moment": (
        "kind", "spans", "printed", "local", "zone", "utc", "washington", "precision",
        "year_from", "doubt",
    ),
    "Reference": (
        "kind", "span", "printed", "sender", "addressee", "series", "number", "date", "not_to_all",
    ),
    "Redaction": ("span", "kind", "extent", "code"),
    "Remark": ("span", "kind", "note"),
    "Passage": ("kind", "span"),
}  # fmt: skip

_LINE = re.compile(r"\S(?:[^\n]*\S)?")


class AwkwardReading(Exception):  # noqa: N818 - not an error: it is stored in the plain form
    """A reading that has no columns: an offset before the text, a name that is not its field's."""


class Sheet:
    """The source text and its lines that are not blank, found when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines: list[Span] | None = None
        self._places: dict[Span, int] | None = None

    @property
    def lines(self) -> list[Span]:
        """Every line that is not blank, without white space at its ends."""
        if self._lines is None:
            found = map(methodcaller("span"), _LINE.finditer(self.text))
            self._lines = list(map(tuple.__new__, repeat(Span), found))
        return self._lines

    @property
    def places(self) -> dict[Span, int]:
        """The place of each line among `lines`."""
        if self._places is None:
            self._places = {span: at for at, span in enumerate(self.lines)}
        return self._places

    @property
    def numbers(self) -> list[int]:
        """The number of each of `lines` in the text, from 1."""
        starts = [span[0] for span in self.lines]
        newlines = map(self.text.count, repeat("\n"), chain((0,), starts), starts)
        return list(accumulate(newlines, initial=1))[1:]

    def words(self, span: Span) -> str:
        """What stands at a span."""
        return self.text[span[0] : span[1]]


def to_columns(reading: Reading, source_text: str) -> bytes:
    """The compact JSON of a reading of this text.

    Raises:
        AwkwardReading: it claims what columns cannot say.
    """
    columns = _plan(Reading).write([reading], Sheet(source_text))
    return json.dumps(columns, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def from_columns(columns: bytes, source_text: str) -> Reading:
    """The reading again.

    Raises:
        ValueError: these are no columns.
    """
    try:
        made: Reading = _plan(Reading).read(json.loads(columns), 1, Sheet(source_text))[0]
    except (TypeError, IndexError, KeyError) as error:
        raise ValueError(f"the columns of a packed reading are damaged ({error})") from error
    return made


def paragraphs_from_columns(columns: bytes, source_text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a reading alone: most of it is of no use to who shows a passage.

    Raises:
        ValueError: these are no columns.
    """
    plan = _plan(Reading)
    at = next(at for at, named in enumerate(plan.columns) if named.name == "paragraphs")
    try:
        held = json.loads(columns)
        column = held[at] if at < len(held) else None
        return tuple(*plan.columns[at].column.read(column, 1, {}, Sheet(source_text)))
    except (TypeError, IndexError, KeyError) as error:
        raise ValueError(f"the columns of a packed reading are damaged ({error})") from error


class Column(NamedTuple):
    """How the values of one field are written one below the other, and read again.

    `write(values, items, sheet)` gives JSON, None where it need not be said; `read(held, many,
    siblings, sheet)` gives as many values, from what the columns before it have given.
    """

    write: Callable[[list[Any], Sequence[Any], Sheet], Any]
    read: Callable[[Any, int, dict[str, Any], Sheet], Iterable[Any]]


class Named(NamedTuple):
    """One field of a class, with its column and the slot it is put into."""

    name: str
    default: Any  # MISSING where there is none
    fresh: bool  # a default that can be changed: each value gets its own
    column: Column
    put: Callable[[Any, Any], None]


class Plan(NamedTuple):
    """The columns of one class."""

    kind: type
    columns: tuple[Named, ...]
    frozen: int  # that many stand by place, the others by name
    order: tuple[int, ...]  # the place of the column of each field, as the class takes them

    def write(self, items: Sequence[Any], sheet: Sheet) -> list[Any]:
        """The columns of some values; those of defaults at the end are left out."""
        written: list[Any] = []
        later: dict[str, Any] = {}
        for at, (name, default, _, column, _) in enumerate(self.columns):
            values = list(map(attrgetter(name), items))
            is_default = default is not MISSING and values.count(default) == len(values)
            held = None if is_default else column.write(values, items, sheet)
            if at < self.frozen:
                written.append(held)
            elif held is not None:
                later[name] = held
        if later:
            return [*written, later]
        while written and written[-1] is None:
            written.pop()
        return written

    def read(self, held: list[Any], many: int, sheet: Sheet) -> list[Any]:
        """The values again."""
        made: list[Iterable[Any]] = []
        siblings: dict[str, Any] = {}
        for (name, default, fresh, column, _), one in zip(
            self.columns, self._by_column(held), strict=False
        ):
            if one is None and default is not MISSING:
                made.append(
                    [type(default)() for _ in range(many)] if fresh else repeat(default, many)
                )
                continue
            values = column.read(one, many, siblings, sheet)
            siblings[name] = values
            made.append(values)
        if many < _BY_SLOT:
            return list(map(self.kind, *[made[at] for at in self.order]))
        items: list[Any] = list(map(object.__new__, repeat(self.kind, many)))
        for named, values in zip(self.columns, made, strict=True):
            _consume(map(named.put, items, values))
        return items

    def _by_column(self, held: list[Any]) -> Iterable[Any]:
        """What is held of each column, by place and then by name."""
        if len(held) <= self.frozen:
            return chain(held, repeat(None, len(self.columns) - len(held)))
        later = held[self.frozen]
        names = (named.name for named in self.columns[self.frozen :])
        return chain(held[: self.frozen], map(later.get, names))


_BY_SLOT = 5  # so many values are made faster slot by slot than one by one
_consume = deque[Any](maxlen=0).extend


@cache
def _plan(kind: type) -> Plan:
    hints = typing.get_type_hints(kind)
    defaults = {
        f.name: f.default_factory() if f.default_factory is not MISSING else f.default
        for f in fields(kind)
    }
    frozen = COLUMNS[kind.__name__]
    names = (*frozen, *(name for name in defaults if name not in frozen))
    columns = [
        Named(
            name,
            defaults[name],
            isinstance(defaults[name], (dict, list, set)),
            _column(kind, name, hints[name]),
            getattr(kind, name).__set__,
        )
        for name in names
    ]
    return Plan(kind, tuple(columns), len(frozen), tuple(names.index(name) for name in defaults))


def _column(kind: type, name: str, hint: Any) -> Column:
    special = _SPECIAL.get((kind.__name__, name))
    if special is not None:
        return special
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _lists(_column(kind, "", inner[0]))
    if origin is dict:
        return _by_name(inner[1])
    if origin is types.UnionType and is_dataclass(inner[0]):
        return _perhaps(typing.cast("type", inner[0]))
    if hint is Span or (origin is types.UnionType and inner[0] is Span):
        return _SPANS
    if is_dataclass(hint):
        return _nested(typing.cast("type", hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enums(hint)
    return _STRINGS if hint is str else _SCALARS


# Plain values ------------------------------------------------------------------------------------


def _write_scalars(values: list[Any], _: Sequence[Any], __: Sheet) -> Any:
    """Numbers: the one that all are, else each with how often it stands in a row."""
    runs = _runs(values)
    if len(runs) == 1 and runs[0][0] is not None:
        return runs[0][0]
    return list(chain.from_iterable(runs))


def _read_scalars(held: Any, many: int, _: Any, __: Sheet) -> Iterable[Any]:
    if not isinstance(held, list):
        return repeat(held, many)
    counted = iter(held)
    return list(chain.from_iterable(map(repeat, counted, counted)))


def _write_strings(values: list[str], _: Sequence[Any], __: Sheet) -> Any:
    """Words: the one that all are, else each, and behind it how often where it is repeated."""
    runs = _runs(values)
    if len(runs) == 1:
        return runs[0][0]
    out: list[Any] = []
    for value, many in runs:
        out.append(value)
        if many > 1:
            out.append(many)
    return out


def _read_strings(held: Any, many: int, _: Any, __: Sheet) -> Iterable[str]:
    if held.__class__ is str:
        return repeat(held, many)
    out: list[str] = []
    for one in held:
        if one.__class__ is int:
            out += [out[-1]] * (one - 1)
        else:
            out.append(one)
    return out


def _runs(values: list[Any]) -> list[tuple[Any, int]]:
    if values and values.count(values[0]) == len(values):
        return [(values[0], len(values))]
    runs: list[tuple[Any, int]] = []
    begun = 0
    for at, (one, following) in enumerate(pairwise(values), start=1):
        if one != following:
            runs.append((one, at - begun))
            begun = at
    if values:
        runs.append((values[-1], len(values) - begun))
    return runs


_SCALARS = Column(_write_scalars, _read_scalars)
_STRINGS = Column(_write_strings, _read_strings)


def _enums(kind: type[Enum]) -> Column:
    members = {member.value: member for member in kind}

    def write(values: list[Any], items: Sequence[Any], sheet: Sheet) -> Any:
        return _write_strings([value.value for value in values], items, sheet)

    def read(held: Any, many: int, siblings: Any, sheet: Sheet) -> Iterable[Any]:
        if isinstance(held, str):
            return repeat(members[held], many)
        return map(members.__getitem__, _read_strings(held, many, siblings, sheet))

    return Column(write, read)


# Spans -------------------------------------------------------------------------------------------


def _write_spans(values: list[Span | None], _: Sequence[Any], sheet: Sheet) -> list[int]:
    """Pairs: the place of a line and how many lines in a row; else ~start and length.

    No span at all is a line nought times.
    """
    out: list[int] = []
    places = sheet.places
    for span in values:
        if span is None:
            out += (0, 0)
            continue
        place = places.get(span)
        if place is None:
            if span.start < 0:
                raise AwkwardReading
            out += (~span.start, span.end - span.start)
        elif len(out) > 1 and out[-1] > 0 <= out[-2] and out[-2] + out[-1] == place:
            out[-1] += 1
        else:
            out += (place, 1)
    return out


def _read_spans(held: list[int], _: int, __: Any, sheet: Sheet) -> list[Any]:
    out: list[Any] = []
    lines = sheet.lines
    pairs = iter(held)
    for at, many in zip(pairs, pairs, strict=True):
        if at < 0:
            out.append(Span(~at, ~at + many))
        elif many:
            out += lines[at : at + many]
        else:
            out.append(None)
    return out


_SPANS = Column(_write_spans, _read_spans)


def _write_line_numbers(values: list[int], items: Sequence[Any], sheet: Sheet) -> Any:
    """Nothing where the lines are those of the text, as they nearly always are."""
    spans = [item.span for item in items]
    if spans == sheet.lines and values == sheet.numbers:
        return None
    return _write_scalars(values, items, sheet)


def _read_line_numbers(held: Any, many: int, siblings: Any, sheet: Sheet) -> Iterable[int]:
    return sheet.numbers if held is None else _read_scalars(held, many, siblings, sheet)


def _write_line_spans(values: list[Span], items: Sequence[Any], sheet: Sheet) -> Any:
    return None if values == sheet.lines else _write_spans([*values], items, sheet)


def _read_line_spans(held: Any, many: int, siblings: Any, sheet: Sheet) -> Iterable[Span]:
    return sheet.lines if held is None else _read_spans(held, many, siblings, sheet)


# Lists and values within values ------------------------------------------------------------------


def _lists(inner: Column) -> Column:
    """Tuples: how long each is, and the items of all of them as one column."""

    def write(values: list[Any], items: Sequence[Any], sheet: Sheet) -> Any:
        lengths = _write_scalars(list(map(len, values)), items, sheet)
        flat = list(chain.from_iterable(values))
        return [lengths, inner.write(flat, flat, sheet)] if flat else None

    def read(held: Any, many: int, _: Any, sheet: Sheet) -> Iterable[Any]:
        if held is None:
            return [()] * many
        lengths = list(_read_scalars(held[0], many, {}, sheet))
        flat = inner.read(held[1], sum(lengths), {}, sheet)
        return _cut(list(flat), lengths)

    return Column(write, read)


def _cut(flat: list[Any], lengths: list[int]) -> list[tuple[Any, ...]]:
    ends = accumulate(lengths, initial=0)
    return [tuple(flat[start:end]) for start, end in pairwise(ends)]


def _nested(kind: type) -> Column:
    """Values of another class."""

    def write(values: list[Any], _: Sequence[Any], sheet: Sheet) -> Any:
        return _plan(kind).write(values, sheet)

    def read(held: Any, many: int, _: Any, sheet: Sheet) -> Iterable[Any]:
        return _plan(kind).read(held or [], many, sheet)

    return Column(write, read)


def _perhaps(kind: type) -> Column:
    """A value or none, as a list of one or none."""
    if kind is Span:
        return _SPANS
    within = _lists(_nested(kind))

    def write(values: list[Any], items: Sequence[Any], sheet: Sheet) -> Any:
        return within.write([() if value is None else (value,) for value in values], items, sheet)

    def read(held: Any, many: int, siblings: Any, sheet: Sheet) -> Iterable[Any]:
        return [one[0] if one else None for one in within.read(held, many, siblings, sheet)]

    return Column(write, read)


def _by_name(kind: Any) -> Column:
    """A dictionary of values by their own names, in order of the names."""
    within = _lists(_nested(kind))

    def write(values: list[dict[str, Any]], items: Sequence[Any], sheet: Sheet) -> Any:
        for named in values:
            if any(name != value.name for name, value in named.items()):
                raise AwkwardReading
        return within.write([tuple(named.values()) for named in values], items, sheet)

    def read(held: Any, many: int, siblings: Any, sheet: Sheet) -> Iterable[Any]:
        found = within.read(held, many, siblings, sheet)
        return [{value.name: value for value in values} for values in found]

    return Column(write, read)


# Printed words and the values made of them ------------------------------------------------------

_FOLDED = 1  # the words at the span with their white space folded


def _write_printed(values: list[tuple[str, ...]], items: Sequence[Any], sheet: Sheet) -> Any:
    """Only what is not as it stands at its span, behind its place; lengths where they differ."""
    spans = [item.spans for item in items]
    lengths = None
    if [len(words) for words in values] != [len(found) for found in spans]:
        lengths = _write_scalars([len(words) for words in values], items, sheet)
        spans = [(*own, *repeat(Span(0, 0), len(words)))[: len(words)]
                 for own, words in zip(spans, values, strict=True)]  # fmt: skip
    odd = _odd(list(chain.from_iterable(values)), list(chain.from_iterable(spans)), sheet)
    return [odd, lengths] if odd or lengths is not None else None


def _odd(printed: list[str], spans: list[Span], sheet: Sheet) -> list[Any]:
    out: list[Any] = []
    for at, (words, span) in enumerate(zip(printed, spans, strict=True)):
        stands = sheet.words(span)
        if words != stands:
            out += (at, _FOLDED if words == " ".join(stands.split()) else words)
    return out


def _read_printed(held: Any, many: int, siblings: Any, sheet: Sheet) -> Iterable[Any]:
    spans: list[tuple[Span, ...]] = siblings["spans"]
    odd, lengths = held or ((), None)
    if lengths is not None:
        cut = list(_read_scalars(lengths, many, {}, sheet))
        spans = [(*own, *repeat(Span(0, 0), n))[:n] for own, n in zip(spans, cut, strict=True)]
    words = _stand(list(chain.from_iterable(spans)), odd, sheet)
    return _cut(words, [len(own) for own in spans])


def _stand(spans: list[Span], odd: Sequence[Any], sheet: Sheet) -> list[str]:
    text = sheet.text
    words = [text[start:end] for start, end in spans]
    pairs = iter(odd)
    for at, what in zip(pairs, pairs, strict=True):
        words[at] = " ".join(words[at].split()) if what == _FOLDED else what
    return words


def _write_printed_one(values: list[str], items: Sequence[Any], sheet: Sheet) -> Any:
    return _odd(values, [item.span for item in items], sheet) or None


def _read_printed_one(held: Any, _: int, siblings: Any, sheet: Sheet) -> Iterable[str]:
    return _stand(list(siblings["span"]), held or [], sheet)


def _write_mark(values: list[str], items: Sequence[Any], sheet: Sheet) -> Any:
    """The folded words of all spans are left out."""
    out: list[Any] = []
    for at, (mark, item) in enumerate(zip(values, items, strict=True)):
        if mark != _mark(item.spans, sheet):
            out += (at, mark)
    return out or None


def _read_mark(held: Any, many: int, siblings: Any, sheet: Sheet) -> Iterable[str]:
    marks = [_mark(spans, sheet) for _, spans in zip(range(many), siblings["spans"], strict=False)]
    pairs = iter(held or ())
    for at, mark in zip(pairs, pairs, strict=True):
        marks[at] = mark
    return marks


def _mark(spans: tuple[Span, ...], sheet: Sheet) -> str:
    return " ".join(" ".join(map(sheet.words, spans)).split())


_AS_PRINTED, _LISTED = 0, 1


def _write_values(values: list[Any], items: Sequence[Any], _: Sheet) -> list[Any]:
    """0 where a value is its first printed words, 1 where a list is all of them."""
    return [_value(value, item.printed) for value, item in zip(values, items, strict=True)]


def _value(value: Any, printed: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return _AS_PRINTED if printed and value == printed[0] else value
    return _LISTED if value == printed else list(value)


def _read_values(held: Any, _: int, siblings: Any, __: Sheet) -> Iterable[Any]:
    out: list[Any] = []
    for value, printed in zip(held, siblings["printed"], strict=True):
        if isinstance(value, str):
            out.append(value)
        elif value == _AS_PRINTED:
            out.append(printed[0])
        else:
            out.append(printed if value == _LISTED else tuple(value))
    return out


_SPECIAL = {
    ("ReadLine", "number"): Column(_write_line_numbers, _read_line_numbers),
    ("ReadLine", "span"): Column(_write_line_spans, _read_line_spans),
    ("Field", "printed"): Column(_write_printed, _read_printed),
    ("Field", "value"): Column(_write_values, _read_values),
    ("Moment", "printed"): Column(_write_printed, _read_printed),
    ("Reference", "printed"): Column(_write_printed_one, _read_printed_one),
    ("Event", "mark"): Column(_write_mark, _read_mark),
}
