"""Specimens beside the corpus: line lengths, shares of roles, order of header lines, by family.

    python benchmarks/specimens.py [--corpus ../shared/corpus] [--count 200] [--speed 5000]

For each family the script prints the range over the labelled corpus texts and, beside it, the
middle value over the specimens; a value outside the range is marked. The last lines measure how
fast specimens are composed, beside a bare `random` loop that draws as many words.

    python benchmarks/specimens.py --write 1000000 --length 2.2 > telegrams.jsonl

writes that many telegrams as JSON lines instead, for bulk intake and for the benchmarks of others.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.specimens import FAMILIES, ROLES, Clock, Place, Specimen, Stock, compose, stream

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
SHARE_SLACK = 0.06  # a family has one to ten labelled texts: their extremes are not the last word
LENGTH_SLACK = 7  # characters

# What a header line is, told by its label alone; written for this comparison.
LABELS = {
    "from": r"['. ]*(?:FROM|FM|EM)\b",
    "to": r"[•. ]*TO\b ?:?",
    "info": r"[•. ]*INFOR?\b",
    "no": r"NO[:.]",
    "action": r"ACTION\b",
    "control": r"CONTROL",
    "rec'd": r"REC'?D",
    "ref": r"R?REF",
    "subject": r"SUBJ",
    "tags": r"TAGS",
    "e.o.": r"E\.? ?O\.",
    "cite": r"(?:\S+ ){0,6}CITE\b",
    "page 1": r"PAGE (?:01|ØI|Ø1)",
    "in": r"IN ?\d{5,7}",
    "date": r"DATE\b",
    "country": r"COUNTRY",
    "precedence": r"PRECEDENCE",
    "mrn": r"MRN",
}
PATTERNS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in LABELS.items()]


@dataclass
class Measure:
    """What one text shows: shares, lengths, and the order in which its labels come."""

    shares: dict[str, float]
    lengths: dict[str, float]
    order: list[str]


@dataclass
class Group:
    """The measures of all texts of one family."""

    texts: list[Measure] = field(default_factory=list)

    def spread(self, part: str, key: str) -> tuple[float, float]:
        """Least and greatest value over the texts that have it."""
        values = [v for v in self.values(part, key) if v is not None]
        return (min(values), max(values)) if values else (0.0, 0.0)

    def values(self, part: str, key: str) -> list[float | None]:
        """One value a text; a role that a text lacks counts as nothing, a length as absent."""
        default = 0.0 if part == "shares" else None
        return [getattr(m, part).get(key, default) for m in self.texts]

    def middle(self, part: str, key: str) -> float:
        """The mean share, or the median length, over the texts."""
        values = [v for v in self.values(part, key) if v is not None]
        if not values:
            return 0.0
        return statistics.mean(values) if part == "shares" else statistics.median(values)

    def before(self) -> dict[tuple[str, str], tuple[int, int]]:
        """For each two labels: in how many texts the first comes first, and in how many both."""
        counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for measure in self.texts:
            for at, one in enumerate(measure.order):
                for other in measure.order[at + 1 :]:
                    counts[one, other][0] += 1
                    counts[one, other][1] += 1
                    counts[other, one][1] += 1
        return {pair: (c[0], c[1]) for pair, c in counts.items()}


def measure(lines: Iterable[tuple[str, str]]) -> Measure:
    """Measure the non-blank lines of one text, given as (text, role)."""
    rows = [(text.strip(), role) for text, role in lines]
    counts = Counter(role for _, role in rows)
    every = sorted(len(text) for text, _ in rows)
    body = sorted(len(text) for text, role in rows if role == "body")
    lengths = {"all, half": _quantile(every, 0.5), "all, nine in ten": _quantile(every, 0.9)}
    if len(body) > 2:
        lengths |= {"body, half": _quantile(body, 0.5), "body, nine in ten": _quantile(body, 0.9)}
    return Measure(
        shares={role: n / len(rows) for role, n in counts.items()},
        lengths=lengths,
        order=list(_labels(rows)),
    )


def _quantile(ordered: list[int], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1))]


def _labels(rows: list[tuple[str, str]]) -> Iterator[str]:
    seen = set()
    for text, role in rows:
        if role != "header":
            continue
        for name, pattern in PATTERNS:
            if name not in seen and pattern.match(text):
                seen.add(name)
                yield name
                break


def of_corpus(corpus: Path) -> dict[str, Group]:
    """Measures of the labelled texts, by format."""
    groups: dict[str, Group] = defaultdict(Group)
    for path in sorted((corpus / "gold").glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        lines = (corpus / label["doc"]).read_bytes().decode("utf-8").split("\n")
        roles = {n: role for a, z, role in label["roles"] for n in range(a, z + 1)}
        rows = [(line, roles[n]) for n, line in enumerate(lines, 1) if line.strip()]
        groups[label["format"]].texts.append(measure(rows))
    return groups


def of_specimens(stock: Stock, family: str, seeds: Iterable[int]) -> Group:
    """Measures of specimens of one family."""
    return Group([measure_specimen(compose(seed, stock, family)) for seed in seeds])


def measure_specimen(specimen: Specimen) -> Measure:
    """Measure one specimen by its own truth."""
    return measure((row.text, row.role) for _, row in specimen.lines)


def outside(corpus: Group, specimens: Group) -> list[str]:
    """What lies outside the range of the corpus, in words; empty where nothing does."""
    found = []
    for part, slack in (("shares", SHARE_SLACK), ("lengths", LENGTH_SLACK)):
        keys = ROLES if part == "shares" else tuple(corpus.texts[0].lengths)
        for key in keys:
            low, high = corpus.spread(part, key)
            value = specimens.middle(part, key)
            if not low - slack <= value <= high + slack:
                found.append(f"{part} {key}: {value:.2f}, corpus {low:.2f} to {high:.2f}")
    found.extend(_out_of_order(corpus, specimens))
    return found


def _out_of_order(corpus: Group, specimens: Group) -> Iterator[str]:
    """Labels that come in one order in all corpus texts and often in the other here."""
    here = specimens.before()
    enough = min(2, len(corpus.texts))
    for pair, (first, both) in corpus.before().items():
        mine, shared = here.get(pair, (0, 0))
        if both >= enough and first == both and shared and mine / shared < 0.6:
            yield f"order {pair[0]} before {pair[1]}: {mine} of {shared}, corpus {first} of {both}"


def plain_stock() -> Stock:
    """A stock for measuring where no vocabulary is at hand: real names, clocks by the hour."""
    posts = (
        ("PARIS", "France", 1), ("LONDON", "United Kingdom", 0), ("LISBON", "Portugal", 0),
        ("MEXICO CITY", "Mexico", -6), ("TANGIER", "Morocco", 0), ("RABAT", "Morocco", 0),
        ("MADRID", "Spain", 1), ("TOKYO", "Japan", 9), ("CAPE TOWN", "South Africa", 2),
    )  # fmt: skip
    return Stock(
        tuple(Place(n, "embassy", c, n[:6].replace(" ", ""), Clock(h * 3600)) for n, c, h in posts)
    )


def show(family: str, corpus: Group, specimens: Group) -> None:
    """Print one family."""
    print(f"\n{family}: {len(corpus.texts)} corpus texts, {len(specimens.texts)} specimens")
    for part, keys in (("shares", ROLES), ("lengths", tuple(corpus.texts[0].lengths))):
        for key in keys:
            low, high = corpus.spread(part, key)
            print(
                f"  {key:18} corpus {low:8.2f} to {high:8.2f}   specimens {specimens.middle(part, key):8.2f}"
            )
    print("  order, corpus:   ", " | ".join(" ".join(m.order) for m in corpus.texts[:3]))
    print("  order, specimens:", " | ".join(" ".join(m.order) for m in specimens.texts[:3]))
    for words in outside(corpus, specimens):
        print("  OUTSIDE", words)


def speed(stock: Stock, count: int) -> None:
    """Print how fast a stream is written, beside a loop that only draws words."""
    start = time.process_time()
    size = sum(len(line) for line in stream(0, stock, count))
    took = time.process_time() - start
    draw = random.Random(0).random
    words = ["word"] * 500
    start = time.process_time()
    for _ in range(count):
        " ".join([words[int(draw() * 500)] for _ in range(size // count // 6)])
    bare = time.process_time() - start
    print(f"\n{count / took:,.0f} specimens a second of CPU ({size / count / 1000:.1f} kB a line);")
    print(f"as many words drawn and joined alone: {count / bare:,.0f} a second")


def main() -> int:
    """Print the tables; exit 1 where a family lies outside the range of the corpus."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--count", type=int, default=200, help="specimens a family")
    parser.add_argument("--speed", type=int, default=3000, help="specimens to time")
    parser.add_argument("--write", type=int, help="write this many as JSON lines, and no tables")
    parser.add_argument("--length", type=float, default=1.0, help="2.2 gives texts of 2.4 kB")
    args = parser.parse_args()
    stock = plain_stock()
    if args.write:
        lines = stream(0, stock, args.write, length=args.length)
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return 0
    failed = False
    if not (args.corpus / "gold").is_dir():
        print(f"No labelled texts at {args.corpus}: pass --corpus. Only the speed is measured.")
    else:
        groups = of_corpus(args.corpus)
        for family in FAMILIES:
            if family in groups:
                mine = of_specimens(stock, family, range(args.count))
                show(family, groups[family], mine)
                failed |= bool(outside(groups[family], mine))
    speed(stock, args.speed)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
