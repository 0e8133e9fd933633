"""Whether what the archive promises still holds; each thing that does not is a `Finding`.

Everything is read: the bytes of every source against its SHA-256, every transcript and every
version against the hash written when it was made, every span against its text, the numbers of the
changes, and that states, versions and keys fit together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select, text

from app.archive import tables, tally
from app.archive.changes import last_change
from app.archive.packing import reading_sha256, text_sha256, unpack_reading, unpack_text
from app.archive.ports import Files
from app.archive.records import CableState, Finding, Outcome
from app.archive.store import Store
from app.errors import Damaged, Missing
from app.telegram.reading import Reading, Span

BATCH = 200


def verify(store: Store, files: Files) -> Iterator[Finding]:
    """Read the whole archive through and yield what does not hold.

    Raises:
        StoreLost, FileStoreFailed: the store or the files cannot be read at all.
    """
    with store.reading() as connection:
        yield from _database(connection)
        yield from _sources(connection, files)
        yield from _scans(connection, files)
        yield from _placed(connection)
        yield from _versions(connection)
        yield from _transcripts(connection)
        yield from _changes(connection)
        yield from _cables(connection)
        yield from _figures(connection)


def _database(connection: Connection) -> Iterator[Finding]:
    """SQLite's own checks of its pages and of the keys between rows; PostgreSQL holds both."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.execute(text("PRAGMA quick_check")):
        if said != "ok":
            yield Finding("database", "the SQLite file", str(said))
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield Finding("database", f"{table} row {row}", f"refers to a {parent} that is not there")


def _sources(connection: Connection, files: Files) -> Iterator[Finding]:
    source, copy = tables.source, tables.copy
    found = connection.execute(
        select(
            source.c.sha256,
            source.c.size,
            source.c.name,
            source.c.outcome,
            source.c.media_type,
            exists().where(copy.c.source_id == source.c.id).label("is_used"),
            select(func.max(copy.c.byte_end))
            .where(copy.c.source_id == source.c.id)
            .scalar_subquery()
            .label("byte_end"),
        ).order_by(source.c.id)
    )
    for row in found:
        subject = f"source {row.sha256}"
        try:
            size = files.verify(row.sha256)
        except (Missing, Damaged) as error:
            yield Finding("fixity", subject, f"{row.name}: {error.reason}")
            continue
        if size != row.size:
            yield Finding("fixity", subject, f"{row.name}: {size} bytes, received as {row.size}")
        if row.byte_end is not None and row.byte_end > row.size:
            yield Finding("span", subject, f"a copy ends at byte {row.byte_end} of {row.size}")
        # What came with its scan is a text of that scan, and has no cable of its own.
        written = row.media_type in ("text/vnd.hocr+html", "application/alto+xml")
        if row.outcome == Outcome.READ and not row.is_used and not written:
            yield Finding("state", subject, f"{row.name}: counted as read, but no cable has it")


def _scans(connection: Connection, files: Files) -> Iterator[Finding]:
    """Page images against their hashes; texts of pages, and whether all pages of a read scan are here."""
    page, read, source = tables.scan_page, tables.page_text, tables.source
    images = select(page.c.source_id, page.c.number, page.c.image_sha256)
    for row in _stream(connection, images.order_by(page.c.source_id, page.c.number)):
        try:
            files.verify(row.image_sha256)
        except (Missing, Damaged) as error:
            subject = f"page {row.number} of source number {row.source_id}"
            yield Finding("fixity", subject, error.reason)
    for row in _stream(connection, select(*read.c).order_by(read.c.source_id, read.c.number)):
        subject = f"page {row.number} of source number {row.source_id} by {row.engine}"
        try:
            unpack_text(row.body)
        except ValueError as error:
            yield Finding("transcript", subject, f"the text cannot be unpacked: {error}")
    seen = select(func.count()).where(page.c.source_id == source.c.id).scalar_subquery()
    counted = select(source.c.sha256, source.c.pages, seen.label("images")).where(
        source.c.outcome == Outcome.READ.value, seen > 0, seen != source.c.pages
    )
    for row in connection.execute(counted):
        message = f"{row.images} page images of {row.pages} pages"
        yield Finding("state", f"source {row.sha256}", message)


def _placed(connection: Connection) -> Iterator[Finding]:
    """Pages in a transcript: what lies there is what was read on the page, letter for letter."""
    placed, transcript, read = tables.transcript_page, tables.transcript, tables.page_text
    statement = (
        select(
            placed.c.transcript_id, placed.c.number, placed.c.text_start, placed.c.text_end,
            transcript.c.body.label("text"), read.c.body.label("page"),
        )
        .join(transcript, transcript.c.id == placed.c.transcript_id)
        .join(tables.copy, tables.copy.c.id == transcript.c.copy_id)
        .outerjoin(
            read,
            and_(
                read.c.source_id == tables.copy.c.source_id,
                read.c.number == placed.c.source_page,
                read.c.engine == placed.c.engine,
                read.c.settings == placed.c.settings,
            ),
        )
        .order_by(placed.c.transcript_id, placed.c.number)
    )  # fmt: skip
    for row in _stream(connection, statement):
        if message := _wrongly_placed(row):
            subject = f"page {row.number} of transcript {row.transcript_id}"
            yield Finding("span", subject, message)


def _wrongly_placed(row: Any) -> str:
    try:
        text, page = unpack_text(row.text), unpack_text(row.page) if row.page else ""
    except ValueError:
        return ""  # told where the texts themselves are looked at
    if row.text_end - row.text_start != len(page):
        return f"{row.text_start}-{row.text_end} is not as long as the page's text of {len(page)}"
    start, end = max(row.text_start, 0), min(row.text_end, len(text))
    if text[start:end] != page[start - row.text_start : end - row.text_start]:
        return f"the text at {start}-{end} is not what was read on the page"
    return ""


def _transcripts(connection: Connection) -> Iterator[Finding]:
    """The transcripts that no version rests on; those of versions are checked with them."""
    transcript, reading = tables.transcript, tables.reading
    lonely = ~exists().where(reading.c.transcript_id == transcript.c.id)
    columns = (transcript.c.id, transcript.c.sha256, transcript.c.length, transcript.c.body)
    for row in _stream(connection, select(*columns).where(lonely).order_by(transcript.c.id)):
        _, findings = _transcript(f"transcript {row.id}", row.body, row.sha256, row.length)
        yield from findings


def _versions(connection: Connection) -> Iterator[Finding]:
    version, reading, transcript = tables.version, tables.reading, tables.transcript
    statement = (
        select(
            version.c.cable_id,
            version.c.number,
            version.c.sha256,
            reading.c.body,
            transcript.c.sha256.label("text_sha256"),
            transcript.c.length,
            transcript.c.body.label("text"),
        )
        .join(reading, reading.c.id == version.c.reading_id)
        .join(transcript, transcript.c.id == reading.c.transcript_id)
        .order_by(version.c.cable_id, version.c.number)
    )
    for row in _stream(connection, statement):
        subject = f"cable {row.cable_id} version {row.number}"
        source_text, findings = _transcript(subject, row.text, row.text_sha256, row.length)
        yield from findings
        try:
            if reading_sha256(row.body, row.text_sha256) != row.sha256:
                yield Finding("version", subject, "the reading is not the one that was hashed")
            elif source_text is not None:
                for message in wrong_spans(unpack_reading(row.body, source_text), source_text):
                    yield Finding("span", subject, message)
        except ValueError as error:
            yield Finding("version", subject, f"the reading cannot be unpacked: {error}")


def _transcript(
    subject: str, body: bytes, sha256: str, length: int
) -> tuple[str | None, list[Finding]]:
    try:
        source_text = unpack_text(body)
    except ValueError as error:
        return None, [Finding("transcript", subject, f"the text cannot be unpacked: {error}")]
    if text_sha256(source_text) != sha256 or len(source_text) != length:
        return None, [Finding("transcript", subject, "the text is not the one that was hashed")]
    return source_text, []


def wrong_spans(reading: Reading, source_text: str) -> Iterator[str]:
    """What a reading claims of its text that is not so: one sentence for each."""
    end = len(source_text)
    for name, span in _spans(reading):
        if not 0 <= span.start <= span.end <= end:
            yield f"{name}: {span.start}-{span.end} is outside the text of {end} characters"
    for field in reading.fields.values():
        for printed, span in zip(field.printed, field.spans, strict=False):
            if printed.split() != span.of(source_text).split():
                yield f"{field.name}: the text at {span.start}-{span.end} is not {printed!r}"
    numbers = [line.number for line in reading.lines]
    if len(set(numbers)) != len(numbers):
        yield "a line has two roles"
    written = [n for n, line in enumerate(source_text.split("\n"), start=1) if line.strip()]
    if reading.lines and sorted(numbers) != written:
        yield "the lines with a role are not the lines that are not blank"


def _spans(reading: Reading) -> Iterator[tuple[str, Span]]:
    for line in reading.lines:
        yield f"line {line.number}", line.span
    for page in reading.pages:
        yield f"page {page.number}", page.span
        if page.running_head is not None:
            yield f"running head of page {page.number}", page.running_head
    for field in reading.fields.values():
        yield from ((field.name, span) for span in field.spans)
    for paragraph in reading.paragraphs:
        yield from ((f"paragraph {paragraph.key}", piece.span) for piece in paragraph.pieces)
    for event in reading.events:
        yield from (("event", span) for span in event.spans)
    for moment in (reading.sent, reading.received):
        if moment is not None:
            yield from ((moment.kind, span) for span in moment.spans)
    for name in ("markings", "references", "redactions", "remarks"):
        yield from ((name, marked.span) for marked in getattr(reading, name))
    yield from (("further", span) for span in reading.further)


def _changes(connection: Connection) -> Iterator[Finding]:
    change = tables.change
    least, most, many = connection.execute(
        select(func.min(change.c.number), func.max(change.c.number), func.count())
    ).one()
    counted = last_change(connection)
    if many and (least != 1 or most != many):
        yield Finding("change", "the changes", f"{many} changes are numbered {least} to {most}")
    if counted != (most or 0):
        yield Finding("change", "the changes", f"the counter is at {counted}, the last is {most}")
    cable = tables.cable
    named = exists().where(change.c.cable_id == cable.c.id)
    for id in connection.execute(select(cable.c.id).where(~named)).scalars():
        yield Finding("change", f"cable {id}", "is here, but no change says so")


def _cables(connection: Connection) -> Iterator[Finding]:
    cable, version = tables.cable, tables.version
    numbers = (
        select(cable.c.id, cable.c.current_version, func.count(), func.max(version.c.number))
        .outerjoin(version, version.c.cable_id == cable.c.id)
        .group_by(cable.c.id, cable.c.current_version)
    )
    for id, current, many, most in connection.execute(numbers):
        if not current == many == most:
            yield Finding("state", f"cable {id}", f"version {current} of {many}, last {most}")
    other = cable.alias("other")
    astray = select(cable.c.id, other.c.id, other.c.state).join(
        other, and_(other.c.id == cable.c.merged_into)
    )
    # A draft that was cut anew leads to a draft.
    was_public = cable.c.published_at.is_not(None)
    lost = astray.where(
        or_(
            other.c.state == CableState.MERGED.value,
            and_(other.c.state == CableState.DRAFT.value, was_public),
        )
    )
    for id, into, state in connection.execute(lost):
        yield Finding("state", f"cable {id}", f"leads to {into}, which is {state}")


def _figures(connection: Connection) -> Iterator[Finding]:
    """The figures that pages show, counted again."""
    kept, counted = tally.kept(connection), tally.recounted(connection)
    for figure in sorted(kept.keys() | counted.keys()):
        said, found = kept.get(figure, [0, 0]), counted.get(figure, [0, 0])
        if said != found:
            name = " ".join(part for part in figure if part)
            yield Finding(
                "figure", name, f"{said[0]} cables and {said[1]} pages are kept, not {found}"
            )


def _stream(connection: Connection, statement: Select[Any]) -> Iterator[Any]:
    yield from connection.execute(statement, execution_options={"yield_per": BATCH})
