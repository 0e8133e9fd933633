"""A cable before it is typed: who writes to whom, when, about what, in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import phrases
from .dice import Dice
from .prose import Writer, surname
from .stock import Clock, Place, Stock

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = tuple(m[:3].upper() for m in MONTHS)
LEVELS = ("CONFIDENTIAL", "SECRET", "LIMITED OFFICIAL USE", "UNCLASSIFIED", "TOP SECRET")


@dataclass(slots=True)
class Cable:
    """The values of one cable, as a composer chose them.

    Attributes:
        post: where it was sent from, or for outgoing traffic the post it goes to.
        sent: UTC, aware.
        received: UTC, aware.
        info: other posts with the number the text has for each.
        refs: telegrams it cites, as printed.
        text: paragraphs in upper and lower case; a form sets them in capitals where it types so.
    """

    post: Place
    sent: dt.datetime
    received: dt.datetime
    number: int
    classification: str
    subject: str
    tags: tuple[str, ...]
    file_class: str
    signature: str
    writer: Writer
    series: str = ""
    precedence: str = ""
    captions: tuple[str, ...] = ()
    info: list[tuple[Place, int]] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    from_state: bool = False  # the Department's own traffic on a form that posts use too
    length: float = 1.0  # more or fewer sentences than the form would have
    told: bool = False  # given by a story, not drawn: no further paragraphs are invented


def instant(dice: Dice, years: tuple[int, int], clock: Clock) -> dt.datetime:
    """A moment of the working day or evening at `clock`, on the hour, in UTC."""
    year = dice.between(*years)
    start = dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=dice.below(365))
    offset = clock.local(start) - start.replace(tzinfo=None)
    moment = start + dt.timedelta(hours=dice.between(8, 22)) - offset
    wall = clock.local(moment)  # a clock of minutes (Monrovia, Delhi) or a change that day
    return moment - dt.timedelta(minutes=wall.minute, seconds=wall.second)


def draw(dice: Dice, stock: Stock, years: tuple[int, int]) -> Cable:
    """Draw the values of a cable written at a post in `years` (first and last included)."""
    year = dice.between(*years)
    places = stock.open_in(year)
    post = dice.pick(places)
    sent = instant(dice, (year, year), post.clock)
    subject, tags, file_class = dice.pick(phrases.MATTERS)
    writer = Writer(dice, subject.lower(), post.country)
    cable = Cable(
        post=post,
        sent=sent,
        received=sent + dt.timedelta(minutes=dice.between(35, 460)),
        number=dice.between(3, 4999),
        classification=dice.lean(LEVELS if year > 1948 else LEVELS[:2]),
        subject=subject,
        tags=tuple(tags.split(", ")),
        file_class=file_class,
        signature=surname(dice).upper(),
        writer=writer,
    )
    for other in dice.some(places, dice.pick((0, 0, 1, 2, 3, 5))):
        if other is not post:
            cable.info.append((other, dice.between(2, 900)))
    return cable


def day(moment: dt.datetime) -> str:
    """The ISO date."""
    return f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"


def clock(moment: dt.datetime) -> str:
    """Hours and minutes, 24 hours."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def zulu(moment: dt.datetime) -> str:
    """The date-time group: 121530Z DEC 66."""
    month = SHORT_MONTHS[moment.month - 1]
    return f"{moment:%d%H%M}Z {month} {moment.year % 100:02d}"


def slash(moment: dt.datetime) -> str:
    """A stamp's date: 1/27/90."""
    return f"{moment.month}/{moment.day}/{moment.year % 100:02d}"


def month_day(moment: dt.datetime) -> str:
    """December 13."""
    return f"{MONTHS[moment.month - 1]} {moment.day}"


def twelve(moment: dt.datetime, dots: bool) -> str:
    """The hour as the State form has it: 11 a.m., 4:13 PM, noon."""
    if moment.hour == 12 and moment.minute == 0:
        return "noon"
    hour = moment.hour % 12 or 12
    half = ("a.m.", "p.m.")[moment.hour >= 12] if dots else ("AM", "PM")[moment.hour >= 12]
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minutes} {half}"


def body_text(
    dice: Dice,
    cable: Cable,
    size: int,
    kinds: Sequence[str] = ("sentence",),
    numbered: bool = False,
    closing: bool = True,
) -> list[str]:
    """Paragraphs for a cable, in upper and lower case.

    Args:
        dice: the source of choices.
        cable: whose matter and cast to write about; a told cable keeps its own text.
        size: about how many sentences in all.
        kinds: lists of sentences to draw from.
        numbered: put `1.`, `2.` before the paragraphs.
        closing: allow a comment or a request at the end.
    """
    if cable.told:
        texts = list(cable.text)
        return [f"{n}. {t}" for n, t in enumerate(texts, 1)] if numbered else texts
    writer = cable.writer
    texts = []
    left = max(1, round(size * cable.length))
    while left > 0:
        count = min(left, dice.pick((1, 2, 3, 3, 4, 5, 7)))
        texts.append(writer.paragraph(count, dice.pick(kinds)))
        left -= count
    _mark(dice, texts)
    if closing and dice.chance(0.45):
        texts.append(_comment(dice, writer))
    if closing and dice.chance(0.2):
        texts.append(writer.say("request"))
    if numbered:
        texts = [f"{n}. {t}" for n, t in enumerate(texts, 1)]
    return texts


def _comment(dice: Dice, writer: Writer) -> str:
    text = "Comment: " + writer.paragraph(dice.between(1, 3), "comment")
    return text + " End comment." if dice.chance(0.6) else text


def _mark(dice: Dice, texts: list[str]) -> None:
    """Leave in the text what real texts hold: asides, slips, gaps the government left."""
    at = dice.below(len(texts))
    draw = dice.roll()
    if draw < 0.08:
        texts[at] = f"FYI. {texts[at]} End FYI."
    elif draw < 0.16:
        words = texts[at].split(" ")
        twice = dice.between(0, len(words) - 1)
        words.insert(twice, words[twice])  # a slip of the teletype: a word sent twice
        texts[at] = " ".join(words)
    elif draw < 0.22:
        extent = dice.pick(("1 line", "1-1/2 lines", "less than 1 line", "3 lines", "2-1/2 lines"))
        texts[at] = f"{texts[at]} [{extent} not declassified]"
    elif draw < 0.3:
        texts[at] = texts[at].replace(" would ", " would NOT RPT NOT ", 1)


def typed(texts: Sequence[str], capitals: bool) -> list[str]:
    """The paragraphs as the form types them."""
    return [t.upper() for t in texts] if capitals else list(texts)
