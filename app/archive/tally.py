"""Figures kept beside the cables: how many are published of each day, post, series ...

A page that lists years or posts must not count a million rows. So whoever publishes, withdraws,
merges or corrects takes the cable out of the figures as it was and puts it in as it is, in the
same transaction; what changed is summed up and written at its end, one statement a figure. The
figures are therefore those of the rows beside them at every moment, on both databases, and a
backup holds them. `verify` counts again and says where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from app.archive import tables
from app.archive.ids import key_of
from app.archive.records import CableState, TallyRow

AT_ONCE = 500  # cables asked for in one query


class Kind:
    """What is counted; a figure of one kind has a name, and some have parts by year."""

    ALL = "all"
    SPECIMEN = "specimen"
    DAY = "day"  # 1962-12-13, or the month or year where no more is known; "" where nothing is
    MONTH = "month"
    YEAR = "year"
    POST = "post"  # part: year
    SERIES = "series"  # part: year
    SERIES_POST = "series of post"  # SECTO; part: Paris 1962
    CLASS = "class"
    SIGNED = "signed"
    COLLECTION = "collection"  # its number; part: year


class Figure(NamedTuple):
    """What one figure counts."""

    kind: str
    name: str
    part: str = ""


class _Collects(Protocol):
    connection: Connection
    counted: dict[Figure, list[int]]  # by how many cables and pages it changes


cable, tally = tables.cable, tables.tally
_COUNTED = (
    select(
        cable.c.id, cable.c.sent_day, cable.c.post, cable.c.series, cable.c.classification,
        cable.c.signature, cable.c.specimen, cable.c.pages,
        func.coalesce(tables.source.c.collection_id, 0).label("collection"),
    )
    .join(tables.copy, tables.copy.c.cable_id == cable.c.id)
    .join(tables.source, tables.source.c.id == tables.copy.c.source_id)
    .where(cable.c.state == CableState.PUBLISHED.value, tables.copy.c.number == 1)
)  # fmt: skip
_OF_IDS = _COUNTED.where(cable.c.id.in_(bindparam("ids", expanding=True)))


def put_in(tx: _Collects, ids: Sequence[str]) -> None:
    """Count these cables, as far as they are published now."""
    _collect(tx, ids, 1)


def take_out(tx: _Collects, ids: Sequence[str]) -> None:
    """Count these cables no more; to be called while they still are as they were counted."""
    _collect(tx, ids, -1)


def _collect(tx: _Collects, ids: Sequence[str], sign: int) -> None:
    for start in range(0, len(ids), AT_ONCE):
        for row in tx.connection.execute(_OF_IDS, {"ids": list(ids[start : start + AT_ONCE])}):
            for figure in figures_of(row):
                change = tx.counted.setdefault(figure, [0, 0])
                change[0] += sign
                change[1] += sign * row.pages


def figures_of(row: Any) -> Iterator[Figure]:
    """Every figure that a published cable is part of."""
    day, year = row.sent_day, row.sent_day[:4]
    yield Figure(Kind.ALL, "")
    if row.specimen:
        yield Figure(Kind.SPECIMEN, "")
    yield Figure(Kind.DAY, day)
    if year:
        yield Figure(Kind.YEAR, year)
    if len(day) >= 7:
        yield Figure(Kind.MONTH, day[:7])
    for kind, name in ((Kind.POST, row.post), (Kind.SERIES, row.series)):
        if name:
            yield Figure(kind, name)
            yield Figure(kind, name, year or "0")
    if row.series and row.post and year:
        yield Figure(Kind.SERIES_POST, row.series, f"{row.post} {year}")
    if row.classification:
        yield Figure(Kind.CLASS, row.classification)
    if row.signature:
        yield Figure(Kind.SIGNED, row.signature)
    yield Figure(Kind.COLLECTION, str(row.collection))
    yield Figure(Kind.COLLECTION, str(row.collection), year or "0")


# Written and read ------------------------------------------------------------------------------


def write(connection: Connection, counted: Mapping[Figure, list[int]]) -> None:
    """Add what changed to the figures: among the last statements of a transaction.

    In one order everywhere, so that two writers never wait for one another in a ring.
    """
    rows = [
        {**figure._asdict(), "key": key_of(figure.name), "cables": cables, "pages": pages}
        for figure, (cables, pages) in sorted(counted.items())
        if cables or pages
    ]
    if rows:
        connection.execute(_adding(connection.dialect.name), rows)


def _adding(dialect: str) -> Any:
    new = (insert_sqlite if dialect == "sqlite" else insert_postgresql)(tally)
    return new.on_conflict_do_update(
        index_elements=list(tally.primary_key.columns),
        set_={name: tally.c[name] + new.excluded[name] for name in ("cables", "pages")},
    )


_ROW = (tally.c.name, tally.c.part, tally.c.key, tally.c.cables, tally.c.pages)
_here = tally.c.cables > 0
_WHOLE = select(*_ROW).where(tally.c.kind == bindparam("kind"), tally.c.part == "", _here)
_BETWEEN = _WHOLE.where(
    tally.c.name >= bindparam("first"), tally.c.name < bindparam("behind")
).order_by(tally.c.name)
_MOST = _WHOLE.order_by(tally.c.cables.desc(), tally.c.name).limit(bindparam("many"))
_BY_KEY = select(*_ROW).where(
    tally.c.kind == bindparam("kind"), tally.c.key == bindparam("key"), _here
)
_BEGIN_SO = (
    select(*_ROW)
    .where(
        tally.c.kind == bindparam("kind"), tally.c.key >= bindparam("begin"),
        tally.c.key < bindparam("behind"), tally.c.part == "", _here,
    )
    .order_by(tally.c.cables.desc(), tally.c.name)
    .limit(bindparam("many"))
)  # fmt: skip
BEHIND_ALL = "\U0010ffff"


def every(connection: Connection, kind: str) -> tuple[TallyRow, ...]:
    """All figures of a kind, parts aside, by name."""
    return between(connection, kind, "", BEHIND_ALL)


def between(connection: Connection, kind: str, first: str, behind: str) -> tuple[TallyRow, ...]:
    """Figures with names from `first` on and before `behind`, by name."""
    asked = {"kind": kind, "first": first, "behind": behind}
    return _rows(connection, _BETWEEN, asked)


def most(connection: Connection, kind: str, many: int) -> tuple[TallyRow, ...]:
    """The largest figures of a kind."""
    return _rows(connection, _MOST, {"kind": kind, "many": many})


def by_key(connection: Connection, kind: str, key: str) -> tuple[TallyRow, ...]:
    """The figures whose name has this key, whole ones and parts, by name and part."""
    found = _rows(connection, _BY_KEY, {"kind": kind, "key": key})
    return tuple(sorted(found))


def that_begin(connection: Connection, kind: str, begin: str, many: int) -> tuple[TallyRow, ...]:
    """Figures whose key begins so, the largest first: what somebody may be about to type."""
    asked = {"kind": kind, "begin": begin, "behind": begin + "\x7f", "many": many}
    return _rows(connection, _BEGIN_SO, asked)


def _rows(connection: Connection, statement: Any, asked: dict[str, Any]) -> tuple[TallyRow, ...]:
    return tuple(TallyRow(*row) for row in connection.execute(statement, asked))


def recounted(connection: Connection) -> dict[Figure, list[int]]:
    """Every figure counted anew from the cables: what is kept must be equal."""
    counted: dict[Figure, list[int]] = {}
    for row in connection.execute(_COUNTED, execution_options={"yield_per": AT_ONCE}):
        for figure in figures_of(row):
            change = counted.setdefault(figure, [0, 0])
            change[0] += 1
            change[1] += row.pages
    return counted


def kept(connection: Connection) -> dict[Figure, list[int]]:
    """Every figure as it is kept, empty ones left out."""
    columns = (tally.c.kind, tally.c.name, tally.c.part, tally.c.cables, tally.c.pages)
    found = connection.execute(select(*columns).where((tally.c.cables != 0) | (tally.c.pages != 0)))
    return {Figure(kind, name, part): [cables, pages] for kind, name, part, cables, pages in found}
