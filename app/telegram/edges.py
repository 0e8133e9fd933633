"""What stands at the edges of pages and is no text.

Below the closing banner, damaged stamps above it, and what an engine made of the form above a
running head.
"""

from __future__ import annotations

import re

from app.telegram.folding import distance
from app.telegram.lines import Line
from app.telegram.marks import LEFT_OUT
from app.telegram.reading import Role
from app.telegram.rules import Context, led_by_letter
from app.telegram.workbench import Workbench

_HEAD = "INCOMING TELEGRAM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\n"
_TEXT = "MINISTER TOLD US TODAY THAT TALKS WOULD RESUME NEXT WEEK AT BONN.\nHE ASKED THAT NOTHING BE SAID TO THE PRESS BEFORE THE MEETING OPENS.\n"
CONTEXTS = (
    Context("worn-banner", Role.MARKING, _HEAD + _TEXT + "SECPET<<\n\f-2- 12, MAY 5, 4 PM FROM PARIS\nHE LEFT.", _HEAD + _TEXT + "SECRETS<<\nHE ASKED THAT NOTHING BE SAID TO THE PRESS BEFORE THE MEETING.\n"),
    Context("damaged-stamp", Role.MARKING, _HEAD + _TEXT + "DGCLASSIFED 3/1/77<<\nBY NARS\nSECRET\n\f-2- 12, MAY 5, 4 PM FROM PARIS\nHE LEFT.", _HEAD + _TEXT + "DGCLASSIFED MAPS WERE NOT SHOWN TO THE MINISTER OR TO HIS STAFF.<<\nSECRET\n\f-2- 12, MAY 5, 4 PM FROM PARIS\nHE LEFT."),
)  # fmt: skip
_FEET = (
    "classification-banner", "form-reproduction", "form-return-notice", "form-action-box",
    "form-edition",
)  # fmt: skip
_STAMP = re.compile(
    r"D[EG]CLAS|CLASSIF[IY1]|REVIEWED B|EXEMPTI|\bRELEASED?\b|\bNARA\b|\bNARS\b|AUTHORITY|\bNL[KJETRNFC]\b"
    r"|\d{1,2}[I1L]?/\d{2,4}\b|\bE\.?O\.? ?1\d{4}"
)
_REVIEWED = re.compile(
    led_by_letter(r"D[EG]CLAS|CLASSIF[IY1]|REVIEWED B|EXEMPTI|\bNARA\b|\bNARS\b")
)
_LONG = 30  # signs from which a free line below a banner may be text
_UP = 14  # lines above a foot that a damaged stamp may fill

Claim = tuple[Role, str]


def page_edges(bench: Workbench, free: list[Line], start: int, end: int) -> dict[int, Claim]:
    """Lines at page edges and what they are, where no rule has claimed them.

    Args:
        bench: with marks, running heads, header and signature claimed.
        free: the lines that nobody has claimed.
        start: where the transmitted text begins.
        end: where it ends.
    """
    edges = _worn_banners(bench, free)
    text = [range(max(sheet.first, start), min(sheet.last + 1, end)) for sheet in bench.sheets]
    feet = [_foot(bench, inside) for inside in text]
    width = _width(free, start, end) if max(feet, default=-1) >= 0 else 0.0
    for sheet, inside, foot in zip(bench.sheets, text, feet, strict=True):
        if foot >= 0:
            edges |= {at: _claim(bench.lines[at]) for at in inside if at > foot}
            damaged = _damaged(bench, inside, foot, width)
            edges |= dict.fromkeys(damaged, (Role.MARKING, "damaged-stamp"))
        if sheet.running_head is not None and sheet.first >= start:
            head = next((at for at in inside if bench.roles[at] is Role.RUNNING_HEAD), 0)
            edges |= {at: _claim(bench.lines[at]) for at in range(inside.start, head)}
    return edges


def _worn_banners(bench: Workbench, free: list[Line]) -> dict[int, Claim]:
    """A word alone above or below all text of a page that is a level but for one letter."""
    worn = [
        line.index
        for line in free
        if 5 <= len(line.bare) <= 7
        and " " not in line.text
        and distance(line.bare, "SECRET", 1) is not None
    ]
    if not worn:
        return {}
    text: dict[int, list[int]] = {}  # of each page
    for line in free:
        if len(line.text) > _LONG:
            text.setdefault(bench.page_of[line.index], []).append(line.index)
    found: dict[int, Claim] = {}
    for at in worn:
        beside = text.get(bench.page_of[at])
        if not beside or not beside[0] <= at <= beside[-1]:
            found[at] = (Role.MARKING, "worn-banner")
            bench.kinds[at] = ("classification", "SECRET")
    return found


def _claim(line: Line) -> Claim:
    if len(line.bare) > 7 and _is_stamp(line):
        return Role.MARKING, "damaged-stamp"
    return Role.STAMP, "beside-the-text"


def _width(free: list[Line], start: int, end: int) -> float:
    """The usual length of a line of the text."""
    lengths = sorted([len(line.text) for line in free if start <= line.index < end])
    longer = lengths[len(lengths) // 2 :]
    half = len(longer) // 2
    return (longer[half] + longer[~half]) / 2 if longer else 0.0


def _foot(bench: Workbench, inside: range) -> int:
    """The first mark of the page's foot: no text below it, or one long line below printed words."""
    foot, long = -1, 0
    for at in reversed(inside):
        if bench.free(at):
            wide = len(bench.lines[at].text) > _LONG and not _says_stamp(bench.lines[at])
            long += wide
            if long > 1 or (long and foot >= 0 and wide):
                break
        elif bench.rules[at] in _FEET and (
            not long or foot >= 0 or bench.rules[at].startswith("form-")
        ):
            foot = at
    first = next((at for at in inside if bench.free(at)), len(bench.lines))
    return foot if first < foot else -1


def _says_stamp(line: Line) -> bool:
    """A line of a review stamp by its own word, no longer than such lines are."""
    told = len(line.text) <= 48 and not line.key.endswith(LEFT_OUT)
    return told and _REVIEWED.search(line.key) is not None


def _damaged(bench: Workbench, inside: range, foot: int, width: float) -> list[int]:
    """The lines of a stamp right above the foot: short ones, from the first that says so."""
    above: list[int] = []
    for at in range(foot - 1, max(inside.start, foot - _UP) - 1, -1):
        line = bench.lines[at]
        if not bench.free(at):
            continue
        if len(line.text) >= 0.6 * width:
            break
        above.insert(0, at)
    first = next((i for i, at in enumerate(above) if _is_stamp(bench.lines[at])), len(above))
    return above[first:]


def _is_stamp(line: Line) -> bool:
    return _STAMP.search(line.key) is not None and not line.key.endswith(LEFT_OUT)
