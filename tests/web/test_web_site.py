"""Home, list, about, human keys, probes and errors, asked for as a visitor asks."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from app.web import edge
from app.web.site import key_in_words
from tests.web.shelves import Shelves
from tests.web.test_web_cable import in_words


def app_of(client: TestClient) -> FastAPI:
    app = client.app
    assert isinstance(app, FastAPI)
    return app


def test_an_empty_archive_says_what_to_do(client: TestClient) -> None:
    said = in_words(client.get("/").text)
    assert "Nothing is published here yet" in said
    assert "reftel ingest" in said
    assert "No cable is here" in in_words(client.get("/cables").text)


def test_home_says_what_is_here_what_came_last_and_how_to_cite(
    client: TestClient, shelves: Shelves
) -> None:
    first, second = shelves.add_sent(3), shelves.add_sent(5)
    html = client.get("/").text
    said = in_words(html)
    assert "2 cables of 6 pages, sent between 3 March 1958 and 5 March 1958." in said
    assert f'href="/c/{first}"' in html
    assert f'href="/c/{second}"' in html
    assert "How to cite" in said
    assert f"https://cables.example.org/c/{second}/v/1" in said


def test_about_tells_holdings_rights_and_whom_to_write(
    client: TestClient, shelves: Shelves
) -> None:
    shelves.add(specimen=True)
    html = client.get("/about").text
    for words in ("What is held", "Rights", "how to report", "All of these are specimens"):
        assert words in html
    assert 'href="mailto:desk@example.org"' in html


def test_every_published_cable_can_be_reached_by_turning_pages(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.site.LISTED", 2)
    ids = [shelves.add_sent(day) for day in (1, 2, 3, 4, 5)]
    shelves.add_sent(6, publish=False)
    path, found = "/cables", []
    while path:
        html = client.get(path).text
        found += [id for id in reversed(ids) if f'<a href="/c/{id}">' in html]
        path = link(html, "next")
    assert found == ids[::-1]
    back = client.get(link(client.get("/cables").text, "next")).text
    assert f'href="/c/{ids[4]}"' in client.get(link(back, "prev")).text


def link(html: str, rel: str) -> str:
    _, _, rest = html.partition(f'rel="{rel}" href="')
    return rest.partition('"')[0].replace("&amp;", "&")


def test_the_cables_of_one_day_are_listed(client: TestClient, shelves: Shelves) -> None:
    shelves.add_sent(4)
    html = client.get("/cables?day=1958-03-04", follow_redirects=True).text
    assert "Cables of 4 March 1958" in html
    assert client.get("/cables?day=4%20March").status_code == 400
    for no_day in ("1958-03-99", "9999-99-99", "1958-02-29", "0000-01-01"):
        assert client.get(f"/cables?day={no_day}").status_code == 400


@pytest.mark.parametrize(
    "query", ["before=zzz", "after=%00", "before=1%27--", "after=" + "x" * 3000, "unknown=1"]
)
def test_a_strange_place_in_the_list_breaks_nothing(client: TestClient, query: str) -> None:
    assert client.get(f"/cables?{query}", follow_redirects=True).status_code == 200


def test_a_human_key_of_one_cable_leads_there(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    for key in (
        "/ref/telegram/lisbon/1958/233",
        "/ref/TELEGRAM/Lisbon/1958/233",
        "/control/1958-03-04/4711",
    ):
        answer = client.get(key)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/c/{id}")


def test_a_human_key_of_several_cables_lists_them(client: TestClient, shelves: Shelves) -> None:
    ids = [shelves.add_sent(day) for day in (3, 4)]
    answer = client.get("/ref/telegram/lisbon/1958/233")
    assert answer.status_code == 300
    for id in ids:
        assert f'href="/c/{id}"' in answer.text


def test_a_key_nobody_here_goes_by_says_so_and_who_cites_it(
    client: TestClient, shelves: Shelves
) -> None:
    citing = shelves.add()
    cited = client.get("/ref/telegram/lisbon/1958/229")
    assert cited.status_code == 404
    assert "It is cited by" in cited.text
    assert f'href="/c/{citing}"' in cited.text
    unknown = client.get("/mrn/1974STATE085546")
    assert unknown.status_code == 404
    assert "No cable here goes by document number 1974STATE085546" in unknown.text
    assert unknown.headers["cache-control"] == "no-cache"


def test_a_key_of_a_withdrawn_cable_ends_at_its_tombstone(
    client: TestClient, shelves: Shelves
) -> None:
    shelves.withdraw(shelves.add())
    answer = client.get("/ref/telegram/lisbon/1958/233", follow_redirects=True)
    assert answer.status_code == 410


def test_a_key_of_a_draft_is_not_known(client: TestClient, shelves: Shelves) -> None:
    shelves.add(publish=False)
    assert client.get("/ref/telegram/lisbon/1958/233").status_code == 404


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("ref", "secto/paris/1962/8", "SECTO 8 from Paris, 1962"),
        ("control", "1962-12-13/5860", "control number 5860 of 1962-12-13"),
        ("mrn", "1974state085546", "document number 1974STATE085546"),
        ("ref", "nonsense", "NONSENSE"),
    ],
)
def test_a_key_is_named_in_words(kind: str, typed: str, words: str) -> None:
    assert key_in_words(kind, typed) == words


@pytest.mark.parametrize(
    "path",
    [
        "/ref/",
        "/ref/%00",
        "/ref/a/b/c/d/e/f",
        "/mrn/" + "9" * 5000,
        "/control/../../etc",
        "/control/%ff",
    ],
)
def test_a_strange_key_is_only_not_held(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_probes_answer_for_any_host(client: TestClient) -> None:
    for path in edge.PROBES:
        assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    checks = client.get("/readyz").json()
    assert (checks["database"], checks["files"]) == ("ok", "ok")


def test_a_server_about_to_stop_is_not_ready(client: TestClient) -> None:
    app_of(client).state.stopping = True
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_lost_database_is_a_kind_503_and_not_ready(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.errors import StoreLost

    def lost() -> None:
        raise StoreLost(place="/secret/folder/db", cause="gone")

    monkeypatch.setattr(shelves.store, "reading", lost)
    answer = client.get("/cables")
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.text
    assert "/secret" not in answer.text
    assert client.get("/readyz").status_code == 503


def test_an_unforeseen_failure_is_a_kind_500_with_all_headers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("app.web.site._holdings", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "ZeroDivision" not in answer.text
    assert answer.headers["content-security-policy"] == edge.POLICY
    assert answer.headers["x-request-id"] in caplog.text


def test_an_unknown_address_is_a_whole_page(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "<h1>Not here</h1>" in answer.text
    assert client.get("/nowhere.json").json()["status"] == 404
    assert client.get("/nowhere.txt").headers["content-type"].startswith("text/plain")


def test_another_host_is_refused(client: TestClient) -> None:
    for host in ("evil.example", "cables.example.org.evil.example", ""):
        answer = client.get("/", headers={"Host": host})
        assert answer.status_code == 400
        assert "<h1>" in answer.text
    assert client.get("/", headers={"Host": "CABLES.example.org:443"}).status_code == 200


def test_every_answer_carries_the_headers(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    paths = (
        "/", "/cables", "/about", f"/c/{id}", f"/c/{id}/as-received", f"/c/{id}/a-slug", f"/c/{id}.txt",
        f"/c/{id}.json", f"/c/{id}/source", "/ref/x", "/healthz", "/readyz", "/robots.txt", "/nowhere",
        "/static/css/reftel.css", "/static/none",
    )  # fmt: skip
    for path in paths:
        for again in range(2):  # the second time from the shelf
            headers = client.get(path).headers
            for name, value in (*edge.HEADERS, edge.STRICT_TRANSPORT):
                assert headers.get_list(name.decode()) == [value.decode()], (path, again)
            assert headers["x-request-id"]


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline() -> None:
    assert "default-src 'self'" in edge.POLICY
    assert "unsafe" not in edge.POLICY
    assert "http" not in edge.POLICY
    assert "frame-ancestors 'none'" in edge.POLICY


def test_one_line_is_logged_a_request_and_no_query(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "reftel.web"):
        client.get("/cables?private=words")
        client.get("/nowhere%0aGET /forged 200")
    lines = [r.getMessage() for r in caplog.records if r.name == "reftel.web"]
    assert len(lines) == 2
    assert lines[0].startswith("GET /cables 200 ")
    assert "private" not in " ".join(lines)
    assert "\n" not in lines[1]


def test_no_route_changes_anything(client: TestClient) -> None:
    """Every route is listed by its methods: one that writes must be added here on purpose."""
    writing = {
        (route.path, method)
        for route in every_route(app_of(client))
        for method in (route.methods or ())
        if method not in ("GET", "HEAD")
    }
    assert writing == set()
    for path in ("/", "/cables", "/c/x", "/healthz"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.request(method, path).status_code == 405


def every_route(app: FastAPI) -> list[APIRoute | Route]:
    from app.web import cables, site

    routes = [r for router in (site.router, cables.router) for r in router.routes]
    for route in app.routes:
        if isinstance(route, Mount):
            assert route.path == "/static"
        elif isinstance(route, Route):
            routes.append(route)
    found = [r for r in routes if isinstance(r, Route | APIRoute)]
    assert len(found) > 20
    return found


def test_a_file_of_the_site_is_kept_for_good_by_its_hash(client: TestClient) -> None:
    html = client.get("/").text
    path = html.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(path)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in client.get(path.partition("?")[0]).headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/%00"]
)
def test_nothing_outside_the_static_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (400, 404)


def test_our_styles_and_scripts_are_light() -> None:
    static = Path("static")
    # a page loads the style of all pages and at most one of its own kind
    styles = {p.name: p.stat().st_size for p in (static / "css").iterdir()}
    assert styles.pop("reftel.css") + max(styles.values()) < 30_000
    sizes = {p.name: p.stat().st_size for p in (static / "js").iterdir()}
    # the two of all pages, and what else a page loads, at once or later; the desk shows no scan
    every = sizes.pop("reftel.js") + sizes.pop("suggest.js")
    assert every + sizes.pop("scan.js") < 15_000
    assert every + sizes.pop("desk.js") < 15_000
    assert sizes == {}, "say which pages load it"
