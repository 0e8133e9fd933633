"""A cable that somebody remembers words of is found, though a machine misread it."""

from __future__ import annotations

import random
from pathlib import Path

from app.search.document import Document
from app.search.parser import parse
from app.search.words import keys_of
from app.specimens import Specimen, Stock, compose
from app.vocabulary import load
from tests.search.shelf import index_of
from tests.search.test_search_index import document

COUNT, QUERIES = 250, 60


def test_known_items_are_among_the_first_ten_and_exact_ones_above_the_others(
    tmp_path: Path,
) -> None:
    """Three longer words that only one specimen has, before it is read with noise."""
    stock = Stock.of(load())
    clean = [frozenset(_words(compose(seed, stock))) for seed in range(COUNT)]
    noisy = [_read_by_machine(seed, stock) for seed in range(COUNT)]
    index = index_of(tmp_path, noisy)
    dice = random.Random(1)
    exact = widened = asked = 0
    while asked < QUERIES:
        at = dice.randrange(COUNT)
        long = sorted(word for word in clean[at] if len(word) > 4)
        words = dice.sample(long, min(3, len(long)))
        if sum(held.issuperset(words) for held in clean) != 1:
            continue
        asked += 1
        tree = parse(" ".join(words).lower())
        found = index.search(tree, many=10, widen=True)
        order = [hit.exact for hit in found.hits]
        assert order == sorted(order, reverse=True)
        widened += f"s{at}" in {hit.id for hit in found.hits}
        exact += f"s{at}" in {hit.id for hit in index.search(tree, many=10).hits}
    assert widened > 0.93 * QUERIES
    assert exact < widened


def _words(specimen: Specimen) -> tuple[str, ...]:
    return keys_of(" ".join(specimen.paragraphs))


def _read_by_machine(seed: int, stock: Stock) -> Document:
    return document(f"s{seed}", compose(seed, stock, noise=1).text)
