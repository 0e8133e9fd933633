"""The queue: work is handed to whoever is free, here or on another machine.

It only delivers. That something is to be done is kept in the archive (an accepted source), so what
is lost here is found again by the sweep, and delivering twice does no harm. huey keeps the queue:
in a SQLite file of its own in the data folder, or in tables of its own on PostgreSQL. Its messages
are written as JSON, not pickled: whoever can write the queue cannot thereby run code in a worker.
"""

from __future__ import annotations

import fcntl
import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from app.errors import Unavailable

NAME = "reftel"
_LOCK = 0x5175_6575_65  # "Queue"
_IDLE_SECONDS = 0.3  # between two looks at an empty queue
log = logging.getLogger("reftel.jobs")


class Job(NamedTuple):
    """Something to do: its kind, and what it is about."""

    kind: str
    key: str


class Queue:
    """Jobs on their way; safe to share between threads."""

    def __init__(self, huey: Huey) -> None:
        self._huey = huey
        self._lock = threading.Lock()
        self._taken: list[Job] = []
        self._deliver = huey.task(name="deliver")(self._arrived)

    def put(self, job: Job, *, urgent: bool = False) -> None:
        """Let somebody do it; an urgent job comes before all that are not.

        Raises:
            Unavailable: the queue cannot be written; the sweep will find the work.
        """
        try:
            self._huey.enqueue(self._deliver.s(*job, priority=1 if urgent else 0))
        except Exception as error:  # whatever its store says
            raise Unavailable(thing="The queue", cause=_first_line(error)) from error

    def take(self) -> Job | None:
        """The next job, which is then nobody else's; None where there is none.

        Raises:
            Unavailable: the queue cannot be read.
        """
        try:
            with self._lock:
                task = self._huey.dequeue()
                if task is not None:
                    self._huey.execute(task)
                return self._taken.pop() if self._taken else None
        except Exception as error:
            raise Unavailable(thing="The queue", cause=_first_line(error)) from error

    def size(self) -> int:
        """How many jobs wait.

        Raises:
            Unavailable: the queue cannot be read.
        """
        try:
            return int(self._huey.pending_count())
        except Exception as error:
            raise Unavailable(thing="The queue", cause=_first_line(error)) from error

    def consume(self, work: Callable[[Job], None], stop: threading.Event, threads: int) -> None:
        """Do jobs until `stop`, as many at once as there are threads; returns when all have ended.

        What `work` raises is logged, and the next job is done.
        """
        own = [
            threading.Thread(target=self._consume, args=(work, stop), name=f"job-{number}")
            for number in range(threads)
        ]
        for thread in own:
            thread.start()
        for thread in own:
            thread.join()

    def close(self) -> None:
        """Give the connection back."""
        self._huey.storage.close()

    def _arrived(self, kind: str, key: str) -> None:
        self._taken.append(Job(kind, key))

    def _consume(self, work: Callable[[Job], None], stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                job = self.take()
                if job is not None:
                    work(job)
                    continue
            except Exception as error:
                log.warning("%s", error, exc_info=not isinstance(error, Unavailable))
            stop.wait(_IDLE_SECONDS)


def open_queue(database_url: str, folder: Path) -> Queue:
    """The queue of an archive: beside its rows on PostgreSQL, else in the data folder.

    Raises:
        Unavailable: it cannot be opened.
    """
    common: dict[str, Any] = {
        "results": False,
        "serializer": _Json(),
        "create_tables": False,
    }
    try:
        if database_url.startswith("postgresql"):
            address = database_url.replace("postgresql+psycopg:", "postgresql:", 1)
            # It would keep a connection a thread to listen on, and never close it.
            huey: Huey = PostgresHuey(NAME, dsn=address, blocking=False, **common)
            _make_shared_tables(huey)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            huey = SqliteHuey(NAME, filename=str(folder / "queue.sqlite3"), timeout=30, **common)
            _make_own_tables(huey, folder / "queue.lock")
    except Exception as error:
        raise Unavailable(thing="The queue", cause=_first_line(error)) from error
    return Queue(huey)


def _make_own_tables(huey: Huey, lock: Path) -> None:
    """Under a lock: two processes that make the tables at once have been seen to fail."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        huey.storage.initialize_schema()


def _make_shared_tables(huey: Huey) -> None:
    with huey.storage.db(commit=True) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        for statement in huey.storage.ddl:
            cursor.execute(statement)


class _Json(Serializer):  # type: ignore[misc]
    """huey's messages as JSON."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data._asdict()).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(**json.loads(bytes(data)))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
