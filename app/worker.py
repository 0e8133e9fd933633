"""The worker: follows the archive's changes beside the web server, on any number of machines.

What follows them is the search index of this machine, written by whoever holds its lock: the
worker, or a thread inside `reftel serve` where no worker runs.

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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.archive.changes import changes_since, last_change
from app.archive.store import open_store
from app.desk.index import Follower
from app.errors import Unavailable, WorkerSilent
from app.settings import Settings
from app.vocabulary import load

if TYPE_CHECKING:
    from types import FrameType

    from app.archive.store import Store

log = logging.getLogger("reftel.worker")

BEAT_SECONDS = 0.5
SILENT_SECONDS = 30.0


def heartbeat_file(settings: Settings) -> Path:
    return settings.data / "worker.json"


def run(settings: Settings, stop: threading.Event | None = None) -> int:
    """Follow the changes until SIGTERM, SIGINT or `stop`.

    Returns:
        The exit code.
    """
    stop = stop or _stopped_by_signals()
    settings.data.mkdir(parents=True, exist_ok=True)
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
        heartbeat_file(settings).unlink(missing_ok=True)
        _closed(index, store)
    return 0


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
