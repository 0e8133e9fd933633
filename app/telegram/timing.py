"""When the telegram was sent and received: the fields' dates and hours set on their clocks.

A printed zone rules. Without one a sending hour is the post's, a receipt of the Department is
Washington's, and another agency's hour stays without a zone: nothing is guessed.
"""

from __future__ import annotations

import re

from app.telegram.moments import Year, moment, transit
from app.telegram.places import gazetteer
from app.telegram.reading import Family, Field, Moment
from app.telegram.times import Printed
from app.telegram.workbench import Workbench
from app.telegram.zones import WASHINGTON

YEAR_FROM = "year-from-"
"""The rule of a date whose year another word gives: `year-from-received`."""

_OF_THE_DEPARTMENT = (
    Family.STATE_INCOMING,
    Family.STATE_OUTGOING,
    Family.STATE_TELEGRAM,
    Family.STATE_ELECTRONIC,
    Family.STATE_MRN,
)
_LETTERED = re.compile(r"\b\d{6} ?([A-IK-Y])(?![A-Za-z])")  # a group in the hour of a letter zone
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_ISO_HOUR = re.compile(r"(\d\d):(\d\d)(Z?)")
_MINUTES = re.compile(r"\d ?[:;.,h]? ?\d\d(?!\d)|\d{3}")


def place_moments(bench: Workbench, family: Family) -> None:
    """Give the bench its moments and the minutes between them."""
    bench.sent = _moment(bench, "sent", _sending_zone(bench, family))
    at_home = WASHINGTON if family in _OF_THE_DEPARTMENT else ""
    bench.received = _moment(bench, "received", at_home)
    under_way = transit(bench.sent, bench.received)
    bench.transit_minutes = under_way.minutes
    if under_way.doubt:
        bench.doubts.append(under_way.doubt)


def _sending_zone(bench: Workbench, family: Family) -> str:
    if family is Family.STATE_OUTGOING:
        return WASHINGTON
    sender = bench.fields.get("from")
    if sender is None or family not in _OF_THE_DEPARTMENT:
        return ""
    place = gazetteer(bench.lexicon.vocabulary).find(str(sender.value), "must", _year(bench))
    return place.post.zone if place else ""


def _year(bench: Workbench) -> int | None:
    dated = bench.fields.get("sent_date") or bench.fields.get("received_date")
    return int(str(dated.value)[:4]) if dated else None


def _moment(bench: Workbench, kind: str, zone: str) -> Moment | None:
    date, time = bench.fields.get(f"{kind}_date"), bench.fields.get(f"{kind}_time")
    printed = _printed(date, time)
    if printed is None or date is None:
        return None
    source = "printed"
    if date.rule.startswith(YEAR_FROM):
        source = date.rule.removeprefix(YEAR_FROM).replace("-", " ")
    spans = tuple(dict.fromkeys((*date.spans, *time.spans) if time else date.spans))
    return moment(
        kind,
        printed,
        bench.lexicon.vocabulary,
        words=[span.of(bench.source_text) for span in spans],
        spans=spans,
        zone=zone,
        year=Year(printed.year, source),
    )


def _printed(date: Field | None, time: Field | None) -> Printed | None:
    """What the fields say, as one printed time; a date alone is a day, an hour alone nothing."""
    day = _ISO_DAY.fullmatch(str(date.value)) if date else None
    if not date or not day:
        return None
    start, end = date.spans[0] if date.spans else (0, 0)
    year, month, number = map(int, day.groups())
    clock = _ISO_HOUR.fullmatch(str(time.value)) if time else None
    if not time or not clock:
        return Printed(start, end, "fields", year, month, number, doubt=date.doubt)
    hour, minutes, zone = clock.groups()
    exact = minutes != "00" or any(_MINUTES.search(words) for words in time.printed)
    doubt = date.doubt
    if time.doubt and time.doubt != doubt:
        doubt = f"{doubt} {time.doubt}".strip()
    minute = int(minutes) if exact else None
    zone = zone or _letter_zone(time)
    return Printed(start, end, "fields", year, month, number, int(hour), minute, zone, "", doubt)


def _letter_zone(time: Field) -> str:
    """The letter behind a group of day and hour."""
    found = filter(None, map(_LETTERED.search, time.printed))
    return next((group[1] for group in found), "")
