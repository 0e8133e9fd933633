"""The last step of every answer: compressed, tagged, and public pages kept ready.

A page that any visitor may see is kept as bytes by (path, whole or block, encoding) and answered
before routing, its 304 too. What is kept follows the archive's change number: it is looked up at
most every `FOLLOW_SECONDS`, and any change empties the shelf, so no answer is more than a second
behind the archive. Requests with a query, a cookie or credentials never touch the shelf.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLLOW_SECONDS = 0.8
CAPACITY = 64_000_000  # bytes of bodies kept
LARGEST = 1_000_000  # a larger body is not worth the room
WORTH_COMPRESSING = 500
COMPRESS_INLINE = 200_000  # above, compressing would hold up the event loop
LEVEL = 6
TEXTUAL = (b"text/", b"application/json", b"application/problem+json", b"image/svg")

Headers = list[tuple[bytes, bytes]]


class Key(NamedTuple):
    """What decides the bytes of a kept answer."""

    path: str
    fragment: bool
    gzip: bool


class Kept(NamedTuple):
    """An answer ready to be sent."""

    headers: Headers
    body: bytes
    etag: bytes
    not_modified: Headers


class Shelf:
    """Kept answers, the longest unused given up first; emptied when the archive changes."""

    def __init__(self, change_number: Callable[[], int], capacity: int = CAPACITY) -> None:
        self._change_number = change_number
        self._capacity = capacity
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0
        self._checked = float("-inf")
        self._lock = asyncio.Lock()
        self.number: int | None = None  # None: the archive could not be asked

    async def follow(self) -> None:
        """Look the change number up if the last look is too long ago."""
        if time.monotonic() - self._checked < FOLLOW_SECONDS:
            return
        async with self._lock:
            if (now := time.monotonic()) - self._checked < FOLLOW_SECONDS:
                return
            try:
                number: int | None = await run_sync(self._change_number)
            except Exception:  # whatever it is, the routes meet it too and say it
                number = None
            if number != self.number or number is None:
                self._kept.clear()
                self._size = 0
            self.number = number
            self._checked = now

    def get(self, key: Key) -> Kept | None:
        """A kept answer."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: Key, kept: Kept, number: int | None) -> None:
        """Keep an answer made while the archive stood at `number`."""
        if number is None or number != self.number or len(kept.body) > LARGEST:
            return
        self._size += len(kept.body)
        if (old := self._kept.pop(key, None)) is not None:
            self._size -= len(old.body)
        self._kept[key] = kept
        while self._size > self._capacity:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)


class Asked(NamedTuple):
    """What the headers of a request say about the form of the answer."""

    gzip: bool
    fragment: bool
    if_none_match: bytes
    personal: bool  # carries a cookie or credentials


class Ready:
    """The layer that answers from the shelf, and finishes what the routes answer."""

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self.app = app
        self.shelf = shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        asked = _asked(scope["headers"])
        key = Key(scope["path"], asked.fragment, asked.gzip)
        shared = not asked.personal and not scope["query_string"]
        if shared:
            await self.shelf.follow()
            kept = self.shelf.get(key)
            if kept is not None:
                await _send_kept(kept, asked, scope["method"], send)
                return
        number = self.shelf.number if shared else None
        finish = _Finish(
            send, asked, scope["method"], lambda kept: self.shelf.put(key, kept, number)
        )
        await self.app(scope, receive, finish)


class _Finish:
    """Holds an answer back until it is whole, then tags and compresses it.

    An answer in several pieces (a file) passes through untouched.
    """

    def __init__(self, send: Send, asked: Asked, method: str, keep: Callable[[Kept], None]) -> None:
        self._send = send
        self._asked = asked
        self._method = method
        self._keep = keep
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            start, self._start = self._start, None
            if message.get("more_body") or start["status"] != 200:
                await self._send(start)
                await self._send(message)
            else:
                await self._whole(start, message.get("body", b""))

    async def _whole(self, start: Message, body: bytes) -> None:
        headers: Headers = start["headers"]
        found = dict(headers)
        if not found.get(b"content-type", b"").startswith(TEXTUAL):
            await self._send(start)
            await self._send({"type": "http.response.body", "body": body})
            return
        etag = found.get(b"etag") or _etag(body, self._asked.fragment)
        kept = await _made(headers, body, etag, squeeze=self._asked.gzip)
        if found.get(b"cache-control", b"").startswith(b"public"):
            self._keep(kept)
        await _send_kept(kept, self._asked, self._method, self._send)


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Whether a list of tags a client holds names this one; weak tags compare as equal."""
    if not if_none_match:
        return False
    held = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
    return etag.removeprefix(b"W/") in held or held == [b"*"]


def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether a client takes gzip: named, or by *, and not refused by q=0.

    >>> accepts_gzip(b"gzip, br"), accepts_gzip(b"gzip;q=0, br"), accepts_gzip(b"")
    (True, False, False)
    """
    for part in accept_encoding.lower().split(b","):
        name, _, quality = part.partition(b";")
        if name.strip() in (b"gzip", b"*"):
            return quality.replace(b" ", b"").rstrip(b"0") not in (b"q=", b"q=0.")
    return False


def _asked(headers: Headers) -> Asked:
    encoding = tag = b""
    fragment = personal = restores = False
    for name, value in headers:
        if name == b"accept-encoding":
            encoding = value
        elif name == b"if-none-match":
            tag = value
        elif name == b"hx-request":
            fragment = value == b"true"
        elif name == b"hx-history-restore-request":
            restores = value == b"true"
        elif name in (b"cookie", b"authorization"):
            personal = True
    return Asked(accepts_gzip(encoding), fragment and not restores, tag, personal)


def _etag(body: bytes, fragment: bool) -> bytes:
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    return f'W/"{digest}{"-b" if fragment else ""}"'.encode()


async def _made(headers: Headers, body: bytes, etag: bytes, *, squeeze: bool) -> Kept:
    kept = [(n, v) for n, v in headers if n not in (b"content-length", b"etag")]
    kept.append((b"etag", etag))
    if not any(n == b"vary" for n, _ in kept):
        kept.append((b"vary", b"Accept-Encoding"))
    not_modified = [(n, v) for n, v in kept if n != b"content-type"]
    if squeeze and len(body) >= WORTH_COMPRESSING:
        if len(body) > COMPRESS_INLINE:
            body = await run_sync(gzip.compress, body, LEVEL)
        else:
            body = gzip.compress(body, LEVEL)
        kept.append((b"content-encoding", b"gzip"))
    kept.append((b"content-length", str(len(body)).encode()))
    return Kept(kept, body, etag, not_modified)


async def _send_kept(kept: Kept, asked: Asked, method: str, send: Send) -> None:
    if matches(asked.if_none_match, kept.etag):
        # Copies: the layers around append their own headers to the list they are given.
        await send({"type": "http.response.start", "status": 304, "headers": [*kept.not_modified]})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [*kept.headers]})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else kept.body})
