"""What each page is handed: one frozen value a page, every field used by its template.

A test reads the templates and fails on a field nobody shows, or one a page asks for in vain.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.search.marks import Run
from app.web.text import PageBreak, ShownParagraph


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: words and address, with what is said beside it."""

    text: str
    href: str = ""
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the face; `meaning` spells out a word of a vocabulary."""

    text: str
    meaning: str = ""
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the face: label, values, the words they rest on, and any doubt."""

    label: str
    values: tuple[Value, ...]
    printed: tuple[str, ...] = ()
    doubt: str = ""
    alternatives: tuple[str, ...] = ()
    note: str = ""  # "confirmed", "corrected": who stands behind it, where not the machine
    apart: bool = False  # each value on a line of its own


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the face with its lines."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment as one clock showed it."""

    words: str
    place: str
    iso: str


@dataclass(frozen=True, slots=True)
class When:
    """Sent and received, each by its clocks, and the time between."""

    sent: tuple[Clock, ...]
    received: tuple[Clock, ...]
    transit: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A small mark in the head: `kind` is was, held, open, part or plain."""

    text: str
    kind: str
    said: str = ""  # what a reader who cannot see the strike-through is told
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class MarkingLine:
    """A control mark on one page: the words, where they stand, how they are read."""

    printed: str
    places: str
    read_as: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class PageMarkings:
    """The markings of one page, or of several that bear the same."""

    pages: str
    first: int
    href: str
    lines: tuple[MarkingLine, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Words of the text with what can be said of them, and where they stand."""

    text: str
    note: str
    href: str
    where: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file as received."""

    name: str
    href: str
    size: str
    sha256: str
    received: str
    provenance: str
    text: str  # by what engine the text was made


@dataclass(frozen=True, slots=True)
class Cite:
    """How to cite: one plain citation, the permalink, and the forms to take away."""

    citation: str
    permalink: str
    forms: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ScanBox:
    """A place on a page image, in its pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ScanCrop:
    """A stretch of a page image, as an image of its own, and the page it is of."""

    source: str
    width: int  # as it is shown
    height: int
    href: str
    page: int


@dataclass(frozen=True, slots=True)
class ShownScan:
    """One page of the scan: addresses, sizes, and the stretch of the text that was read on it."""

    number: int
    href: str
    image: str  # by the Image API
    source: str  # as it stands in the margin
    thumb: str
    width: int
    height: int
    thumb_height: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ScanPanel:
    """The paper beside the text."""

    pages: tuple[ShownScan, ...]
    words: str  # `/{page}.json` follows
    query: str


@dataclass(frozen=True, slots=True)
class ScanSheet:
    """One page of a scan to look at."""

    title: str
    panel: ScanPanel
    page: ShownScan
    text: str  # the address of the text read on it
    turns: tuple[Link, ...]
    boxes: tuple[ScanBox, ...]


@dataclass(frozen=True, slots=True)
class CableHead:
    """What all views of a cable share."""

    title: str
    crumbs: tuple[Link, ...]
    specimen: bool
    notice: Link | None  # an older version says which is current
    doubts: tuple[str, ...]
    when: When
    stamps: tuple[Stamp, ...]
    face: tuple[Section, ...]
    views: tuple[Link, ...]
    markings: tuple[PageMarkings, ...]
    more_markings: str
    neighbours: tuple[Link, ...]
    likely_same: tuple[Link, ...]
    speaks_of: tuple[Link, ...]
    cited_by: tuple[Link, ...]
    kept: tuple[Kept, ...]  # left as they were received
    set_apart: tuple[Kept, ...]  # opened and closed by a word of the telegram itself
    cite: Cite
    source: SourceFile
    canonical: str
    parts: tuple[Link, ...]  # empty where the text fits one page
    description: str
    draft: bool
    deeds: tuple[Link, ...]  # what an archivist can do with it; empty for everybody else
    scan: ScanPanel | None


@dataclass(frozen=True, slots=True)
class FindBox:
    """Finding inside one cable: what was asked for, how often it stands there, the way on."""

    query: str
    action: str
    said: str  # 2 of 7; empty where nothing was asked for
    found: bool
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class CleanPage:
    """The clean text."""

    find: FindBox

    head: CableHead
    paragraphs: tuple[ShownParagraph, ...]
    behind: tuple[PageBreak, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the text as received; a blank one has no role."""

    number: int
    text: str
    role: str
    label: str
    opens_page: int  # the page that begins with this line, or 0
    cut: str = ""  # how much of an endless line is left out


@dataclass(frozen=True, slots=True)
class RoleCount:
    """A row of the legend."""

    role: str
    label: str
    meaning: str
    lines: str
    href: str


@dataclass(frozen=True, slots=True)
class AsReceivedPage:
    """The text as received, every line with its number and role."""

    head: CableHead
    legend: tuple[RoleCount, ...]
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class AsideLine:
    """A line that is not in the clean text, with the rule that set it aside."""

    number: int
    href: str
    page: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class AsideGroup:
    """The lines of one role."""

    role: str
    label: str
    meaning: str
    lines: tuple[AsideLine, ...]


@dataclass(frozen=True, slots=True)
class SetAsidePage:
    """Every line not in the clean text."""

    head: CableHead
    groups: tuple[AsideGroup, ...]
    total: str


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version in the list."""

    number: int
    href: str
    made: str
    made_by: str
    note: str
    changed: tuple[str, ...]
    rules: str
    sha256: str
    current: bool
    here: bool


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """All versions of a cable, newest first."""

    head: CableHead
    versions: tuple[ShownVersion, ...]


@dataclass(frozen=True, slots=True)
class ListedCable:
    """A cable in a list."""

    title: str
    href: str
    meta: str
    classification: str
    secret: bool  # whether that was a classification, and not the lack of one
    opening: str
    specimen: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A name with a number."""

    name: str
    number: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    """What is here, what came last, how to cite."""

    sentence: str
    recent: tuple[ListedCable, ...]
    posts: tuple[Count, ...]
    years: tuple[Count, ...]
    classifications: tuple[Count, ...]
    example: Link | None
    canonical: str


@dataclass(frozen=True, slots=True)
class CablesPage:
    """The list of all cables by the date they were sent."""

    heading: str
    lead: str
    cables: tuple[ListedCable, ...]
    earlier: str
    later: str
    canonical: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What is held, rights, contact, how to report."""

    archive: str
    sentence: str
    specimens: str
    contact: str
    contact_href: str
    canonical: str


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """A human key that leads to several cables."""

    key: str
    cables: tuple[ListedCable, ...]
    canonical: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """An error or a notice: what happened, why, what next."""

    status: int
    title: str
    reason: str
    remedy: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage of a hit, with the link that opens there."""

    href: str
    where: str  # page 1, ¶2
    runs: tuple[Run, ...]
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A cable that was found."""

    cable: ListedCable
    title: tuple[Run, ...]
    passages: tuple[ShownPassage, ...]
    exact: bool  # False: only words matched for others find it


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: how many cables have it, and the search narrowed to it, or widened."""

    name: str
    number: int
    href: str
    query: str  # the same as a form sends it, where no link may lead there
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """The first values of one kind, the most frequent first; years in their order."""

    heading: str
    values: tuple[FacetValue, ...]
    more: str  # address of all of them; empty where these are all
    more_words: str  # all 41


@dataclass(frozen=True, slots=True)
class Bar:
    """A period of the timeline, in units of the drawing."""

    period: str  # 1962, 1962-12
    label: str
    number: int
    href: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Cables by year, or by month where all are of one year; empty periods have no bar."""

    heading: str
    unit: str
    bars: tuple[Bar, ...]
    first: str
    last: str
    undated: str
    wide: int
    high: int
    action: str  # where its form leads, which takes some periods out of it
    query: str
    sort: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the query that can be taken out by itself."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Also:
    """Words that were matched for others: what they are, why, how many cables, how to refuse them."""

    found: str
    asked: str
    why: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where a query cannot be understood: what stands before the place, there, and behind."""

    reason: str
    remedy: str
    before: str
    at: str
    after: str


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """A field one can search by."""

    example: str
    href: str
    means: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What the search box holds on every page of the search."""

    query: str
    sort: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A search: the box, and the hits with all that narrows them."""

    heading: str
    sought: Sought
    chips: tuple[Chip, ...]
    also: tuple[Also, ...]
    also_more: tuple[Also, ...]  # the rarer ones, one step away
    as_written: str  # address of the same search without any of `also`; empty where there is none
    trouble: Trouble | None
    note: str  # that the index is behind, or the list cut
    hits: tuple[ShownHit, ...]
    start: int  # number of the first hit
    facets: tuple[ShownFacet, ...]
    crawlable: bool  # whether a crawler may follow the links that narrow
    timeline: Timeline | None
    sorts: tuple[Link, ...]
    forms: tuple[Link, ...]
    following: str
    nothing: str  # why nothing was found; empty where something was
    alone: tuple[Link, ...]  # what each part of the search finds by itself, where nothing was
    empty: tuple[Link, ...]  # what to try there
    help: tuple[FieldHelp, ...]
    feed: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """All values of one kind over what a search finds."""

    heading: str
    sought: Sought
    found: Link  # 41 cables, the search itself
    values: tuple[FacetValue, ...]
    orders: tuple[Link, ...]
    cut: str  # 12 rarer values not listed


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that the last word of the search box may become."""

    id: str
    query: str  # the whole query with it
    name: str
    field: str
    count: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is suggested under the search box."""

    options: tuple[Suggestion, ...]
