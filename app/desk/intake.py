"""Taking a file in: hash, decode, read, keep the bytes, then all its rows in one transaction.

The order is the promise. The bytes are on the disk before any row names them, and the rows of a
file (source, cables, keys, likeness, publication, change) are committed together: a fault at any
step leaves either nothing that shows or the whole. Taking the same bytes in again finds what is
held and finishes what was asked for, so repeating a command is always safe.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.archive import adding, pages, repository
from app.archive.records import (
    CableRow,
    CableState,
    Collection,
    HeldSource,
    NewCable,
    NewSource,
    Outcome,
)
from app.archive.store import Transaction
from app.desk.decode import Decoded, decode
from app.desk.naming import naming
from app.desk.parting import telegrams_of
from app.desk.room import Desk
from app.errors import NotATelegram, ReftelError
from app.telegram.reading import Reading

MEDIA_TYPE = "text/plain"


class Fate(StrEnum):
    """What became of a file that was handed over."""

    NEW = "new"
    HELD = "already held"
    NOT_A_TELEGRAM = "not a telegram"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Received:
    """A file as handed over."""

    name: str  # without its folders
    data: bytes
    provenance: str = ""
    collection: Collection | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted besides taking the file in."""

    publish: bool = False
    anyway: bool = False  # take it in although no rule finds a telegram in it
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The fate of one file, in words, and the cables it is or was read into."""

    fate: Fate
    reason: str
    cables: tuple[CableRow, ...] = ()
    error: ReftelError | None = None  # what made it fail
    refusal: ReftelError | None = None  # reason and remedy apart, where it was not taken in

    @classmethod
    def failed(cls, error: ReftelError) -> Taken:
        """A file that was not taken in, with what to do about it."""
        return cls(Fate.FAILED, str(error), error=error, refusal=error)


@dataclass(frozen=True, slots=True)
class _Part:
    """One telegram of a text: its words, what they say, and which bytes of the file they are."""

    text: str
    reading: Reading
    byte_span: tuple[int, int] | None


def take_in(desk: Desk, received: Received, wish: Wish | None = None) -> Taken:
    """Take one file in. A refusal is an outcome, not an exception.

    Raises:
        Unavailable: the store or the disk is away or full; nothing half-done was kept, and the
            same call can be made again.
    """
    wish = wish or Wish()
    digest = hashlib.sha256(received.data).hexdigest()
    desk.step("hashed")
    with desk.store.reading() as connection:
        held = pages.find_source_by_sha256(connection, digest)
    if held is not None:
        return _already(desk, held, wish)
    try:
        decoded, parts = _read(desk, received, wish)
    except NotATelegram as refusal:
        return Taken(Fate.NOT_A_TELEGRAM, str(refusal), refusal=refusal)
    except ReftelError as refusal:
        return Taken.failed(refusal)
    desk.files.put(received.data)
    desk.step("bytes kept")
    ids = _write(desk, received, digest, decoded, parts, wish)
    desk.step("committed")
    with desk.store.reading() as connection:
        held = pages.find_source_by_sha256(connection, digest)
        rows = pages.rows(connection, ids, include_drafts=True)
    if not ids and held is not None:  # another command took the same bytes in meanwhile
        return _already(desk, held, wish)
    return Taken(Fate.NEW, decoded.remark, rows)


def _read(desk: Desk, received: Received, wish: Wish) -> tuple[Decoded, tuple[_Part, ...]]:
    decoded = decode(received.data, received.name, limit=desk.max_source_bytes)
    desk.step("decoded")
    parts = tuple(_parts(desk, decoded))
    desk.step("read")
    if not wish.anyway and not any(part.reading.is_telegram for part in parts):
        rules = ", ".join(parts[0].reading.evidence) or "nothing on it names one"
        raise NotATelegram(name=received.name, cause=rules.replace("-", " "))
    return decoded, parts


def _parts(desk: Desk, decoded: Decoded) -> Iterator[_Part]:
    """The telegrams of a file; where there are several, each with its bytes."""
    found = telegrams_of(decoded.text, desk.vocabulary)
    for begin, end, reading in found:
        span = (decoded.byte_offset(begin), decoded.byte_offset(end)) if len(found) > 1 else None
        yield _Part(decoded.text[begin:end], reading, span)


def _write(
    desk: Desk,
    received: Received,
    digest: str,
    decoded: Decoded,
    parts: tuple[_Part, ...],
    wish: Wish,
) -> list[str]:
    """The rows of one file in one transaction.

    Returns:
        The ids of the new cables; none where another command was first with the same bytes.
    """
    size = len(received.data)
    source = NewSource(
        digest, received.name, MEDIA_TYPE, size, received.provenance, received.collection
    )
    with desk.store.writing() as tx:
        if not repository.add_source(tx, source):
            return []
        desk.step("source added")
        ids = [_add(desk, tx, digest, decoded, part, wish) for part in parts]
        repository.set_outcome(tx, digest, Outcome.READ, decoded.remark)
        repository.add_event(tx, desk.who, "received", note=f"{received.name} {digest}")
        desk.step("before commit")
    return ids


def _add(
    desk: Desk, tx: Transaction, digest: str, decoded: Decoded, part: _Part, wish: Wish
) -> str:
    cable_id = add_with_kin(
        desk,
        tx,
        NewCable(
            source_sha256=digest,
            source_text=part.text,
            reading=part.reading,
            naming=naming(part.reading, desk.vocabulary),
            byte_span=part.byte_span,
            specimen=wish.specimen,
        ),
    )
    if wish.publish:
        repository.publish(tx, cable_id, by=desk.who)
        desk.step("published")
    return cable_id


def add_with_kin(desk: Desk, tx: Transaction, new: NewCable) -> str:
    """Add a draft, and say of it and of the held ones that are probably the same telegram so.

    Returns:
        The id of the new cable.
    """
    adding.take_turn(tx)
    cable_id = adding.add_cable(tx, new)
    desk.step("cable added")
    alike = repository.find_likely_same(
        tx.connection, new.reading, new.source_text, new.naming.post, other_than=cable_id
    )
    for other in alike:
        repository.mark_likely_same(tx, cable_id, other.id, other.why)
    desk.step("likeness noted")
    return cable_id


def _already(desk: Desk, held: HeldSource, wish: Wish) -> Taken:
    """Held: say where, and publish its drafts if that is what was asked for."""
    drafts = [cable.id for cable in held.cables if cable.state == CableState.DRAFT]
    reason = f"held since {held.source.received_at:%Y-%m-%d} as {held.source.name}"
    if not wish.publish or not drafts:
        return Taken(Fate.HELD, reason, held.cables)
    with desk.store.writing() as tx:
        for cable_id in drafts:
            repository.publish(tx, cable_id, by=desk.who)
            desk.step("published")
        desk.step("before commit")
    desk.step("committed")
    with desk.store.reading() as connection:
        ids = [cable.id for cable in held.cables]
        rows = pages.rows(connection, ids, include_drafts=True)
    return Taken(Fate.HELD, f"{reason}; published now", rows)
