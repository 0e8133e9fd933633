"""Which form a text is on, and whether it is a telegram at all.

A form known by enough of its signs decides. Where a text shows too little of any form, its cover
sheet and its manner of writing are heard: telegrams stand in capitals throughout, in numbered
paragraphs, cite other telegrams by their words, and end with a surname.
"""

from __future__ import annotations

import re
from itertools import islice

from app.telegram.forms.airgram import Airgram
from app.telegram.forms.cia_message import CiaMessage
from app.telegram.forms.cia_tdcs import CiaTdcs
from app.telegram.forms.electronic_text import ElectronicText
from app.telegram.forms.form import Evidence, Form
from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import LOOKED_AT, Sign, weigh
from app.telegram.forms.state_electronic import StateElectronic
from app.telegram.forms.state_incoming import StateIncoming
from app.telegram.forms.state_mrn import StateMrn
from app.telegram.forms.state_outgoing import StateOutgoing
from app.telegram.forms.state_telegram import StateTelegram
from app.telegram.forms.telegram_received import TelegramReceived
from app.telegram.forms.teletype import Teletype
from app.telegram.reading import Role
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
    Airgram(),
    TelegramReceived(),
    ElectronicText(),
)
"""In the order in which ties are broken."""

AGAINST = (
    Sign("memorandum", 5, r"^.{0,4}(?:OFFICE )?MEMORANDUM\b|^MEMO(?:RANDUM)? FOR\b"),
    Sign("dispatch", 5, r"^.{0,4}DIS ?PATCH\b|^FIELD DISPATCH|ROUTING AND RECORD SHEET"),
    Sign("letter-opening", 4, r"^DEAR {1,2}[A-Z]{2,}"),
    Sign("letter-closing", 4, r"^SINCERELY\b.{0,20}$|^VERY TRULY\b.{0,20}$|^YOURS\b.{0,20}$"),
)
WORDS = Sign(
    "cites-as-telegrams-do",
    1,
    r"\b(?:REF ?TEL|(?:EMB|DEP|SEP|MY|UR|OUR|DEPCIR)TELS?\b|EMBOFFS?\b|NOTAL\b|NOT (?:RPT|REPEAT) NOT\b"
    r"|(?:STATE|SECSTATE|DIR|IN) \d{5,6}\b|\bREFS? ?[:.]|\bFYI\b)",
)
NUMBERED = Sign("numbered-paragraphs", 1, r"^\(?1[.)] ?[A-Z(\"']")
_ENOUGH = 3
_SURE = 8  # a form known by so much is not outweighed by a letter that the text quotes
_CABLES = re.compile(r"\b(?:CABLES?|TELEGRAMS?)\b")
_SIGNED = re.compile(r"^[A-Z][A-Z' -]{2,14}$")
_SAMPLE = 4000  # letters looked at for the share of capitals
_LEAST = 100  # letters below which capitals prove nothing


def tell(bench: Workbench) -> tuple[Form, bool, tuple[str, ...]]:
    """The form to read with, whether the text is a telegram, and what told it."""
    weighed = [(form, form.evidence(bench)) for form in FORMS]
    form, best = max(weighed, key=lambda pair: pair[1].weight)
    against = weigh(bench, AGAINST)
    if best.weight < _ENOUGH:
        manner = _manner(bench)
        known: Form = form if best.weight > 1 else Generic()
        best = Evidence(best.weight + manner.weight, best.reasons + manner.reasons)
        form = known
    if best.weight < _ENOUGH:
        return Generic(), False, ("no-form-known", *against.reasons)
    if best.weight < _SURE and against.weight >= best.weight:
        return Generic(), False, against.reasons
    return form, True, best.reasons


def _manner(bench: Workbench) -> Evidence:
    """What the cover sheet and the manner of writing say for a telegram."""
    points: dict[str, int] = {}
    if any(_CABLES.search(line.key) for line in bench.lines[: bench.cover_end]):
        points["cover-says-cable"] = 2
    if _in_capitals(bench):
        points["capitals-throughout"] = 2
        text = [line for line in bench.lines[bench.cover_end :] if _may_be_text(bench, line.index)]
        if text and _SIGNED.match(text[-1].text):
            points["surname-at-the-end"] = 1
        for sign in (WORDS, NUMBERED):
            if any(sign.compiled.search(line.key) for line in text[:LOOKED_AT]):
                points[sign.name] = sign.points
    return Evidence(sum(points.values()), tuple(points))


def _may_be_text(bench: Workbench, index: int) -> bool:
    return bench.roles[index] not in (Role.MARKING, Role.PAGE_MARK, Role.FORM_TEXT)


def _in_capitals(bench: Workbench) -> bool:
    """Fewer than one small letter in eight, over enough letters."""
    lines = bench.lines[bench.cover_end :]
    letters = (
        sign
        for line in lines
        if _may_be_text(bench, line.index)
        for sign in line.text[:_SAMPLE]
        if sign.isalpha()
    )
    sample = "".join(islice(letters, _SAMPLE))
    small = sum(map(str.islower, sample))
    return len(sample) >= _LEAST and small * 8 < len(sample)
