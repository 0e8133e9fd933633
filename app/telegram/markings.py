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
    "cia-classified-by": "handling",
    "current-status": "handling",
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
    text: dict[int, tuple[int, int]] = {}  # the first and last body line of each page
    for line in bench.body:
        page = bench.page_of[line.index]
        text[page] = (text[page][0] if page in text else line.index, line.index)
    for at, role in enumerate(bench.roles):
        if role is not Role.MARKING:
            continue
        page, rule, line = bench.page_of[at], bench.rules[at], bench.lines[at]
        kind, value = bench.kinds.get(at) or (_kind(rule), _value(rule, line.key))
        place = _place(at, *text[page]) if page in text else "head"
        bench.markings.append(Marking(page, place, kind, value, line.span, rule))
    _level_elsewhere(bench)


def _level_elsewhere(bench: Workbench) -> None:
    """The level of a banner that is badly read or beside the printed foot, where no other gives it."""
    if "classification" in bench.fields or _BEARING.isdisjoint(bench.rules):
        return
    for line in bench.lines[bench.cover_end :]:
        rule = bench.rules[line.index]
        beside = _BESIDE_FOOT.match(line.key) if rule in _FEET else None
        if rule == "worn-banner":
            value = bench.kinds[line.index][1]
            bench.add("classification", value, [line.span], rule, doubt=_WORN)
            return
        if beside:
            bench.add(
                "classification", beside[1], [line.part(*beside.span(1))], "banner-beside-foot"
            )
            return


_WORN = "The banner is badly read."
_FEET = ("form-reproduction", "cia-foot")
_BEARING = frozenset((*_FEET, "worn-banner"))
_BESIDE_FOOT = re.compile(
    r"^\W{0,3}(TOP SECRET|SECRET|CONFIDENTIAL)\b.{0,4}\b(?:REPRODUCTION|PROHIBITED)\b"
)


def _place(at: int, first: int, last: int) -> str:
    return "top" if at < first else "bottom" if at > last else "body"


def _kind(rule: str) -> str:
    known = _KINDS.get(rule)
    return known or ("review" if rule.startswith(("review", "state-review")) else "release")


def _value(rule: str, key: str) -> str:
    """The normal form of a mark that has one: the stamp's word, the downgrading group."""
    if rule == "declassified-stamp":
        return "DECLASSIFIED"
    group = _GROUP.search(key) if _KINDS.get(rule) == "group" else None
    return f"GP-{group[1].replace('I', '1')}" if group else ""
