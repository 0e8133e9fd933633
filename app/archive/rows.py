"""What the rows of a new cable hold: values in, columns out; nothing here asks the database.

`app.archive.adding` numbers and writes them. Making them is most of the work of taking a cable in,
and needs no database: bulk intake does it on other cores.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from app.archive import likeness
from app.archive.catalogue import catalogue
from app.archive.likeness import Traits
from app.archive.packing import pack_reading, pack_text, reading_sha256, text_sha256
from app.archive.records import Naming, NewCable
from app.telegram.reading import Reading

Row = dict[str, Any]


class Prepared(NamedTuple):
    """The rows of one new cable, whole but for the numbers and the id that the archive gives.

    Plain values throughout, so that one process may make it and another write it.
    """

    source_sha256: str
    catalogue: Row
    copy: Row
    pages: list[Row]
    transcript: Row
    reading: Row
    version: Row
    markings: list[Row]
    references: list[Row]
    aliases: list[Row]
    traits: Traits


def prepare(new: NewCable) -> Prepared:
    """The rows of a new cable with its copy, pages, transcript, reading and version 1."""
    start, end = new.byte_span or (None, None)
    transcript = transcript_row(new.source_text, new.engine)
    body = pack_reading(new.reading, new.source_text)
    return Prepared(
        new.source_sha256,
        catalogue(new.reading, new.source_text, new.naming) | {"specimen": new.specimen},
        {"byte_start": start, "byte_end": end},
        page_rows(new.reading),
        transcript,
        {"core": new.reading.core, "body": body},
        {
            "made_by": new.made_by,
            "note": new.note,
            "sha256": reading_sha256(body, transcript["sha256"]),
        },
        marking_rows(new.reading),
        reference_rows(new.reading, new.naming),
        alias_rows(new.naming),
        likeness.traits(new.reading, new.source_text, new.naming.post),
    )


def page_rows(reading: Reading) -> list[Row]:
    return [
        {
            "number": page.number,
            "printed": page.printed,
            "text_start": page.span.start,
            "text_end": page.span.end,
        }
        for page in reading.pages
    ]


def transcript_row(source_text: str, engine: str) -> Row:
    return {
        "engine": engine,
        "length": len(source_text),
        "sha256": text_sha256(source_text),
        "body": pack_text(source_text),
    }


def marking_rows(reading: Reading) -> list[Row]:
    marked = dict.fromkeys((marking.kind, marking.value) for marking in reading.markings)
    return [{"kind": kind, "value": value} for kind, value in marked]


def reference_rows(reading: Reading, naming: Naming) -> list[Row]:
    return [
        {
            "position": pointer.position,
            "candidate": candidate,
            "kind": key.kind,
            "key": key.key,
            "printed": reading.references[pointer.position].printed,
        }
        for pointer in naming.pointers
        for candidate, key in enumerate(pointer.keys)
    ]


def alias_rows(naming: Naming) -> list[Row]:
    unique = dict.fromkeys((alias.kind, alias.key) for alias in naming.aliases)
    return [{"kind": kind, "key": key} for kind, key in unique]


def of_cable(cable_id: str, rows: Iterable[Row]) -> list[Row]:
    """The same rows, belonging to a cable."""
    return [row | {"cable_id": cable_id} for row in rows]


def of_serial(serial: int, rows: Iterable[Row]) -> list[Row]:
    """The same rows, belonging to the cable of this serial."""
    return [row | {"cable_serial": serial} for row in rows]


def trait_rows(serial: int, hashes: Iterable[int]) -> list[Row]:
    return [{"hash": one, "cable_serial": serial} for one in hashes]
