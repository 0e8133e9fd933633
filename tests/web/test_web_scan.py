"""The scan beside the text: images by the Image API, words by offset, pages that need no script."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from app.archive.records import Role
from app.archive.scanned import CopyPage
from app.scans.words import Word
from app.telegram.reading import Join, Piece, Span
from app.web.contexts import ScanBox
from app.web.scan import ReadWords, as_json, boxed
from app.web.text import trace
from tests.web.members import member, signed_in
from tests.web.papers import DOUBT, Scanned, add_scanned
from tests.web.shelves import Shelves


@pytest.fixture
def held(shelves: Shelves) -> Scanned:
    return add_scanned(shelves)


def iiif(held: Scanned, rest: str) -> str:
    return f"/iiif/{held.images[0]}/{rest}"


# Images --------------------------------------------------------------------------------------------


def test_an_image_says_its_size_its_tiles_and_its_bounds(client: TestClient, held: Scanned) -> None:
    answer = client.get(iiif(held, "info.json"))
    assert answer.headers["content-type"].startswith("application/ld+json;profile=")
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    width, height = held.pages[0].image.size
    assert told["id"] == f"https://cables.example.org/iiif/{held.images[0]}"
    assert told["type"] == "ImageService3"
    assert told["profile"] == "level2"
    assert (told["width"], told["height"]) == (width, height)
    assert told["maxArea"] <= 16_000_000
    assert told["tiles"][0]["width"] == 512


def test_the_address_of_an_image_leads_to_what_is_said_of_it(
    client: TestClient, held: Scanned
) -> None:
    answer = client.get(f"/iiif/{held.images[0]}")
    assert answer.status_code == 303
    assert answer.headers["location"] == iiif(held, "info.json")


# what is asked, and the size of the answer; the page is 850 by 1100
SIZES = (
    ("full/max/0/default.jpg", (850, 1100)),
    ("full/400,/0/default.jpg", (400, 518)),
    ("full/!200,200/0/gray.png", (155, 200)),
    ("0,0,512,512/512,512/0/default.jpg", (512, 512)),
    ("square/100,100/0/bitonal.png", (100, 100)),
    ("pct:0,0,50,50/max/0/default.jpg", (425, 550)),
    ("100,100,200,100/max/90/default.jpg", (100, 200)),
    ("full/%5E1700,/0/default.jpg", (1700, 2200)),  # enlarged where it is asked for by ^
    ("800,1000,500,500/max/0/default.jpg", (50, 100)),  # cut to what lies on the page
)


def test_a_part_is_answered_at_the_size_asked_for(client: TestClient, held: Scanned) -> None:
    tags = set()
    for asked, size in SIZES:
        answer = client.get(iiif(held, asked))
        assert answer.status_code == 200, asked
        assert Image.open(io.BytesIO(answer.content)).size == size, asked
        assert answer.headers["cache-control"] == "public, max-age=3600, must-revalidate"
        assert 'rel="canonical"' in answer.headers["link"]
        tags.add(answer.headers["etag"])
        same = client.get(iiif(held, asked), headers={"If-None-Match": answer.headers["etag"]})
        assert same.status_code == 304, asked
        assert same.content == b""
    assert len(tags) == len(SIZES)


# what is asked wrongly, and how it is answered
WRONG = (
    ("full/max/0/default", 400),
    ("full/full/0/default.jpg", 400),  # of version 2 of the API
    ("0,0,0,10/max/0/default.jpg", 400),
    ("2000,0,10,10/max/0/default.jpg", 400),  # beside the page
    ("full/1700,/0/default.jpg", 400),  # larger than it is, without ^
    ("full/%5E99999,/0/default.jpg", 400),  # beyond the bound
    ("full/0,/0/default.jpg", 400),
    ("full/max/-1/default.jpg", 400),
    ("full/max/45/default.jpg", 501),
    ("full/max/0/sepia.jpg", 400),
    ("full/max/0/default.exe", 400),
    ("full/max/0/default.webp", 501),
    ("full/max/0/default.jpg/more", 400),
)


def test_what_cannot_be_answered_is_said_with_the_way_on(client: TestClient, held: Scanned) -> None:
    for asked, status in WRONG:
        answer = client.get(iiif(held, asked))
        assert answer.status_code == status, asked
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.text.count(".") >= 2


def test_an_image_that_is_not_here_is_not_here(client: TestClient) -> None:
    for name in ("ab" * 32, "ab", "..%2F..%2Fetc%2Fpasswd"):
        assert client.get(f"/iiif/{name}/info.json").status_code == 404
        assert client.get(f"/iiif/{name}/full/max/0/default.jpg").status_code == 404


def test_a_source_is_no_image(client: TestClient, held: Scanned, shelves: Shelves) -> None:
    """Only page images have addresses here, not whatever the file store holds."""
    other = shelves.files.put(b"private").sha256
    assert client.get(f"/iiif/{other}/full/max/0/default.jpg").status_code == 404


def test_the_paper_of_a_draft_is_seen_by_archivists_alone_and_kept_by_nobody(
    client: TestClient, shelves: Shelves
) -> None:
    held = add_scanned(shelves, publish=False)
    addresses = (
        iiif(held, "info.json"), iiif(held, "full/100,/0/default.jpg"),
        f"/c/{held.id}/scan/1", f"/c/{held.id}/words/1.json",
    )  # fmt: skip
    assert {client.get(address).status_code for address in addresses} == {404}
    signed_in(client, member(shelves.store, "reader", Role.READER))
    assert {client.get(address).status_code for address in addresses} == {404}
    signed_in(client, member(shelves.store, "archivist", Role.ARCHIVIST))
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert "access-control-allow-origin" not in answer.headers


def test_the_paper_of_a_withdrawn_cable_is_gone_with_it(
    client: TestClient, held: Scanned, shelves: Shelves
) -> None:
    tile = iiif(held, "0,0,512,512/512,/0/default.jpg")
    kept = client.get(tile)
    shelves.withdraw(held.id)
    addresses = (
        iiif(held, "info.json"), tile, f"/c/{held.id}/words/1.json", f"/c/{held.id}/scan/1",
    )  # fmt: skip
    for address in addresses:
        # with what a browser kept it is told the same, and no "not modified"
        for headers in ({}, {"If-None-Match": kept.headers["etag"]}):
            answer = client.get(address, headers=headers)
            assert answer.status_code == 410, address
            assert "was withdrawn on" in answer.text
            assert "max-age" not in answer.headers.get("cache-control", "")


# Words ---------------------------------------------------------------------------------------------


def words_in(told: dict[str, object]) -> list[tuple[int, int, list[int]]]:
    """Start and end in the source text, and the box, of every word of an answer."""
    at, found = int(str(told["start"])), []
    assert isinstance(told["words"], list)
    for gap, length, *place in told["words"]:
        found.append((at + gap, at + gap + length, place[:4]))
        at += gap + length
    return found


def test_every_word_of_the_text_has_its_place_on_the_scan(
    client: TestClient, held: Scanned
) -> None:
    for number, page in enumerate(held.pages, 1):
        answer = client.get(f"/c/{held.id}/words/{number}.json")
        assert len(answer.content) < 20_000
        told = words_in(answer.json())
        assert [held.text[start:end] for start, end, _ in told] == page.text.split()
        assert [tuple(place) for *_, place in told] == [tuple(word[2:]) for word in page.words]


def test_the_clean_text_leads_back_to_the_source_by_offsets(
    client: TestClient, held: Scanned
) -> None:
    html = client.get(f"/c/{held.id}").text
    spans = [
        (int(start), int(start) + int(length))
        for traced in re.findall(r'data-at="([^"]+)"', html)
        for start, length in re.findall(r"(\d+)\+(\d+)", traced)
    ]
    body = " ".join(held.text[start:end] for start, end in spans)
    assert body.split() == " ".join(held.specimen.paragraphs).split()


def test_a_trace_says_what_stands_between_two_pieces() -> None:
    pieces = (
        Piece(Span(10, 20), Join.START, 1),
        Piece(Span(21, 30), Join.WRAP, 1),
        Piece(Span(32, 40), Join.HYPHEN, 1),
        Piece(Span(90, 95), Join.PAGE, 2),
    )
    assert trace(pieces) == "10+10 21+9,32+8 90+5"


def test_a_cable_that_came_as_text_has_no_scan(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    html = client.get(f"/c/{id}").text
    assert 'class="scan"' not in html
    assert "data-at" not in html
    assert "scan.js" not in html
    assert client.get(f"/c/{id}/scan/1").status_code == 404
    assert client.get(f"/c/{id}/words/1.json").status_code == 404


def test_a_page_that_the_scan_has_not(client: TestClient, held: Scanned) -> None:
    for number in ("3", "0", "-1", "x", "9999999999"):
        assert client.get(f"/c/{held.id}/words/{number}.json").status_code == 404
        assert client.get(f"/c/{held.id}/scan/{number}").status_code == 404


def test_an_older_version_has_its_words_too(
    client: TestClient, held: Scanned, shelves: Shelves
) -> None:
    current = client.get(f"/c/{held.id}/words/1.json").json()
    assert client.get(f"/c/{held.id}/v/1/words/1.json").json() == current
    assert client.get(f"/c/{held.id}/v/1/scan/1").status_code == 200
    assert f'data-words="/c/{held.id}/v/1/words"' in client.get(f"/c/{held.id}/v/1").text


def test_a_doubtful_word_is_marked_in_the_text_and_says_why(
    client: TestClient, held: Scanned
) -> None:
    html = client.get(f"/c/{held.id}").text
    marked = re.findall(r'<span class="doubtful"\s+title="([^"]+)">([^<]+)</span>', html)
    assert marked
    assert {why for why, _ in marked} == {f"Doubtful: {DOUBT}"}
    told = client.get(f"/c/{held.id}/words/1.json").json()
    assert [word[6] for word in told["words"] if len(word) > 6] == [DOUBT, DOUBT]


# What was searched for -----------------------------------------------------------------------------


def a_phrase_over_two_lines(held: Scanned) -> tuple[int, str]:
    """A page, and the last word of a line of text with the first of the next."""
    for number, page in enumerate(held.pages, 1):
        lines = [line.split() for line in page.text.split("\n") if len(line.split()) > 6]
        for one, two in pairwise(lines):
            if one[-1].isalpha() and two[0].isalpha() and f"{one[-1]}\n{two[0]}" in page.text:
                return number, f"{one[-2]} {one[-1]} {two[0]} {two[1]}"
    raise AssertionError("the specimen has no such line")


def test_a_phrase_over_two_lines_is_two_boxes(client: TestClient, held: Scanned) -> None:
    number, phrase = a_phrase_over_two_lines(held)
    told = client.get(f"/c/{held.id}/words/{number}.json", params={"q": f'"{phrase}"'}).json()
    assert len(told["hits"]) == 2
    above, below = told["hits"]
    assert below[1] >= above[1] + above[3] // 2
    assert below[0] < above[0]
    html = client.get(f"/c/{held.id}/scan/{number}", params={"q": f'"{phrase}"'}).text
    assert html.count('<rect class="hit"') == 2
    assert "What you searched for is boxed" in html
    other = client.get(f"/c/{held.id}/scan/{number}", params={"q": "zeppelin"}).text
    assert "does not stand on this page" in other


def word(start: int, text: str, x: int, y: int) -> Word:
    return Word(start, start + len(text), x, y, 10 * len(text), 20, 90)


def test_neighbours_of_one_line_share_a_box_and_others_do_not() -> None:
    # MONA LISA TO / MONA LISA
    read = ReadWords(
        (word(0, "MONA", 0, 100), word(5, "LISA", 50, 103), word(10, "TO", 100, 100),
         word(13, "MONA", 0, 140), word(18, "LISA", 50, 140)),
        100,
    )  # fmt: skip
    spans = [Span(100, 109), Span(113, 122)]
    assert boxed(read, spans) == (ScanBox(-4, 96, 98, 31), ScanBox(-4, 136, 98, 28))
    assert boxed(read, [Span(102, 103)]) == (ScanBox(-4, 96, 48, 28),)
    assert boxed(read, [Span(100, 112)])[0].width == 128
    for outside in (Span(0, 50), Span(104, 105), Span(400, 500)):
        assert boxed(read, [outside]) == ()


def test_words_are_told_by_small_numbers() -> None:
    read = ReadWords((word(0, "TO", 1, 2), word(3, "BE", 30, 2)._replace(doubt="or BF")), 70)
    page = CopyPage(2, 2, 850, 1100, 100, "application/zip", "ab" * 32, (), 70, 75)
    assert as_json(read, page, ()) == {
        "page": 2, "start": 70, "width": 850, "height": 1100, "hits": [],
        "words": [[0, 2, 1, 2, 20, 20], [1, 2, 30, 2, 20, 20, "or BF"]],
    }  # fmt: skip
    assert json.dumps(as_json(replace(read, words=()), page, ()))


# Pages that need no script --------------------------------------------------------------------------


def test_without_a_script_every_page_is_an_image_with_links(
    client: TestClient, held: Scanned
) -> None:
    html = client.get(f"/c/{held.id}").text
    for number in range(1, len(held.pages) + 1):
        assert f'href="/c/{held.id}/scan/{number}"' in html
    sheet = client.get(f"/c/{held.id}/scan/2").text
    assert f'href="/iiif/{held.images[1]}/full/max/0/default.jpg"' in sheet
    assert f'href="/iiif/{held.images[1]}/full/max/90/default.jpg"' in sheet
    assert f'href="/c/{held.id}/page/2"' in sheet
    assert client.get(f"/c/{held.id}/page/2").status_code == 303
