from __future__ import annotations

import codecs
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.command import BASE, environment, reftel
from tests.desk.test_paths import NOBODY, as_nobody
from tests.telegrams import NOT_A_TELEGRAM, incoming

TEXT = incoming(matter="CAFÉ BY THE TWO TUGS")


@pytest.fixture
def env(tmp_path: Path, sqlite_archive: Path) -> dict[str, str]:
    """An empty archive in a folder of its own."""
    data = tmp_path / "var"
    data.mkdir()
    (data / "reftel.sqlite3").write_bytes(sqlite_archive.read_bytes())
    return environment(data)


# What people drop, and what they must be told: outcome, exit code, words of reason and remedy.
FATES = [
    ("a telegram", TEXT.encode(), "new", 0, "", ""),
    ("UTF-8 with a mark", codecs.BOM_UTF8 + TEXT.encode(), "new", 0, "", ""),
    ("UTF-16", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "new", 0, "read as UTF-16", ""),
    ("Latin-1", TEXT.encode("latin-1"), "new", 0, "read as Latin-1", "check its 1 accented"),
    ("Windows line ends", TEXT.replace("\n", "\r\n").encode(), "new", 0, "", ""),
    ("a letter", NOT_A_TELEGRAM.encode(), "not a telegram", 0, "not a telegram by any rule",
     "take it in with --anyway"),
    ("an empty file", b"", "failed", 3, "is empty: it has no bytes", "send it again"),
    ("white space", b"\n \n", "failed", 3, "nothing but white space", "send it again"),
    ("a PDF cut off", b"%PDF-1.7\n1 0 obj", "failed", 3, "cannot be decoded", "send it again"),
    ("noise", bytes(range(256)) * 20, "failed", 3, "binary", "Extract its text"),
    ("NULs", TEXT.encode() + b"\0\0", "failed", 3, "has NUL bytes", "Save it again as UTF-8"),
    ("50 MB of text", b"SECRET \n" * 6_250_000, "failed", 3,
     "is 50.0 MB; the limit for one file is 20.0 MB", "raise REFTEL_MAX_SOURCE_BYTES"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "outcome", "code", "reason", "remedy"), [f[1:] for f in FATES],
                         ids=[f[0] for f in FATES])  # fmt: skip
def test_every_file_is_named_with_its_outcome_reason_and_remedy(
    env: dict[str, str], tmp_path: Path, data: bytes, outcome: str, code: int, reason: str,
    remedy: str,
) -> None:  # fmt: skip
    file = tmp_path / "dropped.txt"
    file.write_bytes(data)
    said = reftel("ingest", "--json", file, env=env)
    assert said.code == code, said.err
    (line,) = said.lines
    assert (line["path"], line["outcome"]) == (str(file), outcome)
    assert reason in line["reason"]
    assert remedy in line["reason"]
    assert bool(line["cables"]) == (outcome == "new")
    # A refusal keeps nothing: the file may be mended and come again.
    again = reftel("ingest", "--json", file, env=env).lines[0]["outcome"]
    assert again == ("already held" if outcome == "new" else outcome)


def test_the_same_words_in_another_encoding_are_other_bytes_of_the_same_telegram(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.txt").write_bytes(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"))
    said = reftel("ingest", "--json", tmp_path / "a.txt", tmp_path / "b.txt", env=env)
    first, second = (line["cables"][0] for line in said.lines)
    assert first["title"] == second["title"]
    assert first["id"] != second["id"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_paths_that_cannot_be_read_are_named_and_the_rest_is_taken_in(
    open_folder: Path, sqlite_archive: Path
) -> None:
    # One run: what does not exist, an empty folder, a pipe, a folder that is shut, a good file.
    data = open_folder / "var"
    data.mkdir()
    shutil.copyfile(sqlite_archive, data / "reftel.sqlite3")
    (open_folder / "good.txt").write_text(TEXT)
    (open_folder / "empty").mkdir()
    (open_folder / "shut").mkdir(mode=0)
    os.mkfifo(open_folder / "pipe")
    env = environment(data)
    reftel("ingest", "-", env=env, given=incoming(1).encode())  # so that all modules are loaded
    with as_owner_of(data):
        places = ("none.txt", "empty", "pipe", "shut", "good.txt")
        said = reftel("ingest", "--json", *(open_folder / p for p in places), env=env)
    found = {Path(line["path"]).name: line for line in said.lines}
    assert said.code == 3
    assert {name: line["outcome"] for name, line in found.items()} == {
        "none.txt": "failed", "empty": "failed", "pipe": "failed", "shut": "failed",
        "good.txt": "new",
    }  # fmt: skip
    assert "does not exist. Check the spelling" in found["none.txt"]["reason"]
    assert "holds no file to read" in found["empty"]["reason"]
    assert "is a pipe" in found["pipe"]["reason"]
    assert "cannot be read: Permission denied. Give this account" in found["shut"]["reason"]


@contextmanager
def as_owner_of(folder: Path) -> Iterator[None]:
    """Give a folder to an account with no other rights and be that account."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, -1)
    with as_nobody():
        yield


def test_standard_input_is_a_file_too(env: dict[str, str]) -> None:
    said = reftel("ingest", "--json", "-", env=env, given=TEXT.encode())
    assert (said.code, said.lines[0]["path"], said.lines[0]["outcome"]) == (0, "-", "new")
    assert reftel("ingest", "-", env=env, given=b"").code == 3


def test_a_folder_is_taken_in_to_the_last_file_in_order(
    env: dict[str, str], tmp_path: Path
) -> None:
    for number, name in enumerate(("b.txt", "a.txt", "sub/c.txt", ".hidden")):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(incoming(number + 1, control=number))
    said = reftel("ingest", tmp_path / "in", env=env)
    assert said.code == 0
    told = [line.rpartition("/")[2] for line in said.out.splitlines() if line.startswith("new:")]
    assert told == ["a.txt", "b.txt", "c.txt"]
    assert said.err == "3 new\n"


def test_a_person_is_told_title_permalink_and_how_to_publish(
    env: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "lisbon.txt"
    file.write_text(TEXT)
    said = reftel("ingest", file, env=env)
    assert said.out.startswith(f"new: {file}\n    SECTO 8, Lisbon to the Department of State\n")
    assert f"    {BASE}/c/" in said.out
    assert "make it public with: reftel publish " in said.out
    said = reftel("ingest", "--publish", file, env=env)
    assert said.out.startswith(f"already held: {file} (held since ")
    assert "a draft" not in said.out


def test_outcomes_come_as_they_are_settled_one_object_a_line(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-")
    said = reftel("ingest", "--json", tmp_path / "a.txt", tmp_path / "b.pdf", env=env)
    assert said.code == 3
    assert [set(line) for line in said.lines] == [{"path", "outcome", "reason", "cables"}] * 2
    assert [set(cable) for cable in said.lines[0]["cables"]] == [{"id", "url", "title"}]
    assert said.out == "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in said.lines)


def test_nothing_named_is_a_mistake(env: dict[str, str]) -> None:
    assert reftel("ingest", env=env).code == 2
