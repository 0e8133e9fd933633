from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.archive import batches, pages, scanned, tables
from app.archive.pages import cable_page
from app.archive.records import CablePage, FileFate, NewBatch, Outcome
from app.archive.store import Store
from app.archive.verify import verify
from app.desk.correct import correct
from app.desk.delivery import sweep
from app.desk.room import Desk
from app.desk.transcribe import MOST_ATTEMPTS, transcribe
from app.errors import DiskLow, EngineFailed
from app.jobs import open_queue
from app.scans import ocr
from app.scans.files import open_files
from app.scans.sheets import Sheet
from app.scans.words import PageText, unpack
from app.telegram.reading import State
from app.vocabulary import load
from tests.desk.scan_files import accept, texts, tiff, two_on_a_page

NO_TIME = dt.timedelta(0)
BETTER = "better"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    files = open_files((tmp_path / "files").as_uri())
    return Desk(store, files, load(), 10**6, silent=NO_TIME)


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second engine that reads as the first and is another: it knows one word better."""
    real = ocr.read_page

    def read_page(sheet: Sheet, engine: str = ocr.TESSERACT) -> PageText:
        read = real(sheet, ocr.TESSERACT)
        if engine == ocr.TESSERACT:
            return read
        return read._replace(engine=engine, text=read.text.replace("TUGS", "TUBS"))

    monkeypatch.setattr(ocr, "read_page", read_page)


def through(desk: Desk, sha256: str) -> None:
    """Do all that is to be done for a source."""
    while transcribe(desk, sha256):
        pass


def cables(desk: Desk, sha256: str) -> list[CablePage]:
    with desk.store.reading() as connection:
        held = pages.find_source_by_sha256(connection, sha256)
        assert held is not None
        found = [cable_page(connection, row.id, include_drafts=True) for row in held.cables]
    return [page for page in found if page]


def standing(desk: Desk, sha256: str) -> tuple[Outcome, str]:
    with desk.store.reading() as connection:
        held = pages.find_source_by_sha256(connection, sha256)
    assert held is not None
    return held.outcome, held.reason


def count(desk: Desk, table: str) -> int:
    with desk.store.reading() as connection:
        asked = select(func.count()).select_from(tables.metadata.tables[table])
        return int(connection.execute(asked).scalar_one())


def test_a_scan_becomes_a_draft_whose_words_lie_on_its_page_images(desk: Desk) -> None:
    sha256 = accept(desk, tiff(texts(3)))
    through(desk, sha256)
    (page,) = cables(desk, sha256)
    assert page.cable.state == "draft"
    assert page.reading.fields["number"].value == "8"
    assert page.engine.startswith("tesseract 5")
    assert [one.printed for one in page.reading.pages] == [None, 2, 3]
    with desk.store.reading() as connection:
        shown = scanned.scan_pages(connection, page.cable.id)
        assert [(one.number, one.source_page, one.width) for one in shown] == [
            (1, 1, 800), (2, 2, 800), (3, 3, 800),
        ]  # fmt: skip
        for one in shown:
            words = scanned.words_of(connection, page.cable.id, one.number)
            assert words is not None
            for word in unpack(words.page.words, words.page.text):
                at = words.text_start + word.start
                length = word.end - word.start
                assert page.source_text[at : at + length] == words.page.text[word.start : word.end]
                assert 0 < word.width < one.width
        assert scanned.image_is_of(connection, shown[0].image_sha256) == (page.cable.id,)
    assert standing(desk, sha256) == (Outcome.READ, "")
    assert list(verify(desk.store, desk.files)) == []


def test_a_better_text_becomes_a_new_version_and_the_first_stays(desk: Desk, better: None) -> None:
    desk = replace(desk, engines=(ocr.TESSERACT, BETTER))
    sha256 = accept(desk, tiff(texts(2)))
    assert transcribe(desk, sha256)
    (draft,) = cables(desk, sha256)
    assert "TUGS" in draft.source_text
    assert standing(desk, sha256)[0] is Outcome.WAITING
    through(desk, sha256)
    (page,) = cables(desk, sha256)
    assert page.current_version == 2
    assert "TUBS" in page.source_text
    assert page.engine.startswith("better")
    with desk.store.reading() as connection:
        first = cable_page(connection, page.cable.id, 1, include_drafts=True)
        assert first is not None
        assert first.source_text == draft.source_text
        old = scanned.words_of(connection, page.cable.id, 2, version=1)
        new = scanned.words_of(connection, page.cable.id, 2)
    assert old is not None
    assert new is not None
    assert (old.page.engine, new.page.engine) == ("tesseract", "better")
    doubts = [word.doubt for word in unpack(new.page.words, new.page.text) if word.doubt]
    assert doubts == ["tesseract reads: TUGS"]
    assert list(verify(desk.store, desk.files)) == []


def test_what_a_person_corrected_between_the_two_texts_stays(desk: Desk, better: None) -> None:
    desk = replace(desk, engines=(ocr.TESSERACT, BETTER))
    sha256 = accept(desk, tiff(texts(2)))
    assert transcribe(desk, sha256)
    (draft,) = cables(desk, sha256)
    by_hand = replace(desk, who="r.alden")
    correct(
        by_hand, draft.cable.id, {"number": "18", "subject": "HARBOR", "classification": None},
        confirmed=["from"],
    )  # fmt: skip
    through(desk, sha256)
    (page,) = cables(desk, sha256)
    assert page.current_version == 3
    assert "TUBS" in page.source_text
    fields = page.reading.fields
    assert (fields["number"].value, fields["number"].state) == ("18", State.CORRECTED)
    assert (fields["subject"].value, fields["subject"].state) == ("HARBOR", State.SUPPLIED)
    assert fields["from"].state is State.CONFIRMED
    assert "classification" not in fields
    assert "as a person left it" in page.version.note


def test_a_second_worker_gets_nothing_while_the_first_lives(desk: Desk) -> None:
    slow = replace(desk, silent=dt.timedelta(seconds=30))
    sha256 = accept(desk, tiff(texts(1)))
    seen: list[bool] = []

    def meanwhile(step: str) -> None:
        if step == "page drawn":
            seen.append(transcribe(replace(slow, step=lambda name: None), sha256))

    assert transcribe(replace(slow, step=meanwhile), sha256)
    assert seen == [False]
    assert len(cables(desk, sha256)) == 1


def test_a_worker_given_up_for_dead_that_wakes_again_writes_nothing_more(desk: Desk) -> None:
    sha256 = accept(desk, tiff(texts(2)))

    def overtaken(step: str) -> None:
        if step == "page read":
            through(desk, sha256)

    assert transcribe(replace(desk, step=overtaken), sha256)
    assert len(cables(desk, sha256)) == 1
    assert (count(desk, "scan_page"), count(desk, "page_text")) == (2, 2)
    assert standing(desk, sha256)[0] is Outcome.READ


def test_a_cancelled_file_is_left_between_two_pages_and_taken_up_again_where_it_was(
    desk: Desk,
) -> None:
    sha256 = accept(desk, tiff(texts(3)))
    with desk.store.writing() as tx:
        batch = batches.open_batch(tx, NewBatch("harbor", "r.alden"))
        (number,) = batches.add_files(tx, batch, [("lisbon-8.tif", 1)])
        batches.settle(tx, batch, number, FileFate.ACCEPTED, sha256=sha256)

    def cancel(step: str) -> None:
        if step == "page text kept" and count(desk, "page_text") == 1:
            with desk.store.writing() as tx:
                batches.cancel(tx, batch, by="r.alden")

    through(replace(desk, step=cancel), sha256)
    assert count(desk, "page_text") == 1
    assert cables(desk, sha256) == []
    with desk.store.writing() as tx:
        assert batches.retry(tx, batch, (FileFate.CANCELLED,), by="r.alden") == (sha256,)
    through(desk, sha256)
    assert count(desk, "page_text") == 3
    with desk.store.reading() as connection:
        assert batches.one_file(connection, batch, number).fate is FileFate.READ


# A file that cannot be read fails by name; one whose engine stumbles is tried again, not for ever.
def test_a_damaged_file_fails_at_once_with_reason_and_remedy(desk: Desk) -> None:
    sha256 = accept(desk, tiff(texts(2))[:900])
    with desk.store.writing() as tx:
        batch = batches.open_batch(tx, NewBatch("harbor", "r.alden"))
        (number,) = batches.add_files(tx, batch, [("lisbon-8.tif", 1)])
        batches.settle(tx, batch, number, FileFate.ACCEPTED, sha256=sha256)
    through(desk, sha256)
    outcome, reason = standing(desk, sha256)
    assert outcome is Outcome.FAILED
    assert "lisbon-8.tif" in reason
    with desk.store.reading() as connection:
        file = batches.one_file(connection, batch, number)
    assert (file.fate, file.reason) == (FileFate.FAILED, reason)
    assert file.remedy


def test_an_engine_that_stumbles_is_tried_again_and_the_file_given_up_after_some_times(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def stumbles(sheet: Sheet, engine: str = ocr.TESSERACT) -> PageText:
        tries.append(sheet.number)
        raise EngineFailed(engine=engine, number=sheet.number, cause="it was ended by signal 9")

    monkeypatch.setattr(ocr, "read_page", stumbles)
    sha256 = accept(desk, tiff(texts(2)))
    through(desk, sha256)
    assert len(tries) == MOST_ATTEMPTS
    assert standing(desk, sha256) == (
        Outcome.FAILED, "tesseract could not read page 1: it was ended by signal 9.",
    )  # fmt: skip


def test_a_file_that_takes_its_worker_along_every_time_is_given_up_too(desk: Desk) -> None:
    class Killed(BaseException):
        pass

    def die(step: str) -> None:
        if step == "page drawn":
            raise Killed

    sha256 = accept(desk, tiff(texts(1)))
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            transcribe(replace(desk, step=die), sha256)
    through(desk, sha256)
    outcome, reason = standing(desk, sha256)
    assert outcome is Outcome.FAILED
    assert "given up" in reason
    assert "page 1" in reason


def test_blank_pages_alone_are_no_telegram_and_said_so(desk: Desk) -> None:
    sha256 = accept(desk, tiff(["", ""]))
    through(desk, sha256)
    assert standing(desk, sha256) == (
        Outcome.FAILED, "On none of the 2 pages of lisbon-8.tif could any text be read.",
    )  # fmt: skip


def test_two_telegrams_in_one_file_are_two_drafts_that_say_why(desk: Desk) -> None:
    sha256 = accept(desk, tiff([*texts(2, 8), "", *texts(3, 9)]))
    through(desk, sha256)
    first, second = cables(desk, sha256)
    assert [one.reading.fields["number"].value for one in (first, second)] == ["8", "9"]
    with desk.store.reading() as connection:
        shown = [
            [page.source_page for page in scanned.scan_pages(connection, one.cable.id)]
            for one in (first, second)
        ]
        images = [
            {
                scanned.image_is_of(connection, page.image_sha256)
                for page in scanned.scan_pages(connection, one.cable.id)[:1]
            }
            for one in (first, second)
        ]
    assert shown == [[1, 2, 3], [4, 5, 6]]
    assert images == [{(first.cable.id,)}, {(second.cable.id,)}], (
        "a draft's page is not the other's"
    )
    assert second.version.note.startswith(
        "Proposed cut: pages 4 to 6 of 6, where a further telegram begins: INCOMING"
    )


@pytest.mark.parametrize(
    ("order", "doubt"),
    [
        ([0, 2], "Before page 3 pages are missing"),
        ([0, 1, 1], "Pages 2 and 3 say the same"),
    ],
)
def test_missing_and_doubled_pages_are_said(desk: Desk, order: list[int], doubt: str) -> None:
    long = [page + "\nTHE COMPANY HAS BEEN ASKED TO SEND AN ENGINEER WITHIN\nTHE WEEK AND WILL "
            "PAY FOR THE SURVEY OF THE HULL" for page in texts(3)]  # fmt: skip
    sha256 = accept(desk, tiff([long[at] for at in order]))
    through(desk, sha256)
    (page,) = cables(desk, sha256)
    assert any(doubt in said for said in page.reading.doubts), page.reading.doubts


def test_the_sweep_sends_what_is_silent_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    queue = open_queue(desk.store.engine.url.render_as_string(hide_password=False), tmp_path)
    try:
        desk = replace(desk, queue=queue)
        sha256 = accept(desk, tiff(texts(1)))
        later = replace(desk, silent=dt.timedelta(seconds=30))
        assert sweep(later) == 0
        assert sweep(desk) == 1
        job = queue.take()
        assert job is not None
        assert job.key == sha256
        through(desk, sha256)
        assert sweep(desk) == 0
        with desk.store.writing() as tx:  # as if begun by a worker that died
            tx.connection.execute(
                update(tables.source).values(outcome="waiting", worker="gone", heartbeat_at=None)
            )
        assert sweep(desk) == 1
        assert sweep(desk) == 0 or queue.size() > 1
    finally:
        queue.close()


def test_on_a_disk_that_is_nearly_full_nothing_is_begun_and_what_is_accepted_waits(
    desk: Desk,
) -> None:
    sha256 = accept(desk, tiff(texts(1)))
    for _ in range(MOST_ATTEMPTS + 1):
        with pytest.raises(DiskLow, match="no room"):
            transcribe(replace(desk, reserve=10**18), sha256)
    assert standing(desk, sha256)[0] is Outcome.WAITING
    assert "no room" in standing(desk, sha256)[1]
    through(desk, sha256)
    assert standing(desk, sha256) == (Outcome.READ, "")


def test_two_telegrams_on_one_page_are_cut_between_their_lines_in_both_texts(
    desk: Desk, better: None
) -> None:
    desk = replace(desk, engines=(ocr.TESSERACT, BETTER))
    sha256 = accept(desk, tiff(two_on_a_page()))
    through(desk, sha256)
    one, other = cables(desk, sha256)
    assert [page.reading.fields["number"].value for page in (one, other)] == ["8", "9"]
    assert one.engine == other.engine == f"better {one.engine.split()[1]}"
    assert other.source_text.startswith("INCOMING TELEGRAM")
    assert "INCOMING" not in one.source_text.partition("THE HARBOR")[2]
    with desk.store.reading() as connection:
        held = scanned.words_of(connection, other.cable.id, 1)
    assert held is not None
    assert held.text_start < 0
    words = unpack(held.page.words, held.page.text)
    begins = next(word for word in words if word.start + held.text_start >= 0)
    assert held.page.text[begins.start : begins.end] == "INCOMING"
    assert list(verify(desk.store, desk.files)) == []
