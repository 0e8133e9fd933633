"""Accounts: made, changed and closed; signing in, with its throttle, and the sessions it begins.

An attempt is counted as failed before its password is looked at and the count taken back when it
was right, so that many at once cannot slip past the throttle. A name without account costs the
same time as a wrong password.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import unicodedata
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.archive import accounts
from app.archive.records import AccountRow, Role, SessionRow
from app.archive.repository import now
from app.archive.store import Store, Transaction
from app.errors import SignInWrong, TooManyAttempts, WrongCall

SHORTEST, LONGEST = 10, 500  # characters of a password
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
LASTS = dt.timedelta(days=14)
IDLE = dt.timedelta(days=2)  # a session nobody used for that long is over
FORGOTTEN = dt.timedelta(hours=1)  # after which failed attempts no longer count
SEEN = dt.timedelta(minutes=5)  # a session's last use is noted at most that often


class Limit(NamedTuple):
    """How many attempts may fail at once, and the longest wait after more, in seconds."""

    free: int
    longest: int


# Of one account the wait stays short: whoever guesses must not lock its owner out for long.
ACCOUNT, ADDRESS = Limit(5, 60), Limit(20, 900)


class Visit(NamedTuple):
    """Where an attempt to sign in comes from."""

    address: str
    agent: str


# Accounts --------------------------------------------------------------------------------------


def add(store: Store, name: str, role: Role, password: str, *, by: str = "machine") -> AccountRow:
    """Make an account.

    Raises:
        WrongCall: the name or the password will not do.
        Conflict: the name is taken.
    """
    name = checked_name(name)
    password_hash = hashed(password)
    with store.writing() as tx:
        accounts.add_account(tx, name, role, password_hash, by=by)
    with store.reading() as connection:
        found = accounts.credentials(connection, name)
    assert found is not None  # noqa: S101 - just added
    return found[0]


def add_first(store: Store, name: str = "admin") -> str:
    """Make an administrator where there is no account yet.

    Returns:
        Its password, told this once; empty where there are accounts.
    """
    password = made_up()
    password_hash = hashed(password)
    with store.writing() as tx:
        if accounts.accounts(tx.connection):
            return ""
        accounts.add_account(tx, name, Role.ADMIN, password_hash)
    return password


def change_password(
    store: Store, name: str, password: str, *, by: str = "machine", but: int = 0
) -> None:
    """Set a password; sessions other than the one numbered `but` end.

    Raises:
        WrongCall: the password will not do.
        AccountMissing: there is no open account of that name.
    """
    password_hash = hashed(password)
    with store.writing() as tx:
        accounts.set_password(tx, normal(name), password_hash, by=by, but=but)
        accounts.clear_attempts(tx, _account_key(normal(name)))


def is_password(store: Store, name: str, password: str) -> bool:
    """Whether it is the account's password, for a deed that asks for it again."""
    with store.reading() as connection:
        found = accounts.credentials(connection, name)
    return _fits(found[1] if found else _nobody(), password) and found is not None


def normal(name: str) -> str:
    """A name as it is kept: as typed on any keyboard, in small letters."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def checked_name(name: str) -> str:
    """A name that can be kept.

    Raises:
        WrongCall: it cannot.
    """
    if NAME.fullmatch(normal(name)):
        return normal(name)
    raise WrongCall(
        thing=f"The name {name[:60]!r}", cause="cannot be an account's",
        next_step="Use up to 40 letters a to z, digits, dots, dashes and underlines",
    )  # fmt: skip


def hashed(password: str) -> str:
    """The Argon2id hash of a new password.

    Raises:
        WrongCall: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongCall(
            thing="The password", cause=f"has {len(password)} characters",
            next_step=f"Use {SHORTEST} to {LONGEST}; several words do well",
        )  # fmt: skip
    return _hasher().hash(unicodedata.normalize("NFKC", password))


def made_up() -> str:
    """A password nobody has to invent: 80 bits, in groups that can be typed."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789x"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(4))


# Signing in ------------------------------------------------------------------------------------


def sign_in(store: Store, name: str, password: str, visit: Visit) -> str:
    """Begin a session.

    Returns:
        Its token, a new one each time: what a browser had before is of no use.

    Raises:
        SignInWrong: no such account, or not its password; it is not said which.
        TooManyAttempts: too many failed before, of this account or from this address.
    """
    name = normal(name)[:60]
    keys = {_account_key(name): ACCOUNT, f"address {visit.address}": ADDRESS}
    with store.writing() as tx:
        _let_try(tx, keys)
    with store.reading() as connection:
        found = accounts.credentials(connection, name)
    known = _fits(found[1] if found else _nobody(), password)
    if found is None or not known:
        raise SignInWrong(name=name)
    token = secrets.token_urlsafe(32)
    account, held_hash = found
    with store.writing() as tx:
        _sweep(tx)
        accounts.clear_attempts(tx, _account_key(name))
        accounts.take_attempt_back(tx, f"address {visit.address}")
        if _hasher().check_needs_rehash(held_hash):
            accounts.keep_hash(tx, account.id, hashed(password))
        accounts.open_session(
            tx, account.id, sha256_of(token), address=visit.address, agent=visit.agent
        )
        accounts.add_sign_in(tx, name)
    return token


def session_of(store: Store, token: str) -> SessionRow | None:
    """The session of a token, if it is not over."""
    at = now()
    with store.reading() as connection:
        found = accounts.session_by_token(connection, sha256_of(token))
    if found is None or found.made_at < at - LASTS or found.seen_at < at - IDLE:
        return None
    if found.seen_at < at - SEEN:
        with store.writing() as tx:
            accounts.see_session(tx, found.id)
    return found


def sha256_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def wait(failures: int, last: dt.datetime | None, limit: Limit, at: dt.datetime) -> int:
    """The seconds until the next attempt is heard; 0 for at once.

    >>> at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    >>> [wait(many, at, Limit(5, 60), at) for many in (4, 5, 6, 8, 20)]
    [0, 1, 2, 8, 60]
    """
    if last is None or failures < limit.free:
        return 0
    owed: int = min(limit.longest, 1 << min(failures - limit.free, 20))
    return max(0, owed - int((at - last).total_seconds()))


def _let_try(tx: Transaction, keys: dict[str, Limit]) -> None:
    at = now()
    since = at - FORGOTTEN
    waits = [
        wait(*accounts.failures(tx.connection, key, since=since), limit, at)
        for key, limit in keys.items()
    ]
    if max(waits):
        raise TooManyAttempts(seconds=max(waits))
    for key in keys:
        accounts.count_attempt(tx, key, since=since)


def _sweep(tx: Transaction) -> None:
    at = now()
    accounts.sweep_sessions(tx, made_before=at - LASTS, seen_before=at - IDLE)
    accounts.sweep_attempts(tx, before=at - FORGOTTEN)


def _account_key(name: str) -> str:
    return f"account {name}"


def _fits(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST:
        password = ""  # as much work as for any other wrong one
    try:
        return _hasher().verify(password_hash, unicodedata.normalize("NFKC", password))
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # Argon2id, 64 MiB, as RFC 9106 recommends where memory is short


@cache
def _nobody() -> str:
    """The hash of a password nobody has: verified where there is no account of a name."""
    return _hasher().hash(secrets.token_urlsafe(32))
