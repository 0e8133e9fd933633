from __future__ import annotations

import datetime as dt
from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from app.archive.records import CableRow, CableState
from app.formats.atom import NAMESPACE, feed

ROW = CableRow(
    "b0000001", CableState.PUBLISHED, "SECTO 8, Paris", "", False, "", "1962-12-13T11:00", "", None,
    None, "Paris", "", "SECTO", "8", "SECRET", (), (), "RUSK", 5, 100, "SECRETARY CALLED",
    dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC),
)  # fmt: skip
ATOM = f"{{{NAMESPACE}}}"


def read(*rows: CableRow) -> ET.Element:
    made = feed(
        rows, title="Recent <additions>", page="https://a.example/recent",
        own="https://a.example/recent.atom", archive="Reftel", address="https://a.example",
    )  # fmt: skip
    return ET.fromstring(made)


def test_a_feed_has_what_the_format_demands() -> None:
    root = read(
        ROW, replace(ROW, id="b0000002", published_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    )
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == "https://a.example/recent.atom"
    assert root.findtext(f"{ATOM}title") == "Recent <additions>"
    assert root.findtext(f"{ATOM}updated") == "2026-11-01T12:00:00Z"
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    entry, _ = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "https://a.example/c/b0000001"
    assert entry.findtext(f"{ATOM}summary") == "SECRETARY CALLED"
    for name in ("title", "updated", "published"):
        assert entry.findtext(f"{ATOM}{name}")


def test_a_feed_of_nothing_is_a_feed() -> None:
    assert read().findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


@given(st.text())
def test_whatever_a_text_holds_the_feed_is_xml(words: str) -> None:
    root = read(replace(ROW, title=words, opening=words, post=words))
    assert len(root.findall(f"{ATOM}entry")) == 1
