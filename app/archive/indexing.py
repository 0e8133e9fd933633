"""What the search index and the snippets need of many cables at once: one query a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from app.archive import tables
from app.archive.packing import unpack_paragraphs, unpack_reading, unpack_text
from app.archive.records import CableRow, CableState, Collection
from app.telegram.reading import Paragraph, Reading

cable = tables.cable

_ROW = tuple(cable.c[name] for name in CableRow.__slots__)
_COLLECTION = tuple(tables.collection.c[name] for name in Collection.__slots__)
_BODIES = (tables.reading.c.body.label("reading"), tables.transcript.c.body.label("text"))


def _current(*columns: Any) -> Any:
    """These columns of cables with the reading of their current version and its text."""
    return (
        select(*_ROW, *_BODIES, *columns)
        .select_from(cable)
        .join(
            tables.version,
            and_(
                tables.version.c.cable_id == cable.c.id,
                tables.version.c.number == cable.c.current_version,
            ),
        )
        .join(tables.reading, tables.reading.c.id == tables.version.c.reading_id)
        .join(tables.transcript, tables.transcript.c.id == tables.reading.c.transcript_id)
        .where(cable.c.id.in_(bindparam("ids", expanding=True)))
    )


_SHOWN = _current()
_MANY = (
    _current(*_COLLECTION, cable.c.order_key, tables.source.c.media_type)
    .join(tables.copy, tables.copy.c.id == tables.transcript.c.copy_id)
    .join(tables.source, tables.source.c.id == tables.copy.c.source_id)
    .outerjoin(tables.collection, tables.collection.c.id == tables.source.c.collection_id)
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


def _searched(row: Any) -> Searched:
    text = unpack_text(row.text)
    begin = len(_ROW) + len(_BODIES)
    held = row[begin : begin + len(_COLLECTION)]
    return Searched(
        cable=_cable_row(row),
        order_key=row.order_key,
        reading=unpack_reading(row.reading, text),
        source_text=text,
        media_type=row.media_type,
        collection=None if held[0] is None else Collection(*held),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A cable with all that a list of hits shows of it, in its current version."""

    cable: CableRow
    paragraphs: tuple[Paragraph, ...]
    source_text: str


def shown(connection: Connection, ids: Sequence[str]) -> dict[str, Shown]:
    """These cables by their ids, in any state: the caller looks at the state."""
    return {row.id: _shown(row) for row in connection.execute(_SHOWN, {"ids": list(ids)})}


def _shown(row: Any) -> Shown:
    return Shown(_cable_row(row), *unpack_paragraphs(row.reading, row.text))


def _cable_row(row: Any) -> CableRow:
    id, state, *rest = row[: len(_ROW)]
    return CableRow(id, CableState(state), *rest)
