"""What is passed over to save time is never what the dearer look would have found."""

from __future__ import annotations

from itertools import pairwise, product
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.specimens import Stock, compose
from app.telegram import body, families, marks, references, remarks
from app.telegram.forms import (
    acp,
    acp_rules,
    cia_lines,
    cia_message,
    cia_pages,
    cia_tdcs,
    incoming_words,
    outgoing_foot,
    state_review,
)
from app.telegram.forms.signs import Sign
from app.telegram.lines import Line, split
from app.telegram.reading import Join
from app.telegram.workbench import Heading
from app.vocabulary import load

VOCABULARY = load()

# lines that the composer does not set and a hint might leave out
WORN = """PACE 2
FAGE 3
MHFNO: 12345
T0T: 011200Z MAY 74
RFF: PARI 1234
PEF PARI 1234
SLUGS: ABROAD
201-123456
COPY SLOTTED AT 1200
WE NOTIFIED
(15-20
MFG. 1-60
1 K
N0 F0RGN D1S
CONTINUED CONTROL
3-60
IK 5
DS-322
LASSIFICATION
ONLY OR UNCLASS
APPROVED BY: SMITH"""

SIGNS: tuple[Sign, ...] = (
    *(sign for form in families.FORMS for sign in getattr(form, "signs", ())),
    *cia_message._SIGNS,
    *families.AGAINST,
    families.WORDS,
    families.NUMBERED,
)


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """Lines of telegrams of every form, clean and badly read, each once."""
    stock = Stock.of(load())
    texts = [compose(seed, stock, noise=seed % 4).text for seed in range(30)]
    rows = dict.fromkeys(line.text for text in texts for line in split(text))
    return split("\n".join(rows))


def test_a_line_that_shows_a_sign_is_not_passed_over(lines: list[Line]) -> None:
    for sign in SIGNS:
        shown = [line for line in lines if sign.compiled.search(line.key)]
        for line in shown:
            assert sign.stands(Heading([line.key])), (sign.name, line.text)
        keys = [line.key for line in lines if line not in shown]
        assert not sign.stands(Heading(keys)), sign.name


def test_a_line_meets_every_common_rule_that_knows_it(lines: list[Line]) -> None:
    trials = marks._trials(lines)
    for row, line in enumerate(lines):
        met = {each.name for _, _, each in trials.get(row, ())}
        knows = {each.name for each in marks.RULES if each.pattern.search(line.key)}
        assert knows <= met, line.text


def test_a_rule_finds_what_its_pattern_finds(lines: list[Line]) -> None:
    printed = (*cia_lines.RULES, cia_pages.CONTINUED, *cia_tdcs.RULES, *outgoing_foot.RULES)
    known = (*marks.RULES, *incoming_words.RULES, *acp_rules.RULES, *state_review.RULES)
    lines = [*lines, *split(WORN)]
    for each in (*known, *printed):
        for line in lines:
            assert (each.match(line) is None) == (each.pattern.search(line.key) is None), line.text


def test_a_line_of_a_heading_meets_the_reader_that_knows_it(lines: list[Line]) -> None:
    known = {
        "_page_line": acp_rules.PAGE_LINE, "_station_line": acp_rules.STATION_LINE,
        "_receipt_alone": acp_rules.RECEIPT_ALONE, "_short_group": acp_rules.SHORT_GROUP,
        "_in_number": acp_rules.IN_NUMBER, "_letter": acp_rules.LETTER_ALONE,
        "_from": acp_rules.FM, "_to": acp_rules.TO, "_info": acp_rules.INFO, "_break": acp_rules.BREAK,
    }  # fmt: skip
    begins = {reader.__name__: signs for signs, _, reader in acp._READERS}
    for name, each in known.items():
        (example,) = split(each.example)
        shown = [line for line in (example, *lines) if each.match(line)]
        assert all(line.bare[:1] in begins[name] for line in shown), name


def test_a_line_with_a_mark_of_a_release_is_not_passed_over(lines: list[Line]) -> None:
    known = [line for line in lines if not line.long and state_review._HINT.search(line.key)]
    assert state_review._hinted(lines) == known


@given(st.text(st.sampled_from("AAB .1_É"), max_size=12))
def test_words_that_stand_twice_and_letters_that_stand_three_times_are_seen(text: str) -> None:
    hints = remarks._hints(text)
    for pattern, _, _ in remarks._SICS:
        told = any(hint in text for hint in hints[pattern])
        assert told or pattern.search(text) is None


def test_many_words_that_stand_twice_are_seen_in_one_look() -> None:
    words = ["".join(pair) for pair in product("ABCDEFGHIJ", repeat=2)]
    hints = remarks._hints("\n".join(f"{word} {word}" for word in words))
    assert hints[remarks._DOUBLED] == [" "]


def test_a_line_that_only_goes_on_is_a_wrap(lines: list[Line]) -> None:
    form = body._form(lines)
    quick = [pair for pair in pairwise(lines) if body._only_goes_on(*pair, form)]
    assert len(quick) > len(lines) // 4
    assert all(body._relation(*pair, False, form) is Join.WRAP for pair in quick)


@given(
    st.lists(
        st.sampled_from(
            ["DEPTEL", "EM", "BTEL", "PARIS", "BONN'S", "SECTO", "NO.", "OUR", "ON", "SAID.", "AND",
             "RPTD", "INFO", "REFTEL", "A-12", "CA -7", "1962PARIS01234", "12", "300", "4321", "∅5", "\n"]
        ),
        max_size=9,
    )
)  # fmt: skip
def test_a_number_that_is_passed_over_points_to_nothing(words: list[str]) -> None:
    lines = split(" ".join(words))
    if not lines:
        return
    text, context = " ".join(words), references.Context("BONN", "DEPARTMENT OF STATE", 1962)
    quick = references.find_in_lines(text, VOCABULARY, lines, context)
    start, end = lines[0].span.start, lines[-1].span.end
    with mock.patch.object(references._Scan, "_only_number", return_value=False):
        assert quick == references.find_references(
            text, VOCABULARY, start=start, end=end, context=context
        )
