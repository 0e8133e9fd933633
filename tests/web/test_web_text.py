"""The clean text as a page shows it: nothing lost, breaks in place, long texts in parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.telegram.clean import clean_paragraph
from app.telegram.reading import (
    Family,
    Join,
    Page,
    Paragraph,
    Passage,
    Piece,
    Reading,
    Remark,
    Span,
)
from app.web.text import (
    BREAK,
    GAP,
    OPERATOR,
    SIC,
    breaks_behind,
    dealt,
    page_breaks,
    part_of_page,
    part_of_paragraph,
    shown_paragraphs,
)
from tests.web import samples


def shown(reading: Reading, text: str, length: int = 100_000) -> list[list[tuple[str, str]]]:
    """Every segment of every part as (kind, text)."""
    parts = dealt(reading, length)
    return [
        [
            (segment.kind, segment.text)
            for paragraph in shown_paragraphs(
                reading, text, parts, number, page_breaks(reading, text)
            )
            for run in paragraph.runs
            for segment in run.segments
        ]
        for number in range(1, len(parts) + 1)
    ]


def test_a_page_that_begins_inside_a_sentence_stands_between_its_words() -> None:
    (segments,) = shown(samples.reading(), samples.SOURCE)
    at = [kind for kind, _ in segments].index(BREAK)
    assert segments[at - 1][1].endswith("LOADED INTO THE ")
    assert segments[at + 1][1] == "HOLD OF THE SHIP."


def test_words_worth_a_remark_and_gaps_are_segments_of_their_own() -> None:
    (segments,) = shown(samples.reading(), samples.SOURCE)
    kinds = {kind: text for kind, text in segments if kind in (SIC, OPERATOR, GAP)}
    assert kinds == {SIC: "SIAL", OPERATOR: "RPT", GAP: "[1 line withheld]"}


def test_a_break_tells_what_was_printed_there_and_the_level_of_the_page() -> None:
    first, second, third = page_breaks(samples.reading(), samples.SOURCE)
    assert second.printed == ("DECLASSIFIED", "-2- 233, MARCH 4, 7 PM FROM LISBON")
    assert (first.level, second.level, third.level) == ("CONFIDENTIAL", "", "CONFIDENTIAL")
    assert first.printed == ()  # what heads the first page is the face, not an interruption


def test_a_page_without_text_comes_after_the_text() -> None:
    reading = samples.reading()
    behind = breaks_behind(dealt(reading), 1, page_breaks(reading, samples.SOURCE))
    assert [b.page for b in behind] == [3]


def test_pages_without_text_between_two_paragraphs_are_not_skipped() -> None:
    text = "A\nB"
    reading = made(text, [Piece(Span(0, 1), Join.START, 1)], [Piece(Span(2, 3), Join.START, 3)])
    paragraphs = shown_paragraphs(reading, text, dealt(reading), 1, page_breaks(reading, text))
    assert [b.page for b in paragraphs[1].before] == [2, 3]


def test_a_number_on_the_paper_that_differs_is_said() -> None:
    text = "A"
    reading = made(text, [Piece(Span(0, 1), Join.START, 1)])
    reading = replace(reading, pages=(Page(1, 7, Span(0, 1), 1, 1, "made"),))
    assert page_breaks(reading, text)[0].shown == "7"


@pytest.mark.parametrize(
    ("remarks", "kinds"),
    [
        # the second begins inside the first: the first stands, the text stays whole
        ([(0, 5), (3, 8)], [("sic", "ABCDE"), ("text", "FGHIJ")]),
        # outside the paragraph: nothing to mark
        ([(20, 25)], [("text", "ABCDEFGHIJ")]),
        # an empty stretch marks nothing
        ([(4, 4)], [("text", "ABCDEFGHIJ")]),
        # over the whole paragraph and beyond
        ([(0, 30)], [("sic", "ABCDEFGHIJ")]),
    ],
)
def test_remarks_that_overlap_or_lie_outside_lose_no_text(
    remarks: list[tuple[int, int]], kinds: list[tuple[str, str]]
) -> None:
    text = "ABCDEFGHIJ" + "." * 30
    reading = made(text, [Piece(Span(0, 10), Join.START, 1)])
    reading = replace(reading, remarks=tuple(Remark(Span(*r), "sic", "odd") for r in remarks))
    assert shown(reading, text) == [kinds]


def test_a_remark_across_a_line_wrap_is_marked_on_both_lines() -> None:
    text = "THEY\nTHEY"
    pieces = [Piece(Span(0, 4), Join.START, 1), Piece(Span(5, 9), Join.WRAP, 1)]
    reading = replace(made(text, pieces), remarks=(Remark(Span(0, 9), "sic", "twice"),))
    assert shown(reading, text) == [[("sic", "THEY"), ("text", " "), ("sic", "THEY")]]


# Where the wrapper of a passage could go astray: in mid-line, over lines and a page, in another one.
@pytest.mark.parametrize(
    ("passages", "runs"),
    [
        ([], [("", "ABCD EFGH")]),
        ([("fyi", 2, 7)], [("", "AB"), ("fyi", "CD EF"), ("", "GH")]),
        # it opens with a line: the space before it is not of it
        ([("fyi", 5, 9)], [("", "ABCD "), ("fyi", "EFGH")]),
        # it closes with a line: nor is the space behind
        ([("fyi", 0, 4)], [("fyi", "ABCD"), ("", " EFGH")]),
        # one in another: the outer one is told
        ([("quoted", 1, 8), ("fyi", 2, 3)], [("", "A"), ("quoted", "BCD EFG"), ("", "H")]),
        # two side by side
        ([("quoted", 0, 2), ("fyi", 2, 4)], [("quoted", "AB"), ("fyi", "CD"), ("", " EFGH")]),
        # of the paragraph's own kind: the paragraph says so
        ([("text", 0, 9)], [("", "ABCD EFGH")]),
    ],
)
def test_a_passage_is_told_from_its_opening_word_to_its_closing_one(
    passages: list[tuple[str, int, int]], runs: list[tuple[str, str]]
) -> None:
    text = "ABCD\nEFGH"
    pieces = [Piece(Span(0, 4), Join.START, 1), Piece(Span(5, 9), Join.PAGE, 2)]
    told = tuple(Passage(kind, Span(start, end)) for kind, start, end in passages)
    reading = replace(made(text, pieces), passages=told)
    breaks = page_breaks(reading, text)
    (paragraph,) = shown_paragraphs(reading, text, dealt(reading), 1, breaks)
    assert [(r.passage, "".join(one.text for one in r.segments)) for r in paragraph.runs] == runs


def test_pages_and_paragraphs_are_found_in_their_parts() -> None:
    text = "AAAA\nBBBB\nCCCC"
    pieces = [[Piece(Span(at, at + 4), Join.START, page)] for page, at in ((1, 0), (2, 5), (3, 10))]
    reading = made(text, *pieces)
    parts = dealt(reading, 4)
    assert [part_of_page(parts, page) for page in (1, 2, 3, 9)] == [1, 2, 3, 3]
    assert [part_of_paragraph(reading, parts, key) for key in ("k0", "k2", "none")] == [1, 3, None]


def test_a_paragraph_dealt_over_two_parts_begins_once() -> None:
    text = "ABCDEFGHIJ"
    reading = made(text, [Piece(Span(0, 10), Join.START, 1)])
    parts = dealt(reading, 4)
    breaks = page_breaks(reading, text)
    begins = [shown_paragraphs(reading, text, parts, n, breaks)[0].begins for n in (1, 2, 3)]
    assert begins == [True, False, False]


@given(
    st.lists(st.lists(st.tuples(st.text("AB C", min_size=1, max_size=12), st.sampled_from([Join.WRAP, Join.PAGE, Join.HYPHEN])),
                      min_size=1, max_size=6), max_size=5),
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), max_size=4),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_any_text_is_shown_whole_and_in_order_however_it_is_dealt(
    paragraphs: list[list[tuple[str, Join]]], length: int, passages: list[tuple[int, int]]
) -> None:
    text, made_pieces, page = "", [], 1
    for lines in paragraphs:
        pieces = []
        for at, (line, join) in enumerate(lines):
            page += bool(at) and join == Join.PAGE
            pieces.append(
                Piece(Span(len(text), len(text) + len(line)), join if at else Join.START, page)
            )
            text += line + "\n"
        made_pieces.append(pieces)
    told = tuple(Passage("fyi", Span(start, start + size)) for start, size in passages)
    reading = replace(made(text, *made_pieces), passages=told)
    joined = "".join(words for part in shown(reading, text, length) for _, words in part)
    clean = "".join(clean_paragraph(p, text).text for p in reading.paragraphs)
    assert joined.replace(" ", "") == clean.replace(" ", "")
    if length == 30 and len(text) < 30:
        assert joined == clean


def made(text: str, *paragraphs: list[Piece]) -> Reading:
    """A reading with these paragraphs and as many pages as they name."""
    last = max((p.page for pieces in paragraphs for p in pieces), default=1)
    return Reading(
        core="made",
        family=Family.OTHER,
        is_telegram=True,
        evidence=(),
        pages=tuple(Page(n, None, Span(0, len(text)), 1, 1, "made") for n in range(1, last + 1)),
        paragraphs=tuple(Paragraph(f"k{n}", tuple(pieces)) for n, pieces in enumerate(paragraphs)),
    )
