"""The worker: reads accepted scans and follows the changes, on any number of machines.

What follows the changes is the search index of this machine, written by whoever holds its lock. The
scans are anybody's: whoever is free takes the next, and what a dead worker left is sent again.
`reftel serve` does both in threads of its own; the heavy part is done by processes either way.

It leaves a heartbeat in its data folder, so that what started it can ask whether it is well. A
database that goes away is waited for; nothing is lost by it, the changes are numbered.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.archive.changes import changes_since, last_change
from app.archive.store import open_store
from app.desk.capacity import Capacity, of_this_machine
from app.desk.delivery import sweep
from app.desk.index import Follower
from app.desk.room import Desk
from app.desk.transcribe import transcribe
from app.errors import Unavailable, WorkerSilent
from app.jobs import Job, open_queue
from app.scans.files import open_files
from app.scans.kinds import Limits
from app.settings import Settings
from app.vocabulary import load

if TYPE_CHECKING:
    from types import FrameType

    from app.archive.store import Store

log = logging.getLogger("reftel.worker")

BEAT_SECONDS = 0.5
SILENT_SECONDS = 30.0
SWEEP_SECONDS = 5.0


def heartbeat_file(settings: Settings) -> Path:
    return settings.data / "worker.json"


def run(settings: Settings, stop: threading.Event | None = None) -> int:
    """Follow the changes until SIGTERM, SIGINT or `stop`.

    Returns:
        The exit code.
    """
    stop = stop or _stopped_by_signals()
    settings.data.mkdir(parents=True, exist_ok=True)
    scans = threading.Thread(target=read_scans, args=(settings, stop), name="scans")
    scans.start()
    try:
        seen, store = -1, None
        index: Follower | None = None

        def sign_of_life(step: str) -> None:
            _beat(heartbeat_file(settings), seen)
            _go_on(stop, step)

        while not stop.is_set():
            try:
                store = store or open_store(settings.database)
                index = index or Follower(store, settings.index, load(), sign_of_life)
                seen = _follow(store, seen)
                _beat(heartbeat_file(settings), seen)
                _index(index)
            except Unavailable as error:
                log.warning("%s", error)
            stop.wait(BEAT_SECONDS)
    finally:
        stop.set()
        scans.join()
        heartbeat_file(settings).unlink(missing_ok=True)
        _closed(index, store)
    return 0


def read_scans(settings: Settings, stop: threading.Event) -> None:
    """Read accepted scans until `stop`, as many at once as this machine can or is told to."""
    able = of_this_machine(settings.workers, fast=settings.ocr == "fast")
    if not able.workers:
        log.info("scans are left to workers elsewhere")
        return
    if able.note:
        log.info("%s", able.note)
    while not stop.is_set():
        try:
            with scan_desk(settings, able) as desk:
                _deliver(desk, able.workers, stop)
        except Unavailable as error:
            log.warning("%s", error)
            stop.wait(BEAT_SECONDS)


@contextmanager
def scan_desk(settings: Settings, able: Capacity) -> Iterator[Desk]:
    """The desk of a worker: with a queue, and the engines this machine can run.

    Raises:
        Unavailable: the store, the files or the queue cannot be opened.
    """
    store = open_store(settings.database)
    try:
        queue = open_queue(settings.database, settings.data)
        try:
            yield Desk(
                store=store,
                files=open_files(settings.files),
                vocabulary=load(),
                max_source_bytes=settings.max_source_bytes,
                queue=queue,
                limits=Limits(bytes=settings.max_scan_bytes, pages=settings.max_scan_pages),
                # what is accepted is still read where nothing new is taken in any more
                reserve=settings.min_free_bytes // 5,
                engines=able.engines,
            )
        finally:
            queue.close()
    finally:
        store.close()


def _deliver(desk: Desk, workers: int, stop: threading.Event) -> None:
    """Do what the queue brings, and sweep."""
    queue = desk.queue
    assert queue is not None  # noqa: S101 - `scan_desk` opens one

    def work(job: Job) -> None:
        transcribe(desk, job.key, lambda: not stop.is_set())

    consumer = threading.Thread(target=queue.consume, args=(work, stop, workers), name="queue")
    consumer.start()
    try:
        while not stop.is_set():
            try:
                sweep(desk)
            except Exception as error:  # whatever it is, the next sweep is tried
                log.warning("%s", error, exc_info=not isinstance(error, Unavailable))
            stop.wait(SWEEP_SECONDS)
    finally:
        consumer.join()


def follow_index(settings: Settings, stop: threading.Event) -> None:
    """Keep the search index level with the archive until `stop`, while nobody else does."""
    store: Store | None = None
    index: Follower | None = None
    try:
        while not stop.is_set():
            try:
                store = store or open_store(settings.database)
                index = index or Follower(store, settings.index, load(), partial(_go_on, stop))
                _index(index)
            except Unavailable as error:
                log.warning("%s", error)
            stop.wait(BEAT_SECONDS)
    finally:
        _closed(index, store)


class _Stopped(Exception):  # noqa: N818 - asked for, not a failure
    """A stop was asked for between two pieces of work; an index can be left anywhere."""


def _go_on(stop: threading.Event, step: str) -> None:
    if stop.is_set():
        raise _Stopped(step)


def _index(index: Follower) -> None:
    """Follow; whatever goes wrong is logged and tried again, for search must not end the worker."""
    try:
        index.follow()
    except _Stopped:
        log.info("stopped while following; the rest is followed at the next start")
    except Unavailable:
        raise
    except Exception:
        log.exception("the search index cannot be followed; trying again")


def _closed(index: Follower | None, store: Store | None) -> None:
    if index is not None:
        index.close()
    if store is not None:
        store.close()


def check(settings: Settings) -> int:
    """The number of the last change the worker has seen.

    Raises:
        WorkerSilent: no worker of this data folder gave a sign of life for 30 seconds.
    """
    file = heartbeat_file(settings)
    try:
        beat = json.loads(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        raise WorkerSilent(place=file, cause="it left no heartbeat") from None
    silent = time.time() - beat["at"]
    if silent > SILENT_SECONDS:
        raise WorkerSilent(place=file, cause=f"its last heartbeat is {silent:.0f} seconds old")
    return int(beat["change"])


def _follow(store: Store, seen: int) -> int:
    """Tell the changes after `seen`; the first time, start from where the archive is."""
    with store.reading() as connection:
        if seen < 0:
            return last_change(connection)
        for change in changes_since(connection, seen):
            log.info("change %d: cable %s %s", change.number, change.cable_id, change.kind)
            seen = change.number
    return seen


def _beat(file: Path, seen: int) -> None:
    own = file.with_name(f".{file.name}.{os.getpid()}")
    own.write_text(json.dumps({"pid": os.getpid(), "at": time.time(), "change": seen}), "ascii")
    own.replace(file)  # never half a heartbeat for a reader


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop
