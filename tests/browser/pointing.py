"""Where words and boxes are on a page that shows a scan beside its text."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page, expect


def middle_of(page: Page, word: str) -> dict[str, float]:
    """Where a word stands in the window, brought into view."""
    found: dict[str, float] = page.evaluate(
        """(word) => {
          const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const at = walk.currentNode.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walk.currentNode, at);
            range.setEnd(walk.currentNode, at + word.length);
            walk.currentNode.parentElement.scrollIntoView({block: "center", behavior: "instant"});
            const box = range.getBoundingClientRect();
            return {x: box.left + box.width / 2, y: box.top + box.height / 2};
          }
        }""",
        word,
    )
    return found


def on_screen(page: Page, box: Sequence[float]) -> list[float]:
    """Where the middle of a box of the page image stands in the window."""
    found: list[float] = page.evaluate(
        """([x, y, width, height]) => {
          const matrix = document.querySelector("svg.leaf").getScreenCTM();
          const at = new DOMPoint(x + width / 2, y + height / 2).matrixTransform(matrix);
          return [at.x, at.y];
        }""",
        list(box),
    )
    return found


def boxed(page: Page, kind: str) -> list[float]:
    """The first box of a kind: left, top, width and height in pixels of the page image."""
    rect = page.locator(f"svg.leaf .{kind}").first
    expect(rect).to_be_attached()
    return [round(float(rect.get_attribute(n) or 0)) for n in ("x", "y", "width", "height")]
