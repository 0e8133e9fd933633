"""Calls into processes that may die: files of strangers are decoded there, and pages are read.

A cell is a process of our own that waits for calls (see `cell`). A few are kept, as starting one
takes a second; each serves one call at a time, so that as many calls run at once as callers ask.
What comes back is JSON and bytes, checked, and never anything that could run here.
"""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from app import errors
from app.errors import EngineFailed, ReftelError, ScanDamaged, ScanTooHungry, ScanTooSlow
from app.scans.cell import Answer, frame, parse
from app.scans.kinds import Limits

_ROOT = Path(__file__).parents[2]
_GRACE = 4  # seconds that a cell has beyond a call's own
_KEPT = 4  # cells of a kind that wait for the next call
_BLOCK = 1 << 20
# A decoder needs no network, locale or home, and numpy's threads only take memory here.
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class CellEnded(Exception):  # noqa: N818 - never leaves this room
    """A cell did not answer."""

    def __init__(self, how: str, signal: int = 0) -> None:
        super().__init__(how)
        self.how, self.signal = how, signal

    def cause(self) -> str:
        by = f" by signal {self.signal}" if self.signal else ""
        return f"the process that did it was ended{by}" if self.how == "died" else self.how


class Cell:
    """One process; not to be shared between threads while it serves."""

    def __init__(self, module: str) -> None:
        start = (
            f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
            f"from app.scans.{module} import main; main()"
        )
        self._process = subprocess.Popen(  # noqa: S603 - our own code alone
            [sys.executable, "-I", "-B", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        self._calls = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)

    def ask(self, framed: bytes, seconds: float) -> Answer:
        """Send a call and wait for the answer.

        Raises:
            CellEnded: the cell is gone or silent; it is to be closed.
        """
        try:
            self._calls.write(framed)
            self._calls.flush()
        except OSError:
            raise CellEnded("died") from None
        return self._answer(time.monotonic() + seconds)

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """End it as the system might; who asks it next is told that it is gone."""
        self._process.kill()

    def close(self) -> None:
        self._process.kill()
        for stream in (self._calls, self._answers):
            with suppress(OSError):
                stream.close()
        self._process.wait()

    def _answer(self, deadline: float) -> Answer:
        sizes = self._exactly(16, deadline)
        rest = int.from_bytes(sizes[:8], "big") + int.from_bytes(sizes[8:], "big")
        return parse(sizes + self._exactly(rest, deadline))

    def _exactly(self, size: int, deadline: float) -> bytes:
        descriptor, held = self._answers.fileno(), bytearray()
        while len(held) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise CellEnded("slow")
            block = os.read(descriptor, min(_BLOCK, size - len(held)))
            if not block:
                raise CellEnded("died", -(self._process.wait(1) or 0))
            held += block
        return bytes(held)


class Pool:
    """The cells of one module that wait for calls."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._idle: list[Cell] = []
        self._owner = os.getpid()
        self._lock = threading.Lock()

    def ask(self, framed: bytes, seconds: float) -> Answer:
        """Have a cell answer; one that does not is closed.

        A cell that waited may have been ended by the system meanwhile; then a new one is asked.

        Raises:
            CellEnded: it did not answer.
        """
        cell = self._waiting()
        if cell is not None:
            try:
                return self._asked(cell, framed, seconds)
            except CellEnded as ended:
                if ended.how != "died":
                    raise
        return self._asked(Cell(self._module), framed, seconds)

    def _asked(self, cell: Cell, framed: bytes, seconds: float) -> Answer:
        try:
            answer = cell.ask(framed, seconds)
        except BaseException:
            cell.close()
            raise
        self._give_back(cell)
        return answer

    def close(self) -> None:
        """End the cells that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
        if self._owner == os.getpid():
            for cell in idle:
                cell.close()

    def waiting(self) -> tuple[Cell, ...]:
        with self._lock:
            return tuple(self._idle)

    def _waiting(self) -> Cell | None:
        with self._lock:
            if self._owner != os.getpid():  # forked: the cells are the parent's
                self._idle, self._owner = [], os.getpid()
            return self._idle.pop() if self._idle else None

    def _give_back(self, cell: Cell) -> None:
        with self._lock:
            if len(self._idle) < _KEPT:
                self._idle.append(cell)
                return
        cell.close()


DECODERS = Pool("cell")
READERS = {engine: Pool("reader") for engine in ("tesseract", "rapidocr")}


@atexit.register
def close_all() -> None:
    """End every cell that waits; the next call starts a new one."""
    for pool in (DECODERS, *READERS.values()):
        pool.close()


def decode(task: str, path: Path, name: str, limits: Limits, **arguments: Any) -> Answer:
    """Run a task of this room on a file, in a process of its own.

    Args:
        task: `module:function`; it is called with path, name, limits and the arguments.
        path: the file.
        name: what to call it in a refusal.
        limits: seconds and memory are held by the system.
        **arguments: what JSON can say.

    Raises:
        ReftelError: what the task raised, or ScanTooSlow, ScanTooHungry, ScanDamaged where it
            came to no answer.
    """
    told = {"path": str(path.resolve()), "name": name, "limits": list(limits), **arguments}
    return _called(task, told, name, limits)


def _called(task: str, arguments: dict[str, Any], name: str, limits: Limits) -> Answer:
    head = {
        "task": task,
        "arguments": arguments,
        "seconds": limits.seconds,
        "memory": limits.memory,
    }
    try:
        told, framed = DECODERS.ask(frame(head), limits.seconds + _GRACE)
        if told["how"] != "done":
            raise CellEnded(str(told["how"]), int(told["signal"]))
        answer, body = parse(framed)
    except CellEnded as ended:
        _raise_ended(ended, name, limits)
    except (ValueError, KeyError) as error:
        raise ScanDamaged(name=name, cause="its decoder gave no answer") from error
    if "error" in answer:
        _raise_told(answer, name, limits)
    return answer, body


def _raise_ended(ended: CellEnded, name: str, limits: Limits) -> NoReturn:
    if ended.how == "slow" or ended.signal == 24:  # SIGXCPU
        raise ScanTooSlow(name=name, seconds=limits.seconds) from ended
    if ended.how == "large":
        raise ScanTooHungry(name=name, memory=_size(limits.memory)) from ended
    raise ScanDamaged(name=name, cause=ended.cause()) from ended


def _raise_told(answer: dict[str, Any], name: str, limits: Limits) -> NoReturn:
    if answer["error"] == "MemoryError":
        raise ScanTooHungry(name=name, memory=_size(limits.memory))
    kind = getattr(errors, str(answer["error"]), None)
    if isinstance(kind, type) and issubclass(kind, ReftelError) and "values" in answer:
        raise kind(**{str(key): str(value) for key, value in answer["values"].items()})
    raise ScanDamaged(name=name, cause=str(answer.get("cause", "its decoder failed"))[:300])


def _size(amount: int) -> str:
    return f"{amount / (1 << 30):.0f} GB"


def read(engine: str, stored: bytes, number: int, seconds: float, **arguments: Any) -> Answer:
    """Have a stored page image read by an engine in a process of its own.

    Raises:
        EngineFailed: it gave no answer in time, or failed.
    """
    call = frame({"arguments": {"engine": engine, **arguments}}, stored)
    try:
        answer, body = READERS[engine].ask(call, seconds)
    except CellEnded as ended:
        raise EngineFailed(engine=engine, number=number, cause=ended.cause()) from ended
    if "error" in answer:
        cause = str(answer.get("cause", answer["error"]))[:300]
        raise EngineFailed(engine=engine, number=number, cause=cause)
    return answer, body
