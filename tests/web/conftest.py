"""The whole application over an archive on each database, with files in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.archive.store import Store
from app.main import compose
from app.scans.files import open_files
from app.settings import Settings
from tests.web.members import cheap_hasher
from tests.web.shelves import Shelves
from tests.web.words import VOCABULARY


@pytest.fixture
def shelves(store: Store, tmp_path: Path) -> Shelves:
    """An empty archive, on SQLite and on PostgreSQL, with verbs to fill it."""
    return Shelves(store, open_files((tmp_path / "files").as_uri()))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path, base_url="https://cables.example.org", contact="desk@example.org"
    )


@pytest.fixture
def client(
    shelves: Shelves, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """A visitor of the real application; what breaks is answered, not raised.

    The pages kept ready look for changes before every answer, so a test need not wait a second.
    """
    monkeypatch.setattr("app.web.hot.FOLLOW_SECONDS", 0)
    monkeypatch.setattr("app.desk.accounts._hasher", cheap_hasher)
    app = compose(settings, shelves.store, shelves.files, VOCABULARY)
    visitor = TestClient(
        app,
        base_url="https://cables.example.org",
        raise_server_exceptions=False,
        follow_redirects=False,
    )
    with visitor:
        yield visitor
