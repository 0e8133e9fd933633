"""`reftel publish`, `withdraw` and `correct`: one deed at the desk each."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from app.cli.opening import cable_id, changing_desk
from app.desk.correct import correct as correct_cable
from app.desk.corrections import Value
from app.desk.publish import publish as publish_cables
from app.desk.withdraw import withdraw as withdraw_cable
from app.errors import WrongCall
from app.settings import Settings
from app.telegram.reading import LIST_FIELDS

ARCHIVIST = "archivist"


def publish(settings: Settings, typed: Sequence[str]) -> None:
    """Make drafts public and say the permalink of each."""
    ids = list(dict.fromkeys(cable_id(one) for one in typed))
    with changing_desk(settings, who=ARCHIVIST) as desk:
        done = publish_cables(desk, ids)
    for id in ids:
        words = "is public" if id in done else "was public already"
        typer.echo(f"{settings.address}/c/{id} {words}")


def withdraw(settings: Settings, typed: str, reason: str) -> None:
    """Put a tombstone in the place of a cable."""
    id = cable_id(typed)
    with changing_desk(settings, who=ARCHIVIST) as desk:
        withdraw_cable(desk, id, reason)
    typer.echo(f"{settings.address}/c/{id} is withdrawn; its address gives the reason")


def correct(
    settings: Settings,
    typed: str,
    values: Sequence[str],
    remove: Sequence[str],
    confirm: Sequence[str],
    *,
    note: str,
    by: str,
) -> None:
    """Make a new version with a person's values and say where it and the old one are."""
    id = cable_id(typed)
    changes = {**_changes(values), **dict.fromkeys(remove)}
    with changing_desk(settings, who=by) as desk:
        number = correct_cable(desk, id, changes, confirmed=confirm, note=note)
    typer.echo(f"{settings.address}/c/{id} is now version {number}")
    typer.echo(f"{settings.address}/c/{id}/v/{number - 1} stays as it was")


def _changes(values: Sequence[str]) -> dict[str, Value | None]:
    """FIELD=VALUE words as a mapping; a field named again is a list."""
    found: dict[str, tuple[str, ...]] = {}
    for word in values:
        name, equals, value = word.partition("=")
        if not equals:
            raise WrongCall(
                thing=repr(word), cause="is no correction", next_step="Write FIELD=VALUE"
            )
        found[name] = (*found.get(name, ()), value)
    return {
        name: many if name in LIST_FIELDS or len(many) > 1 else many[0]
        for name, many in found.items()
    }
