from __future__ import annotations

import pytest

from app.desk.capacity import GB, capacity

# Memory in GB, wanted: engines, workers, words of the note
MACHINES = [
    (1, None, 1, 1, "Tesseract alone, one file at a time"),
    (2, None, 2, 1, "read one file at a time"),
    (2, 2, 2, 2, ""),
    (8, 3, 2, 3, ""),
    (8, 0, 2, 0, ""),
]


@pytest.mark.parametrize(("memory", "wanted", "engines", "workers", "words"), MACHINES)
def test_a_small_machine_does_less_and_says_so(
    memory: int, wanted: int | None, engines: int, workers: int, words: str
) -> None:
    able = capacity(memory * GB, wanted)
    assert (len(able.engines), able.workers) == (engines, workers)
    assert words in able.note
    assert bool(able.note) == bool(words)


def test_one_engine_alone_where_that_is_wanted() -> None:
    able = capacity(8 * GB, fast=True)
    assert (able.engines, able.workers) == (capacity(GB).engines, capacity(8 * GB).workers)
    assert "as was set" in able.note
