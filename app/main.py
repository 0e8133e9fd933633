"""The composition root: the only place that puts the rooms of the web server together."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from app.archive.changes import last_change
from app.archive.store import Store, open_store
from app.desk.capacity import of_this_machine
from app.desk.delivery import Sender
from app.desk.spool import Spool
from app.errors import ReftelError
from app.jobs import open_queue
from app.scans.files import FileStore, open_files
from app.scans.kinds import Limits
from app.search.folder import Folder
from app.search.index import SearchIndex
from app.settings import Settings
from app.telegram.vocabulary import Vocabulary
from app.vocabulary import load as load_vocabulary
from app.web import (
    answers,
    assets,
    browse,
    cables,
    cuts,
    desk,
    images,
    review,
    scans,
    search,
    signing,
    site,
    suggest,
    uploads,
)
from app.web.answers import Moved, NoSuchKey, Rendered, Web
from app.web.cable import House
from app.web.edge import Edge, Hosts
from app.web.gazetteer import Gazetteer
from app.web.glossary import Glossary
from app.web.hot import Ready, Shelf
from app.web.pace import Pace
from app.web.render import Pages

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
log = logging.getLogger("reftel.web")


def create_app(settings: Settings) -> FastAPI:
    """The web application of one archive; it closes the archive's store when it stops.

    Raises:
        StoreNewer, StoreLost, FileStoreFailed: the archive cannot be opened.
    """
    store = open_store(settings.database)
    files = open_files(settings.files)
    return compose(settings, store, files, load_vocabulary())


def compose(settings: Settings, store: Store, files: FileStore, vocabulary: Vocabulary) -> FastAPI:
    """The application over rooms that are open already."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        gc.collect()
        gc.freeze()  # modules and templates stay: collecting need not look at them again
        current_default_thread_limiter().total_tokens = threads_for(store)
        await run_sync(app.state.web.spool.sweep)
        yield
        app.state.stopping = True
        sender.close()
        store.close()

    # The pages of FastAPI that document an API load scripts from elsewhere: none here.
    app = FastAPI(
        title="Reftel", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan,
        redirect_slashes=False,
    )  # fmt: skip
    sender = Sender(lambda: open_queue(settings.database, settings.data))
    app.state.web = _web(settings, store, files, vocabulary, sender)
    app.state.stopping = False
    app.include_router(signing.router)
    app.include_router(uploads.router)
    app.include_router(desk.router)
    app.include_router(review.router)
    app.include_router(cuts.router)
    app.include_router(browse.router)
    app.include_router(site.router)
    app.include_router(cables.router)
    app.include_router(scans.router)
    app.include_router(images.router)
    app.include_router(search.router)
    app.include_router(suggest.router)
    app.mount("/static", _Static(directory=STATIC))
    _answer_errors(app)
    _put_layers(app, settings, store)
    if lacking := assets.missing(STATIC):
        log.warning("front-end files are not installed (%s): run make", ", ".join(lacking))
    return app


def threads_for(store: Store) -> int:
    """How many requests are worked on at once.

    Making a page is work for the interpreter, which runs one thread at a time: more threads than
    this only take it from each other (40 made half as many pages as 4). A server to wait for
    leaves room for more.
    """
    return 4 if store.is_sqlite else 16


def _web(
    settings: Settings, store: Store, files: FileStore, vocabulary: Vocabulary, sender: Sender
) -> Web:
    return Web(
        store=store,
        files=files,
        index=SearchIndex(Folder(settings.index)),
        pages=Pages(TEMPLATES, assets.site(STATIC, settings.archive_name)),
        house=House(settings.archive_name, settings.address, Glossary(vocabulary)),
        contact=settings.contact,
        build=assets.fingerprint(TEMPLATES, STATIC, ROOT / "app" / "web", ROOT / "app" / "formats"),
        static=STATIC,
        gazetteer=Gazetteer(vocabulary),
        rendered=Rendered(),
        https=settings.address.startswith("https:"),
        vocabulary=vocabulary,
        max_source_bytes=settings.max_source_bytes,
        spool=Spool(settings.uploads, settings.min_free_bytes),
        limits=Limits(bytes=settings.max_scan_bytes, pages=settings.max_scan_pages),
        queue=sender,
        able=of_this_machine(settings.workers, fast=settings.ocr == "fast"),
    )


def _answer_errors(app: FastAPI) -> None:
    app.add_exception_handler(Moved, answers.moved)
    app.add_exception_handler(NoSuchKey, answers.no_such_key)
    app.add_exception_handler(ReftelError, answers.went_wrong)
    app.add_exception_handler(HTTPException, answers.http_error)
    app.add_exception_handler(RequestValidationError, answers.senseless)


def _put_layers(app: FastAPI, settings: Settings, store: Store) -> None:
    """The layers around the routes; the last one added is the outermost."""

    def change_number() -> int:
        with store.reading() as connection:
            return last_change(connection)

    app.add_middleware(Ready, shelf=Shelf(change_number))
    app.add_middleware(Pace, rate=settings.requests_per_second, slowed=answers.slow_down)
    app.add_middleware(Hosts, hosts=settings.hosts, refused=answers.last_resort(400))
    app.add_middleware(
        Edge, https=settings.address.startswith("https:"), failed=answers.last_resort(500)
    )


class _Static(StaticFiles):
    """Files whose address carries their hash are kept by browsers for good; others for a day."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        age = (
            b"31536000, immutable" if scope.get("query_string", b"").startswith(b"v=") else b"86400"
        )

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                message["headers"].append((b"cache-control", b"max-age=" + age))
            await send(message)

        await super().__call__(scope, receive, dated)
