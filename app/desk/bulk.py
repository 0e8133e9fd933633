"""Taking in a bulk file: JSON lines, one telegram a line, read on all cores.

The file is one source, kept whole; a cable is the bytes of its line. Other processes read the lines
and make their rows; this one numbers and writes them, some hundreds in a transaction, together with
how far it has come. It may be cut off anywhere: the same command goes on behind the last batch.
With each batch it is noted which of its cables are probably the same telegram as held ones.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.archive import adding, bulk, repository
from app.archive.alike import Alike
from app.archive.bulk import Reached
from app.archive.records import BULK_TYPE, NewSource, Outcome
from app.archive.rows import Prepared
from app.desk.bulk_lines import batches
from app.desk.bulk_readers import LineRefused, Reader, all_read
from app.desk.intake import Wish
from app.desk.room import Desk


@dataclass(frozen=True, slots=True)
class BulkTaken:
    """What became of a bulk file."""

    sha256: str
    reached: Reached
    resumed_at: int  # the line it went on behind; 0 where it began
    was_held: bool = False  # all of it had been taken in before


Told = Callable[[Reached, list[LineRefused]], None]


def take_in_bulk(
    desk: Desk, file: Path, wish: Wish, *, processes: int = 0, told: Told | None = None
) -> BulkTaken:
    """Take a JSON-lines file in, going on where an earlier intake of the same bytes was cut off.

    Each line is an object with the telegram in `text`, and if wanted what to call it in `name`.

    Args:
        desk: where to take it in.
        file: the file; its bytes are kept as a source.
        wish: what is wanted of each cable.
        processes: how many read; 0 for one a core.
        told: called after every batch with how far the intake has come and the lines refused.

    Raises:
        Unavailable: the store or the disk is away or full; what was committed stays.
        Conflict: another command takes the same file in.
        BulkStopped: a reading process ended (killed, or out of memory).
    """
    with file.open("rb") as stream:
        kept = desk.files.put(stream)
    desk.step("bytes kept")
    start = _begun(desk, file, kept.sha256, kept.size)
    if start.byte >= kept.size:
        return BulkTaken(kept.sha256, start, start.lines, was_held=True)
    at, alike = start, Alike()
    with desk.files.open(kept.sha256) as stream:
        reader = Reader(kept.sha256, wish, desk.vocabulary)
        lines = batches(stream, start, desk.max_source_bytes)
        for batch, read in all_read(reader, lines, processes or os.cpu_count() or 1):
            new = Reached(batch.byte, batch.number, at.taken + len(read.rows),
                          at.refused + len(read.refused))  # fmt: skip
            _write(desk, alike, kept.sha256, at, new, read.rows, wish)
            at = new
            if told:
                told(at, read.refused)
    _finish(desk, file, kept.sha256, at)
    return BulkTaken(kept.sha256, at, start.lines)


def _begun(desk: Desk, file: Path, sha256: str, size: int) -> Reached:
    """How far this file is taken in already; its rows are made where it is new."""
    with desk.store.writing() as tx:
        new = repository.add_source(tx, NewSource(sha256, file.name, BULK_TYPE, size))
        if new:
            bulk.begin(tx, sha256)
            repository.add_event(tx, desk.who, "received", note=f"{file.name} {sha256}")
        held = bulk.reached(tx.connection, sha256)
        if held is None:  # held as one file, for instance as a text: its lines are not taken twice
            return Reached(byte=size)
    desk.step("source added")
    return held


def _write(
    desk: Desk,
    alike: Alike,
    sha256: str,
    old: Reached,
    new: Reached,
    rows: list[Prepared],
    wish: Wish,
) -> None:
    with desk.store.writing() as tx:
        bulk.move_on(tx, sha256, old, new)
        desk.step("moved on")
        adding.take_turn(tx)
        ids = adding.add_prepared(tx, rows, published_by=desk.who if wish.publish else "")
        alike.note(tx, {id: row.traits for id, row in zip(ids, rows, strict=True)})
        desk.step("before commit")
    desk.step("committed")


def _finish(desk: Desk, file: Path, sha256: str, at: Reached) -> None:
    remark = f"{at.taken:,} cables of {at.lines:,} lines, {at.refused:,} refused"
    with desk.store.writing() as tx:
        outcome = Outcome.READ if at.taken else Outcome.REFUSED
        repository.set_outcome(tx, sha256, outcome, remark)
        repository.add_event(tx, desk.who, "read", note=f"{file.name}: {remark}")
    desk.step("finished")
