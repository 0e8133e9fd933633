"""What a scan costs: fields read from its text beside those read from the text it was drawn from.

    python benchmarks/scanned.py [--count 12] [--level medium] [--engines tesseract rapidocr]

Specimens of the State and CIA forms are drawn and worn at a level, packed into a PDF, taken apart
in the sandbox as any file is, and read by the engines as the product does (the last one's text,
compared with the first). The same texts, as they were drawn, are read beside them. A figure is the
macro F1 over fields: each field's F1 over all specimens, and the mean of these. For the boxes, each
word of the paper is held against the word that was read in its place: the intersection of the two
boxes over their union.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from read_back import values_of

from app.scans import ocr, sheets
from app.scans.words import PageText, Word
from app.specimens import Specimen, Stock, compose
from app.specimens.drawn import DrawnPage, Placed, draw, encode
from app.specimens.faces import Faces
from app.telegram import read
from app.telegram.serial import to_gold
from app.telegram.vocabulary import Vocabulary
from app.vocabulary import load

KINDS = ("incoming", "incoming", "outgoing", "message", "electronic")
ROOT = Path(__file__).resolve().parent.parent
AIM, OVERLAP, PLACED = 0.90, 0.7, 0.95
FEED = "\f\n"


@dataclass
class Scores:
    """Counts by field: right, asked for, said."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)

    def add(self, told: set[tuple[str, str]], found: set[tuple[str, str]]) -> None:
        self.right.update(name for name, _ in told & found)
        self.asked.update(name for name, _ in told)
        self.said.update(name for name, _ in found)

    def by_field(self) -> dict[str, float]:
        """F1 of each field that any specimen has."""
        return {
            name: 2 * self.right[name] / (self.asked[name] + self.said[name])
            for name in sorted(self.asked)
        }

    @property
    def macro(self) -> float:
        return statistics.mean(self.by_field().values())


def fields_of(text: str, vocabulary: Vocabulary) -> set[tuple[str, str]]:
    gold: dict[str, Any] = to_gold(read(text, vocabulary), text, "", "")
    return values_of(gold["fields"])


def read_scan(pages: tuple[DrawnPage, ...], engines: Iterable[str]) -> list[PageText]:
    """The pages as the product reads them, from a PDF of their images."""
    texts = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(encode(pages, "pdf"))
        for number in range(1, len(pages) + 1):
            sheet = sheets.sheet(path, path.name, number)
            first, *more = (ocr.read_page(sheet, engine) for engine in engines)
            texts.append(ocr.compare(first, more[0]) if more else first)
    return texts


def overlap(one: Word | Placed, other: Word | Placed) -> float:
    """Intersection of two boxes over their union."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return 0.0
    both = across * down
    return both / (one.width * one.height + other.width * other.height - both)


def overlaps(page: DrawnPage, found: PageText) -> Iterator[float]:
    """For each word of the paper that was read as it is there: how well its box lies on it."""
    scale = found.width / page.image.width
    for word in page.words:
        text = page.text[word.start : word.end]
        there = word._replace(
            x=round(word.x * scale), y=round(word.y * scale),
            width=round(word.width * scale), height=round(word.height * scale),
        )  # fmt: skip
        same = [w for w in found.words if found.text[w.start : w.end].upper() == text.upper()]
        best = max((overlap(there, w) for w in same), default=0.0)
        if best > 0:
            yield best


@dataclass
class Result:
    """What one run measured."""

    clean: Scores = field(default_factory=Scores)
    scanned: Scores = field(default_factory=Scores)
    boxes: list[float] = field(default_factory=list)
    words: int = 0
    pages: int = 0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """What is left of the macro F1 after drawing, scanning and reading."""
        return self.scanned.macro / self.clean.macro

    @property
    def placed(self) -> float:
        """The share of boxes that lie on their word."""
        return sum(box >= OVERLAP for box in self.boxes) / len(self.boxes)


def specimens(count: int, stock: Stock) -> Iterator[Specimen]:
    for seed in range(count):
        yield compose(seed + 700, stock, KINDS[seed % len(KINDS)], length=0.6)


def measure(count: int, level: str, engines: tuple[str, ...]) -> Result:
    vocabulary = load()
    faces = Faces(ROOT / "static" / "vendor")
    result = Result()
    for specimen in specimens(count, Stock.of(vocabulary)):
        pages = draw(specimen, level, faces)
        began = time.perf_counter()
        texts = read_scan(pages, engines)
        result.seconds += time.perf_counter() - began
        result.pages += len(pages)
        told = values_of(specimen.fields)
        result.clean.add(told, fields_of(FEED.join(page.text for page in pages), vocabulary))
        result.scanned.add(told, fields_of(FEED.join(page.text for page in texts), vocabulary))
        for page, text in zip(pages, texts, strict=True):
            result.words += len(page.words)
            result.boxes += overlaps(page, text)
    return result


def main() -> int:
    """Print the figures; exit 1 where they fall short."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=12, help="specimens")
    parser.add_argument("--level", default="medium")
    parser.add_argument("--engines", nargs="+", default=[ocr.TESSERACT, ocr.RAPIDOCR])
    args = parser.parse_args()
    result = measure(args.count, args.level, tuple(args.engines))
    print(
        f"{args.count} specimens, {result.pages} pages at level {args.level}, by {' and '.join(args.engines)}"
    )
    print(f"\n{'field':20}{'clean':>8}{'scan':>8}")
    scanned = result.scanned.by_field()
    for name, value in result.clean.by_field().items():
        print(f"{name:20}{value:8.3f}{scanned[name]:8.3f}")
    print(f"{'macro F1':20}{result.clean.macro:8.3f}{result.scanned.macro:8.3f}")
    print(f"\nthe scan keeps {result.share:.3f} of the macro F1 (aim {AIM})")
    print(f"{len(result.boxes)} of {result.words} words read as they are; their boxes overlap "
          f"{statistics.mean(result.boxes):.2f} (median {statistics.median(result.boxes):.2f}), "
          f"{result.placed:.3f} of them by {OVERLAP} or more (aim {PLACED})")  # fmt: skip
    return int(result.share < AIM or result.placed < PLACED)


if __name__ == "__main__":
    sys.exit(main())
