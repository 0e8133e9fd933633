"""What the archive hands out: frozen rows, shaped for the pages and the desk.

No SQL type leaves the archive; these values do. Instants are aware UTC datetimes; a printed
time stays beside them inside the reading.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.telegram.reading import Reading

BULK_TYPE = "application/x-ndjson"  # a source whose lines are telegrams


class CableState(StrEnum):
    """Where a cable stands. Only a published one is public; a withdrawn one is a tombstone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class CableRow:
    """One cable in a list: the catalogue columns, no text."""

    id: str
    state: CableState
    title: str  # "SECTO 8, Paris to the Department of State"
    slug: str  # "secto-8-paris-1962-12-13"
    specimen: bool  # composed for demonstration
    family: str
    sent_local: str  # ISO, as precise as known: 1962-12-13T11:00, 1962-12-13; empty if unknown
    sent_zone: str
    sent_utc: dt.datetime | None
    received_utc: dt.datetime | None
    post: str  # the place of dispatch as the vocabulary names it, else as printed
    addressee: str
    series: str
    number: str
    classification: str
    captions: tuple[str, ...]
    precedence: tuple[str, ...]
    signature: str
    pages: int
    words: int
    opening: str  # the first words of the clean text, at most 160 characters
    published_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file as received."""

    sha256: str
    name: str
    media_type: str
    size: int  # bytes
    received_at: dt.datetime
    provenance: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One published reading of a cable."""

    number: int
    made_at: dt.datetime
    made_by: str  # "machine" or an account's name
    core: str  # version of the reading rules
    note: str  # what changed, in words
    changed: tuple[str, ...]  # names of the fields that differ from the version before
    sha256: str  # of the stored reading and the text it is read from


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is said of a withdrawn cable."""

    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class CablePage:
    """All that a cable's page needs, from one or two queries."""

    cable: CableRow
    version: VersionRow
    current_version: int
    reading: Reading
    source_text: str
    engine: str  # of the transcript: "as received", or an OCR engine with its version
    source: SourceRow
    versions: tuple[VersionRow, ...]  # newest first
    previous: CableRow | None  # of the same post, by time sent
    next: CableRow | None
    same_day: int  # published cables sent on the same local day, this one left out
    likely_same: tuple[CableRow, ...]  # probably the same telegram in other bytes
    cited_by: tuple[CableRow, ...]
    tombstone: Tombstone | None
    merged_into: str  # a cable id, or empty
    # What its references lead to, as far as held: index in Reading.references, and the cable.
    cites: tuple[tuple[int, CableRow], ...] = ()
    stretch: tuple[int, int] | None = None  # of the source's bytes; None: all of them are this copy


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is here, for the home and about pages. Counts are of published cables."""

    cables: int
    specimens: int
    pages: int
    first_sent: str  # ISO date, empty where there is none
    last_sent: str
    posts: tuple[tuple[str, int], ...]  # most frequent first, at most 12
    years: tuple[tuple[str, int], ...]
    classifications: tuple[tuple[str, int], ...]
    recent: tuple[CableRow, ...]  # newest published first, at most 12
    change: int  # the number of the last change


@dataclass(frozen=True, slots=True, order=True)
class TallyRow:
    """How many published cables there are of one name: a post, a day, a series."""

    name: str
    part: str  # of the name: a year; empty for all of it
    key: str  # of the name, in addresses
    cables: int
    pages: int


@dataclass(frozen=True, slots=True)
class Alias:
    """A human key that leads to a cable: `ref` secto/paris/1962/8, `mrn` 1974STATE085546."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference of a reading, with the alias keys that may name the cable it points at."""

    position: int  # index in Reading.references
    keys: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """What a cable is called; made by the desk from the reading, stored as it is."""

    title: str
    slug: str
    post: str
    addressee: str
    aliases: tuple[Alias, ...] = ()
    pointers: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSource:
    """A file about to be held; its bytes are already in the file store."""

    sha256: str
    name: str
    media_type: str
    size: int  # bytes
    provenance: str = ""
    collection: Collection | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """Provenance: where the paper is kept."""

    repository: str
    record_group: str = ""
    series: str = ""
    box: str = ""
    folder: str = ""

    @property
    def name(self) -> str:
        """All levels in one line, as search knows it."""
        levels = (self.repository, self.record_group, self.series, self.box, self.folder)
        return ", ".join(filter(None, levels))


@dataclass(frozen=True, slots=True)
class HeldCollection:
    """A collection, what is published of it, and what became of the rest."""

    id: int  # 0: what came without provenance
    provenance: Collection | None
    cables: int
    pages: int
    years: tuple[tuple[str, int], ...]  # "0": sent in no year that is known
    sources: dict[Outcome, int]  # files received
    withdrawn: int


@dataclass(frozen=True, slots=True)
class NewCable:
    """A draft about to be added with its copy, pages, transcript and first reading."""

    source_sha256: str
    source_text: str
    reading: Reading
    naming: Naming
    engine: str = "as received"
    byte_span: tuple[int, int] | None = None  # of a bulk file's bytes; None: all of them
    specimen: bool = False
    made_by: str = "machine"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Likely:
    """A held cable that is probably the same telegram, and what says so."""

    id: str
    why: str  # number, control, dtg, text


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a cable stands, for redirects, tombstones and cache keys."""

    id: str
    state: CableState
    slug: str
    current_version: int
    published_at: dt.datetime | None
    tombstone: Tombstone | None
    merged_into: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One numbered change; the order of the numbers is the order of the commits."""

    number: int
    cable_id: str
    kind: str  # added, published, withdrawn, merged, corrected, likeness, restored
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class EventRow:
    """Who did what, and when."""

    at: dt.datetime
    who: str
    what: str
    cable_id: str
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that verify found not to be as promised."""

    kind: str  # fixity, transcript, version, span, change, alias, state
    subject: str  # what it is about: cable 3b..., source ab12...
    message: str


class Outcome(StrEnum):
    """What became of a source; an accepted one that nothing has read yet is waiting."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HeldSource:
    """A source with the cables read from it."""

    source: SourceRow
    outcome: Outcome
    reason: str
    cables: tuple[CableRow, ...]


class Role(StrEnum):
    """What an account may do; each may all that the one before it may."""

    READER = "reader"
    ARCHIVIST = "archivist"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Somebody who can sign in, until the account is closed."""

    id: int
    name: str
    role: Role
    added_at: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser that is signed in."""

    id: int
    account: AccountRow
    made_at: dt.datetime
    seen_at: dt.datetime
    address: str
    agent: str


class FileFate(StrEnum):
    """Where a file of a batch stands."""

    ARRIVING = "arriving"  # its bytes are on their way
    ACCEPTED = "accepted"  # kept; waits to be read
    HELD = "held"  # the same bytes were here before
    WORKING = "working"
    READ = "read"
    REFUSED = "refused"  # not taken in; nothing of it is kept
    FAILED = "failed"  # kept, but could not be read
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What is said once for all files of a batch."""

    name: str
    made_by: str
    collection: Collection | None = None
    provenance: str = ""
    publish: bool = False  # each cable as soon as it is read


@dataclass(frozen=True, slots=True)
class BatchRow:
    """Files that were handed over together."""

    id: int
    name: str
    made_by: str
    made_at: dt.datetime
    collection: Collection | None
    provenance: str
    publish: bool
    cancelled_at: dt.datetime | None
    counts: dict[FileFate, int]  # of its files

    @property
    def files(self) -> int:
        return sum(self.counts.values())

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to its files by itself."""
        moving = (FileFate.ARRIVING, FileFate.ACCEPTED, FileFate.WORKING)
        return not any(self.counts.get(fate) for fate in moving)


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of a batch and its fate, kept when the work is over."""

    batch_id: int
    number: int
    name: str
    size: int  # bytes, as told by the sender until all have arrived
    sha256: str  # empty until all have arrived
    fate: FileFate
    reason: str
    remedy: str
    at: dt.datetime  # of the fate
