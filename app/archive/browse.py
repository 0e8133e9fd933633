"""What the browse pages are made of: cables of a day, a post, a register; collections.

Lists page by keyset: `after` is the id of the last cable of the page before. Figures come from
`app.archive.tally`; nothing here counts cables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from app.archive import tables, tally
from app.archive.catalogue import order_keys_of
from app.archive.pages import PUBLISHED, ROW, cable_row, order_key_of
from app.archive.records import CableRow, CableState, Collection, HeldCollection, Outcome

NUMBERS_MOST = 20_000  # of one register: a busy post's telegrams of a year
ASKED_AT_ONCE = 500

cable = tables.cable
_LISTED = (
    select(*ROW)
    .where(cable.c.state == PUBLISHED, cable.c.order_key > bindparam("after"))
    .order_by(cable.c.order_key)
    .limit(bindparam("many"))
)
_ON_DAY = _LISTED.where(cable.c.sent_day == bindparam("day"))
# Times of sending lie in their year but for hours about New Year: a stretch of the post's index.
_YEAR = and_(
    cable.c.post.in_(bindparam("posts", expanding=True)),
    cable.c.order_key.between(bindparam("first"), bindparam("last")),
    func.substr(cable.c.sent_day, 1, 4) == bindparam("year"),
)
_OF_POST = _LISTED.where(_YEAR)
_OF_POST_UNDATED = _LISTED.where(
    cable.c.post.in_(bindparam("posts", expanding=True)), cable.c.sent_day == ""
)


def sent_on(
    connection: Connection, day: str, many: int = 100, *, after: str = ""
) -> tuple[CableRow, ...]:
    """Cables sent on a local day (ISO), or of which only this month, this year or nothing is known."""
    return _listed(connection, _ON_DAY, {"day": day}, many, after)


def of_post(
    connection: Connection, posts: Sequence[str], year: str, many: int = 100, *, after: str = ""
) -> tuple[CableRow, ...]:
    """Cables from a post (by all the names it stands under) sent in a year, or in none known."""
    if not year:
        return _listed(connection, _OF_POST_UNDATED, {"posts": list(posts)}, many, after)
    return _listed(connection, _OF_POST, _of_year(posts, year), many, after)


def _of_year(posts: Sequence[str], year: str) -> dict[str, Any]:
    first, last = order_keys_of(int(year))
    return {"posts": list(posts), "year": year, "first": first, "last": last}


def _listed(
    connection: Connection, statement: Any, asked: dict[str, Any], many: int, after: str
) -> tuple[CableRow, ...]:
    start = order_key_of(connection, after) if after else -1
    if start is None:
        return ()
    found = connection.execute(statement, {**asked, "after": start, "many": many})
    return tuple(cable_row(row) for row in found)


# Registers ---------------------------------------------------------------------------------------

_NUMBERS = (
    select(cable.c.number, cable.c.slug, cable.c.id)
    .where(cable.c.state == PUBLISHED, _YEAR)
    .order_by(cable.c.order_key)
    .limit(NUMBERS_MOST)
)
_CITED = select(tables.reference.c.key).where(
    tables.reference.c.kind == "ref",
    tables.reference.c.key.in_(bindparam("keys", expanding=True)),
    tables.reference.c.cable_id.in_(select(cable.c.id).where(cable.c.state == PUBLISHED)),
).distinct()  # fmt: skip


def register(
    connection: Connection, heads: Sequence[str], posts: Sequence[str], year: str
) -> tuple[tuple[str, str], ...]:
    """The numbers held of a series from a post in a year, each with its cable's id, by time sent.

    Args:
        connection: to read with.
        heads: what the slugs of such cables begin with: secto, telegram.
        posts: the names of the post.
        year: as printed.
    """
    found = connection.execute(_NUMBERS, _of_year(posts, year))
    return tuple(
        (number or _number_of(slug), id)
        for number, slug, id in found
        if slug.partition("-")[0] in heads
    )


def _number_of(slug: str) -> str:
    """MEXI 6453 has its number in its name only."""
    return slug.split("-")[1] if "-" in slug else ""


def cited(connection: Connection, keys: Sequence[str]) -> frozenset[str]:
    """Those of these keys that a published cable refers to."""
    found: set[str] = set()
    for start in range(0, len(keys), ASKED_AT_ONCE):
        asked = {"keys": list(keys[start : start + ASKED_AT_ONCE])}
        found.update(connection.execute(_CITED, asked).scalars())
    return frozenset(found)


# Collections -------------------------------------------------------------------------------------

_collection = tables.collection
_PROVENANCE = tuple(_collection.c[name] for name in Collection.__slots__)
_COLLECTIONS = select(_collection.c.id, *_PROVENANCE).order_by(*_PROVENANCE)
_SOURCES = (
    select(tables.source.c.outcome, func.count())
    .where(func.coalesce(tables.source.c.collection_id, 0) == bindparam("id"))
    .group_by(tables.source.c.outcome)
)
_WITHDRAWN = (
    select(func.count())
    .select_from(cable)
    .join(tables.copy, tables.copy.c.cable_id == cable.c.id)
    .join(tables.source, tables.source.c.id == tables.copy.c.source_id)
    .where(
        cable.c.state == CableState.WITHDRAWN.value,
        tables.copy.c.number == 1,
        func.coalesce(tables.source.c.collection_id, 0) == bindparam("id"),
    )
)


def collections(connection: Connection) -> tuple[tuple[int, Collection], ...]:
    """Every collection with its number, by provenance."""
    return tuple((id, Collection(*rest)) for id, *rest in connection.execute(_COLLECTIONS))


def collection(connection: Connection, id: int) -> HeldCollection | None:
    """One collection, and what became of what was received of it; 0 is what has no provenance.

    None where there is no such collection.
    """
    row = connection.execute(_COLLECTIONS.where(_collection.c.id == id)).first() if id else None
    if row is None and id:
        return None
    outcomes = {
        Outcome(outcome): number for outcome, number in connection.execute(_SOURCES, {"id": id})
    }
    figures = tally.by_key(connection, tally.Kind.COLLECTION, str(id))
    return HeldCollection(
        id=id,
        provenance=Collection(*row[1:]) if row else None,
        cables=sum(one.cables for one in figures if not one.part),
        pages=sum(one.pages for one in figures if not one.part),
        years=tuple((one.part, one.cables) for one in figures if one.part),
        sources=outcomes,
        withdrawn=connection.execute(_WITHDRAWN, {"id": id}).scalar_one(),
    )
