from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.archive.store import open_store
from app.desk import accounts
from app.settings import load
from tests.cli.command import Said, environment, reftel

GIVEN = "typed by the person themselves"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.web.members import cheap_hasher

    monkeypatch.setattr("app.desk.accounts._hasher", cheap_hasher)


@pytest.fixture
def env(tmp_path: Path, archive_url: str) -> dict[str, str]:
    return environment(tmp_path, archive_url)


def user(env: dict[str, str], *words: str, given: str = "") -> Said:
    return reftel("user", *words, env=env, given=given.encode())


def can_sign_in(env: dict[str, str], name: str, password: str) -> bool:
    store = open_store(load(env).database)
    try:
        return accounts.is_password(store, name, password)
    finally:
        store.close()


def test_an_account_is_made_and_its_password_told_once(env: dict[str, str]) -> None:
    said = user(env, "add", "Ada")
    assert said.code == 0
    found = re.search(r"ada \(archivist\) may sign in; password, told this once: (\S+)", said.out)
    assert found is not None
    assert can_sign_in(env, "ada", found[1])
    assert found[1] not in user(env, "list").out


def test_a_password_given_is_not_repeated(env: dict[str, str]) -> None:
    said = user(env, "add", "bob", "--role", "reader", "--stdin", given=GIVEN + "\n")
    assert (said.code, GIVEN in said.out) == (0, False)
    assert can_sign_in(env, "bob", GIVEN)


def test_accounts_are_listed_with_role_and_state_changed_and_closed(env: dict[str, str]) -> None:
    assert "make one with: reftel user add" in user(env, "list").err
    user(env, "add", "ada")
    user(env, "add", "bob")
    assert user(env, "role", "ada", "admin").out == "ada is admin now\n"
    assert user(env, "close", "bob").code == 0
    listed = user(env, "list").out
    assert re.search(r"^ada\tadmin\tsince [0-9-]+$", listed, re.M)
    assert re.search(r"^bob\tarchivist\t.*closed", listed, re.M)
    assert user(env, "close", "bob").code == 4


def test_a_new_password_signs_out_everywhere(env: dict[str, str]) -> None:
    user(env, "add", "ada", "--stdin", given=GIVEN)
    store = open_store(load(env).database)
    token = accounts.sign_in(store, "ada", GIVEN, accounts.Visit("10.0.0.7", ""))
    assert "from 10.0.0.7" in user(env, "list").out
    assert user(env, "password", "ada", "--stdin", given="quite another one").code == 0
    assert accounts.session_of(store, token) is None
    accounts.sign_in(store, "ada", "quite another one", accounts.Visit("", ""))
    assert user(env, "signout", "ada").out == "1 sessions of ada ended\n"
    store.close()


@pytest.mark.parametrize(
    ("words", "given", "code", "told"),
    [
        (("add", "Ada Lovelace"), "", 2, "cannot be an account's"),
        (("add", "ada", "--stdin"), "short", 2, "has 5 characters"),
        (("password", "nobody"), "", 4, "no open account nobody"),
        (("signout", "nobody"), "", 4, "no open account nobody"),
        (("role", "nobody", "admin"), "", 4, "no open account nobody"),
    ],
    ids=["name", "password", "of nobody", "signout nobody", "role of nobody"],
)
def test_what_will_not_do_is_told(
    env: dict[str, str], words: tuple[str, ...], given: str, code: int, told: str
) -> None:
    said = user(env, *words, given=given)
    assert (said.code, told in said.err) == (code, True)


def test_a_name_is_taken_once(env: dict[str, str]) -> None:
    user(env, "add", "ada")
    said = user(env, "add", "ADA")
    assert (said.code, "belongs to an account already" in said.err) == (5, True)


def test_the_first_account_is_made_once(env: dict[str, str]) -> None:
    store = open_store(load(env).database)
    password = accounts.add_first(store)
    assert re.fullmatch(r"([a-z0-9]{4}-){3}[a-z0-9]{4}", password)
    assert accounts.is_password(store, "admin", password)
    assert accounts.add_first(store) == ""
    store.close()
