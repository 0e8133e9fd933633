"""Signs by which a form family is known: patterns and what each is worth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.telegram.forms.form import Evidence
from app.telegram.rules import led_by_letter, runs_of
from app.telegram.workbench import Heading, Workbench

LOOKED_AT = 160
"""Lines after the cover in which a sign counts."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern, searched in the keys of lines, and its points; it counts once a text.

    `hint` is as a rule's: letters of which one must stand in a line that shows the sign, several
    parted by `|`, with `^` before those that begin it. It only saves time.
    """

    name: str
    points: int
    pattern: str
    hint: str = ""
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)
    anywhere: re.Pattern[str] = field(init=False, repr=False, compare=False)
    leads: tuple[tuple[tuple[str, ...], str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern))
        anywhere = re.compile(led_by_letter(self.pattern), re.MULTILINE)
        object.__setattr__(self, "anywhere", anywhere)
        object.__setattr__(self, "leads", _leads(self.pattern, self.hint))

    def stands(self, heading: Heading) -> bool:
        """Whether a line shows the sign."""
        # most signs stand nowhere: a look for their letters says so at once, and where those of
        # one alternative stand, only the lines with its longest run of them are searched
        search = self.compiled.search
        for runs, lead in self.leads:
            for run in runs:
                if run not in heading.text:
                    break
            else:
                if not lead:
                    shown = self.anywhere.search(heading.text) is not None
                    return shown and any(map(search, heading.rows))
                for key in heading.rows:
                    if lead in key and search(key):
                        return True
        return False


def _leads(pattern: str, hint: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """For each alternative the letters that all stand in a text, and which to know a line by.

    The latter is empty where they are too short to tell one line from others.
    """
    if hint:
        parts = hint.split("|")
        return tuple(((part.replace("^", "\n"),), part.lstrip("^")) for part in parts)
    longest = ((runs, max(runs, key=len, default="")) for runs in runs_of(pattern))
    return tuple((runs, run if len(run) > 2 else "") for runs, run in longest)


def weigh(bench: Workbench, signs: Sequence[Sign], least: int = 0) -> Evidence:
    """The points of the signs that stand in the text.

    Where they cannot come to more than `least`, no further ones are looked for.
    """
    found: dict[str, int] = {}
    heading = heading_of(bench)
    ahead = sum(sign.points for sign in signs)
    for sign in signs:
        if least and ahead <= least:
            break
        if sign.stands(heading):
            found[sign.name] = sign.points
        else:
            ahead -= sign.points
    return Evidence(sum(found.values()), tuple(found))


def heading_of(bench: Workbench) -> Heading:
    """The lines in which signs count: those below the cover that are no long text."""
    if bench.heading is None:
        lines = bench.lines[bench.cover_end : bench.cover_end + LOOKED_AT]
        bench.heading = Heading([line.key for line in lines if not line.long])
    return bench.heading
