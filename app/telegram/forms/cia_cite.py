"""The line of a CIA message that cites its sender: `DIR INFO ROME CITE PARI 1234`.

On an outgoing form the sender is Headquarters whatever is left of its code, and the number may
stand alone below. A print-out parts CITE, station and number over three lines.
"""

from __future__ import annotations

import re

from app.telegram.folding import Words, digits
from app.telegram.forms.cia_dates import find_group
from app.telegram.forms.cia_lines import INFO, REFS, Head, addressees, tail
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
CITE = rule(
    "cia-cite", H, r"(?<![A-Z])C[I1L]TE\b", "DIR INFO ROME CITE PARI 1234", "CITES THE LAW", "TE"
)
RULES: tuple[Rule, ...] = (CITE,)
_BOXES = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\nSECRET 041200Z\n"
_TEXT = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS ABROAD.\nEND OF MESSAGE\n"
_AGAIN = "SUBJECT: COPY OF A CABLE\nTOR: 041300Z MAY 91 ROME 1234\nCITE ROME 1234\nTO: DIRECTOR\n"
_LATER = "SHE WILL WRITE WHEN THE DREDGERS HAVE BEEN PAID FOR.\nEND OF MESSAGE\n"
CONTEXTS = (
    Context("cia-transmitted", H, f"CLASSIFIED MESSAGE\nTOT: 051200Z MAY 91 DIRECTOR 604606<<\nS E C R E T\n{_AGAIN}{_TEXT}", f"CLASSIFIED MESSAGE\nTOR: 051200Z MAY 91 DIRECTOR 604606<<\nS E C R E T\n{_AGAIN}{_TEXT}"),
    Context("cia-cite-later", Role.RUNNING_HEAD, f"{_BOXES}{_TEXT[:64]}\n\fCLASSIFIED MESSAGE\nCITE ROME 1234<<\nPAGE 2\n{_LATER}", f"{_BOXES}DIR CITE ROME 1230\n{_TEXT[:64]}\n\fCLASSIFIED MESSAGE\nCITE ROME 1234<<\nPAGE 2\n{_LATER}"),
    Context("cia-cite-lost", H, f"{_BOXES}DIR INFO BELL WAVE 1234<<\n{_TEXT}", f"{_BOXES}DIR CITE ROME 1234\n{_TEXT.replace('DREDGERS', 'SHIPS')}DIR HAS 1234<<\n"),
)  # fmt: skip

_CITE_WHOLE = re.compile(
    r"^\W{0,3}C[I1L]TE {1,3}[A-Z][A-Z ]{2,17}[ ,.:-]{1,3}[0-9OILSBG]{4,6}\W{0,3}$"
)
_WRITTEN = 7  # letters from which Headquarters' name is DIRECTOR, and no code
_LATER_HEAD = 20  # lines at the top of a page among which its head stands
_TOKEN = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{2,5}(?![A-Z0-9])")
_CITED = re.compile(
    r"[:;.,]? {0,4}[\[(]?([A-Z0-9/][A-Z0-9/ .]{1,18}?)(?:[\])][ ,.:-]{0,3}|[ ,.:-]{1,3})((?=\D?\d)[0-9OILSBGZAQD]{3,6}|\d:\d{3})(?![A-Z0-9/])"
)
_DIR_ALONE = re.compile(r"(?<![A-Z])([A-Z0-9]{3,5})[:;.,]? {1,4}([DC][I1L]R(?:ECTOR)?)(?![A-Z])")
_NEARLY_DIR = re.compile(r"[DCO][I1LT]R")  # where no station's code stands
_CITE_WORD = Words({"CITE": "CITE"})
_LEFT_OF_DIR = re.compile(r"[:;.,]? {1,4}([A-Z0-9]{2,9})\b[^A-Z0-9]{0,3}")
_OUT_NUMBER = re.compile(r"(?<![A-Z0-9])[0-9OILSBG]{5}(?![A-Z0-9])")
_UNCITED = re.compile(r"(?<![A-Z])([A-Z]{4})[ .]{1,3}([0-9OILSBG]{4,5})(?:\W{1,4}|$)")
_CITE_ALONE = re.compile(r"^\W{0,3}C[I1L]TE ?[:.]?\W{0,3}$")
_NAME_NUMBER = re.compile(r"^\W{0,3}([A-Z][A-Z ]{3,17}?)\W{1,4}([0-9]{4,6})\b")
_NUMBER = re.compile(r"^\W{0,3}([0-9]{4,6})\b(?: \([A-Z ]{4,20}\))?")
_NUMBER_ALONE = re.compile(r"^\W{0,2}([0-9]{4,6})\W{0,2}$")
# addressees, what is left of CITE, and Headquarters with its number to end the line
_SENT = re.compile(r"\bD[I1L]R(?:ECTOR)?[ .:]{1,4}([0-9OILSB]{5,6})\W{0,4}$")
# the box of the channel, of the classification's words or of the hour may stand before it, too
_ADDRESSED = re.compile(r"^\W{0,4}(?:T[O0]|C[O0]NF|STAFF)\b|\b[I1L]NF[O0]\b|^\W{0,3}\d{6}[Z27] ")


def find_cite(bench: Workbench, head: Head, first: int, after: int) -> int | None:
    """Read the line that cites the sending station; its index."""
    lines = [line for line in bench.lines[first:after] if not line.long]
    for reader, name in (
        (_read_transmitted, "cia-transmitted"),
        (_read_cite, CITE.name),
        (_read_outgoing, CITE.name),
        (_read_sent, CITE.name),
        (_read_parted, CITE.name),
        (_read_numberless, CITE.name),
        (_read_uncited, "cia-cite-lost"),
        (_read_lead, CITE.name),
    ):
        for line in lines:
            if "END OF MESS" not in line.key and reader(bench, head, line):
                bench.reclaim(line.index, H, name)
                return line.index
    return None


def _read_transmitted(bench: Workbench, head: Head, line: Line) -> bool:
    """`TOT: group SENDER NUMBER` at the head of a print-out: what it prints below may be another's."""
    found = _TRANSMITTED.match(line.key)
    group = find_group(line.key) if found else None
    name = found and head.names.near(found[1].strip(), 0)
    if not found or not name or not group:
        return False
    _set(head, name, (line, found.span(1)), (line, found.span(2)))
    head.group = head.group or (group, line.part(group.start, group.end))
    return True


_TRANSMITTED = re.compile(
    r"^\W{0,3}T[O0]T ?[:;.].{4,24}[A-Z]{3} [0-9]{2} {1,3}([A-Z][A-Z ]{2,17}?) ([0-9]{4,6})\W{0,3}$"
)


def find_later_cite(bench: Workbench, head: Head) -> None:
    """Who sends and its number from the head of a later page, where the first page lost them."""
    if head.cable is not None:
        return
    known = head.cited
    for sheet in bench.sheets[1:]:
        for line in bench.lines[sheet.first : min(sheet.last + 1, sheet.first + _LATER_HEAD)]:
            if _CITE_WHOLE.match(line.key) and _read_cite(bench, head, line):
                head.cited = known or head.cited
                bench.reclaim(line.index, Role.RUNNING_HEAD, "cia-cite-later")
                return
            if (found := _NUMBERED_PAGE.search(line.key)) and head.names.station(found[2]):
                bench.add("in_number", found[1], [line.part(*found.span(1))], "cia-page-head")
                head.cited = known or (found[2], line.part(*found.span(2)))
                head.cable = (found[3], line.part(*found.span(3)))
                return


# `PAGE 2 IN 27689 PARI 5648`: the number of the receipt, the sender's code and its own number
_NUMBERED_PAGE = re.compile(r"\bPAGE [2-9] {1,2}[I1L]N ?(\d{5,6}) {1,3}([A-Z]{4}) {1,2}(\d{4,5})\b")


def _read_cite(bench: Workbench, head: Head, line: Line) -> bool:
    if not _FIGURE.search(line.key):
        return _cites_headquarters(bench, head, line)
    for token in _TOKEN.finditer(line.key):
        found = _CITED.match(line.key, token.end()) if _like_cite(token[0]) else None
        if not found:
            continue
        station = found[1].strip(" .")
        name = head.names.station(station)
        if not name and token[0] == "CITE" and re.fullmatch(r"[A-Z/ ]{3,16}", station):
            name = station
        known = name in head.names.stations or head.names.near(station, 0) == name
        if not name or (token[0] != "CITE" and not known):
            continue
        if _NEARLY_DIR.fullmatch(name) and name not in head.names.stations:
            name = "DIR"
        _hour(head, line, token.start())
        head.cited = (name, line.part(*found.span(1)))
        head.cable = (digits(found[2].replace(":", "")), line.part(*found.span(2)))
        addressees(bench, head, line, line.key[: token.start()], 0, cited=True)
        tail(bench, head, line, found.end())
        return True
    return _cites_headquarters(bench, head, line)


_FIGURE = re.compile(r"\d")


def _cites_headquarters(bench: Workbench, head: Head, line: Line) -> bool:
    """CITE and the code of Headquarters, whose number stands elsewhere."""
    alone = _DIR_ALONE.search(line.key)
    if alone and head.cited is None and _CITE_WORD.near(alone[1], 1):
        head.cited = ("DIR", line.part(*alone.span(2)))
        head.dir_waits = True
        addressees(bench, head, line, line.key[: alone.start()], 0, cited=True)
        return True
    return False


def _like_cite(word: str) -> bool:
    """CITE itself, or what is left of it before a station and a number: C and E in place."""
    if word == "CITE":
        return True
    # one slip leaves a half of it, and its shape and what is left of it end in E
    if not (word[:2] == "CI" or word[-2:] == "TE" or (word[-1] == "E" and word[0] in "COG6")):
        return False
    if _CITE_WORD.near(word, 1):
        return True
    return 3 <= len(word) <= 4 and word[0] in "COG" and word[-1] == "E"


def _read_outgoing(bench: Workbench, head: Head, line: Line) -> bool:
    """CITE on an outgoing form: Headquarters, though its code is misread; a number may follow."""
    found = CITE.match(line) if head.outgoing else None
    if not found:
        return False
    code = _LEFT_OF_DIR.match(line.key, found.end())
    if code and "R" not in code[1] and "D" not in code[1]:
        return False
    span = line.part(*code.span(1)) if code else line.part(*found.span())
    head.cited = ("DIRECTOR" if code and len(code[1]) >= _WRITTEN else "DIR", span)
    number = _OUT_NUMBER.search(line.key, code.end() if code else found.end())
    if number and digits(number[0]):
        head.cable = (digits(number[0]), line.part(*number.span()))
    head.dir_waits = head.cable is None
    addressees(bench, head, line, line.key[: found.start()], 0, cited=True)
    return True


def _read_sent(bench: Workbench, head: Head, line: Line) -> bool:
    """An outgoing form whose word is past reading: addressees, Headquarters and the number."""
    found = _SENT.search(line.key) if head.outgoing and len(line.text) <= _NUMBERLESS else None
    if not found or REFS.match(line) or not _ADDRESSED.search(line.key[: found.start()]):
        return False
    written = found.start(1) - found.start() > _WRITTEN
    head.cited = ("DIRECTOR" if written else "DIR", line.part(found.start(), found.start(1)))
    head.cable = (digits(found[1]), line.part(*found.span(1)))
    _hour(head, line, found.start())
    addressees(bench, head, line, line.key[: found.start()], 0, cited=True)
    return True


def _hour(head: Head, line: Line, end: int) -> None:
    """The group that stands before the word or the sender on the same line."""
    if head.group is None and (group := find_group(line.key[:end])):
        head.group = (group, line.part(group.start, group.end))


_NAMED = re.compile(r"[:;.,]? {0,3}[\[(]?([A-Z]{3,8})(?![A-Z])")


def _read_numberless(bench: Workbench, head: Head, line: Line) -> bool:
    """CITE and a station's code, whose number is lost or stands elsewhere; the code is whole."""
    found = CITE.match(line)
    named = _NAMED.match(line.key, found.end()) if found else None
    if not found or not named or len(line.text) > _NUMBERLESS:
        return False
    if named[1] not in head.names.stations and named[1] not in ("DIR", "DIRECTOR"):
        return False
    head.cited = (named[1], line.part(*named.span(1)))
    head.dir_waits = named[1].startswith("DIR")
    addressees(bench, head, line, line.key[: found.start()], 0, cited=True)
    return True


_NUMBERLESS = 60  # signs of a line that cites and is no sentence


def _read_parted(bench: Workbench, head: Head, line: Line) -> bool:
    """CITE alone; below it the station and the number, or a number whose station is repeated."""
    if not _CITE_ALONE.match(line.key):
        return False
    below = [each for each in bench.lines[line.index + 1 : line.index + 4] if not each.long]
    for each, after in zip(below, [*below[1:], None], strict=False):
        whole = _NAME_NUMBER.match(each.key)
        if whole and head.names.near(whole[1].strip(), 0):
            _set(head, head.names.near(whole[1].strip(), 0), (each, whole.span(1)), (each, whole.span(2)))  # fmt: skip
            bench.claim(each.index, H, "cia-cite")
            return True
        number = _NUMBER.match(after.key) if after else None
        name = head.names.near(each.bare, 0)
        if number and name and after:
            _set(head, name, (each, (0, len(each.text))), (after, number.span(1)))
            bench.claim(each.index, H, "cia-cite")
            bench.claim(after.index, H, "cia-cite")
            return True
    return _read_number(bench, head, below)


def _read_number(bench: Workbench, head: Head, below: list[Line]) -> bool:
    """The number alone below the word, where the station is withheld or lost."""
    for each in below:
        if number := _NUMBER_ALONE.match(each.key):
            head.cable = (digits(number[1]), each.part(*number.span(1)))
            return bench.claim(each.index, H, "cia-cite")
    return False


def _set(
    head: Head,
    name: str,
    station: tuple[Line, tuple[int, int]],
    number: tuple[Line, tuple[int, int]],
) -> None:
    head.cited = (name, station[0].part(*station[1]))
    head.cable = (digits(number[0].key[slice(*number[1])]), number[0].part(*number[1]))


_LEAD = re.compile(r"^\W{0,3}(?:[A-Z]{4,9} )?D[I1L]R(?:ECTOR)?\b[A-Z0-9 .:]{0,20}$")


def _read_lead(bench: Workbench, head: Head, line: Line) -> bool:
    """Who sends is past reading, but Headquarters stands before CITE, so it is addressed."""
    found = CITE.match(line) if len(line.text) <= _NUMBERLESS else None
    if not found or head.outgoing or not _LEAD.match(line.key[: found.start()]):
        return False
    addressees(bench, head, line, line.key[: found.start()], 0, cited=True)
    return bool(head.cited_to)


def _read_uncited(bench: Workbench, head: Head, line: Line) -> bool:
    """The word is lost: addressees, INFO, others, a station's code and a number to end the line."""
    informed = INFO.search(line.key)
    found = (
        _UNCITED.search(line.key, informed.end()) if informed and informed.start() <= 24 else None
    )
    if not found or not informed or head.outgoing:
        return False
    name = head.names.station(found[1])
    lead = line.key[: informed.start()].strip(" .,:;*-")
    if not name or not lead or not head.names.split(lead, 1) or len(line.key) - found.end() > 24:
        return False
    head.cited = (name, line.part(*found.span(1)))
    head.cable = (digits(found[2]), line.part(*found.span(2)))
    addressees(bench, head, line, line.key[: found.start()], 0, cited=True)
    tail(bench, head, line, found.end(2))
    return True
