"""Posts by the names telegrams give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telegram.folding import fold
from app.telegram.places import find_post, gazetteer, is_department
from app.vocabulary import load

VOCABULARY = load()
PLACES = gazetteer(VOCABULARY)


# The name bare; kind of post, routing indicator, precedence and serial about it; noise.
@pytest.mark.parametrize(
    ("text", "post", "words"),
    [
        ("PARIS", "PARIS", "PARIS"),
        ("Amembassy PARIS PRIORITY", "PARIS", "PARIS"),
        ("AMCONSUL CAPE TOWN", "CAPE TOWN", "CAPE TOWN"),
        ("AMEMB PORT-AU-PRINCE 12", "PORT AU PRINCE", "PORT-AU-PRINCE"),
        ("AMC0NGEN HONG KONG", "HONG KONG", "HONG KONG"),
        ("USINT CAIRO", "CAIRO", "CAIRO"), ("USLO PEKING", "PEKING", "PEKING"),
        ("RUFNCR/AMEMBASSY PARIS 4321", "PARIS", "PARIS"),
        ("BONN NIACT IMMEDIATE 55", "BONN", "BONN"),
        ("USMISSION USUN NEW YORK", "USUN NEW YORK", "USUN NEW YORK"),
        ("MEXICO, D.F.", "MEXICO CITY", "MEXICO, D.F"), ("HAGUE", "THE HAGUE", "HAGUE"),
        ("S A I G O N", "SAIGON", "S A I G O N"), ("PAR1S", "PARIS", "PAR1S"),
        ("MOSC0W", "MOSCOW", "MOSC0W"), ("LEOPOLDVlLLE", "LEOPOLDVILLE", "LEOPOLDVlLLE"),
        ("ELISABETHVLLIE", "ELISABETHVILLE", "ELISABETHVLLIE"), ("NlCOSIA", "NICOSIA", "NlCOSIA"),
        (": TEHERAN.", "TEHRAN", "TEHERAN"),
    ],
)  # fmt: skip
def test_a_post_is_found_where_one_must_stand(text: str, post: str, words: str) -> None:
    place = find_post(text, VOCABULARY)
    assert place is not None
    assert (place.post.name, text[place.start : place.end]) == (post, words)


# Names too short for slips, other words, other offices, nothing at all.
@pytest.mark.parametrize(
    "text",
    ["ROMA", "LIMB", "COUNTRY", "FBIS RESTON", "AMEMBASSY", "CINCPAC", "PARIAH", "12", "", "   "],
)
def test_what_is_no_post_stays_none(text: str) -> None:
    assert find_post(text, VOCABULARY) is None


def test_slips_are_allowed_only_where_a_post_must_stand() -> None:
    assert find_post("LEOPOLDVILE", VOCABULARY, where="may") is None
    must = find_post("LEOPOLDVILE", VOCABULARY, where="must")
    assert must is not None
    assert (must.post.name, must.slips) == ("LEOPOLDVILLE", 1)
    assert must.doubt == "Read as LEOPOLDVILLE."


# BERLIN was the mission in the West until the embassy in the East opened; towns renamed.
@pytest.mark.parametrize(
    ("text", "year", "post"),
    [
        ("BERLIN", 1962, "BERLIN"), ("BERLIN", None, "BERLIN"), ("BERLIN", 1976, "EAST BERLIN"),
        ("USBERLIN", 1976, "BERLIN"), ("BATAVIA", 1948, "DJAKARTA"), ("KINSHASA", 1968, "LEOPOLDVILLE"),
        ("CIUDAD TRUJILLO", 1955, "SANTO DOMINGO"), ("PEIPING", 1948, "PEKING"),
        ("KINSHASA", 1950, "LEOPOLDVILLE"),
    ],
)  # fmt: skip
def test_dated_names_follow_the_year(text: str, year: int | None, post: str) -> None:
    place = find_post(text, VOCABULARY, year=year)
    assert place is not None
    assert place.post.name == post


@pytest.mark.parametrize(
    "text", ["Secretary of State", "SECSTATE WASHDC", "RUEHC/SECSTATE WASHDC 4321", "Department", "DEPT", "STATE"]
)  # fmt: skip
def test_the_department_is_an_addressee(text: str) -> None:
    assert is_department(find_post(text, VOCABULARY))
    assert not is_department(find_post("PARIS", VOCABULARY))


@pytest.mark.parametrize(
    ("code", "year", "post"),
    [("NEWDE", None, "NEW DELHI"), ("THEHA", 1975, "THE HAGUE"), ("USBERL", 1978, "BERLIN"), ("BERLIN", 1978, "EAST BERLIN"),
     ("SANTIA", None, "SANTIAGO"), ("STATE", 1974, "DEPARTMENT OF STATE"), ("KINSHA", 1974, "LEOPOLDVILLE")],
)  # fmt: skip
def test_station_codes_of_document_numbers(code: str, year: int | None, post: str) -> None:
    found = PLACES.by_code(code, year)
    assert found is not None
    assert found.name == post


def test_an_unknown_code_or_station_is_none() -> None:
    assert PLACES.by_code("ZZZZZ") is None
    assert PLACES.by_station("ZZZZ") is None


def test_stations_of_the_cia_stand_at_posts() -> None:
    found = PLACES.by_station("MEXI")
    assert found is not None
    assert found.name == "MEXICO CITY"


def test_names_in_running_text_are_found_longest_first() -> None:
    key = "BONN'S VIEW, NEW DELHI'S AND SANTIAGO DE CUBA'S; PORT-AU-PRINCE ASKED ST. JOHN'S"
    found = [(place.post.name, key[place.start : place.end]) for place in PLACES.in_text(key)]
    assert found == [
        ("BONN", "BONN"), ("NEW DELHI", "NEW DELHI"), ("SANTIAGO DE CUBA", "SANTIAGO DE CUBA"),
        ("PORT AU PRINCE", "PORT-AU-PRINCE"), ("ST JOHNS", "ST. JOHN'S"),
    ]  # fmt: skip


def test_every_post_is_found_by_every_name_it_has() -> None:
    for post in VOCABULARY.posts:
        for name in (post.name, *post.aliases):
            place = PLACES.find(name, "may")
            assert place is not None, name
            assert place.post.name == post.name, name


@given(st.text(max_size=60), st.sampled_from([None, 1950, 1976]))
def test_any_text_can_be_asked(text: str, year: int | None) -> None:
    place = PLACES.find(text, "must", year)
    assert place is None or 0 <= place.start < place.end <= len(text)
    for found in PLACES.in_text(fold(text)):
        assert text[found.start : found.end]
