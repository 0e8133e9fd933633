"""What a telegram's text says: the values `read` returns.

Every offset is a half-open position in the source text, counted in code points, and every
value that rests on printed words carries the spans of those words. Line numbers start at 1
and only LF ends a line. Nothing here computes: the modules beside this one do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar, dataclass_transform

_Kind = TypeVar("_Kind")


@dataclass_transform(frozen_default=True)
def _plain(kind: type[_Kind]) -> type[_Kind]:
    """A value of which a text has many: frozen for the type checker alone.

    What a frozen dataclass does at run time makes it six times as dear to build as a plain one,
    and lines and pieces took a twentieth of the time of a reading.
    """
    return dataclass(slots=True, unsafe_hash=True)(kind)


class Span(NamedTuple):
    """A half-open range of code points in the source text."""

    start: int
    end: int

    def of(self, source_text: str) -> str:
        """The characters the span covers."""
        return source_text[self.start : self.end]


class Role(StrEnum):
    """What a line of the source is; the ten roles partition the non-blank lines."""

    BODY = "body"
    HEADER = "header"
    MARKING = "marking"
    RUNNING_HEAD = "running_head"
    PAGE_MARK = "page_mark"
    FORM_TEXT = "form_text"
    STAMP = "stamp"
    SIGNATURE = "signature"
    DRAFTING = "drafting"
    COVER = "cover"


class State(StrEnum):
    """Who stands behind a value."""

    MACHINE = "machine"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    SUPPLIED = "supplied"


class Join(StrEnum):
    """How a piece of a paragraph joins the piece before it."""

    START = "start"  # the paragraph begins here
    WRAP = "wrap"  # a line wrap: one space in the clean text
    PAGE = "page"  # a page break inside the sentence: one space
    HYPHEN = "hyphen"  # the line ended in a hyphen that the clean text drops: nothing between


class Family(StrEnum):
    """The form families, named as the labels name them."""

    STATE_INCOMING = "state-incoming-1946-66"
    STATE_TELEGRAM = "state-telegram-1966-73"
    STATE_ELECTRONIC = "state-electronic-1973-79"
    STATE_OUTGOING = "state-outgoing"
    STATE_MRN = "state-mrn"
    CIA_MESSAGE = "cia-classified-message"
    CIA_TDCS = "cia-tdcs"
    TELETYPE = "teletype"
    OTHER = "other"


@_plain
class ReadLine:
    """One non-blank line of the source: its role and the rule that decided."""

    number: int
    span: Span  # the line without its LF, white space at both ends left out
    page: int  # ordinal, from 1
    role: Role
    rule: str


@_plain
class Page:
    """One page of the copy."""

    number: int  # ordinal in the text, from 1
    printed: int | None  # the number the paper shows, where it shows one
    span: Span  # from its first non-blank line to its last
    first_line: int
    last_line: int
    rule: str  # how the break before it was found
    running_head: Span | None = None


@_plain
class Field:
    """A header value with its evidence.

    `value` is a string, or a tuple of strings where the field is a list (to, info, precedence,
    captions, offices, tags, refs). `printed` holds the words as they stand, one entry a span.
    """

    name: str
    value: str | tuple[str, ...]
    printed: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str
    state: State = State.MACHINE
    alternatives: tuple[str, ...] = ()
    doubt: str = ""  # why the value is doubtful; empty where it is not


@_plain
class Piece:
    """A stretch of body text that the clean text takes over unchanged."""

    span: Span
    join: Join
    page: int


@_plain
class Paragraph:
    """A paragraph of the transmitted text: its pieces, joined, are the clean text."""

    key: str  # four letters from the paragraph's own words; unique within the reading
    pieces: tuple[Piece, ...]
    kind: str = "text"  # text, comment, fyi, quoted, note (an office's, below the message)
    number: str = ""  # as printed: "1", "A" ...; empty where unnumbered


@_plain
class PageJoin:
    """Body text that runs over a page break."""

    before: int  # last body line before the break
    after: int  # first body line after it
    kind: str  # "mid-sentence" or "paragraph"


@_plain
class Marking:
    """A stamped or typed control mark as it appears on one page."""

    page: int
    place: str  # top, bottom, head, body
    kind: str  # classification, caption, declassification, review, release, group, handling
    value: str  # the normal form (SECRET, LIMDIS, DECLASSIFIED); empty where there is none
    span: Span
    rule: str
    doubt: str = ""


@_plain
class Event:
    """A declassification event: what was done, when, by whom, under what authority."""

    action: str  # declassified, released, released-in-part, reviewed, downgraded, withheld ...
    mark: str  # the words as printed, white space folded
    spans: tuple[Span, ...]
    rule: str
    date: str = ""  # ISO, as far as known: 1990-01-27, 1976-05, 2023; empty where none
    date_printed: str = ""
    authority: str = ""
    reviewer: str = ""
    exemptions: tuple[str, ...] = ()
    scope: str = "document"  # document, page
    doubt: str = ""


@_plain
class Moment:
    """A printed time and what it comes to.

    `local` is ISO 8601 without offset as the clock at `zone` showed it; `utc` and `washington`
    are ISO 8601 with offset, empty where the precision or the zone does not allow them.
    """

    kind: str  # sent, received
    printed: tuple[str, ...]
    spans: tuple[Span, ...]
    local: str
    zone: str  # an IANA name, "Z", a letter zone, or empty where unknown
    utc: str
    washington: str
    precision: str  # minute, hour, day
    year_from: str  # printed, received, file number, stamp, dtg ...: where the year comes from
    doubt: str = ""


@_plain
class Reference:
    """A pointer in the text to another telegram, with the keys a resolver needs."""

    kind: str  # embtel, deptel, reftel, series, post, mrn, airgram, circular ...
    printed: str
    span: Span
    sender: str = ""
    addressee: str = ""
    series: str = ""
    number: str = ""
    date: str = ""
    not_to_all: bool = False  # NOTAL
    earliest: str = ""  # the days between which what it points to was sent, both inclusive;
    latest: str = ""  # empty where the citing telegram's own day is unknown


@_plain
class Redaction:
    """A withheld passage that the text itself announces."""

    span: Span
    kind: str  # withheld, excised, illegible
    extent: str = ""  # as printed: "1-1/2 lines"
    code: str = ""  # the exemption printed beside it


@_plain
class Passage:
    """What the telegram itself opens and closes by a word, inside a paragraph or over several."""

    kind: str  # comment, fyi, quoted
    span: Span  # from the opening word to the closing one; marks of a page may lie between


@_plain
class Remark:
    """A word a reader may stumble over: kept as it stands, with what can be said of it."""

    span: Span
    kind: str  # sic, operator
    note: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the core says of one text. Plain values: equal texts give equal readings."""

    core: str  # version of the rules
    family: Family
    is_telegram: bool
    evidence: tuple[str, ...]  # names of the rules that told the family
    lines: tuple[ReadLine, ...] = ()
    pages: tuple[Page, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)
    paragraphs: tuple[Paragraph, ...] = ()
    page_joins: tuple[PageJoin, ...] = ()
    markings: tuple[Marking, ...] = ()
    events: tuple[Event, ...] = ()
    sent: Moment | None = None
    received: Moment | None = None
    transit_minutes: int | None = None
    references: tuple[Reference, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    remarks: tuple[Remark, ...] = ()
    further: tuple[Span, ...] = ()  # where further telegrams begin in the same text
    doubts: tuple[str, ...] = ()  # what a reader should be told about the reading as a whole
    passages: tuple[Passage, ...] = ()


# The header values a reading can carry, in the order of the labels; lists are marked.
SINGLE_FIELDS = (
    "from", "series", "number", "sent_date", "sent_time", "received_date", "received_time",
    "control_number", "classification", "subject", "eo", "signature", "drafted_by", "mrn",
    "cite", "in_number", "file_number",
)  # fmt: skip
LIST_FIELDS = (
    "to", "info", "precedence", "captions", "action_offices", "info_offices", "tags", "refs",
)  # fmt: skip
