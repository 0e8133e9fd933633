from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.archive import bulk, pages
from app.archive.changes import changes_since
from app.archive.records import CableState, Outcome
from app.archive.store import Store
from app.archive.verify import verify
from app.desk import bulk_lines
from app.desk.bulk import BulkTaken, take_in_bulk
from app.desk.bulk_readers import LineRefused
from app.desk.intake import Wish
from app.desk.room import Desk
from app.errors import BulkStopped, Conflict
from app.scans.files import open_files
from app.specimens import Stock, compose
from app.vocabulary import load
from tests.telegrams import NOT_A_TELEGRAM, incoming

LIMIT = 20_000


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, open_files((tmp_path / "files").as_uri()), load(), LIMIT, who="r.alden")


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_lines, "BATCH", 2)


def line(number: int) -> bytes:
    text = incoming(matter=f"BARGE {number}", number=str(number))
    return json.dumps({"name": f"barge {number}", "text": text}).encode()


def bulk_file(folder: Path, *lines: bytes, end: bytes = b"\n") -> Path:
    path = folder / "cables.jsonl"
    path.write_bytes(b"\n".join(lines) + end)
    return path


def held(desk: Desk) -> list[tuple[str, str, str]]:
    """What an archive holds, but for ids and instants: state, number and source text."""
    with desk.store.reading() as connection:
        ids = dict.fromkeys(change.cable_id for change in changes_since(connection, 0, 10_000))
        found = [pages.cable_page(connection, id, include_drafts=True) for id in ids]
    return [(p.cable.state, p.cable.number, p.source_text) for p in found if p is not None]


def whole(desk: Desk) -> bool:
    return not list(verify(desk.store, desk.files))


class Told:
    """Keeps what an intake told."""

    def __init__(self) -> None:
        self.refused: list[LineRefused] = []
        self.bytes: list[int] = []

    def __call__(self, reached: bulk.Reached, refused: list[LineRefused]) -> None:
        self.bytes.append(reached.byte)
        self.refused += refused


@pytest.mark.usefixtures("few_at_once")
def test_each_line_becomes_a_cable_that_is_those_bytes_of_the_file(
    desk: Desk, tmp_path: Path
) -> None:
    path = bulk_file(tmp_path, line(1), b"", line(2), line(3))
    told = Told()
    taken = take_in_bulk(desk, path, Wish(), processes=1, told=told)
    assert taken.reached == bulk.Reached(path.stat().st_size, 4, 3, 0)
    assert [(state, number) for state, number, _ in held(desk)] == [
        ("draft", "1"), ("draft", "2"), ("draft", "3")
    ]  # fmt: skip
    assert told.bytes[-1] == path.stat().st_size
    with desk.store.reading() as connection:
        source = pages.find_source_by_sha256(connection, taken.sha256)
        assert source is not None
        page = pages.cable_page(connection, source.cables[1].id, include_drafts=True)
    assert (source.outcome, source.reason) == (Outcome.READ, "3 cables of 4 lines, 0 refused")
    assert page is not None
    assert page.stretch is not None
    start, end = page.stretch
    assert json.loads(path.read_bytes()[start:end])["text"] == page.source_text
    assert whole(desk)


# What stands in files that others made, and what must be said of it: the rest goes on.
LINES = [
    ("broken JSON", b'{"text": "FROM', "Line 2", "Each line is a JSON object"),
    ("no object", b"[1, 2]", "no object with words in `text`", "Each line is a JSON object"),
    ("no text", b'{"body": "FROM PARIS"}', "no object with words", "Each line is a JSON object"),
    ("a number for a text", b'{"text": 8}', "no object with words", "Each line"),
    ("not UTF-8", b'{"text": "\xff\xfe"}', "Line 2", "Each line"),
    ("nested for ever", b"[" * 9_000, "Line 2", "Each line"),
    ("a line as long as a book", b'{"text": "' + b"SECRET " * 9_000, "longer than", "Each line"),
    ("a letter", json.dumps({"text": NOT_A_TELEGRAM, "name": "letter 5"}).encode(),
     "letter 5 is not a telegram by any rule", "--anyway"),
    ("nothing", b'{"text": ""}', "not a telegram", "--anyway"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "reason", "remedy"), [case[1:] for case in LINES],
                         ids=[case[0] for case in LINES])  # fmt: skip
def test_a_line_that_is_no_cable_is_refused_by_its_number_and_the_rest_goes_on(
    desk: Desk, tmp_path: Path, bad: bytes, reason: str, remedy: str
) -> None:
    path = bulk_file(tmp_path, line(1), bad, line(3), end=b"")
    told = Told()
    taken = take_in_bulk(desk, path, Wish(), processes=1, told=told)
    assert taken.reached == bulk.Reached(path.stat().st_size, 3, 2, 1)
    assert [number for _, number, _ in held(desk)] == ["1", "3"]
    (refused,) = told.refused
    assert refused.number == 2
    assert reason in refused.error.reason
    assert remedy in refused.error.remedy


@pytest.mark.usefixtures("few_at_once")
def test_published_at_once_they_are_public_with_an_event_each(desk: Desk, tmp_path: Path) -> None:
    taken = take_in_bulk(desk, bulk_file(tmp_path, *map(line, (1, 2, 3))), Wish(publish=True),
                         processes=1)  # fmt: skip
    with desk.store.reading() as connection:
        source = pages.find_source_by_sha256(connection, taken.sha256)
        assert source is not None
        events = [pages.events_of(connection, cable.id) for cable in source.cables]
        recent = pages.recent(connection)
    assert {cable.state for cable in source.cables} == {CableState.PUBLISHED}
    assert [[(e.who, e.what) for e in one] for one in events] == [[("r.alden", "published")]] * 3
    assert len(recent) == 3
    assert whole(desk)


@pytest.mark.usefixtures("few_at_once")
def test_cables_that_are_probably_the_same_are_said_to_be_so_across_batches(
    desk: Desk, tmp_path: Path
) -> None:
    stock = Stock.of(desk.vocabulary)
    texts = [compose(seed, stock, length=2).text for seed in range(3)]
    texts.append(compose(0, stock, length=2, noise=1.0).text)
    lines = [json.dumps({"text": text}).encode() for text in texts]
    taken = take_in_bulk(desk, bulk_file(tmp_path, *lines), Wish(publish=True), processes=1)
    with desk.store.reading() as connection:
        source = pages.find_source_by_sha256(connection, taken.sha256)
        assert source is not None
        found = [pages.cable_page(connection, c.id, include_drafts=True) for c in source.cables]
    ids = [cable.id for cable in source.cables]
    assert [[one.id for one in page.likely_same] for page in found if page] == [
        [ids[3]], [], [], [ids[0]]
    ]  # fmt: skip


class Cut(Exception):  # noqa: N818 - the power, not an error
    """The process died here."""


@pytest.mark.usefixtures("few_at_once")
def test_cut_off_after_any_step_it_goes_on_and_holds_each_line_once(
    desk: Desk, tmp_path: Path
) -> None:
    path = bulk_file(tmp_path, line(1), line(2), b"broken", line(4), line(5))
    seen = 0

    def cut_after(many: int) -> Desk:
        left = iter(range(many))

        def step(name: str) -> None:
            if next(left, None) is None:
                raise Cut(name)

        return replace(desk, step=step)

    for many in range(30):
        seen += 1
        try:
            taken = take_in_bulk(cut_after(many), path, Wish(), processes=1)
        except Cut:
            continue
        break
    assert seen > 3
    assert (taken.reached.taken, taken.reached.refused) == (4, 1)
    assert [number for _, number, _ in held(desk)] == ["1", "2", "4", "5"]
    assert whole(desk)
    again = take_in_bulk(desk, path, Wish(), processes=1)
    assert again == BulkTaken(taken.sha256, taken.reached, 5, was_held=True)


@pytest.mark.usefixtures("few_at_once")
def test_two_commands_on_one_file_take_no_line_twice(desk: Desk, tmp_path: Path) -> None:
    path = bulk_file(tmp_path, *map(line, (1, 2, 3, 4)))

    def the_other(reached: bulk.Reached, refused: list[LineRefused]) -> None:
        if reached.taken == 2:
            take_in_bulk(desk, path, Wish(), processes=1)

    with pytest.raises(Conflict, match="taken in by another command"):
        take_in_bulk(desk, path, Wish(), processes=1, told=the_other)
    assert [number for _, number, _ in held(desk)] == ["1", "2", "3", "4"]


@pytest.mark.usefixtures("few_at_once")
def test_read_by_two_processes_it_is_the_same_in_the_same_order(desk: Desk, tmp_path: Path) -> None:
    path = bulk_file(tmp_path, *map(line, range(1, 8)), b"broken", line(9))
    taken = take_in_bulk(desk, path, Wish(), processes=2)
    assert (taken.reached.taken, taken.reached.refused) == (8, 1)
    assert [text for _, _, text in held(desk)] == [
        json.loads(line(number))["text"] for number in (*range(1, 8), 9)
    ]


STARTS_AND_SAYS_WHO_READS = """
import sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from app.desk.bulk_readers import Reader, _sit_down
import os

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_sit_down, initargs=(None,))
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_readers_end_when_who_started_them_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "starter.py"
    script.write_text(STARTS_AND_SAYS_WHO_READS, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, env=environment
    ) as starter:
        assert starter.stdout is not None
        reader = int(starter.stdout.readline())
        starter.kill()
    for _ in range(200):
        if not alive(reader):
            break
        time.sleep(0.05)
    assert not alive(reader)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.usefixtures("few_at_once")
def test_a_killed_reader_stops_the_intake_in_words_and_it_can_go_on(
    desk: Desk, tmp_path: Path
) -> None:
    path = bulk_file(tmp_path, *map(line, range(1, 20)))

    def kill_a_reader(reached: bulk.Reached, refused: list[LineRefused]) -> None:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
        for child in map(int, children.split()):
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                os.kill(child, signal.SIGKILL)

    with pytest.raises(BulkStopped, match="goes on from there"):
        take_in_bulk(desk, path, Wish(), processes=2, told=kill_a_reader)
    taken = take_in_bulk(desk, path, Wish(), processes=1)
    assert taken.resumed_at > 0
    assert [number for _, number, _ in held(desk)] == [str(n) for n in range(1, 20)]
