"""Dates and hours as forms print them, turned into ISO values."""

from __future__ import annotations

import re
from typing import NamedTuple

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
MONTH = r"(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?"
DAY_OF_MONTH = MONTH + r" {0,2}(\d{1,2})"
FULL_DATE = re.compile(r"\b" + DAY_OF_MONTH + r"[,.]? {0,2}(\d{4})\b")
HOUR = r"(?:(\d{1,2})(?:[:;.](\d\d))?[ .]{0,3}([AP])[. ]{0,2}[MTF](?:\b|[.I])|(NOON|MIDNIGHT))"
CLOCK = re.compile(r"(?<!\d)(\d{1,2})([:;.]|\d)(\d\d)[ .]{0,3}([AP])[. ]{0,2}M\b")


class Read(NamedTuple):
    """A value and, where it was not plain, why it is doubtful."""

    value: str
    doubt: str = ""


def day(month: str, number: str, year: int) -> str:
    """An ISO date; empty where the day does not exist in any month."""
    if not 1 <= int(number) <= 31:
        return ""
    return f"{year:04}-{MONTHS.index(month) + 1:02}-{int(number):02}"


def full_date(found: re.Match[str]) -> Read:
    """A date with its year; a century no telegram was sent in is a misread digit."""
    year = int(found[3])
    if 1900 <= year <= 2030:
        return Read(day(found[1], found[2], year))
    return Read(day(found[1], found[2], 1900 + year % 100), f"The year is printed {found[3]}.")


def hour(figure: str | None, minutes: str | None, half: str | None, word: str | None) -> str:
    """`11`, None, `A` or NOON: 24-hour clock; empty where there is no such hour."""
    if word:
        return "12:00" if word == "NOON" else "00:00"
    if not figure or not 1 <= int(figure) <= 12 or int(minutes or 0) > 59:
        return ""
    return f"{int(figure) % 12 + (12 if half == 'P' else 0):02}:{minutes or '00'}"


def clock(found: re.Match[str]) -> Read:
    """Hour and minutes; a digit may stand where the colon was."""
    value = hour(found[1], found[3], found[4], None)
    return Read(
        value, "A digit stands where the colon must be." if found[2].isdigit() and value else ""
    )
