"""Department of State, INCOMING TELEGRAM, about 1946 to 1966.

Labels and values may stand on one line, on two, or labels first and values after; the column of
information offices may run down beside the text. So values are known by what they are: a date
with a year is the receipt, `number, MONTH day, hour` is the number line.
"""

from __future__ import annotations

import re

from app.telegram import pages
from app.telegram.closing import find_signature
from app.telegram.forms import incoming_words as words
from app.telegram.forms.form import Evidence
from app.telegram.forms.incoming_head import claim_file_number, claim_from_head, claim_line
from app.telegram.forms.office_column import claim_offices
from app.telegram.forms.signs import heading_of
from app.telegram.lines import Line
from app.telegram.moments import infer_year
from app.telegram.reading import Family, Role
from app.telegram.rules import Context, Rule
from app.telegram.times import Printed, century, day, number_date
from app.telegram.timing import YEAR_FROM
from app.telegram.workbench import Workbench

_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d\d)(?!\d)")
_HEAD_LINES = 70
_AHEAD = 16  # lines below a line of prose in which the number line may yet come
_STRONG = {
    "number-line", "received", "received-time", "control-number", "from", "to", "precedence",
    "caption", "addressees", "reference-line", "addressed-to-person",
}  # fmt: skip


class StateIncoming:
    """The seed's form."""

    family = Family.STATE_INCOMING
    rules: tuple[Rule, ...] = words.RULES
    contexts: tuple[Context, ...] = (
        Context("number-line", Role.HEADER, "INCOMING TELEGRAM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM<<\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME.", "INCOMING TELEGRAM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US ON MAY 5 AT 4 PM THAT TALKS WOULD RESUME.<<"),
        Context("running-head", Role.RUNNING_HEAD, "INCOMING TELEGRAM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS\n\f-2- 12, MAY 5, 4 PM FROM PARIS<<\nWOULD RESUME.", "INCOMING TELEGRAM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS\n-2 POINTS OF FIVE- WOULD GO ON.<<"),
    )  # fmt: skip

    def evidence(self, bench: Workbench) -> Evidence:
        """Heading, labels of the form, number line, return notice."""
        points: dict[str, int] = {}
        if _at_most(bench) <= bench.known:
            return Evidence()
        for line in bench.lines[bench.cover_end : bench.cover_end + _HEAD_LINES]:
            rule = bench.rules[line.index]
            if "INCOMING" in line.key and rule == "form-heading":
                worth = 1 if "MESSAGE" in line.key else 4  # others head theirs so
                points["form-heading"] = max(worth, points.get("form-heading", 0))
            elif not line.long and ", " in line.key and _numbers(line):
                points["number-line"] = 3
            elif words.RECEIVED.match(line):
                points["received"] = 2
            elif "SECRETARY OF STATE" in line.key:
                points["to"] = 1
            elif rule == "form-return-notice":
                points["form-return-notice"] = 2
        return Evidence(sum(points.values()), tuple(points))

    def read(self, bench: Workbench) -> None:
        """Header, running heads, body, signature."""
        heads = _running_heads(bench)
        start = _header(bench, _heading(bench))
        later = [line.index for line in _later_headings(bench, start)]
        claim_offices(bench, start, later[0] if later else None)
        _file_numbers(bench, bench.cover_end, later[0] if later else len(bench.lines))
        bench.body_start = start
        heads = [at for at in heads if not later or at < later[0]]
        until = later[0] if later else None
        bench.body_end = find_signature(bench, max(start, *heads) if heads else start, until)
        for at, after in zip(later, [*later, len(bench.lines)][1:], strict=True):
            _further(bench, at, after)
        claim_from_head(bench)
        _header_classification(bench, start)
        _date_sent(bench)


def _at_most(bench: Workbench) -> int:
    """The points a text can show, by one look: six but for the heading and the return notice."""
    heading = 4 if "INCOMING" in heading_of(bench).text else 0
    return 6 + heading + 2 * ("form-return-notice" in bench.rules)


def _numbers(line: Line) -> bool:
    if line.bare.isalpha():  # the day is a figure
        return False
    printed = number_date(line.key)
    return printed is not None and words.NUMBER.search(line.key[: printed.start]) is not None


def _running_heads(bench: Workbench) -> list[int]:
    """Claim the heads of later pages, and what repeats the first page's form above them."""
    found = []
    for number, sheet in enumerate(bench.sheets):
        inside = bench.lines[sheet.first : min(sheet.last + 1, sheet.first + 16)]
        head = next((line for line in inside if number and pages.running_head(line)), None)
        if head is None or not bench.free(head.index):
            continue
        bench.claim(head.index, Role.RUNNING_HEAD, "running-head")
        sheet.running_head = head.span
        found.append(head.index)
        shape = pages.running_head(head)
        sheet.printed = int(shape[1]) if shape and shape[1] else None
        for line in inside[: head.index - sheet.first]:
            if bench.roles[line.index] is Role.FORM_TEXT or (
                bench.free(line.index) and len(line.bare) > 3 and not line.bare.isdigit()
            ):
                bench.reclaim(line.index, Role.RUNNING_HEAD, "above-running-head")
    return found


def _header(bench: Workbench, begin: int) -> int:
    """Claim the header's lines and add their fields; the index at which the text begins."""
    last = begin
    for line in bench.lines[begin : begin + _HEAD_LINES]:
        at = line.index
        if bench.roles[at] is Role.RUNNING_HEAD:
            return at
        if bench.rules[at] == "date-stamp" and _awaits_receipt(bench, line):
            _free(bench, at)
        if not bench.free(at):
            continue
        if line.long:
            return at
        claimed = claim_line(bench, line)
        if claimed and bench.rules[at] in _STRONG:
            last = at
        elif not claimed and _is_prose(line) and _text_begins(bench, line, last):
            return at
    return last + 1 if last > begin else begin


def _file_numbers(bench: Workbench, begin: int, after: int) -> None:
    for line in bench.lines[begin:after]:
        if "/" in line.key and bench.free(line.index):
            claim_file_number(bench, line)


def _further(bench: Workbench, begin: int, after: int) -> None:
    """Another telegram of the same text: its lines have their roles, the fields stay the first's."""
    fields, kept = bench.fields, bench.doubts[:]
    bench.fields = {}
    start = min(_header(bench, begin), after)
    claim_offices(bench, start, after, begin)
    _file_numbers(bench, begin, after)
    end = find_signature(bench, start, after)
    bench.fields, bench.doubts[:] = fields, kept
    for line in bench.lines[start:end]:
        if bench.free(line.index) and len(line.bare) > 1:
            bench.claim(line.index, Role.BODY, "further-message")


def _later_headings(bench: Workbench, start: int) -> list[Line]:
    """Headings of the form below text, a number line and no running head under them."""
    found: list[Line] = []
    if "form-heading" not in bench.rules[start + 1 :]:
        return found
    for line in bench.lines[start + 1 :]:
        if bench.rules[line.index] != "form-heading":
            continue
        for below in bench.lines[line.index + 1 : line.index + _HEAD_LINES]:
            ended = bench.rules[below.index] == "form-heading" or below.long
            if ended or bench.roles[below.index] is Role.RUNNING_HEAD:
                break
            if bench.free(below.index) and ", " in below.key and _numbers(below):
                found.append(line)
                break
    return found


def _heading(bench: Workbench) -> int:
    for line in bench.lines[bench.cover_end : bench.cover_end + 60]:
        if bench.rules[line.index] == "form-heading":
            return line.index
    return bench.cover_end


def _free(bench: Workbench, at: int) -> None:
    bench.roles[at] = None
    bench.rules[at] = ""


def _awaits_receipt(bench: Workbench, line: Line) -> bool:
    """`Rec'd` has been read, its date has not, and no filing stamp stands above the date."""
    above = bench.rules[max(0, line.index - 1) : line.index]
    labelled = "received" in bench.rules[max(0, line.index - 12) : line.index]
    return labelled and "received_date" not in bench.fields and "filing-stamp" not in above


def _is_prose(line: Line) -> bool:
    return (
        len(line.text) >= 24
        and line.key.count(" ") >= 3
        and sum(map(str.isalpha, line.bare)) * 10 > 8 * len(line.bare)
    )


def _text_begins(bench: Workbench, line: Line, last: int) -> bool:
    """The number line has been read, or two lines of prose follow one another."""
    if "number" in bench.fields:
        return True
    ahead = bench.lines[line.index + 1 : line.index + _AHEAD]
    if any(not each.long and _numbers(each) for each in ahead):
        return False
    after = ahead[:1]
    waiting = last > _heading(bench) and "received_date" in bench.fields
    return waiting and bool(after) and bench.free(after[0].index) and _is_prose(after[0])


def _header_classification(bench: Workbench, start: int) -> None:
    """The first level that stands alone; UNCLASSIFIED only above the text."""
    for at, (kind, value) in sorted(bench.kinds.items()):
        if at < bench.cover_end:
            continue
        line = bench.lines[at]
        below = at >= start or bench.rules[max(0, at - 1)] == "form-reproduction"
        if kind == "classification" and not (value == "UNCLASSIFIED" and below):
            bench.add("classification", value, [line.span], "classification-banner")
            return


def _date_sent(bench: Workbench) -> None:
    """Put the year to the date of the number line, and name where it comes from."""
    sent = bench.fields.pop("sent_date", None)
    if sent is None:
        return
    printed, month, number = (int(part) for part in str(sent.value).split("-"))
    year = infer_year(
        month,
        number,
        printed=printed or None,
        received=_received(bench),
        file_number=str(bench.fields["file_number"].value) if "file_number" in bench.fields else "",
        stamps=_stamps(bench),
    )
    if year.value is None:
        return
    source = year.source.replace(" ", "-")
    bench.add(
        "sent_date",
        f"{year.value:04}-{month:02}-{number:02}",
        sent.spans,
        "number-line" if source == "printed" else YEAR_FROM + source,
        doubt=year.doubt,
    )


def _received(bench: Workbench) -> Printed | None:
    field = bench.fields.get("received_date")
    if field is None:
        return None
    year, month, number = (int(part) for part in str(field.value).split("-"))
    return Printed(0, len(field.value), "day", year, month, number)


def _stamps(bench: Workbench) -> list[Printed]:
    """Dates of filing stamps: the telegram is not later."""
    if "date-stamp" not in bench.rules and "correction" not in bench.rules:
        return []
    found = [day(line.key) for line in bench.lines if bench.rules[line.index] == "date-stamp"]
    found += [
        Printed(0, 0, "stamp", century(int(dated[3])), int(dated[1]), int(dated[2]))
        for line in bench.lines
        if bench.rules[line.index] == "correction" and (dated := _SLASHED.search(line.key))
    ]
    return [printed for printed in found if printed and printed.date]
