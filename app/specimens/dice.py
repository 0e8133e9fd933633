"""Choice by seed, the same on every machine and Python version.

Only `Random.random` is called: it alone is promised to give the same sequence for the same
seed across Python versions; `choice`, `sample` and `shuffle` are not.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")


@lru_cache(maxsize=512)
def _slope(length: int) -> tuple[float, ...]:
    """Cumulative shares of ranks 1, 2, 3 ... under Zipf's law, softened at the head."""
    weights = [1.0 / (rank + 2.7) for rank in range(length)]
    total = sum(weights)
    shares: list[float] = []
    running = 0.0
    for weight in weights:
        running += weight / total
        shares.append(running)
    return tuple(shares)


class Dice:
    """A seeded source of choices."""

    __slots__ = ("roll",)

    def __init__(self, seed: int) -> None:
        self.roll = random.Random(seed).random

    def below(self, bound: int) -> int:
        """An integer from 0 to `bound` - 1."""
        return int(self.roll() * bound)

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + int(self.roll() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """True in `share` of the rolls (0 to 1)."""
        return self.roll() < share

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`, all alike."""
        return options[int(self.roll() * len(options))]

    def lean(self, options: Sequence[T]) -> T:
        """One of `options`, the first ones far more often, as words are in any language."""
        return options[min(bisect(_slope(len(options)), self.roll()), len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Up to `count` different members of `options`, in a drawn order."""
        pool = list(options)
        drawn: list[T] = []
        while pool and len(drawn) < count:
            at = int(self.roll() * len(pool))
            drawn.append(pool[at])
            pool[at] = pool[-1]
            pool.pop()
        return drawn

    def digits(self, count: int) -> str:
        """`count` decimal digits, the first not zero."""
        return str(self.between(10 ** (count - 1), 10**count - 1))
