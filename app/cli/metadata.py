"""`reftel metadata`: a table laid over what is held, tried first."""

from __future__ import annotations

import typer

from app.cli.opening import changing_desk, open_desk
from app.desk.metadata import Plan, apply, plan
from app.desk.paths import STANDARD_INPUT, one_line, read_bytes
from app.settings import Settings

REFUSED, CONFLICT = 3, 5


def metadata(settings: Settings, file: str, *, really: bool, by: str) -> int:
    """Say what a table would change, or change it.

    Returns:
        The exit code: 3 where rows cannot be applied, and nothing was; 5 where somebody else was
        quicker with some.
    """
    data = read_bytes(file, limit=settings.max_source_bytes)
    name = "standard input" if file == STANDARD_INPUT else file
    with open_desk(settings, who=by) as desk:
        planned = plan(desk, data, name)
    for trouble in planned.troubles:
        column = f", {trouble.column}" if trouble.column else ""
        typer.echo(one_line(f"line {trouble.line}{column}: {trouble.said}"), err=True)
    if planned.troubles:
        typer.echo(f"{len(planned.troubles)} rows cannot be applied; nothing was changed", err=True)
        return REFUSED
    return _apply(settings, planned, by) if really else _tell(planned)


def _tell(planned: Plan) -> int:
    for row in planned.rows:
        parts = [*row.differing, *(["provenance"] if row.provenance else []),
                 *(["collection"] if row.collection else [])]  # fmt: skip
        said = ", ".join(parts) or "nothing"
        typer.echo(one_line(f"line {row.line}: {row.cable_id} {row.title}: {said}"))
    many = sum(row.changes_anything for row in planned.rows)
    typer.echo(f"{many} cables would change; do it with --apply", err=True)
    return 0


def _apply(settings: Settings, planned: Plan, by: str) -> int:
    code = changed = 0
    with changing_desk(settings, who=by) as desk:
        for row, error in apply(desk, planned):
            if error is not None:
                code = CONFLICT
                typer.echo(one_line(f"line {row.line}: {error}"), err=True)
            elif row.changes_anything:
                changed += 1
    typer.echo(f"{changed} cables changed")
    return code
