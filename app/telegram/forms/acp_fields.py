"""What only the whole heading tells: offices checked by their sum, a short group's month, receipt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.telegram import times
from app.telegram.folding import digits
from app.telegram.forms.acp_heading import Heading
from app.telegram.forms.acp_rules import DRAFTED, PAGE_LINE, SHORT_GROUP, TO
from app.telegram.moments import completed
from app.telegram.times import Printed


def add_fields(heading: Heading) -> None:
    """What only the whole heading tells: offices checked by their sum, receipt, number."""
    bench = heading.bench
    doubt = _sum_doubt(heading)
    for name, kept in (("action_offices", heading.action), ("info_offices", heading.info)):
        values = tuple(dict.fromkeys(office.name for office, _ in kept))
        bench.add(name, values, dict.fromkeys(span for _, span in kept), "distribution", doubt=doubt)  # fmt: skip
    for value, span in heading.drafted:
        bench.add("drafted_by", value, [span], DRAFTED.name)
    if "precedence" not in bench.fields and heading.urgency:
        spans = bench.fields["to"].spans[:1] if "to" in bench.fields else ()
        bench.extend("precedence", heading.urgency[:1], spans, TO.name)
    _complete(heading)
    _receipt(heading)
    if heading.station_number:
        number, span = heading.station_number
        bench.add("number", number.lstrip("0") or number, [span], "station-number")


_MONTH_YEAR = re.compile(r"\b([A-Z]{3,9}) {1,2}(\d\d)(?!\d)")


def _complete(heading: Heading) -> None:
    """Month and year of a short group, from the branch's date or the number line's."""
    if heading.short is None or heading.sent:
        return
    bench = heading.bench
    printed, span = heading.short
    group = digits(printed)
    day, hour, minute = (int(group[at : at + 2]) for at in (0, 2, 4))
    if not (1 <= day <= 31 and hour <= 23 and minute <= 59):
        return
    bench.add("sent_time", f"{hour:02}:{minute:02}Z", [span], SHORT_GROUP.name)
    dates = heading.dates or list(_months(heading))
    if dates:
        short = Printed(0, 0, "dtg", day=day, hour=hour, minute=minute)
        whole = completed(short, dates[0]._replace(day=dates[0].day or day))
        bench.add("sent_date", whole.date, [span], "year-from-received")


def _months(heading: Heading) -> Iterator[Printed]:
    """A month with its year on the lines about the number line: `00435 JUL 65`."""
    for line in heading.bench.lines[max(0, heading.start - 3) : heading.start + 2]:
        for found in _MONTH_YEAR.finditer(line.key):
            month = times.month_of(found[1])
            if month:
                yield Printed(0, 0, "month", year=times.century(int(found[2])), month=month)


def _sum_doubt(heading: Heading) -> str:
    """The figure after the slash is the sum of all copies, the acting office's among them."""
    if heading.total is None:
        return ""
    counted = [office.copies for office, _ in (*heading.action, *heading.origin, *heading.info)]
    if any(count is None or count < 0 for count in counted):
        return "Not every figure of copies can be read."
    found = sum(count for count in counted if count is not None)
    if found == heading.total:
        return ""
    return f"The copies come to {found}, the line says {heading.total}."


def _receipt(heading: Heading) -> None:
    """The group beside PAGE 01: its month and year are those of the dispatch."""
    if heading.receipt is None:
        return
    printed, span = heading.receipt
    group = digits(printed)
    day, hour, minute = (int(group[at : at + 2]) for at in (0, 2, 4)) if len(group) == 6 else (0, 0, 0)  # fmt: skip
    if not (1 <= day <= 31 and hour <= 23 and minute <= 59):
        return
    heading.bench.add("received_time", f"{hour:02}:{minute:02}Z", [span], PAGE_LINE.name)
    if heading.sent:
        whole = completed(Printed(0, 0, "dtg", day=day, hour=hour, minute=minute), heading.sent)
        heading.bench.add("received_date", whole.date, [span], "year-from-dtg")
