"""Posts by the names telegrams give them.

    gazetteer(vocabulary).find("AMEMBASSY PARIS PRIORITY")   -> Place, or None
    find_post(text, vocabulary, where="must", year=1962)     the same, in one call
    gazetteer(vocabulary).in_text(key)                       every name in running text, in order
    gazetteer(vocabulary).by_code("NEWDE", year=1974)        a station code of a document number

Names are compared with spaces, dots and hyphens out. Slips are allowed only where a post must
stand: one in names of six letters or more, two from ten on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from app.telegram.folding import Words, fold, squeeze
from app.telegram.vocabulary import Post, Vocabulary

DEPARTMENT = "DEPARTMENT OF STATE"
_OFFICE = (
    "AMEMBASSY", "AMEMB", "AMERICAN EMBASSY", "EMBASSY", "AMCONGEN", "AMCONSUL", "AMCONSULATE",
    "CONGEN", "AMLEGATION", "AMLEG", "LEGATION", "USMISSION", "USMISS", "USINT", "USLO", "USDEL",
    "USOFFICE", "CONSULATE GENERAL", "CONSULATE", "AMERICAN CONSULATE",
)  # fmt: skip
_OFFICES = Words((office, office) for office in _OFFICE)
_ROUTING = re.compile(r"^(?:ZEN/)?R[A-Z]{3,7} ?/ ?")
_TAIL = re.compile(
    r"(?:[ ,]+(?:NIACT|FLASH|IMMEDIATE|PRIORITY|ROUTINE|DEFERRED|UNN|\d{1,6}|POUCH|NOTAL))+ *$"
)
_WORD = re.compile(r"[A-Z0-9][A-Z0-9'.]*")
_LOOK = 120  # signs of a header line that are looked at


class Place(NamedTuple):
    """A post, and the words that named it: half-open offsets into the text."""

    post: Post
    start: int
    end: int
    slips: int = 0  # signs that differ from the known name
    doubt: str = ""


class _Named(NamedTuple):
    post: Post
    used_from: int | None
    used_to: int | None
    rank: int  # 0 the post's own name, 1 an alias, 2 a dated name

    def holds(self, year: int) -> bool:
        return (self.used_from or 0) <= year <= (self.used_to or 9999)


@dataclass(frozen=True)
class Gazetteer:
    """The posts of a vocabulary, ready to be found."""

    vocabulary: Vocabulary

    @cached_property
    def names(self) -> dict[str, tuple[_Named, ...]]:
        """Squeezed name to what it can mean, the post's own name first."""
        found: dict[str, list[_Named]] = {}
        for post in self.vocabulary.posts:
            for row, text in _names_of(post):
                found.setdefault(squeeze(fold(text)), []).append(row)
        return {key: tuple(sorted(rows, key=lambda row: row.rank)) for key, rows in found.items()}

    @cached_property
    def _slipped(self) -> Words:
        return Words((key, key) for key in self.names)

    @cached_property
    def _codes(self) -> dict[str, tuple[Post, ...]]:
        found: dict[str, tuple[Post, ...]] = {}
        for post in self.vocabulary.posts:
            if post.code:
                found[post.code] = (*found.get(post.code, ()), post)
        return found

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """First word of a name to the counts of words names with it have, longest first."""
        found: dict[str, set[int]] = {}
        for post in self.vocabulary.posts:
            for _, text in _names_of(post):
                words = _WORD.findall(fold(text).replace("-", " "))
                if words:
                    found.setdefault(squeeze(words[0]), set()).add(len(words))
        return {first: tuple(sorted(counts, reverse=True)) for first, counts in found.items()}

    def find(
        self, text: str, where: Literal["must", "may"] = "must", year: int | None = None
    ) -> Place | None:
        """The post a header value names: `AMEMBASSY PARIS`, `RUEHC/SECSTATE WASHDC 4321`.

        Args:
            text: the value, with the kind of post, routing and precedence it may carry.
            where: `must` where a post has to stand, `may` elsewhere: then letters must agree.
            year: of the telegram, where known; names of other years are then left out.

        Returns:
            None where no post is named, or two different ones are equally near.
        """
        return self._kept(text[:_LOOK], where, year)

    @cached_property
    def _kept(self) -> Callable[[str, str, int | None], Place | None]:
        """`find` with the last names kept: the telegrams of a file name the same few posts."""
        return lru_cache(maxsize=2048)(self._find)

    def _find(self, text: str, where: str, year: int | None) -> Place | None:
        key = fold(text)
        start, end = _core(key)
        if start == end:
            return None
        for begin in dict.fromkeys((start, start + _office(key[start:end]))):
            post = self._named(squeeze(key[begin:end]), year)
            if post:
                return Place(post, begin, end)
        squeezed = squeeze(key[begin:end])
        return self._near(squeezed, begin, end, year) if where == "must" else None

    def _near(self, squeezed: str, start: int, end: int, year: int | None) -> Place | None:
        limit = 0 if len(squeezed) < 6 else 1 if len(squeezed) < 10 else 2
        near = self._slipped.near(squeezed, limit)
        if near is None or (near.slips and len(near.form) < (6 if near.slips == 1 else 10)):
            return None
        post = self._named(near.form, year)
        return Place(post, start, end, near.slips, f"Read as {post.name}.") if post else None

    def _named(self, squeezed: str, year: int | None) -> Post | None:
        rows = self.names.get(squeezed, ())
        if year is not None:
            dated = [row for row in rows if row.rank == 2 and row.holds(year)]
            rows = (*dated, *(row for row in rows if row.rank < 2)) or rows
        return rows[0].post if rows else None

    def in_text(self, key: str, year: int | None = None) -> Iterator[Place]:
        """Every exact name in a folded text, the longest at each place, in order."""
        words = list(_WORD.finditer(key))
        at = 0
        while at < len(words):
            place = self._at(key, words, at, year)
            if place is None:
                at += 1
                continue
            yield place
            while at < len(words) and words[at].start() < place.end:
                at += 1

    def _at(self, key: str, words: list[re.Match[str]], at: int, year: int | None) -> Place | None:
        first = squeeze(words[at][0].removesuffix("'S"))
        for count in self._lengths.get(first, ()):
            if at + count > len(words):
                continue
            start, end = words[at].start(), words[at + count - 1].end()
            if end - start > 40:
                continue
            name = key[start:end].rstrip(".'")
            for bare in dict.fromkeys((name.removesuffix("'S"), name)):
                post = self._named(squeeze(bare), year)
                if post:
                    return Place(post, start, start + len(bare))
        return None

    def named(self, words: str, year: int | None = None) -> Post | None:
        """The post of exactly this name, kind of post and the like already off."""
        return self._named(squeeze(fold(words)), year)

    def counts(self, first: str) -> tuple[int, ...]:
        """How many words names that begin with this word have, longest first."""
        return self._lengths.get(first, ())

    def by_station(self, code: str) -> Post | None:
        """The post at the place of a CIA station: MEXI is at Mexico City."""
        place = self.vocabulary.stations.get(squeeze(fold(code)), "")
        return self.named(place) if place else None

    def by_code(self, code: str, year: int | None = None) -> Post | None:
        """The post of a station code in a document number; a shared code is told by name first.

        Some codes stand for several posts (SANTIA, PORTO): the first with a post of that kind
        in use in the year is taken, embassies before consulates.
        """
        squeezed = squeeze(fold(code))
        posts = self._codes.get(squeezed, ())
        if year is not None and len(posts) > 1:
            posts = tuple(post for post in posts if _in_use(post, year)) or posts
        ranked = sorted(posts, key=lambda post: post.kind != "embassy")
        return ranked[0] if ranked else self._named(squeezed, year)


def _in_use(post: Post, year: int) -> bool:
    return (post.used_from or 0) <= year <= (post.used_to or 9999)


def _names_of(post: Post) -> Iterator[tuple[_Named, str]]:
    yield _Named(post, post.used_from, post.used_to, 0), post.name
    for alias in post.aliases:
        yield _Named(post, None, None, 1), alias
    for dated in post.dated_names:
        yield _Named(post, dated.used_from, dated.used_to, 2), dated.name


def _core(key: str) -> tuple[int, int]:
    """Where the name stands in a value: routing before it and what follows it off."""
    start = len(key) - len(key.lstrip(" .:,;-*"))
    routing = _ROUTING.match(key[start:])
    start += routing.end() if routing else 0
    rest = key[start:]
    tail = _TAIL.search(rest)
    end = start + len((rest[: tail.start()] if tail else rest).rstrip(" .:,;-*"))
    return start, end


def _office(name: str) -> int:
    """How long the words for the kind of post at the head of a value are."""
    for count in (2, 1):
        words = name.split(" ", count)
        if len(words) <= count or not words[count].strip():
            continue
        head = name[: len(name) - len(words[count])]
        near = _OFFICES.find(head, 0 if count == 2 else None)
        if near and (near.slips == 0 or len(near.form) >= 8):
            return len(head)
    return 0


def is_department(place: Place | None) -> bool:
    """The Department of State in any of its names: Secretary of State, SECSTATE WASHDC."""
    return place is not None and place.post.name == DEPARTMENT


_KEPT: list[Gazetteer] = []


def gazetteer(vocabulary: Vocabulary) -> Gazetteer:
    """The gazetteer of a vocabulary; the last few are kept, since every text asks for the same."""
    for kept in _KEPT:
        if kept.vocabulary is vocabulary:
            return kept
    made = Gazetteer(vocabulary)
    _KEPT[:] = [made, *_KEPT[:3]]
    return made


def find_post(
    text: str,
    vocabulary: Vocabulary,
    where: Literal["must", "may"] = "must",
    year: int | None = None,
) -> Place | None:
    """The post a header value names; see `Gazetteer.find`."""
    return gazetteer(vocabulary).find(text, where, year)
