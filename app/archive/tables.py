"""The tables. One metadata; SQLite and PostgreSQL are made from it by the migrations alone.

Three column types keep the stores alike: `Instant` (UTC, aware on both), `Sha256` (hex outside,
32 bytes inside) and `Words` (a tuple of strings as compact JSON). Texts and readings are compressed
by `app.archive.packing`.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

# The newest migration. Compared with the database at every start, so that Alembic is imported
# only when there is work for it.
SCHEMA = "0005"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_EPOCH, _TICK = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(microseconds=1)


class Instant(TypeDecorator[dt.datetime]):
    """An aware UTC datetime; SQLite, which has no such type, counts microseconds since 1970.

    As text it would take 26 bytes and three times as long to read.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)
        )

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone; an instant is UTC and aware")
        return (value - _EPOCH) // _TICK if dialect.name == "sqlite" else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if isinstance(value, int):
            return _EPOCH + dt.timedelta(microseconds=value)
        return cast(dt.datetime, value).astimezone(dt.UTC)


class Sha256(TypeDecorator[str]):
    """A SHA-256 in hex, kept as its 32 bytes."""

    impl = LargeBinary(32)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else bytes(value).hex()


class Words(TypeDecorator[tuple[str, ...]]):
    """A short tuple of strings."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


# SQLite numbers rows by itself only in a column that is plainly INTEGER.
Serial = BigInteger().with_variant(Integer, "sqlite")
CableId = String(8)


def _word(name: str, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


collection = Table(
    "collection",
    metadata,
    Column("id", Serial, primary_key=True),
    _word("repository", None),
    _word("record_group"),
    _word("series"),
    _word("box"),
    _word("folder"),
    UniqueConstraint("repository", "record_group", "series", "box", "folder"),
)

source = Table(
    "source",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("sha256", Sha256, nullable=False, unique=True),
    _word("name", None),
    _word("media_type", None),
    Column("size", BigInteger, nullable=False),
    _word("provenance"),
    Column("received_at", Instant, nullable=False),
    Column("collection_id", Serial, ForeignKey("collection.id")),
    _word("outcome", "waiting"),
    _word("reason"),
    _word("remedy"),
    # The work on a waiting one: who has it and when that one last gave a sign of life, the step it
    # is at, and how often it was begun since the last result was stored.
    Column("heartbeat_at", Instant),
    _word("worker"),
    _word("step"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("pages", Integer, nullable=False, server_default="0"),  # 0: not known yet
    CheckConstraint("outcome IN ('waiting', 'read', 'refused', 'failed')", name="outcome"),
    Index(
        "ix_source_waiting",
        "id",
        sqlite_where=text("outcome = 'waiting'"),
        postgresql_where=text("outcome = 'waiting'"),
    ),
)

# A page of a scan as an image: its file in the file store, upright.
scan_page = Table(
    "scan_page",
    metadata,
    Column("source_id", Serial, ForeignKey("source.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),  # within the source
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("dpi", Integer, nullable=False),
    _word("media_type", None),
    Column("image_sha256", Sha256, nullable=False),
    Column("flags", Words, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

# What one engine reads on one page. The key says it all: however often a page is read, by however
# many workers, there is one result of an engine with its settings.
page_text = Table(
    "page_text",
    metadata,
    Column("source_id", Serial, ForeignKey("source.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("engine", Text, primary_key=True),
    Column("settings", Text, primary_key=True),
    _word("engine_version", None),
    Column("width", Integer, nullable=False),  # of the image that the boxes lie on
    Column("height", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("words", LargeBinary, nullable=False),  # see app.scans.words
    Column("confidence", Integer, nullable=False),
    Column("flags", Words, nullable=False, server_default=""),
    Column("made_at", Instant, nullable=False),
)

# How far the lines of a bulk file are taken in: moved on in the transaction that adds the cables.
bulk = Table(
    "bulk",
    metadata,
    Column("source_id", Serial, ForeignKey("source.id"), primary_key=True, autoincrement=False),
    Column("next_byte", BigInteger, nullable=False, server_default="0"),
    Column("lines", BigInteger, nullable=False, server_default="0"),
    Column("taken", BigInteger, nullable=False, server_default="0"),
    Column("refused", BigInteger, nullable=False, server_default="0"),
)

# PostgreSQL's writers take a cable's serial from here; SQLite's only writer counts.
cable_serial = Sequence("cable_serial", metadata=metadata)

cable = Table(
    "cable",
    metadata,
    Column("serial", Serial, primary_key=True, autoincrement=False),
    Column("id", CableId, nullable=False, unique=True),
    _word("state", None),
    Column("current_version", Integer, nullable=False),
    # Time << 24 | the low bits of the serial: sorts by time sent, unique, one integer to page by.
    Column("order_key", BigInteger, nullable=False),
    Column("specimen", Boolean, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("published_at", Instant),
    Column("withdrawn_at", Instant),
    _word("reason"),
    Column("merged_into", CableId, ForeignKey("cable.id")),
    # The catalogue: what lists show, sort by and filter on, of the current version.
    _word("title", None),
    _word("slug", None),
    _word("family", None),
    _word("sent_local"),
    _word("sent_day"),  # of the local time
    _word("sent_zone"),
    Column("sent_utc", Instant),
    Column("received_utc", Instant),
    _word("post"),
    _word("addressee"),
    _word("series"),
    _word("number"),
    _word("classification"),
    Column("captions", Words, nullable=False, server_default=""),
    Column("precedence", Words, nullable=False, server_default=""),
    _word("signature"),
    Column("pages", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    _word("opening"),
    CheckConstraint("state IN ('draft', 'published', 'withdrawn', 'merged')", name="state"),
    CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="merged"),
    CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
    CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published"),
    Index("ix_cable_order", "state", "order_key", unique=True),
    Index("ix_cable_post", "state", "post", "order_key"),
    Index("ix_cable_recent", "state", "published_at", "serial"),
    Index("ix_cable_day", "state", "sent_day", "order_key"),
    Index("ix_cable_counted", "state", "classification", "specimen", "pages"),
)

copy = Table(
    "copy",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("cable_id", CableId, ForeignKey("cable.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("source_id", Serial, ForeignKey("source.id"), nullable=False),
    # The bytes of a bulk file that are this copy; both NULL where the source is one copy.
    Column("byte_start", BigInteger),
    Column("byte_end", BigInteger),
    UniqueConstraint("cable_id", "number"),
    Index("ix_copy_source_id", "source_id"),
)

page = Table(
    "page",
    metadata,
    Column("copy_id", Serial, ForeignKey("copy.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("printed", Integer),
    Column("text_start", Integer, nullable=False),
    Column("text_end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

transcript = Table(
    "transcript",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("copy_id", Serial, ForeignKey("copy.id"), nullable=False, index=True),
    Column("supersedes", Serial, ForeignKey("transcript.id")),
    _word("engine", None),
    Column("made_at", Instant, nullable=False),
    Column("length", Integer, nullable=False),
    Column("sha256", Sha256, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Where the pages of a scan lie in a transcript, and which reading of each it was made from.
transcript_page = Table(
    "transcript_page",
    metadata,
    Column(
        "transcript_id",
        Serial,
        ForeignKey("transcript.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),  # within the copy
    Column("source_page", Integer, nullable=False),
    _word("engine", None),
    _word("settings", None),
    Column("text_start", Integer, nullable=False),
    Column("text_end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

reading = Table(
    "reading",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("transcript_id", Serial, ForeignKey("transcript.id"), nullable=False, index=True),
    _word("core", None),
    Column("body", LargeBinary, nullable=False),
)

version = Table(
    "version",
    metadata,
    Column("cable_id", CableId, ForeignKey("cable.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("reading_id", Serial, ForeignKey("reading.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    _word("made_by", None),
    _word("note"),
    Column("changed", Words, nullable=False, server_default=""),
    Column("sha256", Sha256, nullable=False),
    sqlite_with_rowid=False,
)

# Rows of the current version, for finding: the reading itself keeps the evidence.
# What a cable is marked with, each once: a banner at the head and foot of every page is one.
marking = Table(
    "marking",
    metadata,
    Column("cable_serial", Serial, ForeignKey("cable.serial"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    sqlite_with_rowid=False,
)

reference = Table(
    "reference",
    metadata,
    Column("cable_id", CableId, ForeignKey("cable.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("candidate", Integer, primary_key=True),
    _word("kind", None),  # of the alias
    _word("key", None),
    _word("printed", None),
    Index("ix_reference_key", "kind", "key"),
    sqlite_with_rowid=False,
)

alias = Table(
    "alias",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("cable_id", CableId, ForeignKey("cable.id"), primary_key=True),
    Index("ix_alias_cable_id", "cable_id"),
    sqlite_with_rowid=False,
)

# Probably the same telegram in other bytes: kept in both directions, and said on both pages.
likeness = Table(
    "likeness",
    metadata,
    Column("cable_id", CableId, ForeignKey("cable.id"), primary_key=True),
    Column("other_id", CableId, ForeignKey("cable.id"), primary_key=True),
    _word("why", None),
    sqlite_with_rowid=False,
)

# What two cables share when they are alike; the hashes have 31 bits, whoever finds one compares.
# By cable they are never looked for: what a reading left here follows from the reading.
trait = Table(
    "trait",
    metadata,
    Column("hash", Integer, primary_key=True, autoincrement=False),
    Column("cable_serial", Serial, ForeignKey("cable.serial"), primary_key=True),
    sqlite_with_rowid=False,
)

# Figures kept beside the cables (`app.archive.tally`). Names sort by their bytes on both stores.
_Name = Text().with_variant(Text(collation="C"), "postgresql")
tally = Table(
    "tally",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("name", _Name, primary_key=True),
    Column("key", _Name, nullable=False),
    Column("cables", BigInteger, nullable=False),
    Column("pages", BigInteger, nullable=False),
    Index("ix_tally_key", "kind", "key"),
    sqlite_with_rowid=False,
)

counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=False),
    Column("cable_id", CableId, ForeignKey("cable.id"), nullable=False),
    _word("kind", None),
    Column("at", Instant, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("at", Instant, nullable=False),
    _word("who", None),
    _word("what", None),
    Column("cable_id", CableId, ForeignKey("cable.id"), index=True),
    _word("note"),
)

account = Table(
    "account",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _word("role", None),
    _word("password_hash"),
    Column("added_at", Instant, nullable=False),
    Column("closed_at", Instant),
    CheckConstraint("role IN ('reader', 'archivist', 'admin')", name="role"),
)

session = Table(
    "session",
    metadata,
    Column("id", Serial, primary_key=True),
    # Of the token: whoever reads this table cannot sign in with it.
    Column("sha256", Sha256, nullable=False, unique=True),
    Column("account_id", Serial, ForeignKey("account.id"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    _word("address"),
    _word("agent"),
)

# Failed attempts to sign in, by account and by address; a success clears the account's row.
attempt = Table(
    "attempt",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

# What passes: a backup leaves it out, so that no session lives again with a restored archive.
PASSING = (session, attempt)

batch = Table(
    "batch",
    metadata,
    Column("id", Serial, primary_key=True),
    _word("name", None),
    _word("made_by", None),
    Column("made_at", Instant, nullable=False),
    Column("collection_id", Serial, ForeignKey("collection.id")),
    _word("provenance"),
    Column("publish", Boolean, nullable=False),
    Column("cancelled_at", Instant),
)

batch_file = Table(
    "batch_file",
    metadata,
    Column("batch_id", Serial, ForeignKey("batch.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _word("name", None),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Sha256),  # of the bytes as sent; known once all have arrived
    _word("fate", None),
    _word("reason"),
    _word("remedy"),
    Column("at", Instant, nullable=False),
    CheckConstraint(
        "fate IN ('arriving', 'accepted', 'held', 'working', 'read', 'refused', 'failed',"
        " 'cancelled')",
        name="fate",
    ),
    Index("ix_batch_file_sha256", "sha256"),
    sqlite_with_rowid=False,
)
