"""A file of a batch is settled once and right, whatever goes wrong at any step."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest

from app.archive import batches, pages
from app.archive.records import BatchFile, Collection, FileFate, NewBatch, Outcome
from app.archive.store import Store
from app.archive.verify import verify
from app.desk.handover import cancel, hand_over, retry
from app.desk.room import Desk
from app.scans.files import open_files
from app.scans.kinds import Limits
from app.vocabulary import load
from tests.telegrams import incoming

PDF = b"%PDF-1.4\n" + b"paper " * 100
FILES = {"scan.pdf": PDF, "telegram.txt": incoming().encode(), "x.zip": b"PK\x03\x04"}
FATES = {"scan.pdf": FileFate.ACCEPTED, "telegram.txt": FileFate.READ, "x.zip": FileFate.REFUSED}


class Killed(Exception):  # noqa: N818 - as if the process had ended there
    pass


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, open_files((tmp_path / "files").as_uri()), load(), 10**6, who="ada")


class Sender:
    """A batch of files lying in a folder, and what the queue heard."""

    def __init__(self, desk: Desk, folder: Path, *names: str) -> None:
        self.folder, self.heard = folder, list[str]()
        with desk.store.writing() as tx:
            self.batch = batches.open_batch(tx, NewBatch("Box", "ada", Collection("NARA"), "gift"))
            batches.add_files(tx, self.batch, [(f"box/{n}", len(FILES[n])) for n in names])
        for name in names:
            (folder / name).write_bytes(FILES[name])

    def send(self, desk: Desk, number: int, limits: Limits | None = None) -> BatchFile:
        with desk.store.reading() as connection:
            batch = batches.one_batch(connection, self.batch)
            file = batches.one_file(connection, self.batch, number)
        path = self.folder / file.name.removeprefix("box/")
        hand_over(desk, batch, file, path, queue=self.heard.append, limits=limits or Limits())
        with desk.store.reading() as connection:
            return batches.one_file(connection, self.batch, number)


@pytest.mark.parametrize("name", FILES)
def test_a_fault_at_any_step_is_mended_by_doing_it_again(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    steps: list[str] = []
    Sender(desk, tmp_path, name).send(dataclasses.replace(desk, step=steps.append), 1)
    assert steps[-1] == "settled"
    for at in range(len(steps)):
        own = tmp_path / str(at)
        own.mkdir()
        FILES[name] += b" "  # bytes never seen before
        sender = Sender(desk, own, name)
        left = iter(range(at + 1))

        def fail(step: str, left=left, at=at) -> None:  # type: ignore[no-untyped-def]
            if next(left) == at:
                raise Killed(step)

        with pytest.raises(Killed):
            sender.send(dataclasses.replace(desk, step=fail), 1)
        file = sender.send(desk, 1)
        # What was written before the fault is the file's own, and no earlier one.
        assert (file.fate, "held since" in file.reason) == (FATES[name], False)
        assert file.sha256 == hashlib.sha256(FILES[name]).hexdigest()
        if FATES[name] is FileFate.ACCEPTED:
            assert sender.heard[-1] == file.sha256
            with desk.store.reading() as connection:
                held = pages.find_source_by_sha256(connection, file.sha256)
            assert held is not None
            assert held.outcome is Outcome.WAITING
    assert list(verify(desk.store, desk.files)) == []


def test_a_scan_over_the_limit_is_named_without_where_it_lay(desk: Desk, tmp_path: Path) -> None:
    file = Sender(desk, tmp_path, "scan.pdf").send(desk, 1, Limits(bytes=100))
    assert file.fate is FileFate.REFUSED
    assert file.reason.startswith("scan.pdf is ")
    assert str(tmp_path) not in file.reason


def test_what_was_cancelled_can_be_taken_up_again_and_what_failed_too(
    desk: Desk, tmp_path: Path
) -> None:
    sender = Sender(desk, tmp_path, "scan.pdf")
    sha256 = sender.send(desk, 1).sha256
    cancel(desk, sender.batch)
    with desk.store.reading() as connection:
        assert pages.waiting_sources(connection) == ()
    assert retry(desk, sender.batch, queue=sender.heard.append) == 1
    assert sender.heard == [sha256, sha256]
    with desk.store.writing() as tx:
        from app.archive import repository

        batches.settle_source(tx, sha256, FileFate.FAILED, reason="r", remedy="m")
        repository.set_outcome(tx, sha256, Outcome.FAILED, "r")
    assert retry(desk, sender.batch, queue=sender.heard.append) == 1
    assert retry(desk, sender.batch, queue=sender.heard.append) == 0  # nothing failed any more


def test_a_file_that_another_batch_saw_read_meanwhile_is_not_read_again(
    desk: Desk, tmp_path: Path
) -> None:
    sender = Sender(desk, tmp_path, "scan.pdf")
    sha256 = sender.send(desk, 1).sha256
    with desk.store.writing() as tx:
        from app.archive import repository

        batches.settle_source(tx, sha256, FileFate.FAILED)
        repository.set_outcome(tx, sha256, Outcome.READ)
    assert retry(desk, sender.batch, queue=sender.heard.append) == 0
    with desk.store.reading() as connection:
        assert batches.one_file(connection, sender.batch, 1).fate is FileFate.READ


def test_bytes_that_failed_before_are_tried_again_when_they_come_again(
    desk: Desk, tmp_path: Path
) -> None:
    sha256 = Sender(desk, tmp_path, "scan.pdf").send(desk, 1).sha256
    with desk.store.writing() as tx:
        from app.archive import repository

        repository.set_outcome(tx, sha256, Outcome.FAILED, "the engine stopped")
    again = Sender(desk, tmp_path, "scan.pdf")
    file = again.send(desk, 1)
    assert (file.fate, again.heard) == (FileFate.ACCEPTED, [sha256])
    assert "The same bytes are held since" in file.reason
