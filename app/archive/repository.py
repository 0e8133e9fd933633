"""What is written to the archive: sources, versions, states, events; new cables by `adding`.

Every function takes the `Transaction` of `store.writing()` and does not commit. What can be seen
from outside is recorded as a change; who did what, as an event.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from app.archive import likeness, tables, tally
from app.archive.catalogue import catalogue, order_key
from app.archive.changes import record_change
from app.archive.packing import (
    pack_reading,
    reading_sha256,
    text_sha256,
    unpack_reading,
    unpack_text,
)
from app.archive.records import (
    CableState,
    Collection,
    Likely,
    Naming,
    NewSource,
    Outcome,
)
from app.archive.rows import (
    alias_rows,
    marking_rows,
    of_cable,
    of_serial,
    reference_rows,
    trait_rows,
    transcript_row,
)
from app.archive.store import Transaction
from app.errors import AlreadyWithdrawn, CableMissing, Conflict, NotPublished
from app.telegram.reading import Reading

MACHINE = "machine"
COMPARED = 20  # held cables that a new one is compared with, those that share most first
HOLDERS = 200  # of one trait; more say nothing


def add_source(tx: Transaction, new: NewSource, *, at: dt.datetime | None = None) -> bool:
    """Hold a source; False where one with the same SHA-256 is held already.

    The bytes must be in the file store before: the committed row is the promise that they are.
    """
    row = {
        "sha256": new.sha256,
        "name": new.name,
        "media_type": new.media_type,
        "size": new.size,
        "provenance": new.provenance,
        "received_at": at or now(),
        "collection_id": collection_id(tx, new.collection),
    }
    return insert_new(tx.connection, tables.source, row)


def set_outcome(tx: Transaction, sha256: str, outcome: Outcome, reason: str = "") -> None:
    """Say what became of a source; one that waits is begun as if for the first time."""
    source = tables.source
    values: dict[str, Any] = {"outcome": outcome.value, "reason": reason, "remedy": ""}
    if outcome is Outcome.WAITING:
        values |= {"worker": "", "attempts": 0, "heartbeat_at": now()}
    tx.connection.execute(update(source).where(source.c.sha256 == sha256).values(values))


def add_version(
    tx: Transaction,
    cable_id: str,
    reading: Reading,
    naming: Naming,
    *,
    made_by: str,
    note: str = "",
    corrected_text: str | None = None,
    engine: str = "",
    at: dt.datetime | None = None,
) -> int:
    """Let a new reading supersede the current one; the older versions stay as they are.

    The reading is of `corrected_text` where that is given (it becomes a transcript that supersedes
    the current one, made by `engine`), else of the current transcript.

    Returns:
        The number of the new version.

    Raises:
        CableMissing: there is no such cable.
        Conflict: it is withdrawn or merged.
    """
    at = at or now()
    state = _state_for_update(tx, cable_id)
    if state not in (CableState.DRAFT, CableState.PUBLISHED):
        raise _wrong_state(cable_id, state)
    held = _current(tx.connection, cable_id)
    transcript_id, held_text = held.transcript_id, unpack_text(held.text)
    source_text = held_text
    if corrected_text is not None:
        row = transcript_row(corrected_text, engine or made_by) | {
            "copy_id": held.copy_id,
            "supersedes": held.transcript_id,
            "made_at": at,
        }
        transcript_id = insert_row(tx.connection, tables.transcript, row)
        source_text = corrected_text
    number = int(held.current_version) + 1
    before = unpack_reading(held.reading, held_text)
    body = pack_reading(reading, source_text)
    reading_id = insert_row(
        tx.connection,
        tables.reading,
        {"transcript_id": transcript_id, "core": reading.core, "body": body},
    )
    row = {
        "cable_id": cable_id, "number": number, "reading_id": reading_id, "made_at": at,
        "made_by": made_by, "note": note, "changed": changed_fields(before, reading),
        "sha256": reading_sha256(body, text_sha256(source_text)),
    }  # fmt: skip
    tx.connection.execute(insert(tables.version), row)
    row = catalogue(reading, source_text, naming)
    row |= {"current_version": number, "order_key": order_key(row, held.serial)}
    tally.take_out(tx, (cable_id,))
    _update_cable(tx, cable_id, row)
    tally.put_in(tx, (cable_id,))
    _write_finding_rows(tx, cable_id, held.serial, reading, naming)
    add_aliases(tx, cable_id, naming)
    _write_traits(
        tx, held.serial,
        likeness.traits(before, held_text, held.post),
        likeness.traits(reading, source_text, naming.post),
    )  # fmt: skip
    record_change(tx, "corrected", cable_id)
    add_event(tx, made_by, "corrected", cable_id, note or f"version {number}", at=at)
    return number


def publish(
    tx: Transaction, cable_id: str, *, by: str = MACHINE, at: dt.datetime | None = None
) -> bool:
    """Make a draft public; False where it is public already.

    Raises:
        CableMissing: there is no such cable.
        Conflict: it is withdrawn or merged.
    """
    at = at or now()
    state = _state_for_update(tx, cable_id)
    if state is CableState.PUBLISHED:
        return False
    _require(cable_id, state, CableState.DRAFT)
    _update_cable(tx, cable_id, {"state": CableState.PUBLISHED.value, "published_at": at})
    tally.put_in(tx, (cable_id,))
    record_change(tx, "published", cable_id)
    add_event(tx, by, "published", cable_id, at=at)
    return True


def withdraw(
    tx: Transaction, cable_id: str, reason: str, *, by: str, at: dt.datetime | None = None
) -> None:
    """Put a tombstone in the place of a published cable. Its rows and bytes stay.

    Raises:
        CableMissing: there is no such cable.
        Conflict: it is not published.
    """
    at = at or now()
    _require(cable_id, _state_for_update(tx, cable_id), CableState.PUBLISHED)
    values = {"state": CableState.WITHDRAWN.value, "withdrawn_at": at, "reason": reason}
    tally.take_out(tx, (cable_id,))
    _update_cable(tx, cable_id, values)
    record_change(tx, "withdrawn", cable_id)
    add_event(tx, by, "withdrawn", cable_id, reason, at=at)


def merge(
    tx: Transaction, cable_id: str, into: str, *, by: str, at: dt.datetime | None = None
) -> None:
    """Let a published cable's address lead to another one, which is published and stays.

    Raises:
        CableMissing: there is no such cable.
        Conflict: one of them is not published, or they are the same.
    """
    _require(cable_id, _state_for_update(tx, cable_id), CableState.PUBLISHED)
    _require(into, _state_for_update(tx, into), CableState.PUBLISHED)
    if cable_id == into:
        raise Conflict(
            thing=f"Cable {cable_id}",
            cause="cannot be merged into itself",
            next_step="Name two different cables",
        )
    tally.take_out(tx, (cable_id,))
    _update_cable(tx, cable_id, {"state": CableState.MERGED.value, "merged_into": into})
    # What led to the loser before leads on: no chain of redirects grows.
    cable = tables.cable
    tx.connection.execute(
        update(cable).where(cable.c.merged_into == cable_id).values(merged_into=into)
    )
    for changed in (cable_id, into):
        record_change(tx, "merged", changed)
    add_event(tx, by, "merged", cable_id, f"into {into}", at=at)


def supersede(tx: Transaction, cable_id: str, into: str, *, by: str) -> None:
    """Let a draft that was cut anew lead on to the draft it became. Nothing of it is deleted.

    Raises:
        CableMissing: there is no such cable.
        Conflict: one of them is no draft.
    """
    _require(cable_id, _state_for_update(tx, cable_id), CableState.DRAFT)
    _require(into, _state_for_update(tx, into), CableState.DRAFT)
    cable = tables.cable
    _update_cable(tx, cable_id, {"state": CableState.MERGED.value, "merged_into": into})
    tx.connection.execute(
        update(cable).where(cable.c.merged_into == cable_id).values(merged_into=into)
    )
    record_change(tx, "merged", cable_id)
    add_event(tx, by, "cut anew", cable_id, f"into {into}")


def hold(tx: Transaction, cable_id: str) -> CableState:
    """Lock a cable until the commit, for a change that rests on what it says now.

    Returns:
        Where it stands.

    Raises:
        CableMissing: there is no such cable.
    """
    return _state_for_update(tx, cable_id)


def add_aliases(tx: Transaction, cable_id: str, naming: Naming) -> None:
    """Let human keys lead to a cable. They are only ever added: an old link keeps working."""
    for row in of_cable(cable_id, alias_rows(naming)):
        insert_new(tx.connection, tables.alias, row)


def mark_likely_same(tx: Transaction, cable_id: str, other_id: str, why: str) -> bool:
    """Say on both pages that two cables are probably the same telegram; False if said already."""
    new = insert_new(
        tx.connection, tables.likeness, {"cable_id": cable_id, "other_id": other_id, "why": why}
    )
    insert_new(
        tx.connection, tables.likeness, {"cable_id": other_id, "other_id": cable_id, "why": why}
    )
    if new:
        for changed in (cable_id, other_id):
            record_change(tx, "likeness", changed)
    return new


def find_likely_same(
    connection: Connection, reading: Reading, text: str, post: str, *, other_than: str = ""
) -> tuple[Likely, ...]:
    """Held cables, drafts among them, that are probably the same telegram as this reading.

    `text` is the source text of the reading, `post` as in its `Naming`, and `other_than` the id of
    the cable itself, where it is held already.

    Returns:
        Ordered by id; each with what says so: number, control, dtg or text.
    """
    own = likeness.traits(reading, text, post)
    hashes = dict(enumerate(sorted(own.hashes)))
    if not hashes:
        return ()
    asked = connection.execute(_sharing(len(hashes)), {f"h{at}": one for at, one in hashes.items()})
    shared = Counter(asked.scalars())
    found = []
    for cable_id, _ in shared.most_common(COMPARED):
        if cable_id != other_than and (why := likeness.why(own, traits_of(connection, cable_id))):
            found.append(Likely(cable_id, why))
    return tuple(sorted(found, key=lambda likely: likely.id))


def place_source(
    tx: Transaction, sha256: str, provenance: str, where: Collection | None, *, by: str
) -> None:
    """Say where a source comes from and where its paper is kept; what is not given stays."""
    values: dict[str, Any] = {"provenance": provenance} if provenance else {}
    if where is not None:
        values["collection_id"] = collection_id(tx, where)
    source, copy = tables.source, tables.copy
    if values:
        tx.connection.execute(update(source).where(source.c.sha256 == sha256).values(values))
        add_event(tx, by, "source placed", note=sha256)
    # What is searched of its cables has changed with it.
    of = select(copy.c.cable_id).join(source, source.c.id == copy.c.source_id)
    for cable_id in tx.connection.execute(of.where(source.c.sha256 == sha256)).scalars():
        record_change(tx, "corrected", cable_id)


def add_event(
    tx: Transaction,
    who: str,
    what: str,
    cable_id: str | None = None,
    note: str = "",
    *,
    at: dt.datetime | None = None,
) -> None:
    """Write down who did what; events are never changed."""
    row = {"at": at or now(), "who": who, "what": what, "cable_id": cable_id, "note": note}
    tx.connection.execute(insert(tables.event), row)


def changed_fields(old: Reading, new: Reading) -> tuple[str, ...]:
    """The fields whose value differs, by name; then `text` where the paragraphs differ."""
    names = {*old.fields, *new.fields}
    values = [name for name in sorted(names) if _value(old, name) != _value(new, name)]
    text_differs = [p.pieces for p in old.paragraphs] != [p.pieces for p in new.paragraphs]
    return (*values, *(("text",) if text_differs else ()))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _value(reading: Reading, name: str) -> object:
    field = reading.fields.get(name)
    return field.value if field else None


def _write_finding_rows(
    tx: Transaction, cable_id: str, serial: int, reading: Reading, naming: Naming
) -> None:
    """Markings and references of the current version, in place of those before it."""
    marking, reference = tables.marking, tables.reference
    tx.connection.execute(delete(marking).where(marking.c.cable_serial == serial))
    tx.connection.execute(delete(reference).where(reference.c.cable_id == cable_id))
    if rows := of_serial(serial, marking_rows(reading)):
        tx.connection.execute(insert(marking), rows)
    if rows := of_cable(cable_id, reference_rows(reading, naming)):
        tx.connection.execute(insert(reference), rows)


def _write_traits(
    tx: Transaction, serial: int, before: likeness.Traits, own: likeness.Traits
) -> None:
    """The traits of the current version in place of those before it."""
    trait = tables.trait
    if gone := sorted(before.hashes - own.hashes):
        own_row = and_(trait.c.cable_serial == serial, trait.c.hash.in_(gone))
        tx.connection.execute(delete(trait).where(own_row))
    for row in trait_rows(serial, sorted(own.hashes)):
        insert_new(tx.connection, trait, row)


def traits_of(connection: Connection, cable_id: str) -> likeness.Traits:
    """The traits of a cable's current version.

    Raises:
        CableMissing: there is no such cable.
    """
    held = _current(connection, cable_id)
    text = unpack_text(held.text)
    return likeness.traits(unpack_reading(held.reading, text), text, held.post)


def collection_id(tx: Transaction, new: Collection | None) -> int | None:
    """The number of a collection, added where it is new; None for none."""
    if new is None:
        return None
    table = tables.collection
    row = {
        "repository": new.repository,
        "record_group": new.record_group,
        "series": new.series,
        "box": new.box,
        "folder": new.folder,
    }
    insert_new(tx.connection, table, row)
    same = and_(*(table.c[name] == value for name, value in row.items()))
    return int(tx.connection.execute(select(table.c.id).where(same)).scalar_one())


def _state_for_update(tx: Transaction, cable_id: str) -> CableState:
    """The state, with the row locked until the commit."""
    cable = tables.cable
    asked = select(cable.c.state).where(cable.c.id == cable_id).with_for_update()
    state = tx.connection.execute(asked).scalar()
    if state is None:
        raise CableMissing(id=cable_id)
    return CableState(state)


def _require(cable_id: str, state: CableState, wanted: CableState) -> None:
    if state is not wanted:
        raise _wrong_state(cable_id, state)


def _wrong_state(cable_id: str, state: CableState) -> Conflict:
    """Why a cable in this state does not take what was asked of it."""
    if state is CableState.WITHDRAWN:
        return AlreadyWithdrawn(id=cable_id)
    if state is CableState.DRAFT:
        return NotPublished(id=cable_id, state=state)
    return Conflict(
        thing=f"Cable {cable_id}",
        cause="was merged into another",
        next_step="Do it with the cable its address leads to",
    )


def _update_cable(tx: Transaction, cable_id: str, values: dict[str, Any]) -> None:
    cable = tables.cable
    tx.connection.execute(update(cable).where(cable.c.id == cable_id).values(values))


def _current(connection: Connection, cable_id: str) -> Any:
    held = connection.execute(_CURRENT, {"cable_id": cable_id}).first()
    if held is None:
        raise CableMissing(id=cable_id)
    return held


def insert_row(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    """Insert a row and say its number."""
    return int(connection.execute(insert(table).returning(table.c.id), row).scalar_one())


def insert_new(connection: Connection, table: Table, row: dict[str, Any], key: str = "") -> bool:
    """Insert a row unless its key (any unique one, or the column named) is there: was it new?"""
    sqlite = connection.dialect.name == "sqlite"
    statement = (insert_sqlite if sqlite else insert_postgresql)(table)
    unless = statement.on_conflict_do_nothing(index_elements=[key] if key else None)
    return connection.execute(unless.returning(literal(1)), row).first() is not None


@cache
def _sharing(many: int) -> Any:
    """The ids of cables by hash. What very many share is common, and names none of them."""
    trait = tables.trait
    each = [
        select(trait.c.cable_serial).where(trait.c.hash == bindparam(f"h{at}")).limit(HOLDERS)
        for at in range(many)
    ]
    serials = union_all(*(select(one.subquery().c.cable_serial) for one in each)).subquery()
    return select(tables.cable.c.id).join(serials, serials.c.cable_serial == tables.cable.c.serial)


_CURRENT = (
    select(
        tables.cable.c.serial,
        tables.cable.c.state,
        tables.cable.c.current_version,
        tables.cable.c.post,
        tables.reading.c.body.label("reading"),
        tables.transcript.c.id.label("transcript_id"),
        tables.transcript.c.copy_id,
        tables.transcript.c.body.label("text"),
    )
    .select_from(tables.cable)
    .join(
        tables.version,
        and_(
            tables.version.c.cable_id == tables.cable.c.id,
            tables.version.c.number == tables.cable.c.current_version,
        ),
    )
    .join(tables.reading, tables.reading.c.id == tables.version.c.reading_id)
    .join(tables.transcript, tables.transcript.c.id == tables.reading.c.transcript_id)
    .where(tables.cable.c.id == bindparam("cable_id"))
)
