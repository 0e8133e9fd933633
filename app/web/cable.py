"""The pages of one cable, from what the archive hands out: head, clean text and the other views."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.archive.ids import key_of
from app.archive.records import CablePage, CableRow, CableState, VersionRow
from app.formats.names import MONTHS, long_date
from app.search.marks import places
from app.search.printer import printed
from app.search.query import All, Query, sought
from app.telegram.reading import Marking, Reading, ReadLine, Role
from app.web import cited, face, noted, scan, urls, wording
from app.web.contexts import (
    AsideGroup,
    AsideLine,
    AsReceivedPage,
    CableHead,
    Cite,
    CleanPage,
    FindBox,
    Link,
    MarkingLine,
    PageMarkings,
    RoleCount,
    SetAsidePage,
    ShownVersion,
    SourceFile,
    SourceLine,
    VersionsPage,
)
from app.web.glossary import Glossary
from app.web.text import (
    PART_LENGTH,
    Marked,
    Stretch,
    breaks_behind,
    dealt,
    folded,
    page_breaks,
    part_of_offset,
    printed_signature,
    shown_paragraphs,
)

LINES_A_PART = 1500  # lines of the source on one page
LINE_SHOWN = 20_000  # characters of an endless line
MARKED_SHOWN = 100  # entries in the margin; every marking is under Set aside too
PARTS_NEAR = 4  # parts named on either side of the one that is shown
EVERY = All()  # no word of it can be marked
PLACES = {"top": 0, "head": 1, "body": 2, "bottom": 3}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a version (0 is the current one) and a part of a long text."""

    version: int = 0
    part: int = 1
    query: Query = EVERY  # what is marked in the text
    words: tuple[str, str] = ("", "")  # the query as it was typed, and what is wrong with it
    desk: bool = False  # whether whoever asks may work on it
    at: int = 1  # the place of it that is looked at
    # Looked up when the page is made; the version stands for it where the page is tagged.
    paper: scan.Paper = field(default=scan.NO_PAPER, repr=False)


@dataclass(frozen=True, slots=True)
class House:
    """What every cable page needs to know of the archive it stands in."""

    name: str
    address: str
    glossary: Glossary


def clean_page(page: CablePage, asked: Asked, house: House, citation: str) -> CleanPage:
    """The clean text, or one part of a long one."""
    parts = dealt(page.reading)
    part = min(asked.part, len(parts))
    breaks = page_breaks(page.reading, page.source_text)
    held = places(sought(asked.query), page.reading, page.source_text)
    marked = Marked(held, min(asked.at, len(held)))
    return CleanPage(
        _find_box(page, asked, parts, marked),
        _head(page, asked, house, citation, urls.CLEAN, _text_parts(page, asked, parts)),
        shown_paragraphs(
            page.reading,
            page.source_text,
            parts,
            part,
            breaks,
            marked,
            [*cited.links(page), *scan.doubts(asked.paper.words)],
            traced=bool(asked.paper.pages),
        ),
        breaks_behind(parts, part, breaks),
        printed_signature(page.reading, page.source_text) if part == len(parts) else "",
    )


def as_received_page(page: CablePage, asked: Asked, house: House, citation: str) -> AsReceivedPage:
    """Every line of the source text, blank ones too, with number and role."""
    chunks = _line_chunks(page.source_text)
    part = min(asked.part, len(chunks))
    links = _line_parts(page, asked, urls.AS_RECEIVED, [c[0][0] for c in chunks])
    return AsReceivedPage(
        _head(page, asked, house, citation, urls.AS_RECEIVED, links),
        _legend(page, asked),
        tuple(_source_lines(page.reading, chunks[part - 1])),
    )


def set_aside_page(page: CablePage, asked: Asked, house: House, citation: str) -> SetAsidePage:
    """Every line that is not in the clean text, by role, each with the rule that decided."""
    aside = _aside(page.reading)
    order = list(wording.ROLES)
    aside.sort(key=lambda line: (order.index(line.role), line.number))
    chunks = [aside[at : at + LINES_A_PART] for at in range(0, len(aside), LINES_A_PART)] or [[]]
    part = min(asked.part, len(chunks))
    links = _line_parts(
        page, asked, urls.SET_ASIDE, [at * LINES_A_PART + 1 for at in range(len(chunks))]
    )
    return SetAsidePage(
        _head(page, asked, house, citation, urls.SET_ASIDE, links),
        tuple(_groups(page, asked, chunks[part - 1])),
        wording.count(len(aside), "line"),
    )


def versions_page(page: CablePage, asked: Asked, house: House, citation: str) -> VersionsPage:
    """All versions, newest first."""
    return VersionsPage(
        _head(page, asked, house, citation, urls.VERSIONS, ()),
        tuple(_shown_version(page, version) for version in page.versions),
    )


def part_of_line(source_text: str, number: int) -> int:
    """The part of the as-received view that holds a line."""
    starts = [chunk[0][0] for chunk in _line_chunks(source_text)]
    return max(1, bisect_right(starts, number))


def row_meta(row: CableRow) -> str:
    """What is said under a title in a list: date, pages, signature."""
    parts = (
        wording.day_and_clock(row.sent_local, zone=row.sent_zone) if row.sent_local else "undated",
        wording.count(row.pages, "page") if row.pages else "",
        wording.cased(row.signature),
    )
    return " · ".join(part for part in parts if part)


def _head(
    page: CablePage, asked: Asked, house: House, citation: str, view: str, parts: tuple[Link, ...]
) -> CableHead:
    cable, reading = page.cable, page.reading
    canonical = urls.cable(cable.id, version=asked.version, view=view)
    markings = _markings(page, asked)
    text = urls.cable(cable.id, version=asked.version)
    return CableHead(
        title=cable.title,
        crumbs=_crumbs(cable),
        specimen=cable.specimen,
        notice=_notice(page, asked),
        doubts=reading.doubts,
        when=face.when(page),
        stamps=face.stamps(reading, house.glossary),
        face=face.sections(page, house.glossary),
        views=_views(page, asked, view),
        markings=markings[:MARKED_SHOWN],
        more_markings=_more(len(markings) - MARKED_SHOWN),
        neighbours=_neighbours(page),
        likely_same=tuple(_row_link(row) for row in page.likely_same),
        speaks_of=cited.speaks_of(page),
        cited_by=tuple(_row_link(row) for row in page.cited_by),
        kept=noted.kept(reading, page.source_text, text),
        set_apart=noted.set_apart(reading, page.source_text, text),
        cite=Cite(
            citation, urls.absolute(house.address, urls.cable(cable.id)), _forms(page, asked)
        ),
        source=_source(page),
        canonical=urls.absolute(house.address, canonical),
        parts=_near(parts),
        description=cable.opening,
        draft=cable.state is CableState.DRAFT,
        deeds=_deeds(cable) if asked.desk else (),
        scan=scan.panel(cable.id, asked.version, asked.paper.pages, printed(asked.query)),
    )


def _deeds(cable: CableRow) -> tuple[Link, ...]:
    """What can be done with a cable as it stands."""
    verbs = {
        CableState.DRAFT: (
            ("Correct", "correct"),
            ("Cut the file", "cuts"),
            ("Publish", "publish"),
        ),
        CableState.PUBLISHED: (("Correct", "correct"), ("Withdraw", "withdraw")),
    }
    return tuple(
        Link(words, urls.deed(cable.id, verb)) for words, verb in verbs.get(cable.state, ())
    )


def _more(pages: int) -> str:
    return (
        f"The markings of further pages ({pages:,} entries) are under Set aside."
        if pages > 0
        else ""
    )


def _near(parts: tuple[Link, ...]) -> tuple[Link, ...]:
    """The first and the last part, and those around the one that is shown."""
    at = next((n for n, part in enumerate(parts) if part.current), 0)
    shown = {0, len(parts) - 1, *range(at - PARTS_NEAR, at + PARTS_NEAR + 1)}
    return tuple(part for n, part in enumerate(parts) if n in shown)


def _crumbs(cable: CableRow) -> tuple[Link, ...]:
    """Where it lies: the post, then the year, month and day it was sent."""
    day = cable.sent_local[:10]
    posts = (Link(cable.post, urls.post(key_of(cable.post))),) if cable.post else ()
    known = day.split("-") if day[:4].isdigit() else []
    dated = [Link(long_date("-".join(known[:many])) if many == 1 else _part(known, many),
                  urls.dates(*map(int, known[:many])))
             for many in range(1, len(known) + 1)]  # fmt: skip
    return (*(posts or (Link("Cables", urls.cables()),)), *dated)


def _part(known: list[str], many: int) -> str:
    """The name of a month, the number of a day."""
    return MONTHS[int(known[1]) - 1] if many == 2 else str(int(known[2]))


def _notice(page: CablePage, asked: Asked) -> Link | None:
    if not asked.version or page.version.number == page.current_version:
        return None
    return Link(
        f"version {page.current_version}",
        urls.cable(page.cable.id),
        f"You are reading version {page.version.number} of "
        f"{long_date(page.version.made_at.date().isoformat())}. The current one is",
    )


def _views(page: CablePage, asked: Asked, view: str) -> tuple[Link, ...]:
    said = {
        urls.CLEAN: ("Clean text", ""),
        urls.AS_RECEIVED: ("As received", ""),
        urls.SET_ASIDE: ("Set aside", wording.count(len(_aside(page.reading)), "line")),
        urls.VERSIONS: ("Versions", str(len(page.versions))),
    }
    return tuple(
        Link(text, _view_address(page, asked, name), note, name == view)
        for name, (text, note) in said.items()
    )


def _view_address(page: CablePage, asked: Asked, view: str) -> str:
    version = 0 if view == urls.VERSIONS else asked.version
    return urls.cable(page.cable.id, version=version, view=view)


def _row_link(row: CableRow) -> Link:
    return Link(row.title, urls.cable(row.id), cited.row_note(row))


def _neighbours(page: CablePage) -> tuple[Link, ...]:
    found = []
    for label, row in (("Earlier", page.previous), ("Later", page.next)):
        if row is not None:
            link = _row_link(row)
            found.append(
                Link(link.text, link.href, f"{label}, {link.note}" if link.note else label)
            )
    day = page.cable.sent_local[:10]
    if page.same_day and len(day) == 10:
        others = wording.count(page.same_day, "other cable")
        found.append(Link(others, urls.day(day), "Same day"))
    return tuple(found)


def _forms(page: CablePage, asked: Asked) -> tuple[Link, ...]:
    id = page.cable.id
    return (
        Link("Text", urls.form(id, "txt", version=asked.version)),
        Link("JSON", urls.form(id, "json", version=asked.version)),
        Link("Original file", urls.source(id)),
    )


def _source(page: CablePage) -> SourceFile:
    source = page.source
    return SourceFile(
        source.name,
        urls.source(page.cable.id),
        wording.size(source.size),
        source.sha256,
        wording.instant(source.received_at),
        source.provenance,
        f"{page.engine}; reading rules {page.version.core}, version {page.version.number}",
    )


def _markings(page: CablePage, asked: Asked) -> tuple[PageMarkings, ...]:
    """The markings of each page; neighbouring pages that bear the same are one entry."""
    by_page: dict[int, list[Marking]] = {p.number: [] for p in page.reading.pages}
    for marking in page.reading.markings:
        by_page.setdefault(marking.page, []).append(marking)
    runs: list[tuple[int, int, tuple[MarkingLine, ...]]] = []
    for number, markings in sorted(by_page.items()):
        lines = _marking_lines(markings, page.source_text)
        if runs and runs[-1][2] == lines and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number, lines)
        else:
            runs.append((number, number, lines))
    address = urls.cable(page.cable.id, version=asked.version)
    return tuple(
        PageMarkings(_page_words(first, last), first, f"{address}/page/{first}", lines)
        for first, last, lines in runs
    )


def _page_words(first: int, last: int) -> str:
    return f"Page {first}" if first == last else f"Pages {first}–{last}"


def _marking_lines(markings: Iterable[Marking], source_text: str) -> tuple[MarkingLine, ...]:
    merged: dict[tuple[str, str, str], list[str]] = {}
    for run in _stamped_together(sorted(markings, key=lambda m: m.span)):
        first = run[0]
        read_as = wording.MARKING_KINDS.get(first.kind, first.kind)
        if first.kind == "caption" and first.value:
            read_as = f"caption {wording.cased(first.value)}"
        printed = "\n".join(folded(m.span.of(source_text))[:200] for m in run)
        doubt = " ".join(dict.fromkeys(m.doubt for m in run if m.doubt))
        merged.setdefault((printed, read_as, doubt), []).append(first.place)
    return tuple(
        MarkingLine(printed, _places(places), read_as, doubt)
        for (printed, read_as, doubt), places in merged.items()
    )


def _stamped_together(markings: Iterable[Marking]) -> Iterable[list[Marking]]:
    """Review stamps have several lines; each other mark stands alone."""
    run: list[Marking] = []
    for marking in markings:
        if run and not (marking.kind == run[-1].kind == "review"):
            yield run
            run = []
        run.append(marking)
    if run:
        yield run


def _places(places: Sequence[str]) -> str:
    ordered = sorted(dict.fromkeys(places), key=lambda p: PLACES.get(p, 9))
    return wording.listed(["on the page" if p == "body" else p for p in ordered])


def _aside(reading: Reading) -> list[ReadLine]:
    return [line for line in reading.lines if line.role != Role.BODY]


def _groups(page: CablePage, asked: Asked, lines: list[ReadLine]) -> Iterable[AsideGroup]:
    received = urls.cable(page.cable.id, version=asked.version, view=urls.AS_RECEIVED)
    for role, (label, meaning) in wording.ROLES.items():
        mine = [line for line in lines if line.role == role]
        if mine:
            shown = tuple(
                AsideLine(
                    line.number, f"{received}#L{line.number}", line.page,
                    line.span.of(page.source_text)[:LINE_SHOWN], line.rule,
                )
                for line in mine
            )  # fmt: skip
            yield AsideGroup(role.value, label, meaning, shown)


def _legend(page: CablePage, asked: Asked) -> tuple[RoleCount, ...]:
    counts = dict.fromkeys(wording.ROLES, 0)
    for line in page.reading.lines:
        counts[line.role] += 1
    aside = urls.cable(page.cable.id, version=asked.version, view=urls.SET_ASIDE)
    return tuple(
        RoleCount(role.value, *wording.ROLES[role], wording.count(number, "line"),
                  "" if role == Role.BODY else f"{aside}#role-{role.value}")
        for role, number in counts.items()
        if number
    )  # fmt: skip


def _line_chunks(source_text: str) -> list[list[tuple[int, str]]]:
    """The numbered lines of a text in parts, each short enough for one page."""
    chunks: list[list[tuple[int, str]]] = [[]]
    room = PART_LENGTH
    for number, line in enumerate(_lines(source_text), 1):
        size = min(len(line), LINE_SHOWN)
        if chunks[-1] and (size > room or len(chunks[-1]) >= LINES_A_PART):
            chunks.append([])
            room = PART_LENGTH
        chunks[-1].append((number, line))
        room -= size
    return chunks


def _lines(source_text: str) -> list[str]:
    lines = source_text.split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def _source_lines(reading: Reading, chunk: list[tuple[int, str]]) -> Iterable[SourceLine]:
    by_number = {line.number: line for line in reading.lines}
    starts = {page.first_line: page.number for page in reading.pages}
    for number, text in chunk:
        line = by_number.get(number)
        role = line.role if line else None
        cut = f"{len(text) - LINE_SHOWN:,} more characters" if len(text) > LINE_SHOWN else ""
        yield SourceLine(
            number, text[:LINE_SHOWN].rstrip(), role.value if role else "",
            wording.ROLES[role][0] if role else "", starts.get(number, 0), cut,
        )  # fmt: skip


def _find_box(page: CablePage, asked: Asked, parts: list[list[Stretch]], marked: Marked) -> FindBox:
    query, many = asked.words[0], len(marked.places)

    def place(number: int) -> str:
        part = part_of_offset(parts, marked.places[number - 1][0].start)
        return urls.place(page.cable.id, number, query, version=asked.version, part=part)

    action = f"{urls.cable(page.cable.id, version=asked.version)}#m-1"
    if not many:
        return FindBox(query, action, _in_vain(asked), False, "", "")
    # from the last on to the first, and back
    before, after = (marked.at - 2) % many + 1, marked.at % many + 1
    return FindBox(query, action, f"{marked.at} of {many}", True, place(before), place(after))


def _in_vain(asked: Asked) -> str:
    """Why nothing is marked in a text; empty where nothing was asked for."""
    if asked.words[1] or asked.query == EVERY:
        return asked.words[1]
    if not sought(asked.query):
        return "Inside a cable only words are found, not fields"
    return "Not in this text"


def _text_parts(page: CablePage, asked: Asked, parts: list[list[Stretch]]) -> tuple[Link, ...]:
    if len(parts) < 2:
        return ()
    return tuple(
        Link(f"Part {n}",
             urls.cable(page.cable.id, version=asked.version, part=n, query=printed(asked.query)),
             f"from page {part[0].piece.page}", n == asked.part)
        for n, part in enumerate(parts, 1)
    )  # fmt: skip


def _line_parts(page: CablePage, asked: Asked, view: str, starts: list[int]) -> tuple[Link, ...]:
    if len(starts) < 2:
        return ()
    return tuple(
        Link(f"Part {n}", urls.cable(page.cable.id, version=asked.version, view=view, part=n),
             f"from line {start:,}", n == asked.part)
        for n, start in enumerate(starts, 1)
    )  # fmt: skip


def _shown_version(page: CablePage, version: VersionRow) -> ShownVersion:
    return ShownVersion(
        version.number,
        urls.version(page.cable.id, version.number),
        wording.instant(version.made_at),
        version.made_by,
        version.note,
        tuple(wording.FACE.get(name, name.replace("_", " ")) for name in version.changed),
        version.core,
        version.sha256,
        version.number == page.current_version,
        version.number == page.version.number,
    )
