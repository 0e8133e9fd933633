from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from app.archive.records import CableRow, CableState
from app.formats.table import COLUMNS, as_csv

ROW = CableRow(
    id="0123456b", state=CableState.PUBLISHED, title="Telegram 233, Lisbon to the Department",
    slug="", specimen=False, family="other", sent_local="1958-03-04T19:00", sent_zone="",
    sent_utc=None, received_utc=None, post="Lisbon", addressee="", series="", number="233",
    classification="SECRET", captions=("LIMDIS", "EXDIS"), precedence=(), signature="ALDEN",
    pages=2, words=120, opening="", published_at=None,
)  # fmt: skip


def table(*rows: CableRow) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(rows, "https://cables.example.org"))))


def test_a_cable_is_a_line_under_the_names_of_its_columns() -> None:
    (line,) = table(ROW)
    assert tuple(line) == COLUMNS
    assert line["url"] == "https://cables.example.org/c/0123456b"
    assert line["captions"] == "LIMDIS; EXDIS"
    assert (line["pages"], line["specimen"]) == ("2", "no")


@pytest.mark.parametrize("title", ['A "quoted" name, with\nits line', "São Paulo", ""])
def test_what_a_cell_holds_comes_back_whole(title: str) -> None:
    assert table(replace(ROW, title=title))[0]["title"] == title


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(title: str) -> None:
    assert table(replace(ROW, title=title))[0]["title"] == f"'{title}"
