"""What each browse page is handed; the rules are those of `app.web.contexts`."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.contexts import Count, Link, ListedCable


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years; those without a cable have no address."""

    label: str
    years: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class DatesPage:
    """All years."""

    lead: str
    decades: tuple[Decade, ...]
    undated: Link | None
    canonical: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar; one without a cable has no address, one of another month no number."""

    number: int
    cables: int
    href: str
    label: str  # 13 December 1962: 4 cables


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks, Monday first."""

    name: str
    cables: int
    href: str
    weeks: tuple[tuple[Day, ...], ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    """The twelve months of a year."""

    heading: str
    crumbs: tuple[Link, ...]
    lead: str
    months: tuple[Month, ...]
    vague: Link | None  # cables of which no more than the year is known
    earlier: Link | None
    later: Link | None
    canonical: str


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The days of a month."""

    heading: str
    crumbs: tuple[Link, ...]
    lead: str
    month: Month
    vague: Link | None
    earlier: Link | None
    later: Link | None
    canonical: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A stretch of a list: the cables of a day, of a post in a year, the latest additions."""

    heading: str
    crumbs: tuple[Link, ...]
    lead: str
    beside: tuple[Link, ...]  # other ways to see the same
    cables: tuple[ListedCable, ...]
    following: str
    feed: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A post on the map."""

    x: int
    y: int
    radius: float
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Land and posts, in units of the drawing."""

    wide: int
    high: int
    land: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """The posts in one country of their time."""

    name: str
    key: str
    posts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class PostsPage:
    """All posts that sent something held here."""

    lead: str
    map: WorldMap | None
    countries: tuple[Country, ...]
    unknown: tuple[Count, ...]  # senders the vocabulary does not know, as printed
    more_unknown: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about a thing."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class PostPage:
    """One post: what it was, its cables by year, its names over time, its neighbours."""

    heading: str
    crumbs: tuple[Link, ...]
    lead: str
    facts: tuple[Fact, ...]
    years: tuple[Count, ...]
    near: tuple[Link, ...]
    search: str
    canonical: str


@dataclass(frozen=True, slots=True)
class ListedSeries:
    """A series of the list."""

    name: str
    href: str
    meaning: str
    cables: int


@dataclass(frozen=True, slots=True)
class SeriesListPage:
    """All series of which something is held."""

    lead: str
    series: tuple[ListedSeries, ...]
    canonical: str


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One series: what it is, by year, and its registers."""

    heading: str
    crumbs: tuple[Link, ...]
    lead: str
    facts: tuple[Fact, ...]
    years: tuple[Count, ...]
    registers: tuple[Count, ...]
    search: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers one after another that are held, or are not."""

    numbers: str
    held: bool
    links: tuple[Link, ...]  # to those held; to who cites those not held


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The numbers of one series from one post in one year."""

    heading: str
    crumbs: tuple[Link, ...]
    lead: str
    stretches: tuple[Stretch, ...]
    others: tuple[Link, ...]  # numbers that are no plain numbers
    following: str
    canonical: str


@dataclass(frozen=True, slots=True)
class ListedCollection:
    """A collection of the list."""

    name: str
    href: str
    above: str  # repository and record group
    cables: int


@dataclass(frozen=True, slots=True)
class CollectionsPage:
    """Where the papers are from."""

    lead: str
    collections: tuple[ListedCollection, ...]
    canonical: str


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """One collection: provenance, what is held of it and what is not."""

    heading: str
    crumbs: tuple[Link, ...]
    provenance: tuple[Fact, ...]
    held: tuple[str, ...]
    lacking: tuple[str, ...]
    years: tuple[Count, ...]
    cables: tuple[ListedCable, ...]
    note: str  # why no cable is listed
    following: str
    canonical: str
