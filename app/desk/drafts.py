"""The drafts of a scan: made from its first text, renewed by a better one.

A better text becomes a new transcript and a new version. What a person has made of the draft
meanwhile stays: header values are carried over to the new reading, and a text that a person wrote
is not replaced, the better one is kept beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.archive import repository, scanned
from app.archive.pages import cable_page
from app.archive.records import CablePage, CableState, NewCable
from app.archive.scanned import PageRead, Placed
from app.archive.store import Connection, Transaction
from app.archive.work import Claim
from app.desk.corrections import Value, corrected
from app.desk.cuts import Cut, cuts_of, doubled, missing
from app.desk.intake import add_with_kin
from app.desk.naming import naming
from app.desk.page_reads import Joined, join, page_text, slice_of
from app.desk.room import Desk
from app.errors import ScanUnread
from app.telegram import read
from app.telegram.reading import Reading, State

_BY_PERSON = (State.CORRECTED, State.SUPPLIED)


def add_drafts(desk: Desk, tx: Transaction, claim: Claim, pages: int) -> list[str]:
    """Make a draft of each telegram that the first text of a source says is in it.

    Args:
        desk: where; the first of its engines is the one that read.
        tx: the transaction.
        claim: on the source.
        pages: how many it has.

    Returns:
        The ids of the cables.

    Raises:
        ScanUnread: there is no text at all.
    """
    paper = paper_of(tx.connection, claim.sha256, pages, desk.engines)
    if not any(one.text.strip() for one in paper.reads):
        raise ScanUnread(name=claim.name, pages=pages)
    return [add_draft(desk, tx, paper, cut) for cut in cuts_of(paper.reads, desk.vocabulary)]


class Paper(NamedTuple):
    """The pages of a source as one engine read them, and as others did."""

    sha256: str
    reads: list[PageRead]
    beside: tuple[list[PageRead], ...]


def paper_of(connection: Connection, sha256: str, pages: int, wanted: Sequence[str]) -> Paper:
    """What was read on the pages of a source, by the first of the engines wanted that read any."""
    source_id, _ = scanned.source_of(connection, sha256)
    engines = scanned.engines_of(connection, source_id)
    engine = next((one for one in (*wanted, *engines) if one in engines), "")
    others = [one for one in engines if one != engine]
    return Paper(
        sha256,
        _reads(connection, source_id, engine, pages),
        tuple(_reads(connection, source_id, one, pages) for one in others),
    )


def add_draft(
    desk: Desk,
    tx: Transaction,
    paper: Paper,
    cut: Cut,
    amended: Callable[[Reading], Reading] = lambda reading: reading,
) -> str:
    """Make a draft of a part of a scan; the texts of other engines are kept beside it.

    Args:
        desk: where.
        tx: the transaction.
        paper: the scan.
        cut: the part.
        amended: what a person had made of the reading before.

    Returns:
        Its id.
    """
    own = paper.reads[cut.joined.pages[0].source_page - 1 : cut.joined.pages[-1].source_page]
    reading = amended(_doubted(cut.reading, own))
    new = NewCable(
        source_sha256=paper.sha256,
        source_text=cut.joined.text,
        reading=reading,
        naming=naming(reading, desk.vocabulary),
        engine=label(own),
        note=cut.note,
    )
    id = add_with_kin(desk, tx, new)
    scanned.place(tx, id, reading, cut.joined.pages)
    for layer in paper.beside:
        kept = join([layer[page.source_page - 1] for page in cut.joined.pages])
        if kept.text.strip():
            scanned.add_transcript(tx, id, kept.text, label(layer), kept.pages)
    return id


def renew_drafts(desk: Desk, tx: Transaction, claim: Claim, engine: str) -> None:
    """Give every cable of a source the text that a better engine read."""
    reads = _reads(tx.connection, claim.source_id, engine, claim.pages)
    first = _reads(tx.connection, claim.source_id, desk.engines[0], claim.pages)
    for cable_id in scanned.cables_of(tx.connection, claim.source_id):
        state = repository.hold(tx, cable_id)
        page = cable_page(tx.connection, cable_id, include_drafts=True)
        placed = scanned.placed_in(tx.connection, cable_id)
        if page is None or not placed or state not in (CableState.DRAFT, CableState.PUBLISHED):
            continue
        joined = _as_placed(placed, page, first, reads)
        if not joined.text.strip():
            continue  # nothing is better than that
        if page.engine != label([first[one.source_page - 1] for one in placed]):
            scanned.add_transcript(tx, cable_id, joined.text, label(reads), joined.pages)
        else:
            _renew(desk, tx, page, joined, reads)
        desk.step("draft renewed")


def label(reads: Sequence[PageRead]) -> str:
    """What a transcript of these pages is said to be by."""
    made = dict.fromkeys(f"{one.engine} {one.engine_version}" for one in reads if one.engine)
    return " and ".join(made)


def _renew(
    desk: Desk, tx: Transaction, page: CablePage, joined: Joined, reads: Sequence[PageRead]
) -> None:
    own = [reads[placed.source_page - 1] for placed in joined.pages]
    reading = _doubted(read(joined.text, desk.vocabulary), own)
    changes, confirmed = by_person(tx.connection, page, reading)
    if changes or confirmed:
        reading, _ = corrected(reading, joined.text, changes, desk.vocabulary, confirmed=confirmed)
    note = f"Read by {label(own)}"
    kept = sorted({*changes, *confirmed})
    repository.add_version(
        tx, page.cable.id, reading, naming(reading, desk.vocabulary),
        made_by=repository.MACHINE, corrected_text=joined.text, engine=label(own),
        note=f"{note}; kept as a person left it: {', '.join(kept)}" if kept else note,
    )  # fmt: skip
    scanned.place(tx, page.cable.id, reading, joined.pages)


def by_person(
    connection: Connection, page: CablePage, reading: Reading
) -> tuple[Mapping[str, Value | None], list[str]]:
    """What persons have made of the header: values to set or remove, and those to confirm."""
    changes: dict[str, Value | None] = {}
    confirmed: list[str] = []
    for name, field in page.reading.fields.items():
        same = name in reading.fields and reading.fields[name].value == field.value
        if field.state is State.CONFIRMED and same:
            confirmed.append(name)
        elif field.state in (*_BY_PERSON, State.CONFIRMED):
            changes[name] = field.value
    if any(version.made_by != repository.MACHINE for version in page.versions):
        first = cable_page(connection, page.cable.id, 1, include_drafts=True)
        read_first = first.reading.fields if first else {}
        changes |= {name: None for name in read_first if name not in page.reading.fields}
    return changes, confirmed


def _doubted(reading: Reading, reads: Sequence[PageRead]) -> Reading:
    """The reading with what its pages make doubtful as a whole."""
    twice = (f"Pages {one} and {other} say the same." for one, other in doubled(reads))
    said = (*missing(reading), *twice)
    return replace(reading, doubts=(*reading.doubts, *said)) if said else reading


def _as_placed(
    placed: Sequence[Placed], page: CablePage, first: Sequence[PageRead], reads: Sequence[PageRead]
) -> Joined:
    """The same pages by a better engine, cut where the first text was cut."""
    joined = join([reads[one.source_page - 1] for one in placed])
    begin, end = 0, len(joined.text)
    if placed[0].text_start < 0:
        at = placed[0].source_page - 1
        begin = same_place(first[at], -placed[0].text_start, reads[at])
    last = placed[-1]
    if last.text_end > len(page.source_text):
        at = last.source_page - 1
        offset = same_place(first[at], len(page.source_text) - last.text_start, reads[at])
        end = joined.pages[-1].text_start + offset
    return slice_of(joined, begin, end) if (begin, end) != (0, len(joined.text)) else joined


def same_place(first: PageRead, offset: int, better: PageRead) -> int:
    """Where on a page a better text has what the first has at an offset: by its height on the page."""
    below = [word for word in page_text(first).words if word.start >= offset]
    if not below:
        return len(better.text)
    top = below[0].y
    at = [word.start for word in page_text(better).words if word.y + word.height / 2 >= top]
    return min(at, default=len(better.text))


def _reads(connection: Connection, source_id: int, engine: str, pages: int) -> list[PageRead]:
    """All pages by an engine; one that it found no text on is there without any."""
    found = scanned.reads_of(connection, source_id, engine)
    empty = PageRead(0, "", "", "", 0, 0, "", b"", 0)
    return [found.get(number, empty._replace(number=number)) for number in range(1, pages + 1)]
