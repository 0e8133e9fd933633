"""What waits for a person: the cables of a batch, and all drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from app.archive import pages
from app.archive.records import CableRow, CableState, FileFate
from app.archive.tables import batch_file, cable, copy, page_text, source

# What a file brought along: nobody had to read it.
BROUGHT = ("text-layer", "hocr", "alto")
_WRITTEN = ("text/plain", "text/vnd.hocr+html", "application/alto+xml")  # without a page to read
_DRAFT = CableState.DRAFT.value
_OF_BATCH = (
    select(source.c.sha256, copy.c.cable_id)
    .join(copy, copy.c.source_id == source.c.id)
    .join(batch_file, batch_file.c.sha256 == source.c.sha256)
    .join(cable, cable.c.id == copy.c.cable_id)
    .where(batch_file.c.batch_id == bindparam("batch"), ~pages.recut)
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
    asked = _OF_BATCH.where(source.c.sha256.in_(sha256s)).add_columns(cable.c.serial)
    asked = asked.order_by(cable.c.serial)
    found = connection.execute(asked, {"batch": batch_id}).all()
    rows = {
        row.id: row
        for row in pages.rows(connection, [one.cable_id for one in found], include_drafts=True)
    }
    kept: dict[str, tuple[CableRow, ...]] = {}
    for sha256, id, _ in found:
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


_NAMED = (
    select(copy.c.cable_id, cable.c.serial)
    .join(source, source.c.id == copy.c.source_id)
    .join(cable, cable.c.id == copy.c.cable_id)
    .where(cable.c.state.in_((_DRAFT, CableState.PUBLISHED.value)))
    .order_by(cable.c.serial)
    .limit(50)
)


def cables_of_source(connection: Connection, *, sha256: str = "", name: str = "") -> list[str]:
    """The ids of drafts and published cables read from a file, by its SHA-256 or its name."""
    if sha256:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            return []
        asked = _NAMED.where(source.c.sha256 == sha256)
    else:
        asked = _NAMED.where(source.c.name == name)
    return list(dict.fromkeys(connection.execute(asked).scalars()))


class PageProgress(NamedTuple):
    """How far the reading of a source has come."""

    pages: int  # 0: not known yet
    first: int  # pages that have a text
    better: int  # pages that were read a second time
    step: str


def progress_of(connection: Connection, sha256s: Collection[str]) -> dict[str, PageProgress]:
    """How far the reading of some sources has come, by their SHA-256."""
    if not sha256s:
        return {}
    by_page = _by_page(select(source.c.id).where(source.c.sha256.in_(sha256s)))
    asked = (
        select(
            source.c.sha256, source.c.pages, func.count(by_page.c.number),
            func.count(by_page.c.number).filter(by_page.c.reads > 1), source.c.step,
        )
        .outerjoin(by_page, by_page.c.source_id == source.c.id)
        .where(source.c.sha256.in_(sha256s))
        .group_by(source.c.sha256, source.c.pages, source.c.step)
    )  # fmt: skip
    return {sha256: PageProgress(*row) for sha256, *row in connection.execute(asked)}


class Stage(NamedTuple):
    """One of the two passes over the pages of a batch."""

    reads: tuple[dt.datetime, ...] = ()  # when pages were read, the latest first
    left: int = 0  # pages that are still to be read in it


class Pace(NamedTuple):
    """What the time left is told from."""

    first: Stage  # the text that can be searched
    better: Stage  # each page again, by the better engine; without one nothing is left here
    unknown: int  # files whose pages are not counted yet


def pace_of(connection: Connection, batch_id: int, *, passes: int, many: int = 60) -> Pace:
    """How fast the pages of a batch are read, and how many are left.

    Args:
        connection: where to look.
        batch_id: the batch.
        passes: how many engines read each page; another that was seen counts too.
        many: how many of the latest times are told.
    """
    own = select(source.c.id).join(batch_file, batch_file.c.sha256 == source.c.sha256)
    own = own.where(batch_file.c.batch_id == batch_id, ~source.c.media_type.in_(_WRITTEN))
    moving = own.where(batch_file.c.fate.in_((FileFate.ACCEPTED.value, FileFate.WORKING.value)))
    by_page = _by_page(own)
    pages, unknown = connection.execute(
        select(
            func.coalesce(func.sum(source.c.pages), 0), func.count().filter(source.c.pages == 0)
        ).where(source.c.id.in_(moving))
    ).one()  # fmt: skip
    done = select(func.count(), func.count().filter(by_page.c.reads > 1))
    first, better = connection.execute(done.where(by_page.c.source_id.in_(moving))).one()
    first_at = select(by_page.c.began).order_by(by_page.c.began.desc()).limit(many)
    better_at = select(by_page.c.ended).where(by_page.c.reads > 1)
    better_at = better_at.order_by(by_page.c.ended.desc()).limit(many)
    again = tuple(connection.execute(better_at).scalars())
    return Pace(
        Stage(tuple(connection.execute(first_at).scalars()), max(0, int(pages) - first)),
        Stage(again, max(0, int(pages) - better) if passes > 1 or again else 0), unknown,
    )  # fmt: skip


def _by_page(sources: Any) -> Any:
    """The pages that engines have read: how often, when first and when last."""
    return (
        select(
            page_text.c.source_id, page_text.c.number, func.count().label("reads"),
            func.min(page_text.c.made_at).label("began"),
            func.max(page_text.c.made_at).label("ended"),
        )
        .where(page_text.c.source_id.in_(sources), page_text.c.engine.not_in(BROUGHT))
        .group_by(page_text.c.source_id, page_text.c.number)
        .subquery()
    )  # fmt: skip
