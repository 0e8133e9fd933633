"""CIA information reports sent by teletype (TDCS)."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.reading import Family


class CiaTdcs(Generic):
    """Known by its signs; read as text and marks."""

    family = Family.CIA_TDCS
    signs = (
        Sign("tdcs-number", 6, r"\bTDCS"),
        Sign("unevaluated", 3, r"UNEVALUATED|CENTRAL INTELLIGENCE AGENCY"),
    )
