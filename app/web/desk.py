"""The desk: its front, the batches, and what becomes of their files."""

from __future__ import annotations

import csv
import io

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.archive import batches, review
from app.archive.records import FileFate
from app.desk import handover
from app.errors import DiskLow
from app.web import metadata, urls
from app.web.answers import web_of
from app.web.desk_pages import FILES, SHOWN, batch_page, batches_page, pace_words, upload_page
from app.web.sessions import PRIVATE, Archivist, ArchivistPosting, frame_of
from app.web.signing import KEPT_BY_NOBODY, to

router = APIRouter()
router.include_router(metadata.router)
READ = ["GET", "HEAD"]
LISTED = 20
READING = (FileFate.ACCEPTED, FileFate.WORKING)
DRAFTS_COUNTED = 100
DONE_BADLY = (FileFate.REFUSED, FileFate.FAILED, FileFate.CANCELLED)


@router.api_route("/desk", methods=READ)
def front(request: Request, viewer: Archivist) -> Response:
    """Where files are handed over, with the newest batches; empty, it says what to do."""
    web = web_of(request)
    trouble: DiskLow | None = None
    try:
        web.spool.require_room(0)
    except DiskLow as low:
        trouble = low
    with web.store.reading() as connection:
        newest = batches.newest_batches(connection, 5)
        drafts = len(review.drafts(connection, DRAFTS_COUNTED + 1))
    page = upload_page(
        frame_of(viewer), newest, drafts, DRAFTS_COUNTED, web.limits.bytes, trouble,
        able=web.able.note,
    )  # fmt: skip
    return web.pages.response(request, page, headers=KEPT_BY_NOBODY)


@router.api_route("/desk/batches", methods=READ)
def listed(request: Request, viewer: Archivist) -> Response:
    """All batches, the newest first."""
    web = web_of(request)
    before = _number(request, "before")
    with web.store.reading() as connection:
        found = batches.newest_batches(connection, LISTED + 1, before=before)
    page = batches_page(frame_of(viewer), found[:LISTED], more=len(found) > LISTED)
    return web.pages.response(request, page, headers=KEPT_BY_NOBODY)


@router.api_route("/desk/batches/{number}", methods=READ)
def batch(request: Request, number: int, viewer: Archivist) -> Response:
    """Every file of a batch by name; asks again by itself while something will still happen."""
    web = web_of(request)
    show = request.query_params.get("show", "")
    fates = SHOWN.get(show, ((), ""))[0]
    with web.store.reading() as connection:
        one = batches.one_batch(connection, number)
        after = _number(request, "after")
        files = batches.files_of(connection, number, fates, after=after, many=FILES + 1)
        found = review.cables_of(connection, number, [f.sha256 for f in files if f.sha256])
        waits = bool({FileFate.ACCEPTED, FileFate.WORKING} & one.counts.keys())
        finished = batches.finished_at(connection, number)
        passes = len(web.able.engines)
        reading = review.pace_of(connection, number, passes=passes) if waits else None
        pages = review.progress_of(connection, [f.sha256 for f in files if f.fate in READING])
        drafts = len(review.drafts_of(connection, number))
    page = batch_page(
        frame_of(viewer), one, files, found, drafts,
        pace=pace_words(one, finished, reading), pages=pages, arrived=web.spool.arrived, show=show, said=request.query_params.get("said", ""),
    )  # fmt: skip
    return web.pages.response(request, page, headers=KEPT_BY_NOBODY)


@router.api_route("/desk/batches/{number}/failures.csv", methods=READ)
def failures(request: Request, number: int, viewer: Archivist) -> Response:
    """What was not taken in or could not be read: name, fate, reason, remedy."""
    with web_of(request).store.reading() as connection:
        batches.one_batch(connection, number)
        found = batches.files_of(connection, number, DONE_BADLY)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("number", "name", "bytes", "sha256", "fate", "reason", "remedy", "at"))
    for f in found:
        words = map(harmless, (f.name, str(f.size), f.sha256, f.fate.value, f.reason, f.remedy))
        rows.writerow((f.number, *words, f.at.isoformat(timespec="seconds")))
    return Response(
        out.getvalue(), media_type="text/csv; charset=utf-8; header=present",
        headers={"Cache-Control": PRIVATE,
                 "Content-Disposition": f'attachment; filename="batch-{number}-failures.csv"'},
    )  # fmt: skip


@router.post("/desk/batches/{number}/cancel")
def cancel(request: Request, number: int, posted: ArchivistPosting) -> Response:
    """Stop what is still moving; what is read stays."""
    web = web_of(request)
    handover.cancel(web.desk(posted.viewer.name), number)
    web.spool.remove_batch(number)
    return to(urls.batch(number, said="cancelled"))


@router.post("/desk/batches/{number}/retry")
def retry(request: Request, number: int, posted: ArchivistPosting) -> Response:
    """Let what failed be read again, and nothing else."""
    web = web_of(request)
    again = handover.retry(web.desk(posted.viewer.name), number, queue=web.queue)
    return to(urls.batch(number, said="again" if again else "nothing"))


def harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("scan-1.tif")
    ("'=HYPERLINK(1)", 'scan-1.tif')
    """
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t")) else words


def _number(request: Request, name: str) -> int:
    typed = request.query_params.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
