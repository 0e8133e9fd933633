"""How fast a cable's page is, beside a bare FastAPI answer and Datasette's row page.

    python benchmarks/pages.py [--seconds 3] [--text FILE]

All servers run in this one go, one process each, uvloop and httptools, loopback, and are asked by
the same client (wrk where it is installed, else a small one of our own). Only the ratios mean
anything: absolute figures follow the machine and what else it does. Datasette's line needs the
packages of the `bench` extra and is left out, and said so, where they are not installed.

Aims: a page that must be made 0.12 of hello, a page kept ready 0.70, a 304 0.85; and the page that
must be made 3 times Datasette's row page of the same text.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "seed" / "secto-8.txt"
CLIENTS = 8
HELLO = """
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def hello():
    return {"hello": "world"}
"""


# The product without rendered pages. Told `nothing`, it keeps no readings either: every page is
# queried, unpacked, made and rendered anew; else only unpacking is spared, as for a version that
# was seen before.
FORGETFUL = """
import dataclasses, sys, uvicorn
from app.archive import packing
from app.main import create_app
from app.settings import load
from app.web.answers import Rendered
if sys.argv[2] == "nothing":
    packing.KEPT_SIZE = 0
app = create_app(load())
app.state.web = dataclasses.replace(app.state.web, rendered=Rendered(0))
uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False,
            log_level="warning")
"""


class Line(NamedTuple):
    """One line of the table."""

    name: str
    per_second: float
    aim: float | None  # of hello


class Measured(NamedTuple):
    """What a client saw."""

    per_second: float
    wrong: int  # answers with another status than asked for


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--text", type=Path, default=SEED, help="the telegram that is served")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reftel-bench-")))
        lines = list(measured(stack, folder, options.text, options.seconds))
    show(lines)
    return 0


def measured(stack: ExitStack, folder: Path, text: Path, seconds: int) -> Iterator[Line]:
    """Every line of the table; hello is measured before and after, and the mean taken."""
    hello = stack.enter_context(served_hello(folder))
    reftel, id = stack.enter_context(served_archive(folder, text))
    address = f"{reftel}/c/{id}"
    with urllib.request.urlopen(address) as page:
        etag = page.headers["ETag"]
        size = len(page.read())
    print(f"client: {'wrk' if shutil.which('wrk') else 'python'}, {CLIENTS} connections, "
          f"{seconds} s a line; the page has {size:,} bytes")  # fmt: skip
    before = ask(hello, seconds)
    # A query the page does not know goes by the shelf of ready answers.
    with served_forgetful(folder, "nothing") as forgetful:
        made = ask(f"{forgetful}/c/{id}?made=1", seconds)
    with served_forgetful(folder, "readings") as forgetful:
        seen = ask(f"{forgetful}/c/{id}?made=1", seconds)
    unchanged = ask(f"{address}?made=1", seconds)
    kept = ask(address, seconds)
    packed = ask(address, seconds, {"Accept-Encoding": "gzip"})
    held = ask(address, seconds, {"If-None-Match": etag}, status=304)
    rows = datasette(stack, folder, text, seconds)
    after = ask(hello, seconds)
    yield Line("bare FastAPI hello", (before + after) / 2, None)
    yield Line("cable page, made from nothing", made, 0.12)
    yield Line("cable page, made, reading kept", seen, None)
    yield Line("cable page, looked up, unchanged", unchanged, None)
    yield Line("cable page, kept ready", kept, 0.70)
    yield Line("cable page, kept ready, gzip", packed, None)
    yield Line("cable page, 304", held, 0.85)
    if rows is not None:
        yield Line("Datasette row page, same text", rows, None)


def show(lines: list[Line]) -> None:
    """The table, each line as a share of hello and against its aim."""
    hello = lines[0].per_second
    print(f"\n{'':<34}{'a second':>10}{'of hello':>10}{'aim':>7}")
    for line in lines:
        aim = f"{line.aim:.2f}" if line.aim else ""
        print(f"{line.name:<34}{line.per_second:>10,.0f}{line.per_second / hello:>10.2f}{aim:>7}")
    by_name = {line.name: line.per_second for line in lines}
    rows = by_name.get("Datasette row page, same text")
    if rows is None:
        print(
            "\nDatasette is not installed: no comparison (pip install -r requirements-bench.lock)"
        )
        return
    print(f"\nthe page made from nothing is {by_name['cable page, made from nothing'] / rows:.1f} times "
          f"Datasette's row page (aim 3), kept ready {by_name['cable page, kept ready'] / rows:.1f}")  # fmt: skip


# --- the servers ---------------------------------------------------------------------------------


@contextmanager
def served_hello(folder: Path) -> Iterator[str]:
    (folder / "hello.py").write_text(HELLO, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "hello:app", "--port", str(port), "--loop", "uvloop",
               "--http", "httptools", "--no-access-log", "--log-level", "warning"]  # fmt: skip
    with running(command, cwd=folder, address=f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def served_archive(folder: Path, text: Path) -> Iterator[tuple[str, str]]:
    """The product as anyone runs it, with one cable; its address and the cable's id."""
    port = free_port()
    env = {"REFTEL_DATA": str(folder / "data"), "REFTEL_PORT": str(port), "PATH": "/usr/bin:/bin"}
    reftel = [sys.executable, "-m", "app"]
    said = subprocess.run(
        [*reftel, "ingest", str(text), "--publish", "--json"],
        cwd=ROOT, env=env, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    id = json.loads(said.splitlines()[0])["cables"][0]["id"]
    address = f"http://127.0.0.1:{port}"
    with running([*reftel, "serve"], cwd=ROOT, address=f"{address}/healthz", env=env):
        yield address, id


@contextmanager
def served_forgetful(folder: Path, kept: str) -> Iterator[str]:
    """The same archive by a server that keeps no pages; `kept` is `nothing` or `readings`."""
    (folder / "forgetful.py").write_text(FORGETFUL, encoding="utf-8")
    port = free_port()
    env = {"REFTEL_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, str(folder / "forgetful.py"), str(port), kept]
    with running(command, cwd=ROOT, address=f"http://127.0.0.1:{port}/healthz", env=env):
        yield f"http://127.0.0.1:{port}"


def datasette(stack: ExitStack, folder: Path, text: Path, seconds: int) -> float | None:
    """Datasette over one table with the same text; None where it is not installed."""
    program = Path(sys.executable).with_name("datasette")
    if not program.exists():
        return None
    path = folder / "rows.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE cable (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
        row = (1, "SECTO 8", text.read_text(encoding="utf-8"))
        database.execute("INSERT INTO cable VALUES (?, ?, ?)", row)
    database.close()
    port = free_port()
    address = f"http://127.0.0.1:{port}/rows/cable/1"
    command = [str(program), "serve", "-i", str(path), "--port", str(port)]
    stack.enter_context(running(command, cwd=folder, address=address))
    return ask(address, seconds)


@contextmanager
def running(
    command: list[str], *, cwd: Path, address: str, env: dict[str, str] | None = None
) -> Iterator[None]:
    """A server from its first answer to its end."""
    log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
    server = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=log)
    try:
        wait_for(address, server)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)
        log.close()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise SystemExit(f"the server for {address} ended with {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"no answer at {address}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- the client ----------------------------------------------------------------------------------


def ask(
    address: str, seconds: int, headers: dict[str, str] | None = None, status: int = 200
) -> float:
    """Answers a second at an address; a short warm-up first.

    Raises:
        SystemExit: an answer had another status than it should.
    """
    asked = by_wrk if shutil.which("wrk") else by_python
    asked(address, 1, headers or {}, status)
    found = asked(address, seconds, headers or {}, status)
    if found.wrong:
        raise SystemExit(f"{address}: {found.wrong} answers were not {status}")
    return found.per_second


def by_wrk(address: str, seconds: int, headers: dict[str, str], status: int) -> Measured:
    sent = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", *sent, address],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    rate = re.search(r"Requests/sec:\s*([\d.]+)", said)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if rate is None:
        raise SystemExit(f"wrk said nothing to count:\n{said}")
    with urllib.request.build_opener(_Plain).open(
        urllib.request.Request(address, headers=headers)
    ) as answer:
        one = int(answer.status != status)
    return Measured(float(rate[1]), one + (int(wrong[1]) if wrong else 0))


class _Plain(urllib.request.HTTPErrorProcessor):
    """Hands out a 304 as the answer that it is."""

    def http_response(self, request: object, response: object) -> object:
        return response


def by_python(address: str, seconds: int, headers: dict[str, str], status: int) -> Measured:
    return asyncio.run(_by_python(address, seconds, headers, status))


async def _by_python(address: str, seconds: int, headers: dict[str, str], status: int) -> Measured:
    """Keep-alive connections, one request under way on each."""
    host, _, path = address.removeprefix("http://").partition("/")
    name, _, port = host.partition(":")
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode()
    end = time.perf_counter() + seconds
    counts = await asyncio.gather(
        *(_talk(name, int(port), request, end, status) for _ in range(CLIENTS))
    )
    return Measured(sum(c[0] for c in counts) / seconds, sum(c[1] for c in counts))


async def _talk(host: str, port: int, request: bytes, end: float, status: int) -> tuple[int, int]:
    reader, writer = await asyncio.open_connection(host, port, limit=2**20)
    done = wrong = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        wrong += not head.startswith(f"HTTP/1.1 {status} ".encode())
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if length and status != 304:
            await reader.readexactly(int(length[1]))
        done += 1
    writer.close()
    return done, wrong


if __name__ == "__main__":
    raise SystemExit(main())
