from __future__ import annotations

from collections.abc import Callable

import pytest

from app.archive import batches
from app.archive.records import Collection, FileFate, NewBatch
from app.archive.store import Store, Transaction
from app.errors import BatchMissing

Verb = Callable[[Transaction], object]
PLACE = Collection("NARA", "59", "Central Files", "35", "2")
A, B = "aa" * 32, "bb" * 32


def opened(store: Store, *files: str, **more: object) -> int:
    with store.writing() as tx:
        number = batches.open_batch(tx, NewBatch("box 35", "ada", **more))  # type: ignore[arg-type]
        batches.add_files(tx, number, [(name, 100) for name in files])
    return number


def accept(store: Store, batch: int, number: int, sha256: str) -> None:
    with store.writing() as tx:
        batches.settle(tx, batch, number, FileFate.ACCEPTED, sha256=sha256, size=90)


def fates(store: Store, batch: int) -> list[str]:
    with store.reading() as connection:
        return [file.fate.value for file in batches.files_of(connection, batch)]


def test_a_batch_says_once_what_holds_for_all_its_files(store: Store) -> None:
    number = opened(store, "a.pdf", "b.tif", collection=PLACE, provenance="gift", publish=True)
    with store.reading() as connection:
        batch = batches.one_batch(connection, number)
    assert (batch.name, batch.made_by, batch.provenance) == ("box 35", "ada", "gift")
    assert (batch.collection, batch.publish, batch.cancelled_at) == (PLACE, True, None)
    assert (batch.counts, batch.files, batch.settled) == ({FileFate.ARRIVING: 2}, 2, False)


def test_files_announced_later_are_numbered_on(store: Store) -> None:
    number = opened(store, "a.pdf", "b.tif")
    with store.writing() as tx:
        assert batches.add_files(tx, number, [("c.jpg", 5)]) == [3]
        assert batches.add_files(tx, number, []) == []
    with store.reading() as connection:
        names = [(f.number, f.name) for f in batches.files_of(connection, number)]
        assert names == [(1, "a.pdf"), (2, "b.tif"), (3, "c.jpg")]
        some = batches.files_of(connection, number, after=1, many=1)
        assert [f.name for f in some] == ["b.tif"]


def test_a_fate_is_kept_with_reason_and_remedy(store: Store) -> None:
    number = opened(store, "a.pdf")
    with store.writing() as tx:
        batches.settle(tx, number, 1, FileFate.REFUSED, reason="Cut off.", remedy="Send it again.")
    with store.reading() as connection:
        file = batches.one_file(connection, number, 1)
        assert batches.files_of(connection, number, (FileFate.READ,)) == ()
        assert batches.files_of(connection, number, (FileFate.REFUSED,)) == (file,)
        assert batches.one_batch(connection, number).settled
    assert (file.fate, file.reason, file.remedy) == (
        FileFate.REFUSED, "Cut off.", "Send it again.",
    )  # fmt: skip
    assert file.sha256 == ""


def test_what_becomes_of_a_source_is_said_in_every_batch_that_waits_for_it(store: Store) -> None:
    first, second = opened(store, "a.pdf", "b.pdf"), opened(store, "c.pdf")
    accept(store, first, 1, A)
    accept(store, first, 2, B)
    accept(store, second, 1, A)
    with store.writing() as tx:
        assert batches.settle_source(tx, A, FileFate.WORKING) == 2
        assert batches.settle_source(tx, A, FileFate.READ) == 2
        assert batches.settle_source(tx, A, FileFate.FAILED) == 0  # what is read stays read
    assert fates(store, first) == ["read", "accepted"]
    assert fates(store, second) == ["read"]


def test_a_cancelled_batch_stops_what_moves_and_leaves_what_is_done(store: Store) -> None:
    number = opened(store, "a.pdf", "b.pdf", "c.pdf")
    accept(store, number, 1, A)
    accept(store, number, 2, B)
    with store.writing() as tx:
        batches.settle_source(tx, A, FileFate.READ)
        assert batches.cancel(tx, number, by="ada") == (B,)
        assert batches.is_cancelled(tx.connection, B)
        assert not batches.is_cancelled(tx.connection, A)
        # The bytes of the third arrive a moment later: the cancelling stands.
        assert not batches.settle(tx, number, 3, FileFate.ACCEPTED, sha256=A)
    assert fates(store, number) == ["read", "cancelled", "cancelled"]


def test_a_source_that_another_batch_still_wants_is_not_cancelled(store: Store) -> None:
    first, second = opened(store, "a.pdf"), opened(store, "b.pdf")
    accept(store, first, 1, A)
    accept(store, second, 1, A)
    with store.writing() as tx:
        assert batches.cancel(tx, first, by="ada") == ()
        assert not batches.is_cancelled(tx.connection, A)
        assert batches.cancel(tx, second, by="ada") == (A,)


def test_a_source_of_no_batch_is_never_cancelled(store: Store) -> None:
    with store.reading() as connection:
        assert not batches.is_cancelled(connection, A)


def test_only_the_fates_asked_for_are_tried_again(store: Store) -> None:
    number = opened(store, "a.pdf", "b.pdf", "c.pdf", "d.pdf")
    for file, sha256 in ((1, A), (2, B)):
        accept(store, number, file, sha256)
    with store.writing() as tx:
        batches.settle_source(tx, A, FileFate.FAILED, reason="r", remedy="m")
        batches.settle_source(tx, B, FileFate.READ)
        batches.settle(tx, number, 3, FileFate.REFUSED)
        batches.cancel(tx, number, by="ada")
        assert batches.retry(tx, number, (FileFate.FAILED,), by="ada") == (A,)
    # The fourth never arrived: there is nothing to read again.
    assert fates(store, number) == ["accepted", "read", "refused", "cancelled"]
    with store.reading() as connection:
        assert batches.one_batch(connection, number).cancelled_at is None
        assert batches.one_file(connection, number, 1).reason == ""


def test_batches_are_listed_newest_first_and_by_pages(store: Store) -> None:
    numbers = [opened(store, "a.pdf") for _ in range(3)]
    with store.reading() as connection:
        newest = batches.newest_batches(connection, 2)
        assert [batch.id for batch in newest] == numbers[:0:-1]
        rest = batches.newest_batches(connection, 2, before=newest[-1].id)
        assert [batch.id for batch in rest] == numbers[:1]
        assert rest[0].files == 1


@pytest.mark.parametrize(("publish", "cancelled"), [(True, False), (True, True), (False, False)])
def test_a_wish_to_publish_holds_while_the_batch_does(
    store: Store, publish: bool, cancelled: bool
) -> None:
    number = opened(store, "a.pdf", publish=publish)
    accept(store, number, 1, A)
    with store.writing() as tx:
        if cancelled:
            batches.cancel(tx, number, by="ada")
        wished = batches.is_to_be_published(tx.connection, A)
    assert wished is (publish and not cancelled)


@pytest.mark.parametrize(
    "verb",
    [
        lambda tx: batches.one_batch(tx.connection, 7),
        lambda tx: batches.one_file(tx.connection, 7, 1),
        lambda tx: batches.add_files(tx, 7, [("a", 1)]),
        lambda tx: batches.cancel(tx, 7, by="ada"),
        lambda tx: batches.retry(tx, 7, (), by="ada"),
    ],
    ids=["batch", "file", "announce", "cancel", "retry"],
)
def test_a_batch_that_is_not_there_is_named(store: Store, verb: Verb) -> None:
    with store.writing() as tx, pytest.raises(BatchMissing, match="no batch 7"):
        verb(tx)
