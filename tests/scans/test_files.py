from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from app.errors import Damaged, DiskFull, FileStoreFailed, Missing, WrongAddress
from app.scans.files import BucketStore, FileStore, FolderStore, open_files

BYTES = b"SECRET\nFROM: TESTVILLE\n\xff\x00 as received"
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The endpoint of an S3 service on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def files(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FileStore:
    """An empty file store of each kind."""
    if request.param == "folder":
        return open_files((tmp_path / "files").as_uri())
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    endpoint = request.getfixturevalue("s3")
    bucket = f"cables-{tmp_path.name.replace('_', '-').lower()}"[:60].strip("-")
    urlopen(Request(f"{endpoint}/{bucket}", method="PUT")).close()
    return open_files(f"s3://{bucket}/sources?endpoint={endpoint}")


def test_bytes_are_kept_under_their_hash_and_come_back_whole(files: FileStore) -> None:
    assert files.put(BYTES) == (SHA256, len(BYTES))
    assert files.read(SHA256) == BYTES
    assert files.verify(SHA256) == len(BYTES)
    assert list(files.names()) == [SHA256]


def test_a_stream_is_kept_as_its_bytes_are(files: FileStore) -> None:
    long = bytes(range(256)) * 10_000
    stored = files.put(BytesIO(long))
    assert stored == (hashlib.sha256(long).hexdigest(), len(long))
    with files.open(stored.sha256) as stream:
        assert stream.read() == long


def test_the_same_bytes_twice_are_kept_once(files: FileStore) -> None:
    assert files.put(BYTES) == files.put(BytesIO(BYTES))
    assert list(files.names()) == [SHA256]


def test_nothing_at_all_can_be_kept_too(files: FileStore) -> None:
    assert files.read(files.put(b"").sha256) == b""


def test_what_is_not_kept_is_missing(files: FileStore) -> None:
    with pytest.raises(Missing, match=SHA256):
        files.read(SHA256)


def test_a_part_of_a_large_file_is_to_be_had_alone(files: FileStore) -> None:
    kept = files.put(b"one\ntwo\nthree\n")
    assert files.part(kept.sha256, 4, 8) == b"two\n"
    with pytest.raises(Missing):
        files.part("0" * 64, 0, 1)


def test_a_store_that_answers_passes_its_check(files: FileStore) -> None:
    files.check()


def test_threads_that_put_the_same_bytes_at_once_all_succeed(files: FileStore) -> None:
    failures: list[BaseException] = []

    def put() -> None:
        try:
            files.put(BYTES)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(files.names()) == [SHA256]


# In a folder ------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


def test_a_kept_file_is_read_only_and_lies_in_the_folder_of_its_first_two_characters(
    folder: Path,
) -> None:
    FolderStore(folder).put(BYTES)
    path = folder / SHA256[:2] / SHA256
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert path.read_bytes() == BYTES


def test_changed_bytes_are_noticed(folder: Path) -> None:
    files = FolderStore(folder)
    files.put(BYTES)
    _spoil(folder)
    with pytest.raises(Damaged, match="changed"):
        files.read(SHA256)
    with pytest.raises(Damaged, match="changed"):
        files.verify(SHA256)


def test_putting_the_good_bytes_again_heals_a_damaged_file_and_sets_it_aside(
    folder: Path,
) -> None:
    files = FolderStore(folder)
    files.put(BYTES)
    _spoil(folder)
    files.put(BYTES)
    assert files.read(SHA256) == BYTES
    assert list(files.names()) == [SHA256]
    assert [p.read_bytes() for p in folder.glob("*/*.damaged-*")] == [b"spoilt"]


def test_a_file_and_its_folder_are_on_the_disk_before_put_returns(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    files = FolderStore(folder)
    monkeypatch.setattr(os, "fsync", fsync)
    files.put(BYTES)
    # The bytes first, then the folder's own name, then the file's name in it.
    assert synced[0].startswith(str(folder / "incoming"))
    assert synced[1:] == [str(folder), str(folder / SHA256[:2])]


@pytest.mark.parametrize("step", ["fsync", "link"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_nothing_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    files = FolderStore(folder)

    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, step, full)
        with pytest.raises(DiskFull, match="no space left"):
            files.put(BYTES)
    assert list(files.names()) == []
    assert list((folder / "incoming").iterdir()) == []
    assert files.put(BYTES).sha256 == SHA256


def test_a_refusing_disk_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = FolderStore(folder)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(FileStoreFailed, match=r"Permission denied.*REFTEL_FILES_URL"):
        files.put(BYTES)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileStoreFailed, match="Not a directory"):
        FolderStore(tmp_path / "file" / "files")


def test_a_folder_that_is_gone_fails_its_check(folder: Path) -> None:
    files = FolderStore(folder)
    (folder / "incoming").rmdir()
    with pytest.raises(FileStoreFailed, match="gone"):
        files.check()


def test_what_a_killed_process_left_is_swept_after_a_day_and_not_before(folder: Path) -> None:
    FolderStore(folder)
    old, new = folder / "incoming" / "old", folder / "incoming" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    a_day_ago = time.time() - 25 * 3600
    os.utime(old, (a_day_ago, a_day_ago))
    FolderStore(folder)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_folder_with_blanks_in_its_name_is_found(tmp_path: Path) -> None:
    files = open_files((tmp_path / "my files").as_uri())
    assert files.place == str(tmp_path / "my files")


# Addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["files", "ftp://host/files", "file://host/files", "s3:///prefix"])
def test_an_address_that_is_neither_folder_nor_bucket_is_refused(url: str) -> None:
    with pytest.raises(WrongAddress, match="s3://bucket/prefix"):
        open_files(url)


def test_a_service_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    files = BucketStore("s3://cables/x?endpoint=http://127.0.0.1:1")
    with pytest.raises(FileStoreFailed, match="s3://cables/x"):
        files.check()


def _spoil(folder: Path) -> None:
    path = folder / SHA256[:2] / SHA256
    path.chmod(0o644)
    path.write_bytes(b"spoilt")
