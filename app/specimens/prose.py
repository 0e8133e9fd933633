"""Writes the words of a cable: a cast of invented people and sentences about one matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from . import phrases
from .dice import Dice

_SLOT = re.compile(r"\{(\w+)\}")
_CAPITAL = "_up"
Parts = tuple[str, ...]  # literals at even places, slot names at odd ones


@lru_cache(maxsize=8192)
def _parts(template: str) -> Parts:
    return tuple(_SLOT.split(template))


class Writer:
    """Composes sentences about one matter with one cast, until told otherwise.

    Args:
        dice: the source of choices.
        matter: what the cable is about, as a noun phrase.
        country: where it happens.
        cast: surnames to use again, as a story does; drawn where absent.
    """

    def __init__(
        self, dice: Dice, matter: str, country: str, cast: Sequence[str] | None = None
    ) -> None:
        self.dice = dice
        self.own = self._own_words(matter, country, tuple(cast or (surname(dice) for _ in "1234")))

    def _own_words(self, matter: str, country: str, cast: tuple[str, ...]) -> dict[str, Parts]:
        dice = self.dice
        chief, second, third, other = cast[:4]
        return {
            "matter": (matter,),
            "country": (country,),
            "nation": (dice.pick(phrases.NATIONS),),
            "chief": (f"{dice.lean(phrases.WORDS['official'])} {chief}", chief),
            "second": (second, f"Colonel {second}", f"Dr. {second}"),
            "third": (third,),
            "other": (other, f"{other[0]}. {other}"),
            "alias": (surname(dice), surname(dice)),
            "town": tuple(town(dice) for _ in "123"),
            "paper": (f"{town(dice)} {dice.pick(phrases.PAPERS)}",),
            "vessel": (f"{dice.pick(phrases.SHIPS)} {surname(dice)}",),
            "field": ("American affairs", "transport", "the talks"),
        }

    def say(self, kind: str = "sentence") -> str:
        """One sentence, or one phrase of the list `kind`, in upper and lower case."""
        out: list[str] = []
        self._fill(kind, out)
        text = "".join(out)
        return text[0].upper() + text[1:]

    def _fill(self, slot: str, out: list[str]) -> None:
        capital = slot.endswith(_CAPITAL)
        if capital:
            slot = slot[: -len(_CAPITAL)]
        options = self.own.get(slot) or phrases.WORDS[slot]
        mark = len(out)
        parts = _parts(self.dice.lean(options))
        for at, part in enumerate(parts):
            if at % 2:
                self._fill(part, out)
            elif part:
                out.append(part)
        if capital:
            out[mark] = out[mark][:1].upper() + out[mark][1:]

    def paragraph(self, sentences: int, kind: str = "sentence") -> str:
        """Several sentences in a row."""
        return " ".join([self.say(kind) for _ in range(sentences)])


def surname(dice: Dice) -> str:
    """A surname nobody bears."""
    middle = dice.pick(phrases.MIDDLES) if dice.chance(0.7) else ""
    return dice.pick(phrases.HEADS) + middle + dice.pick(phrases.TAILS)


def town(dice: Dice) -> str:
    """A town on no map."""
    middle = dice.pick(phrases.MIDDLES) if dice.chance(0.5) else ""
    return dice.pick(phrases.HEADS) + middle + dice.pick(phrases.TOWN_TAILS)


def initials(dice: Dice, count: int = 0) -> str:
    """Two or three capital letters, as a clerk leaves them."""
    letters = "ABCDEFGHJKLMNPRSTW"
    return "".join(dice.pick(letters) for _ in range(count or dice.between(2, 3)))
