"""The figures beside the cables are those of the cables, whatever happened to them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.archive import adding, repository, tally
from app.archive.records import Collection, NewCable
from app.archive.rows import prepare
from app.archive.store import Store, open_store
from app.archive.tally import Figure, Kind
from app.archive.verify import verify
from app.errors import Conflict
from app.scans.files import open_files
from tests.archive import made
from tests.archive.test_upgrade import migrate

POSTS, DAYS = ("Testville", "Saint-Malo"), ("1962-12-13", "1962-12", "1963", "")


def counted(store: Store, kind: str) -> dict[tuple[str, str], int]:
    with store.reading() as connection:
        return {
            (figure.name, figure.part): cables
            for figure, (cables, _) in tally.kept(connection).items()
            if figure.kind == kind
        }


def test_a_published_cable_is_in_every_figure_it_belongs_to(store: Store) -> None:
    with store.writing() as tx:
        made.add(tx)
        made.add(tx, "9", sent="1963-01-02")
        made.add(tx, "10", publish=False)
    assert counted(store, Kind.ALL) == {("", ""): 2}
    assert counted(store, Kind.DAY) == {("1962-12-13", ""): 1, ("1963-01-02", ""): 1}
    assert counted(store, Kind.MONTH) == {("1962-12", ""): 1, ("1963-01", ""): 1}
    assert counted(store, Kind.YEAR) == {("1962", ""): 1, ("1963", ""): 1}
    assert counted(store, Kind.POST) == {
        ("Testville", ""): 2, ("Testville", "1962"): 1, ("Testville", "1963"): 1,
    }  # fmt: skip
    assert counted(store, Kind.SERIES)[("SECTO", "")] == 2
    assert counted(store, Kind.SERIES_POST)[("SECTO", "Testville 1962")] == 1
    assert counted(store, Kind.CLASS) == {("SECRET", ""): 2}
    assert counted(store, Kind.COLLECTION)[("0", "")] == 2


def test_a_collection_is_counted_by_its_number(store: Store) -> None:
    with store.writing() as tx:
        source = dataclasses.replace(made.source(), collection=Collection("NARA", "RG 59"))
        repository.add_source(tx, source)
        new = NewCable(source.sha256, made.TEXT, made.reading(), made.naming())
        repository.publish(tx, adding.add_cable(tx, new))
        id = tx.connection.execute(text("SELECT id FROM collection")).scalar_one()
    assert counted(store, Kind.COLLECTION) == {(str(id), ""): 1, (str(id), "1962"): 1}


def test_what_is_taken_in_public_at_once_is_counted(store: Store) -> None:
    with store.writing() as tx:
        repository.add_source(tx, made.source())
        new = NewCable(made.source().sha256, made.TEXT, made.reading(), made.naming())
        adding.add_prepared(tx, [prepare(new)] * 3, published_by="ada")
        adding.add_prepared(tx, [prepare(new)])
    assert counted(store, Kind.ALL) == {("", ""): 3}
    with store.reading() as connection:
        assert tally.kept(connection) == tally.recounted(connection)


def test_what_was_rolled_back_is_not_counted(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)

    def fail() -> None:
        with store.writing() as tx:
            made.add(tx, "9")
            repository.merge(tx, id, id, by="ada")

    with pytest.raises(Conflict):
        fail()
    assert counted(store, Kind.ALL) == {("", ""): 1}


def do(store: Store, ids: list[str], step: tuple[str, int, str, str]) -> None:
    """One deed; one that its cable is in no state for leaves all as it was."""
    deed, at, post, day = step
    try:
        with store.writing() as tx:
            if deed in ("add", "draft") or not ids:
                number = str(len(ids) + 20)
                publish = deed != "draft"
                ids.append(made.add(tx, number, sent=day, post=post, publish=publish))
                return
            id, other = ids[at % len(ids)], ids[(at + 1) % len(ids)]
            if deed == "publish":
                repository.publish(tx, id)
            elif deed == "withdraw":
                repository.withdraw(tx, id, "a reason", by="ada")
            elif deed == "merge":
                repository.merge(tx, id, other, by="ada")
            else:
                reading = made.reading(sent=day, post=post.upper())
                repository.add_version(tx, id, reading, made.naming(post=post), made_by="ada")
    except Conflict:
        return


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "draft", "publish", "withdraw", "merge", "correct")),
        st.integers(0, 9), st.sampled_from(POSTS), st.sampled_from(DAYS),
    ),
    max_size=14,
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_after_any_deeds_the_figures_are_those_counted_anew(
    store: Store, steps: list[tuple[str, int, str, str]]
) -> None:
    ids: list[str] = []
    with store.reading() as connection:
        ids += connection.execute(text("SELECT id FROM cable")).scalars()
    for step in steps:
        do(store, ids, step)
    with store.reading() as connection:
        assert tally.kept(connection) == tally.recounted(connection)


def test_verify_names_a_figure_that_is_wrong(store: Store, tmp_path: object) -> None:
    files = open_files(f"file://{tmp_path}/files")
    files.put(made.TEXT.encode())
    with store.writing() as tx:
        made.add(tx)
        tx.connection.execute(text("UPDATE source SET outcome = 'read'"))
    with store.writing() as tx:
        tx.connection.execute(text("UPDATE tally SET cables = 7 WHERE kind = 'post' AND part = ''"))
    assert [(one.kind, one.subject) for one in verify(store, files)] == [
        ("figure", "post Testville")
    ]


def test_an_older_archive_is_counted_when_it_is_brought_up_to_date(archive_url: str) -> None:
    store = open_store(archive_url)
    with store.writing() as tx:
        made.add(tx)
        made.add(tx, "9", publish=False)
    with store.reading() as connection:
        before = tally.kept(connection)
    store.close()
    migrate(archive_url, ("downgrade", "0003"), ("upgrade", "head"))
    again = open_store(archive_url)
    with again.reading() as connection:
        assert tally.kept(connection) == before
        assert before[Figure(Kind.ALL, "")] == [1, 1]
    again.close()


# The trap of each: a collation that does not sort by bytes, a blank, a letter that is not ASCII.
@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("New Delhi", "new-d", True),
        ("São Paulo", "sao", True),
        ("Saint-Malo", "saint-m", True),
        ("Paris", "pas", False),
        ("Paris", "", True),
    ],
)
def test_names_are_found_by_how_they_begin(
    store: Store, name: str, typed: str, found: bool
) -> None:
    with store.writing() as tx:
        made.add(tx, post=name)
    with store.reading() as connection:
        rows = tally.that_begin(connection, Kind.POST, typed, 5)
    assert [row.name for row in rows] == ([name] if found else [])


def test_a_name_without_an_ascii_letter_has_an_address(store: Store) -> None:
    with store.writing() as tx:
        made.add(tx, post="Москва")
    with store.reading() as connection:
        (row,) = tally.every(connection, Kind.POST)
        assert row.key.startswith("x-")
        assert {one.name for one in tally.by_key(connection, Kind.POST, row.key)} == {"Москва"}
