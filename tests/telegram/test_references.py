"""Pointers to other telegrams: what they point at, and what only looks like one."""

from __future__ import annotations

import time
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telegram.places import DEPARTMENT
from app.telegram.reading import Reference
from app.telegram.references import Context, find_references
from app.vocabulary import load

VOCABULARY = load()
INCOMING = Context("PARIS", DEPARTMENT, 1962)
OUTGOING = Context(DEPARTMENT, "BONN", 1962)


def _found(
    text: str, where: Literal["body", "ref"] = "body", context: Context = INCOMING
) -> tuple[Reference, ...]:
    return find_references(text, VOCABULARY, where=where, context=context)


def _keys(found: tuple[Reference, ...]) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.sender, one.addressee, one.number) for one in found]


# Relative words in a telegram from Paris to the Department, and in one from it to Bonn.
@pytest.mark.parametrize(
    ("text", "context", "key"),
    [
        ("EMBTEL 1234.", INCOMING, ("embtel", "PARIS", DEPARTMENT, "1234")),
        ("DEPTEL 2300.", INCOMING, ("deptel", DEPARTMENT, "PARIS", "2300")),
        ("MYTEL 12", INCOMING, ("mytel", "PARIS", DEPARTMENT, "12")),
        ("OURTEL 12", INCOMING, ("mytel", "PARIS", DEPARTMENT, "12")),
        ("URTEL 55", INCOMING, ("urtel", DEPARTMENT, "PARIS", "55")),
        ("REEMBTEL 44", INCOMING, ("embtel", "PARIS", DEPARTMENT, "44")),
        ("EMB TEL NO. 1234", INCOMING, ("embtel", "PARIS", DEPARTMENT, "1234")),
        ("DEPARTMENT'S TELEGRAM 9", INCOMING, ("deptel", DEPARTMENT, "PARIS", "9")),
        ("CONTEL 113", INCOMING, ("contel", "PARIS", DEPARTMENT, "113")),
        ("DEPCIRTEL 748", INCOMING, ("circular", DEPARTMENT, "", "748")),
        ("CIRCULAR 929", INCOMING, ("circular", DEPARTMENT, "", "929")),
        ("EMBTEL 6", OUTGOING, ("embtel", "BONN", DEPARTMENT, "6")),
        ("DEPTEL 5", OUTGOING, ("deptel", DEPARTMENT, "BONN", "5")),
        ("URTEL 7", OUTGOING, ("urtel", "BONN", DEPARTMENT, "7")),
        ("RE YOUR 1135, PARA. 25", OUTGOING, ("urtel", "BONN", DEPARTMENT, "1135")),
        ("EMBTEL\n1234", INCOMING, ("embtel", "PARIS", DEPARTMENT, "1234")),
        ("EMBTEL 0044", INCOMING, ("embtel", "PARIS", DEPARTMENT, "44")),
    ],
)  # fmt: skip
def test_relative_words_take_the_ends_of_the_telegram(
    text: str, context: Context, key: tuple[str, str, str, str]
) -> None:
    assert _keys(_found(text, context=context)) == [key]


# One number after another, and one text with a number at each addressee.
@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("DEPTEL 2300 AND 2304", [("deptel", DEPARTMENT, "PARIS", "2300"), ("deptel", DEPARTMENT, "PARIS", "2304")]),
        ("EMBTELS 12, 13 AND 15.", [("embtel", "PARIS", DEPARTMENT, n) for n in ("12", "13", "15")]),
        ("BONN'S 4314 RPTD BERLIN 505 PARIS 836 USAREUR 595",
         [("post", "BONN", DEPARTMENT, "4314"), ("post", "BONN", "BERLIN", "505"), ("post", "BONN", "PARIS", "836"),
          ("post", "BONN", "USAREUR", "595")]),
        ("DEPTEL 345 TO PARIS RPT BONN 123", [("deptel", DEPARTMENT, "PARIS", "345"), ("post", DEPARTMENT, "BONN", "123")]),
        ("RE DEPTEL LONDON 6571; ROME 5098; VIENNA 2901",
         [("deptel", DEPARTMENT, "LONDON", "6571"), ("post", DEPARTMENT, "ROME", "5098"), ("post", DEPARTMENT, "VIENNA", "2901")]),
        ("LEOPOLDVILLE 168, ACTION DEPARTMENT 342",
         [("post", "LEOPOLDVILLE", "PARIS", "168"), ("post", "LEOPOLDVILLE", DEPARTMENT, "342")]),
        ("STATE 201916/TOSEC 100134", [("post", DEPARTMENT, "", "201916"), ("series", "", "", "100134")]),
    ],
)  # fmt: skip
def test_further_numbers_belong_to_the_word_before(
    text: str, keys: list[tuple[str, str, str, str]]
) -> None:
    assert _keys(_found(text)) == keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("PARIS 1234 REPORTS", ("post", "PARIS", DEPARTMENT, "1234")),
        ("GENEVA'S 100", ("post", "GENEVA", DEPARTMENT, "100")),
        ("ROME TELEGRAM 41", ("post", "ROME", DEPARTMENT, "41")),
        ("AS REPORTED IN NEW DELHI 4567.", ("post", "NEW DELHI", DEPARTMENT, "4567")),
        ("STATE 98765", ("post", DEPARTMENT, "", "98765")),
        ("75 PARIS 1234", ("mrn", "PARIS", "", "1234")),
        ("1975PARIS01234", ("mrn", "PARIS", "", "1234")),
        ("SECTO 5", ("series", "", DEPARTMENT, "5")),
        ("CAP 82683", ("series", "", "", "82683")),
        ("A-123", ("airgram", "", "", "123")),
        ("CA-1234", ("airgram", DEPARTMENT, "", "1234")),
        ("DIR 74830", ("cite", "DIR", "", "74830")),
        ("MEXI 6453", ("cite", "MEXICO CITY", "", "6453")),
        ("CAS SAIGON 2050", ("cite", "CAS SAIGON", DEPARTMENT, "2050")),
        ("(IN 36017)", ("in-number", "", "", "36017")),
        ("TDCS-3/555,001", ("report", "", "", "3/555,001")),
        ("SEPTEL", ("septel", "PARIS", "", "")),
    ],
)  # fmt: skip
def test_names_and_series_count_their_own_telegrams(
    text: str, key: tuple[str, str, str, str]
) -> None:
    assert _keys(_found(text)) == [key]


# Years, paragraphs, dates, people, hours, money; words that are posts or series elsewhere; a
# paragraph number after a sentence that ends in a reference word; Air Force intelligence.
@pytest.mark.parametrize(
    "text",
    [
        "IN BERLIN 1962 WAS QUIET", "PARAGRAPH 2", "PARA 2", "PARIS 15 DECEMBER", "PARIS DECEMBER 15",
        "IN PARIS 300 STUDENTS MARCHED", "AT PARIS 1500 HOURS", "PARIS 2,000 MEN", "PARIS, 1234", "PARIS. 1234 MEN",
        "CAP ON POL IMPORTS", "WH 5", "RIO 12", "THE 24TH DIVISION", "MOSCOW 10:30", "LIMA 20 PERCENT",
        "COPIES: DIR 5", "ARTICLE 51", "A-2", "$500", "IN 36017 CASES", "EMBTEL", "NEW 4567", "VISITED ROME 500 TIMES",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_reference_is_none(text: str) -> None:
    assert _found(text) == ()


def test_a_number_that_opens_a_paragraph_belongs_to_it() -> None:
    assert _keys(_found("SEE EMBTEL.\n\n3. MINISTER AGREED")) == []
    assert [one.number for one in _found("REFTEL 12 REFERS.\n3. MINISTER AGREED")] == ["12"]


def test_a_list_does_not_swallow_a_count() -> None:
    assert [one.number for one in _found("EMBTEL 1234, 50 PERSONS WERE HELD")] == ["1234"]


# In a REF line a post's number may look like a year, be short, and carry letters and dates.
def test_a_ref_line_is_read_item_by_item() -> None:
    found = _found(
        "REF: (A) STATE 114584, FEB 14, 1968 (B) CAPE TOWN 2025 (NOTAL); C) PARIS 12", "ref"
    )
    assert [(one.sender, one.number, one.date, one.not_to_all) for one in found] == [
        (DEPARTMENT, "114584", "1968-02-14", False),
        ("CAPE TOWN", "2025", "", True),
        ("PARIS", "12", "", False),
    ]


def test_a_ref_line_may_name_a_sender_with_its_date_time_group() -> None:
    (found,) = _found("REF: USCINCEUR 311345Z MAY 73", "ref")
    assert (found.kind, found.sender, found.date) == ("dtg", "USCINCEUR", "311345Z MAY 73")


def test_a_cable_of_the_cia_has_its_receipt_beside_it() -> None:
    found = _found("REF MADR 1234 (IN 33466)", "ref")
    assert [(one.kind, one.number) for one in found] == [("cite", "1234"), ("in-number", "33466")]


# The date behind a number, its year from the citing telegram where none is printed.
@pytest.mark.parametrize(
    ("text", "date"),
    [("DEPTEL 2300, OCT 22", "1962-10-22"), ("DEPTEL 2300 OF MARCH 3, 1961", "1961-03-03"), ("DEPTEL 2300 DATED 5 MAY 61", "1961-05-05"),
     ("DEPTEL 2300 SAYS", "")],
)  # fmt: skip
def test_the_date_behind_a_number(text: str, date: str) -> None:
    assert _found(text)[0].date == date


def test_notal_belongs_to_the_reference_before_it() -> None:
    found = _found("PARIS 1234 (NOTAL) AND ROME 555")
    assert [one.not_to_all for one in found] == [True, False]


def test_reftel_takes_the_keys_of_the_first_reference() -> None:
    found = _found("EMBTEL 44 AND DEPTEL 9. PARA 2 REFTEL UNCLEAR.")
    assert (found[-1].kind, found[-1].number, found[-1].sender) == ("reftel", "44", "PARIS")


def test_reftel_alone_points_at_nothing_we_know() -> None:
    (found,) = _found("REFTEL UNCLEAR.")
    assert (found.kind, found.number) == ("reftel", "")


def test_spans_are_offsets_into_the_whole_text() -> None:
    text = "xxxx EMBTEL 5 xxxx Deptel 7 xxxx EMBTEL 9"
    (found,) = find_references(text, VOCABULARY, start=13, end=33, context=INCOMING)
    assert found.printed == "Deptel 7" == found.span.of(text)


def test_without_context_relative_words_keep_their_number() -> None:
    (found,) = find_references("URTEL 55", VOCABULARY)
    assert (found.number, found.sender, found.addressee) == ("55", "", "")


_PARTS = st.sampled_from(
    ["EMBTEL", "DEPTEL", "PARIS", "BONN'S", "RPTD", "INFO", "1234", "12,", "AND", "NOTAL", "REFTEL", "75", "A-12",
     "1975PARIS01234", "TO", "SECTO", "(IN 12345)", "OCT 22", ".", "\n", "\n\n", "é", "’S"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=25).map(" ".join), st.sampled_from(["body", "ref"]))
def test_references_are_where_they_say_and_stand_apart(
    text: str, where: Literal["body", "ref"]
) -> None:
    last = 0
    for found in _found(text, where):
        assert found.span.of(text) == found.printed
        assert found.span.start >= last
        last = found.span.end


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    assert _found(text) == _found(text)


@pytest.mark.parametrize(
    "unit",
    ["PARIS 123 ", "EMBTEL 1 AND ", "12, ", "REFTEL ", "A-12 ", "RPTD INFO ", "AB ", "A", "TO 1 "],
)
def test_hostile_lines_cost_their_length(unit: str) -> None:
    begin = time.process_time()
    _found(unit * (200_000 // len(unit)))
    assert time.process_time() - begin < 4.0
