"""What `read` promises of any text, said once: the properties and the fuzzer both ask here."""

from __future__ import annotations

import json

from app.telegram.clean import clean_body
from app.telegram.reading import Reading
from app.telegram.serial import from_dict, to_dict


def broken(text: str, reading: Reading) -> str:
    """The first promise the reading breaks, in words; empty where it keeps them all."""
    return (
        partition(text, reading)
        or evidence(text, reading)
        or way_back(text, reading)
        or stored(reading)
    )


def partition(text: str, reading: Reading) -> str:
    """Every line that is not blank has one role, in order; only LF ends a line."""
    rows = text.split("\n")
    numbers = [number for number, row in enumerate(rows, 1) if row.strip()]
    if [line.number for line in reading.lines] != numbers:
        return "the lines read are not the lines that are not blank"
    for line in reading.lines:
        if line.span.of(text) != rows[line.number - 1].strip():
            return f"line {line.number} spans {line.span.of(text)!r}"
    pages = [line.page for line in reading.lines]
    return "" if pages == sorted(pages) else "pages are not in order"


def evidence(text: str, reading: Reading) -> str:
    """Every printed word is what its span covers."""
    for field in reading.fields.values():
        if field.printed != tuple(span.of(text) for span in field.spans):
            return f"{field.name} prints {field.printed!r}"
    for moment in (reading.sent, reading.received):
        if moment and moment.printed != tuple(span.of(text) for span in moment.spans):
            return f"{moment.kind} prints {moment.printed!r}"
    for reference in reading.references:
        if reference.printed != reference.span.of(text):
            return f"a reference prints {reference.printed!r}"
    spans = [mark.span for mark in reading.markings] + [gap.span for gap in reading.redactions]
    spans += [remark.span for remark in reading.remarks] + list(reading.further)
    spans += [span for event in reading.events for span in event.spans]
    return "" if all(0 <= a <= b <= len(text) for a, b in spans) else "a span leaves the text"


def way_back(text: str, reading: Reading) -> str:
    """The clean text maps back to the source character by character, joins apart."""
    clean = clean_body(reading, text)
    for at, sign in enumerate(clean.text):
        source = clean.source_offset(at)
        if source is None:
            if sign not in " \n":
                return f"{sign!r} at {at} of the clean text comes from nowhere"
        elif text[source] != sign or clean.clean_offset(source) != at:
            return f"{sign!r} at {at} of the clean text maps to {text[source]!r}"
    return ""


def stored(reading: Reading) -> str:
    """The reading comes back from JSON as it was."""
    for whole in (False, True):
        told = json.dumps(to_dict(reading, whole=whole), ensure_ascii=True)
        if from_dict(json.loads(told)) != reading:
            return "the reading changes on its way through JSON"
    return ""
