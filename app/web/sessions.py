"""Who is asking: the session behind a request, what its role may do, and whether a form is ours.

A route that changes something takes its form, or its body, through one of the dependencies here,
which refuse in this order: without session, without role, without token. The session is looked at
before a byte of the body is read. The token is made from the session's own secret, so it needs no
place in the store and none of it can be made by another site.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from anyio.to_thread import run_sync
from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.archive.records import Role, SessionRow
from app.desk.accounts import LASTS, Visit, session_of
from app.errors import RoleMissing, SignInNeeded, TokenWrong
from app.web import urls
from app.web.answers import Moved, web_of
from app.web.desk_contexts import Frame

HEADER = "x-csrf-token"
FIELD = "csrf"
ORDER = tuple(Role)
PRIVATE = "private, no-store"  # what only some may see is kept by no cache, the browser's neither
MOST_FILES, MOST_FIELDS = 5_000, 200
LONGEST_FIELD = 20_000_000  # bytes of a field that is no file: a table that was tried before


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who is signed in."""

    session: SessionRow
    csrf: str

    @property
    def name(self) -> str:
        return self.session.account.name

    def may(self, role: Role) -> bool:
        """Whether the account's role is this one or more."""
        return ORDER.index(self.session.account.role) >= ORDER.index(role)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that was sent by somebody who may."""

    viewer: Viewer
    form: FormData

    def words(self, name: str, most: int = 2000) -> str:
        """A field of the form as text, its ends trimmed; empty where it is not there."""
        value = self.form.get(name, "")
        return value.strip()[:most] if isinstance(value, str) else ""


def viewer_of(request: Request) -> Viewer | None:
    """Who is signed in; looked up once a request."""
    if not hasattr(request.state, "viewer"):
        request.state.viewer = _looked_up(request)
    found: Viewer | None = request.state.viewer
    return found


def sees_drafts(request: Request) -> bool:
    """Whether the request comes from somebody who sees what is not published."""
    viewer = viewer_of(request)
    return viewer is not None and viewer.may(Role.ARCHIVIST)


def csrf_of(token: str) -> str:
    """The token of a session's forms; the session's own cannot be told from it."""
    return hashlib.sha256(b"form " + token.encode()).hexdigest()


def visit_of(request: Request) -> Visit:
    """Where a request comes from, as far as trusted proxies say."""
    address = request.client.host if request.client else ""
    return Visit(address, request.headers.get("user-agent", ""))


# What routes ask for ---------------------------------------------------------------------------


def archivist(request: Request) -> Viewer:
    """Whoever opens a page of the desk.

    Raises:
        Moved: to the page where one signs in, and back from there.
        RoleMissing: signed in, but not as one who may.
    """
    return _page_viewer(request, Role.ARCHIVIST)


def anybody(request: Request) -> Viewer:
    """Whoever opens a page that everyone signed in may."""
    return _page_viewer(request, Role.READER)


async def archivist_posting(request: Request) -> AsyncIterator[Posted]:
    """A form for a deed of the desk.

    Raises:
        SignInNeeded, RoleMissing, TokenWrong: in this order.
    """
    async for posted in _posted(request, Role.ARCHIVIST):
        yield posted


async def anybody_posting(request: Request) -> AsyncIterator[Posted]:
    """A form for a deed that everyone signed in may do."""
    async for posted in _posted(request, Role.READER):
        yield posted


async def archivist_sending(request: Request) -> Viewer:
    """Somebody who sends bytes or JSON, with the token in a header."""
    viewer = await run_sync(_deed_viewer, request, Role.ARCHIVIST)
    _require_token(request, viewer, request.headers.get(HEADER, ""))
    return viewer


Archivist = Annotated[Viewer, Depends(archivist)]
Anybody = Annotated[Viewer, Depends(anybody)]
ArchivistPosting = Annotated[Posted, Depends(archivist_posting)]
AnybodyPosting = Annotated[Posted, Depends(anybody_posting)]
ArchivistSending = Annotated[Viewer, Depends(archivist_sending)]


async def _posted(request: Request, role: Role) -> AsyncIterator[Posted]:
    viewer = await run_sync(_deed_viewer, request, role)
    async with request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD
    ) as form:
        given = request.headers.get(HEADER) or form.get(FIELD, "")
        _require_token(request, viewer, given if isinstance(given, str) else "")
        yield Posted(viewer, form)


def _page_viewer(request: Request, role: Role) -> Viewer:
    viewer = viewer_of(request)
    if viewer is None:
        raise Moved(urls.login(asked_for(request)), 303)
    return _with_role(request, viewer, role)


def _deed_viewer(request: Request, role: Role) -> Viewer:
    require_own_origin(request)
    viewer = viewer_of(request)
    if viewer is None:
        raise SignInNeeded(thing=f"{request.method} {request.url.path[:200]}")
    return _with_role(request, viewer, role)


def _with_role(request: Request, viewer: Viewer, role: Role) -> Viewer:
    if not viewer.may(role):
        raise RoleMissing(thing=request.url.path[:200], role=role, name=viewer.name)
    return viewer


def require_own_origin(request: Request) -> None:
    """Refuse what a browser says was sent by a page of another site.

    Raises:
        TokenWrong: it says so.
    """
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or request.headers.get("sec-fetch-site") == "cross-site":
        raise TokenWrong(thing=f"{request.method} {request.url.path[:200]}")


def _require_token(request: Request, viewer: Viewer, given: str) -> None:
    if not hmac.compare_digest(given.encode(), viewer.csrf.encode()):
        raise TokenWrong(thing=f"{request.method} {request.url.path[:200]}")


def asked_for(request: Request) -> str:
    """The address that was asked for, to come back to."""
    query = f"?{request.url.query}" if request.url.query else ""
    return "/" + quote(request.scope["path"].lstrip("/")) + query


# The cookie ------------------------------------------------------------------------------------


def cookie_name(*, https: bool) -> str:
    """Over https the name itself lets no other host or plain page set it."""
    return "__Host-reftel" if https else "reftel"


def give_cookie(response: Response, token: str, *, https: bool) -> None:
    """Let the browser keep the session's token, where no script and no other site gets at it."""
    response.set_cookie(
        cookie_name(https=https), token, max_age=int(LASTS.total_seconds()), path="/",
        secure=https, httponly=True, samesite="lax",
    )  # fmt: skip


def take_cookie(response: Response, *, https: bool) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(
        cookie_name(https=https), path="/", secure=https, httponly=True, samesite="lax"
    )


def _looked_up(request: Request) -> Viewer | None:
    web = web_of(request)
    token = request.cookies.get(cookie_name(https=web.https), "")
    if not 20 <= len(token) <= 100:
        return None
    found = session_of(web.store, token)
    return None if found is None else Viewer(found, csrf_of(token))


def frame_of(viewer: Viewer) -> Frame:
    """What every page of the desk says of who is signed in."""
    return Frame(
        viewer.name, str(viewer.session.account.role), viewer.csrf, viewer.may(Role.ARCHIVIST)
    )
