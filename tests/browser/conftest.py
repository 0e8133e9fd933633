"""A reading room of its own in another process: the specimens, and the first document."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seed" / "secto-8.txt"
WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass(frozen=True)
class Room:
    """A running server and what lies in it."""

    address: str
    seed: str  # ids
    twin: str  # the same telegram in other bytes
    withdrawn: str
    corrected: str  # a specimen with two versions
    specimens: tuple[str, ...]


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The server, filled by the command line as an archivist would."""
    if not SEED.exists():
        pytest.skip(f"the first document is not beside this checkout ({SEED})")
    folder = tmp_path_factory.mktemp("room")
    env = {"PATH": os.environ["PATH"], "REFTEL_DATA": str(folder / "data"), "REFTEL_PORT": "0"}
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "app", "serve", "--demo"],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield filled(open_address(server), folder, env)
    finally:
        server.terminate()
        server.wait(20)
        assert server.stdout is not None
        server.stdout.close()


def open_address(server: subprocess.Popen[str]) -> str:
    """Where the server says that it is open."""
    said = ""
    assert server.stdout is not None
    for line in server.stdout:
        said += line
        if found := re.search(r"open at (http://\S+)", line):
            return found[1]
    pytest.fail(f"the server ended: {said}")


def filled(address: str, folder: Path, env: dict[str, str]) -> Room:
    def reftel(*arguments: str) -> str:
        command = [sys.executable, "-m", "app", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=env, check=True, text=True, capture_output=True
        ).stdout

    def taken(path: Path) -> str:
        lines = reftel("ingest", str(path), "--publish", "--json").splitlines()
        id: str = json.loads(lines[0])["cables"][0]["id"]
        return id

    twin = folder / "secto-8-again.txt"
    twin.write_text(SEED.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    seed, again = taken(SEED), taken(twin)
    specimens = [id for id in ids_in(env) if id not in (seed, again)]
    withdrawn, corrected, *rest = specimens
    reftel("withdraw", withdrawn, "--reason", "A test withdraws it")
    reftel("correct", corrected, "subject=A corrected subject")
    return Room(address, seed, again, withdrawn, corrected, tuple(rest))


def ids_in(env: dict[str, str]) -> list[str]:
    """The published cables of the archive, in the order of their days."""
    from app.archive import pages
    from app.archive.store import open_store
    from app.settings import load

    store = open_store(load({k: v for k, v in env.items() if k.startswith("REFTEL_")}).database)
    with store.reading() as connection:
        found = [row.id for row in pages.oldest_sent(connection, 100)]
    store.close()
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility engine's source: the one of package.json, else the one of the wheel."""
    installed = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if installed.exists():
        return installed.read_text(encoding="utf-8")
    import axe_playwright_python

    wheel = Path(axe_playwright_python.__file__).with_name("axe.min.js")
    return wheel.read_text(encoding="utf-8")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor with JavaScript, whose browser notes what the security policy refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.fixture
def plain_visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


def paths(room: Room) -> dict[str, str]:
    """Every kind of page by its name."""
    seed, other = room.seed, room.specimens[0]
    return {
        "home": "/",
        "list": "/cables",
        "dates": "/dates",
        "year": "/dates/1962",
        "month": "/dates/1962/12",
        "day": "/dates/1962/12/13",
        "posts": "/posts",
        "post": "/posts/paris",
        "post in a year": "/posts/paris/1962",
        "all series": "/series",
        "series": "/series/secto",
        "register": "/ref/secto/paris/1962",
        "collections": "/collections",
        "collection": "/collections/0",
        "recent": "/recent",
        "about": "/about",
        "clean": f"/c/{seed}",
        "as received": f"/c/{seed}/as-received",
        "set aside": f"/c/{seed}/set-aside",
        "versions": f"/c/{seed}/versions",
        "specimen": f"/c/{other}",
        "specimen as received": f"/c/{other}/as-received",
        "older version": f"/c/{room.corrected}/v/1",
        "two versions": f"/c/{room.corrected}/versions",
        "withdrawn": f"/c/{room.withdrawn}",
        "search": "/search?q=contingency+planning",
        "search narrowed": "/search?q=the+post%3Aparis+NOT+zeppelin",
        "search widened": "/search?q=contingensy+planning",
        "search without words": "/search",
        "values": "/search/values/post?q=the",
        "search in vain": "/search?q=zeppelin+post%3Aparis",
        "search not understood": "/search?q=%28berlin",
        "marked": f"/c/{seed}?q=contingency",
        "several": "/ref/secto/paris/1962/8",
        "not held": "/ref/secto/paris/1962/9999",
        "mistyped": f"/c/{seed[:-1]}{'1' if seed[-1] == '0' else '0'}",
        "not here": "/nowhere",
    }


def opened(context: BrowserContext, room: Room, path: str) -> Page:
    page = context.new_page()
    page.goto(room.address + path)
    return page
