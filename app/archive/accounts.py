"""Accounts, the sessions of their browsers, and failed attempts to sign in.

A session is known by the SHA-256 of its token, so nobody who reads the database can take one over.
How long one lasts and how many attempts are too many is for the desk to say.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, select, update
from sqlalchemy.exc import IntegrityError

from app.archive.records import AccountRow, Role, SessionRow
from app.archive.repository import add_event, insert_new, insert_row, now
from app.archive.store import Transaction
from app.archive.tables import account, attempt, session
from app.errors import AccountMissing, Conflict

LONGEST_AGENT = 200

_ACCOUNT = (account.c.id, account.c.name, account.c.role, account.c.added_at, account.c.closed_at)
_SESSION = (session.c.id, session.c.made_at, session.c.seen_at, session.c.address, session.c.agent)
_BY_TOKEN = (
    select(*_ACCOUNT, *_SESSION)
    .join(account, account.c.id == session.c.account_id)
    .where(session.c.sha256 == bindparam("sha256"), account.c.closed_at.is_(None))
)
_OF_ACCOUNT = (
    select(*_ACCOUNT, *_SESSION)
    .join(account, account.c.id == session.c.account_id)
    .where(session.c.account_id == bindparam("account"))
    .order_by(session.c.seen_at.desc(), session.c.id.desc())
)


# Accounts --------------------------------------------------------------------------------------


def add_account(
    tx: Transaction, name: str, role: Role, password_hash: str, *, by: str = "machine"
) -> int:
    """Add an account.

    Raises:
        Conflict: the name is taken, be it by a closed account: names stand under past deeds.
    """
    row = {
        "name": name, "role": role.value, "password_hash": password_hash, "added_at": now(),
    }  # fmt: skip
    try:
        with tx.connection.begin_nested():
            number = insert_row(tx.connection, account, row)
    except IntegrityError:
        raise Conflict(
            thing=f"The name {name}", cause="belongs to an account already",
            next_step="Choose another name",
        ) from None  # fmt: skip
    add_event(tx, by, "account added", note=f"{name}, {role}")
    return number


def accounts(connection: Connection) -> tuple[AccountRow, ...]:
    """All accounts, the closed ones too, by name."""
    return tuple(
        _account(row) for row in connection.execute(select(*_ACCOUNT).order_by(account.c.name))
    )


def credentials(connection: Connection, name: str) -> tuple[AccountRow, str] | None:
    """An open account and the hash of its password; None where there is none of that name."""
    asked = select(*_ACCOUNT, account.c.password_hash).where(
        account.c.name == name, account.c.closed_at.is_(None)
    )
    row = connection.execute(asked).first()
    return None if row is None else (_account(row), row.password_hash)


def close_account(tx: Transaction, name: str, *, by: str = "machine") -> None:
    """Let nobody sign in by that name again; its sessions end now.

    Raises:
        AccountMissing: there is no open account of that name.
    """
    end_sessions(tx, _changed(tx, name, {"closed_at": now()}))
    add_event(tx, by, "account closed", note=name)


def set_role(tx: Transaction, name: str, role: Role, *, by: str = "machine") -> None:
    """Change what an account may do, from its next request on.

    Raises:
        AccountMissing: there is no open account of that name.
    """
    _changed(tx, name, {"role": role.value})
    add_event(tx, by, "role changed", note=f"{name}, {role}")


def set_password(
    tx: Transaction, name: str, password_hash: str, *, by: str = "machine", but: int = 0
) -> None:
    """Change a password; the account's sessions end, all but the one numbered `but`.

    Raises:
        AccountMissing: there is no open account of that name.
    """
    end_sessions(tx, _changed(tx, name, {"password_hash": password_hash}), but=but)
    add_event(tx, by, "password changed", note=name)


def keep_hash(tx: Transaction, account_id: int, password_hash: str) -> None:
    """Keep the hash of the same password, made with newer parameters."""
    tx.connection.execute(
        update(account).where(account.c.id == account_id).values(password_hash=password_hash)
    )


# Sessions --------------------------------------------------------------------------------------


def open_session(
    tx: Transaction, account_id: int, sha256: str, *, address: str = "", agent: str = ""
) -> int:
    """Begin a session.

    Returns:
        Its number, by which it can be ended.
    """
    at = now()
    row = {
        "sha256": sha256, "account_id": account_id, "made_at": at, "seen_at": at,
        "address": address, "agent": agent[:LONGEST_AGENT],
    }  # fmt: skip
    return insert_row(tx.connection, session, row)


def add_sign_in(tx: Transaction, name: str) -> None:
    """Write down that somebody signed in."""
    add_event(tx, name, "signed in")


def session_by_token(connection: Connection, sha256: str) -> SessionRow | None:
    """The session of a token, unless it was ended or its account was closed."""
    row = connection.execute(_BY_TOKEN, {"sha256": sha256}).first()
    return None if row is None else _session(row)


def sessions_of(connection: Connection, account_id: int) -> tuple[SessionRow, ...]:
    """The sessions of an account, last seen first."""
    found = connection.execute(_OF_ACCOUNT, {"account": account_id})
    return tuple(_session(row) for row in found)


def see_session(tx: Transaction, number: int) -> None:
    """Note that a session is in use."""
    tx.connection.execute(update(session).where(session.c.id == number).values(seen_at=now()))


def end_session(tx: Transaction, account_id: int, number: int) -> bool:
    """End one session of an account; False where it has none of that number."""
    ended = delete(session).where(session.c.id == number, session.c.account_id == account_id)
    return bool(tx.connection.execute(ended).rowcount)


def end_sessions(tx: Transaction, account_id: int, *, but: int = 0) -> int:
    """End all sessions of an account but one; how many there were."""
    ended = delete(session).where(session.c.account_id == account_id, session.c.id != but)
    return int(tx.connection.execute(ended).rowcount)


def sweep_sessions(tx: Transaction, *, made_before: dt.datetime, seen_before: dt.datetime) -> None:
    """Remove sessions that are too old."""
    old = (session.c.made_at < made_before) | (session.c.seen_at < seen_before)
    tx.connection.execute(delete(session).where(old))


# Attempts --------------------------------------------------------------------------------------


def failures(
    connection: Connection, key: str, *, since: dt.datetime
) -> tuple[int, dt.datetime | None]:
    """How many attempts in a row failed, and when the last did; one before `since` is forgotten."""
    asked = select(attempt.c.failures, attempt.c.last_at).where(
        attempt.c.key == key, attempt.c.last_at >= since
    )
    row = connection.execute(asked).first()
    return (0, None) if row is None else (row.failures, row.last_at)


def count_attempt(tx: Transaction, key: str, *, since: dt.datetime) -> None:
    """Count an attempt as failed; who succeeds is cleared afterwards."""
    at = now()
    if insert_new(tx.connection, attempt, {"key": key, "failures": 1, "last_at": at}):
        return
    counted = case((attempt.c.last_at < since, 1), else_=attempt.c.failures + 1)
    tx.connection.execute(
        update(attempt).where(attempt.c.key == key).values(failures=counted, last_at=at)
    )


def take_attempt_back(tx: Transaction, key: str) -> None:
    """Take one counted attempt back: it succeeded."""
    one = update(attempt).where(attempt.c.key == key, attempt.c.failures > 0)
    tx.connection.execute(one.values(failures=attempt.c.failures - 1))


def clear_attempts(tx: Transaction, key: str) -> None:
    """Forget failed attempts."""
    tx.connection.execute(delete(attempt).where(attempt.c.key == key))


def sweep_attempts(tx: Transaction, *, before: dt.datetime) -> None:
    """Remove what is too old to count."""
    tx.connection.execute(delete(attempt).where(attempt.c.last_at < before))


def _changed(tx: Transaction, name: str, values: dict[str, Any]) -> int:
    open_one = update(account).where(account.c.name == name, account.c.closed_at.is_(None))
    found = tx.connection.execute(open_one.values(values).returning(account.c.id)).scalar()
    if found is None:
        raise AccountMissing(name=name)
    return int(found)


def _account(row: Any) -> AccountRow:
    id, name, role, added_at, closed_at = row[: len(_ACCOUNT)]
    return AccountRow(id, name, Role(role), added_at, closed_at)


def _session(row: Any) -> SessionRow:
    number, *rest = row[len(_ACCOUNT) :]
    return SessionRow(number, _account(row), *rest)
