"""What stands below the text of a CIA message: office comments, officers, another message.

A comment of the Clandestine Services explains the asterisks of the text; officers release and
authenticate an outgoing message in the boxes below it. A file may hold a second message behind
the first: its citing line, or paragraphs of text where no comment runs, begin it.
"""

from __future__ import annotations

import re

from app.telegram.folding import Words, distance
from app.telegram.forms import cia_cite, cia_head, cia_lines, cia_words
from app.telegram.forms.cia_dates import find_date
from app.telegram.forms.cia_lines import Head
from app.telegram.lines import Line
from app.telegram.reading import Role, Span
from app.telegram.rules import Context, rule
from app.telegram.workbench import Workbench

COMMENT = rule("cia-comment", Role.BODY, r"^\W{0,4}(?:[C¢][/.I1 ]?S|[A-Z/]{2,6}\d?) CO[MN]{1,2}E[NM][TY]S?\b|^\*{1,3} ?[A-Z]{2}", "C/S COMMENT: *DISSEMINATED EARLIER.", "COMMENT FOLLOWS LATER IN THE WEEK")  # fmt: skip
ENDS = ("cia-end-of-message", "cia-end-among-scraps", "end-mark")
_FEET = ("cia-foot", "form-reproduction", "cia-officers", "cia-officers-captions")
_HEAD = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\n"
_OUT = "MESSAGE FORM\nSECRET\nTO PARIS\nFROM DIRECTOR\nCITE DIRECTOR 12345\n"
_TEXT = "1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\n"
_FIRST = f"{_HEAD}DIR CITE PARI 1234\n{_TEXT}END OF MESSAGE\n"
CONTEXTS = (
    Context("cia-officer", Role.DRAFTING, f"{_HEAD}DIR CITE PARI 1234\n{_TEXT}END OF MESSAGE\nJ. R. MILLER<<\n", f"{_HEAD}DIR CITE PARI 1234\n{_TEXT}J. R. MILLER<<\n2. HE WAS NOT SEEN AGAIN IN THE TOWN AFTER THE FIFTH.\nEND OF MESSAGE\n"),
    Context("cia-officer-unit", Role.DRAFTING, f"{_OUT}{_TEXT}END OF MESSAGE\nC/WH<<\nRELEASING OFFICER\n", f"{_OUT}{_TEXT}END OF MESSAGE\n1961<<\nRELEASING OFFICER\n"),
    Context("cia-banner-below", Role.MARKING, f"{_OUT}{_TEXT}END OF MESSAGE\nSECRET/GYROSE<<\n", f"{_OUT}{_TEXT}END OF MESSAGE\nSE/GYR<<\n"),
    Context("cia-distribution-below", Role.HEADER, f"{_FIRST}WH/EXEC 1<<\n", f"{_FIRST}14 / 3<<\n"),
    Context("cia-further-head", Role.HEADER, f"{_FIRST}SECRET\nDIR CITE PARI 1235<<\n1. HE CAME BACK BY THE SAME TRAIN ON THE SIXTH OF MAY.\n", f"{_FIRST}SECRET\nHE WILL CITE 1235<<\n"),
    Context("cia-further-text", Role.BODY, f"{_FIRST}SECRET\nDIR CITE PARI 1235\n1. HE CAME BACK BY THE SAME TRAIN ON THE SIXTH OF MAY.<<\n", f"{_FIRST}SECRET\nRPTD TO THE DESK<<\n"),
)  # fmt: skip
_COMMENTED = re.compile(
    r"^\W{0,4}(?:[A-Z] )?(?:[C¢G][/.I1 ]?S|[A-Z/]{2,6}\d?) (C[A-Z]{4,8})\b ?[:;.,*>(]"
)
_COMMENT = Words({"COMMENT": "COMMENT", "COMMENTS": "COMMENT"})
_UNIT = re.compile(r"^\W{0,2}(?:[A-Z]{1,4}/[A-Z0-9/]{1,9}\b|(?:[A-Z]\. ?){1,3}[A-Z]{3,14}$)")
_OFFICER = re.compile(
    r"^(?:[A-Z]\. ?){0,3}[A-Z][A-Za-z.' ]{3,24}(?:[,(].{0,24})?$|^[A-Z]{1,4}/[A-Z0-9/]{1,9}\b.{0,40}$"
)
_BOX = re.compile(
    r"^\W{0,3}[A-Z]{1,6} ?/ ?[A-Z][A-Z0-9/ ]{0,12}\W{0,3}$"  # a unit, loosely set
    # names, the unit beside or between them
    r"|^\W{0,3}(?:[A-Z][A-Za-z.]{0,14} ){1,3}[A-Z]{1,4}/[A-Za-z0-9/]{1,9}(?: [A-Z][A-Za-z.]{0,14}){0,3}\W{0,3}$"
)
_BANNER = re.compile(r"^\W{0,2}S-?E-?C-?R-?E-?T ?/ ?[A-Z]{4,10}\W{0,2}$")  # with the slug beside it
_COUNTED = re.compile(r"^\W{0,3}(?:[A-Z]{1,4}/[A-Z0-9/]{1,9}[. ]{1,3}\d{1,2}\b.{0,20}){1,3}$")
_CITING = re.compile(r"(?<![A-Z])C[I1L]TE[: ]{1,3}[A-Z]{2,10}[: ]{1,3}\d{3,6}\b")
_ROW = 44  # signs from which a line that opens with a unit is a sentence
_LONG = 32  # signs from which a line of capitals is text and no officer's note


def comments(line: Line, reach: int) -> bool:
    """An office's comment begins: the office and the word, which may hold slips, near the head."""
    found = _COMMENTED.match(line.key) if " C" in line.key[:12] else None
    if found is None:
        return "COM" in line.key[:reach] and COMMENT.match(line) is not None
    return found.start(1) < reach and _COMMENT.near(found[1], 2) is not None


def claim_after(bench: Workbench, head: Head, end: int) -> None:
    """Comments of the office, the officers' names, late header values, further messages.

    Args:
        bench: with printed words and the header claimed.
        head: what the header said; values that an engine put behind the text are added.
        end: the line at which the first text ends.
    """
    commenting = False
    usual = _usual_gap(bench)
    until = end
    for line in bench.lines[end:]:
        at = line.index
        if at < until:
            continue
        if not bench.free(at):
            kept = bench.roles[at] not in (Role.MARKING, Role.FORM_TEXT, Role.DRAFTING)
            commenting = commenting and kept
        elif (COMMENT.match(line) or comments(line, 20)) and len(line.text) > 8:
            commenting = bench.claim(at, Role.BODY, COMMENT.name)
        elif not commenting and _begins_again(bench, head, line):
            until = _further(bench, at)
        elif not cia_lines.is_prose(line) and late(bench, head, line):
            continue
        elif (
            commenting
            and line.gap <= usual
            and (len(line.text) > _ROW or not _UNIT.match(line.text))
        ):
            bench.claim(at, Role.BODY, COMMENT.name)
        else:
            commenting = not _officer(bench, head, line) and commenting


def _officer(bench: Workbench, head: Head, line: Line) -> bool:
    """A name or a unit alone below the text; an office with its count is of the distribution."""
    if _BANNER.match(line.key) or distance(line.bare, "SECRET", 1) is not None:
        bench.kinds[line.index] = ("classification", "SECRET")
        return bench.claim(line.index, Role.MARKING, "cia-banner-below")
    if not head.outgoing and _COUNTED.match(line.text):
        return bench.claim(line.index, Role.HEADER, "cia-distribution-below")
    if _OFFICER.match(line.text.strip()) and len(line.bare) > 4:
        return bench.claim(line.index, Role.DRAFTING, "cia-officer")
    if head.outgoing and _BOX.match(line.text):
        return bench.claim(line.index, Role.DRAFTING, "cia-officer-unit")
    return False


def _begins_again(bench: Workbench, head: Head, line: Line) -> bool:
    """Another message: it cites its sender, or its text runs on over two lines."""
    if head.cited is not None and _CITING.search(line.key):
        return True
    return is_text(line) and any(is_text(other) for other in _next_free(bench, line, 2))


def is_text(line: Line) -> bool:
    """A line of some length, in capitals and worded as text is."""
    capitals, small = sum(map(str.isupper, line.text)), sum(map(str.islower, line.text))
    return len(line.text) >= _LONG and small * 4 < capitals and cia_lines.is_prose(line)


def _next_free(bench: Workbench, line: Line, reach: int) -> list[Line]:
    below = bench.lines[line.index + 1 : line.index + 1 + reach]
    return [other for other in below if bench.free(other.index)]


def _further(bench: Workbench, first: int) -> int:
    """Claim one more message; the index behind it. Its header adds nothing to the fields."""
    seen_text = False
    for line in bench.lines[first:]:
        at = line.index
        ended = bench.rules[at] in ENDS or bench.rules[at] in _FEET or comments(line, 20)
        if ended and at > first:
            return _close(bench, first, at)
        if not bench.free(at):
            continue
        seen_text = seen_text or cia_lines.is_prose(line) or line.long
        if seen_text and len(line.bare) > 2:
            bench.claim(at, Role.BODY, "cia-further-text")
        elif not seen_text and len(line.bare) > 4:
            bench.claim(at, Role.HEADER, "cia-further-head")
    return _close(bench, first, len(bench.lines))


def _close(bench: Workbench, first: int, after: int) -> int:
    if _goes_on(bench, first):
        return after
    bench.further.append(Span(bench.lines[first].span.start, bench.lines[after - 1].span.end))
    bench.doubts.append("A further telegram stands in the text.")
    return after


def _usual_gap(bench: Workbench) -> int:
    gaps = sorted(line.gap for line in bench.lines[bench.cover_end :])
    return gaps[len(gaps) // 2] if gaps else 0


def late(bench: Workbench, head: Head, line: Line) -> bool:
    """A header value that an engine put behind the text."""
    labelled = cia_words.label(line)
    if labelled and labelled[0] in ("DATE", "ORIG", "UNIT", "EXT") and len(line.text) < 40:
        return cia_head.read_line(bench, head, line)
    if cia_cite.CITE.match(line) and head.cited is None:
        return cia_cite.find_cite(bench, head, line.index, line.index + 1) is not None
    near = bench.lines[max(0, line.index - 2) : line.index + 3]
    boxed = any(cia_lines.IN_NUMBER.match(other) or find_date(other.key) for other in near)
    return cia_head.read_late(bench, head, line, boxed=boxed)


def _goes_on(bench: Workbench, at: int) -> bool:
    """A print-out says on each page which message it is of, and the page's number in it."""
    sheet = bench.sheets[bench.page_of[at] - 1]
    return any(_LATER_PAGE.search(line.key) for line in bench.lines[sheet.first : at])


_LATER_PAGE = re.compile(r"^\W{0,3}MHFNO ?:.{6,60}PAGE ?: {0,3}(?:[2-9]|[1-9][0-9])\b")
