"""The search index follows the archive: whatever happens, in the end search equals the store."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.archive import backup as archive_backup
from app.archive.changes import last_change
from app.archive.indexing import searched
from app.archive.store import Store, open_store
from app.desk import index as desk_index
from app.desk.correct import correct
from app.desk.index import Follower, catch_up, document
from app.desk.intake import Received, Wish, take_in
from app.desk.publish import publish
from app.desk.room import Desk
from app.desk.withdraw import withdraw
from app.errors import IndexAway
from app.scans.files import open_files
from app.search.document import DRAFT, PUBLISHED
from app.search.folder import Folder
from app.search.index import IndexWriter, SearchIndex
from app.search.parser import parse
from app.telegram.reading import Event
from app.vocabulary import load
from tests.desk.killed import KILLED, follow_until
from tests.telegrams import incoming

EVERY = (PUBLISHED, DRAFT, "withdrawn", "merged")


class Reading:
    """An archive with an index beside it."""

    def __init__(self, store: Store, path: Path) -> None:
        self.desk = Desk(store, open_files((path / "files").as_uri()), load(), 10**6, who="r.alden")
        self.path = path / "index"
        self.index = SearchIndex(Folder(self.path))

    def add(self, number: int, matter: str = "TWO TUGS", *, public: bool = True) -> str:
        text = incoming(number, control=5000 + number, matter=matter)
        taken = take_in(self.desk, Received(f"{number}.txt", text.encode()), Wish(publish=public))
        return taken.cables[0].id

    def follower(self, step: Callable[[str], None] = lambda name: None) -> Follower:
        return Follower(self.desk.store, self.path, self.desk.vocabulary, step)

    def catch_up(self) -> None:
        catch_up(self.desk.store, self.path, self.desk.vocabulary)

    def found(self, query: str, states: tuple[str, ...] = (PUBLISHED,)) -> set[str]:
        return {hit.id for hit in self.index.search(parse(query), states=states).hits}

    def assert_level(self) -> None:
        """Search equals the store: the same cables, states and words, none twice."""
        with self.desk.store.reading() as connection:
            ids = sorted({row.id for row in _all_rows(connection)})
            held = searched(connection, ids)
            assert self.index.change() == last_change(connection)
        assert self.index.ids(EVERY) == set(ids)
        assert self.index.search(parse(""), states=EVERY).count == len(ids)
        for state in EVERY:
            expected = {id for id in ids if held[id].cable.state == state}
            assert self.index.ids((state,)) == expected
        for id in ids:
            words = document(held[id], {}).paragraphs[0].split()[:4]
            assert id in self.found(f'"{" ".join(words)}"', EVERY)


def _all_rows(connection: object) -> list[object]:
    from sqlalchemy import select

    from app.archive import tables

    return list(connection.execute(select(tables.cable.c.id)))  # type: ignore[attr-defined]


@pytest.fixture
def room(store: Store, tmp_path: Path) -> Reading:
    return Reading(store, tmp_path)


@pytest.fixture
def following(room: Reading) -> Iterator[Follower]:
    follower = room.follower()
    yield follower
    follower.close()


def test_a_mark_is_found_by_what_it_says_and_not_by_more(room: Reading) -> None:
    """The trap: a paper with words cut out is stamped RELEASE as well."""
    id = room.add(8)
    with room.desk.store.reading() as connection:
        one = searched(connection, [id])[id]
    for action, mark, rule, flags in (
        ("released", "Released in Full", "state-release", {"is:released", "is:released-in-full"}),
        ("released", "2023 RELEASE UNDER THE ACT OF 1992", "jfk-release-banner", {"is:released"}),
        ("released", "(X) RELEASE", "review-stamp-ticked", {"is:released", "is:released-in-full"}),
        ("released-in-part", "(X) EXCISE", "review-stamp-ticked", {"is:released-in-part"}),
    ):
        event = Event(action, mark, (), rule)
        told = document(replace(one, reading=replace(one.reading, events=(event,))), {})
        assert {flag for flag in told.flags if flag.startswith("is:")} == flags


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(
    room: Reading, following: Follower
) -> None:
    id = room.add(8, public=False)
    following.follow()
    assert (room.found("tugs"), room.found("tugs", (DRAFT,))) == (set(), {id})
    publish(room.desk, [id])
    assert room.found("tugs") == set()
    following.follow()
    assert room.found("tugs from:lisbon series:secto number:8 year:1961 class:confidential") == {id}
    withdraw(room.desk, id, "It names a living person")
    following.follow()
    assert room.found("tugs") == set()
    room.assert_level()


def test_a_correction_is_searched_by_its_new_values_only(
    room: Reading, following: Follower
) -> None:
    id = room.add(8)
    correct(room.desk, id, {"classification": "SECRET"}, note="The stamp says so")
    following.follow()
    assert (room.found("class:secret"), room.found("class:confidential")) == ({id}, set())


def test_an_archive_without_cables_has_an_index_that_finds_nothing(
    room: Reading, following: Follower
) -> None:
    assert following.follow() == 0
    assert room.index.search(parse("tugs")).count == 0
    room.add(8)
    assert following.follow() == room.index.change()
    room.assert_level()


@pytest.mark.parametrize("fatal", range(1, 8))
@pytest.mark.parametrize("first", [True, False], ids=["made anew", "followed"])
def test_a_kill_at_any_step_is_made_good(
    archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fatal: int, *, first: bool
) -> None:
    """Killed for real, in a process of its own, at the n-th step, before and after each commit."""
    store = open_store(archive_url)
    room = Reading(store, tmp_path)
    if not first:
        room.catch_up()
    ids = [room.add(number) for number in range(1, 5)]
    withdraw(room.desk, ids[0], "It names a living person")
    assert follow_until(archive_url, room.path, fatal) in (0, KILLED)
    room.catch_up()
    room.assert_level()
    assert room.found("tugs") == set(ids[1:])
    store.close()


def _delete(path: Path) -> None:
    shutil.rmtree(path)


def _delete_position(path: Path) -> None:
    (path / "position.json").unlink()


def _garble_position(path: Path) -> None:
    (path / "position.json").write_text("{")


def _delete_generation(path: Path) -> None:
    for generation in path.glob("*-*"):
        shutil.rmtree(generation)


def _flip(path: Path) -> None:
    # A new file in the place of the old one: writing into what others have mapped would kill them.
    for file in path.glob("*/*.term"):
        held = bytearray(file.read_bytes())
        held[10] ^= 255
        file.unlink()
        file.write_bytes(held)


def _empty(path: Path) -> None:
    for file in path.glob("*/*.idx"):
        file.unlink()
        file.touch()


def _old_shape(path: Path) -> None:
    position = path / "position.json"
    position.write_text(position.read_text().replace('"generation": "', '"generation": "0-'))


HARM = [
    _delete, _delete_position, _garble_position, _delete_generation, _flip, _empty, _old_shape,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("running", [True, False])
def test_a_deleted_or_damaged_index_heals(
    room: Reading, harm: Callable[[Path], None], *, running: bool
) -> None:
    ids = {room.add(number) for number in range(1, 4)}
    follower = room.follower()
    follower.follow()
    if not running:
        follower.close()
    assert room.found("tugs") == ids
    harm(room.path)
    with contextlib.suppress(IndexAway):
        assert room.found("tugs") <= ids  # the files that are open answer, or it says it is away
    if not running:
        follower = room.follower()
    follower.follow()
    room.assert_level()
    assert not room.index.folder.is_suspect()
    ids.add(room.add(9))
    follower.follow()
    assert room.found("tugs") == ids
    follower.close()


def test_two_processes_share_one_index_and_the_second_takes_over(room: Reading) -> None:
    first, second = room.follower(), room.follower()
    room.add(1)
    assert first.follow() is not None
    assert second.follow() is None
    room.add(2)
    assert second.follow() is None
    first.follow()
    room.assert_level()
    first.close()
    room.add(3)
    assert second.follow() is not None
    room.assert_level()
    second.close()


def test_a_lock_that_was_deleted_with_all_else_makes_no_second_writer(room: Reading) -> None:
    first, second = room.follower(), room.follower()
    room.add(1)
    first.follow()
    shutil.rmtree(room.path)
    room.path.with_name("index.lock").unlink()
    assert second.follow() is not None
    assert first.follow() is None
    room.assert_level()
    second.close()
    first.close()


def test_an_older_backup_restored_is_searched_as_it_is_not_as_it_was(
    room: Reading, tmp_path: Path, sqlite_archive: Path
) -> None:
    """The restored archive counts on from the backup; its numbers soon pass those followed."""
    room.add(1)
    archive_backup.backup(room.desk.store, room.desk.files, tmp_path / "old.backup")
    for number in range(2, 5):
        room.add(number, "SEVEN BARGES")
    room.catch_up()
    assert len(room.found("barges")) == 3

    shutil.copyfile(sqlite_archive, tmp_path / "again.sqlite3")
    again = open_store(f"sqlite:///{tmp_path / 'again.sqlite3'}")
    files = open_files((tmp_path / "again").as_uri())
    archive_backup.restore(tmp_path / "old.backup", again, files)
    restored = Reading(again, tmp_path)
    for number in range(11, 19):
        restored.add(number, "NINE PILOTS")
    restored.catch_up()
    restored.assert_level()
    assert restored.found("barges") == set()
    assert len(restored.found("pilots")) == 8
    again.close()


def test_the_old_index_answers_until_the_new_one_is_whole(room: Reading) -> None:
    ids = {room.add(number) for number in range(1, 4)}
    room.catch_up()
    seen: list[set[str]] = []
    follower = room.follower(lambda name: seen.append(room.found("tugs")))
    follower.anew()
    follower.close()
    assert seen
    assert all(found == ids for found in seen)
    assert len([entry for entry in room.path.iterdir() if entry.is_dir()]) == 1


def test_a_command_that_cannot_write_the_index_has_done_its_deed_all_the_same(
    room: Reading, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(writer: IndexWriter, change: int, mark: str) -> None:
        raise OSError(28, "No space left on device")

    room.add(1)
    with monkeypatch.context() as patch:
        patch.setattr(IndexWriter, "commit", full)
        room.catch_up()
    assert "was not brought up to date" in caplog.text
    room.catch_up()
    room.assert_level()


def test_more_changes_than_one_commit_takes(
    room: Reading, monkeypatch: pytest.MonkeyPatch, following: Follower
) -> None:
    monkeypatch.setattr(desk_index, "CHANGES", 3)
    monkeypatch.setattr(desk_index, "TOGETHER", 2)
    following.follow()
    for number in range(1, 8):
        room.add(number)
    following.follow()
    room.assert_level()


def test_a_change_is_found_well_within_two_seconds(room: Reading, following: Follower) -> None:
    following.follow()
    id = room.add(1)
    began = time.perf_counter()
    following.follow()
    assert room.found("tugs") == {id}
    assert time.perf_counter() - began < 1
    assert os.path.getsize(room.path / "position.json") < 500  # noqa: PTH202
