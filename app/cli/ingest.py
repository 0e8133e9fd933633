"""`reftel ingest`: every file named, its fate told as soon as it is settled.

A text is read at once. A scan goes into a batch, is accepted, and is read to its end when all files
have been handed over, by this command or by workers that are free.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.archive.records import CableRow, CableState, FileFate
from app.cli.opening import changing_desk
from app.cli.scans import Belongs, Scans, Settled, Watched
from app.desk.capacity import Capacity, of_this_machine
from app.desk.intake import Fate, Received, Taken, Wish, take_in
from app.desk.paths import STANDARD_INPUT, one_line, read_bytes, walk
from app.desk.room import Desk
from app.errors import ReftelError, ToldBefore
from app.jobs import open_queue
from app.scans.kinds import Limits
from app.settings import Settings

LOOK_SECONDS = 2.0  # between two looks at a watched folder


@dataclass(frozen=True, slots=True)
class Manner:
    """How a call goes about it."""

    as_json: bool = False
    queue: bool = False  # leave scans to the workers
    watch: bool = False  # go on with what turns up in the folders, until stopped
    belongs: Belongs = Belongs()  # noqa: RUF009 - frozen


def ingest(settings: Settings, paths: Sequence[str], wish: Wish, manner: Manner) -> int:
    """Take every file in, go on past those that fail, and tell the fate of each.

    Returns:
        The exit code: 0, or that of the last failure.
    """
    able = of_this_machine(settings.workers, fast=settings.ocr == "fast")
    with changing_desk(settings) as desk, _reading(desk, settings, able, manner) as desk:
        run = _Run(desk, settings.address, wish, manner, able)
        if able.note and not manner.queue:
            run.note = able.note
        if manner.watch:
            run.watch(paths)
        else:
            run.take(list(walk(paths)))
    return run.code


@contextmanager
def _reading(desk: Desk, settings: Settings, able: Capacity, manner: Manner) -> Iterator[Desk]:
    """The desk with what reading scans needs."""
    queue = open_queue(settings.database, settings.data) if manner.queue else None
    try:
        yield replace(
            desk,
            engines=able.engines,
            queue=queue,
            reserve=settings.min_free_bytes,
            limits=Limits(bytes=settings.max_scan_bytes, pages=settings.max_scan_pages),
        )
    finally:
        if queue is not None:
            queue.close()


class _Run:
    """One call: files as they come, their fates counted."""

    def __init__(
        self, desk: Desk, address: str, wish: Wish, manner: Manner, able: Capacity
    ) -> None:
        self._desk, self._address, self._wish, self._manner = desk, address, wish, manner
        self._scans = Scans(desk, manner.belongs, publish=wish.publish)
        self._workers = able.workers
        self._fates = Counter[str]()
        self.code, self.note = 0, ""

    def take(self, found: Sequence[tuple[str, ReftelError | None]]) -> None:
        """Take these files in; those to be read are read."""
        waiting: list[Settled] = []
        with _progress(len(found)) as advance:
            for path, trouble in found:
                if trouble is None and self._scans.takes(path):
                    waiting += self._handed_over(path)
                else:
                    taken = (
                        Taken.failed(trouble) if trouble else _take(self._desk, path, self._wish)
                    )
                    self._told(path, taken, str(taken.fate))
                advance()
        if waiting and self.note:
            typer.echo(self.note, err=True)
            self.note = ""
        for settled in self._scans.read(waiting, self._workers):
            self._told(settled.path, _taken(settled), _fate_of(settled))
        if not self._manner.as_json and len(found) > 1:
            said = ", ".join(f"{many} {fate}" for fate, many in self._fates.items())
            typer.echo(said, err=True)

    def watch(self, paths: Sequence[str]) -> None:
        """Take in what turns up until Ctrl-C or SIGTERM; what is under way is gone on with later."""
        watched = Watched(lambda: list(walk(paths)))
        typer.echo(f"Watching {', '.join(paths)} (stop it with Ctrl-C)", err=True)
        # Said even where it was started in the background, which lets a process ignore Ctrl-C.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            while True:
                if found := watched.new():
                    self.take(found)
                time.sleep(LOOK_SECONDS)

    def _handed_over(self, path: str) -> list[Settled]:
        """A file for the batch; told at once where nothing is left to be done here."""
        try:
            settled = self._scans.hand_over(path)
        except ReftelError as error:
            self._told(path, Taken.failed(error), str(Fate.FAILED))
            return []
        if settled.waits and not self._manner.queue:
            return [settled]
        self._told(path, _taken(settled), _fate_of(settled))
        return []

    def _told(self, path: str, taken: Taken, fate: str) -> None:
        _tell(path, taken, fate, self._address, as_json=self._manner.as_json)
        self._fates[fate] += 1
        self.code = taken.error.exit_code if taken.error else self.code


_WORDS = {
    FileFate.READ: str(Fate.NEW),
    FileFate.HELD: str(Fate.HELD),
    FileFate.ACCEPTED: "queued",
    FileFate.WORKING: "queued",
    FileFate.CANCELLED: "cancelled",
}


def _fate_of(settled: Settled) -> str:
    return _WORDS.get(settled.fate, str(Fate.FAILED))


def _taken(settled: Settled) -> Taken:
    reason = f"{settled.reason} {settled.remedy}".strip()
    failed = settled.fate in (FileFate.REFUSED, FileFate.FAILED)
    error = ToldBefore(reason=settled.reason, remedy=settled.remedy) if failed else None
    return Taken(Fate.FAILED if failed else Fate.NEW, reason, settled.cables, error)


def _take(desk: Desk, path: str, wish: Wish) -> Taken:
    """One file; whatever goes wrong with it is its own fate and not that of those after it."""
    try:
        data = read_bytes(path, limit=desk.max_source_bytes)
        name = "standard input" if path == STANDARD_INPUT else Path(path).name
        return take_in(desk, Received(name, data), wish)
    except ReftelError as error:
        return Taken.failed(error)


def _tell(path: str, taken: Taken, fate: str, base_url: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_as_dict(path, taken, fate, base_url), ensure_ascii=False))
        return
    typer.echo(one_line(f"{fate}: {path}" + (f" ({taken.reason})" if taken.reason else "")))
    for cable in taken.cables:
        typer.echo(f"    {one_line(cable.title)}\n    {_url(cable, base_url)}{_standing(cable)}")


def _as_dict(path: str, taken: Taken, fate: str, base_url: str) -> dict[str, object]:
    return {
        "path": path,
        "outcome": fate,
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
