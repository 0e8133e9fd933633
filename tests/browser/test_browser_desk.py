"""The desk in a real browser: with JavaScript and once without, by keyboard and axe."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from conftest import ROOT, open_address
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.desk.scan_files import drawn, texts, tiff
from tests.telegrams import incoming

pytestmark = pytest.mark.browser

NAME, PASSWORD = "ada", "seven words do quite well here"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass
class Desk:
    """A server with an account, that can be stopped and started again."""

    folder: Path
    port: int = 0
    server: subprocess.Popen[str] | None = None
    address: str = ""

    @property
    def env(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "REFTEL_DATA": str(self.folder / "data"),
                "REFTEL_PORT": str(self.port)}  # fmt: skip

    def start(self) -> None:
        self.server = subprocess.Popen(
            [sys.executable, "-u", "-m", "app", "serve"],
            cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.address = open_address(self.server)
        self.port = int(self.address.rpartition(":")[2])

    def stop(self, *, kill: bool = False) -> None:
        assert self.server is not None
        (self.server.kill if kill else self.server.terminate)()
        self.server.wait(20)
        assert self.server.stdout is not None
        self.server.stdout.close()


@contextmanager
def opened_desk(folder: Path) -> Iterator[Desk]:
    desk = Desk(folder)
    command = [sys.executable, "-m", "app", "user", "add", NAME, "--stdin"]
    subprocess.run(command, cwd=ROOT, env=desk.env, input=PASSWORD, check=True, text=True,
                   capture_output=True)  # fmt: skip
    desk.start()
    try:
        yield desk
    finally:
        desk.stop()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened_desk(tmp_path_factory.mktemp("desk")) as one:
        yield one


def sign_in(context: BrowserContext, desk: Desk, path: str = "/desk") -> Page:
    page = context.new_page()
    page.goto(desk.address + path)
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(desk.address + path)
    return page


def folder_of(path: Path, first: int) -> Path:
    """A folder as an archivist has it: texts, scans, and something that is none."""
    path.mkdir()
    for number in (first, first + 1):
        (path / f"secto-{number}.txt").write_text(incoming(number, control=4000 + number))
    (path / "scan.tif").write_bytes(tiff(texts(2, first + 2)))
    for kind, number in (("pdf", first + 3), ("jpg", first + 4)):
        (words,) = texts(1, number)
        drawn(words).convert("L").save(path / f"scan.{kind}", resolution=200, quality=95)
    (path / "letters.zip").write_bytes(b"PK\x03\x04 and so on")
    return path


def uploaded(page: Page, folder: Path, *, script: bool) -> None:
    """Choose a folder's files, and be on the page of their batch."""
    if script:
        page.locator("input[webkitdirectory]").set_input_files(folder)
        expect(page.locator("[data-chosen]")).to_contain_text("6 files chosen")
    else:
        page.locator("input[name=files]").first.set_input_files(sorted(folder.iterdir()))
    page.get_by_label("Name of the batch").fill(folder.name)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url(re.compile(r"/desk/batches/\d+"))


def row(page: Page, name: str) -> str:
    return page.locator("table.files tr", has=page.get_by_text(name)).inner_text()


def plays_it_whole(page: Page, desk: Desk, browser: Browser, folder: Path, *, script: bool) -> None:
    uploaded(page, folder, script=script)
    batch = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(folder.name)
    progress = page.locator("#batch [role=status]")
    for _ in range(200):  # without the script a person would press Refresh
        if "6 of 6 files done" in progress.inner_text():
            break
        page.wait_for_timeout(1000)
        if not script:
            page.get_by_role("link", name="Refresh").click()
    expect(progress).to_contain_text("6 of 6 files done, 5 read, 1 not taken")
    assert "a ZIP archive or an office document" in row(page, "letters.zip")
    for kind in ("pdf", "tif", "jpg"):
        assert "ready to review" in row(page, f"scan.{kind}").lower()
    page.get_by_role("link", name=re.compile("^Review 5")).click()
    page.get_by_role("link", name=re.compile("^Correct")).first.click()
    page.get_by_label("Subject").fill("The two tugs")
    page.get_by_label("What you changed and why").fill("Read from the paper")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".notice").first).to_contain_text("Draft: only archivists see this page")
    expect(page.locator(".face")).to_contain_text("The two tugs")
    permalink = page.url
    assert answer(browser, permalink) == 404
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.locator(".face")).to_contain_text("The two tugs")
    assert page.url == permalink
    assert answer(browser, permalink) == 200
    page.goto(batch)
    page.get_by_role("link", name=re.compile("^Review 4")).click()
    page.get_by_role("button", name="Publish all 4").click()
    expect(page.locator("#batch")).to_contain_text("Published")
    page.goto(permalink)
    page.get_by_role("link", name="Withdraw", exact=True).click()
    page.get_by_label("The reason").fill("It names a living person")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator("main")).to_contain_text("It names a living person")
    assert answer(browser, permalink) == 410
    page.goto(desk.address + "/desk")
    page.get_by_role("button", name="Sign out").click()
    page.goto(desk.address + "/desk")
    assert "/login" in page.url


def answer(browser: Browser, url: str) -> int:
    """How a visitor who is not signed in is answered."""
    stranger = browser.new_context()
    answered = stranger.new_page().goto(url)
    stranger.close()
    assert answered is not None
    return answered.status


def test_an_archivist_uploads_corrects_publishes_and_withdraws(
    desk: Desk, browser: Browser, visitor: BrowserContext, tmp_path: Path
) -> None:
    page = sign_in(visitor, desk)
    plays_it_whole(page, desk, browser, folder_of(tmp_path / "Box 35", 40), script=True)
    assert page.evaluate("window.violations") == []


def test_all_of_it_works_without_javascript(
    desk: Desk, browser: Browser, plain_visitor: BrowserContext, tmp_path: Path
) -> None:
    page = sign_in(plain_visitor, desk)
    plays_it_whole(page, desk, browser, folder_of(tmp_path / "Box 36", 60), script=False)


def test_a_dropped_file_is_taken_and_the_page_follows_it(
    desk: Desk, visitor: BrowserContext
) -> None:
    page = sign_in(visitor, desk)
    text = incoming(77, control=7777)
    page.evaluate(
        """(text) => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "dropped.txt"));
          document.querySelector("[data-drop]").dispatchEvent(
            new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        text,
    )
    expect(page.locator("[data-chosen]")).to_contain_text("1 file chosen")
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("table.files")).to_contain_text("Ready to review", timeout=20_000)
    assert "dropped.txt" in row(page, "dropped.txt")


def test_a_large_file_goes_on_after_a_reload_and_a_killed_server(
    tmp_path: Path, visitor: BrowserContext
) -> None:
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-1.4\n" + os.urandom(30_000_000))
    with opened_desk(tmp_path / "own") as desk:
        page = sign_in(visitor, desk)
        page.route(
            "**/files/1?offset=*", lambda route: (page.wait_for_timeout(300), route.continue_())
        )
        page.locator("input[name=files]").first.set_input_files(large)
        page.get_by_role("button", name="Upload").click()
        page.wait_for_url(re.compile(r"/desk/batches/\d+"))
        expect(page.locator("[data-uploading]")).to_contain_text("have arrived", timeout=20_000)
        page.reload()
        expect(page.locator("[data-uploading]")).to_contain_text("have arrived", timeout=20_000)
        desk.stop(kill=True)
        desk.start()
        expect(page.locator("table.files")).not_to_contain_text("Arriving", timeout=60_000)
        expect(page.locator("[data-uploading]")).to_contain_text("1 file sent", timeout=30_000)
        kept = sorted((tmp_path / "own" / "data" / "files").glob("??/*"))
        assert [path.read_bytes() == large.read_bytes() for path in kept] == [True]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_and_a_narrow_window_holds_all(
    desk: Desk, browser: Browser, axe: str, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    # Without motion: a colour halfway through a transition is not the one that is read.
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    page.goto(desk.address + "/login")
    found["/login"] = wrong_on(page, axe)
    page = sign_in(context, desk)
    uploaded(
        page, folder_of(tmp_path / f"Box {scheme}", 80 if scheme == "light" else 90), script=True
    )
    batch = page.url.removeprefix(desk.address)
    expect(page.locator("table.files")).to_contain_text("Ready to review", timeout=20_000)
    page.goto(f"{desk.address}{batch}/review")
    correct = (
        page.get_by_role("link", name=re.compile("^Correct")).first.get_attribute("href") or ""
    )
    cable = correct.removesuffix("/correct")
    for path in ("/desk", "/desk/batches", batch, f"{batch}/review", "/desk/drafts", "/account",
                 "/desk/metadata", correct, f"{cable}/publish", f"{cable}/withdraw", cable):  # fmt: skip
        page.goto(desk.address + path)
        found[path] = wrong_on(page, axe)
    context.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def wrong_on(page: Page, axe: str) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(axe)
    told = [one["id"] for one in page.evaluate("axe.run()")["violations"]]
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    return told + ([f"{width} pixels wide"] if width > 320 else [])


@pytest.mark.skipif(os.environ.get("TEST_SOAK") != "1", reason="minutes of sending: make soak")
def test_two_hundred_files_come_out_right_over_a_reload_and_a_restart(
    tmp_path: Path, visitor: BrowserContext
) -> None:
    folder = tmp_path / "Box 200"
    folder.mkdir()
    for number in range(1, 141):
        (folder / f"t{number:03}.txt").write_text(incoming(number, control=1000 + number))
    for number in range(40):
        shutil.copyfile(folder / f"t{number + 1:03}.txt", folder / f"u{number:03}.txt")
    for number in range(20):
        (folder / f"z{number:03}.zip").write_bytes(b"PK\x03\x04" + bytes([number]))
    with opened_desk(tmp_path / "own") as desk:
        page = sign_in(visitor, desk)
        page.locator("input[webkitdirectory]").set_input_files(folder)
        page.get_by_role("button", name="Upload").click()
        page.wait_for_url(re.compile(r"/desk/batches/\d+"), timeout=60_000)
        progress = page.locator("#batch [role=status]")
        expect(progress).to_contain_text(re.compile(r"^\s*[3-9]\d of 200"), timeout=120_000)
        page.reload()
        expect(progress).to_contain_text(re.compile(r"^\s*[6-9]\d of 200"), timeout=120_000)
        restart = threading.Thread(target=lambda: (desk.stop(kill=True), desk.start()))
        restart.start()
        restart.join()
        expect(progress).to_contain_text("200 of 200 files done", timeout=240_000)
        expect(progress).to_contain_text("140 read, 40 already held, 20 not taken")
