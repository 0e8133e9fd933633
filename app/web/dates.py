"""The pages of years, months and days."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from app.archive.records import TallyRow
from app.formats.names import MONTHS, long_date
from app.web import urls, wording
from app.web.browse_contexts import DatesPage, Day, Decade, Month, MonthPage, YearPage
from app.web.cable import House
from app.web.contexts import Count, Link

BY_CLOCK = "by the clock of the post"
_WEEKS = calendar.Calendar(calendar.MONDAY)


def dates_page(years: Sequence[TallyRow], undated: int, house: House) -> DatesPage:
    """Every decade in which something was sent, each with its ten years."""
    held = {int(row.name): row.cables for row in years if row.name.isdigit()}
    decades = sorted({year // 10 * 10 for year in held})
    return DatesPage(
        "Choose a year, then a month and a day. A year, month or day without a cable here is "
        "printed without a link: something may have been sent all the same."
        if held
        else "Nothing is published here yet.",
        tuple(
            Decade(f"{first}s", tuple(_year(year, held) for year in range(first, first + 10)))
            for first in decades
        ),
        Link(wording.count(undated, "cable"), urls.unknown_date(), "of which no date is known")
        if undated
        else None,
        urls.absolute(house.address, urls.dates()),
    )


def _year(year: int, held: dict[int, int]) -> Count:
    number = held.get(year, 0)
    return Count(str(year), number, urls.dates(year) if number else "")


def year_page(year: int, days: Sequence[TallyRow], around: Sequence[int], house: House) -> YearPage:
    """The months of a year, each with its days.

    Args:
        year: of the page.
        days: the figures of its days, and of its months and itself where no more is known.
        around: the years of which something is held.
        house: of the archive.
    """
    figures = {row.name: row.cables for row in days}
    total = sum(figures.values())
    vague = figures.get(f"{year:04}", 0)
    return YearPage(
        str(year),
        (Link("Dates", urls.dates()),),
        f"{wording.count(total, 'cable')} sent in {year}, {BY_CLOCK}.",
        tuple(_month(year, month, figures) for month in range(1, 13)),
        Link(wording.count(vague, "cable"), urls.unknown_date(year), "of which the month is not known")
        if vague
        else None,
        _year_link(max((one for one in around if one < year), default=0)),
        _year_link(min((one for one in around if one > year), default=0)),
        urls.absolute(house.address, urls.dates(year)),
    )  # fmt: skip


def _year_link(year: int) -> Link | None:
    return Link(str(year), urls.dates(year)) if year else None


def month_page(
    year: int, month: int, days: Sequence[TallyRow], around: Sequence[str], house: House
) -> MonthPage:
    """The days of a month; `around` are the months (1962-12) of which something is held."""
    figures = {row.name: row.cables for row in days}
    here = f"{year:04}-{month:02}"
    vague = figures.get(here, 0)
    name = long_date(here)
    return MonthPage(
        name,
        (Link("Dates", urls.dates()), Link(str(year), urls.dates(year))),
        f"{wording.count(sum(figures.values()), 'cable')} sent in {name}, {BY_CLOCK}.",
        _month(year, month, figures),
        Link(
            wording.count(vague, "cable"), urls.unknown_date(year, month),
            "of which the day is not known",
        )
        if vague
        else None,
        _month_link(max((one for one in around if one < here), default="")),
        _month_link(min((one for one in around if one > here), default="")),
        urls.absolute(house.address, urls.dates(year, month)),
    )  # fmt: skip


def _month_link(month: str) -> Link | None:
    if not month:
        return None
    return Link(long_date(month), urls.dates(int(month[:4]), int(month[5:])))


def _month(year: int, month: int, figures: dict[str, int]) -> Month:
    prefix = f"{year:04}-{month:02}"
    number = sum(cables for day, cables in figures.items() if day[:7] == prefix)
    weeks = tuple(
        tuple(_day(year, month, day, figures) for day in week)
        for week in _WEEKS.monthdayscalendar(year, month)
    )
    href = urls.dates(year, month) if number else ""
    return Month(MONTHS[month - 1], number, href, weeks)


def _day(year: int, month: int, day: int, figures: dict[str, int]) -> Day:
    iso = f"{year:04}-{month:02}-{day:02}"
    number = figures.get(iso, 0) if day else 0
    label = f"{long_date(iso)}: {wording.count(number, 'cable')}" if number else ""
    return Day(day, number, urls.dates(year, month, day) if number else "", label)


def crumbs(day: str) -> tuple[Link, ...]:
    """The way down to a day, a month or a year, as much of it as is known."""
    found = [Link("Dates", urls.dates())]
    if len(day) >= 4:
        found.append(Link(day[:4], urls.dates(int(day[:4]))))
    if len(day) >= 7:
        found.append(Link(MONTHS[int(day[5:7]) - 1], urls.dates(int(day[:4]), int(day[5:7]))))
    return tuple(found)
