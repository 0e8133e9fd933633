"""The drafts of a scan: made from its first text, renewed by a better one.

A better text becomes a new transcript and a new version. What a person has made of the draft
meanwhile stays: header values are carried over to the new reading, and a text that a person wrote
is not replaced, the better one is kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.archive import repository, scanned
from app.archive.pages import cable_page
from app.archive.records import CablePage, CableState, NewCable
from app.archive.scanned import PageRead, Placed
from app.archive.store import Transaction
from app.archive.work import Claim
from app.desk.corrections import Value, corrected
from app.desk.cuts import cuts_of, doubled, missing
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
    engines = scanned.engines_of(tx.connection, claim.source_id)
    engine = next((one for one in (*desk.engines, *engines) if one in engines), "")
    reads = _reads(tx, claim, engine, pages)
    if not any(one.text.strip() for one in reads):
        raise ScanUnread(name=claim.name, pages=pages)
    others = [one for one in engines if one != engine]
    beside = {one: _reads(tx, claim, one, pages) for one in others}
    ids = []
    for cut in cuts_of(reads, desk.vocabulary):
        own = reads[cut.joined.pages[0].source_page - 1 : cut.joined.pages[-1].source_page]
        reading = _doubted(cut.reading, own)
        new = NewCable(
            source_sha256=claim.sha256,
            source_text=cut.joined.text,
            reading=reading,
            naming=naming(reading, desk.vocabulary),
            engine=label(own),
            note=cut.note,
        )
        ids.append(add_with_kin(desk, tx, new))
        scanned.place(tx, ids[-1], reading, cut.joined.pages)
        for layer in beside.values():
            kept = join([layer[page.source_page - 1] for page in cut.joined.pages])
            scanned.add_transcript(tx, ids[-1], kept.text, label(layer), kept.pages)
    return ids


def renew_drafts(desk: Desk, tx: Transaction, claim: Claim, engine: str) -> None:
    """Give every cable of a source the text that a better engine read."""
    reads = _reads(tx, claim, engine, claim.pages)
    first = _reads(tx, claim, desk.engines[0], claim.pages)
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
    changes, confirmed = _by_person(tx, page, reading)
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


def _by_person(
    tx: Transaction, page: CablePage, reading: Reading
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
        first = cable_page(tx.connection, page.cable.id, 1, include_drafts=True)
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
        begin = _same_place(first[at], -placed[0].text_start, reads[at])
    last = placed[-1]
    if last.text_end > len(page.source_text):
        at = last.source_page - 1
        offset = _same_place(first[at], len(page.source_text) - last.text_start, reads[at])
        end = joined.pages[-1].text_start + offset
    return slice_of(joined, begin, end) if (begin, end) != (0, len(joined.text)) else joined


def _same_place(first: PageRead, offset: int, better: PageRead) -> int:
    """Where on a page a better text has what the first has at an offset: by its height on the page."""
    below = [word for word in page_text(first).words if word.start >= offset]
    if not below:
        return len(better.text)
    top = below[0].y
    at = [word.start for word in page_text(better).words if word.y + word.height / 2 >= top]
    return min(at, default=len(better.text))


def _reads(tx: Transaction, claim: Claim, engine: str, pages: int) -> list[PageRead]:
    """All pages by an engine; one that it found no text on is there without any."""
    found = scanned.reads_of(tx.connection, claim.source_id, engine)
    empty = PageRead(0, "", "", "", 0, 0, "", b"", 0)
    return [found.get(number, empty._replace(number=number)) for number in range(1, pages + 1)]
