"""What is suggested while somebody types in the search box."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.errors import WrongQuery
from app.search.parser import parse
from app.web.suggest import _asked
from tests.web.shelves import Shelves
from tests.web.test_web_browse import add


def suggested(client: TestClient, typed: str) -> list[str]:
    answer = client.get("/suggest", params={"q": typed})
    assert answer.status_code == 200
    return [html.unescape(one) for one in re.findall(r'data-query="([^"]*)"', answer.text)]


# The trap of each: a field already typed, words before it, a name of two words, too little to go by.
SUGGESTED = [
    ("lis", ["post:Lisbon "]),
    ("LIS", ["post:Lisbon "]),
    ("harbor lis", ["harbor post:Lisbon "]),
    ("(harbor OR lis", ["(harbor OR post:Lisbon "]),
    ("post:l", ["post:Lisbon "]),
    ("from:lisb", ["from:Lisbon "]),
    ("new", ['post:"New Delhi" ']),
    ('post:"new d', ['post:"New Delhi" ']),
    ("sec", ["series:SECTO "]),
    ("signed:e", ["signed:ELLERY "]),
    ("series:lis", []),
    ("l", []),
    ("", []),
    ("lis ", []),
    ('"', []),
    ("zzz", []),
    ('"harbor lis', []),
]


def test_names_held_here_are_suggested(client: TestClient, shelves: Shelves) -> None:
    """All over one archive a database: the archive does not change."""
    add(shelves, "8", "1958-03-04", "SECTO")
    add(shelves, "9", "1958-03-05", post="New Delhi")
    assert {typed: suggested(client, typed) for typed, _ in SUGGESTED} == dict(SUGGESTED)


def test_what_is_suggested_can_be_searched_for(client: TestClient, shelves: Shelves) -> None:
    for name in ("Lisbon", 'Lis"t', "Lis (x)", "Lis:y", "São Paulo", "Lis NOT"):
        add(shelves, name[-2:], "1958-03-04", post=name)
    found = suggested(client, "lis") + suggested(client, "sao")
    assert len(found) == 6
    for query in found:
        parse(query)


def test_the_fullest_come_first_and_a_draft_is_not_suggested(
    client: TestClient, shelves: Shelves
) -> None:
    add(shelves, "1", "1958-03-04", post="Lima")
    for number in ("2", "3"):
        add(shelves, number, "1958-03-04")
    add(shelves, "4", "1958-03-04", post="Lille", publish=False)
    assert suggested(client, "li") == ["post:Lisbon ", "post:Lima "]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_kept_in_front(typed: str) -> None:
    for _, _, begin, before in _asked(typed):
        assert begin
        assert typed.startswith(before)


def test_a_long_query_is_cut_not_read_through(client: TestClient, shelves: Shelves) -> None:
    shelves.add()
    assert suggested(client, "(" * 5_000 + "lis") == []
    with pytest.raises(WrongQuery):
        parse("(" * 100)
