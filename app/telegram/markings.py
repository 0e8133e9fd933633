"""Control marks per page and place, gathered from the lines claimed as marks."""

from __future__ import annotations

from app.telegram.reading import Marking, Role
from app.telegram.workbench import Workbench

_KINDS = {
    "classification-banner": "classification",
    "declassified-stamp": "declassification",
    "downgrading-group": "group",
    "special-handling": "handling",
}


def collect(bench: Workbench) -> None:
    """Add a marking for every line claimed as one."""
    for sheet_number, sheet in enumerate(bench.sheets, 1):
        text = [at for at in range(sheet.first, sheet.last + 1) if bench.roles[at] is Role.BODY]
        for at in range(sheet.first, sheet.last + 1):
            if bench.roles[at] is not Role.MARKING:
                continue
            rule = bench.rules[at]
            place = (
                "head"
                if not text
                else "top"
                if at < text[0]
                else "bottom"
                if at > text[-1]
                else "body"
            )
            value = bench.kinds.get(at, ("", ""))[1]
            if rule == "declassified-stamp":
                value = "DECLASSIFIED"
            bench.markings.append(
                Marking(
                    sheet_number,
                    place,
                    _KINDS.get(
                        rule, "review" if rule.startswith(("review", "state-review")) else "release"
                    ),
                    value,
                    bench.lines[at].span,
                    rule,
                )
            )
