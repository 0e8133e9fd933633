"""The desk in a real browser, from the files to the reader: with JavaScript, without, by keyboard."""

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
from conftest import ROOT, WATCH, open_address
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pointing import boxed, middle_of, on_screen

from app.archive import batches, review
from app.archive.store import open_store
from app.settings import load
from tests.desk.scan_files import box_of, drawn, texts, tiff
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
                "REFTEL_PORT": str(self.port), "REFTEL_OCR": "fast"}  # fmt: skip

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


@dataclass
class Play:
    """One play of everything: an archivist at the desk, and a reader who is not signed in."""

    page: Page  # the archivist's
    desk: Desk
    reader: Page
    script: bool

    def watched(self) -> None:
        """Follow a batch until each of its files has its outcome."""
        progress = self.page.locator("#batch [role=status]")
        seen = {progress.inner_text()}
        for _ in range(200):
            if "6 of 6 files done" in progress.inner_text():
                break
            self.page.wait_for_timeout(300)
            if not self.script:  # with it the page follows by itself
                self.page.get_by_role("link", name="Refresh").click()
            seen.add(progress.inner_text())
        expect(progress).to_contain_text("6 of 6 files done, 5 read, 1 not taken")
        assert any(re.search("waiting|being read|arriving", words) for words in seen), seen
        assert "a ZIP archive or an office document" in row(self.page, "letters.zip")
        for kind in ("pdf", "tif", "jpg"):
            assert "ready to review" in row(self.page, f"scan.{kind}").lower()

    def corrected(self, number: int) -> str:
        """Correct the subject of a cable on the list of the batch; the address it will have."""
        self.page.get_by_role("link", name=re.compile("^Review 5")).click()
        cable = self.page.locator(".proposed > li", has_text=f"Telegram {number},")
        cable.get_by_role("link", name=re.compile("^Correct")).click()
        self.page.get_by_label("Subject").fill("The two tugs")
        self.page.get_by_label("What you changed and why").fill("Read from the paper")
        self.page.get_by_role("button", name="Save as a new version").click()
        expect(self.page.locator(".notice").first).to_contain_text("Draft: only archivists see")
        expect(self.page.locator(".face")).to_contain_text("The two tugs")
        assert self.answer(self.page.url) == 404
        return self.page.url

    def published(self, permalink: str, batch: str) -> None:
        """Publish the one, then all the others."""
        self.page.get_by_role("link", name="Publish", exact=True).click()
        self.page.get_by_role("button", name="Publish it").click()
        expect(self.page.locator(".face")).to_contain_text("The two tugs")
        assert self.page.url == permalink
        self.page.goto(batch)
        self.page.get_by_role("link", name=re.compile("^Review 4")).click()
        self.page.get_by_role("button", name="Publish all 4").click()
        expect(self.page.locator("#batch")).to_contain_text("Published")

    def read_beside_the_scan(self, permalink: str, text: str, word: str) -> None:
        """A word of the second page is boxed where it was drawn, and the other way round."""
        assert self.answer(permalink) == 200
        truth = box_of(text, word)
        if not self.script:
            self.reader.goto(f"{permalink}?q={word}")
            expect(self.reader.locator(".scan svg.leaf")).to_be_visible()
            expect(self.reader.locator(".scan button:visible")).to_have_count(0)
            self.reader.get_by_role("link", name="Page 2", exact=True).first.click()
            expect(self.reader.get_by_role("img", name="Page 2 of the scan")).to_be_visible()
            assert_on(boxed(self.reader, "hit"), truth)
            self.reader.get_by_role("link", name="Read its text").click()
            assert self.reader.url.endswith("#page-2")
            return
        spot = middle_of(self.reader, word)
        self.reader.mouse.move(spot["x"], spot["y"])
        expect(self.reader.locator(".scan .at")).to_have_text("2")
        assert_on(boxed(self.reader, "pointed"), truth)
        self.reader.mouse.move(2, 2)
        expect(self.reader.locator("svg.leaf .pointed")).to_have_count(0)
        self.reader.mouse.move(*on_screen(self.reader, truth))
        expect(self.reader.locator("svg.leaf .pointed")).to_have_count(1)
        lit = "[...CSS.highlights.get('pointed')].map((range) => range.toString())"
        assert self.reader.evaluate(lit) == [word]
        self.reader.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        self.reader.mouse.click(*on_screen(self.reader, truth))  # a press leads to it
        expect(self.reader.locator("p", has_text=word).last).to_be_in_viewport()

    def linked(self, permalink: str, words: str) -> str:
        """The address of a passage, as the reader takes it away, leads another reader there."""
        if self.script:
            self.reader.get_by_role("button", name="Copy the permalink").click()
            expect(self.reader.get_by_role("status").last).to_have_text("Copied the permalink.")
            assert self.reader.evaluate("navigator.clipboard.readText()") == permalink
        self.reader.locator("p", has_text=words).locator(".pilcrow").click()
        taken = self.reader.url
        key = taken.partition("#p-")[2]
        link = f"{permalink}/p/{key}"  # the same, for whoever cites it
        for address in (taken, link):
            self.reader.goto("about:blank")
            self.reader.goto(address)
            assert self.reader.url == f"{permalink}#p-{key}"
            expect(self.reader.locator(":target")).to_contain_text(words)
            expect(self.reader.locator(":target")).to_be_in_viewport()
        return link

    def withdrawn(self, permalink: str, link: str) -> None:
        """With a reason, which is all that is left at its addresses."""
        image = self.reader.locator("svg.leaf image").get_attribute("href") or ""
        self.page.goto(permalink)
        self.page.get_by_role("link", name="Withdraw", exact=True).click()
        self.page.get_by_label("The reason").fill("It names a living person")
        self.page.get_by_role("button", name="Withdraw it").click()
        expect(self.page.locator("main")).to_contain_text("It names a living person")
        # the server's answer: this browser may keep for an hour what it was shown
        assert self.reader.request.get(self.desk.address + image).status == 410
        for address in (permalink, link, f"{permalink}.txt"):
            assert self.answer(address) == 410, address
            expect(self.reader.locator("body")).to_contain_text("It names a living person")
            expect(self.reader.locator("body")).to_contain_text("was withdrawn on")

    def answer(self, url: str) -> int:
        """How a visitor who is not signed in is answered."""
        answered = self.reader.goto(url)
        assert answered is not None
        return answered.status


def assert_on(box: list[float], truth: tuple[int, int, int, int]) -> None:
    """A box lies on a word: what both cover is most of what either does."""
    (x, y, width, height), (left, top, wide, high) = box, truth
    across = min(x + width, left + wide) - max(x, left)
    down = min(y + height, top + high) - max(y, top)
    both = max(across, 0) * max(down, 0)
    assert both / (width * height + wide * high - both) > 0.5, (box, truth)


def plays_it_whole(play: Play, folder: Path, number: int) -> None:
    uploaded(play.page, folder, script=play.script)
    batch = play.page.url
    expect(play.page.get_by_role("heading", level=1)).to_have_text(folder.name)
    play.watched()
    permalink = play.corrected(number)
    play.published(permalink, batch)
    play.read_beside_the_scan(permalink, texts(2, number)[1], "TUGS")
    link = play.linked(permalink, "THE TUGS WILL NOT BE RELEASED")
    play.withdrawn(permalink, link)
    play.page.goto(play.desk.address + "/desk")
    play.page.get_by_role("button", name="Sign out").click()
    play.page.goto(play.desk.address + "/desk")
    assert "/login" in play.page.url


def test_from_a_folder_of_scans_to_a_reader_and_back_out_of_view(
    desk: Desk, browser: Browser, visitor: BrowserContext, tmp_path: Path
) -> None:
    reader = browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    reader.add_init_script(WATCH)
    play = Play(sign_in(visitor, desk), desk, reader.new_page(), script=True)
    plays_it_whole(play, folder_of(tmp_path / "Box 35", 40), 42)
    assert play.page.evaluate("window.violations") == []
    assert play.reader.evaluate("window.violations") == []
    reader.close()


def test_all_of_it_works_without_javascript(
    desk: Desk, browser: Browser, plain_visitor: BrowserContext, tmp_path: Path
) -> None:
    reader = browser.new_context(java_script_enabled=False)
    play = Play(sign_in(plain_visitor, desk), desk, reader.new_page(), script=False)
    plays_it_whole(play, folder_of(tmp_path / "Box 36", 60), 62)
    reader.close()


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


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the element of that name has the focus, seen and in the window."""
    told = """() => {
      const at = document.activeElement;
      const box = at.getBoundingClientRect();
      const named = at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || "";
      const style = getComputedStyle(at.closest(".picker")?.querySelector("span") ?? at);
      const seen = style.outlineStyle !== "none" && box.bottom > 0 && box.top < innerHeight;
      return [named.trim().replace(/\\s+/g, " "), seen];
    }"""
    passed = []
    page.wait_for_load_state("load")  # what is focused before goes with the page before
    for _ in range(most):
        page.keyboard.press("Tab")
        named, seen = page.evaluate(told)
        passed.append(named)
        if named.startswith(name):
            for _ in range(50):  # it may still be scrolled to
                if seen:
                    return
                page.wait_for_timeout(100)
                seen = page.evaluate(told)[1]
            pytest.fail(f"{name} has the focus, and nobody sees it")
    pytest.fail(f"{name} is not reached: {passed}")


def test_the_desk_is_worked_by_the_keyboard_alone(
    desk: Desk, visitor: BrowserContext, tmp_path: Path
) -> None:
    (tmp_path / "by-key.txt").write_text(incoming(78, control=7878))
    page = sign_in(visitor, desk)

    def press(name: str) -> None:
        tab_to(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    press("Skip to the text")
    with page.expect_file_chooser() as chooser:
        tab_to(page, "Choose files")
        page.keyboard.press("Space")
    chooser.value.set_files(tmp_path / "by-key.txt")
    expect(page.locator("[data-chosen]")).to_contain_text("1 file chosen")
    press("Upload")
    page.wait_for_url(re.compile(r"/desk/batches/\d+"))
    expect(page.locator("table.files")).to_contain_text("Ready to review", timeout=20_000)
    press("Review 1 cable")
    press("Correct")
    tab_to(page, "Subject")
    page.keyboard.type("By key")
    press("Save as a new version")
    expect(page.locator(".face")).to_contain_text("By key")
    press("Publish")
    press("Publish it")
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator(".face")).to_contain_text("By key")


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


def test_axe_finds_nothing_and_a_narrow_window_holds_all(
    desk: Desk, browser: Browser, axe: str
) -> None:
    # Without motion: a colour halfway through a transition is not the one that is read.
    context = browser.new_context(reduced_motion="reduce")
    found = {}
    page = context.new_page()
    page.goto(desk.address + "/login")
    found["/login"] = wrong_on(page, axe)
    page = sign_in(context, desk)
    both = "\n\n\n".join(incoming(number, control=4000 + number) for number in (80, 81))
    files = [("both.txt", both.encode()), ("letters.zip", b"PK\x03\x04 and so on"),
             ("scan.tif", tiff(texts(2, 82)))]  # fmt: skip
    page.locator("input[name=files]").first.set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url(re.compile(r"/desk/batches/\d+"))
    batch = page.url.removeprefix(desk.address)
    found[f"{batch} at work"] = wrong_on(page, axe)
    expect(page.locator("#batch [role=status]")).to_contain_text("3 of 3", timeout=20_000)
    page.goto(f"{desk.address}{batch}/review")
    links = page.get_by_role("link", name=re.compile("^Correct"))
    cables = [(links.nth(at).get_attribute("href") or "").removesuffix("/correct") for at in (0, 2)]
    deeds = [f"{id}{deed}" for id in cables for deed in ("", "/correct", "/cuts", "/publish")]
    for path in ("/desk", "/desk/batches", batch, f"{batch}/review", "/desk/drafts", "/account",
                 "/desk/metadata", *deeds, f"{cables[0]}/withdraw"):  # fmt: skip
        page.goto(desk.address + path)
        found[path] = wrong_on(page, axe)
    context.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def wrong_on(page: Page, axe: str) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(axe)
    told = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run()")["violations"]
        told += [f"{scheme}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    return told + ([f"{width} pixels wide"] if width > 320 else [])


SCANS, TEXTS = 130, 30  # of the two hundred; the rest is there twice, or no telegram


def two_hundred(folder: Path) -> dict[str, str]:
    """A folder of 200 files, most of them scans; by name what each has to come to.

    A number is that of the telegram on it; `= name` are the bytes of that file again.
    """
    folder.mkdir()
    told: dict[str, str] = {}
    for number in range(1, SCANS + 1):
        kind = ("tif", "tif", "pdf", "jpg")[number % 4]
        name = f"scan-{number:03}.{kind}"
        pages = [drawn(text) for text in texts(1 + number % 2 if kind != "jpg" else 1, number)]
        if kind == "tif":
            (folder / name).write_bytes(tiff(texts(1 + number % 2, number)))
        else:
            first, *later = [page.convert("L") for page in pages]
            more = {"save_all": True, "append_images": later} if kind == "pdf" else {"quality": 95}
            first.save(folder / name, resolution=200, **more)
        told[name] = str(number)
    for number in range(SCANS + 1, SCANS + TEXTS + 1):
        (folder / f"text-{number}.txt").write_text(incoming(number, control=4000 + number))
        told[f"text-{number}.txt"] = str(number)
    for number, name in enumerate([*sorted(told)[:15], *sorted(told)[-5:]]):
        shutil.copyfile(folder / name, folder / f"again-{number:02}{Path(name).suffix}")
        told[f"again-{number:02}{Path(name).suffix}"] = f"= {name}"
    for number in range(10):
        (folder / f"z-{number}.zip").write_bytes(b"PK\x03\x04" + bytes([number]))
        told[f"z-{number}.zip"] = "refused: a ZIP archive or an office document"
    for number in range(5):
        (folder / f"letter-{number}.txt").write_text(f"Dear Sir {number},\nthank you.\n")
        told[f"letter-{number}.txt"] = "refused: not a telegram by any rule"
        cut = tiff(texts(1, 900 + number))[: 300 + number]
        (folder / f"cut-{number}.tif").write_bytes(cut)
        told[f"cut-{number}.tif"] = "failed: cannot be decoded"
    return told


@pytest.mark.skipif(os.environ.get("TEST_SOAK") != "1", reason="minutes of sending: make soak")
def test_two_hundred_files_come_out_right_over_a_reload_and_a_restart(
    tmp_path: Path, visitor: BrowserContext
) -> None:
    told = two_hundred(tmp_path / "Box 200")
    assert len(told) == 200
    with opened_desk(tmp_path / "own") as desk:
        page = sign_in(visitor, desk)
        page.locator("input[webkitdirectory]").set_input_files(tmp_path / "Box 200")
        page.get_by_role("button", name="Upload").click()
        page.wait_for_url(re.compile(r"/desk/batches/\d+"), timeout=60_000)
        progress = page.locator("#batch [role=status]")
        expect(progress).to_contain_text(re.compile(r"^\s*[2-9]\d of 200"), timeout=120_000)
        page.reload()
        expect(progress).to_contain_text(re.compile(r"^\s*([4-9]\d|1\d\d) of 200"), timeout=120_000)
        restart = threading.Thread(target=lambda: (desk.stop(kill=True), desk.start()))
        restart.start()
        restart.join()
        expect(progress).to_contain_text("200 of 200 files done", timeout=480_000)
        wrong = {name: came for name, came in outcomes(desk) if not fits(told[name], came, told)}
        assert wrong == {}


def outcomes(desk: Desk) -> Iterator[tuple[str, tuple[str, str, list[str], str]]]:
    """Each file of the first batch: its fate, why, the numbers of its telegrams, its bytes."""
    store = open_store(load({"REFTEL_DATA": str(desk.folder / "data")}).database)
    with store.reading() as connection:
        files = batches.files_of(connection, 1)
        cables = review.cables_of(connection, 1, {file.sha256 for file in files})
        for file in files:
            numbers = [row.number for row in cables.get(file.sha256, ())]
            yield Path(file.name).name, (file.fate.value, file.reason, numbers, file.sha256)
    store.close()


def fits(expected: str, came: tuple[str, str, list[str], str], told: dict[str, str]) -> bool:
    fate, reason, numbers, _ = came
    if expected.startswith("= "):  # held, or waited for together with the first
        same = told[expected.removeprefix("= ")]
        return fate in ("held", "read") and numbers == [same]
    if expected.isdigit():
        return fate in ("held", "read") and numbers == [expected]
    called, _, words = expected.partition(": ")
    return fate == called and words in reason and not numbers
