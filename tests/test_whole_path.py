"""From a file to its page and back: every promise met on one telegram, on both databases."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import load
from tests.cli.command import BASE, Said, environment, reftel
from tests.databases import Server
from tests.telegrams import NOT_A_TELEGRAM, incoming

TEXT = incoming()
SAME_IN_OTHER_BYTES = TEXT.replace("ACTION COPY", "INFORMATION COPY")
ALIASES = ("/ref/secto/lisbon/1961/8", "/control/1961-03-04/5860")
FORMATS = ("", ".txt", ".json", "/source", "/as-received", "/set-aside", "/versions", "/page/2")


class Room:
    """One archive, met as a visitor meets it and as an archivist does."""

    def __init__(self, env: dict[str, str], site: TestClient) -> None:
        self.env, self.site = env, site

    @classmethod
    @contextmanager
    def opened(cls, env: dict[str, str]) -> Iterator[Room]:
        """The room with its site running; both are closed at the end."""
        app = create_app(load(env))
        with TestClient(app, base_url=BASE, follow_redirects=False) as site:
            yield cls(env, site)

    def reftel(self, *words: object) -> Said:
        return reftel(*words, env=self.env)

    def ingest(self, *words: object) -> list[dict[str, Any]]:
        said = self.reftel("ingest", "--json", *words)
        assert said.code == 0, said.err
        return said.lines

    def get(self, path: str, status: int = 200) -> str:
        """The page at a path once it has the status; kept pages may lag a second behind."""
        deadline = time.monotonic() + 3
        while (answer := self.site.get(path)).status_code != status:
            assert time.monotonic() < deadline, f"{path}: {answer.status_code}, not {status}"
            time.sleep(0.1)
        return answer.text

    def location(self, path: str, status: int) -> str:
        self.get(path, status)
        return self.site.get(path).headers["location"].removeprefix(BASE)

    def settled(self, holds: Callable[[], bool]) -> None:
        """Wait until a kept page has followed a change."""
        deadline = time.monotonic() + 3
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture
def room(tmp_path: Path, archive_url: str) -> Iterator[Room]:
    with Room.opened(environment(tmp_path / "var", archive_url)) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lisbon-8.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def words(html: str) -> str:
    """What a reader sees: the page without its tags, white space folded."""
    plain = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", plain).split())


def test_the_whole_path_of_a_telegram(
    room: Room, file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    # Taken in and made public: one line of JSON, and the permalink in it opens.
    (taken,) = room.ingest("--publish", file)
    assert taken["path"] == str(file)
    assert taken["outcome"] == "new"
    (cable,) = taken["cables"]
    id, title = cable["id"], "SECTO 8, Lisbon to the Department of State"
    assert cable == {"id": id, "url": f"{BASE}/c/{id}", "title": title}
    page = room.get(f"/c/{id}")
    assert title in words(page)
    assert "NOT REPEAT NOT" in words(page)
    assert title in room.get("/")

    # Every key and every form leads to it.
    for alias in ALIASES:
        assert room.location(alias, 303) == f"/c/{id}"
    for suffix in FORMATS[:-1]:
        room.get(f"/c/{id}{suffix}")
    assert room.location(f"/c/{id}/page/2", 303).endswith("#page-2")
    assert room.location(f"/c/{id}/some-old-slug", 301) == f"/c/{id}"
    assert room.site.get(f"/c/{id}/source").content == file.read_bytes()
    form = json.loads(room.get(f"/c/{id}.json"))
    assert form["source_text"] == TEXT
    assert "MINISTRY EXPECTED THE COMPANY" in form["text"][0]["text"]
    for paragraph in form["text"]:
        anchor = f"#p-{paragraph['key']}"
        assert room.location(f"/c/{id}/p/{paragraph['key']}", 303).endswith(anchor)
    assert "MINISTRY [page 2] EXPECTED" in room.get(f"/c/{id}.txt")
    etag = room.site.get(f"/c/{id}").headers["etag"]
    assert room.site.get(f"/c/{id}", headers={"If-None-Match": etag}).status_code == 304

    # The same bytes again: told, not taken twice, whatever the file is called.
    copy = tmp_path / "again" / "other-name.txt"
    copy.parent.mkdir()
    copy.write_bytes(file.read_bytes())
    (again,) = room.ingest(copy)
    assert (again["outcome"], [c["id"] for c in again["cables"]]) == ("already held", [id])
    assert "lisbon-8.txt" in again["reason"]

    # The same telegram in other bytes: a new cable, and both pages say so.
    copy.write_text(SAME_IN_OTHER_BYTES, encoding="utf-8")
    (twin,) = room.ingest("--publish", copy)
    assert twin["outcome"] == "new"
    twin_id = twin["cables"][0]["id"]
    assert twin_id != id
    room.settled(lambda: f"/c/{twin_id}" in room.get(f"/c/{id}"))
    assert f"/c/{id}" in room.get(f"/c/{twin_id}")
    both = room.get(ALIASES[0], 300)
    assert f"/c/{id}" in both
    assert f"/c/{twin_id}" in both

    # A correction is a new version; the old one stays as it was, at its own address.
    before = room.get(f"/c/{id}/v/1")
    said = room.reftel("correct", id, "number=9", "--note", "misread figure", "--by", "r.alden")
    assert said.code == 0, said.err
    corrected = "SECTO 9, Lisbon to the Department of State"
    room.settled(lambda: corrected in room.get(f"/c/{id}"))
    assert title in words(room.get(f"/c/{id}/v/1"))
    assert corrected in words(room.get(f"/c/{id}/v/2"))
    old, new = (json.loads(room.get(f"/c/{id}/v/{n}.json")) for n in (1, 2))
    assert (old["values"]["number"], new["values"]["number"]) == ("8", "9")
    assert old["citation"].endswith(f"{BASE}/c/{id}/v/1.")
    assert new["reading"]["fields"]["number"]["state"] == "corrected"
    assert new["version"]["changed"] == ["number"]
    assert title in words(before)
    history = words(room.get(f"/c/{id}/versions"))
    assert "misread figure" in history
    assert "r.alden" in history
    # The key it was found by still leads to it, the right one does too.
    assert f"/c/{id}" in room.get(ALIASES[0], 300)
    assert room.location("/ref/secto/lisbon/1961/9", 303) == f"/c/{id}"

    # Withdrawn: a tombstone at every address it ever had, and gone from the lists.
    said = room.reftel("withdraw", twin_id, "--reason", "taken in twice by mistake")
    assert said.code == 0, said.err
    for suffix in ("", ".txt", ".json", "/source", "/v/1", "/v/1.json", "/page/2", "/versions"):
        assert "taken in twice by mistake" in room.get(f"/c/{twin_id}{suffix}", 410)
    room.settled(lambda: f"/c/{twin_id}" not in room.get(f"/c/{id}"))
    room.settled(lambda: f"/c/{twin_id}" not in room.get("/"))
    assert room.reftel("withdraw", twin_id, "--reason", "again").code == 5

    # What is kept is whole.
    said = room.reftel("verify")
    assert said.code == 0, said.out + said.err

    # Backed up and brought back into an empty folder and database: the same addresses, the same
    # answers.
    backup = tmp_path / "backup.tar"
    assert room.reftel("backup", backup).code == 0
    elsewhere = environment(tmp_path / "restored", empty_database(request, tmp_path))
    with Room.opened(elsewhere) as there:
        said = there.reftel("restore", backup)
        assert said.code == 0, said.err
        assert there.reftel("verify").code == 0
        for path in (f"/c/{id}", f"/c/{id}/v/1", f"/c/{id}/v/2"):
            assert words(there.get(path)) == words(room.get(path))
        for path in (f"/c/{id}.json", f"/c/{id}.txt", f"/c/{id}/v/1.json"):
            assert there.get(path) == room.get(path)
        assert there.site.get(f"/c/{id}/source").content == file.read_bytes()
        assert "taken in twice by mistake" in there.get(f"/c/{twin_id}", 410)
        assert there.location("/ref/secto/lisbon/1961/9", 303) == f"/c/{id}"
        (held,) = there.ingest(file)
        assert held["outcome"] == "already held"
        # A restore into an archive that holds something is refused and changes nothing.
        said = there.reftel("restore", backup)
        assert said.code == 5
        assert "not empty" in said.err


def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A second database of the kind the test runs on."""
    if "sqlite" in request.node.callspec.id:
        return f"sqlite:///{tmp_path / 'restored' / 'archive.sqlite3'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.empty_database()


def test_a_draft_shows_nowhere_until_it_is_published(room: Room, file: Path) -> None:
    (taken,) = room.ingest(file)
    id = taken["cables"][0]["id"]
    for path in (*(f"/c/{id}{suffix}" for suffix in FORMATS), *ALIASES):
        room.get(path, 404)
    assert f"/c/{id}" not in room.get("/")
    said = room.reftel("publish", id)
    assert (said.code, said.out) == (0, f"{BASE}/c/{id} is public\n")
    room.get(f"/c/{id}")
    assert room.reftel("publish", id).out == f"{BASE}/c/{id} was public already\n"


def test_a_draft_is_published_by_taking_it_in_again_with_publish(room: Room, file: Path) -> None:
    (taken,) = room.ingest(file)
    (again,) = room.ingest("--publish", file)
    assert again["outcome"] == "already held"
    assert again["reason"].endswith("published now")
    assert again["cables"] == taken["cables"]
    room.get(f"/c/{taken['cables'][0]['id']}")


def test_what_is_no_telegram_leaves_nothing_behind_unless_asked_for(
    room: Room, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(NOT_A_TELEGRAM)
    (refused,) = room.ingest(letter)
    assert (refused["outcome"], refused["cables"]) == ("not a telegram", [])
    assert "--anyway" in refused["reason"]
    assert not list((tmp_path / "var" / "files").rglob("*.*"))
    (taken,) = room.ingest("--anyway", "--publish", letter)
    assert taken["outcome"] == "new"
    room.get(f"/c/{taken['cables'][0]['id']}")
