"""What a rule is: a name, the role it gives, an example that matches and one that must not.

`Rule` looks at one line alone. `Context` names a decision that needs the lines around it (a
column of offices, the foot of a page); its example and counter-example are small whole texts
in which the line in question ends in `<<` (the mark itself is taken off before reading). A test walks both tables and `explain`
names the rule beside every line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.telegram.folding import squeeze
from app.telegram.lines import Line
from app.telegram.reading import Role

_PIECE = re.compile(
    r"""(\\.                            # an escape: a class of signs, a place, a sign
      | \[\^?\]?(?:\\.|[^\]\\])*\]  # a class of signs
      | \(\?(?:[:=!]|<[=!])? | [()|]  # what opens and closes groups, and parts them
      | .)
      ((?:[?*+]|\{\d*,?\d*\})[?+]?)? # how often it stands""",
    re.VERBOSE | re.DOTALL,
)


def needed(pattern: str) -> tuple[str, ...]:
    """Letters of which one run must stand in whatever a pattern matches; empty where none must.

    Each alternative gives its longest run of plain signs outside of groups and without a count.
    """
    longest = [max(runs, key=len, default="") for runs in runs_of(pattern)]
    return tuple(dict.fromkeys(longest)) if min(map(len, longest)) > 1 else ()


def runs_of(pattern: str) -> tuple[tuple[str, ...], ...]:
    """The runs of plain signs that all must stand, for each alternative; one may have none."""
    parted = ("".join(pieces).split("\n") for pieces in _alternatives(pattern))
    return tuple(tuple(dict.fromkeys(filter(None, runs))) for runs in parted)


_LEAD = re.compile(r"(^|\|)(\\b|\^|\(\?<!\[A-Z\]\))([A-Z])(?![?*+{])")


def led_by_letter(pattern: str) -> str:
    """The same pattern with the first letter of an alternative before what it demands there.

    `re` looks for a first letter many times as fast as it tries a place at every sign.
    """
    return _LEAD.sub(r"\1\3(?<=\2\3)", pattern)


def _alternatives(pattern: str) -> list[list[str]]:
    """The plain signs of each alternative in their order, a line feed where a run breaks."""
    found: list[list[str]] = [[]]
    depth = 0
    for sign, count in _PIECE.findall(pattern):
        depth += sign.startswith("(") - (sign == ")")
        if sign == "|" and not depth:
            found.append([])
        elif depth or count or len(sign) > 1 or sign in ".^$()":
            found[-1].append("\n")
        else:
            found[-1].append(sign)
    return found


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision about one line from its own words.

    `pattern` is searched in the line's key (capitals, look-alikes folded). Quantifiers in it
    are bounded, so that no line costs more than its length. `hint` is a substring without which
    the pattern cannot match, or several parted by `|`, each with `^` before it where the line's
    letters and digits must begin so; it only saves time, and where none is given the pattern's own
    letters serve.
    """

    name: str
    role: Role
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    hint: str = ""
    hints: tuple[str, ...] = field(init=False, repr=False, compare=False)
    begins: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        given = tuple(self.hint.split("|")) if self.hint else needed(self.pattern.pattern)
        begins = tuple(squeeze(hint) for hint in given if hint.startswith("^"))
        hints = tuple(hint for hint in given if not hint.startswith("^"))
        object.__setattr__(self, "begins", begins)
        # where there is no hint it is the empty string, which stands in every line
        object.__setattr__(self, "hints", hints if given else ("",))

    def match(self, line: Line) -> re.Match[str] | None:
        """The match in the line's key, if the rule holds."""
        key = line.key
        for hint in self.hints:
            if hint in key:
                return self.pattern.search(key)
        if self.begins and line.bare.startswith(self.begins):
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
