"""Military messages as a staff message branch prints them: cards before, several in one file.

The branch's form stands at the head of every page with its own serial, date and distribution;
the group may lack month and year, which are then those of the receipt. A card that identifies
the case may stand in front, and a correction or a second report may follow in the same text.
"""

from __future__ import annotations

from app.telegram.folding import distance
from app.telegram.forms import acp, acp_rules, wire_end
from app.telegram.forms.state_electronic import banner_level
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
MESSAGE_FORM = rule(
    "message-form", Role.FORM_TEXT,
    r"^\W{0,3}(?:INCOMING|[A-Z]{0,12} ?MESSAGE|DEPARTMENT OF THE (?:AIR FORCE|ARMY|NAVY).{0,3}|STAFF MESSAGE (?:BRANCH|CENTER|DIVISION)|(?:UNCLASSIFIED|INCOMING|OUTGOING|JOINT) MESSAGE(?:FORM)?)\W{0,3}$",
    "STAFF MESSAGE BRANCH", "STAFF MESSAGES ARE LATE",
)  # fmt: skip
PAGE_OF = rule(
    "message-page-of", Role.RUNNING_HEAD, r"^\W{0,3}P(?:A?GE?|AGE)[:.]? {1,2}[0-9L] ?[O0]F ?[0-9]\W{0,3}$",
    "Pg 1 of 2", "PAGE 1 OF THE BOOK",
)  # fmt: skip
CARD = rule(
    "record-card", Role.COVER,
    r"PROJECT {1,2}\d{3,6} {1,2}RECORD|^\W{0,3}(?:\d{1,2}[.:] {0,2})?(?:DATE.{0,3}TIME GROUP|NUMBER OF OBJECTS|LENGTH OF OBSERVATION|TYPE OF OBSERVATION|PHYSICAL EVIDENCE|BRIEF SUMMARY|CONCLUSIONS?$)",
    "4. TYPE OF OBSERVATION", "THE TYPE OF OBSERVATION WAS VISUAL",
)  # fmt: skip
FORM_NUMBER = rule(
    "message-form-number", Role.FORM_TEXT, r"^F[O0]R[MG]$|^AFH[A-Z]\b.{1,12}\b[O0]-\d{3}[A-Z]?$",
    "AFHQ FORM 0-309C", "FORM A LINE",
)  # fmt: skip
RULES: tuple[Rule, ...] = (MESSAGE_FORM, PAGE_OF, CARD, FORM_NUMBER)
_FORM = "DEPARTMENT OF THE AIR FORCE\nSTAFF MESSAGE BRANCH\nR 121530Z DEC 66\nFM 12 WING\nTO RUWX/HQ USAF\nBT\n"
_SEEN = "UNCLAS\nSEEN AT NOON FROM THE TOWER BY TWO MEN OF THE WATCH.\n"
CONTEXTS = (
    Context("routing-column", Role.STAMP, f"{_FORM}{_SEEN}TO\nCYS\nOS\nOSA<<\nOSP\nILA\nBT\n", f"{_FORM}{_SEEN}NONE<<\nNO\nBT\n"),
)  # fmt: skip
_COLUMN = 5  # lines that make a column of offices' letters
_NO_OFFICE = frozenset(("BT", "ZNR", "NNNN", "NNN", "CFN", "YES", "NO", "NONE"))
_PRINTED = (("DEPARTMENTOFTHEAIRFORCE", 4), ("STAFFMESSAGEBRANCH", 4), ("INCOMINGMESSAGE", 3))
_MESSAGES = 8  # messages that one text may hold
_CARD_LINES = 3  # captions that make a page a card


def read_military(bench: Workbench) -> None:
    """Cards, headings and texts; fields are those of the first message."""
    _form_words(bench)
    _columns(bench)
    heading = acp.read_heading(bench, _below_card(bench), level_role=H)
    if heading is None:
        bench.body_start = bench.cover_end
        return
    _serials(bench, heading.begin)
    wire_end.close(bench, heading, signed=False)
    _page_heads(bench, heading.start)
    end = _end(bench, heading.start, bench.body_end)
    bench.body_end = end
    banner_level(bench)
    for _ in range(_MESSAGES):
        if end >= len(bench.lines):
            return
        end = _further(bench, end)


def _form_words(bench: Workbench) -> None:
    for line in bench.lines[bench.cover_end :]:
        if bench.free(line.index) and len(line.text) <= 48 and _is_form(line):
            bench.claim(line.index, MESSAGE_FORM.role, MESSAGE_FORM.name)
        elif FORM_NUMBER.match(line):
            bench.claim(line.index, FORM_NUMBER.role, FORM_NUMBER.name)


def _columns(bench: Workbench) -> None:
    """A branch ticks copies in a column of offices' letters, which an engine sets into the text."""
    run: list[int] = []
    for line in bench.lines[bench.cover_end :]:
        if bench.free(line.index) and _is_office(line):
            run.append(line.index)
            continue
        _claim_column(bench, run)
        run = []
    _claim_column(bench, run)


def _claim_column(bench: Workbench, run: list[int]) -> None:
    for at in run if len(run) >= _COLUMN else ():
        bench.claim(at, Role.STAMP, "routing-column")


def _is_office(line: Line) -> bool:
    bare = line.bare
    return 2 <= len(bare) <= 4 and bare not in _NO_OFFICE and sum(map(str.isalpha, bare)) >= 2


def _is_form(line: Line) -> bool:
    if MESSAGE_FORM.match(line):
        return True
    return len(line.bare) >= 12 and any(
        distance(line.bare, phrase, slips) is not None for phrase, slips in _PRINTED
    )


def _below_card(bench: Workbench) -> int:
    """Claim pages in front that are cards; the first line below them."""
    below = bench.cover_end
    for sheet in bench.sheets:
        if sheet.first < below:
            continue
        lines = bench.lines[sheet.first : sheet.last + 1]
        captions = sum(bool(CARD.match(line)) for line in lines if not line.long)
        heading = any(
            acp_rules.GROUP_LINE.match(line) or acp_rules.FM.match(line) for line in lines
        )
        if captions < _CARD_LINES or heading:
            break
        for line in lines:
            bench.claim(line.index, Role.COVER, CARD.name)
        below = sheet.last + 1
    return below


def _serials(bench: Workbench, begin: int) -> None:
    """Serials and handling words among the routing lines are the operator's."""
    for line in bench.lines[max(bench.cover_end, begin - 6) : begin]:
        if bench.free(line.index) and len(line.text) <= 24 and any(map(str.isdigit, line.bare)):
            bench.claim(line.index, Role.STAMP, "operator-serial")


def _page_heads(bench: Workbench, start: int) -> None:
    """The branch's serial, distribution and page count at the head of a later page."""
    for sheet in bench.sheets:
        if sheet.first <= start:
            continue
        for at in range(sheet.first, sheet.last + 1) if sheet.rule == "form-feed" else ():
            if bench.rules[at] == "wire-running-head":  # a page of the wire, not of the paper
                bench.reclaim(at, Role.RUNNING_HEAD, "message-wire-head")
        for line in bench.lines[sheet.first : min(sheet.first + 10, sheet.last + 1)]:
            if not bench.free(line.index) or line.long:
                continue
            above = bench.lines[line.index - 1]
            parted = acp_rules.IN_NUMBER.match(above) and not any(map(str.isdigit, above.bare))
            numbered = parted and line.bare[:4].isdigit() and len(line.text) <= 24
            if acp_rules.IN_NUMBER.match(line) or PAGE_OF.match(line) or numbered:
                bench.claim(line.index, Role.RUNNING_HEAD, PAGE_OF.name)


def _end(bench: Workbench, start: int, end: int | None) -> int:
    """BT below the text ends it."""
    last = len(bench.lines) if end is None else end
    for line in bench.lines[start:last]:
        if bench.free(line.index) and acp_rules.BREAK.match(line):
            bench.claim(line.index, acp_rules.BREAK.role, acp_rules.BREAK.name)
            return line.index
        if line.index > start + 4 and bench.free(line.index) and acp_rules.FM.match(line):
            sheet = bench.sheets[bench.page_of[line.index] - 1]
            if sheet.first > start and _is_first_page(bench, sheet.first, line.index):
                return sheet.first
    return last


def _is_first_page(bench: Workbench, first: int, named: int) -> bool:
    """The branch's form and a group stand above a FROM line: another message begins."""
    above = bench.lines[first:named]
    return any(bench.rules[line.index] == MESSAGE_FORM.name for line in above) and any(
        acp_rules.SHORT_GROUP.match(line) or acp_rules.GROUP_LINE.match(line) for line in above
    )


def _further(bench: Workbench, end: int) -> int:
    """Claim one more message below the end of the last; the line at which it ends.

    Its heading adds nothing to the fields, which are the first message's.
    """
    fields = dict(bench.fields)
    kinds = dict(bench.kinds)
    first = end if bench.rules[end] != acp_rules.BREAK.name else end + 1
    while first < len(bench.lines) and not bench.free(first):
        first += 1
    heading = acp.read_heading(bench, first, level_role=H)
    bench.fields, bench.kinds = fields, kinds
    if heading is None or heading.start <= first:
        return len(bench.lines)
    last = _end(bench, heading.start, None)
    begin, stop = bench.lines[heading.begin].span, bench.lines[last - 1].span
    bench.further.append(Span(begin.start, stop.end))
    for line in bench.lines[heading.start : last]:
        if bench.free(line.index) and len(line.bare) > 1:
            bench.claim(line.index, Role.BODY, "further-message")
    return last
