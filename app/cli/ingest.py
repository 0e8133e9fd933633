"""`reftel ingest`: every file named, its fate told as soon as it is settled."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.archive.records import CableRow, CableState
from app.cli.opening import changing_desk
from app.desk.intake import Fate, Received, Taken, Wish, take_in
from app.desk.paths import STANDARD_INPUT, one_line, read_bytes, walk
from app.desk.room import Desk
from app.errors import ReftelError
from app.settings import Settings


def ingest(settings: Settings, paths: Sequence[str], wish: Wish, *, as_json: bool) -> int:
    """Take every file in, go on past those that fail, and tell the fate of each.

    Returns:
        The exit code: 0, or that of the last failure.
    """
    code, fates = 0, Counter[Fate]()
    with changing_desk(settings) as desk:
        found = list(walk(paths))
        with _progress(len(found)) as advance:
            for path, trouble in found:
                taken = Taken.failed(trouble) if trouble else _take(desk, path, wish)
                _tell(path, taken, settings.address, as_json=as_json)
                fates[taken.fate] += 1
                code = taken.error.exit_code if taken.error else code
                advance()
    if not as_json and len(found) > 1:
        typer.echo(", ".join(f"{many} {fate}" for fate, many in fates.items()), err=True)
    return code


def _take(desk: Desk, path: str, wish: Wish) -> Taken:
    """One file; whatever goes wrong with it is its own fate and not that of those after it."""
    try:
        data = read_bytes(path, limit=desk.max_source_bytes)
        name = "standard input" if path == STANDARD_INPUT else Path(path).name
        return take_in(desk, Received(name, data), wish)
    except ReftelError as error:
        return Taken.failed(error)


def _tell(path: str, taken: Taken, base_url: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_as_dict(path, taken, base_url), ensure_ascii=False))
        return
    typer.echo(one_line(f"{taken.fate}: {path}" + (f" ({taken.reason})" if taken.reason else "")))
    for cable in taken.cables:
        typer.echo(f"    {one_line(cable.title)}\n    {_url(cable, base_url)}{_standing(cable)}")


def _as_dict(path: str, taken: Taken, base_url: str) -> dict[str, object]:
    return {
        "path": path,
        "outcome": str(taken.fate),
        "reason": taken.reason,
        "cables": [
            {"id": cable.id, "url": _url(cable, base_url), "title": cable.title}
            for cable in taken.cables
        ],
    }


def _url(cable: CableRow, base_url: str) -> str:
    return f"{base_url}/c/{cable.id}"


def _standing(cable: CableRow) -> str:
    if cable.state == CableState.DRAFT:
        return f" (a draft; make it public with: reftel publish {cable.id})"
    return "" if cable.state == CableState.PUBLISHED else f" ({cable.state})"


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error where that is a terminal and there is more than one file."""
    console = Console(stderr=True)
    if not console.is_terminal or total < 2:
        yield lambda: None
        return
    columns = (TextColumn("taking in"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Redirecting output that goes to a file would print it on the terminal instead.
    redirect = sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=redirect) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
