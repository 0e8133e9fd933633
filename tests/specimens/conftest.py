from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.specimens import Clock, Place, Run, Stock

ROOT = Path(__file__).resolve().parents[2]

# An hour later from the spring of 1962 to its autumn, and so on: enough of a summer to test one.
SUMMER = (-242_000_000, -226_000_000)


def place(name: str, country: str, hours: float, kind: str = "embassy") -> Place:
    code = name[:6].replace(" ", "")
    return Place(name, kind, country, code, Clock(int(hours * 3600)))


@pytest.fixture(scope="session")
def stock() -> Stock:
    """Ten posts with names of one and two words, east and west, one with a half hour."""
    return Stock(
        places=(
            Place("PARIS", "embassy", "France", "PARIS", Clock(3600, SUMMER, (7200, 3600))),
            place("LONDON", "United Kingdom", 0),
            place("MEXICO CITY", "Mexico", -6),
            place("NEW DELHI", "India", 5.5),
            place("TOKYO", "Japan", 9),
            place("CAPE TOWN", "South Africa", 2, "consulate general"),
            place("TANGIER", "Morocco", 0, "consulate"),
            place("RABAT", "Morocco", 0),
            place("LISBON", "Portugal", 0),
            place("MADRID", "Spain", 1),
        ),
        washington=Clock(-18000, SUMMER, (-14400, -18000)),
        series=(Run("SECTO"), Run("POLTO", 1950, 1967)),
    )


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real texts, where it is at hand; none of it is in this repository."""
    folder = (ROOT / os.environ.get("CORPUS", "../shared/corpus")).resolve()
    if not (folder / "gold").is_dir():
        pytest.skip("the corpus of real telegrams is not beside this checkout; set CORPUS")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
