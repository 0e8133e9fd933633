from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import stat
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from app.archive import accounts, batches, pages, repository, tables
from app.archive.backup import backup, restore, verify_backup
from app.archive.changes import changes_since
from app.archive.records import Collection, NewBatch, Role
from app.archive.store import Store, open_store
from app.archive.tables import SCHEMA
from app.archive.verify import verify
from app.errors import BackupDamaged, Conflict, Damaged, DiskFull, NotEmpty, StoreNewer
from app.scans.files import FileStore, open_files
from tests.archive import made
from tests.databases import Server

EVER = dt.datetime(1970, 1, 2, tzinfo=dt.UTC)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return open_files((tmp_path / "files").as_uri())


@pytest.fixture
def new_files(tmp_path: Path) -> FileStore:
    return open_files((tmp_path / "new-files").as_uri())


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_archive: Path
) -> Iterator[Store]:
    """A second archive, empty, on both databases: a backup goes from any to any."""
    if request.param == "sqlite":
        shutil.copyfile(sqlite_archive, tmp_path / "new.sqlite3")
        url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    else:
        server: Server = request.getfixturevalue("postgresql")
        url = server.archive_database()
    opened = open_store(url)
    yield opened
    opened.close()


def fill(store: Store, files: FileStore) -> dict[str, str]:
    """An archive with a cable in every state, versions, references, likeness and a merge back."""
    ids = {}
    with store.writing() as tx:
        for number in ("1", "2", "3", "4", "5"):
            files.put(made.TEXT.replace("SECTO 8", f"SECTO {number}").encode())
            ids[number] = made.add(tx, number, publish=number != "5")
        repository.withdraw(tx, ids["2"], "reason", by="ada")
        repository.merge(tx, ids["1"], ids["4"], by="ada")  # an earlier row leads to a later one
        text = made.TEXT.replace("SECTO 8", "SECTO 3")
        repository.add_version(tx, ids["3"], made.reading(text), made.naming("3"), made_by="é")
        repository.mark_likely_same(tx, ids["3"], ids["4"], "text")
    return ids


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in tables.metadata.sorted_tables
        }


def test_a_backup_restored_into_either_database_is_the_same_archive(
    store: Store, files: FileStore, new_store: Store, new_files: FileStore, tmp_path: Path
) -> None:
    fill(store, files)
    with store.writing() as tx:
        accounts.add_account(tx, "ada", Role.ADMIN, "hash")
        number = batches.open_batch(tx, NewBatch("box 35", "ada", Collection("NARA", "59")))
        batches.add_files(tx, number, [("a.pdf", 10)])
    made_of = backup(store, files, tmp_path / "all.tar")
    assert (made_of.cables, made_of.sources) == (5, 5)
    assert restore(tmp_path / "all.tar", new_store, new_files) == made_of
    assert everything(new_store) == everything(store)
    assert sorted(new_files.names()) == sorted(files.names())
    assert list(verify(new_store, new_files)) == []


def test_a_backup_lets_no_session_live_again(
    store: Store, files: FileStore, new_store: Store, new_files: FileStore, tmp_path: Path
) -> None:
    with store.writing() as tx:
        account = accounts.add_account(tx, "ada", Role.ADMIN, "hash")
        accounts.open_session(tx, account, "ab" * 32)
        accounts.count_attempt(tx, "account ada", since=EVER)
    backup(store, files, tmp_path / "all.tar")
    restore(tmp_path / "all.tar", new_store, new_files)
    with new_store.reading() as connection:
        assert accounts.credentials(connection, "ada") is not None
        assert accounts.sessions_of(connection, account) == ()
        assert accounts.failures(connection, "account ada", since=EVER) == (0, None)


def test_a_restored_archive_goes_on_with_new_numbers(
    store: Store, files: FileStore, new_store: Store, new_files: FileStore, tmp_path: Path
) -> None:
    fill(store, files)
    restore_point = backup(store, files, tmp_path / "all.tar").change
    restore(tmp_path / "all.tar", new_store, new_files)
    new_files.put(made.TEXT.replace("SECTO 8", "SECTO 77").encode())
    with new_store.writing() as tx:
        id = made.add(tx, "77")
    with new_store.reading() as connection:
        assert [c.number for c in changes_since(connection, restore_point)] == [
            restore_point + 1,
            restore_point + 2,
        ]
        assert pages.cable_page(connection, id) is not None
    assert list(verify(new_store, new_files)) == []


def test_a_backup_is_for_its_owner_only_and_nothing_unfinished_is_left(
    store: Store, files: FileStore, tmp_path: Path
) -> None:
    fill(store, files)
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(store, files, folder / "all.tar")
    assert stat.S_IMODE((folder / "all.tar").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["all.tar"]


def test_a_backup_never_replaces_a_file(store: Store, files: FileStore, tmp_path: Path) -> None:
    (tmp_path / "all.tar").write_text("an older backup")
    with pytest.raises(Conflict, match="Choose another name"):
        backup(store, files, tmp_path / "all.tar")
    assert (tmp_path / "all.tar").read_text() == "an older backup"


def test_a_full_disk_leaves_no_backup(
    store: Store, files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, files)
    folder = tmp_path / "backups"
    folder.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFull):
        backup(store, files, folder / "all.tar")
    assert list(folder.iterdir()) == []


def test_a_damaged_source_is_not_backed_up_as_if_it_were_whole(
    store: Store, files: FileStore, tmp_path: Path
) -> None:
    fill(store, files)
    spoil(next(tmp_path.glob("files/??/*")))
    with pytest.raises(Damaged):
        backup(store, files, tmp_path / "all.tar")
    assert not (tmp_path / "all.tar").exists()


def test_an_archive_that_holds_something_is_not_written_over(
    store: Store, files: FileStore, tmp_path: Path
) -> None:
    fill(store, files)
    backup(store, files, tmp_path / "all.tar")
    with pytest.raises(NotEmpty, match=r"has \d+ rows"):
        restore(tmp_path / "all.tar", store, files)


# A backup is refused whole, before anything is written, when it is


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20_000])


def change_a_byte(path: Path) -> None:
    with tarfile.open(path) as tar:
        at = next(m.offset_data for m in tar if m.name.startswith("files/"))
    held = bytearray(path.read_bytes())
    held[at] ^= 1
    path.write_bytes(held)


def leave_out_a_member(path: Path) -> None:
    rewrite(path, lambda name, data: None if name == "tables/alias.jsonl" else data)


def leave_out_the_manifest(path: Path) -> None:
    rewrite(path, lambda name, data: None if name == "manifest.json" else data)


def make_it_something_else(path: Path) -> None:
    path.write_text("not a backup at all")


@pytest.mark.parametrize(
    "damage",
    [cut, change_a_byte, leave_out_a_member, leave_out_the_manifest, make_it_something_else],
)
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    store: Store, files: FileStore, new_files: FileStore, tmp_path: Path,
    sqlite_archive: Path, damage: object,
) -> None:  # fmt: skip
    fill(store, files)
    path = tmp_path / "all.tar"
    backup(store, files, path)
    damage(path)  # type: ignore[operator]
    shutil.copyfile(sqlite_archive, tmp_path / "new.sqlite3")
    new = open_store(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with pytest.raises(BackupDamaged, match="Nothing was restored"):
        restore(path, new, new_files)
    with new.reading() as connection:
        assert connection.execute(tables.source.select()).first() is None
    assert list(new_files.names()) == []
    new.close()


def test_a_backup_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackupDamaged, match="No such file"):
        verify_backup(tmp_path / "all.tar")


def test_a_backup_of_a_newer_schema_is_refused(
    store: Store, files: FileStore, tmp_path: Path
) -> None:
    backup(store, files, tmp_path / "all.tar")

    def newer(name: str, data: bytes) -> bytes:
        return data.replace(f'"schema": "{SCHEMA}"'.encode(), b'"schema": "9999"')

    rewrite(tmp_path / "all.tar", newer)
    with pytest.raises(StoreNewer, match="9999"):
        restore(tmp_path / "all.tar", store, files)


def test_a_backup_of_an_older_schema_is_refused_with_the_way_to_restore_it(
    store: Store, files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(store, files, tmp_path / "all.tar")
    monkeypatch.setattr("app.archive.backup.SCHEMA", "9999")  # this version has gone on
    with pytest.raises(Conflict, match=rf"schema {SCHEMA}, older.*version of Reftel that wrote it"):
        restore(tmp_path / "all.tar", store, files)


def test_the_manifest_names_every_member_with_its_hash(
    store: Store, files: FileStore, tmp_path: Path
) -> None:
    fill(store, files)
    backup(store, files, tmp_path / "all.tar")
    with tarfile.open(tmp_path / "all.tar") as tar:
        held = {m.name: tar.extractfile(m).read() for m in tar}  # type: ignore[union-attr]
    manifest = json.loads(held.pop("manifest.json"))
    assert manifest["members"] == {n: hashlib.sha256(d).hexdigest() for n, d in held.items()}


def rewrite(path: Path, change: object) -> None:
    """Write a tar file again with each member changed, or left out where the change is None."""
    with tarfile.open(path) as tar:
        members = [(m, tar.extractfile(m).read()) for m in tar]  # type: ignore[union-attr]
    with tarfile.open(path, "w") as tar:
        for member, data in members:
            if (new := change(member.name, data)) is not None:  # type: ignore[operator]
                member.size = len(new)
                tar.addfile(member, BytesIO(new))


def spoil(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"spoilt")
