from __future__ import annotations

import threading
import time

import pytest

from app.archive.changes import changes_since, last_change, record_change
from app.archive.store import Store
from tests.archive import made


class StoppedError(Exception):
    pass


def numbers(store: Store) -> list[int]:
    with store.reading() as connection:
        return [change.number for change in changes_since(connection, 0, 10_000)]


def test_an_empty_archive_is_at_change_nought(store: Store) -> None:
    with store.reading() as connection:
        assert last_change(connection) == 0
        assert changes_since(connection, 0) == ()


def test_changes_are_numbered_from_one_in_the_order_they_were_recorded(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
    with store.reading() as connection:
        found = changes_since(connection, 0)
        assert last_change(connection) == 2
    assert [(c.number, c.kind, c.cable_id) for c in found] == [
        (1, "added", id),
        (2, "published", id),
    ]


def test_the_same_change_twice_in_a_transaction_is_one(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
        record_change(tx, "published", id)
    assert numbers(store) == [1, 2]


def test_a_follower_gets_what_came_after_its_number_and_no_more_than_it_asks_for(
    store: Store,
) -> None:
    with store.writing() as tx:
        for number in "123":
            made.add(tx, number)
    with store.reading() as connection:
        assert [c.number for c in changes_since(connection, 2, 3)] == [3, 4, 5]
        assert changes_since(connection, 6) == ()


def test_a_rollback_leaves_no_gap_and_no_rows(store: Store) -> None:
    with store.writing() as tx:
        made.add(tx, "1")
    with pytest.raises(StoppedError), store.writing() as tx:  # noqa: PT012
        made.add(tx, "2")
        raise StoppedError
    with store.writing() as tx:
        made.add(tx, "3")
    assert numbers(store) == [1, 2, 3, 4]


def test_a_later_number_is_never_visible_first(store: Store) -> None:
    """Writers that overlap, some of which fail, while a reader looks without pause."""
    done = threading.Event()
    seen: list[list[int]] = []
    failures: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for turn in range(6):
                try:
                    with store.writing() as tx:
                        made.add(tx, f"{name}{turn}", publish=bool(turn % 2))
                        time.sleep(0.002 * name)
                        if turn == 3:
                            raise StoppedError
                except StoppedError:
                    pass
        except BaseException as error:
            failures.append(error)

    def look() -> None:
        while not done.is_set():
            seen.append(numbers(store))
            time.sleep(0.001)

    writers = [threading.Thread(target=write, args=(name,)) for name in (1, 2, 3)]
    reader = threading.Thread(target=look)
    reader.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    assert failures == []
    for state in [*seen, numbers(store)]:
        assert state == list(range(1, len(state) + 1))
    assert len(numbers(store)) == 3 * (5 + 2)


def test_the_second_writer_commits_second_and_has_the_later_number(store: Store) -> None:
    """The first has its number and waits before its commit; the second must not overtake it."""
    with store.writing() as tx:
        first_id = made.add(tx, "1")
    first_has_written = threading.Event()
    order: list[str] = []

    def second() -> None:
        first_has_written.wait()
        with store.writing() as tx:
            made.add(tx, "2")
        order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with store.writing() as tx:
        record_change(tx, "corrected", first_id)
        from app.archive import changes

        changes.number(tx.connection, tx.changes)
        tx.changes.clear()
        first_has_written.set()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    with store.reading() as connection:
        found = changes_since(connection, 2)
    assert [(c.number, c.kind) for c in found] == [(3, "corrected"), (4, "added"), (5, "published")]
