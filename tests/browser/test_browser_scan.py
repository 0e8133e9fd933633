"""The scan beside its text in a real browser: scrolling, finds, doubts, the viewer.

Pointing, and reading without a script, are played in test_browser_desk.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from conftest import ROOT, open_address
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pointing import boxed

from app.archive.store import open_store
from app.scans.files import open_files
from app.settings import load
from tests.web.papers import DOUBT, Scanned, add_scanned
from tests.web.shelves import Shelves

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Paper:
    """A running server with one scanned cable."""

    address: str
    held: Scanned

    def open(self, context: BrowserContext, query: str = "") -> Page:
        page = context.new_page()
        page.goto(f"{self.address}/c/{self.held.id}{query}")
        return page

    def word(self, number: int, nth: int) -> tuple[int, int, list[int]]:
        """Start and end in the source text, and the box, of the nth word of a page."""
        start, end, *box = self.held.pages[number - 1].words[nth]
        before = self.held.start(number)
        return before + start, before + end, box


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    folder = tmp_path_factory.mktemp("paper")
    env = {"PATH": os.environ["PATH"], "REFTEL_DATA": str(folder / "data"), "REFTEL_PORT": "0"}
    settings = load({"REFTEL_DATA": env["REFTEL_DATA"]})
    subprocess.run([sys.executable, "-m", "app", "search", "x"], cwd=ROOT, env=env, check=False,
                   capture_output=True)  # fmt: skip # makes the archive
    store = open_store(settings.database)
    held = add_scanned(Shelves(store, open_files(settings.files)))
    store.close()
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "app", "serve"],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield Paper(open_address(server), held)
    finally:
        server.terminate()
        server.wait(20)
        assert server.stdout is not None
        server.stdout.close()


def body_word(paper: Paper, number: int) -> tuple[str, list[int]]:
    """A long word that stands once in the text of a page, and its box."""
    text = paper.held.text
    for nth in range(60, len(paper.held.pages[number - 1].words)):
        start, end, box = paper.word(number, nth)
        word = text[start:end]
        if word.isalpha() and len(word) > 6 and text.count(word) == 1:
            return word, box
    raise AssertionError("no such word")


def grown(box: list[int], by: int = 3) -> list[int]:
    return [box[0] - by, box[1] - by, box[2] + 2 * by, box[3] + 2 * by]


def test_scan_and_text_stay_on_one_page(visitor: BrowserContext, paper: Paper) -> None:
    page = paper.open(visitor)
    at = page.locator(".scan .at")
    expect(at).to_have_text("1")
    page.evaluate("document.getElementById('page-2').scrollIntoView({behavior: 'instant'})")
    expect(at).to_have_text("2")
    expect(page.locator(".thumbs [aria-current=true]")).to_have_attribute("data-page", "2")
    page.wait_for_timeout(1300)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(at).to_have_text("1")
    page.get_by_role("button", name="Next page").click()
    expect(at).to_have_text("2")
    expect(page.locator("#page-2 a")).to_be_in_viewport()


def test_what_was_searched_for_is_boxed_on_the_scan(visitor: BrowserContext, paper: Paper) -> None:
    word, box = body_word(paper, 1)
    page = paper.open(visitor, f"?q={word}")
    expect(page.locator("svg.leaf .hit")).to_have_count(1)
    assert boxed(page, "hit") == grown(box, 4)
    expect(page.locator(".text mark")).to_have_text(word)


def test_a_doubtful_word_says_why_where_it_is_pointed_at(
    visitor: BrowserContext, paper: Paper
) -> None:
    page = paper.open(visitor)
    word = page.locator(".doubtful").first
    expect(word).to_have_attribute("title", f"Doubtful: {DOUBT}")
    word.hover()
    expect(page.locator(".scan figcaption")).to_have_text(f"Doubtful: {DOUBT}")


def test_words_selected_by_keyboard_are_boxed(visitor: BrowserContext, paper: Paper) -> None:
    page = paper.open(visitor)
    word, box = body_word(paper, 1)
    page.evaluate(
        """(word) => {
          const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const at = walk.currentNode.data.indexOf(word);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + word.length);
            return;
          }
        }""",
        word,
    )
    expect(page.locator("svg.leaf .chosen")).to_have_count(1)
    assert boxed(page, "chosen") == grown(box)


def test_the_viewer_is_loaded_when_it_is_opened_and_worked_by_keyboard(
    visitor: BrowserContext, paper: Paper
) -> None:
    asked: list[str] = []
    page = visitor.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{paper.address}/c/{paper.held.id}")
    expect(page.locator(".thumbs [aria-current=true]")).to_be_visible()
    assert not [url for url in asked if "openseadragon" in url]
    page.locator(".scan .open").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".stage[data-open='1'] canvas").first).to_be_visible()
    assert [url for url in asked if "openseadragon" in url]
    expect(page.locator(".over .doubt")).to_have_count(2)
    page.keyboard.press("i")
    expect(page.get_by_role("button", name="Invert")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("r")
    page.keyboard.press("+")
    page.get_by_role("button", name="Turn").click()
    page.get_by_role("button", name="Closer").click()
    page.locator(".openseadragon-canvas").focus()
    page.keyboard.press("PageDown")
    expect(page.locator(".stage[data-open='2']")).to_be_visible()
    expect(page.locator(".scan .at")).to_have_text("2")
    page.keyboard.press("Escape")
    expect(page.locator("svg.leaf")).to_be_visible()
    expect(page.locator(".stage")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "open"
    assert page.evaluate("window.violations") == []
    assert not [url for url in asked if not url.startswith((paper.address, "data:", "blob:"))]


def test_axe_finds_nothing(visitor: BrowserContext, paper: Paper, axe: str) -> None:
    for path in ("", "/scan/1"):
        page = paper.open(visitor, path)
        page.evaluate(axe)
        assert problems(page) == []
    page = paper.open(visitor)
    page.locator(".scan .open").click()
    expect(page.locator(".stage[data-open='1']")).to_be_visible()
    page.evaluate(axe)
    assert problems(page) == []


def problems(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate(
        "axe.run().then((found) => found.violations.map((one) => [one.id, one.nodes.map((n) => n.html)]))"
    )
    return found


def test_the_narrowest_phone_and_print(browser: Browser, paper: Paper) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = paper.open(context)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    order = page.evaluate(
        "['.face', '#leaf', '.scan'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
    )
    assert order == sorted(order)
    page.emulate_media(media="print")
    expect(page.locator(".scan")).to_be_hidden()
    expect(page.locator(".text p").first).to_be_visible()
    context.close()
