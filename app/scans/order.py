"""Words seen on a page to lines of text, in the order a person reads them.

The engines cut a page into pieces of lines, each in its own way; the way here is one for both.
Pieces side by side make a row. Pieces in a narrow column left of the margin that most rows begin
at (the offices under Action and Info on the State Department's form) are a block of their own in
front of the rows they stand beside, so that they never run into the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from app.scans.straight import Box
from app.scans.words import Word, placed

_SAME_ROW = 0.5  # of a piece's height: how far a neighbour's middle may be off
_TALL = 2.2  # times the usual height: a stamp or a letterhead, which has rows of its own
_BLOCK = 1.75  # times the usual step between rows: a blank line
_WIDE = 0.35  # of the page: rows that long tell where the margin is
_NARROW = 0.24  # of the page: no piece of the left column ends further right
_APART = 0.7  # of the usual height: the least gap between the left column and the text
_GAP = 10  # times the usual height: the widest step down the left column, from Action to Info
_FEW = 4  # wide rows: with fewer no margin is found
_NUMBER = re.compile(r"\(?\w{1,3}[.)]+")  # of a paragraph, hanging at its left: "2." or "(a)"


class Seen(NamedTuple):
    """A word as an engine saw it; the box is in pixels, left, upper, right, lower."""

    text: str
    left: float
    upper: float
    right: float
    lower: float
    confidence: float
    piece: int  # words of one piece of a line, as the engine cut it, have one number
    place: Box | None = None  # on the page as it is, where that is known better than by the box

    @property
    def middle(self) -> float:
        return (self.upper + self.lower) / 2

    @property
    def height(self) -> float:
        return self.lower - self.upper


Row = list[Seen]


def in_order(seen: Iterable[Seen], width: int) -> tuple[str, list[Seen]]:
    """The text of a page and its words in the order of the text.

    Args:
        seen: the words, with the page lying straight.
        width: of the page, in pixels.
    """
    words = [token for word in seen for token in _tokens(word)]
    if not words:
        return "", []
    usual = median(word.height for word in words)
    pieces = _pieces(words, usual)
    blocks = _blocks(pieces, width, usual)
    text = "\n\n".join("\n".join(_line(row) for row in block) for block in blocks)
    return text + "\n", [word for block in blocks for row in block for word in row]


def _tokens(word: Seen) -> list[Seen]:
    """A word that has white space in it as several, side by side in one box."""
    parts = word.text.split()
    if len(parts) <= 1:
        return [word._replace(text=part) for part in parts]
    step = (word.right - word.left) / len(word.text)
    found, at = [], 0
    for part in parts:
        at = word.text.index(part, at)
        ends = word.left + step * at, word.left + step * (at + len(part))
        found.append(word._replace(text=part, left=ends[0], right=ends[1], place=None))
        at += len(part)
    return found


def _line(row: Row) -> str:
    return " ".join(word.text for word in row)


def _pieces(words: Sequence[Seen], usual: float) -> list[Row]:
    """Words of one piece, from left to right, cut where a gap is as wide as a column's."""
    by_piece: dict[int, Row] = {}
    for word in words:
        by_piece.setdefault(word.piece, []).append(word)
    found = []
    for piece in by_piece.values():
        row: Row = []
        for word in sorted(piece, key=lambda each: each.left):
            if row and word.left - row[-1].right > 2 * usual:
                found.append(row)
                row = []
            row.append(word)
        found.append(row)
    return found


def _blocks(pieces: list[Row], width: int, usual: float) -> list[list[Row]]:
    aside = _left_column(pieces, width, usual)
    column = _rows([piece for piece in pieces if id(piece) in aside], usual)
    rows = _rows([piece for piece in pieces if id(piece) not in aside], usual)
    if not column:
        return _parted(rows)
    top = min(_upper(row) for row in column)
    before = [row for row in rows if _middle(row) < top]
    after = [row for row in rows if _middle(row) >= top]
    return [*_parted(before), *_parted(column), *_parted(after)]


def _left_column(pieces: list[Row], width: int, usual: float) -> set[int]:
    """The pieces (by id) that lie left of the margin of the text, where no line of it begins."""
    wide = [p[0].left for p in pieces if p[-1].right - p[0].left > _WIDE * width]
    if len(wide) < _FEW:
        return set()
    most = min(median(wide) - _APART * usual, _NARROW * width)
    found = [
        piece
        for piece in pieces
        if piece[-1].right < most
        and all(abs(piece[0].left - left) > usual for left in wide)
        and not (len(piece) == 1 and _NUMBER.fullmatch(piece[0].text))
    ]
    return {id(piece) for piece in _together(found, usual)}


def _together(pieces: list[Row], usual: float) -> list[Row]:
    """The uppermost pieces as far as they follow one another; what stands far below is no column."""
    found = sorted(pieces, key=_upper)
    steps = enumerate(pairwise(found), 1)
    far = (at for at, (a, b) in steps if _upper(b) - _upper(a) > _GAP * usual)
    return found[: next(far, len(found))]


def _rows(pieces: list[Row], usual: float) -> list[Row]:
    """Pieces side by side as rows, from the top down; a slope is followed from piece to piece."""
    rows: list[list[Row]] = []
    for piece in sorted(pieces, key=lambda each: each[0].left):
        row = _row_of(piece, rows, usual)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    joined = [[word for piece in row for word in piece] for row in rows]
    return sorted(joined, key=_middle)


def _row_of(piece: Row, rows: list[list[Row]], usual: float) -> list[Row] | None:
    """The row that a piece goes on: the nearest that ends where it begins."""
    if _height(piece) > _TALL * usual:
        return None
    near = []
    for row in rows:
        last = row[-1]
        off = abs(_middle(last[-3:]) - _middle(piece[:3]))
        fits = piece[0].left > last[-1].right - usual and _height(last) <= _TALL * usual
        if fits and off < _SAME_ROW * usual:
            near.append((off, row))
    return min(near, key=lambda each: each[0])[1] if near else None


def _parted(rows: list[Row]) -> list[list[Row]]:
    """Rows parted where the step to the next is much larger than usual."""
    if not rows:
        return []
    steps = [_middle(b) - _middle(a) for a, b in pairwise(rows)]
    usual = median(steps) if steps else 0
    blocks = [[rows[0]]]
    for step, row in zip(steps, rows[1:], strict=True):
        if step > _BLOCK * usual:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _middle(row: Row) -> float:
    return sum(word.middle for word in row) / len(row)


def _upper(row: Row) -> float:
    return min(word.upper for word in row)


def _height(row: Row) -> float:
    return median(word.height for word in row)


def words_of(
    text: str, seen: Iterable[Seen], boxes: Iterable[tuple[int, int, int, int]]
) -> tuple[Word, ...]:
    """The words of a text with the boxes they have on the stored image."""
    sure = (max(0, min(100, round(word.confidence))) for word in seen)
    return placed(text, ((*box, each) for box, each in zip(boxes, sure, strict=True)))
