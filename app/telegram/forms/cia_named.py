"""Who sends a CIA message and who is addressed, where the labels of the boxes are lost.

An outgoing message goes out from Headquarters, whose name stands in the box, on the heading of
a later page or between hour and number; an incoming one has TO, FROM and ACTION one below the
other, so that the name above another, or above ACTION, is the addressee's.
"""

from __future__ import annotations

import re

from app.telegram.folding import Words, squeeze
from app.telegram.forms.cia_dates import find_group
from app.telegram.forms.cia_lines import Head
from app.telegram.forms.cia_words import AGENCIES
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import Context
from app.telegram.workbench import Workbench

H = Role.HEADER
_HEADED = "CLASSIFIED MESSAGE\n"
_OUT = "ORIG: J. MILLER\nUNIT: WE/3\nCLASSIFIED MESSAGE\nTO PARIS\nFROM DIRECTOR\n"
_CITED = "SECRET 041200Z\nCITE ROME\n"
_TEXT = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\nEND OF MESSAGE\n"
CONTEXTS = (
    Context("cia-box-director", H, f"{_HEADED}Ky . DIRECTOR 7<<\nACTION: WE 4\n{_CITED}{_TEXT}", f"{_HEADED}{_CITED}{_TEXT}Ky . DIRECTOR 7<<\n"),
    Context("cia-number-alone", H, f"{_OUT}93416<<\n{_TEXT}", f"{_OUT}93416<<\n93417\n{_TEXT}"),
    Context("cia-eyes-only", H, f"{_OUT}PARIS (EYES ONLY MARTIN)<<\n{_TEXT}", f"{_OUT}HARBOR (EYES ONLY MARTIN)<<\n{_TEXT}"),
    Context("cia-box-station", H, f"{_HEADED}a DIRECTOR\nams PARIS bie<<\nACTION: WE 4\n{_TEXT}", f"{_HEADED}ACTION: WE 4\nams PARIS bie<<\n{_TEXT}"),
)  # fmt: skip

_HEADQUARTERS = ("DIRECTOR", "HEADQUARTERS", "WASHINGTON")
_DIRECTOR = Words({"DIRECTOR": "DIRECTOR"})
_SLIPS = 2  # letters of DIRECTOR that may be misread where it must stand
_TOP = 40  # lines from the top of the record in which the boxes lie
# the channel, the hour, who sends and the number: STAFF 091752Z DIRECTOR 670524
_CHANNEL = re.compile(r"^\W{0,4}STAFF\W{1,4}[0-9A-Z]{5,8} {1,3}([A-Z]{5,9}) {0,2}(\d{6})?\b")
_CHANNEL_WORN = re.compile(r"^\W{0,4}STAFF\b.{1,8}?\d[0-9A-Z]{5,7} {1,3}([A-Z]{5,9}) (\d{6})\W{0,8}$")  # fmt: skip
# the label with letters lost at either end, on any page: ROM: DIRECTOR
_LABELLED = re.compile(
    r"^\W{0,4}(?:[A-Z]{0,2}R[O0]M[A-Z]{0,2}|FR[A-Z]{1,2})\b\W{0,4}([A-Z]{7,9})\W{0,4}$"
)
_BOX = re.compile(r"^[^A-Z0-9]{0,4}(?:[A-Z0-9]{1,5}[^A-Z0-9]{1,5}){0,2}([A-Z]{4,12}(?: [A-Z]{4,12})?)\b.{0,10}$")  # fmt: skip
_ACTION = re.compile(r"^\W{0,4}ACT[I1L][O0]NS?\b")
_NEAR_BY = 5  # lines from the box of the addressee to that of the action
_WIDE = 34  # signs a box holds at most
_UNSAID = "The sender is not printed; the form is that of Headquarters."
_WORN = "The sender's name is badly read; only Headquarters stands in its place."


def find_headquarters(bench: Workbench, head: Head) -> None:
    """On an outgoing message: Headquarters as its sender, by the first of four places."""
    lines = [line for line in bench.lines[bench.cover_end :] if not line.long]
    for line in lines[:_TOP]:
        at = line.key.find("DIRECTOR")
        outside = bench.roles[line.index] in (None, Role.STAMP, Role.HEADER)
        channel = _CHANNEL.match(line.key) if at < 0 and outside else None
        if channel and _DIRECTOR.near(channel[1], _SLIPS):
            return _send(head, line.part(*channel.span(1)))
        if 0 <= at <= 14 and outside and "REF" not in line.key[:at]:
            return _send(head, line.part(at, at + 8))
    if find_labelled(bench, head):
        return None
    for line in lines[:_TOP]:
        worn = _CHANNEL_WORN.match(line.key)
        if worn:
            return _send(head, line.part(*worn.span(1)), _WORN)
    return _send_unsaid(bench, head, lines)


def _send(head: Head, span: Span, doubt: str = "") -> None:
    head.senders.append(("DIRECTOR", span))
    head.doubt = doubt


def find_number(bench: Workbench, head: Head, start: int) -> None:
    """The number of an outgoing message in a box of its own, the only one so written above the text.

    Telephones have four figures, and what an OUT number is its label says; six that name a day
    and an hour are a group without its Z.
    """
    lines = bench.lines[bench.cover_end : start + 2]
    alone = [line for line in lines if _may_be_box(bench, line) and _ALONE.match(line.key)]
    numbers = {line.bare: line for line in alone if gives_out(bench, line.bare)}
    if len(numbers) == 1:
        number, line = numbers.popitem()
        bench.reclaim(line.index, H, "cia-number-alone")
        head.cable = (number, line.span)
        head.cited = head.cited or ("DIRECTOR" if len(number) == _SIX else "DIR", line.span)


def gives_out(bench: Workbench, number: str) -> bool:
    """Headquarters gives out such numbers: five figures, six on the form of the 1970s."""
    if len(number) < _SIX:
        return True
    lines = bench.lines[bench.cover_end : bench.cover_end + _TOP]
    later = any(
        bench.rules[line.index] in _CHANNELS or line.bare.startswith(_LATER_FORM) for line in lines
    )
    return later and not find_group(f"{number}Z")


_CHANNELS = ("cia-staff-channel", "cia-telepouch")
_LATER_FORM = ("OUTGOINGMESS", "MESSAGEREF", "DATETIMEGR")  # words that it alone prints
_ALONE = re.compile(r"^\W{0,2}(?!0{3})\d{5,6}\W{0,2}$")
_SIX = 6  # figures of the numbers that Headquarters gave out in the 1970s


def _send_unsaid(bench: Workbench, head: Head, lines: list[Line]) -> None:
    """No place names it: the printed heading of the outgoing form does."""
    for line in lines:
        if bench.rules[line.index] == "cia-heading" and line.bare.startswith(_OUTGOING):
            return _send(head, line.span, _UNSAID)
    return None


_OUTGOING = ("OUTGOING", "MESSAGEFORM", "CABLESECRETARIAT")


def find_labelled(bench: Workbench, head: Head) -> bool:
    """FROM, however damaged, and DIRECTOR, which every page of an outgoing message repeats."""
    for line in bench.lines[bench.cover_end :]:
        found = _LABELLED.match(line.key) if 10 <= len(line.text) <= _WIDE else None
        if found and _DIRECTOR.near(found[1], _SLIPS):
            _send(head, line.part(*found.span(1)))
            head.outgoing = True
            return True
    return False


def find_boxed(bench: Workbench, head: Head) -> None:
    """The addressee, and the sender below it, among scraps above the box of the action."""
    lines = bench.lines[bench.cover_end : bench.cover_end + _TOP]
    action = next((line.index for line in lines if _ACTION.match(line.key)), None)
    to: Line | None = None
    for line in lines:
        if len(line.text) > _WIDE or not _may_be_box(bench, line):
            continue
        found = _BOX.match(line.key)
        word = found[1] if found else ""
        if _is_director(word) and (action is None or 0 < action - line.index <= _NEAR_BY):
            to = line
            below = action is not None
            if below and not head.to and not head.cited_to:
                _claim_box(bench, line, "cia-box-director")
                head.to.append(("DIRECTOR", line.span))
        elif found and to is not None and line.index - to.index <= 3 and _city(head, word):
            _claim_box(bench, line, "cia-box-station")
            _below(head, to, (_city(head, word), line.part(*found.span(1))))
            return


def _below(head: Head, to: Line, sender: tuple[str, Span]) -> None:
    standing = any(name == "DIRECTOR" for name, _ in head.loose)
    if not standing and not head.to and not head.cited_to:
        head.to.append(("DIRECTOR", to.span))
    if not head.senders:
        head.senders.append(sender)


def _may_be_box(bench: Workbench, line: Line) -> bool:
    if bench.free(line.index):
        return True
    return bench.rules[line.index] in _MAY_BE_BOX


def _claim_box(bench: Workbench, line: Line, name: str) -> None:
    if bench.rules[line.index] == "cia-station-scrap":
        bench.reclaim(line.index, H, name)
    else:
        bench.claim(line.index, H, name)


_MAY_BE_BOX = ("cia-name-alone", "cia-label-to", "cia-station-scrap", "settled-stamp")


def _is_director(word: str) -> bool:
    return 7 <= len(word) <= 9 and _DIRECTOR.near(word, _SLIPS) is not None


def _city(head: Head, word: str) -> str:
    """A station's full name at the head of the words; empty where there is none."""
    named = (head.names.near(text, 0) for text in (word, word.split(" ")[0]))
    cities = head.names.cities
    whole = (name for name in named if len(name) > 4 or name in cities)
    return next((name for name in whole if name not in _HEADQUARTERS), "")


def cited_by_box(head: Head) -> None:
    """A code that no station has is the one of the station in the box which it is near to."""
    if not head.cited or len(head.cited[0]) > 4 or head.names.code(head.cited[0]):
        return
    by_name = {full.upper(): code for code, full in head.names.stations.items()}
    boxed = [by_name[name] for name, _ in head.senders + head.loose if name in by_name]
    near = Words((code, code) for code in boxed).near(head.cited[0], _SLIPS) if boxed else None
    if near:
        head.cited = (near.value, head.cited[1])


_TO = re.compile(r"^\W{0,4}T[O0] ?[:;.]\W{0,3}")


def find_agency(bench: Workbench, head: Head) -> None:
    """On an outgoing message the agency written out behind TO, though its name runs over."""
    lines = bench.lines[bench.cover_end : bench.cover_end + _TOP]
    for line in lines:
        found = _TO.match(line.key)
        if not found or line.long:
            continue
        rows = [line, *bench.lines[line.index + 1 : line.index + 3]]
        text = line.key[found.end() :]
        for take, row in enumerate(rows, 1):
            text = text if take == 1 else f"{text} {row.key}"
            if name := _agency(text):
                for each in rows[:take]:
                    bench.claim(each.index, H, "cia-label-to")
                head.to.append((name, line.part(found.end(), len(line.text)) if take == 1 else row.span))  # fmt: skip
                return


_LETTERS = 40  # of a line that ends in an agency's name and is no sentence


def _agency(text: str) -> str:
    """The agency a run of words is, the letter that ends a keyed line apart."""
    squeezed = squeeze(text)
    for cut in (0, 1):
        near = AGENCIES.near(squeezed[: len(squeezed) - cut]) if len(squeezed) >= 12 else None
        if near:
            return near.value
    ends = (form for form in AGENCIES.exact if squeezed.endswith((form, form + "Y")))
    return (
        AGENCIES.exact.get(max(ends, key=len, default=""), "") if len(squeezed) <= _LETTERS else ""
    )
