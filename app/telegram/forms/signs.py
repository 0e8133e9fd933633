"""Signs by which a form family is known: patterns and what each is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.telegram.forms.form import Evidence
from app.telegram.workbench import Workbench

LOOKED_AT = 160
"""Lines after the cover in which a sign counts."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern, searched in the keys of lines, and its points; it counts once a text."""

    name: str
    points: int
    pattern: str
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    anywhere: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern))
        object.__setattr__(self, "anywhere", re.compile(self.pattern, re.MULTILINE))


def weigh(bench: Workbench, signs: Iterable[Sign]) -> Evidence:
    """The points of the signs that stand in the text."""
    found: dict[str, int] = {}
    if not bench.heading_keys:
        bench.heading_keys = _keys(bench)
        bench.heading_text = "\n".join(bench.heading_keys)
    keys, together = bench.heading_keys, bench.heading_text
    for sign in signs:
        # most signs stand nowhere: one search of all lines together says so at once
        if sign.anywhere.search(together) and any(map(sign.compiled.search, keys)):
            found[sign.name] = sign.points
    return Evidence(sum(found.values()), tuple(found))


def _keys(bench: Workbench) -> list[str]:
    lines = bench.lines[bench.cover_end : bench.cover_end + LOOKED_AT]
    return [line.key for line in lines if not line.long]
