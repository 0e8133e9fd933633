"""Fixtures every room may use. What they do is told in `tests/databases.py`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

from app.archive.store import Store, open_store
from tests.databases import Server, running_server

SOAK_TIMES = 30  # as many examples of each property under `make soak` as otherwise


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("TEST_SOAK") == "1":
        tests = {id(test): test for item in items if (test := getattr(item, "obj", None))}
        for test in tests.values():
            lengthen(getattr(test, "__func__", test))


def lengthen(test: Any) -> None:
    """Let a property try many more examples than its own settings say."""
    if is_hypothesis_test(test):
        own = test._hypothesis_internal_use_settings  # a profile gives way to what a test says
        test._hypothesis_internal_use_settings = settings(
            own, max_examples=own.max_examples * SOAK_TIMES, deadline=None
        )


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL server, started for the first test that wants it."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.empty_database()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def sqlite_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the archive's schema and nothing in it, to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "archive.sqlite3"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_archive: Path
) -> Iterator[str]:
    """The address of an archive at the current schema with nothing in it, on both databases."""
    if request.param == "sqlite":
        path = tmp_path / "archive.sqlite3"
        shutil.copyfile(sqlite_archive, path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.archive_database()
    yield url
    server.drop(url)


@pytest.fixture
def store(archive_url: str) -> Iterator[Store]:
    """An open archive with nothing in it, on both databases."""
    opened = open_store(archive_url)
    yield opened
    opened.close()
