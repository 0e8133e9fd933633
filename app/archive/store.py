"""The store: one engine, a connection to read with, a transaction to write with.

    store = open_store("sqlite:////data/reftel.sqlite3")
    with store.reading() as connection: ...
    with store.writing() as tx: ...

One `writing` block is one transaction: it commits at the end of the block, and an exception
rolls all of it back, the numbers of its changes among it.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Connection  # by this name the desk speaks of one
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from app.archive import changes, tally
from app.errors import Damaged, DiskFull, FileStoreFailed, ReftelError, StoreBusy, StoreLost

BUSY_SECONDS = 30


@dataclass(slots=True)
class Transaction:
    """One transaction that writes: its connection, and what is written at its end.

    `changes` will be numbered; `counted` is by how much the figures beside the cables change.
    """

    connection: Connection
    changes: list[changes.Pending] = field(default_factory=list)
    counted: dict[tally.Figure, list[int]] = field(default_factory=dict)


class Store:
    """A database at the current schema. Safe to share between threads, not across a fork."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # SQLite has one writer; threads that queue here wake in turn instead of polling the file.
        self._turn = threading.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def place(self) -> str:
        """The address for messages, its password hidden."""
        return place_of(self.engine.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the archive until the block ends (on SQLite).

        Raises:
            StoreLost: the database does not answer.
            StoreBusy: it is locked for longer than the busy timeout.
        """
        with telling(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """One transaction; it is committed when the block ends without an exception.

        The changes it recorded are numbered as the last statements before the commit.

        Raises:
            StoreLost, StoreBusy, DiskFull: nothing of the block was kept.
        """
        with telling(self.place), self._my_turn(), self.engine.connect() as connection:
            writer = connection.execution_options(reftel_writing=True)
            with writer.begin():
                tx = Transaction(writer)
                yield tx
                tally.write(tx.connection, tx.counted)
                changes.number(tx.connection, tx.changes)

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        with self._turn:
            yield

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_store(database_url: str) -> Store:
    """Open the archive, making it or bringing it up to date first.

    Args:
        database_url: `sqlite:////folder/file` or `postgresql+psycopg://...`.

    Raises:
        StoreNewer: a newer Reftel wrote it.
        StoreLost: the database does not answer.
    """
    from app.archive import upgrade

    engine = make_engine(database_url)
    try:
        with telling(place_of(engine.url)):
            upgrade.bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def make_engine(database_url: str) -> Engine:
    """The engine with this product's settings; nothing is read or written yet but the folder."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=10, max_overflow=30, pool_pre_ping=True)
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreLost(place=path, cause=error.strerror) from error
    engine = create_engine(
        url, pool_size=10, max_overflow=30, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def place_of(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions late and without IMMEDIATE; we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA page_size = 8192")  # only a new file takes it
    cursor.execute("PRAGMA journal_mode = WAL")
    # NORMAL would lose the last commits when the power fails; a commit here is a promise that
    # somebody was told of (accepted, published), so each one is on the disk before we answer.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA cache_size = -16000")
    cursor.execute("PRAGMA mmap_size = 1073741824")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a read turned write in midway fails where another wrote.
    writing = connection.get_execution_options().get("reftel_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def telling(place: str) -> Iterator[None]:
    """Turn what the driver says of a lock, a full disk or a lost server into our own errors."""
    try:
        yield
    except OperationalError as error:
        raise _told(error, place) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreLost(place=place, cause=str(error.orig)) from error
        words = str(error.orig)
        if "not a database" in words or "malformed" in words:
            raise Damaged(thing=f"The database at {place}", cause=words) from error
        raise


def _told(error: OperationalError, place: str) -> ReftelError:
    words = str(error.orig).strip()
    if "database is locked" in words or "lock timeout" in words:
        return StoreBusy(place=place, cause="another process has been writing for too long")
    if "disk is full" in words or "No space left" in words:
        return DiskFull(place=place)
    if "readonly database" in words:
        return StoreLost(place=place, cause="it may be read but not written by this account")
    return StoreLost(place=place, cause=words.splitlines()[0] if words else "no reason given")


def disk_error(error: OSError, place: object) -> ReftelError:
    """Our error for what the system said about a file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(place=place)
    return FileStoreFailed(place=place, cause=error.strerror or str(error))
