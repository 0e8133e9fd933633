from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.search.folder import Folder
from tests.cli.command import environment, reftel
from tests.telegrams import incoming


@pytest.fixture
def env(tmp_path: Path, archive_url: str) -> dict[str, str]:
    """An archive with one published cable and a draft."""
    env = environment(tmp_path / "var", archive_url)
    public, draft = tmp_path / "public.txt", tmp_path / "draft.txt"
    public.write_text(incoming(8))
    draft.write_text(incoming(9, control=6000, matter="SEVEN BARGES"))
    assert reftel("ingest", public, "--publish", env=env).code == 0
    assert reftel("ingest", draft, env=env).code == 0
    return env


def test_a_hit_is_told_with_where_its_words_stand(env: dict[str, str]) -> None:
    said = reftel("search", "engineer from:lisbon", env=env)
    assert said.code == 0, said.err
    assert "1 cable" in said.err
    assert "page 2, ¶1: " in said.out
    assert "AN ENGINEER." in said.out


def test_drafts_are_found_where_it_is_said(env: dict[str, str]) -> None:
    assert reftel("search", "barges", env=env).out == ""
    assert "BARGES" in reftel("search", "barges", "--drafts", env=env).out


def test_json_is_what_the_page_of_that_name_answers(env: dict[str, str]) -> None:
    (told,) = reftel("search", "ministry expected", "--json", env=env).lines
    assert told["count"] == 1
    (hit,) = told["hits"]
    assert (hit["page"], hit["paragraph"]) == (1, 1)
    assert [hit["snippet"][a:b] for a, b in hit["marks"]] == ["MINISTRY", "EXPECTED"]
    assert {"value": "LISBON", "count": 1} in told["facets"]["post"]


def test_a_query_that_cannot_be_understood_is_a_wrong_call(env: dict[str, str]) -> None:
    said = reftel("search", "tugs (", env=env)
    assert (said.code, said.out) == (2, "")
    assert "At character 6" in said.err
    assert reftel("search", "tugs", "--sort", "fame", env=env).code == 2


def test_what_is_withdrawn_is_not_found_once_the_command_has_ended(env: dict[str, str]) -> None:
    (told,) = reftel("search", "tugs", "--json", env=env).lines
    id = told["hits"][0]["id"]
    assert reftel("withdraw", id, "--reason", "It names a person", env=env).code == 0
    (told,) = reftel("search", "tugs", "--json", env=env).lines
    assert told["count"] == 0


def test_the_index_is_made_anew_unless_somebody_writes_it(env: dict[str, str]) -> None:
    folder = Path(env["REFTEL_DATA"]) / "index"
    before = json.loads((folder / "position.json").read_text())
    said = reftel("reindex", env=env)
    assert said.code == 0, said.err
    after = json.loads((folder / "position.json").read_text())
    assert before["change"] == after["change"]
    assert before["generation"] != after["generation"]
    with Folder(folder).alone():
        said = reftel("reindex", env=env)
        assert said.code == 6
        assert "a server or worker writes the search index" in said.err
