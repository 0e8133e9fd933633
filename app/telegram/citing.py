"""The telegrams a telegram cites: from its reference lines, then from its text in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.telegram.places import gazetteer
from app.telegram.reading import Reference, Role, Span
from app.telegram.references import Context, find_references
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
    for span in _stretches(bench):
        found += find_references(
            bench.source_text, vocabulary, start=span.start, end=span.end, context=context
        )
    bench.references = _resolved(found)


def _stretches(bench: Workbench) -> Iterator[Span]:
    """Runs of body lines with nothing else between them, as spans."""
    start: int | None = None
    end = 0
    for line in bench.lines:
        if bench.roles[line.index] is Role.BODY:
            start, end = line.span.start if start is None else start, line.span.end
        elif start is not None:
            yield Span(start, end)
            start = None
    if start is not None:
        yield Span(start, end)


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


def _resolved(found: list[Reference]) -> list[Reference]:
    """Sorted, each place once; REFTEL means the first telegram that is named."""
    once = {each.span: each for each in reversed(found)}
    ordered = [once[span] for span in sorted(once)]
    first = next((each for each in found if each.number), None)
    return [
        replace(
            each,
            sender=first.sender,
            addressee=first.addressee,
            series=first.series,
            number=first.number,
            date=first.date,
        )
        if first and each.kind == "reftel" and not each.number
        else each
        for each in ordered
    ]
