from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.slips import ALIKE, MOST, MOST_NEAREST, SLIP, alike, inflected, one_slip, slips


def met(word: str, **vocabulary: int) -> dict[str, str]:
    """The slips of a word that a vocabulary with these numbers of cables offers, with their kinds."""
    found = slips(
        word,
        lambda one: vocabulary.get(one, 0),
        lambda letters: [pair for pair in vocabulary.items() if pair[0].startswith(letters)],
    )
    return {slip.word: slip.kind for slip in found}


@pytest.mark.parametrize(
    ("word", "vocabulary", "expected"),
    [
        # one ink for two signs, in short words too
        ("PLANNING", {"PLANNING": 9, "PLANN1NG": 1}, {"PLANN1NG": ALIKE}),
        ("NATO", {"NATO": 9, "NAT0": 2}, {"NAT0": ALIKE}),
        ("MARNE", {"MARNE": 9, "MAME": 1}, {"MAME": ALIKE}),
        ("GOVERNMENT", {"GOVERNMENT": 99, "GOVEMMENT": 1}, {"GOVEMMENT": ALIKE}),
        ("BERLIN", {"BERLIN": 90, "8ERL1N": 1}, {"8ERL1N": ALIKE}),
        # one letter dropped, added, changed, or in its neighbour's place
        ("PLANNING", {"PLANNING": 9, "PLANING": 1}, {"PLANING": SLIP}),
        ("BERLIN", {"BERLIN": 9, "BERXLIN": 1, "BERWIN": 1}, {"BERWIN": SLIP, "BERXLIN": SLIP}),
        ("BERLIN", {"BERLIN": 9, "BELRIN": 1}, {"BELRIN": SLIP}),
        # two slips in a long word only
        ("CONTINGENCY", {"CONTINGENCY": 9, "CONTIXGEXCY": 1}, {"CONTIXGEXCY": SLIP}),
        ("HARBOR", {"HARBOR": 9, "HARXXR": 1}, {}),
        # of three letters, none but one that a digit stands in for
        ("HAD", {"HAD": 99, "H4D": 1, "HAO": 1}, {"H4D": ALIKE}),
        # a short word has too many neighbours
        ("TUG", {"TUG": 9, "TUX": 1}, {}),
        ("PORT", {"PORT": 9, "PXRT": 1}, {}),
        # what is about as frequent is another word, and so is the same word with another ending
        ("PLANTING", {"PLANTING": 50, "PLANNING": 40}, {}),
        ("NAMED", {"NAMED": 50, "NAMES": 1}, {}),
        ("HARBOR", {"HARBOR": 50, "HARBORS": 1}, {}),
        # a word that nobody has written is met by whatever is near
        ("PLANING", {"PLANNING": 400}, {"PLANNING": SLIP}),
        # a number with another digit is another number
        ("1962", {"1962": 9, "1963": 1, "I962": 1}, {"I962": ALIKE}),
        ("ABC12345", {"ABC12345": 9, "ABC12346": 1, "ABC1234S": 1}, {"ABC1234S": ALIKE}),
    ],
)
def test_the_slips_of_a_word(
    word: str, vocabulary: dict[str, int], expected: dict[str, str]
) -> None:
    assert met(word, **vocabulary) == expected


def test_the_likeliest_come_first_and_there_is_an_end() -> None:
    vocabulary = {"HARBOR": 1000, "HAR8OR": 1, "HARBORX": 9, "HARBXOR": 30}
    assert list(met("HARBOR", **vocabulary)) == ["HAR8OR", "HARBXOR", "HARBORX"]
    many = {
        f"{'HARBOR'[:at]}{letter}{'HARBOR'[at:]}": 1
        for letter in "ACDFGHIJKLMNPQ"
        for at in range(7)
    }
    assert len(met("HARBOR", HARBOR=99, **many)) == MOST
    assert len(met("HARBOR", **many)) == MOST_NEAREST


@given(st.text("ABEGILMNORT01", min_size=1, max_size=12))
def test_look_alikes_go_both_ways(word: str) -> None:
    """But for runs that overlap in what they make, each is one step away and never the word."""
    assert word not in alike(word)
    for other in alike(word):
        assert word in alike(other)


@given(st.text("ABC", min_size=1, max_size=5), st.data())
def test_one_slip_makes_every_word_one_step_away(word: str, data: st.DataObject) -> None:
    made = set(one_slip(word))
    at = data.draw(st.integers(0, len(word) - 1))
    assert word[:at] + word[at + 1 :] in made
    assert word[:at] + "Q" + word[at:] in made
    assert word + "Q" in made
    assert word[:at] + "7" + word[at + 1 :] in made


def test_the_work_for_the_longest_word_is_bounded() -> None:
    asked: list[str] = []
    slips("W" * 24, lambda one: bool(asked.append(one)), lambda letters: [])
    assert len(asked) < 5_000
    assert slips("W" * 25, lambda one: 1, lambda letters: []) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("NAMED", "NAMES", True), ("PLAN", "PLANS", True), ("PLANNING", "PLANING", False),
     ("CITY", "CITIES", True), ("BERLIN", "BERLINER", True), ("AS", "ASS", False)],
)  # fmt: skip
def test_endings_of_the_language(one: str, other: str, *, same: bool) -> None:
    assert inflected(one, other) is same
