"""Pages kept ready: answered before routing, never stale by more than the second allowed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from app.web import hot
from app.web.answers import Rendered
from app.web.hot import Kept, Key, Shelf, accepts_gzip, matches
from tests.web.shelves import Shelves


class Statements:
    """Counts what is asked of the database."""

    def __init__(self, engine: Engine) -> None:
        self.made: list[str] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, conn: object, cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            self.made.append(statement)

    def during(self, act: Callable[[], object]) -> int:
        self.made.clear()
        act()
        return len(self.made)


def rendered(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are rendered from now on."""
    assert isinstance(client.app, FastAPI)
    pages, seen = client.app.state.web.pages, []
    html = pages.html

    def noted(page: object, *, fragment: bool = False) -> str:
        seen.append(type(page).__name__)
        made: str = html(page, fragment=fragment)
        return made

    monkeypatch.setattr(pages, "html", noted)
    return seen


def test_a_cable_page_takes_two_queries_and_one_look_at_the_change_number(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    statements = Statements(shelves.store.engine)
    assert statements.during(lambda: client.get(f"/c/{id}")) == 3
    assert statements.during(lambda: client.get(f"/c/{id}/as-received")) == 3
    # from the shelf: only the change number
    assert statements.during(lambda: client.get(f"/c/{id}")) == 1


def test_within_the_second_a_kept_page_asks_the_database_nothing(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = shelves.add()
    client.get(f"/c/{id}")
    monkeypatch.setattr(hot, "FOLLOW_SECONDS", 60)
    statements = Statements(shelves.store.engine)
    assert statements.during(lambda: client.get(f"/c/{id}")) == 0


def test_the_wait_is_under_a_second() -> None:
    assert Shelf.follow.__globals__["FOLLOW_SECONDS"] < 1


def test_what_a_client_holds_is_answered_304_without_rendering(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = shelves.add()
    for path in ("/", "/cables", "/about", f"/c/{id}", f"/c/{id}/versions", f"/c/{id}.txt"):
        etag = client.get(path).headers["etag"]
        seen = rendered(client, monkeypatch)
        shelves.add_sent(20, post="Oslo", pointers=(), aliases=())  # empties the shelf
        again = client.get(path, headers={"If-None-Match": etag})
        if path.startswith("/c/"):  # nothing of it changed: told without the shelf, unrendered
            assert again.status_code == 304
            assert seen == []
            assert again.headers["etag"] == etag
            assert again.content == b""
        monkeypatch.undo()
        monkeypatch.setattr(hot, "FOLLOW_SECONDS", 0)


def test_a_kept_page_is_answered_304_before_routing(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    etag = client.get(f"/c/{id}").headers["etag"]
    statements = Statements(shelves.store.engine)
    held = {"If-None-Match": f'"other", {etag}'}
    assert client.get(f"/c/{id}", headers=held).status_code == 304
    assert statements.during(lambda: client.get(f"/c/{id}", headers=held)) == 1


def test_a_withdrawal_a_correction_and_a_neighbour_show_at_the_next_look(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add_sent(4)
    first = client.get(f"/c/{id}")
    other = shelves.add_sent(5)
    second = client.get(f"/c/{id}")
    assert f'href="/c/{other}"' in second.text
    assert second.headers["etag"] != first.headers["etag"]
    shelves.withdraw(id)
    assert client.get(f"/c/{id}").status_code == 410
    assert (
        client.get(f"/c/{id}", headers={"If-None-Match": second.headers["etag"]}).status_code == 410
    )


def test_a_page_made_before_a_change_is_not_kept_after_it() -> None:
    numbers = iter([1, 2])
    shelf = Shelf(lambda: next(numbers))
    key, kept = Key("/x", fragment=False, gzip=False), Kept([], b"old", b'W/"1"', [])
    follow(shelf)
    started_at = shelf.number
    shelf._checked = float("-inf")
    follow(shelf)  # the archive moves on while the page is being made
    shelf.put(key, kept, started_at)
    assert shelf.get(key) is None
    shelf.put(key, kept, 2)
    assert shelf.get(key) == kept


def test_an_archive_that_cannot_be_asked_empties_the_shelf() -> None:
    def lost() -> int:
        raise OSError

    shelf = Shelf(lambda: 7)
    key, kept = Key("/x", fragment=False, gzip=False), Kept([], b"x", b'W/"1"', [])
    follow(shelf)
    shelf.put(key, kept, 7)
    shelf._change_number, shelf._checked = lost, float("-inf")
    follow(shelf)
    assert shelf.get(key) is None
    shelf.put(key, kept, shelf.number)
    assert shelf.get(key) is None


def test_the_longest_unused_pages_are_given_up_first() -> None:
    shelf = Shelf(lambda: 1, capacity=10)
    follow(shelf)
    keys = [Key(f"/{n}", fragment=False, gzip=False) for n in range(3)]
    for key in keys[:2]:
        shelf.put(key, Kept([], b"12345", b"", []), 1)
    shelf.get(keys[0])
    shelf.put(keys[2], Kept([], b"12345", b"", []), 1)
    assert [shelf.get(key) is not None for key in keys] == [True, False, True]


def follow(shelf: Shelf) -> None:
    """In a thread of its own: a browser test before this one leaves its loop running in ours."""
    import anyio

    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, shelf.follow).result()


def test_a_page_is_compressed_for_those_who_take_it(client: TestClient, shelves: Shelves) -> None:
    path = f"/c/{shelves.add()}"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as packed:
        body = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) == len(body)
    assert gzip.decompress(body) == plain.content
    assert "Accept-Encoding" in plain.headers["vary"]


def test_head_has_the_headers_of_get_and_no_body(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    for path in ("/", f"/c/{id}", f"/c/{id}.txt", "/nowhere"):
        for _ in range(2):
            head, get = client.head(path), client.get(path)
            assert head.status_code == get.status_code
            assert head.content == b""
            assert head.headers.get("etag") == get.headers.get("etag")


def test_requests_with_a_query_or_a_cookie_pass_the_shelf_by(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    statements = Statements(shelves.store.engine)
    client.get(f"/c/{id}")
    for request in (
        lambda: client.get(f"/c/{id}?part=1"),
        lambda: client.get(f"/c/{id}", headers={"Cookie": "session=1"}),
        lambda: client.get(f"/c/{id}", headers={"Authorization": "Basic eDp5"}),
    ):
        assert statements.during(request) == 2


@pytest.mark.parametrize(
    ("held", "etag", "same"),
    [
        (b"", b'W/"a"', False),
        (b'W/"a"', b'W/"a"', True),
        (b'"a"', b'W/"a"', True),  # weak comparison
        (b'"b", W/"a" ,"c"', b'W/"a"', True),
        (b"*", b'W/"a"', True),
        (b'"aa"', b'W/"a"', False),
        (b"garbage,,", b'W/"a"', False),
    ],
)
def test_tags_are_compared_weakly(held: bytes, etag: bytes, same: bool) -> None:
    assert matches(held, etag) is same


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (b"gzip", True), (b"br, gzip;q=0.5", True), (b"*", True), (b"GZIP", True),
        (b"gzip;q=0", False), (b"gzip; q=0.000", False), (b"br", False), (b"", False), (b"xgzip", False),
    ],
)  # fmt: skip
def test_gzip_is_sent_only_where_it_is_taken(header: bytes, taken: bool) -> None:
    assert accepts_gzip(header) is taken


def test_a_page_that_a_change_elsewhere_did_not_touch_is_not_rendered_again(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = shelves.add()
    first = client.get(f"/c/{id}")
    seen = rendered(client, monkeypatch)
    shelves.add_sent(20, post="Oslo", pointers=(), aliases=())
    again = client.get(f"/c/{id}")
    assert (again.status_code, again.content) == (200, first.content)
    assert seen == []


def test_rendered_pages_are_given_up_by_size_and_never_one_that_is_too_large() -> None:
    kept = Rendered(capacity=100)
    for tag in "abcdefghijkl":
        kept.put(tag, "x" * 10)
    assert kept.get("a") is None
    assert kept.get("l") == "x" * 10
    kept.put("large", "x" * 11)
    assert kept.get("large") is None
