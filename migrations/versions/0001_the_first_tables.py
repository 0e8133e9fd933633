"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")  # microseconds
SHA256 = sa.LargeBinary(length=32)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "role IN ('reader', 'archivist', 'admin')", name=op.f("ck_account_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "cable",
        sa.Column("serial", SERIAL, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("order_key", sa.BigInteger(), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.String(length=8), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("sent_local", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_day", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_zone", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_utc", INSTANT, nullable=True),
        sa.Column("received_utc", INSTANT, nullable=True),
        sa.Column("post", sa.Text(), server_default="", nullable=False),
        sa.Column("addressee", sa.Text(), server_default="", nullable=False),
        sa.Column("series", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("classification", sa.Text(), server_default="", nullable=False),
        sa.Column("captions", sa.Text(), server_default="", nullable=False),
        sa.Column("precedence", sa.Text(), server_default="", nullable=False),
        sa.Column("signature", sa.Text(), server_default="", nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into IS NOT NULL)", name=op.f("ck_cable_merged")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_cable_withdrawn")
        ),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_cable_published")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'withdrawn', 'merged')", name=op.f("ck_cable_state")
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["cable.id"], name=op.f("fk_cable_merged_into")),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_cable")),
        sa.UniqueConstraint("id", name=op.f("uq_cable_id")),
    )
    op.create_index(
        "ix_cable_counted", "cable", ["state", "classification", "specimen", "pages"], unique=False
    )
    op.create_index("ix_cable_day", "cable", ["state", "sent_day", "order_key"], unique=False)
    op.create_index("ix_cable_order", "cable", ["state", "order_key"], unique=True)
    op.create_index("ix_cable_post", "cable", ["state", "post", "order_key"], unique=False)
    op.create_index("ix_cable_recent", "cable", ["state", "published_at", "serial"], unique=False)

    op.create_table(
        "collection",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("repository", sa.Text(), nullable=False),
        sa.Column("record_group", sa.Text(), server_default="", nullable=False),
        sa.Column("series", sa.Text(), server_default="", nullable=False),
        sa.Column("box", sa.Text(), server_default="", nullable=False),
        sa.Column("folder", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint(
            "repository",
            "record_group",
            "series",
            "box",
            "folder",
            name=op.f("uq_collection_repository_record_group_series_box_folder"),
        ),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "alias",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("cable_id", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["cable_id"], ["cable.id"], name=op.f("fk_alias_cable_id")),
        sa.PrimaryKeyConstraint("kind", "key", "cable_id", name=op.f("pk_alias")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alias_cable_id", "alias", ["cable_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("number", SERIAL, autoincrement=False, nullable=False),
        sa.Column("cable_id", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["cable_id"], ["cable.id"], name=op.f("fk_change_cable_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change")),
    )
    op.create_table(
        "event",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("cable_id", sa.String(length=8), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["cable_id"], ["cable.id"], name=op.f("fk_event_cable_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_cable_id", "event", ["cable_id"], unique=False)

    op.create_table(
        "likeness",
        sa.Column("cable_id", sa.String(length=8), nullable=False),
        sa.Column("other_id", sa.String(length=8), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cable_id"], ["cable.id"], name=op.f("fk_likeness_cable_id")),
        sa.ForeignKeyConstraint(["other_id"], ["cable.id"], name=op.f("fk_likeness_other_id")),
        sa.PrimaryKeyConstraint("cable_id", "other_id", name=op.f("pk_likeness")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "marking",
        sa.Column("cable_serial", SERIAL, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cable_serial"], ["cable.serial"], name=op.f("fk_marking_cable_serial")
        ),
        sa.PrimaryKeyConstraint("cable_serial", "kind", "value", name=op.f("pk_marking")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reference",
        sa.Column("cable_id", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("candidate", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cable_id"], ["cable.id"], name=op.f("fk_reference_cable_id")),
        sa.PrimaryKeyConstraint("cable_id", "position", "candidate", name=op.f("pk_reference")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reference_key", "reference", ["kind", "key"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("provenance", sa.Text(), server_default="", nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("collection_id", SERIAL, nullable=True),
        sa.Column("outcome", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'read', 'refused', 'failed')", name=op.f("ck_source_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_source_collection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("sha256", name=op.f("uq_source_sha256")),
    )
    op.create_index(
        "ix_source_waiting",
        "source",
        ["id"],
        unique=False,
        sqlite_where=sa.text("outcome = 'waiting'"),
        postgresql_where=sa.text("outcome = 'waiting'"),
    )

    op.create_table(
        "trait",
        sa.Column("hash", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cable_serial", SERIAL, nullable=False),
        sa.ForeignKeyConstraint(
            ["cable_serial"], ["cable.serial"], name=op.f("fk_trait_cable_serial")
        ),
        sa.PrimaryKeyConstraint("hash", "cable_serial", name=op.f("pk_trait")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copy",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("cable_id", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", SERIAL, nullable=False),
        sa.Column("byte_start", sa.BigInteger(), nullable=True),
        sa.Column("byte_end", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["cable_id"], ["cable.id"], name=op.f("fk_copy_cable_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_copy_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
        sa.UniqueConstraint("cable_id", "number", name=op.f("uq_copy_cable_id_number")),
    )
    op.create_index("ix_copy_source_id", "copy", ["source_id"], unique=False)

    op.create_table(
        "page",
        sa.Column("copy_id", SERIAL, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=True),
        sa.Column("text_start", sa.Integer(), nullable=False),
        sa.Column("text_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_page_copy_id")),
        sa.PrimaryKeyConstraint("copy_id", "number", name=op.f("pk_page")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "transcript",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("copy_id", SERIAL, nullable=False),
        sa.Column("supersedes", SERIAL, nullable=True),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_transcript_copy_id")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["transcript.id"], name=op.f("fk_transcript_supersedes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
    )
    op.create_index("ix_transcript_copy_id", "transcript", ["copy_id"], unique=False)

    op.create_table(
        "reading",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("transcript_id", SERIAL, nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_reading_transcript_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index("ix_reading_transcript_id", "reading", ["transcript_id"], unique=False)

    op.create_table(
        "version",
        sa.Column("cable_id", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reading_id", SERIAL, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("changed", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.ForeignKeyConstraint(["cable_id"], ["cable.id"], name=op.f("fk_version_cable_id")),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_version_reading_id")),
        sa.PrimaryKeyConstraint("cable_id", "number", name=op.f("pk_version")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE cable_serial")
    op.execute("INSERT INTO counter (name, value) VALUES ('change', 0)")


def downgrade() -> None:
    op.drop_table("version")
    op.drop_table("reading")
    op.drop_table("transcript")
    op.drop_table("page")
    op.drop_table("copy")
    op.drop_table("trait")
    op.drop_table("source")
    op.drop_table("reference")
    op.drop_table("marking")
    op.drop_table("likeness")
    op.drop_table("event")
    op.drop_table("change")
    op.drop_table("alias")
    op.drop_table("counter")
    op.drop_table("collection")
    op.drop_table("cable")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE cable_serial")
