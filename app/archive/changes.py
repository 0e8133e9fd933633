"""Changes, numbered in the order they are committed, without gaps.

Whoever follows the archive (search index, feeds, caches, harvesters) asks for what came after the
number it has seen. That is safe only if a smaller number never appears later. So a transaction
collects its changes and takes their numbers from one counter row at its very end: the row stays
locked until the commit, the next writer waits for it, and a rollback gives the numbers back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, insert, select, update

from app.archive.records import ChangeRow
from app.archive.tables import change, counter

COUNTER = "change"


class Pending(NamedTuple):
    """A change that has no number yet."""

    kind: str
    cable_id: str


class _Collects(Protocol):
    changes: list[Pending]


def record_change(tx: _Collects, kind: str, cable_id: str) -> None:
    """Note that a cable changed; the same change twice in a transaction is one."""
    pending = Pending(kind, cable_id)
    if pending not in tx.changes[-64:]:
        tx.changes.append(pending)


_TAKE = (
    update(counter)
    .where(counter.c.name == COUNTER)
    .values(value=counter.c.value + bindparam("many"))
    .returning(counter.c.value)
)


def number(connection: Connection, pending: Sequence[Pending]) -> None:
    """Number and write the changes: the last statements of a transaction."""
    if not pending:
        return
    last = connection.execute(_TAKE, {"many": len(pending)}).scalar_one()
    first = last - len(pending) + 1
    now = dt.datetime.now(dt.UTC)
    rows = [
        {"number": first + at, "cable_id": one.cable_id, "kind": one.kind, "at": now}
        for at, one in enumerate(pending)
    ]
    connection.execute(insert(change), rows)


_LAST = select(counter.c.value).where(counter.c.name == COUNTER)
_SINCE = (
    select(change.c.number, change.c.cable_id, change.c.kind, change.c.at)
    .where(change.c.number > bindparam("after"))
    .order_by(change.c.number)
    .limit(bindparam("many"))
)


def last_change(connection: Connection) -> int:
    """The number of the last committed change; 0 in an empty archive."""
    return int(connection.execute(_LAST).scalar_one())


def changes_since(connection: Connection, after: int, limit: int = 500) -> tuple[ChangeRow, ...]:
    """The changes with a number above `after`, in order, at most `limit`."""
    found = connection.execute(_SINCE, {"after": after, "many": limit})
    return tuple(ChangeRow(*row) for row in found)
