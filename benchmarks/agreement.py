"""How far the core reads the same from several engines' texts of one document: no label needed.

Of every document in CORPUS with two texts and more (default ../shared/corpus), each header value is
compared between its texts: agreed by all that give it, given by some and lost by others, or given
differently. What one engine loses is often past reading in its text; what differs is an error of
the engine or of the core, and the names say where to look. Lines that two engines read in the same
words should have the same role, too.

Usage: python benchmarks/agreement.py [--folder cia-cables ...] [--field from ...] [--names]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.telegram import read
from app.telegram.folding import fold
from app.telegram.reading import Reading
from app.vocabulary import load

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
FOLDERS = ("cia-cables", "cia-reports", "state-1959-64", "state-pages")
FIELDS = (
    "from", "to", "sent_date", "received_date", "number", "in_number", "cite", "classification",
    "precedence", "subject", "signature", "action_offices", "control_number", "file_number", "refs",
)  # fmt: skip
SHORTEST = 4  # letters and figures of a line that two engines can be said to share


def documents(folder: str) -> Iterator[tuple[str, list[Path]]]:
    """Each document of a folder that several engines have read, with its texts."""
    texts: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((CORPUS / folder).glob("*.txt")):
        texts[path.name.rpartition("__")[0]].append(path)
    yield from ((name, paths) for name, paths in texts.items() if len(paths) > 1)


def value_of(reading: Reading, name: str) -> str:
    """A field's value without the differences that an engine makes in spacing and signs."""
    entry = reading.fields.get(name)
    if entry is None:
        return ""
    parts = (entry.value,) if isinstance(entry.value, str) else sorted(entry.value)
    return "; ".join("".join(filter(str.isalnum, fold(part))) for part in parts)


def verdict(values: list[str]) -> str:
    given = {value for value in values if value}
    if not given:
        return "nowhere"
    if len(given) > 1:
        return "differs"
    return "agreed" if all(values) else "lost by some"


def roles_of(reading: Reading, text: str) -> dict[str, set[str]]:
    """The roles of each line by its words, those apart that the engines' tools wrote."""
    roles: dict[str, set[str]] = defaultdict(set)
    for line in reading.lines:
        words = "".join(filter(str.isalnum, fold(line.span.of(text))))
        if len(words) >= SHORTEST:
            roles[words].add(line.role.value)
    return {words: each for words, each in roles.items() if "page_mark" not in each}


def compare_roles(texts: list[dict[str, set[str]]]) -> Counter[bool]:
    """How many lines that two texts share have a role in common."""
    told: Counter[bool] = Counter()
    for one, other in combinations(texts, 2):
        told.update(bool(one[words] & other[words]) for words in one.keys() & other.keys())
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", nargs="+", default=FOLDERS)
    parser.add_argument("--field", nargs="+", default=FIELDS)
    parser.add_argument("--names", action="store_true", help="name what is lost and what differs")
    options = parser.parse_args()
    vocabulary = load()
    for folder in options.folder:
        counts: dict[str, Counter[str]] = {name: Counter() for name in options.field}
        told: list[str] = []
        shared: Counter[bool] = Counter()
        for document, paths in documents(folder):
            texts = [path.read_bytes().decode("utf-8") for path in paths]
            readings = [read(text, vocabulary) for text in texts]
            shared += compare_roles(list(map(roles_of, readings, texts)))
            for name in options.field:
                values = [value_of(reading, name) for reading in readings]
                counts[name][verdict(values)] += 1
                if verdict(values) in ("differs", "lost by some"):
                    engines = (path.stem.rpartition("__")[2] for path in paths)
                    pairs = zip(engines, values, strict=True)
                    told.append(f"  {name} {document}: " + " | ".join(map("=".join, pairs)))
        print(f"{folder}: field, agreed, lost by some, given differently, share agreed of given")
        for name, count in counts.items():
            agreed, lost, differs = (count[key] for key in ("agreed", "lost by some", "differs"))
            if given := agreed + lost + differs:
                print(f"{name:16} {agreed:4} {lost:4} {differs:4}  {agreed / given:.3f}")
        if shared:
            same = shared[True] / shared.total()
            print(f"lines of the same words: {shared.total()}, of one role {same:.3f}")
        if options.names:
            print(*sorted(told), sep="\n")


if __name__ == "__main__":
    main()
