"""The heading of a teletype message: distribution, date-time group, FM, TO, INFO, number line.

The Department's telegrams from 1966 on, its electronic ones, later cables with an MRN and
military messages share it. Lines are read in order through three phases (distribution,
addresses, the lines about the text); each phase allows lists that run on over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from app.telegram import times
from app.telegram.folding import digits, squeeze
from app.telegram.forms import wire_lines
from app.telegram.forms.acp_fields import add_fields
from app.telegram.forms.acp_heading import Heading as Heading
from app.telegram.forms.acp_rules import (
    BREAK,
    DASH_LINE,
    DRAFTED,
    FM,
    GROUP_LINE,
    IN_NUMBER,
    INFO,
    LETTER_ALONE,
    NUMBER_TAIL,
    PAGE_LINE,
    RECEIPT_ALONE,
    ROUTING,
    SHORT_GROUP,
    STAFF,
    STATION_LINE,
    TO,
    H,
    distributes,
    is_sentence,
    is_ticked_office,
)
from app.telegram.forms.wire_words import (
    PROSIGNS,
    N,
    acting_office,
    address,
    as_sender,
    level_at,
    offices_in,
    total_of,
    words_of,
)
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import Rule
from app.telegram.times import Printed
from app.telegram.workbench import Workbench

_STRAY = frozenset(("STATE", "STATES", "UNN", "DEPARTMENT", "TELEGRAM", "OF"))
_REACH = 100  # lines a heading may take
_ABOVE = 14  # lines from the first line of the heading to its group
_BRANCH = 30  # lines from a branch's number of receipt to it, its column of offices between
_SEARCHED = 400  # lines in which it is looked for
_GROUP = re.compile(rf"(?<![A-Z0-9])(?=.{{0,6}}\d\d)({N}{{2}})({N}{{2}})({N}{{2}}) ?[A-Z0-9](?![A-Z0-9])")  # fmt: skip


def read_heading(
    bench: Workbench, first: int | None = None, *, level_role: Role = Role.MARKING
) -> Heading | None:
    """Claim the lines of the heading and add its fields.

    Args:
        bench: the text.
        first: where to begin to look; by default below the cover.
        level_role: what a number line that begins with the level counts as.

    Returns:
        The heading with the line at which the text begins; None where there is none.
    """
    begin = find_heading(bench, bench.cover_end if first is None else first)
    if begin is None:
        return None
    heading = Heading(bench, words_of(bench.lexicon), level_role, begin=begin)
    heading.start = _walk(heading, begin)
    add_fields(heading)
    return heading


def find_heading(bench: Workbench, first: int) -> int | None:
    """The first line of the heading: the earliest that only a heading has, near its FM line."""
    anchor = next(
        (
            line.index
            for line in bench.lines[first : first + _SEARCHED]
            if bench.free(line.index)
            and not line.long
            and (GROUP_LINE.match(line) or is_page_one(line))
        ),
        None,
    )
    if anchor is None:
        named = (line for line in bench.lines[first : first + _SEARCHED] if FM.match(line))
        anchor = next((line.index for line in named if line.index + 1 < len(bench.lines)), None)
    if anchor is None:
        return None
    begin = anchor
    for line in reversed(bench.lines[max(first, anchor - _BRANCH) : anchor]):
        near = anchor - line.index <= _ABOVE
        if bench.free(line.index) and (
            IN_NUMBER.match(line)
            or (near and (is_page_one(line) or ROUTING.match(line) or distributes(line)))
        ):
            begin = line.index
    return begin


def is_page_one(line: Line) -> bool:
    """PAGE 01, or a page whose figure cannot be read."""
    found = PAGE_LINE.match(line) if line.bare[:1] == "P" else None
    return bool(found and digits(found[1]) in ("", "1", "01"))


def _walk(heading: Heading, begin: int) -> int:
    bench = heading.bench
    for line in bench.lines[begin : begin + _REACH]:
        at = line.index
        if bench.roles[at] is Role.PAGE_MARK and line.text == "---" and heading.phase == 0:
            bench.reclaim(at, Role.STAMP, DASH_LINE.name)
        if not bench.free(at):
            if heading.phase == 1 and at in bench.kinds and heading.listing in ("to", "info"):
                heading.listing, heading.levelled = "", True  # a level ends the lists
            continue
        if _read_line(heading, line):
            continue
        if heading.phase == 2 and len(line.bare) > 1:
            return at
        if heading.phase == 1 and (_is_text(line) or _below_level(heading, line)):
            return at
    return min(begin + _REACH, len(bench.lines)) if heading.phase else begin


def _below_level(heading: Heading, line: Line) -> bool:
    """A command's message begins right below its level; the Department's has its number there."""
    return heading.levelled and heading.level_role is H and sum(map(str.isalpha, line.bare)) > 3


_PARAGRAPH = re.compile(r"^\d{1,2}[.•] ?[A-Z]")


def _is_text(line: Line) -> bool:
    """Words in a row longer than any address: the text has begun."""
    return len(line.text) > 66 or bool(_PARAGRAPH.match(line.key)) or is_sentence(line)


def _read_line(heading: Heading, line: Line) -> bool:
    if line.long:
        return False
    if heading.phase == 2:
        return wire_lines.read_line(heading.bench, heading, line)
    for reader in _readers(heading.phase, line.bare[:1]):
        if reader(heading, line):
            break
    else:
        return False
    return True


def _claim(heading: Heading, line: Line, rule: Rule, listing: str = "") -> bool:
    heading.bench.claim(line.index, rule.role, rule.name)
    heading.listing = listing
    return True


def _page_line(heading: Heading, line: Line) -> bool:
    found = PAGE_LINE.match(line)
    if not found:
        return False
    if found[2]:
        _station(heading, line, found.start(2))
    return _claim(heading, line, PAGE_LINE, heading.listing)


_PART_OF = re.compile(rf"\b({N}{{2}}) OF ({N}{{2}})\b")
_STATION_NUMBER = re.compile(rf"([A-Z][A-Z .]{{1,10}}?) {{1,3}}(?=.{{0,6}}\d)({N}{{3,6}})\s*$")


def _station(heading: Heading, line: Line, offset: int) -> None:
    """Station, number and time of receipt, which stand beside PAGE 01."""
    rest = line.key[offset:]
    groups = list(_GROUP.finditer(rest))
    group = groups[-1] if groups else None
    if group and heading.receipt is None:
        span = line.part(offset + group.start(), offset + group.end())
        heading.receipt = (group[1] + group[2] + group[3], span)
    before = rest[: group.start()] if group else rest
    part = _PART_OF.search(before)
    before = before[: part.start()] if part else before
    heading.section = digits(part[1]) if part else heading.section
    named = _STATION_NUMBER.search(before)
    if named and heading.station_number is None:
        heading.station = named[1]
        span = line.part(offset + named.start(2), offset + named.end(2))
        heading.station_number = (digits(named[2]), span)


def _station_line(heading: Heading, line: Line) -> bool:
    found = STATION_LINE.match(line) if not heading.station_number else None
    if not found:
        return False
    _station(heading, line, found.start(1))
    return _claim(heading, line, STATION_LINE, heading.listing)


def _receipt_alone(heading: Heading, line: Line) -> bool:
    if heading.receipt or not RECEIPT_ALONE.match(line):
        return False
    heading.receipt = (line.key[:6], line.span)
    return _claim(heading, line, RECEIPT_ALONE, heading.listing)


_ACTS = re.compile(r"^\W{0,3}[A-Z0-9]{5,7}\W{0,2}")


def _distribution(heading: Heading, line: Line) -> bool:
    label = distributes(line)
    if label:
        rest = _ACTS.sub("", line.key)
        kept = heading.action if label == "ACTION" else heading.origin
        kept.extend((office, line.span) for office in acting_office(rest, heading.words))
        heading.bench.claim(line.index, H, f"{label.lower()}-offices")
        heading.listing = "action" if not rest else "offices"
        return True
    if INFO.match(line):
        found = INFO.match(line)
        _info_offices(heading, line, found[1] if found and found[1] else "")
        heading.bench.claim(line.index, H, "info-offices")
        heading.listing = "offices"
        return True
    return heading.listing in ("offices", "action") and _more_offices(heading, line)


def _more_offices(heading: Heading, line: Line) -> bool:
    before = len(heading.info)
    if heading.listing == "action":
        found = acting_office(line.key, heading.words)
        heading.action.extend((office, line.span) for office in found)
        claimed = bool(found)
    else:
        claimed = _info_offices(heading, line, line.key) or len(heading.info) > before
    if claimed:
        heading.bench.claim(line.index, H, "info-offices")
        heading.listing = "offices"
    return claimed


def _info_offices(heading: Heading, line: Line, text: str) -> bool:
    """Add the offices of a line and note the figure at its end; True where it holds either."""
    total, cut = total_of(text)
    found = offices_in(text[:cut], heading.words)
    if total is not None:
        heading.total = total
    heading.info.extend((office, line.span) for office in found)
    return bool(found) or (total is not None and cut <= 2)


def _drafting(heading: Heading, line: Line) -> bool:
    found = DRAFTED.match(line)
    if found and not heading.phase:
        value = line.part(*found.span(1)).of(heading.bench.source_text)
        heading.drafted.append((re.sub(r"\s*:\s*", ":", value.strip(" .:")), line.span))
        return _claim(heading, line, DRAFTED, "drafting")
    if heading.listing != "drafting" or DASH_LINE.match(line) or GROUP_LINE.match(line):
        return False
    heading.bench.claim(line.index, Role.DRAFTING, "cleared-by")
    return True


def _dash_line(heading: Heading, line: Line) -> bool:
    dashed = not line.key[0].isalnum() and DASH_LINE.match(line)
    return bool(dashed) and _claim(heading, line, DASH_LINE)


def _routing(heading: Heading, line: Line) -> bool:
    return ROUTING.match(line) is not None and _claim(heading, line, ROUTING)


def _letter(heading: Heading, line: Line) -> bool:
    if heading.sent or not LETTER_ALONE.match(line):
        return False
    _precedence(heading, line.bare, line.span)
    return _claim(heading, line, LETTER_ALONE)


def _precedence(heading: Heading, letters: str, span: Span) -> None:
    values = [PROSIGNS[sign] for sign in letters if sign in PROSIGNS]
    heading.bench.extend("precedence", values, [span], GROUP_LINE.name)


_WORN_Z = re.compile(r"(\d{6})[27](?!\d)")


def _group(heading: Heading, line: Line) -> bool:
    if heading.sent or line.bare.isalpha() or not GROUP_LINE.match(line):
        return False
    found = times.dtg(_WORN_Z.sub(r"\1Z", line.key), must=True)
    heading.phase = 1
    if found and found.date:
        heading.sent = found
        span = line.part(found.start, found.end)
        bench = heading.bench
        bench.add("sent_date", found.date, [span], GROUP_LINE.name, doubt=found.doubt)
        bench.add("sent_time", found.time, [span], GROUP_LINE.name, doubt=found.doubt)
        _precedence(heading, found.precedence, span)
    return _claim(heading, line, GROUP_LINE)


def _short_group(heading: Heading, line: Line) -> bool:
    """A group of day, hour and minute alone: its month is found beside another date."""
    found = SHORT_GROUP.match(line) if not heading.sent and not heading.short else None
    if not found:
        return False
    heading.phase = 1
    heading.short = (found[2].replace(" ", ""), line.part(*found.span(2)))
    _precedence(heading, found[1], line.part(*found.span(1)))
    return _claim(heading, line, SHORT_GROUP)


_MONTH_ALONE = re.compile(r"^\W{0,2}([A-Z]{3,9}) {1,2}(\d\d)\W{0,2}$")


def _month_line(heading: Heading, line: Line) -> bool:
    """Month and year of the group on a line of their own below it."""
    found = _MONTH_ALONE.match(line.key) if heading.short and not heading.dates else None
    month = times.month_of(found[1]) if found else None
    if found is None or month is None:
        return False
    heading.dates.append(Printed(0, 0, "month", year=times.century(int(found[2])), month=month))
    return _claim(heading, line, SHORT_GROUP)


def _in_number(heading: Heading, line: Line) -> bool:
    if not IN_NUMBER.match(line):
        return False
    date = times.day(line.key)
    if date and date.year:
        heading.dates.append(date)
    return _claim(heading, line, IN_NUMBER)


_STAFF_OFFICE = re.compile(r"\b([A-Z][A-Z0-9]{1,5}(?:-[A-Z]{2})?)(?:/[A-Z]{2,5})?-(\d{1,2})(?![0-9A-Z])")  # fmt: skip


_COUNTED = re.compile(_STAFF_OFFICE.pattern.replace(")?-(", ")?[- ]("))


def _staff(heading: Heading, line: Line) -> bool:
    """ACTION and INFO of a staff message branch: offices with a dash and their copies."""
    if ":" not in line.key and heading.listing != "staff":
        return False
    found = STAFF.match(line)
    goes_on = heading.listing == "staff" and _STAFF_OFFICE.search(line.key)
    if not found and not goes_on:
        return False
    offices = [each[1] for each in _COUNTED.finditer(line.key)]
    if found and not offices and (heading.phase or found[1] == "INFO"):
        return False
    name = "action_offices" if found and found[1] == "ACTION" else "info_offices"
    cut = line.key.find("INFO", 8)
    acts = [each[1] for each in _COUNTED.finditer(line.key[:cut])] if cut > 0 else offices
    heading.bench.extend(name, acts, [line.span], STAFF.name)
    heading.bench.extend("info_offices", offices[len(acts) :], [line.span], STAFF.name)
    return _claim(heading, line, STAFF, "staff")


def _from(heading: Heading, line: Line) -> bool:
    found = FM.match(line)
    if not found:
        return False
    heading.phase = 1
    if found[1]:
        known = address(found[1], heading.bench.lexicon, heading.words)
        heading.bench.add("from", as_sender(known.name, heading.words), [line.part(*found.span(1))], FM.name)  # fmt: skip
    return _claim(heading, line, FM, "" if found[1] else "from")


def _from_worn(heading: Heading, line: Line) -> bool:
    """Between the group and TO stands FM, however it is read."""
    worn = not heading.listing and "from" not in heading.bench.fields
    found = _WORN_FM.match(line.key) if worn else None
    below = heading.bench.lines[line.index + 1 : line.index + 2]
    if not found or not below or not TO.match(below[0]):
        return False
    known = address(found[1], heading.bench.lexicon, heading.words)
    heading.bench.add("from", as_sender(known.name, heading.words), [line.part(*found.span(1))], FM.name)  # fmt: skip
    return _claim(heading, line, FM)


_WORN_FM = re.compile(r"^\W{0,2}[A-Z0-9]{2} {1,3}([A-Z0-9].{5,60})$")


def _to(heading: Heading, line: Line) -> bool:
    found = TO.match(line)
    if not found or (heading.phase and _is_text(line)):
        return False
    heading.phase = 1
    if found[1]:
        _add_address(heading, "to", found[1], line.part(*found.span(1)))
    return _claim(heading, line, TO, "to")


def _info(heading: Heading, line: Line) -> bool:
    found = INFO.match(line)
    if not found:
        return False
    if found[1]:
        _add_address(heading, "info", found[1], line.part(*found.span(1)))
    return _claim(heading, line, INFO, "info")


def _add_address(heading: Heading, name: str, text: str, span: Span) -> None:
    known = address(text, heading.bench.lexicon, heading.words)
    heading.bench.extend(name, [known.name], [span], f"{name}-line")
    if known.eyes_only:
        heading.bench.extend("captions", ["EYES ONLY"], [span], f"{name}-line")
    if known.precedence:
        heading.urgency.append(known.precedence)


_ROUTED = re.compile(
    r"^\W{0,3}(?:(?:T[A-Z0]|[A-Z0]O)\W{0,2} )?(?:R[A-Z]{5,7}|ZEN) {0,1}/ {0,2}[A-Z0-9]"
)


def _routed(heading: Heading, line: Line) -> bool:
    """An addressee with its routing where the word TO was lost."""
    if heading.listing not in ("", "from") or not _ROUTED.match(line.key):
        return False
    text = re.sub(r"^\W{0,3}(?:T[A-Z0]|[A-Z0]O)\W{0,2} ", "", line.key)
    _add_address(heading, "to", text, line.span)
    return _claim(heading, line, TO, "to")


_NAMED_NUMBER = re.compile(rf"^\W{{0,2}}[A-Z][A-Z .]{{2,20}} {{1,2}}(?=[A-Z]{{0,3}}\d)({N}{{1,6}})\W{{0,2}}$")  # fmt: skip


def _number_below_level(heading: Heading, line: Line) -> bool:
    """Station and number on the line below the level."""
    found = _NAMED_NUMBER.match(line.key) if heading.levelled else None
    if not found or heading.level_role is H:
        return False
    number = digits(found[1])
    heading.bench.add("number", number.lstrip("0") or number, [line.part(*found.span(1))], "level-line")  # fmt: skip
    heading.bench.claim(line.index, heading.level_role, "level-line")
    heading.numbered, heading.listing, heading.phase = True, "", 2
    return True


_CLAS = re.compile(r"^\W{0,2}CLAS {1,2}")


def _number(heading: Heading, line: Line) -> bool:
    """`C O N F I D E N T I A L PARIS 9123`: the level, a section, the sender, the number."""
    if len(line.text) > 110:
        return False
    label = _CLAS.match(line.key)
    if not label and line.bare.isalpha():
        return False  # an addressee: the number has a figure
    offset = label.end() if label else 0
    level = level_at(line.key[offset:], heading.words)
    tail = NUMBER_TAIL.match(line.key[offset + level.end :]) if level else None
    if level is None or not (tail or label):
        return False
    bench = heading.bench
    span = line.part(offset + level.start, offset + level.end)
    bench.add("classification", level.value, [span], "level-line")
    if tail:
        at = offset + level.end
        number = digits(tail[4]) or tail[4]
        bench.add("number", number.lstrip("0") or number, [line.part(at + tail.start(4), at + tail.end(4))], "level-line")  # fmt: skip
        bench.kinds[line.index] = ("classification", level.value)
    bench.claim(line.index, H if label else heading.level_role, "level-line")
    heading.numbered, heading.listing, heading.phase = True, "", 2
    return True


def _break(heading: Heading, line: Line) -> bool:
    if not BREAK.match(line):
        return False
    heading.levelled = True  # a command's text begins behind it
    return _claim(heading, line, BREAK)


def _label(heading: Heading, line: Line) -> bool:
    """A line about the text where the number line has been lost."""
    if not wire_lines.label_of(line):
        return False
    heading.phase, heading.listing = 2, ""
    return wire_lines.read_line(heading.bench, heading, line)


def _more_addresses(heading: Heading, line: Line) -> bool:
    if heading.listing not in ("from", "to", "info") or _is_text(line) or len(line.bare) < 3:
        return False
    if sum(map(str.islower, line.text)) * 3 > len(line.bare) or line.bare in _STRAY:
        return False  # a teletype has capitals only; words of the form are no addressees
    if heading.listing == "from":
        known = address(line.key, heading.bench.lexicon, heading.words)
        heading.bench.add("from", as_sender(known.name, heading.words), [line.span], FM.name)  # fmt: skip
        heading.bench.claim(line.index, H, FM.name)
        heading.listing = ""
        return True
    if sum(map(str.isalpha, line.bare)) * 2 < len(line.bare):
        return False
    above = heading.bench.lines[max(heading.begin, line.index - 6) : line.index]
    if is_ticked_office(line, above):
        return heading.bench.claim(line.index, Role.STAMP, "routing-column")
    heading.bench.claim(line.index, H, f"{heading.listing}-line")
    _add_address(heading, heading.listing, line.key, line.span)
    return True


_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_READERS: tuple[tuple[str, str, Callable[[Heading, Line], bool]], ...] = (
    ("P", "0", _page_line), (_CAPITALS, "0", _station_line), ("0123456789OQDILSBZ", "0", _receipt_alone),
    ("", "0", _dash_line), ("", "01", _group), ("ZOPRYM0", "01", _short_group), (_CAPITALS, "01", _month_line),
    ("ALDO", "01", _in_number), (_CAPITALS, "1", _number_below_level), ("", "1", _routed), ("", "01", _staff),
    ("ZOPR", "01", _letter), ("", "01", _drafting), ("", "0", _distribution), ("", "0", _routing),
    ("", "1", _number), ("", "1", _from_worn), ("FEP", "01", _from), ("T", "01", _to), ("I1L", "1", _info),
    ("B", "1", _break), ("", "1", _label), ("", "01", _more_addresses),
)  # fmt: skip
"""In the order of trial: the first letters or figures the lines of a reader have, empty for any;
the phases in which it may know one."""


@lru_cache(maxsize=128)  # two phases, and the letters and figures
def _readers(phase: int, begins: str) -> tuple[Callable[[Heading, Line], bool], ...]:
    """The readers that may know a line which begins so."""
    return tuple(
        reader
        for signs, phases, reader in _READERS
        if str(phase) in phases and (not signs or begins in signs)
    )


def same_station(heading: Heading, key: str) -> bool:
    """Words that repeat the station or number of the first page."""
    if heading.station and squeeze(heading.station)[:4] in squeeze(key):
        return True
    number = heading.station_number[0].lstrip("0") if heading.station_number else ""
    return len(number) >= 3 and number in squeeze(key)
