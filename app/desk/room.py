"""The desk: what every verb works with, handed to it as one value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.archive.store import Store
from app.archive.work import SILENT
from app.desk.steps import Step, unwatched
from app.jobs import Queue
from app.scans.files import FileStore
from app.scans.kinds import Limits
from app.scans.ocr import TESSERACT
from app.telegram.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the file store and the vocabulary; safe to share between threads."""

    store: Store
    files: FileStore
    vocabulary: Vocabulary
    max_source_bytes: int
    step: Step = unwatched  # called with the name of each step once it is done
    who: str = "machine"  # made the version, did the deed
    queue: Queue | None = None  # None: what is accepted is found by the sweep of a worker
    limits: Limits = Limits()  # noqa: RUF009 - a tuple of numbers
    engines: tuple[str, ...] = (TESSERACT,)  # the first reads first, the second better
    silent: dt.timedelta = SILENT  # after which a worker is given up for dead
    reserve: int = 0  # bytes that stay free on the disk of the files
