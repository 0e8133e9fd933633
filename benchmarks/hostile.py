"""CPU time of the core on hostile texts, ten times as long, as a ratio: linear is about 10.

    python benchmarks/hostile.py [--size 1000000] [--shape NAME] [--limit 15]

Each shape is read once at `--size` characters and once at ten times that. Exits non-zero where a
ratio lies above `--limit`.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.telegram import read
from app.vocabulary import load

DICE = random.Random(7)
WORDS = [
    "MINISTER",
    "TALKS",
    "THE",
    "OF",
    "SECRET",
    "1234",
    "EMBTEL",
    "PARIS",
    "AND,",
    "WHICH.",
    "(TO)",
    "NO",
    "INFO",
    "5",
    "PM",
    "MAY",
    "RPT",
]
HEAD = "INCOMING TELEGRAM\nRec'd: MAY 5, 1960\n5:02 PM\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\n"
UNITS = {
    "one line of letters": "A",
    "one line of spaces and dots": " . ",
    "one line of brackets": "[(",
    "one line of digits": "1",
    "one line of accents": "É",
    "one line of words": "NOT RPT NOT THEY THEY ",
    "one line of references": "EMBTEL 1234 AND 1235, RPTD BONN 55 ",
    "blank lines": "\n",
    "form feeds": "\f\n",
    "lone letters": "a\n",
    "banners": "SECRET\n",
    "banner and dirt": "SECRET\n:\n",
    "declassified": "DECLASSIFIED\n",
    "running heads": "-2- 12, MAY 5, 4 PM FROM PARIS\n",
    "running heads and text": "-2- 12, MAY 5, 4 PM FROM PARIS\nTHE TALKS WOULD GO ON AS LONG AS\nSECRET\n",
    "review stamps": "REVIEWED BY 12 DATE 1/2/90\n(X) RELEASE ( ) DENY\n",
    "serials": "031234567890\n",
    "release serials": "13-00000\nTEXT OF ONE PAGE OF THE PAPER\n",
    "covers": "JFK ASSASSINATION SYSTEM\nAGENCY : CIA\n",
    "page marks": "## Page 2\n---\nTEXT\n",
    "form headings": "INCOMING TELEGRAM\nDepartment of State\n",
    "whole heads": HEAD,
    "whole telegrams": HEAD + "MINISTER TOLD US THAT TALKS WOULD RESUME.\nDILLON\n",
    "teletype heads": "PAGE 01 PARIS 01234 121705Z\nACTION EUR-12\nR 121530Z DEC 66\nFM AMEMBASSY PARIS\nTO SECSTATE WASHDC 4321\nINFO AMEMBASSY BONN\n",
    "agency heads": "CLASSIFIED MESSAGE\nS E C R E T 090043Z\nDIR CITE MEXI 6453\nTO: DIRECTOR\nFROM: MEXICO CITY\nIN 36017\n",
    "address lists": "INFO AMEMBASSY BONN\nAMEMBASSY LONDON\nAMEMBASSY ROME\n",
    "offices": "EUR\nINR\nSS\n",
    "same paragraph": "1. THE TALKS WOULD GO ON.\n",
    "hyphens": "THE TALKS WOULD RE-\n",
    "references": "REF: DEPTEL 2300, PARIS 1234 NOTAL\n",
    "spaced letters": "S E C R E T\n",
    "long gaps": "TEXT\n\n\n\n\n\n\n\n\n\n",
    "end marks": "NNNN\n",
}  # fmt: skip


def texts() -> dict[str, str]:
    """A stretch of every shape; a text repeats it."""
    random_words = " ".join(DICE.choices(WORDS, k=4000))
    random_lines = "\n".join(
        " ".join(DICE.choices(WORDS, k=DICE.randint(1, 12))) for _ in range(2000)
    )
    random_signs = "".join(DICE.choices("AB1 .-:/()[]\n\t'\"ÉØ", k=8000))
    return {
        **UNITS,
        "random words": random_words + " ",
        "random lines": random_lines + "\n",
        "random signs": random_signs,
    }


def seconds(text: str) -> float:
    """CPU seconds for one reading."""
    vocabulary = load()
    gc.collect()
    start = time.process_time()
    read(text, vocabulary)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--shape", default="")
    parser.add_argument("--limit", type=float, default=15.0)
    options = parser.parse_args()
    read(HEAD, load())
    worst = 0.0
    for name, unit in texts().items():
        if options.shape not in name:
            continue
        short, long = (
            (unit * (size // len(unit) + 1))[:size] for size in (options.size, options.size * 10)
        )
        first, second = seconds(short), seconds(long)
        ratio = second / max(first, 0.001)
        worst = max(worst, ratio)
        print(f"{name:30} {first:8.2f} s {second:8.2f} s   x{ratio:5.1f}", flush=True)
    if worst > options.limit:
        sys.exit(f"A ratio of {worst:.1f} is above {options.limit}: not linear.")


if __name__ == "__main__":
    main()
