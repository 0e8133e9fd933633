"""What was composed is read back: exact values by family and level of noise.

    python benchmarks/read_back.py [--count 60] [--noise 0 1 2 3] [--family NAME] [--misses]

Specimens come from `app.specimens` with their truth; the reading core reads the text alone. A
value counts only when it is exact (case, white space, leading zeros, the telegraphic prefix
of a post and the letter before a reference apart); a value read where the paper shows none counts as extra. `--misses` prints each
difference.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.specimens import FAMILIES, NOT_A_TELEGRAM, Specimen, Stock, compose
from app.telegram import read
from app.telegram.serial import to_gold
from app.telegram.vocabulary import Vocabulary
from app.vocabulary import load

PREFIX = re.compile(r"^(?:AMEMBASSY|AMCONSUL|AMCONGEN|AMLEGATION) ")
LETTER = re.compile(r"^\(?[A-H]\)?[.)] ?")
SPACE = re.compile(r"\s+")
NUMBERS = ("number", "control_number", "in_number")
PLACES = ("from", "to", "info")


@dataclass
class Tally:
    """Counts over the specimens of one family at one level of noise."""

    texts: int = 0
    right: int = 0
    wanted: int = 0
    extra: int = 0
    roles: int = 0
    lines: int = 0
    family: int = 0
    joins: int = 0
    joins_wanted: int = 0
    joins_extra: int = 0
    by_field: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        """The figures as one line of a table."""
        return (
            f"{_share(self.right, self.wanted)} {self.wanted:6} {self.extra:6}"
            f"  {_share(self.roles, self.lines)} {_share(self.family, self.texts)}"
            f"  {_share(self.joins, self.joins_wanted)} {self.joins_extra:5}"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.3f}" if whole else "      -"


def normal(name: str, value: Any) -> str:
    """A value with what does not count taken off."""
    text = SPACE.sub(" ", str(value)).strip().upper()
    if name in NUMBERS:
        return text.lstrip("0") or text
    if name == "refs":  # the letter of a list, and the note that not everybody has it
        text = LETTER.sub("", text).removesuffix(" (NOTAL)")
    return PREFIX.sub("", text) if name in PLACES else text


def values_of(fields: dict[str, Any]) -> set[tuple[str, str]]:
    """(field, value) pairs: one for each item of a list; of an event, its date."""
    pairs: set[tuple[str, str]] = set()
    for name, value in fields.items():
        if name == "declassification":
            pairs |= {(name, event["date"]) for event in value if event["date"]}
        elif isinstance(value, (list, tuple)):
            pairs |= {(name, normal(name, item)) for item in value}
        elif value:
            pairs.add((name, normal(name, value)))
    return pairs


def differences(specimen: Specimen, vocabulary: Vocabulary) -> tuple[set[Any], set[Any]]:
    """What the reading of a specimen misses, and what it adds."""
    told, found = values_of(specimen.fields), values_of(_predicted(specimen, vocabulary)["fields"])
    return told - found, found - told


def _predicted(specimen: Specimen, vocabulary: Vocabulary) -> dict[str, Any]:
    return to_gold(read(specimen.text, vocabulary), specimen.text, specimen.name, "")


def _roles(ranges: Iterable[Iterable[Any]]) -> dict[int, str]:
    return {n: role for first, last, role in ranges for n in range(first, last + 1)}


def count(tally: Tally, specimen: Specimen, vocabulary: Vocabulary) -> list[str]:
    """Add one specimen to the counts and return its differences in words."""
    label, said = specimen.to_gold(), _predicted(specimen, vocabulary)
    told, found = values_of(specimen.fields), values_of(said["fields"])
    if not specimen.is_telegram:
        told = found = set()
    tally.texts += 1
    tally.right += len(told & found)
    tally.wanted += len(told)
    tally.extra += len(found - told)
    tally.by_field.update(name for name, _ in told)
    tally.missed.update(name for name, _ in told - found)
    tally.family += (said["format"], said["is_telegram"]) == (specimen.family, specimen.is_telegram)
    mine, theirs = _roles(label["roles"]), _roles(said["roles"])
    numbers = [n for n, _ in specimen.lines]
    tally.lines += len(numbers)
    tally.roles += sum(mine[n] == theirs.get(n) for n in numbers)
    joins, read_joins = ({tuple(j[:2]) for j in g["page_joins"]} for g in (label, said))
    if specimen.is_telegram:
        tally.joins += len(joins & read_joins)
        tally.joins_wanted += len(joins)
        tally.joins_extra += len(read_joins - joins)
    lines = specimen.text.split("\n")
    wrong = [
        f"line {n}: {mine[n]} read as {theirs.get(n)}: {lines[n - 1][:60]!r}"
        for n in numbers
        if mine[n] != theirs.get(n)
    ]
    if said["format"] != specimen.family or said["is_telegram"] != specimen.is_telegram:
        wrong.append(f"taken for {said['format']}, telegram: {said['is_telegram']}")
    wrong += [f"missed {pair}" for pair in sorted(told - found)]
    wrong += [f"extra {pair}" for pair in sorted(found - told)]
    return [f"{specimen.name}: {words}" for words in wrong]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=60, help="specimens a family and level")
    parser.add_argument("--noise", type=float, nargs="+", default=[0, 1, 2, 3])
    parser.add_argument("--family", choices=FAMILIES, help="this family alone")
    parser.add_argument("--misses", action="store_true", help="print each difference")
    args = parser.parse_args()
    vocabulary = load()
    stock = Stock.of(vocabulary)
    print(f"{'family':26} noise   exact values  extra    roles  family    joins extra")
    for family in [args.family] if args.family else FAMILIES:
        for noise in args.noise:
            tally = Tally()
            for seed in range(args.count):
                words = count(tally, compose(seed, stock, family, noise=noise), vocabulary)
                if args.misses and words:
                    print("\n".join(words))
            print(f"{family:26} {noise:5g} {tally.row()}")
            worst = [f"{n} {c}/{tally.by_field[n]}" for n, c in tally.missed.most_common(5)]
            if worst and family != NOT_A_TELEGRAM:
                print(f"{'':34}missed most: {', '.join(worst)}")


if __name__ == "__main__":
    main()
