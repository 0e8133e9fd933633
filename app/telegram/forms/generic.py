"""A telegram read without knowledge of its form: pages, marks and body, and no field by guess."""

from __future__ import annotations

from app.telegram.closing import find_signature
from app.telegram.forms.form import Evidence
from app.telegram.forms.signs import Sign, weigh
from app.telegram.reading import Family
from app.telegram.rules import Context, Rule
from app.telegram.workbench import Workbench


class Generic:
    """Everything that no mark claims is text. Families build on it and override `read`."""

    family = Family.OTHER
    rules: tuple[Rule, ...] = ()
    contexts: tuple[Context, ...] = ()
    signs: tuple[Sign, ...] = ()

    def evidence(self, bench: Workbench) -> Evidence:
        """What the family's signs come to; as far as it takes to know that others outweigh it."""
        return weigh(bench, self.signs, bench.known)

    def read(self, bench: Workbench) -> None:
        """Take all that no mark claims as text, down to the surname that signs it."""
        bench.body_start = bench.cover_end
        bench.body_end = find_signature(bench, bench.cover_end)
