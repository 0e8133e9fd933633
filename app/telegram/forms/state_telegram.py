"""Department of State, TELEGRAM, about 1966 to 1973: a date-time group, FM, TO and INFO."""

from __future__ import annotations

from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_electronic import read_wire
from app.telegram.reading import Family
from app.telegram.workbench import Workbench


class StateTelegram(Generic):
    """The teletype heading on the printed form, its zeros slashed."""

    family = Family.STATE_TELEGRAM
    signs = (
        Sign("telegram-heading", 3, r"^TELEGRA[MN]$"),
        Sign("page-line", 2, r"^PAGE .{0,3} {1,2}[A-Z]{4,6}"),
        Sign("copy-counts", 1, r"^ACTI[O0]N [A-Z/!]{2,4} \d\d"),
    )

    def read(self, bench: Workbench) -> None:
        """Heading, running heads, body, signature."""
        read_wire(bench)
