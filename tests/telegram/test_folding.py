"""OCR noise is met by shape and by bounded slips, never by a list of misreadings."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telegram.folding import (
    Words,
    allowance,
    any_of,
    collapse,
    digits,
    distance,
    fold,
    letters,
    nearest,
    shape,
    spaced_words,
    squeeze,
)

LEVELS = Words(
    (name, name) for name in ("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "RESTRICTED")
)


# Cyrillic, Greek, accents, full width, typographic signs, the slashed zero.
@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("СЕСRЕТ", "CECRET"), ("ΑΒΕΖ", "ABEZ"), ("dévéloped", "DEVELOPED"), ("ＰＡＲＩＳ", "PARIS"),
        ("Rec’d", "REC'D"), ("2—SECTO", "2-SECTO"), ("RØ1", "R01"), ("a\tb", "A B"), ("ß", "S"),
    ],
)  # fmt: skip
def test_look_alikes_become_latin_capitals(seen: str, meant: str) -> None:
    assert fold(seen) == meant


@given(st.text())
def test_folding_keeps_every_sign_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(text).count("\n") == text.count("\n")


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x250)))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_squeezing_leaves_letters_and_digits_only(text: str) -> None:
    assert all(sign.isalnum() for sign in squeeze(fold(text)))


# Where a number must stand. A letter without a digit's shape makes it no number.
@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("5860", "5860"), ("168o2", "16802"), ("l2", "12"), ("O5", "05"), ("1D1649", "101649"),
        ("16,802", "16802"), ("1 02", "102"), ("S8", "58"), ("|Z", "12"), ("ØB", "08"),
        ("HELLO", ""), ("12K", ""), ("", ""), (" ", ""), ("²", "2"), ("٣", ""),
    ],
)  # fmt: skip
def test_digits_are_read_where_a_number_must_stand(seen: str, meant: str) -> None:
    assert digits(seen) == meant


def test_letters_are_read_where_letters_must_stand() -> None:
    assert letters("5ECRE7 8ONN") == "SECRE7 BONN"


# Spaced letters; a wider gap ends a word; two letters alone are none.
@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("C O N F I D E N T I A L", "CONFIDENTIAL"),
        ("T O P  S E C R E T", "TOP SECRET"),
        ("T O P S E C R E T", "TOPSECRET"),
        ("S E C R E T STATE 041961", "SECRET STATE 041961"),
        ("L I M I T E D   O F F I C I A L   U S E PARIS 1", "LIMITED OFFICIAL USE PARIS 1"),
        ("N  I  A  C  T", "NIACT"),
        ("A B", "A B"), ("PLAN A B C", "PLAN ABC"), ("SECRET  TWO", "SECRET  TWO"), ("", ""),
    ],
)  # fmt: skip
def test_spaced_letters_are_drawn_together(seen: str, meant: str) -> None:
    assert collapse(seen) == meant


@given(st.text(alphabet="AB \n", max_size=60))
def test_spaced_words_are_where_they_say(key: str) -> None:
    last = 0
    for found in spaced_words(key):
        assert last <= found.start < found.end
        assert key[found.start : found.end].replace(" ", "") == found.word
        last = found.end


def _plain_distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for above, sign in enumerate(one, 1):
        fresh = [above]
        for column, seen in enumerate(other, 1):
            fresh.append(min(row[column] + 1, fresh[-1] + 1, row[column - 1] + (sign != seen)))
        row = fresh
    return row[-1]


@given(
    st.text(alphabet="ABC", max_size=12), st.text(alphabet="ABC", max_size=12), st.integers(0, 5)
)
def test_the_banded_distance_is_the_distance(one: str, other: str, limit: int) -> None:
    plain = _plain_distance(one, other)
    assert distance(one, other, limit) == (plain if plain <= limit else None)


def test_a_far_word_costs_little() -> None:
    begin = time.process_time()
    assert distance("A" * 200_000, "B" * 200_000, 3) is None
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(("length", "slips"), [(4, 0), (5, 1), (8, 1), (9, 2), (12, 2), (13, 3)])
def test_longer_words_may_hold_more_slips(length: int, slips: int) -> None:
    assert allowance(length) == slips


# Composed misreadings of each kind: shape, one slip, two slips, a letter lost, a space in it.
@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("SECRET", "SECRET"), ("5EGRET", "SECRET"), ("SEORET", "SECRET"), ("ECRET", "SECRET"),
        ("CONFlDENTIAI", "CONFIDENTIAL"), ("CONF1DEN TIAL", "CONFIDENTIAL"),
        ("COMFIDEMTIAL", "CONFIDENTIAL"), ("UNCLASSIFTED", "UNCLASSIFIED"),
        ("T0P SECRET", "TOP SECRET"), ("S E C R E T", "SECRET"),
    ],
)  # fmt: skip
def test_a_level_is_known_through_noise_where_one_must_stand(seen: str, meant: str) -> None:
    near = LEVELS.find(seen)
    assert near is not None
    assert near.value == meant


# Ordinary words, and words whose slips are too many.
@pytest.mark.parametrize(
    "seen", ["SECTOR", "SECTO 8", "CONFIDENCE", "CLASSIFIED BY", "RESTRAINT", "SEC", "", "CREEK"]
)
def test_another_word_is_no_level(seen: str) -> None:
    assert LEVELS.find(seen) is None


def test_a_word_between_two_terms_is_neither() -> None:
    assert nearest("MIRSK", ["MINSK", "MURSK"], 1) is None
    assert nearest("MIMSK", ["MINSK", "OMSK"], 1) == "MINSK"


def test_one_shape_for_two_terms_is_not_taken() -> None:
    twins = Words([("OIL", "oil"), ("0I1", "serial")])
    assert twins.find("OIL") is not None
    assert shape("OIL") == shape("0I1")
    assert twins.find("O1L") is None


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    near = LEVELS.find(text)
    assert near is None or near.value in LEVELS.exact.values()


_STATIONS = ("ROME", "PARIS", "TOKYO", "CAIRO", "LAGOS", "DAKAR", "MINSK", "LISBON", "MADRID", "ATHENS", "VIENNA", "BERLIN", "WARSAW", "ANKARA")  # fmt: skip


@given(
    st.sampled_from(_STATIONS), st.integers(0, 5), st.sampled_from(["", "A", "RS"]), st.integers(0, 2)
)  # fmt: skip
def test_looking_by_halves_finds_what_comparing_with_all_finds(
    name: str, at: int, put: str, dropped: int
) -> None:
    seen = name[:at] + put + name[at + dropped :]
    slips = {each: distance(seen, each, 1) for each in _STATIONS}
    near = [each for each, found in slips.items() if found is not None]
    found = Words((each, each) for each in _STATIONS).near(seen, 1)
    best = [each for each in near if slips[each] == min(slips[other] or 0 for other in near)]
    if found is None or found.slips:  # otherwise met by the shape of its ink
        assert (found.value if found else None) == (best[0] if len(best) == 1 else None)


_PRINTED = ("DATE OF ACTION", "ACTION COPY", "INFORMATION COPY", "RECORD COPY", "IN THIS DOCUMENT", "CURRENT STATUS", "AGENCY FILE NUMBER")  # fmt: skip


@given(
    st.sampled_from(_PRINTED), st.lists(st.tuples(st.integers(0, 14), st.integers(0, 1), st.sampled_from(["", "K", "WK"])), max_size=3)
)  # fmt: skip
def test_looking_by_parts_finds_what_comparing_with_all_finds(
    phrase: str, slips: list[tuple[int, int, str]]
) -> None:
    seen = squeeze(phrase)
    for at, dropped, put in slips:
        seen = seen[:at] + put + seen[at + dropped :]
    forms = {squeeze(each): each for each in _PRINTED}
    most = allowance(len(seen) + 1)
    met = {each: distance(seen, each, min(most, allowance(len(each)))) for each in forms}
    near = sorted((slips, each) for each, slips in met.items() if slips is not None)
    found = Words((each, each) for each in _PRINTED).near(seen)
    if found is None or found.slips:  # otherwise met by the shape of its ink
        alone = near and [slips for slips, _ in near].count(near[0][0]) == 1
        assert (found.value if found else None) == (forms[near[0][1]] if alone else None)


@given(st.lists(st.text("AB.", min_size=1, max_size=3), max_size=5), st.text("AB.", max_size=8))
def test_any_of_some_literals_is_found_where_one_stands(literals: list[str], text: str) -> None:
    assert (any_of(literals).search(text) is not None) == any(each in text for each in literals)
