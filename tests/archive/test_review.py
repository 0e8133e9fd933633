from __future__ import annotations

import datetime as dt

import pytest

from app.archive import batches, repository, review, tables
from app.archive.records import FileFate, NewBatch, NewSource
from app.archive.store import Store, Transaction
from tests.archive import made

SCAN, OTHER, TEXT = "aa" * 32, "bb" * 32, made.source().sha256
DAY = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def read(tx: Transaction, sha256: str, number: int, engine: str, second: int = 0) -> None:
    source = tx.connection.execute(
        tables.source.select().where(tables.source.c.sha256 == sha256)
    ).one()
    row = {"source_id": source.id, "number": number, "engine": engine, "settings": "",
           "engine_version": "1", "width": 1, "height": 1, "body": b"", "words": b"",
           "confidence": 90, "made_at": DAY + dt.timedelta(seconds=second)}  # fmt: skip
    tx.connection.execute(tables.page_text.insert(), row)


@pytest.fixture
def batch(store: Store) -> int:
    """Two scans that wait, one of 3 pages and one that nothing is known of, and a text."""
    with store.writing() as tx:
        number = batches.open_batch(tx, NewBatch("box 35", "ada"))
        batches.add_files(tx, number, [("a.pdf", 9), ("b.pdf", 9), ("c.txt", 9)])
        for file, sha256 in ((1, SCAN), (2, OTHER)):
            repository.add_source(tx, NewSource(sha256, f"{file}.pdf", "application/pdf", 9))
            batches.settle(tx, number, file, FileFate.ACCEPTED, sha256=sha256)
        source = tables.source
        tx.connection.execute(
            source.update().where(source.c.sha256 == SCAN).values(pages=3, step="page 3")
        )
        made.add(tx, publish=False)
        batches.settle(tx, number, 3, FileFate.READ, sha256=TEXT)
    return number


def test_how_far_a_scan_has_come_is_told_by_pages_and_not_by_a_text_it_brought(
    store: Store, batch: int
) -> None:
    with store.writing() as tx:
        for page, engine in ((1, "tesseract"), (2, "tesseract"), (1, "rapidocr"), (1, "text-layer"),
                             (2, "text-layer"), (3, "text-layer")):  # fmt: skip
            read(tx, SCAN, page, engine)
    with store.reading() as connection:
        found = review.progress_of(connection, [SCAN, OTHER])
        assert review.progress_of(connection, []) == {}
    assert found[SCAN] == review.PageProgress(3, 2, 1, "page 3")
    assert found[OTHER] == review.PageProgress(0, 0, 0, "")


def test_the_pace_of_a_batch_counts_what_its_engines_have_left(store: Store, batch: int) -> None:
    def pace(passes: int) -> review.Pace:
        with store.reading() as connection:
            return review.pace_of(connection, batch, passes=passes)

    def seconds(stage: review.Stage) -> tuple[list[int], int]:
        return [at.second for at in stage.reads], stage.left

    # before the better engine has begun, its pass is left all the same
    assert pace(2) == review.Pace(review.Stage((), 3), review.Stage((), 3), 1)
    assert pace(1) == review.Pace(review.Stage((), 3), review.Stage((), 0), 1)
    with store.writing() as tx:
        read(tx, SCAN, 1, "tesseract", 1)
        read(tx, SCAN, 2, "tesseract", 2)
        read(tx, SCAN, 1, "text-layer", 4)
    assert seconds(pace(2).first) == ([2, 1], 1)
    assert seconds(pace(2).better) == ([], 3)
    with store.writing() as tx:
        read(tx, SCAN, 1, "rapidocr", 3)
    # another machine's better engine counts where this one has none
    for passes in (1, 2):
        assert seconds(pace(passes).first) == ([2, 1], 1)
        assert seconds(pace(passes).better) == ([3], 2)
        assert pace(passes).unknown == 1


def test_the_cables_of_a_batch_are_named_by_file_and_its_drafts_alone(
    store: Store, batch: int
) -> None:
    with store.writing() as tx:
        elsewhere = made.add(tx, "9", publish=False)
    with store.reading() as connection:
        found = review.cables_of(connection, batch, [TEXT, SCAN])
        (id,) = review.drafts_of(connection, batch)
        assert {sha256: [row.id for row in rows] for sha256, rows in found.items()} == {TEXT: [id]}
        assert set(review.drafts(connection)) == {id, elsewhere}
        first, second = review.drafts(connection, 1), review.drafts(connection)
        assert review.drafts(connection, before=first[0]) == second[1:]
    with store.writing() as tx:
        repository.publish(tx, id)
    with store.reading() as connection:
        assert review.drafts_of(connection, batch) == ()
        assert review.cables_of(connection, batch, [TEXT])[TEXT][0].id == id


def test_a_cable_is_named_by_the_hash_or_the_name_of_its_file(store: Store, batch: int) -> None:
    with store.reading() as connection:
        (id,) = review.drafts_of(connection, batch)
        assert review.cables_of_source(connection, sha256=TEXT) == [id]
        assert review.cables_of_source(connection, name="secto-8.txt") == [id]
        assert review.cables_of_source(connection, name="nowhere.txt") == []
        assert review.cables_of_source(connection, sha256="nonsense") == []
