"""How well and how fast pages are read, beside other readers of the same pages in the same run.

    python benchmarks/ocr.py [--engines reftel first tesseract ...] [--levels clean ...] [--each 1]
    python benchmarks/ocr.py --keyed FOLDER      page images with texts keyed by eye beside them

The suite is drawn by `app.specimens` from one seed: pages of 66 columns in capitals, typed by each
of the machines, worn at each of the levels; what the levels do was set down before an engine saw a
page of them, and is not to be fitted to one. The suite is valid where `tesseract` itself makes 6 to
14 % of the letters wrong without the heaviest level.

CER and WER are edit distances over letters and words, white space collapsed, quotes and dashes made
one, in capitals, what the stamps say left out on both sides. Keyed pages are scored line by line,
each where it is found best in what was read, so that neither notes in the margin nor the order of
columns are charged.

`first` is the first text (Tesseract), `reftel` the whole pass as the worker does it; `rapidocr` is
the package as it comes. Times are CPU seconds of all processes together for one page; pages a
minute are those of two cores at 120 CPU seconds a minute. `tesseract` has one thread. Memory is the
most that the processes which read and decode for one worker held together.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

sys.path.insert(0, str(ROOT / "benchmarks"))

import numpy as np  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402
from specimens import plain_stock  # noqa: E402

from app.scans import flags, ocr, sandbox, sheets  # noqa: E402
from app.specimens import compose  # noqa: E402
from app.specimens.drawn import STAMPS, draw_sheet, encode  # noqa: E402
from app.specimens.faces import MACHINES, Faces  # noqa: E402
from app.specimens.layout import typed  # noqa: E402
from app.specimens.wear import LEVELS  # noqa: E402

HEAVIEST = "heavy"
VALID = (0.06, 0.14)  # of the letters wrong, by `tesseract` without the heaviest level
SEED, COLUMNS, ROWS, PITCH = 1962, 66, 27, 1 / 3
STAMPED = re.compile(rf"\b(?:{'|'.join(STAMPS)})\b(?: (?:JAN|MAR|DEC) \d+ 1962\b)?")
ONE_OF = {ord(a): b for a, b in zip("‘’`´“”–—_~", "''''\"\"----", strict=True)}
BAD = 0.30  # of a page's letters: above it the page should have been flagged
ENV = {**os.environ, "OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True)
class Page:
    """A page as a file, with what is typed on it; `keyed` by a person, in part perhaps."""

    name: str
    level: str
    suffix: str
    data: bytes
    truth: str
    keyed: bool = False


def pages(levels: Iterable[str], each: int) -> Iterator[Page]:
    """The suite: at each level `each` pages of every machine."""
    faces = Faces(ROOT / "static" / "vendor")
    texts = list(texts_of(each * len(MACHINES)))
    for at, level in enumerate(LEVELS.values()):
        for nth in range(len(texts)) if level.name in levels else ():
            machine = tuple(MACHINES)[nth % len(MACHINES)]
            sheet = typed(texts[(nth + at) % len(texts)], PITCH)
            page = draw_sheet(sheet, level, faces, machine, seed=(SEED, at, nth))
            kind = "tiff" if level.fax else "jpeg" if level.jpeg else "png"
            data = encode([page], kind, quality=level.jpeg)
            yield Page(f"{level.name}-{machine}-{nth}", level.name, kind, data, page.text)


def texts_of(count: int) -> Iterator[list[str]]:
    """Pages of text: the paragraphs of composed telegrams in capitals, wrapped by words."""
    stock = plain_stock()
    held: list[str] = []
    seed = 7_000
    while count:
        seed += 1
        for paragraph in compose(seed, stock, "incoming", length=2).paragraphs:
            lines = textwrap.wrap(paragraph.upper(), COLUMNS, initial_indent="     ")
            held += [*lines, ""]
        if len(held) > ROWS:
            yield held[:ROWS]
            held, count = [], count - 1


@dataclass
class Score:
    """What one engine made of the pages of one level."""

    letters: int = 0
    wrong: int = 0
    words: int = 0
    wrong_words: int = 0
    pages: int = 0
    cpu: float = 0.0
    bad: int = 0
    bad_flagged: int = 0
    good_flagged: int = 0
    worst: list[tuple[float, str]] = field(default_factory=list)

    def add(self, page: Page, text: str, flagged: bool) -> None:
        truth = plain(page.truth)
        wrong, wrong_words = (by_line if page.keyed else whole)(page.truth, text)
        self.pages += 1
        self.letters += len(truth)
        self.wrong += wrong
        self.words += len(truth.split())
        self.wrong_words += wrong_words
        self.worst.append((wrong / len(truth), page.name))
        if wrong > BAD * len(truth):
            self.bad += 1
            self.bad_flagged += flagged
        else:
            self.good_flagged += flagged


def plain(text: str) -> str:
    return " ".join(STAMPED.sub(" ", text.translate(ONE_OF).upper()).split())


def whole(truth: str, text: str) -> tuple[int, int]:
    """Letters and words that are wrong in a page's text."""
    told, read = plain(truth), plain(text)
    return Levenshtein.distance(told, read), Levenshtein.distance(told.split(), read.split())


def by_line(truth: str, text: str) -> tuple[int, int]:
    """The same of keyed lines, each held against the part of the text that is most like it."""
    read = plain(text)
    lines = [line for line in map(plain, truth.splitlines()) if line]
    letters = sum(least(line, read) for line in lines)
    return letters, sum(least(line.split(), read.split()) for line in lines)


def least(told: Sequence[str], read: Sequence[str]) -> int:
    """The least edits that make `told` of some part of `read`."""
    codes: dict[str, int] = {}
    a, b = (np.array([codes.setdefault(each, len(codes)) for each in of]) for of in (told, read))
    steps = np.arange(len(b) + 1)
    row = np.zeros(len(b) + 1, dtype=int)
    for at, code in enumerate(a, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (b != code))
        row = np.minimum.accumulate(np.concatenate(([at], best)) - steps) + steps
    return int(row.min())


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


def rapidocr(path: Path) -> tuple[str, bool]:
    told = rapidocr_engine()(str(path))
    return "\n".join(told.txts or ()), False


@cache
def rapidocr_engine() -> Any:
    from rapidocr import RapidOCR

    logging.disable(logging.WARNING)
    return RapidOCR()


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
    "rapidocr": rapidocr,
}  # fmt: skip


OURS = ("reftel", "first")


def there(name: str) -> bool:
    if name == "tesseract":
        return shutil.which("tesseract") is not None
    if name == "ocrmypdf":
        return there("tesseract") and Path(sys.executable).with_name("ocrmypdf").exists()
    return True


def cpu() -> float:
    """CPU seconds of this process, of its children that have ended, and of those that wait."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    waiting = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in cells())
    ticks = sum(int(each) for fields in waiting for each in fields[11:15])
    return sum(each.ru_utime + each.ru_stime for each in used) + ticks / os.sysconf("SC_CLK_TCK")


def held() -> int:
    """The most bytes that the processes which read and decode have held, all together."""
    told = (Path(f"/proc/{pid}/status").read_text() for pid in cells())
    found = (re.search(r"VmHWM:\s+(\d+)", each) for each in told)
    return sum(int(each[1]) << 10 for each in found if each)


def cells() -> list[int]:
    pools = (sandbox.DECODERS, *sandbox.READERS.values())
    return [cell.pid for pool in pools for cell in pool.waiting()]


def measured(read: Reader, suite: Sequence[Page], folder: Path) -> dict[str, Score]:
    """The scores by level; that an engine is loaded once is not counted to a page."""
    scores: dict[str, Score] = {}
    read(folder / f"{suite[0].name}.{suite[0].suffix}")
    for page in suite:
        began = cpu()
        text, flagged = read(folder / f"{page.name}.{page.suffix}")
        used = cpu() - began
        score = scores.setdefault(page.level, Score())
        score.cpu += used
        score.add(page, text, flagged)
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
    if name in OURS:
        readable = whole.pages - whole.bad
        print(f"  flagged: {whole.bad_flagged} of {whole.bad} pages above {BAD:.0%} CER,"
              f" {whole.good_flagged} of {readable} below")  # fmt: skip
        print(f"  memory: {held() / 2**30:.2f} GB")
    return most


def line(name: str, score: Score) -> str:
    cer, wer = 100 * score.wrong / score.letters, 100 * score.wrong_words / score.words
    return f"  {name:8} {cer:6.2f}  {wer:6.2f}  {score.cpu / score.pages:8.2f}"


def keyed(folder: Path) -> list[Page]:
    """Page images with the text that a person keyed in a file of the same name beside each."""
    found = []
    for path in sorted(folder.iterdir()):
        text = path.with_suffix(".txt")
        if path.suffix != ".txt" and text.is_file():
            kind, data = path.suffix[1:], path.read_bytes()
            found.append(Page(path.stem, "keyed", kind, data, text.read_text(), keyed=True))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--engines", nargs="*", default=list(READERS), choices=list(READERS))
    parser.add_argument("--levels", nargs="*", default=list(LEVELS), choices=list(LEVELS))
    parser.add_argument("--each", type=int, default=1, help="pages of each machine and level")
    parser.add_argument("--keyed", type=Path, help="a folder of keyed pages instead of the suite")
    parser.add_argument("--worst", type=int, default=0, help="name this many worst pages")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        suite = keyed(args.keyed) if args.keyed else list(pages(args.levels, args.each))
        for page in suite:
            (folder / f"{page.name}.{page.suffix}").write_bytes(page.data)
        compared(args.engines, suite, folder, args.worst)
    return 0


def compared(engines: list[str], suite: list[Page], folder: Path, worst: int) -> None:
    most = {}
    for engine in engines:
        if not there(engine):
            print(f"\n{engine} is not on this machine: left out")
            continue
        scores = measured(READERS[engine], suite, folder)
        most[engine] = show(engine, scores)
        sandbox.close_all()
        for share, name in sorted(total(scores.values()).worst, reverse=True)[:worst]:
            print(f"    {share:7.2%} {name}")
    summed_up(most)


def summed_up(most: dict[str, Score]) -> None:
    """What the readers make beside `tesseract`, without the heaviest level."""
    base = most.get("tesseract")
    if not (base and base.wrong):
        return
    print("\nbeside tesseract, without the heaviest level: letters wrong, time")
    for name, score in most.items():
        print(f"  {name:10} {score.wrong / base.wrong:5.2f} {score.cpu / base.cpu:6.2f}")
    share = base.wrong / base.letters
    if "keyed" not in base.worst[0][1] and not VALID[0] <= share <= VALID[1]:
        print(f"the suite is not valid: tesseract has {share:.1%} of the letters wrong")


if __name__ == "__main__":
    sys.exit(main())
