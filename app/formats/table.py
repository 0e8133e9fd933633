"""Cables as a table: CSV for a spreadsheet or a script."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from app.archive.records import CableRow

COLUMNS = (
    "id", "url", "title", "sent", "sent_utc", "received_utc", "post", "addressee", "series",
    "number", "classification", "captions", "precedence", "signature", "pages", "words", "specimen",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[CableRow], address: str) -> str:
    """One line a cable under a line of names, as RFC 4180 has it; lists are joined by semicolons.

    Args:
        rows: the cables, in the order of the table.
        address: the archive's own, without a last slash.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(value) for value in _values(row, address)])
    return out.getvalue()


def _values(row: CableRow, address: str) -> tuple[str, ...]:
    instants = [at.isoformat() if at else "" for at in (row.sent_utc, row.received_utc)]
    return (
        row.id, f"{address}/c/{row.id}", row.title, row.sent_local, *instants, row.post,
        row.addressee, row.series, row.number, row.classification, "; ".join(row.captions),
        "; ".join(row.precedence), row.signature, str(row.pages), str(row.words),
        "yes" if row.specimen else "no",
    )  # fmt: skip


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
