"""Later telegrams of the Department of State printed with a block of labels that begins MRN."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.reading import Family


class StateMrn(Generic):
    """Known by its signs; read as text and marks."""

    family = Family.STATE_MRN
    signs = (
        Sign("mrn-label", 6, r"^MRN:"),
        Sign("mrn-dtg-label", 3, r"^DATE/DTG:"),
    )
