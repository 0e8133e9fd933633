"""Dates and hours as telegrams print them, turned into values.

    find(text)                  every printed time in a line or two of header text, in order
    dtg(text), number_date(text), received(text), stamp(text), day(text), clock(text)
                                the first of one notation, or None

All take raw text and give offsets into it; `must=True` says that such a time must stand there,
and lets letters count as the digits they look like. A `Printed` is what the words say and no
more; `moment` adds the zone and the year, and says where each comes from. The clock of the
machine is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.telegram.folding import Words, digits, fold

MONTH_NAMES = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
    "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
_MONTHS = Words(
    [(name, str(number)) for number, name in enumerate(MONTH_NAMES, 1)]
    + [(name[:3], str(number)) for number, name in enumerate(MONTH_NAMES, 1)]
    + [("SEPT", "9")]
)
_N = r"[0-9OQDIL|!TZSGB]"  # a sign that may stand for a digit
_MON = r"([A-Z0-9|!]{3,10})\.?"
_GAP = r"[ \n.,;:'\"_-]{0,4}"
_YEAR = r"(?:'? ?(" + _N + r"{4}|" + _N + r"{2})(?![A-Z0-9]))"
_HALF = r"([AP]) ?[.,:]? ?(?:M|[MNWHVITLRUJ1!|]{1,3})(?![A-Z0-9])[.,]?"
_HOUR = (
    r"(?:("
    + _N
    + r"{1,2})(?: ?[:;.,] ?("
    + _N
    + r"{2})| ("
    + _N
    + r"{2}))? {0,2}"
    + _HALF
    + r"|(N[O0]{2}N|MIDNI[GC]HT))"
)


class Printed(NamedTuple):
    """A time as its words give it: parts not printed are None; offsets are half-open."""

    start: int
    end: int
    notation: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None  # 0 to 24: MIDNIGHT without more is 24
    minute: int | None = None
    zone: str = ""  # a letter zone, or EST, EDT, GMT; empty where none is printed
    precedence: str = ""  # the letters before a date-time group: "R", "PR"
    doubt: str = ""

    @property
    def date(self) -> str:
        """ISO date; empty while a part of it is missing."""
        if self.year is None or self.month is None or self.day is None:
            return ""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    @property
    def time(self) -> str:
        """`11:00` on the clock there, `10:47Z` on that of Greenwich; empty without an hour."""
        if self.hour is None:
            return ""
        mark = "Z" if self.zone in ("Z", "GMT") else ""
        return f"{self.hour % 24:02}:{self.minute or 0:02}{mark}"

    @property
    def precision(self) -> str:
        """minute, hour or day."""
        return "day" if self.hour is None else "hour" if self.minute is None else "minute"


def century(two: int) -> int:
    """The year two digits mean on the telegram itself: 30 to 99 are of 1900, the rest of 2000."""
    return (1900 if two >= 30 else 2000) + two


def stamp_year(two: int, document_year: int | None) -> int:
    """The year two digits mean on a review stamp.

    It is the earliest after about 1970 that is not before the document.
    """
    floor = max(1970, document_year or 0)
    return next(year for year in (1900 + two, 2000 + two, 2100 + two) if year >= floor)


def month_of(word: str, *, must: bool = False) -> int | None:
    """The month a word names; with slips only where a month must stand."""
    key = fold(word).strip(" .,")
    exact = _MONTHS.exact.get(key)
    if exact or not must:
        return int(exact) if exact else None
    near = _MONTHS.near(key, 1 if len(key) < 6 else None)
    return int(near.value) if near else None


def _number(text: str | None, *, must: bool) -> int | None:
    """The number of some signs; without `must` one of them has to be a digit."""
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    if not must and not any(map(str.isdigit, text)):
        return None
    plain = digits(text)
    return int(plain) if plain else None


def _year(text: str | None, *, must: bool) -> tuple[int | None, str]:
    """A year and, where a digit of it must be misread, a doubt."""
    if text is None or not any(map(str.isdigit, text)):
        return None, ""
    read = _number(text, must=must)
    if read is None:
        return None, ""
    if len(text) == 2:
        return century(read), ""
    if 1900 <= read <= 2039:
        return read, ""
    if text[0] in "1I|!L" or text[1] in "9G":
        return century(read % 100), f"The year is printed {text}."
    return None, ""


def _valid(printed: Printed) -> Printed | None:
    """The time, if such a time can be."""
    if printed.month is not None and not 1 <= printed.month <= 12:
        return None
    if printed.day is not None and not 1 <= printed.day <= _days_in(printed):
        return None
    if printed.hour is not None and not 0 <= printed.hour <= 24:
        return None
    if printed.hour == 24 and printed.minute:
        return None
    if printed.minute is not None and not 0 <= printed.minute <= 59:
        return None
    return printed


def _days_in(printed: Printed) -> int:
    if printed.month is None:
        return 31
    if printed.month == 2:
        leap = printed.year is None or printed.year % 4 == 0
        return 29 if leap else 28
    return 30 if printed.month in (4, 6, 9, 11) else 31


class _Clock(NamedTuple):
    hour: int | None
    minute: int | None


def _clock(found: re.Match[str], first: int, *, must: bool) -> _Clock | None:
    """Hour and minute of the five groups of `_HOUR`; None where there is no such hour."""
    figure, minutes, spaced, half, word = found.group(*range(first, first + 5))
    if word:
        return _Clock(12, None) if word[0] == "N" else _Clock(24, None)
    hour = _number(figure, must=must)
    minute = _number(minutes or spaced, must=must)
    if hour is None or not 1 <= hour <= 12 or (minute or 0) > 59:
        return None
    return _Clock(hour % 12 + (12 if half == "P" else 0), minute)


_DTG = re.compile(
    r"(?<![A-Z0-9])(?:([ZOPRYM])(?: {0,2}([ZOPRYM]))? {0,3})?"
    rf"({_N}{{2}}) ?(?:/ ?)?({_N}{{2}}) ?({_N}{{2}}) ?([A-IK-Z2](?![A-Z0-9]))"
    rf"(?: {{0,3}}(?:(?:\d{{2}} {{1,2}})?{_MON}) {{0,3}}{_YEAR}?)?"
)


def dtg(text: str, *, must: bool = False) -> Printed | None:
    """The first date-time group: `R 121530Z DEC 66`, `290346Z`, `13/1100Z`, `RØ11047Z`.

    Where one must stand, letters count as digits and a last `2` as the Z.
    """
    return _first(fold(text), _DTG, _read_dtg, must)


def _read_dtg(found: re.Match[str], must: bool) -> Printed | None:
    group = found[3] + found[4] + found[5]
    if not must and sum(map(str.isdigit, group)) < 4:
        return None
    numbers = [_number(found[place], must=True) for place in (3, 4, 5)]
    letter = found[6]
    if letter == "2":
        if not must:
            return None
        letter = "Z"
    month = month_of(found[7], must=must) if found[7] else None
    year, doubt = _year(found[8], must=must) if month else (None, "")
    end = found.end() if month else found.end(6)
    return Printed(
        found.start(1) if found[1] else found.start(3), end, "dtg", year, month,
        day=numbers[0], hour=numbers[1], minute=numbers[2], zone=letter,
        precedence=(found[1] or "") + (found[2] or ""), doubt=doubt,
    )  # fmt: skip


_NUMBER_DATE = re.compile(
    rf"(?<![A-Z0-9]){_MON} {{0,4}}({_N}{{1,2}})(?:ST|ND|RD|TH)?{_GAP}(?:(19\d\d|20\d\d){_GAP})?(?:AT )?{_HOUR}"
)


def number_date(text: str, *, must: bool = False) -> Printed | None:
    """Month, day and hour of a State number line: `DECEMBER 13, 11 AM`, `MAY 5, NOON`."""
    key = fold(text)
    if not must and not _has_figure(key):
        return None
    return _led_by_month(key, _NUMBER_DATE, _read_number_date, must)


def _read_number_date(found: re.Match[str], must: bool) -> Printed | None:
    month = month_of(found[1], must=must)
    time = _clock(found, 4, must=must)
    if month is None or time is None:
        return None
    day_of = _number(found[2], must=must)
    year, doubt = _year(found[3], must=must)
    if day_of is None:
        return None
    return Printed(
        found.start(1), found.end(), "number-date", year, month, day_of, *time, doubt=doubt
    )


_MONTH_DAY = re.compile(
    rf"(?<![A-Z0-9]){_MON} {{0,2}}({_N}{{1,2}})(?:ST|ND|RD|TH)?[ .,;']{{1,4}}({_N}{{4}}|'\d\d)(?![A-Z0-9])"
)
_DAY_MONTH = re.compile(
    rf"(?<![A-Z0-9])({_N}{{1,2}})(?:ST|ND|RD|TH)?[ .,-]{{0,3}}{_MON}(?:[ .,-]{{1,3}}|(?=\d)){_YEAR}"
)
_SLASH = re.compile(r"(?<![\w/.-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-])")
_ISO = re.compile(r"(?<![\w/-])((?:19|20)\d\d)([-/])(\d{1,2})\2(\d{1,2})(?![\w/-])")
_BARE = re.compile(
    rf"(?<![A-Z0-9]){_MON} {{0,2}}(\d{{1,2}})(?![A-Z0-9])(?!,? {{0,2}}(?:19|20)\d\d)"
)


def day(text: str, *, must: bool = False) -> Printed | None:
    """The first date without an hour: `December 13, 1962`, `13 DEC 62`, `12/13/62`, ISO, `MAY 5`.

    In figures alone the month comes first, as these papers write it, unless it cannot.
    """
    key = fold(text)
    if not _has_figure(key):  # of the year or of the day
        return None
    named = must or _MONTH_AT.search(key) is not None
    parted = "/" in key or "-" in key
    plain = _led_by_month(key, _MONTH_DAY, _read_month_day, must) if named else None
    if plain and plain.start == 0:  # with its year, and none can stand before it
        return plain
    found = (
        plain,
        _first(key, _DAY_MONTH, _read_day_month, must) if named else None,
        _first(key, _SLASH, _read_slash, must) if parted else None,
        _first(key, _ISO, _read_iso, must) if parted else None,
        _led_by_month(key, _BARE, _read_bare, must) if named else None,
    )
    whole = [printed for printed in found if printed]
    if len(whole) < 2:
        return whole[0] if whole else None
    return min(whole, key=lambda printed: (printed.year is None, printed.start))


def _read_month_day(found: re.Match[str], must: bool) -> Printed | None:
    month, number = month_of(found[1], must=must), _number(found[2], must=must)
    year, doubt = _year(found[3].strip("'"), must=must)
    if month is None or number is None or year is None:
        return None
    return Printed(found.start(), found.end(), "day", year, month, number, doubt=doubt)


def _read_day_month(found: re.Match[str], must: bool) -> Printed | None:
    month, number = month_of(found[2], must=must), _number(found[1], must=must)
    year, doubt = _year(found[3], must=must)
    if month is None or number is None or year is None:
        return None
    return Printed(found.start(), found.end(), "day", year, month, number, doubt=doubt)


def _read_slash(found: re.Match[str], must: bool) -> Printed | None:
    month, number = int(found[1]), int(found[3])
    doubt = ""
    if month > 12 >= number:
        month, number, doubt = number, month, "Read as day, month, year."
    year, odd = _year(found[4], must=must)
    return Printed(found.start(), found.end(), "day", year, month, number, doubt=odd or doubt)


def _read_iso(found: re.Match[str], must: bool) -> Printed | None:
    parts = int(found[1]), int(found[3]), int(found[4])
    return Printed(found.start(), found.end(), "day", *parts)


def _read_bare(found: re.Match[str], must: bool) -> Printed | None:
    month = month_of(found[1], must=must)
    if month is None:
        return None
    return Printed(found.start(), found.end(), "day", None, month, int(found[2]))


_CLOCK12 = re.compile(rf"(?<![A-Z0-9.]){_HOUR}")
_CLOCK24 = re.compile(
    r"(?<![\w:.])([01]\d|2[0-4]) ?[:.]? ?([0-5]\d) ?(?:(Z|GMT|EST|EDT|HOURS|HRS)(?![A-Z0-9])|$)"
)


def clock(text: str, *, must: bool = False) -> Printed | None:
    """The first hour without a date: `10:02 AM`, `5 p.ti.`, `NOON`, `1349Z`, `1545 EST`."""
    key = fold(text)
    if not must and not _has_figure(key) and not _has_half(key):
        return None
    found = [_first(key, form, reader, must) for form, reader in _CLOCK_FORMS]
    whole = [printed for printed in found if printed]
    return min(whole, key=lambda printed: printed.start, default=None)


def _read_clock12(found: re.Match[str], must: bool) -> Printed | None:
    time = _clock(found, 1, must=must)
    if time is None:
        return None
    return Printed(found.start(), found.end(), "clock", hour=time.hour, minute=time.minute)


def _read_clock24(found: re.Match[str], must: bool) -> Printed | None:
    zone = found[3] if found[3] in ("Z", "GMT", "EST", "EDT") else ""
    if not found[3] and not must and ":" not in found[0]:
        return None
    return Printed(
        found.start(), found.end(), "clock", hour=int(found[1]), minute=int(found[2]), zone=zone
    )


_STAMPS = (
    re.compile(rf"(?<![A-Z0-9])(\d{{4}}) {{1,3}}{_MON} {{0,3}}({_N}{{1,2}}) {{1,3}}([AP]) ?M {{1,3}}({_N}{{1,2}}) {{0,2}}[:.]? ?({_N}{{2}})(?![A-Z0-9])"),
    re.compile(rf"(?<![A-Z0-9]){_MON} {{0,3}}({_N}{{1,2}}) {{1,3}}({_N}{{1,2}}) {{0,2}}[:.]? ?({_N}{{2}}) {{0,3}}([AP]) ?M[ ,'\"]{{0,4}}({_N}{{2}}|\d{{4}})(?![A-Z0-9])"),
)  # fmt: skip


def stamp(text: str, *, must: bool = False) -> Printed | None:
    """A time stamp of the Department's telegraph branch, in Washington time.

    `1962 AUG 26 PM 1 02` or `AUG 26 1 02 PM '63`.
    """
    key = fold(text)
    for form in _STAMPS:
        printed = _first(key, form, _read_stamp, must)
        if printed:
            return printed
    return None


def _read_stamp(found: re.Match[str], must: bool) -> Printed | None:
    year_first = found.re is _STAMPS[0]
    order = (1, 2, 3, 4, 5, 6) if year_first else (6, 1, 2, 5, 3, 4)
    year_text, month_text, day_text, half, hour_text, minute_text = (found[at] for at in order)
    month = month_of(month_text, must=must)
    year, doubt = _year(year_text, must=must)
    numbers = [_number(part, must=must) for part in (day_text, hour_text, minute_text)]
    if month is None or year is None or None in numbers:
        return None
    number, hour, minute = (part or 0 for part in numbers)
    if not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "P" else 0)
    return Printed(
        found.start(), found.end(), "stamp", year, month, number, hour, minute, doubt=doubt
    )


def received(text: str) -> Printed | None:
    """A date with its year and the clock time before or after it, on one line or two.

    `Rec'd: DECEMBER 13, 1962` / `10:02 AM`; `13 DEC 63 13 49Z`; a stamp; a date-time group.
    """
    whole = stamp(text, must=True) or dtg(text)
    if whole and whole.date:
        return whole
    date = day(text, must=True)
    if date is None:
        return None
    apart = text[: date.start] + "\n" * (date.end - date.start) + text[date.end :]
    time = clock(apart)
    if time is None:
        return date
    return date._replace(
        start=min(date.start, time.start), end=max(date.end, time.end), notation="received",
        hour=time.hour, minute=time.minute, zone=time.zone,
    )  # fmt: skip


_MONTH_AT = re.compile("|".join(name[:3] for name in MONTH_NAMES))
_FIGURE = re.compile(r"\d")
_NOON = re.compile(r"N[O0]{2}N|MIDNI[GC]HT")
_Reader = Callable[[re.Match[str], bool], Printed | None]
_DAY_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_MONTH_DAY, _read_month_day), (_DAY_MONTH, _read_day_month), (_SLASH, _read_slash),
    (_ISO, _read_iso), (_BARE, _read_bare),
)  # fmt: skip
_CLOCK_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_CLOCK12, _read_clock12), (_CLOCK24, _read_clock24),
)  # fmt: skip
_ALL: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    *((form, _read_stamp) for form in _STAMPS), (_DTG, _read_dtg),
    (_NUMBER_DATE, _read_number_date), *_DAY_FORMS, *_CLOCK_FORMS,
)  # fmt: skip


def _first(key: str, form: re.Pattern[str], reader: _Reader, must: bool) -> Printed | None:
    """What a reader makes of the first match that is a time."""
    at = 0
    while match := form.search(key, at):
        printed = reader(match, must)
        if printed and _valid(printed):
            return printed
        at = match.start() + 1
    return None


def _led_by_month(key: str, form: re.Pattern[str], reader: _Reader, must: bool) -> Printed | None:
    """`_first` of a form that begins with a month, which must be spelt well unless one must stand.

    So it is tried only where the letters of a month stand, and not at each sign.
    """
    if must:
        return _first(key, form, reader, must)
    for month in _MONTH_AT.finditer(key):
        match = form.match(key, month.start())
        printed = reader(match, must) if match else None
        if printed and _valid(printed):
            return printed
    return None


def _has_figure(key: str) -> bool:
    """Without a figure most notations cannot stand, and most lines have none."""
    return _FIGURE.search(key) is not None


def _has_half(key: str) -> bool:
    """NOON or MIDNIGHT may stand."""
    return "N" in key and _NOON.search(key) is not None


def _each(key: str, form: re.Pattern[str], reader: _Reader, must: bool) -> Iterator[Printed]:
    """What a reader makes of each match; a match it refuses is looked into from its next sign."""
    at = 0
    while match := form.search(key, at):
        printed = reader(match, must)
        printed = _valid(printed) if printed else None
        if printed:
            yield printed
        at = max(printed.end if printed else match.start() + 1, at + 1)


def find(text: str, *, must: bool = False) -> tuple[Printed, ...]:
    """All printed times in a text, in order, the fuller notation first where two overlap."""
    key = fold(text)
    if not any(map(str.isdigit, key)) and "NOON" not in key and "MIDNI" not in key:
        return ()
    taken: list[Printed] = []
    covered = bytearray(len(key))
    for form, reader in _ALL:
        for printed in _each(key, form, reader, must):
            place = slice(printed.start, printed.end)
            if not any(covered[place]):
                covered[place] = b"\1" * (printed.end - printed.start)
                taken.append(printed)
    return tuple(sorted(taken, key=lambda printed: printed.start))
