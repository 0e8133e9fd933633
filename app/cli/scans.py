"""`reftel ingest` for scans: handed over in a batch, then read to the end, or left to the workers.

Every stage of the reading is done for all files before the next, so the whole folder is searchable
before the first better text. Other workers may help, or have the file already: it is waited for.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TextColumn

from app.archive import batches
from app.archive.pages import find_source_by_sha256
from app.archive.records import BatchRow, CableRow, Collection, FileFate, NewBatch, Outcome
from app.desk.delivery import require_room, send
from app.desk.handover import hand_over
from app.desk.paths import STANDARD_INPUT
from app.desk.room import Desk
from app.desk.transcribe import transcribe
from app.errors import ReftelError, WrongCall
from app.scans.kinds import TEXT, kind_of

_BETWEEN = 0.5  # seconds between two looks at files that other workers have
_KEPT = "page text kept"
_WAITING = (FileFate.ACCEPTED, FileFate.WORKING, FileFate.HELD)


@dataclass(frozen=True, slots=True)
class Belongs:
    """What is said once for all files of one call; anything said makes a batch of texts too."""

    name: str = ""
    collection: Collection | None = None
    provenance: str = ""

    @property
    def is_said(self) -> bool:
        return bool(self.name or self.collection or self.provenance)


def collection_of(typed: str) -> Collection | None:
    """A collection as typed: repository; record group; series; box; folder.

    Raises:
        WrongCall: it has more parts, or no repository.
    """
    if not typed:
        return None
    parts = [part.strip() for part in typed.split(";")]
    if len(parts) > 5 or not parts[0]:
        raise WrongCall(
            thing=f"The collection {typed!r}",
            cause="has no repository first" if len(parts) <= 5 else "has more than five parts",
            next_step='Write it as "repository; record group; series; box; folder", '
            "as many as are known",
        )
    return Collection(*parts)


@dataclass(frozen=True, slots=True)
class Settled:
    """A file of the batch, and what became of it so far."""

    path: str
    number: int
    fate: FileFate
    sha256: str
    reason: str
    remedy: str
    cables: tuple[CableRow, ...]
    waits: bool  # something is still to be done for it


class Scans:
    """The files of one call that go into a batch, which is opened with the first of them."""

    def __init__(self, desk: Desk, belongs: Belongs, *, publish: bool) -> None:
        self._desk, self._belongs, self._publish = desk, belongs, publish
        self._batch: BatchRow | None = None

    def takes(self, path: str) -> bool:
        """Whether a path is for the batch: a scan or a text with boxes, all where one was asked for.

        What cannot be told is left to whoever reads texts, who names it.
        """
        if path == STANDARD_INPUT:
            return False
        if self._belongs.is_said:
            return True
        try:
            return kind_of(Path(path), path, self._desk.limits) != TEXT
        except ReftelError:
            return False

    def hand_over(self, path: str) -> Settled:
        """Hand one file over.

        Raises:
            DiskLow: too little space is left; nothing was taken in.
            Unavailable: the store or the disk is away or full.
        """
        require_room(self._desk, Path(path).stat().st_size)
        batch = self._opened()
        with self._desk.store.writing() as tx:
            (number,) = batches.add_files(tx, batch.id, [(path, Path(path).stat().st_size)])
        with self._desk.store.reading() as connection:
            file = batches.one_file(connection, batch.id, number)
        hand_over(
            self._desk, batch, file, Path(path), limits=self._desk.limits,
            queue=lambda sha256: send(self._desk, sha256),
        )  # fmt: skip
        return self.look(path, number)

    def look(self, path: str, number: int) -> Settled:
        """What became of a file."""
        batch = self._opened()
        with self._desk.store.reading() as connection:
            file = batches.one_file(connection, batch.id, number)
            held = find_source_by_sha256(connection, file.sha256) if file.sha256 else None
        # Also where another batch brought it, which was cut off before its better text.
        waits = bool(held and held.outcome is Outcome.WAITING and file.fate in _WAITING)
        cables = held.cables if held else ()
        return Settled(
            path, number, file.fate, file.sha256, file.reason, file.remedy, cables, waits
        )

    def read(self, waiting: Sequence[Settled], workers: int) -> Iterator[Settled]:
        """Read what waits to its end, and yield each file when it is settled."""
        left = list(waiting)
        with _reads_counted(self._desk) as desk, ThreadPoolExecutor(max(1, workers)) as pool:
            while left:
                done = list(pool.map(lambda one: transcribe(desk, one.sha256), left))
                looked = [self.look(one.path, one.number) for one in left]
                yield from (one for one in looked if not one.waits)
                left = [one for one in looked if one.waits]
                if left and not any(done):
                    time.sleep(_BETWEEN)

    def _opened(self) -> BatchRow:
        if self._batch is None:
            name = self._belongs.name or f"reftel ingest, {dt.date.today():%Y-%m-%d}"  # noqa: DTZ011 - as on the wall
            new = NewBatch(
                name, self._desk.who, self._belongs.collection, self._belongs.provenance,
                self._publish,
            )  # fmt: skip
            with self._desk.store.writing() as tx:
                number = batches.open_batch(tx, new)
            with self._desk.store.reading() as connection:
                self._batch = batches.one_batch(connection, number)
        return self._batch


@contextmanager
def _reads_counted(desk: Desk) -> Iterator[Desk]:
    """The desk, with a count of pages on standard error where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield desk
        return
    with Progress(
        TextColumn("{task.description}"), TextColumn("{task.completed} pages read"),
        console=console, transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task("Reading", total=None)

        def counted(step: str) -> None:
            desk.step(step)
            if step == _KEPT:
                bar.advance(task)

        yield replace(desk, step=counted)


class Watched:
    """Files that turn up in folders: each is given once it has stopped growing."""

    def __init__(self, look: Callable[[], Sequence[tuple[str, ReftelError | None]]]) -> None:
        self._look = look
        self._sizes: dict[str, tuple[int, int]] = {}
        self._given: dict[str, tuple[int, int]] = {}

    def new(self) -> list[tuple[str, ReftelError | None]]:
        """Files that are as they were at the look before and were not given so yet."""
        found: list[tuple[str, ReftelError | None]] = []
        sizes: dict[str, tuple[int, int]] = {}
        for path, trouble in self._look():
            try:
                told = Path(path).stat()
            except OSError:
                continue
            if Path(path).is_dir():
                continue
            sizes[path] = (told.st_size, told.st_mtime_ns)
            if self._sizes.get(path) == sizes[path] and self._given.get(path) != sizes[path]:
                self._given[path] = sizes[path]
                found.append((path, trouble))
        self._sizes = sizes
        return found
