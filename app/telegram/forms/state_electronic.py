"""Electronic telegrams of the Department of State, 1973 to 1979."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.telegram.forms import acp, acp_rules, state_review, wire_end
from app.telegram.forms.generic import Generic
from app.telegram.forms.several import tell_further
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_review import read_release
from app.telegram.reading import Family, Role
from app.telegram.rules import Rule
from app.telegram.workbench import Workbench


class StateElectronic(Generic):
    """PAGE 01, distribution with copies and their sum, E.O., TAGS, SUBJECT, REF."""

    family = Family.STATE_ELECTRONIC
    rules: tuple[Rule, ...] = (*acp_rules.RULES, *wire_end.RULES, *state_review.RULES)
    signs = (
        Sign("page-line", 2, r"^PAGE 0\d\b"),
        Sign("copy-counts", 2, r"^(?:ACTION|ORIGIN) [A-Z]{1,5}-\d\d", "^ACTION |^ORIGIN "),
        Sign("executive-order-line", 2, r"^E\.?O\.? ?1\d{4}", "^E.O|^EO"),
        Sign("tags", 2, r"^TAGS:"),
    )

    def read(self, bench: Workbench) -> None:
        """Heading, running heads, body, signature, end marks."""
        read_release(bench)
        read_wire(bench)


def read_wire(bench: Workbench, first: int | None = None) -> acp.Heading | None:
    """Read a text as the Department's teletype; as text and marks where no heading is found."""
    heading = acp.read_heading(bench, first)
    if heading is None:
        bench.body_start = bench.cover_end
        return None
    later = list(_later_heads(bench, heading))
    wire_end.near_banners(bench, bench.cover_end, heading.start)
    wire_end.split_banners(bench)  # once for all telegrams of the text
    wire_end.close(bench, heading, until=later[0] if later else None)
    banner_level(bench)
    for at, after in zip(later, [*later, len(bench.lines)][1:], strict=True):
        _further(bench, at, after)
    return heading


_SECTION = re.compile(r"\b(\d\d) OF \d\d\b|\bSEC")
_BELOW = 24  # lines of a heading from its PAGE 01 to its FROM line


def _later_heads(bench: Workbench, heading: acp.Heading) -> Iterator[int]:
    """Where a further telegram begins: PAGE 01 with a heading below that is no section's."""
    for line in bench.lines[heading.start + 1 :]:
        if "GE 0" not in line.key or not acp_rules.PAGE_LINE.match(line):
            continue
        section = _SECTION.search(line.key)
        below = [
            each for each in bench.lines[line.index + 1 : line.index + _BELOW] if not each.long
        ]
        if not acp.is_page_one(line) or (section and section[1] not in ("01", None)):
            continue
        named = next((each for each in below if acp_rules.FM.match(each)), None)
        grouped = any(acp_rules.GROUP_LINE.match(each) for each in below)
        if named is None or not grouped or _is_section(bench, named.index):
            continue
        banner = bench.rules[line.index - 1] == "classification-banner"
        yield line.index - banner


def _is_section(bench: Workbench, named: int) -> bool:
    """Below the FROM line the level is followed by a later section's number."""
    lines = bench.lines[named : named + _BELOW]
    found = next((hit for line in lines if (hit := _LATER_SECTION.search(line.key))), None)
    return found is not None


_LATER_SECTION = re.compile(r"\bSEC(?:TION)?\.? {0,2}(?:0?[2-9]|TWO|THREE|FOUR) {0,2}OF\b")


def _further(bench: Workbench, begin: int, after: int) -> None:
    """Another telegram of the same text: its lines have their roles, the fields stay the first's."""
    fields, bounds = bench.fields, (bench.body_start, bench.body_end)
    bench.fields = {}
    heading = acp.read_heading(bench, begin)
    if heading is not None:
        wire_end.close(bench, heading, until=after)
        for line in bench.lines[heading.start : bench.body_end]:
            if bench.free(line.index) and len(line.bare) > 1:
                bench.claim(line.index, Role.BODY, "further-message")
    number = bench.fields.get("number")
    bench.fields, (bench.body_start, bench.body_end) = fields, bounds
    tell_further(bench, begin, after, str(number.value) if number else "")


def banner_level(bench: Workbench) -> None:
    """The level of the banners where the number line gave none; a release's own is the last."""
    levels = [
        (value, bench.lines[at])
        for at, (kind, value) in sorted(bench.kinds.items())
        if kind == "classification" and at >= bench.cover_end
    ]
    for value, line in sorted(levels, key=lambda pair: pair[0] == "UNCLASSIFIED"):
        bench.add("classification", value, [line.span], "classification-banner")
        return
