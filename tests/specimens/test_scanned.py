"""Specimens drawn, scanned and read again; `benchmarks/scanned.py` measures more of them."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import scanned  # noqa: E402

from app.scans import ocr  # noqa: E402
from app.specimens import compose  # noqa: E402
from app.specimens.drawn import draw  # noqa: E402
from app.specimens.faces import Faces  # noqa: E402


def test_a_scan_at_medium_noise_keeps_the_fields_and_the_places_of_its_words():
    result = scanned.measure(1, "medium", (ocr.TESSERACT, ocr.RAPIDOCR))
    assert result.words > 200
    assert result.clean.macro > 0.9
    assert result.share >= scanned.AIM
    assert result.placed >= scanned.PLACED
    assert statistics.mean(result.boxes) > 0.85
    assert len(result.boxes) > 0.8 * result.words


def test_the_text_as_it_was_drawn_is_read_like_the_one_composed(stock):
    """The layout moves lines, and loses no value: on paper and as text the same is read."""
    vocabulary = scanned.load()
    told, found = scanned.Scores(), scanned.Scores()
    faces = Faces(ROOT / "static" / "vendor")
    for seed in range(8):
        specimen = compose(seed, stock, scanned.KINDS[seed % len(scanned.KINDS)])
        pages = draw(specimen, "clean", faces, dpi=40)
        truth = scanned.values_of(specimen.fields)
        told.add(truth, scanned.fields_of(specimen.text, vocabulary))
        drawn = scanned.FEED.join(page.text for page in pages)
        found.add(truth, scanned.fields_of(drawn, vocabulary))
    assert found.macro >= told.macro - 0.05
