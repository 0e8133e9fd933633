from __future__ import annotations

import dataclasses
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import select

from app import vocabulary
from app.archive import adding, likeness, repository, tables
from app.archive.alike import Alike
from app.archive.records import NewCable
from app.archive.store import Store, open_store
from app.desk.naming import naming
from app.specimens import Stock, compose
from app.telegram import read
from app.telegram.reading import Field, State
from tests.archive import made

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
PROSE = " ".join(f"WORD{n} AND THING{n * 7 % 50} WERE SEEN BY MINISTER{n % 9}" for n in range(40))


@pytest.fixture
def sqlite_store(tmp_path: Path, sqlite_archive: Path) -> Iterator[Store]:
    """One archive on SQLite, for what does not hang on the database."""
    shutil.copyfile(sqlite_archive, tmp_path / "archive.sqlite3")
    opened = open_store(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    yield opened
    opened.close()


def traits(text: str = made.TEXT, **fields: str) -> likeness.Traits:
    bare = dataclasses.replace(made.reading(text), fields={}, sent=None)
    given = {
        name: Field(name, value, (), (), "r", State.SUPPLIED) for name, value in fields.items()
    }
    return likeness.traits(dataclasses.replace(bare, fields=given), text, fields.get("post", ""))


# What two cables with other texts have in common, and what that says.
@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        # The number on a day from a place; the confused letters of an engine are one.
        ({"post": "Paris", "number": "1234", "sent_date": "1962-12-13"},
         {"post": "Paris", "number": "I234", "sent_date": "1962-12-13"}, "number"),
        # SECTO 8 of another journey, another place, another day
        ({"post": "Paris", "number": "8", "sent_date": "1962-12-13"},
         {"post": "Paris", "number": "8", "sent_date": "1963-02-01"}, ""),
        ({"post": "Paris", "number": "8", "sent_date": "1962-12-13"},
         {"post": "Bonn", "number": "8", "sent_date": "1962-12-13"}, ""),
        ({"cite": "MEXI 6453", "sent_date": "1963-10-08"},
         {"cite": "MEXI 6453", "sent_date": "1963-10-08"}, "number"),
        # A cite without its number is the name of a station
        ({"cite": "MEXI", "sent_date": "1963-10-08"}, {"cite": "MEXI", "sent_date": "1963-10-08"}, ""),
        ({"in_number": "36017", "sent_date": "1963-10-08"},
         {"in_number": "36017", "sent_date": "1963-10-08"}, "control"),
        ({"in_number": "36017", "sent_date": "1963-10-08"},
         {"in_number": "36017", "sent_date": "1963-10-09"}, ""),
        # Control numbers begin again every month
        ({"control_number": "5860", "received_date": "1962-12-13"},
         {"control_number": "5860", "received_date": "1962-12-13"}, "control"),
        ({"control_number": "5860", "received_date": "1962-12-13"},
         {"control_number": "5860", "received_date": "1963-01-13"}, ""),
        ({"mrn": "1974STATE041961"}, {"mrn": "1974 STATE 041961"}, "number"),
        # Nothing at all says nothing
        ({}, {}, ""),
    ],
)  # fmt: skip
def test_what_names_a_telegram_says_that_two_are_one(
    one: dict[str, str], other: dict[str, str], why: str
) -> None:
    first, second = traits("FROM: A\nONE TEXT\n", **one), traits("FROM: A\nAND ANOTHER\n", **other)
    assert likeness.why(first, second) == why
    assert bool(first.hashes & second.hashes) is bool(why)


def test_a_text_badly_read_twice_is_found() -> None:
    words = PROSE.split()
    badly = [w.replace("W", "VV") if n % 4 == 0 else w for n, w in enumerate(words)]
    worse = [w.replace("R", "K") if n % 5 == 1 else w for n, w in enumerate(words)]
    first, second = traits(" ".join(badly)), traits(" ".join(worse))
    assert likeness.why(first, second) == "text"
    assert first.hashes & second.hashes


# What two different telegrams share without being one
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CONCUR. PLEASE PROCEED AS OUTLINED.", "CONCUR. PLEASE PROCEED AS OUTLINED."),
        ("REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED " + PROSE[:200],
         "REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED " + PROSE[900:1400]),
    ],
)  # fmt: skip
def test_a_few_common_words_say_nothing(one: str, other: str) -> None:
    assert likeness.why(traits(one), traits(other)) == ""


def held(store: Store, texts: list[str]) -> list[tuple[NewCable, str]]:
    words = vocabulary.load()
    cables = {}
    for text in texts:
        source, reading = made.source("a.txt", text), read(text, words)
        cables[source.sha256] = (
            source, NewCable(source.sha256, text, reading, naming(reading, words))
        )  # fmt: skip
    with store.writing() as tx:
        for source, _ in cables.values():
            repository.add_source(tx, source)
        news = [new for _, new in cables.values()]
        return list(zip(news, adding.add_cables(tx, news), strict=True))


def traits_of_new(new: NewCable) -> likeness.Traits:
    return likeness.traits(new.reading, new.source_text, new.naming.post)


def alike(store: Store, cables: list[tuple[NewCable, str]]) -> set[frozenset[str]]:
    pairs = set()
    with store.reading() as connection:
        for new, id in cables:
            for likely in repository.find_likely_same(
                connection, new.reading, new.source_text, new.naming.post, other_than=id
            ):
                pairs.add(frozenset((id, likely.id)))
    return pairs


def test_specimens_misread_are_found_and_no_two_of_them_are_taken_for_one(store: Store) -> None:
    stock = Stock.of(vocabulary.load())
    clean = [compose(seed, stock, length=2).text for seed in range(40)]
    misread = [compose(seed, stock, length=2, noise=1.0).text for seed in range(40)]
    cables = held(store, clean + misread)
    found = alike(store, cables)
    with store.writing() as tx:  # looked for in one go, as a bulk intake does
        Alike().note(tx, {id: traits_of_new(new) for new, id in cables})
        pairs = tx.connection.execute(
            select(tables.likeness.c.cable_id, tables.likeness.c.other_id)
        )
        at_once = {frozenset(pair) for pair in pairs}
    by_text = {new.source_text: id for new, id in cables}
    twins = {
        frozenset((by_text[a], by_text[b])) for a, b in zip(clean, misread, strict=True) if a != b
    }
    assert found - twins == set()
    assert at_once <= found
    assert len(at_once) >= 0.9 * len(found)
    assert len(found & twins) >= 0.95 * len(twins)


@pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of real texts is not beside the checkout"
)
def test_real_texts_of_one_document_by_several_engines_are_found(sqlite_store: Store) -> None:
    records = defaultdict(list)
    for path in sorted((CORPUS / "cia-cables").glob("*__*.txt")):
        records[path.stem.split("__")[0]].append(path.read_bytes().decode("utf-8", "replace"))
    some = dict(sorted(records.items())[:40])
    cables = held(sqlite_store, [text for texts in some.values() for text in texts])
    by_text = {new.source_text: id for new, id in cables if new.reading.is_telegram}
    found = alike(sqlite_store, [(new, id) for new, id in cables if new.reading.is_telegram])
    twins = {
        frozenset((by_text[a], by_text[b]))
        for texts in some.values()
        for a, b in combinations([text for text in texts if text in by_text], 2)
    }
    assert len(found & twins) >= 0.75 * len(twins)
    assert len(found - twins) <= 2  # copies of one telegram in two records among them


def test_a_trait_that_very_many_share_is_not_followed(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "HOLDERS", 3)
    monkeypatch.setattr(repository, "COMPARED", 2)
    repository._sharing.cache_clear()
    cables = held(sqlite_store, [f"{PROSE} NUMBER {n}" for n in range(6)])
    with sqlite_store.reading() as connection:
        new, id = cables[-1]
        found = repository.find_likely_same(
            connection, new.reading, new.source_text, "", other_than=id
        )
    repository._sharing.cache_clear()
    assert len(found) <= 2


def test_traits_follow_the_current_version(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
        other = made.reading(number="9")
        repository.add_version(tx, id, other, made.naming("9"), made_by="ada")
    with store.reading() as connection:
        by_old = dataclasses.replace(made.reading(), paragraphs=())
        by_new = dataclasses.replace(other, paragraphs=())
        assert repository.find_likely_same(connection, by_new, made.TEXT, "Testville")
        found = repository.find_likely_same(connection, by_old, made.TEXT, "Testville")
        assert [likely.why for likely in found] in ([], ["dtg"], ["control"])


# A form letter by wire: the same words under other numbers on other days are other telegrams.
def test_the_same_words_under_another_number_day_and_hour_are_another_telegram() -> None:
    first = {
        "number": "501",
        "sent_date": "1961-05-01",
        "sent_time": "09:00",
        "control_number": "1001",
    }
    later = {
        "number": "502",
        "sent_date": "1961-05-02",
        "sent_time": "11:00",
        "control_number": "1002",
    }
    misread = {**first, "number": "581", "sent_time": "19:00"}
    assert likeness.why(traits(PROSE, **first), traits(PROSE, **later)) == ""
    assert likeness.why(traits(PROSE, **first), traits(PROSE, **misread)) == "text"
