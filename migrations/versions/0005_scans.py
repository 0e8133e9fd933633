"""The work on sources, page images, what engines read on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")  # microseconds
SHA256 = sa.LargeBinary(length=32)


def added() -> tuple[sa.Column, ...]:
    return (
        sa.Column("remedy", sa.Text(), server_default="", nullable=False),
        sa.Column("heartbeat_at", INSTANT, nullable=True),
        sa.Column("worker", sa.Text(), server_default="", nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pages", sa.Integer(), server_default="0", nullable=False),
    )


def upgrade() -> None:
    for column in added():
        op.add_column("source", column)
    op.create_table(
        "scan_page",
        sa.Column("source_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("image_sha256", SHA256, nullable=False),
        sa.Column("flags", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_scan_page_source_id")),
        sa.PrimaryKeyConstraint("source_id", "number", name=op.f("pk_scan_page")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "page_text",
        sa.Column("source_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_page_text_source_id")),
        sa.PrimaryKeyConstraint(
            "source_id", "number", "engine", "settings", name=op.f("pk_page_text")
        ),
    )
    op.create_table(
        "transcript_page",
        sa.Column("transcript_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_page", sa.Integer(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("text_start", sa.Integer(), nullable=False),
        sa.Column("text_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_transcript_page_transcript_id")
        ),
        sa.PrimaryKeyConstraint("transcript_id", "number", name=op.f("pk_transcript_page")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("transcript_page")
    op.drop_table("page_text")
    op.drop_table("scan_page")
    for column in reversed(added()):
        op.drop_column("source", column.name)
