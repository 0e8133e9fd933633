"""Backup and restore: the whole archive as one tar file that either database can be made from.

    tables/cable.jsonl ...   one row a line, columns by name, bytes in Base64, instants in ISO 8601
    files/<sha256>           every source, as received, and every page image
    manifest.json            schema, counts, and the SHA-256 of every member; written last

The rows are one state of the archive: they are read in one transaction, and the files they name
never change. Accounts are in it, their password hashes too, so the file is readable by its owner
only; sessions are not.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from sqlalchemy import Connection, LargeBinary, Table, delete, func, insert, select, text, union

from app.archive import tables, upgrade
from app.archive.ports import Files
from app.archive.store import Store, Transaction, disk_error, telling
from app.archive.tables import SCHEMA, Instant, Words, metadata
from app.errors import BackupDamaged, Conflict, NotEmpty, StoreNewer

FORMAT = 1
BATCH = 500
_BLOCK = 1 << 20


class Summary(NamedTuple):
    """What a backup holds."""

    cables: int
    sources: int
    change: int  # the number of the last change in it
    made_at: str
    schema: str


def backup(store: Store, files: Files, target: Path) -> Summary:
    """Write the whole archive into a new file, which appears under its name when it is whole.

    Raises:
        Conflict: there is a file of that name.
        DiskFull, FileStoreFailed, StoreLost: nothing was left behind.
        Missing, Damaged: a source's file is not as it was received.
    """
    if target.exists():
        raise Conflict(
            thing=f"The file {target}",
            cause="exists already",
            next_step="Choose another name, or move the old backup away first",
        )
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.unfinished")
    try:
        with _new_file(unfinished) as out, tarfile.open(fileobj=out, mode="w|") as tar:
            summary = _write(store, files, tar, target.parent)
        unfinished.rename(target)
        _sync(target.parent)
    except OSError as error:
        raise disk_error(error, target) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return summary


def restore(source: Path, store: Store, files: Files) -> Summary:
    """Fill an empty archive from a backup, after the whole file has been verified.

    Raises:
        BackupDamaged: a member is missing, cut or changed; nothing was written.
        NotEmpty: the archive holds something; nothing was written.
        StoreNewer: the backup is of a newer schema.
        Conflict: it is of an older one.
        DiskFull, FileStoreFailed, StoreLost: the archive is still empty.
    """
    manifest = verify_backup(source)
    _require_schema(source, manifest["schema"])
    with store.reading() as connection:
        _require_empty(connection, store.place)
    with tarfile.open(source) as tar:
        for member in tar:
            if member.name.startswith("files/"):
                files.put(_extracted(tar, member))
    with store.writing() as tx, tarfile.open(source) as tar:
        _require_empty(tx.connection, store.place)
        _load(tx, tar)
    return Summary(**manifest["summary"])


def verify_backup(source: Path) -> dict[str, Any]:
    """Read a backup through and compare every member with the manifest, which is returned.

    Raises:
        BackupDamaged: it is no backup, or not a whole one.
    """
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                stream = _extracted(tar, member)
                if member.name == "manifest.json":
                    manifest = json.load(stream)
                else:
                    found[member.name] = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BackupDamaged(name=source, cause=error.strerror or str(error)) from error
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise BackupDamaged(name=source, cause=f"it cannot be read ({error})") from error
    if manifest is None or manifest.get("format") != FORMAT:
        raise BackupDamaged(name=source, cause="it has no manifest that this version knows")
    for name, sha256 in manifest["members"].items():
        if found.get(name) != sha256:
            cause = f"{name} has changed" if name in found else f"{name} is missing"
            raise BackupDamaged(name=source, cause=cause)
    return manifest


# Writing ---------------------------------------------------------------------------------------


def _write(store: Store, files: Files, tar: tarfile.TarFile, folder: Path) -> Summary:
    members: dict[str, str] = {}
    with _one_state(store) as connection:
        for table in _kept():
            with tempfile.TemporaryFile(dir=folder) as spool:
                members[f"tables/{table.name}.jsonl"] = _dump(connection, table, spool)
                _add(tar, f"tables/{table.name}.jsonl", spool)
        summary = _summary(connection)
        named = connection.execute(_FILES).scalars().all()
    for sha256 in named:
        files.verify(sha256)
        with files.open(sha256) as stream, tempfile.TemporaryFile(dir=folder) as spool:
            while block := stream.read(_BLOCK):
                spool.write(block)
            _add(tar, f"files/{sha256}", spool)
        members[f"files/{sha256}"] = sha256
    manifest = {
        "format": FORMAT,
        "schema": SCHEMA,
        "summary": summary._asdict(),
        "members": members,
    }
    _add(tar, "manifest.json", BytesIO(json.dumps(manifest, indent=1).encode()))
    return summary


# All that rows name in the file store, each once.
_FILES = union(select(tables.source.c.sha256), select(tables.scan_page.c.image_sha256)).order_by(
    "sha256"
)


def _kept() -> list[Table]:
    """The tables of a backup, in the order that foreign keys ask for."""
    return [table for table in metadata.sorted_tables if table not in tables.PASSING]


@contextmanager
def _one_state(store: Store) -> Iterator[Connection]:
    """A connection that sees one state of the whole archive until it is closed."""
    with telling(store.place), store.engine.connect() as connection:
        if not store.is_sqlite:
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _dump(connection: Connection, table: Table, spool: Any) -> str:
    """Write a table's rows as JSON lines; the SHA-256 of what was written."""
    digest = hashlib.sha256()
    # A merged cable refers to another one: it comes after those that refer to none.
    order = [column.is_not(None) for column in table.c if column.name == "merged_into"]
    statement = select(table).order_by(*order, *table.primary_key.columns)
    streamed = connection.execution_options(yield_per=BATCH)
    for row in streamed.execute(statement):
        line = json.dumps(
            {column.name: _outward(column.type, value) for column, value in zip(table.c, row)},  # noqa: B905
            ensure_ascii=True,
            separators=(",", ":"),
        )
        held = line.encode("ascii") + b"\n"
        digest.update(held)
        spool.write(held)
    return digest.hexdigest()


def _outward(kind: Any, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)) and isinstance(kind, LargeBinary):
        return base64.b64encode(value).decode("ascii")
    return value


def _summary(connection: Connection) -> Summary:
    return Summary(
        cables=_count(connection, tables.cable),
        sources=_count(connection, tables.source),
        change=connection.execute(select(func.max(tables.counter.c.value))).scalar_one(),
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        schema=SCHEMA,
    )


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _add(tar: tarfile.TarFile, name: str, content: Any) -> None:
    member = tarfile.TarInfo(name)
    member.size = content.seek(0, os.SEEK_END)
    member.mode = 0o400
    content.seek(0)
    tar.addfile(member, content)


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A new file for its owner alone, on the disk when the block ends."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Reading ---------------------------------------------------------------------------------------


def _require_schema(source: Path, schema: str) -> None:
    """Rows can be put only into tables as they were; the version that wrote them knows those."""
    if schema == SCHEMA:
        return
    if schema in upgrade.known_schemas():
        raise Conflict(
            thing=f"The backup {source}",
            cause=f"is of schema {schema}, older than this version's {SCHEMA}",
            next_step="Restore it with the version of Reftel that wrote it; then any command of this "
            "version brings the restored archive up to date",
        )
    raise StoreNewer(place=source, found=schema, known=SCHEMA)


def _require_empty(connection: Connection, place: str) -> None:
    for table in _kept():
        if table is not tables.counter and (rows := _count(connection, table)):
            raise NotEmpty(place=f"The archive at {place}", cause=f"{table.name} has {rows} rows")


def _load(tx: Transaction, tar: tarfile.TarFile) -> None:
    """Insert all rows; the members stand in the order that foreign keys ask for."""
    tx.connection.execute(delete(tables.counter))
    for member in tar:
        folder, _, name = member.name.partition("/")
        if folder == "tables":
            _load_table(tx.connection, metadata.tables[name.removesuffix(".jsonl")],
                        _extracted(tar, member))  # fmt: skip
    if tx.connection.dialect.name == "postgresql":
        _continue_numbers(tx.connection)


def _load_table(connection: Connection, table: Table, lines: BinaryIO) -> None:
    rows: list[dict[str, Any]] = []
    for line in lines:
        rows.append(_inward(table, json.loads(line)))
        if len(rows) == BATCH:
            connection.execute(insert(table), rows)
            rows = []
    if rows:
        connection.execute(insert(table), rows)


def _inward(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    for name, value in row.items():
        kind = table.c[name].type
        if value is None:
            continue
        if isinstance(kind, Instant):
            row[name] = dt.datetime.fromisoformat(value)
        elif isinstance(kind, Words):
            row[name] = tuple(value)
        elif isinstance(kind, LargeBinary):
            row[name] = base64.b64decode(value)
    return row


def _continue_numbers(connection: Connection) -> None:
    """Let PostgreSQL's sequences go on behind the rows that were put in with their numbers."""
    for table in metadata.sorted_tables:
        if "id" in table.c and isinstance(table.c.id.type, type(tables.Serial)):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), "  # noqa: S608
                    f'coalesce(max(id), 0) + 1, false) FROM "{table.name}"'
                )
            )
    connection.execute(
        text("SELECT setval('cable_serial', coalesce(max(serial), 0) + 1, false) FROM cable")
    )


def _extracted(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BufferedReader:
    stream = tar.extractfile(member)
    if stream is None:
        raise tarfile.ReadError(f"{member.name} is not a file")
    return cast(BufferedReader, stream)
