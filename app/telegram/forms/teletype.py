"""Messages on bare teletype paper: military, FBIS, CAS channels."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.reading import Family


class Teletype(Generic):
    """Known by its signs; read as text and marks."""

    family = Family.TELETYPE
    signs = (
        Sign(
            "date-time-group",
            2,
            r"\b\d{6} ?[Z2] {1,2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6} {1,2}\d\d",
        ),
        Sign("from-message-line", 2, r"^(?:FM|EM) {1,2}[A-Z0-9]{3,}"),
        Sign("routing-indicator", 2, r"\bR[UE][A-Z]{4,6}/|^DE {1,2}R?[A-Z]{3,6}\b"),
        Sign("teletype-office", 2, r"\bVIA CAS\b|\bFBIS\b"),
    )
