from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import event

from app.archive import browse, pages, repository
from app.archive.records import Alias, CablePage, CableState, Pointer
from app.archive.store import Store
from tests.archive import made


def page_of(store: Store, id: str, **options: bool) -> CablePage:
    with store.reading() as connection:
        page = pages.cable_page(connection, id, **options)
    assert page is not None
    return page


def test_a_cable_page_has_all_that_was_put_in(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
    page = page_of(store, id)
    assert page.source_text == made.TEXT
    assert page.reading == made.reading()
    assert page.cable.title == "SECTO 8, Testville to the Department of State"
    assert page.cable.state is CableState.PUBLISHED
    assert page.cable.opening.startswith("THE DELEGATION ARRIVED AT NOON")
    assert page.cable.words == 26
    assert page.cable.precedence == ("PRIORITY",)
    assert page.cable.sent_local == "1962-12-13T11:00"
    assert page.cable.sent_utc is not None
    assert page.cable.sent_utc.isoformat() == "1962-12-13T10:00:00+00:00"
    assert page.source.sha256 == made.source().sha256
    assert page.versions == (page.version,)
    assert page.tombstone is None


def test_a_cable_page_takes_two_queries(store: Store) -> None:
    with store.writing() as tx:
        id, *_ = (made.add(tx, number) for number in ("8", "9", "10"))
    asked: list[str] = []

    def count(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", count)
    page_of(store, id)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 2


def test_a_draft_is_seen_only_by_who_asks_for_drafts(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx, publish=False)
    with store.reading() as connection:
        assert pages.cable_page(connection, id) is None
        assert pages.rows(connection, [id]) == ()
        assert pages.recent(connection) == ()
        assert pages.newest_sent(connection) == ()
        assert browse.sent_on(connection, "1962-12-13") == ()
        assert pages.by_alias(connection, "ref", "secto/testville/1962/8") == ()
        assert pages.cited_by_key(connection, "ref", "telegram/testville/1962/12") == ()
        assert pages.holdings(connection).cables == 0
        assert len(pages.rows(connection, [id], include_drafts=True)) == 1
        assert len(pages.by_alias(connection, "ref", "secto/testville/1962/8",
                                  include_drafts=True)) == 1  # fmt: skip
    assert page_of(store, id, include_drafts=True).source_text == made.TEXT


def test_there_is_no_page_for_an_id_that_was_never_given(store: Store) -> None:
    with store.reading() as connection:
        assert pages.cable_page(connection, "00000000") is None
        assert pages.standing(connection, "00000000") is None


def test_previous_and_next_are_of_the_same_post_by_time_sent(store: Store) -> None:
    with store.writing() as tx:
        late = made.add(tx, "3", sent="1962-12-15")
        first = made.add(tx, "1", sent="1962-12-11")
        middle = made.add(tx, "2", sent="1962-12-13")
        made.add(tx, "7", sent="1962-12-12", post="Otherton")
        made.add(tx, "8", sent="1962-12-12", publish=False)
    page = page_of(store, middle)
    assert page.previous is not None
    assert page.next is not None
    assert (page.previous.id, page.next.id) == (first, late)
    assert page_of(store, first).previous is None
    assert page_of(store, late).next is None


def test_the_same_day_counts_other_published_cables_of_that_local_day(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx, "1", sent="1962-12-13")
        made.add(tx, "2", sent="1962-12-13", post="Otherton")
        made.add(tx, "3", sent="1962-12-13", publish=False)
        made.add(tx, "4", sent="1962-12-14")
    assert page_of(store, id).same_day == 1
    with store.reading() as connection:
        assert len(browse.sent_on(connection, "1962-12-13")) == 2


def test_a_cable_without_a_day_has_no_company(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx, "1", sent="")
        made.add(tx, "2", sent="")
    assert page_of(store, id).same_day == 0


def test_a_page_names_the_cables_that_refer_to_it(store: Store) -> None:
    pointing = dataclasses.replace(
        made.naming("9"),
        pointers=(
            Pointer(0, (Alias("ref", "x/y/1962/1"), Alias("ref", "secto/testville/1962/8"))),
        ),
    )
    with store.writing() as tx:
        cited = made.add(tx, "8")
        citing = made.add(tx, "9", name=pointing)
        made.add(tx, "10", name=pointing, publish=False)
    assert [row.id for row in page_of(store, cited).cited_by] == [citing]
    assert page_of(store, citing).cited_by == ()
    held = page_of(store, citing).cites
    assert {row.id for _, row in held} == {cited}
    assert page_of(store, cited).cites == ()
    with store.writing() as tx:
        repository.withdraw(tx, cited, "reason", by="ada")
    assert page_of(store, citing).cites == ()


def test_a_key_that_nobody_holds_still_says_who_refers_to_it(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
    with store.reading() as connection:
        assert pages.by_alias(connection, "ref", "telegram/testville/1962/12") == ()
        (row,) = pages.cited_by_key(connection, "ref", "telegram/testville/1962/12")
    assert row.id == id


def test_a_key_of_several_cables_lists_them_by_time_withdrawn_ones_without_their_words(
    store: Store,
) -> None:
    with store.writing() as tx:
        later = made.add(tx, "1", sent="1962-12-20", name=made.naming("5"))
        earlier = made.add(tx, "2", sent="1962-05-20", name=made.naming("5"))
        repository.withdraw(tx, later, "reason", by="ada")
    with store.reading() as connection:
        found = pages.by_alias(connection, "ref", "secto/testville/1962/5")
        assert pages.aliases_of(connection, later) == (("ref", "secto/testville/1962/5"),)
    assert [row.id for row in found] == [earlier, later]
    assert [bool(row.opening) for row in found] == [True, False]


def test_lists_page_through_all_cables_once_in_either_direction(store: Store) -> None:
    with store.writing() as tx:
        ids = [made.add(tx, str(n), sent=f"1962-12-{1 + n // 3:02}") for n in range(10)]
        undated = made.add(tx, "99", sent="")
    with store.reading() as connection:
        down: list[str] = []
        while found := pages.newest_sent(connection, 4, before=down[-1] if down else ""):
            down += [row.id for row in found]
        up: list[str] = []
        while found := pages.oldest_sent(connection, 4, after=up[-1] if up else ""):
            up += [row.id for row in found]
    assert down == [*reversed(ids), undated]
    assert up == [undated, *ids]


def test_rows_come_in_the_order_they_were_asked_for(store: Store) -> None:
    with store.writing() as tx:
        ids = [made.add(tx, number) for number in ("1", "2", "3")]
    with store.reading() as connection:
        found = pages.rows(connection, [ids[2], "00000000", ids[0]])
        assert pages.rows(connection, []) == ()
    assert [row.id for row in found] == [ids[2], ids[0]]


def test_holdings_count_what_is_public(store: Store) -> None:
    with store.writing() as tx:
        for number, sent, post in (
            ("1", "1962-12-13", "Testville"),
            ("2", "1963-01-02", "Testville"),
            ("3", "1963-01-03", "Otherton"),
            ("4", "", ""),
        ):
            last = made.add(tx, number, sent=sent, post=post)
        made.add(tx, "5", publish=False)
    with store.reading() as connection:
        held = pages.holdings(connection)
    assert (held.cables, held.specimens, held.pages) == (4, 0, 4)
    assert (held.first_sent, held.last_sent) == ("1962-12-13", "1963-01-03")
    assert held.posts == (("Testville", 2), ("Otherton", 1))
    assert held.years == (("1962", 1), ("1963", 2))
    assert held.classifications == (("SECRET", 4),)
    assert held.recent[0].id == last
    assert held.change == 9


def test_an_empty_archive_has_holdings_too(store: Store) -> None:
    with store.reading() as connection:
        held = pages.holdings(connection)
    assert (held.cables, held.pages, held.first_sent, held.posts) == (0, 0, "", ())


def test_a_standing_says_what_redirects_and_tombstones_need(store: Store) -> None:
    with store.writing() as tx:
        one, other = made.add(tx, "1"), made.add(tx, "2")
        repository.merge(tx, one, other, by="ada")
        repository.withdraw(tx, other, "reason", by="ada")
    with store.reading() as connection:
        merged, withdrawn = pages.standing(connection, one), pages.standing(connection, other)
    assert merged is not None
    assert withdrawn is not None
    assert (merged.state, merged.merged_into) == (CableState.MERGED, other)
    assert withdrawn.tombstone is not None
    assert withdrawn.tombstone.reason == "reason"


@pytest.mark.parametrize("words", [1, 25, 26, 200])
def test_the_opening_is_whole_words_of_at_most_160_characters(words: int) -> None:
    from app.archive.catalogue import opening

    line = opening(["TELEGRAM"] * words)
    assert len(line) <= 160
    assert set(line.split()) <= {"TELEGRAM", "…"}
    assert line.endswith("…") == (words * 9 - 1 > 160)


def plans(store: Store) -> dict[str, list[str]]:
    """What SQLite does for each statement that pages ask, by the function that asks it."""
    said: dict[str, list[str]] = {}
    asked: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        asked.append((statement, values))

    with store.reading() as connection:
        id = pages.recent(connection)[0].id
        event.listen(store.engine, "before_cursor_execute", note)
        for name, ask in {
            "cable_page": lambda: pages.cable_page(connection, id),
            "standing": lambda: pages.standing(connection, id),
            "recent": lambda: pages.recent(connection),
            "newest_sent": lambda: pages.newest_sent(connection, before=id),
            "oldest_sent": lambda: pages.oldest_sent(connection, after=id),
            "sent_on": lambda: browse.sent_on(connection, "1962-12-13"),
            "by_alias": lambda: pages.by_alias(connection, "ref", "secto/testville/1962/8"),
            "cited_by_key": lambda: pages.cited_by_key(connection, "ref", "a/b/1962/8"),
            "find_source_by_sha256": lambda: pages.find_source_by_sha256(connection, "00" * 32),
            "waiting_sources": lambda: pages.waiting_sources(connection),
            "events_of": lambda: pages.events_of(connection, id),
            "holdings": lambda: pages.holdings(connection),
        }.items():
            asked.clear()
            ask()
            said[name] = [
                row[3]
                for statement, values in list(asked)
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
            ]
        event.remove(store.engine, "before_cursor_execute", note)
    return said


def test_every_page_finds_its_rows_by_an_index(store: Store) -> None:
    if not store.is_sqlite:
        return  # PostgreSQL plans by what a table holds: twelve rows are read through there
    with store.writing() as tx:
        for number in range(12):
            made.add(tx, str(number), sent=f"1962-12-{number + 1:02d}")
    for name, steps in plans(store).items():
        tables_read = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
        assert tables_read
        for step in tables_read:
            # The few rows of a subquery, or the constant row, are read through; a table never is.
            whole = step.startswith("SCAN") and "ix_source_waiting" not in step  # a partial index
            assert not whole or step.startswith("SCAN anon_"), (name, step)
            # What follows the state alone walks through every published cable. Only what is asked
            # for in that order and stops early may, and the counts, from an index alone.
            if step.endswith("(state=?)"):
                walks = name == "recent" and "ix_cable_recent" in step
                walks |= name == "holdings" and ("COVERING" in step or "ix_cable_recent" in step)
                assert walks, (name, step)
