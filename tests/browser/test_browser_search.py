"""Searching in a real browser: with JavaScript and without, by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from conftest import Room, opened
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser


def searches_narrows_and_opens(page: Page, room: Room) -> None:
    """From the box of any page to the marked words of a cable, and back out of a facet."""
    box = page.locator("#find")
    box.fill('"contingency planning" post:paris')
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ cables?$"))
    expect(page.locator("#find")).to_have_value('"contingency planning" post:paris')
    hit = page.locator(".hit").filter(has_text="SECTO 8").first
    expect(hit.locator("blockquote mark").first).to_have_text(
        re.compile("contingency planning", re.I)
    )
    results = page.url
    hit.locator("blockquote a").first.click()
    marked = page.locator(".text mark")
    expect(marked.first).to_have_text(re.compile("contingency", re.I))
    expect(page.locator(".par:target mark").first).to_be_in_viewport()
    page.goto(results)
    page.get_by_role("link", name="Remove post Paris").click()
    expect(page.locator("#find")).to_have_value('"contingency planning"')
    expect(page.locator(".chips")).to_have_count(0)
    page.locator(".facets").get_by_role("link", name="Paris", exact=True).click()
    expect(page.locator(".chips li")).to_have_count(1)
    assert "post%3A%3Dparis" in page.url


def test_a_search_with_javascript(visitor: BrowserContext, room: Room) -> None:
    searches_narrows_and_opens(opened(visitor, room, "/about"), room)


def test_a_search_without_javascript(plain_visitor: BrowserContext, room: Room) -> None:
    searches_narrows_and_opens(opened(plain_visitor, room, "/about"), room)


def says_what_was_matched_and_lets_it_be_refused(page: Page) -> None:
    """A slip in the query itself: no cable has the word, one has what it stands for."""
    chip = page.get_by_role("list", name="Also matched").get_by_role("listitem").first
    expect(chip).to_contain_text(re.compile("also matched CONTINGENCY for CONTINGENSY"))
    hit = page.locator(".hit").first
    expect(hit.locator(".inexact")).to_be_visible()
    expect(hit.locator("blockquote mark").first).to_have_text(re.compile("contingency", re.I))
    results = page.url
    hit.locator("blockquote a").first.click()
    expect(page.locator(".text mark").first).to_have_text(re.compile("contingency", re.I))
    page.goto(results)
    page.get_by_role("link", name="Do not match CONTINGENCY").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No cable")
    page.get_by_role("link", name="Remove not taken for it: contingency").click()
    expect(page.get_by_role("list", name="Also matched")).to_be_visible()
    page.get_by_role("link", name="Only as written").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No cable")


def test_a_widened_search_with_javascript(visitor: BrowserContext, room: Room) -> None:
    says_what_was_matched_and_lets_it_be_refused(opened(visitor, room, "/search?q=contingensy"))


def test_a_widened_search_without_javascript(plain_visitor: BrowserContext, room: Room) -> None:
    says_what_was_matched_and_lets_it_be_refused(
        opened(plain_visitor, room, "/search?q=contingensy")
    )


def test_from_the_box_to_a_hit_by_keyboard_alone(visitor: BrowserContext, room: Room) -> None:
    page = opened(visitor, room, "/search")
    page.locator("#find").focus()
    page.keyboard.type("contingency")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    wanted = page.locator(".hit blockquote a").first.get_attribute("href")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == wanted:
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".text mark").first).to_be_visible()


def test_a_bar_of_the_timeline_narrows_the_search(
    plain_visitor: BrowserContext, room: Room
) -> None:
    page = opened(plain_visitor, room, "/search")
    page.locator(".timeline details summary").click()
    row = page.locator(".timeline tbody tr").first
    number = row.locator("td").inner_text()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^{number} cables?$"))


def test_a_wrong_query_shows_where_it_is_wrong(plain_visitor: BrowserContext, room: Room) -> None:
    page = opened(plain_visitor, room, "/search?q=berlin+(wall")
    expect(page.locator(".query-shown mark")).to_have_text("(")
    expect(page.get_by_role("alert")).to_contain_text("At character 8")
    expect(page.locator("#find")).to_have_value("berlin (wall")
