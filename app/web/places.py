"""The pages of posts: the map and list of all, and one post."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.archive.ids import key_of
from app.archive.records import TallyRow
from app.formats.names import place
from app.telegram.vocabulary import DatedName, Post
from app.web import atlas, urls, wording
from app.web.browse_contexts import Country, Dot, Fact, PostPage, PostsPage, WorldMap
from app.web.cable import House
from app.web.contexts import Count, Link
from app.web.gazetteer import Gazetteer

UNKNOWN_MOST = 200  # senders the vocabulary does not know: noise of bad scans is without end
NEAR = 6
SMALLEST, LARGEST = 2.0, 11.0  # radius of a dot


def posts_page(
    rows: Sequence[TallyRow], gazetteer: Gazetteer, static: Path, house: House
) -> PostsPage:
    """Every post, by country of its time, and on the map."""
    known = [(row, post) for row in rows if (post := gazetteer.post(row.key))]
    unknown = sorted(
        (row for row in rows if gazetteer.post(row.key) is None),
        key=lambda row: (-row.cables, row.name),
    )
    countries: dict[str, list[Count]] = defaultdict(list)
    for row, post in known:
        countries[post.country or "Elsewhere"].append(_count(row))
    left_out = len(unknown) - UNKNOWN_MOST
    return PostsPage(
        f"{wording.count(len(known), 'post')} in {wording.count(len(countries), 'country', 'countries')}"
        " sent what is held here. Countries are those of the time."
        if rows
        else "Nothing is published here yet.",
        _map(known, static),
        tuple(
            Country(name, key_of(name), tuple(sorted(posts, key=lambda one: one.name)))
            for name, posts in sorted(countries.items())
        ),
        tuple(_count(row) for row in unknown[:UNKNOWN_MOST]),
        f"and {left_out:,} more, of fewer cables each; search finds them" if left_out > 0 else "",
        urls.absolute(house.address, urls.posts()),
    )


def _count(row: TallyRow) -> Count:
    return Count(row.name.removeprefix("the "), row.cables, urls.post(row.key))


def _map(known: Sequence[tuple[TallyRow, Post]], static: Path) -> WorldMap | None:
    """The posts whose place is known; none without the file of land, or with nothing to show."""
    land = atlas.land(static)
    placed = [one for one in known if one[1].latitude is not None]
    if not land or not placed:
        return None
    most = max(row.cables for row, _ in placed)
    # the largest first, so that a small one beside it lies on top and can be pointed at
    ordered = sorted(placed, key=lambda one: -one[0].cables)
    dots = tuple(_dot(row, post, most) for row, post in ordered)
    return WorldMap(atlas.WIDE, atlas.high(), land, dots)


def _dot(row: TallyRow, post: Post, most: int) -> Dot:
    x, y = atlas.projected(post.longitude or 0, post.latitude or 0)
    radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(row.cables / most)
    label = f"{row.name}: {wording.count(row.cables, 'cable')}"
    return Dot(x, y, round(radius, 1), urls.post(row.key), label)


def post_page(
    key: str, figures: Sequence[TallyRow], held: Sequence[TallyRow], gazetteer: Gazetteer,
    house: House,
) -> PostPage:  # fmt: skip
    """One post.

    Args:
        key: of its name.
        figures: whole and by year, under all names with this key.
        held: the figures of every post.
        gazetteer: what is known of posts.
        house: of the archive.
    """
    whole = [row for row in figures if not row.part]
    name, total = whole[0].name, sum(row.cables for row in whole)
    post = gazetteer.post(key)
    names = {row.key: row for row in held}
    near = gazetteer.near(key, names.keys(), NEAR)
    return PostPage(
        name.removeprefix("the "),
        (Link("Posts", urls.posts()),),
        f"{wording.count(total, 'cable')} from {name}.",
        tuple(_facts(post)) if post else (),
        by_year(figures, lambda year: urls.post(key, year)),
        tuple(
            Link(
                names[other].name,
                urls.post(other),
                f"{_distance(far)}, {wording.count(names[other].cables, 'cable')}",
            )
            for other, far in near
        ),
        urls.search(f'post:"{name}"' if " " in name else f"post:{name}"),
        urls.absolute(house.address, urls.post(key)),
    )


def _distance(far: float) -> str:
    return f"{round(far, -1 if far >= 100 else 0):,.0f} km"


def by_year(figures: Sequence[TallyRow], href) -> tuple[Count, ...]:  # type: ignore[no-untyped-def]
    """Figures by year, several names of one thing summed; what has no year comes last."""
    years: dict[str, int] = defaultdict(int)
    for row in figures:
        if row.part:
            years[row.part] += row.cables
    undated = years.pop("0", 0)
    found = [Count(year, number, href(year)) for year, number in sorted(years.items())]
    return (*found, Count("no known year", undated, href("0"))) if undated else tuple(found)


def _facts(post: Post) -> Iterator[Fact]:
    kind = post.kind.capitalize()
    yield Fact("Kind", f"{kind} {_years(post.used_from, post.used_to)}".strip())
    if post.country:
        yield Fact("Country", post.country)
    if post.place and place(post.name) != post.place:
        yield Fact("Place today", post.place)
    for named in post.dated_names:
        yield Fact("Name", _named(named))
    if post.aliases:
        yield Fact("Also written", wording.listed([place(alias) for alias in post.aliases]))
    if post.code:
        yield Fact("Station code", post.code)
    if post.note:
        yield Fact("Note", post.note)


def _named(named: DatedName) -> str:
    return f"{place(named.name)} {_years(named.used_from, named.used_to)}".strip()


def _years(first: int | None, last: int | None) -> str:
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else ""
