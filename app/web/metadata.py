"""A table of metadata on the web: sent, shown as what it would do, and only then applied."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.desk.corrections import Value
from app.desk.decode import decode
from app.desk.metadata import COLUMNS, MOST_BYTES, Plan, Planned, apply, plan
from app.errors import ReftelError, Unavailable, WrongCall
from app.web import urls, wording
from app.web.answers import Web, web_of
from app.web.desk_contexts import Frame, MetadataPage, TableRow
from app.web.sessions import Archivist, ArchivistPosting, Posted, frame_of
from app.web.signing import KEPT_BY_NOBODY

router = APIRouter()
SHOWN = 200  # rows that are told one by one


@router.api_route("/desk/metadata", methods=["GET", "HEAD"])
def form(request: Request, viewer: Archivist) -> Response:
    """Where a table is chosen."""
    return _answer(request, _page(frame_of(viewer)), 200)


@router.post("/desk/metadata")
def posted(request: Request, posted: ArchivistPosting) -> Response:
    """What a table would change; with `apply`, change it."""
    web, frame, table = web_of(request), frame_of(posted.viewer), ""
    desk = web.desk(posted.viewer.name)
    try:
        table = _table(posted)
        planned = plan(desk, table.encode(), "The table")
        if planned.troubles or not posted.words("apply"):
            return _answer(request, _tried(frame, table, planned), 422 if planned.troubles else 200)
        return _answer(request, _applied(web, posted, frame, planned), 200)
    except Unavailable:
        raise
    except ReftelError as wrong:
        return _answer(request, _page(frame, table, trouble=str(wrong)), wrong.status)


def _table(posted: Posted) -> str:
    """The table of the form: as a file, or the text that was tried before."""
    file = posted.form.get("table")
    if isinstance(file, UploadFile) and file.filename:
        return decode(file.file.read(MOST_BYTES + 1), file.filename, limit=MOST_BYTES).text
    text = posted.form.get("text", "")
    if not isinstance(text, str) or not text.strip():
        raise WrongCall(
            thing="A table", cause="was not chosen", next_step="Choose a CSV file, then try it"
        )
    return text


def _applied(web: Web, posted: Posted, frame: Frame, planned: Plan) -> MetadataPage:
    done, late = 0, []
    for row, error in apply(web.desk(posted.viewer.name), planned):
        if error is not None:
            late.append(TableRow(row.line, row.title, urls.cable(row.cable_id), str(error)))
        elif row.changes_anything:
            done += 1
    return _page(frame, said=f"{wording.count(done, 'cable')} changed.", troubles=tuple(late))


def _tried(frame: Frame, table: str, planned: Plan) -> MetadataPage:
    troubles = tuple(TableRow(t.line, t.column, "", t.said) for t in planned.troubles[:SHOWN])
    changing = [row for row in planned.rows if row.changes_anything]
    rest = max(len(changing), len(planned.troubles)) - SHOWN
    return _page(
        frame, table,
        trouble=f"{wording.count(len(planned.troubles), 'row')} cannot be applied. Mend the table and "
        "try it again; nothing was changed." if troubles else "",
        said="" if troubles else f"{wording.count(len(changing), 'cable')} would change.",
        troubles=troubles,
        rows=() if troubles else tuple(map(_shown, changing[:SHOWN])),
        more=f"and {rest:,} more" if rest > 0 else "",
        appliable=0 if troubles else len(changing),
    )  # fmt: skip


def _shown(row: Planned) -> TableRow:
    parts = [_change(name, row.changes[name]) for name in row.differing if name in row.changes]
    if row.provenance:
        parts.append(f"provenance: {row.provenance}")
    if row.collection:
        parts.append(f"kept at {row.collection.repository}")
    return TableRow(row.line, row.title, urls.cable(row.cable_id), "; ".join(parts))


def _change(name: str, value: Value | None) -> str:
    values = (value,) if isinstance(value, str) else value
    said = "taken away" if values is None else ", ".join(values)
    return f"{wording.FIELDS.get(name, name)}: {said}"


def _page(
    frame: Frame,
    table: str = "",
    *,
    said: str = "",
    trouble: str = "",
    troubles: tuple[TableRow, ...] = (),
    rows: tuple[TableRow, ...] = (),
    more: str = "",
    appliable: int = 0,
) -> MetadataPage:
    return MetadataPage(
        frame, COLUMNS, table if appliable else "", said, trouble, troubles, rows, more, appliable
    )


def _answer(request: Request, page: MetadataPage, status: int) -> Response:
    return web_of(request).pages.response(request, page, status=status, headers=KEPT_BY_NOBODY)
