"""The pages of series, and of the numbers held of one series from one post in one year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from app.archive.ids import key_of
from app.archive.records import TallyRow
from app.telegram.vocabulary import Series
from app.web import urls, wording
from app.web.browse_contexts import (
    Fact,
    ListedSeries,
    RegisterPage,
    SeriesListPage,
    SeriesPage,
    Stretch,
)
from app.web.cable import House
from app.web.contexts import Count, Link
from app.web.gazetteer import Gazetteer
from app.web.places import by_year

ON_A_PAGE = 400  # numbers
GAP_MOST = 1_000  # numbers between two that are held; more are two sequences
DEPARTMENT_KEYS = ("the-department-of-state", "department-of-state")
DIRECTIONS = {"in": "to Washington", "out": "from Washington"}


def series_list_page(
    rows: Sequence[TallyRow], gazetteer: Gazetteer, house: House
) -> SeriesListPage:
    """Every series of which something is held, the fullest first."""
    ordered = sorted(rows, key=lambda row: (-row.cables, row.name))
    return SeriesListPage(
        "A series numbers the telegrams of one traveller, delegation or subject apart from those of "
        "the post: SECTO is the Secretary of State away from Washington."
        if rows
        else "No cable of a series is published here yet.",
        tuple(
            ListedSeries(row.name, urls.series(row.key), _meaning(gazetteer, row.key), row.cables)
            for row in ordered
        ),
        urls.absolute(house.address, urls.series()),
    )


def _meaning(gazetteer: Gazetteer, key: str) -> str:
    known = gazetteer.series(key)
    return known.meaning if known else ""


def series_page(
    key: str, figures: Sequence[TallyRow], posted: Sequence[TallyRow], gazetteer: Gazetteer,
    house: House,
) -> SeriesPage:  # fmt: skip
    """One series; `posted` are its figures by post and year (Paris 1962)."""
    whole = [row for row in figures if not row.part]
    name, total = whole[0].name, sum(row.cables for row in whole)
    known = gazetteer.series(key)
    registers: dict[str, int] = defaultdict(int)
    for row in posted:
        registers[row.part] += row.cables
    return SeriesPage(
        name,
        (Link("Series", urls.series()),),
        f"{wording.count(total, 'cable')} of this series. {known.meaning if known else ''}".strip(),
        tuple(_facts(known, gazetteer)) if known else (),
        by_year(figures, lambda _: ""),
        tuple(
            Count(part, number, _register_href(key, part))
            for part, number in sorted(registers.items())
        ),
        urls.search(f"series:{name}"),
        urls.absolute(house.address, urls.series(key)),
    )


def _register_href(key: str, part: str) -> str:
    post, _, year = part.rpartition(" ")
    return urls.alias("ref", f"{key}/{post_key(post)}/{year}")


def post_key(post: str) -> str:
    """The part of a human key that names a post: the Department's is `state`."""
    key = key_of(post)
    return "state" if key in DEPARTMENT_KEYS else key


def _facts(series: Series, gazetteer: Gazetteer) -> Iterator[Fact]:
    if series.sender:
        yield Fact("From", series.sender)
    if series.addressee:
        yield Fact("To", series.addressee)
    if series.direction:
        yield Fact("Runs", DIRECTIONS.get(series.direction, series.direction))
    if series.mirror:
        yield Fact("Answered by", series.mirror)
    if series.used_from or series.used_to:
        yield Fact("Used", f"{series.used_from or 'not known'} to {series.used_to or 'not known'}")


# One register ------------------------------------------------------------------------------------


def register_page(
    word: str, post: str, year: str, numbers: Sequence[tuple[str, str]],
    cited: Callable[[Sequence[str]], frozenset[str]], house: House, *, after: int = 0,
) -> RegisterPage:  # fmt: skip
    """The numbers held, and those between that are not.

    Args:
        word: of the key: secto, telegram.
        post: its name.
        year: as in the key.
        numbers: those held, each with its cable's id.
        cited: says which of some keys a cable here refers to.
        house: of the archive.
        after: the number the page begins behind.
    """
    plain: dict[int, list[str]] = defaultdict(list)
    others = []
    for number, id in numbers:
        if number.isascii() and number.isdigit() and len(number) < 10:
            plain[int(number)].append(id)
        else:
            others.append(Link(number or "no number", urls.cable(id)))
    held = [number for number in sorted(plain) if number > after]
    shown, more = held[:ON_A_PAGE], len(held) > ON_A_PAGE
    base = f"{word}/{post_key(post)}/{year}"
    name = "Telegrams" if word == "telegram" else word.upper()
    many = sum(map(len, plain.values())) + len(others)
    return RegisterPage(
        f"{name} from {post}, {year}",
        (Link("Series", urls.series()), Link(name, urls.series(word)))
        if word != "telegram"
        else (Link("Posts", urls.posts()), Link(post, urls.post(key_of(post)))),
        f"{wording.count(many, 'cable')} held. Numbers between those held are named as not held: "
        "a series need not begin at 1, and may begin again with every journey.",
        tuple(_stretches(shown, plain, base, cited)),
        () if after else tuple(others),
        urls.register(base, after=shown[-1]) if more else "",
        urls.absolute(house.address, urls.register(base, after=after)),
    )


def _stretches(
    shown: Sequence[int], plain: dict[int, list[str]], base: str,
    cited: Callable[[Sequence[str]], frozenset[str]],
) -> Iterator[Stretch]:  # fmt: skip
    """Runs of numbers, held and not held by turns."""
    gaps = [
        number
        for before, at in pairwise(shown)
        if at - before <= GAP_MOST
        for number in range(before + 1, at)
    ]
    spoken = cited([f"{base}/{number}" for number in gaps])
    run: list[int] = []
    for number in shown:
        if run and number != run[-1] + 1:
            yield _held(run, plain)
            yield _lacking(run[-1] + 1, number - 1, base, spoken)
            run = []
        run.append(number)
    if run:
        yield _held(run, plain)


def _held(run: Sequence[int], plain: dict[int, list[str]]) -> Stretch:
    links = tuple(
        Link(str(number), urls.cable(id), f"copy {at}" if at > 1 else "")
        for number in run
        for at, id in enumerate(plain[number], 1)
    )
    return Stretch(_range(run[0], run[-1]), True, links)


def _lacking(first: int, last: int, base: str, spoken: frozenset[str]) -> Stretch:
    near = range(first, last + 1) if last - first < GAP_MOST else ()
    links = tuple(
        Link(str(number), urls.alias("ref", f"{base}/{number}"), "cited by a cable here")
        for number in near
        if f"{base}/{number}" in spoken
    )
    return Stretch(_range(first, last), False, links)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
