"""Make a new preset dictionary for what the archive compresses, from composed telegrams.

    python benchmarks/dictionaries.py texts out.txt [--bytes 16000] [--samples 3000]
    python benchmarks/dictionaries.py readings out.txt

A dictionary that has been released is never changed: a stored text can be read with the one it was
packed with only. A new one goes beside it, under a new first byte (see app/archive/packing.py).

Stretches are chosen one after another: from each part of the sample the one whose runs of six bytes
come up in the most telegrams; runs that are in the dictionary already count for nothing. Only our
own composed words go in, so a dictionary quotes no document.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app import vocabulary
from app.archive.columns import to_columns
from app.specimens import Stock, compose
from app.telegram import read

RUN = 6  # bytes
STRETCH = 48  # bytes
FIRST_SEED = 900_000  # far from the seeds that are measured


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=("texts", "readings"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--bytes", type=int, default=16_000)
    parser.add_argument("--samples", type=int, default=3_000)
    options = parser.parse_args()
    samples = list(sampled(options.what, options.samples))
    options.out.write_bytes(chosen(samples, options.bytes).decode("ascii", "ignore").encode())
    return 0


def sampled(what: str, many: int) -> Iterator[bytes]:
    """Composed telegrams clean and misread, or the columns of their readings."""
    words = vocabulary.load()
    stock = Stock.of(words)
    for n in range(many):
        text = compose(FIRST_SEED + n, stock, noise=(n % 3) * 0.5).text
        yield to_columns(read(text, words), text) if what == "readings" else text.encode()


def chosen(samples: list[bytes], size: int) -> bytes:
    """The stretches worth most, the best last, where they are cheapest to point at."""
    worth = Counter[bytes]()
    for sample in samples:
        worth.update({sample[at : at + RUN] for at in range(len(sample) - RUN)})
    joined = b"\0".join(samples)
    parts = max(1, size // STRETCH)
    step = max(STRETCH, len(joined) // parts)
    picked: list[tuple[int, bytes]] = []
    for begin in range(0, len(joined) - STRETCH, step):
        value, at = best(joined, begin, min(begin + step, len(joined) - STRETCH), worth)
        stretch = joined[at : at + STRETCH]
        for offset in range(STRETCH - RUN):
            worth[stretch[offset : offset + RUN]] = 0
        picked.append((value, stretch.replace(b"\0", b"")))
    return b"".join(stretch for _, stretch in sorted(picked))[-size:]


def best(joined: bytes, begin: int, end: int, worth: Counter[bytes]) -> tuple[int, int]:
    """The most a stretch that begins in this part is worth, and where it begins."""
    values = [max(0, worth[joined[at : at + RUN]] - 1) for at in range(begin, end + STRETCH)]
    runs = STRETCH - RUN
    value = sum(values[:runs])
    most, where = value, begin
    for at in range(1, end - begin):
        value += values[at + runs - 1] - values[at - 1]
        if value > most:
            most, where = value, begin + at
    return most, where


if __name__ == "__main__":
    raise SystemExit(main())
