"""What each page of the desk is handed; the rules are those of `app.web.contexts`."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.contexts import Entry, Link, ScanCrop


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is signed in, and the token of the forms."""

    name: str
    role: str
    csrf: str
    may_archive: bool


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Where one signs in."""

    name: str  # as typed before
    back: str  # where to go from here
    trouble: str  # empty at first
    remedy: str


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A browser that is signed in."""

    number: int
    where: str
    seen: str
    made: str
    own: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account."""

    frame: Frame
    sessions: tuple[ShownSession, ...]
    said: str  # what was just done
    trouble: str


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A batch in a list."""

    name: str
    href: str
    meta: str  # who, when, how many
    state: str
    kind: str  # ok, busy, bad: how it is coloured, beside the words


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The desk's front: hand files over; the newest batches."""

    frame: Frame
    batches: tuple[ShownBatch, ...]
    name: str  # proposed for the batch
    limits: str
    trouble: str  # why nothing can be taken in just now
    remedy: str
    drafts: int  # that wait, at most one more than are counted
    more_drafts: bool


@dataclass(frozen=True, slots=True)
class BatchesPage:
    """All batches, the newest first."""

    frame: Frame
    batches: tuple[ShownBatch, ...]
    earlier: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a batch and what became of it."""

    number: int
    name: str
    size: str
    read_as: tuple[Link, ...]
    state: str
    kind: str
    note: str
    remedy: str
    done: int  # of `total`, shown as a bar where total is not 0
    total: int


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch: each file by name, how far all have come, what can be done."""

    frame: Frame
    number: int
    name: str
    meta: str
    place: str  # collection and provenance
    said: str
    done: int
    total: int
    progress: str
    pace: str  # rate, and the time left as far as it can be told
    live: bool  # whether anything will still happen by itself
    arriving: int
    failed: int
    stopped: int  # failed or cancelled files that can be read again
    drafts: int
    filters: tuple[Link, ...]
    files: tuple[ShownFile, ...]
    more: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """A proposed cable with its face."""

    id: str
    title: str
    href: str
    meta: str
    opening: str
    paper: ScanCrop | None  # the head of its first page
    entries: tuple[Entry, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Drafts to look at, correct and publish: of one batch, or all."""

    frame: Frame
    heading: str
    lead: str
    said: str
    cables: tuple[ShownDraft, ...]
    all: int  # how many "publish all" would publish; 0 where that is not offered
    action: str
    back: Link
    more: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """A header field as a form shows it."""

    name: str
    label: str
    value: str  # several values: one a line
    many: bool
    printed: tuple[str, ...]
    doubt: str
    state: str
    is_there: bool
    trouble: str
    paper: ScanCrop | None  # the lines it was read from


@dataclass(frozen=True, slots=True)
class CorrectPage:
    """The header of a cable, to correct."""

    frame: Frame
    title: str
    href: str
    action: str
    version: int
    fields: tuple[ShownField, ...]
    note: str
    trouble: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DeedPage:
    """One cable to publish or to withdraw: what will happen, and a button."""

    frame: Frame
    heading: str
    title: str
    href: str
    action: str
    question: str
    button: str
    asks_why: bool
    reason: str
    trouble: str


@dataclass(frozen=True, slots=True)
class ShownCut:
    """A place where a telegram may begin."""

    offset: int
    words: str  # the line that would be its first
    cut: bool  # one begins here now
    cable: Link | None  # that begins here; its note says where it stands


@dataclass(frozen=True, slots=True)
class CutSheet:
    """A page of a file, with the places on it; the first is its top."""

    number: int
    thumb: str  # empty where it came as text
    image: str
    shown: tuple[ShownCut, ...]  # the top, and where something begins now
    more: tuple[ShownCut, ...]


@dataclass(frozen=True, slots=True)
class CutsPage:
    """A file of several telegrams: where each begins."""

    frame: Frame
    name: str
    lead: str
    back: Link
    action: str
    mark: str  # of what is shown
    sheets: tuple[CutSheet, ...]
    said: str
    trouble: str
    remedy: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table of metadata: what it would change, or what is wrong with it."""

    line: int
    text: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class MetadataPage:
    """A table laid over what is held: chosen, tried, applied."""

    frame: Frame
    columns: tuple[str, ...]
    table: str  # as it was sent, to be sent again
    said: str
    trouble: str
    troubles: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    more: str
    appliable: int
