"""Telling a worker of an accepted source, and finding those that no worker has."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.archive import work
from app.desk.decode import megabytes
from app.desk.room import Desk
from app.errors import DiskLow, Unavailable
from app.jobs import Job, Queue

TRANSCRIBE = "transcribe"
_AT_ONCE = 100  # sent by one sweep
log = logging.getLogger("reftel.delivery")


class Sender:
    """Tells workers, through a queue that is opened when there is something to tell first."""

    def __init__(self, opened: Callable[[], Queue]) -> None:
        self._opened = opened
        self._queue: Queue | None = None
        self._lock = threading.Lock()

    def __call__(self, sha256: str, *, urgent: bool = True) -> None:
        """Let a worker read an accepted source; where that fails, the sweep finds it."""
        try:
            with self._lock:
                self._queue = self._queue or self._opened()
            self._queue.put(Job(TRANSCRIBE, sha256), urgent=urgent)
        except Unavailable as error:
            log.warning("%s", error)

    def close(self) -> None:
        """Give the queue back, if there is one."""
        if self._queue is not None:
            self._queue.close()


def require_room(desk: Desk, size: int = 0) -> None:
    """See that there is space: on a disk that is nearly full nothing is taken in or begun.

    Args:
        desk: its file store, and how much there stays free.
        size: of what is about to be taken in, in bytes.

    Raises:
        DiskLow: there is not; what is accepted already waits.
    """
    free = desk.files.free()
    if free is not None and free < desk.reserve + size:
        wanted = megabytes(desk.reserve + size)
        raise DiskLow(place=desk.files.place, free=megabytes(free), wanted=wanted)


def send(desk: Desk, sha256: str, *, urgent: bool = True) -> None:
    """Let a worker read an accepted source. Where that fails, the sweep does it within the minute."""
    if desk.queue is None:
        return
    try:
        desk.queue.put(Job(TRANSCRIBE, sha256), urgent=urgent)
    except Unavailable as error:
        log.warning("%s", error)


def sweep(desk: Desk) -> int:
    """Send what is accepted but silent, from whichever machine it was.

    What a worker left lying is sent at once. What never had one may still be on its way: it is sent
    again only when the queue is empty, so that a long queue does not fill with doubles.

    Returns:
        How many were sent.

    Raises:
        Unavailable: the store or the queue is away.
    """
    if desk.queue is None:
        return 0
    idle = desk.queue.size() == 0
    with desk.store.writing() as tx:
        found = work.silent_sources(
            tx.connection, silent=desk.silent, many=_AT_ONCE, begun=not idle
        )
        work.sent_again(tx, found)
    for sha256 in found:
        send(desk, sha256)
    return len(found)
