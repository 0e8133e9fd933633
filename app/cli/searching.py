"""`reftel search` and `reftel reindex`."""

from __future__ import annotations

import json
import sys

import typer

from app.cli.opening import open_desk
from app.desk.finding import Asked, Finding, Hit, as_dict, find
from app.desk.index import Follower, catch_up
from app.errors import StoreBusy, WrongCall
from app.search.folder import Folder
from app.search.index import SearchIndex, Sort
from app.settings import Settings


def search(
    settings: Settings, query: str, sort: str, *, many: int, drafts: bool, as_json: bool
) -> None:
    """Print the hits of a query, each with where its words stand.

    Raises:
        WrongQuery, WrongCall: the query or the order cannot be understood.
    """
    asked = Asked(query, sort_of(sort), many=many, drafts=drafts)
    with open_desk(settings) as desk:
        catch_up(desk.store, settings.index, desk.vocabulary)
        found = find(desk.store, SearchIndex(Folder(settings.index)), asked)
    if as_json:
        typer.echo(json.dumps(as_dict(found, settings.address), ensure_ascii=False))
        return
    _tell(found, settings.address)


def reindex(settings: Settings) -> None:
    """Make the index anew.

    Raises:
        StoreBusy: another process writes it.
    """
    with open_desk(settings) as desk:
        follower = Follower(desk.store, settings.index, desk.vocabulary)
        try:
            change = follower.anew()
        finally:
            follower.close()
    if change is None:
        raise StoreBusy(
            place=settings.index,
            cause="a server or worker writes the search index and keeps it level",
        )
    typer.echo(f"{settings.index}: made anew, up to change {change}")


def sort_of(name: str) -> Sort:
    """An order by its name.

    Raises:
        WrongCall: there is no such order.
    """
    try:
        return Sort(name)
    except ValueError:
        raise WrongCall(
            thing=f"The order {name[:40]!r}", cause="does not exist",
            next_step=f"Use one of {', '.join(Sort)}",
        ) from None  # fmt: skip


def _tell(found: Finding, address: str) -> None:
    count = found.results.count
    typer.echo(f"{count:,} {'cable' if count == 1 else 'cables'}", err=True)
    for told in found.results.told:
        words, asked = " ".join(told.swap.found), " ".join(told.swap.asked)
        typer.echo(
            f"also matched {words} for {asked}: {told.number:,} ({told.swap.kind}); "
            f"add unlike:{_quoted(words.lower())} to leave it out",
            err=True,
        )
    for hit in found.hits:
        _tell_hit(hit, address, coloured=sys.stdout.isatty())


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words


def _tell_hit(hit: Hit, address: str, *, coloured: bool) -> None:
    typer.echo(f"{hit.cable.title}\n    {address}/c/{hit.cable.id}")
    for passage in hit.passages:
        words = "".join(
            typer.style(run.text, bold=True) if run.marked and coloured else run.text
            for run in passage.runs
        )
        before, after = "" if passage.begins else "… ", "" if passage.ends else " …"
        typer.echo(f"    page {passage.page}, ¶{passage.paragraph}: {before}{words}{after}")
