"""The pages of collections: where the paper is from, what of it is held and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.archive.records import CableRow, Collection, HeldCollection, Outcome, TallyRow
from app.web import urls, wording
from app.web.browse_contexts import CollectionPage, CollectionsPage, Fact, ListedCollection
from app.web.cable import House
from app.web.contexts import Count, Link
from app.web.rooms import listed

LEVELS = {
    "repository": "Repository", "record_group": "Record group", "series": "Series", "box": "Box",
    "folder": "Folder",
}  # fmt: skip
BARE = "Without provenance"


def collections_page(
    held: Sequence[tuple[int, Collection]], figures: Sequence[TallyRow], house: House
) -> CollectionsPage:
    """Every collection of which something was received, by provenance."""
    cables = {int(row.name): row.cables for row in figures}
    found = [
        ListedCollection(
            name_of(one), urls.collection(id), _above(one), cables.get(id, 0)
        )
        for id, one in held
    ]  # fmt: skip
    if bare := cables.get(0, 0):
        about = "Taken in without saying where the paper is kept"
        found.append(ListedCollection(BARE, urls.collection(0), about, bare))
    return CollectionsPage(
        "Where the papers are kept, as far as the archivists said. Each collection says what is "
        "held of it and what is not."
        if found
        else "Nothing is published here yet.",
        tuple(found),
        urls.absolute(house.address, urls.collections()),
    )


def name_of(one: Collection) -> str:
    """The narrowest level and what it lies in, short: Box 1234, Folder 5; else the repository."""
    narrow = [part for part in (one.series, one.box, one.folder) if part]
    return ", ".join(narrow) or one.record_group or one.repository


def _above(one: Collection) -> str:
    parts = [one.repository, one.record_group]
    return ", ".join(part for part in parts if part and part != name_of(one))


def collection_page(
    one: HeldCollection, rows: Sequence[CableRow], house: House, *, note: str, following: str
) -> CollectionPage:
    """One collection; `rows` is a stretch of its cables."""
    return CollectionPage(
        name_of(one.provenance) if one.provenance else BARE,
        (Link("Collections", urls.collections()),),
        tuple(_provenance(one.provenance)) if one.provenance else (),
        tuple(_held(one)),
        tuple(_lacking(one)),
        tuple(
            Count("no known year" if year == "0" else year, number)
            for year, number in sorted(one.years, key=lambda pair: (pair[0] == "0", pair[0]))
        ),
        listed(rows),
        note,
        following,
        urls.absolute(house.address, urls.collection(one.id)),
    )


def _provenance(one: Collection) -> Iterator[Fact]:
    for name, label in LEVELS.items():
        if words := getattr(one, name):
            yield Fact(label, words)


def _held(one: HeldCollection) -> Iterator[str]:
    files = sum(one.sources.values())
    yield f"{wording.count(one.cables, 'cable')} of {wording.count(one.pages, 'page')} published."
    if files:
        yield f"They were read from {wording.count(files, 'file')} received."


def _lacking(one: HeldCollection) -> Iterator[str]:
    """What is not here, as far as it can be known from here."""
    yield "Nothing says that all papers of it were received: what is held is never all that was kept."
    said = {
        Outcome.WAITING: ("file is", "files are", "waiting to be read."),
        Outcome.REFUSED: ("file was", "files were", "refused: no telegram could be read in them."),
        Outcome.FAILED: ("file", "files", "could not be read through."),
    }
    for outcome, (single, several, words) in said.items():
        if number := one.sources.get(outcome, 0):
            yield f"{wording.count(number, single, several)} {words}"
    if one.withdrawn:
        yield (
            f"{wording.count(one.withdrawn, 'cable was', 'cables were')} withdrawn; "
            "each address says why."
        )
    years = sorted(int(year) for year, _ in one.years if year != "0")
    if years and (empty := [y for y in range(years[0], years[-1]) if y not in set(years)]):
        yield f"Nothing is held of {wording.listed(_runs(empty))}."


def _runs(years: Sequence[int]) -> list[str]:
    """Years as runs: 1953 to 1955, 1960.

    >>> _runs([1953, 1954, 1955, 1960])
    ['1953 to 1955', '1960']
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
