"""Monitored broadcasts as the Foreign Broadcast Information Service sends them.

The receiving system puts a label of four letters before each line, so every label stands twice.
"""

from __future__ import annotations

import re

from app.telegram import times
from app.telegram.folding import Words, distance
from app.telegram.forms.acp_rules import GROUP_LINE, SHORT_GROUP
from app.telegram.forms.wire_end import END
from app.telegram.forms.wire_words import PROSIGNS, WireWords, address, level_at, words_of
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
_NAMES = ("DOCN", "PDTG", "ACCT", "CLAS", "WARN", "SERI", "COUN", "SUBJ", "SOUR", "TEXT", "REF", "PASS", "SLUG", "DATE", "CITY")  # fmt: skip
LABEL = rule(
    "fbis-label", H,
    r"^\W{0,2}(SERIAL|COUNTRY|SOURCE|WARNING|DOCN|P[DO][TI1][GC]|ACC[TI1]|CLAS|WARN|SER[I1L]|COUN|SUBJ|SOUR|R[EF][EF]|PASS|SLUG|CITY)\b {0,3}(.{0,160})$",
    "SERI SERIAL: AB0102030405", "SERIOUS TALKS WERE HELD",
)  # fmt: skip
TEXT = rule(
    "fbis-text", Role.FORM_TEXT, r"^\W{0,2}[TI17]EX[TI17](?: {1,2}[TI17]EX[TI17])? ?:?$",
    "TEXT TEXT:", "TEXTILES",
)  # fmt: skip
DOCUMENT = rule(
    "fbis-document", Role.FORM_TEXT, r"^\W{0,5}DOCUMENT \d{1,4} OF \d{1,4}\b.{0,24}$",
    "*** Document 2 of 25 for FBIS ***", "DOCUMENT 2 OF THE FILE",
)  # fmt: skip
NOTICE = rule(
    "fbis-notice", Role.FORM_TEXT,
    r"^TH[I1L]S REPOR[TI] MAY CON[TI]A[I1]N COPYR[I1]G|COPYING AND$|^D[I1]SSEM[I1]NA[TI]ION IS PROH[I1]B|^OWNERS\.?$|^\(?END ?ALL\)?(?: \d{4,6})?$",
    "THIS REPORT MAY CONTAIN COPYRIGHTED MATERIAL.", "THIS REPORT MAY BE TRUE",
)  # fmt: skip
FM_LINE = re.compile(r"^\W{0,2}[FE]M(?: {1,2}[FE]M)?(?: {1,2}([A-Z0-9].{2,60}))?$")
TO_LINE = re.compile(r"^\W{0,2}[TI]O(?: {1,2}[TI]O)?(?: {1,2}(.{2,90}))?$")
INFO_LINE = re.compile(r"^\W{0,2}[I1L]NF[O0](?: {1,2}[I1L]NF[O0])?(?: {1,2}(.{2,90}))?$")
RULES: tuple[Rule, ...] = (LABEL, TEXT, DOCUMENT, NOTICE)
_AFTER_LABEL = re.compile(r"^(?:[A-Z]{3,8}) ?[:.] ?(.{0,160})$")
_WORN = re.compile(r"^\W{0,2}[A-Z0-9]{2,4} {1,3}\d{8,9}\b.{0,6}$")
_SERIAL = re.compile(r"([A-Z]{2,4} ?\d{6,16})")
_BEGIN = "SCWDPAR"  # letters with which a label begins
_REACH = 90
_GOES_ON = 4  # lines below a label that may go on with its value


def read(bench: Workbench) -> bool:
    """Read the text as such a message; False where its labels are not there."""
    words = words_of(bench.lexicon)
    first = next(
        (
            line
            for line in bench.lines[: bench.cover_end + _REACH]
            if _names(line, ("DOCN", "PDTG"))
        ),
        None,
    )
    first = first or _single_labels(bench)
    if first is None:
        return False
    for line in bench.lines:
        for each in (DOCUMENT, NOTICE):
            if not line.long and bench.free(line.index) and each.match(line):
                bench.claim(line.index, each.role, each.name)
    _worn_number(bench, first.index)
    start = _labels(bench, words, first.index)
    bench.body_start = start
    _further(bench, words, start)
    bench.body_end = _end(bench, start)
    return True


def _further(bench: Workbench, words: WireWords, start: int) -> None:
    """A document that the system printed behind the first: its labels are no text.

    The fields stay those of the first; a second part of the same report is told as such, too.
    """
    heads = [line for line in bench.lines[start:] if bench.rules[line.index] == DOCUMENT.name]
    for line, after in zip(heads, [*heads, None][1:], strict=True):
        if line.index + 1 >= len(bench.lines) or not _names(bench.lines[line.index + 1], ()):
            continue
        fields = dict(bench.fields)
        _labels(bench, words, line.index + 1)
        bench.fields = fields
        stop = bench.lines[after.index - 1 if after else -1]
        bench.further.append(Span(line.span.start, stop.span.end))
        bench.doubts.append("A further document stands in the text.")


def _worn_number(bench: Workbench, first: int) -> None:
    """The document's own number below the system's line, its label cut off."""
    for line in bench.lines[max(1, first - 3) : first + 1]:
        headed = bench.rules[line.index - 1] == DOCUMENT.name
        if headed and bench.free(line.index) and _WORN.match(line.key):
            bench.claim(line.index, H, LABEL.name)


def _single_labels(bench: Workbench) -> Line | None:
    """The group above a FROM line of the service where labels stand once: `SERIAL:`, `SUBJ:`."""
    lines = bench.lines[bench.cover_end : bench.cover_end + _REACH]
    for at, line in enumerate(lines):
        found = FM_LINE.match(line.key)
        if not found or not found[1] or "BIS" not in found[1][:5]:
            continue
        if not any(_names(below, ("SERI",)) for below in lines[at : at + 60]):
            return None
        above = [each for each in lines[max(0, at - 3) : at] if _is_group(each)]
        return above[0] if above else line
    return None


def _is_group(line: Line) -> bool:
    return bool(GROUP_LINE.match(line) or SHORT_GROUP.match(line))


def _names(line: Line, labels: tuple[str, ...]) -> str:
    """The label a line begins with, one sign misread at most."""
    found = LABEL.match(line) if line.bare[:1] in _BEGIN and not line.long else None
    if not found:
        return ""
    return next((name for name in _NAMES if distance(found[1][:4], name, 1) is not None and (not labels or name in labels)), "")  # fmt: skip


def _labels(bench: Workbench, words: WireWords, at: int) -> int:
    """Claim label lines and what goes on below them; the line at which the text begins."""
    listing, goes_on = "", 0
    while at < len(bench.lines) and at < bench.cover_end + _REACH * 2:
        line = bench.lines[at]
        at += 1
        if not bench.free(line.index):
            continue
        if TEXT.match(line):
            bench.claim(line.index, TEXT.role, TEXT.name)
            return at
        name = _names(line, ())
        goes_on = 0 if name else goes_on + 1
        if name:
            listing = _labelled(bench, words, line, name)
        elif _is_group(line):
            _group(bench, line, 0)
        elif line.bare in ("BT", "BI"):
            bench.claim(line.index, Role.FORM_TEXT, TEXT.name)
            continue
        elif (found := FM_LINE.match(line.key)) is not None:
            listing = _from(bench, words, line, found)
        elif (found := TO_LINE.match(line.key)) is not None:
            listing = _to(bench, words, line, "to", found[1] or "", found.start(1))
        elif (found := INFO_LINE.match(line.key)) is not None:
            listing = _to(bench, words, line, "info", found[1] or "", found.start(1))
        elif line.long or (listing not in ("to", "info") and goes_on > _GOES_ON):
            return line.index
        else:
            _more(bench, words, line, listing)
        bench.claim(line.index, H, LABEL.name)
    return at


_PLACED = Words(
    (word, word)
    for word in (
        "FBIS", "RESTON", "WASHINGTON", "STORAGE", "CENTER", "BRAGG", "MEADE", "QUANTICO", "HONOLULU", "BOLLING",
        "LANGLEY", "PATTERSON", "WRIGHT", "SUITLAND", "NORFOLK", "PETERSON",
        "TREASURY", "SECSTATE", "SECDEF", "AMEMBASSY", "AMCONSUL", "USMISSION", "CINCUSNAVEUR", "DEFINTAGNCY",
        "NAVOPINTCEN", "DIRNAVCRIMINVSERV", "MARCORINTACT", "SHAPE",
    )
)  # fmt: skip
"""Words of which the addresses of monitored broadcasts are made."""
_TOKEN = re.compile(r"[A-Z0-9]+")
_SHORT, _LONG = 4, 8  # letters from which such a word may hold one slip, and two


def _put_right(text: str) -> str:
    """An address whose plain slips are mended: EBIS can only be FBIS, ET before a name FT."""
    mended = _TOKEN.sub(_mended, text)
    return _FORT.sub("FT ", mended)


def _of_service(text: str) -> str:
    """The service's name at the head of the sender, its place as it stands."""
    service, blank, place = text.partition(" ")
    return f"FBIS{blank}{place}" if distance(service, "FBIS", 1) is not None else text


def _mended(token: re.Match[str]) -> str:
    word = token[0]
    if len(word) < _SHORT:
        return word
    near = _PLACED.near(word, 2 if len(word) >= _LONG else 1)
    return near.value if near else word


_FORT = re.compile(r"\bE[TI] (?=(?:BRAGG|MEADE|GEO|SHAFTER|LEWIS|BELVOIR)\b)")


def _from(bench: Workbench, words: WireWords, line: Line, found: re.Match[str]) -> str:
    if found[1]:
        bench.add("from", _of_service(found[1].strip()), [line.part(*found.span(1))], LABEL.name)
        return "from-more"
    return "from"


def _to(
    bench: Workbench, words: WireWords, line: Line, listing: str, text: str, offset: int
) -> str:
    if text:
        name = _put_right(address(text, bench.lexicon, words).name)
        span = line.part(max(offset, 0), max(offset, 0) + len(text))
        bench.extend(listing, [name], [span], LABEL.name)
    return listing


def _more(bench: Workbench, words: WireWords, line: Line, listing: str) -> None:
    """A line without a label: one more addressee, or more of the value above."""
    if listing == "from":
        bench.add("from", _of_service(line.key), [line.span], LABEL.name)
    elif listing in ("to", "info") and len(line.bare) > 3:
        _to(bench, words, line, listing, line.key, 0)
    elif listing == "SUBJ":
        old = bench.fields.pop("subject", None)
        value = f"{old.value} {line.text}" if old else line.text
        bench.add("subject", value, [*(old.spans if old else ()), line.span], LABEL.name)
    elif listing == "REF":
        _more_reference(bench, line)


def _more_reference(bench: Workbench, line: Line) -> None:
    """A numbered line is a further reference; another goes on with the last."""
    value = line.text.split("///")[0].strip()
    number = re.match(r"^\d{1,2}\. {0,2}", value)
    old = bench.fields.get("refs")
    if number or old is None or not isinstance(old.value, tuple):
        bench.extend("refs", [value[number.end() :] if number else value], [line.span], LABEL.name)
        return
    del bench.fields["refs"]
    joined = f"{old.value[-1]} {value}"
    bench.add("refs", (*old.value[:-1], joined), (*old.spans, line.span), LABEL.name)


def _labelled(bench: Workbench, words: WireWords, line: Line, name: str) -> str:
    found = LABEL.match(line)
    text = found[2] if found else ""
    after = _AFTER_LABEL.match(text)
    value = (after[1] if after else text.lstrip(" :=")).strip()
    span = line.part(len(line.key) - len(value), len(line.key)) if value else line.span
    if name == "PDTG":
        _group(bench, line, 4)
    elif name == "CLAS" and (level := level_at(text, words)):
        bench.add("classification", level.value, [line.span], LABEL.name)
    elif name == "SERI" and (serial := _SERIAL.search(value)):
        bench.add("number", serial[1].replace(" ", ""), [span], LABEL.name)
    elif name == "SUBJ" and value:
        bench.add("subject", span.of(bench.source_text), [span], LABEL.name)
    elif name == "REF" and value:
        bench.extend("refs", [span.of(bench.source_text)], [span], LABEL.name)
    return name


def _group(bench: Workbench, line: Line, offset: int) -> None:
    key = re.sub(r"(\d{6})[27](?!\d)", r"\1Z", line.key[offset:])
    found = times.dtg(key, must=True)
    if not found or not found.date:
        return
    span = line.part(offset + found.start, offset + found.end)
    bench.add("sent_date", found.date, [span], LABEL.name, doubt=found.doubt)
    bench.add("sent_time", found.time, [span], LABEL.name)
    values = [PROSIGNS[sign] for sign in found.precedence if sign in PROSIGNS]
    bench.extend("precedence", values, [span], LABEL.name)


def _end(bench: Workbench, start: int) -> int:
    """The copyright notice or the end mark, whichever comes first after all of the text."""
    for line in bench.lines[start:]:
        if bench.rules[line.index] == NOTICE.name and "OWNERS" not in line.key:
            break
        ended = bench.rules[line.index] == "end-mark"
        if ended or (bench.free(line.index) and (END.match(line) or line.bare == "BT")):
            break
    else:
        return len(bench.lines)
    for each in bench.lines[line.index :]:
        if bench.free(each.index) and (END.match(each) or each.bare == "BT"):
            bench.claim(each.index, END.role, END.name)
    end = line.index
    while end - 1 > start and _is_serial(bench.lines[end - 1]):
        end -= 1
    return end


def _is_serial(line: Line) -> bool:
    """The hour and number a sender puts above the end mark: figures, a month at most."""
    letters = sum(map(str.isalpha, line.bare))
    return len(line.text) <= 18 and letters <= 4 and any(map(str.isdigit, line.bare))
