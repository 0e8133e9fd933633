"""A person's corrections of header values: a new reading made from an old one.

A value the machine read and a person changed is `corrected`, one the paper does not show is
`supplied`, one a person looked at and left is `confirmed`. The printed words and their spans stay
under a corrected value: what the paper says does not change by what we think of it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from app.errors import WrongField
from app.telegram.lexicon import lexicon_of
from app.telegram.lines import split
from app.telegram.moments import transit
from app.telegram.reading import LIST_FIELDS, SINGLE_FIELDS, Field, Moment, Reading, State
from app.telegram.timing import place_moments
from app.telegram.vocabulary import Term, Vocabulary
from app.telegram.workbench import Workbench

Value = str | tuple[str, ...]
PERSON = "person"  # the rule of a value that a person stands behind
LONGEST = 500  # characters of one value
# What the clocks of sending and receipt are told by.
_TIMED = {"from", "sent_date", "sent_time", "received_date", "received_time"}
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]Z?")


def corrected(
    reading: Reading,
    source_text: str,
    changes: Mapping[str, Value | None],
    vocabulary: Vocabulary,
    *,
    confirmed: Collection[str] = (),
) -> tuple[Reading, tuple[str, ...]]:
    """The reading with a person's values, and the names of the fields that differ.

    Args:
        reading: the reading that is corrected; it stays as it is.
        source_text: what it is a reading of.
        changes: the new value by field; None where the paper shows no such thing.
        vocabulary: the words a classification or precedence can be.
        confirmed: fields a person has looked at and found right.

    Raises:
        WrongField: no such field, or a value that it cannot have.
    """
    fields = dict(reading.fields)
    for name, value in changes.items():
        _known(name, value)
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = _changed(fields.get(name), name, _checked(name, value, vocabulary))
    for name in confirmed:
        _known(name, "")
        if name in fields:
            fields[name] = _confirmed(fields[name])
    differing = {n for n in {**reading.fields, **fields} if reading.fields.get(n) != fields.get(n)}
    made = replace(reading, fields=fields)
    if differing & _TIMED:
        made = _timed_anew(made, source_text, vocabulary)
    return made, tuple(sorted(differing))


def _timed_anew(reading: Reading, source_text: str, vocabulary: Vocabulary) -> Reading:
    """The moments that follow from the fields as they are now, by the core's own rules."""
    bench = Workbench(source_text, split(source_text), lexicon_of(vocabulary))
    bench.fields = dict(reading.fields)
    place_moments(bench, reading.family)
    old = transit(reading.sent, reading.received).doubt
    return replace(
        reading,
        sent=_year_told(bench.sent, reading.fields.get("sent_date")),
        received=_year_told(bench.received, reading.fields.get("received_date")),
        transit_minutes=bench.transit_minutes,
        doubts=(*(doubt for doubt in reading.doubts if doubt != old), *bench.doubts),
    )


def _year_told(moment: Moment | None, date: Field | None) -> Moment | None:
    """A person's date brings its year along: it is not on the paper and not inferred."""
    by_person = date is not None and date.state in (State.CORRECTED, State.SUPPLIED)
    return replace(moment, year_from="a correction") if moment and by_person else moment


def _changed(field: Field | None, name: str, value: Value) -> Field:
    if field is None:
        return Field(name, value, (), (), PERSON, State.SUPPLIED)
    if field.value == value:
        return _confirmed(field)
    state = State.CORRECTED if field.printed else State.SUPPLIED
    before = field.value if isinstance(field.value, str) else ", ".join(field.value)
    others = tuple(dict.fromkeys((before, *field.alternatives)))
    return replace(field, value=value, rule=PERSON, state=state, alternatives=others, doubt="")


def _confirmed(field: Field) -> Field:
    """What the machine read is now a person's word too; a person's own value stays what it is."""
    return (
        replace(field, state=State.CONFIRMED, doubt="") if field.state == State.MACHINE else field
    )


def _known(name: str, value: Value | None) -> None:
    if name in SINGLE_FIELDS or name in LIST_FIELDS:
        return
    near = difflib.get_close_matches(name, SINGLE_FIELDS + LIST_FIELDS, n=1)
    step = (
        f"Did you mean {near[0]}"
        if near
        else f"Use one of {', '.join(SINGLE_FIELDS + LIST_FIELDS)}"
    )
    raise WrongField(name=name, value=value, cause="there is no such field", next_step=step)


def _checked(name: str, value: Value, vocabulary: Vocabulary) -> Value:
    values = (value,) if isinstance(value, str) else value
    values = tuple(" ".join(one.split()) for one in values)
    if not values or not all(values):
        raise _wrong(name, value, "it is blank", "Give a value, or remove the field")
    if any(len(one) > LONGEST for one in values):
        raise _wrong(name, value, f"it is longer than {LONGEST} characters", "Shorten it")
    if name in LIST_FIELDS:
        if name == "precedence":
            _among(name, values, vocabulary.precedences)
        return values
    if len(values) > 1:
        raise _wrong(name, value, "it takes one value", "Give one")
    _check_single(name, values[0], vocabulary)
    return values[0]


def _check_single(name: str, value: str, vocabulary: Vocabulary) -> None:
    if name.endswith("_date") and not _is_date(value):
        raise _wrong(name, value, "it is no date", "Write it as 1962-12-13, 1962-12 or 1962")
    if name.endswith("_time") and not _TIME.fullmatch(value):
        raise _wrong(name, value, "it is no time", "Write it as 16:30, or 16:30Z if Zulu")
    if name == "classification":
        _among(name, (value,), vocabulary.classifications)


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _among(name: str, values: tuple[str, ...], terms: tuple[Term, ...]) -> None:
    normal = [term.normal for term in terms]
    for value in values:
        if normal and value not in normal:
            near = difflib.get_close_matches(value.upper(), normal, n=1)
            step = f"Did you mean {near[0]}" if near else f"Use one of {', '.join(normal)}"
            raise _wrong(name, value, "the vocabulary does not have it", step)


def _wrong(name: str, value: Value, cause: str, next_step: str) -> WrongField:
    return WrongField(name=name, value=value, cause=cause, next_step=next_step)
