"""No route changes anything without session, role and token: over all routes the application has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Route

from app.archive.records import Role
from tests.web.members import member, signed_in
from tests.web.shelves import Shelves

# Every deed and the least role that may do it. A new route fails until it stands here.
DEEDS: dict[tuple[str, str], Role] = {
    ("POST", "/logout"): Role.READER,
    ("POST", "/account/password"): Role.READER,
    ("POST", "/account/sessions/{number}/end"): Role.READER,
    ("POST", "/desk/batches"): Role.ARCHIVIST,
    ("POST", "/desk/batches/{number}/files"): Role.ARCHIVIST,
    ("PUT", "/desk/batches/{number}/files/{file}"): Role.ARCHIVIST,
    ("POST", "/desk/batches/{number}/cancel"): Role.ARCHIVIST,
    ("POST", "/desk/batches/{number}/retry"): Role.ARCHIVIST,
    ("POST", "/desk/batches/{number}/publish"): Role.ARCHIVIST,
    ("POST", "/desk/drafts"): Role.ARCHIVIST,
    ("POST", "/desk/metadata"): Role.ARCHIVIST,
    ("POST", "/c/{id}/correct"): Role.ARCHIVIST,
    ("POST", "/c/{id}/cuts"): Role.ARCHIVIST,
    ("POST", "/c/{id}/publish"): Role.ARCHIVIST,
    ("POST", "/c/{id}/withdraw"): Role.ARCHIVIST,
}
# Deeds of nobody in particular, and what guards them instead.
OPEN = {("POST", "/login")}  # throttle and origin: see test_web_signing.py
READING = {"GET", "HEAD"}
PLACES = {"{number}": "1", "{id}": "0000000t", "{file}": "1"}


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    def below(found: list[object]) -> Iterator[Route]:
        for route in found:
            if isinstance(route, Route):
                yield route
            elif inner := getattr(route, "routes", None) or getattr(
                getattr(route, "original_router", None), "routes", None
            ):
                yield from below(inner)

    for route in below(list(app.routes)):
        for method in sorted(set(route.methods or ()) - READING):
            yield method, route.path


def filled(path: str) -> str:
    for place, value in PLACES.items():
        path = path.replace(place, value)
    assert "{" not in path, f"{path}: say in PLACES what stands there"
    return path


def test_every_deed_of_the_application_is_listed(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    assert sorted(routes(client.app)) == sorted({*DEEDS, *OPEN})


@pytest.mark.parametrize(("method", "path"), sorted(DEEDS), ids=" ".join)
def test_a_deed_asks_for_session_role_and_token_in_this_order(
    client: TestClient, shelves: Shelves, method: str, path: str
) -> None:
    role, address = DEEDS[method, path], filled(path)
    refused = client.request(method, address)
    assert refused.status_code == 401
    assert "Sign in" in refused.text
    below = list(Role).index(role) - 1
    if below >= 0:
        token = signed_in(client, member(shelves.store, "low", list(Role)[below]))
        refused = client.request(method, address, headers=token)
        assert refused.status_code == 403
        assert f"for the role {role}" in refused.text
    token = signed_in(client, member(shelves.store, "high", role))
    other = {"X-CSRF-Token": "0" * 64}
    for headers in ({}, other, {**token, "Origin": "https://evil.example"},
                    {**token, "Sec-Fetch-Site": "cross-site"}):  # fmt: skip
        refused = client.request(method, address, headers=headers)
        assert refused.status_code == 403
        assert "did not come from a page" in refused.text
    done = client.request(method, address, headers={**token, "Origin": str(client.base_url)})
    assert done.status_code not in (401, 403, 405, 500)
    assert "public" not in done.headers.get("cache-control", "")


@pytest.mark.parametrize(("method", "path"), sorted(DEEDS), ids=" ".join)
def test_an_ended_session_can_do_nothing(
    client: TestClient, shelves: Shelves, method: str, path: str
) -> None:
    token = member(shelves.store, "eve", Role.ADMIN)
    client.post("/logout", headers=signed_in(client, token))
    headers = signed_in(client, token)  # whoever kept the cookie
    assert client.request(method, filled(path), headers=headers).status_code == 401
