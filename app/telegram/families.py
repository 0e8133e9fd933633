"""Which form a text is on, and whether it is a telegram at all."""

from __future__ import annotations

import re

from app.telegram.forms.form import Evidence, Form
from app.telegram.forms.generic import Generic
from app.telegram.forms.state_incoming import StateIncoming
from app.telegram.reading import Family
from app.telegram.workbench import Workbench

_DTG = r"\b\d{6} ?[Z2] {1,2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6} {1,2}\d\d"
_SIGNS: tuple[tuple[str, Family, int, str], ...] = (
    ("outgoing-heading", Family.STATE_OUTGOING, 5, r"^.{0,3}OUTGOING {1,3}TELEGRA[MN]"),
    ("indicate-collect", Family.STATE_OUTGOING, 2, r"INDICATE:|FORM ?DS-?322"),
    ("telegram-heading", Family.STATE_TELEGRAM, 3, r"^TELEGRA[MN]$"),
    ("page-line", Family.STATE_TELEGRAM, 2, r"^PAGE .{0,3} {1,2}[A-Z]{4,6}"),
    ("copy-counts", Family.STATE_TELEGRAM, 1, r"^ACTI[O0]N [A-Z/!]{2,4} \d\d"),
    ("page-line", Family.STATE_ELECTRONIC, 2, r"^PAGE 0\d\b"),
    ("copy-counts", Family.STATE_ELECTRONIC, 2, r"^(?:ACTION|ORIGIN) [A-Z]{1,5}-\d\d"),
    ("executive-order-line", Family.STATE_ELECTRONIC, 2, r"^E\.?O\.? ?1\d{4}"),
    ("tags", Family.STATE_ELECTRONIC, 2, r"^TAGS:"),
    ("mrn-label", Family.STATE_MRN, 6, r"^MRN:"),
    ("mrn-dtg-label", Family.STATE_MRN, 3, r"^DATE/DTG:"),
    ("classified-message", Family.CIA_MESSAGE, 4, r"[CL]?LASSIFIED\.? {1,3}MESSAGE"),
    ("cite", Family.CIA_MESSAGE, 3, r"\bCITE:? {1,3}[A-Z]{3,6}"),
    ("in-number", Family.CIA_MESSAGE, 1, r"\bIN ?-? ?\d{5}\b"),
    ("cia-offices", Family.CIA_MESSAGE, 2, r"\bC/[A-Z]{2,4}\b.{0,4}\d?"),
    ("tdcs-number", Family.CIA_TDCS, 6, r"\bTDCS"),
    ("unevaluated", Family.CIA_TDCS, 3, r"UNEVALUATED|CENTRAL INTELLIGENCE AGENCY"),
    ("date-time-group", Family.TELETYPE, 2, _DTG),
    ("from-message-line", Family.TELETYPE, 2, r"^(?:FM|EM) {1,2}[A-Z0-9]{3,}"),
    ("routing-indicator", Family.TELETYPE, 2, r"\bR[UE][A-Z]{4,6}/|^DE {1,2}R?[A-Z]{3,6}\b"),
    ("teletype-office", Family.TELETYPE, 2, r"\bVIA CAS\b|\bFBIS\b"),
)  # fmt: skip
_AGAINST: tuple[tuple[str, int, str], ...] = (
    ("memorandum", 5, r"^.{0,4}(?:MEMORANDUM|M ?E ?M ?O ?R ?A ?N ?D ?U ?M|OFFICE MEMORANDUM)\b|^MEMO(?:RANDUM)? FOR\b"),
    ("dispatch", 5, r"^.{0,4}DIS ?PATCH\b|^DISPATCH SYMBOL|^FIELD DISPATCH|ROUTING AND RECORD SHEET"),
    ("letter-opening", 4, r"^DEAR {1,2}[A-Z]{2,}"),
    ("letter-closing", 4, r"^(?:SINCERELY|VERY TRULY|YOURS)\b.{0,20}$"),
)  # fmt: skip
_SIGN_PATTERNS = tuple((name, family, points, re.compile(p)) for name, family, points, p in _SIGNS)
_AGAINST_PATTERNS = tuple((name, points, re.compile(p)) for name, points, p in _AGAINST)
FORMS: tuple[Form, ...] = (
    StateIncoming(),
    *(Generic(family) for family in Family if family not in (Family.STATE_INCOMING, Family.OTHER)),
)
_LOOKED_AT = 160
_ENOUGH = 3


def tell(bench: Workbench) -> tuple[Form, bool, tuple[str, ...]]:
    """The form to read with, whether the text is a telegram, and what told it."""
    signs = _signs(bench)
    weighed = [(form, _weigh(form, bench, signs)) for form in FORMS]
    form, best = max(weighed, key=lambda pair: pair[1].weight)
    against, why_not = _against(bench)
    if best.weight < _ENOUGH:
        return Generic(), False, ("no-form-known", *why_not)
    if against >= best.weight:
        return Generic(), False, why_not
    return form, True, best.reasons


def _weigh(form: Form, bench: Workbench, signs: dict[Family, dict[str, int]]) -> Evidence:
    own = form.evidence(bench)
    seen = signs.get(form.family, {})
    return Evidence(own.weight + sum(seen.values()), (*own.reasons, *seen))


def _signs(bench: Workbench) -> dict[Family, dict[str, int]]:
    found: dict[Family, dict[str, int]] = {}
    for line in bench.lines[bench.cover_end : bench.cover_end + _LOOKED_AT]:
        if line.long:
            continue
        for name, family, points, pattern in _SIGN_PATTERNS:
            if pattern.search(line.key):
                found.setdefault(family, {})[name] = points
    return found


def _against(bench: Workbench) -> tuple[int, tuple[str, ...]]:
    found: dict[str, int] = {}
    for line in bench.lines[bench.cover_end : bench.cover_end + _LOOKED_AT]:
        for name, points, pattern in _AGAINST_PATTERNS:
            if not line.long and pattern.search(line.key):
                found[name] = points
    return sum(found.values()), tuple(found)
