"""The data files are whole: names once, zones there, pairs that agree, sources that exist."""

from __future__ import annotations

import itertools
import re

import pytest

from app.telegram.folding import fold, squeeze
from app.telegram.zones import WASHINGTON
from app.vocabulary import load, tables

JSON_FILES = (
    "authorities.json", "captions.json", "classifications.json", "cryptonyms.json",
    "date_notations.json", "executive_orders.json", "exemptions.json", "markings.json",
    "offices.json", "operators.json", "precedences.json", "reference_words.json", "series.json",
    "stations.json",
)  # fmt: skip
VOCABULARY = load()


def test_loading_twice_gives_the_same_object() -> None:
    assert load() is VOCABULARY


def test_the_version_names_the_time_zone_data() -> None:
    assert re.fullmatch(r"20\d\d\.\d\d\+tzdata20\d\d[a-z]", VOCABULARY.version)
    assert VOCABULARY.version.endswith(VOCABULARY.tzdata)


@pytest.mark.parametrize("file", JSON_FILES)
def test_every_file_says_what_it_holds_and_names_each_row_once(file: str) -> None:
    document = tables.document(file)
    assert len(document["note"]) > 20
    first = [tuple(row.values())[:2] if file == "exemptions.json" else next(iter(row.values())) for row in document["rows"]]  # fmt: skip
    if file == "reference_words.json":  # RETEL is a REFTEL by kind
        first = [row["normal"] for row in document["rows"]]
    assert len(set(first)) == len(first)


@pytest.mark.parametrize("file", [*JSON_FILES])
def test_every_row_says_how_far_it_can_be_relied_on(file: str) -> None:
    known = {row["key"] for row in tables.rows("sources.json")}
    for row in tables.rows(file):
        if file == "date_notations.json":
            continue
        assert row["basis"] in ("V", "G", "I", "S", "unknown"), row
        assert set(row.get("sources", ())) <= known, row


def test_no_data_file_names_an_address_on_the_web() -> None:
    for file in (*JSON_FILES, "sources.json", "posts.tsv", "zones.json"):
        assert "://" not in tables.text_of(file), file


def test_no_form_of_a_term_belongs_to_another_of_the_same_kind() -> None:
    for kind in ("classifications", "markings", "precedences", "captions"):
        terms = getattr(VOCABULARY, kind)
        forms = [form for term in terms for form in {squeeze(fold(form)) for form in term.forms}]
        assert len(set(forms)) == len(forms), kind


def test_forms_hold_the_normal_form_and_no_spaced_letters() -> None:
    for term in (*VOCABULARY.classifications, *VOCABULARY.captions, *VOCABULARY.precedences):
        assert term.normal in term.forms
        assert not any(re.match(r"\w \w \w", form) for form in term.forms)


def test_levels_rank_in_the_order_of_the_law() -> None:
    rank = {term.normal: term.rank for term in VOCABULARY.classifications}
    order = ["TOP SECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED", "LIMITED OFFICIAL USE", "UNCLASSIFIED"]  # fmt: skip
    ranks = [rank[name] for name in order]
    assert ranks == sorted(ranks, reverse=True)
    assert all(one > other for one, other in itertools.pairwise(ranks))


def test_restricted_data_is_no_level() -> None:
    forms = {form for term in VOCABULARY.classifications for form in term.forms}
    assert "RESTRICTED" in forms
    assert "RESTRICTED DATA" not in forms


def test_mirrored_series_name_each_other_and_run_opposite_ways() -> None:
    series = {row.name: row for row in VOCABULARY.series}
    for row in series.values():
        if not row.mirror:
            continue
        other = series[row.mirror]
        assert other.mirror == row.name
        assert {row.direction, other.direction} in ({"in", "out"}, {""}), row.name


# TOUSI is from posts though TOSEC is to the traveller: the spelling does not tell the direction.
@pytest.mark.parametrize(
    ("name", "direction"), [("TOUSI", "in"), ("USITO", "out"), ("SECTO", "in"), ("TOSEC", "out")]
)
def test_the_direction_of_a_series_stands_in_its_row(name: str, direction: str) -> None:
    assert next(row for row in VOCABULARY.series if row.name == name).direction == direction


def test_every_post_has_a_name_of_its_own_and_a_zone_that_is_there() -> None:
    names = [squeeze(fold(post.name)) for post in VOCABULARY.posts]
    assert len(set(names)) == len(names)
    for post in VOCABULARY.posts:
        assert post.zone in VOCABULARY.zones or post.kind == "travelling party", post.name
    assert WASHINGTON in VOCABULARY.zones


def test_an_alias_belongs_to_one_post() -> None:
    owners: dict[str, set[str]] = {}
    for post in VOCABULARY.posts:
        for name in (post.name, *post.aliases):
            owners.setdefault(squeeze(fold(name)), set()).add(post.name)
    assert {name: posts for name, posts in owners.items() if len(posts) > 1} == {}


def test_station_codes_are_the_first_six_signs_of_the_name_without_spaces() -> None:
    for row in tables.posts():
        if row["code"] and row["kind"] != "department":
            names = [row["name"], *row["aliases"].split("; "), *row["dated_names"].split("; ")]
            codes = {name[:6].replace(" ", "") for name in names}
            codes |= {re.sub(r"[^A-Z]", "", name)[:6] for name in names}
            assert row["code"] in codes, row["name"]


def test_posts_lie_where_their_zones_clocks_put_them() -> None:
    # The offset in winter 1965 lies within four hours of the sun's, a rough net for slips.
    at = -157_766_400
    for post in VOCABULARY.posts:
        if post.longitude is None or not post.zone:
            continue
        zone = VOCABULARY.zones[post.zone]
        index = sum(1 for start in zone.starts if start <= at) - 1
        offset = zone.offsets[index] if index >= 0 else zone.initial
        drift = abs(offset / 3600 - post.longitude / 15)
        assert min(drift, 24 - drift) < 3.2, post.name


def test_zones_are_ascending_and_in_the_span_they_claim() -> None:
    for zone in VOCABULARY.zones.values():
        assert list(zone.starts) == sorted(set(zone.starts))
        assert len(zone.starts) == len(zone.offsets) == len(zone.abbreviations)
        assert all(abs(offset) <= 15 * 3600 for offset in zone.offsets)


def test_stations_stand_for_places_we_know() -> None:
    names = {
        squeeze(fold(name)) for post in VOCABULARY.posts for name in (post.name, *post.aliases)
    }
    missing = {place for place in VOCABULARY.stations.values() if squeeze(fold(place)) not in names}
    # the Agency had these within the United States, where the Department has no post
    assert missing <= {"Director (Headquarters)", "JMWAVE Miami", "San Juan"}


def test_executive_orders_stand_in_the_order_they_were_signed() -> None:
    signed = [order.signed for order in VOCABULARY.executive_orders]
    assert signed == sorted(signed)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in signed)
