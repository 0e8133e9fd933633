"""Visitors that ask too fast, and crawlers that follow every link."""

from __future__ import annotations

import ipaddress
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.desk.index import catch_up
from app.errors import StoreLost
from app.main import compose
from app.settings import Settings
from app.web.pace import BURST_SECONDS, Buckets, visitor
from tests.web.shelves import Shelves
from tests.web.test_web_browse import add
from tests.web.words import VOCABULARY


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_bucket_gives_what_it_holds_then_as_much_as_refills() -> None:
    clock = Clock()
    buckets = Buckets(2, now=clock)
    assert [buckets.take("a") for _ in range(2 * BURST_SECONDS)] == [0] * 2 * BURST_SECONDS
    assert buckets.take("a") == 1
    assert buckets.take("b") == 0
    clock.at += 0.5
    assert [buckets.take("a"), buckets.take("a")] == [0, 1]
    clock.at += 1_000_000
    assert buckets.take("a") == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0, 3)), max_size=300))
def test_nobody_gets_more_than_burst_and_rate_and_memory_is_bounded(
    asked: list[tuple[int, float]],
) -> None:
    clock = Clock()
    buckets = Buckets(1, addresses=60, now=clock)
    given_to: dict[int, int] = {}
    for asker, pause in asked:
        clock.at += pause
        given_to[asker] = given_to.get(asker, 0) + (buckets.take(str(asker)) == 0)
        assert given_to[asker] <= BURST_SECONDS + clock.at + 1e-6
    assert len(buckets) <= 60


def test_the_longest_silent_address_is_forgotten_first() -> None:
    buckets = Buckets(1, addresses=2, now=Clock())
    for address in "abac":
        buckets.take(address)
    assert len(buckets) == 2
    assert list(buckets._left) == ["a", "c"]


@given(st.ip_addresses())
def test_an_address_of_the_world_has_a_bucket(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    mapped = getattr(address, "ipv4_mapped", None) or address
    assert bool(visitor(str(address))) is not mapped.is_loopback


def from_afar(shelves: Shelves, settings: Settings, address: str) -> TestClient:
    app = compose(settings, shelves.store, shelves.files, VOCABULARY)
    return TestClient(app, base_url="https://cables.example.org", client=(address, 5000))


def test_who_asks_too_fast_is_told_when_to_come_back_without_the_database(
    shelves: Shelves, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, base_url="https://cables.example.org", requests_per_second=1)
    visitor = from_afar(shelves, settings, "203.0.113.9")
    asked: list[str] = []

    def reading() -> object:
        asked.append("the database")
        raise StoreLost(place="db", cause="a test")

    monkeypatch.setattr(shelves.store, "reading", reading)
    for _ in range(20 * BURST_SECONDS):  # the bucket refills while the requests take their time
        before, answer = len(asked), visitor.get("/dates")
        if answer.status_code == 429:
            break
        assert answer.status_code == 503
    assert len(asked) == before
    assert len(asked) >= BURST_SECONDS
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["cache-control"] == "no-store"
    assert "Wait a second, then open it again" in answer.text
    assert visitor.get("/search.json").json()["status"] == 429
    for free in ("/healthz", "/robots.txt", "/static/icon.svg"):
        assert visitor.get(free).status_code == 200


def test_this_machine_is_never_held_up(shelves: Shelves, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, base_url="https://cables.example.org", requests_per_second=1)
    here = from_afar(shelves, settings, "127.0.0.1")
    assert {here.get("/healthz").status_code for _ in range(3)} == {200}
    assert {here.get("/about").status_code for _ in range(2 * BURST_SECONDS)} == {200}


# A crawl -----------------------------------------------------------------------------------------


class Links(HTMLParser):
    """The links of a page that a polite crawler follows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        polite = "nofollow" not in (given.get("rel") or "")
        if tag in ("a", "link") and polite and given.get("href"):
            self.found.add(re.sub("#.*", "", given["href"] or ""))


def crawl(client: TestClient, start: str, most: int) -> set[str]:
    """Every address that links lead to from a page, up to so many."""
    seen, queue = {start}, [start]
    while queue and len(seen) <= most:
        answer = client.get(queue.pop())
        assert answer.status_code < 500
        links = Links()
        if answer.headers.get("content-type", "").startswith("text/html"):
            links.feed(answer.text)
        if moved := answer.headers.get("location"):
            links.found.add(re.sub("#.*", "", moved))
        for link in links.found:
            path = link.removeprefix("https://cables.example.org")
            if path.startswith("/") and not path.startswith("/static/") and path not in seen:
                seen.add(path)
                queue.append(path)
    return seen


def test_a_crawl_of_every_link_ends_within_a_small_multiple_of_the_cables(
    client: TestClient, shelves: Shelves, tmp_path: Path
) -> None:
    posts, series = ("Lisbon", "Paris", "Bonn"), ("", "SECTO", "POLTO")
    ids = [
        add(shelves, str(at), f"19{50 + at % 7}-0{1 + at % 9}-{10 + at % 19}", series[at % 3],
            post=posts[at % 3])
        for at in range(24)
    ]  # fmt: skip
    catch_up(shelves.store, tmp_path / "index", VOCABULARY)
    seen = crawl(client, "/", 30 * len(ids))
    assert {f"/c/{id}" for id in ids} <= seen
    assert len(seen) <= 16 * len(ids), sorted(seen)
    from_search = crawl(client, "/search", 3_000)
    assert len(from_search) < 3_000
