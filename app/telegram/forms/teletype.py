"""Messages on bare teletype paper: military, FBIS, CAS channels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.telegram import times
from app.telegram.folding import digits
from app.telegram.forms import acp_rules, fbis, military, wire_end, wire_lines
from app.telegram.forms.generic import Generic
from app.telegram.forms.military import read_military
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_electronic import banner_level
from app.telegram.forms.state_review import read_release
from app.telegram.forms.wire_words import PROSIGNS, N, WireWords, address, words_of
from app.telegram.lines import Line
from app.telegram.reading import Family, Role, Span
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
VIA_CAS = rule(
    "via-cas", H,
    rf"^\W{{0,3}}V[I1L]A {{1,2}}CAS {{1,2}}([A-Z][A-Z ]{{2,20}}?) {{1,2}}({N}{{1,5}})\b(?:\W{{1,3}}(FR[O0]M\b.{{0,80}}))?",
    "VIA CAS SAIGON 1234 FROM AMBASSADOR SMITH", "VIA CASABLANCA 12",
)  # fmt: skip


class Teletype(Generic):
    """Three channels, told by their first words: a document number, VIA CAS, or routing lines."""

    family = Family.TELETYPE
    rules: tuple[Rule, ...] = (
        *acp_rules.RULES, *wire_end.RULES, *fbis.RULES, *military.RULES, VIA_CAS,
    )  # fmt: skip
    contexts: tuple[Context, ...] = military.CONTEXTS
    signs = (
        Sign(
            "date-time-group",
            2,
            r"\b\d{6} ?[Z2] {1,2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6} {1,2}\d\d",
            "Z |2 ",
        ),
        Sign("from-message-line", 2, r"^FM {1,2}[A-Z0-9]{3,}|^EM {1,2}[A-Z0-9]{3,}", "^FM |^EM "),
        Sign("routing-indicator", 2, r"\bR[UE][A-Z]{4,6}/|^DE {1,2}R?[A-Z]{3,6}\b", "/|^DE "),
        Sign("via-cas", 3, r"^\W{0,3}V[I1L]A CAS [A-Z]{3,}.{0,3}[A-Z ]{0,12}\d"),
        Sign("fbis", 2, r"\bFBIS\b"),
        Sign(
            "message-form",
            3,
            r"STAFF MESSAGE (?:BRANCH|CENTER|DIV)|^\W{0,3}DEPARTMENT OF THE (?:AIR FORCE|ARMY|NAVY)",
        ),
    )

    def read(self, bench: Workbench) -> None:
        """Heading, text, end marks, by the channel's own order."""
        read_release(bench)
        if fbis.read(bench):
            return
        if _cas(bench):
            return
        read_military(bench)


def _cas(bench: Workbench) -> bool:
    """VIA CAS post, number, FROM whom; TO and INFO lists for the eyes of single persons."""
    lines = bench.lines[bench.cover_end : bench.cover_end + 60]
    named = next((line for line in lines if VIA_CAS.match(line)), None)
    if named is None:
        return False
    _cas_name(bench, named)
    _cas_routing(bench, named.index)
    at = _cas_addresses(bench, named.index + 1)
    bench.body_start = at
    end = _cas_end(bench, at)
    bench.body_end = end
    _cas_heads(bench, at, end)
    banner_level(bench)
    return True


def _cas_name(bench: Workbench, line: Line) -> None:
    found = VIA_CAS.match(line)
    if not found:
        return
    bench.claim(line.index, H, VIA_CAS.name)
    start = found.start() + line.key[found.start() :].index("CAS")
    bench.add("series", "CAS", [line.part(start, start + 3)], VIA_CAS.name)
    place = address(found[1], bench.lexicon, words_of(bench.lexicon)).name
    bench.add("from", place.title(), [line.part(*found.span(1))], VIA_CAS.name)
    bench.add("number", digits(found[2]), [line.part(*found.span(2))], VIA_CAS.name)


def _cas_routing(bench: Workbench, at: int) -> None:
    """Lines above that carry the date-time group; of what cannot be read only the group counts."""
    for line in bench.lines[max(bench.cover_end, at - 10) : at]:
        if not bench.free(line.index) or line.long:
            continue
        group = times.dtg(line.key, must=True) if acp_rules.GROUP_LINE.match(line) else None
        if group and group.date:
            _cas_group(bench, line, group)
        elif acp_rules.ROUTING.match(line) or re.match(
            r"^\W{0,3}(?:DE|[ZOPR0]{2}) [A-Z]{2,4}\b", line.key
        ):
            bench.claim(line.index, H, acp_rules.ROUTING.name)
            doubled = re.match(r"^\W{0,3}([ZOPR0])\1 ", line.key)
            if doubled:
                bench.extend("precedence", [PROSIGNS[doubled[1]]], [line.part(*doubled.span(1))], acp_rules.ROUTING.name)  # fmt: skip


def _cas_group(bench: Workbench, line: Line, group: times.Printed) -> None:
    span: Span = line.part(group.start, group.end)
    bench.claim(line.index, H, acp_rules.GROUP_LINE.name)
    bench.add("sent_date", group.date, [span], acp_rules.GROUP_LINE.name, doubt=group.doubt)
    bench.add("sent_time", group.time, [span], acp_rules.GROUP_LINE.name)
    values = [PROSIGNS[sign] for sign in group.precedence if sign in PROSIGNS]
    bench.extend("precedence", values, [span], acp_rules.GROUP_LINE.name)


_CAS_TO = re.compile(r"^\W{0,3}T[O0]\W{1,3}([A-Z].{2,120})")
_CAS_INFO = re.compile(r"^\W{0,3}[I1L]NF[O0]\W{1,3}([A-Z].{1,120})")
_EYES = re.compile(r"[\s/\"]{0,3}\bEYES {1,2}[O0]?[A-Z]{2,4}\b.{0,120}$|\s{1,2}FOR .{0,80}$")


def _cas_addresses(bench: Workbench, at: int) -> int:
    listing = ""
    words = words_of(bench.lexicon)
    for line in bench.lines[at : at + 24]:
        if not bench.free(line.index):
            continue
        reference = wire_lines.REFERENCE.match(line)
        if reference:
            wire_lines.read_line(bench, _Place(words), line)
            listing = "refs"
            continue
        if listing and acp_rules.is_sentence(line):
            return line.index
        found = _CAS_TO.match(line.key) or _CAS_INFO.match(line.key)
        if found:
            listing = "info" if _CAS_INFO.match(line.key) else "to"
        elif listing not in ("to", "info") or not _addressed(line):
            return line.index
        text = found[1] if found else line.key
        eyes = _EYES.search(text)
        if eyes and "EYES" in eyes[0]:
            bench.extend("captions", ["EYES ONLY"], [line.span], "eyes-only")
        name = address(text[: eyes.start()] if eyes else text, bench.lexicon, words).name
        bench.extend(listing, [name], [line.span], f"{listing}-line")
        bench.claim(line.index, H, f"{listing}-line")
    return min(at + 24, len(bench.lines))


@dataclass(slots=True)
class _Place:
    """Where the reader of header lines stands: no list is open."""

    words: WireWords
    listing: str = ""


def _addressed(line: Line) -> bool:
    return bool(_EYES.search(line.key)) or (len(line.text) <= 40 and not line.key.endswith("."))


def _cas_heads(bench: Workbench, start: int, end: int) -> None:
    for line in bench.lines[start:end]:
        if bench.free(line.index) and re.match(
            r"^\W{0,3}PAGE {1,2}\d{1,2}(?: CAS\b.{0,40})?$", line.key
        ):
            bench.claim(line.index, Role.RUNNING_HEAD, "cas-running-head")
            sheet = bench.sheets[bench.page_of[line.index] - 1]
            if line.index - sheet.first <= 6:
                sheet.running_head = line.span


def _cas_end(bench: Workbench, start: int) -> int:
    """The group mark ends the text, else the figures below it: no words and few signs."""
    end = len(bench.lines)
    while end > start and (
        not bench.free(end - 1)
        or sum(map(str.isalpha, bench.lines[end - 1].bare)) <= 3
        or _is_dirt(bench.lines[end - 1])
    ):
        end -= 1
    return end


def _is_dirt(line: Line) -> bool:
    """Short, and half of it signs and figures."""
    letters = sum(map(str.isalpha, line.text))
    return len(line.text) <= 24 and letters * 2 < len(line.text)
