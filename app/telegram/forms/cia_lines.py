"""What a line of a CIA header may be, and what has been read of the header so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from app.telegram.folding import Words, digits, distance
from app.telegram.forms import cia_words
from app.telegram.forms.cia_dates import Group, Stamped, find_date, find_receipt
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import rule
from app.telegram.workbench import Workbench

H = Role.HEADER
IN_NUMBER = rule("cia-in-number", H, r"(?<![A-Z0-9])[I1L][NX] ?[-.:]? ?([0-9OILSBGZ]{5,7})(?![A-Z0-9])", "IN 12345", "IN 1961 HE LEFT")  # fmt: skip
TOR = rule(
    "cia-tor",
    H,
    r"(?<![A-Z])T[O0][RT] ?[:;.]",
    "TOR: 011200Z MAY 74",
    "DOCTOR HAS LEFT",
    "TOR|TOT|T0R|T0T",
)
PAGE_IN = rule("cia-page-line", H, r"^[^A-Z0-9]{0,4}[PF]AGE ?:? {0,2}[0O]{0,2}[1IL]\b.{0,6}(?:\bIN\b.{0,12})?$|^(?:T ?\d{6}|\W{0,3}\d\d \d{7}\b).{0,16}\bPAGE 0{0,2}1\b.{0,12}\bIN \d{5,7}$", "PAGE 01 IN 123456", "PAGE ONE OF THE BOOK IS LOST")  # fmt: skip
REFS = rule("cia-reference", H, r"^[^A-Z0-9]{0,4}(?:[A-H2-9][.] )?(?:(?:REF'?S?|RFF|REE|PEF|RE)\b ?[:;.,]? {0,3}(?=\S|$)|REF[SA-D]?[.:]? ?(?=[A-Z]{3,4} \d{4,6}\b)|[A-Z]EF ?[:.] {0,2}(?=[A-Z]{3,4} [0-9A-Z]{4,6} ?\((?:IN|OUT)\b))", "REF: PARI 1234", "REFUSED TO GO", "RE|RFF|EF")  # fmt: skip
SUBJECT = rule("cia-subject", H, r"^[^A-Z0-9]{0,4}SUBJ?(?:ECT)? ?[:;] {0,3}", "SUBJECT: TRAVEL PLANS", "SUBJECT LEFT ROME")  # fmt: skip
SLUGS = rule("cia-slugs-label", H, r"^[^A-Z0-9]{0,4}(?:SLUGS?|FOR) ?[:;]", "SLUGS: WNINTEL ABROAD", "FOR HIM", "SLUG|FOR")  # fmt: skip
FILE_NUMBER = rule("cia-file-number", H, r"^[^A-Z0-9]{0,4}[27Z][0O][1IL] ?- ?(\d{3,4} ?\d{3})\W{0,4}\d?\W{0,2}$", "201-123456", "FILE 201-123456 WAS SENT ON", "-")  # fmt: skip
TICKED = rule("cia-ticked-precedence", H, r"^X{2,4} {1,3}[A-Z ]{7,22}$|^[A-Z ]{7,22} X{2,4}$", "XXX ROUTINE", "X RAYS")  # fmt: skip
SLOTTED = rule("cia-slotted", H, r"\bSL[O0]TT?ED\b.{0,5}\d{4}|^\W{0,3}\(?[A-Z/]{2,6} N[O0]T[I1]F[I1]ED\b", "(WE NOTIFIED AND COPY SLOTTED AT 1200 4 MAY 62)", "THE SLOTTED SCREW", "ED")  # fmt: skip
RULES = (SLOTTED, IN_NUMBER, TOR, PAGE_IN, REFS, SUBJECT, SLUGS, FILE_NUMBER, TICKED)

PRECEDENCES = Words(
    {
        "PRITY": "PRIORITY", "PRIORITY": "PRIORITY", "ROUTINE": "ROUTINE", "DEFERRED": "DEFERRED",
        "OPIM": "OPERATIONAL IMMEDIATE", "IMMEDIATE": "IMMEDIATE", "EMERGENCY": "EMERGENCY",
        "OPERATIONAL IMMEDIATE": "OPERATIONAL IMMEDIATE", "FLASH": "FLASH", "NIACT": "NIACT",
    }
)  # fmt: skip
INFO = re.compile(r"\b[I1L][NM]F[O0]\b ?[:;.,]?")
_INTO = re.compile(r"(?<=[A-Z] )INTO\b")  # INFO among codes, an F read as T
JOINING = frozenset(
    ("THE", "OF", "TO", "IN", "AND", "FOR", "THAT", "WITH", "IS", "ARE", "WAS", "BE", "BY", "ON", "AT", "FROM", "HAS", "HAVE", "WILL", "NOT", "AS", "HE", "HIS", "ANY", "PLS", "IF", "RE")
)  # fmt: skip
NUMBERED = re.compile(r"^\W{0,4}(?:[1I]|[A1I]\.) ?[.,:] {0,3}\S|^\W{0,2}[1I] {1,3}[A-Z]{3}")
NUMBERED_STATION = re.compile(r"(?<![A-Z])([A-Z]{4,10}) ?:? {1,3}([0-9OILSBG]{5,6})(?![A-Z0-9])")
KEPT = 80


@dataclass(slots=True)
class Head:
    """What has been read so far; `waiting` holds labels whose values have not come yet."""

    names: cia_words.Names
    waiting: list[str] = field(default_factory=list)
    last: str = ""
    to: list[tuple[str, Span]] = field(default_factory=list)
    info: list[tuple[str, Span]] = field(default_factory=list)
    outgoing: bool = False
    cited_to: list[tuple[str, Span]] = field(default_factory=list)
    cited_info: list[tuple[str, Span]] = field(default_factory=list)
    senders: list[tuple[str, Span]] = field(default_factory=list)
    cited: tuple[str, Span] | None = None
    cable: tuple[str, Span] | None = None
    dir_waits: bool = False
    above: tuple[str, Line] | None = None  # a number above `CITE DIR`, its own if none is below
    box: tuple[Stamped, Span] | None = None
    labelled: bool = False  # the date of the box stands behind its label
    stamp: tuple[Stamped, Span] | None = None
    tor: tuple[Group, Span] | None = None
    group: tuple[Group, Span] | None = None
    ticked: bool = False
    slotted: tuple[Stamped, Span] | None = None  # when a copy went ahead: a day to count from
    boxes: int = 0  # precedences that stand alone; an outgoing form prints one beside each box
    seen: int = 0
    lone: tuple[str, str, Span, Span] | None = None
    loose: list[tuple[str, Span]] = field(default_factory=list)
    doubt: str = ""  # why the sender is not sure


def is_prose(line: Line) -> bool:
    """A line of the message's own text: a first numbered paragraph, or a long run of words."""
    if len(line.text) < _WORDED or len(line.bare) <= 8:
        return len(line.bare) > 8 and NUMBERED.match(line.key) is not None
    return _is_prose(line.key, len(line.text) >= _LONG)


_WORDED, _LONG = 32, 44  # signs of a run of words, and of one that needs no word that joins
_WORDS = re.compile(r"[A-Z']{2,}")


@lru_cache(maxsize=512)  # pages, header and text are told by the same lines in turn
def _is_prose(key: str, long: bool) -> bool:
    if NUMBERED.match(key):
        return True
    words = _WORDS.findall(key)
    commas = key.count(",") + key.count("/")
    enough = len(words) >= 5 and commas * 2 < len(words)
    return enough and (long or not JOINING.isdisjoint(words))


def is_label(line: Line) -> bool:
    """The line opens with a label that the text itself does not open with."""
    if any(each.match(line) for each in (REFS, SUBJECT, SLUGS, TOR, PAGE_IN)):
        return True
    return _OPENED.match(line.key) is not None


_OPENED = re.compile(
    r"^\W{0,4}(?:(?:T[O0]|FR[O0]M|INF[O0]|ACTION|C[O0]NF) ?[:;]|T[O0]\b.{4,40}\b[I1]NF[O0]\b)"
)


def is_precedence(line: Line) -> bool:
    """A precedence alone on its line, without a tick."""
    return (
        len(line.bare) <= 21
        and PRECEDENCES.near(line.bare, 1 if len(line.bare) > 6 else 0) is not None
    )


def tail(bench: Workbench, head: Head, line: Line, start: int) -> None:
    """What stands behind the number: a receipt stamp, an IN number."""
    rest = line.key[start:]
    if not rest.strip():
        return
    numbered = NUMBERED_STATION.search(rest)
    if numbered and head.lone is None and (station := head.names.near(numbered[1], 0)):
        spans = [line.part(start + a, start + b) for a, b in (numbered.span(1), numbered.span(2))]
        head.lone = (station, digits(numbered[2]), spans[0], spans[1])
    tight = find_receipt(rest)
    if tight and head.stamp is None:
        received, begin, end = tight
        head.stamp = (received, line.part(start + received.start, start + received.end))
        bench.add("in_number", digits(rest[begin:end]), [line.part(start + begin, start + end)], "cia-in-number")  # fmt: skip
    found = IN_NUMBER.pattern.search(rest)
    if found and (value := digits(found[1])):
        span = line.part(start + found.start(1), start + found.end(1))
        bench.add("in_number", value, [span], "cia-in-number")
    stamped = find_date(rest, must=True)
    if stamped and head.stamp is None:
        head.stamp = (stamped, line.part(start + stamped.start, start + stamped.end))


def addressees(
    bench: Workbench, head: Head, line: Line, text: str, start: int, *, cited: bool
) -> None:
    """Names before INFO are addressed, names after it informed; precedence stands among them."""
    cut = INFO.search(text) or (_INTO.search(text) if cited else None)
    cut = cut or (_worn_info(head, text) if cited else None)
    before, after = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
    span = line.part(start, start + len(text.rstrip()))
    for word in re.findall(r"[A-Z/]{4,12}", text):
        near = PRECEDENCES.near(word, 2 if len(word) >= 9 else 1 if len(word) == 8 else 0)
        if near:
            bench.extend("precedence", [near.value], [span], "cia-precedence")
            before = before.replace(word, " ")
            after = after.replace(word, " ")
    before = re.sub(r"^.{0,3}\bT[O0]\b", " ", before)
    slips = 1 if cited else None
    target = head.cited_to if cited else head.to
    target += [(name, span) for name in head.names.split(before, slips, coded=cited)]
    target = head.cited_info if cited else head.info
    target += [(name, span) for name in head.names.split(after, slips, coded=cited)]


def _worn_info(head: Head, text: str) -> re.Match[str] | None:
    """INFO with two slips: the word behind the first addressee that is no station and no rank."""
    words = list(re.finditer(r"[A-Z0-9]{3,5}", text))
    named = [bool(head.names.station(word[0])) or word[0] in ("DIR", "BELL") for word in words]
    for at in range(1, len(words) - 1):
        if named[at - 1] and not named[at] and named[at + 1]:
            near = distance(words[at][0], "INFO", _INFO_SLIPS) is not None
            return words[at] if near else None
    return None


_INFO_SLIPS = 2


def is_prose_number(line: Line) -> bool:
    """The line opens with a paragraph's number."""
    return bool(NUMBERED.match(line.key))
