"""Boxes drawn close around the ink of their words.

The neural engine finds lines and guesses where in a line a word begins; the gaps in the ink know it
better: between two words the border is put into the widest gap between their middles.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np

from app.scans.order import Seen
from app.scans.straight import Pixels

_DARK = 185  # of an evened page: ink
_SPECKS = 1  # dark pixels in a column that are no ink
_OUT = 0.5  # of the height: how far the ends of a line are looked for beyond its box


def tightened(seen: Sequence[Seen], even: Pixels) -> list[Seen]:
    """The words with their boxes on the ink of an evened page; without ink they stay as they are."""
    found: list[Seen] = []
    for _, piece in groupby(seen, key=lambda word: word.piece):
        found += _piece(sorted(piece, key=lambda word: word.left), even)
    return found


def _piece(words: list[Seen], even: Pixels) -> list[Seen]:
    upper = max(0, int(min(word.upper for word in words)))
    lower = min(even.shape[0], int(max(word.lower for word in words)) + 1)
    out = int(_OUT * (lower - upper))
    left = max(0, int(words[0].left) - out)
    right = min(even.shape[1], int(words[-1].right) + out)
    ink = even[upper:lower, left:right] < _DARK
    if not ink.size:
        return words
    columns = ink.sum(axis=0) > _SPECKS
    borders = [_outer(columns, int(words[0].left) - left, -1)]
    for one, other in pairwise(words):
        borders += _gap(columns, int(one.left + one.right) // 2 - left,
                        int(other.left + other.right) // 2 - left)  # fmt: skip
    borders.append(_outer(columns, int(words[-1].right) - left - 1, 1) + 1)
    spans = zip(borders[::2], borders[1::2], strict=True)
    return [
        _on_ink(word, ink, a, b, left, upper) for word, (a, b) in zip(words, spans, strict=True)
    ]


def _outer(columns: np.ndarray, at: int, step: int) -> int:
    """The last column of ink outwards from a border that may cut through a letter."""
    at = max(0, min(len(columns) - 1, at))
    while 0 <= at + step < len(columns) and columns[at]:
        at += step
    return at


def _gap(columns: np.ndarray, start: int, end: int) -> tuple[int, int]:
    """The widest run of columns without ink between two others; the middle where there is none."""
    empty = np.flatnonzero(~columns[max(0, start) : max(0, end)])
    if not len(empty):
        return (start + end) // 2, (start + end) // 2
    runs = np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)
    widest = max(runs, key=len)
    return max(0, start) + int(widest[0]), max(0, start) + int(widest[-1]) + 1


def _on_ink(word: Seen, ink: np.ndarray, start: int, end: int, left: int, upper: int) -> Seen:
    part = ink[:, start:end]
    across, down = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if not len(across):
        return word
    return word._replace(
        left=float(left + start + across[0]),
        right=float(left + start + across[-1] + 1),
        upper=float(upper + down[0]),
        lower=float(upper + down[-1] + 1),
    )
