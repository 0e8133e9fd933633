"""What the rows of a new cable hold: values in, columns out; nothing here asks the database.

`app.archive.repository` writes them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.archive import likeness
from app.archive.catalogue import catalogue, order_key
from app.archive.packing import pack_text, text_sha256
from app.archive.records import CableState, Naming, NewCable
from app.telegram.reading import Reading


def cable_row(new: NewCable, serial: int, id: str, at: dt.datetime) -> dict[str, Any]:
    row = catalogue(new.reading, new.source_text, new.naming)
    return row | {
        "serial": serial,
        "id": id,
        "state": CableState.DRAFT.value,
        "current_version": 1,
        "order_key": order_key(row, serial),
        "specimen": new.specimen,
        "added_at": at,
    }


def copy_row(new: NewCable, copy: int, cable_id: str, source: int) -> dict[str, Any]:
    start, end = new.byte_span or (None, None)
    return {
        "id": copy, "cable_id": cable_id, "number": 1, "source_id": source,
        "byte_start": start, "byte_end": end,
    }  # fmt: skip


def page_rows(new: NewCable, copy: int) -> list[dict[str, Any]]:
    return [
        {
            "copy_id": copy,
            "number": page.number,
            "printed": page.printed,
            "text_start": page.span.start,
            "text_end": page.span.end,
        }
        for page in new.reading.pages
    ]


def transcript_row(
    copy_id: int, source_text: str, engine: str, at: dt.datetime, supersedes: int | None = None
) -> dict[str, Any]:
    return {
        "copy_id": copy_id,
        "supersedes": supersedes,
        "engine": engine,
        "made_at": at,
        "length": len(source_text),
        "sha256": text_sha256(source_text),
        "body": pack_text(source_text),
    }


def marking_rows(serial: int, reading: Reading) -> list[dict[str, Any]]:
    marked = dict.fromkeys((marking.kind, marking.value) for marking in reading.markings)
    return [{"cable_serial": serial, "kind": kind, "value": value} for kind, value in marked]


def reference_rows(cable_id: str, reading: Reading, naming: Naming) -> list[dict[str, Any]]:
    return [
        {
            "cable_id": cable_id,
            "position": pointer.position,
            "candidate": candidate,
            "kind": key.kind,
            "key": key.key,
            "printed": reading.references[pointer.position].printed,
        }
        for pointer in naming.pointers
        for candidate, key in enumerate(pointer.keys)
    ]


def alias_rows(cable_id: str, naming: Naming) -> list[dict[str, Any]]:
    unique = dict.fromkeys((alias.kind, alias.key) for alias in naming.aliases)
    return [{"kind": kind, "key": key, "cable_id": cable_id} for kind, key in unique]


def trait_rows(serial: int, own: likeness.Traits) -> list[dict[str, Any]]:
    return [{"hash": one, "cable_serial": serial} for one in sorted(own.hashes)]
