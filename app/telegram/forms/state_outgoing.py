"""Department of State, OUTGOING TELEGRAM (form DS-322), to about 1973.

The time is a stamp of the telegraph branch, in Washington time; the number is the addressee's
own, beside its name. The column of offices may run down beside the text, and the foot names who
drafted, cleared and approved. Every outgoing telegram bears the name of the Secretary or of who
acted for him.
"""

from __future__ import annotations

import re

from app.telegram import times
from app.telegram.folding import squeeze
from app.telegram.forms import wire_lines
from app.telegram.forms.file_number import read_file_number
from app.telegram.forms.generic import Generic
from app.telegram.forms.outgoing_foot import RULES as FOOT_RULES
from app.telegram.forms.outgoing_foot import read_foot, without_dirt
from app.telegram.forms.several import read_parts, top_of
from app.telegram.forms.signs import Sign
from app.telegram.forms.state_electronic import banner_level
from app.telegram.forms.state_review import read_release
from app.telegram.forms.wire_end import near_banners
from app.telegram.forms.wire_words import WireWords, address, words_of
from app.telegram.lines import Line
from app.telegram.reading import Family, Role, Span
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
_POST = r"(?:AM ?EMBASS[YV]|AMEMB|AMCONSUL|AMCONGEN|AMLEGATION|USMISSION|USUN|USDEL|USRO|USLO|USINT|CIRCULAR|ALL (?:AMERICAN|DIPLOMATIC))"
ADDRESS = rule(
    "outgoing-address", H, rf"(?:^|[ :;.]){_POST}\b.{{0,60}}$",
    "SENT TO: Amembassy PARIS 2304", "The Ambassador spoke",
)  # fmt: skip
LABEL = rule(
    "outgoing-label", H,
    r"^\W{0,3}(?:[O0]R[I1L]G[I1L]N|[I1L]NF[O0][RSE]?|ACT[I1L][O0]N|SENT T[O0]|RPTD [I1L]NF[O0]|STATE)\W{0,3}$",
    "Origin", "Information is scarce",
)  # fmt: skip
TIME = rule(
    "dispatch-stamp", H,
    r"(?:19\d\d {1,3}[A-Z]{3}|[A-Z]{3,4}) {0,3}[0-9OIL]{1,2} {1,3}(?:[0-9OIL/]{1,2} {0,2}[:.]? ?[0-9OIL]{2} {0,3})?[AP] ?[MH]\b.{0,14}$",
    "AUG 26 1 02 PM '63", "MAY 26 AT LUNCH", "AM|PM|A M|P M|AH|PH|A H|P H",
)  # fmt: skip
RUNNING = rule(
    "outgoing-running-head", Role.RUNNING_HEAD,
    r"^\W{0,3}PAGE \W{0,2}(\d{1,2})\W{0,3} ?(?:OF )?(?:OUTGOING )?TELEGRAM {1,2}T[O0]\b.{0,60}$",
    "Page 2 of telegram to Amembassy PARIS", "Page 2 of the telegram was lost",
)  # fmt: skip
RULES: tuple[Rule, ...] = (ADDRESS, LABEL, TIME, RUNNING)
_CONTROL = re.compile(r"^\W{0,2}(\d{3,6})\W{0,2}$")
_PIECE = re.compile(_POST)
_PIECE_LETTERS = ("AM", "US", "CIRC", "ALL ")  # of which each of its words has some
_LONG_WORD = re.compile(r"[A-Z0-9]{7,10}(?= {1,3}[A-Z])")
_NUMBER = re.compile(r"(?<![A-Z0-9])(\d{1,5})\W{0,3}$")
_DRAFTED_ON = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d\d)(?!\d)")
_FIRST, _LAST = 1944, 1976  # years of the form
_REACH = 70


class StateOutgoing(Generic):
    """Labels and addressees above, the column of offices at the left, the drafters below."""

    family = Family.STATE_OUTGOING
    rules: tuple[Rule, ...] = (*RULES, *FOOT_RULES)
    signs = (
        Sign(
            "outgoing-heading",
            5,
            r"^.{0,3}(?:OUTG[A-Z0-9]{2,4}|[A-Z0-9]{2,3}TGOING|OUT[A-Z0-9]OING) {1,3}[A-Z0-9]{0,4}(?:TELE|EGRA|GRA[MN])",
            "OUTG|OING",
        ),
        Sign("indicate-collect", 2, r"INDICATE:|FORM ?DS-?322"),
    )

    def read(self, bench: Workbench) -> None:
        """Each telegram of the text: header, column, text, signature, foot."""
        read_parts(bench, _later(bench), _read_one)


def _read_one(bench: Workbench) -> None:
    words = words_of(bench.lexicon)
    begin = _heading(bench)
    read_release(bench)
    read_file_number(bench)
    _sender(bench, begin)
    start = _header(bench, words, begin)
    near_banners(bench, begin, start)
    _running_heads(bench, start)
    end = read_foot(bench, start)
    _column(bench, words, begin, end)
    bench.body_start, bench.body_end = start, without_dirt(bench, start, end)
    banner_level(bench)


def _later(bench: Workbench) -> list[int]:
    """Where further telegrams begin: the form's heading again, and an address below it."""
    first = _heading(bench)
    words = words_of(bench.lexicon)
    starts: list[int] = []
    for line in bench.lines[first + _LEAST :]:
        if bench.rules[line.index] != "form-heading" or "OUTG" not in line.key:
            continue
        for below in bench.lines[line.index + 1 : line.index + _REACH // 2]:
            if below.long or RUNNING.match(below) or bench.rules[below.index] == "form-heading":
                break
            if bench.free(below.index) and _is_address(_prefixes(words, below), False):
                starts.append(top_of(bench, line.index, max([first + _LEAST, *starts])))
                break
    return starts


_LEAST = 12  # lines a telegram has at least


def _heading(bench: Workbench) -> int:
    for line in bench.lines[bench.cover_end :]:
        if bench.rules[line.index] == "form-heading" and "OUTGOING" in line.key:
            return line.index
    return bench.cover_end


def _sender(bench: Workbench, begin: int) -> None:
    """The form is the Department's own, so its heading names the sender."""
    for line in bench.lines[max(bench.cover_end, begin - 4) : begin + 8]:
        at = line.key.find("EPARTMENT OF STATE")
        if at > 0 and bench.roles[line.index] is Role.FORM_TEXT:
            span = line.part(at - 1, at + len("EPARTMENT OF STATE"))
            bench.add("from", "Department of State", [span], "outgoing-heading")
            return
    if begin < len(bench.lines):
        bench.add("from", "Department of State", [bench.lines[begin].span], "outgoing-heading")


def _header(bench: Workbench, words: WireWords, begin: int) -> int:
    """Claim the header's lines; the index at which the text begins."""
    place = _Open(words)
    addressed = False
    listing = "to"
    for line in bench.lines[begin : begin + _REACH]:
        at = line.index
        if not bench.free(at):
            continue
        if not line.long and LABEL.match(line):
            bench.claim(at, H, LABEL.name)
            continue
        starts = _prefixes(words, line)
        if _is_address(starts, addressed):
            listing = _addresses(bench, words, line, starts, listing)
            addressed = True
        elif (
            (addressed and _lone_number(bench, line, listing))
            or _stamp(bench, line)
            or _precedence(bench, line)
        ):
            continue
        elif wire_lines.label_of(line):
            wire_lines.read_line(bench, place, line)
        elif (
            _office(bench, words, line)
            or _caption(bench, place, line)
            or not _is_text(line, addressed)
        ):
            continue
        else:
            return at
    return min(begin + _REACH, len(bench.lines)) if addressed else begin


class _Open:
    """Where the reader of header lines stands: no list is open."""

    def __init__(self, words: WireWords) -> None:
        self.listing = ""
        self.words = words


def _is_text(line: Line, addressed: bool) -> bool:
    """Prose: below the addressees at once, above them only where it fills the line."""
    prose = len(line.text) >= 24 and line.key.count(" ") >= 3
    return prose if addressed else line.long or (prose and len(line.text) > 60)


def _is_address(starts: list[int], addressed: bool) -> bool:
    """A prefix at the head, or below a label; not a post named in a sentence."""
    return bool(starts) and starts[0] <= (14 if addressed else 18)


def _prefixes(words: WireWords, line: Line) -> list[int]:
    """Where words for the kind of post begin, slips allowed in the long ones."""
    if line.long or len(line.text) > 90:
        return []
    may_stand = any(map(line.key.__contains__, _PIECE_LETTERS))
    exact = [found.start() for found in _PIECE.finditer(line.key)] if may_stand else []
    if exact:
        return exact
    return [
        found.start() for found in _LONG_WORD.finditer(line.key) if words.prefixes.near(found[0])
    ]


def _addresses(
    bench: Workbench, words: WireWords, line: Line, starts: list[int], listing: str
) -> str:
    """Add the addressees of a line; the number beside the first of all is the telegram's."""
    head = line.key[: starts[0]]
    if "INF" in head:
        listing = "info"
    elif "ACT" in head or "SENT" in head or re.search(r"\bTO\b", head):
        listing = "to"
    for start, end in zip(starts, [*starts[1:], len(line.key)], strict=True):
        piece = line.key[start:end].rstrip(" .,;")
        number = _NUMBER.search(piece)
        name = address(piece, bench.lexicon, words).name
        span = line.part(start, start + (number.start() if number else len(piece)))
        bench.extend(listing, [_cased(name)], [span], ADDRESS.name)
        if number and listing == "to":
            bench.add("number", number[1], [line.part(start + number.start(1), start + number.end(1))], ADDRESS.name)  # fmt: skip
    bench.claim(line.index, H, ADDRESS.name)
    return listing


def _lone_number(bench: Workbench, line: Line, listing: str) -> bool:
    """The addressee's number where it was read as a line of its own."""
    found = re.fullmatch(r"\W{0,2}(\d{1,4})\W{0,2}", line.key)
    above = bench.lines[line.index - 1]
    if not found or bench.rules[above.index] != ADDRESS.name or above.key[-1:].isdigit():
        return False
    bench.claim(line.index, H, ADDRESS.name)
    if listing == "to":
        bench.add("number", found[1], [line.part(*found.span(1))], ADDRESS.name)
    return True


def _cased(name: str) -> str:
    """`Amembassy PARIS`, as the form writes it."""
    first, _, rest = name.partition(" ")
    return f"{first.title()} {rest}" if rest and not first.startswith("US") else name


def _stamp(bench: Workbench, line: Line) -> bool:
    """The time of dispatch, and above it the control number."""
    if line.long or len(line.text) > 40 or "sent_date" in bench.fields or not TIME.match(line):
        return False
    key = re.sub(r"[*\"`°]", "'", line.key).replace(" PH", " PM").replace(" / ", " 1 ")
    found = times.stamp(key, must=True)
    if found is None or not found.date:
        return False
    span: Span = line.part(found.start, found.end)
    bench.claim(line.index, H, TIME.name)
    if _FIRST <= (found.year or 0) <= _LAST:
        bench.add("sent_date", found.date, [span], TIME.name, doubt=found.doubt)
    else:
        _year_below(bench, line, found.date, span)
    bench.add("sent_time", found.time, [span], TIME.name)
    for above in reversed(bench.lines[max(0, line.index - 4) : line.index]):
        control = _CONTROL.match(above.key) if bench.free(above.index) else None
        if control and len(control[1]) >= 3:
            bench.claim(above.index, H, "outgoing-control")
            bench.add("control_number", control[1], [above.part(*control.span(1))], "outgoing-control")  # fmt: skip
            break
    return True


def _year_below(bench: Workbench, line: Line, date: str, span: Span) -> None:
    """The year of the day on which the telegram was drafted, where the stamp's cannot be."""
    for below in bench.lines[line.index + 1 :]:
        found = _DRAFTED_ON.search(below.key) if not below.long else None
        if found and _FIRST <= 1900 + int(found[3]) <= _LAST:
            doubt = "The year of the stamp is misread; it is that of the drafting."
            year = f"19{found[3]}"
            bench.add("sent_date", year + date[4:], [span, below.part(*found.span())], "year-from-drafting", doubt=doubt)  # fmt: skip
            return


def _precedence(bench: Workbench, line: Line) -> bool:
    known = bench.lexicon.precedences
    whole = known.get(line.bare)
    names = [whole] if whole else []
    for word in line.key.split() if not whole and len(line.bare) < 24 else ():
        name = known.get(squeeze(word))
        if not name:
            return False
        names.append(name)
    if not names:
        return False
    bench.claim(line.index, H, "outgoing-precedence")
    bench.extend("precedence", names, [line.span], "outgoing-precedence")
    return True


def _caption(bench: Workbench, place: _Open, line: Line) -> bool:
    return not line.long and len(line.text) <= 40 and wire_lines.read_caption(bench, place, line)


def _running_heads(bench: Workbench, start: int) -> None:
    for line in bench.lines[start:]:
        found = RUNNING.match(line) if bench.free(line.index) and not line.long else None
        if found:
            bench.claim(line.index, RUNNING.role, RUNNING.name)
            sheet = bench.sheets[bench.page_of[line.index] - 1]
            if line.index - sheet.first <= 10:
                sheet.running_head, sheet.printed = line.span, int(found[1])


def _office(bench: Workbench, words: WireWords, line: Line) -> str:
    """An office symbol alone on its line."""
    if not 1 <= len(line.bare) <= 5 or len(line.text) > 8:
        return ""
    near = words.offices.near(line.bare, 0)
    return near.value if near else line.bare if line.bare in bench.lexicon.offices else ""


def _column(bench: Workbench, words: WireWords, begin: int, end: int) -> None:
    """Offices below Origin sent it; those below Info know, down beside the text."""
    listing = ""
    for line in bench.lines[begin:end]:
        if bench.rules[line.index] == LABEL.name:
            listing = "info" if "NF" in line.key[:6] else "origin"
        elif not bench.free(line.index):
            continue
        elif office := _office(bench, words, line):
            bench.claim(line.index, H, "outgoing-office")
            if listing == "info":
                bench.extend("info_offices", [office], [line.span], "outgoing-office")
        elif len(line.bare) >= 5 and words.levels.near(line.bare):
            bench.claim(line.index, Role.MARKING, "classification-banner")
        elif _among_offices(bench, line):
            bench.claim(line.index, H, "outgoing-office")


def _among_offices(bench: Workbench, line: Line) -> bool:
    """Two to five letters right below an office of the column: one that cannot be read."""
    above = bench.rules[line.index - 1] if line.index else ""
    return (
        above in ("outgoing-office", LABEL.name) and 2 <= len(line.bare) <= 5 and " " not in line.text
        and line.text.isalpha() and line.text.isupper()
    )  # fmt: skip
