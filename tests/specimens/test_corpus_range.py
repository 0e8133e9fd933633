"""Specimens beside the real texts, where those are at hand."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.specimens import FAMILIES, NOT_A_TELEGRAM, compose, compose_archive

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "specimens.py"
LABELLED = [name for name in FAMILIES if name not in (NOT_A_TELEGRAM, "other")]
WORDS = re.compile(r"[a-z]{2,}")  # not the letters of a spaced-out level
RUN = 8  # words in a row that nobody writes twice by accident


@pytest.fixture(scope="module")
def ruler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("specimen_ruler", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("family", LABELLED)
def test_a_family_lies_within_the_range_of_the_real_texts(family, stock, corpus, ruler):
    groups = ruler.of_corpus(corpus)
    assert family in groups
    specimens = ruler.of_specimens(stock, family, range(150))
    assert ruler.outside(groups[family], specimens) == []


def test_a_family_unlike_its_corpus_is_found_out(stock, ruler, corpus):
    """The ruler itself must be able to say no."""
    groups = ruler.of_corpus(corpus)
    letters = ruler.of_specimens(stock, NOT_A_TELEGRAM, range(60))
    assert all(ruler.outside(groups[family], letters) for family in LABELLED)


def runs(text: str) -> set[tuple[str, ...]]:
    words = WORDS.findall(text.casefold())
    return set(zip(*(words[n:] for n in range(RUN)), strict=False))


def test_no_run_of_words_of_a_real_text_is_in_the_body_of_a_specimen(stock, corpus):
    real: set[tuple[str, ...]] = set()
    for path in sorted(corpus.glob("*/*.txt")):
        real |= runs(path.read_text(encoding="utf-8", errors="replace"))
    seed = corpus.parent / "seed" / "secto-8.txt"
    if seed.is_file():
        real |= runs(seed.read_text(encoding="utf-8"))
    specimens = [compose(n, stock) for n in range(400)] + compose_archive(1, stock)
    shared = {run for s in specimens for run in runs(" ".join(s.paragraphs)) & real}
    # what the broadcast service prints before every text is a formula, not a sentence
    assert {run for run in shared if "fbis" not in run} == set()


def test_labels_of_specimens_have_the_keys_of_the_corpus_labels(stock, corpus):
    keys: set[str] = set()
    for path in (corpus / "gold").glob("*.json"):
        keys |= set(json.loads(path.read_text(encoding="utf-8")))
    assert set(compose(1, stock).to_gold("x")) <= keys


def test_the_scorer_of_the_corpus_gives_full_marks_to_the_truth_itself(stock, corpus, tmp_path):
    gold, texts = tmp_path / "gold", tmp_path / "texts"
    gold.mkdir()
    texts.mkdir()
    for n in range(12):
        specimen = compose(n, stock, noise=n % 3)
        (texts / f"{n}.txt").write_bytes(specimen.text.encode())
        (gold / f"{n}.json").write_text(json.dumps(specimen.to_gold(f"texts/{n}.txt")))
    run = subprocess.run(
        [sys.executable, str(corpus / "score.py"), str(gold), str(gold), "--corpus", str(tmp_path),
         "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    summary = json.loads(run.stdout)["overall"]["summary"]
    assert {v for v in summary.values() if v is not None} == {1.0}
