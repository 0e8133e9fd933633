from __future__ import annotations

import json

from app.telegram import read
from app.vocabulary import load
from tests.cli.command import reftel


def test_equal_seeds_give_equal_lines_and_a_stream_can_be_taken_up_anywhere() -> None:
    three = reftel("specimens", "--count", 3, "--seed", 40).out.splitlines()
    assert reftel("specimens", "--count", 3, "--seed", 40).out.splitlines() == three
    assert reftel("specimens", "--count", 1, "--seed", 42).out.splitlines() == three[2:]
    assert len({json.loads(line)["text"] for line in three}) == 3


def test_a_specimen_is_a_telegram_with_its_true_values() -> None:
    lines = reftel("specimens", "--count", 20, "--seed", 7).lines
    assert all({"id", "name", "format", "text", "fields"} <= line.keys() for line in lines)
    readings = [read(line["text"], load()) for line in lines]
    assert sum(reading.is_telegram for reading in readings) >= 18


def test_noise_damages_the_text_and_not_the_values() -> None:
    (clean,) = reftel("specimens", "--count", 1).lines
    (noisy,) = reftel("specimens", "--count", 1, "--noise", 1.5).lines
    assert noisy["fields"] == clean["fields"]
    assert noisy["text"] != clean["text"]
