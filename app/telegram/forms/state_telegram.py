"""Department of State, TELEGRAM, about 1966 to 1973: a date-time group, FM, TO and INFO."""

from __future__ import annotations

from app.telegram.forms.file_number import RULES, read_file_number
from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_electronic import read_wire
from app.telegram.forms.state_review import read_release
from app.telegram.reading import Family
from app.telegram.rules import Rule
from app.telegram.workbench import Workbench


class StateTelegram(Generic):
    """The teletype heading on the printed form, its zeros slashed."""

    family = Family.STATE_TELEGRAM
    rules: tuple[Rule, ...] = RULES
    signs = (
        Sign("telegram-heading", 3, r"^TELEGRA[MN]$"),
        Sign("page-line", 2, r"^PAGE .{0,3} {1,2}[A-Z]{4,6}"),
        Sign("embassy-sends", 2, r"^FM {1,2}(?:AM(?:EMB|CON|LEG)[A-Z]{2,7}|SECSTATE)\b"),
        Sign("copy-counts", 1, r"^ACTI[O0]N [A-Z/!]{2,4} \d\d"),
    )

    def read(self, bench: Workbench) -> None:
        """Heading, running heads, body, signature."""
        read_release(bench)
        read_file_number(bench)
        read_wire(bench)
