"""Electronic telegrams of the Department of State, 1973 to 1979."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.reading import Family


class StateElectronic(Generic):
    """Known by its signs; read as text and marks."""

    family = Family.STATE_ELECTRONIC
    signs = (
        Sign("page-line", 2, r"^PAGE 0\d\b"),
        Sign("copy-counts", 2, r"^(?:ACTION|ORIGIN) [A-Z]{1,5}-\d\d"),
        Sign("executive-order-line", 2, r"^E\.?O\.? ?1\d{4}"),
        Sign("tags", 2, r"^TAGS:"),
    )
