"""The one follower of the archive for the search index: changes in, documents out.

Whoever holds the lock of the index follows: a worker, the thread beside `reftel serve`, or a
command at its end. It may be killed anywhere: what it commits is said in one small file
afterwards, and doing a change again changes nothing. An index that is missing, damaged or of
another archive is made anew beside the old one, which answers until the new one is whole.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.archive.catalogue import several
from app.archive.changes import changes_since
from app.archive.indexing import Searched, searched
from app.archive.records import ChangeRow
from app.archive.store import Store
from app.desk.steps import Step, unwatched
from app.formats.release import deed_of
from app.search.document import Document
from app.search.fields import FLAGS
from app.search.folder import Folder, Position, sizes
from app.search.index import IndexWriter, healthy
from app.search.words import key_of
from app.telegram.clean import clean_paragraph
from app.telegram.vocabulary import Vocabulary

log = logging.getLogger("reftel.index")

CHANGES = 2_000  # followed in one commit
TOGETHER = 100  # cables read at once
_NUMBERS = ("number", "control_number", "mrn", "in_number")
_SCANS = ("image/", "application/pdf")
_TIE = (1 << 24) - 1
_EPOCH_SECONDS = 5_364_662_400  # from 1800 to 1970: keys by time begin where order keys do


class Follower:
    """Keeps the index of one machine level with the archive, while it holds the lock."""

    def __init__(
        self, store: Store, folder: Path, vocabulary: Vocabulary, step: Step = unwatched
    ) -> None:
        self._store = store
        self._folder = Folder(folder)
        self._countries = {key_of(post.name): post.country for post in vocabulary.posts}
        self._step = step  # called after every piece of work: a worker gives a sign of life
        self._lock: int | None = None
        self._writer: IndexWriter | None = None
        self._files: dict[str, tuple[int, int]] = {}

    def follow(self) -> int | None:
        """Bring the index up to the last change.

        Returns:
            The change number it has reached; None where another process writes the index.

        Raises:
            StoreLost, StoreBusy: the archive does not answer.
        """
        if not self._locked():
            return None
        writer = self._sound()
        while changes := self._after(writer.position.change):
            self._put(writer, changes)
            writer.commit(changes[-1].number, _mark(changes[-1]))
            self._step("committed")
        return writer.position.change

    def anew(self) -> int | None:
        """Make the index anew whatever it is like; None where another process writes it."""
        if not self._locked():
            return None
        self._close_writer()
        return self._made_anew("it was asked for").position.change

    def close(self) -> None:
        """Let the lock go, and the merges under way end."""
        self._close_writer()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _locked(self) -> bool:
        if self._lock is not None and not self._folder.still_locked(self._lock):
            self.close()
        if self._lock is None:
            self._lock = self._folder.lock()
        return self._lock is not None

    # A sound index ----------------------------------------------------------------------------

    def _sound(self) -> IndexWriter:
        """The writer of an index that is whole and of this archive."""
        position = self._folder.position()
        if self._writer is not None and self._undisturbed(self._writer, position):
            if self._is_ours(self._writer.position):
                return self._writer
            self._close_writer()
            return self._made_anew("the archive is another one than it has followed")
        self._close_writer()  # merges end first: only then do the files hold still
        if position is None:
            return self._made_anew("there is none")
        if not healthy(self._folder, position):
            return self._made_anew("it is damaged")
        if not self._is_ours(position):
            return self._made_anew("the archive is another one than it has followed")
        self._folder.sweep(position)
        return self._opened(position)

    def _undisturbed(self, writer: IndexWriter, position: Position | None) -> bool:
        """Whether nobody touched the files: what is written once is never changed in place."""
        known, self._files = self._files, sizes(self._folder.generation(writer.position))
        return (
            position == writer.position
            and not self._folder.is_suspect()
            and "damaged" not in self._files
            and all(known[name] == now for name, now in self._files.items() if name in known)
        )

    def _is_ours(self, position: Position) -> bool:
        """Whether the last change followed is still that change in the archive."""
        if position.change == 0:
            return True
        with self._store.reading() as connection:
            last = changes_since(connection, position.change - 1, 1)
        return bool(last) and _mark(last[0]) == position.mark

    def _opened(self, position: Position) -> IndexWriter:
        self._folder.cleared()
        self._writer = IndexWriter(self._folder, position)
        self._files = sizes(self._folder.generation(position))
        return self._writer

    def _made_anew(self, why: str) -> IndexWriter:
        """A new index of all that the archive holds, in the place of the old one once it is whole."""
        log.info("making the search index anew: %s", why)
        position = self._folder.new_generation()
        writer = IndexWriter(self._folder, position)
        number, mark = 0, ""
        while changes := self._after(number):
            self._put(writer, changes)
            number, mark = changes[-1].number, _mark(changes[-1])
        self._step("made anew")
        writer.commit(number, mark)
        writer.close()
        self._folder.sweep(writer.position)
        return self._opened(writer.position)

    def _close_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    # Changes ----------------------------------------------------------------------------------

    def _after(self, number: int) -> tuple[ChangeRow, ...]:
        with self._store.reading() as connection:
            return changes_since(connection, number, CHANGES)

    def _put(self, writer: IndexWriter, changes: Sequence[ChangeRow]) -> None:
        """The cables of these changes as they stand now, which may be later than the changes."""
        ids = list(dict.fromkeys(change.cable_id for change in changes))
        for start in range(0, len(ids), TOGETHER):
            with self._store.reading() as connection:
                found = searched(connection, ids[start : start + TOGETHER])
            writer.put(document(one, self._countries) for one in found.values())
            self._step("put")


def catch_up(store: Store, folder: Path, vocabulary: Vocabulary) -> None:
    """Bring the index level with the archive, unless another process does.

    A command has done its deed before it calls this: what goes wrong here is logged, and mended
    by whoever follows next.
    """
    follower = Follower(store, folder, vocabulary)
    _quietly(follower.follow)
    _quietly(follower.close)


def _quietly(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Exception as error:
        log.warning("the search index was not brought up to date: %s", error)


def document(one: Searched, countries: dict[str, str]) -> Document:
    """A cable as the index knows it; `countries` by the key of a post's name."""
    cable, reading = one.cable, one.reading
    return Document(
        id=cable.id,
        state=cable.state.value,
        heading=tuple(filter(None, (cable.title, *several(reading, "subject")))),
        paragraphs=tuple(
            clean_paragraph(paragraph, one.source_text).text for paragraph in reading.paragraphs
        ),
        fields={name: values for name, values in _fields(one, countries) if values},
        flags=frozenset(_flags(one)),
        sent=cable.sent_local,
        received=_received(one),
        pages=cable.pages,
        sent_key=one.order_key,
        received_key=_received_key(one),
    )


def _fields(one: Searched, countries: dict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    cable, reading = one.cable, one.reading
    country = countries.get(key_of(cable.post), "")
    yield "from", _known(*several(reading, "from"), cable.post)
    yield "to", _known(*several(reading, "to"), *several(reading, "info"), cable.addressee)
    yield "post", _known(cable.post)
    yield "country", _known(country)
    yield "series", _known(cable.series)
    yield "number", _known(*(value for name in _NUMBERS for value in several(reading, name)))
    yield "class", _known(cable.classification)
    yield "caption", _known(*cable.captions)
    yield "precedence", _known(*cable.precedence)
    yield "signed", _known(cable.signature)
    yield "subject", several(reading, "subject")
    yield "tags", _known(*several(reading, "tags"))
    yield "action", _known(*several(reading, "action_offices"))
    yield "collection", _known(one.collection.name if one.collection else "")


def _known(*values: str) -> tuple[str, ...]:
    """The values that say something, each once, however they are written."""
    return tuple({key_of(value): value for value in values if key_of(value)}.values())


def _flags(one: Searched) -> Iterator[str]:
    reading = one.reading
    deeds = {deed for event in reading.events for deed in (event.action, deed_of(event))}
    yield from (f"is:{deed}" for deed in deeds if deed in FLAGS["is"])
    if one.cable.specimen:
        yield "is:specimen"
    there = {
        "scan": one.media_type.startswith(_SCANS),
        "subject": bool(several(reading, "subject")),
        "tags": bool(several(reading, "tags")),
        "references": bool(reading.references),
        "gaps": bool(reading.redactions),
    }
    yield from (f"has:{name}" for name, is_there in there.items() if is_there)


def _received(one: Searched) -> str:
    moment = one.reading.received
    return moment.local if moment else next(iter(several(one.reading, "received_date")), "")


def _received_key(one: Searched) -> int:
    """Sorts by the time of receipt, those without one first; unique by the tie of the order key."""
    at = one.cable.received_utc
    seconds = max(1, int(at.timestamp()) + _EPOCH_SECONDS) if at else 0
    return seconds << 24 | one.order_key & _TIE


def _mark(change: ChangeRow) -> str:
    """What tells a change from another one of its number."""
    return f"{change.cable_id} {change.kind} {change.at.isoformat()}"
