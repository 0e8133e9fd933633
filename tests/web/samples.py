"""A telegram of our own with a reading made by hand: what the pages are shown in tests.

The reading is composed line by line, so these tests do not depend on the rules of the core.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.archive.records import CablePage, CableRow, CableState, SourceRow, VersionRow
from app.telegram.reading import (
    Event,
    Family,
    Field,
    Join,
    Marking,
    Moment,
    Page,
    PageJoin,
    Paragraph,
    Piece,
    Reading,
    ReadLine,
    Redaction,
    Reference,
    Remark,
    Role,
    Span,
    State,
)

ID = "k7x2m9qd"

# number of the line, page, role, rule, text; a blank line has no role
LINES: tuple[tuple[int, Role | None, str, str], ...] = (
    (1, Role.FORM_TEXT, "form-heading", "INCOMING TELEGRAM"),
    (1, Role.MARKING, "banner", "CONFIDENTIAL"),
    (1, None, "", ""),
    (1, Role.HEADER, "control", "Control: 4711"),
    (1, Role.HEADER, "origin", "FROM: LISBON"),
    (1, Role.HEADER, "addressee", "TO: Secretary of State"),
    (1, Role.HEADER, "number-line", "NO: 233, MARCH 4, 7 PM"),
    (1, None, "", ""),
    (1, Role.BODY, "text", "HARBOR MASTER <TOLD> CONSUL & CLERK THAT FERRY WOULD SIAL NOT RPT NOT"),
    (1, Role.BODY, "text", "BEFORE THE [1 line withheld] HAD BEEN LOADED INTO THE"),
    (1, Role.MARKING, "banner", "CONFIDENTIAL"),
    (2, Role.MARKING, "declassified", "DECLASSIFIED"),
    (2, Role.RUNNING_HEAD, "running-head", "-2- 233, MARCH 4, 7 PM FROM LISBON"),
    (2, Role.BODY, "text", "HOLD OF THE SHIP."),
    (2, None, "", ""),
    (2, Role.BODY, "text", "COMMENT: SEE EMBTEL 229. WE DOUBT IT."),
    (2, Role.SIGNATURE, "signature", "ELLERY"),
    (3, Role.MARKING, "banner", "CONFIDENTIAL"),
    (3, Role.DRAFTING, "clerk", "QT"),
)  # fmt: skip
SOURCE = "\n".join(text for *_, text in LINES) + "\n"


def starts() -> list[int]:
    at, found = 0, []
    for *_, text in LINES:
        found.append(at)
        at += len(text) + 1
    return found


STARTS = starts()


def span(words: str, nth: int = 0) -> Span:
    """Where the words stand in the source, the nth time."""
    at = -1
    for _ in range(nth + 1):
        at = SOURCE.index(words, at + 1)
    return Span(at, at + len(words))


def line_span(number: int) -> Span:
    return Span(STARTS[number - 1], STARTS[number - 1] + len(LINES[number - 1][3]))


def read_lines() -> tuple[ReadLine, ...]:
    return tuple(
        ReadLine(number, line_span(number), page, role, rule)
        for number, (page, role, rule, _) in enumerate(LINES, 1)
        if role is not None
    )


def field(name: str, value: str | tuple[str, ...], printed: str, **more: object) -> Field:
    return Field(name, value, (printed,), (span(printed),), f"{name}-rule", **more)  # type: ignore[arg-type]


def fields() -> dict[str, Field]:
    found = (
        field("from", "Lisbon", "LISBON"),
        Field("to", ("Secretary of State",), ("Secretary of State",), (span("Secretary of State"),), "to"),
        field("number", "233", "233"),
        field("control_number", "4711", "4711", doubt="the second 1 is broken"),
        field("classification", "CONFIDENTIAL", "CONFIDENTIAL"),
        field("signature", "ELLERY", "ELLERY"),
        Field("subject", "Ferry at Lisbon", (), (), "supplied", State.SUPPLIED),
        field("sent_date", "1958-03-04", "MARCH 4"),
        field("sent_time", "19:00", "7 PM"),
    )  # fmt: skip
    return {f.name: f for f in found}


def reading() -> Reading:
    paragraphs = (
        Paragraph(
            "bcdf",
            (
                Piece(line_span(9), Join.START, 1),
                Piece(line_span(10), Join.WRAP, 1),
                Piece(line_span(14), Join.PAGE, 2),
            ),
        ),
        Paragraph("ghjk", (Piece(line_span(16), Join.START, 2),), kind="comment"),
    )
    return Reading(
        core="1.0",
        family=Family.STATE_INCOMING,
        is_telegram=True,
        evidence=("form-heading",),
        lines=read_lines(),
        pages=(
            Page(1, None, Span(0, line_span(11).end), 1, 11, "start"),
            Page(2, 2, Span(line_span(12).start, line_span(17).end), 12, 17, "running-head", line_span(13)),
            Page(3, None, Span(line_span(18).start, line_span(19).end), 18, 19, "banner"),
        ),
        fields=fields(),
        paragraphs=paragraphs,
        page_joins=(PageJoin(10, 14, "mid-sentence"),),
        markings=(
            Marking(1, "top", "classification", "CONFIDENTIAL", line_span(2), "banner"),
            Marking(1, "bottom", "classification", "CONFIDENTIAL", line_span(11), "banner"),
            Marking(2, "top", "declassification", "DECLASSIFIED", line_span(12), "declassified"),
            Marking(3, "top", "classification", "CONFIDENTIAL", line_span(18), "banner"),
        ),
        events=(
            Event("declassified", "DECLASSIFIED", (line_span(12),), "declassified", date="1983-05-09"),
        ),
        sent=Moment("sent", ("MARCH 4, 7 PM",), (span("MARCH 4, 7 PM"),), "1958-03-04T19:00",
                    "Europe/Lisbon", "1958-03-04T19:00+00:00", "1958-03-04T14:00-05:00", "minute",
                    "received", doubt="the year is that of the receipt stamp"),
        received=Moment("received", (), (), "1958-03-04T16:02", "America/New_York",
                        "1958-03-04T21:02+00:00", "1958-03-04T16:02-05:00", "minute", "printed"),
        transit_minutes=122,
        references=(
            Reference("embtel", "EMBTEL 229", span("EMBTEL 229"), "LISBON", "WASHINGTON", "", "229", "1958-03-02"),
        ),
        redactions=(Redaction(span("[1 line withheld]"), "withheld", "1 line", "(b)(1)"),),
        remarks=(
            Remark(span("SIAL"), "sic", "as in the source"),
            Remark(span("RPT"), "operator", "repeat: a word that must not be lost"),
        ),
    )  # fmt: skip


NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)


def row(id: str = ID, **more: object) -> CableRow:
    made = CableRow(
        id, CableState.PUBLISHED, "Telegram 233, Lisbon to the Department of State",
        "telegram-233-lisbon-1958-03-04", False, "state-incoming-1946-66", "1958-03-04T19:00",
        "Europe/Lisbon", dt.datetime(1958, 3, 4, 19, tzinfo=dt.UTC),
        dt.datetime(1958, 3, 4, 21, 2, tzinfo=dt.UTC), "Lisbon", "the Department of State", "", "233",
        "CONFIDENTIAL", (), (), "ELLERY", 3, 27, "HARBOR MASTER <TOLD> CONSUL", NOW,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def version(number: int = 1, **more: object) -> VersionRow:
    made = VersionRow(number, NOW, "machine", "1.0", "", (), "ab" * 32)
    return replace(made, **more)  # type: ignore[arg-type]


def cable_page(**more: object) -> CablePage:
    made = CablePage(
        cable=row(), version=version(), current_version=1, reading=reading(), source_text=SOURCE,
        engine="as received",
        source=SourceRow("cd" * 32, "lisbon-233.txt", "text/plain", len(SOURCE), NOW, ""),
        versions=(version(),), previous=None, next=None, same_day=0, likely_same=(), cited_by=(),
        tombstone=None, merged_into="",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]
