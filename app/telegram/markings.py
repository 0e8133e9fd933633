"""Control marks per page and place, gathered from the lines claimed as marks."""

from __future__ import annotations

import re

from app.telegram.reading import Marking, Role
from app.telegram.workbench import Workbench

_KINDS = {
    "classification-banner": "classification",
    "declassified-stamp": "declassification",
    "downgrading-group": "group",
    "special-handling": "handling",
    "cia-restricted-handling": "handling",
    "cia-sensitive-indicator": "handling",
    "tdcs-dissemination": "caption",
    "cia-group-mark": "group",
    "worn-banner": "classification",
    "declassified-order": "declassification",
    "order-alone": "declassification",
    "nnd-authority": "declassification",
    "archives-date": "declassification",
    "library-case": "declassification",
    "damaged-stamp": "review",
    "foia-review": "review",
    "classification-review": "review",
}
_GROUP = re.compile(r"\bG(?:ROUP|P[I1L]?) ?-? ?([1-4I])\b")


def collect(bench: Workbench) -> None:
    """Add a marking for every line claimed as one."""
    for sheet_number, sheet in enumerate(bench.sheets, 1):
        roles = bench.roles[sheet.first : sheet.last + 1]
        if Role.MARKING not in roles:
            continue
        text = [at for at, role in enumerate(roles, sheet.first) if role is Role.BODY]
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
            kind, value = bench.kinds.get(at) or (_kind(rule), _value(rule, bench.lines[at].key))
            bench.markings.append(
                Marking(
                    sheet_number,
                    place,
                    kind,
                    value,
                    bench.lines[at].span,
                    rule,
                )
            )
    _worn_level(bench)


def _worn_level(bench: Workbench) -> None:
    """The level of a banner that is badly read, where no other gives it."""
    if "classification" in bench.fields:
        return
    for line in bench.lines[bench.cover_end :]:
        if bench.rules[line.index] == "worn-banner":
            value = bench.kinds[line.index][1]
            bench.add("classification", value, [line.span], "worn-banner", doubt=_WORN)
            return


_WORN = "The banner is badly read."


def _kind(rule: str) -> str:
    known = _KINDS.get(rule)
    return known or ("review" if rule.startswith(("review", "state-review")) else "release")


def _value(rule: str, key: str) -> str:
    """The normal form of a mark that has one: the stamp's word, the downgrading group."""
    if rule == "declassified-stamp":
        return "DECLASSIFIED"
    group = _GROUP.search(key) if _KINDS.get(rule) == "group" else None
    return f"GP-{group[1].replace('I', '1')}" if group else ""
