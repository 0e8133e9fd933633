"""Searching an index of composed cables, beside bare tantivy doing the same work on the same files.

    python benchmarks/search.py [--count 100000] [--rounds 30]

The texts are drawn from a vocabulary whose words occur as words do in a language (Zipf), about
2.5 kB each; six of them are planted in 50 %, 30 %, 10 %, 1 % and 0.01 % of the cables, and two
phrases in 10 %. Measured are: documents a second into the index, its size beside the text, and for
each query the exact count, the first 20 hits, ten facets and the timeline, as it is asked and widened by
what its words may stand as (slips of the words are planted, and two queries find next to nothing).

Bare tantivy is asked with its own query parser for the same count, hits and facets. What a result
page adds (rows and passages from the store) is not in these figures; `--store COUNT` measures the
whole of it, from the query to the passages, over an archive of that many specimens.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.search.ask import facet_field
from app.search.document import Document, Facet
from app.search.folder import Folder
from app.search.index import MOST_VALUES, IndexWriter, SearchIndex
from app.search.parser import parse
from app.search.schema import open_index

PLANTED = {
    "HALFMARK": 0.5,
    "THIRDMARK": 0.3,
    "TENTHMARK": 0.1,
    "HUNDREDMARK": 0.01,
    "RAREMARK": 0.0001,
}
PHRASES = (("NORTHERN", "HARBOR"), ("EASTERN", "SIGNAL"))
MISREAD = 0.2  # of the cables hold one misread word: a vocabulary that grows with the archive
VOCABULARY = 60_000
WORDS = 400
QUERIES = (
    *(f"{word.lower()}" for word in PLANTED),
    "halfmark thirdmark",
    "halfmark NOT tenthmark",
    '"northern harbor"',
    "northern NEAR/5 signal",
    "halfmark class:secret year:1962",
    "halfmork",
    "raremark w59999 w59998",
    '"raremark eastern signal northern"',
    "w1*",
    "",
)


def documents(count: int, seed: int) -> Iterator[Document]:
    """Composed cables with every field that is counted."""
    dice = random.Random(seed)
    words = [f"W{n}" for n in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    for at in range(count):
        drawn = dice.choices(words, cum_weights=weights, k=max(40, int(dice.gauss(WORDS, 120))))
        for word, share in PLANTED.items():
            if dice.random() < share:
                drawn[dice.randrange(len(drawn))] = word
        if dice.random() < MISREAD:
            drawn[dice.randrange(len(drawn))] = _misread(dice)
        for phrase in PHRASES:
            if dice.random() < 0.1:
                place = dice.randrange(len(drawn) - 2)
                drawn[place : place + 2] = phrase
        third = len(drawn) // 3
        texts = (drawn[:third], drawn[third : 2 * third], drawn[2 * third :])
        yield _document(at, tuple(" ".join(text) for text in texts), dice)


def _misread(dice: random.Random) -> str:
    """One of the planted words with a letter of it another one: the vocabulary of worn carbons."""
    word = list(dice.choice([*PLANTED, *PHRASES[0], *PHRASES[1]]))
    for _ in range(dice.choice((1, 2))):
        word[dice.randrange(len(word))] = dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return "".join(word)


def _document(at: int, texts: tuple[str, ...], dice: random.Random) -> Document:
    year, month, day = dice.randint(1955, 1975), dice.randint(1, 12), dice.randint(1, 28)
    post = f"POST {int(dice.paretovariate(1)) % 275}"
    level = dice.choice(["SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "TOP SECRET"])
    fields: dict[str, tuple[str, ...]] = {
        "from": (post,), "post": (post,), "country": (f"COUNTRY {hash(post) % 90}",),
        "class": (level,), "caption": (dice.choice(["LIMDIS", "EXDIS", "NODIS"]),),
        "precedence": (dice.choice(["ROUTINE", "PRIORITY"]),), "series": (f"S{at % 30}",),
        "signed": (f"NAME {at % 400}",), "collection": (f"BOX {at % 50}",),
    }  # fmt: skip
    return Document(
        id=f"{at:08}", state="published", heading=(f"TELEGRAM {at}",), paragraphs=texts,
        fields=fields, flags=frozenset({dice.choice(["is:released", "is:declassified"])}),
        sent=f"{year}-{month:02}-{day:02}T{at % 24:02}:00", sent_key=at + 1, received_key=at + 1,
    )  # fmt: skip


def filled(folder: Folder, count: int) -> tuple[float, int]:
    """Fill an index; seconds spent in it, and the bytes of text."""
    writer = IndexWriter(folder, folder.new_generation())
    spent, size, batch = 0.0, 0, []
    for one in documents(count, 1):
        size += sum(map(len, one.paragraphs))
        batch.append(one)
        if len(batch) == 500:
            spent += _timed(lambda held=batch: writer.put(held))  # type: ignore[misc]
            batch = []

    def finish() -> None:
        writer.put(batch)
        writer.commit(1, "made")
        writer.close()

    return spent + _timed(finish), size


def _timed(deed: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    deed()
    return clock() - began


def bare(folder: Folder) -> Callable[[str], int]:
    """The same questions to tantivy itself: count, 20 hits, ten facets, years."""
    position = folder.position()
    assert position is not None
    index = open_index(str(folder.generation(position)))
    index.reload()
    searcher = index.searcher()
    terms = {
        name: {"terms": {"field": facet_field(name), "size": MOST_VALUES}} for name in Facet.ALL
    }

    def ask(text: str) -> int:
        query = index.parse_query(text, ["body"], conjunction_by_default=True)
        found: Any = searcher.search(query, 20)
        for _, address in found.hits:
            searcher.doc(address)["id"]
        searcher.aggregate(query, terms)
        return int(found.count)

    return ask


BARE = {
    '"northern harbor"': '"NORTHERN HARBOR"',
    "northern NEAR/5 signal": '"NORTHERN SIGNAL"~4',
    "halfmark class:secret year:1962": "+HALFMARK +c_class:SECRET +year:1962",
    "halfmark NOT tenthmark": "+HALFMARK -TENTHMARK",
    "w1*": "",
    "": "*",
}


def measure(rounds: int, ask: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds of CPU: a busy machine tells the same."""
    ask()
    spent = sorted(_timed(ask, time.process_time) * 1000 for _ in range(rounds))
    return statistics.median(spent), spent[int(len(spent) * 0.95)]


def over_index(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Folder(Path(place) / "index")
        spent, size = filled(folder, count)
        position = folder.position()
        assert position is not None
        held = sum(f.stat().st_size for f in folder.generation(position).iterdir())
        print(f"{count:,} cables, {size / 1e6:,.0f} MB of text")
        print(
            f"indexed {count / spent:,.0f} cables a second; index {held / size:.2f} times the text"
        )
        index, ask_bare = SearchIndex(folder), bare(folder)
        print(f"{'query':34}{'found':>10}{'p50 ms':>9}{'p95 ms':>9}{'bare p50':>10}{'times':>7}"
              f"{'widened p50':>13}{'p95':>8}")  # fmt: skip
        for text in QUERIES:
            tree = parse(text)
            found = index.search(tree).count
            half, late = measure(rounds, lambda tree=tree: index.search(tree))  # type: ignore[misc]
            plain = BARE.get(text, text.upper())
            line = f"{text or '(every cable)':34}{found:>10,}{half:>9.1f}{late:>9.1f}"
            if plain:
                other, _ = measure(rounds, lambda plain=plain: ask_bare(plain))  # type: ignore[misc]
                line += f"{other:>10.1f}{half / other:>7.1f}"
            else:
                line += " " * 17
            wide, late = measure(rounds, lambda tree=tree: index.search(tree, widen=True))  # type: ignore[misc]
            print(f"{line}{wide:>13.1f}{late:>8.1f}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"largest memory of this process, writer and all: {peak:,.0f} MB")


def over_store(count: int, rounds: int) -> None:
    """From the query to the passages, over an archive of specimens."""
    from app.archive.pages import holdings
    from app.archive.store import open_store
    from app.desk.finding import Asked, find
    from app.desk.index import Follower
    from app.desk.intake import Received, Wish, take_in
    from app.desk.room import Desk
    from app.scans.files import open_files
    from app.specimens import Stock, compose
    from app.vocabulary import load

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        path = Path(place)
        store = open_store(f"sqlite:///{path / 'archive.sqlite3'}")
        desk = Desk(store, open_files((path / "files").as_uri()), load(), 10**6)
        stock, wish = Stock.of(desk.vocabulary), Wish(publish=True, anyway=True)
        for seed in range(count):
            text = compose(seed, stock).text
            take_in(desk, Received(f"{seed}.txt", text.encode()), wish)
        with store.reading() as connection:
            held = holdings(connection).cables
        follower = Follower(store, path / "index", desk.vocabulary)
        spent = _timed(follower.follow)
        follower.close()
        print(f"archive of {held:,} specimens followed at {held / spent:,.0f} cables a second")
        index = SearchIndex(Folder(path / "index"))
        for text in ("the", "embassy", '"of the"', "harbor OR port", "signed:landrake", ""):
            found = find(store, index, Asked(text))
            half, late = measure(rounds, lambda text=text: find(store, index, Asked(text)))  # type: ignore[misc]
            print(f"{text or '(every cable)':34}{found.results.count:>10,}{half:>9.1f}{late:>9.1f}")
        store.close()


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--count", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=30)
    arguments.add_argument("--store", type=int, default=500)
    given = arguments.parse_args()
    over_index(given.count, given.rounds)
    if given.store:
        over_store(given.store, given.rounds)


if __name__ == "__main__":
    main()
