from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import WrongQuery
from app.search import dates
from app.search.parser import LONGEST_QUERY, MOST_TERMS, parse
from app.search.printer import printed
from app.search.query import (
    All,
    And,
    Clock,
    Dates,
    Flag,
    Named,
    Near,
    Not,
    Or,
    Pages,
    Phrase,
    Query,
    Term,
    Unlike,
    sought,
)
from app.search.words import words_of
from tests.search.trees import queries

A, B, C = Term("A"), Term("B"), Term("C")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        # words side by side are AND; NOT binds closest, OR loosest
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("NOT a b", And((Not(A), B))),
        ("NOT (a b)", Not(And((A, B)))),
        ("a -b", And((A, Not(B)))),
        ("-(a OR b)", Not(Or((A, B)))),
        # a bracket that changes nothing changes nothing
        ("a (b c)", And((A, B, C))),
        ("((a))", A),
        ("a a", A),
        # operators are capitals; in small letters they are words
        ("a and b", And((A, Term("AND"), B))),
        ("near", Term("NEAR")),
        # folding: accents, look-alikes of other scripts, typographic quotation marks
        ("São", Term("SAO")),
        ("“contingency planning”", Phrase(("CONTINGENCY", "PLANNING"))),
        # what is written together stays together
        ("re-entry", Phrase(("RE", "ENTRY"))),
        ("U.S.", Phrase(("U", "S"))),
        ('"one"', Term("ONE")),
        # signs between words part them, alone they are nothing
        ("a -- ; b", And((A, B))),
        ("", All()),
        ("  \n ", All()),
        # a prefix; words near one another
        ("plan*", Term("PLAN", prefix=True)),
        ("a NEAR/3 b", Near("A", "B", 3)),
        ("a NEAR b c", And((Near("A", "B", 10), C))),
        ("a near/3 b", Near("A", "B", 3)),  # with its number it can be no word
        ("what? no!", And((Term("WHAT"), Term("NO")))),  # signs at a word's end are punctuation
        # fields: words in a value, = for the whole of one; some take whole values only
        ("from:paris", Named("from", ("PARIS",))),
        ("From:PARIS", Named("from", ("PARIS",))),
        ('post:="New Delhi"', Named("post", ("NEW", "DELHI"), whole=True)),
        ('class:"top secret"', Named("class", ("TOP", "SECRET"), whole=True)),
        ("subject:berl*", Named("subject", ("BERL",), prefix=True)),
        # dates as far as known, ranges, open ends; a time of day
        ("sent:1962-12", Dates("sent", "1962-12", "1962-12")),
        ("sent:1962-12..1963-01", Dates("sent", "1962-12", "1963-01")),
        ("sent:1962-12-13T11:00", Dates("sent", "1962-12-13T11:00", "1962-12-13T11:00")),
        ("received:1962..", Dates("received", "1962", "")),
        ("sent:..1962-12-13", Dates("sent", "", "1962-12-13")),
        ("sent:22:00..02:00", Clock("sent", "22:00", "02:00")),
        ("year:1961..1963", Dates("year", "1961", "1963")),
        ("pages:3", Pages(3, 3)),
        ("pages:5..", Pages(5, None)),
        ("is:released-in-part", Flag("is", "released-in-part")),
        ("-has:scan", Not(Flag("has", "scan"))),
        # = keeps a word, phrase or pair as it is written; either end of a pair says it for both
        ("=planning", Term("PLANNING", exact=True)),
        ('="a b" c', And((Phrase(("A", "B"), exact=True), C))),
        ("=a NEAR/3 b", Near("A", "B", 3, exact=True)),
        ("re=entry", Phrase(("RE", "ENTRY"))),
        # what a word is not to be taken for
        ("a unlike:Béta", And((A, Unlike(("BETA",))))),
        ('unlike:"de gaulle" a', And((Unlike(("DE", "GAULLE")), A))),
        ("(a OR b) unlike:*", And((Or((A, B)), Unlike(())))),
        # SQL is words
        ("'; DROP TABLE cable; --", And((Term("DROP"), Term("TABLE"), Term("CABLE")))),
    ],
)
def test_a_query_is_read_as_it_is_meant(text: str, tree: Query) -> None:
    assert parse(text) == tree
    assert parse(printed(tree)) == tree


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        # signs alone are no word, and must not be read as a wish for every cable
        ("--", 1, "no word in this"),
        (" ? ", 2, "no word in this"),
        ("\N{DISGUISED FACE}", 1, "no word in this"),
        ('"', 1, "never closes"),
        ('a "b c', 3, "never closes"),
        ('from:"paris', 6, "never closes"),
        ('""', 1, "no word between"),
        ("(a", 1, "never closes"),
        ("((a) b", 1, "never closes"),
        ("a)", 2, "never opened"),
        ("a ()", 3, "nothing between"),
        ("(", 1, "never closes"),
        (")", 1, "too early"),
        ("a OR", 3, "nothing follows OR"),
        ("OR a", 1, "stands where a word is expected"),
        ("a AND OR b", 7, "stands where a word is expected"),
        ("NOT", 1, "nothing follows NOT"),
        ("NEAR/5 a", 1, "stands where a word is expected"),
        ("a NEAR/0 b", 3, "no distance"),
        ("a NEAR/999 b", 3, "no distance"),
        ('a NEAR/5 "b c"', 3, "one plain word"),
        ("a NEAR b NEAR c", 3, "one plain word"),
        ("(a) NEAR/3 b", 5, "one plain word"),
        ("*a", 1, "end of one word"),
        ("ab*c", 3, "end of one word"),
        ("a*", 1, "2 letters"),
        ('"plan* b"', 6, "stands alone between two words"),
        ("frm:paris", 1, "You may mean from:"),
        ("title:[a TO b]", 1, "no field title:"),
        ("http://example.org", 1, "no field http:"),
        ("a from:", 8, "followed by nothing"),
        ("from:--", 6, "followed by no word"),
        ("from:(a OR b)", 6, "takes no brackets"),
        ("sent:1962-13", 6, "no date"),
        ("sent:[1962 TO 1963]", 6, "no date"),
        ("sent:1962-02-30", 6, "no date"),
        ("sent:1963..1962", 6, "Turn it round: 1962..1963"),
        ("sent:..", 6, "has no end"),
        ("sent:25:00", 6, "no date"),
        ("sent:=1962", 6, "takes no ="),
        ("year:62", 6, "no year"),
        ("pages:many", 7, "no number"),
        ("is:relesed", 4, "You may mean is:released"),
        ("has:wings", 5, "It knows scan"),
        ("unlike:", 8, "followed by nothing"),
        ("a unlike:pl*", 10, "a star alone"),
        ("a OR b unlike:c", 8, "beside the whole"),
        ("a (b unlike:c)", 6, "beside the whole"),
        ("NOT unlike:c", 5, "beside the whole"),
        ("a && b", 3, "Write AND"),
        ("a || b", 3, "Write OR"),
        ("berlin~2", 7, "NEAR/5"),
        ("berlin^4", 7, "no word weighs more"),
        ("a !b", 3, "Write NOT"),
        ("a !(b c)", 3, "Write NOT"),
        ("wom?n", 4, "woman OR women"),
        ("berlin w/5 wall", 8, "NEAR/5"),
    ],
)
def test_an_error_points_at_the_place_and_says_what_would_work(
    text: str, at: int, says: str
) -> None:
    with pytest.raises(WrongQuery) as caught:
        parse(text)
    assert caught.value.values["at"] == at
    assert says in str(caught.value)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "a " * 1_000,
        '"' + "a b " * 400 + '"',
        "(" * 2_000,
        "NOT " * 400 + "a",
        "-" * 2_000,
        "a OR " * 300,
        '"' * 1_999,
        "from:" * 399,
        "(a " * 600 + ")" * 150,
    ],
)
def test_a_monstrous_query_gets_a_quick_answer(text: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(WrongQuery):
        parse(text)
    assert time.perf_counter() - began < 0.2


def test_the_limits_are_what_they_say() -> None:
    assert parse(" ".join(["a", *(f"w{n}" for n in range(MOST_TERMS - 1))]))
    with pytest.raises(WrongQuery, match=f"more than {MOST_TERMS} words"):
        parse(" ".join(f"w{n}" for n in range(MOST_TERMS + 1)))
    assert parse("x" * LONGEST_QUERY)


@given(queries)
def test_every_query_prints_back_to_itself(query: Query) -> None:
    assert parse(printed(query)) == query


@given(st.text(st.sampled_from(' "()-*:/.=~aAbB19ORNDTEé\u2019ßŉ') | st.characters(), max_size=40))
def test_any_text_is_a_query_or_an_error_with_a_place(text: str) -> None:
    try:
        query = parse(text)
    except WrongQuery as error:
        at = error.values["at"]
        assert isinstance(at, int)
        assert 1 <= at <= len(text) + 1
        return
    assert parse(printed(query)) == query


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("a b", (A, B)),
        ("a NOT b", (A,)),
        ("NOT (a b)", ()),
        ("(a OR b) a from:paris", (A, B)),
    ],
)
def test_what_can_be_marked_is_what_is_asked_for(text: str, leaves: tuple[Query, ...]) -> None:
    assert sought(parse(text)) == leaves


@pytest.mark.parametrize(
    ("partial", "length"),
    [
        ("1962", 365 * 1440),
        ("1964", 366 * 1440),
        ("1962-02", 28 * 1440),
        ("1962-12-13", 1440),
        ("1962-12-13T11", 60),
        ("1962-12-13T11:30", 1),
    ],
)
def test_a_date_as_far_as_known_is_all_of_it(partial: str, length: int) -> None:
    span = dates.minutes(partial)
    assert span is not None
    assert span[1] - span[0] + 1 == length


@pytest.mark.parametrize(
    "wrong", ["", "62", "1962-1", "1962-13", "1962-02-30", "0000", "1962-12-13T25"]
)
def test_what_is_no_date_is_none(wrong: str) -> None:
    assert dates.minutes(wrong) is None


@given(st.text())
def test_words_stand_where_they_say_and_fold_the_same_alone(text: str) -> None:
    for word in words_of(text):
        assert [again.text for again in words_of(text[word.start : word.end])] == [word.text]
