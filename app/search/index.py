"""Searching the index, and writing it.

    index = SearchIndex(folder)                 any number of these, in any process
    results = index.search(parse("berlin"))
    with writing(folder) as writer: ...         one at a time, on one machine

A reader looks at one small file before each search and takes over what was committed since.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import tantivy

from app.errors import IndexAway, WrongCall
from app.search.ask import Asker, facet_field
from app.search.document import PUBLISHED, Counted, Document, Facet, Found, Results
from app.search.fields import RELEASE
from app.search.folder import Folder, Position, damage
from app.search.query import Query
from app.search.schema import as_indexed, open_index, schema

MOST_RANKED = 1_000  # hits by relevance; whoever wants more narrows the search
MOST_VALUES = 65_000  # of a facet: more than there are, so that none is left out
HEAP = 64_000_000  # bytes the writer fills before it writes a segment
PUBLIC = (PUBLISHED,)
RELEASE_FLAGS = frozenset(f"is:{action}" for action in RELEASE)


class Sort(StrEnum):
    """The orders of a result."""

    RELEVANCE = "relevance"
    SENT = "sent"  # the earliest first
    SENT_LAST = "-sent"
    RECEIVED = "received"
    RECEIVED_LAST = "-received"


class _Open(NamedTuple):
    """A generation of the index as it was at one position."""

    stamp: tuple[int, ...]
    position: Position
    engine: tantivy.Index
    searcher: Any  # its results have a count that its types leave out


class SearchIndex:
    """The index as readers see it. Safe to share between threads."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._asker = Asker(schema())
        self._lock = threading.Lock()
        self._opened: _Open | None = None

    def search(
        self,
        tree: Query,
        *,
        sort: Sort = Sort.RELEVANCE,
        many: int = 20,
        offset: int = 0,
        after: int | None = None,
        states: tuple[str, ...] = PUBLIC,
        counted: Sequence[str] = Facet.ALL,
    ) -> Results:
        """One page of hits with the figures over all that match.

        Args:
            tree: what is asked.
            sort: by relevance, or by a time.
            many: hits on the page.
            offset: of a ranked list.
            after: of a sorted list: the key of the last hit of the page before.
            states: of cables; only an archivist may ask for others than published ones.
            counted: names of facets to count.

        Raises:
            IndexAway: there is no index yet, or it is damaged; both mend themselves.
            WrongCall: too far into a ranked list.
        """
        if sort is Sort.RELEVANCE and offset + many > MOST_RANKED:
            raise WrongCall(
                thing="The list by relevance",
                cause=f"ends after {MOST_RANKED:,} hits",
                next_step="Narrow the search, or sort by time to see them all",
            )
        opened = self._current()
        query = self._asker.query(tree, states)
        try:
            return self._answer(opened, query, sort, many, offset, after, counted)
        except Exception as error:
            raise self._away(f"{error}") from error
        except BaseException as error:  # a panic inside the library is no Exception
            if type(error).__name__ != "PanicException":
                raise
            raise self._away("a file of it is damaged") from error

    def change(self) -> int:
        """The change number the index has followed to; IndexAway where there is no index."""
        return self._current().position.change

    def ids(self, states: tuple[str, ...] = PUBLIC) -> set[str]:
        """Every id in the index, of cables in these states."""
        from app.search.query import All

        searcher = self._current().searcher
        query = self._asker.query(All(), states)
        found = searcher.search(query, max(1, searcher.num_docs))
        return {searcher.doc(address)["id"][0] for _, address in found.hits}

    def _answer(
        self, opened: _Open, query: Any, sort: Sort, many: int, offset: int, after: int | None,
        counted: Sequence[str],
    ) -> Results:  # fmt: skip
        searcher = opened.searcher
        count, hits = self._hits(searcher, query, sort, many, offset, after)
        asked = {name: _terms(facet_field(name)) for name in {*counted, "year"}}
        figures = searcher.aggregate(query, asked)
        years = sorted(_buckets(figures["year"]))
        timeline = tuple((f"{year:04}", number) for year, number in years)
        if len(timeline) == 1:
            months = sorted(_buckets(searcher.aggregate(query, {"m": _terms("month")})["m"]))
            timeline = tuple((f"{at // 100:04}-{at % 100:02}", number) for at, number in months)
        return Results(
            count=count,
            hits=hits,
            facets={name: _facet(name, figures[name]) for name in counted},
            timeline=timeline,
            undated=count - sum(number for _, number in years),
            change=opened.position.change,
        )

    def _hits(
        self, searcher: Any, query: Any, sort: Sort, many: int, offset: int,
        after: int | None,
    ) -> tuple[int, tuple[Found, ...]]:  # fmt: skip
        if sort is Sort.RELEVANCE:
            found = searcher.search(query, max(1, many), offset=offset)
            return found.count or 0, tuple(
                Found(searcher.doc(address)["id"][0], 0, score) for score, address in found.hits
            )[:many]
        key, descending = f"{sort.lstrip('-')}_key", sort.startswith("-")
        page = query
        if after is not None:
            page = self._asker.with_key(query, key, after, descending=descending)
        order = tantivy.Order.Desc if descending else tantivy.Order.Asc
        found = searcher.search(page, max(1, many), order_by_field=key, order=order)
        count = found.count
        if after is not None:
            count = searcher.search(query, 1).count
        return count or 0, tuple(
            Found(searcher.doc(address)["id"][0], value) for value, address in found.hits
        )[:many]

    def _current(self) -> _Open:
        """What was committed last, opened or looked at anew where it is not what we have."""
        stamp = self.folder.stamp()
        opened = self._opened
        if opened is not None and opened.stamp == stamp:
            return opened
        with self._lock:
            self._opened = self._look(self._opened)
            return self._opened

    def _look(self, before: _Open | None) -> _Open:
        stamp, position = self.folder.stamp(), self.folder.position()
        if stamp is None or position is None:
            raise IndexAway(place=self.folder.path, cause="there is none yet")
        try:
            if before is not None and before.position.generation == position.generation:
                index = before.engine
                index.reload()
            else:
                index = open_index(str(self.folder.generation(position)))
                index.reload()
            return _Open(stamp, position, index, index.searcher())
        except Exception as error:
            raise self._away(f"{error}") from error

    def _away(self, cause: str) -> IndexAway:
        self.folder.suspect()
        self._opened = None
        return IndexAway(place=self.folder.path, cause=cause.rstrip(".")[:300])


class IndexWriter:
    """Writes one generation; only who holds the folder's lock may have one."""

    def __init__(self, folder: Folder, position: Position) -> None:
        self.folder = folder
        self.position = position
        self._schema = schema()
        self._index = open_index(str(folder.generation(position)))
        self._writer = self._index.writer(HEAP, 1)

    def put(self, documents: Iterable[Document]) -> None:
        """Take documents in, each in the place of the one with its id."""
        for document in documents:
            self._writer.delete_documents_by_term("id", document.id)
            self._writer.add_document(as_indexed(document))

    def remove(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._writer.delete_documents_by_term("id", id)

    def commit(self, change: int, mark: str) -> None:
        """Keep what was put, then say how far it has followed: a kill in between is a replay."""
        self._writer.commit()
        self.position = Position(self.position.generation, change, mark)
        self.folder.write(self.position)

    def close(self) -> None:
        """Let the merges under way end."""
        self._writer.wait_merging_threads()


def healthy(folder: Folder, position: Position | None) -> bool:
    """Whether there is an index at this position and all its files are as they were written."""
    return position is not None and not damage(folder.generation(position))


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": MOST_VALUES}}


def _buckets(figures: Any) -> list[tuple[Any, int]]:
    return [(_whole(bucket["key"]), bucket["doc_count"]) for bucket in figures["buckets"]]


def _whole(key: Any) -> Any:
    return int(key) if isinstance(key, float) else key


def _facet(name: str, figures: Any) -> tuple[Counted, ...]:
    """The values of a facet, the most frequent first, equal ones by name."""
    pairs = [(f"{value}", number) for value, number in _buckets(figures)]
    if name == "is":
        pairs = [(flag[3:], number) for flag, number in pairs if flag in RELEASE_FLAGS]
    return tuple(Counted(*pair) for pair in sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
