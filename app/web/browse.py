"""The addresses to browse by: dates, posts, series, collections, recent additions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.archive import browse, pages, tally
from app.archive.ids import is_valid, key_of, slugged
from app.archive.records import CableRow, TallyRow
from app.archive.tally import Kind
from app.desk.finding import Asked, find
from app.errors import IndexAway, Missing, WrongCall
from app.formats.names import long_date
from app.search.index import Sort
from app.search.printer import printed
from app.search.query import Named
from app.search.words import key_of as word_key
from app.web import urls
from app.web.answers import Moved, atom, conditional, web_of
from app.web.browse_contexts import ListPage
from app.web.contexts import Link
from app.web.dates import BY_CLOCK, crumbs, dates_page, month_page, year_page
from app.web.places import post_page, posts_page
from app.web.provenance import collection_page, collections_page
from app.web.registers import (
    DEPARTMENT_KEYS,
    post_key,
    register_page,
    series_list_page,
    series_page,
)
from app.web.rooms import listed

router = APIRouter()
READ = ["GET", "HEAD"]
LISTED = 50
UNKNOWN = "unknown"
STATE = "state"  # in human keys: the Department


# Dates -------------------------------------------------------------------------------------------


@router.api_route("/dates", methods=READ)
def dates(request: Request) -> Response:
    """Every year."""
    web = web_of(request)
    with web.store.reading() as connection:
        years = tally.every(connection, Kind.YEAR)
        undated = sum(row.cables for row in tally.between(connection, Kind.DAY, "", "0"))
    return conditional(request, (years, undated), lambda: dates_page(years, undated, web.house))


@router.api_route("/dates/unknown", methods=READ)
def no_date(request: Request) -> Response:
    return _day_list(request, "")


@router.api_route("/dates/{year}", methods=READ)
def year(request: Request, year: str) -> Response:
    """The months of a year."""
    web, number = web_of(request), _within(year, 1, 9999, 4)
    with web.store.reading() as connection:
        days = tally.between(connection, Kind.DAY, year, f"{year}.")
        around = [int(row.name) for row in tally.every(connection, Kind.YEAR)
                  if row.name.isdigit()]  # fmt: skip
    make = lambda: year_page(number, days, around, web.house)  # noqa: E731
    return conditional(request, (days, around), make)


@router.api_route("/dates/{year}/unknown", methods=READ)
def no_month(request: Request, year: str) -> Response:
    return _day_list(request, f"{_within(year, 1, 9999, 4):04}")


@router.api_route("/dates/{year}/{month}", methods=READ)
def month(request: Request, year: str, month: str) -> Response:
    """The days of a month."""
    web, numbers = web_of(request), (_within(year, 1, 9999, 4), _within(month, 1, 12, 2))
    here = f"{year}-{month}"
    with web.store.reading() as connection:
        days = tally.between(connection, Kind.DAY, here, f"{here}.")
        around = [row.name for row in tally.every(connection, Kind.MONTH)]
    make = lambda: month_page(*numbers, days, around, web.house)  # noqa: E731
    return conditional(request, (days, around), make)


@router.api_route("/dates/{year}/{month}/unknown", methods=READ)
def no_day(request: Request, year: str, month: str) -> Response:
    return _day_list(request, f"{_within(year, 1, 9999, 4):04}-{_within(month, 1, 12, 2):02}")


@router.api_route("/dates/{year}/{month}/{day}", methods=READ)
def day(request: Request, year: str, month: str, day: str) -> Response:
    """The cables of a day."""
    iso = f"{year}-{month}-{day}"
    try:
        dt.date.fromisoformat(iso)
    except ValueError:
        raise Missing(thing=f"The day {iso[:40]}") from None
    _within(year, 1, 9999, 4), _within(month, 1, 12, 2), _within(day, 1, 31, 2)
    return _day_list(request, iso)


def _day_list(request: Request, day: str) -> Response:
    after = _after(request)
    with web_of(request).store.reading() as connection:
        rows = browse.sent_on(connection, day, LISTED + 1, after=after)
    named = {0: "no known date", 4: "no known month", 7: "no known day"}.get(len(day), "")
    date = long_date(day)
    heading = f"Cables of {named} in {date}" if named and date else f"Cables of {date or named}"
    lead = f"Sent on this day, {BY_CLOCK}, the earliest first." if len(day) == 10 else (
        "No more is known of when they were sent; by the time of receipt where that is known."
    )  # fmt: skip
    way = crumbs(day[:7] if len(day) == 10 else day)
    return _list(request, heading, way, lead, rows, urls.day(day), after)


def _list(
    request: Request, heading: str, way: tuple[Link, ...], lead: str, rows: Sequence[CableRow],
    path: str, after: str, *, beside: tuple[Link, ...] = (), feed: str = "",
) -> Response:  # fmt: skip
    """A stretch of a list of which one row more than is shown was asked for."""
    web = web_of(request)
    shown = tuple(rows[:LISTED])
    following = urls.after(path, shown[-1].id) if len(rows) > LISTED else ""

    def make() -> ListPage:
        canonical = urls.absolute(web.house.address, urls.after(path, after))
        return ListPage(heading, way, lead, beside, listed(shown), following, feed, canonical)

    return conditional(request, (heading, shown, following, beside), make)


def _after(request: Request) -> str:
    """The id of the cable a list goes on behind.

    Raises:
        Moved: it is no id; the list from its beginning.
    """
    given = request.query_params.get("after", "")
    if given and not is_valid(given):
        raise Moved(request.url.path, 303)
    return given


def _within(typed: str, low: int, high: int, digits: int) -> int:
    """A number of an address, written with all its digits.

    Raises:
        Missing: it is none, or there is no such year, month or day.
    """
    if not (typed.isascii() and typed.isdigit() and len(typed) == digits):
        raise Missing(thing=f"A date {typed[:40]!r}")
    if not low <= int(typed) <= high:
        raise Missing(thing=f"A date {typed!r}")
    return int(typed)


# Posts -------------------------------------------------------------------------------------------


@router.api_route("/posts", methods=READ)
def posts(request: Request) -> Response:
    """Every post, on a map and by country."""
    web = web_of(request)
    with web.store.reading() as connection:
        rows = tally.every(connection, Kind.POST)
    return conditional(
        request, rows, lambda: posts_page(rows, web.gazetteer, web.static, web.house)
    )


@router.api_route("/posts/{key}", methods=READ)
def post(request: Request, key: str) -> Response:
    """One post."""
    web, key = web_of(request), _key(key, "/posts/")
    with web.store.reading() as connection:
        figures = _held(tally.by_key(connection, Kind.POST, key), key)
        held = tally.every(connection, Kind.POST)
    make = lambda: post_page(key, figures, held, web.gazetteer, web.house)  # noqa: E731
    return conditional(request, (figures, held), make)


@router.api_route("/posts/{key}/{year}", methods=READ)
def post_in_year(request: Request, key: str, year: str) -> Response:
    """The cables of a post in a year."""
    key = _key(key, "/posts/")
    known = "" if year == UNKNOWN else f"{_within(year, 1, 9999, 4):04}"
    after = _after(request)
    with web_of(request).store.reading() as connection:
        figures = _held(tally.by_key(connection, Kind.POST, key), key)
        names = sorted({row.name for row in figures})
        rows = browse.of_post(connection, names, known, LISTED + 1, after=after)
    name = names[0]
    way = (Link("Posts", urls.posts()), Link(name, urls.post(key)))
    there = urls.register(f"telegram/{post_key(name)}/{known}")
    beside = (Link("Telegram numbers held and not held", there),) if known else ()
    heading = f"{name}, {known or 'no known year'}"
    lead = f"Cables from {name}, by the time they were sent."
    return _list(
        request, heading, way, lead, rows, urls.post(key, known or "0"), after, beside=beside
    )


def _key(typed: str, prefix: str) -> str:
    """A key of an address.

    Raises:
        Moved: it is written otherwise.
        Missing: it is none.
    """
    key = slugged(typed)
    if not key:
        raise Missing(thing=f"Anything of {typed[:60]!r}")
    if key != typed:
        raise Moved(prefix + key)
    return key


def _held(figures: tuple[TallyRow, ...], key: str) -> tuple[TallyRow, ...]:
    """The figures of a thing that was asked for by its key.

    Raises:
        Missing: nothing of it is held.
    """
    if not figures:
        raise Missing(thing=f"Anything of {key[:60]!r}")
    return figures


# Series ------------------------------------------------------------------------------------------


@router.api_route("/series", methods=READ)
def series_list(request: Request) -> Response:
    """Every series."""
    web = web_of(request)
    with web.store.reading() as connection:
        rows = tally.every(connection, Kind.SERIES)
    return conditional(request, rows, lambda: series_list_page(rows, web.gazetteer, web.house))


@router.api_route("/series/{key}", methods=READ)
def series(request: Request, key: str) -> Response:
    """One series, with its registers."""
    web, key = web_of(request), _key(key, "/series/")
    with web.store.reading() as connection:
        figures = _held(tally.by_key(connection, Kind.SERIES, key), key)
        posted = tally.by_key(connection, Kind.SERIES_POST, key)
    make = lambda: series_page(key, figures, posted, web.gazetteer, web.house)  # noqa: E731
    return conditional(request, (figures, posted), make)


@router.api_route("/ref/{word}/{post}/{year}", methods=READ)
def register(request: Request, word: str, post: str, year: str) -> Response:
    """The numbers held of one series from one post in one year, and those that are not."""
    web = web_of(request)
    word, key = key_of(word), key_of(post)
    _within(year, 1, 9999, 4)
    after = request.query_params.get("after", "")
    if after and not (after.isascii() and after.isdigit() and len(after) < 10):
        raise Moved(request.url.path, 303)
    with web.store.reading() as connection:
        keys = DEPARTMENT_KEYS if key == STATE else (key,)
        names = sorted(
            {row.name for one in keys for row in tally.by_key(connection, Kind.POST, one)}
        )
        heads = ("telegram", "airgram", "message") if word == "telegram" else (word,)
        numbers = browse.register(connection, heads, names, year) if names else ()
        if not numbers:
            held = f"Anything of {word.upper()} from {names[0] if names else post[:60]} in {year}"
            raise Missing(thing=held)

        def cited(keys: Sequence[str]) -> frozenset[str]:
            return browse.cited(connection, keys)

        page = register_page(word, names[0], year, numbers, cited, web.house, after=int(after or 0))
    return conditional(request, page, lambda: page)


# Collections -------------------------------------------------------------------------------------


@router.api_route("/collections", methods=READ)
def collections(request: Request) -> Response:
    """Every collection."""
    web = web_of(request)
    with web.store.reading() as connection:
        held = browse.collections(connection)
        figures = tally.every(connection, Kind.COLLECTION)
    return conditional(request, (held, figures), lambda: collections_page(held, figures, web.house))


@router.api_route("/collections/{number}", methods=READ)
def collection(request: Request, number: str) -> Response:
    """One collection with its cables, by the time they were sent; the index lists them."""
    web = web_of(request)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Missing(thing=f"Collection {number[:40]!r}")
    with web.store.reading() as connection:
        held = browse.collection(connection, int(number))
    if held is None or not (held.provenance or held.cables or held.sources):
        raise Missing(thing=f"Collection {number}")
    rows: tuple[CableRow, ...] = ()
    note = following = ""
    if held.provenance and held.cables:
        words = tuple(word_key(held.provenance.name).split(" "))
        text = printed(Named("collection", words, whole=True))
        try:
            found = find(web.store, web.index, Asked(text, Sort.SENT, after=_place(request)))
            rows = tuple(hit.cable for hit in found.hits)
            if found.next_after is not None:
                following = urls.after(urls.collection(held.id), str(found.next_after))
        except IndexAway:
            note = "The list of its cables is being made; try again in some seconds."
    elif held.cables:
        note = "They are found by date and by post."
    make = lambda: collection_page(held, rows, web.house, note=note, following=following)  # noqa: E731
    # the index may be behind the archive, so the change number does not say how old the list is
    return conditional(request, (held, rows, note, following), make, cache="no-cache")


def _place(request: Request) -> int | None:
    given = request.query_params.get("after", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise WrongCall(
            thing="The place in the list", cause="is none",
            next_step="Start the list from its beginning",
        )  # fmt: skip
    return int(given)


# Recent additions --------------------------------------------------------------------------------


@router.api_route("/recent.atom", methods=READ)
def recent_feed(request: Request) -> Response:
    """The same as a feed."""
    web = web_of(request)
    with web.store.reading() as connection:
        rows = pages.recent(connection, LISTED)
    return atom(web, rows, "Recent additions", urls.recent(), urls.recent(form="atom"))


@router.api_route("/recent", methods=READ)
def recent(request: Request) -> Response:
    """What was published last."""
    after = _after(request)
    with web_of(request).store.reading() as connection:
        rows = pages.recent(connection, LISTED + 1, after=after)
    return _list(
        request, "Recent additions", (), "What was published here last comes first.", rows,
        urls.recent(), after, feed=urls.recent(form="atom"),
    )  # fmt: skip
