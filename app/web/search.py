"""The addresses of the search: /search as a page, /search.json as data, /search.csv as a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.desk.feeds import newest_found
from app.desk.finding import PAGE, Asked, Finding, as_dict, find, find_rows
from app.desk.instead import why_nothing
from app.errors import IndexAway, WrongCall, WrongQuery
from app.formats.names import long_date
from app.formats.table import as_csv
from app.search.document import Facet
from app.search.index import Sort
from app.search.parser import parse
from app.search.printer import printed
from app.search.query import Dates, conjunction, parts
from app.web import answers, urls, wording
from app.web.answers import Moved, atom, web_of
from app.web.cable import House
from app.web.contexts import SearchPage
from app.web.found import search_page, trouble_page, values_page
from app.web.instead import with_advice
from app.web.sessions import PRIVATE, sees_drafts

router = APIRouter()
READ = ["GET", "HEAD"]
PARAMETERS = ("q", "sort", "offset", "after")  # in the order of addresses
CACHE = "no-cache"  # what is found changes with the archive
LARGEST_KEY = 2**63
AWAY = {"Retry-After": "5", "Cache-Control": "no-store"}


@router.api_route("/search", methods=READ)
def search(request: Request) -> Response:
    """The page of a search; without a query it lists every cable."""
    text, sort = request.query_params.get("q", ""), request.query_params.get("sort", "")
    _brushed(request)
    _keep_to_one_address(request)
    try:
        found = _find(request)
        page, status = search_page(found), 200
        if not found.results.count:
            why = why_nothing(web_of(request).index, found.asked)
            page = with_advice(page, why, found.asked.sort)
        if not sees_drafts(request):  # whose figures are not those others would find
            page = _with_feed(page, found, web_of(request).house)
    except WrongQuery as error:
        page, status = trouble_page(text, sort[:20], error), error.status
    except IndexAway:
        response = answers.message(
            request, 503, "The search index is being made; that takes a moment.",
            "Try again in some seconds.",
        )  # fmt: skip
        response.headers.update(AWAY)
        return response
    return web_of(request).pages.response(
        request, page, status=status, headers={"Cache-Control": _cache(request)}
    )


@router.api_route("/search/values/{name}", methods=READ)
def search_values(request: Request, name: str) -> Response:
    """All values of one facet over what a search finds, each leading to the search narrowed."""
    if name not in Facet.ALL:
        raise HTTPException(404)
    found = _find(request, many=0)
    page = values_page(found, name, by_name=request.query_params.get("order") == "name")
    return web_of(request).pages.response(request, page, headers={"Cache-Control": _cache(request)})


@router.api_route("/search.json", methods=READ)
def search_json(request: Request) -> Response:
    """The same as data; what goes wrong is told as application/problem+json."""
    told = as_dict(_find(request), web_of(request).house.address)
    return JSONResponse(told, headers={"Cache-Control": _cache(request)})


@router.api_route("/search.csv", methods=READ)
def search_csv(request: Request) -> Response:
    """All that is found as a table, by time sent unless another time is asked for."""
    web = web_of(request)
    table = as_csv(find_rows(web.store, web.index, _asked(request)), web.house.address)
    return Response(
        table, media_type="text/csv; charset=utf-8; header=present",
        headers={"Cache-Control": _cache(request), "Content-Disposition": 'attachment; filename="cables.csv"'},
    )  # fmt: skip


def _brushed(request: Request) -> None:
    """From one period to another of the timeline, as its form asks: the search of that time.

    Raises:
        Moved: two periods were chosen.
    """
    given = request.query_params
    ends = sorted(given[name] for name in ("first", "last") if given.get(name))
    if len(ends) < 2:
        return
    field = "year" if len(ends[0]) == 4 else "sent"
    try:
        tree, time = parse(given.get("q", "")), parse(f"{field}:{ends[0]}..{ends[1]}")
    except WrongQuery:
        return  # what is wrong with the query is told, and periods made by hand are let go
    kept = [node for node in parts(tree) if not (isinstance(node, Dates) and node.field == field)]
    query = printed(conjunction([*kept, time]))
    raise Moved(urls.search(query, sort=given.get("sort", "")), 303)


def _keep_to_one_address(request: Request) -> None:
    """One search has one address: its parameters in order, each once, and no others.

    Raises:
        Moved: it was asked for by another.
    """
    given = [(name, value) for name, value in request.query_params.multi_items() if value]
    first = dict(reversed(given))
    ordered = {name: first[name] for name in PARAMETERS if name in first}
    if given != list(ordered.items()):
        raise Moved(urls.ordered(urls.SEARCH, ordered))


def _cache(request: Request) -> str:
    """What an archivist finds has drafts in it: kept by nobody."""
    return PRIVATE if sees_drafts(request) else CACHE


@router.api_route("/search.atom", methods=READ)
def search_atom(request: Request) -> Response:
    """What the search finds as a feed, the newest published first."""
    web, text = web_of(request), request.query_params.get("q", "")
    rows = newest_found(web.store, web.index, text)
    query = printed(parse(text))
    return atom(
        web, rows, query or "All cables", urls.search(query), urls.search(query, form="atom")
    )


def _with_feed(page: SearchPage, found: Finding, house: House) -> SearchPage:
    """The page with how to follow this search and how to cite it."""
    query = printed(found.tree)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    address = urls.absolute(house.address, urls.search(query))
    cite = (
        f"{house.name}, search for {query or 'all cables'}, "
        f"{wording.count(found.results.count, 'cable')} on {long_date(today)}, {address}"
    )
    return replace(page, feed=urls.search(query, form="atom"), cite=cite)


def _find(request: Request, many: int = PAGE) -> Finding:
    web = web_of(request)
    return find(web.store, web.index, replace(_asked(request), many=many))


def _asked(request: Request) -> Asked:
    given = request.query_params
    try:
        sort = Sort(given.get("sort") or Sort.RELEVANCE)
    except ValueError:
        raise WrongCall(
            thing="The order", cause="is none that there is",
            next_step=f"Use sort with one of {', '.join(Sort)}",
        ) from None  # fmt: skip
    return Asked(
        given.get("q", ""), sort, offset=_number(request, "offset") or 0,
        after=_number(request, "after"), drafts=sees_drafts(request),
    )  # fmt: skip


def _number(request: Request, name: str) -> int | None:
    """A number of the address.

    Raises:
        WrongCall: it is none.
    """
    typed = request.query_params.get(name, "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 20 and int(typed) < LARGEST_KEY):
        raise WrongCall(
            thing=f"The {name} of the address", cause="is no number of hits",
            next_step="Start the search again from its first page",
        )  # fmt: skip
    return int(typed)
