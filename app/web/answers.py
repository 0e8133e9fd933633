"""What routes have in common: the things they answer from, conditional answers, redirects, errors."""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import Receive, Scope, Send

from app.archive.ids import ALPHABET, is_valid
from app.archive.records import CableRow
from app.archive.store import Store
from app.desk.capacity import Capacity
from app.desk.handover import Queue
from app.desk.room import Desk
from app.desk.spool import Spool
from app.errors import CheckCharacterWrong, Gone, ReftelError
from app.formats.atom import feed
from app.scans.files import FileStore
from app.scans.kinds import Limits
from app.search.index import SearchIndex
from app.telegram.vocabulary import Vocabulary
from app.web import urls
from app.web.cable import House
from app.web.contexts import Link, MessagePage
from app.web.gazetteer import Gazetteer
from app.web.hot import matches
from app.web.render import VARY, Pages, wants_fragment

log = logging.getLogger("reftel.web")

# A browser keeps a page but asks each time whether it still holds: a withdrawal shows at once.
PUBLIC = "public, no-cache"
TITLES = {
    400: "This request makes no sense",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not here",
    405: "This address is only for reading",
    410: "Withdrawn",
    409: "Not as it stands",
    413: "Too large",
    422: "This request makes no sense",
    429: "Too many attempts",
    500: "Something broke on our side",
    503: "The archive does not answer just now",
    507: "No room for more",
}
NEXT = (Link("All cables, by date", urls.cables()), Link("What is here", urls.ABOUT))


@dataclass(frozen=True, slots=True)
class Web:
    """What the routes answer from; made once by `create_app`."""

    store: Store
    files: FileStore
    index: SearchIndex
    pages: Pages
    house: House
    contact: str
    build: str  # differs whenever templates, styles or code of the pages do
    static: Path
    gazetteer: Gazetteer
    rendered: Rendered
    https: bool  # visitors come by https: cookies say so
    vocabulary: Vocabulary
    max_source_bytes: int
    spool: Spool
    limits: Limits  # of scans
    queue: Queue  # hears of every source that waits to be read
    able: Capacity  # what reads scans here, and how many at once

    def desk(self, who: str) -> Desk:
        """The desk as one account works at it."""
        return Desk(self.store, self.files, self.vocabulary, self.max_source_bytes, who=who)


class Rendered:
    """Pages by their tag, the longest unused given up first.

    A tag stands for all that a page depends on. So when a change somewhere in the archive empties
    the shelf of ready answers, a page that it did not touch is looked up but not rendered again.
    """

    def __init__(self, capacity: int = 32_000_000) -> None:
        self._capacity = capacity  # characters
        self._size = 0
        self._pages: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def get(self, etag: str) -> str | None:
        """The page with this tag, if it is still here."""
        with self._lock:
            if etag not in self._pages:
                return None
            self._pages.move_to_end(etag)
            return self._pages[etag]

    def put(self, etag: str, html: str) -> None:
        """Keep a page, unless it alone would take a tenth of the room."""
        if len(html) * 10 > self._capacity:
            return
        with self._lock:
            self._size += len(html) - len(self._pages.pop(etag, ""))
            self._pages[etag] = html
            while self._size > self._capacity:
                self._size -= len(self._pages.popitem(last=False)[1])


class Moved(Exception):  # noqa: N818 - it is an answer, not a failure
    """The thing has another address; `status` says for how long."""

    def __init__(self, path: str, status: int = 301) -> None:
        super().__init__(path)
        self.path = path
        self.status = status


class NoSuchKey(Exception):  # noqa: N818
    """A human key that leads to no cable here, with those that cite it."""

    def __init__(self, key: str, cited_by: tuple[Link, ...]) -> None:
        super().__init__(key)
        self.key = key
        self.cited_by = cited_by


def web_of(request: Request) -> Web:
    """What this application answers from."""
    web: Web = request.app.state.web
    return web


def conditional(
    request: Request, tag: object, make: Callable[[], Any], *, cache: str = PUBLIC
) -> Response:
    """A page, or 304 where the client holds it: `make` is only called where it does not.

    Args:
        request: its If-None-Match is heeded.
        tag: all that the page depends on, as a value with a stable `repr`.
        make: builds the page's context.
        cache: the Cache-Control of the answer.
    """
    web = web_of(request)
    etag = etag_of(
        web.build, web.house.name, web.house.address, request.url.path, wants_fragment(request), tag
    )
    headers = {"ETag": etag, "Cache-Control": cache}
    if matches(request.headers.get("If-None-Match", "").encode("latin-1"), etag.encode()):
        return Response(status_code=304, headers={**headers, "Vary": VARY})
    html = web.rendered.get(etag)
    if html is None:
        html = web.pages.html(make(), fragment=wants_fragment(request))
        web.rendered.put(etag, html)
    return HTMLResponse(html, headers={**headers, "Vary": VARY})


def conditional_text(
    request: Request,
    tag: object,
    make: Callable[[], str],
    media_type: str,
    *,
    cache: str = PUBLIC,
) -> Response:
    """The same for a plain form of a cable."""
    web = web_of(request)
    etag = etag_of(web.build, web.house.name, web.house.address, request.url.path, tag)
    headers = {"ETag": etag, "Cache-Control": cache}
    if matches(request.headers.get("If-None-Match", "").encode("latin-1"), etag.encode()):
        return Response(status_code=304, headers=headers)
    return Response(make(), media_type=media_type, headers=headers)


def atom(web: Web, rows: Sequence[CableRow], title: str, page: str, own: str) -> Response:
    """Cables as a feed; `page` and `own` are paths."""
    house = web.house
    made = feed(
        rows, title=f"{title} · {house.name}", page=urls.absolute(house.address, page),
        own=urls.absolute(house.address, own), archive=house.name, address=house.address,
    )  # fmt: skip
    return Response(made, media_type="application/atom+xml", headers={"Cache-Control": "no-cache"})


def slow_down(scope: Scope, receive: Receive, send: Send, wait: int) -> Any:
    """The ASGI answer to whoever asks too fast."""
    request = Request(scope, receive)
    seconds = "a second" if wait == 1 else f"{wait} seconds"
    response = message(
        request, 429, "More was asked for at once than one visitor can read.",
        f"Wait {seconds}, then open it again. To take away much, use the feeds and the tables of "
        "a search.",
    )  # fmt: skip
    response.headers.update({"Retry-After": str(wait), "Cache-Control": "no-store"})
    return response(scope, receive, send)


def etag_of(*parts: object) -> str:
    """A weak tag: the same content compressed is the same page."""
    return f'W/"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def moved(request: Request, exc: Exception) -> Response:
    """The answer to `Moved`."""
    assert isinstance(exc, Moved)  # noqa: S101 - registered for this class only
    response = RedirectResponse(exc.path, exc.status)
    response.headers["Cache-Control"] = "no-cache"
    return response


def no_such_key(request: Request, exc: Exception) -> Response:
    """The answer to `NoSuchKey`: not held, and who speaks of it."""
    assert isinstance(exc, NoSuchKey)  # noqa: S101
    remedy = "It may exist all the same: what is held here is never all that was sent."
    if exc.cited_by:
        remedy = "It is cited by cables that are here:"
    page = MessagePage(
        404, "Not held here", f"No cable here goes by {exc.key}.", remedy, exc.cited_by or NEXT
    )
    response = web_of(request).pages.response(request, page, status=404)
    response.headers["Cache-Control"] = "no-cache"  # it may be taken in tomorrow
    return response


def went_wrong(request: Request, exc: Exception) -> Response:
    """The answer to one of our own errors: its reason and remedy, whole and kind."""
    assert isinstance(exc, ReftelError)  # noqa: S101
    if exc.status >= 500:
        log.error("%s: %s", type(exc).__name__, exc)
    if exc.status >= 500 and exc.status != 507:
        return message(request, exc.status, *_kept_in(exc.status))
    links: tuple[Link, ...] = NEXT
    if exc.status == 401:
        links = (Link("Sign in", urls.login()),)
    if isinstance(exc, CheckCharacterWrong):
        links = (*_meant(request, str(exc.values["id"])), *NEXT)
    return message(request, exc.status, exc.reason, exc.remedy, links, gone=isinstance(exc, Gone))


def http_error(request: Request, exc: Exception) -> Response:
    """The answer to an address or a method that no route knows."""
    assert isinstance(exc, HTTPException)  # noqa: S101
    if exc.status_code == 405:
        reason, remedy = "It can be read, not written to.", "Open it as a page."
    elif exc.status_code == 404:
        reason, remedy = "Nothing is at this address.", "Check it, or start from one of these."
    else:
        reason, remedy = str(exc.detail), "Check the address."
    response = message(request, exc.status_code, reason, remedy)
    response.headers.update(exc.headers or {})
    return response


def senseless(request: Request, exc: Exception) -> Response:
    """The answer to a request whose parts do not parse."""
    return message(request, 400, "A part of the address is not what it should be.", "Check it.")


def message(
    request: Request,
    status: int,
    reason: str,
    remedy: str,
    links: tuple[Link, ...] = NEXT,
    *,
    gone: bool = False,
) -> Response:
    """An error as a page; as JSON or plain text where the address asks for one of these."""
    title = TITLES.get(status, "This did not work")
    if request.url.path.endswith(".json") or "json" in request.headers.get("accept", ""):
        body = {"status": status, "title": title, "detail": f"{reason} {remedy}"}
        return JSONResponse(body, status, media_type="application/problem+json")
    if request.url.path.endswith(".txt"):
        return PlainTextResponse(f"{title}\n\n{reason} {remedy}\n", status)
    page = MessagePage(status, title, reason, remedy, links)
    response = web_of(request).pages.response(request, page, status=status)
    response.headers["Cache-Control"] = "no-cache"
    if wants_fragment(request):
        # htmx would put this whole page into a block of the one that is open: let it be opened.
        response.headers["HX-Redirect"] = _asked_for(request)
    return response


def _asked_for(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return "/" + quote(request.scope["path"].lstrip("/")) + query


def last_resort(status: int) -> Callable[[Scope, Receive, Send], Any]:
    """An ASGI answer for when no route could be asked: a refused host, an unforeseen failure."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        reason, remedy = _kept_in(status)
        await message(request, status, reason, remedy)(scope, receive, send)

    return answer


def _kept_in(status: int) -> tuple[str, str]:
    """What a visitor is told where the cause is none of their business."""
    if status == 400:
        return "It names a host that this archive does not answer for.", "Check the address."
    if status == 503:
        return "Its database or files cannot be reached.", "Nothing is lost. Try again in a minute."
    return (
        "It is not your doing, and nothing is lost.",
        "Try again in a minute; the log has the cause.",
    )


def _meant(request: Request, typed: str) -> Iterator[Link]:
    """Published cables whose ids differ from what was typed by one sign or one swap."""
    from app.archive import pages

    web = web_of(request)
    with web.store.reading() as connection:
        for row in pages.rows(connection, sorted(near_ids(typed))):
            yield Link(row.title, urls.cable(row.id), f"Did you mean {row.id}?")


def near_ids(typed: str) -> set[str]:
    """All valid ids one wrong sign or one swap of neighbours away."""
    swapped = {
        typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(len(typed) - 1)
    }
    replaced = {
        typed[:at] + sign + typed[at + 1 :] for at in range(len(typed)) for sign in ALPHABET
    }
    return {id for id in swapped | replaced if is_valid(id)}
