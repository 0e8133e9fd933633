"""What pages are made of: named queries, shaped for the page, that return `records`.

Statements are built once, when the module is loaded; a call binds its values and reads. Public
queries see published cables only; a withdrawn or merged cable is handed out without its text, so
that no page can show it by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Integer,
    String,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import cast as sql_cast

from app.archive import pointing, tables, tally
from app.archive.changes import last_change
from app.archive.packing import unpack_reading, unpack_text
from app.archive.records import (
    CablePage,
    CableRow,
    CableState,
    EventRow,
    HeldSource,
    Holdings,
    Outcome,
    SourceRow,
    Standing,
    TallyRow,
    Tombstone,
    VersionRow,
)
from app.telegram.reading import Family, Reading

RELATED = 50  # of each kind on a cable's page

cable, version, alias = tables.cable, tables.version, tables.alias
PUBLISHED = CableState.PUBLISHED.value
ADDRESSED = tuple(state.value for state in CableState if state is not CableState.DRAFT)
# A draft that was cut anew: it leads on to what it became, and only archivists ever saw it.
recut = and_(cable.c.state == CableState.MERGED.value, cable.c.published_at.is_(None))

# In the order of CableRow; one list, so that a row is made by position.
ROW = tuple(
    cable.c[name]
    for name in (
        "id", "state", "title", "slug", "specimen", "family", "sent_local", "sent_zone",
        "sent_utc", "received_utc", "post", "addressee", "series", "number", "classification",
        "captions", "precedence", "signature", "pages", "words", "opening", "published_at",
    )
)  # fmt: skip
_VERSION = tuple(
    version.c[name] for name in ("number", "made_at", "made_by", "note", "changed", "sha256")
)
_SOURCE = tuple(
    tables.source.c[name]
    for name in ("sha256", "name", "media_type", "size", "received_at", "provenance")
)


def cable_row(row: Any, start: int = 0) -> CableRow:
    id, state, *rest = row[start : start + len(ROW)]
    return CableRow(id, CableState(state), *rest)


# One cable -------------------------------------------------------------------------------------

_other = cable.alias("other")
_SAME_DAY = (
    select(func.count())
    .select_from(_other)
    .where(
        _other.c.state == PUBLISHED,
        _other.c.sent_day == cable.c.sent_day,
        _other.c.id != cable.c.id,
        cable.c.sent_day != "",
    )
    .scalar_subquery()
)
_PAGE = (
    select(
        *ROW,
        *_SOURCE,
        cable.c.order_key,
        cable.c.current_version,
        cable.c.withdrawn_at,
        cable.c.reason,
        cable.c.merged_into,
        tables.reading.c.core,
        tables.reading.c.body.label("reading"),
        tables.transcript.c.body.label("text"),
        tables.transcript.c.engine,
        tables.copy.c.byte_start,
        tables.copy.c.byte_end,
        version.c.number.label("version_number"),
        version.c.made_at,
        version.c.made_by,
        version.c.note,
        version.c.changed,
        version.c.sha256.label("version_sha256"),
        _SAME_DAY.label("same_day"),
    )
    .join(version, version.c.cable_id == cable.c.id)
    .join(tables.reading, tables.reading.c.id == version.c.reading_id)
    .join(tables.transcript, tables.transcript.c.id == tables.reading.c.transcript_id)
    .join(tables.copy, tables.copy.c.id == tables.transcript.c.copy_id)
    .join(tables.source, tables.source.c.id == tables.copy.c.source_id)
    .where(
        cable.c.id == bindparam("id"),
        version.c.number
        == func.coalesce(bindparam("version", type_=Integer), cable.c.current_version),
    )
)


# SQLite would walk through all published cables in order, because they are asked for in order;
# what is found by its id, a few at most, is sorted afterwards and its state looked at.
_found_public = func.coalesce(cable.c.state, "") == PUBLISHED
_found_order = cable.c.order_key + 0


def _kin(tag: str, *, by_id: bool = False) -> Any:
    return select(literal(tag).label("kin"), cable.c.order_key, *ROW).where(
        _found_public if by_id else cable.c.state == PUBLISHED
    )


_SAME_POST = and_(cable.c.post == bindparam("post"), cable.c.post != "")
_PREVIOUS = (
    _kin("previous")
    .where(_SAME_POST, cable.c.order_key < bindparam("order_key"))
    .order_by(cable.c.order_key.desc())
    .limit(1)
    .subquery()
)
_NEXT = (
    _kin("next")
    .where(_SAME_POST, cable.c.order_key > bindparam("order_key"))
    .order_by(cable.c.order_key)
    .limit(1)
    .subquery()
)
_LIKELY = (
    _kin("likely", by_id=True)
    .join(tables.likeness, tables.likeness.c.other_id == cable.c.id)
    .where(tables.likeness.c.cable_id == bindparam("id"))
    .order_by(_found_order)
    .limit(RELATED)
    .subquery()
)
_pointing = (
    select(tables.reference.c.cable_id)
    .join(
        alias,
        and_(alias.c.kind == tables.reference.c.kind, alias.c.key == tables.reference.c.key),
    )
    .where(alias.c.cable_id == bindparam("id"), tables.reference.c.cable_id != bindparam("id"))
)
_CITING = (
    _kin("citing", by_id=True)
    .where(cable.c.id.in_(_pointing))
    .order_by(_found_order)
    .limit(RELATED)
    .subquery()
)
_CITED = "cited "  # followed by the position of the reference
_CITES = (
    select(
        literal(_CITED).concat(sql_cast(tables.reference.c.position, String)).label("kin"),
        cable.c.order_key,
        *ROW,
    )
    .select_from(tables.reference)
    .join(
        alias,
        and_(alias.c.kind == tables.reference.c.kind, alias.c.key == tables.reference.c.key),
    )
    .join(cable, cable.c.id == alias.c.cable_id)
    .where(
        tables.reference.c.cable_id == bindparam("id"),
        cable.c.id != bindparam("id"),
        _found_public,
    )
    .order_by(tables.reference.c.position, _found_order)
    .limit(RELATED)
    .subquery()
)
_KIN = union_all(select(_PREVIOUS), select(_NEXT), select(_LIKELY), select(_CITING), select(_CITES))
_VERSIONS = (
    select(*_VERSION, tables.reading.c.core)
    .join(tables.reading, tables.reading.c.id == version.c.reading_id)
    .where(version.c.cable_id == bindparam("id"))
    .order_by(version.c.number.desc())
)
_NOTHING = Reading(core="", family=Family.OTHER, is_telegram=True, evidence=())


def cable_page(
    connection: Connection,
    id: str,
    version: int | None = None,
    *,
    include_drafts: bool = False,
) -> CablePage | None:
    """All that a cable's page shows, by two queries (three where there are several versions).

    Without `version` it is the current one. None where there is no such cable or version, or it
    is a draft and `include_drafts` is not said. Of a withdrawn or merged cable the text, reading
    and opening are empty unless `include_drafts` is said; `tombstone` and `merged_into` tell why.
    """
    row = connection.execute(_PAGE, {"id": id, "version": version}).first()
    hidden = row is None or row.state == CableState.DRAFT or (
        row.state == CableState.MERGED and row.published_at is None
    )  # fmt: skip
    if row is None or (hidden and not include_drafts):
        return None
    shown = row.state == PUBLISHED or include_drafts
    kin = _related(connection, row) if shown else {}
    source_text = unpack_text(row.text) if shown else ""
    reading = unpack_reading(row.reading, source_text) if shown else _NOTHING
    itself = cable_row(row) if shown else _closed(row)
    one = VersionRow(
        row.version_number, row.made_at, row.made_by, row.core, row.note, row.changed,
        row.version_sha256,
    )  # fmt: skip
    return CablePage(
        cable=itself,
        version=one,
        current_version=row.current_version,
        reading=reading,
        source_text=source_text,
        engine=row.engine,
        source=SourceRow(*row[len(ROW) : len(ROW) + len(_SOURCE)]),
        versions=(one,) if row.current_version == 1 else versions(connection, id),
        previous=next(iter(kin.get("previous", ())), None),
        next=next(iter(kin.get("next", ())), None),
        same_day=row.same_day,
        likely_same=tuple(kin.get("likely", ())),
        cited_by=pointing.can_cite(kin.get("citing", ()), itself),
        cites=pointing.meant(_cites(kin), reading.references),
        tombstone=_tombstone(row),
        merged_into=row.merged_into or "",
        stretch=None if row.byte_start is None else (row.byte_start, row.byte_end),
    )


def versions(connection: Connection, id: str) -> tuple[VersionRow, ...]:
    """Every version of a cable, newest first."""
    found = connection.execute(_VERSIONS, {"id": id})
    return tuple(
        VersionRow(row.number, row.made_at, row.made_by, row.core, row.note, row.changed,
                   row.sha256)
        for row in found
    )  # fmt: skip


def _related(connection: Connection, row: Any) -> dict[str, list[CableRow]]:
    values = {"id": row.id, "post": row.post, "order_key": row.order_key}
    kin: dict[str, list[CableRow]] = {}
    for related in connection.execute(_KIN, values):
        kin.setdefault(related.kin, []).append(cable_row(related, start=2))
    return kin


def _cites(kin: dict[str, list[CableRow]]) -> Iterator[tuple[int, CableRow]]:
    for tag, rows in kin.items():
        if tag.startswith(_CITED):
            position = int(tag.removeprefix(_CITED))
            yield from ((position, row) for row in rows)


def _closed(row: Any) -> CableRow:
    """A row whose text nobody is to see: its opening words are left out."""
    return cable_row(tuple("" if column == "opening" else row[at]
                            for at, column in enumerate(CableRow.__slots__)))  # fmt: skip


def _tombstone(row: Any) -> Tombstone | None:
    return Tombstone(row.reason, row.withdrawn_at) if row.withdrawn_at else None


_STANDING = select(
    cable.c.id,
    cable.c.state,
    cable.c.slug,
    cable.c.current_version,
    cable.c.published_at,
    cable.c.withdrawn_at,
    cable.c.reason,
    cable.c.merged_into,
).where(cable.c.id == bindparam("id"))


def standing(connection: Connection, id: str) -> Standing | None:
    """Where a cable stands, drafts too; None where there is none."""
    row = connection.execute(_STANDING, {"id": id}).first()
    if row is None:
        return None
    return Standing(
        row.id, CableState(row.state), row.slug, row.current_version, row.published_at,
        _tombstone(row), row.merged_into or "",
    )  # fmt: skip


_EVENTS = (
    select(
        tables.event.c.at,
        tables.event.c.who,
        tables.event.c.what,
        tables.event.c.cable_id,
        tables.event.c.note,
    )
    .where(tables.event.c.cable_id == bindparam("id"))
    .order_by(tables.event.c.id)
)


def events_of(connection: Connection, id: str) -> tuple[EventRow, ...]:
    """Who did what with a cable, in order."""
    return tuple(EventRow(*row) for row in connection.execute(_EVENTS, {"id": id}))


# Lists -----------------------------------------------------------------------------------------

_BY_IDS = select(*ROW).where(cable.c.id.in_(bindparam("ids", expanding=True)))
_NEWEST = (
    select(*ROW)
    .where(cable.c.state == PUBLISHED, cable.c.order_key < bindparam("before"))
    .order_by(cable.c.order_key.desc())
    .limit(bindparam("many"))
)
_OLDEST = (
    select(*ROW)
    .where(cable.c.state == PUBLISHED, cable.c.order_key > bindparam("after"))
    .order_by(cable.c.order_key)
    .limit(bindparam("many"))
)
_RECENT = (
    select(*ROW)
    .where(cable.c.state == PUBLISHED)
    .order_by(cable.c.published_at.desc(), cable.c.serial.desc())
    .limit(bindparam("many"))
)
_PUBLISHED_AT = select(cable.c.published_at.label("at"), cable.c.serial).where(
    cable.c.id == bindparam("id"), cable.c.published_at.is_not(None)
)
# Not (published_at, serial) < (at, serial): SQLite would not seek by a row of two.
_RECENT_AFTER = (
    select(*ROW)
    .where(
        cable.c.state == PUBLISHED,
        cable.c.published_at <= bindparam("at"),
        or_(cable.c.published_at < bindparam("at"), cable.c.serial < bindparam("serial")),
    )
    .order_by(cable.c.published_at.desc(), cable.c.serial.desc())
    .limit(bindparam("many"))
)
_ORDER_KEY = select(cable.c.order_key).where(cable.c.id == bindparam("id"))
_END = (1 << 63) - 1


def order_key_of(connection: Connection, id: str) -> int | None:
    """Where a cable stands by time sent; None where there is none."""
    return connection.execute(_ORDER_KEY, {"id": id}).scalar()


def rows(
    connection: Connection, ids: tuple[str, ...] | list[str], *, include_drafts: bool = False
) -> tuple[CableRow, ...]:
    """The rows of these ids in their order; what is not public is left out."""
    if not ids:
        return ()
    found = {row.id: row for row in connection.execute(_BY_IDS, {"ids": list(ids)})}
    return tuple(
        cable_row(found[id])
        for id in ids
        if id in found and (include_drafts or found[id].state == PUBLISHED)
    )


_NEWEST_OF = (
    select(*ROW)
    .where(cable.c.id.in_(bindparam("ids", expanding=True)), cable.c.state == PUBLISHED)
    .order_by(cable.c.published_at.desc(), cable.c.serial.desc())
    .limit(bindparam("many"))
)


def newest_of(connection: Connection, ids: Sequence[str], many: int) -> tuple[CableRow, ...]:
    """Those of these cables that were published last, the newest first."""
    found: list[CableRow] = []
    for start in range(0, len(ids), 500):
        asked = {"ids": list(ids[start : start + 500]), "many": many}
        found += [cable_row(row) for row in connection.execute(_NEWEST_OF, asked)]
    dated = [(row.published_at, row) for row in found if row.published_at]
    return tuple(row for _, row in sorted(dated, key=lambda pair: pair[0], reverse=True)[:many])


def newest_sent(
    connection: Connection, many: int = 20, *, before: str = ""
) -> tuple[CableRow, ...]:
    """Published cables by time sent, latest first, from the one behind the cable `before` on."""
    start = order_key_of(connection, before) if before else _END
    if start is None:
        return ()
    found = connection.execute(_NEWEST, {"before": start, "many": many})
    return tuple(cable_row(row) for row in found)


def oldest_sent(connection: Connection, many: int = 20, *, after: str = "") -> tuple[CableRow, ...]:
    """Published cables by time sent, earliest first; those without any time come first."""
    start = order_key_of(connection, after) if after else -1
    if start is None:
        return ()
    found = connection.execute(_OLDEST, {"after": start, "many": many})
    return tuple(cable_row(row) for row in found)


def recent(connection: Connection, many: int = 12, *, after: str = "") -> tuple[CableRow, ...]:
    """Published cables, newest published first, from the one behind the cable `after` on."""
    if not after:
        found = connection.execute(_RECENT, {"many": many})
    else:
        place = connection.execute(_PUBLISHED_AT, {"id": after}).first()
        if place is None:
            return ()
        found = connection.execute(_RECENT_AFTER, {**place._mapping, "many": many})
    return tuple(cable_row(row) for row in found)


# Human keys ------------------------------------------------------------------------------------

_BY_ALIAS = (
    select(*ROW)
    .join(alias, alias.c.cable_id == cable.c.id)
    .where(
        alias.c.kind == bindparam("kind"),
        alias.c.key == bindparam("key"),
        or_(cable.c.state != CableState.DRAFT.value, bindparam("include_drafts", type_=Boolean)),
        ~recut,
    )
    .order_by(cable.c.order_key)
    .limit(200)
)
_BY_KEY = (
    select(*ROW)
    .where(
        _found_public,
        cable.c.id.in_(
            select(tables.reference.c.cable_id).where(
                tables.reference.c.kind == bindparam("kind"),
                tables.reference.c.key == bindparam("key"),
            )
        ),
    )
    .order_by(_found_order)
    .limit(RELATED)
)
_ALIASES = (
    select(alias.c.kind, alias.c.key)
    .where(alias.c.cable_id == bindparam("id"))
    .order_by(alias.c.kind, alias.c.key)
)


def by_alias(
    connection: Connection, kind: str, key: str, *, include_drafts: bool = False
) -> tuple[CableRow, ...]:
    """The cables a human key leads to, by time sent.

    Withdrawn and merged ones are among them, their openings left out: a published link never
    breaks, it ends at the tombstone or leads on.
    """
    values = {"kind": kind, "key": key, "include_drafts": include_drafts}
    return tuple(
        cable_row(row) if row.state == PUBLISHED or include_drafts else _closed(row)
        for row in connection.execute(_BY_ALIAS, values)
    )


def cited_by_key(connection: Connection, kind: str, key: str) -> tuple[CableRow, ...]:
    """Published cables that refer to a telegram by a key, whether or not it is held."""
    return tuple(cable_row(r) for r in connection.execute(_BY_KEY, {"kind": kind, "key": key}))


def aliases_of(connection: Connection, id: str) -> tuple[tuple[str, str], ...]:
    """The human keys (kind, key) that lead to a cable."""
    return tuple((row.kind, row.key) for row in connection.execute(_ALIASES, {"id": id}))


# Sources ---------------------------------------------------------------------------------------

_SOURCE_BY_SHA256 = select(*_SOURCE, tables.source.c.outcome, tables.source.c.reason).where(
    tables.source.c.sha256 == bindparam("sha256")
)
_CABLES_OF = (
    select(*ROW)
    .join(tables.copy, tables.copy.c.cable_id == cable.c.id)
    .join(tables.source, tables.source.c.id == tables.copy.c.source_id)
    .where(tables.source.c.sha256 == bindparam("sha256"), ~recut)
    .order_by(cable.c.serial)
)
_WAITING = (
    select(*_SOURCE)
    .where(tables.source.c.outcome == literal(Outcome.WAITING.value, literal_execute=True))
    .order_by(tables.source.c.id)
    .limit(bindparam("many"))
)


def find_source_by_sha256(connection: Connection, sha256: str) -> HeldSource | None:
    """A source with its outcome and the cables read from it; None if not held.

    They are in any state, without the drafts that were cut anew.
    """
    row = connection.execute(_SOURCE_BY_SHA256, {"sha256": sha256}).first()
    if row is None:
        return None
    found = connection.execute(_CABLES_OF, {"sha256": sha256})
    return HeldSource(
        source=SourceRow(*row[: len(_SOURCE)]),
        outcome=Outcome(row.outcome),
        reason=row.reason,
        cables=tuple(cable_row(one) for one in found),
    )


def waiting_sources(connection: Connection, many: int = 100) -> tuple[SourceRow, ...]:
    """Sources that were accepted and that nothing has read yet, oldest first."""
    return tuple(SourceRow(*row) for row in connection.execute(_WAITING, {"many": many}))


# Holdings --------------------------------------------------------------------------------------

_public = cable.c.state == PUBLISHED
# The ends of an index: two statements, SQLite would read all of it for both at once.
_FIRST, _LAST = (
    select(func.coalesce(end(cable.c.sent_day), "")).where(_public, cable.c.sent_day > "")
    for end in (func.min, func.max)
)
LARGEST = 12  # figures of a kind on the home page


def holdings(connection: Connection) -> Holdings:
    """What is here: figures kept beside the cables, so that a million cost no more than ten."""
    whole = tally.every(connection, tally.Kind.ALL)
    return Holdings(
        cables=sum(row.cables for row in whole),
        specimens=sum(row.cables for row in tally.every(connection, tally.Kind.SPECIMEN)),
        pages=sum(row.pages for row in whole),
        first_sent=connection.execute(_FIRST).scalar_one(),
        last_sent=connection.execute(_LAST).scalar_one(),
        posts=_pairs(tally.most(connection, tally.Kind.POST, LARGEST)),
        years=_pairs(tally.every(connection, tally.Kind.YEAR)),
        classifications=_pairs(tally.most(connection, tally.Kind.CLASS, LARGEST)),
        recent=recent(connection),
        change=last_change(connection),
    )


def _pairs(rows: tuple[TallyRow, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((row.name, row.cables) for row in rows)
