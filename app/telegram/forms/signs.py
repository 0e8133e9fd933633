"""Signs by which a form family is known: patterns and what each is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.telegram.forms.form import Evidence
from app.telegram.rules import led_by_letter, runs_of
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
    runs: tuple[tuple[str, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern))
        anywhere = re.compile(led_by_letter(self.pattern), re.MULTILINE)
        object.__setattr__(self, "anywhere", anywhere)
        object.__setattr__(self, "runs", runs_of(self.pattern))

    def stands(self, keys: list[str], together: str) -> bool:
        """Whether a line shows the sign; `together` is all lines, parted by line feeds."""
        # most signs stand nowhere: a look for their letters, then one search say so at once
        return (
            self._may_stand(together)
            and self.anywhere.search(together) is not None
            and any(map(self.compiled.search, keys))
        )

    def _may_stand(self, together: str) -> bool:
        """The plain letters of one alternative all stand somewhere."""
        for runs in self.runs:
            for run in runs:
                if run not in together:
                    break
            else:
                return True
        return False


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
