"""References of CIA messages: station, number, and the IN or OUT number behind it."""

from __future__ import annotations

import re

from app.telegram.folding import Words, digits
from app.telegram.forms.cia_words import Names
from app.telegram.lines import Line

ITEM = re.compile(r"(?:(?<=^)|(?<= ))(?:[A-H1-9] ?[.)]|[A-H],) ?(?=[A-Z*\[(])")
REFERENCE = re.compile(r"[A-Z][A-Z0-9/ ]{1,22}?[\])]?[ -]{1,2}[0-9OILSBGZ]{3,6}\b")


# a cable cited with the number under which the cable office keeps it is no sentence
_KEPT = r"[A-Z][A-Z/ ]{2,14}\]?[ -]{1,2}[0-9OILSBG]{3,6} ?\((?:IN|OUT)[ -]?\d{4,6}\)"
_LETTERED = re.compile(rf"^\W{{0,3}}[A-H] ?[.,)] {{0,2}}\W?{_KEPT}")
_LABELLED = re.compile(
    rf"^\W{{0,3}}([A-Z]{{2,4}})[ :;.,]{{1,4}}(?=(?:[A-H] ?[.,)] {{0,2}})?\W?{_KEPT})"
)
_BEHIND = 26  # signs that may follow: a note of who was not sent it, handwriting
_LABEL = Words({"REF": "REF", "REFS": "REF"})
_SAID = frozenset(("PER", "SEE", "FOR", "VIA", "RE", "IN", "AS", "OF", "TO", "BY", "AND", "WITH"))
"""Words before a cable that a sentence cites."""


def is_lettered(line: Line) -> bool:
    """`B. PARI 1234 (IN 56789)`: one more of the references, not a paragraph."""
    found = _LETTERED.match(line.key) if len(line.text) <= 80 else None
    return found is not None and len(line.key) - found.end() <= _BEHIND


def label_end(line: Line) -> int | None:
    """Where the references begin behind a label that may hold a slip; None where none does."""
    found = _LABELLED.match(line.key) if len(line.text) <= 80 else None
    worn = found is not None and found[1] not in _SAID and _LABEL.near(found[1], 2) is not None
    return found.end() if found and worn else None


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
    plain = text.replace("[", "(").replace("]", ")").strip(" .,;:*-'\"#|&")
    # the release brackets a station's name; an engine loses one of the pair
    plain = re.sub(r"^\(([A-Z ]{3,16})\)(?= )", r"\1", plain)
    if plain.count("(") != plain.count(")"):
        plain = plain.lstrip("(") if plain[0] == "(" else plain.rstrip(") ")
    if plain in ("", "NONE", "N/A") or not re.search(r"\d{2}", plain):
        return ""
    shaped = re.match(r"([A-Z][A-Z0-9/ ]{1,16}?)[ -]{1,2}([0-9OILSBGZ]{3,6})\b(.*)$", plain)
    if not shaped:
        return plain
    slips = 1 if len(shaped[1]) <= 5 else None
    station = names.code(shaped[1]) or names.near(shaped[1], slips) or shaped[1]
    tail = shaped[3].strip(" .,;:*'\"-")
    inner = re.search(r"\(?((?:IN|OUT)[ -]?[0-9OILSBGZ]{4,6})\)?", tail)
    beside = f" {tail}" if tail and len(tail) <= _BEHIND else ""  # no words of a later hand
    kind = f" ({inner[1]})" if inner else beside
    return f"{station} {digits(shaped[2]) or shaped[2]}{kind}"
