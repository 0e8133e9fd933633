from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.command import environment, reftel
from tests.telegrams import incoming


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An archive with one published cable."""
    env = environment(tmp_path / "var")
    said = reftel("ingest", "--publish", "-", env=env, given=incoming().encode())
    assert said.code == 0, said.err
    return env


def kept_file(env: dict[str, str]) -> Path:
    (file,) = (p for p in Path(env["REFTEL_DATA"], "files").rglob("*") if len(p.name) == 64)
    return file


@contextmanager
def database(env: dict[str, str]) -> Iterator[sqlite3.Connection]:
    """The archive's rows, changed behind its back."""
    with closing(sqlite3.connect(Path(env["REFTEL_DATA"], "reftel.sqlite3"))) as connection:
        yield connection
        connection.commit()


def test_a_backup_says_what_is_in_it_and_comes_back_whole(
    env: dict[str, str], tmp_path: Path
) -> None:
    said = reftel("backup", tmp_path / "b.tar", env=env)
    assert said.code == 0, said.err
    assert "1 cables, 1 sources, change 2" in said.out
    there = environment(tmp_path / "there")
    said = reftel("restore", tmp_path / "b.tar", env=there)
    assert said.code == 0, said.err
    assert "1 cables, 1 sources, change 2 restored" in said.out
    assert reftel("verify", env=there).code == 0
    assert kept_file(there).read_bytes() == incoming().encode()


def test_what_cannot_be_backed_up_or_restored_is_told_and_nothing_is_touched(
    env: dict[str, str], tmp_path: Path
) -> None:
    backup, there = tmp_path / "b.tar", environment(tmp_path / "there")
    reftel("backup", backup, env=env)
    whole = backup.read_bytes()
    said = reftel("backup", backup, env=env)
    assert (said.code, "exists already" in said.err) == (5, True)
    assert backup.read_bytes() == whole
    said = reftel("restore", backup, env=env)
    assert (said.code, "not empty" in said.err) == (5, True)
    said = reftel("restore", tmp_path / "none.tar", env=there)
    assert (said.code, "does not exist" in said.err) == (3, True)
    for damaged in (
        whole[: len(whole) // 2],
        whole.replace(b"HARBOR", b"HARBOX"),
        b"not a tar",
    ):
        backup.write_bytes(damaged)
        said = reftel("restore", backup, env=there)
        assert (said.code, "not a whole backup" in said.err) == (7, True)
    assert reftel("ingest", "-", env=there, given=incoming().encode()).out.startswith("new")


# What can rot, and the words that name it.
ROTS = [
    ("a changed byte in a source", lambda env: rotten(kept_file(env), b"x"), "fixity: source"),
    ("a source that is gone", lambda env: rotten(kept_file(env), None), "fixity: source"),
    ("a text changed in the store",
     lambda env: execute(env, "UPDATE transcript SET sha256 = zeroblob(32)"),
     "transcript: cable"),
    ("a change that is lost", lambda env: execute(env, "DELETE FROM change WHERE number = 1"),
     "change: the changes"),
]  # fmt: skip


def rotten(file: Path, more: bytes | None) -> None:
    file.chmod(0o644)
    if more is None:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + more)


def execute(env: dict[str, str], statement: str) -> None:
    with database(env) as connection:
        assert connection.execute(statement).rowcount == 1


@pytest.mark.parametrize(("damage", "named"), [r[1:] for r in ROTS], ids=[r[0] for r in ROTS])
def test_what_is_damaged_is_named(env: dict[str, str], damage: object, named: str) -> None:
    assert reftel("verify", env=env).code == 0
    assert callable(damage)
    damage(env)
    said = reftel("verify", env=env)
    assert said.code == 7
    assert named in said.out
    assert "Restore the damaged files from a backup" in said.err


COMMANDS = [("ingest", "-"), ("publish", "00000000"), ("verify",), ("backup", "b.tar")]


@pytest.mark.parametrize("words", COMMANDS)
def test_any_command_refuses_an_archive_of_a_newer_version_and_leaves_it_alone(
    env: dict[str, str], words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    execute(env, "UPDATE alembic_version SET version_num = '9999'")
    said = reftel(*words, env=env, given=incoming(9).encode())
    assert said.code == 6
    assert "written by a newer Reftel (schema 9999)" in said.err
    assert "Install that version again" in said.err


IDS = [
    ("2bcdfgh0", 4, "no cable id: its check character does not fit", "swapped"),
    ("nonsense", 4, "There is no cable nonsense", "as in the permalink"),
    ("0000000", 4, "There is no cable 0000000", "as in the permalink"),
]


@pytest.mark.parametrize(("id", "code", "reason", "remedy"), IDS)
@pytest.mark.parametrize("command", ["publish", "withdraw"])
def test_a_mistyped_id_is_told_as_what_it_is(
    env: dict[str, str], command: str, id: str, code: int, reason: str, remedy: str
) -> None:
    more = ("--reason", "a mistake") if command == "withdraw" else ()
    said = reftel(command, id, *more, env=env)
    assert said.code == code
    assert reason in said.err
    assert remedy in said.err


def test_a_permalink_does_for_an_id_and_hyphens_and_capitals_do_not_matter(
    env: dict[str, str],
) -> None:
    said = reftel("ingest", "--json", "-", env=env, given=incoming().encode())
    cable = said.lines[0]["cables"][0]
    typed = f"{cable['id'][:4]}-{cable['id'][4:]}".upper()
    for id in (cable["url"], cable["url"] + "/", typed):
        assert reftel("publish", id, env=env).code == 0


def test_a_correction_that_cannot_be_is_told_with_what_to_write(env: dict[str, str]) -> None:
    said = reftel("ingest", "--json", "-", env=env, given=incoming().encode())
    id = said.lines[0]["cables"][0]["id"]
    for words, reason in (
        (["number"], "'number' is no correction. Write FIELD=VALUE"),
        (["numbr=9"], "there is no such field. Did you mean number"),
        (["sent_date=4 March"], "it is no date. Write it as 1962-12-13"),
        ([], "changes nothing"),
    ):
        said = reftel("correct", id, *words, env=env)
        assert said.code == 2
        assert reason in " ".join(said.err.split())
    said = reftel(
        "correct", id, "to=Bonn", "to=Paris", "--remove", "control_number", "--confirm", "number",
        "--note", "from the scan", env=env,
    )  # fmt: skip
    assert said.code == 0, said.err
    assert "is now version 2" in said.out
    assert "/v/1 stays as it was" in said.out
