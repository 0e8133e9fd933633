"""The cable as JSON: what it is called, what it says, and the evidence for every value.

The keys stand in a fixed order and nothing in it depends on when it is asked for, so the same
version gives the same bytes. Spans are half-open offsets in code points of `source_text`.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from app.formats.describe import Description
from app.telegram.clean import clean_paragraph
from app.telegram.reading import Reading
from app.telegram.serial import to_dict

FORM = "reftel-cable-1"


def to_json(description: Description) -> str:
    """The whole cable, indented, ending in a line feed."""
    return json.dumps(as_dict(description), ensure_ascii=False, indent=1) + "\n"


def as_dict(description: Description) -> dict[str, Any]:
    """The same as plain dicts, lists and strings."""
    page = description.page
    return {
        "form": FORM,
        "id": page.cable.id,
        "url": description.permalink,
        "title": description.title,
        "citation": description.citation,
        "specimen": page.cable.specimen,
        "version": _version(description),
        "aliases": [f"{description.base_url}/{a.kind}/{a.key}" for a in description.aliases],
        "values": {
            name: list(field.value) if isinstance(field.value, tuple) else field.value
            for name, field in page.reading.fields.items()
        },
        "text": _paragraphs(page.reading, page.source_text),
        "reading": to_dict(page.reading, whole=True),
        "source": {
            "name": page.source.name,
            "media_type": page.source.media_type,
            "size": page.source.size,
            "sha256": page.source.sha256,
            "received_at": page.source.received_at.isoformat(),
            "provenance": page.source.provenance,
        },
        "source_text": page.source_text,
    }


def _version(description: Description) -> dict[str, Any]:
    held = dataclasses.asdict(description.page.version)
    held["made_at"] = description.page.version.made_at.isoformat()
    held["changed"] = list(description.page.version.changed)
    return {"number": held.pop("number"), "url": description.version_url, **held}


def _paragraphs(reading: Reading, source_text: str) -> list[dict[str, Any]]:
    return [
        {
            "key": paragraph.key,
            "number": paragraph.number,
            "kind": paragraph.kind,
            "pages": sorted({piece.page for piece in paragraph.pieces}),
            "text": clean_paragraph(paragraph, source_text).text,
        }
        for paragraph in reading.paragraphs
    ]
