"""`reftel backup`, `restore` and `verify`: keeping what was promised."""

from __future__ import annotations

from pathlib import Path

import typer

from app.archive import backup as archive_backup
from app.archive.verify import verify as findings_of
from app.cli.opening import changing_desk, open_desk
from app.desk.decode import megabytes
from app.errors import PathMissing, VerifyFailed
from app.settings import Settings


def backup(settings: Settings, file: Path) -> None:
    """Write the whole archive into a new file and say what is in it."""
    with open_desk(settings) as desk:
        held = archive_backup.backup(desk.store, desk.files, file)
    size = megabytes(file.stat().st_size)
    typer.echo(f"{file}: {_held(held)}, {size}")


def restore(settings: Settings, file: Path) -> None:
    """Fill an empty archive from a backup and say what came."""
    if not file.exists():
        raise PathMissing(name=file)
    with changing_desk(settings) as desk:
        held = archive_backup.restore(file, desk.store, desk.files)
    typer.echo(f"{_held(held)} restored from {file}, made {held.made_at}")


def verify(settings: Settings) -> None:
    """Name everything that does not hold.

    Raises:
        VerifyFailed: there was something.
    """
    count = 0
    with open_desk(settings) as desk:
        for finding in findings_of(desk.store, desk.files):
            count += 1
            typer.echo(f"{finding.kind}: {finding.subject}: {finding.message}")
    if count:
        raise VerifyFailed(count=count)
    typer.echo("All that the archive promises holds: files, texts, spans, versions, changes")


def _held(held: archive_backup.Summary) -> str:
    return f"{held.cables} cables, {held.sources} sources, change {held.change}"
