"""The vocabulary the core is handed: values only, loaded elsewhere.

The core never reads a file. `app.vocabulary` loads our data, with dates and sources, into this
shape; a test may hand over a smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a small vocabulary and the forms it is written in."""

    normal: str
    forms: tuple[str, ...]  # the normal form among them
    meaning: str = ""
    rank: int = 0
    used_from: int | None = None
    used_to: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A named telegram series: SECTO, TOSEC, POLTO ..."""

    name: str
    meaning: str
    sender: str = ""  # who signs traffic in the series, where the series says it
    mirror: str = ""  # the series of the replies
    used_from: int | None = None
    used_to: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """An embassy, consulate or mission."""

    name: str  # PARIS
    kind: str
    country: str  # at the time
    place: str  # today's name
    latitude: float | None
    longitude: float | None
    code: str  # station code in document numbers: PARIS, NEWDE
    aliases: tuple[str, ...]
    zone: str  # IANA name, a key of Vocabulary.zones
    used_from: int | None = None
    used_to: int | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """The offsets of one zone: from each instant on, an offset and its name.

    `starts` are UTC seconds since 1970 (negative before), ascending; `offsets` are seconds east
    of Greenwich that hold from the start with the same index; before the first start holds
    `initial`.
    """

    name: str
    initial: int
    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    abbreviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the words and places the core knows, with the version of the data."""

    version: str
    classifications: tuple[Term, ...]
    markings: tuple[Term, ...]
    precedences: tuple[Term, ...]
    captions: tuple[Term, ...]
    series: tuple[Series, ...]
    posts: tuple[Post, ...]
    zones: dict[str, Zone]
    offices: dict[str, str]
    operators: dict[str, str]
