from __future__ import annotations

import pytest

from app.archive.ids import ALPHABET, LENGTH, check_character, is_shaped, is_valid, mint, normalise


def test_a_hundred_thousand_ids_are_different_and_valid() -> None:
    minted = {mint() for _ in range(100_000)}
    # 100,000 of 17 thousand million: a pair alike is expected once in three runs.
    assert len(minted) >= 99_995
    assert all(is_valid(id) for id in minted)


def test_ids_use_every_character_and_no_vowel() -> None:
    used = set("".join(mint() for _ in range(2_000)))
    assert used == set(ALPHABET)
    assert not used & set("aeiouly")


def test_any_single_wrong_character_is_noticed() -> None:
    for id in (mint() for _ in range(300)):
        for place in range(LENGTH + 1):
            for other in set(ALPHABET) - {id[place]}:
                assert not is_valid(id[:place] + other + id[place + 1 :])


def test_any_two_swapped_neighbours_are_noticed() -> None:
    for id in (mint() for _ in range(20_000)):
        for place in range(LENGTH):
            swapped = id[:place] + id[place + 1] + id[place] + id[place + 2 :]
            assert swapped == id or not is_valid(swapped)


def test_the_check_character_is_that_of_noid() -> None:
    # The worked example of the NOID documentation: 13030/xf93gt2 has the check character q. The
    # slash and the authority's number count there; here only the name does.
    name = "13030/xf93gt2"
    values = {sign: value for value, sign in enumerate(ALPHABET)}
    total = sum(place * values.get(sign, 0) for place, sign in enumerate(name, start=1))
    assert ALPHABET[total % 29] == "q"
    assert check_character("0000001") == ALPHABET[7]


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("3BCD-FGH-J", "3bcdfghj"),  # capitals, and hyphens a word processor put in
        (" 3bcdfghj\n", "3bcdfghj"),  # blanks that came along when it was copied
        ("3bcd fghj", "3bcdfghj"),
    ],
)
def test_an_id_is_read_as_people_write_it(typed: str, id: str) -> None:
    assert normalise(typed) == id


@pytest.mark.parametrize("text", ["", "3bcdfgh", "3bcdfghjk", "3bcdfgha", "3bcdfgl1", "３bcdfghj"])
def test_what_is_too_short_too_long_or_of_other_characters_is_no_id(text: str) -> None:
    assert not is_shaped(text)
    assert not is_valid(text)
