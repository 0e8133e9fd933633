"""The addresses that are not one cable's: home, list, about, human keys, probes."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.archive import pages
from app.archive.changes import last_change
from app.archive.ids import is_valid
from app.archive.records import CableRow, Holdings
from app.errors import WrongCall
from app.formats.describe import describe
from app.formats.names import alias_key
from app.web import assets, urls, wording
from app.web.answers import Moved, NoSuchKey, conditional, web_of
from app.web.contexts import Link
from app.web.rooms import about_page, cables_page, choices_page, home_page
from app.web.sessions import PRIVATE, sees_drafts

router = APIRouter()
log = logging.getLogger("reftel.web")
READ = ["GET", "HEAD"]
LISTED = 50
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@router.api_route("/", methods=READ)
def home(request: Request) -> Response:
    web = web_of(request)
    holdings = _holdings(request)

    def example() -> Link | None:
        if not holdings.recent:
            return None
        with web.store.reading() as connection:
            page = pages.cable_page(connection, holdings.recent[0].id)
        if page is None:
            return None
        description = describe(page, web.house.address, archive_name=web.house.name)
        return Link(description.citation, urls.cable(page.cable.id), "See it")

    return conditional(request, holdings, lambda: home_page(holdings, web.house, example()))


@router.api_route("/about", methods=READ)
def about(request: Request) -> Response:
    web = web_of(request)
    holdings = _holdings(request)
    tag = (holdings, web.contact)
    return conditional(request, tag, lambda: about_page(holdings, web.house, web.contact))


@router.api_route("/cables", methods=READ)
def cables(request: Request) -> Response:
    """The list of all cables: a page of it before or after a cable."""
    web = web_of(request)
    asked = {name: request.query_params.get(name, "")[:40] for name in ("before", "after")}
    day = request.query_params.get("day", "")[:40]
    if any(place and not is_valid(place) for place in (asked["before"], asked["after"])):
        raise Moved(urls.cables(), 303)  # no cable has that id: the list from its beginning
    if _is_day(day):
        raise Moved(urls.day(day))  # where a day was listed before the calendar
    if day:
        raise WrongCall(
            thing="The day",
            cause="is no day of a calendar, written as 1962-12-13",
            next_step="Correct it",
        )
    rows, earlier, later = _stretch(request, **asked)
    make = lambda: cables_page(rows, web.house, earlier=earlier, later=later)  # noqa: E731
    return conditional(request, (rows, earlier, later, asked), make)


@router.api_route("/ref/{key:path}", methods=READ)
def ref(request: Request, key: str) -> Response:
    return _by_key(request, "ref", key)


@router.api_route("/control/{key:path}", methods=READ)
def control(request: Request, key: str) -> Response:
    return _by_key(request, "control", key)


@router.api_route("/mrn/{key:path}", methods=READ)
def mrn(request: Request, key: str) -> Response:
    return _by_key(request, "mrn", key)


@router.api_route("/robots.txt", methods=READ)
def robots() -> Response:
    return PlainTextResponse(
        "User-agent: *\nDisallow: /suggest\nDisallow: /*?find=\nDisallow: /*?before=\nDisallow: /*?after=\nDisallow: /search\nDisallow: /*?q=\nAllow: /\n"
    )


@router.api_route("/healthz", methods=READ)
def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


@router.api_route("/readyz", methods=READ)
def readyz(request: Request) -> Response:
    """The process can serve: database and files answer, and it is not about to stop."""
    web = web_of(request)
    checks = {
        "database": _tried(lambda: _ask_store(request)),
        "files": _tried(web.files.check),
        "stopping": "yes" if request.app.state.stopping else "ok",
    }
    ready = all(said == "ok" for said in checks.values())
    lacking = assets.missing(web.static)
    # Pages work without these, in the system's fonts and by plain links: said, but no reason to fail.
    checks["assets"] = f"missing: {', '.join(lacking)}; run make" if lacking else "ok"
    return JSONResponse(checks, 200 if ready else 503, headers={"Cache-Control": "no-store"})


def _is_day(typed: str) -> bool:
    try:
        return bool(DAY.fullmatch(typed) and dt.date.fromisoformat(typed))
    except ValueError:
        return False


def _by_key(request: Request, kind: str, typed: str) -> Response:
    """One cable: go there. Several: list them. None: say so, and who speaks of it."""
    web = web_of(request)
    key = alias_key(kind, typed[:200])
    with web.store.reading() as connection:
        rows = pages.by_alias(connection, kind, key, include_drafts=sees_drafts(request))
        if len(rows) == 1:
            raise Moved(urls.cable(rows[0].id), 303)
        citing = () if rows else pages.cited_by_key(connection, kind, key)
    if not rows:
        raise NoSuchKey(key_in_words(kind, typed[:200]), tuple(map(_row_link, citing)))
    page = choices_page(key_in_words(kind, typed[:200]), rows, web.house, urls.alias(kind, key))
    cache = {"Cache-Control": PRIVATE} if sees_drafts(request) else {}
    return web.pages.response(request, page, status=300, headers=cache)


def key_in_words(kind: str, typed: str) -> str:
    """A human key as a sentence names it.

    >>> key_in_words("ref", "secto/paris/1962/8")
    'SECTO 8 from Paris, 1962'
    """
    parts = typed.strip("/").split("/")
    if kind == "ref" and len(parts) == 4:
        series, post, year, number = parts
        return f"{series.upper()} {number} from {post.replace('-', ' ').title()}, {year}"
    if kind == "control" and len(parts) == 2:
        return f"control number {parts[1]} of {parts[0]}"
    return f"{'document number ' if kind == 'mrn' else ''}{typed.upper()}"


def _row_link(row: CableRow) -> Link:
    return Link(
        row.title, urls.cable(row.id), wording.day_and_clock(row.sent_local, zone=row.sent_zone)
    )


def _stretch(
    request: Request, *, before: str, after: str
) -> tuple[tuple[CableRow, ...], bool, bool]:
    """Rows of the list, and whether there are earlier and later ones beyond them."""
    with web_of(request).store.reading() as connection:
        if after:
            rows = pages.oldest_sent(connection, LISTED + 1, after=after)
            return tuple(reversed(rows[:LISTED])), bool(rows), len(rows) > LISTED
        rows = pages.newest_sent(connection, LISTED + 1, before=before)
        return rows[:LISTED], len(rows) > LISTED, bool(before and rows)


def _holdings(request: Request) -> Holdings:
    with web_of(request).store.reading() as connection:
        return pages.holdings(connection)


def _ask_store(request: Request) -> None:
    with web_of(request).store.reading() as connection:
        last_change(connection)


def _tried(check: Callable[[], object]) -> str:
    try:
        check()
    except Exception as error:  # the probe's business is to tell, whatever it is
        log.warning("not ready: %s", error)
        return type(error).__name__
    return "ok"
