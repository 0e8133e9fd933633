"""The desk: what every verb works with, handed to it as one value."""

from __future__ import annotations

from dataclasses import dataclass

from app.archive.store import Store
from app.desk.steps import Step, unwatched
from app.scans.files import FileStore
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
