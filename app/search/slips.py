"""Words that a word of a query may stand as in a text that was typed, sent and read by machine.

The candidates are looked up in the index's own vocabulary, so a slip is only ever told of if some
cable has it. Two signs of one ink shape (O and 0, RN and M) are the cheapest slip, then one letter
changed, added or dropped, then two in a long word. A word that the index holds about as often as
the one asked for is another word and no slip of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from app.telegram.folding import distance

_INK = (
    "0OQDCG", "1ILJT", "2Z", "4A", "5S", "6G", "7T", "8B", "UV", "VY", "HN", "MN", "EF", "CE", "PR",
    "PF", "KX", "KR", "NU", "AO", "HB", "IT", "VW", "ER", "HM",
)  # fmt: skip
_RUNS = (
    ("RN", "M"), ("NI", "M"), ("IN", "M"), ("VV", "W"), ("CL", "D"), ("LI", "U"), ("II", "U"),
    ("II", "N"), ("TI", "N"), ("LL", "U"), ("IJ", "U"), ("LN", "IN"),
)  # fmt: skip
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
SHORTEST_ALIKE = 3  # letters of a word that look-alikes are sought for; of three, one is a digit
SHORTEST_SLIP = 5  # ... one slip of any letter
SHORTEST_TWO = 9  # ... two slips
LONGEST = 24  # letters of a word that slips are sought for; the work grows with its square
MOST = 40  # forms of one word
MOST_NEAREST = 8  # forms of a word that the index does not have
_BEGINNING = 5  # letters that stand when both slips are behind them
_MOST_ALIKE = 400  # pairs of look-alikes that are tried
_ENDINGS = ("", "S", "ES", "D", "ED", "R", "ER", "ING", "LY", "Y", "E", "AL", "IES", "IED")

ALIKE, SLIP = "look-alike letters", "a near miss"


@dataclass(frozen=True, slots=True)
class Slip:
    """A word of the index that may be the one asked for."""

    word: str
    kind: str
    cost: float  # 0.5 a pair of look-alikes, 1 any other letter
    number: int  # of cables in the index that have it


Frequency = Callable[[str], int]
Beginning = Callable[[str], list[tuple[str, int]]]


def slips(word: str, frequency: Frequency, beginning: Beginning) -> tuple[Slip, ...]:
    """The likeliest forms of a word, the likeliest first, at most `MOST` or `MOST_NEAREST`.

    Args:
        word: folded, as `words.words_of` gives it.
        frequency: how many cables have a word.
        beginning: the words that begin with some letters, each with how many cables have it.
    """
    if not SHORTEST_ALIKE <= len(word) <= LONGEST or not word.isascii():
        return ()
    own = frequency(word)
    found = {
        candidate: Slip(candidate, ALIKE if cost < 1 or kind is ALIKE else SLIP, cost, number)
        for candidate, cost, kind, number in _met(word, frequency, beginning)
        if _is_slip(word, own, candidate, number, kind)
    }
    likely = sorted(found.values(), key=lambda slip: (slip.cost, -slip.number, slip.word))
    return tuple(likely[: MOST if own else MOST_NEAREST])


def _met(
    word: str, frequency: Frequency, beginning: Beginning
) -> Iterator[tuple[str, float, str, int]]:
    """Candidates that the vocabulary has, the dearer ways first: a cheaper one overrules them."""
    numeric = any(sign.isdigit() for sign in word)
    if len(word) >= SHORTEST_TWO and not numeric:
        for other, number in beginning(word[:_BEGINNING]):
            if (apart := distance(word, other, 2)) and apart == 2:
                yield other, 2.0, SLIP, number
    if len(word) >= SHORTEST_SLIP and not numeric:
        yield from _known(one_slip(word), 1.0, SLIP, frequency)
    first = alike(word)
    if len(word) > SHORTEST_SLIP:
        second = (twice for once in first for twice in alike(once))
        yield from _known(_some(second, {word, *first}), 0.9, ALIKE, frequency)
    yield from _known(first, 0.5, ALIKE, frequency)


def _some(candidates: Iterator[str], known: set[str]) -> Iterator[str]:
    for _, candidate in zip(range(_MOST_ALIKE), candidates, strict=False):
        if candidate not in known:
            known.add(candidate)
            yield candidate


def _known(
    candidates: Iterator[str] | tuple[str, ...], cost: float, kind: str, frequency: Frequency
) -> Iterator[tuple[str, float, str, int]]:
    for candidate in candidates:
        if number := frequency(candidate):
            yield candidate, cost, kind, number


def _is_slip(word: str, own: int, candidate: str, number: int, kind: str) -> bool:
    """Whether a word of the vocabulary is the one asked for with a slip, and not another word."""
    if candidate == word or (candidate.isdigit() and word.isdigit()):
        return False
    if len(word) < 4 and not any(map(str.isdigit, candidate)):
        return False
    if own == 0:  # whatever is nearest may be meant
        return True
    rare = max(2, own // 20)
    return number <= rare and (kind is ALIKE or not inflected(word, candidate))


def inflected(one: str, other: str) -> bool:
    """Whether two words differ only by an ending of the language.

    >>> inflected("NAMED", "NAMES"), inflected("PLANNING", "PLANING")
    (True, False)
    """
    return any(len(stem) >= 3 for stem in _stems(one) & _stems(other))


def _stems(word: str) -> set[str]:
    return {word[: len(word) - len(end)] for end in _ENDINGS if word.endswith(end)}


@lru_cache(maxsize=512)
def alike(word: str) -> tuple[str, ...]:
    """Every word that differs by one pair of look-alikes.

    >>> "PLANN1NG" in alike("PLANNING"), "GOVERMENT" in alike("GOVERNMENT")
    (True, False)
    """
    found: dict[str, None] = {}
    for at, sign in enumerate(word):
        for other in _LIKE.get(sign, ""):
            found[word[:at] + other + word[at + 1 :]] = None
        for run, others in _RUNS_LIKE.items():
            if word.startswith(run, at):
                for other in others:
                    found[word[:at] + other + word[at + len(run) :]] = None
    found.pop(word, None)
    return tuple(found)


def _likes() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in _INK:
        for one, other in permutations(group, 2):
            found[one] = found.get(one, "") + other
    return found


def _runs_like() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in _RUNS:
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


_LIKE = _likes()
_RUNS_LIKE = _runs_like()


def one_slip(word: str) -> Iterator[str]:
    """Every word with one letter changed, added, dropped or in its neighbour's place."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        for letter in LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
