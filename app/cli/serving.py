"""`reftel serve`: the web server, in one process, stopped gracefully."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import typer
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.cli.opening import changing_desk, open_desk
from app.desk.accounts import add_first
from app.desk.demo import load_specimens
from app.errors import PortTaken
from app.main import STATIC, create_app
from app.search.parser import LONGEST_QUERY
from app.settings import Settings, secret_key
from app.worker import follow_index, read_scans

if TYPE_CHECKING:
    from types import FrameType

    from fastapi import FastAPI


def serve(settings: Settings, *, demo: bool = False) -> int:
    """Listen and answer until SIGINT or SIGTERM; requests under way are finished first.

    Args:
        settings: where the archive is, and where to listen.
        demo: load the specimens if the archive is empty.

    Returns:
        The exit code.

    Raises:
        PortTaken: the port is in use, or not ours to take.
    """
    with listen(settings.host, settings.port) as listener:
        # Port 0 asked for a free one; the permalinks must name the one that was given.
        settings = replace(settings, port=listener.getsockname()[1])
        settings = replace(settings, secret_key=secret_key(settings))
        if demo:
            _load_demo(settings)
            _make_first_account(settings)
        return _serve(settings, listener)


def _serve(settings: Settings, listener: socket.socket) -> int:
    server = Server(create_app(settings), settings)
    # After a graceful stop uvicorn raises the signal again for the handler that was there before
    # it; that one would end us as if killed. A stop that was asked for is a success.
    previous = {number: signal.signal(number, _ignore) for number in _STOPPING}
    try:
        with _worked_beside(settings):
            server.run(sockets=[listener])
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    return 0 if server.started else 1


@contextmanager
def _worked_beside(settings: Settings) -> Iterator[None]:
    """Threads that read scans and keep the search index up to date, as a worker does."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=work, args=(settings, stop), name=work.__name__)
        for work in (follow_index, read_scans)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _load_demo(settings: Settings) -> None:
    with changing_desk(settings) as desk:
        new = load_specimens(desk, fonts=STATIC / "vendor")
    if new:
        typer.echo(f"The archive was empty: {new} specimens were loaded, each marked as such")


def _make_first_account(settings: Settings) -> None:
    with open_desk(settings) as desk:
        password = add_first(desk.store)
    if password:
        typer.echo(f"To the desk: sign in as admin with the password {password} (told this once)")


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, so a port in use is told as such before anything else is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(host=host, port=port, cause=error.strerror or str(error)) from None
    listener.set_inheritable(True)
    return listener


LONGEST_ADDRESS = 65_535  # bytes that httptools reads
TOO_LONG = (
    f"This address goes on past {LONGEST_ADDRESS:,} bytes. "
    f"Search for fewer words: a query has {LONGEST_QUERY:,} characters at most.\n"
)
_STOPPING = (signal.SIGINT, signal.SIGTERM)
_ignore: Callable[[int, FrameType | None], None] = lambda number, frame: None  # noqa: E731


class Protocol(HttpToolsProtocol):
    """Says in words why an address is refused before the application sees it."""

    def send_400_response(self, msg: str) -> None:
        super().send_400_response(
            TOO_LONG if len(getattr(self, "url", b"")) > LONGEST_ADDRESS else msg
        )


class Server(uvicorn.Server):
    """Says its address once it answers: what it prints can be opened."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        super().__init__(_configuration(app, settings))
        self._app, self._settings = app, settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            typer.echo(f"Reftel is open at {self._settings.address} (stop it with Ctrl-C)")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Say at once at /readyz that this server is about to stop: others take the next request."""
        self._app.state.stopping = True
        super().handle_exit(sig, frame)


def _configuration(app: FastAPI, settings: Settings) -> uvicorn.Config:
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=Protocol,
        log_config=None,
        log_level="warning",
        access_log=False,  # the application writes one line a request, without query text
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=settings.stop_seconds,
        server_header=False,
    )
