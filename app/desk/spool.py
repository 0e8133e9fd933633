"""Files on their way in: what has arrived of each lies in a folder until all of it has.

How much is there is the length of the file, so it is true after a restart too; each piece is on
the disk before it is acknowledged. Only one sender writes a file at a time.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.archive.store import disk_error
from app.desk.decode import megabytes
from app.errors import Conflict, DiskLow, OffsetWrong

KEPT = 7 * 24 * 3600  # seconds that something unfinished waits for the rest


@dataclass(frozen=True, slots=True)
class Spool:
    """The folder, and how much of its disk stays free."""

    folder: Path
    reserve: int  # bytes

    def path(self, batch: int, number: int) -> Path:
        """Where the bytes of a file lie while they arrive."""
        return self.folder / str(batch) / str(number)

    def arrived(self, batch: int, number: int) -> int:
        """How many bytes of a file are here."""
        try:
            return self.path(batch, number).stat().st_size
        except FileNotFoundError:
            return 0

    def require_room(self, size: int) -> None:
        """Refuse before a byte is taken.

        Raises:
            DiskLow: so many bytes more would leave too little free.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free - size < self.reserve:
            raise DiskLow(
                place=self.folder, free=megabytes(free), wanted=megabytes(size + self.reserve)
            )

    @contextmanager
    def writing(self, batch: int, number: int, offset: int) -> Iterator[BinaryIO]:
        """The file, to append to from `offset` on; what was appended is on the disk at the end.

        A sender that goes away midway leaves what has come, to go on from.

        Raises:
            OffsetWrong: something else is here than the sender believes.
            Conflict: another sender is at it.
            DiskFull, FileStoreFailed: the disk refuses.
        """
        path = self.path(batch, number)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if offset and not path.exists():  # settled and removed meanwhile: nothing to go on with
                raise OffsetWrong(name=f"File {number}", held=0, offset=offset)
            with path.open("ab") as out:
                _lock(out, path.name)
                if out.tell() != offset:
                    raise OffsetWrong(name=f"File {number}", held=out.tell(), offset=offset)
                try:
                    yield out
                finally:
                    out.flush()
                    os.fsync(out.fileno())
        except OSError as error:
            raise disk_error(error, path) from error

    def remove(self, batch: int, number: int) -> None:
        """Forget a file: it was taken in, refused or cancelled."""
        self.path(batch, number).unlink(missing_ok=True)

    def remove_batch(self, batch: int) -> None:
        """Forget all that is still arriving of a batch."""
        shutil.rmtree(self.folder / str(batch), ignore_errors=True)

    def sweep(self) -> None:
        """Remove what nobody went on with for a week."""
        for path in self.folder.glob("*/*"):
            if time.time() - path.stat().st_mtime > KEPT:
                path.unlink(missing_ok=True)
        for folder in self.folder.glob("*"):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _lock(out: BinaryIO, name: str) -> None:
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Conflict(
            thing=f"File {name}", cause="is being sent by another window",
            next_step="Let that one go on, or close it first",
        ) from None  # fmt: skip
