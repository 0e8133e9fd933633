"""Alembic's entry: migrations run on the connection they are handed (see app/archive/upgrade.py)."""

from __future__ import annotations

from alembic import context

from app.archive.tables import metadata


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is None:
        raise SystemExit("Migrations run through app.archive.upgrade; any reftel command does it.")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        # SQLite tells an empty default in other words than it was told.
        compare_server_default=connection.dialect.name != "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


run()
