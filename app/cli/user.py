"""`reftel user ...`: who may sign in, and as what."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.archive.records import Role

user = typer.Typer(
    name="user", help="Accounts: who may sign in, and as what.", no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip

_NAME = typer.Argument(help="The account's name.", show_default=False)
_ROLE = "reader, archivist (may upload, correct, publish, withdraw) or admin."
_STDIN = typer.Option("--stdin", help="Read the password from standard input.")


@user.command()
def add(
    name: Annotated[str, _NAME],
    role: Annotated[Role, typer.Option("--role", help=_ROLE)] = Role.ARCHIVIST,
    stdin: Annotated[bool, _STDIN] = False,
) -> None:
    """Make an account and print its password, once."""
    from app.cli.opening import open_desk
    from app.desk import accounts
    from app.settings import load

    password = _password(stdin=stdin)
    with open_desk(load()) as desk:
        made = accounts.add(desk.store, name, role, password)
    _tell(f"{made.name} ({made.role}) may sign in", password, told=not stdin)


@user.command("list")
def list_all() -> None:
    """Print every account: name, role, since when, and where it is signed in."""
    from app.archive import accounts
    from app.cli.opening import open_desk
    from app.settings import load

    with open_desk(load()) as desk, desk.store.reading() as connection:
        found = accounts.accounts(connection)
        for one in found:
            closed = f", closed {one.closed_at:%Y-%m-%d}" if one.closed_at else ""
            typer.echo(f"{one.name}\t{one.role}\tsince {one.added_at:%Y-%m-%d}{closed}")
            for session in accounts.sessions_of(connection, one.id):
                typer.echo(
                    f"\tsession {session.id} from {session.address or 'unknown'},"
                    f" last seen {session.seen_at:%Y-%m-%d %H:%M} UTC"
                )
    if not found:
        typer.echo("No account yet; make one with: reftel user add NAME", err=True)


@user.command()
def close(name: Annotated[str, _NAME]) -> None:
    """Let nobody sign in by that name again; its sessions end at once."""
    from app.archive import accounts
    from app.cli.opening import open_desk
    from app.desk.accounts import normal
    from app.settings import load

    with open_desk(load()) as desk, desk.store.writing() as tx:
        accounts.close_account(tx, normal(name))
    typer.echo(f"{normal(name)} is closed")


@user.command()
def role(name: Annotated[str, _NAME], role: Annotated[Role, typer.Argument(help=_ROLE)]) -> None:
    """Change what an account may do, from its next request on."""
    from app.archive import accounts
    from app.cli.opening import open_desk
    from app.desk.accounts import normal
    from app.settings import load

    with open_desk(load()) as desk, desk.store.writing() as tx:
        accounts.set_role(tx, normal(name), role)
    typer.echo(f"{normal(name)} is {role} now")


@user.command()
def password(name: Annotated[str, _NAME], stdin: Annotated[bool, _STDIN] = False) -> None:
    """Set a new password and print it, once; the account is signed out everywhere."""
    from app.cli.opening import open_desk
    from app.desk import accounts
    from app.settings import load

    new = _password(stdin=stdin)
    with open_desk(load()) as desk:
        accounts.change_password(desk.store, name, new)
    _tell(f"{accounts.normal(name)} has a new password", new, told=not stdin)


@user.command()
def signout(name: Annotated[str, _NAME]) -> None:
    """End all sessions of an account."""
    from app.archive import accounts
    from app.cli.opening import open_desk
    from app.desk.accounts import normal
    from app.errors import AccountMissing
    from app.settings import load

    with open_desk(load()) as desk, desk.store.writing() as tx:
        found = accounts.credentials(tx.connection, normal(name))
        if found is None:
            raise AccountMissing(name=normal(name))
        many = accounts.end_sessions(tx, found[0].id)
    typer.echo(f"{many} sessions of {normal(name)} ended")


def _password(*, stdin: bool) -> str:
    from app.desk.accounts import made_up

    return sys.stdin.readline().rstrip("\r\n") if stdin else made_up()


def _tell(words: str, password: str, *, told: bool) -> None:
    typer.echo(words + (f"; password, told this once: {password}" if told else ""))
