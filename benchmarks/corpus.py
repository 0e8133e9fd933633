"""How the core reads the parts of the corpus that have an index instead of line labels.

Prints, for the folder in CORPUS (default ../shared/corpus):
  * unmarked-pages: page starts found again, as precision, recall and F1 over line numbers;
  * papers taken for telegrams: all of not-cables, and the papers in the folders of telegrams that
    are none by eye (NO_TELEGRAMS); telegrams refused, each by name with its first words;
  * cia-cables: date, from and to against the release index, counted over the texts in which the
    index value stands at all (rapidfuzz partial_ratio of 85 and more); values the index itself
    withholds are left out and counted.

Usage: python benchmarks/corpus.py [--misses] [--json]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rapidfuzz import fuzz

from app.telegram import read
from app.telegram.reading import Reading
from app.vocabulary import load

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
FOUND = 85  # the partial_ratio from which an index value counts as standing in the text
REAL = (
    "cia-cables", "cia-reports", "cia-foia-messages", "state-1959-64", "state-pages",
    "state-1963-2023", "state-electronic-1973-79", "usaf-teletype",
)  # fmt: skip

# Documents of REAL that are no telegrams, with the kind read by eye from their pages.
NO_TELEGRAMS = {
    "176-10036-10027": "note of the Office of Current Intelligence, OCI No. 1427/63",
    "176-10036-10065": "draft briefing notes on funding, 18 February 1963",
    "176-10036-10073": "MEMORANDUM FOR MR. ROSTOW, 20 June 1961",
    "176-10036-10074": "MEMORANDUM FOR MR. ROSTOW, 14 July 1961",
    "176-10037-10460": "status report of the Task Force Southeast Asia",
}


@dataclass
class Tally:
    """Right, wrong and left out, with the names of what was missed."""

    right: int = 0
    wrong: int = 0
    absent: int = 0  # the index value does not stand in this text
    withheld: int = 0  # the index itself hides the value
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / max(1, self.right + self.wrong)


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def index_rows(folder: str) -> Iterator[tuple[dict, Path]]:
    """Each index row with each of its texts."""
    for line in (CORPUS / folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for name in row.get("local_paths", []):
            yield row, CORPUS / name


def line_at(text: str, offset: int) -> int:
    """The number of the first non-blank line at or after the offset."""
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return text.count("\n", 0, offset) + 1


def levelled(text: str, numbers: set[int]) -> tuple[str, set[int]]:
    """A text without its blank lines, and where its numbered lines stand then."""
    kept = [number for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    place = {number: at for at, number in enumerate(kept, 1)}
    rows = [row for row in text.split("\n") if row.strip()]
    return "\n".join(rows), {place[number] for number in numbers}


def unmarked_pages(vocabulary, *, level: bool = False) -> dict[str, float]:
    """Page starts found again; `level` takes the blank lines out first, so that the seams which
    the spacing leaves between pages say nothing."""
    hit = extra = missed = 0
    for row, path in index_rows("unmarked-pages"):
        text = text_of(path)
        true = {line_at(text, offset) for offset in row["page_offsets"][1:]}
        if level:
            text, true = levelled(text, true)
        found = {page.first_line for page in read(text, vocabulary).pages[1:]}
        hit += len(true & found)
        extra += len(found - true)
        missed += len(true - found)
    precision, recall = hit / max(1, hit + extra), hit / max(1, hit + missed)
    f1 = 2 * hit / max(1, 2 * hit + extra + missed)
    return {"precision": precision, "recall": recall, "f1": f1}


def taken(folder: str, vocabulary) -> tuple[list[str], list[str]]:
    """Names of the texts taken for telegrams, and of those refused."""
    yes, no = [], []
    for path in sorted((CORPUS / folder).glob("*.txt")):
        (yes if read(text_of(path), vocabulary).is_telegram else no).append(path.name)
    return yes, no


def document_of(name: str) -> str:
    """The record number at the head of a text's name; the engine stands behind it."""
    return name.rpartition("/")[2].rpartition("__")[0]


def no_telegram(name: str) -> bool:
    return document_of(name) in NO_TELEGRAMS


def first_words(path: Path) -> str:
    """How a text begins below its cover sheet, so that a reader sees what was refused."""
    text = text_of(path)
    lines = [line for line in read(text, load()).lines if line.role.value != "cover"]
    words = " | ".join(line.span.of(text) for line in lines[:12])
    return words[:110]


def date_stands(text: str, date: dt.date) -> bool:
    """Whether the date stands in the text in any of the usual notations."""
    forms = (
        f"{date:%m/%d/%Y}", f"{date:%m/%d/%y}", f"{date.day} {date:%b} {date.year}",
        f"{date.day} {date:%B} {date.year}", f"{date:%B} {date.day}, {date.year}",
        f"{date.day} {date:%b} {date:%y}",
    )  # fmt: skip
    upper = text.upper()
    return any(form.upper() in upper for form in forms)


def stands(text: str, value: str) -> bool:
    return fuzz.partial_ratio(value.upper(), text.upper()) >= FOUND


def same_name(index_value: str, read_value: str) -> bool:
    """Station names are often cut to four letters (MEXI), so the shorter may lie in the longer."""
    a, b = index_value.upper(), read_value.upper()
    return bool(b) and fuzz.partial_ratio(a, b) >= FOUND


def values_of(reading: Reading, name: str) -> tuple[str, ...]:
    entry = reading.fields.get(name)
    if entry is None:
        return ()
    return (entry.value,) if isinstance(entry.value, str) else entry.value


def judge(tally: Tally, name: str, stood: bool, right: bool, told: str) -> None:
    if not stood:
        tally.absent += 1
    elif right:
        tally.right += 1
    else:
        tally.wrong += 1
        tally.misses.append(f"{name}: {told}")


def cia_index(vocabulary) -> dict[str, Tally]:
    tallies = {"date": Tally(), "from": Tally(), "to": Tally()}
    for row, path in index_rows("cia-cables"):
        text = text_of(path)
        reading = read(text, vocabulary)
        day = row.get("doc_date") or ""
        if len(day) == 10:
            date = dt.date.fromisoformat(day)
            got = values_of(reading, "sent_date") + values_of(reading, "received_date")
            judge(tallies["date"], path.name, date_stands(text, date), day in got, f"{day} | {got}")
        for key in ("from", "to"):
            value = row.get(key) or ""
            if not value or "WITHHELD" in value or "[[DELETION]]" in value:
                tallies[key].withheld += 1
                continue
            got = values_of(reading, key)
            right = any(same_name(value, item) for item in got)
            judge(tallies[key], path.name, stands(text, value), right, f"{value} | {got}")
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="name every miss")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args()
    vocabulary = load()
    result: dict[str, object] = {
        "unmarked_pages": unmarked_pages(vocabulary),
        "unmarked_pages_levelled": unmarked_pages(vocabulary, level=True),
    }
    false_yes, true_no = taken("not-cables", vocabulary)
    judged = {folder: taken(folder, vocabulary) for folder in REAL}
    accepted = [f"{folder}/{name}" for folder, (yes, _) in judged.items() for name in yes]
    refused = [f"{folder}/{name}" for folder, (_, no) in judged.items() for name in no]
    papers = [name for name in (*accepted, *refused) if no_telegram(name)]
    papers_taken = [name for name in accepted if no_telegram(name)]
    lost = [name for name in refused if not no_telegram(name)]
    total = len(accepted) + len(refused)
    tallies = cia_index(vocabulary)
    result["not_cables_taken"] = {
        "count": len(false_yes) + len(papers_taken),
        "of": len(false_yes) + len(true_no) + len(papers),
    }
    result["telegrams_refused"] = {"count": len(lost), "of": total - len(papers)}
    result["refused_with_papers"] = {"count": len(refused), "of": total}
    result["cia_index"] = {
        key: {"share": t.share, "right": t.right, "wrong": t.wrong, "absent": t.absent,
              "withheld": t.withheld}
        for key, t in tallies.items()
    }  # fmt: skip
    if options.json:
        print(json.dumps(result, indent=1))
        return
    for name, label in (
        ("unmarked_pages", "unmarked pages:"),
        ("unmarked_pages_levelled", "  with the spacing levelled:"),
    ):
        print(label, "  ".join(f"{k} {v:.3f}" for k, v in result[name].items()))
    print(f"not-cables taken for telegrams: {len(false_yes)} of {len(false_yes) + len(true_no)}")
    print(f"of {total} texts in the folders of telegrams {len(papers)} are by eye none:")
    for name, kind in NO_TELEGRAMS.items():
        print(f"  {name} ({sum(document_of(each) == name for each in papers)} texts): {kind}")
    print(f"  taken for telegrams: {len(papers_taken)} of {len(papers)}")
    real = total - len(papers)
    print(
        f"telegrams refused: {len(lost)} of {real} ({len(lost) / max(1, real):.1%}); "
        f"counted with those papers: {len(refused)} of {total}"
    )
    for name in lost:
        print(f"  {name}: {first_words(CORPUS / name)}")
    for key, t in tallies.items():
        print(f"index {key:5} {t.share:.3f}  ({t.right} right, {t.wrong} wrong; not in the text "
              f"{t.absent}, withheld by the index {t.withheld})")  # fmt: skip
    if options.misses:
        print("\ntaken:", *false_yes, *papers_taken, sep="\n  ")
        for key, t in tallies.items():
            print(f"{key}:", *t.misses, sep="\n  ")


if __name__ == "__main__":
    main()
