"""Boxes of words lie on their ink, however wrong the engine's guess along the line was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from app.scans.order import Seen
from app.scans.straight import Turn, evened, slope
from app.scans.tight import tightened
from app.specimens.drawn import DrawnPage, Placed, draw_sheet
from app.specimens.faces import MACHINES, Faces
from app.specimens.layout import typed
from app.specimens.wear import LEVELS

FACES = Faces(Path(__file__).parents[2] / "static" / "vendor")
LINES = (
    "1. THE MINISTER SAID THAT A PLAN OF SORTS, IF NOT THE PLAN, WAS",
    "IN HAND.  Foreign Office quietly suggests joint approach to   be",
    "made by May 3 (Embtel 4127). NOT RPT NOT FOR THE PRESS. I AGREE.",
)


def page_of(machine: str, level: str) -> DrawnPage:
    sheet = replace(typed(LINES, 1 / 6), height=1.6)
    return draw_sheet(sheet, LEVELS[level], FACES, machine, seed=(19, 6, 2))


def guessed(page: DrawnPage, turn: Turn, dice: Random) -> list[Seen]:
    """Words as the neural engine tells them: too high, and up to a letter off along the line."""
    seen, dot = [], page.dpi / 300
    for word in page.words:
        x, y = turn.points(np.array([word.x + word.width / 2, word.y + word.height / 2]))
        half = word.width / 2 + dot * dice.uniform(-12, 12)
        x += dot * dice.uniform(-30, 30)
        row = page.text.count("\n", 0, word.start)
        text = page.text[word.start : word.end]
        seen.append(Seen(text, x - half, y - 28 * dot, x + half, y + 28 * dot, 99.0, row))
    return seen


def overlap(one: Placed, other: tuple[int, int, int, int]) -> float:
    x, y, width, height = other
    across = min(one.x + one.width, x + width) - max(one.x, x)
    down = min(one.y + one.height, y + height) - max(one.y, y)
    both = max(0, across) * max(0, down)
    return both / (one.width * one.height + width * height - both)


@pytest.mark.parametrize(("level", "least"), [("clean", 0.97), ("medium", 0.94), ("fax", 0.86)])
@pytest.mark.parametrize("machine", MACHINES)
def test_boxes_lie_on_their_words_in_every_face(machine: str, level: str, least: float) -> None:
    page = page_of(machine, level)
    grey = np.asarray(page.image.convert("L"))
    even = grey if page.image.mode == "1" else evened(grey)
    turn = Turn(slope(even), page.image.size)
    found = tightened(guessed(page, turn, Random(7)), turn.image(even), turn)
    boxes = [seen.place or turn.box(*seen[1:5]) for seen in found]
    told = [overlap(word, box) for word, box in zip(page.words, boxes, strict=True)]
    assert sum(each >= 0.7 for each in told) >= least * len(told)
    assert sum(told) / len(told) > 0.8


def test_words_without_ink_stay_where_the_engine_saw_them() -> None:
    words = [Seen("NOTHING", 10, 10, 90, 30, 50.0, 0), Seen("HERE", 100, 10, 150, 30, 50.0, 0)]
    white = np.full((60, 200), 255, np.uint8)
    assert tightened(words, white, Turn(0.0, (200, 60))) == words
    assert tightened([], white, Turn(0.0, (200, 60))) == []


def test_a_box_cut_by_the_edge_of_the_page_is_no_harm() -> None:
    page = np.full((60, 200), 255, np.uint8)
    page[0:8, 0:40] = 0
    words = [Seen("TOP", -20, -30, 60, 14, 50.0, 0), Seen("OUT", 300, 80, 340, 99, 50.0, 1)]
    found = tightened(words, page, Turn(0.0, (200, 60)))
    assert [word.text for word in found] == ["TOP", "OUT"]
    assert found[1] == words[1]
