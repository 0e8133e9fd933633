"""How far the intake of a bulk file has come: one row a file, moved on with each batch of cables.

It is written in the transaction that adds the cables, so it says exactly what is held: an intake
that was cut off goes on behind its last batch, and two at once cannot take the same lines.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from app.archive import tables
from app.archive.store import Transaction
from app.errors import Conflict

_bulk, _source = tables.bulk, tables.source


class Reached(NamedTuple):
    """How far an intake has come."""

    byte: int = 0  # where the next line begins
    lines: int = 0  # behind it, blank ones too
    taken: int = 0  # cables
    refused: int = 0  # lines


def reached(connection: Connection, sha256: str) -> Reached | None:
    """How far the bulk file of this hash is taken in; None where it was never begun."""
    row = connection.execute(_REACHED, {"sha256": sha256}).first()
    return Reached(*row) if row else None


def begin(tx: Transaction, sha256: str) -> None:
    """Note that a held source is a bulk file, none of it taken in yet."""
    tx.connection.execute(_BEGIN, {"sha256": sha256})


def move_on(tx: Transaction, sha256: str, old: Reached, new: Reached) -> None:
    """Say that the intake has come from `old` to `new`.

    Raises:
        Conflict: it is not at `old`: another command takes the same file in.
    """
    moved = tx.connection.execute(
        _MOVE,
        {"sha256": sha256, "old": old.byte, "new_byte": new.byte, "new_lines": new.lines,
         "new_taken": new.taken, "new_refused": new.refused},
    )  # fmt: skip
    if moved.rowcount != 1:
        raise Conflict(
            thing=f"The file {sha256[:12]}",
            cause="is being taken in by another command",
            next_step="Let that one end; what it has not done is done by running this one again",
        )


_ID = select(_source.c.id).where(_source.c.sha256 == bindparam("sha256")).scalar_subquery()
_REACHED = (
    select(_bulk.c.next_byte, _bulk.c.lines, _bulk.c.taken, _bulk.c.refused)
    .join(_source, _source.c.id == _bulk.c.source_id)
    .where(_source.c.sha256 == bindparam("sha256"))
)
_BEGIN = insert(_bulk).from_select(
    ["source_id"], select(_source.c.id).where(_source.c.sha256 == bindparam("sha256"))
)
_MOVE = (
    update(_bulk)
    .where(_bulk.c.source_id == _ID, _bulk.c.next_byte == bindparam("old"))
    .values(
        next_byte=bindparam("new_byte"),
        lines=bindparam("new_lines"),
        taken=bindparam("new_taken"),
        refused=bindparam("new_refused"),
    )
)
