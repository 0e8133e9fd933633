"""The transmitted text: which lines are body, how they make paragraphs, how pages join."""

from __future__ import annotations

import hashlib
import re
from statistics import median

from app.telegram.edges import page_edges
from app.telegram.lines import Line, squeeze
from app.telegram.marks import is_debris
from app.telegram.passages import with_kinds
from app.telegram.reading import Join, PageJoin, Paragraph, Piece, Role, Span
from app.telegram.rules import Context
from app.telegram.workbench import Workbench

CONTEXTS = (
    Context("transmitted-text", Role.BODY, "FROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME.<<", "FROM PARIS<<\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nTEXT OF THE MESSAGE IS HERE."),
    Context("dirt", Role.STAMP, "NO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS\n:<<\nWOULD RESUME.", "NO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS\nWOULD RESUME.<<"),
    Context("beside-the-text", Role.STAMP, "35-31<<\nINCOMING TELEGRAM\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME.", "35-31\nINCOMING TELEGRAM<<\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US."),
)  # fmt: skip

_STOPPED = re.compile(r"[.?!:][\"')\]]{0,2}$|[\")]$")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,3}$")  # U.S. stops no sentence
_OWN_PAGES = (
    "cia-",
    "tdcs-",
    "message-wire",
)  # forms that cut their pages; an engine may shuffle their heads
_NUMBERED = re.compile(r"^(?:\(?([A-Z]|\d{1,2})[.)] ?)(?=\S|$)")
_OPENERS = re.compile(r"^(COMMENT|FYI|BEGIN (?:FYI|TEXT)|END (?:FYI|COMMENT))\b")
_ALPHABET = "bcdfghjkmnpqrstvwxz"


def settle(bench: Workbench) -> None:
    """Give every line that is still free a role: body inside the text, stamp beside it."""
    start = bench.body_start if bench.body_start is not None else len(bench.lines)
    end = bench.body_end if bench.body_end is not None else len(bench.lines)
    edges = page_edges(bench, start, end)
    for line in bench.lines:
        if not bench.free(line.index):
            continue
        if line.index in edges:
            bench.claim(line.index, *edges[line.index])
        elif not start <= line.index < end:
            bench.claim(line.index, Role.STAMP, "beside-the-text")
        elif is_debris(line):
            bench.claim(line.index, Role.STAMP, "dirt")
        else:
            bench.claim(line.index, Role.BODY, "transmitted-text")


def build(bench: Workbench) -> tuple[PageJoin, ...]:
    """Paragraphs and page joins from the body lines."""
    body = [line for line in bench.lines if bench.roles[line.index] is Role.BODY]
    long_lines = bool(body) and median(len(line.text) for line in body) > 120
    width = sorted(len(line.text) for line in body)[len(body) * 3 // 4] if body else 0
    spaced = _usual_gap(body)
    joins: list[PageJoin] = []
    groups: list[list[tuple[Line, Join]]] = []
    for line, before in zip(body, [None, *body], strict=False):
        how = Join.START
        if before is not None:
            crosses = _crosses(bench, before, line)
            how = _relation(before, line, crosses, long_lines, width, spaced)
            if crosses:
                kind = "paragraph" if how is Join.START else "mid-sentence"
                joins.append(PageJoin(before.number, line.number, kind))
        if how is Join.START:
            groups.append([])
        groups[-1].append((line, how))
    _paragraphs(bench, groups)
    return tuple(joins)


def _usual_gap(body: list[Line]) -> int:
    gaps = sorted(line.gap for line in body[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def _crosses(bench: Workbench, before: Line, line: Line) -> bool:
    """A page break, by the paper or by the telegram's own running head, lies between."""
    if bench.page_of[before.index] != bench.page_of[line.index]:
        return True
    if line.index == before.index + 1:
        return False
    between = range(before.index + 1, line.index)
    return any(
        bench.roles[at] is Role.RUNNING_HEAD and not bench.rules[at].startswith(_OWN_PAGES)
        for at in between
    )


def _relation(
    before: Line, line: Line, crosses: bool, long_lines: bool, width: int, spaced: int
) -> Join:
    """How a body line follows the one before: a new paragraph, a wrap, a page break, a hyphen."""
    stopped = bool(_STOPPED.search(_dotted(before.text[-4:]))) and not _INITIALS.search(
        before.text[-8:]
    )
    if crosses:
        return Join.START if stopped or _NUMBERED.match(_dotted(line.text[:8])) else Join.PAGE
    if (_NUMBERED.match(_dotted(line.text[:8])) and stopped) or _OPENERS.match(line.key):
        return Join.START
    if long_lines:
        return Join.START
    if line.gap > spaced and stopped:
        return Join.START
    if (
        stopped
        and before.text[-1] in '.?!"'
        and len(before.text) < width * 0.75
        and len(line.text) > width * 0.6
    ):
        return Join.START
    return Join.HYPHEN if _broken_word(before, line) else Join.WRAP


def _dotted(words: str) -> str:
    """A full stop that was read as a bullet is one."""
    return words.replace("•", ".")


def _broken_word(before: Line, line: Line) -> bool:
    """The line ends in a hyphen after a letter and the next goes on in the same case."""
    return (
        len(before.text) > 2
        and before.text[-1] == "-"
        and before.text[-2].isalpha()
        and line.text[0].isalpha()
    )


def _paragraphs(bench: Workbench, groups: list[list[tuple[Line, Join]]]) -> None:
    taken: dict[str, int] = {}
    for group in groups:
        pieces: list[Piece] = []
        for (line, how), (_, following) in zip(
            group, [*group[1:], (None, Join.START)], strict=True
        ):
            end = line.span.end - (1 if following is Join.HYPHEN else 0)
            start = line.span.start + bench.cut.get(line.index, 0)
            pieces.append(Piece(Span(start, end), how, bench.page_of[line.index]))
        first = group[0][0]
        number = _NUMBERED.match(first.key[:8])
        key = _key(" ".join(piece.span.of(bench.source_text) for piece in pieces), taken)
        bench.paragraphs.append(Paragraph(key, tuple(pieces), "text", number[1] if number else ""))
    bench.paragraphs = with_kinds(bench.paragraphs, bench.source_text)


def _key(words: str, taken: dict[str, int]) -> str:
    """Four letters from the paragraph's own words, so that the key survives a change elsewhere.

    A text has more of them where it has so many paragraphs that four would not do.
    """
    folded = squeeze(words.casefold())
    letters = 4 if len(taken) < 20_000 else 12
    turn = taken.get(folded, 0)
    while True:
        digest = hashlib.sha256(f"{turn}:{folded}".encode("utf-8", "surrogatepass")).digest()
        key = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:letters])
        turn += 1
        if "#" + key not in taken:
            taken["#" + key] = 1
            taken[folded] = turn
            return key
