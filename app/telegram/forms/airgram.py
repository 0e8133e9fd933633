"""Airgrams: reports by pouch, on a form of their own. No precedence and no hour."""

from __future__ import annotations

import re

from app.telegram import times
from app.telegram.folding import distance
from app.telegram.forms import wire_lines
from app.telegram.forms.file_number import read_file_number
from app.telegram.forms.generic import Generic
from app.telegram.forms.outgoing_foot import read_drafting
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_electronic import banner_level
from app.telegram.forms.state_review import read_release
from app.telegram.forms.wire_end import signature
from app.telegram.forms.wire_words import WireWords, address, words_of
from app.telegram.lines import Line
from app.telegram.reading import Family, Role
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
NUMBER = rule(
    "airgram-number", H, r"^\W{0,3}N[O0]\W{1,3}((?:CA|A) ?- ?\d{1,5})\b.{0,20}$|^\W{0,2}((?:CA|A)-\d{1,5})$",
    "NO. A-157", "NO A-BOMB",
)  # fmt: skip
LABEL = rule(
    "airgram-label", H, r"^\W{0,3}(T[O0]|[I1L]NF[O0]|FR[O0]M|DATE)\b\W{0,4}(?=[:;.\"]|\d|$)[:;.\" ]{0,4}(.{0,120})$",
    "FROM: Amembassy PARIS", "FROM HERE ON",
)  # fmt: skip
PRINTED = rule(
    "airgram-printed", Role.FORM_TEXT,
    r"^\W{0,3}(?:F[O0]R RM USE [O0]NLY|HANDL[I1]NG [I1]ND[I1]CAT[O0]R|SUGGESTED D[I1]STR[I1]BUT[I1][O0]N|P[O0]ST R[O0]UT[I1]NG|F[O0]R DEPARTMENT USE [O0]NLY|F[O0]R DEPT\.? USE [O0]NLY|(?:F[O0]RM )?DS ?- ?323)\b.{0,16}$",
    "FOR RM USE ONLY", "FOR USE ONLY",
)  # fmt: skip
RULES: tuple[Rule, ...] = (NUMBER, LABEL, PRINTED)
_REACH = 60


class Airgram(Generic):
    """Labels above, the text, the signer; drafting and approval at the foot."""

    family = Family.OTHER
    rules = RULES
    signs = (
        Sign("airgram", 4, r"^\W{0,3}A ?I ?R ?G ?R ?A ?M\W{0,3}$", "AM|A M"),
        Sign("airgram-cut", 2, r"^\W{0,2}(?:[1I]?R)?GRAM\W{0,2}$"),
        Sign("airgram-labels", 1, r"^\W{0,2}FR[O0]M\W{0,3}$", "FROM|FR0M"),
        Sign("airgram-printed", 3, r"F[O0]R RM USE [O0]NLY|SUGGESTED DISTRIBUTION|FORM DS-?323"),
        Sign("airgram-number", 3, r"^\W{0,3}N[O0]\W{1,3}(?:CA|A) ?- ?\d", "A-|A -"),
    )

    def read(self, bench: Workbench) -> None:
        """Labels, text, signature, foot."""
        words = words_of(bench.lexicon)
        read_release(bench)
        read_file_number(bench)
        for line in bench.lines[bench.cover_end :]:
            if bench.free(line.index) and not line.long and PRINTED.match(line):
                bench.claim(line.index, PRINTED.role, PRINTED.name)
        start = _header(bench, words)
        foot = read_drafting(bench, start)
        bench.body_start = start
        bench.body_end = signature(bench, start, foot)
        banner_level(bench)


class _Place:
    """Where the reader of header lines stands."""

    def __init__(self, words: WireWords) -> None:
        self.listing = ""
        self.words = words


def _header(bench: Workbench, words: WireWords) -> int:
    place = _Place(words)
    start = bench.cover_end
    waiting = ""
    for line in bench.lines[start : bench.cover_end + _REACH]:
        if line.text.rstrip(" .").upper() == "TO: DEPARTMENT OF STATE":
            bench.reclaim(line.index, H, LABEL.name)
            bench.extend("to", ["Department of State"], [line.part(4, len(line.key))], LABEL.name)
            start = line.index + 1
            continue
        if not bench.free(line.index):
            continue
        if not line.long and (_numbered(bench, line) or _label(bench, words, line)):
            found = LABEL.match(line)
            waiting = found[1] if found and not found[2] else ""
        elif not line.long and _about(bench, place, line):
            waiting = ""
        elif waiting and len(line.text) <= 60 and _put(bench, words, waiting, line, line.key, 0):
            bench.claim(line.index, H, LABEL.name)
            waiting = ""
        elif line.long or (start > bench.cover_end and len(line.text) > 40 and " " in line.text):
            return line.index if start > bench.cover_end else bench.cover_end
        else:
            continue
        start = line.index + 1
    return start


def _about(bench: Workbench, place: _Place, line: Line) -> bool:
    if not (wire_lines.label_of(line) or place.listing):
        return False
    return wire_lines.read_line(bench, place, line)


def _numbered(bench: Workbench, line: Line) -> bool:
    found = NUMBER.match(line)
    if not found or "number" in bench.fields:
        return False
    group = 1 if found[1] else 2
    bench.claim(line.index, H, NUMBER.name)
    value = found[group].replace(" ", "")
    bench.add("number", value, [line.part(*found.span(group))], NUMBER.name)
    return True


def _label(bench: Workbench, words: WireWords, line: Line) -> bool:
    found = LABEL.match(line)
    if not found:
        return False
    bench.claim(line.index, H, LABEL.name)
    if found[2]:
        _put(bench, words, found[1], line, found[2], found.start(2))
    return True


def _put(
    bench: Workbench, words: WireWords, label: str, line: Line, text: str, offset: int
) -> bool:
    """Add what a label says; True where it can be that."""
    label = label.replace("0", "O").replace("1", "I").replace("L", "I") if label != "TO" else "TO"
    span = line.part(offset, offset + len(text))
    shown = span.of(bench.source_text).strip(" .:;")
    if label == "DATE":
        date = times.day(text, must=True)
        if date and date.date:
            where = line.part(offset + date.start, offset + date.end)
            bench.add("sent_date", date.date, [where], LABEL.name, doubt=date.doubt)
        return date is not None
    if label in ("TO", "T0"):
        whole = "Department of State" if _department(text) else shown
        bench.extend("to", [whole], [span], LABEL.name)
    elif label == "INFO":
        bench.extend("info", [part.strip(" .") for part in re.split(r"[,;]", shown)], [span], LABEL.name)  # fmt: skip
    elif label == "FROM":
        known = address(text, bench.lexicon, words)
        same = known.name.upper() == shown.upper()
        bench.add("from", shown if same else known.name, [span], LABEL.name)
    return True


def _department(text: str) -> bool:
    return distance("".join(filter(str.isalpha, text)), "DEPARTMENTOFSTATE", 3) is not None
