"""The page of a search: hits with their passages, and every way to narrow, widen or turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.desk.finding import MOST_ROWS, Finding, Hit
from app.errors import WrongQuery
from app.formats.names import long_date
from app.search.document import Counted, Facet
from app.search.fields import BY_NAME, FIELDS, Kind
from app.search.index import MOST_RANKED, Sort
from app.search.printer import printed, stem
from app.search.query import (
    Clock,
    Dates,
    Flag,
    Named,
    Not,
    Or,
    Pages,
    Phrase,
    Query,
    Term,
    Unlike,
    conjunction,
    disjunction,
    exactly,
    parts,
)
from app.web import urls, wording
from app.web.contexts import (
    Also,
    Bar,
    Chip,
    FacetValue,
    FieldHelp,
    Link,
    SearchPage,
    ShownFacet,
    ShownHit,
    ShownPassage,
    Sought,
    Timeline,
    Trouble,
    ValuesPage,
)
from app.web.rooms import listed

VALUES_SHOWN = 8  # of a facet; the others are one step away
ALSO_SHOWN = 6  # of the forms that were matched for words
VALUES_MOST = 2_000  # of a facet on its own page
CRAWLABLE = 2  # values in a search that a crawler may be led to
WIDE, HIGH = 600, 70  # units of the timeline's drawing
PERIODS_MOST = 200  # years between the first and the last that are drawn to scale
SMALL = ("THE", "OF", "AND")
HAVING = {"scan": "a scan", "subject": "a subject line"}
HEADINGS = {
    "post": "Post", "country": "Country", "year": "Year sent", "class": "Classified then",
    "caption": "Caption", "precedence": "Precedence", "series": "Series", "signed": "Signed",
    "is": "Release", "collection": "Collection",
}  # fmt: skip
SORTS = {
    Sort.RELEVANCE: "relevance",
    Sort.SENT: "sent, earliest first",
    Sort.SENT_LAST: "sent, latest first",
    Sort.RECEIVED: "received, earliest first",
    Sort.RECEIVED_LAST: "received, latest first",
}


def search_page(found: Finding) -> SearchPage:
    """The page of a search that was understood."""
    count, sort = found.results.count, found.asked.sort
    query = printed(found.tree)
    also = tuple(sorted(_also(found), key=lambda one: -one.number))
    turning = found.next_offset is not None or found.next_after is not None
    return SearchPage(
        heading=wording.count(count, "cable") if count else "No cable",
        sought=_sought(found),
        chips=tuple(_chips(found.tree, sort)),
        also=also[:ALSO_SHOWN],
        also_more=also[ALSO_SHOWN:],
        as_written=urls.search(printed(exactly(found.tree)), sort=sort)
        if found.results.told
        else "",
        trouble=None,
        note=_note(found),
        hits=tuple(_hit(hit, found.tree) for hit in found.hits),
        start=found.asked.offset + 1,
        facets=tuple(_facets(found)),
        crawlable=len([node for node in parts(found.tree) if not _is_words(node)]) < CRAWLABLE,
        timeline=_timeline(found),
        sorts=tuple(
            Link(words, urls.search(query, sort=one), current=one is found.sort)
            for one, words in SORTS.items()
        ),
        forms=tuple(
            Link(form.upper(), urls.search(query, sort=sort, form=form))
            for form in (("json", "csv") if 0 < count <= MOST_ROWS else ("json",))
        ),
        following=urls.search(
            query, sort=sort, offset=found.next_offset or 0, after=found.next_after
        )
        if turning
        else "",
        nothing="",
        alone=(),
        empty=(),  # told by `app.web.instead`
        help=help_with_fields(),
    )


def trouble_page(text: str, sort: str, error: WrongQuery) -> SearchPage:
    """The page of a query that cannot be understood: the place, the cause, what would work."""
    at = int(str(error.values["at"])) - 1
    near = max(0, at - 60)
    trouble = Trouble(
        error.reason,
        error.remedy,
        ("…" if near else "") + text[near:at],
        text[at : at + 1],
        text[at + 1 : at + 60] + ("…" if len(text) > at + 60 else ""),
    )
    return SearchPage(
        heading="This search cannot be understood",
        sought=Sought(text[:2000], sort),
        chips=(), also=(), also_more=(), as_written="", trouble=trouble, note="", hits=(), start=1, facets=(), crawlable=False,
        timeline=None, sorts=(), forms=(), following="", nothing="", alone=(), empty=(), help=help_with_fields(),
    )  # fmt: skip


def help_with_fields() -> tuple[FieldHelp, ...]:
    """Every field with an example to try."""
    return tuple(
        FieldHelp(field.example, urls.search(field.example), field.means) for field in FIELDS
    )


def _note(found: Finding) -> str:
    notes = []
    if found.behind:
        changes = wording.count(found.behind, "change")
        notes.append(f"The index is {changes} behind the archive and catching up.")
    if found.cut:
        notes.append(
            f"A list by relevance ends after {MOST_RANKED:,} cables. Narrow the search, or sort by "
            "time to see all of them."
        )
    return " ".join(notes)


# Hits --------------------------------------------------------------------------------------------


def _hit(hit: Hit, tree: Query) -> ShownHit:
    (cable,) = listed((hit.cable,))
    query = printed(_with_forms(tree, hit.also) if hit.also else tree)
    passages = tuple(
        ShownPassage(
            urls.found(hit.cable.id, one.key, query, long=hit.long),
            f"page {one.page}, ¶{one.paragraph}",
            one.runs,
            one.begins,
            one.ends,
        )
        for one in hit.passages
    )
    return ShownHit(cable, hit.title, passages, hit.exact)


def _with_forms(tree: Query, also: Sequence[Query]) -> Query:
    """What was asked, or the forms of it that stand in one cable: all that is marked there."""
    asked = conjunction([node for node in parts(tree) if not isinstance(node, Unlike)])
    return disjunction([asked, *also])


# Narrower and wider ------------------------------------------------------------------------------


def _is_words(node: Query) -> bool:
    return isinstance(node, (Term, Phrase)) or not isinstance(
        node, (Named, Dates, Clock, Pages, Flag, Not, Or, Unlike)
    )


def _without(tree: Query, gone: Query) -> Query:
    return conjunction([node for node in parts(tree) if node != gone])


def _chips(tree: Query, sort: Sort) -> Iterator[Chip]:
    """Fields, and what is left out: each can be taken out by itself."""
    for node in parts(tree):
        if not _is_words(node):
            yield Chip(said(node), urls.search(printed(_without(tree, node)), sort=sort))


def _also(found: Finding) -> Iterator[Also]:
    """What the search was widened by; each can be refused by itself."""
    for told in found.results.told:
        tree = conjunction([found.tree, Unlike(told.swap.found)])
        field = f"{told.swap.field}: " if told.swap.field else ""
        yield Also(
            field + " ".join(told.swap.found), " ".join(told.swap.asked), told.swap.kind,
            told.number, urls.search(printed(tree), sort=found.asked.sort),
        )  # fmt: skip


def said(node: Query) -> str:
    """A part of a query as a chip says it."""
    match node:
        case Named(field, words, _, prefix):
            return f"{field} {' '.join(map(wording.cased, words))}{'…' if prefix else ''}"
        case Dates(field, first, last):
            ends = [long_date(end[:10]) + _hours(end) if end else "" for end in (first, last)]
            return f"{field} {_range_said(*ends)}"
        case Clock(field, first, last):
            return f"{field} {_range_said(first, last, 'at ')}"
        case Flag("is", value):
            return wording.ACTIONS.get(value, value).lower()
        case Flag(field, value):
            return f"{field} {HAVING.get(value, value)}"
        case Not(inner):
            return f"not {said(inner)}"
        case Unlike(words):
            return f"not taken for it: {' '.join(words).lower()}" if words else "only as written"
    return printed(node)


def _hours(iso: str) -> str:
    """The clock of a date; an hour alone is all of that hour."""
    if len(iso) <= 10:
        return ""
    return f", {iso[11:]}" if len(iso) > 13 else f", {iso[11:]}:00 to {iso[11:]}:59"


def _range_said(first: str, last: str, one: str = "") -> str:
    if first == last:
        return one + first
    if not first or not last:
        return f"from {first} on" if first else f"up to {last}"
    return f"{first} to {last}"


# Facets ------------------------------------------------------------------------------------------


def values_page(found: Finding, name: str, *, by_name: bool) -> ValuesPage:
    """All values of one facet over what a search finds, the most frequent first or by name."""
    counted, query, sort = _counted(found, name), printed(found.tree), found.asked.sort
    values = tuple(_values(found, name, counted[:VALUES_MOST]))
    cut = wording.count(len(counted) - len(values), "rarer value") if counted[VALUES_MOST:] else ""
    return ValuesPage(
        heading=HEADINGS[name],
        sought=_sought(found),
        found=Link(wording.count(found.results.count, "cable"), urls.search(query, sort=sort)),
        values=tuple(sorted(values, key=lambda one: one.name)) if by_name else values,
        orders=(
            Link("how many", urls.values(name, query, sort=sort), current=not by_name),
            Link("name", urls.values(name, query, sort=sort, order="name"), current=by_name),
        ),
        cut=cut and f"{cut} not listed",
    )


def _sought(found: Finding) -> Sought:
    sort = found.asked.sort
    return Sought(found.asked.text, "" if sort is Sort.RELEVANCE else sort.value)


def _counted(found: Finding, name: str) -> tuple[Counted, ...]:
    counted = found.results.facets.get(name, ())
    if name == "year":
        return tuple(sorted(counted, key=lambda one: one.value))
    return counted


def _facets(found: Finding) -> Iterator[ShownFacet]:
    query = printed(found.tree)
    for name in Facet.ALL:
        counted = _counted(found, name)
        if values := tuple(_values(found, name, counted[:VALUES_SHOWN])):
            more = len(counted) > len(values)
            href = urls.values(name, query, sort=found.asked.sort) if more else ""
            yield ShownFacet(HEADINGS[name], values, href, f"all {len(counted):,}")


def _values(found: Finding, name: str, counted: Sequence[Counted]) -> Iterator[FacetValue]:
    sort, held, before = found.asked.sort, parts(found.tree), stem(found.tree)
    for one in counted:
        node = _narrowed(name, one.value)
        chosen = node in held
        query = printed(_without(found.tree, node)) if chosen else before + printed(node)
        href = urls.search(query, sort=sort)
        yield FacetValue(_value_said(name, one.value), one.number, href, query, chosen)


def _narrowed(name: str, value: str) -> Query:
    """A value of a facet as a part of a query: it finds exactly the cables that were counted."""
    if name == "year":
        return Dates("year", value, value)
    if name == "is":
        return Flag("is", value)
    return Named(name, tuple(value.split(" ")), whole=True)


def _value_said(name: str, value: str) -> str:
    if name == "is":
        return wording.ACTIONS.get(value, wording.cased(value.upper()))
    if name == "series":
        return value
    if BY_NAME[name].kind is Kind.WORDS:
        return _as_name(value)
    return wording.cased(value)


def _as_name(value: str) -> str:
    """NEW DELHI is New Delhi, THE DEPARTMENT OF STATE the Department of State."""
    words = (word.lower() if word in SMALL else wording.cased(word) for word in value.split(" "))
    return " ".join(words)


# Timeline ----------------------------------------------------------------------------------------


def _timeline(found: Finding) -> Timeline | None:
    """Drawn to scale of time, so that empty years are seen; a single period needs no drawing."""
    periods = found.results.timeline
    if len(periods) < 2:
        return None
    unit = "year" if len(periods[0][0]) == 4 else "month"
    first, last = _ordinal(periods[0][0]), _ordinal(periods[-1][0])
    to_scale = last - first < PERIODS_MOST
    width = WIDE / (last - first + 1 if to_scale else len(periods))
    most = max(number for _, number in periods)
    before, bars = stem(found.tree), []
    for at, (period, number) in enumerate(periods):
        place = _ordinal(period) - first if to_scale else at
        high = round(max(1.5, HIGH * number / most), 2)
        bars.append(
            Bar(period, long_date(period) or period, number, _period_href(found, before, unit, period),
                round(place * width, 2), round(HIGH - high, 2), round(width * 0.85, 2), high)
        )  # fmt: skip
    undated = found.results.undated
    return Timeline(
        f"Cables a {unit}", unit, tuple(bars), bars[0].label, bars[-1].label,
        f"{wording.count(undated, 'cable')} without a known year" if undated else "", WIDE, HIGH,
        urls.SEARCH, printed(found.tree), _sought(found).sort,
    )  # fmt: skip


def _ordinal(period: str) -> int:
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _period_href(found: Finding, before: str, unit: str, period: str) -> str:
    node = Dates("year" if unit == "year" else "sent", period, period)
    query = printed(found.tree) if node in parts(found.tree) else before + printed(node)
    return urls.search(query, sort=found.asked.sort)
