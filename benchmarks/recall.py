"""Whether a search finds what is there: known items, and one engine's text by another one's words.

    python benchmarks/recall.py [--specimens 20000] [--queries 200] [--noise 1] [--only known|real]
    CORPUS=../shared/corpus python benchmarks/recall.py --only real --specimens 100000

Known items: the specimens are read with noise, as a machine would misread them; a query is
three or four longer words, or a phrase of three to six words, that only one of them has when it is
clean, and that cable is looked for among the first ten.

Real noise: of every document of the corpus that two or more engines have read, one engine's text is
indexed among the specimens, and runs of three words of another engine's text are searched for. No
word is left out for being garbled, so what only a garbled query could find counts as missed.

Both say the share found among the first ten with the words as they are written (exact) and with
what they may stand as (widened), and whether any cable that matches as asked stood below one that
only the widened query finds.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.search.document import PUBLISHED, Document
from app.search.folder import Folder
from app.search.index import IndexWriter, SearchIndex
from app.search.parser import parse
from app.search.query import Query, exactly
from app.search.words import keys_of
from app.specimens import Stock, compose
from app.vocabulary import load

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
FIRST = 10
PARAGRAPH = re.compile(r"\n\s*\n")
RUNS, RUN = 3, 3  # of each document, words of each
KNOWN_LETTERS = 5  # of a word somebody remembers


class Item(NamedTuple):
    """What is asked, and the cable that is meant."""

    words: tuple[str, ...]
    id: str


def as_document(id: str, text: str) -> Document:
    """A text as the index takes it, paragraph by paragraph, nothing set aside."""
    paragraphs = tuple(part for part in PARAGRAPH.split(text) if part.strip())
    return Document(id, PUBLISHED, (), paragraphs)


def specimens(count: int, noise: float) -> Iterator[Document]:
    stock = Stock.of(load())
    for seed in range(count):
        yield as_document(f"s{seed}", compose(seed, stock, noise=noise).text)


def indexed(place: Path, documents: Iterable[Document]) -> SearchIndex:
    folder = Folder(place / "index")
    writer = IndexWriter(folder, folder.new_generation())
    writer.put(documents)
    writer.commit(1, "made")
    writer.close()
    return SearchIndex(folder)


class Clean(NamedTuple):
    """The words of a clean specimen: as they stand, as one line, and each once."""

    words: tuple[str, ...]
    line: str
    each: frozenset[str]


def clean_texts(count: int) -> list[Clean]:
    stock = Stock.of(load())
    found = []
    for seed in range(count):
        words = keys_of(" ".join(compose(seed, stock).paragraphs))
        found.append(Clean(words, " ".join(words), frozenset(words)))
    return found


def known_words(texts: list[Clean], queries: int, seed: int) -> list[Item]:
    """Three or four longer words of a specimen that no other one has together."""

    def draw(dice: random.Random, text: Clean) -> tuple[str, ...]:
        long = sorted(word for word in text.each if len(word) >= KNOWN_LETTERS)
        return tuple(dice.sample(long, min(len(long), dice.choice((3, 4)))))

    return _known(texts, queries, seed, draw, lambda run, text: text.each.issuperset(run))


def known_phrases(texts: list[Clean], queries: int, seed: int) -> list[Item]:
    """Three to six words in a row that no other specimen has in that row."""

    def draw(dice: random.Random, text: Clean) -> tuple[str, ...]:
        length = dice.randint(3, 6)
        begin = dice.randrange(max(1, len(text.words) - length))
        return text.words[begin : begin + length]

    return _known(texts, queries, seed, draw, lambda run, text: " ".join(run) in text.line)


def _known(
    texts: list[Clean], queries: int, seed: int,
    draw: Callable[[random.Random, Clean], tuple[str, ...]],
    holds: Callable[[tuple[str, ...], Clean], bool],
) -> list[Item]:  # fmt: skip
    dice = random.Random(seed)
    items: list[Item] = []
    while len(items) < queries:
        at = dice.randrange(len(texts))
        words = draw(dice, texts[at])
        if words and sum(holds(words, text) for text in texts) == 1:
            items.append(Item(words, f"s{at}"))
    return items


def documents_by_engine(corpus: Path) -> dict[str, list[Path]]:
    """The texts of each document that two or more engines have read."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(corpus.glob("*/*__*.txt")):
        found[f"{path.parent.name}/{path.name.partition('__')[0]}"].append(path)
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def real_items(corpus: Path, seed: int) -> tuple[list[Document], list[Item]]:
    dice = random.Random(seed)
    held, items = [], []
    for name, paths in documents_by_engine(corpus).items():
        kept, asked = dice.sample(paths, 2)
        held.append(as_document(name, kept.read_text("utf-8", "replace")))
        words = keys_of(asked.read_text("utf-8", "replace"))
        for _ in range(RUNS if len(words) > RUN else 0):
            at = dice.randrange(len(words) - RUN)
            items.append(Item(words[at : at + RUN], name))
    return held, items


class Tally:
    """Shares of the items found among the first ten."""

    def __init__(self) -> None:
        self.asked = self.exact = self.widened = self.below = 0
        self.spent = {"exact": 0.0, "widened": 0.0}

    def ask(self, index: SearchIndex, item: Item, tree: Query) -> None:
        self.asked += 1
        self.exact += item.id in self._first(index, exactly(tree), "exact")
        self.widened += item.id in self._first(index, tree, "widened")

    def _first(self, index: SearchIndex, tree: Query, how: str) -> set[str]:
        began = time.perf_counter()
        found = index.search(tree, many=FIRST, widen=True)
        self.spent[how] += time.perf_counter() - began
        order = [hit.exact for hit in found.hits]
        self.below += order != sorted(order, reverse=True)
        return {hit.id for hit in found.hits}

    def row(self, name: str) -> str:
        each = {how: spent / self.asked * 1000 for how, spent in self.spent.items()}
        return (
            f"{name:24}{self.asked:8,}{self.exact / self.asked:9.3f}{self.widened / self.asked:9.3f}"
            f"{self.below:9}{each['exact']:9.1f}{each['widened']:9.1f}"
        )


HEAD = f"{'':24}{'queries':>8}{'exact':>9}{'widened':>9}{'below':>9}{'ms':>9}{'ms wide':>9}"


def measure(index: SearchIndex, name: str, items: list[Item], form: str) -> Tally:
    tally = Tally()
    for item in items:
        tally.ask(index, item, parse(form.format(" ".join(item.words).lower())))
    print(tally.row(name), flush=True)
    return tally


def known(count: int, queries: int, noise: float) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        index = indexed(Path(place), specimens(count, noise))
        texts = clean_texts(count)
        print(f"\nknown items among {count:,} specimens with noise {noise}\n{HEAD}")
        measure(index, "words", known_words(texts, queries, 1), "{}")
        measure(index, "a phrase", known_phrases(texts, queries, 1), '"{}"')


def real(count: int, corpus: Path) -> None:
    held, items = real_items(corpus, 1)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        index = indexed(Path(place), (one for many in (held, specimens(count, 0)) for one in many))
        print(f"\nreal noise: {len(held)} documents among {count:,} specimens\n{HEAD}")
        measure(index, "words", items, "{}")
        measure(index, "a phrase", items, '"{}"')


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--specimens", type=int, default=20_000)
    arguments.add_argument("--queries", type=int, default=200)
    arguments.add_argument("--noise", type=float, default=1)
    arguments.add_argument("--only", choices=["known", "real"])
    given = arguments.parse_args()
    if given.only != "real":
        known(given.specimens, given.queries, given.noise)
    if given.only != "known":
        if CORPUS.is_dir():
            real(given.specimens, CORPUS)
        else:
            print(f"no corpus at {CORPUS}: real noise is not measured")


if __name__ == "__main__":
    main()
