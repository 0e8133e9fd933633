"""A fault at every point of every verb: what was accepted is there once, nothing is half-done."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError

from app.archive import pages, tables
from app.archive.store import Store, open_store
from app.archive.verify import verify
from app.desk.correct import correct
from app.desk.intake import Received, Wish, take_in
from app.desk.publish import publish
from app.desk.room import Desk
from app.desk.withdraw import withdraw
from app.errors import Conflict, ReftelError, WrongCall
from app.scans.files import open_files
from app.vocabulary import load
from tests.databases import Server
from tests.faults.watch import Watch
from tests.telegrams import incoming

KILLED = 17
FIRST = Received("first.txt", incoming().encode())
TWIN = Received("twin.txt", incoming().replace("ACTION COPY", "INFORMATION COPY").encode())
PUBLISHED = Wish(publish=True)


# The verbs ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verb:
    """Something done at the desk: what must be there before, and the deed on it."""

    prepare: Callable[[Desk], str]  # gives the id the deed is about, or nothing
    act: Callable[[Desk, str], object]
    fewest_points: int  # so that a watch that sees nothing is noticed


def _one(desk: Desk, wish: Wish) -> str:
    return take_in(desk, FIRST, wish).cables[0].id


VERBS = {
    # Its twin is held: likeness is noted on both in the same transaction.
    "ingest and publish": Verb(
        lambda desk: _one(desk, PUBLISHED), lambda desk, id: take_in(desk, TWIN, PUBLISHED), 30
    ),
    "ingest again to publish": Verb(
        lambda desk: _one(desk, Wish()), lambda desk, id: take_in(desk, FIRST, PUBLISHED), 8
    ),
    "publish": Verb(lambda desk: _one(desk, Wish()), lambda desk, id: publish(desk, [id]), 6),
    "withdraw": Verb(
        lambda desk: _one(desk, PUBLISHED), lambda desk, id: withdraw(desk, id, "a mistake"), 6
    ),
    "correct": Verb(
        lambda desk: _one(desk, PUBLISHED), lambda desk, id: correct(desk, id, {"number": "9"}), 12
    ),
}


# The archives ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where one archive is: the folder of its files, and its database, which outlives it."""

    folder: Path
    store: Store
    server: Server | None  # PostgreSQL's

    @contextmanager
    def desk(self, watch: Watch | None = None) -> Iterator[Desk]:
        """A desk at the archive; under watch where one is given."""
        files_folder = self.folder / "files"
        files_folder.mkdir(exist_ok=True)
        desk = Desk(self.store, open_files(files_folder.as_uri()), load(), 10**6)
        if watch is None:
            yield desk
            return
        with watch.over(self.store, str(files_folder)):
            yield replace(desk, step=watch)

    def cut(self) -> None:
        """Cut every connection to the database, as a restart of its server does."""
        if self.server is not None:
            self.server.say(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{self.store.engine.url.database}'"
            )


@pytest.fixture(params=["sqlite", "postgresql"])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_archive: Path
) -> Iterator[Iterator[Place]]:
    """As many empty archives as a test asks for, one after another, on both databases.

    They share one database that is emptied in between: to open one for each point is what would
    take most of the time.
    """
    if request.param == "sqlite":
        path = tmp_path / "archive.sqlite3"
        store = open_store(f"sqlite:///{path}")
        yield _places(tmp_path, store, None, lambda: _copied(store, sqlite_archive, path))
        store.close()
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.archive_database()
    store = open_store(url)
    yield _places(tmp_path, store, server, lambda: _emptied(store))
    store.close()
    server.drop(url)


def _places(
    folder: Path, store: Store, server: Server | None, empty: Callable[[], None]
) -> Iterator[Place]:
    for number in itertools.count():
        own = folder / str(number)
        own.mkdir()
        empty()
        yield Place(own, store, server)
        shutil.rmtree(own)


def _copied(store: Store, empty: Path, path: Path) -> None:
    store.close()
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.copyfile(empty, path)


def _emptied(store: Store) -> None:
    with store.engine.begin() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            if table is not tables.counter:
                connection.execute(delete(table))
        connection.execute(update(tables.counter).values(value=0))


# The faults --------------------------------------------------------------------------------------


def run_killed(place: Place, verb: Verb, id: str, at: int) -> str:
    """Do the deed in a process of its own that dies at a point without any farewell.

    Returns:
        The point it died at; empty where the deed was done before.
    """
    place.store.close()  # no connection may live on both sides of a fork
    told_out, told_in = os.pipe()

    def die(name: str) -> None:
        os.write(told_in, name.encode())
        os._exit(KILLED)

    child = os.fork()
    if child == 0:  # never back into pytest, whatever happens
        try:
            with place.desk(Watch(at, die)) as desk:
                verb.act(desk, id)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    os.close(told_in)
    with os.fdopen(told_out) as told:
        name = told.read()
    code = os.waitstatus_to_exitcode(status)
    assert code == (KILLED if name else 0), f"the deed itself failed at {name or 'no point'}"
    return name


def run_on_a_full_disk(place: Place, verb: Verb, id: str, at: int) -> str:
    """Do the deed on a disk that is full from a point on, database and files alike."""

    def full(name: str) -> None:
        if name.startswith("sql") and place.server is None:
            raise OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))
        if name.startswith("sql"):
            words = "could not extend file: No space left on device"
            raise OperationalError("", {}, psycopg.errors.DiskFull(words))
        raise OSError(errno.ENOSPC, "No space left on device")

    return _run_here(place, verb, id, Watch(at, full))


def run_cut_off(place: Place, verb: Verb, id: str, at: int) -> str:
    """Do the deed and lose the database at a point: PostgreSQL's connections are really cut."""

    def lose(name: str) -> None:
        if place.server is not None:
            place.cut()
        elif name.startswith("sql"):
            raise OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))

    return _run_here(place, verb, id, Watch(at, lose))


def _run_here(place: Place, verb: Verb, id: str, watch: Watch) -> str:
    with place.desk(watch) as desk, suppress(ReftelError, OSError):
        verb.act(desk, id)
        return watch.fired
    assert watch.fired, "the deed failed of itself"
    return watch.fired


FAULTS = {"killed": run_killed, "full disk": run_on_a_full_disk, "cut off": run_cut_off}


# What must hold ----------------------------------------------------------------------------------


def shape(desk: Desk) -> dict[str, Any]:
    """All that an archive says of itself but ids and times: two of one history are equal."""
    with desk.store.reading() as connection:
        ids = connection.execute(select(tables.cable.c.id)).scalars().all()
        found = [pages.cable_page(connection, id, include_drafts=True) for id in sorted(ids)]
        public = [pages.cable_page(connection, id) for id in sorted(ids)]
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in tables.metadata.sorted_tables
            if table.name not in ("counter",)
        }
        listed = pages.holdings(connection)
    for page in found:
        assert page is not None, "every cable has its version, reading, transcript and source"
        assert desk.files.read(page.source.sha256) in (FIRST.data, TWIN.data)
    return {
        "cables": sorted(
            (page.cable.state, page.cable.title, page.current_version, len(page.likely_same))
            for page in found
            if page
        ),
        "public": sorted((p.cable.title, p.tombstone is not None) for p in public if p),
        "listed": (listed.cables, listed.change, sorted(row.title for row in listed.recent)),
        "counts": counts,
    }


def assert_clean(desk: Desk) -> None:
    assert list(verify(desk.store, desk.files)) == []


def again(desk: Desk, verb: Verb, id: str) -> None:
    """The same command once more; that it was done already is no failure."""
    with suppress(WrongCall, Conflict):
        verb.act(desk, id)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", VERBS)
def test_a_fault_at_any_point_leaves_all_or_nothing_and_can_be_mended_by_doing_it_again(
    places: Iterator[Place], name: str, fault: str
) -> None:
    verb, run = VERBS[name], FAULTS[fault]
    place, watch = next(places), Watch()
    with place.desk() as desk:
        id = verb.prepare(desk)
        before = shape(desk)
    with place.desk(watch) as desk:
        verb.act(desk, id)
    with place.desk() as desk:
        after = shape(desk)
    assert before != after
    assert len(watch.seen) >= verb.fewest_points, watch.seen
    points = []
    for at in range(len(watch.seen) + 1):
        place = next(places)
        with place.desk() as desk:
            id = verb.prepare(desk)
        point = run(place, verb, id, at)
        points.append(point)
        with place.desk() as desk:
            assert shape(desk) in (before, after), f"half-done after {fault} at {at}: {point}"
            assert_clean(desk)
            again(desk, verb, id)
            assert shape(desk) == after, f"not mended after {fault} at {at}: {point}"
            assert_clean(desk)
    assert points == [*watch.seen, ""], "the fault struck at every point, then at none"
