"""Cutting a file of several telegrams anew, as a person says: a cut undone, moved or added.

What a cut separates are drafts. A draft whose stretch of the file changes is not made another text:
a new draft takes its place, with the header values that a person gave, and the old one leads on to
it. So no version of what is published later shows what was cut off before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.archive import pages, repository, scanned
from app.archive.pages import cable_page
from app.archive.records import BULK_TYPE, CablePage, CableState, HeldSource, NewCable
from app.archive.scanned import Placed
from app.archive.store import Connection, Transaction
from app.desk.corrections import corrected
from app.desk.cuts import Cut
from app.desk.decode import Decoded, decode
from app.desk.drafts import Paper, add_draft, by_person, paper_of, same_place
from app.desk.intake import MEDIA_TYPE, add_with_kin
from app.desk.naming import naming
from app.desk.page_reads import Joined, join, slice_of
from app.desk.room import Desk
from app.errors import CableMissing, Conflict, WrongCall
from app.telegram import read
from app.telegram.reading import Reading

MANY = 100  # pages; of a longer file a cut can be made at the top of a page alone
# A line that is the first of its page or stands below an empty one.
_BLOCK = re.compile(r"(?:\A|\n[ \t]*\n)[ \t\n]*(?=[^\s])")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A telegram that is proposed: its half-open stretch of the file's text."""

    cable: CablePage
    begin: int
    end: int

    @property
    def is_draft(self) -> bool:
        return self.cable.cable.state is CableState.DRAFT


@dataclass(frozen=True, slots=True)
class Place:
    """Where a telegram may begin."""

    offset: int
    words: str  # the first line from there on
    page: int  # of the file, from 1
    part: Part | None  # that begins here


@dataclass(frozen=True, slots=True)
class Laid:
    """A file as it is cut now."""

    held: HeldSource
    whole: Joined
    parts: tuple[Part, ...]
    paper: Paper | None  # None: it came as text
    decoded: Decoded | None

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it can be cut, in order; the first place is its beginning."""
        begins = {part.begin: part for part in self.parts}
        tops = _tops(self.whole)
        found = set(begins) | set(tops)
        if len(tops) <= MANY:
            for top, below in pairwise([*tops, len(self.whole.text)]):
                found |= {top + at for at in _blocks(self.whole.text[top:below])}
        return tuple(
            Place(at, _line(self.whole.text, at), sum(top <= at for top in tops), begins.get(at))
            for at in sorted(found)
        )

    @property
    def mark(self) -> str:
        """Differs once any of it was read, corrected, published or cut anew."""
        stands = [
            (part.cable.cable.id, part.cable.cable.state.value, part.cable.current_version)
            for part in self.parts
        ]
        return hashlib.sha256(repr(stands).encode()).hexdigest()[:16]


def laid_out(desk: Desk, connection: Connection, cable_id: str) -> Laid:
    """The file of a cable with its cuts.

    Raises:
        CableMissing: there is no such cable.
        Conflict: its file is one of many lines, which nobody cuts.
    """
    page = cable_page(connection, cable_id, include_drafts=True)
    if page is None:
        raise CableMissing(id=cable_id)
    held = pages.find_source_by_sha256(connection, page.source.sha256)
    assert held is not None  # noqa: S101 - the cable has it
    if page.source.media_type == BULK_TYPE:
        raise Conflict(
            thing=f"{held.source.name}", cause="has a line for each cable",
            next_step="Take in what is wrong in it anew, as a file of its own",
        )  # fmt: skip
    if page.source.media_type == MEDIA_TYPE:
        return _of_text(desk, connection, held)
    return _of_scan(desk, connection, held)


def recut(desk: Desk, cable_id: str, begins: Collection[int], *, expected: str) -> list[str]:
    """Cut the file of a cable where a person says that its telegrams begin.

    Args:
        desk: where; `desk.who` cuts.
        cable_id: one of the cables of the file.
        begins: offsets in the file's text, of `Laid.places`; its beginning is always one.
        expected: `Laid.mark` of what was looked at.

    Returns:
        The ids of the drafts made, in their order.

    Raises:
        CableMissing: there is no such cable.
        WrongCall: nothing would change, it cannot be cut there, or a part would have no text.
        Conflict: it stands otherwise than it was looked at, or a part that would change is no draft.
    """
    with desk.store.writing() as tx:
        laid = laid_out(desk, tx.connection, cable_id)
        for part in sorted(laid.parts, key=lambda part: part.cable.cable.id):
            repository.hold(tx, part.cable.cable.id)
        # Held now: what was laid out before may have changed until then.
        laid = laid_out(desk, tx.connection, cable_id)
        _require_as_seen(laid, expected)
        wanted = _stretches(laid, begins)
        changed = _changed(laid, wanted)
        heirs = _heirs(changed, wanted)
        made = {
            begin: _add(desk, tx, laid, (begin, end), heirs.get(begin))
            for begin, end in wanted
            if not any((part.begin, part.end) == (begin, end) for part in laid.parts)
        }
        desk.step("drafts added")
        places = {part: begin for begin, part in heirs.items()}
        for part in changed:
            at = places.get(part, max(begin for begin in made if begin <= part.begin))
            repository.supersede(tx, part.cable.cable.id, made[at], by=desk.who)
        desk.step("before commit")
    desk.step("committed")
    return list(made.values())


# What is cut now -------------------------------------------------------------------------------


def _of_text(desk: Desk, connection: Connection, held: HeldSource) -> Laid:
    data = desk.files.read(held.source.sha256)
    decoded = decode(data, held.source.name, limit=len(data))

    def at(offset: int) -> int:
        return len(data[decoded.mark : offset].decode(decoded.codec))

    parts = []
    for cable in _cables(connection, held):
        begin, end = cable.stretch or (decoded.mark, len(data))
        parts.append(Part(cable, at(begin), at(end)))
    return Laid(held, Joined(decoded.text, ()), tuple(parts), None, decoded)


def _of_scan(desk: Desk, connection: Connection, held: HeldSource) -> Laid:
    cables = _cables(connection, held)
    placed = [scanned.placed_in(connection, cable.cable.id) for cable in cables]
    now = [one.engine for rows in placed for one in rows if one.engine]
    _, many = scanned.source_of(connection, held.source.sha256)
    paper = paper_of(connection, held.source.sha256, many, (*now[:1], *desk.engines))
    whole = join(paper.reads)
    begins = [_begin(paper, whole, rows[0]) for rows in placed]
    parts = (
        Part(cable, begin, end)
        for cable, (begin, end) in zip(cables, pairwise([*begins, len(whole.text)]), strict=True)
    )
    return Laid(held, whole, tuple(parts), paper, None)


def _cables(connection: Connection, held: HeldSource) -> list[CablePage]:
    """The cables of a file in the order of their places in it."""
    found = [cable_page(connection, row.id, include_drafts=True) for row in held.cables]
    there = [page for page in found if page is not None]
    at = {page.cable.id: _position(connection, page) for page in there}
    return sorted(there, key=lambda page: at[page.cable.id])


def _position(connection: Connection, page: CablePage) -> tuple[int, int]:
    if page.stretch is not None:
        return page.stretch
    placed = scanned.placed_in(connection, page.cable.id)
    return (placed[0].source_page, -min(placed[0].text_start, 0)) if placed else (0, 0)


def _begin(paper: Paper, whole: Joined, first: Placed) -> int:
    """Where in the whole text a cable begins whose first page lies so in its own."""
    page = whole.pages[first.source_page - 1]
    if first.source_page == 1 and first.text_start >= 0:
        return 0
    if first.text_start >= 0:
        return page.text_start
    kept = paper.reads[first.source_page - 1]
    if kept.engine == first.engine:
        return page.text_start - first.text_start
    other = next((layer[first.source_page - 1] for layer in paper.beside
                  if layer[first.source_page - 1].engine == first.engine), kept)  # fmt: skip
    return page.text_start + same_place(other, -first.text_start, kept)


def _tops(whole: Joined) -> list[int]:
    """Where the pages of a text begin."""
    if whole.pages:
        return [0, *(page.text_start for page in whole.pages[1:])]
    return [0, *(found.end() for found in re.finditer(r"\f", whole.text))]


def _blocks(text: str) -> Iterator[int]:
    """Where lines begin that stand below an empty one."""
    for found in _BLOCK.finditer(text):
        if found.start():
            yield text.rfind("\n", 0, found.end()) + 1


def _line(text: str, at: int) -> str:
    return next((line.strip() for line in text[at : at + 2000].split("\n") if line.strip()), "")[
        :80
    ]


# What is wanted --------------------------------------------------------------------------------


def _require_as_seen(laid: Laid, expected: str) -> None:
    if laid.mark != expected:
        raise Conflict(
            thing=laid.held.source.name, cause="was read, corrected or cut by somebody meanwhile",
            next_step="Look at the cuts that stand now, and cut again",
        )  # fmt: skip


def _stretches(laid: Laid, begins: Collection[int]) -> list[tuple[int, int]]:
    name, allowed = laid.held.source.name, {place.offset for place in laid.places}
    if not set(begins) <= allowed:
        raise WrongCall(
            thing=name, cause="cannot be cut there", next_step="Choose among the places shown"
        )
    cut = sorted({0, *begins})
    wanted = list(pairwise([*cut, len(laid.whole.text)]))
    if any(not laid.whole.text[begin:end].strip() for begin, end in wanted):
        raise WrongCall(
            thing=name, cause="would have a part without any text",
            next_step="Take one of the two cuts around it away",
        )  # fmt: skip
    return wanted


def _changed(laid: Laid, wanted: Sequence[tuple[int, int]]) -> list[Part]:
    """The parts whose stretch is another from now on."""
    changed = [part for part in laid.parts if (part.begin, part.end) not in wanted]
    if not changed:
        raise WrongCall(
            thing=laid.held.source.name, cause="is cut so already",
            next_step="Tick where a further telegram begins, or untick where none does",
        )  # fmt: skip
    for part in changed:
        if not part.is_draft:
            cable = part.cable.cable
            raise Conflict(
                thing=f"{cable.title} ({cable.id})",
                cause=f"is {cable.state.value}, and its text stays as it is",
                next_step="Leave its two ends where they are; what is still a draft can be cut",
            )  # fmt: skip
    return changed


def _heirs(changed: Sequence[Part], wanted: Sequence[tuple[int, int]]) -> dict[int, Part]:
    """Which draft's place a new one takes, by where the new one begins.

    The one that began there; else, where its cut was moved on, the one that is shorter by it.
    """
    starts = {begin for begin, _ in wanted}
    heirs = {part.begin: part for part in changed if part.begin in starts}
    for begin, _ in wanted:
        moved = (
            part for part in changed if part.begin not in starts and part.begin < begin < part.end
        )
        if begin not in heirs and (part := next(moved, None)) and part not in heirs.values():
            heirs[begin] = part
    return heirs


def _add(
    desk: Desk, tx: Transaction, laid: Laid, stretch: tuple[int, int], before: Part | None
) -> str:
    begin, end = stretch
    text = laid.whole.text[begin:end]
    amended = _amended(desk, tx, before, text)
    if laid.paper is not None:
        joined = slice_of(laid.whole, begin, end)
        note = f"Cut by {desk.who}: {_pages(joined, len(laid.whole.pages))}"
        cut = Cut(joined, read(joined.text, desk.vocabulary), note)
        return add_draft(desk, tx, laid.paper, cut, amended)
    assert laid.decoded is not None  # noqa: S101 - it came as text
    reading = amended(read(text, desk.vocabulary))
    span = laid.decoded.byte_offset(begin), laid.decoded.byte_offset(end)
    return add_with_kin(desk, tx, NewCable(
        source_sha256=laid.held.source.sha256, source_text=text, reading=reading,
        naming=naming(reading, desk.vocabulary), byte_span=span, note=f"Cut by {desk.who}",
    ))  # fmt: skip


def _amended(
    desk: Desk, tx: Transaction, before: Part | None, text: str
) -> Callable[[Reading], Reading]:
    """What a person made of the header before, laid over a new reading."""

    def amended(reading: Reading) -> Reading:
        if before is None:
            return reading
        changes, confirmed = by_person(tx.connection, before.cable, reading)
        if not (changes or confirmed):
            return reading
        return corrected(reading, text, changes, desk.vocabulary, confirmed=confirmed)[0]

    return amended


def _pages(joined: Joined, many: int) -> str:
    first, last = joined.pages[0].source_page, joined.pages[-1].source_page
    return f"page {first} of {many}" if first == last else f"pages {first} to {last} of {many}"
