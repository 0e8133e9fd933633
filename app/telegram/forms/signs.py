"""Signs by which a form family is known: patterns and what each is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.telegram.forms.form import Evidence
from app.telegram.rules import needed
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
    hints: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern))
        object.__setattr__(self, "anywhere", re.compile(self.pattern, re.MULTILINE))
        object.__setattr__(self, "hints", needed(self.pattern) or ("",))

    def stands(self, keys: list[str], together: str) -> bool:
        """Whether a line shows the sign; `together` is all lines, parted by line feeds."""
        # most signs stand nowhere: a look for their letters, then one search say so at once
        return (
            any(hint in together for hint in self.hints)
            and self.anywhere.search(together) is not None
            and any(map(self.compiled.search, keys))
        )


def weigh(bench: Workbench, signs: Iterable[Sign]) -> Evidence:
    """The points of the signs that stand in the text."""
    found: dict[str, int] = {}
    if not bench.heading_keys:
        bench.heading_keys = _keys(bench)
        bench.heading_text = "\n".join(bench.heading_keys)
    keys, together = bench.heading_keys, bench.heading_text
    for sign in signs:
        if sign.stands(keys, together):
            found[sign.name] = sign.points
    return Evidence(sum(found.values()), tuple(found))


def _keys(bench: Workbench) -> list[str]:
    lines = bench.lines[bench.cover_end : bench.cover_end + LOOKED_AT]
    return [line.key for line in lines if not line.long]
