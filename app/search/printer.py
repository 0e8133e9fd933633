"""A query's tree as text that parses to the same tree: what chips, links and addresses carry."""

from __future__ import annotations

from app.search.fields import BY_NAME, Kind
from app.search.query import (
    All,
    And,
    Clock,
    Dates,
    Flag,
    Named,
    Near,
    Not,
    Or,
    Pages,
    Phrase,
    Query,
    Term,
    Unlike,
)
from app.telegram.folding import fold


def printed(query: Query) -> str:
    """The query as one would write it."""
    if isinstance(query, And):
        return " ".join(_inside(node) for node in query.nodes)
    if isinstance(query, Or):
        return " OR ".join(_inside(node) for node in query.nodes)
    if isinstance(query, Not):
        return f"NOT {_inside(query.node)}"
    return _leaf(query)


def stem(query: Query) -> str:
    """The query as it stands before one more part of it: `stem(a) + printed(b)` is both."""
    return (
        f"{_inside(query) if isinstance(query, Or) else printed(query)} " if query != All() else ""
    )


def _inside(query: Query) -> str:
    """A part of a larger query: in brackets where it would come apart."""
    return f"({printed(query)})" if isinstance(query, (And, Or)) else printed(query)


def _leaf(query: Query) -> str:
    match query:
        case All():
            return ""
        case Term(word, prefix, exact):
            return _equals(exact) + _lower(word) + ("*" if prefix else "")
        case Phrase(words, exact):
            return f'{_equals(exact)}"{" ".join(map(_lower, words))}"'
        case Near(left, right, distance, exact):
            ends = [_equals(exact) + _lower(end) for end in (left, right)]
            return f" NEAR/{distance} ".join(ends)
        case Named():
            return _named(query)
        case Dates(field, first, last) | Clock(field, first, last):
            return f"{field}:{_range(first, last)}"
        case Pages(low, high):
            shown = ["" if end is None else str(end) for end in (low, high)]
            return f"pages:{_range(*shown)}"
        case Flag(field, value):
            return f"{field}:{value}"
        case Unlike(words):
            return f"unlike:{_value(words) or '*'}"
    raise TypeError(f"{query!r} is no part of a query")


def _named(query: Named) -> str:
    equals = _equals(query.whole and BY_NAME[query.field].kind is not Kind.WHOLE)
    return f"{query.field}:{equals}{_value(query.words)}{'*' if query.prefix else ''}"


def _value(words: tuple[str, ...]) -> str:
    shown = " ".join(map(_lower, words))
    return f'"{shown}"' if len(words) > 1 else shown


def _equals(exact: bool) -> str:
    return "=" if exact else ""


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}..{last}"


def _lower(word: str) -> str:
    """A folded word in small letters, where these fold back to it."""
    return small if fold(small := word.lower()) == word else word
