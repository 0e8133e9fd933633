"""Coverage-guided fuzzing of the reading core: no crash, no broken promise, no super-linear text.

    make soak                                     an hour of it (SOAK_SECONDS), then the tests
    python tests/soak/fuzz_reading.py [SECONDS]   this alone

atheris mutates lines of composed telegrams and raw characters. A text whose reading breaks a
promise is printed and ends the run with an exit code; so does one whose cost grows faster than
its length: four times the text may cost at most `STEEP` times four times the CPU.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["app.telegram"]):
    from app.telegram import read
from app.specimens import Stock, compose
from app.vocabulary import load
from tests.telegram.promises import broken

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3600
SLOW = 0.04  # seconds of CPU from which a text's growth is looked at; noise drowns less
STEEP = 2.5
VOCABULARY = load()
STOCK = Stock.of(VOCABULARY)
LINES = sorted(
    {row for seed in range(60) for row in compose(seed, STOCK, noise=seed % 4).text.split("\n")}
)


def text_of(data: bytes) -> str:
    """Bytes as a text: most choose a line of a specimen, the rest are characters as they come."""
    given = atheris.FuzzedDataProvider(data)
    rows = []
    while given.remaining_bytes() > 2 and len(rows) < 120:
        if given.ConsumeIntInRange(0, 3):
            rows.append(LINES[given.ConsumeIntInRange(0, len(LINES) - 1)])
        else:
            rows.append(given.ConsumeUnicode(given.ConsumeIntInRange(0, 60)))
    return "\n".join(rows)


def cost(text: str) -> float:
    began = time.process_time()
    read(text, VOCABULARY)
    return time.process_time() - began


def steep(text: str) -> bool:
    """Whether four times the text costs much more than four times the work; asked twice."""
    large = text * (1 + 20_000 // max(1, len(text)))
    if cost(large) < SLOW:
        return False
    return all(cost(large * 4) > 4 * STEEP * cost(large) for _ in range(2))


def one_input(data: bytes) -> None:
    text = text_of(data)
    reading = read(text, VOCABULARY)
    if read(text, VOCABULARY) != reading:
        raise AssertionError(f"two readings of one text differ: {text!r}")
    if found := broken(text, reading):
        raise AssertionError(f"{found}: {text!r}")
    # Growth is measured on one text in 512, chosen by its bytes: it costs a hundred readings.
    if data and sum(data[:64]) % 512 == 0 and steep(text):
        raise AssertionError(f"the cost grows faster than the text: {text!r}")


def main() -> None:
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={SECONDS}",
            "-max_len=512",
            "-len_control=0",
            "-print_final_stats=1",
        ],
        one_input,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
