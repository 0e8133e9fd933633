"""What a composer needs from outside: posts, clocks and words, as plain values.

Specimens know nothing of the reading core's rules or of the vocabulary's files. The caller
hands in its vocabulary; anything of the shape of `Words` will do, and `Stock.of` copies the
values that a composer uses.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Named(Protocol):
    """A word of a small vocabulary."""

    @property
    def normal(self) -> str: ...


class SeriesLike(Protocol):
    """A telegram series."""

    @property
    def name(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def mirror(self) -> str: ...
    @property
    def used_from(self) -> int | None: ...
    @property
    def used_to(self) -> int | None: ...


class PostLike(Protocol):
    """An embassy, consulate or mission."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def used_from(self) -> int | None: ...
    @property
    def used_to(self) -> int | None: ...


class ZoneLike(Protocol):
    """A zone's offsets: seconds east of Greenwich from each UTC second on."""

    @property
    def initial(self) -> int: ...
    @property
    def starts(self) -> tuple[int, ...]: ...
    @property
    def offsets(self) -> tuple[int, ...]: ...


class Words(Protocol):
    """The part of a vocabulary that a composer copies."""

    @property
    def posts(self) -> Sequence[PostLike]: ...
    @property
    def zones(self) -> Mapping[str, ZoneLike]: ...
    @property
    def series(self) -> Sequence[SeriesLike]: ...
    @property
    def offices(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """The offsets of one place, in seconds east of Greenwich.

    Attributes:
        initial: the offset before the first change.
        starts: UTC seconds since 1970 at which an offset begins, ascending.
        offsets: the offset from the start with the same index on.
    """

    initial: int
    starts: tuple[int, ...] = ()
    offsets: tuple[int, ...] = ()

    def local(self, instant: dt.datetime) -> dt.datetime:
        """What the clock on the wall shows at `instant` (aware): a value without zone."""
        seconds = int(instant.timestamp())
        at = bisect_right(self.starts, seconds) - 1
        offset = self.offsets[at] if at >= 0 else self.initial
        return (instant + dt.timedelta(seconds=offset)).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Place:
    """A post that can send and receive."""

    name: str  # PARIS, in capitals
    kind: str  # embassy, consulate ...
    country: str
    code: str  # PARIS, MEXICO, CAPET: the station code of document numbers
    clock: Clock
    used_from: int = 1900
    used_to: int = 2100

    @property
    def title(self) -> str:
        """The name as typed in lower case: Mexico City."""
        return self.name.title()

    @property
    def prefix(self) -> str:
        """The telegraphic prefix: AMEMBASSY, AMCONSUL."""
        return "AMCONSUL" if self.kind.startswith("consul") else "AMEMBASSY"


class Run(NamedTuple):
    """A series of numbered telegrams to the Department, and the years it ran."""

    name: str
    used_from: int = 1900
    used_to: int = 2100


EASTERN = Clock(-18000)
# Offices as the column of the paper form had them, and as copy counts had them from 1966 on.
PAPER_OFFICES = (
    "SS", "G", "SP", "L", "H", "EUR", "IO", "P", "USIA", "INR", "CIA", "NSA", "OSD", "ARMY",
    "NAVY", "AIR", "AF", "ARA", "NEA", "FE", "NSC", "SCA", "AID", "E", "RMR", "SR", "IOP", "CU",
)  # fmt: skip
WIRE_OFFICES = (
    "ISO", "EUR", "CIAE", "DODE", "INR", "NSAE", "PM", "L", "H", "SS", "NSC", "SP", "PA", "PRS",
    "USIA", "ACDA", "OCT", "EB", "COME", "TRSE", "NASA", "OES", "IO", "ARA", "AF", "NEA", "EA",
    "SSO", "OMB", "INT", "NSF", "CU", "AID", "P", "RSC", "GPM", "OST",
)  # fmt: skip
TO_DEPARTMENT = ("travelling", "delegation", "mission")
KINDS = ("embassy", "consulate", "consulate general", "legation")


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything from outside that a composer draws on.

    Attributes:
        places: posts of the foreign service; at least three.
        washington: the clock of the Department.
        series: what travelling parties and delegations sign, SECTO among them.
        offices: symbols for the info column of the paper form.
        wire_offices: symbols for the copy counts of the teletype forms.
    """

    places: tuple[Place, ...]
    washington: Clock = EASTERN
    series: tuple[Run, ...] = (Run("SECTO"),)
    offices: tuple[str, ...] = PAPER_OFFICES
    wire_offices: tuple[str, ...] = WIRE_OFFICES

    @classmethod
    def of(cls, words: Words) -> Stock:
        """Copy from a vocabulary what composing needs.

        Raises:
            ValueError: the vocabulary holds fewer than three posts with a zone.
        """
        clocks = {
            name: Clock(zone.initial, tuple(zone.starts), tuple(zone.offsets))
            for name, zone in words.zones.items()
        }
        places = tuple(
            _place(post, clocks[post.zone])
            for post in words.posts
            if post.kind in KINDS and post.zone in clocks and _plain(post.name)
        )
        if len(places) < 3:
            raise ValueError(
                f"The vocabulary holds {len(places)} posts with a time zone; composing needs 3. "
                "Hand in the full vocabulary, or a Stock with places of your own."
            )
        return cls(
            places=places,
            washington=clocks.get("America/New_York", EASTERN),
            series=tuple(_run(s) for s in words.series if _is_sent_home(s)) or (Run("SECTO"),),
            offices=_known(PAPER_OFFICES, words.offices),
            wire_offices=_known(WIRE_OFFICES, words.offices),
        )

    def open_in(self, year: int) -> list[Place]:
        """The posts in use in `year`, in the order handed in."""
        return [p for p in self.places if p.used_from <= year <= p.used_to]

    def running_in(self, year: int) -> list[Run]:
        """The series that ran in `year`; SECTO where none did."""
        return [r for r in self.series if r.used_from <= year <= r.used_to] or [Run("SECTO")]

    def named(self, name: str) -> Place:
        """The post called `name`.

        Raises:
            KeyError: no such post in the stock.
        """
        for place in self.places:
            if place.name == name:
                return place
        raise KeyError(name)


def _is_sent_home(series: SeriesLike) -> bool:
    """Series that come to the Department; their mirrors go out from it."""
    return bool(series.mirror) and any(word in series.sender.lower() for word in TO_DEPARTMENT)


def _run(series: SeriesLike) -> Run:
    return Run(series.name, series.used_from or 1900, series.used_to or 2100)


def _known(offices: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    """The offices that the vocabulary knows, if it knows enough of them to fill a column."""
    kept = tuple(office for office in offices if office in known)
    return kept if len(kept) > 9 else offices


def _plain(name: str) -> bool:
    """Names of letters and single spaces only: no USUN NEW YORK / OECD lists, no dots."""
    return name.replace(" ", "").isalpha() and name.isascii() and len(name) > 3


def _place(post: PostLike, clock: Clock) -> Place:
    return Place(
        name=post.name.upper(),
        kind=post.kind,
        country=post.country,
        code=post.code or post.name.upper()[:6].replace(" ", ""),
        clock=clock,
        used_from=post.used_from or 1900,
        used_to=post.used_to or 2100,
    )
