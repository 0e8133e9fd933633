"""References of CIA messages: station, number, and the IN or OUT number behind it."""

from __future__ import annotations

import re

from app.telegram.folding import digits
from app.telegram.forms.cia_words import Names

ITEM = re.compile(r"(?:(?<=^)|(?<= ))[A-H1-9] ?[.)] ?(?=[A-Z*])")
REFERENCE = re.compile(r"[A-Z][A-Z0-9/ ]{1,22}?[ -]{1,2}[0-9OILSBGZ]{3,6}\b")


def items(rest: str) -> list[tuple[int, int]]:
    """Where each lettered reference of a line stands; the whole line where none is lettered."""
    marks = [found.span() for found in ITEM.finditer(rest)]
    starts = [end for _, end in marks] if marks else [0]
    if marks and rest[: marks[0][0]].strip(" :.") and REFERENCE.search(rest[: marks[0][0]]):
        starts.insert(0, 0)
    ends = [begin for begin, _ in marks if begin > starts[0]] + [len(rest)]
    return list(zip(starts, ends, strict=False))


def as_reference(names: Names, text: str) -> str:
    """A reference as station, number and what stands in brackets behind; empty for NONE."""
    plain = text.strip(" .,;:*-'\"#|&")
    if plain in ("", "NONE", "N/A") or not re.search(r"\d{2}", plain):
        return ""
    shaped = re.match(r"([A-Z][A-Z0-9/ ]{1,16}?)[ -]{1,2}([0-9OILSBGZ]{3,6})\b(.*)$", plain)
    if not shaped:
        return plain
    station = names.near(shaped[1], 1 if len(shaped[1]) <= 5 else None) or shaped[1]
    tail = shaped[3].strip(" .,;:*'\"-")
    inner = re.search(r"\(?((?:IN|OUT)[ -]?[0-9OILSBGZ]{4,6})\)?", tail)
    kind = f" ({inner[1]})" if inner else (f" {tail}" if tail else "")
    return f"{station} {digits(shaped[2]) or shaped[2]}{kind}"
