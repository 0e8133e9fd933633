from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from app.cli import reftel as application
from app.settings import Settings, table
from tests.cli.command import environment, reftel

COMMANDS = sorted(
    command.name or command.callback.__name__.replace("_", "-")
    for command in application.registered_commands
    if command.callback
)


def test_the_commands_are_those_that_are_promised() -> None:
    promised = {"serve", "worker", "read", "ingest", "publish", "withdraw", "backup", "restore",
                "verify", "specimens"}  # fmt: skip
    assert promised <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_what_its_words_mean(command: str) -> None:
    said = reftel(command, "--help")
    assert said.code == 0
    assert said.out.count("\n") > 5
    for parameter in typer.main.get_command(application).commands[command].params:  # type: ignore[attr-defined]
        if parameter.name != "help":
            assert getattr(parameter, "help", ""), f"{command} {parameter.name} has no help"


def test_no_command_shows_the_list_of_them() -> None:
    said = reftel()
    assert all(f" {command} " in said.out + said.err for command in COMMANDS)


def test_settings_are_printed_with_meaning_and_default() -> None:
    said = reftel("settings")
    assert said.code == 0
    for row in table():
        assert row.name in said.out
        assert row.help in said.out
    assert len(table()) == len(Settings.__dataclass_fields__)


# An error is a sentence and an exit code, whichever command meets it; never a traceback.
WRONG_SETTINGS = [
    ({"REFTEL_PROT": "80"}, "REFTEL_PROT is not a setting of Reftel", "Did you mean REFTEL_PORT?"),
    ({"REFTEL_PORT": "eighty"}, "REFTEL_PORT is 'eighty'", "Write 0 to 65535"),
]


@pytest.mark.parametrize(("env", "reason", "remedy"), WRONG_SETTINGS)
@pytest.mark.parametrize(
    "words", [("serve",), ("ingest", "x"), ("publish", "x"), ("verify",), ("worker", "--check")]
)
def test_a_wrong_setting_stops_every_command_with_a_sentence(
    words: tuple[str, ...], env: dict[str, str], reason: str, remedy: str
) -> None:
    said = reftel(*words, env=env)
    assert said.code == 2
    assert reason in said.err
    assert remedy in said.err
    assert "Traceback" not in said.err


def test_a_worker_that_is_not_there_is_told_to_a_health_check(tmp_path: Path) -> None:
    said = reftel("worker", "--check", env=environment(tmp_path))
    assert said.code == 6
    assert "gives no sign of life" in said.err
    assert "reftel worker" in said.err


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--help"], capture_output=True, text=True, check=True
    )
    assert "declassified diplomatic cables" in done.stdout


def test_a_reader_that_goes_away_is_no_failure_worth_a_traceback() -> None:
    pipe = f"{sys.executable} -m app settings | head -n 1"
    done = subprocess.run(pipe, shell=True, capture_output=True, text=True, check=True)
    assert "REFTEL_DATA" in done.stdout
    assert "Traceback" not in done.stderr


# Folders this account may not enter: root enters every one, so the refusal is played.
CLOSED = [
    ("serve", "--port", "0"),
    ("backup", "closed/backup.tar"),
    ("read", "telegram.txt", "--out", "closed"),
]


@pytest.mark.parametrize("words", CLOSED, ids=[words[0] for words in CLOSED])
def test_a_folder_that_is_closed_is_told_in_a_sentence(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*args: object, **more: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "closed"))

    monkeypatch.chdir(tmp_path)
    Path("telegram.txt").write_text("FROM LIMA\n\nTO: Secretary of State\n", encoding="utf-8")
    for place in ("app.settings._mint", "app.archive.backup.backup", "app.cli.reading._put"):
        monkeypatch.setattr(place, closed)
    said = reftel(*words, env=environment(tmp_path / "data"))
    assert said.code == 6
    assert f"{tmp_path / 'closed'} cannot be used: Permission denied." in said.err
    assert "chmod" in said.err
