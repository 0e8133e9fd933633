"""The data files as rows: what stands in them, checked only for shape."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

Row = dict[str, Any]
POST_COLUMNS = (
    "name", "kind", "country", "place", "latitude", "longitude", "code", "code_seen", "aliases",
    "dated_names", "zone", "zone_basis", "zone_note", "used_from", "used_to", "note",
)  # fmt: skip


class VocabularyError(ValueError):
    """A data file of the vocabulary is not what it must be; the message names file and row."""

    def __init__(self, file: str, row: str, cause: str) -> None:
        super().__init__(f"{file}, {row}: {cause} Put the row right, or reinstall the package.")


def text_of(file: str) -> str:
    """The text of a data file.

    Raises:
        VocabularyError: the file is missing from the installation.
    """
    try:
        return (resources.files("app.vocabulary") / "data" / file).read_text(encoding="utf-8")
    except OSError as error:
        raise VocabularyError(file, "the whole file", f"it cannot be read ({error}).") from error


def document(file: str) -> Row:
    """A JSON data file: a head of notes and `rows`.

    Raises:
        VocabularyError: it is not JSON, or has no rows.
    """
    try:
        read = json.loads(text_of(file))
    except json.JSONDecodeError as error:
        raise VocabularyError(
            file, f"line {error.lineno}", f"it is not JSON: {error.msg}."
        ) from error
    if not isinstance(read, dict) or not isinstance(read.get("rows"), list):
        raise VocabularyError(file, "the whole file", "it has no list of rows.")
    return read


def rows(file: str) -> list[Row]:
    """The rows of a JSON data file."""
    found: list[Row] = document(file)["rows"]
    return found


def posts() -> list[dict[str, str]]:
    """The rows of posts.tsv, each with all its columns.

    Raises:
        VocabularyError: a row has too many or too few columns.
    """
    lines = text_of("posts.tsv").split("\n")
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    found = []
    for number, line in numbered:
        cells = line.split("\t")
        if len(cells) != len(POST_COLUMNS):
            cause = f"{len(cells)} columns, {len(POST_COLUMNS)} are due."
            raise VocabularyError("posts.tsv", f"line {number}", cause)
        found.append(dict(zip(POST_COLUMNS, cells, strict=True)))
    if not found or tuple(found[0].values()) != POST_COLUMNS:
        raise VocabularyError(
            "posts.tsv", "the head", f"the columns must be {', '.join(POST_COLUMNS)}."
        )
    return found[1:]
