"""What holds for any text whatever."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.telegram import read
from app.telegram.serial import from_dict, to_dict, to_gold
from tests.telegram.promises import broken
from tests.telegram.words import SMALL

LINES = st.sampled_from(
    [
        "SECRET", "DECLASSIFIED", "# DECLASSIFIED", "INCOMING TELEGRAM", "Department of State", "Action",
        "Info", "-SS", "EUR", "Control: 123", "Rec'd: MAY 5, 1960", "10:02 AM", "FROM PARIS",
        "TO: Secretary of State", "NO: POLTO 12, MAY 5, 4 PM", "NO: 9, DECEMBER 31, NOON", "PRIORITY",
        "-2- POLTO 12, MAY 5, 4 PM FROM PARIS", "## Page 2", "---", "\fPAGE", "MINISTER TOLD US TODAY THAT THE",
        "TALKS WOULD BE RE-", "SUMED. HE WAS NOT RPT NOT SURE.", "1. FIRST POINT.", "COMMENT: NONE.", "RUSK",
        "DT", "031234567890", "( ) RELEASE", "(X) RELEASE ( ) DENY", "REVIEWED BY 12 DATE 1/2/90", "NNNN",
        "JFK ASSASSINATION SYSTEM", "IDENTIFICATION FORM", "AGENCY : CIA", "S E C R E T", "CITE DIR 12345", ":",
        "ß ŉ ı İ", "\x1c", "\u2028", "\r", "x" * 300,
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(LINES, st.just(""), st.text(max_size=30)), max_size=40).map("\n".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_is_promised_of_any_text_is_kept(text: str) -> None:
    assert broken(text, read(text, SMALL)) == ""


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_reading_is_the_same_twice_and_comes_back_from_json(text: str) -> None:
    reading = read(text, SMALL)
    assert read(text, SMALL) == reading
    stored = json.dumps(to_dict(reading), ensure_ascii=True)
    assert from_dict(json.loads(stored)) == reading
    assert json.dumps(to_gold(reading, text, "doc", "0"))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_paragraph_keys_are_unique(text: str) -> None:
    keys = [paragraph.key for paragraph in read(text, SMALL).paragraphs]
    assert len(keys) == len(set(keys))
