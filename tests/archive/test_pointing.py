"""Of the held cables that bear a key, those that a reference can mean by its days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.archive.pointing import can_cite, meant
from app.archive.records import CableRow
from app.telegram.reading import Reference, Span
from tests.web import samples

WINDOW = ("1960-03-04", "1961-03-04")


def held(*days: str) -> list[tuple[int, CableRow]]:
    """Cables that bear the key of the first reference, sent on these days."""
    return [(0, samples.row(f"c{at}", sent_local=day)) for at, day in enumerate(days)]


# A number is borne by one cable each year: which of them is meant.
@pytest.mark.parametrize(
    ("window", "days", "left"),
    [
        (WINDOW, ["1961-02-01T10:00"], ["c0"]),
        # sent after the cable that cites it, or longer before than a number lasts
        (WINDOW, ["1961-06-01T10:00", "1959-12-31T10:00"], []),
        # both edges are within
        (WINDOW, ["1960-03-04T00:00"], ["c0"]),
        (WINDOW, ["1961-03-04T23:00"], ["c0"]),
        # of two years the later; of one year none is chosen
        (WINDOW, ["1960-11-01T10:00", "1961-02-01T10:00"], ["c1"]),
        (WINDOW, ["1961-02-01T10:00", "1961-02-02T10:00"], ["c0", "c1"]),
        # a cable without a day, or with its month alone
        (WINDOW, ["", "1961-02-01T10:00"], ["c0", "c1"]),
        (WINDOW, ["1961-02", "1962"], ["c0"]),
        # nothing is known of the days
        (("", ""), ["1950-01-01T10:00"], ["c0"]),
    ],
)
def test_days_tell_which_of_the_cables_with_a_number_is_meant(
    window: tuple[str, str], days: list[str], left: list[str]
) -> None:
    reference = Reference("embtel", "EMBTEL 7", Span(0, 8), earliest=window[0], latest=window[1])
    assert [row.id for _, row in meant(held(*days), [reference])] == left


def test_references_do_not_decide_for_one_another() -> None:
    earlier = Reference("embtel", "A", Span(0, 1), earliest="1960-01-01", latest="1960-12-31")
    later = replace(earlier, earliest="1961-01-01", latest="1961-12-31")
    (_, row), (_, other) = held("1960-05-05T10:00", "1961-05-05T10:00")
    cites = [(0, row), (0, other), (1, row), (1, other)]
    assert meant(cites, [earlier, later]) == ((0, row), (1, other))


@pytest.mark.parametrize(
    ("cited", "days", "left"),
    [
        ("1961-03-04T10:00", ["1961-03-05T10:00", "1961-03-01T10:00", "1961-02-28T10:00", ""], ["c0", "c1", "c3"]),
        ("", ["1950-01-01T10:00"], ["c0"]),
    ],
)  # fmt: skip
def test_a_cable_is_not_cited_by_one_sent_days_before_it(
    cited: str, days: list[str], left: list[str]
) -> None:
    rows = [row for _, row in held(*days)]
    assert [row.id for row in can_cite(rows, replace(rows[0], sent_local=cited))] == left
