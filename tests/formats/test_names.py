from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.archive.records import Alias
from app.formats.names import alias_key, aliases, long_date, place, slug, slugged, title
from app.telegram.reading import Family, Reading
from tests.formats.made_readings import reading

SECTO = reading(
    sender="Paris", to=("Secretary of State",), series="SECTO", number="8",
    sent_date="1962-12-13", received_date="1962-12-13", control_number="5860",
)  # fmt: skip
EMBTEL = reading(
    sender="Lima", to=("Secretary of State",), number="1901", sent_date="1962-12-31",
    received_date="1963-01-01", control_number="44",
)  # fmt: skip
MEXI = reading(
    Family.CIA_MESSAGE, sender="Mexico City", to=("DIRECTOR",), number="6453", cite="MEXI 6453",
    sent_date="1963-10-08", in_number="36017",
)  # fmt: skip
TDCS = reading(Family.CIA_TDCS, series="TDCS", number="3/516,614", sent_date="1962-07-12")
AIRGRAMLESS = reading(sender="Paris", sent_date="1962-12-13")
OUTGOING = reading(
    Family.STATE_OUTGOING, sender="Department of State", to=("Amembassy NICOSIA",), number="96",
    sent_date="1963-08-26",
)  # fmt: skip
MRN = reading(
    Family.STATE_MRN, sender="Amembassy Port Moresby", to=("USCINCPAC HONOLULU HI",),
    number="199", mrn="85 PORT MORESBY 199", sent_date="1985-01-28",
)  # fmt: skip
EMPTY = reading(Family.OTHER)

NAMED = [
    # An airgram went by pouch: it is known by its number, whatever its form was read as.
    (
        reading(sender="Amembassy RABAT", to=("Department of State",), number="A-214"),
        "Airgram A-214, Rabat to the Department of State",
        "airgram-a-214-rabat",
    ),
    (SECTO, "SECTO 8, Paris to the Department of State", "secto-8-paris-1962-12-13"),
    # No series: the bare number is the telegram's name at its post.
    (EMBTEL, "Telegram 1901, Lima to the Department of State", "telegram-1901-lima-1962-12-31"),
    (MEXI, "MEXI 6453, Mexico City to Director", "mexi-6453-mexico-city-1963-10-08"),
    # Neither sender nor addressee on the paper: the date tells it from its neighbours.
    (TDCS, "TDCS 3/516,614, 12 July 1962", "tdcs-3-516-614-1962-07-12"),
    # No number: never a made-up one.
    (AIRGRAMLESS, "Telegram from Paris, 13 December 1962", "telegram-paris-1962-12-13"),
    (OUTGOING, "Telegram 96, the Department of State to Nicosia",
     "telegram-96-department-of-state-1963-08-26"),
    (MRN, "85 PORT MORESBY 199, Port Moresby to USCINCPAC Honolulu HI",
     "85-port-moresby-199-port-moresby-1985-01-28"),
    (EMPTY, "Telegram without a readable heading", "telegram"),
    # Several without a heading stand in one list: the signature, else the receipt tells them apart.
    (reading(signature="TOON", received_date="1977-03-02"),
     "Telegram without a readable heading, signed Toon", "telegram"),
    (reading(received_date="1977-03-02"),
     "Telegram without a readable heading, received 2 March 1977", "telegram"),
    (reading(Family.TELETYPE, to=("OSD",)), "Message to OSD", "message"),
    (reading(sent_date="1962-12"), "Telegram, December 1962", "telegram-1962-12"),
    (reading(sender="Paris", number="12"), "Telegram 12, from Paris", "telegram-12-paris"),
    # A list in the title would push everything else out of it.
    (reading(sender="Rome", to=("Secretary of State", "Bonn"), number="1"),
     "Telegram 1, Rome to the Department of State and Bonn", "telegram-1-rome"),
    (reading(sender="Rome", to=("PARIS", "BONN", "LONDON", "BERN"), number="1"),
     "Telegram 1, Rome to Paris and 3 others", "telegram-1-rome"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "expected_title", "expected_slug"), NAMED)
def test_a_cable_is_called_as_the_field_calls_it(
    made: Reading, expected_title: str, expected_slug: str
) -> None:
    assert title(made) == expected_title
    assert slug(made) == expected_slug


KEYED = [
    (SECTO, [("ref", "secto/paris/1962/8"), ("control", "1962-12-13/5860")]),
    # Received the day after New Year's Eve: the key of the number keeps the year it was sent in.
    (EMBTEL, [("ref", "telegram/lima/1962/1901"), ("control", "1963-01-01/44")]),
    (MEXI, [("ref", "mexi/mexico-city/1963/6453")]),
    (TDCS, [("ref", "tdcs/cia/1962/3-516-614")]),
    (OUTGOING, [("ref", "telegram/state/1963/96")]),
    (MRN, [("ref", "telegram/port-moresby/1985/199"), ("mrn", "85PORTMORESBY199")]),
    # Half a key would lead to the wrong cable.
    (AIRGRAMLESS, []),
    (EMPTY, []),
    (reading(sender="Paris", number="12"), []),
    (reading(number="12", sent_date="1962-12-13"), []),
    (reading(control_number="12", sent_date="1962-12"), []),
]


@pytest.mark.parametrize(("made", "expected"), KEYED)
def test_human_keys_are_made_only_from_what_the_paper_shows(
    made: Reading, expected: list[tuple[str, str]]
) -> None:
    assert aliases(made) == tuple(Alias(*pair) for pair in expected)


TYPED = [
    ("ref", "SECTO/Paris/1962/8", "secto/paris/1962/8"),
    ("ref", "telegram/Mexico City/1963/1213", "telegram/mexico-city/1963/1213"),
    ("control", "1962-12-13/5860", "1962-12-13/5860"),
    ("mrn", "1974state085546", "1974STATE085546"),
    ("mrn", "1974 STATE 085546", "1974STATE085546"),
]


@pytest.mark.parametrize(("kind", "typed", "key"), TYPED)
def test_a_key_is_found_however_it_is_typed(kind: str, typed: str, key: str) -> None:
    assert alias_key(kind, typed) == key


PLACES = [
    ("Paris", "Paris"),
    ("PARIS", "Paris"),
    ("Secretary of State", "the Department of State"),
    ("SECSTATE WASHDC", "the Department of State"),
    ("Secstate Washdc", "the Department of State"),
    ("SECSTATE WASHINGTON DC", "the Department of State"),
    ("SECSTATE WASH", "the Department of State"),
    ("Department of State", "the Department of State"),
    ("DEPTOFSTATE", "the Department of State"),
    ("Acting Secretary", "the Department of State"),
    ("AMEMBASSY CAPE TOWN", "Cape Town"),
    ("Amconsul Cape Town", "Cape Town"),
    ("American Embassy Rome", "Rome"),
    ("USMISSION GENEVA", "Geneva"),
    ("USUN NEW YORK", "USUN New York"),
    ("DIR", "Director"),
    ("RIO DE JANEIRO", "Rio de Janeiro"),
    ("PORT-AU-PRINCE", "Port-Au-Prince"),
    ("FBIS RESTON VA", "FBIS Reston VA"),
    ("CINCUSNAVEUR LONDON UK", "CINCUSNAVEUR London UK"),
    # A kind of post with no place behind it is all the paper says.
    ("AMEMBASSY", "Amembassy"),
    ("", ""),
]


@pytest.mark.parametrize(("printed", "expected"), PLACES)
def test_a_place_is_written_as_a_title_needs_it(printed: str, expected: str) -> None:
    assert place(printed) == expected


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("1962-12-13", "13 December 1962"),
        ("1962-12-13T11:00", "13 December 1962"),
        ("1962-03", "March 1962"),
        ("1962", "1962"),
        ("", ""),
    ],
)
def test_a_date_in_words_is_as_precise_as_it_is_known(iso: str, words: str) -> None:
    assert long_date(iso) == words


@given(st.text(max_size=60))
def test_a_slug_is_safe_in_an_address_and_stable(text: str) -> None:
    made = slugged(text)
    assert re.fullmatch(r"(?:[0-9a-z]+(?:-[0-9a-z]+)*)?", made)
    assert slugged(made) == made


@given(st.dictionaries(st.sampled_from(["from", "number", "series", "cite", "mrn", "sent_date",
                                        "control_number", "received_date"]),
                       st.text(max_size=30)))  # fmt: skip
def test_any_values_give_a_title_and_only_whole_keys(values: dict[str, str]) -> None:
    made = reading(**values)
    assert title(made)
    assert all(all(part for part in alias.key.split("/")) for alias in aliases(made))
