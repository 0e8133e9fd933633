"""A published cable made by hand: our own words, two pages, one sentence over the break."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.archive.records import CablePage, CableRow, CableState, SourceRow, VersionRow
from app.telegram.reading import (
    Family,
    Field,
    Join,
    Moment,
    Page,
    Paragraph,
    Piece,
    Reading,
    Span,
    State,
)

SOURCE_TEXT = """FROM LIMA
NO: 12, MARCH 3, 4 PM
CONFIDENTIAL
AMBASSADOR CALLED ON MINISTER AND
-2- 12 FROM LIMA
ASKED FOR ANSWER. MINIS-
TER AGREED.

NOTHING MORE.
SMITH
"""
MADE_AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


def spanned(words: str) -> Span:
    start = SOURCE_TEXT.index(words)
    return Span(start, start + len(words))


def field(name: str, value: str | tuple[str, ...], *printed: str, **more: object) -> Field:
    return Field(name, value, printed, tuple(spanned(p) for p in printed), "made", **more)  # type: ignore[arg-type]


FIELDS = {
    f.name: f
    for f in (
        field("from", "Lima", "LIMA"),
        field("to", ("Secretary of State",), state=State.SUPPLIED),
        field("number", "12", "12"),
        field("sent_date", "1961-03-03", "MARCH 3", doubt="no year on the page"),
        field("classification", "CONFIDENTIAL", "CONFIDENTIAL"),
        field("signature", "SMITH", "SMITH"),
    )
}
READING = Reading(
    core="1.0",
    family=Family.STATE_INCOMING,
    is_telegram=True,
    evidence=("made",),
    pages=(
        Page(1, None, Span(0, 79), 1, 4, "made"),
        Page(2, 2, Span(80, 150), 5, 10, "made"),
    ),
    fields=FIELDS,
    paragraphs=(
        Paragraph(
            "bcdf",
            (
                Piece(spanned("AMBASSADOR CALLED ON MINISTER AND"), Join.START, 1),
                Piece(spanned("ASKED FOR ANSWER. MINIS"), Join.PAGE, 2),
                Piece(spanned("TER AGREED."), Join.HYPHEN, 2),
            ),
        ),
        Paragraph("ghjk", (Piece(spanned("NOTHING MORE."), Join.START, 2),)),
    ),
    sent=Moment(
        kind="sent",
        printed=("MARCH 3, 4 PM",),
        spans=(spanned("MARCH 3, 4 PM"),),
        local="1961-03-03T16:00",
        zone="America/Lima",
        utc="1961-03-03T21:00+00:00",
        washington="1961-03-03T16:00-05:00",
        precision="minute",
        year_from="received",
    ),
)
CABLE = CableRow(
    id="bcdfghjk",
    state=CableState.PUBLISHED,
    title="Telegram 12, Lima to the Department of State",
    slug="telegram-12-lima-1961-03-03",
    specimen=False,
    family=READING.family,
    sent_local="1961-03-03T16:00",
    sent_zone="America/Lima",
    sent_utc=dt.datetime(1961, 3, 3, 21, tzinfo=dt.UTC),
    received_utc=None,
    post="LIMA",
    addressee="Secretary of State",
    series="",
    number="12",
    classification="CONFIDENTIAL",
    captions=(),
    precedence=(),
    signature="SMITH",
    pages=2,
    words=12,
    opening="AMBASSADOR CALLED ON MINISTER AND ASKED FOR ANSWER.",
    published_at=MADE_AT,
)
VERSION = VersionRow(1, MADE_AT, "machine", "1.0", "", (), "ab" * 32)
SOURCE = SourceRow("cd" * 32, "lima-12.txt", "text/plain", len(SOURCE_TEXT), MADE_AT, "")
PAGE = CablePage(
    cable=CABLE,
    version=VERSION,
    current_version=1,
    reading=READING,
    source_text=SOURCE_TEXT,
    engine="as received",
    source=SOURCE,
    versions=(VERSION,),
    previous=None,
    next=None,
    same_day=0,
    likely_same=(),
    cited_by=(),
    tombstone=None,
    merged_into="",
)
SPECIMEN = replace(PAGE, cable=replace(CABLE, specimen=True))
