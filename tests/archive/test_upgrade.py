from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.archive import upgrade
from app.archive.store import make_engine, open_store
from app.archive.tables import SCHEMA, metadata
from app.errors import StoreLost, StoreNewer
from tests.archive import made

SCRIPTS = ScriptDirectory.from_config(upgrade.config())
LATER = f"{int(SCHEMA) + 1:04d}"
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


def migrate(database_url: str, *steps: tuple[str, str]) -> None:
    engine = make_engine(database_url)
    with engine.connect().execution_options(reftel_writing=True) as connection, connection.begin():
        for direction, revision in steps:
            getattr(command, direction)(upgrade.config(connection), revision)
    engine.dispose()


def names(database_url: str) -> set[str]:
    engine = make_engine(database_url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_migration_goes_up_down_and_up(database_url: str, revision: str) -> None:
    migrate(database_url, ("upgrade", revision), ("downgrade", "-1"), ("upgrade", revision))
    assert "cable" in names(database_url)


def test_all_migrations_down_leave_nothing(database_url: str) -> None:
    migrate(database_url, ("upgrade", "head"), ("downgrade", "base"))
    assert names(database_url) == {"alembic_version"}


def test_the_migrations_make_what_the_tables_say(archive_url: str) -> None:
    engine = make_engine(archive_url)
    with engine.connect() as connection:
        # SQLite tells an empty default in other words than it was told.
        opts = {"compare_server_default": connection.dialect.name != "sqlite"}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_there_is_one_newest_migration_and_the_code_knows_it() -> None:
    assert SCRIPTS.get_heads() == [SCHEMA]


def test_opening_an_empty_database_makes_the_archive_and_opening_it_again_does_nothing(
    database_url: str,
) -> None:
    engine = make_engine(database_url)
    assert upgrade.schema_of(engine) is None
    assert upgrade.bring_up_to_date(engine) is True
    assert upgrade.bring_up_to_date(engine) is False
    assert upgrade.schema_of(engine) == SCHEMA
    engine.dispose()


def test_nothing_to_do_takes_a_few_milliseconds_and_no_alembic(sqlite_archive: Path) -> None:
    program = (
        "import sys; from app.archive.store import open_store; "
        f"open_store('sqlite:///{sqlite_archive}').close(); "
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    engine = make_engine(f"sqlite:///{sqlite_archive}")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        upgrade.bring_up_to_date(engine)
        times.append(time.perf_counter() - start)
    engine.dispose()
    assert min(times) < 0.005


def test_commands_that_start_at_once_make_one_archive(database_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            open_store(database_url).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert "cable" in names(database_url)


def test_processes_that_start_at_once_make_one_archive(tmp_path: Path) -> None:
    program = f"from app.archive.store import open_store; open_store('sqlite:///{tmp_path}/a/b.db')"
    started = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]
    assert [process.wait() for process in started] == [0, 0, 0, 0]


def stamp(connection: Connection, revision: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_an_archive_of_a_newer_version_is_refused_and_left_alone(archive_url: str) -> None:
    engine = make_engine(archive_url)
    with engine.begin() as connection:
        stamp(connection, "9999")
    with pytest.raises(StoreNewer, match=r"schema 9999.*Install that version"):
        open_store(archive_url)
    assert upgrade.schema_of(engine) == "9999"
    engine.dispose()


def test_an_older_sqlite_file_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    with sqlite3.connect(path) as old:
        old.execute("CREATE TABLE kept (word TEXT)")
        old.execute("INSERT INTO kept VALUES ('here')")
    old.close()
    copy = upgrade.keep_copy(path, "0001")
    assert copy.name == "archive.sqlite3.schema-0001.backup"
    with sqlite3.connect(copy) as found:
        assert found.execute("SELECT word FROM kept").fetchall() == [("here",)]
    found.close()
    assert {p.name for p in tmp_path.iterdir()} == {path.name, copy.name}


def later_schema(folder: Path) -> Path:
    """The migrations with one more, as a later version would bring them."""
    shutil.copytree(upgrade.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{LATER}_a_shelf_mark.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '{LATER}', '{SCHEMA}'\n"
        "def upgrade():\n"
        "    op.add_column('source', sa.Column('shelf', sa.Text(), server_default='A'))\n"
        "def downgrade():\n    op.drop_column('source', 'shelf')\n",
        encoding="utf-8",
    )
    return folder


def test_an_older_archive_is_brought_up_to_date_with_its_rows_after_a_copy(
    archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(archive_url)
    with store.writing() as tx:
        made.add(tx)
    store.close()
    monkeypatch.setattr(upgrade, "MIGRATIONS", later_schema(tmp_path / "migrations"))
    monkeypatch.setattr(upgrade, "SCHEMA", LATER)
    upgraded = open_store(archive_url)
    with upgraded.reading() as connection:
        assert connection.execute(text("SELECT shelf FROM source")).scalars().all() == ["A"]
        assert upgrade.schema_of(upgraded.engine) == LATER
    upgraded.close()
    if not archive_url.startswith("sqlite"):
        return  # PostgreSQL's administrators have their own backups; the upgrade is one transaction
    (copy,) = tmp_path.glob(f"*.schema-{SCHEMA}.backup")
    with sqlite3.connect(copy) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA,)
        assert kept.execute("SELECT count(*) FROM cable").fetchone() == (1,)
    kept.close()


def test_a_failing_upgrade_leaves_the_archive_as_it_was(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("midway")

    with monkeypatch.context() as broken:
        broken.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail)
        with pytest.raises(RuntimeError, match="midway"):
            open_store(database_url)
    assert names(database_url) <= {"alembic_version"}
    open_store(database_url).close()
    assert "cable" in names(database_url)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StoreLost, match="REFTEL_DATABASE_URL") as caught:
        open_store("postgresql+psycopg://ada:hidden@127.0.0.1:1/reftel?connect_timeout=2")
    assert "hidden" not in str(caught.value)
