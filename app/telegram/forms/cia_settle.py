"""The fields of a CIA message put together from what its header said in several places."""

from __future__ import annotations

import datetime as dt
import re

from app.telegram import cover
from app.telegram.forms.cia_dates import day_before, find_date
from app.telegram.forms.cia_lines import Head
from app.telegram.forms.cia_named import (
    cited_by_box,
    find_agency,
    find_boxed,
    find_headquarters,
    find_labelled,
    find_number,
)
from app.telegram.reading import Role, Span
from app.telegram.workbench import Workbench

Named = tuple[str, Span]
_HEADQUARTERS = ("DIR", "DIRECTOR", "HEADQUARTERS", "WASHINGTON", "WASH")


def settle_head(bench: Workbench, head: Head, start: int) -> None:
    """Put the fields together from what boxes, stamps and the citing line above the text say."""
    if head.cited is None and head.lone:
        head.cited, head.cable = (head.lone[0], head.lone[2]), (head.lone[1], head.lone[3])
    if head.dir_waits and head.cable is None and head.above:
        value, line = head.above
        bench.reclaim(line.index, Role.HEADER, "cia-cite")
        head.cable = (value, line.span)
    sheet = cover.values(bench)
    if head.cited and head.cited[0] in _HEADQUARTERS[:3]:
        head.outgoing = True
    elif head.cited:
        head.outgoing = False
    if head.outgoing and not head.senders:
        find_headquarters(bench, head)
    elif not head.outgoing and not head.senders and not head.cited and find_labelled(bench, head):
        pass  # an outgoing message after all
    elif not head.outgoing and not (head.senders and head.to):
        find_boxed(bench, head)
    if head.outgoing and not head.to and not head.cited_to:
        find_agency(bench, head)
    cited_by_box(head)
    if head.outgoing and not head.cable:
        find_number(bench, head, start)
    if head.outgoing and head.boxes >= 2 and not head.ticked:
        bench.fields.pop("precedence", None)
    _settle_loose(head)
    _settle_names(bench, head, sheet)
    _settle_times(bench, head, sheet)
    if head.cited and head.cable and head.cable[0]:
        value = f"{head.cited[0]} {head.cable[0]}"
        bench.add("cite", value, [head.cited[1], head.cable[1]], "cia-cite")
    if head.cable:
        bench.add("number", head.cable[0], [head.cable[1]], "cia-cite")


def _settle_loose(head: Head) -> None:
    """Names that stood alone, and those an engine put behind the wrong label.

    The sender is Headquarters of an outgoing message, the citing station of an incoming one; the
    names that cannot be the sender are addressed.
    """
    cited = head.cited[0] if head.cited else "DIRECTOR" if head.outgoing else ""
    if head.senders and cited and not head.names.near(cited, 0):
        known = [each for each in head.senders if head.names.near(each[0], 0)]
        cited = known[0][0] if known else cited
    loose = head.senders + head.loose if cited else head.loose
    if not cited:
        boxed = head.to + head.loose
        headquarters = [each for each in boxed if each[0] in _HEADQUARTERS]
        if headquarters and not head.senders and head.loose:
            rest = [each for each in head.loose if each not in headquarters]
            head.senders, loose = rest[:1], headquarters + rest[1:]
    else:
        head.senders = [each for each in loose if _sends(head, cited, each[0])][:1]
        back = [each for each in head.to if head.outgoing and each[0] in _HEADQUARTERS]
        head.senders = head.senders or back[:1]
        head.to = [each for each in head.to if each not in back]
        loose = [each for each in loose if not _sends(head, cited, each[0])]
    head.to += [each for each in loose if not _known(each[0], head.to)]


def _full(head: Head, name: str) -> str:
    """The station a code stands for, in capitals; a name stays as it is."""
    if name in ("DIR", "DIRECTOR"):
        return "DIRECTOR"
    full = head.names.stations.get(name, "")
    return full.upper() if full and not full.startswith("JM") else name


def _settle_names(bench: Workbench, head: Head, sheet: dict[str, Named]) -> None:
    cited = _full(head, head.cited[0]) if head.cited else ""
    boxed = head.senders[0] if head.senders else None
    named = sheet.get("FROM")
    if named and not head.cited and head.names.near(named[0].upper()):
        bench.add("from", head.names.written(named[0].upper()), [named[1]], "cia-from-cover")
    if boxed:
        bench.add(
            "from",
            head.names.written(_full(head, boxed[0])),
            [boxed[1]],
            "cia-label-from",
            doubt=head.doubt,
        )
    if head.cited:
        bench.add("from", head.names.written(cited), [head.cited[1]], "cia-cite")
    informed = head.info + head.cited_info
    # the box TO is the form's own word, though the codes only inform whom it names
    box = [each for each in head.to if not _known(each[0], informed)] or head.to[:1]
    cited_to = [each for each in head.cited_to if not _known(each[0], informed)]
    to = _merged(box, cited_to)
    if head.cited and not head.outgoing:  # no station is its own addressee
        cites = head.cited[0]
        to = [each for each in to if not _sends(head, cites, each[0])] or to
    bench.extend("to", [name for name, _ in to], [span for _, span in to], "cia-addressee")
    info = _full_names(_merged(head.info, head.cited_info), head.to)
    bench.extend("info", [name for name, _ in info], [span for _, span in info], "cia-addressee")
    for name, key in (("from", "FROM"), ("to", "TO")):
        if key in sheet and "WITHHELD" not in sheet[key][0].upper():
            value = head.names.written(sheet[key][0].upper())
            listed = value if name == "from" else (sheet[key][0].upper(),)
            bench.add(name, listed, [sheet[key][1]], "cia-from-cover")


def _same(one: str, other: str) -> bool:
    """One name begins as the other does, a task force's JM apart: MEXI and MEXICO CITY."""
    plain = (name.replace(" ", "").removeprefix("JM") for name in (one, other))
    short, long = sorted(plain, key=len)
    return long.startswith(short)


def _sends(head: Head, cited: str, name: str) -> bool:
    """The name is that of the station the message cites, as code or in full."""
    if head.outgoing and cited in _HEADQUARTERS and name in _HEADQUARTERS:
        return True
    return _same(cited, name) or _same(_full(head, cited), _full(head, name))


def _known(name: str, among: list[Named]) -> bool:
    return any(_same(name, other) for other, _ in among)


def _merged(first: list[Named], second: list[Named]) -> list[Named]:
    kept: list[Named] = []
    for each in first + second:
        if not _known(each[0], kept):
            kept.append(each)
    return kept


def _full_names(items: list[Named], boxed: list[Named]) -> list[Named]:
    """The name as the box has it, where the box names in full what a code informs."""
    return [
        next(((full, s) for full, s in boxed if _same(full, name)), (name, span))
        for name, span in items
    ]


def _settle_times(bench: Workbench, head: Head, sheet: dict[str, Named]) -> None:
    stamp, box, group, tor = head.stamp, head.box, head.group, head.tor
    if tor:
        bench.add("received_date", tor[0].date, [tor[1]], "cia-tor")
        bench.add("received_time", tor[0].time, [tor[1]], "cia-tor")
    if stamp and not head.outgoing:
        bench.add("received_date", stamp[0].date, [stamp[1]], "cia-receipt-stamp")
        bench.add("received_time", stamp[0].time, [stamp[1]], "cia-receipt-stamp")
    sources = (tor, stamp, box, head.slotted)
    anchors = [each[0].date for each in sources if each and each[0].date]
    anchors += [sheet["DATE"][0]] if "DATE" in sheet else []
    anchor = anchors[0] if anchors else ""
    if stamp and box and head.outgoing and 0 < _apart(box[0].date, stamp[0].date) <= _HELD:
        # the signal centre's stamp is the sending; the box names the day of drafting
        bench.add("sent_date", stamp[0].date, [stamp[1]], "cia-dispatch-stamp", alternatives=(box[0].date,))  # fmt: skip
        bench.add("sent_time", stamp[0].time, [stamp[1]], "cia-dispatch-stamp")
    if group:
        date = group[0].date or day_before(group[0].day, anchor)
        bench.add("sent_date", date, [group[1]], "cia-date-time-group")
        bench.add("sent_time", group[0].time, [group[1]], "cia-date-time-group")
    if box and not _against_cover(box[0].date, sheet):
        bench.add("sent_date", box[0].date, [box[1]], "cia-date")
    after = _days_after(bench, box[0].date) if box and not stamp and not head.outgoing else -1
    if box and (after > 0 or (after == 0 and group and not head.labelled)):
        bench.add("received_date", box[0].date, [box[1]], "cia-receipt-stamp")
    if stamp and not _against_cover(stamp[0].date, sheet):
        bench.add("sent_date", stamp[0].date, [stamp[1]], "cia-receipt-stamp")
    if "sent_date" not in bench.fields and head.outgoing:
        _date_below(bench)
    if "DATE" in sheet:
        doubt = "The date is that of the identification sheet."
        bench.add("sent_date", sheet["DATE"][0], [sheet["DATE"][1]], "cia-from-cover", doubt=doubt)
    elif "sent_date" not in bench.fields and (lone := _lone_date(bench)):
        bench.add("sent_date", lone[0], [lone[1]], "cia-date", doubt=_UNLABELLED)


_DATED = re.compile(r"^\W{0,3}DAT[EI]? ?[:;.]\W{0,3}")


def _date_below(bench: Workbench) -> None:
    """The box of the date among the officers' boxes, where the form of the 1970s has it."""
    for line in bench.lines[bench.cover_end :]:
        found = _DATED.match(line.key) if not line.long else None
        date = find_date(line.key[found.end() :], must=True) if found else None
        if found and date and date.start <= _AT_ONCE:
            bench.reclaim(line.index, Role.HEADER, "cia-label-date")
            span = line.part(found.end() + date.start, found.end() + date.end)
            bench.add("sent_date", date.date, [span], "cia-date")
            return


_AT_ONCE = 4  # signs between the label and its date
_UNLABELLED = "The date stands apart from the boxes of the form."
_SOUGHT = 90  # lines in which a date may stand apart, a routing sheet before the form among them


def _lone_date(bench: Workbench) -> Named | None:
    """A date that fills its line, where no box and no stamp gave one."""
    for line in bench.lines[bench.cover_end : bench.cover_end + _SOUGHT]:
        if 7 <= len(line.text) <= 18 and bench.roles[line.index] is not Role.MARKING:
            date = find_date(line.key)
            if date and len(line.text) - (date.end - date.start) <= 3:
                return date.date, line.part(date.start, date.end)
    return None


def _days_after(bench: Workbench, date: str) -> int:
    """How many days after the sending a date is; -1 where it is no day of receipt."""
    sent = bench.fields.get("sent_date")
    if sent is None:
        return -1
    apart = _apart(str(sent.value), date)
    return apart if 0 <= apart <= _TRANSIT else -1


def _apart(one: str, other: str) -> int:
    """Days from one date to another; 0 where one is none."""
    if not (one and other):
        return 0
    return (dt.date.fromisoformat(other) - dt.date.fromisoformat(one)).days


_HELD = 3  # days an outgoing message may wait between drafting and sending
_TRANSIT = 6  # days a message may take


def _against_cover(date: str, sheet: dict[str, Named]) -> bool:
    """The identification sheet names a day more than three days away: a digit is misread."""
    if "DATE" not in sheet or not date:
        return False
    apart = dt.date.fromisoformat(date) - dt.date.fromisoformat(sheet["DATE"][0])
    return abs(apart.days) > 3
