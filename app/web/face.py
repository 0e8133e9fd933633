"""The face of a cable: who, to whom, when, what it was and is now, each with its evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.archive.records import CablePage
from app.formats.names import long_date, place
from app.formats.release import bears_release, deed_of
from app.telegram.reading import Event, Field, Moment, Reading, State
from app.web import wording
from app.web.contexts import Clock, Entry, Section, Stamp, Value, When
from app.web.glossary import Glossary
from app.web.text import folded

WASHINGTON = "America/New_York"
PRINTED_SHOWN = 4  # stretches of printed words under one value
OPENED = ("declassified", "released", "released-in-full", "released-in-part")
NOTES = {State.CONFIRMED: "confirmed by a person", State.CORRECTED: "corrected by a person"}
# What the copy says last of its release, the weightiest first.
STANDING = (*OPENED[::-1], "downgraded", "withheld", "reviewed")
UNMARKED = "No release mark on this copy"
UNDATED = "no mark says when or by whom"


def sections(page: CablePage, glossary: Glossary) -> tuple[Section, ...]:
    """The headings of the face in their order; an empty one is left out."""
    reading = page.reading
    found = (
        Section("Telegram", telegram(reading, glossary)),
        Section("Times", _times(page)),
        Section("Release", _release(reading)),
    )
    return tuple(section for section in found if section.entries)


def when(page: CablePage) -> When:
    """Sent and received by both clocks, and the time on the way."""
    reading = page.reading
    doubts = [m.doubt for m in (reading.sent, reading.received) if m and m.doubt]
    sent, received = _clocks(reading.sent, page.cable.post), _clocks(reading.received, "")
    if sent and received and sent[0].iso[:10] == received[0].iso[:10]:
        # The day is said once; the face below says it for both.
        received = (replace(received[0], words=_hour(received[0])), *received[1:])
    return When(
        sent,
        received,
        _transit(reading.transit_minutes),
        " ".join(doubts),
    )


def stamps(reading: Reading, glossary: Glossary) -> tuple[Stamp, ...]:
    """What stands in the head: the classification then, the release, precedence and captions."""
    found = [*_classification_stamp(reading), *_release_stamp(reading)]
    for name in ("precedence", "captions"):
        for word in _values(reading.fields.get(name)):
            meaning = glossary.meaning(name, word)
            found.append(Stamp(wording.cased(word), "plain", "", meaning))
    return tuple(found)


def is_open_level(level: str) -> bool:
    """Whether a marking says that the text was not classified (it may have been for office use)."""
    return level.upper().startswith(("UNCLASSIFIED", "LIMITED OFFICIAL", "OFFICIAL USE"))


def opened(reading: Reading) -> bool:
    """Whether the copy itself says that it was declassified or released."""
    return _opening(reading) or bears_release(reading)


def _opening(reading: Reading) -> bool:
    return any(event.action in OPENED for event in reading.events)


def telegram(reading: Reading, glossary: Glossary) -> tuple[Entry, ...]:
    """The header fields that a reading found, in the order of the face."""
    entries = []
    for name, label in wording.FACE.items():
        field = reading.fields.get(name)
        if field is not None and any(_values(field)):
            entries.append(_entry(name, label, field, reading, glossary))
    if reading.pages:
        entries.append(Entry("Pages", (Value(str(len(reading.pages))),)))
    return tuple(entries)


def _entry(name: str, label: str, field: Field, reading: Reading, glossary: Glossary) -> Entry:
    series = reading.fields.get("series") if name == "number" else None
    fields = (field,) if series is None else (series, field)
    if series is None:
        texts = [(_spoken(name, word), glossary.meaning(name, word)) for word in _values(field)]
    else:
        word = str(series.value)
        texts = [(f"{word} {field.value}", glossary.meaning("series", word))]
    supplied = all(f.state == State.SUPPLIED for f in fields)
    return Entry(
        label,
        tuple(Value(text, meaning, supplied) for text, meaning in texts),
        _printed(fields, [text for text, _ in texts]),
        " ".join(dict.fromkeys(f.doubt for f in fields if f.doubt)),
        tuple(dict.fromkeys(a for f in fields for a in f.alternatives)),
        NOTES.get(field.state, ""),
    )


def _spoken(name: str, word: str) -> str:
    if name in ("from", "to", "info"):
        named = place(word)
        return named if word.isupper() and not named.startswith("the ") else word
    if name in ("precedence", "captions", "signature"):
        return wording.cased(word)
    return word


def _values(field: Field | None) -> tuple[str, ...]:
    if field is None:
        return ()
    return field.value if isinstance(field.value, tuple) else (field.value,)


def _printed(fields: tuple[Field, ...], shown: list[str]) -> tuple[str, ...]:
    """The words on the paper, where they say more than the value does."""
    words = dict.fromkeys(folded(words) for field in fields for words in field.printed)
    if len(fields) > 1:  # a series and its number are one name
        words = dict.fromkeys([" ".join(words)])
    as_shown = {text.casefold() for text in shown}
    differing = [w for w in words if w and w.casefold() not in as_shown]
    more = len(differing) - PRINTED_SHOWN
    return (
        *(w[:160] for w in differing[:PRINTED_SHOWN]),
        *([f"and {more} more"] if more > 0 else ()),
    )


def _times(page: CablePage) -> tuple[Entry, ...]:
    entries = []
    for label, moment, post in (
        ("Sent", page.reading.sent, page.cable.post),
        ("Received", page.reading.received, ""),
    ):
        if moment is not None:
            clocks = _clocks(moment, post)
            year = wording.year_from(moment)
            note = f"year from {year}" if year else ""
            values = tuple(Value(f"{c.words} in {c.place}" if c.place else c.words) for c in clocks)
            printed = _adjoining(moment, page.source_text)
            entries.append(Entry(label, values, printed, moment.doubt, (), note, apart=True))
    if transit := _transit(page.reading.transit_minutes):
        entries.append(Entry("On the way", (Value(transit),)))
    return tuple(entries)


def _clocks(moment: Moment | None, post: str) -> tuple[Clock, ...]:
    """The clock it was sent or received by, then Washington's where that is another."""
    if moment is None or not moment.local:
        return ()
    words = wording.day_and_clock(moment.local, moment.precision, moment.zone)
    first = Clock(words, _hangs(moment, post), _with_offset(moment))
    if not moment.washington or moment.zone == WASHINGTON or moment.precision == "day":
        return (first,)
    same_day = moment.washington[:10] == moment.local[:10]
    words = wording.clock(moment.washington[11:16])
    if not same_day:
        words = f"{long_date(moment.washington[:10])}, {words}"
    return (first, Clock(words, "Washington", moment.washington))


def _hangs(moment: Moment, post: str) -> str:
    """The place whose clock it is; none where the paper prints a zone: 102114Z is no post's hour."""
    if moment.zone == WASHINGTON:
        return "Washington"
    if wording.zone_printed(moment.zone):
        return ""
    return place(post) or wording.zone_place(moment.zone)


def _with_offset(moment: Moment) -> str:
    """The local time with its distance from UTC, where both are known to the minute.

    >>> _with_offset(Moment("sent", (), (), "1962-12-13T11:00", "Europe/Paris",
    ...     "1962-12-13T10:00+00:00", "", "hour", "printed"))
    '1962-12-13T11:00+01:00'
    """
    if len(moment.local) != len("1962-12-13T11:00") or not moment.utc:
        return moment.local
    here = dt.datetime.fromisoformat(moment.local).replace(tzinfo=dt.UTC)
    ahead = here - dt.datetime.fromisoformat(moment.utc)
    return here.replace(tzinfo=dt.timezone(ahead)).isoformat(timespec="minutes")


def _adjoining(moment: Moment, source_text: str) -> tuple[str, ...]:
    """The printed words of a time; stretches that touch on the paper are one, with what is between."""
    runs: list[str] = []
    last = None
    for words, span in zip(moment.printed, moment.spans, strict=False):
        if last is not None and 0 <= span.start - last <= 2:
            runs[-1] = folded(f"{runs[-1]}{source_text[last : span.start]}{words}")
        else:
            runs.append(folded(words))
        last = span.end
    return tuple(runs)


def _hour(clock: Clock) -> str:
    return clock.words.removeprefix(f"{long_date(clock.iso[:10])}, ")


def _transit(minutes: int | None) -> str:
    if minutes is None:
        return ""
    words = wording.on_the_way(minutes)
    return words if minutes >= 0 else f"received {words} before it was sent"


def _release(reading: Reading) -> tuple[Entry, ...]:
    entries = []
    field = reading.fields.get("classification")
    if field is not None and field.value:
        entries.append(
            Entry("Then", (Value(_then(reading, str(field.value))),), _printed((field,), [str(field.value)]),
                  field.doubt, field.alternatives, NOTES.get(field.state, ""))
        )  # fmt: skip
    entries.append(Entry("Now", (Value(_now(reading)),)))
    seen = set()
    for event in reading.events:
        if (event.action, event.mark) not in seen:
            seen.add((event.action, event.mark))
            entries.append(_event_entry(event))
    return tuple(entries)


def _then(reading: Reading, level: str) -> str:
    stamped = {m.page for m in reading.markings if m.kind == "classification" and m.value == level}
    total = len(reading.pages)
    if total < 2 or not stamped:
        return wording.cased(level)
    if len(stamped) == total:
        return f"{wording.cased(level)}, on all {total} pages"
    return f"{wording.cased(level)}, on {len(stamped)} of {total} pages"


def _now(reading: Reading) -> str:
    said = _standing(reading)
    if not said:
        return UNMARKED
    return f"{said}; {UNDATED}" if _by_serial_alone(reading) else said


def _by_serial_alone(reading: Reading) -> bool:
    """Whether it was released, though no stamp with a day or a name says so."""
    return bears_release(reading) and not _opening(reading)


def _standing(reading: Reading) -> str:
    """What was done last, in words; empty where no mark says that anything was."""
    actions = {deed_of(event) for event in reading.events}
    if _by_serial_alone(reading):
        return wording.ACTIONS["released"]
    return next((wording.ACTIONS[action] for action in STANDING if action in actions), "")


def _event_entry(event: Event) -> Entry:
    deed = deed_of(event)
    said = wording.ACTIONS.get(deed, wording.cased(deed.upper()))
    details = [
        long_date(event.date),
        f"by {event.reviewer}" if event.reviewer else "",
        event.authority if folded(event.authority) != folded(event.reviewer) else "",
        ", ".join(event.exemptions),
    ]
    text = ", ".join(part for part in (said, *details) if part)
    return Entry("Mark", (Value(text),), (event.mark[:200],), event.doubt)


def _classification_stamp(reading: Reading) -> list[Stamp]:
    field = reading.fields.get("classification")
    if field is None or not field.value:
        return []
    level = wording.cased(str(field.value))
    if is_open_level(str(field.value)):
        return [Stamp(level, "plain")]
    if opened(reading):
        return [Stamp(level, "was", "Originally ", "No longer in force")]
    return [Stamp(level, "held", "Classification as printed: ", UNMARKED)]


def _release_stamp(reading: Reading) -> list[Stamp]:
    said = _standing(reading)
    if not said:
        return []
    dates = sorted(e.date for e in reading.events if e.date and e.action in OPENED)
    date = f" {_short_date(dates[0])}" if dates else ""
    kind = "open" if opened(reading) and "part" not in said else "part"
    return [Stamp(said + date, kind)]


def _short_date(iso: str) -> str:
    words = long_date(iso).split()
    return " ".join(w[:3] if w.isalpha() else w for w in words)
