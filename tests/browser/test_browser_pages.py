"""The pages in a real browser, with JavaScript and without, by mouse, keyboard and axe."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from conftest import Room, opened, paths
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CONTRAST = ["color-contrast", "link-in-text-block"]
NAMES = sorted(paths(Room("", "00000000", "", "", "", ("",))))


def shows_the_whole_cable(page: Page, room: Room) -> None:
    """All that the first document's page promises, whoever looks."""
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "SECTO 8, Paris to the Department of State"
    )
    head = page.locator(".cable-head")
    expect(head).to_contain_text("13 December 1962, 11 a.m. in Paris")
    expect(head).to_contain_text("5 a.m. in Washington")
    expect(head).to_contain_text("10:02 a.m. in Washington")
    expect(head).to_contain_text("5 h 2 min on the way")
    expect(head.locator(".stamp.was")).to_have_text("Originally Secret")
    for stamp in ("Released in full 27 Jan 1990", "Priority", "Limdis"):
        expect(head).to_contain_text(stamp)
    face = page.locator(".face")
    for words in ("5860", "LIMIT DISTRIBUTION S/S", "Rusk", "Secret, on all 5 pages", "-SS"):
        expect(face).to_contain_text(words)
    expect(page.locator(".text p.par")).to_have_count(4)
    for number in (2, 3, 4, 5):
        expect(page.locator(f".text p.par #page-{number}")).to_have_count(1)
    expect(page.locator(".signature")).to_have_text("RUSK")
    expect(page.locator(".margin .pages > li")).to_have_count(5)
    expect(page.locator("#cite")).to_contain_text(f"{room.address}/c/{room.seed}/v/1")
    expect(page.locator(".ledger")).to_contain_text("Probably the same as")
    expect(page.get_by_role("link", name="secto-8.txt")).to_be_visible()


def test_the_first_document_is_complete_with_javascript(
    visitor: BrowserContext, room: Room
) -> None:
    shows_the_whole_cable(opened(visitor, room, f"/c/{room.seed}"), room)


def test_the_first_document_is_complete_without_javascript(
    plain_visitor: BrowserContext, room: Room
) -> None:
    page = opened(plain_visitor, room, f"/c/{room.seed}")
    shows_the_whole_cable(page, room)
    for name, heading in (
        ("As received", "As received"),
        ("Set aside", "Set aside"),
        ("Versions", "Versions"),
    ):
        page.get_by_role("navigation", name="Views").get_by_role("link", name=name).click()
        expect(page).to_have_title(re.compile(f"^{heading}: SECTO 8"))


def test_a_view_is_switched_in_place_and_history_leads_back(
    visitor: BrowserContext, room: Room
) -> None:
    page = opened(visitor, room, f"/c/{room.seed}")
    page.evaluate("window.stayed = true")
    link = page.get_by_role("link", name="As received")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("table.lines")).to_be_visible()
    assert page.url.endswith("/as-received")
    assert page.evaluate("window.stayed") is True
    expect(page).to_have_title(re.compile("^As received: SECTO 8"))
    expect(page.locator("[aria-current=page]")).to_have_text("As received")
    # the keyboard stays where it was
    assert page.evaluate("document.activeElement.id") == "view-2"
    page.go_back()
    expect(page.locator(".text p.par")).to_have_count(4)
    expect(page.locator("h1")).to_have_count(1)


def test_what_was_printed_at_a_break_is_told_to_mouse_keyboard_and_link(
    visitor: BrowserContext, room: Room
) -> None:
    page = opened(visitor, room, f"/c/{room.seed}")
    note = page.locator("#at-2")
    expect(note).to_be_hidden()
    page.locator("#page-2 > a").hover()
    expect(note).to_be_visible()
    expect(note).to_contain_text("-2- SECTO 8, DECEMBER 13, 11 AM FROM PARIS")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.mouse.move(0, 0)
    page.locator("#page-3 > a").focus()
    expect(page.locator("#at-3")).to_be_visible()


def test_a_page_link_shows_the_break_without_javascript(
    plain_visitor: BrowserContext, room: Room
) -> None:
    page = opened(plain_visitor, room, f"/c/{room.seed}/page/4")
    assert page.url.endswith("#page-4")
    expect(page.locator("#at-4")).to_be_visible()
    expect(page.locator("#page-4 > a")).to_be_in_viewport()


def test_copied_text_has_no_page_marks_and_no_paragraph_signs(
    visitor: BrowserContext, room: Room
) -> None:
    page = opened(visitor, room, f"/c/{room.seed}")
    chosen = page.evaluate(
        """() => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelectorAll(".text p.par")[1]);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          return getSelection().toString();
        }"""
    )
    assert "HARMONIZE OUR POLICIES" in " ".join(chosen.split())
    assert "¶" not in chosen
    assert "page 2" not in chosen
    assert len(chosen.split()) == 1090


def test_the_page_being_read_is_named_in_the_margin(visitor: BrowserContext, room: Room) -> None:
    page = opened(visitor, room, f"/c/{room.seed}")
    page.emulate_media(reduced_motion="reduce")
    current = page.locator(".pages [aria-current]")
    expect(current).to_have_text("Page 1")
    page.locator("#page-4").evaluate("mark => mark.scrollIntoView()")
    expect(current).to_have_text("Page 4")


def test_by_keyboard_alone_one_comes_from_the_top_to_the_text_and_the_citation(
    visitor: BrowserContext, room: Room
) -> None:
    page = opened(visitor, room, f"/c/{room.seed}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # past the last link
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")
    for href in ("#cite", f"/c/{room.seed}.txt", f"/c/{room.seed}/set-aside", "#page-2", "#page-5"):
        assert href in reached


def test_citation_and_permalink_can_be_copied(visitor: BrowserContext, room: Room) -> None:
    visitor.grant_permissions(["clipboard-read", "clipboard-write"], origin=room.address)
    page = opened(visitor, room, f"/c/{room.seed}")
    page.get_by_role("button", name="Copy the permalink").click()
    expect(page.get_by_role("status")).to_have_text("Copied the permalink.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{room.address}/c/{room.seed}"


@pytest.mark.parametrize("name", NAMES)
def test_no_page_does_what_its_security_policy_refuses(
    visitor: BrowserContext, room: Room, name: str
) -> None:
    page = visitor.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(room.address + paths(room)[name])
    assert answer is not None
    page.wait_for_load_state("networkidle")
    for view in page.locator(".views a").all():
        view.click()
        page.wait_for_load_state("networkidle")
    assert page.evaluate("window.violations") == []
    # the browser itself reports the status of an error page as a failed load
    assert [words for words in said if "Failed to load resource" not in words] == []


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_on_any_page_and_nothing_runs_off_any_screen(
    browser: Browser, room: Room, axe: str, name: str
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = opened(context, room, paths(room)[name])
    page.evaluate(axe)
    # every rule at each width and in each scheme; contrast, which both decide, in every pair of them
    for width, scheme, rules in (
        (1280, "light", None), (320, "dark", None), (1280, "dark", CONTRAST), (320, "light", CONTRAST),
    ):  # fmt: skip
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert found_by_axe(page, rules) == [], (scheme, width)
        assert scroll_width(page) <= width
    # a wide screen, and one of 1280 by 900 magnified to 400 %
    for width, height in ((2560, 900), (320, 225)):
        page.set_viewport_size({"width": width, "height": height})
        assert scroll_width(page) <= width, (width, height)
    context.close()


def scroll_width(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def found_by_axe(page: Page, rules: list[str] | None = None) -> list[tuple[str, list[str]]]:
    """Violations anywhere in the document: of any rule, or of those named."""
    chosen = {"runOnly": rules} if rules else {}
    found = page.evaluate("(chosen) => axe.run(document, chosen)", chosen)
    return [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found["violations"]]


def test_axe_finds_nothing_where_a_break_is_open(browser: Browser, room: Room, axe: str) -> None:
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme)
        page = opened(context, room, f"/c/{room.seed}#page-2")
        expect(page.locator("#at-2")).to_be_visible()
        page.evaluate(axe)
        assert found_by_axe(page) == []
        context.close()


def test_print_is_text_page_numbers_citation_and_permalink_on_white(
    visitor: BrowserContext, room: Room
) -> None:
    page = opened(visitor, room, f"/c/{room.seed}")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".masthead", ".views", ".actions", ".pilcrow", ".foot", ".copy"):
        expect(page.locator(gone).first).to_be_hidden()
    for stays in ("h1", ".text", "#page-2", "#cite .citation", "#cite .permalink", ".face"):
        expect(page.locator(stays).first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") in (
        "rgb(255, 255, 255)",
    )


def test_the_pages_are_light(visitor: BrowserContext, room: Room) -> None:
    for path in paths(room).values():
        body = visitor.request.get(room.address + path).body()
        assert len(body) < 60_000, path
