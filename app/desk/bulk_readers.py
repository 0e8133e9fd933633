"""The lines of a bulk file read by other processes, one a core, in order and a few batches ahead."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection as pipes
from multiprocessing import get_context, parent_process
from typing import NamedTuple

from app.archive.records import NewCable
from app.archive.rows import Prepared, prepare
from app.desk.bulk_lines import Batch, Line, text_of
from app.desk.intake import Wish
from app.desk.naming import naming
from app.desk.parting import telegrams_of
from app.errors import BulkStopped, NotATelegram, ReftelError
from app.telegram.vocabulary import Vocabulary

AHEAD = 2  # batches a process that wait to be read or written: what is held in memory
_GIVEN_WAY = 10  # niceness of the readers: visitors of the reading room come first


class LineRefused(NamedTuple):
    """A line that is no cable, and why."""

    number: int
    error: ReftelError


class Read(NamedTuple):
    """What a batch was read into."""

    rows: list[Prepared]
    refused: list[LineRefused]


class Reader(NamedTuple):
    """What a reading process works with."""

    sha256: str
    wish: Wish
    vocabulary: Vocabulary

    def read(self, lines: tuple[Line, ...]) -> Read:
        found = Read([], [])
        for line in lines:
            try:
                found.rows.extend(self._rows(line))
            except ReftelError as error:
                found.refused.append(LineRefused(line.number, error))
        return found

    def _rows(self, line: Line) -> list[Prepared]:
        text, name = text_of(line)
        found = telegrams_of(text, self.vocabulary)
        if not self.wish.anyway and not any(part.reading.is_telegram for part in found):
            rules = ", ".join(found[0].reading.evidence) or "nothing on it names one"
            raise NotATelegram(name=name, cause=rules.replace("-", " "))
        return [
            prepare(
                NewCable(
                    source_sha256=self.sha256,
                    source_text=text[begin:end],
                    reading=reading,
                    naming=naming(reading, self.vocabulary),
                    byte_span=(line.start, line.end),
                    specimen=self.wish.specimen,
                )
            )
            for begin, end, reading in found
        ]


_reader: Reader | None = None  # of a reading process


def all_read(
    reader: Reader, batches: Iterator[Batch], processes: int
) -> Iterator[tuple[Batch, Read]]:
    """The batches in order, each with what it was read into.

    Raises:
        BulkStopped: a reading process ended (killed, or out of memory).
    """
    if processes == 1:
        yield from ((batch, reader.read(batch.lines)) for batch in batches)
        return
    waiting: deque[tuple[Batch, Future[Read]]] = deque()
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_sit_down, initargs=(reader,)
    )
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(_read_batch, batch.lines)))
            if len(waiting) > AHEAD * processes:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    except BrokenProcessPool as error:
        raise BulkStopped(cause=str(error).rstrip(".")) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _next(waiting: deque[tuple[Batch, Future[Read]]]) -> tuple[Batch, Read]:
    batch, read = waiting.popleft()
    return batch, read.result()


def _sit_down(reader: Reader) -> None:
    """Make this process a reader: Ctrl-C is for the one that started it, and it ends with it."""
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_GIVEN_WAY)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _reader = reader


def _end_with_parent() -> None:
    """A reader whose starter was killed would wait for work for ever."""
    starter = parent_process()
    if starter is not None:
        pipes.wait([starter.sentinel])
        os._exit(1)


def _read_batch(lines: tuple[Line, ...]) -> Read:
    if _reader is None:
        raise RuntimeError("a batch was handed to a process that does not read")
    return _reader.read(lines)
