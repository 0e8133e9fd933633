"""The folder of the index: which generation of it is current, how far it has followed, who writes.

    index/position.json         generation, change number and mark: written after every commit
    index/1-3f9c02ab.../        one generation, made by tantivy
    index/suspect               a reader met trouble; the writer looks and removes it
    index.lock                  held by the one writer

Readers look at position.json alone. A new generation is filled beside the old one and takes its
place by that one file, so a reader never sees a half-made index.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from app.search.schema import SHAPE

_PARTS = ("store", "term", "idx", "pos", "fieldnorm", "fast")
_FOOTER = struct.Struct("<II")  # length of the JSON before it, and a magic number
_MAGIC = 1337
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Position:
    """How far a generation of the index has followed the archive.

    `mark` tells the change at `number` from any other of that number: an archive restored from an
    older backup counts on from there, and its changes are not the ones that were followed.
    """

    generation: str
    change: int = 0
    mark: str = ""


class Folder:
    """Paths and small files; nothing here knows tantivy but its files' checksums."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._position = path / "position.json"
        self._suspect = path / "suspect"
        self._lock = path.with_name(f"{path.name}.lock")

    def stamp(self) -> tuple[int, ...] | None:
        """Differs whenever a position was written; None where there is none."""
        try:
            found = self._position.stat()
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def position(self) -> Position | None:
        """The position, if there is one of this shape of index."""
        try:
            found = Position(**json.loads(self._position.read_text("ascii")))
        except (OSError, ValueError, TypeError):
            return None
        return found if found.generation.startswith(f"{SHAPE}-") else None

    def write(self, position: Position) -> None:
        """Make a position the current one, for good once this returns."""
        own = self._position.with_name(f".position-{secrets.token_hex(4)}")
        with own.open("w", encoding="ascii") as out:
            json.dump(asdict(position), out)
            out.flush()
            os.fsync(out.fileno())
        own.replace(self._position)

    def generation(self, position: Position) -> Path:
        return self.path / position.generation

    def new_generation(self) -> Position:
        """A position at the beginning, with an empty folder of its own."""
        made = Position(f"{SHAPE}-{secrets.token_hex(8)}")
        self.generation(made).mkdir(parents=True)
        return made

    def sweep(self, kept: Position) -> None:
        """Remove every generation but one, and what a killed writer left."""
        for entry in self.path.iterdir():
            if entry.is_dir() and entry.name != kept.generation:
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name.startswith(".position-"):
                entry.unlink(missing_ok=True)

    # Trouble ----------------------------------------------------------------------------------

    def suspect(self) -> None:
        """Ask the writer to look."""
        with contextlib.suppress(OSError):
            self._suspect.touch()

    def is_suspect(self) -> bool:
        return self._suspect.exists()

    def cleared(self) -> None:
        self._suspect.unlink(missing_ok=True)

    # One writer -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold the writer's lock for a while; False where another process holds it."""
        held = self.lock()
        try:
            yield held is not None
        finally:
            if held is not None:
                os.close(held)

    def lock(self) -> int | None:
        """The lock, held until this descriptor is closed; None where another holds it."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor

    def still_locked(self, descriptor: int) -> bool:
        """Whether a held lock is the one others would meet: its file can be deleted."""
        try:
            return os.fstat(descriptor).st_ino == self._lock.stat().st_ino
        except OSError:
            return False


def damage(generation: Path) -> str:
    """What is wrong with the files of a generation, by their own checksums; empty if nothing."""
    try:
        segments = json.loads((generation / "meta.json").read_text("utf-8"))["segments"]
        for segment in segments:
            for file in _files(generation, segment):
                if not _whole(file):
                    return f"{file.name} is not as it was written"
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        return f"{error}"
    return ""


def sizes(generation: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file the current commit needs: they are never changed in place."""
    try:
        segments = json.loads((generation / "meta.json").read_text("utf-8"))["segments"]
        files = [file for segment in segments for file in _files(generation, segment)]
        return {file.name: ((at := file.stat()).st_size, at.st_mtime_ns) for file in files}
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return {"damaged": (0, 0)}


def _files(generation: Path, segment: dict[str, object]) -> Iterator[Path]:
    name = str(segment["segment_id"]).replace("-", "")
    yield from (generation / f"{name}.{part}" for part in _PARTS)
    deletes = segment.get("deletes")
    if isinstance(deletes, dict):
        yield generation / f"{name}.{deletes['opstamp']}.del"


def _whole(file: Path) -> bool:
    """Whether a file's bytes have the checksum that its footer gives."""
    size = file.stat().st_size
    with file.open("rb") as held:
        held.seek(max(0, size - _FOOTER.size))
        length, magic = _FOOTER.unpack(held.read(_FOOTER.size))
        body = size - _FOOTER.size - length
        if magic != _MAGIC or body < 0:
            return False
        held.seek(body)
        expected = json.loads(held.read(length))["crc"]
        held.seek(0)
        checksum = 0
        while body > 0 and (piece := held.read(min(_CHUNK, body))):
            checksum = zlib.crc32(piece, checksum)
            body -= len(piece)
    return bool(checksum == expected and body == 0)
