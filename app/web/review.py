"""Looking at drafts, correcting headers, publishing and withdrawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.archive import batches, pages, review, scanned
from app.archive.ids import is_valid, normalise
from app.archive.indexing import Searched, searched
from app.archive.records import CablePage
from app.desk.correct import correct
from app.desk.corrections import Value
from app.desk.publish import publish
from app.desk.withdraw import withdraw
from app.errors import CableMissing, Conflict, WrongCall, WrongField
from app.telegram.reading import LIST_FIELDS, SINGLE_FIELDS, Field, Reading
from app.web import face, scan, urls, wording
from app.web.answers import Web, web_of
from app.web.cable import row_meta
from app.web.cables import paper_of
from app.web.contexts import Link, ScanCrop
from app.web.desk_contexts import CorrectPage, DeedPage, Frame, ReviewPage, ShownDraft, ShownField
from app.web.sessions import Archivist, ArchivistPosting, Posted, frame_of
from app.web.signing import KEPT_BY_NOBODY, to

router = APIRouter()
READ = ["GET", "HEAD"]
SHOWN = 20  # drafts on one page
ORDER = (
    "from", "to", "info", "series", "number", "sent_date", "sent_time", "received_date",
    "received_time", "classification", "precedence", "captions", "subject", "signature",
    "control_number", "mrn", "cite", "in_number", "tags", "eo", "refs", "action_offices",
    "info_offices", "file_number", "drafted_by",
)  # fmt: skip
FIELD = "field."  # before the names of the form's inputs
SAID = {
    "published": "Published.", "none": "No cable was ticked: nothing was published.",
    "corrected": "The correction is a new version.",
}  # fmt: skip


@router.api_route("/desk/drafts", methods=READ)
def drafts(request: Request, viewer: Archivist) -> Response:
    """All drafts, the latest sent first."""
    web = web_of(request)
    before = request.query_params.get("before", "")[:10]
    with web.store.reading() as connection:
        ids = review.drafts(connection, SHOWN + 1, before=before)
        found = searched(connection, ids[:SHOWN])
    page = ReviewPage(
        frame_of(viewer), "Drafts", "Nobody but archivists sees these until they are published.",
        SAID.get(request.query_params.get("said", ""), ""), _shown(web, ids[:SHOWN], found),
        0, urls.DRAFTS, Link("The desk", urls.DESK),
        urls.drafts(before=ids[SHOWN - 1]) if len(ids) > SHOWN else "",
    )  # fmt: skip
    return web.pages.response(request, page, headers=KEPT_BY_NOBODY)


@router.post("/desk/drafts")
def publish_drafts(request: Request, posted: ArchivistPosting) -> Response:
    """Publish the drafts that were ticked."""
    ticked = _ticked(posted)
    publish(web_of(request).desk(posted.viewer.name), ticked)
    return to(f"{urls.DRAFTS}?said={'published' if ticked else 'none'}")


@router.api_route("/desk/batches/{number}/review", methods=READ)
def batch_drafts(request: Request, number: int, viewer: Archivist) -> Response:
    """The proposed cables of a batch, each with its face."""
    web = web_of(request)
    after = request.query_params.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    with web.store.reading() as connection:
        batch = batches.one_batch(connection, number)
        ids = review.drafts_of(connection, number)
        some = ids[start : start + SHOWN]
        found = searched(connection, some)
    more = urls.batch(number, "review", after=start + SHOWN) if len(ids) > start + SHOWN else ""
    page = ReviewPage(
        frame_of(viewer), f"Review: {batch.name}",
        f"{wording.count(len(ids), 'proposed cable')}, not public yet.",
        SAID.get(request.query_params.get("said", ""), ""), _shown(web, some, found), len(ids),
        urls.batch(number, "publish"), Link("The batch", urls.batch(number)), more,
    )  # fmt: skip
    return web.pages.response(request, page, headers=KEPT_BY_NOBODY)


@router.post("/desk/batches/{number}/publish")
def publish_batch(request: Request, number: int, posted: ArchivistPosting) -> Response:
    """Publish the cables of a batch that were ticked, or all of its drafts."""
    web = web_of(request)
    with web.store.reading() as connection:
        batches.one_batch(connection, number)
        own = review.drafts_of(connection, number)
    ids = own if posted.words("all") else [id for id in _ticked(posted) if id in own]
    if not ids:
        return to(f"{urls.batch(number, 'review')}?said=none")
    publish(web.desk(posted.viewer.name), ids)
    return to(urls.batch(number, "review" if len(ids) < len(own) else "", said="published"))


# One cable -------------------------------------------------------------------------------------


@router.api_route("/c/{id}/correct", methods=READ)
def correct_form(request: Request, id: str, viewer: Archivist) -> Response:
    """The header as a form."""
    cable = _cable(request, id)
    page = _correct_page(frame_of(viewer), cable, paper_of(web_of(request), cable, 0))
    return web_of(request).pages.response(request, page, headers=KEPT_BY_NOBODY)


@router.post("/c/{id}/correct")
def correct_posted(request: Request, id: str, posted: ArchivistPosting) -> Response:
    """A new version with a person's values; what cannot be is said at its field."""
    web, cable = web_of(request), _cable(request, id)
    given = {
        name: posted.words(FIELD + name, 4000) for name in ORDER if FIELD + name in posted.form
    }
    try:
        _require_version(posted, cable)
        correct(
            web.desk(posted.viewer.name), cable.cable.id, _changes(given, cable.reading),
            confirmed=[n for n in map(str, posted.form.getlist("confirm")) if n in ORDER],
            note=posted.words("note", 500), expected=cable.current_version,
        )  # fmt: skip
    except (WrongCall, Conflict) as trouble:
        page = _correct_page(
            frame_of(posted.viewer), cable, paper_of(web, cable, 0), given, trouble,
            note=posted.words("note", 500),
        )  # fmt: skip
        return web.pages.response(request, page, status=trouble.status, headers=KEPT_BY_NOBODY)
    return to(urls.cable(cable.cable.id))


@router.api_route("/c/{id}/publish", methods=READ)
def publish_form(request: Request, id: str, viewer: Archivist) -> Response:
    """One draft to publish."""
    return _deed(request, _publish_page(frame_of(viewer), _cable(request, id)))


@router.post("/c/{id}/publish")
def publish_posted(request: Request, id: str, posted: ArchivistPosting) -> Response:
    """Make a draft public."""
    cable = _cable(request, id).cable.id
    publish(web_of(request).desk(posted.viewer.name), [cable])
    return to(urls.cable(cable))


@router.api_route("/c/{id}/withdraw", methods=READ)
def withdraw_form(request: Request, id: str, viewer: Archivist) -> Response:
    """One published cable to withdraw."""
    return _deed(request, _withdraw_page(frame_of(viewer), _cable(request, id)))


@router.post("/c/{id}/withdraw")
def withdraw_posted(request: Request, id: str, posted: ArchivistPosting) -> Response:
    """Put a tombstone with a reason in the place of a cable."""
    cable, reason = _cable(request, id), posted.words("reason")
    try:
        withdraw(web_of(request).desk(posted.viewer.name), cable.cable.id, reason)
    except (WrongCall, Conflict) as trouble:
        page = _withdraw_page(frame_of(posted.viewer), cable, reason, str(trouble))
        return _deed(request, page, trouble.status)
    return to(urls.cable(cable.cable.id))


def _cable(request: Request, typed: str) -> CablePage:
    """A cable in any state.

    Raises:
        CableMissing: there is none of that id.
    """
    id = normalise(typed)
    with web_of(request).store.reading() as connection:
        found = pages.cable_page(connection, id, include_drafts=True) if is_valid(id) else None
    if found is None:
        raise CableMissing(id=typed[:40])
    return found


def _deed(request: Request, page: DeedPage, status: int = 200) -> Response:
    return web_of(request).pages.response(request, page, status=status, headers=KEPT_BY_NOBODY)


def _publish_page(frame: Frame, cable: CablePage) -> DeedPage:
    id = cable.cable.id
    return DeedPage(
        frame, "Publish", cable.cable.title, urls.cable(id), urls.deed(id, "publish"),
        "Everybody will see and find it, and its permalink will never break.", "Publish it",
        False, "", "",
    )  # fmt: skip


def _withdraw_page(frame: Frame, cable: CablePage, reason: str = "", trouble: str = "") -> DeedPage:
    id = cable.cable.id
    return DeedPage(
        frame, "Withdraw", cable.cable.title, urls.cable(id), urls.deed(id, "withdraw"),
        "Its text goes from view; its address stays and gives the reason. Nothing is deleted.",
        "Withdraw it", True, reason, trouble,
    )  # fmt: skip


# Lists of drafts -------------------------------------------------------------------------------


def _ticked(posted: Posted) -> list[str]:
    return [id for id in map(str, posted.form.getlist("cable")) if is_valid(id)]


def _shown(web: Web, ids: Sequence[str], found: Mapping[str, Searched]) -> tuple[ShownDraft, ...]:
    """Drafts as a page shows them, those with doubts first: they are what a person is needed for."""
    drafts = [_draft(web, found[id]) for id in ids if id in found]
    return tuple(sorted(drafts, key=lambda draft: not draft.doubts))


def _draft(web: Web, one: Searched) -> ShownDraft:
    doubts = [
        f"{wording.FIELDS.get(name, name)}: {field.doubt}"
        for name, field in one.reading.fields.items()
        if field.doubt
    ]
    row = one.cable
    with web.store.reading() as connection:
        paper = scan.heading(row.id, scanned.scan_pages(connection, row.id))
    return ShownDraft(
        row.id, row.title, urls.cable(row.id), row_meta(row), row.opening, paper,
        face.telegram(one.reading, web.house.glossary), (*doubts, *one.reading.doubts),
    )  # fmt: skip


# Correcting ------------------------------------------------------------------------------------


def _require_version(posted: Posted, cable: CablePage) -> None:
    seen = posted.words("version", 10)
    if seen and seen != str(cable.current_version):
        raise _meanwhile(cable)


def _meanwhile(cable: CablePage) -> Conflict:
    return Conflict(
        thing=f"Cable {cable.cable.id}",
        cause=f"was corrected by {cable.versions[0].made_by} meanwhile",
        next_step="Look at the values that stand now, beside yours below, and save again",
    )


def _changes(given: Mapping[str, str], reading: Reading) -> dict[str, Value | None]:
    """What differs from the reading: an emptied field is one that the paper does not show."""
    changes: dict[str, Value | None] = {}
    for name, typed in given.items():
        lines = tuple(" ".join(line.split()) for line in typed.splitlines() if line.strip())
        field = reading.fields.get(name)
        if not lines:
            if field is not None and any(_lines(field)):
                changes[name] = None
        elif field is None or lines != _lines(field):
            changes[name] = lines if name in LIST_FIELDS else " ".join(lines)
    return changes


def _lines(field: Field) -> tuple[str, ...]:
    return (field.value,) if isinstance(field.value, str) else tuple(field.value)


def _correct_page(
    frame: Frame,
    cable: CablePage,
    paper: scan.Paper,
    given: Mapping[str, str] | None = None,
    trouble: WrongCall | Conflict | None = None,
    *,
    note: str = "",
) -> CorrectPage:
    at_field = trouble if isinstance(trouble, WrongField) else None

    def shown(name: str) -> ShownField:
        field = cable.reading.fields.get(name)
        lines = scan.crop(cable.cable.id, paper, field.spans) if field else None
        return _shown_field(name, field, given or {}, at_field, lines)

    return CorrectPage(
        frame=frame,
        title=cable.cable.title,
        href=urls.cable(cable.cable.id),
        action=urls.deed(cable.cable.id, "correct"),
        version=cable.current_version,
        fields=tuple(map(shown, ORDER)),
        note=note,
        trouble=_at_field(at_field) if at_field else trouble.reason if trouble else "",
        remedy=trouble.remedy if trouble else "",
    )


def _at_field(wrong: WrongField) -> str:
    """What is wrong, by the names that the form has for its fields."""
    name, cause = str(wrong.values["name"]), wrong.values["cause"]
    return f"{wording.FIELDS.get(name, name)}: {wrong.values['value']!r} cannot be; {cause}."


def _shown_field(
    name: str,
    field: Field | None,
    given: Mapping[str, str],
    wrong: WrongField | None,
    paper: ScanCrop | None,
) -> ShownField:
    value = "\n".join(_lines(field)) if field else ""
    is_wrong = wrong is not None and wrong.values["name"] == name
    return ShownField(
        name,
        wording.FIELDS.get(name, name),
        given.get(name, value),
        name in LIST_FIELDS,
        tuple(words for words in (field.printed if field else ()) if words),
        field.doubt if field else "",
        str(field.state.value) if field else "",
        field is not None,
        f"{_at_field(wrong)} {wrong.remedy}" if wrong is not None and is_wrong else "",
        paper,
    )


assert set(ORDER) == {*SINGLE_FIELDS, *LIST_FIELDS}  # noqa: S101 - no field is left out
