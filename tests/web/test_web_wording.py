"""Values in the words of a page."""

from __future__ import annotations

import doctest

import pytest

from app.desk import accounts
from app.web import desk, desk_pages, edge, hot, signing, site, uploads, wording

MODULES = [wording, hot, edge, site, desk, desk_pages, signing, uploads, accounts]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert tried
    assert not failed


@pytest.mark.parametrize(
    ("iso", "precision", "words"),
    [
        ("1962-12-13T11:00", "minute", "13 December 1962, 11 a.m."),
        ("1962-12-13T00:05", "minute", "13 December 1962, 12:05 a.m."),
        # a day is no midnight
        ("1962-12-13T00:00", "day", "13 December 1962"),
        ("1962-12-13", "minute", "13 December 1962"),
        # a date that is half known is half said
        ("1962-12", "day", "December 1962"),
        ("", "minute", ""),
    ],
)
def test_a_time_is_said_as_precisely_as_it_is_known(iso: str, precision: str, words: str) -> None:
    assert wording.day_and_clock(iso, precision) == words


@pytest.mark.parametrize(
    ("printed", "count"), [(1, "1 page"), (2, "2 pages"), (0, "0 pages"), (1438, "1,438 pages")]
)
def test_a_number_agrees_with_its_noun(printed: int, count: str) -> None:
    assert wording.count(printed, "page") == count
