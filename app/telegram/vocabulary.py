"""The vocabulary the core is handed: values only, loaded elsewhere.

The core never reads a file. `app.vocabulary` loads our data, with dates and sources, into this
shape; a test may hand over a smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a small vocabulary and the forms it is written in."""

    normal: str
    forms: tuple[str, ...]  # the normal form among them
    meaning: str = ""
    rank: int = 0
    used_from: int | None = None
    used_to: int | None = None
    prosign: str = ""  # precedences: the letter before a date-time group
    system: str = ""  # classifications: NATO where it is not the national one
    slug: bool = False  # captions: the codeword of one negotiation


@dataclass(frozen=True, slots=True)
class Series:
    """A named telegram series: SECTO, TOSEC, POLTO ..."""

    name: str
    meaning: str
    sender: str = ""  # who signs traffic in the series, where the series says it
    mirror: str = ""  # the series of the replies
    used_from: int | None = None
    used_to: int | None = None
    addressee: str = ""
    direction: str = ""  # in: to Washington; out: from Washington; empty where not known
    medium: str = "telegram"  # or airgram, report


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name that meant the post only in some years (both inclusive, None open)."""

    name: str
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
    zone: str  # IANA name, a key of Vocabulary.zones; empty where the place varies
    used_from: int | None = None
    used_to: int | None = None
    dated_names: tuple[DatedName, ...] = ()
    zone_note: str = ""  # where the zone is doubtful, why
    note: str = ""


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
class ReferenceWord:
    """EMBTEL, DEPTEL ...: a word that stands for another telegram.

    `sender` and `addressee` are parts in the citing telegram: `own-post` (the post at either
    end), `department`, `sender`, `addressee`, or empty where the word does not say.
    """

    kind: str  # embtel, deptel, circular ...
    normal: str
    forms: tuple[str, ...]
    sender: str = ""
    addressee: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A reason for withholding and the authority that defines it."""

    code: str  # 1.4(d), 25X1, B1, XGDS-2
    authority: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ExecutiveOrder:
    """An order on classification."""

    number: str
    signed: str  # ISO date
    effect: str


@dataclass(frozen=True, slots=True)
class Notation:
    """One way of printing a time, and what clock it follows."""

    name: str
    example: str
    zone: str
    year: str = ""


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
    reference_words: tuple[ReferenceWord, ...] = ()
    stations: dict[str, str] = field(default_factory=dict)  # CIA: MEXI -> Mexico City
    cryptonyms: dict[str, str] = field(default_factory=dict)
    executive_orders: tuple[ExecutiveOrder, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    authorities: dict[str, str] = field(default_factory=dict)  # NLK -> Kennedy Library
    notations: tuple[Notation, ...] = ()
    tzdata: str = ""  # the version of the time zone data behind `zones`
