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
from app.telegram.forms.signs import LOOKED_AT, Sign, heading_of, weigh
from app.telegram.forms.state_electronic import StateElectronic
from app.telegram.forms.state_incoming import StateIncoming
from app.telegram.forms.state_mrn import StateMrn
from app.telegram.forms.state_outgoing import StateOutgoing
from app.telegram.forms.state_telegram import StateTelegram
from app.telegram.forms.telegram_received import TelegramReceived
from app.telegram.forms.teletype import Teletype
from app.telegram.lines import Line
from app.telegram.reading import Family, Role
from app.telegram.workbench import Heading, Workbench

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
_DEAREST = next(form for form in FORMS if isinstance(form, CiaMessage))
_TOLD_BY: dict[type[Form], str] = {
    StateIncoming: "INCOMING", StateOutgoing: "OUTGOING", StateTelegram: "\nFM ", StateElectronic: "\nPAGE 0",
    StateMrn: "MRN", CiaTdcs: "TDCS", Teletype: "\nFM ", Airgram: "GRAM\n", TelegramReceived: "RECEIVED\n",
    ElectronicText: "***",
}  # fmt: skip
"""Letters that stand in most texts on a form and in few others: it is the first to be weighed."""

DISPATCH = (
    Sign("dispatch", 5, r"^.{0,4}DIS ?PATCH\b|^FIELD DISPATCH"),
    Sign("between-stations", 4, r"^\W{0,3}(?:TO|FROM)?\W{0,3}CHIEF ?(?:,|OF) (?:STATI[O0]N|BASE), ?[A-Z]{4,12}\b.{0,20}$"),
)  # fmt: skip
_SENT = tuple(sign.name for sign in DISPATCH)
AGAINST = (
    *DISPATCH,
    Sign("routing-sheet", 5, r"ROUTING AND RECORD SHEET"),
    Sign("memorandum", 5, r"^.{0,4}(?:OFFICE )?MEMORANDUM\b|^MEMO(?:RANDUM)? FOR\b"),
    Sign("letter-opening", 4, r"^DEAR {1,2}[A-Z]{2,}"),
    Sign("letter-closing", 4, r"^SINCERELY\b.{0,20}$|^VERY TRULY\b.{0,20}$|^YOURS\b.{0,20}$"),
)
WORDS = Sign(
    "cites-as-telegrams-do",
    1,
    r"\b(?:REF ?TEL|(?:EMB|DEP|SEP|MY|UR|OUR|DEPCIR)TELS?\b|EMBOFFS?\b|NOTAL\b|NOT (?:RPT|REPEAT) NOT\b"
    r"|(?:STATE|SECSTATE|DIR|IN) \d{5,6}\b|\bREFS? ?[:.]|\bREF [A-D]\b|\bPARA \d|\bPLS\b|\bFYI\b)",
)
NUMBERED = Sign("numbered-paragraphs", 1, r"^\(?[1-9][.)] ?[A-Z(\"']")
_ENOUGH = 3
_SURE = 8  # a form known by so much is not outweighed by a letter that the text quotes
_CABLES = re.compile(r"\b(?:CABLES?|TELEGRAMS?)\b")
_TITLED = re.compile(
    r"^\W{0,3}TITLE\W{1,4}(?:(?:[A-Z]{2,12} ){0,2}(?:CABLE|TELEGRAM)\W{0,3}$|(?:CABLE|TELEGRAM) ?[:\-])"
)
_SIGNED = re.compile(r"^[A-Z][A-Z' -]{2,14}$")
_SAMPLE = 4000  # letters looked at for the share of capitals
# the number of the agency's record, its ones and noughts read as letters, its end cut off
_CIA_RECORD = re.compile(r"(?<![0-9A-Z])[1IL][0O]4-[1ILT][0-9OIL]{4}-[1ILT][0-9OIL]{3,4}(?!\d)")
_NUMBERED_ABOVE = 24  # lines in which a record number stands
_LEAST = 100  # letters below which capitals prove nothing
_PROSE = 30  # letters of a line that is text and no scrap, label or stamp
_WORDED = 15  # letters of a line that says more than a label does


def tell(bench: Workbench) -> tuple[Form, bool, tuple[str, ...]]:
    """The form to read with, whether the text is a telegram, and what told it."""
    weighed = _weighed(bench)
    form, best = max(weighed, key=lambda pair: pair[1].weight)
    # beside a form that is sure, of what speaks against a telegram only a dispatch is heard
    against = weigh(bench, DISPATCH if best.weight >= _SURE else AGAINST)
    if best.weight < _ENOUGH:
        manner = _manner(bench)
        known: Form = form if best.weight > 1 else _of_agency(bench)
        best = Evidence(best.weight + manner.weight, best.reasons + manner.reasons)
        form = known
    if best.weight < _ENOUGH:
        return Generic(), False, ("no-form-known", *against.reasons)
    if best.weight < _SURE and against.weight >= best.weight:
        return Generic(), False, against.reasons
    if form.family in _WIRES and _opens_with_text(bench):
        return ElectronicText(), True, ("opens-with-text", *best.reasons)
    sent = tuple(name for name in against.reasons if name in _SENT)
    if sent and not _begins(bench):
        return Generic(), False, sent
    return form, True, best.reasons


_WIRES = (Family.STATE_TELEGRAM, Family.TELETYPE)
_OPENING = 3  # lines among which a text without its heading has its first paragraph
_PARAGRAPH = re.compile(r"^\W{0,3}1[.)]? ?\W{0,3}[A-Z]")


def _opens_with_text(bench: Workbench) -> bool:
    """The first paragraph, set in one line, stands where a heading would: its own was left out.

    What looks like one further down is that of a later section, or of a telegram quoted.
    """
    free = (line for line in bench.lines[bench.cover_end :] if bench.free(line.index))
    first = list(islice(free, _OPENING))
    opened = next((at for at, line in enumerate(first) if _PARAGRAPH.match(line.key)), 0)
    return any(line.long for line in first[opened:])


def _weighed(bench: Workbench) -> list[tuple[Form, Evidence]]:
    """The evidence for every form; that with the dearest last, which heeds what is known by then.

    The likeliest come first: of the others, which cannot outweigh them, few signs are looked for.
    """
    found: dict[Form, Evidence] = {}
    best = leader = 0
    heading = heading_of(bench)
    for place in sorted(range(len(FORMS)), key=lambda place: _turn(FORMS[place], heading)):
        form = FORMS[place]
        # of two that weigh the same the first of `FORMS` is taken, so it is weighed to the end
        bench.known = best - (place < leader and form is not _DEAREST)
        found[form] = form.evidence(bench)
        if (found[form].weight, -place) > (best, -leader):
            best, leader = found[form].weight, place
    return [(form, found[form]) for form in FORMS]


def _turn(form: Form, heading: Heading) -> int:
    if form is _DEAREST:
        return 2
    return _TOLD_BY[type(form)] not in heading.text


def _of_agency(bench: Workbench) -> Form:
    """The form of the agency whose record number a release bears: 104 is that of the CIA.

    It tells how to read a text of which no form can be seen, not whether it is a telegram.
    """
    keys = (line.key for line in bench.lines[:_NUMBERED_ABOVE])
    if any(_CIA_RECORD.search(key) for key in keys):
        return next(form for form in FORMS if form.family is Family.CIA_MESSAGE)
    return Generic()


def _begins(bench: Workbench) -> bool:
    """Whether the first page shows a form by itself.

    A dispatch is no telegram because one is attached to it.
    """
    past = (sheet.last + 1 for sheet in bench.sheets if sheet.last >= bench.cover_end)
    end = next(past, len(bench.lines))
    page = Workbench(bench.source_text, bench.lines[:end], bench.lexicon)
    page.roles, page.rules = bench.roles[:end], bench.rules[:end]
    page.cover_end = bench.cover_end
    return any(form.evidence(page).weight >= _ENOUGH for form in FORMS)


def _manner(bench: Workbench) -> Evidence:
    """What the cover sheet and the manner of writing say for a telegram.

    Capitals throughout speak for themselves. Where only the lines of prose among scraps stand in
    capitals, as those of a printed form do too, something else of a telegram must stand in them.
    """
    points: dict[str, int] = {}
    sheet = [line.key for line in bench.lines[: bench.cover_end]]
    if any(map(_TITLED.search, sheet)):
        points["cover-titles-cable"] = 3
    elif any(map(_CABLES.search, sheet)):
        points["cover-says-cable"] = 2
    lines = [line for line in bench.lines[bench.cover_end :] if _may_be_text(bench, line.index)]
    if _in_capitals(lines):
        points["capitals-throughout"] = 2
        if lines and _SIGNED.match(lines[-1].text):
            points["surname-at-the-end"] = 1
        points |= _manners(lines[:LOOKED_AT])
    elif _prose_in_capitals(lines):
        points |= _manners([line for line in lines[:LOOKED_AT] if _letters(line.text) >= _WORDED])
        if points:
            points["capitals-in-prose"] = 2
    return Evidence(sum(points.values()), tuple(points))


def _manners(lines: list[Line]) -> dict[str, int]:
    return {
        sign.name: sign.points
        for sign in (WORDS, NUMBERED)
        if any(sign.compiled.search(line.key) for line in lines)
    }


def _may_be_text(bench: Workbench, index: int) -> bool:
    return bench.roles[index] not in (Role.MARKING, Role.PAGE_MARK, Role.FORM_TEXT)


def _in_capitals(lines: list[Line]) -> bool:
    """Fewer than one small letter in eight, over enough letters."""
    letters = (sign for line in lines for sign in line.text[:_SAMPLE] if sign.isalpha())
    sample = "".join(islice(letters, _SAMPLE))
    return len(sample) >= _LEAST and _small(sample) * 8 < len(sample)


def _prose_in_capitals(lines: list[Line]) -> bool:
    """Two in three of the lines long enough to be text, but for one letter in five."""
    prose = [line.text for line in lines[:LOOKED_AT] if _letters(line.text) >= _PROSE]
    capital = sum(_small(text) * 5 < _letters(text) for text in prose)
    return capital > 1 and capital * 3 >= 2 * len(prose)


def _small(text: str) -> int:
    return sum(map(str.islower, text))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
