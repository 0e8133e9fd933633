"""Below the heading of a teletype message: running heads, end marks, signature, split banners."""

from __future__ import annotations

import itertools
import re

from app.telegram.folding import digits, squeeze
from app.telegram.forms.acp import Heading, same_station
from app.telegram.forms.acp_rules import PAGE_LINE, STATION_LINE
from app.telegram.forms.wire_words import level_at, words_of
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

END = rule(
    "wire-end-mark", Role.FORM_TEXT,
    r"^\W{0,2}(?:(?=[NIHMWV ]{0,8}N[NIHMWV ]{0,8}N)(?:[NHMWV]{3}|(?=I?NN)[NI]{3}|[NIHMWV]{4})(?:,? [NIHMWV]{3,4})?|N{3,5}[A-Z]{2,9}|NA?NN(?: NA?NN)?|NNN[A-Z] [A-Z0-9]{2} ?[A-Z]{2}.{0,10})[^\w,]{0,2}$",
    "NNNN", "NIN,",
)  # fmt: skip
_END_LENGTH = 40  # signs of an end mark at most
SURNAME = re.compile(r"^[\W_]{0,2}([A-Z][A-Z'-]{1,15}(?: [A-Z][A-Z'-]{2,14})?)[.,]?$")
RULES: tuple[Rule, ...] = (END,)
_NO_NAMES = frozenset(
    ("BT", "NNNN", "UNQUOTE", "END", "FILE", "STATE", "OADR", "COPY", "OFFICIAL USE", "LIMITED",
     "USE", "OFFICIAL", "DEPARTMENT", "STATES", "TELEGRAM", "UNN", "UNCLASSIFIED")
)  # fmt: skip
_ENDED = re.compile(r"[.?!][\"')\]]{0,2} {1,4}([A-Z][A-Z'-]{2,14})$")
_STOPPED = re.compile(r"[.?!:\"')\]•]\W{0,2}$")
_LEVEL_WORDS = frozenset(("LIMITED", "OFFICIAL", "OFFICIALUSE", "LIMITEDOFFICIAL", "TOP", "USE"))


def close(
    bench: Workbench, heading: Heading, *, signed: bool = True, until: int | None = None
) -> None:
    """Claim what stands below the heading and set the bounds of the text.

    `until` is the line at which another telegram begins, where the text holds several.
    """
    until = len(bench.lines) if until is None else until
    running_heads(bench, heading, until)
    end = end_of_text(bench, heading.start, until)
    bench.body_start = heading.start
    bench.body_end = signature(bench, heading.start, end) if signed else end


def running_heads(bench: Workbench, heading: Heading, until: int) -> None:
    """PAGE 02 with what repeats the first page; a repeated heading of a second section."""
    after = heading.start
    for line in bench.lines[heading.start : until]:
        at = line.index
        if at < after or line.bare[:1] != "P" or line.long or not bench.free(at):
            continue
        found = PAGE_LINE.match(line)
        if not found or not _heads_page(bench, heading, line, found):
            continue
        number = digits(found[1])
        bench.claim(at, Role.RUNNING_HEAD, "wire-running-head")
        _note_sheet(bench, line, int(number) if number else 0)
        after = _below_head(bench, heading, at + 1, number)


def _heads_page(bench: Workbench, heading: Heading, line: Line, found: re.Match[str]) -> bool:
    rest = found[2] or ""
    if rest:
        return same_station(heading, rest) or bool(
            re.search(r"\d{5}", rest) or level_at(rest, heading.words) or rest.startswith("RU")
        )
    following = bench.lines[line.index + 1] if line.index + 1 < len(bench.lines) else None
    if following is not None and STATION_LINE.match(following):
        return True
    near = bench.lines[max(0, line.index - 3) : line.index + 4]
    return any(bench.roles[each.index] in (Role.MARKING, Role.PAGE_MARK) for each in near)


def _below_head(bench: Workbench, heading: Heading, at: int, number: str) -> int:
    """The station's line below a head; all of a heading that a further section repeats."""
    lines = bench.lines
    if number in ("1", "01"):
        for end in range(at, min(at + 40, len(lines))):
            level = level_at(lines[end].key, heading.words)
            if level and "SEC" in lines[end].key[level.end :]:
                for index in range(at, end + 1):
                    bench.claim(index, Role.RUNNING_HEAD, "repeated-heading")
                return _repeated_labels(bench, heading, end + 1)
    if at < len(lines) and bench.free(at) and STATION_LINE.match(lines[at]):
        bench.claim(at, Role.RUNNING_HEAD, "wire-running-head")
        return at + 1
    return at


def _repeated_labels(bench: Workbench, heading: Heading, at: int) -> int:
    """Below the level of a further section: the lines that the first heading has, too."""
    first = {line.bare for line in bench.lines[heading.begin : heading.start]}
    while at < len(bench.lines) and bench.lines[at].bare in first:
        bench.claim(at, Role.RUNNING_HEAD, "repeated-heading")
        at += 1
    return at


def _note_sheet(bench: Workbench, line: Line, number: int) -> None:
    """Tell the sheet its head where it stands near the top of it."""
    sheet = bench.sheets[bench.page_of[line.index] - 1]
    if line.index - sheet.first > 12:
        return
    above = bench.lines[sheet.first : line.index]
    text = any(bench.free(each.index) and len(each.text) > 36 for each in above)
    if not text and sheet.running_head is None and sheet.first > 0:
        sheet.running_head = line.span
        sheet.printed = number or sheet.printed


def end_of_text(bench: Workbench, start: int, until: int | None = None) -> int:
    """The end mark that nothing but marks follows; the number of lines where there is none."""
    end = len(bench.lines) if until is None else until
    heads = (at for at in range(end - 1, start - 1, -1) if bench.roles[at] is Role.RUNNING_HEAD)
    last_head = next(heads, -1)
    for line in bench.lines[start:end]:
        if len(line.text) > _END_LENGTH:
            continue
        if bench.free(line.index) and END.match(line):
            bench.claim(line.index, END.role, END.name)
        if bench.rules[line.index] in (END.name, "end-mark") and line.index > last_head:
            return line.index
    return end


def split_banners(bench: Workbench) -> None:
    """A level that an engine cut into two or three lines, at the edges of pages."""
    for line in bench.lines[bench.cover_end :]:
        if line.bare not in _LEVEL_WORDS or not bench.free(line.index):
            continue
        for count in (2, 3):
            parts = bench.lines[line.index : line.index + count]
            level = bench.lexicon.classifications.get("".join(each.bare for each in parts))
            if level and all(bench.free(each.index) for each in parts):
                for each in parts:
                    bench.claim(each.index, Role.MARKING, "classification-banner")
                    bench.kinds[each.index] = ("classification", level)


def near_banners(bench: Workbench, first: int, last: int) -> None:
    """A line above the text that is a level and nothing else, however struck or stamped over."""
    words = words_of(bench.lexicon)
    for line in bench.lines[first:last]:
        if not bench.free(line.index) or not 6 <= len(line.bare) <= 22:
            continue
        level = words.levels.near(line.bare)
        if level:
            bench.claim(line.index, Role.MARKING, "classification-banner")
            bench.kinds[line.index] = ("classification", level.value)


def signature(bench: Workbench, start: int, end: int) -> int:
    """Find the surname below the text, or as its last word; where the text ends."""
    free = _from_last_prose(bench, start, end)
    words = words_of(bench.lexicon)
    for before, line in itertools.pairwise(free):
        if (level := words.levels.near(line.bare)) and len(line.bare) > 5:
            bench.claim(line.index, Role.MARKING, "classification-banner")
            bench.kinds[line.index] = ("classification", level.value)
        elif _signs(bench, before, line):
            name = SURNAME.match(_letters(line.text))
            bench.claim(line.index, Role.SIGNATURE, "wire-signature")
            bench.add("signature", name[1] if name else line.text, [line.span], "wire-signature")
            return line.index
    below = [line for line in free if " " in line.text]
    if below and (found := _ENDED.search(below[-1].text[-40:])):
        _sign_in_line(bench, below[-1], found)
    return end


def _from_last_prose(bench: Workbench, start: int, end: int) -> list[Line]:
    """The free lines from the last that is surely text, looked for from below; else all."""
    found: list[Line] = []
    for line in reversed(bench.lines[start:end]):
        if bench.free(line.index) and len(line.bare) > 1:
            found.append(line)
            if _is_prose(line):
                break
    return found[::-1]


_SHAPES = str.maketrans("014|", "OIAI")


def _letters(text: str) -> str:
    """A name with one figure or stroke among five letters and more put back to the letter it is."""
    letters, others = sum(map(str.isalpha, text)), sum(sign in "014|" for sign in text)
    return text.translate(_SHAPES) if letters >= 5 and others == 1 else text


def _is_prose(line: Line) -> bool:
    return len(line.text) > 24 or line.key.count(" ") >= 3


def _signs(bench: Workbench, before: Line, line: Line) -> bool:
    """A name alone on its line below a finished sentence."""
    found = SURNAME.match(_letters(line.text))
    if (
        not found
        or found[1].startswith("END ")
        or found[1] in _NO_NAMES
        or squeeze(found[1]) in bench.lexicon.classifications
    ):
        return False
    stopped = bool(_STOPPED.search(before.text[-4:]))
    short = len(line.bare) <= 2 or line.bare in bench.lexicon.offices
    return not short and (stopped or not line.text.endswith("."))


def _sign_in_line(bench: Workbench, line: Line, found: re.Match[str]) -> None:
    name = found[1]
    if name in _NO_NAMES or squeeze(name) in bench.lexicon.captions:
        return
    start = len(line.text) - len(name)
    bench.add("signature", name, [line.part(start, len(line.text))], "signature-after-stop")
