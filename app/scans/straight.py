"""A page made ready for reading: its slope found and taken out, its paper evened out.

All of it is for reading only; the stored image stays as the paper is, and boxes are carried back.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, upper, width, height

_SMALL = 1100  # pixels of the longer side: enough to see lines, few enough to turn by arithmetic
_STEEPEST = 6.0  # degrees; what lies steeper is no page put askew into a scanner
_STRAIGHT = 0.15  # degrees: below it a line of 66 letters rises by less than a quarter of one
_DARK = 0.72  # of the paper around it: ink
_MOST_INK = 60_000  # points that are looked at
_COARSE = 8  # the paper is looked at at an eighth of the size
_STAMP = 0.0008  # of the page: less coloured ink than that is a tick or an edge
_INKY = 0.30  # a page with more ink than that has pictures or black borders on it, not slopes


def evened(grey: Pixels) -> Pixels:
    """The page divided by its paper: shadows, folds and black borders turn white, ink stays."""
    height, width = grey.shape
    small = (max(1, width // _COARSE), max(1, height // _COARSE))
    paper = cv2.resize(grey, small, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(paper, np.ones((7, 7), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 15), (0, 0), 4)
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return as_pixels(cv2.divide(grey, np.maximum(wide, 1), scale=255))


def without_colour(colour: Pixels) -> Pixels:
    """A page in grey with ink of a colour faded out: stamps and pens go, typing under them stays.

    Black ink is dark in every channel, under a stamp too; what is lighter or coloured in one is
    lifted towards white by how coloured it is.
    """
    most = colour.max(axis=2)
    lifted = cv2.addWeighted(most, 1.0, most - colour.min(axis=2), 1.5, 0.0)
    return as_pixels(lifted)


def only_colour(colour: Pixels) -> Pixels | None:
    """The ink of a colour alone, dark on white; None where there is next to none."""
    strength = colour.max(axis=2) - colour.min(axis=2)
    ink = cv2.GaussianBlur(strength, (0, 0), 1.0)
    paper = int(np.median(ink[::5, ::5]))  # yellowed paper is of a colour too
    lifted = np.clip(255 - 3.0 * (ink.astype(np.float32) - paper - 12), 0, 255)
    return as_pixels(lifted) if np.count_nonzero(lifted < 128) > _STAMP * lifted.size else None


def stretched(grey: Pixels) -> Pixels:
    """Contrast made full: the paper white, the darkest hundredth black."""
    counts = np.cumsum(np.bincount(grey[::3, ::3].ravel(), minlength=256))
    low = int(np.searchsorted(counts, counts[-1] * 0.005))
    high = int(np.searchsorted(counts, counts[-1] * 0.5))
    if high - low < 8:
        return grey
    scale = np.clip((np.arange(256) - low) * (255.0 / (high - low)), 0, 255).astype(np.uint8)
    return as_pixels(cv2.LUT(grey, scale))


def ink_share(even: Pixels) -> float:
    """The share of an evened page that is ink."""
    small = cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return float(np.count_nonzero(small < 255 * _DARK)) / small.size


def slope(even: Pixels) -> float:
    """How far the lines of an evened page rise to the right, in degrees; 0 where none are seen.

    The rows of ink are added up along each angle; along the lines of text the sums differ most.
    """
    shrink = _SMALL / max(even.shape)
    small = cv2.resize(even, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    y, x = np.nonzero(small < 255 * _DARK)
    if not 200 < len(x) < _INKY * small.size:
        return 0.0
    step = max(1, len(x) // _MOST_INK)
    x, y = x[::step].astype(np.float32), y[::step].astype(np.float32)
    best = 0.0
    for reach, fine in ((_STEEPEST, 0.5), (0.5, 0.1), (0.1, 0.02)):
        tried = np.arange(best - reach, best + reach + fine / 2, fine)
        best = float(max(tried, key=lambda degrees: _sharpness(x, y, float(degrees))))
    return best if abs(best) >= _STRAIGHT and abs(best) < _STEEPEST else 0.0


def _sharpness(x: Any, y: Any, degrees: float) -> float:
    rows = (y + x * math.tan(math.radians(degrees))).astype(np.int32)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float(np.sum(np.diff(counts) ** 2))


class Turn:
    """A turn about the middle of a page by some degrees, and back; the page keeps its size."""

    def __init__(self, degrees: float, size: tuple[int, int]) -> None:
        self.degrees, self.size = degrees, size
        middle = (size[0] / 2, size[1] / 2)
        self._there = cv2.getRotationMatrix2D(middle, -degrees, 1.0)
        self._back = cv2.getRotationMatrix2D(middle, degrees, 1.0)

    def image(self, pixels: Pixels) -> Pixels:
        """The page with its lines level; what comes in from outside is white."""
        if not self.degrees:
            return pixels
        white = (255, 255, 255)
        turned = cv2.warpAffine(pixels, self._there, self.size, borderValue=white)
        return as_pixels(turned)

    def points(self, points: Any) -> Any:
        """Points of the page as it is, on the level page: an array of (x, y)."""
        return points @ self._there[:, :2].T + self._there[:, 2]

    def back(self, points: Any) -> Any:
        """Points of the level page, on the page as it is: an array of (x, y)."""
        return points @ self._back[:, :2].T + self._back[:, 2]

    def box(self, left: float, upper: float, right: float, lower: float) -> Box:
        """A box of the level page on the page as it is: what its corners reach there."""
        if not self.degrees:
            corner = round(left), round(upper)
            return (*corner, round(right) - corner[0], round(lower) - corner[1])
        middle = np.array([(left + right) / 2, (upper + lower) / 2])
        x, y = self.back(middle)
        rise = abs(math.tan(math.radians(self.degrees)))
        width = (right - left) + rise * (lower - upper)
        height = (lower - upper) + rise * (right - left)
        return round(x - width / 2), round(y - height / 2), round(width), round(height)


def as_pixels(array: Any) -> Pixels:
    return np.asarray(array, dtype=np.uint8)
