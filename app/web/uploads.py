"""Handing files over: a plain form, and for large ones pieces that go on where they stopped.

The small protocol of the pieces: `POST /desk/batches` announces names and sizes and answers with a
number for each file; `PUT .../files/{file}?offset=N` appends bytes and answers with how many are
here; `GET .../files/{file}` tells the same; once all are here the file is settled. An answer of 409
says how many are here. A form with the files in it does all of that in one request.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any, BinaryIO

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from app.archive import batches
from app.archive.records import BatchFile, Collection, FileFate, NewBatch
from app.desk.decode import megabytes
from app.desk.handover import hand_over
from app.errors import BatchCancelled, ScanTooLarge, Unavailable, WrongCall
from app.web import urls
from app.web.answers import Web, web_of
from app.web.sessions import (
    MOST_FILES,
    PRIVATE,
    Archivist,
    ArchivistPosting,
    ArchivistSending,
    Posted,
)
from app.web.signing import to

router = APIRouter()
LONGEST_NAME = 200
BLOCK = 1 << 20
PIECE = 64 << 20  # bytes of one PUT; the page sends less
UNTITLED = "Untitled batch"


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is about to come."""

    name: str  # with its folders, as the sender has it
    size: int


@router.post("/desk/batches")
def open_batch(request: Request, posted: ArchivistPosting) -> Response:
    """Begin a batch: with the files of the form, or with those that are announced."""
    web = web_of(request)
    sent = _sent(posted)
    announced = _announced(posted.words("announced", 2_000_000)) or [
        Announced(_named(file), file.size or 0) for file in sent
    ]
    if not announced:
        raise WrongCall(
            thing="A batch", cause="needs files, and none was chosen",
            next_step="Go back and choose one or more",
        )  # fmt: skip
    web.spool.require_room(sum(one.size for one in announced))
    with web.store.writing() as tx:
        number = batches.open_batch(tx, _new_batch(posted))
        numbers = batches.add_files(tx, number, [(one.name, one.size) for one in announced])
    return _taken(request, posted, number, dict(zip(numbers, sent, strict=False)), numbers)


@router.post("/desk/batches/{number}/files")
def more_files(request: Request, number: int, posted: ArchivistPosting) -> Response:
    """More files for a batch, or those of it that did not arrive, by name."""
    web, sent = web_of(request), _sent(posted)
    announced = _announced(posted.words("announced", 2_000_000)) or [
        Announced(_named(file), file.size or 0) for file in sent
    ]
    web.spool.require_room(sum(one.size for one in announced))
    with web.store.writing() as tx:
        _require_open(batches.one_batch(tx.connection, number).cancelled_at, number)
        waiting = batches.files_of(tx.connection, number, (FileFate.ARRIVING,))
        numbers = _numbered(waiting, announced, sized=not sent)
        new = [
            (one.name, one.size) for one, held in zip(announced, numbers, strict=True) if not held
        ]
        added = iter(batches.add_files(tx, number, new))
    numbers = [held or next(added) for held in numbers]
    return _taken(request, posted, number, dict(zip(numbers, sent, strict=False)), numbers)


@router.get("/desk/batches/{number}/files/{file}")
def arrived(request: Request, number: int, file: int, viewer: Archivist) -> Response:
    """How many bytes of a file are here, and its fate."""
    web = web_of(request)
    with web.store.reading() as connection:
        return _told(web, batches.one_file(connection, number, file))


@router.put("/desk/batches/{number}/files/{file}")
async def piece(request: Request, number: int, file: int, viewer: ArchivistSending) -> Response:
    """The next bytes of a file, from `offset` on; after the last ones its fate."""
    web = web_of(request)
    held = await run_sync(_arriving, web, number, file)
    if held.fate is not FileFate.ARRIVING:
        return _told(web, held)
    offset = _offset(request)
    await run_sync(web.spool.require_room, max(0, held.size - offset))
    await _received(request, web, viewer.name, held, offset)
    return await run_sync(_as_it_stands, web, held)


async def _received(request: Request, web: Web, who: str, file: BatchFile, offset: int) -> None:
    """Append the body of a request to what is here of a file, and settle it once all of it is.

    One sender at a time, the settling too: a page that is loaded again sends its last piece while
    the one before is still being read.
    """
    left = min(file.size - offset, PIECE)
    with web.spool.writing(file.batch_id, file.number, offset) as out:
        async for data in request.stream():
            if len(data) > left:
                raise WrongCall(
                    thing=f"The piece of {file.name}", cause="has more bytes than were announced",
                    next_step="Choose the file again; it has changed since",
                )  # fmt: skip
            left -= len(data)
            await run_sync(out.write, data)
        await run_sync(_to_disk, out)
        await run_sync(_settle, web, who, file)


def _to_disk(out: BinaryIO) -> None:
    """Long work for a disk, done here so that it does not hold up the event loop on the way out."""
    out.flush()
    os.fsync(out.fileno())


def _settle(web: Web, who: str, file: BatchFile) -> None:
    """Where all bytes are here: read or queue them, and only then forget where they lay."""
    with web.store.reading() as connection:
        batch = batches.one_batch(connection, file.batch_id)
        file = batches.one_file(connection, file.batch_id, file.number)
    if file.fate is not FileFate.ARRIVING:
        return
    if web.spool.arrived(file.batch_id, file.number) < file.size:
        return
    path = web.spool.path(file.batch_id, file.number)
    hand_over(web.desk(who), batch, file, path, queue=web.queue, limits=web.limits)
    web.spool.remove(file.batch_id, file.number)


def _as_it_stands(web: Web, file: BatchFile) -> Response:
    with web.store.reading() as connection:
        return _told(web, batches.one_file(connection, file.batch_id, file.number))


def _taken(
    request: Request, posted: Posted, batch: int, sent: dict[int, UploadFile], numbers: list[int]
) -> Response:
    """Take what came with the form, and answer with the batch's page or its numbers."""
    web = web_of(request)
    for number, upload in sent.items():
        with web.store.reading() as connection:
            file = batches.one_file(connection, batch, number)
        try:
            web.spool.remove(batch, number)  # what a cut-off piece left: the whole is here
            _whole(web, posted.viewer.name, file, upload.file)
        except Unavailable:
            if number == min(sent):
                raise
            # Those that follow would meet the same; what came before is safe, and the page says it.
            return to(urls.batch(batch, said="cut"))
    href = urls.batch(batch)
    if "json" in request.headers.get("accept", ""):
        told = {"batch": batch, "href": href, "files": numbers}
        return JSONResponse(told, 201, headers={"Cache-Control": PRIVATE})
    return to(href)


def _whole(web: Web, who: str, file: BatchFile, stream: BinaryIO) -> None:
    """A file that came with a form, all at once."""
    stream.seek(0)
    with web.spool.writing(file.batch_id, file.number, 0) as out:
        while block := stream.read(BLOCK):
            out.write(block)
        _to_disk(out)
        _settle(web, who, file)


def _new_batch(posted: Posted) -> NewBatch:
    place = [
        posted.words(name, LONGEST_NAME)
        for name in ("repository", "record_group", "series", "box", "folder")
    ]
    return NewBatch(
        posted.words("name", LONGEST_NAME) or UNTITLED,
        posted.viewer.name,
        Collection(*place) if any(place) else None,
        posted.words("provenance", 1000),
        posted.words("publish") == "yes",
    )


def _sent(posted: Posted) -> list[UploadFile]:
    """The files of a form; a field left empty is a file without a name."""
    found = [one for one in posted.form.getlist("files") if isinstance(one, UploadFile)]
    return [one for one in found if one.filename]


def _named(file: UploadFile) -> str:
    return clean_name(file.filename or "")


def clean_name(name: str) -> str:
    r"""A file's name as it is kept: its folders stay, what would act on a screen does not.

    >>> clean_name("box 35\\..\\scan\x1b[1m.tif"), clean_name("../../etc/passwd"), clean_name("")
    ('box 35/scan[1m.tif', 'etc/passwd', 'unnamed')
    """
    parts = name.replace("\\", "/").split("/")
    kept = "/".join(part for part in parts if part not in ("", ".", ".."))
    return "".join(sign for sign in kept if sign.isprintable())[-255:] or "unnamed"


def _announced(words: str) -> list[Announced]:
    """Names and sizes as JSON: [["a.pdf", 1000], ...].

    Raises:
        WrongCall: it is something else, or too much.
    """
    if not words:
        return []
    try:
        rows: list[Any] = json.loads(words)
        found = [Announced(clean_name(str(name)), int(size)) for name, size in rows]
    except (ValueError, TypeError, OverflowError) as error:
        raise WrongCall(
            thing="The list of files", cause="is not one", next_step="Load the page again"
        ) from error
    if len(found) > MOST_FILES or any(not 0 <= one.size < 1 << 50 for one in found):
        raise WrongCall(
            thing="A batch", cause=f"may have {MOST_FILES:,} files, of a size that can be",
            next_step="Split it",
        )  # fmt: skip
    return found


def _numbered(
    waiting: tuple[BatchFile, ...], announced: list[Announced], *, sized: bool
) -> list[int]:
    """The numbers of announced files that a batch waits for; 0 for those it does not know."""
    free = {(one.name, one.size if sized else 0): one.number for one in waiting}
    return [free.pop((one.name, one.size if sized else 0), 0) for one in announced]


def _arriving(web: Web, number: int, file: int) -> BatchFile:
    with web.store.reading() as connection:
        _require_open(batches.one_batch(connection, number).cancelled_at, number)
        held = batches.one_file(connection, number, file)
    if held.fate is FileFate.ARRIVING and held.size > web.limits.bytes:
        error = ScanTooLarge(
            name=held.name, size=megabytes(held.size), limit=megabytes(web.limits.bytes)
        )
        with web.store.writing() as tx:
            batches.settle(
                tx, number, file, FileFate.REFUSED, reason=error.reason, remedy=error.remedy
            )
            return batches.one_file(tx.connection, number, file)
    return held


def _require_open(cancelled_at: object, number: int) -> None:
    if cancelled_at is not None:
        raise BatchCancelled(number=number)


def _offset(request: Request) -> int:
    typed = request.query_params.get("offset", "0")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 16):
        raise WrongCall(
            thing="The offset", cause="is no number of bytes", next_step="Load the page again"
        )
    return int(typed)


def _told(web: Web, file: BatchFile) -> Response:
    here = (
        web.spool.arrived(file.batch_id, file.number)
        if file.fate is FileFate.ARRIVING
        else file.size
    )
    told = {"number": file.number, "name": file.name, "size": file.size, "offset": here,
            "fate": file.fate.value, "reason": file.reason, "remedy": file.remedy}  # fmt: skip
    return JSONResponse(told, headers={"Cache-Control": PRIVATE})
