"""Words a reader may stumble over: kept as they stand, with what can be said of them."""

from __future__ import annotations

import re

from app.telegram.reading import Remark, Role, Span
from app.telegram.workbench import Workbench

_DOUBLED = re.compile(r"\b([A-Z]{2,20}) {1,2}\1\b")
_TRIPLED = re.compile(r"\b[A-Z]{0,15}([A-Z])\1\1[A-Z]{0,15}\b")
_REPEAT = re.compile(r"\bNOT RPT NOT\b")
_ACCENTED = re.compile(r"[A-ZÀ-Þ]{0,15}[À-ÖØ-Þ][A-ZÀ-Þ]{0,15}")
_SICS = (
    (_REPEAT, "operator", "RPT repeats the word before it so that it cannot be lost."),
    (_DOUBLED, "sic", "The word stands twice."),
    (_TRIPLED, "sic", "A letter stands three times."),
    (_ACCENTED, "sic", "A teletype had no accents: this one is the reading engine's."),
)


def find_remarks(bench: Workbench) -> None:
    """Look through the body lines."""
    for line in bench.lines:
        if bench.roles[line.index] is not Role.BODY:
            continue
        for pattern, kind, note in _SICS:
            for found in pattern.finditer(line.text):
                if any(map(str.isalpha, found[0])):
                    span = Span(line.span.start + found.start(), line.span.start + found.end())
                    bench.remarks.append(Remark(span, kind, note))
