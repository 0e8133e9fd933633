"""The outermost layers: headers on every answer, one log line a request, hosts, the last resort.

They are plain ASGI, because a page that is kept ready must cost little more than its bytes.
"""

from __future__ import annotations

import itertools
import logging
import secrets
import time
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("reftel.web")

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'"
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
PROBES = ("/healthz", "/readyz")  # asked by machines that know an address, not the host's name
PATH_LOGGED = 300

Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


class Edge:
    """Adds the headers, writes the log line, and answers when everything else failed."""

    def __init__(self, app: ASGIApp, *, https: bool, failed: Answer) -> None:
        self.app = app
        self._headers = (*HEADERS, STRICT_TRANSPORT) if https else HEADERS
        self._failed = failed
        self._numbers = itertools.count(1)
        self._run = secrets.token_hex(3)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = _Call(f"{self._run}-{next(self._numbers):x}", self._headers, send)
        try:
            await self.app(scope, receive, call)
        except Exception:
            log.exception("%s %s failed (%s)", scope["method"], _path(scope), call.id)
            if call.status:
                raise  # half an answer is out: only a broken connection tells the truth
            scope.setdefault("state", {})["request_id"] = call.id
            await self._failed(scope, receive, call)
        finally:
            call.log(scope)


class _Call:
    """One request on its way out."""

    __slots__ = ("_began", "_bytes", "_headers", "_send", "id", "status")

    def __init__(self, id: str, headers: tuple[tuple[bytes, bytes], ...], send: Send) -> None:
        self.id = id
        self.status = 0
        self._headers = headers
        self._send = send
        self._bytes = 0
        self._began = time.perf_counter()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [
                *message.get("headers", ()),
                *self._headers,
                (b"x-request-id", self.id.encode()),
            ]
        else:
            self._bytes += len(message.get("body", b""))
        await self._send(message)

    def log(self, scope: Scope) -> None:
        spent = (time.perf_counter() - self._began) * 1000
        log.info(
            "%s %s %d %.1f ms %d bytes %s",
            scope["method"], _path(scope), self.status, spent, self._bytes, self.id,
        )  # fmt: skip


class Hosts:
    """Refuses a request for a host that is not ours: its links would lead elsewhere."""

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...], refused: Answer) -> None:
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._known(scope):
            await self.app(scope, receive, send)
        else:
            await self._refused(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        if "*" in self._hosts or scope["path"] in PROBES:
            return True
        for name, value in scope["headers"]:
            if name == b"host":
                return host_name(value.decode("latin-1")) in self._hosts
        return False


def host_name(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("Cables.example.org:8000"), host_name("[::1]:8000"), host_name("localhost")
    ('cables.example.org', '[::1]', 'localhost')
    """
    if header.startswith("["):
        return header.partition("]")[0].lower() + "]"
    return header.partition(":")[0].lower()


def _path(scope: Scope) -> str:
    """The path as it came over the wire, still percent-encoded: it cannot break the log line."""
    raw = scope.get("raw_path") or scope["path"].encode("unicode_escape")
    path: str = raw.partition(b"?")[0].decode("ascii", "backslashreplace")
    return path.replace("\r", "\\r").replace("\n", "\\n").replace(" ", "%20")[:PATH_LOGGED]
