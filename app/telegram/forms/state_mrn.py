"""Later telegrams of the Department of State printed with a block of labels that begins MRN.

Labels may stand beside their values, or all labels first and all values after. Where a teletype
heading follows, that is the telegram and the block only fills in what it does not say; the
cables of the present system have the block alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.telegram import times
from app.telegram.folding import shape, squeeze
from app.telegram.forms import wire_end
from app.telegram.forms.acp import find_heading
from app.telegram.forms.acp_rules import PAGE_LINE
from app.telegram.forms.generic import Generic
from app.telegram.forms.several import read_parts, top_of
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_electronic import banner_level, read_wire
from app.telegram.forms.state_review import read_release
from app.telegram.forms.wire_words import address, references_in, tags_in, words_of
from app.telegram.lines import Line
from app.telegram.reading import Family, Role, Span
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
LABEL = rule(
    "mrn-label", H,
    r"^\W{0,2}(MRN|DATE/DTG|FROM|ACTION|INFO|E\.?O\.?|TAGS|CAPTIONS?|REFERENCES?|REF|SUBJECT|PASS LINE) ?: ?(.{0,220})$",
    "Date/DTG: Jan 28, 1985 / 280000Z JAN 85", "ACTION WAS TAKEN",
)  # fmt: skip
FOOT = rule(
    "mrn-foot", Role.DRAFTING,
    r"^\W{0,2}(SIGNATURE|DRAFTED BY|CLEARED BY|APPROVED BY|RELEASED BY) ?: ?(.{0,120})$",
    "Drafted By: EUR:Smith, John", "THE PAPER WAS DRAFTED BY THEM",
)  # fmt: skip
RULE_LINE = rule(
    "mrn-dissemination", Role.FORM_TEXT, r"^\W{0,2}(?:DISSEMINATION RULE ?:|ARCHIVE COPY$)",
    "Dissemination Rule:", "DISSEMINATION OF NEWS",
)  # fmt: skip
RULES: tuple[Rule, ...] = (LABEL, FOOT, RULE_LINE)
_MRN = re.compile(r"^\d\d {1,2}[A-Z][A-Z .'-]{1,24} {1,2}\d{1,7}$")
_NOTHING = frozenset(("", "N/A", "NONE", "UNKNOWN"))
_REACH = 40
_VALUES = 16  # lines below the MRN label in which its value stands, where labels are first


class StateMrn(Generic):
    """The block first, then the telegram it describes."""

    family = Family.STATE_MRN
    rules = RULES
    signs = (
        Sign("mrn-label", 9, r"^\W{0,2}MRN ?[:;.]|^\W{0,2}M[A-Z]N ?: ?\d\d [A-Z]", "MRN|N:|N :"),
        Sign(
            "mrn-dtg-label",
            9,
            r"^\W{0,2}DATE ?/ ?[A-Z0-9]{3}\b|^\W{0,2}[A-Z0-9]{3,4} ?/ ?DTG\b|^\W{0,2}DAT[A-Z0-9]/D[A-Z0-9]G\b",
            "/",
        ),
    )

    def read(self, bench: Workbench) -> None:
        """The telegram's own heading, then what only the block says."""
        read_release(bench)
        read_parts(bench, _later(bench), _read_one)
        _dissemination(bench)


def _read_one(bench: Workbench) -> None:
    values, after = _block(bench)
    _add_mrn(bench, values)
    if find_heading(bench, after) is not None:
        read_wire(bench, after)
    else:
        bench.body_start = after
        bench.body_end = wire_end.signature(bench, after, _foot(bench, after))
        banner_level(bench)
    _fill(bench, values)


def _later(bench: Workbench) -> Iterator[int]:
    """Blocks that name another telegram; a later page may repeat the MRN of its own."""
    known: set[str] = set()
    above = bench.cover_end
    for line in bench.lines[bench.cover_end :]:
        found = LABEL.match(line) if "MRN" in line.key and not line.long else None
        if found is None or found[1] != "MRN":
            continue
        named = _mrn_at(bench, line, found[2])
        if named and known and named not in known:
            yield (above := top_of(bench, line.index, above))
        known |= {named} if named else set()


def _mrn_at(bench: Workbench, line: Line, beside: str) -> str:
    """The MRN of a block by the ink of its signs: beside its label, or among the values below."""
    below = bench.lines[line.index + 1 : line.index + _VALUES] if not beside.strip() else []
    said = (beside, *(each.key for each in below if not each.long))
    return next((shape(squeeze(text)) for text in said if _MRN.match(text.strip().upper())), "")


def _block(bench: Workbench) -> tuple[dict[str, tuple[str, Span]], int]:
    """Label to value and its place; and the line below the block."""
    labels = _labels(bench)
    if not labels:
        return {}, bench.cover_end
    bare = [label for label, _, found in labels if not found[2].strip()]
    if len(bare) * 2 > len(labels):
        return _values_below(bench, [label for label, _, _ in labels], labels[-1][1].index + 1)
    return _values_beside(bench, labels)


def _labels(bench: Workbench) -> list[tuple[str, Line, re.Match[str]]]:
    """The labels from MRN on, each once: the telegram below has some of them again."""
    labels: dict[str, tuple[str, Line, re.Match[str]]] = {}
    for line in bench.lines[bench.cover_end : bench.cover_end + _REACH]:
        if line.long or not bench.free(line.index):
            continue
        found = LABEL.match(line)
        if (found and found[1] in labels) or PAGE_LINE.match(line):
            break
        if found and (labels or found[1] == "MRN"):
            labels[found[1]] = (found[1], line, found)
            bench.claim(line.index, H, LABEL.name)
    return list(labels.values())


def _values_below(
    bench: Workbench, labels: list[str], at: int
) -> tuple[dict[str, tuple[str, Span]], int]:
    values: dict[str, tuple[str, Span]] = {}
    waiting = list(labels)
    while waiting and at < len(bench.lines) and bench.free(at):
        line = bench.lines[at]
        bench.claim(at, H, "mrn-value")
        values[waiting.pop(0)] = (line.text, line.span)
        at += 1
    return values, at


def _values_beside(
    bench: Workbench, labels: list[tuple[str, Line, re.Match[str]]]
) -> tuple[dict[str, tuple[str, Span]], int]:
    """A value runs on over the free lines between its label and the next."""
    values: dict[str, tuple[str, Span]] = {}
    for (label, line, found), following in zip(labels, [*labels[1:], None], strict=True):
        span = line.part(*found.span(2))
        text = span.of(bench.source_text)
        end = following[1].index if following else line.index + 1
        for each in bench.lines[line.index + 1 : end]:
            if bench.claim(each.index, H, "mrn-value"):
                text = f"{text} {each.text}"
                span = Span(span.start, each.span.end)
        values[label] = (" ".join(text.split()), span)
    return values, labels[-1][1].index + 1


def _said(values: dict[str, tuple[str, Span]], *labels: str) -> tuple[str, list[Span]]:
    for label in labels:
        text, span = values.get(label, ("", Span(0, 0)))
        if text.strip(" .").upper() not in _NOTHING:
            return text, [span]
    return "", []


def _add_mrn(bench: Workbench, values: dict[str, tuple[str, Span]]) -> None:
    text, spans = _said(values, "MRN")
    if _MRN.match(text.upper()):
        bench.add("mrn", text, spans, LABEL.name)


def _fill(bench: Workbench, values: dict[str, tuple[str, Span]]) -> None:
    """Fields that the telegram itself does not give."""
    words = words_of(bench.lexicon)
    for name, labels in (("subject", ("SUBJECT",)), ("eo", ("E.O.", "EO"))):
        text, spans = _said(values, *labels)
        bench.add(name, " ".join(text.split()), spans, LABEL.name)
    for name, label in (("from", "FROM"), ("to", "ACTION"), ("info", "INFO")):
        text, spans = _said(values, label)
        if name in bench.fields or not text:
            continue
        known = [address(part, bench.lexicon, words) for part in text.split(";")]
        named = [each.name for each in known if each.name]
        bench.add(name, named[0] if name == "from" else tuple(named), spans, LABEL.name)
        if name == "to":
            bench.extend("precedence", [each.precedence for each in known], spans, LABEL.name)
    for name, label, cut in (("tags", "TAGS", tags_in), ("refs", "REFERENCE", references_in)):
        text, spans = _said(values, label, f"{label}S")
        if name not in bench.fields:
            bench.add(name, tuple(cut(text)), spans, LABEL.name)
    _from_mrn(bench)
    _group(bench, values)


def _from_mrn(bench: Workbench) -> None:
    mrn = bench.fields.get("mrn")
    if mrn:
        bench.add("number", str(mrn.value).split()[-1].lstrip("0"), mrn.spans, LABEL.name)


def _group(bench: Workbench, values: dict[str, tuple[str, Span]]) -> None:
    text, spans = _said(values, "DATE/DTG")
    found = times.dtg(text, must=True) if text else None
    if found and found.date:
        bench.add("sent_date", found.date, spans, LABEL.name)
        bench.add("sent_time", found.time, spans, LABEL.name)


def _foot(bench: Workbench, start: int) -> int:
    """Signature, drafting and clearance below the text of a present-day cable."""
    end = len(bench.lines)
    for line in bench.lines[start:]:
        found = FOOT.match(line) if bench.free(line.index) and not line.long else None
        if not found:
            continue
        end = min(end, line.index)
        signs = found[1] == "SIGNATURE"
        bench.claim(line.index, Role.SIGNATURE if signs else Role.DRAFTING, FOOT.name)
        span = line.part(*found.span(2))
        name = {"SIGNATURE": "signature", "DRAFTED BY": "drafted_by"}.get(found[1])
        if name:
            bench.add(name, span.of(bench.source_text).strip(), [span], FOOT.name)
    return end


def _dissemination(bench: Workbench) -> None:
    for line in bench.lines:
        if bench.roles[line.index] in (None, H) and RULE_LINE.match(line):
            bench.reclaim(line.index, Role.FORM_TEXT, RULE_LINE.name)
