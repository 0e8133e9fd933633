"""What the search index and the snippets need of many cables at once: one query a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from app.archive import tables
from app.archive.packing import unpack_reading, unpack_text
from app.archive.records import CableRow, CableState, Collection
from app.telegram.reading import Reading

cable = tables.cable

_ROW = tuple(cable.c[name] for name in CableRow.__slots__)
_COLLECTION = tuple(tables.collection.c[name] for name in Collection.__slots__)
_MANY = (
    select(
        *_ROW,
        *_COLLECTION,
        cable.c.order_key,
        tables.source.c.media_type,
        tables.reading.c.body.label("reading"),
        tables.transcript.c.body.label("text"),
    )
    .join(
        tables.version,
        and_(
            tables.version.c.cable_id == cable.c.id,
            tables.version.c.number == cable.c.current_version,
        ),
    )
    .join(tables.reading, tables.reading.c.id == tables.version.c.reading_id)
    .join(tables.transcript, tables.transcript.c.id == tables.reading.c.transcript_id)
    .join(tables.copy, tables.copy.c.id == tables.transcript.c.copy_id)
    .join(tables.source, tables.source.c.id == tables.copy.c.source_id)
    .outerjoin(tables.collection, tables.collection.c.id == tables.source.c.collection_id)
    .where(cable.c.id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Searched:
    """A cable with all that is searched and shown of it, in its current version."""

    cable: CableRow
    order_key: int  # sorts by time sent
    reading: Reading
    source_text: str
    media_type: str
    collection: Collection | None


def searched(connection: Connection, ids: Sequence[str]) -> dict[str, Searched]:
    """These cables by their ids, in any state: the caller looks at the state."""
    found = connection.execute(_MANY, {"ids": list(ids)}) if ids else ()
    return {row.id: _searched(row) for row in found}


def public(connection: Connection, ids: Sequence[str]) -> dict[str, Searched]:
    """Those of these cables that are published, by their ids."""
    found = searched(connection, ids)
    return {id: one for id, one in found.items() if one.cable.state is CableState.PUBLISHED}


def _searched(row: Any) -> Searched:
    id, state, *rest = row[: len(_ROW)]
    text = unpack_text(row.text)
    held = row[len(_ROW) : len(_ROW) + len(_COLLECTION)]
    return Searched(
        cable=CableRow(id, CableState(state), *rest),
        order_key=row.order_key,
        reading=unpack_reading(row.reading, text),
        source_text=text,
        media_type=row.media_type,
        collection=None if held[0] is None else Collection(*held),
    )
