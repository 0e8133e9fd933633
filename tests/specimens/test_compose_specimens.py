from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.specimens import (
    FAMILIES,
    FORMS,
    NOT_A_TELEGRAM,
    ROLES,
    Clock,
    Place,
    Stock,
    compose,
    stream,
)

KINDS = [form.kind for form in FORMS]
SEEDS = range(60)
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


def test_every_form_family_of_the_labels_is_composed():
    assert set(FAMILIES) == {
        "state-incoming-1946-66",
        "state-outgoing",
        "state-telegram-1966-73",
        "state-electronic-1973-79",
        "state-mrn",
        "cia-classified-message",
        "cia-tdcs",
        "teletype",
        "other",
        NOT_A_TELEGRAM,
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_asked_for_is_the_family_composed(family, stock):
    specimen = compose(11, stock, family)
    if family == NOT_A_TELEGRAM:
        assert (specimen.family, specimen.is_telegram) == ("other", False)
    else:
        assert (specimen.family, specimen.is_telegram) == (family, True)


def test_an_unknown_family_is_refused_with_the_names_that_are_known(stock):
    with pytest.raises(ValueError, match="state-incoming-1946-66"):
        compose(1, stock, "telegraph")


def test_a_stock_of_two_posts_is_refused_with_the_number_it_has():
    class Words:
        posts = ()
        zones = {"Z": Clock(0)}
        series = ()
        offices = {}

    with pytest.raises(ValueError, match="holds 0 posts"):
        Stock.of(Words())


@pytest.mark.parametrize("kind", KINDS)
def test_equal_seeds_give_equal_specimens(kind, stock):
    assert compose(5, stock, kind, noise=1.5) == compose(5, stock, kind, noise=1.5)
    assert compose(5, stock, kind).text != compose(6, stock, kind).text


PROGRAM = """
import hashlib
from app.specimens import Clock, Place, Stock, stream
places = tuple(Place(n, "embassy", n.title(), n, Clock(h * 3600)) for n, h in
               (("PARIS", 1), ("TOKYO", 9), ("LIMA", -5), ("CAIRO", 2)))
lines = "".join(stream(100, Stock(places), 60, noise=1))
print(hashlib.sha256(lines.encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_in_another_process_with_another_hash_seed():
    digests = set()
    for hash_seed, zone in (("0", "UTC"), ("4711", "Asia/Tokyo")):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=env,
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).resolve().parents[2],
        )
        digests.add(run.stdout)
    assert len(digests) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("noise", [0, 1, 3])
def test_roles_partition_the_non_blank_lines(kind, noise, stock):
    for seed in SEEDS[:25]:
        specimen = compose(seed, stock, kind, noise=noise)
        covered = Counter(n for first, last, _ in specimen.roles for n in range(first, last + 1))
        lines = specimen.text.split("\n")
        for number, line in enumerate(lines, 1):
            if line.strip():
                assert covered[number] == 1, (seed, number, line)
        assert all(role in ROLES for _, _, role in specimen.roles)
        assert [row.text for row in specimen.rows] == lines[:-1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_stands_in_the_text_as_printed(kind, stock):
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        assert specimen.garbled == [], seed
        assert set(specimen.printed) == set(specimen.fields) - {"declassification"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_declassification_mark_stands_in_the_marking_lines(kind, stock):
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        marks = " ".join(row.text for _, row in specimen.lines if row.role == "marking")
        for event in specimen.fields.get("declassification", []):
            assert all(word in marks for word in event["mark"].split()), (seed, event)
            assert event["date"] is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", event["date"])


@pytest.mark.parametrize("kind", KINDS)
def test_body_lines_joined_are_the_paragraphs(kind, stock):
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        for number, clean in enumerate(specimen.paragraphs):
            lines = [row.text.strip() for row in specimen.rows if row.paragraph == number]
            joined = " ".join(lines)
            assert joined == clean or joined.replace("- ", "") == clean.replace("- ", ""), seed


@pytest.mark.parametrize("kind", KINDS)
def test_every_body_line_belongs_to_a_paragraph_and_no_other_line_does(kind, stock):
    for seed in SEEDS:
        rows = compose(seed, stock, kind, noise=2).rows
        assert all((row.role == "body") == (row.paragraph >= 0) for row in rows)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_never_turned_after_the_end_of_a_sentence_inside_a_paragraph(kind, stock):
    """There no reader could tell whether the paragraph ends."""
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        lines = specimen.text.split("\n")
        for before, after, join in specimen.page_joins:
            assert join in ("mid-sentence", "paragraph")
            if join == "mid-sentence":
                assert lines[before - 1].rstrip()[-1] not in '.?!":)-', (seed, before)
            assert any(before < start <= after for start in specimen.page_starts)


def test_multi_page_texts_break_inside_sentences_and_between_paragraphs(stock):
    joins = Counter(
        join for seed in range(200) for _, _, join in compose(seed, stock, "incoming").page_joins
    )
    assert joins["mid-sentence"] > 30
    assert joins["paragraph"] > 5


DISTRIBUTION = re.compile(r"\b(?:ACTION|ORIGIN) .*?/(\d{3}) [RW]\b", re.DOTALL)


@pytest.mark.parametrize("kind", ["telegram", "electronic", "mrn"])
def test_the_figure_after_the_slash_is_the_sum_of_the_copies(kind, stock):
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        text = "\n".join(row.text for _, row in specimen.lines if row.role == "header")
        found = DISTRIBUTION.search(text.replace("Ø", "0"))
        assert found, seed
        copies = re.findall(r"\b[A-Z]+[- ](\d\d)\b", found[0])
        assert sum(map(int, copies)) == int(found[1]), seed


@pytest.mark.parametrize("kind", ["telegram", "electronic", "mrn", "military", "fbis", "cas"])
def test_the_date_time_group_says_the_sent_date_and_time(kind, stock):
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        group = specimen.printed["sent_date"][0].replace("Ø", "0")
        day, hour, minute, month, year = re.fullmatch(
            r"(\d\d)(\d\d)(\d\d)Z ([A-Z]{3}) (\d\d)", group
        ).groups()
        century = specimen.fields["sent_date"][:2]
        month_number = MONTHS.index(month) + 1
        assert specimen.fields["sent_date"] == f"{century}{year}-{month_number:02d}-{day}"
        assert specimen.fields["sent_time"] == f"{hour}:{minute}Z"


def test_an_incoming_telegram_says_the_hour_at_the_post_and_is_received_later_in_washington():
    tokyo = Place("TOKYO", "embassy", "Japan", "TOKYO", Clock(9 * 3600))
    stock = Stock((tokyo,) * 3, washington=Clock(-5 * 3600))
    for seed in SEEDS:
        fields = compose(seed, stock, "incoming").fields
        sent = dt.datetime.fromisoformat(f"{fields['sent_date']} {fields['sent_time']}")
        got = dt.datetime.fromisoformat(f"{fields['received_date']} {fields['received_time']}")
        transit = got - sent + dt.timedelta(hours=14)
        assert dt.timedelta(minutes=35) <= transit <= dt.timedelta(minutes=460)


def test_a_clock_with_minutes_in_its_offset_still_shows_the_full_hour(stock):
    delhi = stock.named("NEW DELHI")
    only = Stock((delhi,) * 3)
    hours = {compose(seed, only, "incoming").fields["sent_time"][-2:] for seed in SEEDS}
    assert hours == {"00"}


def test_summer_time_is_kept(stock):
    paris = stock.named("PARIS").clock
    winter = dt.datetime(1962, 2, 1, 12, tzinfo=dt.UTC)
    summer = dt.datetime(1962, 7, 1, 12, tzinfo=dt.UTC)
    assert (paris.local(winter).hour, paris.local(summer).hour) == (13, 14)


def test_a_letter_a_memorandum_and_a_form_are_no_telegrams(stock):
    kinds = {compose(seed, stock, NOT_A_TELEGRAM).kind for seed in range(40)}
    assert kinds == {"letter", "memorandum", "dispatch", "routing sheet"}
    assert all(not compose(s, stock, NOT_A_TELEGRAM).is_telegram for s in range(40))


def test_specimens_hold_what_real_texts_hold(stock):
    """Traps for a reader: each comes up somewhere in a few hundred specimens."""
    text = "\n".join(compose(seed, stock).text for seed in range(700))
    for trap in (
        "NOT RPT NOT", "COMMENT:", "FYI.", "NOT DECLASSIFIED]", "C O N F I D E N T I A L", "Ø",
        "SECTION 01 OF 02", "C O R R E C T E D", "UNQUOTE", "C/S COMMENT", "( ) DOWNGRADE TS",
        "JFK ASSASSINATION SYSTEM", "\f", "## Page 2", "NOTAL", "LIMIT DISTRIBUTION S/S",
        "FILED", "FORM DS-322", "GP-", "noon",
    ):  # fmt: skip
        assert trap in text, trap


def test_a_word_sent_twice_stays_twice_in_the_clean_text(stock):
    twice = re.compile(r"\b([A-Z]{4,}) \1\b")
    found = [
        clean
        for seed in range(150)
        for clean in compose(seed, stock, "telegram").paragraphs
        if twice.search(clean)
    ]
    assert found


def test_the_info_column_may_stand_among_the_body_lines(stock):
    def strewn(seed):
        roles = [row.role for _, row in compose(seed, stock, "outgoing").lines]
        last = max(at for at, role in enumerate(roles) if role == "header")
        return "body" in roles[:last]

    assert any(strewn(seed) for seed in range(60))
    assert not all(strewn(seed) for seed in range(60))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), kind=st.sampled_from(KINDS), noise=st.floats(0, 3))
def test_any_seed_form_and_noise_composes_with_sound_truth(seed, kind, noise):
    stock = Stock(
        tuple(Place(n, "embassy", n.title(), n, Clock(0)) for n in ("OSLO", "LIMA", "ROME"))
    )
    specimen = compose(seed, stock, kind, noise=noise)
    gold = specimen.to_gold("x.txt")
    assert gold["sha256"] == hashlib.sha256(specimen.text.encode()).hexdigest()
    assert gold["page_starts"] == sorted(set(gold["page_starts"]))
    assert json.loads(json.dumps(gold)) == gold
    assert specimen.text.endswith("\n")


def test_a_stream_is_json_lines_that_can_be_taken_up_anywhere(stock):
    whole = list(stream(40, stock, 6))
    assert whole[3:] == list(stream(43, stock, 3))
    first = json.loads(whole[0])
    assert set(first) == {"id", "name", "format", "text", "fields"}
    assert (first["id"], first["text"]) == (40, compose(40, stock).text)


def test_a_few_thousand_telegrams_are_all_different_and_their_words_fall_off_as_words_do(stock):
    texts = [json.loads(line)["text"] for line in stream(0, stock, 2500)]
    assert len(set(texts)) == len(texts)
    words = Counter(re.findall(r"[a-z]+", " ".join(texts).casefold()))
    ranked = [n for _, n in words.most_common()]
    assert len(ranked) > 8000  # a long tail of names
    assert 0.2 < sum(ranked[:50]) / sum(ranked) < 0.6
    assert ranked[10] > 5 * ranked[200] / 2


def test_a_greater_length_gives_longer_texts_of_the_same_form(stock):
    def size(length):
        return sum(len(compose(seed, stock, length=length).text) for seed in range(60))

    assert 1.4 < size(2.2) / size(1) < 2.2
    assert size(0.4) < size(1)
