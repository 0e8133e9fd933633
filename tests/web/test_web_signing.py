"""Signing in and out, as a browser does it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select

from app.archive import accounts as held
from app.archive.records import Role
from app.archive.tables import session
from app.desk import accounts
from app.web.sessions import csrf_of
from tests.web.members import PASSWORD, member, signed_in
from tests.web.shelves import Shelves
from tests.web.test_web_cable import in_words

COOKIE = "__Host-reftel"


def attempt(
    client: TestClient, name: str = "ada", password: str = PASSWORD, **more: str
) -> Response:
    return client.post("/login", data={"name": name, "password": password, **more})


@pytest.fixture
def ada(shelves: Shelves) -> None:
    accounts.add(shelves.store, "ada", Role.ARCHIVIST, PASSWORD)


@pytest.mark.usefixtures("ada")
def test_signing_in_leads_to_the_desk_with_a_cookie_no_script_and_no_other_site_reads(
    client: TestClient,
) -> None:
    done = attempt(client)
    assert (done.status_code, done.headers["location"]) == (303, "/desk")
    cookie = done.headers["set-cookie"]
    for part in (f"{COOKIE}=", "HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("ada")
def test_the_store_keeps_the_hash_of_a_token_and_not_the_token(
    client: TestClient, shelves: Shelves
) -> None:
    attempt(client)
    token = client.cookies[COOKIE]
    with shelves.store.reading() as connection:
        (kept,) = connection.execute(select(session.c.sha256)).scalars()
    assert kept == accounts.sha256_of(token)
    assert token not in client.get("/account").text
    assert csrf_of(token) in client.get("/account").text


@pytest.mark.usefixtures("ada")
def test_a_token_set_before_signing_in_is_not_taken_over(client: TestClient) -> None:
    planted = "p" * 43
    signed_in(client, planted)
    attempt(client)
    assert client.cookies[COOKIE] != planted
    signed_in(client, planted)
    assert client.get("/account").status_code == 303


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ada", "wrong wrong wrong"),
        ("nobody", PASSWORD),
        ("ada", ""),
        ("ada", "x" * 5000),
        ("", ""),
    ],
)
def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(
    client: TestClient, name: str, password: str
) -> None:
    refused = attempt(client, name, password)
    assert refused.status_code == 401
    assert "Name and password do not belong together" in in_words(refused.text)
    assert COOKIE not in refused.headers.get("set-cookie", "")
    assert refused.headers["cache-control"] == "private, no-store"


def test_a_name_without_account_costs_a_hash_too(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add(shelves.store, "ada", Role.READER, PASSWORD)
    verified = []
    fits = accounts._fits
    monkeypatch.setattr(accounts, "_fits", lambda *a: verified.append(a) or fits(*a))
    attempt(client, "ada", "wrong wrong wrong")
    attempt(client, "nobody", "wrong wrong wrong")
    assert len(verified) == 2
    assert all(password_hash.startswith("$argon2id$") for password_hash, _ in verified)


@pytest.mark.usefixtures("ada")
def test_after_some_failures_an_attempt_must_wait_even_if_it_is_right(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # to verify a password takes a good part of the second that is to be waited
    at = dt.datetime.now(dt.UTC)
    for module in (held, accounts):
        monkeypatch.setattr(module, "now", lambda: at)
    for _ in range(accounts.ACCOUNT.free):
        assert attempt(client, password="wrong wrong wrong").status_code == 401
    refused = attempt(client)
    assert refused.status_code == 429
    assert re.search(r"next is heard in \d+ seconds", in_words(refused.text))
    at += dt.timedelta(seconds=1)
    assert attempt(client).status_code == 303
    assert attempt(client).status_code == 303  # and the account starts afresh


def test_one_address_cannot_try_the_names_of_many(client: TestClient) -> None:
    said = [attempt(client, f"name{n}").status_code for n in range(accounts.ADDRESS.free + 1)]
    assert said == [401] * accounts.ADDRESS.free + [429]


@pytest.mark.usefixtures("ada")
def test_signing_in_rightly_does_not_clear_what_an_address_tried_with_others(
    client: TestClient, shelves: Shelves
) -> None:
    for _ in range(3):
        attempt(client, "nobody")
    attempt(client)
    since = accounts.dt.datetime(2000, 1, 1, tzinfo=accounts.dt.UTC)
    with shelves.store.reading() as connection:
        assert held.failures(connection, "address testclient", since=since)[0] == 3
        assert held.failures(connection, "account ada", since=since)[0] == 0


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("asked", "led"),
    [("/c/k7x2m9qd?q=a", "/c/k7x2m9qd?q=a"), ("https://evil.example", "/desk"),
     ("//evil.example", "/desk"), ("/\\evil.example", "/desk"), ("/logout", "/desk"), ("", "/desk")],
)  # fmt: skip
def test_one_comes_back_to_where_one_was_but_never_to_another_site(
    client: TestClient, asked: str, led: str
) -> None:
    assert attempt(client, next=asked).headers["location"] == led


@pytest.mark.usefixtures("ada")
def test_a_form_of_another_site_signs_nobody_in(client: TestClient) -> None:
    data = {"name": "ada", "password": PASSWORD}
    refused = client.post("/login", data=data, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert client.get("/account").status_code == 303


def test_a_page_of_the_desk_asks_a_visitor_to_sign_in_and_brings_them_back(
    client: TestClient,
) -> None:
    sent = client.get("/account?said=ended")
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/login?next=%2Faccount%3Fsaid%3Dended",
    )
    assert 'name="next" value="/account?said=ended"' in client.get(sent.headers["location"]).text


def test_signing_out_ends_the_session_in_the_store(client: TestClient, shelves: Shelves) -> None:
    token = member(shelves.store)
    done = client.post("/logout", headers=signed_in(client, token))
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert "Max-Age=0" in done.headers["set-cookie"]
    assert accounts.session_of(shelves.store, token) is None


def test_other_sessions_are_listed_and_ended(client: TestClient, shelves: Shelves) -> None:
    own = member(shelves.store)
    other = accounts.sign_in(
        shelves.store, "ada", PASSWORD, accounts.Visit("10.9.9.9", "elsewhere")
    )
    headers = signed_in(client, own)
    html = client.get("/account").text
    assert "elsewhere, 10.9.9.9" in html
    number = re.search(r"/account/sessions/(\d+)/end", html)
    assert number is not None
    client.post(f"/account/sessions/{number[1]}/end", headers=headers)
    assert accounts.session_of(shelves.store, other) is None
    assert accounts.session_of(shelves.store, own) is not None
    assert "That session has ended" in client.get("/account?said=ended").text


def test_a_new_password_asks_for_the_old_one_and_ends_other_sessions(
    client: TestClient, shelves: Shelves
) -> None:
    own = member(shelves.store)
    other = accounts.sign_in(shelves.store, "ada", PASSWORD, accounts.Visit("", ""))
    headers = signed_in(client, own)

    def change(old: str, new: str) -> Response:
        return client.post("/account/password", data={"old": old, "new": new}, headers=headers)

    assert "present password is another one" in change("wrong", "a new one, long enough").text
    assert "Use 10 to 500" in change(PASSWORD, "short").text
    assert change(PASSWORD, "a new one, long enough").status_code == 303
    assert accounts.session_of(shelves.store, other) is None
    assert accounts.session_of(shelves.store, own) is not None
    assert accounts.is_password(shelves.store, "ada", "a new one, long enough")


@pytest.mark.parametrize("over", ["LASTS", "IDLE"])
def test_a_session_is_over_after_its_time(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    signed_in(client, member(shelves.store))
    assert client.get("/account").status_code == 200
    monkeypatch.setattr(accounts, over, accounts.dt.timedelta(seconds=-1))
    assert client.get("/account").status_code == 303
