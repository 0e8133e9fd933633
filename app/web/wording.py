"""Values in the words a page uses: dates, clocks, spans of time, roles, fields, sizes."""

from __future__ import annotations

import datetime as dt

from app.formats.names import long_date
from app.telegram.reading import Moment, Role

# What each role is called, and what the reader is told of it.
ROLES: dict[Role, tuple[str, str]] = {
    Role.BODY: ("Text", "the message itself; this alone is the clean text"),
    Role.HEADER: ("Heading", "from, to, number, times: read into the metadata"),
    Role.MARKING: ("Marking", "classification, captions, release and review marks"),
    Role.RUNNING_HEAD: ("Running head", "repeated at the top of each further page"),
    Role.PAGE_MARK: ("Page mark", "says where a page begins"),
    Role.FORM_TEXT: ("Form", "printed on the blank form"),
    Role.STAMP: ("Stamp", "stamped, numbered or written on the paper later"),
    Role.SIGNATURE: ("Signature", "the name in which it was sent"),
    Role.DRAFTING: ("Drafting", "who wrote, cleared or typed it"),
    Role.COVER: ("Cover", "a sheet put in front of the telegram"),
}

# The header values in the order the face shows them, with their labels.
FACE = {
    "from": "From",
    "to": "To",
    "info": "Info",
    "number": "Number",
    "mrn": "Document no.",
    "cite": "Cite",
    "in_number": "In number",
    "control_number": "Control",
    "precedence": "Precedence",
    "captions": "Caption",
    "action_offices": "Action",
    "info_offices": "Info offices",
    "subject": "Subject",
    "tags": "Tags",
    "eo": "E.O.",
    "refs": "Refs",
    "file_number": "File",
    "signature": "Signed",
    "drafted_by": "Drafted by",
}

# The same, each by itself, as a form or a table names them.
FIELDS = FACE | {
    "series": "Series",
    "sent_date": "Sent, date",
    "sent_time": "Sent, time",
    "received_date": "Received, date",
    "received_time": "Received, time",
    "classification": "Classification",
    "control_number": "Control number",
}

MARKING_KINDS = {
    "classification": "classification",
    "caption": "caption",
    "declassification": "declassified",
    "review": "review stamp",
    "release": "release",
    "group": "downgrading group",
    "handling": "handling",
}

PASSAGES = {
    "comment": "Comment",
    "fyi": "For your information",
    "quoted": "Quoted text",
}
"""What a telegram itself opens and closes by a word."""

ACTIONS = {
    "declassified": "Declassified",
    "released": "Released",
    "released-in-full": "Released in full",
    "released-in-part": "Released in part",
    "reviewed": "Reviewed",
    "downgraded": "Downgraded",
    "withheld": "Withheld",
}


def clock(time: str) -> str:
    """A time of day in words.

    >>> clock("11:00"), clock("10:02"), clock("00:30"), clock("12:00")
    ('11 a.m.', '10:02 a.m.', '12:30 a.m.', 'noon')
    """
    hour, minute = int(time[:2]), time[3:5]
    if (hour, minute) == (12, "00"):
        return "noon"
    half = "a.m." if hour < 12 else "p.m."
    shown = hour % 12 or 12
    return f"{shown} {half}" if minute == "00" else f"{shown}:{minute} {half}"


def day_and_clock(iso: str, precision: str = "minute", zone: str = "") -> str:
    """An ISO time as its own clock showed it, and whose clock that was where the paper prints it.

    >>> day_and_clock("1962-12-13T11:00"), day_and_clock("1962-12-13T21:14", zone="Z")
    ('13 December 1962, 11 a.m.', '13 December 1962, 9:14 p.m. Greenwich time')
    """
    day, _, time = iso.partition("T")
    words = long_date(day)
    if len(time) < 5 or precision == "day":
        return words
    return " ".join(part for part in (f"{words}, {clock(time)}", zone_printed(zone)) if part)


def on_the_way(minutes: int) -> str:
    """The time between sending and receipt.

    >>> on_the_way(302), on_the_way(45), on_the_way(60), on_the_way(1500)
    ('5 h 2 min', '45 min', '1 h', '1 d 1 h')
    """
    days, rest = divmod(abs(minutes), 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [
        f"{days} d" if days else "",
        f"{hours} h" if hours else "",
        f"{left} min" if left else "",
    ]
    return " ".join(part for part in parts if part) or "less than a minute"


def zone_place(zone: str) -> str:
    """Where a zone's clock hangs: America/New_York is written for its city.

    >>> zone_place("Europe/Paris"), zone_place("America/New_York"), zone_place("Z")
    ('Paris', 'New York', '')
    """
    return zone.rpartition("/")[2].replace("_", " ") if "/" in zone else ""


def zone_printed(zone: str) -> str:
    """A zone that stands behind the hour on the paper: the clock of no place, the post's neither.

    >>> zone_printed("Z"), zone_printed("EST"), zone_printed("R"), zone_printed("Europe/Paris")
    ('Greenwich time', 'EST', 'in time zone R', '')
    """
    if zone == "Z":
        return "Greenwich time"
    return f"in time zone {zone}" if len(zone) == 1 else "" if "/" in zone else zone


def year_from(moment: Moment) -> str:
    """Says where a year comes from that is not printed beside the date."""
    return "" if moment.year_from in ("", "printed") else moment.year_from


def size(number: int) -> str:
    """Bytes in words.

    >>> size(9620), size(812), size(10_400_000)
    ('9.6 kB', '812 bytes', '10.4 MB')
    """
    if number < 1000:
        return f"{number} bytes"
    if number < 1_000_000:
        return f"{number / 1000:.1f} kB"
    return f"{number / 1_000_000:.1f} MB"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 page, 1,438 words."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def cased(word: str) -> str:
    """A control word as a heading shows it: SECRET is Secret, LIMDIS is Limdis."""
    return word.capitalize() if word.isupper() else word


def instant(moment: dt.datetime) -> str:
    """A moment of our own doing, to the minute, in UTC."""
    aware = moment.astimezone(dt.UTC)
    return f"{long_date(aware.date().isoformat())}, {aware:%H:%M} UTC"


def listed(words: tuple[str, ...] | list[str]) -> str:
    """Words in a row: top, bottom and head.

    >>> listed(("top", "bottom")), listed(("top",))
    ('top and bottom', 'top')
    """
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]
