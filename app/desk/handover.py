"""A file of a batch, all of whose bytes have arrived: hashed, kept, and read or queued.

A text is read at once. A scan is a promise: its bytes are kept and its rows committed before it is
queued, so whoever sweeps finds it even if the queue never hears of it. The same bytes again are
said and linked, not taken twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.archive import batches, pages, repository
from app.archive.records import BatchFile, BatchRow, FileFate, HeldSource, NewSource, Outcome
from app.archive.store import Transaction
from app.desk.intake import Fate, Received, Taken, Wish, take_in
from app.desk.paths import read_bytes
from app.desk.room import Desk
from app.errors import FileStoreFailed, PathMissing, PathUnreadable, ReftelError, Unavailable
from app.scans.kinds import SCANS, TEXT, TRANSCRIPTS, Limits, kind_of

Queue = Callable[[str], None]  # takes the SHA-256 of a source that waits to be read

WITHOUT_TELEGRAM = (
    "Look whether it is the file you meant; whoever keeps the machine can take it in all the same: "
    "reftel ingest --anyway"
)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What became of a file."""

    fate: FileFate
    reason: str = ""
    remedy: str = ""
    queued: bool = False


def hand_over(
    desk: Desk, batch: BatchRow, file: BatchFile, path: Path, *, queue: Queue, limits: Limits
) -> FileFate:
    """Settle the fate of a file whose bytes lie at `path`; doing it twice changes nothing.

    Args:
        desk: where it is taken in, by whom.
        batch: says collection, provenance and wish.
        file: its row in the batch.
        path: the bytes as sent; they are left there.
        queue: called when a scan is accepted, after the commit.
        limits: what a scan may be.

    Raises:
        Unavailable: the store or the disk is away or full; the file is still arriving, and the
            same call can be made again.
    """
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    size = path.stat().st_size
    desk.step("hashed")
    settled = _settled(desk, batch, file, path, sha256, limits)
    with desk.store.writing() as tx:
        batches.settle(
            tx, batch.id, file.number, settled.fate, sha256=sha256, size=size,
            reason=settled.reason, remedy=settled.remedy,
        )  # fmt: skip
    desk.step("settled")
    if settled.queued:
        queue(sha256)
    return settled.fate


def _settled(
    desk: Desk, batch: BatchRow, file: BatchFile, path: Path, sha256: str, limits: Limits
) -> _Settled:
    with desk.store.reading() as connection:
        held = pages.find_source_by_sha256(connection, sha256)
    if held is not None:
        return _again(desk, held, began=file.sha256 == sha256)
    with desk.store.writing() as tx:
        batches.note_bytes(tx, batch.id, file.number, sha256)
    desk.step("bytes noted")
    name = PurePosixPath(file.name).name
    try:
        kind = kind_of(path, name, limits)
        if kind in SCANS or kind in TRANSCRIPTS:
            return _accepted(desk, batch, path, NewSource(
                sha256, name, kind, path.stat().st_size, batch.provenance, batch.collection,
            ))  # fmt: skip
        assert kind == TEXT  # noqa: S101 - there is no other kind
        data = read_bytes(str(path), limit=desk.max_source_bytes)
    except Unavailable:
        raise
    except (PathMissing, PathUnreadable) as lost:  # the sender's file is well: ours is not
        raise FileStoreFailed(place=path.parent, cause=lost.reason) from lost
    except ReftelError as refusal:
        return _Settled(FileFate.REFUSED, refusal.reason.replace(str(path), name), refusal.remedy)
    received = Received(name, data, batch.provenance, batch.collection)
    return _of_text(take_in(desk, received, Wish(publish=batch.publish)))


def _of_text(taken: Taken) -> _Settled:
    if taken.fate is Fate.NEW:
        return _Settled(FileFate.READ, taken.reason)
    if taken.fate is Fate.HELD:
        return _Settled(FileFate.HELD, f"The same bytes are {taken.reason}.")
    refusal = taken.refusal
    assert refusal is not None  # noqa: S101 - said of every file that is not taken in
    remedy = WITHOUT_TELEGRAM if taken.fate is Fate.NOT_A_TELEGRAM else refusal.remedy
    return _Settled(FileFate.REFUSED, refusal.reason, remedy)


def _accepted(desk: Desk, batch: BatchRow, path: Path, source: NewSource) -> _Settled:
    with path.open("rb") as stream:
        desk.files.put(stream)
    desk.step("bytes kept")
    with desk.store.writing() as tx:
        repository.add_source(tx, source)
        repository.add_event(tx, desk.who, "received", note=f"{source.name} {source.sha256}")
        desk.step("before commit")
    desk.step("committed")
    return _Settled(FileFate.ACCEPTED, queued=True)


def _again(desk: Desk, held: HeldSource, *, began: bool) -> _Settled:
    """The same bytes came before: said, or waited for, or tried again where they had failed.

    Where it was this file that brought them, and only its fate was not written down, it is that.
    """
    source = held.source
    reason = f"The same bytes are held since {source.received_at:%Y-%m-%d} as {source.name}."
    if began:
        reason = ""
    if held.outcome is Outcome.READ:
        return _Settled(FileFate.READ if began else FileFate.HELD, reason)
    if held.cables and not began:
        return _Settled(FileFate.HELD, reason)
    if held.outcome is not Outcome.WAITING:
        with desk.store.writing() as tx:
            repository.set_outcome(tx, source.sha256, Outcome.WAITING)
    return _Settled(FileFate.ACCEPTED, reason, queued=True)


def cancel(desk: Desk, batch_id: int) -> None:
    """Stop what is still moving in a batch; what is read stays.

    Raises:
        BatchMissing: there is no such batch.
    """
    with desk.store.writing() as tx:
        for sha256 in batches.cancel(tx, batch_id, by=desk.who):
            repository.set_outcome(tx, sha256, Outcome.FAILED, "cancelled")
        desk.step("before commit")
    desk.step("committed")


def retry(desk: Desk, batch_id: int, *, queue: Queue) -> int:
    """Let the files of a batch that failed, or were cancelled with their bytes here, be read again.

    Returns:
        How many wait now.

    Raises:
        BatchMissing: there is no such batch.
    """
    again = (FileFate.FAILED, FileFate.CANCELLED)
    with desk.store.writing() as tx:
        found = batches.retry(tx, batch_id, again, by=desk.who)
        waiting = [sha256 for sha256 in found if _waits_again(tx, sha256)]
        desk.step("before commit")
    desk.step("committed")
    for sha256 in waiting:
        queue(sha256)
    return len(waiting)


def _waits_again(tx: Transaction, sha256: str) -> bool:
    """Let a source be read again, unless another batch saw it read meanwhile."""
    held = pages.find_source_by_sha256(tx.connection, sha256)
    if held is None:  # cancelled while its bytes were taken in: it was never kept
        batches.settle_source(tx, sha256, FileFate.CANCELLED, remedy="Hand it over anew.")
        return False
    if held.outcome is Outcome.READ:
        batches.settle_source(tx, sha256, FileFate.READ)
        return False
    repository.set_outcome(tx, sha256, Outcome.WAITING)
    return True
