"""A cable of ten megabytes: each page of it can be opened, and nothing of it is lost."""

from __future__ import annotations

import re
import time

import pytest
from fastapi.testclient import TestClient

from app.archive.store import open_store
from app.main import compose
from app.scans.files import open_files
from app.settings import Settings
from app.telegram.reading import (
    Family,
    Join,
    Page,
    Paragraph,
    Piece,
    Reading,
    ReadLine,
    Role,
    Span,
)
from tests.web.shelves import Shelves
from tests.web.words import VOCABULARY

LINES = 100_000
WIDTH = 99
LARGEST_PAGE = 1_500_000  # bytes of HTML


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> tuple[TestClient, str]:
    folder = tmp_path_factory.mktemp("large")
    settings = Settings(data=folder, base_url="https://cables.example.org")
    store = open_store(settings.database)
    shelves = Shelves(store, open_files((folder / "files").as_uri()))
    text = "".join(f"{n:06d} ".ljust(WIDTH, "X") + "\n" for n in range(1, LINES + 1))
    id = shelves.add(text, reading(), pointers=())
    app = compose(settings, store, shelves.files, VOCABULARY)
    return TestClient(app, base_url="https://cables.example.org"), id


def reading() -> Reading:
    """A page every fifty lines, one paragraph a page, each tenth line set aside."""
    lines, paragraphs, pages = [], [], []
    for page in range(LINES // 50):
        pieces = []
        for number in range(page * 50 + 1, page * 50 + 51):
            start = (number - 1) * (WIDTH + 1)
            span = Span(start, start + WIDTH)
            role = Role.STAMP if number % 10 == 0 else Role.BODY
            lines.append(ReadLine(number, span, page + 1, role, "made"))
            if role == Role.BODY:
                pieces.append(Piece(span, Join.WRAP if pieces else Join.START, page + 1))
        paragraphs.append(Paragraph(f"k{page}", tuple(pieces)))
        whole = Span(pieces[0].span.start, span.end)
        pages.append(Page(page + 1, None, whole, page * 50 + 1, page * 50 + 50, "made"))
    return Reading(
        "made", Family.OTHER, is_telegram=True, evidence=(), lines=tuple(lines),
        pages=tuple(pages), paragraphs=tuple(paragraphs),
    )  # fmt: skip


@pytest.mark.parametrize("view", ["", "/as-received", "/set-aside", "/versions"])
def test_its_views_open_in_parts(visited: tuple[TestClient, str], view: str) -> None:
    client, id = visited
    began = time.perf_counter()
    answer = client.get(f"/c/{id}{view}")
    assert answer.status_code == 200
    assert len(answer.content) < LARGEST_PAGE
    assert time.perf_counter() - began < 30
    if view != "/versions":
        assert "Part 2" in answer.text
        assert answer.text.count("?part=") < 40


def test_a_page_far_inside_is_found_in_its_part(visited: tuple[TestClient, str]) -> None:
    client, id = visited
    answer = client.get(f"/c/{id}/page/1500")
    assert answer.status_code == 200
    assert re.search(r"part=\d+", str(answer.url))
    assert 'id="page-1500"' in answer.text
    assert f"{1499 * 50 + 1:06d}" in answer.text


def test_a_part_beyond_the_last_shows_the_last(visited: tuple[TestClient, str]) -> None:
    client, id = visited
    answer = client.get(f"/c/{id}?part=999999")
    assert answer.status_code == 200
    assert f"{LINES - 1:06d}" in answer.text


def test_its_plain_text_is_whole(visited: tuple[TestClient, str]) -> None:
    client, id = visited
    said = client.get(f"/c/{id}.txt").text
    assert f"{LINES - 1:06d}" in said
