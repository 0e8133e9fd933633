"""A file of several telegrams: its cuts, to undo, to move and to add to."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.archive import scanned
from app.archive.ids import is_valid, normalise
from app.archive.records import CableState
from app.desk.recut import Laid, Place, laid_out, recut
from app.errors import CableMissing, Conflict, WrongCall
from app.web import urls, wording
from app.web.answers import Moved, Web, web_of
from app.web.contexts import Link
from app.web.desk_contexts import CutSheet, CutsPage, Frame, ShownCut
from app.web.sessions import Archivist, ArchivistPosting, Posted, frame_of
from app.web.signing import KEPT_BY_NOBODY, to

router = APIRouter()
READ = ["GET", "HEAD"]
THUMB = 160  # pixels wide
SAID = {"cut": "It is cut so now. The drafts that changed were read anew."}


@router.api_route("/c/{id}/cuts", methods=READ)
def cuts_form(request: Request, id: str, viewer: Archivist) -> Response:
    """Where the telegrams of a cable's file begin."""
    web, cable = web_of(request), _cable(id)
    said = SAID.get(request.query_params.get("said", ""), "")
    page = _page(web, frame_of(viewer), cable, _laid(web, cable, viewer.name), said=said)
    return web.pages.response(request, page, headers=KEPT_BY_NOBODY)


@router.post("/c/{id}/cuts")
def cut(request: Request, id: str, posted: ArchivistPosting) -> Response:
    """Cut it where it was ticked."""
    web, cable = web_of(request), _cable(id)
    begins = _begins(posted)
    try:
        made = recut(web.desk(posted.viewer.name), cable, begins, expected=posted.words("mark", 20))
    except (WrongCall, Conflict) as trouble:
        laid = _laid(web, cable, posted.viewer.name)
        page = _page(web, frame_of(posted.viewer), cable, laid, begins, trouble)
        return web.pages.response(request, page, status=trouble.status, headers=KEPT_BY_NOBODY)
    return to(f"{urls.deed(made[0], 'cuts')}?said=cut")


def _cable(typed: str) -> str:
    id = normalise(typed)
    if not is_valid(id):
        raise CableMissing(id=typed[:40])
    return id


def _laid(web: Web, cable: str, who: str) -> Laid:
    """The file as it stands; a draft that was cut anew leads on to what it became."""
    with web.store.reading() as connection:
        laid = laid_out(web.desk(who), connection, cable)
    own = [part.cable.cable.id for part in laid.parts]
    if cable not in own and own:
        raise Moved(urls.deed(own[0], "cuts"), 303)
    return laid


def _begins(posted: Posted) -> list[int]:
    given = [one for one in map(str, posted.form.getlist("begin")) if one.isascii()]
    return [int(one) for one in given if one.isdigit() and len(one) < 12]


def _page(
    web: Web,
    frame: Frame,
    cable: str,
    laid: Laid,
    begins: Collection[int] | None = None,
    trouble: WrongCall | Conflict | None = None,
    *,
    said: str = "",
) -> CutsPage:
    source = laid.held.source
    own = next(part.cable.cable for part in laid.parts if part.cable.cable.id == cable)
    many = wording.count(len(laid.parts), "cable")
    return CutsPage(
        frame=frame,
        name=source.name,
        lead=f"{many} on {wording.count(len(laid.whole.pages), 'page')}"
        if laid.whole.pages
        else many,
        back=Link(own.title, urls.cable(cable)),
        action=urls.deed(cable, "cuts"),
        mark=laid.mark,
        sheets=_sheets(web, laid, begins),
        said=said,
        trouble=trouble.reason if trouble else "",
        remedy=trouble.remedy if trouble else "",
    )


def _sheets(web: Web, laid: Laid, begins: Collection[int] | None) -> tuple[CutSheet, ...]:
    with web.store.reading() as connection:
        source_id, _ = scanned.source_of(connection, laid.held.source.sha256)
        images = scanned.images_of(connection, source_id)
    found = []
    for number, places in groupby(laid.places, key=lambda place: place.page):
        image = urls.image(images[number].image_sha256) if number in images else ""
        top, *below = (_shown(place, begins) for place in places)
        found.append(CutSheet(
            number, f"{image}/full/{THUMB},/0/default.jpg" if image else "",
            f"{image}/full/max/0/default.jpg" if image else "",
            (top, *(one for one in below if one.cut or one.cable)),
            tuple(one for one in below if not (one.cut or one.cable)),
        ))  # fmt: skip
    return tuple(found)


def _shown(place: Place, begins: Collection[int] | None) -> ShownCut:
    cut = place.part is not None if begins is None else place.offset in begins
    if place.part is None:
        return ShownCut(place.offset, place.words, cut, None)
    row = place.part.cable.cable
    stands = "" if row.state is CableState.DRAFT else row.state.value
    return ShownCut(place.offset, place.words, cut, Link(row.title, urls.cable(row.id), stands))
