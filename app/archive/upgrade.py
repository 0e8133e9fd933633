"""Bringing an archive to the current schema: every command does it before anything else.

Nothing to do is the usual case and costs one SELECT; Alembic is imported only when there is work.
The work is done under a lock, after a backup of an older SQLite file beside it. A database written
by a newer version is refused, never touched.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.archive.tables import SCHEMA
from app.errors import StoreNewer

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_ADVISORY_LOCK = 0x5265_6674_656C  # "Reftel"


def bring_up_to_date(engine: Engine) -> bool:
    """Make or upgrade the schema; say whether there was anything to do.

    Raises:
        StoreNewer: the database is at a revision this version does not have.
    """
    if schema_of(engine) == SCHEMA:
        return False
    with _lock(engine):
        found = schema_of(engine)  # another process may have been first
        if found == SCHEMA:
            return False
        _upgrade(engine, found)
    return True


def schema_of(engine: Engine) -> str | None:
    """The revision the database is at; None for one without our tables."""
    with engine.connect() as connection:
        try:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except (OperationalError, ProgrammingError) as error:
            if "alembic_version" in str(error.orig):
                return None
            raise


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here so that an installed package needs no file for it."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def known_schemas() -> frozenset[str]:
    """Every schema this version can upgrade from, its own among them."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def _upgrade(engine: Engine, found: str | None) -> None:
    from alembic import command

    if found is not None and found not in known_schemas():
        place = engine.url.render_as_string()
        raise StoreNewer(place=place, found=found, known=SCHEMA)
    if found is not None and engine.dialect.name == "sqlite":
        keep_copy(Path(str(engine.url.database)), found)
    with engine.connect().execution_options(reftel_writing=True) as connection, connection.begin():
        command.upgrade(config(connection), "head")


def keep_copy(database: Path, schema: str) -> Path:
    """A copy of a SQLite file beside it, whole even while others write; named by its schema."""
    target = database.with_name(f"{database.name}.schema-{schema}.backup")
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as old, closing(sqlite3.connect(unfinished)) as new:
        old.backup(new)
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    return unfinished.replace(target)


@contextmanager
def _lock(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        with _file_lock(Path(str(engine.url.database))):
            yield
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})


@contextmanager
def _file_lock(database: Path) -> Iterator[None]:
    # The file stays: removing it would let a third process lock another file of the same name.
    with database.with_name(f"{database.name}.upgrade-lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
