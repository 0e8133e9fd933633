"""Sessions, throttled signing in, batches of files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")  # microseconds
SHA256 = sa.LargeBinary(length=32)


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.Column("account_id", SERIAL, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("agent", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("sha256", name=op.f("uq_session_sha256")),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batch",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("collection_id", SERIAL, nullable=True),
        sa.Column("provenance", sa.Text(), server_default="", nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_batch_collection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_table(
        "batch_file",
        sa.Column("batch_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", SHA256, nullable=True),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("remedy", sa.Text(), server_default="", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "fate IN ('arriving', 'accepted', 'held', 'working', 'read', 'refused', 'failed',"
            " 'cancelled')",
            name=op.f("ck_batch_file_fate"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_file_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_batch_file")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_batch_file_sha256", "batch_file", ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_table("batch_file")
    op.drop_table("batch")
    op.drop_table("attempt")
    op.drop_table("session")
