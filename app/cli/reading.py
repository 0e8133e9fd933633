"""`reftel read`: text in, what it says out, no archive in between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import typer

from app.desk.decode import decode
from app.desk.paths import STANDARD_INPUT, one_line, read_bytes, walk
from app.errors import ReftelError, WrongCall
from app.formats.describe import facts
from app.formats.names import title
from app.formats.text import face, marked_paragraphs, times
from app.settings import load as load_settings
from app.telegram import read
from app.telegram.reading import Reading
from app.telegram.serial import explain, to_dict, to_gold
from app.telegram.vocabulary import Vocabulary
from app.vocabulary import load


class Shape(StrEnum):
    """How a reading is written down."""

    PLAIN = "plain"
    JSON = "json"
    GOLD = "gold"
    EXPLAIN = "explain"

    @classmethod
    def chosen(cls, *, as_json: bool, gold: bool, explain: bool, to_folder: bool) -> Shape:
        """The one shape the options ask for; into a folder, JSON where none is asked for."""
        asked = [
            shape
            for shape, given in ((cls.JSON, as_json), (cls.GOLD, gold), (cls.EXPLAIN, explain))
            if given
        ]
        if len(asked) > 1:
            raise WrongCall(
                thing=" and ".join(f"--{shape}" for shape in asked),
                cause="cannot be had at once",
                next_step="Choose one of --json, --gold and --explain",
            )
        return asked[0] if asked else cls.JSON if to_folder else cls.PLAIN


class ReadText(NamedTuple):
    """A text that was read: where it came from, its bytes' hash, and what it says."""

    path: str
    sha256: str
    source_text: str
    remark: str
    reading: Reading


def read_all(paths: Sequence[str], shape: Shape, out: Path | None) -> int:
    """Read every file, print or write what it says, and name each that could not be read.

    Returns:
        The exit code: 0, or that of the last refusal.
    """
    vocabulary, code = load(), 0
    limit = load_settings().max_source_bytes
    written: dict[str, str] = {}
    for path, trouble in walk(paths):
        try:
            if trouble:
                raise trouble
            text = _read_one(path, vocabulary, limit)
            _put(text, shape, out, written)
        except ReftelError as error:
            typer.echo(one_line(f"{error.reason} {error.remedy}"), err=True)
            code = error.exit_code
    return code


def _read_one(path: str, vocabulary: Vocabulary, limit: int) -> ReadText:
    data = read_bytes(path, limit=limit)
    name = "standard input" if path == STANDARD_INPUT else path
    decoded = decode(data, name, limit=limit)
    reading = read(decoded.text, vocabulary)
    digest = hashlib.sha256(data).hexdigest()
    return ReadText(path, digest, decoded.text, decoded.remark, reading)


def _put(text: ReadText, shape: Shape, out: Path | None, written: dict[str, str]) -> None:
    words = _shaped(text, shape)
    if text.remark:
        typer.echo(one_line(f"{text.path}: {text.remark}"), err=True)
    if out is None:
        typer.echo(words)
        return
    stem = "standard-input" if text.path == STANDARD_INPUT else Path(text.path).stem
    if stem in written:
        raise WrongCall(
            thing=f"{text.path} and {written[stem]}",
            cause=f"would both be written as {stem}",
            next_step="Read them into two folders",
        )
    written[stem] = text.path
    out.mkdir(parents=True, exist_ok=True)
    suffix = "txt" if shape == Shape.EXPLAIN else "json"
    (out / f"{stem}.{suffix}").write_text(words + "\n", encoding="utf-8")


def _shaped(text: ReadText, shape: Shape) -> str:
    if shape == Shape.PLAIN:
        return _plain(text)
    if shape == Shape.EXPLAIN:
        return "\n".join(explain(text.reading, text.source_text))
    if shape == Shape.GOLD:
        made = to_gold(text.reading, text.source_text, text.path, text.sha256)
    else:
        made = {"doc": text.path, "sha256": text.sha256, **to_dict(text.reading, whole=True)}
    return json.dumps(made, ensure_ascii=False, indent=1)


def _plain(text: ReadText) -> str:
    reading = text.reading
    if not reading.is_telegram:
        return f"{text.path}: not a telegram ({', '.join(reading.evidence) or 'no rule fits'})"
    name = title(reading)
    blocks = [
        f"{name}\n{'=' * len(name)}",
        face(facts(reading.fields)),
        times(reading),
        *marked_paragraphs(reading, text.source_text),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"
