"""The picture in the README is a page as it is: taken by a test, of a composed specimen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "reading-page.png"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a reading room with specimens, on a port of its own."""
    env = {"PATH": os.environ["PATH"], "REFTEL_DATA": str(tmp_path / "data"), "REFTEL_PORT": "0"}
    command = [sys.executable, "-u", "-m", "app", "serve", "--demo"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    try:
        said = ""
        for line in server.stdout:
            said += line
            if found := re.search(r"open at (http://\S+)", line):
                yield found[1]
                break
        else:
            pytest.fail(f"the server ended: {said}")
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()


def take(browser: Browser, address: str, into: Path) -> str:
    """Photograph the page of a delegation's telegram, found in the list; its title."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.goto(f"{address}/cables")
    page.get_by_role("link", name=re.compile("^SECTO ")).first.click()
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    page.screenshot(path=into)
    title = page.title()
    page.close()
    return title


@pytest.mark.browser
def test_a_newcomer_opens_a_specimen_and_it_makes_a_picture(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    made = tmp_path / "page.png"
    assert take(browser, address, made)
    assert made.read_bytes().startswith(PNG)
    # TEST_PICTURES=1 renews the one that is committed; a test run by itself changes no file.
    if os.environ.get("TEST_PICTURES") == "1" or not PICTURE.exists():
        PICTURE.parent.mkdir(exist_ok=True)
        shutil.copyfile(made, PICTURE)
