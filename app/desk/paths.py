"""From the paths somebody names to the files that are meant, each refusal with its name."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.desk.decode import check_size, megabytes
from app.errors import (
    FolderWithoutTexts,
    NotAFile,
    PathMissing,
    PathUnreadable,
    ReftelError,
    SourceTooLarge,
)

STANDARD_INPUT = "-"
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def one_line(words: str) -> str:
    r"""Words for a terminal: names of files may hold line feeds and escapes that would act there.

    >>> one_line("cable\nnew: /etc")
    'cable\\nnew: /etc'
    """
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
        for sign in words
    )


def walk(paths: Sequence[str]) -> Iterator[tuple[str, ReftelError | None]]:
    """The files meant by `paths`, folders opened down to the last, sorted, hidden ones left out.

    Yields:
        A path with None where there is a file to read, or with the reason why there is not.
        `-` is passed on as it is.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield path, None
        elif trouble := _trouble(path):
            yield path, trouble
        elif Path(path).is_dir():
            yield from _folder(path)
        else:
            yield path, None


def read_bytes(path: str, *, limit: int) -> bytes:
    """The bytes at a path that `walk` gave; `-` is standard input.

    Raises:
        SourceTooLarge: it is larger than `limit`; of a file, nothing was read.
        PathMissing, PathUnreadable: it went away, or may not be read.
    """
    if path == STANDARD_INPUT:
        return _standard_input(limit)
    try:
        with Path(path).open("rb") as file:
            check_size(os.fstat(file.fileno()).st_size, path, limit=limit)
            return file.read(limit + 1)
    except FileNotFoundError:
        raise PathMissing(name=path) from None
    except OSError as error:
        raise PathUnreadable(name=path, cause=error.strerror or str(error)) from None


def _standard_input(limit: int) -> bytes:
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        most = megabytes(limit)
        raise SourceTooLarge(name="standard input", size=f"more than {most}", limit=most)
    return data


def _folder(path: str) -> Iterator[tuple[str, ReftelError | None]]:
    empty = True
    troubles: list[OSError] = []
    for folder, below, names in os.walk(path, onerror=troubles.append):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                empty = False
                file = str(Path(folder) / name)
                yield file, _trouble(file)
    for error in troubles:
        empty = False
        yield str(error.filename), PathUnreadable(name=error.filename, cause=error.strerror)
    if empty:
        yield path, FolderWithoutTexts(name=path)


def _trouble(path: str) -> ReftelError | None:
    if not path:
        return PathMissing(name="A path of no characters")
    try:
        mode = Path(path).stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return PathMissing(name=path)
    except OSError as error:
        return PathUnreadable(name=path, cause=error.strerror or str(error))
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            return NotAFile(name=path, kind=kind)
    return None
