"""The addresses of one cable: its views, parts, forms and versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.archive import pages, scanned
from app.archive.ids import is_shaped, is_valid, normalise
from app.archive.records import BULK_TYPE, CablePage, CableState, Tombstone
from app.errors import (
    CableMissing,
    CheckCharacterWrong,
    Damaged,
    FormMissing,
    Gone,
    Missing,
    VersionMissing,
    WrongQuery,
)
from app.formats.describe import Description, citation, describe
from app.formats.names import day_in_words
from app.formats.text import plain_text
from app.search.parser import parse
from app.search.printer import printed
from app.search.query import All, Query
from app.web import urls
from app.web.answers import PUBLIC, Moved, Web, conditional, conditional_text, web_of
from app.web.cable import (
    Asked,
    House,
    as_received_page,
    clean_page,
    set_aside_page,
    versions_page,
)
from app.web.scan import NO_PAPER, Paper, ReadWords
from app.web.sessions import PRIVATE, sees_drafts
from app.web.text import dealt, part_of_page, part_of_paragraph

router = APIRouter()
READ = ["GET", "HEAD"]
TEXT_TYPE = "text/plain"
LONGEST_SHOWN = 500  # characters of what was typed into the box of a cable and is no query
BIGGEST = 9  # digits of a number in an address

View = Callable[[CablePage, Asked, House, str], Any]
VIEWS: dict[str, View] = {
    urls.CLEAN: clean_page,
    urls.AS_RECEIVED: as_received_page,
    urls.SET_ASIDE: set_aside_page,
    urls.VERSIONS: versions_page,
}


@router.api_route("/c/{id}.txt", methods=READ)
def text(request: Request, id: str) -> Response:
    return _text(request, id, 0)


@router.api_route("/c/{id}.json", methods=READ)
def json(request: Request, id: str) -> Response:
    return _json(request, id, 0)


@router.api_route("/c/{id}", methods=READ)
def clean(request: Request, id: str) -> Response:
    return _view(request, id, 0, urls.CLEAN)


@router.api_route("/c/{id}/as-received", methods=READ)
def as_received(request: Request, id: str) -> Response:
    return _view(request, id, 0, urls.AS_RECEIVED)


@router.api_route("/c/{id}/set-aside", methods=READ)
def set_aside(request: Request, id: str) -> Response:
    return _view(request, id, 0, urls.SET_ASIDE)


@router.api_route("/c/{id}/versions", methods=READ)
def versions(request: Request, id: str) -> Response:
    return _view(request, id, 0, urls.VERSIONS)


@router.api_route("/c/{id}/page/{number}", methods=READ)
def page(request: Request, id: str, number: str) -> Response:
    return _to_page(request, id, 0, number)


@router.api_route("/c/{id}/p/{key}", methods=READ)
def paragraph(request: Request, id: str, key: str) -> Response:
    return _to_paragraph(request, id, 0, key)


@router.api_route("/c/{id}/source", methods=READ)
def source(request: Request, id: str) -> Response:
    """The file as received, to keep: never shown as a page, whatever it holds.

    Of a bulk file it is the cable's own line; the whole may have gigabytes.
    """
    cable = found(request, id)
    files, sha256 = web_of(request).files, cable.source.sha256
    line = cable.stretch if cable.source.media_type == BULK_TYPE else None
    try:
        body = files.part(sha256, *line) if line else files.read(sha256)
    except Missing as lost:  # the address is right: it is the archive that is damaged
        raise Damaged(thing=f"The file of cable {cable.cable.id}", cause=lost.reason) from lost
    return Response(
        body,
        media_type=_safe_type(cable.source.media_type),
        headers={
            "Content-Disposition": _attachment(cable.source.name),
            "Cache-Control": PRIVATE if cache_of(cable) == PRIVATE else "no-cache",
            "ETag": f'"{sha256}-{line[0]}"' if line else f'"{sha256}"',
        },
    )


@router.api_route("/c/{id}/v/{version}.txt", methods=READ)
def version_text(request: Request, id: str, version: str) -> Response:
    return _text(request, id, number_of(version))


@router.api_route("/c/{id}/v/{version}.json", methods=READ)
def version_json(request: Request, id: str, version: str) -> Response:
    return _json(request, id, number_of(version))


@router.api_route("/c/{id}/v/{version}", methods=READ)
def version_clean(request: Request, id: str, version: str) -> Response:
    return _view(request, id, number_of(version), urls.CLEAN)


@router.api_route("/c/{id}/v/{version}/as-received", methods=READ)
def version_as_received(request: Request, id: str, version: str) -> Response:
    return _view(request, id, number_of(version), urls.AS_RECEIVED)


@router.api_route("/c/{id}/v/{version}/set-aside", methods=READ)
def version_set_aside(request: Request, id: str, version: str) -> Response:
    return _view(request, id, number_of(version), urls.SET_ASIDE)


@router.api_route("/c/{id}/v/{version}/page/{number}", methods=READ)
def version_page(request: Request, id: str, version: str, number: str) -> Response:
    return _to_page(request, id, number_of(version), number)


@router.api_route("/c/{id}/v/{version}/p/{key}", methods=READ)
def version_paragraph(request: Request, id: str, version: str, key: str) -> Response:
    return _to_paragraph(request, id, number_of(version), key)


@router.api_route("/c/{id}/copy/{number}", methods=READ)
def copy(request: Request, id: str, number: str) -> Response:
    """One exemplar of the cable; as yet each cable is held in one, and its page shows it."""
    cable = found(request, id).cable.id
    if number_of(number) != 1:
        raise Missing(thing=f"Copy {number} of cable {cable}")
    raise Moved(urls.cable(cable), 303)


@router.api_route("/c/{id}/", methods=READ)
def slashed(request: Request, id: str) -> Response:
    raise Moved(urls.cable(found(request, id).cable.id))


@router.api_route("/c/{id}/{slug}", methods=READ)
def slug(request: Request, id: str, slug: str) -> Response:
    """A slug is decoration: whatever it says, the id leads on."""
    raise Moved(urls.cable(found(request, id).cable.id))


def found(request: Request, typed: str, version: int = 0) -> CablePage:
    """The cable an address names, with its current or a given version.

    Raises:
        Moved: the id is written otherwise, or the cable was merged into another.
        CheckCharacterWrong, CableMissing, VersionMissing: there is none to show.
        Gone: it was withdrawn.
    """
    id = normalise(typed)
    if not is_valid(id):
        raise CheckCharacterWrong(id=id) if is_shaped(id) else _no_id(typed)
    if id != typed:
        raise Moved(_rewritten(request, typed, id))
    with web_of(request).store.reading() as connection:
        page = pages.cable_page(
            connection, id, version or None, include_drafts=sees_drafts(request)
        )
        if page is None:
            raise _missing(pages.standing(connection, id), id, version)
    if page.merged_into:
        raise Moved(urls.cable(page.merged_into))
    if page.tombstone is not None:
        raise gone(id, page.tombstone)
    return page


def gone(id: str, tombstone: Tombstone) -> Gone:
    """What is said in the place of a withdrawn cable, and of all that belonged to it."""
    return Gone(id=id, date=day_in_words(tombstone.at), why=tombstone.reason.rstrip("."))


def _no_id(typed: str) -> Missing:
    stem, _, suffix = typed.rpartition(".")
    if is_valid(stem):
        return FormMissing(id=stem, suffix=suffix[:20])
    return CableMissing(id=typed[:40])


def _missing(standing: Any, id: str, version: int) -> Missing:
    if version and standing is not None and standing.state != CableState.DRAFT:
        return VersionMissing(id=id, version=version)
    return CableMissing(id=id)


def _rewritten(request: Request, typed: str, id: str) -> str:
    """The same address with the id as it is written."""
    path: str = request.scope["path"]  # decoded, as `typed` is
    rest = quote(path.removeprefix(f"/c/{typed}"))
    query = request.url.query
    return f"/c/{id}{rest}" + (f"?{query}" if query else "")


def _view(request: Request, id: str, version: int, view: str) -> Response:
    web = web_of(request)
    page = found(request, id, version)
    asked = Asked(
        version, _part(request), searched(request), as_typed(request), sees_drafts(request),
        number_of(request.query_params.get("at") or "1"),
    )  # fmt: skip

    def make() -> Any:
        at = urls.absolute(web.house.address, urls.version(page.cable.id, page.version.number))
        beside = replace(asked, paper=paper_of(web, page, version))
        return VIEWS[view](page, beside, web.house, citation(page, at, web.house.name))

    return conditional(
        request, (view, asked, _stamp(page)), make, cache=PRIVATE if asked.desk else PUBLIC
    )


def searched(request: Request) -> Query:
    """What the visitor searched for; an address made by hand may say what is none, and marks nothing."""
    try:
        return parse(request.query_params.get("q", ""))
    except WrongQuery:
        return All()


def as_typed(request: Request) -> tuple[str, str]:
    """The query in the words of whoever asked, and what is wrong with it; empty where nothing is."""
    typed = request.query_params.get("q", "")
    try:
        parse(typed)
    except WrongQuery as error:
        return typed[:LONGEST_SHOWN], str(error)
    return typed, ""


def paper_of(web: Web, page: CablePage, version: int) -> Paper:
    """The scan that a version of a cable was read from; none where it came as text."""
    if page.source.media_type in (TEXT_TYPE, BULK_TYPE):
        return NO_PAPER
    with web.store.reading() as connection:
        leaves = scanned.scan_pages(connection, page.cable.id, version=version or None)
        words = [
            scanned.words_of(connection, page.cable.id, leaf.number, version=version or None)
            for leaf in leaves
        ]
    return Paper(leaves, tuple(ReadWords.of(kept) for kept in words if kept is not None))


def _text(request: Request, id: str, version: int) -> Response:
    page = found(request, id, version)
    web = web_of(request)
    make = lambda: plain_text(_described(web, page))  # noqa: E731
    return conditional_text(request, _stamp(page), make, "text/plain", cache=cache_of(page))


def _json(request: Request, id: str, version: int) -> Response:
    from app.formats.json import to_json

    page = found(request, id, version)
    web = web_of(request)
    make = lambda: to_json(_described(web, page))  # noqa: E731
    return conditional_text(request, _stamp(page), make, "application/json", cache=cache_of(page))


def cache_of(page: CablePage) -> str:
    """A draft is kept by nobody."""
    return PRIVATE if page.cable.state is CableState.DRAFT else PUBLIC


def _to_page(request: Request, id: str, version: int, number: str) -> Response:
    cable, asked = found(request, id, version), number_of(number)
    if not any(page.number == asked for page in cable.reading.pages):
        raise Missing(thing=f"Page {number[:40]} of cable {cable.cable.id}")
    part = part_of_page(dealt(cable.reading), asked)
    raise Moved(urls.cable(cable.cable.id, version=version, part=part) + f"#page-{asked}", 303)


def _to_paragraph(request: Request, id: str, version: int, key: str) -> Response:
    cable = found(request, id, version)
    if key.isascii() and key.isdigit():  # the number that stands beside it
        key = _key_of(cable, number_of(key))
    part = part_of_paragraph(cable.reading, dealt(cable.reading), key)
    query = printed(searched(request))
    if part is None:
        raise Missing(thing=f"Paragraph {key[:40]} of cable {cable.cable.id}")
    path = urls.cable(cable.cable.id, version=version, part=part, query=query)
    raise Moved(f"{path}#p-{key}", 303)


def _key_of(cable: CablePage, ordinal: int) -> str:
    paragraphs = cable.reading.paragraphs
    if ordinal > len(paragraphs):
        raise Missing(thing=f"Paragraph {ordinal} of cable {cable.cable.id}")
    return paragraphs[ordinal - 1].key


def _described(web: Web, page: CablePage) -> Description:
    return describe(page, web.house.address, archive_name=web.house.name)


def _stamp(page: CablePage) -> tuple[object, ...]:
    """All of a cable's page that can change, but its reading: the version's hash stands for that."""
    kin = (page.previous, page.next, *page.likely_same, *page.cited_by)
    kin += tuple(row for _, row in page.cites)
    return (
        page.cable,
        page.version,
        page.versions,
        page.source,
        page.same_day,
        len(page.likely_same),
        [row and (row.id, row.title, row.sent_local) for row in kin],
    )


def number_of(typed: str) -> int:
    """A number in an address.

    Raises:
        Missing: it is none, or longer than any there is.
    """
    if not (typed.isascii() and typed.isdigit() and 0 < len(typed) <= BIGGEST and int(typed)):
        raise Missing(thing=f"A page, part or version {typed[:40]!r}")
    return int(typed)


def _part(request: Request) -> int:
    return number_of(request.query_params.get("part", "1"))


def _safe_type(media_type: str) -> str:
    """A type no browser runs or renders as part of the site."""
    return (
        media_type
        if media_type in ("application/pdf", "text/plain")
        else "application/octet-stream"
    )


def _attachment(name: str) -> str:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in name)
    return f"attachment; filename=\"{plain[:150]}\"; filename*=UTF-8''{quote(name[:150], safe='')}"
