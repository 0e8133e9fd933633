"""A search from the typed query to what is shown: figures and ids from the index, words from the store.

The index may be a moment behind the archive; what is shown of a hit is read from the archive, so a
cable withdrawn a moment ago is left out here though it is still counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from app.archive.changes import last_change
from app.archive.indexing import Shown, shown
from app.archive.pages import rows
from app.archive.records import CableRow
from app.archive.store import Store
from app.errors import WrongCall
from app.search.document import DRAFT, Results
from app.search.index import MOST_RANKED, PUBLIC, SearchIndex, Sort
from app.search.marks import Leaf, Marked, Passage, Run, marks, passages, runs
from app.search.parser import parse
from app.search.printer import printed
from app.search.query import Query, sought
from app.search.widen import Told

PAGE = 20  # hits
MOST_ROWS = 10_000  # of a table
FACETS = {"class": "classification", "signed": "signer", "is": "release"}  # as JSON names them


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of a search as it was asked for."""

    text: str
    sort: Sort = Sort.RELEVANCE
    offset: int = 0  # of a list by relevance
    after: int | None = None  # of a list by time: the key of the hit before
    many: int = PAGE
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A cable that was found, with the passages that were asked for."""

    cable: CableRow
    title: tuple[Run, ...]
    passages: tuple[Passage, ...]  # none where only the heading or the fields matched
    long: bool  # its text does not fit one page of the site
    exact: bool  # False: only the widened query finds it
    also: tuple[Leaf, ...]  # what of the widened query stands in its text and was not asked for


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a search."""

    asked: Asked
    sort: Sort  # the order they are in
    tree: Query
    results: Results
    hits: tuple[Hit, ...]
    behind: int  # changes of the archive that the index has not followed yet

    @property
    def next_offset(self) -> int | None:
        """Where a list by relevance goes on; None at its end."""
        end = self.asked.offset + self.asked.many
        ranked = self.sort is Sort.RELEVANCE
        more = end < self.results.count and end + self.asked.many <= MOST_RANKED
        return end if ranked and more else None

    @property
    def next_after(self) -> int | None:
        """The key behind which a list by time goes on; None at its end."""
        full = len(self.results.hits) == self.asked.many
        if self.sort is Sort.RELEVANCE or not full:
            return None
        return self.results.hits[-1].key

    @property
    def cut(self) -> bool:
        """Whether a list by relevance ends here though more was found."""
        ranked = self.sort is Sort.RELEVANCE
        end = self.asked.offset + self.asked.many
        return ranked and end < self.results.count and self.next_offset is None


def find(store: Store, index: SearchIndex, asked: Asked) -> Finding:
    """Search, and read what is shown of the hits; without words the latest sent come first.

    Raises:
        WrongQuery: the query cannot be understood.
        WrongCall: too far into a list by relevance.
        IndexAway: there is no index to ask.
    """
    tree = parse(asked.text)
    # Without words there is nothing to be relevant to.
    ranked = bool(sought(tree)) or asked.sort is not Sort.RELEVANCE
    sort = asked.sort if ranked else Sort.SENT_LAST
    results = index.search(
        tree, sort=sort, many=asked.many, offset=asked.offset, after=asked.after,
        states=states_of(asked), widen=True,
    )  # fmt: skip
    words = _Words(sought(results.tree), frozenset(sought(tree)))
    ids = [hit.id for hit in results.hits]
    with store.reading() as connection:
        held = shown(connection, ids)
        behind = last_change(connection) - results.change
    hits = tuple(
        _hit(one, words, hit.exact)
        for hit in results.hits
        if (one := held.get(hit.id)) and one.cable.state in states_of(asked)
    )
    return Finding(asked, sort, tree, results, hits, max(0, behind))


def find_rows(store: Store, index: SearchIndex, asked: Asked) -> tuple[CableRow, ...]:
    """All that a search finds, up to `MOST_ROWS`, by time: a list is whole or refused, never cut.

    Raises:
        WrongQuery: the query cannot be understood.
        WrongCall: more is found than a table may have.
        IndexAway: there is no index to ask.
    """
    sort = Sort.SENT if asked.sort is Sort.RELEVANCE else asked.sort
    found = index.search(
        parse(asked.text),
        sort=sort,
        many=MOST_ROWS,
        counted=(),
        states=states_of(asked),
        widen=True,
    )
    if found.count > MOST_ROWS:
        raise WrongCall(
            thing="A table of this search", cause=f"would have {found.count:,} lines",
            next_step=f"Narrow the search to {MOST_ROWS:,} cables, by year or post",
        )  # fmt: skip
    ids = [hit.id for hit in found.hits]
    kept: list[CableRow] = []
    with store.reading() as connection:
        for start in range(0, len(ids), 500):
            kept += rows(connection, ids[start : start + 500], include_drafts=asked.drafts)
    return tuple(kept)


def states_of(asked: Asked) -> tuple[str, ...]:
    """The states of cables that a search may find."""
    return (*PUBLIC, DRAFT) if asked.drafts else PUBLIC


class _Words(NamedTuple):
    """What is to be marked: all of it, and what of that was asked for."""

    leaves: tuple[Leaf, ...]
    asked: frozenset[Leaf]

    def others(self, standing: frozenset[int]) -> tuple[Leaf, ...]:
        """Those of some leaves, by their places, that were not asked for."""
        return tuple(
            leaf for at, leaf in enumerate(self.leaves) if at in standing and leaf not in self.asked
        )


def _hit(one: Shown, words: _Words, exact: bool) -> Hit:
    (in_title,) = marks(words.leaves, [one.cable.title])
    marked = Marked.of(words.leaves, one.paragraphs, one.source_text)
    return Hit(
        one.cable,
        runs(one.cable.title, in_title),
        passages(marked),
        len(one.source_text) > 50_000,
        exact,
        words.others(marked.standing()),
    )


def as_dict(finding: Finding, address: str) -> dict[str, Any]:
    """The answer as JSON gives it; `address` is the archive's own, without a last slash.

    A hit's `page` and `paragraph` (numbers from 1) say where its `snippet` stands, and `marks` are
    half-open places of the snippet that were asked for. `exact_count` are the cables that match as
    asked, and by relevance they come first; `also_matched` says by what the search was widened, and
    how many of the others have each of these forms. Where only the heading or a field matched,
    the snippet is the beginning of the text and page and paragraph are null.
    """
    results = finding.results
    return {
        "query": printed(finding.tree),
        "sort": finding.sort.value,
        "count": results.count,
        "exact_count": results.exact,
        "also_matched": [_told_as_dict(told) for told in results.told],
        "facets": {
            FACETS.get(name, name): [{"value": one.value, "count": one.number} for one in values]
            for name, values in results.facets.items()
        },
        "timeline": [{"period": period, "count": number} for period, number in results.timeline],
        "undated": results.undated,
        "hits": [_hit_as_dict(hit, address) for hit in finding.hits],
        "next": {"offset": finding.next_offset, "after": finding.next_after},
        "changes_behind": finding.behind,
    }


def _told_as_dict(told: Told) -> dict[str, Any]:
    swap = told.swap
    return {
        "asked": " ".join(swap.asked),
        "found": " ".join(swap.found),
        "field": swap.field or None,
        "why": swap.kind,
        "count": told.number,
    }


def _hit_as_dict(hit: Hit, address: str) -> dict[str, Any]:
    first = next(iter(hit.passages), None)
    told = {
        "id": hit.cable.id,
        "url": f"{address}/c/{hit.cable.id}",
        "title": hit.cable.title,
        "sent": hit.cable.sent_local,
        "exact": hit.exact,
    }
    if first is None:
        return {**told, "page": None, "paragraph": None, "snippet": hit.cable.opening, "marks": []}
    snippet, places = snippet_of(first)
    return {
        **told,
        "page": first.page,
        "paragraph": first.paragraph,
        "paragraph_key": first.key,
        "snippet": snippet,
        "marks": places,
        "more": [
            {"page": one.page, "paragraph": one.paragraph, "snippet": snippet_of(one)[0]}
            for one in hit.passages[1:]
        ],
    }


def snippet_of(passage: Passage) -> tuple[str, list[tuple[int, int]]]:
    """A passage as plain text, and where in it the marks are."""
    places, at = [], 0
    for run in passage.runs:
        if run.marked:
            places.append((at, at + len(run.text)))
        at += len(run.text)
    return "".join(run.text for run in passage.runs), places
