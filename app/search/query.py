"""The tree of a query: frozen values, equal where the queries mean the same by construction.

Words are folded (`words`). `conjunction` and `disjunction` flatten what they are given, so
`a (b c)` and `a b c` are one tree, and printing a tree and parsing it again gives the same one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class All:
    """Every cable: the empty query."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word anywhere in the text or heading; with `prefix`, every word that begins so.

    An `exact` word, phrase or pair is never widened (`widen`); what it finds itself is the same.
    """

    word: str
    prefix: bool = False
    exact: bool = False


ANY = "*"  # in a phrase: any one word, or a paragraph's end


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another inside a paragraph or a line of the heading.

    Where one of them is `ANY`, whatever word stands there, or none and a paragraph's end.
    """

    words: tuple[str, ...]  # two or more, the first and the last of them no `ANY`
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Two words at most `distance` words apart (1: neighbours), in either order.

    From one paragraph to the next counts as one word more.
    """

    left: str
    right: str
    distance: int
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a field: standing in one of its values, or being (`whole`) one of its values."""

    field: str
    words: tuple[str, ...]
    whole: bool = False
    prefix: bool = False  # one word, and every word that begins so


@dataclass(frozen=True, slots=True)
class Dates:
    """Sent or received between two dates, both included, each as precise as it is written.

    A cable matches if all that is known of its time lies inside: one of which only the year is
    known is not found by a month.
    """

    field: str  # sent, received, year
    first: str  # ISO: 1962, 1962-12, 1962-12-13, 1962-12-13T11, 1962-12-13T11:30; empty: open
    last: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Sent or received at a time of day by the local clock; a range may pass midnight."""

    field: str
    first: str  # 22:00
    last: str


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages; None is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A word of `is:` or `has:`."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Unlike:
    """Words that are not to be taken for what is asked; stands beside all else that is asked.

    It refuses what a search would be widened by and takes no cable away by itself.
    """

    words: tuple[str, ...]  # none: whatever is not as it is written


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but."""

    node: Query


@dataclass(frozen=True, slots=True)
class And:
    """All of these; two or more, none of them an And."""

    nodes: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these; two or more, none of them an Or."""

    nodes: tuple[Query, ...]


Leaf: TypeAlias = Term | Phrase | Near | Named | Dates | Clock | Pages | Flag | Unlike
Query: TypeAlias = All | Leaf | Not | And | Or


def conjunction(nodes: Sequence[Query]) -> Query:
    """All of these queries as one."""
    flat = [part for node in nodes for part in (node.nodes if isinstance(node, And) else (node,))]
    kept = tuple(dict.fromkeys(node for node in flat if node != All()))
    return And(kept) if len(kept) > 1 else kept[0] if kept else All()


def disjunction(nodes: Sequence[Query]) -> Query:
    """Any of these queries as one."""
    flat = [part for node in nodes for part in (node.nodes if isinstance(node, Or) else (node,))]
    kept = tuple(dict.fromkeys(flat))
    return Or(kept) if len(kept) > 1 else kept[0] if kept else All()


def words_as_query(words: tuple[str, ...], *, exact: bool = False) -> Term | Phrase:
    """One word, or a phrase of several."""
    return Term(words[0], exact=exact) if len(words) == 1 else Phrase(words, exact)


def parts(query: Query) -> tuple[Query, ...]:
    """What a query asks for at once."""
    return query.nodes if isinstance(query, And) else () if query == All() else (query,)


def exactly(query: Query) -> Query:
    """The same query with all of it taken as it is written."""
    kept = [node for node in parts(query) if not isinstance(node, Unlike)]
    return conjunction([*kept, Unlike(())])


def plain(node: Query) -> bool:
    """Whether a part of a query is one word that may stand for others."""
    return isinstance(node, Term) and not (node.prefix or node.exact)


def side_by_side(nodes: Sequence[Query]) -> tuple[tuple[str, ...], ...]:
    """The plain words that were typed one behind the other, in runs."""
    runs = itertools.groupby(nodes, key=plain)
    return tuple(
        tuple(node.word for node in run if isinstance(node, Term)) for words, run in runs if words
    )


def sought(query: Query) -> tuple[Term | Phrase | Near, ...]:
    """What of a query can be marked in a text: its words outside every NOT, each once."""
    if isinstance(query, (Term, Phrase, Near)):
        return (query,)
    if isinstance(query, (And, Or)):
        return tuple(dict.fromkeys(leaf for node in query.nodes for leaf in sought(node)))
    return ()
