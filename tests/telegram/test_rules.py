"""Every rule matches its example and not its counter-example."""

from __future__ import annotations

import re

import pytest

from app.telegram import body, closing, cover, edges, families, marks, read
from app.telegram.lines import split
from app.telegram.rules import Context, Rule, led_by_letter, needed
from tests.telegram.words import SMALL

_ALL: tuple[Rule, ...] = (
    *marks.RULES,
    marks.BANNER,
    *cover.RULES,
    *(each for form in families.FORMS for each in form.rules),
)
# families share rules: each stands in the table once
RULES = tuple({id(rule): rule for rule in _ALL}.values())
CONTEXTS: tuple[Context, ...] = (
    *body.CONTEXTS,
    *closing.CONTEXTS,
    *edges.CONTEXTS,
    *(each for form in families.FORMS for each in form.contexts),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_matches_its_example_and_not_its_counter_example(rule: Rule) -> None:
    (example,), (counter,) = split(rule.example), split(rule.counter_example)
    assert rule.match(example)
    assert not rule.match(counter)


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: context.name)
def test_a_context_decides_its_example_and_not_its_counter_example(context: Context) -> None:
    assert _rule_at_mark(context.example) == context.name
    assert _rule_at_mark(context.counter_example) != context.name


def _rule_at_mark(text: str) -> str:
    rows = text.split("\n")
    marked = next(number for number, row in enumerate(rows, 1) if row.endswith("<<"))
    reading = read("\n".join(row.removesuffix("<<") for row in rows), SMALL)
    return next(line.rule for line in reading.lines if line.number == marked)


def test_no_two_rules_share_a_name() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


# What a pattern cannot do without, by its plain signs: groups, classes, counts and alternatives.
@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"^[^A-Z0-9]{0,4}SUBJ?(?:ECT)? ?[:;]", ("SUB",)),
        (r"\bC/[A-Z]{2,4} {1,2}\d\b|\bD/DCI\b", ("C/", "D/DCI")),
        (r"A(?:B|C)DEF|GH[IJ|]K", ("DEF", "GH")),
        (r"(?<![A-Z])[]|(]XYZ?W[^)]", ("XY",)),
        (r"TEL\(EGRAM\)|TELEGRAM(?= SENT)", ("EGRAM", "TELEGRAM")),
        (r"SECRET|[A-Z]\d", ()),
        (r"A?B*C{0,2}", ()),
        (r"AB{1,2}?CD{2}?EF", ("EF",)),
        ("", ()),
    ],
)
def test_the_letters_a_pattern_needs(pattern: str, letters: tuple[str, ...]) -> None:
    assert needed(pattern) == letters


# A letter may be put before what it demands unless it has a count, or the demand is not its own.
@pytest.mark.parametrize(
    ("pattern", "led"),
    [
        (r"\bSTAFF\b|\bDIR \d", r"S(?<=\bS)TAFF\b|D(?<=\bD)IR \d"),
        (r"^FM [A-Z]", r"F(?<=^F)M [A-Z]"),
        (r"(?<![A-Z])TO:", r"T(?<=(?<![A-Z])T)O:"),
        (r"\bE?2|^A{2}|\b[AB]", r"\bE?2|^A{2}|\b[AB]"),
    ],
)
def test_a_pattern_led_by_its_letter_finds_what_it_found(pattern: str, led: str) -> None:
    assert led_by_letter(pattern) == led
    text = "STAFF DIR 1 ADIR 2\nFM PARIS\nA FM B\nTO: X\nINTO: Y\nAA E2 2 OVERSTAFF\nDIR 3"
    spans = [[found.span() for found in re.finditer(each, text, re.M)] for each in (pattern, led)]
    assert spans[0] == spans[1] != []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_letters_a_rule_is_passed_over_by_do_not_hide_it(rule: Rule) -> None:
    (example,) = split(rule.example)
    found = rule.pattern.search(example.key)
    assert found is None or rule.match(example) is not None
