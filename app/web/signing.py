"""Signing in and out, and one's own account."""

from __future__ import annotations

import re

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.archive import accounts
from app.archive.records import SessionRow
from app.desk.accounts import change_password, is_password, sign_in
from app.errors import Denied, SignInWrong, WrongCall
from app.web import urls, wording
from app.web.answers import web_of
from app.web.desk_contexts import AccountPage, LoginPage, ShownSession
from app.web.sessions import (
    PRIVATE,
    Anybody,
    AnybodyPosting,
    Viewer,
    frame_of,
    give_cookie,
    require_own_origin,
    take_cookie,
    viewer_of,
    visit_of,
)

router = APIRouter()
READ = ["GET", "HEAD"]
KEPT_BY_NOBODY = {"Cache-Control": PRIVATE}
MOST_TYPED = 10_000  # bytes of the form: name, password, an address
SAID = {
    "ended": "That session has ended.",
    "password": "The password is changed; other sessions have ended.",
}


@router.api_route("/login", methods=READ)
def login(request: Request) -> Response:
    """Where one signs in; who is signed in already goes on."""
    back = own_path(request.query_params.get("next", ""))
    if viewer_of(request) is not None:
        return to(back)
    return _login_page(request, LoginPage("", back, "", ""), 200)


@router.post("/login")
async def login_posted(request: Request) -> Response:
    """Begin a session, always with a new token; a wrong attempt shows the form again."""
    require_own_origin(request)
    if int(request.headers.get("content-length") or MOST_TYPED + 1) > MOST_TYPED:
        raise WrongCall(thing="The form", cause="is too large", next_step="Type name and password")
    async with request.form(max_files=0, max_fields=5) as form:
        name, password, back = (str(form.get(key, "")) for key in ("name", "password", "next"))
    return await run_sync(_signed_in, request, name, password, own_path(back))


@router.post("/logout")
def logout(request: Request, posted: AnybodyPosting) -> Response:
    """End this session, here and in the store."""
    session = posted.viewer.session
    with web_of(request).store.writing() as tx:
        accounts.end_session(tx, session.account.id, session.id)
    response = to(urls.HOME)
    take_cookie(response, https=web_of(request).https)
    return response


@router.api_route("/account", methods=READ)
def account(request: Request, viewer: Anybody) -> Response:
    """One's own account: where it is signed in, and a new password."""
    said = SAID.get(request.query_params.get("said", ""), "")
    return _account_page(request, viewer, said=said)


@router.post("/account/sessions/{number}/end")
def end_session(request: Request, number: int, posted: AnybodyPosting) -> Response:
    """End one of one's own sessions."""
    with web_of(request).store.writing() as tx:
        accounts.end_session(tx, posted.viewer.session.account.id, number)
    return to(f"{urls.ACCOUNT}?said=ended")


@router.post("/account/password")
def new_password(request: Request, posted: AnybodyPosting) -> Response:
    """Change one's own password, which is asked for once more."""
    web, viewer = web_of(request), posted.viewer
    old, new = (str(posted.form.get(name, "")) for name in ("old", "new"))
    if not is_password(web.store, viewer.name, old):
        trouble = "The present password is another one; nothing was changed."
        return _account_page(request, viewer, trouble=trouble, status=422)
    try:
        change_password(web.store, viewer.name, new, by=viewer.name, but=viewer.session.id)
    except WrongCall as wrong:
        return _account_page(request, viewer, trouble=str(wrong), status=422)
    return to(f"{urls.ACCOUNT}?said=password")


def own_path(typed: str) -> str:
    r"""An address of this site to go on to; anything else leads to the desk.

    >>> own_path("/c/k7x2m9qd?q=a"), own_path("//evil.example"), own_path("/\\evil.example")
    ('/c/k7x2m9qd?q=a', '/desk', '/desk')
    """
    plain = typed.startswith("/") and not typed.startswith(("//", urls.LOGIN, urls.LOGOUT))
    return (
        typed
        if plain and typed.isascii() and typed.isprintable() and "\\" not in typed
        else urls.DESK
    )


def to(path: str) -> RedirectResponse:
    """On to a page after a deed: the browser asks for it anew, and going back repeats nothing."""
    return RedirectResponse(path, 303, headers=KEPT_BY_NOBODY)


def _signed_in(request: Request, name: str, password: str, back: str) -> Response:
    web = web_of(request)
    try:
        token = sign_in(web.store, name, password, visit_of(request))
    except Denied as denied:
        # The form does not say again which name was tried, nor whether there is such an account.
        reason = (
            "Name and password do not belong together."
            if isinstance(denied, SignInWrong)
            else denied.reason
        )
        page = LoginPage(name[:60], back, reason, denied.remedy)
        return _login_page(request, page, denied.status)
    response = to(back)
    give_cookie(response, token, https=web.https)
    return response


def _login_page(request: Request, page: LoginPage, status: int) -> Response:
    return web_of(request).pages.response(request, page, status=status, headers=KEPT_BY_NOBODY)


def _account_page(
    request: Request, viewer: Viewer, *, said: str = "", trouble: str = "", status: int = 200
) -> Response:
    web = web_of(request)
    with web.store.reading() as connection:
        found = accounts.sessions_of(connection, viewer.session.account.id)
    shown = tuple(_shown(session, viewer) for session in found)
    page = AccountPage(frame_of(viewer), shown, said, trouble)
    return web.pages.response(request, page, status=status, headers=KEPT_BY_NOBODY)


def _shown(session: SessionRow, viewer: Viewer) -> ShownSession:
    where = ", ".join(part for part in (browser_of(session.agent), session.address) if part)
    return ShownSession(
        session.id, where or "unknown", wording.instant(session.seen_at), wording.instant(session.made_at),
        session.id == viewer.session.id,
    )  # fmt: skip


def browser_of(agent: str) -> str:
    """A browser and its system, as people call them; what is neither is given as it was sent.

    >>> browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox 140 on Linux'
    >>> browser_of("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/605.1")
    'Safari 19 on iPhone'
    >>> browser_of("curl/8.5")
    'curl/8.5'
    """
    for name, rule in _BROWSERS:
        if version := rule.search(agent):
            system = next((words for sign, words in _SYSTEMS if sign in agent), "")
            return f"{name} {version[1]}" + (f" on {system}" if system else "")
    return agent[:60]


# The more particular first: each says to be those below it too.
_BROWSERS = tuple(
    (name, re.compile(sign + r"/(\d+)"))
    for name, sign in (
        ("Edge", "Edg"), ("Opera", "OPR"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
        ("Safari", "Version"),
    )
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
