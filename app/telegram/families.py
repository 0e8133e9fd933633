"""Which form a text is on, and whether it is a telegram at all."""

from __future__ import annotations

from app.telegram.forms.cia_message import CiaMessage
from app.telegram.forms.cia_tdcs import CiaTdcs
from app.telegram.forms.form import Form
from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign, weigh
from app.telegram.forms.state_electronic import StateElectronic
from app.telegram.forms.state_incoming import StateIncoming
from app.telegram.forms.state_mrn import StateMrn
from app.telegram.forms.state_outgoing import StateOutgoing
from app.telegram.forms.state_telegram import StateTelegram
from app.telegram.forms.teletype import Teletype
from app.telegram.workbench import Workbench

FORMS: tuple[Form, ...] = (
    StateIncoming(),
    StateOutgoing(),
    StateTelegram(),
    StateElectronic(),
    StateMrn(),
    CiaMessage(),
    CiaTdcs(),
    Teletype(),
)
"""In the order in which ties are broken."""

AGAINST = (
    Sign("memorandum", 5, r"^.{0,4}(?:MEMORANDUM|OFFICE MEMORANDUM)\b|^MEMO(?:RANDUM)? FOR\b"),
    Sign("dispatch", 5, r"^.{0,4}DIS ?PATCH\b|^FIELD DISPATCH|ROUTING AND RECORD SHEET"),
    Sign("letter-opening", 4, r"^DEAR {1,2}[A-Z]{2,}"),
    Sign("letter-closing", 4, r"^(?:SINCERELY|VERY TRULY|YOURS)\b.{0,20}$"),
)
_ENOUGH = 3


def tell(bench: Workbench) -> tuple[Form, bool, tuple[str, ...]]:
    """The form to read with, whether the text is a telegram, and what told it."""
    weighed = [(form, form.evidence(bench)) for form in FORMS]
    form, best = max(weighed, key=lambda pair: pair[1].weight)
    against = weigh(bench, AGAINST)
    if best.weight < _ENOUGH:
        return Generic(), False, ("no-form-known", *against.reasons)
    if against.weight >= best.weight:
        return Generic(), False, against.reasons
    return form, True, best.reasons
