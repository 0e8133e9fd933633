"""How many telegrams the core reads in a second of CPU time on one core.

    python benchmarks/speed.py [--count 600] [--memory]

Specimens of every family, scaled to 2.5 kB on the mean, beside two things any reader of text
must do at the least: cut the same texts into lines, and search them with one regular expression.
`--memory` reads 100,000 of them and prints the peak of the process after each tenth.
"""

from __future__ import annotations

import argparse
import gc
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.specimens import Stock, compose
from app.telegram import read
from app.vocabulary import load

EXPRESSION = re.compile(r"\b([A-Z]{3,6}) (\d{1,5}), ([A-Z]{3,9}) (\d{1,2}), (\d{1,2}) ([AP])M\b")
SIZE = 2500


def texts(count: int) -> list[str]:
    """Specimens of all families with a mean length of `SIZE` characters."""
    stock = Stock.of(load())
    made = [compose(seed, stock, length=2.2).text for seed in range(count)]
    spare = [text for text in made if len(text) > SIZE // 4]
    return spare or made


def seconds(work: Callable[[str], object], given: list[str]) -> float:
    """CPU seconds for all texts, the best of three rounds."""
    rounds = []
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        for text in given:
            work(text)
        rounds.append(time.process_time() - start)
    return min(rounds)


def memory(given: list[str], total: int = 100_000) -> None:
    """Print the peak memory in MB after each tenth of `total` readings."""
    vocabulary = load()
    for number in range(total):
        read(given[number % len(given)], vocabulary)
        if (number + 1) % (total // 10) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number + 1:7} read, peak {peak:.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    given = texts(options.count)
    vocabulary = load()
    mean = sum(map(len, given)) / len(given)
    scale = mean / SIZE
    print(f"{len(given)} specimens, {mean:.0f} characters on the mean; per {SIZE} characters:")
    works: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("read", lambda text: read(text, vocabulary)),
        ("split into lines", lambda text: text.split("\n")),
        ("one regular expression", lambda text: EXPRESSION.findall(text)),
    )
    for name, work in works:
        rate = len(given) * scale / seconds(work, given)
        print(f"  {name:24} {rate:12,.0f} telegrams a CPU second")
    if options.memory:
        memory(given)


if __name__ == "__main__":
    main()
