"""A telegram of no family this core knows yet: pages, marks and body, and no field by guess."""

from __future__ import annotations

from app.telegram.forms.form import Evidence
from app.telegram.reading import Family
from app.telegram.rules import Context, Rule
from app.telegram.workbench import Workbench


class Generic:
    """What is left when no form is known: everything not marked is text."""

    rules: tuple[Rule, ...] = ()
    contexts: tuple[Context, ...] = ()

    def __init__(self, family: Family = Family.OTHER):
        self.family = family

    def evidence(self, bench: Workbench) -> Evidence:
        """Nothing speaks for it."""
        return Evidence()

    def read(self, bench: Workbench) -> None:
        """Take all that no mark claims as text."""
        bench.body_start = bench.cover_end
