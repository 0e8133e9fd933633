"""New cables into the archive, many at once: numbers and ids for prepared rows, a table at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, text

from app.archive import tables, tally
from app.archive.catalogue import order_key
from app.archive.changes import Pending
from app.archive.ids import mint
from app.archive.records import CableState, NewCable
from app.archive.rows import Prepared, Row, of_cable, of_serial, prepare, trait_rows
from app.archive.store import Transaction
from app.errors import Conflict

_TURN = 0x416C_696B_65  # "Alike"
_TABLES = tuple(
    tables.metadata.tables[name]
    for name in ("cable", "copy", "page", "transcript", "reading", "version",
                 "marking", "reference", "alias", "trait", "event")
)  # fmt: skip


def add_cable(tx: Transaction, new: NewCable, *, at: dt.datetime | None = None) -> str:
    """Add a draft with its copy, pages, transcript, reading and version 1.

    Returns:
        The new cable's id.

    Raises:
        Conflict: no source with that SHA-256 is held.
    """
    return add_cables(tx, (new,), at=at)[0]


def add_cables(
    tx: Transaction, new: Iterable[NewCable], *, at: dt.datetime | None = None
) -> list[str]:
    """Add drafts, each with its copy, pages, transcript, reading and version 1.

    Returns:
        The new cables' ids, in order.

    Raises:
        Conflict: one of their sources is not held; none was added.
    """
    return add_prepared(tx, [prepare(one) for one in new], at=at)


def add_prepared(
    tx: Transaction,
    prepared: Sequence[Prepared],
    *,
    published_by: str = "",
    at: dt.datetime | None = None,
) -> list[str]:
    """Add cables whose rows are made already: drafts, or public at once by whom it says.

    Each table is written in one go, so hand over some hundreds at once and not a million: all of
    them are held in memory.

    Returns:
        The new cables' ids, in order.

    Raises:
        Conflict: one of their sources is not held; none was added.
    """
    if not prepared:
        return []
    at = at or dt.datetime.now(dt.UTC)
    ids = _mint(tx.connection, len(prepared))
    rows = _numbered(tx.connection, prepared, ids, at)
    if published_by:
        _made_public(rows, published_by, at)
    for table, many in rows.items():
        if many:
            tx.connection.execute(insert(table), many)
    if published_by:
        tally.put_in(tx, ids)
    tx.changes += [Pending("added", id) for id in ids]
    return ids


def take_turn(tx: Transaction) -> None:
    """Let those who add cables and look for ones that are alike do so one after another.

    Two at once would not see each other, and neither would be said to be like the other. SQLite has
    one writer in any case.
    """
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(select(func.pg_advisory_xact_lock(_TURN)))


def _numbered(
    connection: Connection, prepared: Sequence[Prepared], ids: list[str], at: dt.datetime
) -> dict[Table, list[Row]]:
    """The rows of new cables by table, in the order in which they refer to one another."""
    many = len(prepared)
    sources = _source_ids(connection, {one.source_sha256 for one in prepared})
    numbers = zip(
        prepared,
        ids,
        _numbers(connection, tables.cable, many),
        _numbers(connection, tables.copy, many),
        _numbers(connection, tables.transcript, many),
        _numbers(connection, tables.reading, many),
        strict=True,
    )
    rows: dict[Table, list[Row]] = {table: [] for table in _TABLES}
    for new, id, serial, copy, transcript, reading in numbers:
        key = order_key(new.catalogue, serial)
        rows[tables.cable].append(
            new.catalogue
            | {
                "serial": serial, "id": id, "state": CableState.DRAFT.value, "current_version": 1,
                "order_key": key, "added_at": at, "published_at": None,
            }
        )  # fmt: skip
        own = {"id": copy, "cable_id": id, "number": 1, "source_id": sources[new.source_sha256]}
        rows[tables.copy].append(new.copy | own)
        rows[tables.page] += [page | {"copy_id": copy} for page in new.pages]
        rows[tables.transcript].append(
            new.transcript | {"id": transcript, "copy_id": copy, "made_at": at}
        )
        rows[tables.reading].append(new.reading | {"id": reading, "transcript_id": transcript})
        first = {
            "cable_id": id, "number": 1, "reading_id": reading, "made_at": at, "changed": (),
        }  # fmt: skip
        rows[tables.version].append(new.version | first)
        rows[tables.marking] += of_serial(serial, new.markings)
        rows[tables.reference] += of_cable(id, new.references)
        rows[tables.alias] += of_cable(id, new.aliases)
        rows[tables.trait] += trait_rows(serial, sorted(new.traits.hashes))
    return rows


def _made_public(rows: dict[Table, list[Row]], by: str, at: dt.datetime) -> None:
    public = {"state": CableState.PUBLISHED.value, "published_at": at}
    for row in rows[tables.cable]:
        row |= public
        rows[tables.event].append(
            {"at": at, "who": by, "what": "published", "cable_id": row["id"], "note": ""}
        )


def _numbers(connection: Connection, table: Table, many: int) -> Sequence[int]:
    """The next numbers of a table's rows; SQLite's only writer may count, PostgreSQL's ask."""
    key = next(iter(table.primary_key.columns))
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.max(key))).scalar() or 0
        return range(last + 1, last + 1 + many)
    sequence = f"{table.name}_{key.name}" + ("_seq" if key.name == "id" else "")
    asked = text("SELECT nextval(CAST(:name AS regclass)) FROM generate_series(1, :many)")
    return connection.execute(asked, {"name": sequence, "many": many}).scalars().all()


def _mint(connection: Connection, many: int) -> list[str]:
    """New ids that no cable has: 29 ** 7 is 17 thousand million, a second try is seldom needed."""
    ids: dict[str, None] = {}
    for _ in range(10):
        ids |= dict.fromkeys(mint() for _ in range(many - len(ids)))
        for taken in connection.execute(_TAKEN, {"ids": list(ids)}).scalars():
            del ids[taken]
        if len(ids) == many:
            return list(ids)
    raise RuntimeError("new ids were taken ten times in a row: the source of randomness is broken")


def _source_ids(connection: Connection, sha256s: set[str]) -> dict[str, Any]:
    held = {row.sha256: row.id for row in connection.execute(_SOURCES, {"sha256s": list(sha256s)})}
    for missing in sorted(sha256s - held.keys()):
        raise Conflict(
            thing=f"Source {missing}", cause="is not held", next_step="Add the source first"
        )
    return held


_SOURCES = select(tables.source.c.id, tables.source.c.sha256).where(
    tables.source.c.sha256.in_(bindparam("sha256s", expanding=True))
)
_TAKEN = select(tables.cable.c.id).where(tables.cable.c.id.in_(bindparam("ids", expanding=True)))
