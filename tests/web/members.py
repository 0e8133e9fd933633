"""Accounts for tests, and visitors who are signed in."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from app.archive.records import Role
from app.archive.store import Store
from app.desk import accounts
from app.web.sessions import cookie_name, csrf_of

PASSWORD = "seven words do quite well here"


@cache
def cheap_hasher() -> PasswordHasher:
    """Argon2id at its least: what is tested is what is done with it, not how long it takes."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def member(store: Store, name: str = "ada", role: Role = Role.ARCHIVIST) -> str:
    """A new account, and the token of a session of it."""
    accounts.add(store, name, role, PASSWORD)
    return accounts.sign_in(store, name, PASSWORD, accounts.Visit("10.0.0.7", "a test"))


def signed_in(client: TestClient, token: str) -> dict[str, str]:
    """Let the client carry a session; the header that its deeds need besides."""
    client.cookies.clear()
    client.cookies.set(cookie_name(https=True), token, domain=client.base_url.host)
    return {"X-CSRF-Token": csrf_of(token)}
