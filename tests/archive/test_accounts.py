from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from app.archive import accounts
from app.archive.records import Role
from app.archive.store import Store, Transaction
from app.errors import AccountMissing, Conflict

Deed = Callable[[Transaction], object]
TOKEN = "ab" * 32
LATER = dt.timedelta(seconds=5)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def add(store: Store, name: str = "ada", role: Role = Role.ARCHIVIST, token: str = "") -> int:
    with store.writing() as tx:
        number = accounts.add_account(tx, name, role, f"hash of {name}")
        if token:
            accounts.open_session(tx, number, token, address="10.0.0.7", agent="a browser")
    return number


def session(store: Store, token: str = TOKEN):  # type: ignore[no-untyped-def]
    with store.reading() as connection:
        return accounts.session_by_token(connection, token)


def test_an_account_is_found_by_its_name_with_its_hash(store: Store) -> None:
    number = add(store)
    with store.reading() as connection:
        found = accounts.credentials(connection, "ada")
        assert accounts.credentials(connection, "bob") is None
    assert found is not None
    row, password_hash = found
    assert (row.id, row.name, row.role, row.closed_at) == (number, "ada", Role.ARCHIVIST, None)
    assert password_hash == "hash of ada"


def test_a_name_stands_for_one_person_even_when_the_account_is_closed(store: Store) -> None:
    add(store)
    with store.writing() as tx:
        accounts.close_account(tx, "ada")
        with pytest.raises(Conflict, match=r"ada belongs to an account already.*another name"):
            accounts.add_account(tx, "ada", Role.READER, "other")
        accounts.add_account(tx, "bob", Role.READER, "hash")  # the transaction goes on
    with store.reading() as connection:
        assert [row.name for row in accounts.accounts(connection)] == ["ada", "bob"]


def test_a_session_is_found_by_its_token_and_tells_whose_it_is(store: Store) -> None:
    add(store, token=TOKEN)
    found = session(store)
    assert found is not None
    assert (found.account.name, found.address, found.agent) == ("ada", "10.0.0.7", "a browser")
    assert session(store, "cd" * 32) is None


# Each of these must end what was signed in before.
@pytest.mark.parametrize("deed", ["close", "password", "end", "sweep made", "sweep seen"])
def test_a_session_ends(store: Store, deed: str) -> None:
    number = add(store, token=TOKEN)
    with store.writing() as tx:
        if deed == "close":
            accounts.close_account(tx, "ada")
        elif deed == "password":
            accounts.set_password(tx, "ada", "another hash")
        elif deed == "end":
            (one,) = accounts.sessions_of(tx.connection, number)
            assert accounts.end_session(tx, number, one.id)
        else:
            early, late = now() - LATER, now() + LATER
            made = deed == "sweep made"
            accounts.sweep_sessions(
                tx, made_before=late if made else early, seen_before=early if made else late
            )
    assert session(store) is None


def test_who_changes_the_password_stays_signed_in(store: Store) -> None:
    number = add(store, token=TOKEN)
    own = session(store)
    with store.writing() as tx:
        accounts.open_session(tx, number, "cd" * 32)
        accounts.set_password(tx, "ada", "another hash", but=own.id)
    assert session(store) is not None
    assert session(store, "cd" * 32) is None


def test_nobody_ends_the_session_of_another(store: Store) -> None:
    add(store, token=TOKEN)
    other = add(store, "bob")
    own = session(store)
    with store.writing() as tx:
        assert not accounts.end_session(tx, other, own.id)
    assert session(store) is not None


def test_a_role_changes_what_an_open_session_may(store: Store) -> None:
    add(store, token=TOKEN)
    with store.writing() as tx:
        accounts.set_role(tx, "ada", Role.READER)
    assert session(store).account.role is Role.READER


@pytest.mark.parametrize(
    "deed",
    [
        lambda tx: accounts.close_account(tx, "bob"),
        lambda tx: accounts.set_role(tx, "bob", Role.READER),
        lambda tx: accounts.set_password(tx, "bob", "hash"),
    ],
    ids=["close", "role", "password"],
)
def test_an_account_that_is_not_there_is_named(store: Store, deed: Deed) -> None:
    with store.writing() as tx, pytest.raises(AccountMissing, match="no open account bob"):
        deed(tx)


def test_seeing_a_session_moves_only_its_last_sight(store: Store) -> None:
    add(store, token=TOKEN)
    before = session(store)
    with store.writing() as tx:
        accounts.see_session(tx, before.id)
    after = session(store)
    assert after.made_at == before.made_at
    assert after.seen_at > before.seen_at


def test_failed_attempts_are_counted_until_one_succeeds(store: Store) -> None:
    since = now() - LATER
    with store.writing() as tx:
        for _ in range(3):
            accounts.count_attempt(tx, "account ada", since=since)
        accounts.count_attempt(tx, "account bob", since=since)
    with store.reading() as connection:
        many, last = accounts.failures(connection, "account ada", since=since)
        assert (many, last is not None) == (3, True)
        assert accounts.failures(connection, "account eve", since=since) == (0, None)
    with store.writing() as tx:
        accounts.clear_attempts(tx, "account ada")
        assert accounts.failures(tx.connection, "account ada", since=since) == (0, None)
        assert accounts.failures(tx.connection, "account bob", since=since)[0] == 1


def test_attempts_of_long_ago_are_forgotten(store: Store) -> None:
    with store.writing() as tx:
        accounts.count_attempt(tx, "address 10.0.0.7", since=now() - LATER)
        accounts.count_attempt(tx, "address 10.0.0.7", since=now() + LATER)  # the first is too old
        assert accounts.failures(tx.connection, "address 10.0.0.7", since=now() - LATER)[0] == 1
        assert accounts.failures(tx.connection, "address 10.0.0.7", since=now() + LATER)[0] == 0
        accounts.sweep_attempts(tx, before=now() + LATER)
        assert accounts.failures(tx.connection, "address 10.0.0.7", since=now() - LATER)[0] == 0
