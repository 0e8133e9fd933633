"""Scans in the archive: page images, what engines read on them, where each page lies in a text.

Words are kept packed, as bytes that this room does not look into; `app.scans.words` unpacks them
with the text of their page. A transcript of a scan is made of whole pages: the place of a word in
it is the start of its page there plus its place in the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, and_, bindparam, delete, func, insert, select

from app.archive import tables
from app.archive.packing import pack_text, unpack_text
from app.archive.repository import insert_new, insert_row, now
from app.archive.rows import page_rows, transcript_row
from app.archive.store import Transaction
from app.archive.work import Claim, at_step, hold
from app.telegram.reading import Reading

scan_page, page_text, placed = tables.scan_page, tables.page_text, tables.transcript_page


class PageImage(NamedTuple):
    """A page of a scan as an image in the file store."""

    number: int  # from 1, within its source
    width: int  # pixels, the paper upright
    height: int
    dpi: int  # 0 where the file does not say
    media_type: str
    image_sha256: str
    flags: tuple[str, ...] = ()


class PageRead(NamedTuple):
    """What one engine read on one page."""

    number: int  # from 1, within its source
    engine: str
    settings: str
    engine_version: str
    width: int  # of the image the boxes lie on
    height: int
    text: str
    words: bytes  # packed; they belong to `text`
    confidence: int
    flags: tuple[str, ...] = ()


class Placed(NamedTuple):
    """Where a page lies in a transcript, half-open, and which reading of it stands there."""

    number: int  # from 1, within the copy
    source_page: int
    engine: str
    settings: str
    text_start: int
    text_end: int


class CopyPage(NamedTuple):
    """A page of a cable's scan: its image, and where its text begins in the transcript."""

    number: int  # from 1, within the copy
    source_page: int
    width: int
    height: int
    dpi: int
    media_type: str
    image_sha256: str
    flags: tuple[str, ...]
    text_start: int
    text_end: int


class PageWords(NamedTuple):
    """The words of a cable's page: a word's place in the transcript is `text_start` + its own."""

    text_start: int
    page: PageRead


# What the work writes -------------------------------------------------------------------------


def keep_image(tx: Transaction, held: Claim, image: PageImage, *, then: str) -> bool:
    """Keep a page image, whose file is in the file store; False where there was one.

    Args:
        tx: the transaction.
        held: the claim on its source.
        image: the page.
        then: the step that follows.

    Raises:
        TakenOver: the source is another worker's by now; nothing was written.
    """
    hold(tx, held)
    row = image._asdict() | {"source_id": held.source_id}
    new = insert_new(tx.connection, scan_page, row)
    at_step(tx, held, then)
    return new


def keep_read(tx: Transaction, held: Claim, read: PageRead, *, then: str) -> bool:
    """Keep what an engine read on a page; False where it had read that page before.

    Whatever its version or settings were then: a page that was read by the version before an
    upgrade is not read again for it.

    Raises:
        TakenOver: the source is another worker's by now; nothing was written.
    """
    hold(tx, held)
    row = read._asdict() | {
        "source_id": held.source_id, "body": pack_text(read.text), "made_at": now()
    }  # fmt: skip
    del row["text"]
    had = read.number in reads_of(tx.connection, held.source_id, read.engine, (read.number,))
    new = not had and insert_new(tx.connection, page_text, row)
    at_step(tx, held, then)
    return new


def keep_beside(tx: Transaction, source_id: int, read: PageRead) -> None:
    """Keep what another file says stands on a page of a scan, once; the scan is locked for it."""
    source = tables.source
    locked = select(source.c.id).where(source.c.id == source_id).with_for_update()
    tx.connection.execute(locked).one()
    row = read._asdict() | {"source_id": source_id, "body": pack_text(read.text), "made_at": now()}
    del row["text"]
    insert_new(tx.connection, page_text, row)


def place(tx: Transaction, cable_id: str, reading: Reading, pages: Sequence[Placed]) -> None:
    """Say where the pages lie in the current transcript of a cable, of which this is the reading."""
    copy_id, transcript_id = tx.connection.execute(_CURRENT, {"id": cable_id}).one()
    _place(tx, transcript_id, pages)
    page = tables.page
    tx.connection.execute(delete(page).where(page.c.copy_id == copy_id))
    if rows := [row | {"copy_id": copy_id} for row in page_rows(reading)]:
        tx.connection.execute(insert(page), rows)


def add_transcript(
    tx: Transaction, cable_id: str, text: str, engine: str, pages: Sequence[Placed]
) -> None:
    """Keep a text beside the one that is read: the text layer that a file brought along."""
    copy_id, _ = tx.connection.execute(_CURRENT, {"id": cable_id}).one()
    row = transcript_row(text, engine) | {"copy_id": copy_id, "made_at": now()}
    _place(tx, insert_row(tx.connection, tables.transcript, row), pages)


def _place(tx: Transaction, transcript_id: int, pages: Sequence[Placed]) -> None:
    rows = [page._asdict() | {"transcript_id": transcript_id} for page in pages]
    if rows:
        tx.connection.execute(insert(placed), rows)


# What the work asks ---------------------------------------------------------------------------


def images_of(connection: Connection, source_id: int) -> dict[int, PageImage]:
    """The page images of a source by number."""
    found = connection.execute(_IMAGES, {"source": source_id})
    return {row.number: PageImage(*row) for row in found}


def reads_of(
    connection: Connection, source_id: int, engine: str, numbers: Iterable[int] = ()
) -> dict[int, PageRead]:
    """What an engine read on the pages of a source, by number: all of them, or those named."""
    asked = select(*_READ).where(page_text.c.source_id == source_id, page_text.c.engine == engine)
    if wanted := tuple(numbers):
        asked = asked.where(page_text.c.number.in_(wanted))
    return {row.number: _page_read(row) for row in connection.execute(asked)}


def read_numbers(connection: Connection, source_id: int, engine: str) -> frozenset[int]:
    """The pages of a source that an engine has read."""
    asked = select(page_text.c.number).where(
        page_text.c.source_id == source_id, page_text.c.engine == engine
    )
    return frozenset(connection.execute(asked).scalars())


def engines_of(connection: Connection, source_id: int) -> tuple[str, ...]:
    """What has read pages of a source, by name."""
    asked = select(page_text.c.engine).where(page_text.c.source_id == source_id).distinct()
    return tuple(connection.execute(asked.order_by(page_text.c.engine)).scalars())


def placed_in(connection: Connection, cable_id: str) -> tuple[Placed, ...]:
    """Where pages lie in the current transcript of a cable, in order."""
    _, transcript_id = connection.execute(_CURRENT, {"id": cable_id}).one()
    asked = select(*(placed.c[name] for name in Placed._fields)).where(
        placed.c.transcript_id == transcript_id
    )
    return tuple(Placed(*row) for row in connection.execute(asked.order_by(placed.c.number)))


def source_of(connection: Connection, sha256: str) -> tuple[int, int]:
    """The number of a held source, and how many pages it has."""
    source = tables.source
    asked = select(source.c.id, source.c.pages).where(source.c.sha256 == sha256)
    id, pages = connection.execute(asked).one()
    return int(id), int(pages)


def cables_of(connection: Connection, source_id: int) -> dict[str, tuple[int, ...]]:
    """The cables read from a source, in the order of its pages, each with its pages there."""
    found: dict[str, tuple[int, ...]] = {}
    for id, number in connection.execute(_CABLES, {"source": source_id}):
        found[id] = (*found.get(id, ()), *(() if number is None else (number,)))
    return found


# What pages ask -------------------------------------------------------------------------------


def scan_pages(
    connection: Connection, cable_id: str, copy: int = 1, *, version: int | None = None
) -> tuple[CopyPage, ...]:
    """The page images of a cable's copy in order; empty where it was not scanned.

    Offsets are those of the transcript that the version rests on: the current one, if none is
    named. Whether the cable is to be seen is for the caller to ask.
    """
    asked = {"id": cable_id, "copy": copy, "version": version}
    found: Iterable[Any] = connection.execute(_COPY_PAGES, asked)
    return tuple(CopyPage(*row) for row in found)


def words_of(
    connection: Connection,
    cable_id: str,
    page: int,
    *,
    copy: int = 1,
    version: int | None = None,
) -> PageWords | None:
    """The words of one page of a cable's copy, numbered as in `scan_pages`; None where none are kept."""
    asked = {"id": cable_id, "copy": copy, "version": version, "page": page}
    row = connection.execute(_WORDS, asked).first()
    return None if row is None else PageWords(row.text_start, _page_read(row))


def image_is_of(connection: Connection, sha256: str) -> tuple[str, ...]:
    """The cables whose scans show a page image, for asking whether somebody may see it."""
    return tuple(connection.execute(_SHOWN_ON, {"sha256": sha256}).scalars())


def _page_read(row: Any) -> PageRead:
    values = {
        name: getattr(row, name) for name in PageRead._fields if name not in ("text", "words")
    }
    return PageRead(text=unpack_text(row.body), words=bytes(row.words), **values)


_READ = tuple(page_text.c["body" if name == "text" else name] for name in PageRead._fields)
_IMAGES = select(*(scan_page.c[name] for name in PageImage._fields)).where(
    scan_page.c.source_id == bindparam("source")
)
_FIRST_COPY = and_(tables.copy.c.cable_id == tables.cable.c.id, tables.copy.c.number == 1)
_OF_VERSION = (
    tables.cable.join(
        tables.version,
        and_(
            tables.version.c.cable_id == tables.cable.c.id,
            tables.version.c.number
            == func.coalesce(bindparam("version", type_=Integer), tables.cable.c.current_version),
        ),
    )
    .join(tables.reading, tables.reading.c.id == tables.version.c.reading_id)
    .join(tables.transcript, tables.transcript.c.id == tables.reading.c.transcript_id)
    .join(
        tables.copy,
        and_(
            tables.copy.c.id == tables.transcript.c.copy_id,
            tables.copy.c.number == bindparam("copy"),
        ),
    )
    .join(placed, placed.c.transcript_id == tables.transcript.c.id)
)
_CURRENT = (
    select(tables.transcript.c.copy_id, tables.transcript.c.id)
    .select_from(tables.cable)
    .join(
        tables.version,
        and_(
            tables.version.c.cable_id == tables.cable.c.id,
            tables.version.c.number == tables.cable.c.current_version,
        ),
    )
    .join(tables.reading, tables.reading.c.id == tables.version.c.reading_id)
    .join(tables.transcript, tables.transcript.c.id == tables.reading.c.transcript_id)
    .where(tables.cable.c.id == bindparam("id"))
)
_COPY_PAGES = (
    select(
        placed.c.number,
        placed.c.source_page,
        *(scan_page.c[name] for name in CopyPage._fields[2:8]),
        placed.c.text_start,
        placed.c.text_end,
    )
    .select_from(_OF_VERSION)
    .join(
        scan_page,
        and_(
            scan_page.c.source_id == tables.copy.c.source_id,
            scan_page.c.number == placed.c.source_page,
        ),
    )
    .where(tables.cable.c.id == bindparam("id"))
    .order_by(placed.c.number)
)
_WORDS = (
    select(*_READ, placed.c.text_start)
    .select_from(_OF_VERSION)
    .join(
        page_text,
        and_(
            page_text.c.source_id == tables.copy.c.source_id,
            page_text.c.number == placed.c.source_page,
            page_text.c.engine == placed.c.engine,
            page_text.c.settings == placed.c.settings,
        ),
    )
    .where(tables.cable.c.id == bindparam("id"), placed.c.number == bindparam("page"))
)
_any = tables.transcript.alias("any")
# The pages of the first transcript of each copy: cuts do not move with later texts.
_CABLES = (
    select(tables.copy.c.cable_id, placed.c.source_page)
    .select_from(tables.copy)
    .join(
        tables.transcript,
        tables.transcript.c.id
        == select(func.min(_any.c.id)).where(_any.c.copy_id == tables.copy.c.id).scalar_subquery(),
    )
    .outerjoin(placed, placed.c.transcript_id == tables.transcript.c.id)
    .where(tables.copy.c.source_id == bindparam("source"))
    .order_by(tables.copy.c.id, placed.c.number)
)
# Of a file of several telegrams each cable shows its own pages, and no other's.
_SHOWN_ON = (
    select(tables.copy.c.cable_id)
    .join(tables.transcript, tables.transcript.c.copy_id == tables.copy.c.id)
    .join(tables.transcript_page, tables.transcript_page.c.transcript_id == tables.transcript.c.id)
    .join(
        scan_page,
        and_(
            scan_page.c.source_id == tables.copy.c.source_id,
            scan_page.c.number == tables.transcript_page.c.source_page,
        ),
    )
    .where(scan_page.c.image_sha256 == bindparam("sha256"))
    .distinct()
)
