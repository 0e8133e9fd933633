"""The lines of a bulk file: JSON objects with a telegram in `text`, read some hundreds at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from app.archive.bulk import Reached
from app.errors import LineUnreadable

BATCH = 400  # lines read by one process at a time, and written in one transaction


class Line(NamedTuple):
    """One line of a bulk file: its number from 1, and its half-open stretch of bytes."""

    number: int
    start: int
    end: int
    data: bytes  # without the line feed; empty where it is longer than the limit


class Batch(NamedTuple):
    """Some lines in a row, and where the file stands behind them."""

    lines: tuple[Line, ...]
    byte: int
    number: int


def batches(stream: BinaryIO, start: Reached, limit: int) -> Iterator[Batch]:
    """The lines behind `start`, some hundreds at a time; blank ones are counted and left out."""
    stream.seek(start.byte)
    byte, number, lines = start.byte, start.lines, []
    while data := stream.readline(limit + 1):
        end = byte + len(data)
        whole = data.endswith(b"\n") or len(data) <= limit
        if not whole:
            end += _rest_of_line(stream, limit)
        number += 1
        if data.strip():
            lines.append(Line(number, byte, end, data.rstrip(b"\r\n") if whole else b""))
        byte = end
        if len(lines) == BATCH:
            yield Batch(tuple(lines), byte, number)
            lines = []
    if byte > start.byte:
        yield Batch(tuple(lines), byte, number)


def _rest_of_line(stream: BinaryIO, limit: int) -> int:
    """Pass over what is left of a line that is too long.

    Returns:
        How many bytes.
    """
    passed = 0
    while data := stream.readline(limit):
        passed += len(data)
        if data.endswith(b"\n"):
            break
    return passed


def text_of(line: Line) -> tuple[str, str]:
    """The text of a line, and what to call it.

    Raises:
        LineUnreadable: it is not what a line should be.
    """
    if not line.data:
        raise LineUnreadable(line=line.number, cause="it is longer than one file may be")
    try:
        held = json.loads(line.data)
    except (ValueError, RecursionError) as error:
        cause = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        raise LineUnreadable(line=line.number, cause=cause) from None
    if not isinstance(held, dict) or not isinstance(held.get("text"), str):
        raise LineUnreadable(line=line.number, cause="it is no object with words in `text`")
    name = held.get("name")
    return held["text"], name if isinstance(name, str) and name else f"Line {line.number}"
