"""`reftel ingest --bulk`: one file of very many telegrams, one bar with rate and time left."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from app.archive.bulk import Reached
from app.cli.opening import changing_desk
from app.desk.bulk import BulkTaken, Told, take_in_bulk
from app.desk.bulk_readers import LineRefused
from app.desk.intake import Wish
from app.desk.paths import one_line
from app.errors import NotATelegram, PathMissing
from app.settings import Settings

_PERIOD = (
    60.0  # seconds that rate and time left are reckoned from: a batch comes every second or so
)


def ingest_bulk(
    settings: Settings, files: list[str], wish: Wish, *, processes: int, as_json: bool
) -> int:
    """Take JSON-lines files in; every line refused is told, every file at its end.

    Returns:
        The exit code: 0, or that of the last line that could not be read.

    Raises:
        PathMissing: one of the files is not there; nothing was begun.
        ReftelError: the intake had to stop; running it again goes on.
    """
    paths = [Path(name) for name in files]
    for path in paths:
        if not path.is_file():
            raise PathMissing(name=path)
    code = 0
    with changing_desk(settings) as desk:
        for path in paths:
            with _progress(path) as advance:
                teller = _Teller(path, advance, as_json=as_json)
                taken = take_in_bulk(desk, path, wish, processes=processes, told=teller)
            _tell(path, taken, as_json=as_json)
            code = teller.code or code
    return code


class _Teller:
    """Tells the lines refused as they come, and moves the bar."""

    def __init__(self, path: Path, advance: Told, *, as_json: bool) -> None:
        self._path, self._advance, self._as_json = path, advance, as_json
        self.code = 0

    def __call__(self, reached: Reached, refused: list[LineRefused]) -> None:
        for number, error in refused:
            is_none = isinstance(error, NotATelegram)
            outcome = "not a telegram" if is_none else "failed"
            self.code = self.code if is_none else error.exit_code
            if self._as_json:
                said = {"path": str(self._path), "line": number, "outcome": outcome,
                        "reason": str(error)}  # fmt: skip
                typer.echo(json.dumps(said, ensure_ascii=False))
            else:
                typer.echo(one_line(f"{outcome}: {self._path} line {number} ({error})"))
        self._advance(reached, refused)


def _tell(path: Path, taken: BulkTaken, *, as_json: bool) -> None:
    at = taken.reached
    outcome = "already held" if taken.was_held else "new"
    if as_json:
        said = {"path": str(path), "outcome": outcome, "cables": at.taken, "lines": at.lines,
                "refused": at.refused, "resumed_at": taken.resumed_at}  # fmt: skip
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    resumed = f", gone on behind line {taken.resumed_at:,}" if taken.resumed_at else ""
    resumed = "" if taken.was_held else resumed
    typer.echo(
        one_line(f"{outcome}: {path}: {at.taken:,} cables of {at.lines:,} lines")
        + f", {at.refused:,} refused{resumed}"
    )


@contextmanager
def _progress(path: Path) -> Iterator[Told]:
    """A bar on standard error where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda reached, refused: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
               TextColumn("{task.fields[said]}"), TimeRemainingColumn())  # fmt: skip
    redirect = sys.stdout.isatty()
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=redirect,
        speed_estimate_period=_PERIOD,
    ) as bar:  # fmt: skip
        task = bar.add_task(path.name, total=path.stat().st_size, said="")
        yield lambda reached, refused: bar.update(
            task, completed=reached.byte, said=_rate(bar, reached)
        )


def _rate(bar: Progress, reached: Reached) -> str:
    """How many cables, and how many a second at the pace of the last minute."""
    speed = bar.tasks[0].speed
    if not speed or not reached.byte:
        return f"{reached.taken:,} cables"
    return f"{reached.taken:,} cables, {speed * reached.taken / reached.byte:,.0f} a second"
