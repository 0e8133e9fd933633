"""Where each line of a specimen stands on its sheet, as the form has it: pure, in inches.

The order of the lines is the order of reading: heading, the left column of the State forms, the
block to its right, the addresses, the text. An engine that mixes column and text reads it wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .paper import (
    BODY,
    COVER,
    DRAFTING,
    FORM,
    HEADER,
    MARKING,
    PAGE_MARK,
    SIGNATURE,
    STAMP,
    Row,
    Specimen,
    wrap,
)

WIDTH, HEIGHT = 8.5, 11.0
TOP, FOOT = 0.55, 0.6
COLUMN, TEXT, RIGHT = 0.45, 1.35, 5.3
CELL = 0.1  # pica type: ten characters an inch
WIDEST = 66
PITCHES = (0.25, 0.21, 1 / 6, 0.15)  # the widest at which the page holds its lines
# What a line is set in: typed, printed with the form, its heading, or stamped by hand.
TYPED, PRINTED, HEADING, STAMPED = "typed", "printed", "heading", "stamped"
SIZES = {TYPED: 0.167, PRINTED: 0.125, HEADING: 0.24, STAMPED: 0.2}  # heights of type
_LABELS = ("Control:", "Rec'd:")
_BELOW = ("FROM:", "TO:", "NO:")
_COLUMN = ("Action", "Info", "Origin")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: `x` is its left edge, `y` its base line; lines of a block belong together.

    `centre` sets it around `x` instead.
    """

    text: str
    x: float
    y: float
    style: str
    block: int
    centre: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one page in the order of reading, and its size in inches."""

    lines: tuple[Line, ...]
    width: float = WIDTH
    height: float = HEIGHT


def lay_out(specimen: Specimen) -> tuple[Sheet, ...]:
    """The sheets of a specimen; what only an engine writes, page marks and form feeds, is not drawn."""
    pages: dict[int, list[Row]] = {}
    for row in specimen.rows:
        if row.role not in ("", PAGE_MARK):
            row = row._replace(text=" ".join(row.text.replace("\f", "").split()))
            pages.setdefault(row.page, []).append(row)
    column = _column_of(specimen)
    return tuple(_sheet(rows, column, specimen.kind) for _, rows in sorted(pages.items()))


def typed(lines: Sequence[str], pitch: float) -> Sheet:
    """A sheet with nothing on it but lines of type, `pitch` inches apart."""
    placed = (Line(text, 0.8, TOP + pitch * at, TYPED, 1) for at, text in enumerate(lines, 1))
    return Sheet(tuple(line for line in placed if line.text))


def _column_of(specimen: Specimen) -> frozenset[str]:
    """The words that stand in the left column of this form; none where it has no column."""
    if specimen.kind not in ("incoming", "outgoing"):
        return frozenset()
    printed = specimen.printed
    offices = [*printed.get("action_offices", ()), *printed.get("info_offices", ())]
    return frozenset((*_COLUMN, *offices, *(f"Action: {office}" for office in offices)))


def _sheet(rows: list[Row], column: frozenset[str], kind: str) -> Sheet:
    body = next((at for at, row in enumerate(rows) if row.role == BODY), len(rows))
    left = _column_rows([row for row in rows[:body] if row.role == HEADER], column, kind)
    first = rows.index(left[0]) if left else 0
    above, beside = rows[:first], [row for row in rows[first:body] if row not in left]
    right, rest = _right_block(beside) if left else ([], beside)
    main = [*rest, *rows[body:]]
    writer = _Writer(_pitch(above, right, main))
    writer.flow(above)
    top = writer.y
    writer.at(COLUMN, top, [row.text for row in left], SIZES[TYPED] + 0.01)
    writer.at(RIGHT, top, right, writer.pitch)
    writer.y = top + len(right) * writer.pitch
    writer.flow(_values_beside(main))
    return Sheet(tuple(writer.lines), height=max(HEIGHT, writer.lowest + FOOT))


def _column_rows(head: list[Row], column: frozenset[str], kind: str) -> list[Row]:
    """The rows of the left column: from its label on, while they are words of it."""
    found: list[Row] = []
    inside = False
    for row in head:
        label = row.text.partition(":")[0] in _COLUMN
        inside = (inside or label) and row.text in column
        # the office of origin is no value of the form, and stands below its label
        if inside or (found and kind == "outgoing" and found[-1].text == "Origin"):
            found.append(row)
            inside = True
    return found


def _right_block(head: list[Row]) -> tuple[list[str], list[Row]]:
    """Control number and receipt, label and value in one line, and the rows that are left."""
    texts = [row.text for row in head]
    at = next((n for n, text in enumerate(texts) if text.startswith(_LABELS[0])), -1)
    if at < 0:
        return [], head
    if texts[at : at + 2] == list(_LABELS):
        control, received, hour = texts[at + 2 : at + 5]
        return [f"{_LABELS[0]} {control}", f"{_LABELS[1]} {received}", hour], _without(head, at, 5)
    return texts[at : at + 3], _without(head, at, 3)


def _without(rows: list[Row], at: int, count: int) -> list[Row]:
    return [*rows[:at], *rows[at + count :]]


def _values_beside(rows: Sequence[Row]) -> Iterator[Row]:
    """Labels with the value that an engine would give as a line of its own."""
    label = ""
    for row in rows:
        if row.role == HEADER and row.text in _BELOW:
            label = row.text
            continue
        yield row._replace(text=f"{label}    {row.text}") if label else row
        label = ""


def _pitch(above: Sequence[Row], right: Sequence[str], main: Sequence[Row]) -> float:
    """The widest pitch at which everything fits the sheet."""
    count = float(len(above) + len(right)) + sum(len(wrap(row.text, WIDEST)) for row in main)
    count += 0.5 * len(list(groupby(main, key=_kin)))
    room = HEIGHT - TOP - FOOT
    return next((pitch for pitch in PITCHES if count * pitch <= room), PITCHES[-1])


def _kin(row: Row) -> tuple[str, int]:
    return row.role, row.paragraph


class _Writer:
    """Sets lines one below the other and remembers which belong together."""

    def __init__(self, pitch: float) -> None:
        self.pitch = pitch
        self.y = TOP
        self.lowest = TOP
        self.block = 0
        self.lines: list[Line] = []

    def at(self, x: float, y: float, texts: Sequence[str], pitch: float) -> None:
        """A block of typed lines beside the flow."""
        self.block += bool(texts)
        for text in texts:
            y += pitch
            self._add(Line(text, x, y, TYPED, self.block))

    def flow(self, rows: Iterator[Row] | Sequence[Row]) -> None:
        """Rows in the main column, a gap where the role or the paragraph changes."""
        for (role, _), kin in groupby(rows, key=_kin):
            self.block += 1
            self.y += self.pitch / 2
            for row in kin:
                for text in wrap(row.text, _room(role)):
                    self.y += _height(row, self.pitch)
                    self._add(_styled(row, text, self.y, self.block))

    def _add(self, line: Line) -> None:
        self.lines.append(line)
        self.lowest = max(self.lowest, line.y)


def _room(role: str) -> int:
    return 100 if role in (FORM, COVER) else WIDEST


def _height(row: Row, pitch: float) -> float:
    """How far below the last line this one stands."""
    style = _style(row)
    if style == PRINTED:
        return min(pitch, SIZES[style] * 1.4)
    return max(pitch, SIZES[style] * 1.15) if style in (HEADING, STAMPED) else pitch


def _style(row: Row) -> str:
    """What a row is set in: short markings are stamped, long ones printed small."""
    if row.role == FORM:
        return HEADING if row.text in _HEADINGS or "TELEGRAM" in row.text else PRINTED
    if row.role == MARKING:
        return STAMPED if len(row.text) < 24 else PRINTED
    if row.role == STAMP and row.text.replace(" ", "").isalnum():
        return STAMPED
    return PRINTED if row.role == COVER else TYPED


_HEADINGS = ("Department of State", "CLASSIFIED MESSAGE", "AIRGRAM")


def _styled(row: Row, text: str, y: float, block: int) -> Line:
    style = _style(row)
    line = Line(text, TEXT, y, style, block)
    if row.role == MARKING and style == STAMPED:
        return replace(line, x=WIDTH / 2, centre=True)
    if row.role == STAMP and style == STAMPED:
        return replace(line, x=6.3)
    if row.role == SIGNATURE:
        return replace(line, x=5.0)
    return replace(line, x=0.9) if row.role in (FORM, DRAFTING, COVER) else line
