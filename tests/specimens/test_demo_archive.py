from __future__ import annotations

import re

import pytest

from app.specimens import Clock, Place, Stock, compose_archive

NUMBERED = re.compile(r"[A-Z][A-Za-z ]* (\d{1,5})$")


@pytest.fixture(scope="module")
def cables(stock):
    return compose_archive(1, stock)


def test_the_archive_has_about_thirty_cables_in_the_order_they_were_sent(cables):
    assert len(cables) == 30
    dates = [cable.fields["sent_date"] for cable in cables]
    assert dates == sorted(dates)


def test_the_archive_spans_families_levels_and_posts(cables):
    assert len({cable.family for cable in cables}) >= 7
    assert {cable.fields["classification"] for cable in cables} >= {
        "SECRET",
        "CONFIDENTIAL",
        "LIMITED OFFICIAL USE",
        "UNCLASSIFIED",
    }
    assert len({cable.fields.get("from") for cable in cables}) >= 6


def test_most_references_lead_to_another_cable_of_the_archive(cables):
    numbers = {cable.fields["number"].removeprefix("A-") for cable in cables}
    refs = [ref for cable in cables for ref in cable.fields.get("refs", []) if ref[:3] != "IN "]
    found = [ref for ref in refs if NUMBERED.search(ref) and NUMBERED.search(ref)[1] in numbers]
    assert len(refs) >= 25
    assert len(found) == len(refs)


def test_a_reference_is_written_as_the_citing_form_writes_it(cables):
    by_number = {cable.fields["number"]: cable for cable in cables}
    assert by_number["640"].fields["refs"] == ["DEPTEL 488", "EMBTEL 612"]
    assert by_number["1533"].fields["refs"] == ["TANGIER 41"]
    assert by_number["47"].fields["refs"] == ["CONTEL 41"]
    assert by_number["7714"].fields["refs"] == ["75 RABAT 2203"]
    assert "SECTO 4" in by_number["531"].fields["refs"]


def test_some_pages_break_inside_a_sentence(cables):
    joins = [join for cable in cables for join in cable.page_joins if join[2] == "mid-sentence"]
    assert len(joins) >= 5


def test_the_story_stays_while_the_paper_changes(stock, cables):
    other = compose_archive(2, stock)
    assert [c.fields["number"] for c in other[:12]] == [c.fields["number"] for c in cables[:12]]
    assert [c.text for c in other] != [c.text for c in cables]
    first = [c.paragraphs[0].removeprefix("1. ").casefold() for c in cables[:9]]
    assert [c.paragraphs[0].removeprefix("1. ").casefold() for c in other[:9]] == first


def test_no_placeholder_is_left_in_the_text(cables):
    assert not [c.name for c in cables if re.search(r"<\w+>|\{\w+\}", c.text)]


def test_other_posts_stand_in_where_the_stock_lacks_those_of_the_story():
    names = ("OSLO", "LIMA", "CAIRO", "ROME", "BONN", "SEOUL", "QUITO")
    places = tuple(Place(n, "embassy", n.title(), n, Clock(0)) for n in names)
    cables = compose_archive(1, Stock(places), count=10)
    assert len(cables) == 10
    assert {c.fields["from"] for c in cables} <= {n.title() for n in names} | {
        "Department of State"
    }
