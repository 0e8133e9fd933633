"""A worker killed at every step of a batch of ten pages: the result is that of an undisturbed one."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import worker
from app.archive import batches, pages, tables
from app.archive.records import FileFate, NewBatch
from app.archive.store import open_store
from app.archive.verify import verify
from app.desk.delivery import sweep
from app.desk.room import Desk
from app.desk.transcribe import transcribe
from app.jobs import open_queue
from app.scans import ocr, sandbox, sheets
from app.scans.files import open_files
from app.scans.sheets import Sheet
from app.scans.words import PageText
from app.vocabulary import load
from tests.databases import Server
from tests.desk.scan_files import accept, texts, tiff

FILES = {"lisbon-8.tif": tiff(texts(4, 8)), "lisbon-9.tif": tiff(texts(6, 9))}
PAGES = 10
BETTER = "better"
ENGINES = (ocr.TESSERACT, BETTER)
KEPT: dict[tuple[str, str | int], Any] = {}
# Steps that come again after every death: to die at each of them each time would be to die for ever.
AGAIN = ("claimed", "examined")


class Killed(BaseException):
    """Nothing of the worker survives it, as nothing does a SIGKILL."""


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract, and another that knows one word better; each page is drawn and read once a session.

    What is tried here is the going on; that takes as many readings of a page as there are deaths.
    """
    examine, draw, read_page = sheets.examine, sheets.sheet, ocr.read_page

    def once(key: tuple[str, str | int], make: Callable[[], Any]) -> Any:
        if key not in KEPT:
            KEPT[key] = make()
        return KEPT[key]

    def read(sheet: Sheet, engine: str = ocr.TESSERACT) -> PageText:
        key = hashlib.sha256(sheet.image).hexdigest()
        first: PageText = once((key, "read"), lambda: read_page(sheet, ocr.TESSERACT))
        better = first._replace(text=first.text.replace("TUGS", "TUBS"), engine=BETTER)
        return first if engine == ocr.TESSERACT else better

    monkeypatch.setattr(ocr, "read_page", read)
    monkeypatch.setattr(
        sheets, "examine", lambda path, *rest: once((path.name, 0), lambda: examine(path, *rest))
    )
    monkeypatch.setattr(
        sheets,
        "sheet",
        lambda path, name, number, *rest: once(
            (path.name, number), lambda: draw(path, name, number, *rest)
        ),
    )


@pytest.fixture
def desk(archive_url: str, tmp_path: Path) -> Iterator[Desk]:
    with_store = opened(archive_url, tmp_path)
    yield with_store
    with_store.store.close()


def opened(url: str, folder: Path, silent: float = 0) -> Desk:
    files = open_files((folder / "files").as_uri())
    return Desk(
        open_store(url), files, load(), 10**6, engines=ENGINES, silent=dt.timedelta(seconds=silent)
    )


def hand_in(desk: Desk) -> list[str]:
    """The batch, accepted."""
    hashes = [accept(desk, data, name) for name, data in FILES.items()]
    with desk.store.writing() as tx:
        batch = batches.open_batch(tx, NewBatch("harbor", "r.alden"))
        numbers = batches.add_files(tx, batch, [(name, len(data)) for name, data in FILES.items()])
        for number, sha256 in zip(numbers, hashes, strict=True):
            batches.settle(tx, batch, number, FileFate.ACCEPTED, sha256=sha256)
    return hashes


def through(desk: Desk, hashes: list[str]) -> None:
    while sum(transcribe(desk, sha256) for sha256 in hashes):
        pass


def shape(desk: Desk) -> dict[str, Any]:
    """All that the archive says but ids and times, and by which version of an engine."""
    with desk.store.reading() as connection:
        ids = connection.execute(select(tables.cable.c.id)).scalars().all()
        found = [pages.cable_page(connection, id, include_drafts=True) for id in ids]
        counts = {
            table.name: len(connection.execute(select(*table.c)).all())
            for table in tables.metadata.sorted_tables
        }
        sources = connection.execute(
            select(tables.source.c.name, tables.source.c.outcome, tables.source.c.reason)
        ).all()
        files = connection.execute(select(tables.batch_file.c.name, tables.batch_file.c.fate)).all()
        read = connection.execute(
            select(
                tables.page_text.c.source_id, tables.page_text.c.number, tables.page_text.c.engine
            )
        ).all()
    assert max(Counter(map(tuple, read)).values(), default=0) <= 1, "a page has two results"
    return {
        "cables": sorted(
            (page.cable.title, page.cable.state, page.current_version, page.source_text)
            for page in found
            if page
        ),
        "counts": counts,
        "sources": sorted(map(tuple, sources)),
        "files": sorted(map(tuple, files)),
    }


def assert_done(desk: Desk, undisturbed: dict[str, Any]) -> None:
    found = shape(desk)
    assert found["counts"] == undisturbed["counts"]
    assert found == undisturbed
    assert undisturbed["counts"]["page_text"] == PAGES * len(ENGINES)
    assert undisturbed["counts"]["scan_page"] == PAGES
    assert undisturbed["counts"]["cable"] == len(FILES)
    assert {fate for _, fate in undisturbed["files"]} == {"read"}
    assert list(verify(desk.store, desk.files)) == []


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], dict[str, Any]]:
    """What becomes of the batch where nothing happens to its worker."""
    made: list[dict[str, Any]] = []

    def make() -> dict[str, Any]:
        if not made:
            folder = tmp_path_factory.mktemp("undisturbed")
            desk = opened(f"sqlite:///{folder / 'archive.sqlite3'}", folder)
            through(desk, hand_in(desk))
            made.append(shape(desk))
            desk.store.close()
        return made[0]

    return make


def test_a_worker_that_dies_at_every_step_one_after_another_changes_nothing(
    desk: Desk, undisturbed: Callable[[], dict[str, Any]]
) -> None:
    died: set[tuple[str, int]] = set()
    results = Counter[str]()

    def die(step: str) -> None:
        """Once at each step of each page: what was stored last tells where the work is."""
        at = (step, -1 if step in AGAIN else results["stored"])
        if step in ("page image noted", "page text kept", "drafts added"):
            results["stored"] += 1
        if at not in died:
            died.add(at)
            raise Killed

    hashes = hand_in(desk)
    for _ in range(40 * PAGES):
        try:
            through(replace(desk, step=die), hashes)
            break
        except Killed:
            pass
    assert len(died) > 8 * PAGES, sorted(died)
    assert_done(desk, undisturbed())


def test_a_newer_version_goes_on_with_what_an_older_one_began_and_reads_no_page_again(
    desk: Desk, undisturbed: Callable[[], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = hand_in(desk)
    seen = Counter[str]()

    def die(step: str) -> None:
        seen[step] += 1
        if seen["page text kept"] == PAGES // 2:
            raise Killed

    with pytest.raises(Killed):
        through(replace(desk, step=die), hashes)
    older = ocr.read_page
    again: list[str] = []

    def newer(sheet: Sheet, engine: str = ocr.TESSERACT) -> PageText:
        again.append(hashlib.sha256(sheet.image).hexdigest())
        return older(sheet, engine)._replace(engine_version="99", settings="newer")

    monkeypatch.setattr(ocr, "read_page", newer)
    through(desk, hashes)
    assert len(again) == PAGES * len(ENGINES) - PAGES // 2
    assert_done(desk, undisturbed())


def killed_at(url: str, folder: Path, hashes: list[str], at: int) -> str:
    """Work in a process of its own that is killed at a step; the step, or nothing where it ended."""
    told_out, told_in = os.pipe()
    child = os.fork()
    if not child:
        steps: list[str] = []

        def die(step: str) -> None:
            steps.append(step)
            if len(steps) - 1 == at:
                os.write(told_in, step.encode())
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            through(replace(opened(url, folder), step=die), hashes)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
        sandbox.close_all()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    os.close(told_in)
    with os.fdopen(told_out) as told:
        step = told.read()
    assert os.waitstatus_to_exitcode(status) == (-signal.SIGKILL if step else 0), step
    return step


SOAK = os.environ.get("TEST_SOAK") == "1"


@pytest.mark.parametrize("at", range(140) if SOAK else (7, 38))
def test_a_worker_that_is_really_killed_is_gone_on_with(
    archive_url: str,
    tmp_path: Path,
    undisturbed: Callable[[], dict[str, Any]],
    at: int,
) -> None:
    wanted = undisturbed()  # and every page is read once, so that the child need not
    desk = opened(archive_url, tmp_path)
    hashes = hand_in(desk)
    desk.store.close()
    step = killed_at(archive_url, tmp_path, hashes, at)
    assert step or SOAK
    desk = opened(archive_url, tmp_path)
    through(desk, hashes)
    assert_done(desk, wanted)
    desk.store.close()


def test_a_second_worker_on_postgresql_takes_over_what_a_killed_one_left(
    postgresql: Server,
    tmp_path: Path,
    undisturbed: Callable[[], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = undisturbed()
    url = postgresql.archive_database()
    desk = opened(url, tmp_path)
    hashes = hand_in(desk)
    desk.store.close()
    assert killed_at(url, tmp_path, hashes, 20)
    monkeypatch.setattr(worker, "SWEEP_SECONDS", 0.2)
    queue = open_queue(url, tmp_path)
    desk = replace(opened(url, tmp_path, silent=1), queue=queue)
    stop = threading.Event()
    second = threading.Thread(target=worker._deliver, args=(desk, 2, stop))
    second.start()
    try:
        deadline = time.monotonic() + 60
        while shape(desk) != wanted and time.monotonic() < deadline:
            time.sleep(0.2)
    finally:
        stop.set()
        second.join(30)
    assert_done(desk, wanted)
    assert sweep(replace(desk, silent=dt.timedelta(0))) == 0
    queue.close()
    desk.store.close()
    postgresql.drop(url)
