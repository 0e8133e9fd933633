from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import environment, reftel
from tests.telegrams import NOT_A_TELEGRAM, incoming


@pytest.fixture
def env(tmp_path: Path, sqlite_archive: Path) -> dict[str, str]:
    """An empty archive in a folder of its own."""
    data = tmp_path / "var"
    data.mkdir()
    (data / "reftel.sqlite3").write_bytes(sqlite_archive.read_bytes())
    return environment(data)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two telegrams, a letter, and a line that is broken."""
    path = tmp_path / "many.jsonl"
    texts = (incoming(number="1"), NOT_A_TELEGRAM, incoming(number="2"))
    path.write_text("\n".join(json.dumps({"text": text}) for text in texts) + '\n{"text": "FROM')
    return path


def test_a_bulk_file_is_told_in_one_line_and_what_was_refused_by_its_number(
    env: dict[str, str], file: Path
) -> None:
    said = reftel("ingest", "--bulk", "--publish", "--processes", 1, file, env=env)
    assert said.code == 3, "a line could not be read"
    refused, broken, taken = said.out.splitlines()
    assert refused.startswith(f"not a telegram: {file} line 2 (")
    assert broken.startswith(f"failed: {file} line 4 (Line 4 is no telegram to take in: ")
    assert taken == f"new: {file}: 2 cables of 4 lines, 2 refused"
    assert reftel("search", "number:1", env=env).out.count("/c/") == 1, "search knows of them"
    again = reftel("ingest", "--bulk", file, env=env)
    assert again.code == 0
    assert again.out == f"already held: {file}: 2 cables of 4 lines, 2 refused\n"


def test_a_program_is_told_each_line_refused_and_the_sum_as_json(
    env: dict[str, str], file: Path
) -> None:
    said = reftel("ingest", "--bulk", "--json", "--processes", 1, file, env=env)
    assert [(one.get("line"), one["outcome"]) for one in said.lines] == [
        (2, "not a telegram"), (4, "failed"), (None, "new")
    ]  # fmt: skip
    last = said.lines[-1]
    assert {name: last[name] for name in ("cables", "lines", "refused", "resumed_at")} == {
        "cables": 2, "lines": 4, "refused": 2, "resumed_at": 0
    }  # fmt: skip


def test_a_file_that_is_not_there_is_named_and_nothing_is_begun(
    env: dict[str, str], file: Path
) -> None:
    said = reftel("ingest", "--bulk", file, file.with_name("more.jsonl"), env=env)
    assert said.code == 3
    assert "more.jsonl does not exist" in said.err
    assert said.out == ""
