from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.desk.paths import one_line, read_bytes, walk
from app.errors import PathMissing, PathUnreadable, SourceTooLarge

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """File rights mean nothing to root: step down for the length of a check."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other accounts can reach; pytest's own are shut to them."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def made(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("FROM LIMA\n")


def told(*paths: object) -> list[tuple[str, str]]:
    """Each path with the kind of trouble, or nothing."""
    return [(path, type(e).__name__ if e else "") for path, e in walk([str(p) for p in paths])]


def test_a_folder_gives_its_files_to_the_last_in_order_and_no_hidden_ones(tmp_path: Path) -> None:
    made(tmp_path, "b.txt", "a.txt", "sub/deep/c.txt", ".hidden", ".git/config", "sub/.DS_Store")
    assert told(tmp_path) == [
        (str(tmp_path / name), "") for name in ("a.txt", "b.txt", "sub/deep/c.txt")
    ]


def test_a_file_is_taken_as_named_and_standard_input_passed_on(tmp_path: Path) -> None:
    made(tmp_path, ".hidden")
    assert told(tmp_path / ".hidden", "-") == [(str(tmp_path / ".hidden"), ""), ("-", "")]


def test_what_does_not_exist_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert told(tmp_path / "none.txt", tmp_path / "a.txt" / "b", tmp_path / "empty", tmp_path) == [
        (str(tmp_path / "none.txt"), "PathMissing"),
        (str(tmp_path / "a.txt" / "b"), "PathMissing"),
        (str(tmp_path / "empty"), "FolderWithoutTexts"),
        (str(tmp_path / "a.txt"), ""),
        (str(tmp_path / "dangling"), "PathMissing"),
        (str(tmp_path / "pipe"), "NotAFile"),
    ]


def test_a_folder_that_may_not_be_opened_is_named_and_its_neighbours_read(
    open_folder: Path,
) -> None:
    made(open_folder, "open/a.txt", "shut/b.txt")
    (open_folder / "shut").chmod(0)
    with as_nobody():
        found = list(walk([str(open_folder)]))
        directly = list(walk([str(open_folder / "shut" / "b.txt"), str(open_folder / "shut")]))
    (open_folder / "shut").chmod(0o755)
    assert [(p, type(e).__name__ if e else "") for p, e in found] == [
        (str(open_folder / "open" / "a.txt"), ""),
        (str(open_folder / "shut"), "PathUnreadable"),
    ]
    assert [type(e).__name__ for _, e in directly] == ["PathUnreadable", "PathUnreadable"]
    assert found[1][1] is not None
    assert "Permission denied" in found[1][1].reason
    assert "chmod" in found[1][1].remedy


def test_a_loop_of_links_does_not_go_round(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert told(tmp_path) == [(str(tmp_path / "a.txt"), "")]


def test_bytes_come_from_a_file_or_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"\xc9\r\n")
    assert read_bytes(str(tmp_path / "a"), limit=10) == b"\xc9\r\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\r\nb")))
    assert read_bytes("-", limit=10) == b"a\r\nb"


def test_too_much_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "big").open("wb") as file:
        file.truncate(10**12)  # sparse: reading it would take the machine down
    with pytest.raises(SourceTooLarge, match=r"big is 1000000\.0 MB"):
        read_bytes(str(tmp_path / "big"), limit=1000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abcd")))
    with pytest.raises(SourceTooLarge, match="standard input is more than 3 bytes"):
        read_bytes("-", limit=3)


def test_a_file_that_went_away_or_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PathMissing, match=r"gone\.txt does not exist"):
        read_bytes(str(tmp_path / "gone.txt"), limit=3)

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(PathUnreadable, match=r"Permission denied\. Give this account"):
        read_bytes(str(tmp_path / "a.txt"), limit=3)


# A name of a file may hold anything but a slash; on a terminal it must not act.
NAMES = [
    ("cable.txt", "cable.txt"),
    ("Télégramme nº 3.txt", "Télégramme nº 3.txt"),
    ("a\nnew: /etc/passwd", "a\\nnew: /etc/passwd"),
    ("\x1b]0;title\x07a", "\\x1b]0;title\\x07a"),
    ("a\u202etxt.exe", "a\\u202etxt.exe"),
    ("\udcff", "\\udcff"),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_is_shown_on_one_line_and_does_nothing_there(name: str, shown: str) -> None:
    assert one_line(name) == shown


def test_a_path_of_no_characters_is_told_as_such() -> None:
    [(_, trouble)] = walk([""])
    assert trouble is not None
    assert "no characters" in trouble.reason
