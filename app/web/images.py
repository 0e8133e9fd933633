"""Page images by the IIIF Image API 3: `/iiif/{image}/info.json` and parts of an image.

An image is named by the SHA-256 of what is stored, so what its address shows never changes; whether
it is shown does. A browser, or a cache before the server, keeps an image for an hour and then asks
again: that is how long one of a withdrawn cable can still be seen. Images of drafts are seen by
archivists alone, and kept by nobody.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import OrderedDict
from threading import Lock

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from app.archive import pages
from app.archive.scanned import image_is_of
from app.errors import Damaged, Missing, ReftelError
from app.scans.files import FileStore
from app.scans.images import ImageRequest, canonical, info, parse, render
from app.scans.pyramid import Pyramid
from app.web import urls
from app.web.answers import Moved, web_of
from app.web.cables import gone
from app.web.hot import matches
from app.web.sessions import PRIVATE, sees_drafts

router = APIRouter()
READ = ["GET", "HEAD"]
# Within it no viewer asks twice for a tile; later each costs a 304.
FOR_AN_HOUR = "public, max-age=3600, must-revalidate"
_NAME = re.compile(r"[0-9a-f]{64}")
_INFO = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
_LEVEL = "http://iiif.io/api/image/3/level2.json"


class Leaves:
    """Stored page images that were asked for of late: a viewer asks for many tiles of one."""

    def __init__(self, capacity: int = 48_000_000) -> None:
        self._capacity = capacity  # bytes
        self._size = 0
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, files: FileStore, sha256: str) -> bytes:
        """The stored bytes, verified when they are fetched.

        Raises:
            Missing, Damaged, FileStoreFailed: as `FileStore.read`.
        """
        with self._lock:
            if sha256 in self._held:
                self._held.move_to_end(sha256)
                return self._held[sha256]
        data = files.read(sha256)
        with self._lock:
            if sha256 not in self._held:
                self._held[sha256] = data
                self._size += len(data)
            while self._size > self._capacity and len(self._held) > 1:
                self._size -= len(self._held.popitem(last=False)[1])
        return data


_leaves = Leaves()


@router.api_route("/iiif/{image}", methods=READ)
def base(image: str) -> Response:
    """The address of an image leads to what is said of it, as the API asks."""
    raise Moved(f"{urls.image(image)}/info.json", 303)


@router.api_route("/iiif/{image}/info.json", methods=READ)
def image_info(request: Request, image: str) -> Response:
    """What an image is: its size, and the tiles and sizes that cost least."""
    cache = _access(request, image)
    etag = f'"{image[:32]}-info"'
    if _held(request, etag):
        return Response(status_code=304, headers={"ETag": etag, "Cache-Control": cache})
    with Pyramid(_stored(request, image)) as kept:
        width, height = kept.width, kept.height
    address = urls.absolute(web_of(request).house.address, urls.image(image))
    return Response(
        json.dumps(info(width, height, address)),
        media_type=_INFO,
        headers={**_open_to_all(cache), "ETag": etag},
    )


@router.api_route("/iiif/{image}/{asked:path}", methods=READ)
def image_part(request: Request, image: str, asked: str) -> Response:
    """A part of an image: region, size, rotation, quality and format."""
    cache = _access(request, image)
    try:
        return _part(request, image, parse(asked), cache)
    except ReftelError as error:
        if error.status not in (400, 501):
            raise
        return PlainTextResponse(f"{error.reason} {error.remedy}\n", error.status)


def _part(request: Request, image: str, asked: ImageRequest, cache: str) -> Response:
    etag = f'"{hashlib.blake2b(f"{image} {asked}".encode(), digest_size=12).hexdigest()}"'
    headers = {**_open_to_all(cache), "ETag": etag}
    if _held(request, etag):
        return Response(status_code=304, headers=headers)
    stored = _stored(request, image)
    found = render(stored, asked)
    with Pyramid(stored) as kept:
        same = canonical(asked, kept.width, kept.height)
    address = urls.absolute(web_of(request).house.address, urls.image(image))
    headers["Link"] = f'<{address}/{same}>;rel="canonical", <{_LEVEL}>;rel="profile"'
    return Response(found.data, media_type=found.media_type, headers=headers)


def _access(request: Request, image: str) -> str:
    """How long an image may be kept, if it may be seen.

    Raises:
        Missing: there is none of that name, or not for this visitor.
        Gone: it was withdrawn with its cable.
    """
    if _NAME.fullmatch(image):
        with web_of(request).store.reading() as connection:
            shown_on = image_is_of(connection, image)
            if pages.rows(connection, shown_on):
                return FOR_AN_HOUR
            standings = [pages.standing(connection, id) for id in shown_on]
        if shown_on and sees_drafts(request):
            return PRIVATE
        for one in standings:
            if one is not None and one.tombstone is not None:
                raise gone(one.id, one.tombstone)
    raise Missing(thing=f"Image {image[:80]}")


def _stored(request: Request, image: str) -> bytes:
    try:
        return _leaves.get(web_of(request).files, image)
    except Missing as lost:  # the address is right: it is the archive that is damaged
        raise Damaged(thing=f"Page image {image[:12]}", cause=lost.reason) from lost


def _held(request: Request, etag: str) -> bool:
    return matches(request.headers.get("if-none-match", "").encode("latin-1"), etag.encode())


def _open_to_all(cache: str) -> dict[str, str]:
    """Viewers of other sites may show what is public: that is what the API is for."""
    shared = {"Access-Control-Allow-Origin": "*"} if cache == FOR_AN_HOUR else {}
    return {"Cache-Control": cache, **shared}
