"""What the index is told of one cable, and what a search tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from app.search.query import Query
from app.search.widen import Told

PUBLISHED, DRAFT = "published", "draft"


@dataclass(frozen=True, slots=True)
class Document:
    """One cable as the index knows it.

    `fields` are the values of the fields of kind words or whole (`app.search.fields`), as they
    stand on the paper or in the catalogue; `flags` are `is:declassified` and the like. Local times
    are ISO, as far as known, by the clock of the place they belong to.
    """

    id: str
    state: str
    heading: tuple[str, ...]  # what the cable is called, its subject line
    paragraphs: tuple[str, ...]  # of the clean text
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    sent: str = ""
    received: str = ""
    pages: int = 1
    sent_key: int = 0  # sorts by time sent; unique, below 2**63
    received_key: int = 0


class Facet:
    """Names of the facets: the fields whose values are counted."""

    ALL = (
        "post", "country", "year", "class", "caption", "precedence", "series", "signed", "is",
        "collection",
    )  # fmt: skip


class Counted(NamedTuple):
    """A value of a facet, as it is compared (`words.key_of`), and how many cables have it."""

    value: str
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: a cable's id and where it stands in the order asked for."""

    id: str
    key: int  # of a sorted list, to go on behind it; 0 in a ranked one
    score: float = 0.0
    exact: bool = True  # False: only the widened query finds it


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a search: every figure is exact over the cables that match `tree`.

    That is the query asked, widened by the swaps of `told`; without any, the query itself.
    """

    tree: Query
    told: tuple[Told, ...]
    count: int
    exact: int  # those of them that match as asked
    hits: tuple[Found, ...]
    facets: dict[str, tuple[Counted, ...]]  # most frequent first; every value
    timeline: tuple[tuple[str, int], ...]  # (1962, 14) or (1962-12, 3), in order, no empty ones
    undated: int  # cables whose year is not known
    change: int  # the archive's change number the index has followed to
