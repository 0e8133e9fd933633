"""The catalogue columns of a cable, taken from its reading: what lists show, sort and filter by."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.archive.records import Naming
from app.telegram.reading import Join, Moment, Reading

OPENING = 160  # characters
_EPOCH = dt.datetime(1800, 1, 1, tzinfo=dt.UTC)
_TIE_BITS = 24


def catalogue(reading: Reading, text: str, naming: Naming) -> dict[str, Any]:
    """The columns of the cable's row that follow from its current reading."""
    words = clean_words(reading, text)
    sent, received = reading.sent, reading.received
    local = sent.local if sent else ""
    return {
        "title": naming.title,
        "slug": naming.slug,
        "post": naming.post,
        "addressee": naming.addressee,
        "family": reading.family.value,
        "sent_local": local or single(reading, "sent_date"),
        "sent_day": (local or single(reading, "sent_date"))[:10],
        "sent_zone": sent.zone if sent else "",
        "sent_utc": instant(sent),
        "received_utc": instant(received),
        "series": single(reading, "series"),
        "number": single(reading, "number"),
        "classification": single(reading, "classification"),
        "captions": several(reading, "captions"),
        "precedence": several(reading, "precedence"),
        "signature": single(reading, "signature"),
        "pages": max(1, len(reading.pages)),
        "words": len(words),
        "opening": opening(words),
    }


def order_key(row: dict[str, Any], serial: int) -> int:
    """One unique integer to sort and page by: seconds since 1800, then the serial's low bits.

    The time is the instant sent, else the local time or day sent, else the instant received; a
    cable without any sorts before all others (last, newest first).
    """
    at = row["sent_utc"] or _as_instant(row["sent_local"]) or row["received_utc"]
    seconds = max(1, int((at - _EPOCH).total_seconds())) if at else 0
    return seconds << _TIE_BITS | serial & ((1 << _TIE_BITS) - 1)


def order_keys_of(year: int) -> tuple[int, int]:
    """The smallest and the largest order key of cables sent in a year by the clock of any place."""
    days = dt.date(year, 1, 1).toordinal() - _EPOCH.toordinal()
    first, last = (max(0, day * 86_400) for day in (days - 1, days + 368))
    return first << _TIE_BITS, last << _TIE_BITS


def instant(moment: Moment | None) -> dt.datetime | None:
    """The UTC instant of a moment, where its precision and zone allow one."""
    if moment is None or not moment.utc:
        return None
    found = dt.datetime.fromisoformat(moment.utc)
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


def _as_instant(local: str) -> dt.datetime | None:
    """A local time taken for UTC: good enough to sort by, never shown."""
    parts = (local + "-01-01"[len(local) - 4 :])[:16] if 4 <= len(local) < 10 else local[:16]
    try:
        return dt.datetime.fromisoformat(parts).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def clean_words(reading: Reading, text: str) -> list[str]:
    """The words of the transmitted text."""
    words: list[str] = []
    for paragraph in reading.paragraphs:
        parts: list[str] = []
        for piece in paragraph.pieces:
            if parts and piece.join is not Join.HYPHEN:
                parts.append(" ")
            parts.append(piece.span.of(text))
        words += "".join(parts).split()
    return words


def opening(words: list[str]) -> str:
    """The first words, whole ones, with an ellipsis where more follow."""
    line = " ".join(words[: OPENING // 2])
    if len(line) <= OPENING:
        return line
    cut = line[: OPENING - 2]
    return cut[: cut.rfind(" ") if " " in cut else len(cut)] + " …"


def single(reading: Reading, name: str) -> str:
    """The value of a single field, or the first of a list; empty where there is none."""
    values = several(reading, name)
    return values[0] if values else ""


def several(reading: Reading, name: str) -> tuple[str, ...]:
    field = reading.fields.get(name)
    if field is None or not field.value:
        return ()
    return field.value if isinstance(field.value, tuple) else (field.value,)
