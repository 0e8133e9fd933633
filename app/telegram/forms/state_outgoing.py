"""Department of State, OUTGOING TELEGRAM (form DS-322), to about 1973."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.reading import Family


class StateOutgoing(Generic):
    """Known by its signs; read as text and marks."""

    family = Family.STATE_OUTGOING
    signs = (
        Sign("outgoing-heading", 5, r"^.{0,3}OUTGOING {1,3}TELEGRA[MN]"),
        Sign("indicate-collect", 2, r"INDICATE:|FORM ?DS-?322"),
    )
