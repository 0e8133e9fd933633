"""Military messages as a staff message branch prints them: cards before, several in one file.

The branch's form stands at the head of every page with its own serial, date and distribution;
the group may lack month and year, which are then those of the receipt. A card that identifies
the case may stand in front, and a correction or a second report may follow in the same text.
"""

from __future__ import annotations

from app.telegram.forms import acp, acp_rules, staff_branch, wire_end
from app.telegram.forms.state_electronic import banner_level
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import Context, Rule
from app.telegram.workbench import Workbench

H = Role.HEADER
_FORM = "DEPARTMENT OF THE AIR FORCE\nSTAFF MESSAGE BRANCH\nR 121530Z DEC 66\nFM 12 WING\nTO RUWX/HQ USAF\nBT\n"
_SEEN = "UNCLAS\nSEEN AT NOON FROM THE TOWER BY TWO MEN OF THE WATCH.\n"
RULES: tuple[Rule, ...] = staff_branch.RULES
CONTEXTS = (
    *staff_branch.CONTEXTS,
    Context("routing-column", Role.STAMP, f"{_FORM}{_SEEN}TO\nCYS\nOS\nOSA<<\nOSP\nILA\nBT\n", f"{_FORM}{_SEEN}NONE<<\nNO\nBT\n"),
)  # fmt: skip
_COLUMN = 5  # lines that make a column of offices' letters
_NO_OFFICE = frozenset(("BT", "ZNR", "NNNN", "NNN", "CFN", "YES", "NO", "NONE"))
_MESSAGES = 8  # messages that one text may hold


def read_military(bench: Workbench) -> None:
    """Cards, headings and texts; fields are those of the first message."""
    staff_branch.form_words(bench)
    _columns(bench)
    first = staff_branch.claim_cards(bench)
    heading = acp.read_heading(bench, first, level_role=H)
    if heading is None:
        _unheaded(bench, first)
        return
    _serials(bench, heading.begin)
    wire_end.split_banners(bench)
    wire_end.close(bench, heading, signed=False)
    staff_branch.page_heads(bench, heading.start)
    end = _end(bench, heading.start, bench.body_end)
    bench.body_end = end
    banner_level(bench)
    for _ in range(_MESSAGES):
        if end >= len(bench.lines):
            return
        end = _further(bench, end)


def _unheaded(bench: Workbench, first: int) -> None:
    """A message whose heading cannot be read: bounded by the branch's form, or all of the text."""
    start = staff_branch.read_worn(bench, first)
    bench.body_start = bench.cover_end if start is None else start
    if start is not None:
        staff_branch.page_heads(bench, start)
        bench.body_end = wire_end.end_of_text(bench, start)
        banner_level(bench)


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


def _serials(bench: Workbench, begin: int) -> None:
    """Serials and handling words among the routing lines are the operator's."""
    for line in bench.lines[max(bench.cover_end, begin - 6) : begin]:
        if bench.free(line.index) and len(line.text) <= 24 and any(map(str.isdigit, line.bare)):
            bench.claim(line.index, Role.STAMP, "operator-serial")


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
    return any(bench.rules[line.index] == staff_branch.MESSAGE_FORM.name for line in above) and any(
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
