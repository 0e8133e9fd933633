"""What the archive costs: room, opening a cable, adding cables; each beside a baseline of this run.

    python benchmarks/archive.py [--corpus ../shared/corpus] [--count 1000] [--twins]

Room is the SQLite file to the bytes of the texts. Opening is the query of a cable's page and what
makes its values, nothing kept, beside the same reading made from plain JSON. Adding is CPU time,
readings given, beside bare rows of the same texts. `--twins` says how many texts of one document by
several engines are found to be probably the same, and how many pairs that are not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app import vocabulary
from app.archive import adding, packing, pages, repository
from app.archive.plain import canonical_json, reading_from_json
from app.archive.records import NewCable, NewSource
from app.archive.store import Store, open_store
from app.desk.naming import naming
from app.specimens import Stock, stream
from app.telegram import read

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
SEED = Path("../shared/seed/secto-8.txt")
BATCH = 500


class Text(NamedTuple):
    """A text by the name of its file."""

    name: str
    text: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--count", type=int, default=1_000, help="specimens of about 2.4 kB")
    parser.add_argument("--twins", action="store_true", help="look for likeness in the corpus too")
    options = parser.parse_args()
    groups = {"specimens": list(specimens(options.count))}
    if options.corpus.exists():
        groups["corpus"] = list(corpus_texts(options.corpus))
    for name, texts in groups.items():
        with tempfile.TemporaryDirectory(prefix="reftel-bench-") as folder:
            show(name, texts, Path(folder))
    if SEED.exists():
        with tempfile.TemporaryDirectory(prefix="reftel-bench-") as folder:
            seed = Text("secto-8.txt", SEED.read_text(encoding="utf-8"))
            show("the first document", [seed], Path(folder))
    if options.twins and "corpus" in groups:
        show_twins(groups["corpus"])
    return 0


def specimens(count: int) -> Iterator[Text]:
    stock = Stock.of(vocabulary.load())
    for line in stream(1, stock, count, length=2.2):
        made = json.loads(line)
        yield Text(made["name"], made["text"])


def corpus_texts(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.glob("*/*.txt")):
        yield Text(path.stem, path.read_bytes().decode("utf-8", "replace"))


def show(name: str, texts: list[Text], folder: Path) -> None:
    """Room, adding and opening for one group of texts."""
    cables = list({cable.source_sha256: cable for cable in map(new_cable, texts)}.values())
    size = sum(len(cable.source_text.encode()) for cable in cables)
    store = open_store(f"sqlite:///{folder / 'archive.sqlite3'}")
    seconds, ids = added(store, cables)
    bare = bare_rows(folder / "bare.sqlite3", cables)
    room = (folder / "archive.sqlite3").stat().st_size / size
    print(f"\n{name}: {len(cables):,} texts, {size:,} bytes")
    if len(cables) > 1:
        print(f"  room      {room:5.2f} of the text (aim 1.60)")
    print(
        f"  adding    {len(cables) / seconds:7,.0f} a second; bare rows {len(cables) / bare:9,.0f}"
    )
    opening, from_json = opened(store, ids[:200]), made_from_json(cables[:200])
    text_size = sum(len(cable.source_text) for cable in cables[:200]) // len(cables[:200])
    print(
        f"  opening   {opening:.3f} ms; its reading from plain JSON alone {from_json:.3f} ms "
        f"(texts of {text_size:,} characters)"
    )
    store.close()


def new_cable(text: Text) -> NewCable:
    words = vocabulary.load()
    sha256 = hashlib.sha256(text.text.encode()).hexdigest()
    reading = read(text.text, words)
    return NewCable(sha256, text.text, reading, naming(reading, words))


def added(store: Store, cables: list[NewCable]) -> tuple[float, list[str]]:
    """CPU seconds for adding all of them in batches; then they are published and the file whole."""
    with store.writing() as tx:
        for cable in cables:
            size = len(cable.source_text.encode())
            repository.add_source(tx, NewSource(cable.source_sha256, "a.txt", "text/plain", size))
    ids: list[str] = []
    start = time.process_time()
    for at in range(0, len(cables), BATCH):
        with store.writing() as tx:
            ids += adding.add_cables(tx, cables[at : at + BATCH])
    seconds = time.process_time() - start
    with store.writing() as tx:
        for id in ids:
            repository.publish(tx, id)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return seconds, ids


def bare_rows(path: Path, cables: list[NewCable]) -> float:
    """CPU seconds for the texts alone as rows of one table."""
    start = time.process_time()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE cable (id INTEGER PRIMARY KEY, body TEXT)")
        rows = ((cable.source_text,) for cable in cables)
        database.executemany("INSERT INTO cable (body) VALUES (?)", rows)
    database.close()
    return time.process_time() - start


def opened(store: Store, ids: list[str]) -> float:
    """CPU milliseconds for all that one cable's page needs, no reading kept."""
    packing.KEPT_SIZE = 0
    with store.reading() as connection:
        return least(lambda: [pages.cable_page(connection, id) for id in ids]) / len(ids)


def made_from_json(cables: list[NewCable]) -> float:
    held = [canonical_json(cable.reading) for cable in cables]
    return least(lambda: [reading_from_json(one) for one in held]) / len(held)


def least(work: Callable[[], object], enough: float = 1.0) -> float:
    """The least CPU milliseconds of as many rounds as fit into the time."""
    best, end = float("inf"), time.perf_counter() + enough
    while time.perf_counter() < end:
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def show_twins(texts: list[Text]) -> None:
    """Which texts of one record, by different engines, are found to be the same telegram."""
    with tempfile.TemporaryDirectory(prefix="reftel-bench-") as folder:
        store = open_store(f"sqlite:///{folder}/archive.sqlite3")
        twins = [text for text in texts if "__" in text.name]
        cables = {cable.source_sha256: (text.name.split("__")[0], cable)
                  for text in twins
                  if (cable := new_cable(text)).reading.is_telegram}  # fmt: skip
        added(store, [cable for _, cable in cables.values()])
        seconds, pairs, false = likenesses(store, cables)
        store.close()
    by_record = defaultdict(list)
    for sha256, (record, _) in cables.items():
        by_record[record].append(sha256)
    wanted = {frozenset(pair) for held in by_record.values() for pair in combinations(held, 2)}
    print(
        f"\ntwins: {len(wanted & pairs)} of {len(wanted)} pairs "
        f"({len(wanted & pairs) / len(wanted):.3f}, aim 0.95), {len(false)} pairs of two records; "
        f"{seconds / len(cables) * 1000:.2f} ms a cable"
    )
    for one, other in sorted(false):
        print(f"  {one} {other}")


def likenesses(
    store: Store, cables: dict[str, tuple[str, NewCable]]
) -> tuple[float, set[frozenset[str]], set[tuple[str, str]]]:
    """CPU seconds, the pairs of texts found alike, and the pairs of different records among them."""
    found: set[frozenset[str]] = set()
    false: set[tuple[str, str]] = set()
    start = time.process_time()
    with store.reading() as connection:
        for sha256, (record, cable) in cables.items():
            for likely in repository.find_likely_same(
                connection, cable.reading, cable.source_text, cable.naming.post
            ):
                page = pages.cable_page(connection, likely.id)
                if page is None or page.source.sha256 == sha256:
                    continue
                found.add(frozenset((sha256, page.source.sha256)))
                other = cables[page.source.sha256][0]
                if other != record:
                    false.add((min(record, other), max(record, other)))
    return time.process_time() - start, found, false


if __name__ == "__main__":
    raise SystemExit(main())
