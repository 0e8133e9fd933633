"""The work on accepted sources: who has one, whether that one lives, and how the work ended.

An accepted source is `waiting` until its work has ended. Whoever works on it claims it and beats;
one that is silent can be claimed by another. Every write of a worker asks first whether the claim
is still its own, in the same transaction: one that was given up for dead and wakes again writes
nothing more.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import socket
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, exists, func, or_, select, update

from app.archive import tables
from app.archive.batches import is_cancelled, settle_source
from app.archive.records import FileFate, Outcome
from app.archive.repository import add_event, now
from app.archive.store import Transaction
from app.errors import TakenOver

SILENT = dt.timedelta(seconds=30)  # without a sign of life; then another may take it
source, batch_file = tables.source, tables.batch_file


class Claim(NamedTuple):
    """A source that is ours to work on, as it was when it was claimed."""

    source_id: int
    sha256: str
    name: str
    media_type: str
    size: int
    worker: str  # names this claim alone
    step: str  # what was being done when the work was last left
    pages: int  # 0: not counted yet
    attempts: int  # begun so often since the last result was stored, this time too
    reason: str  # what the last attempt failed of


def claim(tx: Transaction, sha256: str, *, silent: dt.timedelta = SILENT) -> Claim | None:
    """Take a waiting source to work on; None where it is not waiting, not wanted or another's."""
    free = or_(
        source.c.worker == "",
        source.c.heartbeat_at.is_(None),
        source.c.heartbeat_at <= now() - silent,
    )
    waiting = and_(source.c.sha256 == sha256, source.c.outcome == Outcome.WAITING.value, free)
    if is_cancelled(tx.connection, sha256):
        return None
    taken = {
        "worker": f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
        "heartbeat_at": now(),
        "attempts": source.c.attempts + 1,
    }
    columns = [source.c.id.label("source_id"), *(source.c[name] for name in Claim._fields[1:])]
    row = tx.connection.execute(
        update(source).where(waiting).values(taken).returning(*columns)
    ).first()
    if row is None:
        return None
    settle_source(tx, sha256, FileFate.WORKING)
    return Claim(*row)


def hold(tx: Transaction, held: Claim) -> None:
    """Lock a source until the commit.

    Raises:
        TakenOver: it is another's by now, or its work has ended.
    """
    own = select(source.c.id).where(
        source.c.id == held.source_id,
        source.c.worker == held.worker,
        source.c.outcome == Outcome.WAITING.value,
    )
    if tx.connection.execute(own.with_for_update()).first() is None:
        raise TakenOver(thing=held.name)


def beat(tx: Transaction, held: Claim) -> None:
    """Give a sign of life.

    Raises:
        TakenOver: as `hold`.
    """
    hold(tx, held)
    _set(tx, held, {"heartbeat_at": now()})


def at_step(tx: Transaction, held: Claim, step: str, **values: Any) -> None:
    """Say what is being done now; a result was stored before it, so the attempts count anew."""
    _set(tx, held, {"step": step, "attempts": 1, "heartbeat_at": now(), **values})


def attempts(tx: Transaction, held: Claim) -> int:
    """How often it was begun since the last result was stored."""
    hold(tx, held)
    asked = select(source.c.attempts).where(source.c.id == held.source_id)
    return int(tx.connection.execute(asked).scalar_one())


def release(tx: Transaction, held: Claim, *, reason: str = "", counted: bool = True) -> None:
    """Give a source back unfinished; the sweep sends it again after a while.

    Args:
        tx: the transaction.
        held: the claim.
        reason: what went wrong, if anything.
        counted: whether the attempt counts against it.

    Raises:
        TakenOver: as `hold`.
    """
    hold(tx, held)
    values: dict[str, Any] = {"worker": "", "heartbeat_at": now(), "reason": reason}
    if not counted:
        values["attempts"] = case((source.c.attempts > 0, source.c.attempts - 1), else_=0)
    _set(tx, held, values)


def finish(tx: Transaction, held: Claim, remark: str = "") -> None:
    """Say that all is done."""
    hold(tx, held)
    _end(tx, held, Outcome.READ, FileFate.READ, remark, "")


def fail(tx: Transaction, held: Claim, reason: str, remedy: str, *, by: str = "machine") -> None:
    """Say that it cannot be done, why, and what to do; it stays so until it is wanted again."""
    hold(tx, held)
    _end(tx, held, Outcome.FAILED, FileFate.FAILED, reason, remedy)
    add_event(tx, by, "failed", note=f"{held.name} {held.sha256}: {reason}")


def silent_sources(
    connection: Connection, *, silent: dt.timedelta = SILENT, many: int = 100, begun: bool = False
) -> tuple[str, ...]:
    """Accepted sources without a sign of life, the oldest first.

    Args:
        connection: where to look.
        silent: for how long.
        many: at most.
        begun: those alone whose worker went silent, and not those that wait for one.
    """
    wanted = ~exists().where(batch_file.c.sha256 == source.c.sha256) | exists().where(
        batch_file.c.sha256 == source.c.sha256, batch_file.c.fate != FileFate.CANCELLED.value
    )
    bulk = exists().where(tables.bulk.c.source_id == source.c.id)
    quiet = func.coalesce(source.c.heartbeat_at, source.c.received_at) <= now() - silent
    asked = select(source.c.sha256).where(
        source.c.outcome == Outcome.WAITING.value, quiet, wanted, ~bulk
    )
    if begun:
        asked = asked.where(source.c.worker != "")
    return tuple(connection.execute(asked.order_by(source.c.id).limit(many)).scalars())


def sent_again(tx: Transaction, sha256s: Sequence[str]) -> None:
    """Note that silent sources are on their way once more; whoever had them has them no more."""
    if sha256s:
        tx.connection.execute(
            update(source)
            .where(source.c.sha256.in_(sha256s), source.c.outcome == Outcome.WAITING.value)
            .values(heartbeat_at=now(), worker="")
        )


def waiting(connection: Connection) -> int:
    """How many sources wait or are worked on."""
    asked = select(func.count()).where(source.c.outcome == Outcome.WAITING.value)
    return int(connection.execute(asked).scalar_one())


def _end(
    tx: Transaction, held: Claim, outcome: Outcome, fate: FileFate, reason: str, remedy: str
) -> None:
    _set(
        tx,
        held,
        {"outcome": outcome.value, "reason": reason, "remedy": remedy, "worker": "", "step": ""},
    )
    settle_source(tx, held.sha256, fate, reason=reason, remedy=remedy)


def _set(tx: Transaction, held: Claim, values: dict[str, Any]) -> None:
    tx.connection.execute(update(source).where(source.c.id == held.source_id).values(values))
