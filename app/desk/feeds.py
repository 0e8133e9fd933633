"""What a search has found, the newest published first: what whoever follows it has not seen yet."""

from __future__ import annotations

from app.archive.pages import newest_of
from app.archive.records import CableRow
from app.archive.store import Store
from app.search.index import SearchIndex, Sort
from app.search.parser import parse

ENTRIES = 50
LOOKED_AT = 10_000  # of the hits, those sent last


def newest_found(store: Store, index: SearchIndex, text: str) -> tuple[CableRow, ...]:
    """The cables a search finds that were published last, at most `ENTRIES`.

    The index knows when a cable was sent, not when it was published; so of a search that finds
    more than `LOOKED_AT` only those sent last are looked at.

    Raises:
        WrongQuery: the query cannot be understood.
        IndexAway: there is no index to ask.
    """
    found = index.search(parse(text), sort=Sort.SENT_LAST, many=LOOKED_AT, counted=())
    with store.reading() as connection:
        return newest_of(connection, [hit.id for hit in found.hits], ENTRIES)
