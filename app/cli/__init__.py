"""The command line: `reftel`, or `python -m app`.

Each command says here what it takes and hands over to a module that is loaded only then, so
`reftel read` starts without a database or a web server in memory. Exit codes are those of the
errors (`app/errors.py`): 0 all went well, 3 a file was refused, 6 the store is away ...
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.errors import ReftelError

reftel = typer.Typer(
    name="reftel",
    help="A reading room for declassified diplomatic cables.",
    epilog="Settings come from REFTEL_*; see them with: reftel settings",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_PATHS = "Files, folders (opened down to the last), or - for standard input."


def main() -> None:
    """Run a command; a failure that has a sentence is told as one, not as a traceback."""
    try:
        reftel(standalone_mode=True)
    except ReftelError as error:
        typer.echo(f"reftel: {error.reason}\n        {error.remedy}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing to tell, nobody to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@reftel.command()
def read(
    files: Annotated[list[str], typer.Argument(help=_PATHS, show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="The whole reading as JSON.")] = False,
    gold: Annotated[
        bool, typer.Option("--gold", help="The reading in the shape of the corpus labels.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Every line with its role and the rule that decided.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for one file a text, named by the text's stem."),
    ] = None,
) -> None:
    """Read telegrams and print what they say. Needs no archive and keeps nothing."""
    from app.cli.reading import Shape, read_all

    shape = Shape.chosen(as_json=as_json, gold=gold, explain=explain, to_folder=out is not None)
    raise typer.Exit(read_all(files, shape, out))


@reftel.command()
def settings() -> None:
    """Print every setting with what it means and its default."""
    from app.settings import table

    for row in table():
        typer.echo(f"{row.name}\n    {row.help} Default: {row.default}.")
