from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.marks import Marked, Passage, marks, merged, passages, places, runs
from app.search.parser import parse
from app.search.query import ANY, Near, Phrase, Term, sought
from app.search.words import keys_of, words_of
from app.telegram import read
from app.telegram.clean import clean_body, clean_paragraph
from app.telegram.reading import Span
from app.vocabulary import load
from tests.search.shelf import by_hand
from tests.search.test_search_index import document
from tests.search.trees import WORDS, texts
from tests.telegrams import incoming

lines = st.lists(st.sampled_from([*WORDS, "tug.", "Tugs,", "THE"]), max_size=9).map(" ".join)


def marked_spans(*asked: Any) -> tuple[Span, ...]:
    return tuple(span for place in places(*asked) for span in place)


def marked(query: str, *paragraphs: str) -> list[list[str]]:
    found = marks(sought(parse(query)), paragraphs)
    return [
        [text[start:end] for start, end in merged(held)]
        for text, held in zip(paragraphs, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("tug", "A tug, and the TUGS", ["tug"]),
        ("tug*", "A tug, and the TUGS", ["tug", "TUGS"]),
        ('"de gaulle"', "DE GAULLE and de\ngaulle, not GAULLE DE", ["DE GAULLE", "de\ngaulle"]),
        # accents of the text stay in the mark
        ("sao", "In São Paulo", ["São"]),
        # words under NOT, in fields, or of a phrase that is not whole are not marked
        ('a NOT b from:c "d e"', "A B C D X E", ["A"]),
        # near: both words of a pair, and only of pairs
        ("a NEAR/2 b", "A X B Y Y Y A", ["A", "B"]),
        ("a NEAR/2 a", "A X A Y Y A", ["A", "A"]),
        # signs beside a word are no part of it, a line's end and several signs part two words
        ("tug", "(TUG) TUG'S _TUG_ TUG9 9TUG", ["TUG", "TUG", "TUG"]),
        ('"tug boat"', "TUG -- BOAT, TUG_BOAT, TUGBOAT", ["TUG -- BOAT", "TUG_BOAT"]),
        ('"a b a"', "A B A B A", ["A B A B A"]),
        # marks that overlap are one
        ('"a b" "b c"', "A B C", ["A B C"]),
        ("a OR b", "A B", ["A", "B"]),
    ],
)
def test_what_is_marked(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == [expected]


def test_nearness_runs_over_the_end_of_a_paragraph_and_a_phrase_does_not() -> None:
    assert marked("b NEAR/2 c", "A B", "C D") == [["B"], ["C"]]
    assert marked('"b c"', "A B", "C D") == [[], []]


@given(leaf=texts, paragraphs=st.lists(lines, max_size=3).map(tuple))
def test_a_text_has_marks_exactly_where_the_search_by_hand_finds_it(
    leaf: Term | Phrase | Near, paragraphs: tuple[str, ...]
) -> None:
    one = document("one", paragraphs=paragraphs)
    found = [mark for held in marks((leaf,), paragraphs) for mark in held]
    assert bool(found) == bool(by_hand(leaf, [one]))


@given(leaf=texts, text=lines)
def test_a_mark_is_what_was_asked_for_and_no_word_of_it_is_missed(
    leaf: Term | Phrase | Near, text: str
) -> None:
    (held,) = marks((leaf,), [text])
    found = [keys_of(text[mark.start : mark.end]) for mark in held]
    match leaf:
        case Term(word, prefix, _):
            expected = [
                (one.text,)
                for one in words_of(text)
                if one.text == word or (prefix and one.text.startswith(word))
            ]
            assert found == expected
        case Phrase(words, _):
            keys = keys_of(text)
            rows = [keys[at : at + len(words)] for at in range(len(keys) - len(words) + 1)]
            assert found == [row for row in rows if all(map(_is_or_any, words, row))]
        case Near(left, right):
            assert {one for found_words in found for one in found_words} <= {left, right}


def _is_or_any(sought: str, word: str) -> bool:
    return sought in (ANY, word)


@given(text=lines, leaf=texts)
def test_the_runs_of_a_text_are_the_text(text: str, leaf: Term | Phrase | Near) -> None:
    (held,) = marks((leaf,), [text])
    made = runs(text, held)
    assert "".join(run.text for run in made) == text
    assert [run.text for run in made if run.marked] == [text[a:b] for a, b in merged(held)]


# In a telegram whose first paragraph runs over a page break -----------------------------------------

TEXT = incoming()
READING = read(TEXT, load())


def passages_of(query: str, many: int = 2) -> tuple[Passage, ...]:
    return passages(Marked.of(sought(parse(query)), READING.paragraphs, TEXT), many)


@pytest.mark.parametrize(
    ("query", "page", "paragraph"),
    [("tugs", 1, 1), ("engineer", 2, 1), ('"his ministry expected"', 1, 1), ("november", 2, 2)],
)
def test_a_passage_knows_its_page_and_paragraph(query: str, page: int, paragraph: int) -> None:
    (passage, *_) = passages_of(query)
    assert (passage.page, passage.paragraph) == (page, paragraph)
    assert passage.key == READING.paragraphs[paragraph - 1].key
    shown = "".join(run.text for run in passage.runs)
    clean = clean_paragraph(READING.paragraphs[paragraph - 1], TEXT).text
    assert shown in clean
    assert passage.begins == clean.startswith(shown)
    assert passage.ends == clean.endswith(shown)
    assert any(run.marked for run in passage.runs)


def test_a_mark_over_a_page_break_is_two_stretches_of_the_source() -> None:
    spans = marked_spans(sought(parse('"ministry expected"')), READING, TEXT)
    assert [span.of(TEXT) for span in spans] == ["MINISTRY", "EXPECTED"]


def test_every_word_of_a_text_can_be_found_and_marked_where_it_stands() -> None:
    clean = clean_body(READING, TEXT)
    for word in {one.text for one in words_of(clean.text)}:
        places = [
            clean.source_offset(one.start) for one in words_of(clean.text) if one.text == word
        ]
        spans = marked_spans((Term(word),), READING, TEXT)
        assert [span.start for span in spans] == places


def test_the_passage_that_shows_most_of_the_query_comes_first() -> None:
    (only,) = passages_of("tugs survey november", many=1)
    assert {run.text for run in only.runs if run.marked} == {"TUGS", "SURVEY"}
    both = passages_of("tugs november")
    assert [one.paragraph for one in both] == [1, 2]


def test_a_query_without_words_marks_nothing() -> None:
    assert passages_of("") == ()
    assert marked_spans((), READING, TEXT) == ()
