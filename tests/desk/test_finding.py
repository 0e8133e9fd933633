"""Every figure and every passage of a search, held against the archive itself, on both databases."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.archive import pages
from app.archive.indexing import Searched, searched
from app.archive.store import Store
from app.desk.demo import load_specimens
from app.desk.finding import Asked, Finding, as_dict, find, snippet_of
from app.desk.index import catch_up, document
from app.desk.intake import Received, Wish, take_in
from app.desk.publish import publish
from app.desk.room import Desk
from app.desk.withdraw import withdraw
from app.errors import WrongQuery
from app.scans.files import open_files
from app.search.document import Document
from app.search.folder import Folder
from app.search.index import SearchIndex, Sort
from app.search.parser import parse
from app.search.query import Near, Phrase, Term, sought
from app.search.words import keys_of, words_of
from app.specimens import Stock, compose
from app.telegram.clean import clean_paragraph
from app.vocabulary import load
from tests.search.shelf import by_hand, facets_by_hand

QUERIES = 40
COUNT = 30
NOISY = 6
WISH = Wish(publish=True, anyway=True)


class Archive:
    """Some composed cables, two of them withdrawn, with their index."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store = store
        vocabulary = load()
        desk = Desk(store, open_files((path / "files").as_uri()), vocabulary, 10**6, who="r.alden")
        load_specimens(desk, count=COUNT)
        stock = Stock.of(vocabulary)
        for seed in range(NOISY):  # the same telegram twice, once as a poor machine read it
            text = compose(seed, stock, family="state-incoming-1946-66").text
            for name, data in (("clean", text), ("poor", slipped(text, random.Random(seed)))):
                take_in(desk, Received(f"{seed}-{name}.txt", data.encode()), WISH)
        with store.reading() as connection:
            ids = [row.id for row in pages.oldest_sent(connection, 100)]
        assert publish(desk, ids[:1]) == []
        for id in ids[:2]:
            withdraw(desk, id, "It names a living person")
        catch_up(store, path / "index", vocabulary)
        self.index = SearchIndex(Folder(path / "index"))
        countries = {post.name: post.country for post in vocabulary.posts}
        with store.reading() as connection:
            self.held: dict[str, Searched] = searched(connection, ids)
        self.documents: list[Document] = [
            document(one, countries)
            for one in sorted(self.held.values(), key=lambda one: one.source_text)
        ]

    def find(self, query: str, **more: object) -> Finding:
        return find(self.store, self.index, Asked(query, many=100, **more))  # type: ignore[arg-type]


def slipped(text: str, dice: random.Random) -> str:
    """A text with a letter lost or misread in half of its long words."""

    def worse(found: re.Match[str]) -> str:
        word = found[0]
        at = dice.randrange(1, len(word) - 1)
        put = dice.choice(["", {"O": "0", "I": "1", "E": "F", "S": "5"}.get(word[at], "X")])
        return dice.choice([word, word[:at] + put + word[at + 1 :]])

    return re.sub(r"[A-Z]{6,}", worse, text)


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> Archive:
    return Archive(store, tmp_path)


def questions(archive: Archive, seed: int) -> Iterator[str]:
    """Words, phrases, pairs and fields drawn from the cables themselves, joined at random."""
    dice = random.Random(seed)
    for _ in range(QUERIES):
        parts = [_part(archive, dice) for _ in range(dice.randint(1, 3))]
        yield dice.choice([" ", " OR ", " AND NOT "]).join(parts)
    for _ in range(QUERIES):  # long words that stand in another copy too, with slips
        one = dice.choice(archive.documents)
        words = keys_of(dice.choice(one.paragraphs or ("NOTHING HERE",)))
        long = [at for at, word in enumerate(words) if len(word) > 5]
        at = dice.choice(long or [0])
        yield f'"{" ".join(words[at : at + dice.randint(1, 2)]).lower()}"'


def _part(archive: Archive, dice: random.Random) -> str:
    one = dice.choice(archive.documents)
    words = keys_of(dice.choice(one.paragraphs or ("NOTHING HERE",)))
    at = dice.randrange(max(1, len(words) - 3))
    some = [word.lower() for word in words[at : at + 3]]
    field = dice.choice([name for name in one.fields if one.fields[name]] or ["from"])
    value = " ".join(keys_of(dice.choice(one.fields.get(field) or ("LISBON",)))).lower()
    return dice.choice(
        [
            some[0],
            f'"{" ".join(some)}"',
            f"{some[0]} NEAR/3 {some[-1]}",
            f"{some[-1]}*",
            f'{field}:="{value}"',
            f'{field}:"{value}"',
            f"year:{one.sent[:4] or '1962'}",
            f"sent:{one.sent[:10] or '1962'}",
            f"pages:{one.pages}..",
            "sent:08:00..12:00",
            "is:released",
            "has:references",
        ]
    )


def test_every_figure_of_a_search_equals_a_count_over_the_archive(archive: Archive) -> None:
    asked = widened = 0
    for query in questions(archive, 7):
        try:
            tree = parse(query)
        except WrongQuery:  # a star behind one letter
            continue
        asked += 1
        found = archive.find(query).results
        expected = by_hand(found.tree, archive.documents)
        assert found.exact == len(by_hand(tree, archive.documents)), query
        widened += found.count > found.exact
        assert found.count == len(expected), query
        assert {hit.id for hit in found.hits} == {one.id for one in expected}, query
        counted = {
            name: [(one.value, one.number) for one in values]
            for name, values in found.facets.items()
        }
        assert counted == facets_by_hand(expected), query
        assert sum(number for _, number in found.timeline) + found.undated == found.count
    assert asked > QUERIES / 2
    assert widened > 3


def test_every_passage_stands_where_it_says_and_marks_what_was_asked_for(archive: Archive) -> None:
    seen = also = 0
    for query in questions(archive, 8):
        try:
            found = archive.find(query)
        except WrongQuery:
            continue
        leaves = sought(found.results.tree)
        for hit in found.hits:
            one = archive.held[hit.cable.id]
            for passage in hit.passages:
                seen += 1
                paragraph = one.reading.paragraphs[passage.paragraph - 1]
                assert passage.key == paragraph.key
                clean = clean_paragraph(paragraph, one.source_text)
                snippet, places = snippet_of(passage)
                start = clean.text.index(snippet)
                assert passage.page in pages_of(one, clean, snippet, places[0][0])
                assert passage.begins == (start == 0)
                for first, last in places:
                    assert asked_for(snippet[first:last], leaves), (query, snippet[first:last])
            body = body_only(archive, hit.cable.id)
            held = [leaf for leaf in leaves if by_hand(leaf, [body])]
            assert bool(held) == bool(hit.passages), query
            assert hit.also == tuple(leaf for leaf in held if leaf not in sought(found.tree))
            also += bool(hit.also)
    assert seen > 50
    assert also > 3


def pages_of(one: Searched, clean: object, snippet: str, at: int) -> set[int]:
    """The pages of the copy on which this place of the snippet can stand, by the pages' own spans."""
    found = set()
    text: str = clean.text  # type: ignore[attr-defined]
    start = text.find(snippet)
    while start >= 0:
        offset = clean.source_offset(start + at)  # type: ignore[attr-defined]
        found |= {
            page.number for page in one.reading.pages if page.span.start <= offset < page.span.end
        }
        start = text.find(snippet, start + 1)
    return found


def asked_for(marked: str, leaves: tuple[Term | Phrase | Near, ...]) -> bool:
    """Whether a mark is made of what was asked for: marks that touch may be several."""
    words = {word.text for word in words_of(marked)}
    known: set[str] = set()
    for leaf in leaves:
        match leaf:
            case Term(word, True, _):
                known |= {one for one in words if one.startswith(word)}
            case Term(word, _, _):
                known.add(word)
            case Phrase(several, _):
                known |= set(several)
            case Near(left, right):
                known |= {left, right}
    return bool(words) and words <= known


def body_only(archive: Archive, id: str) -> Document:
    (one,) = [one for one in archive.documents if one.id == id]
    return Document(one.id, one.state, (), one.paragraphs)


def test_json_and_sorted_lists_tell_the_same_cables(archive: Archive) -> None:
    ranked = as_dict(archive.find("the OR embassy"), "https://cables.example.org")
    dated = as_dict(archive.find("the OR embassy", sort=Sort.SENT), "https://cables.example.org")
    assert ranked["count"] == dated["count"] == len(ranked["hits"])
    assert {hit["id"] for hit in ranked["hits"]} == {hit["id"] for hit in dated["hits"]}
    known = [hit["sent"] for hit in dated["hits"] if len(hit["sent"]) >= 16]
    assert len(known) > 5
    assert set(ranked["facets"]) == {
        "post", "country", "year", "classification", "caption", "precedence", "series", "signer",
        "release", "collection",
    }  # fmt: skip


def test_withdrawn_cables_are_in_no_figure(archive: Archive) -> None:
    assert archive.find("").results.count == COUNT + 2 * NOISY - 2 == len(archive.find("").hits)
