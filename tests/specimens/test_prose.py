from __future__ import annotations

import re
from collections import Counter

from app.specimens import phrases
from app.specimens.dice import Dice
from app.specimens.prose import Writer, initials, surname, town

SLOT = re.compile(r"\{(\w+)\}")
ENTRANCES = {"sentence", "comment", "request", "order", "trace", "broadcast", "letter"}


def slots(options: tuple[str, ...]) -> set[str]:
    return {slot.removesuffix("_up") for option in options for slot in SLOT.findall(option)}


def test_every_slot_is_a_list_or_is_filled_for_each_cable():
    own = set(Writer(Dice(1), "fisheries talks", "France").own)
    for name, options in phrases.WORDS.items():
        assert slots(options) <= own | set(phrases.WORDS), name


def test_no_list_of_words_is_left_unused():
    used = set().union(*(slots(options) for options in phrases.WORDS.values())) | ENTRANCES
    called_by_forms = {"thing", "document", "works", "trade", "body"}
    assert set(phrases.WORDS) - used - called_by_forms == set()


def test_no_slot_is_left_in_a_sentence_and_every_sentence_ends():
    for seed in range(300):
        writer = Writer(Dice(seed), "grain shipments", "Italy")
        for kind in sorted(ENTRANCES):
            said = writer.say(kind)
            assert "{" not in said
            assert "  " not in said
            assert said[0].isupper() or said[0].isdigit() or said[0] == '"'
            assert said.endswith((".", '"'))


def test_one_cable_keeps_one_cast():
    writer = Writer(Dice(7), "timber quota", "Norway", ("Aland", "Boren", "Celt", "Dorn"))
    text = writer.paragraph(60)
    assert sum(name in text for name in ("Aland", "Boren", "Celt")) == 3


def test_names_are_many_and_letters_only():
    dice = Dice(3)
    names = Counter(surname(dice) for _ in range(5000))
    assert len(names) > 3000
    assert all(name.isalpha() for name in names)
    assert len({town(dice) for _ in range(2000)}) > 1200
    assert {len(initials(dice)) for _ in range(100)} == {2, 3}


def test_first_entries_of_a_list_come_up_most():
    dice = Dice(1)
    drawn = Counter(dice.lean(range(40)) for _ in range(20_000))
    assert drawn[0] > 3 * drawn[20] > 0
    assert min(drawn[n] for n in range(40)) > 0


def test_some_draws_different_members_and_no_more_than_there_are():
    dice = Dice(2)
    for count in range(8):
        drawn = dice.some("ABCDE", count)
        assert len(drawn) == len(set(drawn)) == min(count, 5)
