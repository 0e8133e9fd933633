"""From an accepted scan to its drafts: page images, a first text, drafts, a better text.

Every step stores its result under a key before the next begins, so the work can be cut off
anywhere and be gone on with by anybody: what is stored is not made again, and nothing is stored
twice. It is done in two stages, so that a batch is searchable before its better texts are made:

* first: each page becomes an image and is read by the first engine; when all are, the text is
  read as telegrams, and drafts are made;
* quality: each page is read by the other engine, the two are compared, and each draft gets the
  better text as a new transcript and a new version. What a person has corrected stays.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from app.archive import batches, repository, scanned, work
from app.archive.records import CableState
from app.archive.scanned import PageImage
from app.archive.store import Transaction
from app.archive.work import Claim
from app.desk.beside import Beside, keep_beside
from app.desk.delivery import require_room, send
from app.desk.drafts import add_drafts, renew_drafts
from app.desk.page_reads import page_read, page_text
from app.desk.room import Desk
from app.errors import EngineFailed, ReftelError, TakenOver, Unavailable, WorkGivenUp
from app.scans import ocr, sheets
from app.scans.kinds import IMAGES, PDF
from app.scans.sheets import Sheet
from app.scans.words import PageText

MOST_ATTEMPTS = 5  # without storing anything: then it is the file's fault
BEAT_SECONDS = 5.0
log = logging.getLogger("reftel.transcribe")
GoOn = Callable[[], bool]


class _Left(Exception):  # noqa: N818 - asked for, not a failure
    """The work is to be left between two pages: stopped or cancelled."""


class _Work(NamedTuple):
    """A claimed source, with its file at hand."""

    desk: Desk
    claim: Claim
    path: Path
    go_on: GoOn

    @property
    def is_scan(self) -> bool:
        return self.claim.media_type in (PDF, *IMAGES)


def transcribe(desk: Desk, sha256: str, go_on: GoOn = lambda: True) -> bool:
    """Do one stage of what is to be done for an accepted source.

    Args:
        desk: where; its engines read, the first one first.
        sha256: of the source.
        go_on: asked between pages; False leaves the work as it is, for anybody to go on with.

    Returns:
        Whether there was anything to do: False where the source is not waiting, not wanted any
        more or in another worker's hands.

    Raises:
        Unavailable: the store or the file store is away; the work can be gone on with later.
    """
    with desk.store.writing() as tx:
        claim = work.claim(tx, sha256, silent=desk.silent)
    if claim is None:
        return False
    desk.step("claimed")
    try:
        with _beating(desk, claim):
            _staged(desk, claim, go_on)
    except _Left:
        _released(desk, claim)
    except TakenOver as error:
        log.warning("%s", error)
    except EngineFailed as error:
        _tried(desk, claim, error)
    except Unavailable as error:  # not the file's fault: it waits, and is not counted
        with desk.store.writing() as tx:
            work.release(tx, claim, reason=str(error), counted=False)
        raise
    except ReftelError as error:
        _failed(desk, claim, error)
    except Exception as error:
        log.exception("%s", claim.name)
        _tried(desk, claim, WorkGivenUp(name=claim.name, step=claim.step or "the first step",
                                        cause=f"{type(error).__name__}: {error}"))  # fmt: skip
    return True


def _staged(desk: Desk, claim: Claim, go_on: GoOn) -> None:
    require_room(desk)
    if claim.attempts > MOST_ATTEMPTS:
        cause = claim.reason or f"it ended {MOST_ATTEMPTS} times without a word"
        raise WorkGivenUp(name=claim.name, step=claim.step or "the first step", cause=cause)
    with desk.files.local(claim.sha256) as path:
        doing = _Work(desk, claim, path, go_on)
        with desk.store.reading() as connection:
            drafted = scanned.cables_of(connection, claim.source_id)
        if not drafted:
            beside = keep_beside(desk, claim, path)
            if beside is Beside.KEPT:
                return
            if beside is Beside.WAITS:
                raise _Left
            _first(doing)
        if not doing.is_scan or len(desk.engines) < 2:
            _finish(doing)
        elif drafted:
            _quality(doing)
        else:
            _hand_on(doing)


# The first stage ------------------------------------------------------------------------------


def _first(doing: _Work) -> None:
    examined = sheets.examine(doing.path, doing.claim.name, doing.desk.limits)
    if doing.claim.pages != examined.pages:
        with doing.desk.store.writing() as tx:
            work.hold(tx, doing.claim)
            work.at_step(tx, doing.claim, "page 1", pages=examined.pages)
    doing.desk.step("examined")
    for number in range(1, examined.pages + 1):
        _may_go_on(doing)
        if doing.is_scan:
            _scan_page(doing, number)
        if examined.has_text_layer:
            _layer(doing, number)
    with doing.desk.store.writing() as tx:
        work.hold(tx, doing.claim)
        add_drafts(doing.desk, tx, doing.claim, examined.pages)
        work.at_step(tx, doing.claim, "better text of page 1")
        doing.desk.step("before commit")
    doing.desk.step("drafts added")


def _scan_page(doing: _Work, number: int) -> None:
    """The image of a page, and what the first engine reads on it."""
    sheet = _sheet(doing, number)
    engine = doing.desk.engines[0]
    if not _is_read(doing, number, engine):
        read = ocr.read_page(sheet, engine)
        doing.desk.step("page read")
        flags = tuple(dict.fromkeys((*sheet.flags, *read.flags)))
        _keep(doing, number, read._replace(flags=flags), then=f"page {number + 1}")


def _sheet(doing: _Work, number: int) -> Sheet:
    """A page as an image: the stored one, or a new one that is stored now."""
    claim, files = doing.claim, doing.desk.files
    with doing.desk.store.reading() as connection:
        kept = scanned.images_of(connection, claim.source_id).get(number)
    if kept is not None:
        image = files.read(kept.image_sha256)
        return Sheet(number, kept.width, kept.height, kept.dpi, image, kept.media_type, kept.flags)
    sheet = sheets.sheet(doing.path, claim.name, number, doing.desk.limits)
    doing.desk.step("page drawn")
    stored = files.put(sheet.image)
    doing.desk.step("page image kept")
    image_row = PageImage(
        number, sheet.width, sheet.height, sheet.dpi, sheet.media_type, stored.sha256, sheet.flags
    )
    with doing.desk.store.writing() as tx:
        scanned.keep_image(tx, claim, image_row, then=f"reading page {number}")
    doing.desk.step("page image noted")
    return sheet


def _layer(doing: _Work, number: int) -> None:
    """The text that a page brings along."""
    layer = sheets.text_layer(doing.path, doing.claim.name, number, doing.desk.limits)
    if layer is not None:
        _keep(doing, number, layer, then=f"page {number + 1}")


# The quality stage ----------------------------------------------------------------------------


def _hand_on(doing: _Work) -> None:
    """Give the source back, and tell a worker of its second stage, behind all first ones."""
    with doing.desk.store.writing() as tx:
        work.release(tx, doing.claim)
    doing.desk.step("handed on")
    send(doing.desk, doing.claim.sha256, urgent=False)


def _quality(doing: _Work) -> None:
    first, second = doing.desk.engines[:2]
    for number in range(1, doing.claim.pages + 1):
        _may_go_on(doing)
        if not _is_read(doing, number, second):
            better = ocr.read_page(_sheet(doing, number), second)
            doing.desk.step("page read")
            _keep(
                doing,
                number,
                _compared(doing, number, first, better),
                then=f"better text of page {number + 1}",
            )
    with doing.desk.store.writing() as tx:
        work.hold(tx, doing.claim)
        renew_drafts(doing.desk, tx, doing.claim, second)
        work.finish(tx, doing.claim)
        _publish(doing.desk, tx, doing.claim)
        doing.desk.step("before commit")
    doing.desk.step("finished")


def _compared(doing: _Work, number: int, engine: str, better: PageText) -> PageText:
    """The better text with its doubts, by what the first engine read."""
    with doing.desk.store.reading() as connection:
        read = scanned.reads_of(connection, doing.claim.source_id, engine, (number,))
    return ocr.compare(page_text(read[number]), better) if number in read else better


# The end of it --------------------------------------------------------------------------------


def _finish(doing: _Work) -> None:
    with doing.desk.store.writing() as tx:
        work.finish(tx, doing.claim)
        _publish(doing.desk, tx, doing.claim)
        doing.desk.step("before commit")
    doing.desk.step("finished")


def _publish(desk: Desk, tx: Transaction, claim: Claim) -> None:
    """Make its drafts public where their batch asks for it."""
    if batches.is_to_be_published(tx.connection, claim.sha256):
        for cable_id in scanned.cables_of(tx.connection, claim.source_id):
            if repository.hold(tx, cable_id) is CableState.DRAFT:
                repository.publish(tx, cable_id, by=desk.who)


def _released(desk: Desk, claim: Claim) -> None:
    with suppress(TakenOver), desk.store.writing() as tx:
        work.release(tx, claim, counted=False)


def _tried(desk: Desk, claim: Claim, error: ReftelError) -> None:
    """An attempt failed: another is made in a while, unless there were enough."""
    with desk.store.writing() as tx:
        over = work.attempts(tx, claim) >= MOST_ATTEMPTS
        if not over:
            work.release(tx, claim, reason=str(error))
    log.warning("%s: %s", claim.name, error)
    if over:
        _failed(desk, claim, error)


def _failed(desk: Desk, claim: Claim, error: ReftelError) -> None:
    """It cannot be done. Where there are drafts it is the better text that is missing: said."""
    with suppress(TakenOver), desk.store.writing() as tx:
        if scanned.cables_of(tx.connection, claim.source_id):
            work.finish(tx, claim, f"No better text: {error.reason}")
        else:
            work.fail(tx, claim, error.reason, error.remedy, by=desk.who)
    log.warning("%s failed: %s", claim.name, error.reason)


@contextmanager
def _beating(desk: Desk, claim: Claim) -> Iterator[None]:
    """A sign of life every few seconds, from a thread of its own."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT_SECONDS):
            try:
                with desk.store.writing() as tx:
                    work.beat(tx, claim)
            except TakenOver:
                return
            except ReftelError as error:
                log.warning("%s", error)

    thread = threading.Thread(target=beat, name="beat")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _may_go_on(doing: _Work) -> None:
    """Between two pages.

    Raises:
        _Left: somebody wants the work left.
    """
    if not doing.go_on():
        raise _Left
    with doing.desk.store.reading() as connection:
        if batches.is_cancelled(connection, doing.claim.sha256):
            raise _Left


def _is_read(doing: _Work, number: int, engine: str) -> bool:
    with doing.desk.store.reading() as connection:
        return number in scanned.read_numbers(connection, doing.claim.source_id, engine)


def _keep(doing: _Work, number: int, read: PageText, *, then: str) -> None:
    with doing.desk.store.writing() as tx:
        scanned.keep_read(tx, doing.claim, page_read(number, read), then=then)
        doing.desk.step("before commit")
    doing.desk.step("page text kept")
