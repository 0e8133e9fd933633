from __future__ import annotations

import json
from dataclasses import replace

from app.formats.describe import describe
from app.formats.json import to_json
from app.telegram.serial import from_dict
from tests.formats.made_pages import PAGE, READING, SOURCE_TEXT, SPECIMEN

BASE = "https://cables.example.org"
MADE = json.loads(to_json(describe(PAGE, BASE)))


def test_a_program_finds_name_address_citation_and_version() -> None:
    assert MADE["form"] == "reftel-cable-1"
    assert MADE["id"] == "bcdfghjk"
    assert MADE["url"] == f"{BASE}/c/bcdfghjk"
    assert MADE["title"] == "Telegram 12, Lima to the Department of State"
    assert MADE["citation"].endswith(f"{BASE}/c/bcdfghjk/v/1.")
    assert MADE["version"]["number"] == 1
    assert MADE["version"]["url"] == f"{BASE}/c/bcdfghjk/v/1"
    assert MADE["version"]["made_at"] == "2026-11-23T09:30:00+00:00"
    assert MADE["aliases"] == [f"{BASE}/ref/telegram/lima/1961/12"]


def test_a_value_stands_plainly_and_with_its_evidence() -> None:
    assert MADE["values"]["to"] == ["Secretary of State"]
    assert MADE["values"]["number"] == "12"
    field = MADE["reading"]["fields"]["sent_date"]
    start, end = field["spans"][0]
    assert SOURCE_TEXT[start:end] == field["printed"][0] == "MARCH 3"
    assert field["doubt"] == "no year on the page"
    assert MADE["reading"]["fields"]["to"]["state"] == "supplied"


def test_the_text_comes_clean_and_as_it_was_received() -> None:
    assert [p["text"] for p in MADE["text"]] == [
        "AMBASSADOR CALLED ON MINISTER AND ASKED FOR ANSWER. MINISTER AGREED.",
        "NOTHING MORE.",
    ]
    assert MADE["text"][0]["pages"] == [1, 2]
    assert MADE["source_text"] == SOURCE_TEXT
    assert MADE["source"]["sha256"] == PAGE.source.sha256


def test_the_reading_can_be_taken_back_out() -> None:
    assert from_dict(MADE["reading"]) == READING


def test_the_same_version_gives_the_same_bytes_whatever_is_around_it() -> None:
    around = replace(PAGE, current_version=4, same_day=12, likely_same=(PAGE.cable,))
    assert to_json(describe(around, BASE)) == to_json(describe(PAGE, BASE))


def test_a_program_can_tell_a_specimen() -> None:
    assert MADE["specimen"] is False
    assert json.loads(to_json(describe(SPECIMEN, BASE)))["specimen"] is True
