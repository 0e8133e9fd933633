"""The words of an opened index: how often each occurs, and what a word may stand as."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from app.search.ask import BODY, named_field
from app.search.slips import Slip
from app.search.widen import slips_in

_KEPT = 4_096  # words whose slips are remembered while the index stays as it is
_MOST_BEGINNING = 4_000  # words with one beginning that are looked at, the most frequent


class Lexicon:
    """The vocabulary of one state of the index; safe to share between threads."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self.slips = lru_cache(maxsize=_KEPT)(self._slips)

    def frequency(self, field: str, word: str) -> int:
        """How many cables have a word, those not yet swept out of the index among them."""
        return int(self._searcher.doc_freq(_behind(field), word))

    def beginning(self, field: str, letters: str) -> list[tuple[str, int]]:
        """The words that begin so, each with how many cables have it."""
        found = self._searcher.terms_with_prefix(_behind(field), letters, limit=_MOST_BEGINNING)
        return list(found)

    def _slips(self, field: str, word: str) -> tuple[Slip, ...]:
        return slips_in(self, field, word)


def _behind(field: str) -> str:
    return named_field(field) if field else BODY
