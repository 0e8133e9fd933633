"""Searching the index, and writing it.

    index = SearchIndex(folder)                 any number of these, in any process
    results = index.search(parse("berlin"))
    with writing(folder) as writer: ...         one at a time, on one machine

A reader looks at one small file before each search and takes over what was committed since.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

import tantivy

from app.errors import IndexAway, WrongCall
from app.search.ask import Asker, facet_field
from app.search.document import PUBLISHED, Counted, Document, Facet, Found, Results
from app.search.fields import RELEASE
from app.search.folder import Folder, Position, damage
from app.search.lexicon import Lexicon
from app.search.query import And, Query, disjunction, side_by_side
from app.search.schema import as_indexed, open_index, schema
from app.search.widen import (
    ENOUGH,
    MOST_LOOSE,
    Swap,
    Told,
    loosened,
    loosenings,
    swaps,
    widened,
    words_alone,
)

MOST_RANKED = 1_000  # hits by relevance; whoever wants more narrows the search
MOST_VALUES = 65_000  # of a facet: more than there are, so that none is left out
MOST_BESIDE = 50_000  # cables with a word whose neighbours are looked at for the order
BITS = 24  # trees that are told apart by one score
FEW = 5_000  # cables whose scores are looked at one by one
HEAP = 32_000_000  # bytes the writer fills before it writes a segment
PUBLIC = (PUBLISHED,)
_ALL = {"value_count": {"field": "pages"}}  # every cable has one number of pages
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
    lexicon: Lexicon


class _Page(NamedTuple):
    """Which hits are wanted."""

    sort: Sort
    many: int
    offset: int
    after: int | None


class _Wide(NamedTuple):
    """A query as it was asked and as it was widened, for the engine."""

    tree: Query
    told: tuple[Told, ...]
    more: int  # cables that only the widened one finds
    pairs: tuple[tuple[str, str], ...]  # of words that were asked for side by side
    states: tuple[str, ...]
    asked: Any
    near: Any  # with slips alone; of what only the widened one finds this stands first
    whole: Any


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
        widen: bool = False,
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
            widen: whether damaged forms of the words are found too (`app.search.widen`). By
                relevance what matches as asked always stands first.

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
        page = _Page(sort, many, offset, after)
        try:
            asked = (
                self._widened(opened, tree, states)
                if widen
                else self._as_asked(opened, tree, states)
            )
            return self._answer(opened, asked, page, counted)
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

    def _as_asked(self, opened: _Open, tree: Query, states: tuple[str, ...]) -> _Wide:
        query = self._asker.query(tree, states)
        pairs = _pairs(tree, opened.lexicon)
        return _Wide(tree, (), 0, pairs, states, query, query, query)

    def _widened(self, opened: _Open, tree: Query, states: tuple[str, ...]) -> _Wide:
        """The query with every swap that stands in a cable it finds and did not find before.

        First come those of a word or two, then, where hardly anything is found, those that loosen it.
        """
        asked = self._as_asked(opened, tree, states)
        wide = self._with_swaps(opened, tree, asked, self._slips(opened, tree, asked, states))
        loose = self._loosenings(opened, tree, wide, states)
        if not loose:
            return wide
        offered = (*(one.swap for one in wide.told), *loose)
        return self._with_swaps(opened, tree, asked, offered)._replace(near=wide.whole)

    def _slips(
        self, opened: _Open, tree: Query, asked: _Wide, states: tuple[str, ...]
    ) -> tuple[Swap, ...]:
        """The swaps of a query; of a phrase those that stand with its words in any order."""
        offered = swaps(tree, opened.lexicon)
        if not offered or (loose := loosened(tree)) == tree:
            return offered
        beyond = self._beyond(asked.asked, widened(loose, offered), offered, states)
        told, _ = self._told(opened.searcher, beyond, offered)
        return tuple(one.swap for one in told)

    def _loosenings(
        self, opened: _Open, tree: Query, wide: _Wide, states: tuple[str, ...]
    ) -> tuple[Swap, ...]:
        """How a query is loosened of which hardly anything is found, whatever it is narrowed by."""
        words = words_alone(tree)
        offered = loosenings(words, opened.lexicon)
        if not offered:
            return ()
        if words != tree:
            asked = self._as_asked(opened, words, states)
            wide = self._with_swaps(opened, words, asked, self._slips(opened, words, asked, states))
        found = opened.searcher.search(wide.whole, 1).count or 0
        if found >= ENOUGH:
            return ()
        beyond = self._beyond(wide.whole, widened(words, offered), offered, states)
        number = opened.searcher.search(beyond, 1).count or 0
        if number > FEW:
            return ()
        return _fewest(offered, self._held(opened.searcher, beyond, offered, number))

    def _with_swaps(
        self, opened: _Open, tree: Query, asked: _Wide, offered: tuple[Swap, ...]
    ) -> _Wide:
        """The query with those of some swaps that bring a cable."""
        while offered:
            wide = widened(tree, offered)
            beyond = self._beyond(asked.asked, wide, offered, asked.states)
            told, more = self._told(opened.searcher, beyond, offered)
            if len(told) == len(offered):
                whole = self._asker.query(wide, asked.states)
                return asked._replace(tree=wide, told=told, more=more, whole=whole, near=whole)
            # What nobody has may have kept forms of a phrase out that somebody has: count again.
            offered = tuple(one.swap for one in told)
        return asked

    def _beyond(
        self, asked: Any, wide: Query, offered: Sequence[Swap], states: tuple[str, ...]
    ) -> Any:
        """What only the wider query finds: all of it has the words of a swap.

        These are looked at first: they are rare.
        """
        beyond = self._asker.beyond(self._asker.query(wide, states), asked)
        return self._asker.both(beyond, disjunction([swap.there() for swap in offered]))

    def _told(
        self, searcher: Any, beyond: Any, offered: Sequence[Swap]
    ) -> tuple[tuple[Told, ...], int]:
        """The swaps that stand in cables only the wider query finds, and how many cables these are."""
        more = searcher.search(beyond, 1).count or 0
        numbers = self._numbers(searcher, beyond, offered, more) if more else []
        told = (
            Told(swap, number) for swap, number in zip(offered, numbers, strict=False) if number
        )
        return tuple(told), more

    def _numbers(self, searcher: Any, query: Any, offered: Sequence[Swap], many: int) -> list[int]:
        """For each of some swaps, in how many of the cables a query finds it stands."""
        if many <= FEW:
            return [len(held) for held in self._held(searcher, query, offered, many)]
        trees = [swap.there() for swap in offered]
        return [searcher.search(self._asker.both(query, tree), 1).count or 0 for tree in trees]

    def _held(
        self, searcher: Any, query: Any, offered: Sequence[Swap], many: int
    ) -> list[set[Any]]:
        """For each of some swaps, those of the few cables a query finds in which it stands."""
        held: list[set[Any]] = [set() for _ in offered]
        for start in range(0, len(offered) if many else 0, BITS):
            some = [swap.there() for swap in offered[start : start + BITS]]
            found = searcher.search(self._asker.bits(query, some), many, count=False).hits
            for score, address in found:
                bits, one = int(score), (address.segment_ord, address.doc)
                while bits:  # few are set: each is taken off, the last first
                    held[start + (bits & -bits).bit_length() - 1].add(one)
                    bits &= bits - 1
        return held

    def _answer(self, opened: _Open, asked: _Wide, page: _Page, counted: Sequence[str]) -> Results:
        searcher = opened.searcher
        wanted = {name: _terms(facet_field(name)) for name in {*counted, "year"}}
        figures = searcher.aggregate(asked.whole, {**wanted, "all": _ALL})
        count = int(figures["all"]["value"])
        years = sorted(_buckets(figures["year"]))
        timeline = tuple((f"{year:04}", number) for year, number in years)
        if len(timeline) == 1:
            months = sorted(_buckets(searcher.aggregate(asked.whole, {"m": _terms("month")})["m"]))
            timeline = tuple((f"{at // 100:04}-{at % 100:02}", number) for at, number in months)
        return Results(
            tree=asked.tree,
            told=asked.told,
            count=count,
            exact=count - asked.more,
            hits=self._hits(searcher, asked, page, count),
            facets={name: _facet(name, figures[name]) for name in counted},
            timeline=timeline,
            undated=count - sum(number for _, number in years),
            change=opened.position.change,
        )

    def _hits(self, searcher: Any, asked: _Wide, page: _Page, count: int) -> tuple[Found, ...]:
        if page.many < 1:
            return ()
        if page.sort is not Sort.RELEVANCE:
            return self._sorted(searcher, asked, page)
        exact = count - asked.more
        best = self._asker.closer(asked.asked, asked.pairs)
        found = _ranked(searcher, best, page.offset, min(page.many, exact - page.offset))
        rest = page.many - len(found)
        if asked.told and rest:
            beyond = self._asker.beyond(asked.whole, asked.asked)
            if asked.near is not asked.whole:
                beyond = self._asker.first(beyond, asked.near)
            more = _ranked(searcher, beyond, max(0, page.offset - exact), rest)
            found += tuple(replace(hit, exact=False) for hit in more)
        return found

    def _sorted(self, searcher: Any, asked: _Wide, page: _Page) -> tuple[Found, ...]:
        key, descending = f"{page.sort.lstrip('-')}_key", page.sort.startswith("-")
        query = asked.whole
        if page.after is not None:
            query = self._asker.with_key(query, key, page.after, descending=descending)
        order = tantivy.Order.Desc if descending else tantivy.Order.Asc
        result = searcher.search(query, page.many, count=False, order_by_field=key, order=order)
        found = [(_id(searcher, address), value) for value, address in result.hits]
        exact = self._exact(searcher, asked, [id for id, _ in found])
        return tuple(Found(id, value, exact=id in exact) for id, value in found)

    def _exact(self, searcher: Any, asked: _Wide, ids: list[str]) -> set[str]:
        """Those of some hits that match the query as it was asked."""
        if not asked.told or not ids:
            return set(ids)
        result = searcher.search(self._asker.one_of(asked.asked, ids), len(ids), count=False)
        return {_id(searcher, address) for _, address in result.hits}

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
            searcher = index.searcher()
            return _Open(stamp, position, index, searcher, Lexicon(searcher))
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


def _pairs(tree: Query, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Words typed side by side, where one of a pair is rare enough to look where they stand."""
    if not isinstance(tree, And):
        return ()
    pairs = [pair for run in side_by_side(tree.nodes) for pair in pairwise(run)]
    return tuple(
        pair for pair in pairs if min(lexicon.frequency("", one) for one in pair) <= MOST_BESIDE
    )


def _fewest(offered: Sequence[Swap], held: list[set[Any]]) -> tuple[Swap, ...]:
    """Those loosenings that bring a cable none before them brings, and not too many."""
    kept: list[Swap] = []
    brought: set[Any] = set()
    for swap, cables in zip(offered, held, strict=True):
        if len(cables) <= MOST_LOOSE and not cables <= brought:
            kept.append(swap)
            brought |= cables
    return tuple(kept)


def _ranked(searcher: Any, query: Any, offset: int, many: int) -> tuple[Found, ...]:
    if many < 1:
        return ()
    result = searcher.search(query, many, count=False, offset=offset)
    return tuple(Found(_id(searcher, address), 0, score) for score, address in result.hits)


def _id(searcher: Any, address: Any) -> str:
    return str(searcher.doc(address)["id"][0])


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": MOST_VALUES}}


def _buckets(figures: Any) -> list[tuple[Any, int]]:
    return [(_whole(bucket["key"]), bucket["doc_count"]) for bucket in figures["buckets"]]


def _whole(key: Any) -> Any:
    return int(key) if isinstance(key, float) else key


def _facet(name: str, figures: Any) -> tuple[Counted, ...]:
    """The values of a facet, the most frequent first, equal ones by name."""
    pairs = [(-bucket["doc_count"], bucket["key"]) for bucket in figures["buckets"]]
    if name == "year":
        pairs = [(number, f"{year:.0f}") for number, year in pairs]
    elif name == "is":
        pairs = [(number, flag[3:]) for number, flag in pairs if flag in RELEASE_FLAGS]
    pairs.sort()  # by tuples, not by a key: there may be thousands
    return tuple([Counted(value, -number) for number, value in pairs])
