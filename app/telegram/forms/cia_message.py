"""CIA, CLASSIFIED MESSAGE: ROUTING, CITE, IN and DIR numbers."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.reading import Family


class CiaMessage(Generic):
    """Known by its signs; read as text and marks."""

    family = Family.CIA_MESSAGE
    signs = (
        Sign("classified-message", 4, r"[CL]?LASSIFIED\.? {1,3}MESSAGE"),
        Sign("cite", 3, r"\bCITE:? {1,3}[A-Z]{3,6}"),
        Sign("in-number", 1, r"\bIN ?-? ?\d{5}\b"),
        Sign("cia-offices", 2, r"\bC/[A-Z]{2,4}\b.{0,4}\d?"),
    )
