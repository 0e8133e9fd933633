"""Faults between any two steps: every point where the outside world is touched, one after another.

A `Watch` counts the points of one run of a verb: each named step of the desk, each statement sent
to the database, each commit, each system call of the file store. Given the number of a point it
lets the fault happen there. Running once with no number tells how many points there are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import event

from app.archive.store import Store

# The system calls by which bytes become a file that lasts.
CALLS = (
    "open",
    "write",
    "fsync",
    "link",
    "replace",
    "rename",
    "unlink",
    "chmod",
    "fchmod",
    "mkdir",
)


class Watch:
    """Counts points, and does `fault` at one of them.

    Attributes:
        seen: the names of the points that were passed, in order.
        fired: the name of the point where the fault happened; empty where it did not.
    """

    def __init__(self, at: int = -1, fault: Callable[[str], None] | None = None) -> None:
        self.at, self.fault = at, fault
        self.seen: list[str] = []
        self.fired = ""

    def __call__(self, name: str) -> None:
        number = len(self.seen)
        self.seen.append(name)
        if number == self.at and self.fault is not None:
            self.fired = name
            self.fault(name)

    @contextmanager
    def over(self, store: Store, files_folder: str) -> Iterator[None]:
        """Watch a store's statements and the file store's system calls for the length of a block."""

        def statement(connection: Any, cursor: Any, words: str, *rest: Any) -> None:
            self(f"sql {' '.join(words.split()[:3])}")

        def commit(connection: Any) -> None:
            self("sql COMMIT")

        event.listen(store.engine, "before_cursor_execute", statement)
        event.listen(store.engine, "commit", commit)
        try:
            with self._calls(files_folder):
                yield
        finally:
            event.remove(store.engine, "before_cursor_execute", statement)
            event.remove(store.engine, "commit", commit)

    @contextmanager
    def _calls(self, folder: str) -> Iterator[None]:
        """Python's own system calls only: SQLite's are its own affair, and its journal's."""
        patches = [mock.patch.object(os, name, self._watched(name, folder)) for name in CALLS]
        for patch in patches:
            patch.start()
        try:
            yield
        finally:
            for patch in patches:
                patch.stop()

    def _watched(self, name: str, folder: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **keywords: Any) -> Any:
            if _concerns(args, folder):
                self(f"os.{name}")
            return real(*args, **keywords)

        return call


def _concerns(args: tuple[Any, ...], folder: str) -> bool:
    """Whether a call is about a file in the folder, by its path or its open descriptor."""
    for given in args[:2]:
        place = given
        if isinstance(given, int):
            place = ""
            with suppress(OSError):
                place = Path(f"/proc/self/fd/{given}").readlink()
        if isinstance(place, (str, os.PathLike)) and str(place).startswith(folder):
            return True
    return False
