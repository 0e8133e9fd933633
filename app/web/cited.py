"""The telegrams that a cable speaks of, as its page tells them: held ones by a link."""

from __future__ import annotations

from collections.abc import Iterable

from app.archive.ids import slugged
from app.archive.records import CablePage, CableRow
from app.formats.names import long_date
from app.telegram.reading import Reference
from app.web import urls, wording
from app.web.contexts import Link
from app.web.text import HELD, Note, folded

SHOWN = 100


def speaks_of(page: CablePage) -> tuple[Link, ...]:
    """What the references lead to, once each: the held cables, else where to ask for them."""
    held = _held(page)
    seen: dict[tuple[str, str], Link] = {}
    for position, reference in enumerate(page.reading.references):
        printed = folded(reference.printed)
        links = [
            Link(printed, urls.cable(row.id), f"{row.title}, {row_note(row)}")
            for row in held.get(position, ())
        ] or [Link(printed, _address(reference), _note(reference))]
        for link in links:
            seen.setdefault((link.text, link.href), link)
    return tuple(seen.values())[:SHOWN]


def links(page: CablePage) -> Iterable[Note]:
    """References in the text that mean one held cable; where they may mean several, none is chosen."""
    references = page.reading.references
    for position, rows in _held(page).items():
        if len(rows) == 1 and position < len(references):
            yield Note(references[position].span, HELD, rows[0].title, urls.cable(rows[0].id))


def row_note(row: CableRow) -> str:
    """What is said beside the title of another cable: when it was sent, whether it is a specimen."""
    said = (
        wording.day_and_clock(row.sent_local, zone=row.sent_zone),
        "specimen" if row.specimen else "",
    )
    return ", ".join(part for part in said if part)


def _held(page: CablePage) -> dict[int, list[CableRow]]:
    """The held cables that each reference may mean, by its index in the reading."""
    held: dict[int, list[CableRow]] = {}
    for position, row in page.cites:
        held.setdefault(position, []).append(row)
    return held


def _address(reference: Reference) -> str:
    sender, year = slugged(reference.sender), reference.date[:4]
    if not (reference.number and sender and year):
        return ""
    series = slugged(reference.series) or "telegram"
    return urls.alias("ref", f"{series}/{sender}/{year}/{slugged(reference.number)}")


def _note(reference: Reference) -> str:
    """Whose it is, its number, and the day or the days between which it was sent."""
    named = (reference.sender, reference.series, reference.number, long_date(reference.date))
    return ", ".join(part for part in (" ".join(filter(None, named)), _days(reference)) if part)


def _days(reference: Reference) -> str:
    """The days a number without a date leaves open; each year numbers begin anew."""
    first, last = reference.earliest, reference.latest
    if reference.date or not reference.sender or not first or not last:
        return ""
    return f"sent between {long_date(first)} and {long_date(last)}"
