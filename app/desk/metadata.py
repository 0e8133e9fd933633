"""A table of metadata (CSV) laid over what is held: checked as a whole, then applied.

A row names a cable by `id`, or a file by `file` (its name) or `sha256`; the other columns are header
fields and, of the file, `provenance` and where its paper is kept. A blank cell changes nothing, a
dash takes the field away. One thing wrong anywhere, and nothing is applied.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.archive import pages, repository, review
from app.archive.ids import is_valid, normalise
from app.archive.records import CablePage, CableState, Collection
from app.desk.correct import correct
from app.desk.corrections import Value, corrected
from app.desk.decode import decode
from app.desk.room import Desk
from app.errors import ReftelError, WrongCall, WrongField
from app.telegram.reading import LIST_FIELDS, SINGLE_FIELDS

NAMING = ("id", "sha256", "file")
# `series` is a telegram's; the series the paper is filed in has a name of its own.
PLACE = {
    "repository": "repository", "record_group": "record_group", "collection_series": "series",
    "box": "box", "folder": "folder",
}  # fmt: skip
COLUMNS = (*NAMING, *SINGLE_FIELDS, *LIST_FIELDS, "provenance", *PLACE, "note")
TAKEN_AWAY = "-"
BETWEEN = ";"  # the values of a list
MOST_ROWS = 20_000
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a row, and where; lines count from 1, the heading is the first."""

    line: int
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would change."""

    line: int
    cable_id: str
    title: str
    version: int  # that was looked at
    sha256: str
    changes: Mapping[str, Value | None]
    differing: tuple[str, ...]
    provenance: str  # blank: as it is
    collection: Collection | None
    note: str

    @property
    def changes_anything(self) -> bool:
        return bool(self.differing or self.provenance or self.collection)


@dataclass(frozen=True, slots=True)
class Plan:
    """A table that was looked through: it is applied only without troubles."""

    rows: tuple[Planned, ...]
    troubles: tuple[Trouble, ...]


def plan(desk: Desk, data: bytes, name: str) -> Plan:
    """Check every row against what is held; nothing is changed.

    Args:
        desk: where the cables are.
        data: the table as received, any text encoding that is taken in.
        name: what to call it.

    Raises:
        Refused: it is no text.
        WrongCall: it has no heading, or none of a row's names.
    """
    text = decode(data, name, limit=MOST_BYTES).text
    reader = csv.reader(io.StringIO(text, newline=""))
    heading = [cell.strip().lower() for cell in next(_rows(reader), [])]
    troubles = list(_of_heading(heading))
    rows: list[Planned] = []
    seen: dict[str, int] = {}
    for cells in _rows(reader):
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) + len(troubles) >= MOST_ROWS:
            troubles.append(Trouble(line, "", f"a table may have {MOST_ROWS:,} rows; split it"))
            break
        try:
            planned = _planned(desk, line, _cells(line, heading, cells))
            if planned.cable_id in seen:
                first = seen[planned.cable_id]
                raise _RowWrong(line, "", f"line {first} is about the same cable")
            seen[planned.cable_id] = line
            rows.append(planned)
        except _RowWrong as wrong:
            troubles.append(wrong.trouble)
    return Plan(tuple(rows), tuple(troubles))


def apply(desk: Desk, planned: Plan) -> Iterator[tuple[Planned, ReftelError | None]]:
    """Apply a plan row by row, each whole; a row that somebody else was quicker with is told.

    Raises:
        WrongCall: the plan has troubles.
        Unavailable: the store is away; the rows told before are applied.
    """
    if planned.troubles:
        raise WrongCall(
            thing="The table", cause=f"has {len(planned.troubles)} rows that cannot be applied",
            next_step="Mend them first; nothing was changed",
        )  # fmt: skip
    for row in planned.rows:
        try:
            _apply(desk, row)
        except ReftelError as error:
            if error.status >= 500:
                raise
            yield row, error
        else:
            yield row, None


class _RowWrong(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, line: int, column: str, said: str) -> None:
        super().__init__(said)
        self.trouble = Trouble(line, column, said)


def _apply(desk: Desk, row: Planned) -> None:
    if row.provenance or row.collection:
        with desk.store.writing() as tx:
            repository.place_source(tx, row.sha256, row.provenance, row.collection, by=desk.who)
        desk.step("source placed")
    if row.differing:
        correct(desk, row.cable_id, row.changes, note=row.note, expected=row.version)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise WrongCall(
            thing="The table", cause=f"is no CSV ({error})",
            next_step="Save it anew as CSV, UTF-8, with commas",
        ) from error  # fmt: skip


def _of_heading(heading: list[str]) -> Iterator[Trouble]:
    if not any(name in heading for name in NAMING):
        raise WrongCall(
            thing="The table", cause=f"names no cable: its heading is {', '.join(heading)[:200]!r}",
            next_step="Give it a first line of column names, with id, sha256 or file among them",
        )  # fmt: skip
    for name in heading:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            step = f"did you mean {near[0]}" if near else f"use {', '.join(COLUMNS)}"
            yield Trouble(1, name, f"there is no such column; {step}")
        elif heading.count(name) > 1:
            yield Trouble(1, name, "the column stands there twice")


def _cells(line: int, heading: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(heading) and any(cell.strip() for cell in cells[len(heading) :]):
        said = f"{len(cells)} cells under {len(heading)} columns; is a comma not quoted?"
        raise _RowWrong(line, "", said)
    found = zip(heading, cells, strict=False)
    return {name: " ".join(cell.split()) for name, cell in found if cell.strip()}


def _planned(desk: Desk, line: int, cells: dict[str, str]) -> Planned:
    page = _cable(desk, line, cells)
    changes = {
        name: _value(name, cell)
        for name, cell in cells.items()
        if name in SINGLE_FIELDS or name in LIST_FIELDS
    }
    try:
        _, differing = corrected(page.reading, page.source_text, changes, desk.vocabulary)
    except WrongField as wrong:
        column = str(wrong.values["name"])
        said = f"{wrong.values['value']!r}: {wrong.values['cause']}. {wrong.remedy}"
        raise _RowWrong(line, column, said) from None
    return Planned(
        line, page.cable.id, page.cable.title, page.current_version, page.source.sha256, changes,
        differing, cells.get("provenance", ""), _collection(line, cells), cells.get("note", ""),
    )  # fmt: skip


def _value(name: str, cell: str) -> Value | None:
    if cell == TAKEN_AWAY:
        return None
    if name not in LIST_FIELDS:
        return cell
    return tuple(part.strip() for part in cell.split(BETWEEN) if part.strip())


def _collection(line: int, cells: dict[str, str]) -> Collection | None:
    given = {field: cells[name] for name, field in PLACE.items() if name in cells}
    if given and "repository" not in given:
        raise _RowWrong(line, "repository", "where the paper is kept begins with the repository")
    return Collection(**given) if given else None


def _cable(desk: Desk, line: int, cells: dict[str, str]) -> CablePage:
    """The one cable a row is about."""
    with desk.store.reading() as connection:
        if typed := cells.get("id", ""):
            ids, column = ([normalise(typed)] if is_valid(normalise(typed)) else []), "id"
        elif typed := cells.get("sha256", ""):
            ids, column = review.cables_of_source(connection, sha256=typed.lower()), "sha256"
        elif typed := cells.get("file", ""):
            ids, column = review.cables_of_source(connection, name=typed), "file"
        else:
            raise _RowWrong(line, "", "it names no cable: id, sha256 and file are blank")
        if len(ids) > 1:
            said = f"{len(ids)} cables come from {typed!r}: name the one by its id ({', '.join(ids[:5])})"
            raise _RowWrong(line, column, said)
        page = pages.cable_page(connection, ids[0], include_drafts=True) if ids else None
    if page is None:
        raise _RowWrong(line, column, f"nothing here goes by {typed!r}")
    if page.cable.state not in (CableState.DRAFT, CableState.PUBLISHED):
        raise _RowWrong(line, column, f"cable {page.cable.id} is {page.cable.state}")
    return page
