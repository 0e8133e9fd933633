from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from app.archive import pages, tables
from app.archive import store as store_module
from app.archive.store import Store, open_store
from app.errors import Damaged, StoreBusy, StoreLost
from tests.archive import made


def test_what_fails_midway_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as tx:  # noqa: PT012
        made.add(tx)
        raise ZeroDivisionError
    with store.reading() as connection:
        for table in tables.metadata.sorted_tables:
            if table is not tables.counter:
                assert connection.execute(table.select()).first() is None


def test_a_row_that_refers_to_nothing_is_refused(store: Store) -> None:
    values = {"kind": "ref", "key": "k", "cable_id": "00000000"}
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.connection.execute(tables.alias.insert(), values)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"state": "merged"},  # into what?
        {"state": "withdrawn"},  # when?
        {"state": "published", "published_at": None},
    ],
)
def test_a_state_that_makes_no_sense_is_refused_by_the_database(
    store: Store, values: dict[str, object]
) -> None:
    with store.writing() as tx:
        made.add(tx)
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.connection.execute(tables.cable.update().values(values))


def test_an_instant_comes_back_aware_and_in_utc(store: Store) -> None:
    at = dt.datetime(1962, 12, 13, 11, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    with store.writing() as tx:
        id = made.add(tx)
        tx.connection.execute(tables.cable.update().values(sent_utc=at))
    with store.reading() as connection:
        (row,) = pages.rows(connection, [id])
    assert row.sent_utc == at
    assert row.sent_utc is not None
    assert row.sent_utc.tzinfo is dt.UTC


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = dt.datetime(1962, 12, 13)  # noqa: DTZ001
    with pytest.raises((ValueError, StatementError), match="aware"), store.writing() as tx:
        tx.connection.execute(tables.cable.update().values(sent_utc=naive))


def test_readers_go_on_while_one_writes(store: Store) -> None:
    with store.writing() as tx:
        made.add(tx, "1")
        with store.reading() as connection:
            assert pages.holdings(connection).cables == 0


def test_writers_take_turns_and_lose_nothing(store: Store) -> None:
    failures: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for turn in range(5):
                with store.writing() as tx:
                    made.add(tx, f"{name}{turn}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.reading() as connection:
        assert pages.holdings(connection).cables == 20


# SQLite -----------------------------------------------------------------------------------------


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'deep' / 'folder' / 'archive.sqlite3'}")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("page_size", 8192)],
)
def test_a_commit_on_sqlite_is_on_the_disk(sqlite_store: Store, pragma: str, value: object) -> None:
    with sqlite_store.reading() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
    sqlite_store.close()


def test_a_lock_held_too_long_is_told_as_such(
    tmp_path: Path, sqlite_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.1)
    path = tmp_path / "archive.sqlite3"
    path.write_bytes(sqlite_archive.read_bytes())
    store = open_store(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="Wait for the other command"), store.writing():
        pass
    other.execute("ROLLBACK")
    other.close()
    with store.writing() as tx:
        made.add(tx)
    store.close()


def test_a_file_that_is_no_database_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    path.write_text("This is a shopping list, not a database. " * 50)
    with pytest.raises(Damaged, match="not a database"):
        open_store(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreLost, match="File exists"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'archive.sqlite3'}")
