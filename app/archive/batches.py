"""Batches: files handed over together, and what became of each.

A file's row outlives the work: it says for good that a file was refused, why, and what to do. Its
fate is changed by the upload (by batch and number) and by the work on its source (by SHA-256).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, select, update

from app.archive import records
from app.archive.records import BatchFile, BatchRow, FileFate, NewBatch
from app.archive.repository import add_event, collection_id, insert_row, now
from app.archive.store import Transaction
from app.archive.tables import batch, batch_file, collection
from app.errors import BatchMissing

MOVING = (FileFate.ARRIVING, FileFate.ACCEPTED, FileFate.WORKING)
_OWN = ("id", "name", "made_by", "made_at", "provenance", "publish", "cancelled_at")
_PLACE = tuple(records.Collection.__slots__)
_BATCH = select(*(batch.c[name] for name in _OWN), *(collection.c[name] for name in _PLACE))
_BATCH = _BATCH.outerjoin(collection, collection.c.id == batch.c.collection_id)
_FILE = select(*(batch_file.c[name] for name in BatchFile.__slots__))
_COUNTS = (
    select(batch_file.c.batch_id, batch_file.c.fate, func.count())
    .where(batch_file.c.batch_id.in_(bindparam("ids", expanding=True)))
    .group_by(batch_file.c.batch_id, batch_file.c.fate)
)


def open_batch(tx: Transaction, new: NewBatch) -> int:
    """Begin a batch without files; its number."""
    row = {
        "name": new.name, "made_by": new.made_by, "made_at": now(), "provenance": new.provenance,
        "collection_id": collection_id(tx, new.collection), "publish": new.publish,
    }  # fmt: skip
    number = insert_row(tx.connection, batch, row)
    add_event(tx, new.made_by, "batch opened", note=f"{number}: {new.name}")
    return number


def add_files(tx: Transaction, batch_id: int, named: Sequence[tuple[str, int]]) -> list[int]:
    """Announce files (name, size in bytes) whose bytes are about to arrive.

    Returns:
        Their numbers in the batch, in order.

    Raises:
        BatchMissing: there is no such batch.
    """
    # Held, so that two announcements at once do not number alike.
    held = select(batch.c.id).where(batch.c.id == batch_id).with_for_update()
    if tx.connection.execute(held).scalar() is None:
        raise BatchMissing(number=batch_id)
    most = select(func.coalesce(func.max(batch_file.c.number), 0))
    last = tx.connection.execute(most.where(batch_file.c.batch_id == batch_id)).scalar_one()
    rows: list[dict[str, Any]] = [
        {
            "batch_id": batch_id, "number": number, "name": name, "size": size, "at": now(),
            "fate": FileFate.ARRIVING.value,
        }
        for number, (name, size) in enumerate(named, last + 1)
    ]  # fmt: skip
    if rows:
        tx.connection.execute(insert(batch_file), rows)
    return [row["number"] for row in rows]


def settle(
    tx: Transaction,
    batch_id: int,
    number: int,
    fate: FileFate,
    *,
    sha256: str | None = None,
    size: int | None = None,
    reason: str = "",
    remedy: str = "",
) -> bool:
    """Say what became of one file; False where it was cancelled meanwhile, which stands."""
    values: dict[str, Any] = {"fate": fate.value, "reason": reason, "remedy": remedy, "at": now()}
    if sha256 is not None:
        values["sha256"] = sha256
    if size is not None:
        values["size"] = size
    one = _one_file(batch_id, number)
    open_one = update(batch_file).where(one, batch_file.c.fate != FileFate.CANCELLED.value)
    return bool(tx.connection.execute(open_one.values(values)).rowcount)


def note_bytes(tx: Transaction, batch_id: int, number: int, sha256: str) -> None:
    """Note which bytes a file turned out to be, before anything is done with them.

    They were not held then: whoever takes the file up after a fault, and finds them held, knows
    that this file brought them.
    """
    one = update(batch_file).where(_one_file(batch_id, number))
    tx.connection.execute(one.values(sha256=sha256))


def settle_source(
    tx: Transaction, sha256: str, fate: FileFate, *, reason: str = "", remedy: str = ""
) -> int:
    """Say what became of a source in every batch whose file waits for it; how many there are."""
    waiting = (FileFate.ACCEPTED.value, FileFate.WORKING.value)
    rows = update(batch_file).where(batch_file.c.sha256 == sha256, batch_file.c.fate.in_(waiting))
    values = {"fate": fate.value, "reason": reason, "remedy": remedy, "at": now()}
    return int(tx.connection.execute(rows.values(values)).rowcount)


def cancel(tx: Transaction, batch_id: int, *, by: str) -> tuple[str, ...]:
    """Stop what is still moving in a batch.

    Returns:
        The SHA-256 of kept sources that are not to be read any more.

    Raises:
        BatchMissing: there is no such batch.
    """
    marked = update(batch).where(batch.c.id == batch_id).values(cancelled_at=now())
    if not tx.connection.execute(marked).rowcount:
        raise BatchMissing(number=batch_id)
    moving = and_(batch_file.c.batch_id == batch_id, batch_file.c.fate.in_(MOVING))
    ended = update(batch_file).where(moving).values(
        fate=FileFate.CANCELLED.value, reason=f"Cancelled by {by}.",
        remedy="Take it up again, or hand it over anew.", at=now(),
    ).returning(batch_file.c.sha256)  # fmt: skip
    found = tx.connection.execute(ended).scalars().all()
    add_event(tx, by, "batch cancelled", note=str(batch_id))
    return tuple(sha256 for sha256 in found if sha256 and is_cancelled(tx.connection, sha256))


def retry(
    tx: Transaction, batch_id: int, fates: Collection[FileFate], *, by: str
) -> tuple[str, ...]:
    """Let kept files of these fates (failed, cancelled) wait to be read again.

    Returns:
        The SHA-256 of their sources.

    Raises:
        BatchMissing: there is no such batch.
    """
    marked = update(batch).where(batch.c.id == batch_id).values(cancelled_at=None)
    if not tx.connection.execute(marked).rowcount:
        raise BatchMissing(number=batch_id)
    kept = and_(
        batch_file.c.batch_id == batch_id, batch_file.c.fate.in_(fates),
        batch_file.c.sha256.is_not(None),
    )  # fmt: skip
    again = update(batch_file).where(kept).values(
        fate=FileFate.ACCEPTED.value, reason="", remedy="", at=now()
    ).returning(batch_file.c.sha256)  # fmt: skip
    found = dict.fromkeys(tx.connection.execute(again).scalars())
    add_event(tx, by, "batch retried", note=f"{batch_id}: {len(found)} files")
    return tuple(found)


# What is asked ---------------------------------------------------------------------------------


def one_batch(connection: Connection, batch_id: int) -> BatchRow:
    """A batch with the counts of its files.

    Raises:
        BatchMissing: there is no such batch.
    """
    found = connection.execute(_BATCH.where(batch.c.id == batch_id)).all()
    if not found:
        raise BatchMissing(number=batch_id)
    return next(_batches(connection, found))


def newest_batches(
    connection: Connection, many: int = 20, *, before: int = 0
) -> tuple[BatchRow, ...]:
    """Batches, the newest first, from the one numbered below `before` on."""
    asked = _BATCH.order_by(batch.c.id.desc()).limit(many)
    if before:
        asked = asked.where(batch.c.id < before)
    return tuple(_batches(connection, connection.execute(asked).all()))


def files_of(
    connection: Connection,
    batch_id: int,
    fates: Collection[FileFate] = (),
    *,
    after: int = 0,
    many: int | None = None,
) -> tuple[BatchFile, ...]:
    """The files of a batch by number, those of some fates or all, from behind `after` on."""
    asked = _FILE.where(batch_file.c.batch_id == batch_id, batch_file.c.number > after)
    if fates:
        asked = asked.where(batch_file.c.fate.in_(fates))
    found = connection.execute(asked.order_by(batch_file.c.number).limit(many))
    return tuple(_file(row) for row in found)


def finished_at(connection: Connection, batch_id: int, many: int = 30) -> list[dt.datetime]:
    """When the last files of a batch were finished, the latest first."""
    moving = tuple(fate.value for fate in MOVING)
    asked = (
        select(batch_file.c.at)
        .where(batch_file.c.batch_id == batch_id, batch_file.c.fate.not_in(moving))
        .order_by(batch_file.c.at.desc())
        .limit(many)
    )
    return list(connection.execute(asked).scalars())


def one_file(connection: Connection, batch_id: int, number: int) -> BatchFile:
    """One file of a batch.

    Raises:
        BatchMissing: there is no such file.
    """
    row = connection.execute(_FILE.where(_one_file(batch_id, number))).first()
    if row is None:
        raise BatchMissing(number=f"{batch_id} with a file {number}")
    return _file(row)


def named_like(connection: Connection, sha256: str, start: str) -> tuple[BatchFile, ...]:
    """The files that came in the same batches as a source and whose names begin so, in any case."""
    own = select(batch_file.c.batch_id).where(batch_file.c.sha256 == sha256)
    named = func.lower(batch_file.c.name).startswith(start.lower(), autoescape=True)
    asked = _FILE.where(batch_file.c.batch_id.in_(own), named)
    return tuple(_file(row) for row in connection.execute(asked.order_by(batch_file.c.number)))


def names_of(connection: Connection, sha256: str) -> tuple[str, ...]:
    """What a source was called by those who handed it over, with its folders."""
    asked = select(batch_file.c.name).where(batch_file.c.sha256 == sha256).distinct()
    return tuple(connection.execute(asked.order_by(batch_file.c.name)).scalars())


def is_cancelled(connection: Connection, sha256: str) -> bool:
    """Whether every batch that brought a source wants it no more; one of no batch is wanted."""
    of = batch_file.c.sha256 == sha256
    wanted = exists().where(of, batch_file.c.fate != FileFate.CANCELLED.value)
    named, kept = connection.execute(select(exists().where(of), wanted)).one()
    return bool(named and not kept)


def is_to_be_published(connection: Connection, sha256: str) -> bool:
    """Whether a batch that brought a source asks for its cables to be published once read."""
    asked = exists().where(
        batch_file.c.sha256 == sha256, batch_file.c.batch_id == batch.c.id, batch.c.publish,
        batch.c.cancelled_at.is_(None),
    )  # fmt: skip
    return bool(connection.execute(select(asked)).scalar())


def _batches(connection: Connection, found: Sequence[Any]) -> Iterator[BatchRow]:
    counts: dict[int, dict[FileFate, int]] = {row.id: {} for row in found}
    for id, fate, many in connection.execute(_COUNTS, {"ids": list(counts)}):
        counts[id][FileFate(fate)] = many
    for row in found:
        id, name, made_by, made_at, provenance, publish, cancelled_at, *place = row
        where = None if place[0] is None else records.Collection(*place)
        yield BatchRow(
            id, name, made_by, made_at, where, provenance, publish, cancelled_at, counts[id]
        )


def _one_file(batch_id: int, number: int) -> Any:
    return and_(batch_file.c.batch_id == batch_id, batch_file.c.number == number)


def _file(row: Any) -> BatchFile:
    batch_id, number, name, size, sha256, fate, reason, remedy, at = row
    return BatchFile(batch_id, number, name, size, sha256 or "", FileFate(fate), reason, remedy, at)
