"""Figures kept beside the cables, counted once from those that are published already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "tally",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("key", NAME, nullable=False),
        sa.Column("cables", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "part", "name", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tally_key", "tally", ["kind", "key"])
    count(op.get_bind())


def downgrade() -> None:
    op.drop_table("tally")


def count(connection: sa.Connection) -> None:
    """Count as the archive of this schema does; a name without an ASCII letter gets its digest."""
    from app.archive.tally import recounted, write

    write(connection, recounted(connection))
