from __future__ import annotations

import pytest
from rapidfuzz.distance import Levenshtein

from app.specimens import FORMS, compose

KINDS = [form.kind for form in FORMS]


def error_rate(stock, kind: str, noise: float, seeds: range) -> float:
    errors = size = 0
    for seed in seeds:
        clean, dirty = compose(seed, stock, kind), compose(seed, stock, kind, noise=noise)
        one, two = " ".join(clean.text.split()), " ".join(dirty.text.split())
        errors += Levenshtein.distance(one, two)
        size += len(one)
    return errors / size


@pytest.mark.parametrize("kind", ["incoming", "electronic", "message"])
def test_more_noise_means_more_wrong_characters(kind, stock):
    rates = [error_rate(stock, kind, level, range(12)) for level in (0, 1, 2, 3)]
    assert rates[0] == 0
    assert rates == sorted(rates)
    # as the engines measured on degraded pages: from under 2 % to near 10 %
    assert 0.004 < rates[1] < 0.03
    assert 0.02 < rates[3] < 0.12


@pytest.mark.parametrize("kind", KINDS)
def test_noise_changes_neither_values_nor_paragraphs_nor_the_pages(kind, stock):
    for seed in range(15):
        clean, dirty = compose(seed, stock, kind), compose(seed, stock, kind, noise=3)
        assert dirty.fields == clean.fields
        assert dirty.paragraphs == clean.paragraphs
        assert len(dirty.page_starts) == len(clean.page_starts)
        assert [join[2] for join in dirty.page_joins] == [join[2] for join in clean.page_joins]


@pytest.mark.parametrize("kind", KINDS)
def test_noise_keeps_the_order_of_roles_apart_from_the_dirt_it_adds(kind, stock):
    def outline(specimen):
        """Roles in order, runs as one; a line may be torn or joined, and dirt is a stamp."""
        roles = [row.role for _, row in specimen.lines if row.role != "stamp"]
        return [r for at, r in enumerate(roles) if at == 0 or roles[at - 1] != r]

    for seed in range(15):
        assert outline(compose(seed, stock, kind)) == outline(compose(seed, stock, kind, noise=3))


def test_a_line_with_something_on_it_never_becomes_blank(stock):
    for seed in range(60):
        specimen = compose(seed, stock, noise=3)
        assert all(row.text.strip() for _, row in specimen.lines)
        assert all(not row.text for row in specimen.rows if not row.role)


def test_page_marks_are_written_by_the_engine_and_stay_as_they_are(stock):
    for seed in range(80):
        specimen = compose(seed, stock, "incoming", noise=3)
        marks = [row.text for _, row in specimen.lines if row.role == "page_mark"]
        assert all(m.startswith(("# ", "## Page", "---")) for m in marks)


def test_fields_whose_printed_words_are_damaged_are_named_garbled(stock):
    garbled = [compose(seed, stock, "incoming", noise=3).garbled for seed in range(30)]
    assert any(garbled)
    assert all(not compose(seed, stock, "incoming").garbled for seed in range(30))


def test_form_feeds_survive_noise(stock):
    seeds = [s for s in range(300) if "\f" in compose(s, stock, "incoming").text]
    assert seeds
    for seed in seeds:
        clean, dirty = compose(seed, stock, "incoming"), compose(seed, stock, "incoming", noise=3)
        assert dirty.text.count("\f") == clean.text.count("\f")
