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
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from app.archive import pages, tables
from app.archive.store import open_store
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
    """Where one archive is."""

    folder: Path
    url: str
    server: Server | None  # PostgreSQL's

    @contextmanager
    def desk(self, watch: Watch | None = None) -> Iterator[Desk]:
        """The archive opened; under watch where one is given."""
        store = open_store(self.url)
        files_folder = self.folder / "files"
        files_folder.mkdir(exist_ok=True)
        desk = Desk(store, open_files(files_folder.as_uri()), load(), 10**6)
        try:
            if watch is None:
                yield desk
            else:
                with watch.over(store, str(files_folder)):
                    yield replace(desk, step=watch)
        finally:
            store.close()

    def cut(self) -> None:
        """Cut every connection to the database, as a restart of its server does."""
        if self.server is not None:
            self.server.say(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{self.url.split('@/')[1].split('?')[0]}'"
            )


@pytest.fixture(params=["sqlite", "postgresql"])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_archive: Path
) -> Iterator[Iterator[Place]]:
    """As many empty archives as a test asks for, one after another, on both databases.

    On SQLite each is a copy of an empty one; on PostgreSQL it is one database, emptied.
    """
    if request.param == "sqlite":
        yield _copies(tmp_path, sqlite_archive)
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.archive_database()
    yield _emptied(tmp_path, url, server)
    server.drop(url)


def _copies(folder: Path, empty: Path) -> Iterator[Place]:
    for number in itertools.count():
        own = folder / str(number)
        own.mkdir()
        shutil.copyfile(empty, own / "archive.sqlite3")
        yield Place(own, f"sqlite:///{own / 'archive.sqlite3'}", None)
        shutil.rmtree(own)


def _emptied(folder: Path, url: str, server: Server) -> Iterator[Place]:
    store = open_store(url)
    names = ", ".join(t.name for t in tables.metadata.sorted_tables if t is not tables.counter)
    for number in itertools.count():
        own = folder / str(number)
        own.mkdir()
        with store.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
            connection.execute(update(tables.counter).values(value=0))
        store.close()
        yield Place(own, url, server)


# The faults --------------------------------------------------------------------------------------


def run_killed(place: Place, verb: Verb, id: str, at: int) -> str:
    """Do the deed in a process of its own that dies at a point without any farewell.

    Returns:
        The point it died at; empty where the deed was done before.
    """
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
            table.name: len(connection.execute(select(*table.c)).all())
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
