"""What every form family gives: its evidence in a text, and how to read one of its texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.telegram.reading import Family
from app.telegram.rules import Context, Rule
from app.telegram.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for a family, in points, and the names of what speaks for it."""

    weight: int = 0
    reasons: tuple[str, ...] = ()


class Form(Protocol):
    """A form family.

    `read` claims header lines, running heads, signature and drafting, adds fields, and sets
    `body_start` and `body_end`; what it leaves free is settled by the body.
    """

    family: Family
    rules: tuple[Rule, ...]
    contexts: tuple[Context, ...]

    def evidence(self, bench: Workbench) -> Evidence:
        """What in the text speaks for this family."""
        ...

    def read(self, bench: Workbench) -> None:
        """Read the text as one of this family."""
        ...
