"""What stands behind a field's colon, read by the kind of the field."""

from __future__ import annotations

from typing import NoReturn

from app.errors import WrongQuery
from app.search import dates
from app.search.fields import BY_NAME, FLAGS, Kind, QueryField, nearest
from app.search.query import ANY, Clock, Dates, Flag, Named, Pages, Query, Unlike
from app.search.words import keys_of, words_with_gaps

MOST_DIGITS = 6
SHORTEST_PREFIX = 2  # letters before a star


def field_value(text: str, at: int, name: str, value: str, *, quoted: bool, whole: bool) -> Query:
    """A field and its value as a query.

    Args:
        text: the whole query, for errors.
        at: where in it the field begins.
        name: of the field, as typed.
        value: what stands behind the colon, without quotation marks.
        quoted: whether it had any.
        whole: whether = stood before it.

    Raises:
        WrongQuery: there is no such field, or it takes no such value.
    """
    field = BY_NAME.get(name.lower())
    given = _Given(text, at, at + len(name) + 1)
    if field is None:
        _unknown_field(given, name)
    if not value.strip():
        given.refuse(f"{field.name}: is followed by nothing", f"Write {field.example}")
    if field.kind in (Kind.WORDS, Kind.WHOLE):
        return _named(given, field, value, whole=whole, quoted=quoted)
    if whole:
        given.refuse(f"{field.name}: takes no =", f"Write {field.example}")
    return _READ[field.kind](given, field, value.strip())


class _Given:
    """Where a value stands, for what is said when it is wrong."""

    def __init__(self, text: str, at: int, value_at: int) -> None:
        self.text, self.at, self.value_at = text, at, value_at

    def refuse(self, cause: str, next_step: str, *, at: int | None = None) -> NoReturn:
        place = self.value_at if at is None else at
        raise WrongQuery(at=place + 1, query=self.text, cause=cause, next_step=next_step)


def _unknown_field(given: _Given, name: str) -> NoReturn:
    near = nearest(name, tuple(BY_NAME))
    known = ", ".join(f"{known}:" for known in BY_NAME)
    given.refuse(
        f"there is no field {name}:",
        f"You may mean {near}:; to search for the words, leave the colon out"
        if near
        else f"To search for the words, leave the colon out; the fields are {known}",
        at=given.at,
    )


def _named(given: _Given, field: QueryField, value: str, *, whole: bool, quoted: bool) -> Query:
    words = keys_of(value)
    if not words:
        given.refuse(f"{field.name}: is followed by no word", f"Write {field.example}")
    if "*" not in value:
        return Named(field.name, words, whole or field.kind is Kind.WHOLE)
    if quoted or whole or len(words) > 1 or value.index("*") != len(value) - 1:
        given.refuse(
            "a star stands at the end of one word only", f"Write {field.name}:{words[0].lower()}*"
        )
    if len(words[0]) < SHORTEST_PREFIX:
        given.refuse(f"a star needs {SHORTEST_PREFIX} letters or more before it",
                     f"Write more of the word: {field.name}:{words[0].lower()}…*")  # fmt: skip
    return Named(field.name, words, prefix=True)


def _dates(given: _Given, field: QueryField, value: str) -> Query:
    first, last = _ends(value)
    if ":" in value and all(end == "" or dates.clock(end) is not None for end in (first, last)):
        return _clock(given, field, first, last)
    spans = []
    for end in (first, last):
        span = dates.minutes(end) if end else None
        if end and span is None:
            given.refuse(f"{end[:40]} is no date",
                         f"Write it as 1962, 1962-12, 1962-12-13 or 1962-12-13T11:00, a range as "
                         f"{field.name}:1962-12..1963-01, a time of day as {field.name}:08:00..12:00",
                         at=given.value_at)  # fmt: skip
        spans.append(span)
    _in_order(given, first, last, spans[0] and spans[0][0], spans[1] and spans[1][1])
    return Dates(field.name, first, last)


def _clock(given: _Given, field: QueryField, first: str, last: str) -> Query:
    if not (first and last):
        given.refuse("a time of day needs both ends", f"Write {field.name}:08:00..12:00")
    return Clock(field.name, first, last)


def _year(given: _Given, field: QueryField, value: str) -> Query:
    first, last = _ends(value)
    for end in filter(None, (first, last)):
        if len(end) != 4 or dates.minutes(end) is None:
            given.refuse(f"{end[:40]} is no year", "Write year:1962 or year:1961..1963")
    _in_order(given, first, last, first or None, last or None)
    return Dates(field.name, first, last)


def _number(given: _Given, field: QueryField, value: str) -> Query:
    first, last = _ends(value)
    for end in filter(None, (first, last)):
        if not (end.isascii() and end.isdigit() and len(end) <= MOST_DIGITS):
            given.refuse(f"{end[:40]} is no number", "Write pages:3, pages:2..5 or pages:5..")
    low, high = (int(end) if end else None for end in (first, last))
    _in_order(given, first, last, low, high)
    return Pages(low, high)


def _flag(given: _Given, field: QueryField, value: str) -> Query:
    known = FLAGS[field.name]
    if value.lower() not in known:
        near = nearest(value, known)
        remedy = f"You may mean {field.name}:{near}" if near else f"It knows {', '.join(known)}"
        given.refuse(f"{field.name}: knows no {value[:40]}", remedy)
    return Flag(field.name, value.lower())


def _unlike(given: _Given, field: QueryField, value: str) -> Query:
    words = () if value == "*" else words_with_gaps(value)
    if value != "*" and (not words or ANY in (words[0], words[-1])):
        given.refuse(f"{field.name}: takes words, or a star alone", f"Write {field.example}")
    return Unlike(words)


def _ends(value: str) -> tuple[str, str]:
    first, dots, last = value.partition("..")
    return (first.strip(), last.strip()) if dots else (value, value)


def _in_order(given: _Given, first: str, last: str, low: object, high: object) -> None:
    if not (first or last):
        given.refuse("this range has no end", "Write one end or both: 1962.., ..1963, 1962..1963")
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        given.refuse(f"{first} is later or larger than {last}", f"Turn it round: {last}..{first}")


_READ = {
    Kind.DATE: _dates, Kind.YEAR: _year, Kind.NUMBER: _number, Kind.FLAG: _flag,
    Kind.REFUSED: _unlike,
}  # fmt: skip
