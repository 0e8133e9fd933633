from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from app import worker
from app.archive.pages import find_source_by_sha256
from app.archive.records import Outcome
from app.archive.store import Store, open_store
from app.desk.capacity import Capacity
from app.desk.delivery import send
from app.desk.index import catch_up
from app.desk.intake import Received, Wish, take_in
from app.desk.room import Desk
from app.errors import StoreLost, WorkerSilent
from app.jobs import open_queue
from app.scans.files import open_files
from app.search.document import Document
from app.search.folder import Folder
from app.search.index import IndexWriter, SearchIndex
from app.search.query import All
from app.settings import Settings
from app.vocabulary import load
from tests.desk.scan_files import accept, texts, tiff
from tests.telegrams import incoming


@pytest.fixture
def settings(tmp_path: Path, archive_url: str) -> Settings:
    return Settings(data=tmp_path / "var", database_url=archive_url, workers=0)


def following(settings: Settings, meanwhile: Callable[[], None]) -> None:
    """Run a worker in a thread for as long as something else is done."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(settings, stop))
    thread.start()
    try:
        meanwhile()
    finally:
        stop.set()
        thread.join(timeout=10)
    assert not thread.is_alive()


def seen(settings: Settings) -> int:
    try:
        return worker.check(settings)
    except WorkerSilent:
        return -1


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_worker_follows_the_changes_in_their_order(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.05)
    desk = Desk(store, open_files(settings.files), load(), 10**6)

    def work() -> None:
        until(lambda: seen(settings) == 0)
        take_in(desk, Received("a.txt", incoming().encode()), Wish(publish=True))
        until(lambda: seen(settings) == 2)

    with caplog.at_level("INFO", logger="reftel.worker"):
        following(settings, work)
    told = [record.getMessage() for record in caplog.records if "change" in record.getMessage()]
    assert [words.split()[1] + words.split()[-1] for words in told] == ["1:added", "2:published"]


def test_a_database_that_goes_away_is_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.05)
    tries: list[str] = []

    def open_later(url: str) -> Store:
        tries.append(url)
        if len(tries) < 3:
            raise StoreLost(place=url, cause="it is starting")
        return open_store(url)

    monkeypatch.setattr(worker, "open_store", open_later)
    following(settings, lambda: until(lambda: seen(settings) == 0))
    assert len(tries) == 3


def test_a_worker_that_hangs_is_silent_and_one_that_ends_takes_its_heartbeat_along(
    tmp_path: Path, archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, database_url=archive_url, workers=0)
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.05)
    following(settings, lambda: until(lambda: seen(settings) == 0))
    assert not worker.heartbeat_file(settings).exists()
    beat = {"pid": 1, "at": time.time() - 31, "change": 5}
    worker.heartbeat_file(settings).write_text(json.dumps(beat))
    with pytest.raises(WorkerSilent, match="31 seconds old"):
        worker.check(settings)
    # A heartbeat that was cut off is none.
    worker.heartbeat_file(settings).write_text('{"pid": 1')
    with pytest.raises(WorkerSilent, match="no heartbeat"):
        worker.check(settings)


def test_an_accepted_scan_is_read_by_whichever_worker_is_free(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SWEEP_SECONDS", 0.1)
    desk = Desk(store, open_files(settings.files), load(), 10**6)
    settings = replace(settings, workers=1)
    sha256 = accept(desk, tiff(texts(1)))

    def outcome() -> Outcome:
        with store.reading() as connection:
            held = find_source_by_sha256(connection, sha256)
        assert held is not None
        return held.outcome

    with_tesseract = Capacity(("tesseract",), 1)
    monkeypatch.setattr(worker, "of_this_machine", lambda wanted, fast: with_tesseract)
    send_all = open_queue(settings.database, settings.data)
    send(replace(desk, queue=send_all), sha256)
    send_all.close()
    following(settings, lambda: until(lambda: outcome() is Outcome.READ))


def test_a_stop_in_the_middle_of_a_long_indexing_is_quick_and_loses_nothing(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desk.index.TOGETHER", 1)
    desk = Desk(store, open_files(settings.files), load(), 10**6)
    for number in range(1, 6):
        text = incoming(number, control=5000 + number)
        take_in(desk, Received(f"{number}.txt", text.encode()), Wish(publish=True))
    stop = threading.Event()
    put, seen = IndexWriter.put, []

    def slowly(writer: IndexWriter, documents: Iterable[Document]) -> None:
        put(writer, documents)
        seen.append(writer)
        stop.set()

    with monkeypatch.context() as patch:
        patch.setattr(IndexWriter, "put", slowly)
        worker.follow_index(settings, stop)
    assert len(seen) == 1
    catch_up(store, settings.index, desk.vocabulary)
    assert SearchIndex(Folder(settings.index)).search(All()).count == 5
