from __future__ import annotations

from app.specimens import Run, Stock, compose
from app.vocabulary import load


def test_the_whole_vocabulary_makes_a_stock_of_posts_with_clocks():
    stock = Stock.of(load())
    assert len(stock.places) > 250
    assert {"PARIS", "MEXICO CITY", "CAPE TOWN"} <= {place.name for place in stock.places}
    assert all(place.name.replace(" ", "").isalpha() for place in stock.places)


def test_only_series_that_come_to_the_department_are_signed_at_a_post():
    """TOSEC goes to the traveller, USITO to the posts: neither can be an incoming number."""
    names = {run.name for run in Stock.of(load()).series}
    assert {"SECTO", "POLTO", "DULTE"} <= names
    assert not {"TOSEC", "TOPOL", "USITO", "NATUS", "CAP"} & names


def test_a_series_comes_up_only_in_the_years_it_ran():
    stock = Stock.of(load())
    for seed in range(400):
        fields = compose(seed, stock, "incoming").fields
        if "series" in fields:
            run = next(r for r in stock.series if r.name == fields["series"])
            assert run.used_from <= int(fields["sent_date"][:4]) <= run.used_to


def test_a_year_before_every_series_falls_back_on_secto(stock):
    late = Stock(stock.places, series=(Run("POLTO", 1950, 1967),))
    assert late.running_in(1948) == [Run("SECTO")]


def test_offices_are_those_the_vocabulary_knows():
    words = load()
    stock = Stock.of(words)
    assert set(stock.offices) | set(stock.wire_offices) <= set(words.offices)
    assert "OCT" not in stock.offices


def test_posts_write_only_in_the_years_they_were_open():
    stock = Stock.of(load())
    for seed in range(200):
        specimen = compose(seed, stock, "incoming")
        name = specimen.fields["from"].upper()
        year = int(specimen.fields["sent_date"][:4])
        assert any(p.name == name and p.used_from <= year <= p.used_to for p in stock.places)
