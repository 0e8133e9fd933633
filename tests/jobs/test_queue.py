from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.errors import Unavailable
from app.jobs import Job, Queue, open_queue


@pytest.fixture
def queue(archive_url: str, tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(archive_url, tmp_path / "var")
    yield opened
    opened.close()


def test_jobs_come_in_order_the_urgent_ones_first_and_each_once(queue: Queue) -> None:
    queue.put(Job("transcribe", "better text"))
    queue.put(Job("transcribe", "a"), urgent=True)
    queue.put(Job("transcribe", "b"), urgent=True)
    assert queue.size() == 3
    keys = [job.key for job in iter(queue.take, None)]
    assert keys == ["a", "b", "better text"]
    assert queue.take() is None


def test_many_that_open_a_queue_at_once_make_its_tables_once(
    archive_url: str, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: open_queue(archive_url, tmp_path / "var"), range(8)))
    try:
        opened[0].put(Job("transcribe", "a"))
        assert sum(one.take() is not None for one in opened) == 1
    finally:
        for one in opened:
            one.close()


def test_a_job_is_for_one_of_all_who_consume_and_outlives_what_one_raises(
    queue: Queue, archive_url: str, tmp_path: Path
) -> None:
    stop, done = threading.Event(), []

    def work(job: Job) -> None:
        done.append(job.key)
        if job.key == "3":
            raise ValueError("this one is bad")

    others = open_queue(archive_url, tmp_path / "var")
    threads = [
        threading.Thread(target=one.consume, args=(work, stop, 2)) for one in (queue, others)
    ]
    for number in range(10):
        queue.put(Job("transcribe", str(number)))
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(done) < 10 and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join(10)
    others.close()
    assert sorted(done) == [str(number) for number in range(10)]
    assert queue.size() == 0


def test_a_queue_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="queue"):
        open_queue("sqlite:////nowhere", tmp_path / "file")


def test_what_is_written_to_the_queue_is_json_and_runs_nothing(queue: Queue) -> None:
    queue.put(Job("transcribe", "a"))
    (held,) = queue._huey.storage.enqueued_items()
    assert bytes(held).startswith(b'{"id": ')
