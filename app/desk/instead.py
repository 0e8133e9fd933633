"""Why a search finds nothing, and what near it finds something: each with its number of cables.

Every search that is offered was counted, so none of them leads to another empty page.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.desk.finding import Asked, states_of
from app.errors import WrongQuery
from app.formats.names import MONTHS
from app.search.document import Facet, Results
from app.search.index import SearchIndex, Sort
from app.search.parser import parse
from app.search.query import (
    ANY,
    All,
    Dates,
    Named,
    Phrase,
    Query,
    Term,
    Unlike,
    conjunction,
    parts,
)

MOST_PARTS = 6  # of a query that are counted by themselves
MOST_TRIED = 12  # other searches that are counted
MOST_OFFERED = 6
MOST_VALUES = 2_000  # the most frequent ones of a field, among which a near one is sought
_EVERY = All()
SHORTEST = 4  # letters of a word whose longer forms are sought
_OPERATOR = re.compile(r'"[^"]*"|\b(?:and|or|not)\b')
_ISO = re.compile(r'"?(?<![\w:.-])([12][0-9]{3}-[01][0-9](?:-[0-3][0-9])?)(?![\w.-])"?', re.ASCII)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS if name != "May") + "|May"
_DAY = r"([0-3]?[0-9])(?:st|nd|rd|th)?"
_IN_WORDS = re.compile(
    rf'"?(?<![\w:.-])(?:{_DAY} +({_MONTH})|({_MONTH}) +{_DAY},|({_MONTH}))\.? +([12][0-9]{{3}})(?![\w.-])"?',
    re.ASCII | re.IGNORECASE,
)


class Counted(NamedTuple):
    """A query and how many cables it finds."""

    query: Query
    number: int


@dataclass(frozen=True, slots=True)
class Other:
    """Another search that finds something; `node` is the part of the first one that it changes."""

    kind: str  # operators, date, value, year, without, anywhere, beginning
    query: Query
    number: int
    node: Query = _EVERY
    now: Query = _EVERY  # what stands in the place of `node`


@dataclass(frozen=True, slots=True)
class Why:
    """What becomes of the parts of a search by themselves, and what to ask instead."""

    alone: tuple[Counted, ...]  # none where there is one part only
    others: tuple[Other, ...]  # nearest to what was asked first
    held: int  # cables there are at all


def why_nothing(index: SearchIndex, asked: Asked) -> Why:
    """Count the parts of a search that found nothing, and searches near it.

    Raises:
        WrongQuery: the query cannot be understood.
        IndexAway: there is no index to ask.
    """
    tree = parse(asked.text)

    def ask(query: Query, *, fields: Sequence[str] = ()) -> Results:
        return index.search(query, sort=Sort.SENT, many=0, counted=fields,
                            states=states_of(asked), widen=True)  # fmt: skip

    held = [node for node in parts(tree) if not isinstance(node, Unlike)]
    alone = tuple(Counted(node, ask(node).count) for node in held[:MOST_PARTS])
    barren = [one.query for one in alone if not one.number]
    every = ask(All(), fields=[name for node in barren if (name := _listed(node))])
    offered: dict[Query, Other] = {}
    for tried, other in enumerate(_others(asked.text, tree, barren, every)):
        if tried == MOST_TRIED or len(offered) == MOST_OFFERED:
            break
        if other.query != tree and other.query not in offered and (n := ask(other.query).count):
            offered[other.query] = Other(other.kind, other.query, n, other.node, other.now)
    return Why(alone if len(held) > 1 else (), tuple(offered.values()), every.count)


def _others(text: str, tree: Query, barren: list[Query], every: Results) -> Iterator[Other]:
    for kind, reread in (("operators", _with_operators), ("date", _with_dates)):
        if (said := reread(text)) != text and (query := _parsed(said)) is not None:
            yield Other(kind, query, 0)
    for node in barren:
        for kind, now in _near(node, every):
            yield Other(kind, _in_place(tree, node, now), 0, node, now)
    for node in (*barren, *(node for node in parts(tree) if node not in barren)):
        if (others := _in_place(tree, node, All())) != All():
            yield Other("without", others, 0, node)
    yield from _looser(tree)


def _parsed(text: str) -> Query | None:
    try:
        return parse(text)
    except WrongQuery:
        return None


def _in_place(tree: Query, node: Query, now: Query) -> Query:
    return conjunction([now if one == node else one for one in parts(tree)])


# Read otherwise ----------------------------------------------------------------------------------


def _with_operators(text: str) -> str:
    """Small and, or, not as operators.

    >>> _with_operators('paris or "war or peace"')
    'paris OR "war or peace"'
    """
    return _OPERATOR.sub(lambda at: at[0] if at[0].startswith('"') else at[0].upper(), text)


def _with_dates(text: str) -> str:
    """Dates among the words as dates of sending.

    >>> _with_dates("berlin 13 December 1962"), _with_dates("Dec. 1962"), _with_dates("1962-12-13")
    ('berlin sent:1962-12-13', 'sent:1962-12', 'sent:1962-12-13')
    """
    return _IN_WORDS.sub(_as_sent, _ISO.sub(r"sent:\1", text))


def _as_sent(found: re.Match[str]) -> str:
    day, month = found[1] or found[4], found[2] or found[3] or found[5]
    number = [name[:3] for name in MONTHS].index(month[:3].capitalize()) + 1
    return f"sent:{found[6]}-{number:02}" + (f"-{int(day):02}" if day else "")


# Values that are held ----------------------------------------------------------------------------


def _listed(node: Query) -> str:
    """The field of a part of a query where its values are counted."""
    return node.field if isinstance(node, Named) and node.field in Facet.ALL else ""


def _near(node: Query, every: Results) -> Iterator[tuple[str, Query]]:
    """What the archive has in the place of a part that nothing has."""
    if isinstance(node, Named) and _listed(node):
        values = [one.value for one in every.facets[node.field][:MOST_VALUES]]
        for value in _values_like(" ".join(node.words), values):
            yield "value", Named(node.field, tuple(value.split(" ")), whole=True)
    if isinstance(node, Dates) and node.field != "received":
        for year in _years_around(node, [period[:4] for period, _ in every.timeline]):
            yield "year", Dates("year", year, year)


def _values_like(typed: str, values: list[str]) -> list[str]:
    """Values that begin so, have these initials (LOU), or are written nearly so."""
    is_like: Callable[[str], bool] = lambda value: (  # noqa: E731
        value.startswith(typed) or "".join(word[0] for word in value.split(" ")) == typed
    )
    like = [value for value in values if is_like(value)]
    return (like or difflib.get_close_matches(typed, values, n=3, cutoff=0.6))[:3]


def _years_around(node: Dates, years: list[str]) -> list[str]:
    """The last year with cables before a date, and the first one after it."""
    before = [year for year in years if node.first and year < node.first[:4]]
    after = [year for year in years if node.last and year > node.last[:4]]
    return sorted({*before[-1:], *after[:1]})


# Looser ------------------------------------------------------------------------------------------


def _looser(tree: Query) -> Iterator[Other]:
    """The words of phrases anywhere, and longer forms of words."""
    nodes = parts(tree)
    phrases = [node for node in nodes if isinstance(node, Phrase)]
    if phrases:
        words = [Term(word) for node in phrases for word in node.words if word != ANY]
        rest = [node for node in nodes if not isinstance(node, Phrase)]
        yield Other("anywhere", conjunction([*words, *rest]), 0)
    for node in nodes:
        if isinstance(node, Term) and not node.prefix and len(node.word) >= SHORTEST:
            longer = Term(node.word, prefix=True)
            yield Other("beginning", _in_place(tree, node, longer), 0, node, longer)
