"""The column of offices at the left of the INCOMING TELEGRAM form.

The first office after `Action` acts, those after `Info` know. An engine that reads across the
page sets the column's offices before header values and before lines of the text; they are taken
out there as long as they come in the order in which the form prints them.
"""

from __future__ import annotations

import re

from app.telegram.folding import distance
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.workbench import Workbench

ORDER = (
    "SS", "SR", "G", "SP", "SAL", "C", "M", "A", "L", "H", "O", "AF", "ARA", "EUR", "FE", "NEA", "CU", "E",
    "AGR", "COM", "FRB", "INT", "LAB", "TRSY", "TAR", "XMB", "IO", "ISA", "P", "IOP", "U", "ICA", "USIA",
    "AID", "PC", "SCI", "SCS", "SCA", "NSC", "INR", "CIA", "NSA", "OSD", "DOD", "ARMY", "NAVY", "AIR", "RMR",
)  # fmt: skip
"""The order of the column on forms of 1955 to 1966: the Department's offices, then the agencies."""

_RANK = {office: rank for rank, office in enumerate(ORDER)}
_DIGIT_SHAPES = str.maketrans("01585", "OISBS")
_FIRST = re.compile(r"^[^A-Z0-9]{0,3}([A-Z0-9/]{1,5})(?![A-Z0-9/])[^A-Z0-9]{0,3}")
_TO = re.compile(r"^\W{0,3}[T1I][O0]\W{0,2}[:;.]")
_APART = 5  # lines of text between two offices of a column that runs on beside it
_CLOSE = 3  # and to one of a single letter, which may as well be dirt
_LABELLED = re.compile(r"^\W{0,3}(ACTI[O0]N|INF[O0])(?![A-Z])")
_LABELS = ("action-label", "info-label")


def claim_offices(
    bench: Workbench, start: int, until: int | None = None, begin: int | None = None
) -> None:
    """Claim the column's lines down to the text, and take its offices out of other lines.

    `begin` and `until` bound the telegram where the text holds several.
    """
    informed: dict[str, Span] = {}  # each where it stands first; added together, which is cheaper
    _walk(bench, informed, start, until, begin)
    if informed:
        bench.extend("info_offices", informed, informed.values(), "office-column")


def _walk(
    bench: Workbench, informed: dict[str, Span], start: int, until: int | None, begin: int | None
) -> None:
    column, rank, last = "", -1, 0
    for line in bench.lines[bench.cover_end if begin is None else begin : until]:
        at = line.index
        if at >= start and not column:
            return
        # a label stands on a line of the header, whatever value stands beside it
        label = _label(bench, line) if bench.roles[at] is Role.HEADER and at < start else ""
        if label:
            if label == "info-label" and not column:
                _above(bench, at)
            column, rank = label, -1
            _beside_label(bench, informed, line)
            continue
        if not column:
            continue
        alone = office_alone(bench, line) if bench.roles[at] is None else ""
        if alone and (
            at < start
            or _RANK.get(alone, -1) > rank >= 0
            or _runs_on(line, alone, at - max(last, start))
        ):
            last = at
            bench.claim(at, Role.HEADER, "office-column")
            _add(bench, informed, alone, line.span)
            rank = max(rank, _RANK.get(alone, rank))
            continue
        found = _before(bench, line, rank, in_text=at >= start)
        if found:
            office, end = found
            _add(bench, informed, office, line.part(_starts(line), end))
            rank, last = _RANK[office], at
            if at >= start:
                bench.cut[at] = _FIRST.match(line.key).end()  # type: ignore[union-attr]
        elif at > max(start, last) + 12:
            return


def _runs_on(line: Line, alone: str, apart: int) -> bool:
    """The column runs on into the first lines of text where the header stands beside it."""
    if len(alone) > 1:
        return apart <= _APART and alone == line.bare
    return apart <= _CLOSE and alone == line.text


def _label(bench: Workbench, line: Line) -> str:
    """The column's label on a line of the header, though another value may stand beside it."""
    if bench.rules[line.index] in _LABELS:
        return bench.rules[line.index]
    if bench.rules[line.index] != "addressees":
        found = _LABELLED.match(line.key)
        if found:
            return "action-label" if found[1][0] == "A" else "info-label"
    return ""


def _above(bench: Workbench, info: int) -> None:
    """The office that acts stands right above `Info`, though its own label is lost."""
    line = bench.lines[info - 1] if info > bench.cover_end else None
    office = office_alone(bench, line) if line and bench.free(line.index) else ""
    if line and len(office) > 1 and "action_offices" not in bench.fields:
        bench.claim(line.index, Role.HEADER, "office-column")
        bench.extend("action_offices", [office], [line.span], "office-column")


_BESIDE = re.compile(r"[A-Z0-9]\W{1,4}([A-Z/]{1,5})\W{0,2}$")


def _beside_label(bench: Workbench, informed: dict[str, Span], line: Line) -> None:
    """`Action: EUR` on one line."""
    found = _BESIDE.search(line.key)
    if found and _known(bench, found[1]):
        _add(bench, informed, found[1], line.part(*found.span(1)))


def _add(bench: Workbench, informed: dict[str, Span], office: str, span: Span) -> None:
    """Add the office that acts; keep one that knows."""
    if "action_offices" not in bench.fields:
        bench.add("action_offices", (office,), [span], "office-column")
    else:
        informed.setdefault(office, span)


def _known(bench: Workbench, bare: str) -> str:
    """The office a word stands for, digits read as the letters they look like; empty for none."""
    known = bench.lexicon.offices
    for form in (bare, bare.translate(_DIGIT_SHAPES)):
        stem = form[:-1] if len(form) > 3 and form[-1] in "RD" else form
        if form in known or form in _RANK or stem in known:
            return form
    near = bench.lexicon.office_words.near(bare, 0) if len(bare) > 1 else None
    return (
        near.form
        if near and distance(bare, near.form, 2 if len(bare) < 3 else 1) is not None
        else ""
    )


def office_alone(bench: Workbench, line: Line) -> str:
    """An office symbol that stands alone on its line, dirt of a sign or two beside it."""
    if not 1 <= len(line.bare) <= 5 or len(line.text) > 9:
        return ""
    return _known(bench, line.bare)


def _starts(line: Line) -> int:
    found = _FIRST.match(line.key)
    return found.start(1) if found else 0


def _before(bench: Workbench, line: Line, rank: int, *, in_text: bool) -> tuple[str, int] | None:
    """An office set before something else on its line, if it is next in the column's order."""
    role = bench.roles[line.index]
    if role is not None and (in_text or role is not Role.HEADER):
        return None
    if in_text and (line.long or rank < 0):
        return None
    found = _FIRST.match(line.key)
    if found is None or found.end() >= len(line.key):
        return None
    # TO at the head of a line of text is a word, however much it looks like IO.
    if in_text and found[1].isalpha() and found[1] not in _RANK:
        return None
    if len(found[1]) < 2 and (in_text or (role is None and len(line.bare) > 4)):
        return None
    if _TO.match(line.key):
        return None
    office = _known(bench, found[1])
    if _RANK.get(office, -1) <= rank:
        return None
    if rank < 0 and (found[1] != office or len(office) < 2):
        return None
    if in_text and _RANK[office] - rank > 12:
        return None
    return office, found.end(1)
