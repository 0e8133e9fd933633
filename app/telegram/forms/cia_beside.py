"""What stands beside the text on CIA forms: who drafted above it, scraps of its boxes.

A form leaves its drafter's name, unit and telephone above its own heading; an engine that misses
their labels still gives the unit, which is written as no stamp is: letters, a stroke, letters.
"""

from __future__ import annotations

import re

from app.telegram.folding import Words
from app.telegram.forms import cia_words
from app.telegram.forms.cia_lines import JOINING
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Context
from app.telegram.workbench import Workbench

_TEXT = "CITE DIRECTOR 12345\n1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\nEND OF MESSAGE\n"
_OUT = "MESSAGE FORM\nSECRET\nTO PARIS\nFROM DIRECTOR\n"
_IN = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\n"
_CITED = "DIR CITE PARI 1234\n1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\n"
CONTEXTS = (
    Context("cia-drafter-above", Role.DRAFTING, f"J. Harper<<\nWH/4/R\n6120\n{_OUT}{_TEXT}", f"J. Harper<<\n6120\n{_OUT}{_TEXT}"),
    Context("cia-office-scrap", Role.HEADER, f"{_IN}IP/XA, RW, DOQ/Z<<\n{_CITED}", f"{_IN}12/5, 14/6<<\n{_CITED}"),
    Context("cia-address-scrap", Role.HEADER, f"{_IN}TO PRIORTTY( K20C ) INFO R.T. #3 - Unit D / Hv as o- 4711 g 8<<\n{_CITED}", f"{_IN}TO THE FILE<<\n{_CITED}"),
    Context("cia-number-again", Role.HEADER, f"{_IN}XQZV 1234<<\n{_CITED}", f"{_IN}XQZV 1235<<\n{_CITED}"),
    Context("cia-hour-worn", Role.HEADER, f"{_IN}SECPET oap2oo7 rec 9<<\n{_CITED}", f"{_IN}SECPET oap2oo7 rec 9<<\nTYPIC\n{_CITED}"),
    Context("cia-slug-above-text", Role.HEADER, f"{_IN}REF: ROME 1234\n[ABLAZE BUTTON]<<\n{_CITED[19:]}", f"{_IN}INITIALS ROUTINE<<\n{_CITED[19:]}"),
    Context("cia-station-scrap", Role.HEADER, f"{_IN}vo 1 DIRECTOR. mae<<\n{_CITED}", f"{_IN}vo 1 HARBOR. mae<<\n{_CITED}"),
    Context("cia-short-number", Role.HEADER, f"{_IN}IN 1234<<\n{_CITED}", f"{_IN}IN 12<<\n{_CITED}"),
)  # fmt: skip
_UNIT = re.compile(r"^\W{0,5}[A-Z]{1,4}/[A-Z0-9]{1,8}(?:/[A-Z0-9]{1,8}){0,3}\W{0,2}$")
_ORIGINATOR = re.compile(r"^\W{0,3}O[A-Z]{2,3}(?:\W{0,2}$|[:;.] )")  # what is left of ORIG
_NAME = re.compile(
    r"^\W{0,5}(?:[A-Z]\. ?){1,3}[A-Z][A-Za-z']{2,14}\W{0,2}$|^\W{0,5}[A-Z][a-z]{2,10} [A-Z][a-z]{2,14}$"
    r"|^\W{0,3}[A-Z]{3,14} ?[/:] ?[a-z]{2,4}$"  # and who typed it
)
# what is left of a label, and behind it the unit, the telephone or the name and who typed it
_BOXED = re.compile(
    r"^\W{0,3}[A-Za-z]{1,4}\W{1,4}(?:[A-Z]{1,4}/[A-Z0-9/]{1,12}|\d{4}|(?:[A-Z]\. ?){1,2}[A-Z]{3,14} ?/ ?[A-Za-z0-9]{2,3})\W{0,3}$"
)
_LABELLED = re.compile(r"^\W{0,2}[A-Za-z]{2,5} ?[:;] ?\S.{2,60}$")  # a label past reading
_TELEPHONE = re.compile(r"^\W{0,3}[1-9]\d{3}\W{0,2}$")
_NUMBER = re.compile(r"^\W{0,2}(?:IN|OUT)[- ]{1,2}\d{4,6}\W{0,2}$")
_OFFICES = re.compile(r"^[A-Z0-9/,. :]{8,60}$")
_CODED = re.compile(r"^\W{0,2}[A-Z]{4} {1,2}\d{4,6}\W{0,2}$")
_ADDRESSED = re.compile(r"^\W{0,4}T[O0]\b.{3,40}\b[I1]NF[O0]\b")
_HOUR_WORN = re.compile(
    r"^\W{0,3}([A-Z]{5,12}|[A-Z](?: [A-Z]){5,11})\W{1,4}(?=.{0,22}\d)[0-9A-Z]{6,8}\b.{0,16}$"
)
_LEVELS = Words((level, level) for level in ("SECRET", "CONFIDENTIAL"))
_NEAR = 3  # lines between the parts of the drafter's block
_WIDE = 48  # signs of the longest line of slugs
_PRINTED = Words(
    (word, word)
    for word in (
        "SECRET", "CONFIDENTIAL", "RESTRICTED", "ROUTINE", "PRIORITY", "DEFERRED", "OPERATIONAL",
        "IMMEDIATE", "INITIALS", "ROUTING", "INDEX", "MESSAGE", "CLASSIFIED", "DIRECTOR", "DESTROY",
        "RETURN", "BRANCH", "UNIT", "NOTIFIED", "ACTION", "ADVANCE", "COPY", "ISSUED", "SLOTTED",
        "TOTAL", "COPIES", "REPRODUCTION", "PROHIBITED", "OUTGOING", "INCOMING", "STAFF", "FILE",
        "RELEASING", "OFFICER", "COORDINATING", "AUTHENTICATING", "CABLE", "PAGES", "MICROFILMED",
    )
)  # fmt: skip
_ABOVE = 16  # lines above the heading that a drafter's block may take


def claim_beside(bench: Workbench, start: int, *, outgoing: bool, cable: str = "") -> None:
    """Claim what the header's and the text's own rules left.

    Args:
        bench: with header, text marks and officers claimed.
        start: where the text begins.
        cable: the message's number, where the citing line gave one.
        outgoing: whether the form is the one on which officers release a message.
    """
    if outgoing:
        _drafter(bench, start)
    _boxes(bench, start, cable)
    _slugs(bench, start)


def _drafter(bench: Workbench, start: int) -> None:
    """A unit or a caption of the drafter's box; name, unit and telephone beside it."""
    top = bench.lines[bench.cover_end : min(start, bench.cover_end + _ABOVE)]
    boxed = [line.index for line in top if bench.rules[line.index] == "cia-originator"]
    free = [line for line in top if bench.free(line.index)]
    units = [line.index for line in free if _UNIT.match(line.text)]
    marks = boxed or units[:1] or _dated(bench, top)
    for line in free:
        told = _UNIT.match(line.text) or _NAME.match(line.text) or _TELEPHONE.match(line.text)
        told = told or (_ORIGINATOR.match(line.key) if boxed else None)
        boxed_above = _BOXED.match(line.text) or _LABELLED.match(line.text)
        told = told or (boxed_above if _above_date(bench, line.index) else None)
        if told and any(abs(line.index - at) <= _NEAR for at in marks):
            bench.claim(line.index, Role.DRAFTING, "cia-drafter-above")


def _dated(bench: Workbench, top: list[Line]) -> list[int]:
    """The box of the date, if it is among the first lines."""
    return [line.index for line in top if bench.rules[line.index] in _DATES][:1]


def _above_date(bench: Workbench, at: int) -> bool:
    return any(rule in _DATES for rule in bench.rules[at + 1 : at + 4])


_DATES = ("cia-date", "cia-label-date")


def _boxes(bench: Workbench, start: int, cable: str) -> None:
    """Above the text: the header's numbers, addressees, and lists of offices."""
    header = [at for at in range(bench.cover_end, start) if bench.roles[at] is Role.HEADER]
    names = cia_words.names_of(bench.lexicon)
    for at in range(bench.cover_end, start):
        if bench.free(at) and _names_station(names, bench.lines[at]):
            bench.claim(at, Role.HEADER, "cia-station-scrap")
    for at in range(header[0], start) if header else ():
        line = bench.lines[at]
        if not bench.free(at):
            continue
        if bench.rules[at + 1 : at + 2] == ["cia-cite"] and _HOUR_WORN.match(line.key):
            _hour_worn(bench, line)
        elif _NUMBER.match(line.text):
            bench.claim(at, Role.HEADER, "cia-short-number")
        elif len(cable) >= 4 and _CODED.match(line.text) and line.bare.endswith(cable):
            bench.claim(at, Role.HEADER, "cia-number-again")
        elif _lists_offices(line):
            bench.claim(at, Role.HEADER, "cia-office-scrap")
        elif _ADDRESSED.match(line.key):
            bench.claim(at, Role.HEADER, "cia-address-scrap")


def _slugs(bench: Workbench, start: int) -> None:
    """Cryptonyms between the last of the header and the text, or beside the reference."""
    for at in range(start - 1, max(bench.cover_end, start - _SLUGGED) - 1, -1):
        line = bench.lines[at]
        if bench.rules[at] == "cia-cite":
            return
        if not bench.free(at):
            if bench.roles[at] is not Role.HEADER and bench.rules[at] not in _STAMPED_OVER:
                return
        elif _cryptonyms(line):
            beside = _beside(bench, at, start)
            one = " " not in line.text
            rules = (bench.rules[near] in _CITING for near in beside)
            roles = (bench.roles[near] is Role.HEADER for near in beside)
            if any(rules if one else roles):
                bench.claim(at, Role.HEADER, "cia-slug-above-text")
        elif len(line.bare) > _SCRAP:
            return


_SLUGGED = 7  # lines above the text among which its slugs stand
_SCRAP = 3
_CITING = ("cia-cite", "cia-reference")  # what a single word must stand beside
_STAMPED_OVER = ("cia-records-stamp", "cia-use-stamp")
_CRYPTONYMS = re.compile(
    r"^(?=.*[A-Z]{5})\W{0,3}([A-Z]{3,12}(?:/\d)?)(?:[ /,]{1,2}[A-Z]{3,12}(?:/\d)?){0,4}[^\w:]{0,3}$"
)


def _cryptonyms(line: Line) -> bool:
    """One to five words of capitals alone, none of them a level, a precedence or a box's."""
    if len(line.text) > _WIDE or not _CRYPTONYMS.match(line.text):
        return False
    words = re.findall(r"[A-Z]{3,12}", line.text)
    return not JOINING & set(words) and not any(
        "DISSEM" in word or _PRINTED.near(word, len(word) // 3) for word in words
    )


def _beside(bench: Workbench, at: int, start: int) -> list[int]:
    """The nearest line above, and the nearest below that is not of the text, scraps left out."""
    lines = bench.lines
    kept = [each for each in range(max(bench.cover_end, at - 4), start) if each != at]
    kept = [each for each in kept if not bench.free(each) or len(lines[each].bare) > _SCRAP]
    return [each for each in kept if each < at][-1:] + [each for each in kept if each > at][:1]


def _names_station(names: cia_words.Names, line: Line) -> bool:
    """What is left of a box or of the citing line: a station's name or code among a few scraps."""
    if len(line.text) > _WIDE:
        return False
    words = re.findall(r"[A-Z]{3,14}", line.text)
    named = sum(word in _OWN or names.is_station(word) for word in words)
    letters = sum(map(len, re.findall(r"[A-Za-z]+", line.text)))
    told = sum(len(word) for word in words if word in _OWN or names.is_station(word))
    return named > 0 and told * 3 >= letters


_OWN = ("DIR", "DIRECTOR", "CITE", "INFO")


def _hour_worn(bench: Workbench, line: Line) -> None:
    """The level and what is left of the hour, which stand right above the citing line."""
    found = _HOUR_WORN.match(line.key)
    near = _LEVELS.near(found[1].replace(" ", "")) if found else None
    if found and near:
        bench.claim(line.index, Role.HEADER, "cia-hour-worn")
        bench.add("classification", near.value, [line.part(*found.span(1))], "cia-hour-worn")


def _lists_offices(line: Line) -> bool:
    """Capitals parted by commas, as no stamp is, or two known offices; dates have few letters."""
    letters = sum(map(str.isalpha, line.text))
    if "," not in line.text or letters * 2 <= len(line.text):
        return False
    known = cia_words.offices(line.text[:90], known_only=True)
    return len(known) >= 2 or _OFFICES.match(line.text) is not None
