"""The lines between the number line of a teletype message and its text.

Captions, E.O., TAGS, SUBJECT and REF, whose values may run on over several lines or stand
below their labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from app.telegram.folding import collapse, squeeze
from app.telegram.forms.wire_words import WireWords, references_in, tags_in
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
ORDER = rule(
    "executive-order", H,
    r"^\W{0,3}E\.? ?[O0]\.? ?[:.]? {0,2}([1I][0-9OIL]{4})\W{1,4}(.{0,60})$",
    "E.O. 11652: GDS", "EO SAID 12 THINGS",
)  # fmt: skip
TAGS = rule("tags", H, r"^\W{0,3}TAGS? ?[:;.] ?(.{0,140})$", "TAGS: PFOR, FR", "TAGS ARE NOT USED")
SUBJECT = rule(
    "subject", H, r"^\W{0,3}(?:SUBJ )?SUB(?:J|JECT|JEC[TI]|J[EC]CT)\.? ?[:;] ?(.{0,200})$",
    "SUBJ: FISHERIES TALKS", "SUBJECT PEOPLES",
)  # fmt: skip
REFERENCE = rule(
    "reference", H, r"^[\W_]{0,3}(?:R[EF][EF] )?(?:R[EF][EF]S?(?:ERENCES?)?|(?:[A-Z]EF|RE[A-Z])(?= ?: ?(?:\(?A[.)] ?)?[A-Z' ]{3,20} \d{3,6}\b))(?: ?[:;.?]| (?=.{0,40}\d)) ?(.{0,160})$",
    "REF: STATE 123456", "REFERENCE WAS MADE TO IT",
)  # fmt: skip
CORRECTED = rule(
    "corrected-copy", H, r"^\W{0,3}C ?O ?R ?R ?E ?C ?T ?E ?D {1,3}C ?O ?P ?Y\b.{0,80}$",
    "C O R R E C T E D COPY (PARA 2 OMITTED)", "CORRECTED COPYING",
)  # fmt: skip
PASSING = rule(
    "passing-line", H,
    r"^\W{0,3}(?:(?:[A-Z0-9/]{2,12} ){1,4}(?:FOR|PASS) [A-Z].{1,60}|(?:FOR|PASS|DEPT? PASS|FROM) [A-Z].{1,60}|USMISSION .{2,40})$",
    "STATE FOR EUR AND PM", "FORMER FOREIGN MINISTER CALLED",
)  # fmt: skip
RULES: tuple[Rule, ...] = (ORDER, TAGS, SUBJECT, REFERENCE, CORRECTED, PASSING)
_RULE_OF = {"eo": ORDER, "tags": TAGS, "subject": SUBJECT, "refs": REFERENCE}
_BY_LETTER = {"E": (ORDER, "eo"), "T": (TAGS, "tags"), "S": (SUBJECT, "subject")}
_REF_WITHIN = 6  # signs in which REF begins, three of dirt before it
_NUMBERED = re.compile(r"^\W{0,2}[1Il][.•)] ?\S|^\W{0,2}[2-9A][.•)] [A-Z\"'(]|^SUMMARY\b|^BEGIN ")
_TAG_LIST = re.compile(r"^(?:[A-Z]{2,4}(?: \([^)]{2,40}\))?(?:, ?|$)){1,12}$")
_REF_LINE = re.compile(r"^[(\[]?[A-H][.)\]] |^[A-Z][A-Z' ]{2,24} ?\d{1,6}\b.{0,30}$|NOTAL")
_AHEAD = 8  # lines in which a further label is looked for
_PARTS = re.compile(r"[-;,]")
_DISTRIBUTION = {
    "LIMIT DISTRIBUTION": "LIMDIS", "EXCLUSIVE DISTRIBUTION": "EXDIS", "NO DISTRIBUTION": "NODIS",
}  # fmt: skip


class Place(Protocol):
    """What the reader of a heading carries from line to line."""

    listing: str
    words: WireWords


def label_of(line: Line) -> str:
    """Which of E.O., TAGS, SUBJECT and REF a line begins with; most begin with another letter."""
    if line.long:
        return ""
    known = _BY_LETTER.get(line.bare[:1])
    if known and known[0].match(line):
        return known[1]
    head = line.key[:_REF_WITHIN]
    may_refer = "EF" in head or "RE" in head or "RF" in head
    return "refs" if may_refer and REFERENCE.match(line) else ""


def read_line(bench: Workbench, place: Place, line: Line) -> bool:
    """Claim one line of this part and add what it says; False where the text has begun."""
    name = label_of(line)
    if name and not (name in bench.fields and name != "refs"):
        _labelled(bench, place, line, name)
        return True
    if _continues(bench, place, line):
        return True
    return read_caption(bench, place, line) or _other(bench, place, line)


def _labelled(bench: Workbench, place: Place, line: Line, name: str) -> None:
    of_label = _RULE_OF[name]
    found = of_label.match(line)
    if found is None:
        return
    group = 2 if name == "eo" else 1
    span = line.part(*found.span(group))
    text = span.of(bench.source_text) if found[group] else ""
    if name == "eo":
        order = found[1].replace("O", "0").replace("I", "1").replace("L", "1")
        what = " ".join(text.split()).strip(" .,")
        value = f"{order}: {what}" if what else order
        bench.add("eo", value, [line.part(found.start(1), found.end(2))], ORDER.name)
    else:
        _put(bench, name, text, [span])
    bench.claim(line.index, H, of_label.name)
    place.listing = name


def _put(bench: Workbench, name: str, text: str, spans: list[Span]) -> None:
    if name == "tags":
        bench.extend("tags", tags_in(text.upper()), spans, TAGS.name)
    elif name == "refs":
        bench.extend("refs", references_in(text, bench.lexicon), spans, REFERENCE.name)
    elif name == "subject" and text.strip():
        old = bench.fields.pop("subject", None)
        value = " ".join(f"{old.value if old else ''} {text}".split())
        bench.add("subject", value, [*(old.spans if old else ()), *spans], SUBJECT.name)


def _continues(bench: Workbench, place: Place, line: Line) -> bool:
    """A line that goes on with the value above it."""
    name = place.listing
    if name not in ("tags", "subject", "refs") or _NUMBERED.match(line.text):
        return False
    below = bench.rules[line.index - 1] in (TAGS.name, SUBJECT.name, REFERENCE.name)
    empty = name not in bench.fields
    if not below and not empty:
        return False
    of_label, goes_on = _GOING_ON[name]
    if not empty and not goes_on(bench, line):
        return False
    _put(bench, name, line.text, [line.span])
    bench.claim(line.index, H, of_label.name)
    return True


def _tags_go_on(bench: Workbench, line: Line) -> bool:
    return bool(_TAG_LIST.match(line.key))


def _refs_go_on(bench: Workbench, line: Line) -> bool:
    above = bench.lines[line.index - 1].text.rstrip()
    return len(line.text) <= 70 and (
        bool(_REF_LINE.search(line.key)) or above.endswith((",", ";", "("))
    )


def _subject_goes_on(bench: Workbench, line: Line) -> bool:
    """Another label or a numbered paragraph follows, or the line is too short for prose."""
    if line.gap > bench.lines[line.index - 1].gap + 1:
        return False
    ahead = [
        each for each in bench.lines[line.index + 1 : line.index + 5] if bench.free(each.index)
    ]
    for each in ahead[:2]:
        if label_of(each) or _NUMBERED.match(each.text):
            return True
    widths = sorted(len(each.text) for each in ahead)
    width = widths[len(widths) // 2] if widths else 0
    return len(line.text) < 0.75 * width and not line.text.rstrip().endswith((".", ":"))


_GOING_ON: dict[str, tuple[Rule, Callable[[Workbench, Line], bool]]] = {
    "tags": (TAGS, _tags_go_on),
    "subject": (SUBJECT, _subject_goes_on),
    "refs": (REFERENCE, _refs_go_on),
}


def read_caption(bench: Workbench, place: Place, line: Line) -> bool:
    """Claim a line that is captions and nothing else."""
    if len(line.bare) > 48 or "subject" in bench.fields:
        return False
    names = []
    for part in _PARTS.split(collapse(line.key)):
        bare = squeeze(part)
        near = place.words.captions.near(bare) if len(bare) >= 5 else None
        if near is None:
            return False
        names.append(_DISTRIBUTION.get(near.value, near.value))
    bench.claim(line.index, H, "wire-caption")
    bench.extend("captions", names, [line.span], "wire-caption")
    place.listing = ""
    return True


def _other(bench: Workbench, place: Place, line: Line) -> bool:
    """A correction's note, for whom the telegram is, or anything above the first label."""
    corrected = CORRECTED.match(line)
    if corrected:
        bench.doubts.append(f"The copy is corrected: {' '.join(line.text.split())}.")
    if corrected or (
        len(line.text) <= 66
        and "subject" not in bench.fields
        and not _NUMBERED.match(line.text)
        and (_label_follows(bench, line) or (PASSING.match(line) and not line.key.endswith(".")))
    ):
        bench.claim(line.index, H, CORRECTED.name if corrected else PASSING.name)
        place.listing = ""
        return True
    return False


def _label_follows(bench: Workbench, line: Line) -> bool:
    for each in bench.lines[line.index + 1 : line.index + _AHEAD]:
        if label_of(each) in ("eo", "tags", "subject"):
            return True
        if len(each.text) > 70 or _NUMBERED.match(each.text):
            return False
    return False
