"""The command line: `reftel`, or `python -m app`.

Each command says here what it takes and hands over to a module that is loaded only then, so
`reftel read` starts without a database or a web server in memory. Exit codes are those of the
errors (`app/errors.py`): 0 all went well, 3 a file was refused, 6 the store is away ...
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from app.cli.user import user
from app.errors import PlaceClosed, ReftelError

reftel = typer.Typer(
    name="reftel",
    help="A reading room for declassified diplomatic cables.",
    epilog="Settings come from REFTEL_*; see them with: reftel settings",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

reftel.add_typer(user)

_ID = "The cable's id, or its permalink."
_IDS = "Ids of cables, or their permalinks."
_PATHS = "Files, folders (opened down to the last), or - for standard input."


def main() -> None:
    """Run a command; a failure that has a sentence is told as one, not as a traceback."""
    try:
        reftel(standalone_mode=True)
    except ReftelError as error:
        _fail(error)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing to tell, nobody to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        _fail(PlaceClosed(place=error.filename, cause=error.strerror))


def _fail(error: ReftelError) -> NoReturn:
    typer.echo(f"reftel: {error.reason}\n        {error.remedy}", err=True)
    sys.exit(error.exit_code)


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
def ingest(
    paths: Annotated[list[str], typer.Argument(help=_PATHS, show_default=False)],
    publish: Annotated[bool, typer.Option("--publish", help="Make the cables public.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Take in what no rule finds a telegram in.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line: path, outcome, reason, cables.")
    ] = False,
    bulk: Annotated[
        bool,
        typer.Option("--bulk", help='The files are JSON lines, {"text": ...} each; for millions.'),
    ] = False,
    processes: Annotated[
        int, typer.Option("--processes", min=0, help="How many read (bulk); 0 is one a core.")
    ] = 0,
    queue: Annotated[
        bool, typer.Option("--queue", help="Leave scans to the workers; do not wait for them.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on with what turns up in the folders, until Ctrl-C.")
    ] = False,
    batch: Annotated[
        str, typer.Option("--batch", help="Name of the batch that the files belong to.")
    ] = "",
    collection: Annotated[
        str,
        typer.Option(
            "--collection", help="Where the paper is: repository; group; series; box; folder."
        ),
    ] = "",
    provenance: Annotated[
        str, typer.Option("--provenance", help="Where the files come from, in words.")
    ] = "",
) -> None:
    """Take files into the archive. Those held already are told, not taken twice."""
    from app.cli.ingest import Manner, ingest
    from app.cli.scans import Belongs, collection_of
    from app.desk.intake import Wish
    from app.settings import load

    wish = Wish(publish=publish, anyway=anyway)
    if bulk:
        from app.cli.bulk import ingest_bulk

        raise typer.Exit(ingest_bulk(load(), paths, wish, processes=processes, as_json=as_json))
    belongs = Belongs(batch, collection_of(collection), provenance)
    manner = Manner(as_json=as_json, queue=queue, watch=watch, belongs=belongs)
    raise typer.Exit(ingest(load(), paths, wish, manner))


@reftel.command()
def publish(ids: Annotated[list[str], typer.Argument(help=_IDS, show_default=False)]) -> None:
    """Make drafts public, all of those named or none."""
    from app.cli.verbs import publish
    from app.settings import load

    publish(load(), ids)


@reftel.command()
def withdraw(
    id: Annotated[str, typer.Argument(help=_ID, show_default=False)],
    reason: Annotated[
        str, typer.Option("--reason", help="What visitors are told.", show_default=False)
    ],
) -> None:
    """Take a published cable from view. Its address stays and gives the reason."""
    from app.cli.verbs import withdraw
    from app.settings import load

    withdraw(load(), id, reason)


@reftel.command()
def correct(
    id: Annotated[str, typer.Argument(help=_ID, show_default=False)],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIELD=VALUE]...",
            help="New values; name a list field again for each of its values.",
            show_default=False,
        ),
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="A field the paper does not show.")
    ] = None,
    confirm: Annotated[
        list[str] | None, typer.Option("--confirm", help="A field found right as it is.")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="What changed and why.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who stands behind it.")] = "archivist",
) -> None:
    """Correct header values: a new version, the old ones stay at their addresses."""
    from app.cli.verbs import correct
    from app.settings import load

    correct(load(), id, values or [], remove or [], confirm or [], note=note, by=by)


@reftel.command()
def metadata(
    file: Annotated[
        str, typer.Argument(help="A CSV file, or - for standard input.", show_default=False)
    ],
    apply: Annotated[
        bool, typer.Option("--apply", help="Do it; without, only what would change is said.")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Who stands behind it.")] = "archivist",
) -> None:
    """Lay a table of header values and provenance over cables, by id, sha256 or file."""
    from app.cli.metadata import metadata
    from app.settings import load

    raise typer.Exit(metadata(load(), file, really=apply, by=by))


@reftel.command()
def serve(
    host: Annotated[str | None, typer.Option("--host", help="Instead of REFTEL_HOST.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", help="Instead of REFTEL_PORT; 0 takes a free one.")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Load some thirty specimens if the archive is empty.")
    ] = False,
) -> None:
    """Open the reading room: serve its pages until Ctrl-C or SIGTERM."""
    from dataclasses import replace

    from app.cli.serving import serve
    from app.settings import load

    settings = load()
    settings = replace(settings, host=settings.host if host is None else host)
    settings = replace(settings, port=settings.port if port is None else port)
    raise typer.Exit(serve(settings, demo=demo))


@reftel.command()
def worker(
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether one is running, for a health check.")
    ] = False,
) -> None:
    """Follow the archive's changes until SIGTERM."""
    from app.settings import load
    from app.worker import check as ask
    from app.worker import run

    settings = load()
    if check:
        typer.echo(f"the worker is well and has seen change {ask(settings)}")
        return
    raise typer.Exit(run(settings))


@reftel.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
) -> None:
    """Write everything the archive keeps into one file, while it is in use."""
    from app.cli.keeping import backup
    from app.settings import load

    backup(load(), file)


@reftel.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.", show_default=False)],
) -> None:
    """Bring a backup into an empty archive."""
    from app.cli.keeping import restore
    from app.settings import load

    restore(load(), file)


@reftel.command()
def verify() -> None:
    """Check what the archive promises: every file's hash, every span, every change."""
    from app.cli.keeping import verify
    from app.settings import load

    verify(load())


@reftel.command()
def search(
    query: Annotated[str, typer.Argument(help="As in the search box.", show_default=False)],
    sort: Annotated[
        str,
        typer.Option("--sort", help="relevance, sent, -sent (latest first), received, -received."),
    ] = "relevance",
    many: Annotated[int, typer.Option("--many", min=1, max=1000, help="Hits told.")] = 20,
    drafts: Annotated[bool, typer.Option("--drafts", help="Search drafts too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As /search.json answers.")] = False,
) -> None:
    """Search the archive as its visitors do."""
    from app.cli.searching import search
    from app.settings import load

    search(load(), query, sort, many=many, drafts=drafts, as_json=as_json)


@reftel.command()
def reindex() -> None:
    """Make the search index anew from the archive. The old one answers meanwhile."""
    from app.cli.searching import reindex
    from app.settings import load

    reindex(load())


@reftel.command()
def specimens(
    count: Annotated[int, typer.Option("--count", min=1, help="How many.")] = 30,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal seeds, equal texts.")] = 1,
    noise: Annotated[
        float, typer.Option("--noise", min=0, max=3, help="How badly an engine misread them.")
    ] = 0.0,
) -> None:
    """Print composed telegrams as JSON lines, each with its text and its true values."""
    from app.specimens import Stock, stream
    from app.vocabulary import load

    for line in stream(seed, Stock.of(load()), count, noise):
        typer.echo(line)


@reftel.command()
def settings() -> None:
    """Print every setting with what it means and its default."""
    from app.settings import table

    for row in table():
        typer.echo(f"{row.name}\n    {row.help} Default: {row.default}.")
