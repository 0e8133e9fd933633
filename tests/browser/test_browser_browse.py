"""Browsing, finding inside a cable and suggestions in a real browser, scripts on and off."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Room, opened

pytestmark = pytest.mark.browser


@pytest.fixture(params=["scripts", "plain"])
def any_visitor(
    request: pytest.FixtureRequest, visitor: BrowserContext, plain_visitor: BrowserContext
) -> BrowserContext:
    """A visitor with JavaScript, and one without."""
    return visitor if request.param == "scripts" else plain_visitor


def test_one_goes_from_the_masthead_down_to_a_cable(
    any_visitor: BrowserContext, room: Room
) -> None:
    page = opened(any_visitor, room, "/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Dates").click()
    page.get_by_role("link", name="1962", exact=True).click()
    page.get_by_role("link", name="December", exact=True).click()
    page.get_by_role("link", name="13 December 1962").click()
    page.get_by_role("link", name="SECTO 8, Paris to the Department of State").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SECTO 8")
    page.get_by_role("navigation", name="Where this cable lies").get_by_role(
        "link", name="Paris"
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Paris")


def test_the_map_leads_to_a_post(any_visitor: BrowserContext, room: Room) -> None:
    page = opened(any_visitor, room, "/posts")
    page.locator("svg.map a[href='/posts/paris'] circle").click(force=True)
    expect(page).to_have_url(f"{room.address}/posts/paris")


def test_words_are_found_in_a_cable_from_the_keyboard(
    any_visitor: BrowserContext, room: Room
) -> None:
    page = opened(any_visitor, room, f"/c/{room.seed}")
    box = page.get_by_label("Find in this cable")
    box.focus()
    page.keyboard.type("Gaulle")
    page.keyboard.press("Enter")
    output = page.locator(".find-here output")
    expect(output).to_contain_text("1 of ")
    expect(box).to_have_value("Gaulle")
    expect(page.locator("#m-1")).to_be_in_viewport()
    page.get_by_role("link", name="Next", exact=True).focus()
    page.keyboard.press("Enter")
    expect(output).to_contain_text("2 of ")
    expect(page.locator("mark.here")).to_have_count(1)
    expect(page.locator("mark.here")).to_be_in_viewport()


def type_in(page: Page, words: str) -> None:
    page.get_by_label("Search cables").focus()
    page.keyboard.type(words)


def test_suggestions_are_walked_with_arrows_and_taken_with_enter(
    visitor: BrowserContext, room: Room, axe: str
) -> None:
    page = opened(visitor, room, "/")
    type_in(page, "contingency par")
    box = page.get_by_role("combobox", name="Search cables")
    option = page.get_by_role("option", name="Paris")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    found = page.evaluate(axe + "; axe.run()")
    assert [one["id"] for one in found["violations"]] == []
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    expect(box).to_have_value("contingency post:Paris ")
    expect(option).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{room.address}/search?q=contingency+post%3AParis+")
    assert page.evaluate("window.violations") == []


def test_escape_closes_the_suggestions_and_leaves_the_words(
    visitor: BrowserContext, room: Room
) -> None:
    page = opened(visitor, room, "/")
    type_in(page, "par")
    option = page.get_by_role("option", name="Paris")
    expect(option).to_be_visible()
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    expect(page.get_by_label("Search cables")).to_have_value("par")


def test_a_suggestion_is_taken_with_the_mouse(visitor: BrowserContext, room: Room) -> None:
    page = opened(visitor, room, "/")
    type_in(page, "post:par")
    page.get_by_role("option", name="Paris").click()
    expect(page.get_by_label("Search cables")).to_have_value("post:Paris ")


def test_without_scripts_the_box_searches_all_the_same(
    plain_visitor: BrowserContext, room: Room
) -> None:
    page = opened(plain_visitor, room, "/")
    type_in(page, "post:paris")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("cable")
