"""What a rule is: a name, the role it gives, an example that matches and one that must not.

`Rule` looks at one line alone. `Context` names a decision that needs the lines around it (a
column of offices, the foot of a page); its example and counter-example are small whole texts
in which the line in question ends in `<<` (the mark itself is taken off before reading). A test walks both tables and `explain`
names the rule beside every line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.telegram.lines import Line
from app.telegram.reading import Role


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision about one line from its own words.

    `pattern` is searched in the line's key (capitals, look-alikes folded). Quantifiers in it
    are bounded, so that no line costs more than its length. `hint` is a substring without which the pattern cannot
    match; it only saves time.
    """

    name: str
    role: Role
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    hint: str = ""
    hints: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # without a hint it is the empty string, which stands in every line
        object.__setattr__(self, "hints", tuple(self.hint.split("|")))

    def match(self, line: Line) -> re.Match[str] | None:
        """The match in the line's key, if the rule holds."""
        key = line.key
        for hint in self.hints:
            if hint in key:
                return self.pattern.search(key)
        return None


@dataclass(frozen=True, slots=True)
class Context:
    """A decision that rests on the lines around; the code that takes it names it."""

    name: str
    role: Role
    example: str
    counter_example: str
    family: str = field(default="")


def rule(name: str, role: Role, pattern: str, example: str, counter: str, hint: str = "") -> Rule:
    """A line rule from a pattern written in capitals."""
    return Rule(name, role, re.compile(pattern), example, counter, hint)
