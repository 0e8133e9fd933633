from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.specimens.dice import Dice
from app.specimens.furniture import set_body, strew
from app.specimens.paper import Paper, Row, ends_sentence, wrap

WORDS = "ONE TWO THREE. FOUR FIVE SIX SEVEN EIGHT. NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN END."

# text, width, lines
WRAPPED = [
    ("", 10, [""]),
    ("SHORT", 10, ["SHORT"]),
    ("TWO WORDS", 9, ["TWO WORDS"]),
    ("TWO WORDS", 8, ["TWO", "WORDS"]),
    # a word longer than the line stands alone and whole
    ("A INCOMPREHENSIBILITY B", 6, ["A", "INCOMPREHENSIBILITY", "B"]),
    ("INCOMPREHENSIBILITY", 6, ["INCOMPREHENSIBILITY"]),
]


@pytest.mark.parametrize(("text", "width", "lines"), WRAPPED)
def test_lines_are_broken_between_words(text, width, lines):
    assert wrap(text, width) == lines


@given(st.lists(st.text("ABC", min_size=1, max_size=12), min_size=1), st.integers(1, 30))
def test_wrapped_lines_joined_are_the_text(words, width):
    text = " ".join(words)
    lines = wrap(text, width)
    assert " ".join(lines) == text
    assert all(len(line) <= width or " " not in line for line in lines)


@pytest.mark.parametrize(
    ("line", "ends"),
    [("HE SAID SO.", True), ('"SOUP"', True), ("(NOTAL)", True), ("THAT THE", False), ("", False)],
)
def test_the_end_of_a_sentence_is_what_a_reader_would_take_for_one(line, ends):
    assert ends_sentence(line) is ends


def typed(texts, width, room, **more):
    paper = Paper()

    def turn():
        paper.put("marking", "FOOT")
        paper.turn()
        paper.put("running_head", "HEAD")

    set_body(paper, texts, width, room, turn, **more)
    return paper


def test_a_page_is_turned_when_it_is_full():
    paper = typed([WORDS], 14, (2, 99))
    pages = [row.page for row in paper.rows if row.role == "body"]
    assert pages.count(0) in (2, 3)
    assert pages[-1] == 1


def test_a_full_page_waits_for_a_line_that_does_not_end_a_sentence():
    paper = typed(["ALPHA BETA. GAMMA DELTA EPSILON"], 12, (1, 99))
    body = [row for row in paper.rows if row.role == "body"]
    assert [(row.text, row.page) for row in body] == [
        ("ALPHA BETA.", 0),
        ("GAMMA DELTA", 0),
        ("EPSILON", 1),
    ]


def test_a_full_page_may_be_turned_between_paragraphs_whatever_ends_there():
    paper = typed(["ALPHA BETA.", "GAMMA DELTA."], 20, (1, 99))
    assert [row.page for row in paper.rows if row.role == "body"] == [0, 1]


def test_a_text_of_several_lines_keeps_them_and_its_clean_text_has_none():
    paper = typed(["QUOTE\nFM PARIS\nUNQUOTE"], 60, (9, 9))
    assert [row.text for row in paper.rows] == ["QUOTE", "FM PARIS", "UNQUOTE"]
    assert paper.paragraphs == ["QUOTE FM PARIS UNQUOTE"]


def test_a_broken_word_is_whole_in_the_clean_text():
    text = " ".join(["SHORT UNDERSTANDING TEXT INTERPRETATION"] * 30)
    paper = typed([text], 33, (99, 99), hyphens=Dice(1))
    lines = [row.text for row in paper.rows]
    assert any(line.endswith("-") for line in lines)
    assert (
        "".join(line[:-1] if line.endswith("-") else line + " " for line in lines).strip() == text
    )
    assert paper.paragraphs == [text]


def test_a_page_is_never_turned_inside_a_word():
    text = " ".join(["UNDERSTANDING INTERPRETATION"] * 40)
    for seed in range(40):
        paper = typed([text], 30, (5, 5), hyphens=Dice(seed))
        body = [row for row in paper.rows if row.role == "body"]
        for above, below in pairwise(body):
            assert above.page == below.page or not above.text.endswith("-")


def test_the_end_of_a_column_moves_among_the_body_lines_and_nothing_is_lost():
    paper = Paper()
    paper.put("header", "Info", "EUR", "AF", "NEA")
    number = paper.begin("x")
    for n in range(6):
        paper.line(f"BODY {n}", number)
    before = sorted(row.text for row in paper.rows)
    strew(paper, ["AF", "NEA"])
    assert sorted(row.text for row in paper.rows) == before
    texts = [row.text for row in paper.rows]
    assert texts[:2] == ["Info", "EUR"]
    assert texts.index("BODY 0") < texts.index("AF") < texts.index("NEA") < texts.index("BODY 5")


def test_a_column_stays_where_the_body_is_too_short_for_it():
    paper = Paper()
    paper.put("header", "Info", "AF", "NEA")
    paper.line("ONLY LINE", paper.begin("ONLY LINE"))
    rows = list(paper.rows)
    strew(paper, ["AF", "NEA"])
    assert paper.rows == rows


def test_a_row_knows_its_page_as_it_is_typed():
    paper = Paper()
    paper.put("marking", "SECRET")
    paper.turn()
    paper.put("marking", "SECRET")
    assert paper.rows == [Row("SECRET", "marking", 0), Row("SECRET", "marking", 1)]


def test_a_value_without_words_of_its_own_is_printed_as_it_is():
    paper = Paper()
    paper.value("to", ["PARIS", "LONDON"])
    paper.value("sent_date", "1962-12-13", "DECEMBER 13")
    assert paper.printed == {"to": ("PARIS", "LONDON"), "sent_date": ("DECEMBER 13",)}
