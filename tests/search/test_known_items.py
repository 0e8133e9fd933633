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
    """Three longer words, or four in a row, that only one specimen has before it is misread."""
    stock = Stock.of(load())
    clean = [_words(compose(seed, stock)) for seed in range(COUNT)]
    index = index_of(tmp_path, [_read_by_machine(seed, stock) for seed in range(COUNT)])
    for form, draw in (("{}", _some_words), ('"{}"', _some_row)):
        dice = random.Random(1)
        exact = widened = asked = 0
        while asked < QUERIES:
            at = dice.randrange(COUNT)
            words = draw(dice, clean[at])
            line = " ".join(words)
            if form == "{}" and sum(set(held).issuperset(words) for held in clean) != 1:
                continue
            if form != "{}" and sum(line in " ".join(held) for held in clean) != 1:
                continue
            asked += 1
            tree = parse(form.format(line.lower()))
            found = index.search(tree, many=10, widen=True)
            order = [hit.exact for hit in found.hits]
            assert order == sorted(order, reverse=True)
            widened += f"s{at}" in {hit.id for hit in found.hits}
            exact += f"s{at}" in {hit.id for hit in index.search(tree, many=10).hits}
        assert widened >= 0.95 * QUERIES, form
        assert exact < widened


def _some_words(dice: random.Random, held: tuple[str, ...]) -> tuple[str, ...]:
    long = sorted({word for word in held if len(word) > 4})
    return tuple(dice.sample(long, min(3, len(long))))


def _some_row(dice: random.Random, held: tuple[str, ...]) -> tuple[str, ...]:
    at = dice.randrange(max(1, len(held) - 4))
    return held[at : at + 4]


def _words(specimen: Specimen) -> tuple[str, ...]:
    return keys_of(" ".join(specimen.paragraphs))


def _read_by_machine(seed: int, stock: Stock) -> Document:
    return document(f"s{seed}", compose(seed, stock, noise=1).text)
