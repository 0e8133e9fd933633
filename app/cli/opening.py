"""Opening the archive for a command: settings read, schema brought up to date, all of it closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.archive.ids import is_shaped, is_valid, normalise
from app.archive.store import open_store
from app.desk.index import catch_up
from app.desk.room import Desk
from app.errors import CableMissing, CheckCharacterWrong
from app.scans.files import open_files
from app.settings import Settings
from app.vocabulary import load


@contextmanager
def open_desk(settings: Settings, *, who: str = "machine") -> Iterator[Desk]:
    """The desk of the archive that the settings name.

    Raises:
        StoreNewer, StoreLost, FileStoreFailed: it cannot be opened.
    """
    store = open_store(settings.database)
    try:
        yield Desk(
            store=store,
            files=open_files(settings.files),
            vocabulary=load(),
            max_source_bytes=settings.max_source_bytes,
            who=who,
        )
    finally:
        store.close()


@contextmanager
def changing_desk(settings: Settings, *, who: str = "machine") -> Iterator[Desk]:
    """The desk for a command that changes something: search knows of it when the command ends.

    Where a worker or a server writes the index, it follows by itself.
    """
    with open_desk(settings, who=who) as desk:
        try:
            yield desk
        finally:
            catch_up(desk.store, settings.index, desk.vocabulary)


def cable_id(typed: str) -> str:
    """An id as somebody typed or pasted it: the last part of a permalink will do.

    Raises:
        CableMissing: it has not the form of an id.
        CheckCharacterWrong: a character is mistyped.
    """
    id = normalise(typed.rstrip("/").rpartition("/")[2])
    if not is_shaped(id):
        raise CableMissing(id=typed)
    if not is_valid(id):
        raise CheckCharacterWrong(id=typed)
    return id
