"""Electronic telegrams of the Department of State, 1973 to 1979."""

from __future__ import annotations

from app.telegram.forms import acp, acp_rules, state_review, wire_end
from app.telegram.forms.generic import Generic
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_review import read_release
from app.telegram.reading import Family
from app.telegram.rules import Rule
from app.telegram.workbench import Workbench


class StateElectronic(Generic):
    """PAGE 01, distribution with copies and their sum, E.O., TAGS, SUBJECT, REF."""

    family = Family.STATE_ELECTRONIC
    rules: tuple[Rule, ...] = (*acp_rules.RULES, *wire_end.RULES, *state_review.RULES)
    signs = (
        Sign("page-line", 2, r"^PAGE 0\d\b"),
        Sign("copy-counts", 2, r"^(?:ACTION|ORIGIN) [A-Z]{1,5}-\d\d"),
        Sign("executive-order-line", 2, r"^E\.?O\.? ?1\d{4}"),
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
    wire_end.near_banners(bench, bench.cover_end, heading.start)
    wire_end.close(bench, heading)
    banner_level(bench)
    return heading


def banner_level(bench: Workbench) -> None:
    """The level of the banners where the number line gave none; a release's own is the last."""
    levels = [
        (value, line)
        for line in bench.lines[bench.cover_end :]
        for kind, value in [bench.kinds.get(line.index, ("", ""))]
        if kind == "classification"
    ]
    for value, line in sorted(levels, key=lambda pair: pair[0] == "UNCLASSIFIED"):
        bench.add("classification", value, [line.span], "classification-banner")
        return
