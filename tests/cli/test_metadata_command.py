from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import environment, reftel
from tests.telegrams import incoming


@pytest.fixture
def env(tmp_path: Path, archive_url: str) -> dict[str, str]:
    return environment(tmp_path, archive_url)


def test_a_table_is_only_tried_unless_it_is_to_be_applied(env: dict[str, str]) -> None:
    taken = reftel("ingest", "--json", "-", env=env, given=incoming().encode())
    id = taken.lines[0]["cables"][0]["id"]
    table = f"id,subject\n{id},The two tugs\n".encode()
    tried = reftel("metadata", "-", env=env, given=table)
    assert (tried.code, f"line 2: {id}" in tried.out, ": subject" in tried.out) == (0, True, True)
    assert "1 cables would change; do it with --apply" in tried.err
    done = reftel("metadata", "-", "--apply", "--by", "ada", env=env, given=table)
    assert (done.code, done.out) == (0, "1 cables changed\n")
    assert "0 cables would change" in reftel("metadata", "-", env=env, given=table).err


def test_wrong_rows_are_told_by_line_and_nothing_is_changed(env: dict[str, str]) -> None:
    said = reftel("metadata", "-", "--apply", env=env, given=b"id,subject\n00000000,x\n")
    assert said.code == 3
    assert "line 2, id: nothing here goes by '00000000'" in said.err
    assert "nothing was changed" in said.err
