"""Lists to browse by: days, posts, registers of a series, collections."""

from __future__ import annotations

import dataclasses

import pytest

from app.archive import adding, browse, pages, repository
from app.archive.records import Collection, NewCable, Outcome
from app.archive.store import Store
from tests.archive import made


def test_the_cables_of_a_day_are_turned_page_by_page(store: Store) -> None:
    with store.writing() as tx:
        ids = [made.add(tx, str(number)) for number in range(20, 25)]
        made.add(tx, "30", sent="1962-12-14")
        made.add(tx, "31", publish=False)
    found: list[str] = []
    with store.reading() as connection:
        while rows := browse.sent_on(connection, "1962-12-13", 2, after=found[-1] if found else ""):
            found += [row.id for row in rows]
        assert browse.sent_on(connection, "1962-12-13", after="zzzzzzzz") == ()
    assert found == ids


# Cables whose day, or any date, is not known, stand apart from those of a day.
@pytest.mark.parametrize("day", ["1962-12", "1962", ""])
def test_a_cable_of_no_known_day_stands_under_what_is_known(store: Store, day: str) -> None:
    with store.writing() as tx:
        id = made.add(tx, sent=day)
        made.add(tx, "9")
    with store.reading() as connection:
        assert [row.id for row in browse.sent_on(connection, day)] == [id]


def test_the_cables_of_a_post_are_listed_by_year_under_all_its_names(store: Store) -> None:
    with store.writing() as tx:
        first = made.add(tx, "8")
        second = made.add(tx, "9", sent="1962-12-31", post="Testville-on-Sea")
        made.add(tx, "10", sent="1963-01-01")
        undated = made.add(tx, "11", sent="")
        made.add(tx, "12", post="Elsewhere")
    posts = ("Testville", "Testville-on-Sea")
    with store.reading() as connection:
        found = browse.of_post(connection, posts, "1962")
        assert [row.id for row in found] == [first, second]
        assert [row.id for row in browse.of_post(connection, posts, "")] == [undated]
        assert browse.of_post(connection, posts, "1962", after=second) == ()


def test_a_register_holds_the_numbers_of_one_series_post_and_year(store: Store) -> None:
    with store.writing() as tx:
        eight = made.add(tx, "8")
        eleven = made.add(tx, "11", sent="1962-12-14")
        made.add(tx, "12", sent="1963-01-01")
        made.add(tx, "13", post="Elsewhere")
        other = dataclasses.replace(made.naming("14"), slug="telegram-14-testville")
        made.add(tx, "14", name=other)
    with store.reading() as connection:
        found = browse.register(connection, ("secto",), ("Testville",), "1962")
        assert found == (("8", eight), ("11", eleven))
        assert browse.register(connection, ("polto",), ("Testville",), "1962") == ()


def test_a_number_is_cited_where_a_published_cable_refers_to_it(store: Store) -> None:
    key = "telegram/testville/1962/12"
    with store.writing() as tx:
        id = made.add(tx, publish=False)
    with store.reading() as connection:
        assert browse.cited(connection, [key]) == frozenset()
    with store.writing() as tx:
        repository.publish(tx, id)
    with store.reading() as connection:
        assert browse.cited(connection, [key, "secto/testville/1962/5"]) == {key}


def test_a_collection_says_what_became_of_all_that_was_received(store: Store) -> None:
    provenance = Collection("NARA", "RG 59", "Central Files")
    with store.writing() as tx:
        ids = []
        for number in ("8", "9"):
            words = made.TEXT.replace("SECTO 8", f"SECTO {number}")
            source = dataclasses.replace(made.source(f"{number}.txt", words), collection=provenance)
            repository.add_source(tx, source)
            repository.set_outcome(tx, source.sha256, Outcome.READ)
            reading = made.reading(words, number=number)
            new = NewCable(source.sha256, words, reading, made.naming(number))
            ids.append(adding.add_cable(tx, new))
            repository.publish(tx, ids[-1])
        refused = dataclasses.replace(made.source("x.txt", "no telegram"), collection=provenance)
        repository.add_source(tx, refused)
        repository.set_outcome(tx, refused.sha256, Outcome.REFUSED, "not a telegram")
        repository.withdraw(tx, ids[0], "a reason", by="ada")
    with store.reading() as connection:
        ((number, named),) = browse.collections(connection)
        held = browse.collection(connection, number)
        assert browse.collection(connection, number + 1) is None
        bare = browse.collection(connection, 0)
    assert named == provenance
    assert held is not None
    assert (held.cables, held.withdrawn, held.provenance) == (1, 1, provenance)
    assert held.years == (("1962", 1),)
    assert held.sources == {Outcome.READ: 2, Outcome.REFUSED: 1}
    assert bare is not None
    assert (bare.cables, bare.provenance) == (0, None)


def test_recent_additions_are_turned_page_by_page(store: Store) -> None:
    with store.writing() as tx:
        ids = [made.add(tx, str(number)) for number in range(20, 25)]
    found: list[str] = []
    with store.reading() as connection:
        while rows := pages.recent(connection, 2, after=found[-1] if found else ""):
            found += [row.id for row in rows]
        assert pages.recent(connection, after="zzzzzzzz") == ()
    assert found == ids[::-1]
