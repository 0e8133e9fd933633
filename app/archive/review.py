"""What waits for a person: the cables of a batch, and all drafts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from app.archive import pages
from app.archive.records import CableRow, CableState
from app.archive.tables import batch_file, cable, copy, source

_DRAFT = CableState.DRAFT.value
_OF_BATCH = (
    select(source.c.sha256, copy.c.cable_id)
    .join(copy, copy.c.source_id == source.c.id)
    .join(batch_file, batch_file.c.sha256 == source.c.sha256)
    .join(cable, cable.c.id == copy.c.cable_id)
    .where(batch_file.c.batch_id == bindparam("batch"))
    .distinct()
)
_ORDER_KEY = select(cable.c.order_key).where(cable.c.id == bindparam("id"))
_DRAFTS = (
    select(cable.c.id)
    .where(cable.c.state == _DRAFT, cable.c.order_key < bindparam("before"))
    .order_by(cable.c.order_key.desc())
    .limit(bindparam("many"))
)
_END = (1 << 63) - 1


def cables_of(
    connection: Connection, batch_id: int, sha256s: Collection[str]
) -> dict[str, tuple[CableRow, ...]]:
    """The cables of some files of a batch by their SHA-256, in any state, in their order."""
    if not sha256s:
        return {}
    asked = _OF_BATCH.where(source.c.sha256.in_(sha256s)).order_by(copy.c.cable_id)
    found = connection.execute(asked, {"batch": batch_id}).all()
    rows = {
        row.id: row
        for row in pages.rows(connection, [one.cable_id for one in found], include_drafts=True)
    }
    kept: dict[str, tuple[CableRow, ...]] = {}
    for sha256, id in found:
        kept[sha256] = (*kept.get(sha256, ()), rows[id])
    return kept


def drafts_of(connection: Connection, batch_id: int) -> tuple[str, ...]:
    """The ids of a batch's cables that are not published, by time of intake."""
    asked = _OF_BATCH.where(cable.c.state == _DRAFT).with_only_columns(
        copy.c.cable_id, cable.c.serial
    )
    found = connection.execute(asked.order_by(cable.c.serial), {"batch": batch_id})
    return tuple(dict.fromkeys(row.cable_id for row in found))


def drafts(connection: Connection, many: int = 20, *, before: str = "") -> tuple[str, ...]:
    """The ids of all drafts, the latest sent first, from behind the cable `before` on."""
    start = connection.execute(_ORDER_KEY, {"id": before}).scalar() if before else _END
    if start is None:
        return ()
    return tuple(connection.execute(_DRAFTS, {"before": start, "many": many}).scalars())
