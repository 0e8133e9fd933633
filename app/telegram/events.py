"""Declassification events: what was done to the paper later, each with the words that say it.

An unticked box is no event, nor is what an engine made of one; a level inside a review stamp is
never a classification. Several prints of one stamp (a banner on every page) are one event.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.telegram.lines import Line
from app.telegram.reading import Event, Span
from app.telegram.redactions import CODE
from app.telegram.workbench import Workbench

_DATE = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)?\d\d)\b")
_CASE_DATE = re.compile(r"\b(\d\d)[-.:](\d\d)[-.:]((?:19|20)\d\d)\b")  # a dash read as a point
_TICKED = re.compile(
    r"[(\[{] {0,2}[X✓] {0,2}[)\]}] ?(RELEASE|EXCISE|DECLASSIFY IN PART|DECLASSIFY|DENY|DOWNGRADE)"
)
_REVIEWER = re.compile(r"REVIEWED {1,3}[B8][YV]\W{0,3}([A-Z0-9. ]{1,12}?) {1,3}DATE")
_JFK = re.compile(
    r"\b((?:19|20)\d\d) RELEASE UNDER THE (PRESIDENT JOHN F\. KENNEDY ASSASSINATION RECORDS ACT OF 1992)?"
)
_ARCHIVES = {"declassified-order", "order-alone", "library-case", "nnd-authority", "archives-date"}
_DECLASSIFYING = _ARCHIVES | {"declassified-stamp"}
_AUTHORITY = re.compile(
    r"NND ?\d{4,6}|E\.? ?O\.? ?1\d{4}(?:,? SEC\.? ?\d\.\d{1,2})?|NL[A-Z][-. /]{1,3}\d{2}[-\d.]{0,16}"
)
_ARCHIVIST = re.compile(r"\bB[YV] {1,3}([A-Z/]{2,6})\b")
_LATEST = 2039
_VERBS = {
    "RELEASE": "released",
    "EXCISE": "released-in-part",
    "DECLASSIFY IN PART": "released-in-part",
    "DECLASSIFY": "declassified",
    "DENY": "withheld",
    "DOWNGRADE": "downgraded",
}


def find_events(bench: Workbench) -> None:
    """Add the events of the whole text to the bench."""
    told = set(bench.rules)  # so that what stands on no line is not looked for
    if told & _DECLASSIFYING:
        _declassified(bench)
    if any(rule.startswith("review-stamp") for rule in told):
        _review_stamps(bench)
    if told & {"jfk-release-banner", "jfk-act-case"}:
        _jfk(bench)
    if "cia-release" in told:
        _approved(bench)
    if "sanitized-stamp" in told:
        _simple(bench, "sanitized-stamp", "released-in-part")
    bench.events = [_weighed(bench, event) for event in bench.events]


def _words(bench: Workbench, spans: tuple[Span, ...]) -> str:
    return " ".join(" ".join(span.of(bench.source_text).split()) for span in spans)


def iso_date(found: re.Match[str] | None) -> str:
    """The date of a stamp, month first.

    A year of two digits lies in the century that keeps it after 1970, before which no such stamp
    was used.
    """
    if not found:
        return ""
    month, day, year = int(found[1]), int(found[2]), int(found[3])
    if year < 100:
        year += 1900 if year >= 70 else 2000
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year:04}-{month:02}-{day:02}"


def _declassified(bench: Workbench) -> None:
    """Plain stamps are one event together; a stamp with its order, case or archivist is its own."""
    plain: list[Span] = []
    seen: set[str] = set()
    for first, after in _runs(bench, _DECLASSIFYING):
        said = set(bench.rules[first:after])
        if said <= {"library-case", "order-alone"}:  # the number of a case, not what became of it
            continue
        if said & _ARCHIVES:
            _archives(bench, first, after, seen)
        else:
            plain += [line.span for line in bench.lines[first:after]]
    if plain:
        bench.events.append(
            Event("declassified", "DECLASSIFIED", tuple(plain), "declassified-stamp", scope="page")
        )


def _runs(bench: Workbench, rules: set[str]) -> list[tuple[int, int]]:
    """Stretches of neighbouring lines under one of the rules, half-open."""
    runs: list[tuple[int, int]] = []
    for at in [at for at, rule in enumerate(bench.rules) if rule in rules]:
        if runs and runs[-1][1] == at and bench.page_of[at] == bench.page_of[at - 1]:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _archives(bench: Workbench, first: int, after: int, seen: set[str]) -> None:
    """`DECLASSIFIED / Authority NND 949523 / By MK NARA Date 3/4/99`; each wording once."""
    spans = tuple(line.span for line in bench.lines[first:after])
    key = " ".join(line.key for line in bench.lines[first:after])
    mark, date = _words(bench, spans), _DATE.search(key)
    if mark in seen:
        return
    seen.add(mark)
    authority = _AUTHORITY.search(key)
    archivist = _ARCHIVIST.search(key)
    above = bench.lines[first - 1].key if first else ""
    bench.events.append(
        Event(
            "released-in-part" if above.startswith("SANITIZED") else "declassified",
            mark,
            spans,
            bench.rules[after - 1],
            date=iso_date(date),
            date_printed=date[0] if date else "",
            authority=authority[0].strip(" .,") if authority else "",
            reviewer=archivist[1] if archivist else "",
        )
    )


def _review_stamps(bench: Workbench) -> None:
    """A reviewer's line with its date, and the boxes ticked near it."""
    at = 0
    while at < len(bench.lines):
        if not bench.rules[at].startswith("review-stamp"):
            at += 1
            continue
        first = at
        while at < len(bench.lines) and bench.rules[at].startswith("review-stamp"):
            at += 1
        _review_stamp(bench, first, at)


def _review_stamp(bench: Workbench, first: int, after: int) -> None:
    lines = bench.lines[first:after]
    ticked = [(line, found) for line in lines for found in _TICKED.finditer(line.key)]
    named = next(
        (line for line in lines if bench.rules[line.index] == "review-stamp-reviewer"), None
    )
    if not ticked and named is None:
        return
    date = _DATE.search(named.key) if named else None
    reviewer = _REVIEWER.search(named.key) if named else None
    if not ticked and date is None and reviewer is None:  # nobody filled the stamp in
        return
    spans = ([named.span] if named else []) + [line.part(*found.span()) for line, found in ticked]
    bench.events.append(
        Event(
            action=_VERBS[ticked[0][1][1]] if ticked else "reviewed",
            mark=_words(bench, tuple(spans)),
            spans=tuple(spans),
            rule="review-stamp-ticked" if ticked else "review-stamp-reviewer",
            date=iso_date(date),
            date_printed=date[0] if date else "",
            reviewer=reviewer[1].strip() if reviewer else "",
            exemptions=exemptions(bench, first, after),
            doubt="The reviewer's mark is a stamp or handwriting; its letters are uncertain."
            if reviewer and any(map(str.isdigit, reviewer[1]))
            else "",
        )
    )


_CODE = re.compile(rf"(?<![A-Z0-9.]){CODE}(?![A-Z0-9])")


def exemptions(bench: Workbench, first: int, after: int) -> tuple[str, ...]:
    """The exemptions that a stamp's lines, or a code alone right below them, name."""
    while after < len(bench.lines) and bench.rules[after] == "exemption-code":
        after += 1
    keys = [line.key for line in bench.lines[first:after] if not line.long]
    return tuple(dict.fromkeys(found[0] for key in keys for found in _CODE.finditer(key)))


_APPROVED_ON = re.compile(r"\b((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})\b")


def _approved(bench: Workbench) -> None:
    """`Approved For Release 2007/02/16`, once, where the form's own rules have not told it."""
    if any(event.rule == "cia-release" for event in bench.events):
        return
    for line in _ruled(bench, "cia-release"):
        found = _APPROVED_ON.search(line.key)
        if found and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31:
            date = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
            span = line.part(0, found.end())
            bench.events.append(Event("released", _words(bench, (span,)), (span,), "cia-release", date=date, date_printed=found[0]))  # fmt: skip
            return


def _jfk(bench: Workbench) -> None:
    for line in _ruled(bench, "jfk-release-banner"):
        found = _JFK.search(line.key)
        if found and not any(event.rule == "jfk-release-banner" for event in bench.events):
            span = line.part(*found.span())
            authority = "President John F. Kennedy Assassination Records Act of 1992"
            bench.events.append(
                Event(
                    "released",
                    _words(bench, (span,)),
                    (span,),
                    "jfk-release-banner",
                    date=found[1],
                    date_printed=found[1],
                    authority=authority,
                )
            )
    _jfk_case(bench)


def _jfk_case(bench: Workbench) -> None:
    """`Released under the John F. Kennedy ... Case#:NW 1 Date: 11-01-2021`, in up to four lines."""
    for line in _ruled(bench, "jfk-act-case"):
        near = [
            each
            for each in bench.lines[line.index : line.index + 4]
            if bench.rules[each.index].startswith("jfk-act")
        ]
        spans = tuple(each.span for each in near)
        mark = _words(bench, spans)
        date = _DATE.search(mark) or _CASE_DATE.search(mark)
        bench.events.append(
            Event(
                "released",
                mark,
                spans,
                "jfk-act-case",
                date=iso_date(date),
                date_printed=date[0] if date else "",
                authority="John F. Kennedy Assassination Records Collection Act of 1992 (44 USC 2107 Note)",
            )
        )
        return


def _ruled(bench: Workbench, name: str) -> list[Line]:
    """The lines under a rule."""
    return [line for line, rule in zip(bench.lines, bench.rules, strict=True) if rule == name]


def _simple(bench: Workbench, rule: str, action: str) -> None:
    spans = tuple(line.span for line in _ruled(bench, rule))
    if spans:
        bench.events.append(Event(action, _words(bench, spans[:1]), spans, rule))


def _weighed(bench: Workbench, event: Event) -> Event:
    """An event with its date in doubt, or dropped, where it cannot be."""
    year = int(event.date[:4]) if event.date[:4].isdigit() else 0
    if year > _LATEST:
        return replace(
            event, date="", doubt=f"The date is read {event.date_printed or event.date}."
        )
    sent = bench.fields.get("sent_date") or bench.fields.get("received_date")
    if year and sent and event.date[:4] < str(sent.value)[:4]:
        return replace(event, doubt="The mark is dated before the telegram.")
    return event
