"""What a search is widened by is said, counted and refusable, and never stands above what was asked."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.document import Document
from app.search.index import SearchIndex, Sort
from app.search.parser import parse
from app.search.printer import printed
from app.search.query import Query, Unlike, conjunction, exactly
from app.search.widen import ENOUGH, LEFT_OUT, MOST_FORMS, MOST_LOOSE, Swap, widened
from tests.search.shelf import by_hand, facets_by_hand, index_of
from tests.search.test_search_index import assert_timeline, document
from tests.search.trees import queries


def told(index: SearchIndex, query: str) -> dict[str, int]:
    results = index.search(parse(query), widen=True)
    return {" ".join(one.swap.found): one.number for one in results.told}


@pytest.mark.parametrize(
    ("query", "texts", "expected"),
    [
        # slips of words, of words in a phrase, of either end of a pair
        ("planning", ["PLANNING", "PLANING"], {"PLANING": 1}),
        ('"contingency planning"', ["CONTINGENCY PLANING", "PLANING"], {"PLANING": 1}),
        ("berlin NEAR/2 harbor", ["BERLIN X HARB0R"], {"HARB0R": 1}),
        # several slips in one cable that has nothing as it was asked
        ("berlin NEAR/2 harbor", ["BER1IN X HARB0R"], {"BER1IN": 1, "HARB0R": 1}),
        (
            "berlin harbor tugs",
            ["BER1IN", "HARB0R", "BER1IN HARB0R TUGS"],
            {"BER1IN": 1, "HARB0R": 1},
        ),
        ('"berlin harbor"', ["HARB0R BER1IN", "BER1IN HARB0R"], {"BER1IN": 1, "HARB0R": 1}),
        # names run together and parted, in phrases and side by side
        ('"de gaulle"', ["DE GAULLE", "DEGAULLE"], {"DEGAULLE": 1}),
        ("de gaulle", ["DE X GAULLE", "DEGAULLE"], {"DEGAULLE": 1}),
        ("degaulle", ["DEGAULLE", "DE GAULLE"], {"DE GAULLE": 1}),
        ('"general degaulle"', ["GENERAL DE GAULLE"], {"DE GAULLE": 1}),
        # inside OR, and not under NOT
        ("planning OR tug", ["PLANING", "TUG"], {"PLANING": 1}),
        ("tug NOT planning", ["TUG PLANING", "TUG"], {}),
        # what is written so as to be exact stays as it is
        ("=planning", ["PLANNING", "PLANING"], {}),
        ('="contingency planning"', ["CONTINGENCY PLANING"], {}),
        ("=berlin NEAR/2 harbor", ["BER1IN X HARBOR"], {}),
        ("plann*", ["PLANNING", "PLAMNING"], {}),
        # one form is refused, or all; a refusal takes away what it says and no more
        ("planning unlike:planing", ["PLANING", "PLANN1NG"], {"PLANN1NG": 1}),
        ("planning unlike:*", ["PLANING", "PLANN1NG"], {}),
        ('degaulle unlike:"de gaulle"', ["DEGAULLE", "DE GAULLE"], {}),
        # a form that brings no cable of its own is not told
        ("planning", ["PLANNING PLANING"], {}),
        # nor one that stands only in cables that do not match otherwise
        ("planning tug", ["PLANNING TUG", "PLANING"], {}),
        # hardly anything is found: a phrase but for one word, over the end of a paragraph too
        ('"call on the pilot"', ["CALL ON 7#E PILOT"], {"CALL ON * * PILOT": 1}),
        ('"call on the pilot"', ["CALL ON TEH THE PILOT"], {"CALL ON * THE PILOT": 1}),
        ('"call on the pilot"', ["CALL ON|THE PILOT"], {"CALL ON * THE PILOT": 1}),
        ('"call on the pilot"', ["CALL ONTHE PILOT THE"], {"ONTHE": 1}),
        ('"call on the pilot"', ["CALL ON XX PILOT"], {"CALL ON * PILOT": 1}),
        ('"call on the pilot"', ["CALL XX PILOT"], {}),
        ('"on the"', ["ON TEH THE"], {}),
        ('="call on the pilot"', ["CALL ON XX PILOT"], {}),
        ('"call on the pilot" unlike:"call on * pilot"', ["CALL ON XX PILOT"], {}),
        ('"be glad to pilot"', ["BE ASKED TO PILOT"], {}),  # too little is left to be a near match
        # ... and of three words one left out
        ("pilot engineer tug", ["TUG PILOT"], {"PILOT TUG": 1}),
        ("pilot engineer tug", ["TUG PILOT", "TUG PIL0T ENGINEER"], {"PIL0T": 1, "PILOT TUG": 1}),
        ("pilot engineer tug unlike:*", ["TUG PILOT"], {}),
        ("pilot tug", ["TUG"], {}),
        # ... but not where that brings so much that it is no near match, or enough is found
        ("pilot engineer tug", ["TUG PILOT"] * (MOST_LOOSE + 1), {}),
        ("pilot engineer tug", ["TUG PILOT", *["ENGINEER TUG PILOT"] * ENOUGH], {}),
    ],
)
def test_what_a_search_is_widened_by(
    tmp_path: Path, query: str, texts: list[str], expected: dict[str, int]
) -> None:
    shelf = [document(f"{at}", paragraphs=(*text.split("|"),)) for at, text in enumerate(texts)]
    assert told(index_of(tmp_path, shelf), query) == expected


def test_a_search_narrowed_by_a_field_is_loosened_as_the_whole_of_it_is(tmp_path: Path) -> None:
    """So a value of a facet leads to as many cables as it says."""
    shelf = [document(f"{at}", "TUG PILOT ENGINEER", sent=f"196{at % 2}") for at in range(ENOUGH)]
    shelf += [document("less", "TUG PILOT", sent="1961")]
    index = index_of(tmp_path, shelf)
    narrowed = index.search(parse("tug pilot engineer year:1961"), widen=True)
    assert (narrowed.count, narrowed.told) == (ENOUGH // 2, ())


def test_slips_stand_above_what_lacks_a_word(tmp_path: Path) -> None:
    shelf = [
        document("less", "PILOT TUG"),
        document("slip", "PILOT TUG ENGINEEB " + "X " * 50),
        document("as asked", "PILOT X TUG X ENGINEER " + "X " * 90),
    ]
    found = index_of(tmp_path, shelf).search(parse("tug pilot engineer"), widen=True)
    assert [hit.id for hit in found.hits] == ["as asked", "slip", "less"]


def test_a_field_is_widened_by_its_own_words_only(tmp_path: Path) -> None:
    shelf = [
        document("clean", "BOHLEN", fields={"signed": ("BOHLEN",)}),
        document("slip", "TUG", fields={"signed": ("BOHLFN",)}),
        document("text", "BOHLXN"),
    ]
    index = index_of(tmp_path, shelf)
    (one,) = index.search(parse("signed:bohlen"), widen=True).told
    assert (one.swap, one.number) == (Swap(("BOHLEN",), ("BOHLFN",), one.swap.kind, "signed"), 1)
    assert index.search(parse("signed:=bohlen"), widen=True).told == ()
    assert told(index, "bohlen") == {"BOHLXN": 1}


def test_without_being_asked_nothing_is_widened(tmp_path: Path) -> None:
    index = index_of(tmp_path, [document("one", "PLANING")])
    assert index.search(parse("planning")).count == 0


def test_what_matches_as_asked_stands_first_through_all_pages(tmp_path: Path) -> None:
    """Though the slips are many and stand in shorter texts, which alone would rank them higher."""
    exact = [document(f"exact{at}", "PLANNING " + "TUG " * 60) for at in range(45)]
    slips = [document(f"slip{at}", "PLANING") for at in range(2)]
    index = index_of(tmp_path, [*slips, *exact])
    seen = []
    for offset in range(0, 60, 20):
        page = index.search(parse("planning"), offset=offset, widen=True)
        assert (page.count, [one.number for one in page.told]) == (47, [2])
        seen += page.hits
    assert [hit.exact for hit in seen] == [True] * 45 + [False] * 2
    assert {hit.id for hit in seen} == {one.id for one in (*exact, *slips)}
    across = index.search(parse("planning"), offset=40, many=6, widen=True).hits
    assert [hit.exact for hit in across] == [True] * 5 + [False]
    beyond = index.search(parse("planning"), offset=46, many=6, widen=True).hits
    assert [hit.exact for hit in beyond] == [False]


def test_a_list_by_time_holds_both_and_says_which_is_which(tmp_path: Path) -> None:
    shelf = [
        document("a", "PLANNING", sent_key=1),
        document("b", "PLANING", sent_key=2),
        document("c", "PLANNING", sent_key=3),
    ]
    page = index_of(tmp_path, shelf).search(parse("planning"), sort=Sort.SENT, widen=True)
    assert [(hit.id, hit.exact) for hit in page.hits] == [("a", True), ("b", False), ("c", True)]


# Over texts with slips in them --------------------------------------------------------------------

NOISY = ("HARBOR", "HARB0R", "HARBQR", "ENGINEER", "ENGlNEER", "ENGINEEK", "SURVEY", "SURVLY",
         "LISBON", "LISB0N", "TUG", "TUGS", "PILOT", "P1LOT", "OPORTO", "HARBORTUG", "PILOTSURVEY",
         "OPO", "RTO")  # fmt: skip
noisy_texts = st.lists(st.sampled_from(NOISY), max_size=7).map(" ".join)
noisy_values = st.lists(st.sampled_from(NOISY), max_size=2).map(tuple)


def noisy(at: int) -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        id=st.just(f"id{at}"),
        state=st.sampled_from(["published", "published", "draft"]),
        heading=st.lists(noisy_texts, max_size=1).map(tuple),
        paragraphs=st.lists(noisy_texts, max_size=3).map(tuple),
        fields=st.dictionaries(
            st.sampled_from(["from", "post", "signed", "subject"]), noisy_values
        ),
        sent=st.sampled_from(["", "1961", "1962-03-04"]),
        sent_key=st.just(at + 1),
        received_key=st.just(at + 1),
    )


shelves = st.integers(1, 7).flatmap(lambda many: st.tuples(*(noisy(at) for at in range(many))))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shelf=shelves, asked=st.lists(queries, min_size=1, max_size=6))
def test_every_figure_of_a_widened_search_equals_a_count_by_hand(
    shelf: tuple[Document, ...], asked: list[Query]
) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = index_of(Path(folder), shelf)
        for tree in asked:
            assert_told_truly(index, tree, shelf)


def assert_told_truly(index: SearchIndex, tree: Query, shelf: tuple[Document, ...]) -> None:
    found = index.search(tree, many=50, widen=True)
    expected, exact = by_hand(found.tree, shelf), by_hand(tree, shelf)
    exact_ids = {one.id for one in exact}
    assert exact_ids <= {one.id for one in expected}
    assert {hit.id for hit in found.hits} == {one.id for one in expected}
    assert found.count == len(expected)
    assert found.exact == len(exact)
    assert [hit.id in exact_ids for hit in found.hits] == [hit.exact for hit in found.hits]
    assert sorted(found.hits, key=lambda hit: not hit.exact) == list(found.hits)
    counted = {
        name: [(one.value, one.number) for one in figures] for name, figures in found.facets.items()
    }
    assert counted == facets_by_hand(expected)
    assert_timeline(found.timeline, found.undated, expected)
    beyond = [one for one in expected if one.id not in exact_ids]
    for one in found.told:
        assert one.number == len(by_hand(one.swap.there(), beyond)) > 0
        refused = index.search(conjunction([tree, Unlike(one.swap.found)]), widen=True)
        assert one.swap.found not in [other.swap.found for other in refused.told]
    assert bool(beyond) == bool(found.told)
    only = index.search(exactly(tree), many=50, widen=True)
    assert ({hit.id for hit in only.hits}, only.told) == (exact_ids, ())


swappable = st.sampled_from(
    [Swap(("HARBOR",), ("HARB0R",), ""), Swap(("TUG",), ("TU", "G"), ""),
     Swap(("HARBOR", "TUG"), ("HARBORTUG",), "run together"),
     Swap(("HARBOR", "TUG", "TUGS"), ("HARBOR", "*", "TUGS"), ""),
     Swap(("HARBOR", "PILOT", "TUG"), ("HARBOR", "TUG"), LEFT_OUT), Swap(("PILOT",), ("P1LOT",), "", "subject")]
)  # fmt: skip


@given(tree=queries, taken=st.lists(swappable, max_size=4, unique=True))
def test_a_widened_query_prints_back_to_itself(tree: Query, taken: list[Swap]) -> None:
    wide = widened(tree, taken)
    assert parse(printed(wide)) == wide


def test_the_forms_of_a_long_phrase_are_bounded_and_none_is_lost_when_others_are_left_out() -> None:
    words = tuple(f"WORD{letter}" for letter in "ABCDEFGH")
    tree = parse(f'"{" ".join(words)}"')
    swaps = [Swap((word,), (f"{word}{n}",), "") for n in range(4) for word in words]
    all_forms = {node.words for node in widened(tree, swaps).nodes}  # type: ignore[union-attr]
    assert len(all_forms) == MOST_FORMS + 1
    assert {(*words[:at], f"{word}{n}", *words[at + 1 :]) for n in range(4)
            for at, word in enumerate(words)} < all_forms  # fmt: skip
    few = swaps[2:5]
    left_out = {swap.found[0] for swap in swaps if swap not in few}
    forms = {node.words for node in widened(tree, few).nodes}  # type: ignore[union-attr]
    assert {form for form in all_forms if not left_out & set(form)} <= forms
    assert len(forms) == 2 ** len(few)
