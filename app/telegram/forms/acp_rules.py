"""The line rules of a teletype heading; `acp` reads with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.telegram.folding import distance
from app.telegram.forms import wire_lines
from app.telegram.forms.wire_words import N
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Rule, rule

H = Role.HEADER
PAGE_LINE = rule(
    "page-line", H,
    r"^\W{0,3}P(?:[A-Z0-9]GE|A[A-Z0-9]?E|AG[A-Z0-9]?) {0,3}([A-Z0-9]{1,2}):?(?: {1,4}(?=.{0,40}(?:\d{3}|\d OF))(.{3,80}))?\W{0,3}$",
    "PAGE 01 PARIS 01234 121705Z", "PAGE ONE STORIES IN ALL PAPERS",
)  # fmt: skip
STATION_LINE = rule(
    "station-line", H,
    rf"^\W{{0,3}}([A-Z][A-Z .]{{1,9}}?) {{1,3}}(?=.{{0,6}}\d\d)({N}{{4,6}})(?: {{1,3}}(?:SEC(?:TION)? )?({N}{{2}}) OF ({N}{{2}}))?(?: {{1,3}}({N}{{6}} ?[A-Z0-9]))?\W{{0,3}}$",
    "OTTAWA 01234 101530Z", "OTTAWA WAS TOLD OF 12 CASES",
)  # fmt: skip
RECEIPT_ALONE = rule(
    "receipt-group", H, rf"^(?=.{{0,6}}\d{{3}}){N}{{6}} ?[Z27]$", "121705Z", "12170 MEN",
)  # fmt: skip
DASH_LINE = rule(
    "dash-line", Role.STAMP, r"^\W{0,3}[-=_]{3,60}.{0,40}$", "----------- 012345", "12-34",
)  # fmt: skip
DRAFTED = rule(
    "drafted-by", Role.DRAFTING, r"^\W{0,3}DRAFTED {0,2}B[YV]\W{0,3}(.{0,80})$",
    "DRAFTED BY EUR/NE:JSMITH:AB", "IT WAS DRAFTED BY THEM",
)  # fmt: skip
ROUTING = rule(
    "routing-line", H,
    r"^\W{0,3}(?:([ZOPRY0])\1? {1,2}R?[A-Z]{3,7}(?:\s.{0,30})?|DE {1,2}R?[A-Z]{2,6}\d{0,5} .{0,40}|[ZOPRY][TI1]{2}[A-Z] .{8,60}|ZN[RY] .{1,12}|[A-Z0-9]{4,9} ?ZNR .{0,20})$",
    "DE RUCMOF 436 2092030", "DE GAULLE SAID THAT HE WOULD COME TO LONDON IN THE SPRING OF 1964",
)  # fmt: skip
GROUP_LINE = rule(
    "date-time-group", H,
    rf"^\W{{0,3}}(?:[A-Z]{{4}} )?(?:[ZOPRYM0]{{1,2}}|[ZOPRYM] [ZOPRYM])? {{0,3}}(?=.{{0,9}}\d\d){N}{{2}} ?/? ?{N}{{4}} ?[A-Z27] {{0,3}}(?:\d\d {{1,2}})?[A-Z0-9]{{3,9}}\.? {{0,2}}{N}{{2,4}}\b.{{0,16}}$",
    "R 121530Z DEC 66", "121530 TONS OF RICE",
)  # fmt: skip
LETTER_ALONE = rule("precedence-letter", H, r"^\W{0,3}[ZOPR](?: [ZOPR])?$", "P R", "PR MEN")
FM = rule(
    "fm-line", H, r"^\W{0,3}(?:[FEP][MN]|F M|FROM:)(?:(?: {1,3}|(?=AM(?:EMB|CON)|SECST))(?:[FE]M {1,2})?([A-Z0-9].{2,80}))?$",
    "FM AMEMBASSY PARIS", "FMS CREDITS WERE ASKED FOR",
)  # fmt: skip
TO = rule(
    "to-line", H, r"^\W{0,3}T[O0]:?(?:(?: {1,3}|(?=AM(?:EMB|CON)|SECST))(?:T[O0] {1,2})?([A-Z0-9].{2,110}))?$",
    "TO SECSTATE WASHDC 4321", "TOWARD EVENING",
)  # fmt: skip
INFO = rule(
    "info-line", H, r"^\W{0,3}[I1L]NF[O0]:?(?:(?: {1,3}|(?=AM(?:EMB|CON)))([A-Z0-9].{0,110}))?$",
    "INFO AMEMBASSY BONN", "INFORMATION IS SCARCE",
)  # fmt: skip
SHORT_GROUP = rule(
    "group-without-month", H, rf"^\W{{0,3}}(?:[ZOPRYM]{{1,2}} )?([ZOPRYM0])[.]? {{1,3}}(?=\S{{0,5}}\d\d)({N}{{6}}|{N}{{2}} {N}{{4}}|{N}{{4}} {N}{{2}}) ?[Z27](?: Z[A-Z]{{2}})?\W{{0,3}}$",
    "R 281800Z", "R 281800Z JUL 65 FOR ALL POSTS",
)  # fmt: skip
IN_NUMBER = rule(
    "message-in-number", H, r"^\W{0,3}(?:[AL][FTP]|DA|OPNAV)[ :]{0,2}[I1L]N ?:? {0,2}(?:\d{3,6}.{0,40})?$",
    "AF IN : 37708 (29 July 65)", "AFTER IN 1960 HE LEFT",
)  # fmt: skip
STAFF = rule(
    "staff-offices", H, r"^\W{0,3}(ACTION|INFO) ?: {0,3}((?:[A-Z].{0,60}-\d{1,2}\b.{0,30})?)$",
    "ACTION: NIN-7", "ACTION: AMEMBASSY PARIS",
)  # fmt: skip
BREAK = rule("break-sign", Role.FORM_TEXT, r"^\W{0,2}B ?T\W{0,2}$", "BT", "BTF")
NUMBER_TAIL = re.compile(
    rf"^[ /,.-]{{0,4}}(?:SEC(?:TION)?\.? {{0,2}}({N}{{1,2}}|[A-Z]{{3,5}}) {{0,2}}OF {{0,2}}({N}{{1,2}}|[A-Z]{{3,5}})[ .,]{{1,3}})?((?:[A-Z0-9][A-Z0-9.'/-]{{0,14}} {{1,3}}){{0,4}}?)(?=[A-Z]{{0,4}}\d)({N}{{1,6}})(?![A-Z0-9]|-\d)(.{{0,80}})$"
)
RULES: tuple[Rule, ...] = (
    PAGE_LINE, STATION_LINE, RECEIPT_ALONE, DASH_LINE, DRAFTED, ROUTING, GROUP_LINE,
    LETTER_ALONE, FM, TO, INFO, SHORT_GROUP, IN_NUMBER, STAFF, BREAK, *wire_lines.RULES,
)  # fmt: skip
_ADDRESSED = 44  # signs from which a line may be a sentence though it is no longer than an address
# words that no addressee's name has, and those it does not end in
_SAID = re.compile(
    r" (?:THE (?!HAGUE|WHITE|AIR FORCE|ARMY|NAVY|TREASURY)|THAT |WAS |HAS |HAD |WOULD |WILL |HIS |ITS |WHICH )"
    r"| (?:AND|OF|TO|FOR|IN|ON|BY|RE|THE|A)$"
)
_INDICATOR = re.compile(r"^\W{0,3}R[A-Z]{4,7}.? {0,1}/")


def is_sentence(line: Line) -> bool:
    """Seven words and more, one of them such as no list of addressees has; no routing before."""
    return (
        len(line.text) > _ADDRESSED
        and not _INDICATOR.match(line.key)
        and line.key.count(" ") > 5
        and _SAID.search(line.key) is not None
    )


_FIRST_WORD = re.compile(r"^\W{0,3}([A-Z0-9]{5,7})\b")


def distributes(line: Line) -> str:
    """ACTION or ORIGIN at the head of a line, a slip allowed."""
    word = _FIRST_WORD.match(line.key)
    if not word or len(line.text) > 90:
        return ""
    for label in ("ACTION", "ORIGIN"):
        if distance(word[1], label, 1) is not None:
            return label
    return ""


_OFFICE = 4  # letters of an office that a branch ticks beside the addressees
_INDICATED = re.compile(r"^\W{0,3}(?:(?:T[O0]|INF[O0]) )?R[A-Z]{4,7}.? ?/")


def is_ticked_office(line: Line, above: Sequence[Line]) -> bool:
    """A bare office below addressees that carry their routing: it is none of them."""
    if len(line.bare) > _OFFICE or "/" in line.key:
        return False
    return sum(_INDICATED.match(each.key) is not None for each in above) >= 2
