from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import IndexAway, WrongCall
from app.search.document import DRAFT, PUBLISHED, Document
from app.search.folder import Folder, damage
from app.search.index import MOST_RANKED, IndexWriter, SearchIndex, Sort
from app.search.parser import parse
from app.search.query import All, Query
from tests.search.shelf import by_hand, facets_by_hand, index_of
from tests.search.trees import WORDS, queries

texts = st.lists(st.sampled_from([*WORDS, "harbor,", "Tugs.", "THE"]), max_size=9).map(" ".join)
values = st.lists(st.sampled_from([*WORDS, "HARBOR PILOT", "Lisbon"]), max_size=2).map(tuple)
times = st.sampled_from(
    [
        "",
        "1961",
        "1962-03",
        "1962-03-04",
        "1962-03-04T10:00",
        "1962-03-05T23:59",
        "1962-04-01T08:00",
    ]
)
FLAGS = (
    "is:released",
    "is:declassified",
    "is:released-in-part",
    "is:specimen",
    "has:scan",
    "has:subject",
)


def documents(at: int) -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        id=st.just(f"id{at}"),
        state=st.sampled_from([PUBLISHED, PUBLISHED, PUBLISHED, DRAFT, "withdrawn"]),
        heading=st.lists(texts, max_size=2).map(tuple),
        paragraphs=st.lists(texts, max_size=3).map(tuple),
        fields=st.dictionaries(
            st.sampled_from(["from", "to", "post", "class", "caption", "subject", "signed"]), values
        ),
        flags=st.frozensets(st.sampled_from(FLAGS), max_size=3),
        sent=times,
        received=times,
        pages=st.integers(1, 4),
        sent_key=st.just(at + 1),
        received_key=st.just(100 - at),
    )


shelves = st.integers(1, 7).flatmap(lambda many: st.tuples(*(documents(at) for at in range(many))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shelf=shelves, asked=st.lists(queries, min_size=1, max_size=8))
def test_every_figure_equals_a_count_by_hand(
    shelf: tuple[Document, ...], asked: list[Query]
) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = index_of(Path(folder), shelf)
        for tree in (All(), *asked):
            found = index.search(tree, many=50)
            expected = by_hand(tree, shelf)
            assert {hit.id for hit in found.hits} == {one.id for one in expected}
            assert found.count == len(expected)
            counted = {
                name: [(one.value, one.number) for one in figures]
                for name, figures in found.facets.items()
            }
            assert counted == facets_by_hand(expected)
            assert_timeline(found.timeline, found.undated, expected)


def assert_timeline(
    timeline: tuple[tuple[str, int], ...], undated: int, expected: list[Document]
) -> None:
    years = Counter(one.sent[:4] for one in expected if one.sent)
    assert undated == len(expected) - sum(years.values())
    if len(years) == 1:
        years = Counter(one.sent[:7] for one in expected if len(one.sent) >= 7)
    assert timeline == tuple(sorted(years.items()))


def document(id: str, text: str = "TUG", **more: object) -> Document:
    return Document(**{"id": id, "state": PUBLISHED, "heading": (), "paragraphs": (text,), **more})  # type: ignore[arg-type]


def ids(index: SearchIndex, text: str, **how: object) -> list[str]:
    return [hit.id for hit in index.search(parse(text), **how).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        # a phrase runs over a line but not from one paragraph into the next
        ("CONTINGENCY\nPLANNING", '"contingency planning"', True),
        ("CONTINGENCY. PLANNING", '"contingency planning"', True),
        # accents and look-alikes of other scripts are met, on either side
        ("SÃO PAULO", '"sao paulo"', True),
        ("SAO PAULO", "são", True),
        ("РARIS", "paris", True),  # begins with a letter of Cyrillic
        # a hyphen parts words, in the text and in the query alike
        ("RE-ENTRY", "re-entry", True),
        ("RE ENTRY", "re-entry", True),
        ("REENTRY", "re-entry", False),
        # no stemming, no stop words: the historian says what is meant
        ("TUGS", "tug", False),
        ("TO BE OR NOT", '"to be or not"', True),
        # near: neighbours are one apart, in either order; a word is not near itself
        ("A B", "b NEAR/1 a", True),
        ("A X B", "a NEAR/1 b", False),
        ("A X B", "b NEAR/2 a", True),
        ("A", "a NEAR/5 a", False),
        ("A X A", "a NEAR/2 a", True),
    ],
)
def test_what_a_search_finds(tmp_path: Path, text: str, asked: str, *, found: bool) -> None:
    index = index_of(tmp_path, [document("one", text)])
    assert ids(index, asked) == (["one"] if found else [])


def test_a_phrase_stays_inside_a_paragraph_and_nearness_counts_its_end(tmp_path: Path) -> None:
    index = index_of(tmp_path, [document("one", paragraphs=("A B", "C D"))])
    assert ids(index, '"b c"') == []
    assert ids(index, "b NEAR/1 c") == []
    assert ids(index, "b NEAR/2 c") == ["one"]


def test_a_value_is_met_in_part_or_as_a_whole(tmp_path: Path) -> None:
    posts = [
        document("a", fields={"post": ("Berlin",)}),
        document("b", fields={"post": ("West Berlin",)}),
    ]
    index = index_of(tmp_path, posts)
    assert sorted(ids(index, "post:berlin")) == ["a", "b"]
    assert ids(index, "post:=berlin") == ["a"]
    levels = [
        document("a", fields={"class": ("SECRET",)}),
        document("b", fields={"class": ("TOP SECRET",)}),
    ]
    index = index_of(tmp_path / "levels", levels)
    assert ids(index, "class:secret") == ["a"]


def test_what_is_only_partly_known_is_not_found_by_more(tmp_path: Path) -> None:
    """A cable of some day in 1962 is no cable of March 1962, though it may be."""
    index = index_of(tmp_path, [document("year", sent="1962"), document("day", sent="1962-03-04")])
    assert ids(index, "sent:1962-03") == ["day"]
    assert sorted(ids(index, "year:1962")) == ["day", "year"]
    assert ids(index, "sent:10:00..12:00") == []


def test_a_time_of_day_may_pass_midnight(tmp_path: Path) -> None:
    shelf = [document(at, sent=f"1962-03-04T{at}") for at in ("21:59", "22:00", "01:30", "02:01")]
    index = index_of(tmp_path, shelf)
    assert sorted(ids(index, "sent:22:00..02:00")) == ["01:30", "22:00"]


def test_drafts_and_withdrawn_cables_are_found_only_where_it_is_said(tmp_path: Path) -> None:
    shelf = [document(state, state=state) for state in (PUBLISHED, DRAFT, "withdrawn", "merged")]
    index = index_of(tmp_path, shelf)
    assert ids(index, "tug") == ids(index, "") == [PUBLISHED]
    assert sorted(ids(index, "tug", states=(PUBLISHED, DRAFT))) == [DRAFT, PUBLISHED]
    assert index.search(parse("NOT wings")).count == 1


def test_sorted_lists_go_on_behind_a_key_until_all_are_seen(tmp_path: Path) -> None:
    shelf = [document(f"{at:02}", sent_key=at + 1, received_key=100 - at) for at in range(23)]
    index = index_of(tmp_path, shelf)
    for sort, expected in [
        (Sort.SENT, [f"{at:02}" for at in range(23)]),
        (Sort.SENT_LAST, [f"{at:02}" for at in reversed(range(23))]),
        (Sort.RECEIVED, [f"{at:02}" for at in reversed(range(23))]),
    ]:
        seen, after = [], None
        while True:
            page = index.search(parse("tug"), sort=sort, many=5, after=after)
            assert page.count == 23
            if not page.hits:
                break
            seen += [hit.id for hit in page.hits]
            after = page.hits[-1].key
        assert seen == expected


def test_a_ranked_list_ends_and_says_so(tmp_path: Path) -> None:
    index = index_of(tmp_path, [document("one")])
    assert index.search(parse("tug"), offset=MOST_RANKED - 20).hits == ()
    with pytest.raises(WrongCall, match="Narrow the search"):
        index.search(parse("tug"), offset=MOST_RANKED)


def test_more_of_what_was_asked_ranks_first(tmp_path: Path) -> None:
    shelf = [document("once", "TUG " + "OTHER " * 50), document("often", "TUG TUG TUG")]
    assert ids(index_of(tmp_path, shelf), "tug") == ["often", "once"]


def test_words_typed_side_by_side_rank_higher_where_they_stand_so(tmp_path: Path) -> None:
    shelf = [
        document("apart", "LANDING TUG RIGHTS"),
        document("together", "TUG LANDING RIGHTS TUG"),
    ]
    index = index_of(tmp_path, shelf)
    assert ids(index, "landing rights") == ["together", "apart"]
    assert ids(index, "rights landing") == ["apart", "together"]  # the shorter text


# Two handles, and damage --------------------------------------------------------------------------


def test_a_reader_takes_over_what_was_committed_and_nothing_before(tmp_path: Path) -> None:
    index = index_of(tmp_path, [document("one")])
    assert ids(index, "tug") == ["one"]
    position = index.folder.position()
    assert position is not None
    writer = IndexWriter(index.folder, position)
    writer.put([document("two")])
    assert ids(index, "tug") == ["one"]
    writer.commit(2, "more")
    assert sorted(ids(index, "tug")) == ["one", "two"]
    assert index.change() == 2
    writer.put([document("two", "BARGE")])
    writer.remove(["one"])
    writer.commit(3, "other")
    assert (ids(index, "tug"), ids(index, "barge")) == ([], ["two"])
    writer.close()


def test_without_an_index_the_answer_says_so_and_the_next_one_may_be_better(tmp_path: Path) -> None:
    index = SearchIndex(Folder(tmp_path / "index"))
    with pytest.raises(IndexAway, match="made anew by itself"):
        index.search(All())
    index_of(tmp_path, [document("one")])
    assert ids(index, "") == ["one"]


@pytest.mark.parametrize("part", ["store", "term", "idx", "pos", "fieldnorm", "fast"])
@pytest.mark.parametrize("how", ["flipped", "cut", "gone"])
def test_damage_to_any_file_is_found_by_its_checksum(tmp_path: Path, part: str, how: str) -> None:
    index = index_of(tmp_path, [document(f"{at}", "TUG BARGE") for at in range(5)])
    position = index.folder.position()
    assert position is not None
    generation = index.folder.generation(position)
    assert damage(generation) == ""
    file = next(generation.glob(f"*.{part}"))
    whole = file.read_bytes()
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(bytes([whole[0] ^ 1]) + whole[1:] if how == "flipped" else whole[:-1])
    assert damage(generation) != ""


def test_an_index_that_cannot_be_opened_is_reported_and_handed_to_the_writer(
    tmp_path: Path,
) -> None:
    made = index_of(tmp_path, [document("one")])
    position = made.folder.position()
    assert position is not None
    for file in made.folder.generation(position).iterdir():
        file.write_bytes(b"")
    index = SearchIndex(made.folder)
    with pytest.raises(IndexAway):
        index.search(All())
    assert made.folder.is_suspect()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "index")
    with folder.alone() as first:
        assert first
        with Folder(tmp_path / "index").alone() as second:
            assert not second
    with folder.alone() as again:
        assert again
