"""The paper under the composer's hand, and what comes off it: text with its truth.

A paper is a list of rows. Each row knows its role, its page and, where it is body, its
paragraph; noise may change, split, join and add rows, and the truth follows from the rows that
are left. Nothing is found again in the text afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

BODY, HEADER, MARKING, HEAD = "body", "header", "marking", "running_head"
PAGE_MARK, FORM, STAMP = "page_mark", "form_text", "stamp"
SIGNATURE, DRAFTING, COVER = "signature", "drafting", "cover"
ROLES = (BODY, HEADER, MARKING, HEAD, PAGE_MARK, FORM, STAMP, SIGNATURE, DRAFTING, COVER)
BLANK = ""
ENDS = (".", "?", "!", '"', ")", ":")


class Row(NamedTuple):
    """One line: its text, its role (empty for a blank line), its page, its paragraph or -1."""

    text: str
    role: str
    page: int
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Specimen:
    """A composed text and the truth about it, in the terms of the corpus labels.

    Attributes:
        text: the whole text, lines parted by LF.
        family: the format of the labels: state-incoming-1946-66 ... other.
        kind: the composer's own name for the form, finer than the family: airgram, letter ...
        is_telegram: False for letters, memoranda and forms.
        fields: header values in the shape of the labels.
        printed: for each field, the words that stand in the text (before noise).
        rows: every line with its role, page and paragraph.
        paragraphs: the transmitted text, one clean string a paragraph (before noise).
        noise: the level the text was damaged at, 0 to 3.
        seed: what it was composed from.
        name: how it may be called in a list or a file name.
        further: lines where a further telegram begins; `fields` are those of the first alone.
    """

    text: str
    family: str
    kind: str
    is_telegram: bool
    fields: dict[str, Any]
    printed: dict[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    paragraphs: tuple[str, ...]
    noise: float = 0.0
    seed: int = 0
    name: str = ""
    further: tuple[int, ...] = ()

    @property
    def lines(self) -> list[tuple[int, Row]]:
        """The non-blank lines with their numbers, from 1."""
        return [(n, row) for n, row in enumerate(self.rows, 1) if row.role]

    @property
    def roles(self) -> list[list[Any]]:
        """`[first, last, role]`: every non-blank line in exactly one range."""
        return list(_ranges(self.lines))

    @property
    def page_starts(self) -> list[int]:
        """The first non-blank line of each page after the first."""
        starts: list[int] = []
        page = -1
        for number, row in self.lines:
            if row.page != page and page >= 0:
                starts.append(number)
            page = row.page
        return starts

    @property
    def page_joins(self) -> list[list[Any]]:
        """`[last body line before, first body line after, kind]` at each page break."""
        body = [(n, row) for n, row in self.lines if row.role == BODY]
        return [
            [n, m, "mid-sentence" if before.paragraph == after.paragraph else "paragraph"]
            for (n, before), (m, after) in pairwise(body)
            if before.page != after.page and not any(n < first <= m for first in self.further)
        ]

    @property
    def garbled(self) -> list[str]:
        """Fields whose printed words the noise has damaged."""
        return [n for n, words in self.printed.items() if any(w not in self.text for w in words)]

    def to_gold(self, doc: str = "") -> dict[str, Any]:
        """The label of this text, in the shape that `score.py` of the corpus compares.

        Args:
            doc: the path of the text relative to the corpus root.
        """
        return {
            "doc": doc,
            "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "format": self.family,
            "fields": self.fields,
            "uncertain": [],
            "roles": self.roles,
            "paragraphs": len(self.paragraphs),
            "page_joins": self.page_joins,
            "page_starts": self.page_starts,
            "mixed": [],
            "garbled": self.garbled,
            "note": f"composed; seed {self.seed}, noise {self.noise:g}",
        }


def _ranges(lines: Iterable[tuple[int, Row]]) -> Iterator[list[Any]]:
    current: list[Any] = []
    for number, row in lines:
        if current and current[2] == row.role:
            current[1] = number
            continue
        if current:
            yield current
        current = [number, number, row.role]
    if current:
        yield current


def bind(first: Specimen, *others: Specimen) -> Specimen:
    """Several specimens as one text, as a file holds them that was scanned in one go.

    The values are those of the first; `further` says where the others begin.
    """
    rows, paragraphs, further = list(first.rows), list(first.paragraphs), []
    for other in others:
        page = max(row.page for row in rows) + 1
        further.append(len(rows) + other.lines[0][0])
        rows += [
            row._replace(
                page=row.page + page,
                paragraph=row.paragraph + len(paragraphs) if row.paragraph >= 0 else -1,
            )
            for row in other.rows
        ]
        paragraphs += other.paragraphs
    return replace(
        first,
        text="".join(specimen.text for specimen in (first, *others)),
        rows=tuple(rows),
        paragraphs=tuple(paragraphs),
        further=tuple(further),
    )


@dataclass(slots=True)
class Paper:
    """The rows typed so far, and the values that stand on them."""

    rows: list[Row] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    printed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    page: int = 0

    def put(self, role: str, *texts: str) -> None:
        """Type one row for each text."""
        page = self.page
        self.rows.extend([Row(text, role, page) for text in texts])

    def gap(self) -> None:
        """Leave a blank line."""
        self.rows.append(Row("", BLANK, self.page))

    def turn(self) -> None:
        """Begin the next page with the row that follows."""
        self.page += 1

    def value(self, name: str, value: Any, *printed: str) -> None:
        """Note a field and the words it stands in; without words, the value is what is printed."""
        self.fields[name] = value
        self.printed[name] = printed or ((value,) if isinstance(value, str) else tuple(value))

    def event(self, mark: str, date: str | None, authority: str | None = None) -> None:
        """Note a declassification event, as the labels hold it."""
        events = self.fields.setdefault("declassification", [])
        events.append({"mark": mark, "date": date, "authority": authority})

    def begin(self, text: str) -> int:
        """Open a paragraph whose clean text is `text`; its number goes with its lines."""
        self.paragraphs.append(text)
        return len(self.paragraphs) - 1

    def line(self, text: str, paragraph: int) -> None:
        """Type one line of body."""
        self.rows.append(Row(text, BODY, self.page, paragraph))


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` characters, between words only."""
    lines: list[str] = []
    while len(text) > width:
        cut = text.rfind(" ", 0, width + 1)
        if cut <= 0:
            cut = text.find(" ", width)
            if cut < 0:
                break
        lines.append(text[:cut])
        text = text[cut + 1 :]
    lines.append(text)
    return lines


def ends_sentence(line: str) -> bool:
    """True where a reader could take the line for the end of a sentence."""
    return line.endswith(ENDS)
