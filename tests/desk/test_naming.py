from __future__ import annotations

from dataclasses import replace

import pytest

from app.archive.records import Alias
from app.desk.naming import naming, post_name
from app.telegram.reading import Family, Field, Reading, Reference, Span
from tests.desk.made_vocabulary import VOCABULARY


def made(sent_date: str, *references: Reference) -> Reading:
    fields = {
        "from": Field("from", "Lyons", (), (), "made"),
        "to": Field("to", ("SECSTATE WASHDC", "RIO"), (), (), "made"),
        "number": Field("number", "40", (), (), "made"),
    }
    if sent_date:
        fields["sent_date"] = Field("sent_date", sent_date, (), (), "made")
    reading = Reading("0", Family.STATE_INCOMING, True, (), fields=fields)
    return replace(reading, references=references)


def pointing(kind: str, **keys: str) -> Reference:
    return Reference(kind, keys.pop("printed", "EMBTEL 7"), Span(0, 1), **keys)


def test_a_cable_is_kept_under_the_names_lists_and_addresses_need() -> None:
    names = naming(made("1962-06-01"), VOCABULARY)
    assert names.title == "Telegram 40, Lyons to the Department of State and Rio"
    assert names.slug == "telegram-40-lyons-1962-06-01"
    assert names.post == "Lyon"
    assert names.addressee == "Department of State"
    # The key as printed, and the one by which other cables point at the post.
    assert names.aliases == (
        Alias("ref", "telegram/lyons/1962/40"),
        Alias("ref", "telegram/lyon/1962/40"),
    )


POSTS = [
    ("PARIS", "Paris"),
    ("Amembassy Paris", "Paris"),
    # An older spelling is the same post, or its list would fall apart in two.
    ("LYONS", "Lyon"),
    ("RIO", "Rio de Janeiro"),
    # The code of a station in a CIA message.
    ("LYOX", "Lyon"),
    ("Department of State", "Department of State"),
    # Unknown to the vocabulary: itself, not the nearest.
    ("Lyonesse", "Lyonesse"),
    ("", ""),
]


@pytest.mark.parametrize(("printed", "expected"), POSTS)
def test_a_post_has_one_name_however_it_is_printed(printed: str, expected: str) -> None:
    assert post_name(printed, VOCABULARY) == expected


POINTED = [
    ("with a series", "1962-06-01", pointing("series", sender="Paris", series="SECTO", number="5"),
     ["ref secto/paris/1962/5"]),
    ("a bare number", "1962-06-01", pointing("embtel", sender="LYONS", number="7"),
     ["ref telegram/lyon/1962/7", "ref telegram/lyon/1961/7"]),
    ("the Department's", "1962-06-01",
     pointing("deptel", sender="Department of State", number="7"),
     ["ref telegram/state/1962/7", "ref telegram/state/1961/7"]),
    # The numbers of the year before are still being answered.
    ("early in the year", "1963-01-04", pointing("embtel", sender="Lyon", number="1901"),
     ["ref telegram/lyon/1963/1901", "ref telegram/lyon/1962/1901"]),
    ("with its own date", "1963-01-04",
     pointing("embtel", sender="Lyon", number="7", date="1961-11-02"), ["ref telegram/lyon/1961/7"]),
    ("a document number", "1976-06-01", pointing("mrn", number="1976 OTTAWA 04887"),
     ["mrn 1976OTTAWA04887"]),
    # REFTEL points at something, but the words alone do not say at what.
    ("no number", "1962-06-01", pointing("reftel", sender="Lyon"), []),
    ("no sender", "1962-06-01", pointing("embtel", number="7"), []),
    ("no year anywhere", "", pointing("embtel", sender="Lyon", number="7"), []),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "reference", "expected"), [p[1:] for p in POINTED],
                         ids=[p[0] for p in POINTED])  # fmt: skip
def test_a_reference_points_at_the_keys_it_may_mean(
    sent: str, reference: Reference, expected: list[str]
) -> None:
    pointers = naming(made(sent, reference), VOCABULARY).pointers
    assert [f"{key.kind} {key.key}" for p in pointers for key in p.keys] == expected
