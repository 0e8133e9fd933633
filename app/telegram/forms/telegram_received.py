"""TELEGRAM RECEIVED: the Department's form before 1946.

The number, the day and the hour are the first words of the text; the year stands on the line
that says when it is dated.
"""

from __future__ import annotations

import re

from app.telegram import times
from app.telegram.forms.generic import Generic
from app.telegram.forms.several import read_parts
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_electronic import banner_level
from app.telegram.forms.state_review import read_release
from app.telegram.forms.wire_end import signature
from app.telegram.forms.wire_words import address, words_of
from app.telegram.lines import Line
from app.telegram.reading import Family, Role
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
HEADING = rule(
    "received-heading", Role.FORM_TEXT, r"^\W{0,3}TELEGRAM {1,4}RECE[I1L]VED\W{0,3}$",
    "TELEGRAM RECEIVED", "A TELEGRAM RECEIVED TODAY",
)  # fmt: skip
FROM = rule(
    "received-from", H, r"^\W{0,3}FR[O0]M\W{1,3}([A-Z][A-Z .']{2,28}?)\W{0,2}$",
    "FROM Paris", "FROM PARIS WE HEAR OF THE TALKS THAT WERE HELD",
)  # fmt: skip
DATED = rule("received-dated", H, r"^\W{0,3}DATED\W{1,3}(.{6,40})$", "Dated May 5, 1939", "DATES")
ARRIVED = rule(
    "received-at", H, r"^\W{0,3}REC ?['.\"*]? ?D\W{1,3}(.{3,40})$", "Rec'd 1:25 p.m.", "RECORDS ARE",
)  # fmt: skip
ADDRESSEE = rule(
    "received-to", H, r"^\W{0,3}SECRETARY OF STATE\W{1,3}(?:WASH[A-Z]{4,7}\W{0,3})?$|^WASHINGTON\W{0,2}$",
    "Secretary of State, Washington.", "THE SECRETARY OF STATE SAID",
)  # fmt: skip
FIRST_WORDS = re.compile(r"^\W{0,3}(\d{1,5}), {0,2}(?=[A-Z])")
URGENT = rule("received-urgent", H, r"^\W{0,3}(RUSH|URGENT|TRIPLE PRIORITY)\W{0,2}$", "RUSH", "RUSHED")  # fmt: skip
RULES: tuple[Rule, ...] = (HEADING, FROM, DATED, ARRIVED, ADDRESSEE, URGENT)
_REACH = 40


class TelegramReceived(Generic):
    """Sender, day and hour of receipt at the right, then the numbered text."""

    family = Family.OTHER
    rules = RULES
    signs = (Sign("telegram-received", 12, r"^\W{0,3}TELEGRAM {1,4}RECE[I1L]VED\W{0,3}$"),)

    def read(self, bench: Workbench) -> None:
        """Each telegram of the text: header, text, signature, the clerk's letters."""
        read_parts(bench, _later(bench), _read_one)


def _read_one(bench: Workbench) -> None:
    read_release(bench)
    start = bench.cover_end
    for line in bench.lines[start : start + _REACH]:
        if line.long or not bench.free(line.index):
            if line.long:
                break
            continue
        if _header(bench, line):
            start = line.index + 1
        elif "number" in bench.fields:
            break
    bench.body_start = start
    bench.body_end = signature(bench, start, len(bench.lines))
    _clerk(bench)
    banner_level(bench)


def _later(bench: Workbench) -> list[int]:
    """Where further telegrams begin: the form's heading again, and who sends below it."""
    headings = [line.index for line in bench.lines if not line.long and HEADING.match(line)]
    return [at for at in headings[1:] if any(map(FROM.match, bench.lines[at + 1 : at + _NEAR]))]


_NEAR = 8  # lines below a heading in which its sender stands


def _header(bench: Workbench, line: Line) -> bool:
    for each in RULES:
        found = each.match(line)
        if found:
            bench.claim(line.index, each.role, each.name)
            _say(bench, line, each.name, found)
            return True
    return _number(bench, line)


def _say(bench: Workbench, line: Line, name: str, found: re.Match[str]) -> None:
    if name == FROM.name:
        known = address(found[1], bench.lexicon, words_of(bench.lexicon))
        bench.add("from", known.name.title(), [line.part(*found.span(1))], name)
    elif name == DATED.name and (date := times.day(found[1], must=True)) and date.date:
        bench.add("sent_date", date.date, [line.part(*found.span(1))], name, doubt=date.doubt)
    elif name == ARRIVED.name and (clock := times.clock(found[1], must=True)):
        bench.add("received_time", clock.time, [line.part(*found.span(1))], name)
        date = times.day(found[1])
        if date and date.date:
            bench.add("received_date", date.date, [line.part(*found.span(1))], name)
    elif name == ADDRESSEE.name and "SECRETARY" in found[0]:
        bench.extend("to", ["Secretary of State"], [line.span], name)
    elif name == URGENT.name:
        bench.extend("precedence", [found[1]], [line.part(*found.span(1))], name)


def _number(bench: Workbench, line: Line) -> bool:
    """`1581, September 28, 9 p.m.`, alone on its line or as the first words of the text."""
    found = FIRST_WORDS.match(line.key)
    date = times.number_date(line.key, must=True) if found else None
    if not found or date is None or "number" in bench.fields:
        return False
    bench.add("number", found[1], [line.part(*found.span(1))], "received-number")
    bench.add("sent_time", date.time, [line.part(date.start, date.end)], "received-number")
    if len(line.key) - date.end > 6:
        return False
    bench.claim(line.index, H, "received-number")
    return True


def _clerk(bench: Workbench) -> None:
    """Two to four letters below the signature."""
    at = bench.body_end
    if at is not None and at + 1 < len(bench.lines) and bench.free(at + 1):
        line = bench.lines[at + 1]
        if 2 <= len(line.bare) <= 4 and line.bare.isalpha():
            bench.claim(line.index, Role.DRAFTING, "received-clerk")
