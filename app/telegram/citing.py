"""The telegrams a telegram cites: from its reference lines, then from its text in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from app.telegram.lines import Line
from app.telegram.places import gazetteer
from app.telegram.reading import Reference
from app.telegram.references import Context, find_in_lines, find_references
from app.telegram.workbench import Workbench


def place_references(bench: Workbench) -> None:
    """Give the bench its references."""
    vocabulary, context = bench.lexicon.vocabulary, _context(bench)
    named = bench.fields.get("refs")
    found: list[Reference] = []
    for span in dict.fromkeys(named.spans) if named else ():
        found += find_references(
            bench.source_text,
            vocabulary,
            start=span.start,
            end=span.end,
            where="ref",
            context=context,
        )
    in_lines = len(found)
    for lines in _stretches(bench.body):
        found += find_in_lines(bench.source_text, vocabulary, lines, context)
    day = _day_of(bench)
    bench.references = [windowed(each, day) for each in _resolved(found, in_lines)]


def _stretches(body: list[Line]) -> Iterator[list[Line]]:
    """Runs of body lines with nothing else between them."""
    first = 0
    for at, (before, line) in enumerate(pairwise(body), 1):
        if line.index != before.index + 1:
            yield body[first:at]
            first = at
    if body:
        yield body[first:]


def _context(bench: Workbench) -> Context:
    dated = bench.fields.get("sent_date") or bench.fields.get("received_date")
    year = int(str(dated.value)[:4]) if dated else None
    return Context(_post(bench, "from", year), _post(bench, "to", year), year)


def _post(bench: Workbench, name: str, year: int | None) -> str:
    """The post a field names; the first where it names several."""
    field = bench.fields.get(name)
    if field is None:
        return ""
    value = field.value if isinstance(field.value, str) else field.value[0]
    place = gazetteer(bench.lexicon.vocabulary).find(value, "must", year)
    return place.post.name if place else ""


def _resolved(found: list[Reference], in_lines: int) -> list[Reference]:
    """Sorted, each place once; REFTEL means the first telegram named on the reference lines.

    Where they name none it means the first that the text names before it.
    """
    once = {each.span: each for each in reversed(found)}
    named = next((each for each in found[:in_lines] if each.number), None)
    resolved: list[Reference] = []
    for span in sorted(once):
        each = once[span]
        named = named or (each if each.number else None)
        if named and each.kind == "reftel" and not each.number:
            each = replace(
                each,
                sender=named.sender,
                addressee=named.addressee,
                series=named.series,
                number=named.number,
                date=named.date,
            )
        resolved.append(each)
    return resolved


AROUND = 3
"""Days before or behind within which a separate telegram is sent, and telegrams cross."""
_TRIP = 92  # days of a traveller's series, which begins anew with each trip
_YEAR = 366  # days after which a post's or the Department's number stands for another telegram


def windowed(reference: Reference, cited_on: dt.date | None) -> Reference:
    """The days between which the cited telegram was sent.

    A printed date is that day. Numbers begin anew each year, those of a travelling party with each
    trip, so that a number alone means the last telegram that bore it: not after the citing one.
    """
    if len(reference.date) == len("1962-12-13"):
        date = _not_later(reference.date, cited_on)
        return replace(reference, date=date, earliest=date, latest=date)
    if len(reference.date) == len("1962"):
        last = f"{reference.date}-12-31"
        last = min(last, cited_on.isoformat()) if cited_on else last
        return replace(reference, earliest=f"{reference.date}-01-01", latest=last)
    if cited_on is None:
        return reference
    if reference.kind == "septel":
        near = dt.timedelta(days=AROUND)
        first, after = cited_on - near, cited_on + near
    else:
        kept = _TRIP if reference.kind == "series" else _YEAR
        first, after = cited_on - dt.timedelta(days=kept), cited_on
    return replace(reference, earliest=first.isoformat(), latest=after.isoformat())


def _not_later(date: str, cited_on: dt.date | None) -> str:
    """A day printed without its year has the citing year, or the one before if it lay ahead."""
    if cited_on is None or date <= (cited_on + dt.timedelta(days=AROUND)).isoformat():
        return date
    try:
        return dt.date.fromisoformat(date).replace(year=cited_on.year - 1).isoformat()
    except ValueError:  # 29 February
        return date


def _day_of(bench: Workbench) -> dt.date | None:
    dated = bench.fields.get("sent_date") or bench.fields.get("received_date")
    try:
        return dt.date.fromisoformat(str(dated.value)) if dated else None
    except ValueError:
        return None
