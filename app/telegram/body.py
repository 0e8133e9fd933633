"""The transmitted text: which lines are body, how they make paragraphs, how pages join."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import NamedTuple

from app.telegram.edges import Claim, page_edges
from app.telegram.folding import squeeze
from app.telegram.lines import Line
from app.telegram.marks import is_debris
from app.telegram.passages import with_kinds
from app.telegram.reading import Join, PageJoin, Paragraph, Piece, Role, Span
from app.telegram.rules import Context
from app.telegram.workbench import Workbench

CONTEXTS = (
    Context("transmitted-text", Role.BODY, "FROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME.<<", "FROM PARIS<<\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\nTEXT OF THE MESSAGE IS HERE."),
    Context("dirt", Role.STAMP, "NO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS\n:<<\nWOULD RESUME.", "NO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS\nWOULD RESUME.<<"),
    Context("scrap-among-capitals", Role.STAMP, "NO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS ON THE PORT\ngy<<\nWOULD RESUME, AND THAT HE WOULD TAKE PART IN THEM HIMSELF.\nHE ASKED THAT NOTHING BE SAID TO THE PRESS BEFORE THE MEETING.", "NO: 12, MAY 5, 4 PM\nMinister told us today that talks on the port would be\nheld<<\nin May, and that he would take part in them himself.\nHe asked that nothing be said to the press before the meeting."),
    Context("lone-paragraph-number", Role.BODY, "NO: 12, MAY 5, 4 PM\n1. MINISTER TOLD US TODAY THAT TALKS WOULD RESUME.\n2.<<\nHE LEFT FOR BONN ON THE EVENING TRAIN.", "NO: 12, MAY 5, 4 PM\n1. MINISTER TOLD US TODAY THAT TALKS WOULD RESUME.\n7.<<\nHE LEFT FOR BONN ON THE EVENING TRAIN."),
    Context("text-outside", Role.BODY, "END OF MESSAGE\nMINISTER TOLD US TODAY THAT THE TALKS WOULD RESUME SOON.<<\nHE ASKED THAT NOTHING BE SAID TO THE PRESS BEFORE MAY.\nHE WILL TRAVEL TO LONDON ON THE NINTH TO SEE THE QUEEN.\nHE WILL STAY THERE FOR FIVE DAYS AND RETURN TO BONN.\nNO: 12, MAY 5, 4 PM\nHE LEFT.", "END OF MESSAGE\nMINISTER TOLD US TODAY THAT THE TALKS WOULD RESUME SOON.<<\nNO: 12, MAY 5, 4 PM\nHE LEFT."),
    Context("beside-the-text", Role.STAMP, "35-31<<\nINCOMING TELEGRAM\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME.", "35-31\nINCOMING TELEGRAM<<\nNO: 12, MAY 5, 4 PM\nMINISTER TOLD US."),
)  # fmt: skip

_STOPPED = re.compile(r"[.?!:][\"')\]]{0,2}$|[\")]$")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,3}$")  # U.S. stops no sentence
_OWN_PAGES = (
    "cia-",
    "tdcs-",
    "message-wire",
)  # forms that cut their pages; an engine may shuffle their heads
_NUMBERED = re.compile(r"^(?:\(?([A-Z]|\d{1,2})[.)](?!\d) ?)(?=\S|$)")
_OPENS = re.compile(
    r"(?:COMMENT|FYI|BEGIN (?:FYI|TEXT)|END (?:FYI|COMMENT))\b"
    r"|(?P<headed>[ZOPRY](?: [ZOPRY])? \d{6}Z|\d{6}Z [A-Z]{3} \d\d)"  # a telegram's own hour
)
_QUOTES = re.compile(r"(?<!UN)\b(?:QUOTE|QTE|TEXT)\W{0,2}$")
_COUNTED = re.compile(r"^\(?(\d{1,2})[.)](?:\s|$)")
_RUN = 200  # signs of lines in a row that are text wherever they stand
_FULL = 40  # signs of such a line
_FEW = 4  # letters of a scrap
_ENOUGH = 80  # capitals by which a text is known to be set in them
_JOINS = re.compile(r" (?:THE|OF|TO|IN|AND|THAT|WITH|FOR|WAS|BE|ON|BY|AT|FROM) ")
_NOTES = ("cia-comment",)  # what an office wrote below the message: text, but not of it
_ALPHABET = "bcdfghjkmnpqrstvwxz"
_LETTER_OF = bytes(ord(_ALPHABET[byte % len(_ALPHABET)]) for byte in range(256))
_OTHER_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


def settle(bench: Workbench) -> None:
    """Give every line that is still free a role: body inside the text, stamp beside it."""
    start = bench.body_start if bench.body_start is not None else len(bench.lines)
    end = bench.body_end if bench.body_end is not None else len(bench.lines)
    free = [line for line, role in zip(bench.lines, bench.roles, strict=True) if role is None]
    inside: list[Line] = []
    beside: list[Line] = []
    for line in free:
        (inside if start <= line.index < end else beside).append(line)
    # what is told later of a line goes before what is told first
    claims: dict[int, Claim] = {line.index: _DIRT for line in inside if is_debris(line)}
    claims |= dict.fromkeys(_scraps(inside), _SCRAP)
    claims |= dict.fromkeys(_lone_numbers(inside), _NUMBER_ALONE)
    claims |= {line.index: _BESIDE for line in beside}
    claims |= dict.fromkeys(_text_outside(bench, beside), _OUTSIDE)
    claims |= page_edges(bench, free, start, end)
    for line in free:
        bench.roles[line.index], bench.rules[line.index] = claims.get(line.index, _TEXT)
    bench.body = [
        line for line, role in zip(bench.lines, bench.roles, strict=True) if role is Role.BODY
    ]


_TEXT = Role.BODY, "transmitted-text"
_DIRT = Role.STAMP, "dirt"
_SCRAP = Role.STAMP, "scrap-among-capitals"
_BESIDE = Role.STAMP, "beside-the-text"
_OUTSIDE = Role.BODY, "text-outside"
_NUMBER_ALONE = Role.BODY, "lone-paragraph-number"


def _scraps(inside: list[Line]) -> set[int]:
    """Lines of a few small letters in a text that is set in capitals: handwriting, a worn stamp."""
    few = (line for line in inside if len(line.bare) <= _FEW and line.text.islower())
    found = {line.index for line in few if line.bare.isalpha()}
    if not found:
        return found
    text = "".join([line.text for line in inside])
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return found if capitals >= _ENOUGH and small * 8 < capitals else set()


def _lone_numbers(free: list[Line]) -> set[int]:
    """Numbers alone on their lines that go on with the count of the paragraphs above."""
    last, found = 0, set()
    for line in free:
        if line.key[0] not in "(0123456789":
            continue
        shown = _COUNTED.match(_dotted(line.key[:6]))
        if shown is None or not last < int(shown[1]) <= last + 2:
            continue
        if is_debris(line) and int(shown[1]) == last + 1:
            found.add(line.index)
        last = int(shown[1])
    return found


def _text_outside(bench: Workbench, beside: list[Line]) -> set[int]:
    """Lines in a row that the form's reader left before or behind the text, and are text.

    So a telegram whose first section has lost its heading reads up to that of its second.
    """
    outside = [line for line in beside if line.index >= bench.cover_end]
    if sum([len(line.text) for line in outside]) < _RUN:  # as in nearly every telegram
        return set()
    found: set[int] = set()
    run: list[Line] = []
    for line in outside:
        if run and run[-1].index + 1 != line.index:
            found.update(_if_text(run))
            run = []
        run.append(line)
    return found | _if_text(run)


def _if_text(run: list[Line]) -> set[int]:
    """All lines of a run whose signs are for the most part those of lines of text."""
    text = sum(len(line.text) for line in run if _reads_as_text(line))
    enough = text >= _RUN and text * 10 > 6 * sum(len(line.text) for line in run)
    return {line.index for line in run} if enough else set()


def _reads_as_text(line: Line) -> bool:
    """A line of some length, set in capitals, with a word that joins others."""
    small = sum(map(str.islower, line.text))
    return len(line.text) >= _FULL and small * 8 < len(line.bare) and bool(_JOINS.search(line.key))


def build(bench: Workbench) -> tuple[PageJoin, ...]:
    """Paragraphs and page joins from the body lines."""
    form = _form(bench.body)
    joins: list[PageJoin] = []
    hows = [Join.START]
    page_of, rules = bench.page_of, bench.rules
    for before, line in pairwise(bench.body):
        at, above = line.index, before.index
        together = at == above + 1 and page_of[at] == page_of[above] and rules[at] == rules[above]
        if together and _only_goes_on(before, line, form):  # as three lines of four do
            hows.append(Join.WRAP)
        else:
            hows.append(_joined(bench, before, line, form, joins))
    if bench.body:
        _paragraphs(bench, hows)
    return tuple(joins)


def _joined(bench: Workbench, before: Line, line: Line, form: _Form, joins: list[PageJoin]) -> Join:
    """How a body line follows the one before it; a page break between them is noted."""
    crosses = _crosses(bench, before, line)
    noted = (bench.rules[line.index] in _NOTES) != (bench.rules[before.index] in _NOTES)
    apart = noted or (crosses and _astray(bench, before, line))
    how = Join.START if apart else _relation(before, line, crosses, form)
    if crosses:
        kind = "paragraph" if how is Join.START else "mid-sentence"
        joins.append(PageJoin(before.number, line.number, kind))
    return how


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


def _astray(bench: Workbench, before: Line, line: Line) -> bool:
    """The pages' own numbers do not follow one another: what runs on is not here."""
    number = bench.page_of[line.index]
    above, sheet = bench.sheets[number - 2], bench.sheets[number - 1]
    if bench.page_of[before.index] != number - 1 or not (sheet.running_head and sheet.printed):
        return False
    if above.running_head is None:
        return number == 2 and sheet.printed > 2
    return above.printed is not None and sheet.printed != above.printed + 1


class _Form(NamedTuple):
    """How the paragraphs of a text are told apart."""

    long_lines: bool  # each line is a paragraph
    width: int  # of a full line
    spaced: int  # blank lines between most lines
    counted: frozenset[int]  # lines that go on with the count of the paragraphs
    numbered: bool  # paragraphs begin with their numbers and nowhere else


_NUMBERS = 3  # numbers in their order from which a text is numbered


def _form(body: list[Line]) -> _Form:
    lengths = sorted([len(line.text) for line in body]) or [0]
    gaps = sorted([line.gap for line in body[1:]]) or [0]
    half = len(lengths) // 2
    counted = _counted(body)
    return _Form(
        long_lines=lengths[half] + lengths[~half] > 2 * 120,  # the median, twice
        width=lengths[len(lengths) * 3 // 4],
        spaced=gaps[len(gaps) // 2],
        counted=counted | _lettered(body),
        # where paragraphs are numbered, a blank line parts nothing that the numbers do not
        numbered=len(counted) >= _NUMBERS,
    )


def _counted(body: list[Line]) -> frozenset[int]:
    """Lines that open with the next number of the count, from 1 on."""
    last, found = 0, set()
    for line in body:
        if not line.text[0].isdigit() and line.text[0] != "(":
            continue
        shown = _COUNTED.match(_dotted(line.key[:6]))
        if shown and int(shown[1]) in (last + 1, 1):
            last = int(shown[1])
            found.add(line.index)
    return frozenset(found)


_ITEM = re.compile(r"^\(?([A-Z])[.)] {1,2}(?=[A-Z]{2})")
_ITEMS = 3  # letters in their order from which they count items and are no initials


def _lettered(body: list[Line]) -> frozenset[int]:
    """Lines that open with the next letter of a list, from A on."""
    found: list[int] = []
    run: list[int] = []
    for line in body:
        shown = _ITEM.match(line.key) if line.key[1:2] in ".)" or line.key[0] == "(" else None
        if shown is None:
            continue
        turn = ord(shown[1]) - ord("A")
        if turn == 0 and len(run) >= _ITEMS:
            found += run
        if turn == 0:
            run = []
        if turn == len(run):
            run.append(line.index)
    return frozenset(found + run if len(run) >= _ITEMS else found)


_NEVER_LAST = frozenset(".?!:\"')]•-")  # signs at the end of a line that may part it from the next
_NEVER_FIRST = frozenset("ADGHIJKLMNQSTUVWX")  # letters with which no word begins that parts lines


def _only_goes_on(before: Line, line: Line, form: _Form) -> bool:
    """What `_relation` would find a wrap, told by the signs where the two lines meet.

    Not every wrap is told so; but what is told so is one.
    """
    return (
        before.text[-1] not in _NEVER_LAST
        and (line.key[0] in _NEVER_FIRST or not _OPENS.match(line.key))
        and line.index not in form.counted
        and not form.long_lines
    )


def _relation(before: Line, line: Line, crosses: bool, form: _Form) -> Join:
    """How a body line follows the one before: a new paragraph, a wrap, a page break, a hyphen."""
    head, foot = _dotted(line.text[:8]), _dotted(before.text[-4:])
    if len(before.text) <= 4 and _ALONE.match(_dotted(before.text)) and not crosses:
        return Join.WRAP  # its number stands alone above
    stopped = bool(_STOPPED.search(foot)) and not _INITIALS.search(before.text[-8:])
    goes_on = line.index in form.counted and len(line.text) >= _ENTRY
    if crosses:
        return Join.START if stopped or goes_on or _NUMBERED.match(head) else Join.PAGE
    if goes_on or (stopped and _NUMBERED.match(head)):
        return Join.START
    opens = _OPENS.match(line.key)
    if opens and (opens.lastgroup != "headed" or _QUOTES.search(before.key[-12:])):
        return Join.START
    if form.long_lines or (not form.numbered and _parted(before, line, stopped, form)):
        return Join.START
    return Join.HYPHEN if _broken_word(before, line) else Join.WRAP


_ALONE = re.compile(r"^\(?(?:\d{1,2}|[A-H])[.)]$")
_ENTRY = 20  # signs of a line that opens a paragraph though the one above has not come to a stop


def _parted(before: Line, line: Line, stopped: bool, form: _Form) -> bool:
    """A blank line, or a short line that stops above a full one."""
    if not stopped:
        return False
    short = len(before.text) < form.width * 0.75 and len(line.text) > form.width * 0.6
    return line.gap > form.spaced or (before.text[-1] in '.?!"' and short)


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


def _paragraphs(bench: Workbench, hows: list[Join]) -> None:
    """Add the paragraphs, cut where a line is joined in no way to the one above it."""
    taken: dict[str | bytes, int] = {}
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    starts = [at for at, how in enumerate(hows) if how is Join.START]
    for first, after in pairwise([*starts, len(hows)]):
        lines, joins = bench.body[first:after], hows[first:after]
        spans = [line.span for line in lines]
        text = " ".join([line.text for line in lines])
        if bench.cut or Join.HYPHEN in joins:
            spans = [
                _trimmed(bench, *row) for row in zip(lines, [*joins[1:], Join.START], strict=True)
            ]
            text = " ".join([span.of(bench.source_text) for span in spans])
        pages = [bench.page_of[line.index] for line in lines]
        number = _NUMBERED.match(lines[0].key[:8])
        kind = "note" if bench.rules[lines[0].index] in _NOTES else "text"
        pieces = tuple(map(Piece, spans, joins, pages))
        paragraphs.append(Paragraph(_key(text, taken), pieces, kind, number[1] if number else ""))
        texts.append(text)
    bench.paragraphs, bench.passages = with_kinds(paragraphs, texts)


def _trimmed(bench: Workbench, line: Line, following: Join) -> Span:
    """A line's span without signs at its head that are not of the text, and a dropped hyphen."""
    start = line.span.start + bench.cut.get(line.index, 0)
    return Span(start, line.span.end - (following is Join.HYPHEN))


def _key(words: str, taken: dict[str | bytes, int]) -> str:
    """Four letters from the paragraph's own words, so that the key survives a change elsewhere.

    A text has more of them where it has so many paragraphs that four would not do.
    """
    folded = _own_signs(words.casefold())
    letters = 4 if len(taken) < 20_000 else 12
    turn = taken.get(folded, 0)
    while True:
        digest = hashlib.sha256(b"%d:%b" % (turn, folded)).digest()
        key = digest[:letters].translate(_LETTER_OF).decode("ascii")
        turn += 1
        if key not in taken:
            taken[key] = 1
            taken[folded] = turn
            return key


def _own_signs(folded: str) -> bytes:
    """The letters and digits of a text, which bytes give up many times as fast as signs do."""
    if folded.isascii():
        return folded.encode("ascii").translate(None, _OTHER_SIGNS)
    return squeeze(folded).encode("utf-8", "surrogatepass")
