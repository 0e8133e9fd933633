"""How well and how fast pages are read, beside `tesseract` and `ocrmypdf` in the same run.

    python benchmarks/ocr.py [--engines reftel first tesseract ocrmypdf] [--levels clean ...] [--pages 42]
    python benchmarks/ocr.py --keyed FOLDER      page images with texts keyed by eye beside them

CER and WER are edit distances over letters and words, white space collapsed, quotes and dashes made
one, in capitals, the words of the stamps left out on both sides; the date of the received stamp is
not left out, so who reads it is charged for it. `first` is the first text (Tesseract), `reftel` the
whole pass. Times are CPU seconds of all processes together for one page; pages a minute are those
of two cores at 120 CPU seconds a minute. `tesseract` runs on one thread (OMP_THREAD_LIMIT=1).
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rapidfuzz.distance import Levenshtein  # noqa: E402

from app.scans import flags, ocr, sandbox, sheets  # noqa: E402
from benchmarks.ocr_pages import HEAVIEST, LEVELS, Drawn, pages  # noqa: E402

STAMPED = re.compile(r"\b(?:DECLASSIFIED|SECRET)\b")
ONE_OF = {ord(a): b for a, b in zip("‘’`´“”–—_~", "''''\"\"----", strict=True)}
BAD = 0.30  # of a page's letters: above it the page should have been flagged
ENV = {**os.environ, "OMP_THREAD_LIMIT": "1"}


@dataclass
class Score:
    """What one engine made of the pages of one level."""

    letters: int = 0
    wrong: int = 0
    words: int = 0
    wrong_words: int = 0
    pages: int = 0
    cpu: float = 0.0
    wall: float = 0.0
    bad: int = 0
    bad_flagged: int = 0
    good_flagged: int = 0
    worst: list[tuple[float, str]] = field(default_factory=list)

    def add(self, page: Drawn, text: str, flagged: bool) -> None:
        truth, read = plain(page.truth), plain(text)
        wrong = Levenshtein.distance(truth, read)
        self.pages += 1
        self.letters += len(truth)
        self.wrong += wrong
        self.words += len(truth.split())
        self.wrong_words += Levenshtein.distance(truth.split(), read.split())
        self.worst.append((wrong / len(truth), page.name))
        if wrong > BAD * len(truth):
            self.bad += 1
            self.bad_flagged += flagged
        else:
            self.good_flagged += flagged


def plain(text: str) -> str:
    return " ".join(STAMPED.sub(" ", text.translate(ONE_OF).upper()).split())


# --- the readers: a file in, its text and whether it was flagged out -------------------------------

Reader = Callable[[Path], tuple[str, bool]]


def first(path: Path) -> tuple[str, bool]:
    page = ocr.read_page(sheets.sheet(path, path.name, 1), ocr.TESSERACT)
    return page.text, flags.UNREADABLE in page.flags


def reftel(path: Path) -> tuple[str, bool]:
    sheet = sheets.sheet(path, path.name, 1)
    both = ocr.read_page(sheet, ocr.TESSERACT), ocr.read_page(sheet, ocr.RAPIDOCR)
    page = ocr.compare(*both)
    return page.text, flags.UNREADABLE in page.flags


def tesseract(path: Path) -> tuple[str, bool]:
    command = ("tesseract", str(path), "stdout", "-l", "eng")
    done = subprocess.run(command, env=ENV, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace"), False


def ocrmypdf(path: Path) -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as folder:
        text, out = Path(folder, "text"), Path(folder, "out.pdf")
        tool = str(Path(sys.executable).with_name("ocrmypdf"))
        how = ("--image-dpi", "300", "--jobs", "1", "--output-type", "pdf", "--quiet")
        command = (tool, *how, "--sidecar", str(text), str(path), str(out))
        subprocess.run(command, env=ENV, capture_output=True, check=False)
        return text.read_text() if text.is_file() else "", False


READERS: dict[str, Reader] = {
    "reftel": reftel, "first": first, "tesseract": tesseract, "ocrmypdf": ocrmypdf,
}  # fmt: skip


def there(name: str) -> bool:
    if name == "tesseract":
        return shutil.which("tesseract") is not None
    if name == "ocrmypdf":
        return there("tesseract") and Path(sys.executable).with_name("ocrmypdf").exists()
    return True


def cpu() -> float:
    """CPU seconds of this process and of every child that has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measured(read: Reader, suite: Iterable[Drawn], folder: Path) -> dict[str, Score]:
    """The scores by level; processes that wait are ended so that their time is counted."""
    scores: dict[str, Score] = {}
    suite = list(suite)
    for level in dict.fromkeys(page.level for page in suite):
        score = scores.setdefault(level, Score())
        sandbox.close_all()
        began, wall = cpu(), time.monotonic()
        for page in suite:
            if page.level == level:
                text, flagged = read(folder / f"{page.name}.{page.suffix}")
                score.add(page, text, flagged)
        sandbox.close_all()
        score.cpu, score.wall = cpu() - began, time.monotonic() - wall
    return scores


def total(scores: Iterable[Score]) -> Score:
    whole = Score()
    for score in scores:
        for name in Score.__dataclass_fields__:
            setattr(whole, name, getattr(whole, name) + getattr(score, name))
    return whole


def show(name: str, scores: dict[str, Score]) -> Score:
    """Print an engine's table; the total without the heaviest level is returned."""
    print(f"\n{name}")
    print("  level     CER %   WER %   CPU s/page")
    for level, score in scores.items():
        print(line(level, score))
    most = total(score for level, score in scores.items() if level != HEAVIEST)
    whole = total(scores.values())
    if most.pages:
        print(line("without heaviest", most), f"  {120 * most.pages / most.cpu:.0f} pages a minute")
    if name in ("reftel", "first"):
        readable = whole.pages - whole.bad
        print(f"  flagged: {whole.bad_flagged} of {whole.bad} pages above {BAD:.0%} CER,"
              f" {whole.good_flagged} of {readable} below")  # fmt: skip
    return most


def line(name: str, score: Score) -> str:
    cer, wer = 100 * score.wrong / score.letters, 100 * score.wrong_words / score.words
    return f"  {name:8} {cer:6.2f}  {wer:6.2f}  {score.cpu / score.pages:8.2f}"


def keyed(folder: Path) -> list[Drawn]:
    """Page images with the text that a person keyed in a file of the same name beside each."""
    found = []
    for path in sorted(folder.iterdir()):
        text = path.with_suffix(".txt")
        if path.suffix != ".txt" and text.is_file():
            found.append(
                Drawn(path.stem, "keyed", path.suffix[1:], path.read_bytes(), text.read_text())
            )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--engines", nargs="*", default=list(READERS), choices=list(READERS))
    parser.add_argument("--levels", nargs="*", default=[level.name for level in LEVELS])
    parser.add_argument("--pages", type=int, default=42, help="at most this many of the suite")
    parser.add_argument("--keyed", type=Path, help="a folder of keyed pages instead of the suite")
    parser.add_argument("--worst", type=int, default=0, help="name this many worst pages")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        suite = keyed(args.keyed) if args.keyed else list(pages())
        suite = [page for page in suite if args.keyed or page.level in args.levels][: args.pages]
        for page in suite:
            (folder / f"{page.name}.{page.suffix}").write_bytes(page.data)
        compared(args.engines, suite, folder, args.worst)
    return 0


def compared(engines: list[str], suite: list[Drawn], folder: Path, worst: int) -> None:
    most = {}
    for engine in engines:
        if not there(engine):
            print(f"\n{engine} is not on this machine: left out")
            continue
        scores = measured(READERS[engine], suite, folder)
        most[engine] = show(engine, scores)
        for share, name in sorted(total(scores.values()).worst, reverse=True)[:worst]:
            print(f"    {share:7.2%} {name}")
    if {"reftel", "tesseract"} <= most.keys() and most["tesseract"].wrong:
        share = most["reftel"].wrong / most["tesseract"].wrong
        print(f"\nreftel makes {share:.2f} of tesseract's errors without the heaviest level")


if __name__ == "__main__":
    sys.exit(main())
