"""The text of an electronic telegram as the National Archives' data has it, without a header."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_review import CURRENT, read_release
from app.telegram.forms.wire_end import signature
from app.telegram.reading import Family
from app.telegram.workbench import Workbench


class ElectronicText(Generic):
    """Paragraphs, the signer, and two lines that say how the text is handled today."""

    family = Family.OTHER
    signs = (Sign("current-status", 4, r"^\W{0,3}\*{2,3} ?CURRENT (?:HANDLING|CLASSIF)"),)

    def read(self, bench: Workbench) -> None:
        """Everything above the two lines is text."""
        read_release(bench)
        marks = (line.index for line in bench.lines if bench.rules[line.index] == CURRENT.name)
        end = next(marks, len(bench.lines))
        bench.body_start = bench.cover_end
        bench.body_end = signature(bench, bench.cover_end, end)
