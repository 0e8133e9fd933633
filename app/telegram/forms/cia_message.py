"""CIA, CLASSIFIED MESSAGE, incoming and outgoing, 1955 to the print-outs of the 1990s."""

from __future__ import annotations

import re

from app.telegram.folding import digits
from app.telegram.forms import (
    cia_after,
    cia_beside,
    cia_boxes,
    cia_cite,
    cia_head,
    cia_lines,
    cia_named,
    cia_pages,
    cia_review,
    cia_words,
)
from app.telegram.forms.cia_after import COMMENT, ENDS, claim_after, comments
from app.telegram.forms.cia_lines import Head
from app.telegram.forms.cia_refs import is_lettered
from app.telegram.forms.cia_settle import settle_head
from app.telegram.forms.form import Evidence
from app.telegram.forms.several import read_parts, top_of
from app.telegram.forms.signs import LOOKED_AT, Sign, weigh
from app.telegram.lines import Line
from app.telegram.reading import Family, Role
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

INTEL = rule("cia-intel", Role.HEADER, r"^\W{0,3}[I1L]NTEL\b(?! [A-Z]+\.? [A-Z]+ [A-Z]).{0,36}$", "INTEL 05, 08", "INTEL ACTIVITY. SUBJECT PICKED UP 12 OCT")  # fmt: skip
REPORTS = rule("cia-report-caption", Role.BODY, r"^\W{0,3}(?:SUP[DO0]?[DO0]ATA\b|D[O0]?[AI] {1,2}\d{1,2} [A-Z]{3}|APPR ?[:;]|S[O0]URCE ?[:;]|PADA ?[:;]|UFG ?[:;]|F[I1]LED \d{6})", "SUPDATA: SOURCE AT THE PORT", "SOURCES SAY")  # fmt: skip
SERIAL = rule("cia-serial", Role.STAMP, r"^\W{0,2}1?[34] ?[-.] ?[0OA]{4,5}\W{0,4}$|^\d{2}-\d{1,2}$|^\(?1?1\d\d-1\d{4}-1\d{3,4}[\W]{0,3}$", "14-00000", "14-10 WAS THE VOTE")  # fmt: skip
OUT_NUMBER = rule("cia-out-number", Role.HEADER, r"^\W{0,2}[O0]UT ?[-. ] ?\d{5}\W{0,2}$", "OUT 43210", "OUT 43210 WAS SENT")  # fmt: skip
CLASSIFIER = rule("cia-classified-by", Role.MARKING, r"^\W{0,3}(?:E ?2\W{0,2} ?[I1]MPDET\W{1,3})?CL ?BY\W{1,3}\d{5,6}\W{0,3}$", "CL BY 012345", "CL BY THE GATE")  # fmt: skip
_KNOWN = 8  # points of another form that a few badly read printed words would not outweigh
_PLAIN = 12  # points of plain signs that need no badly read ones beside them
_FIRST = 44  # signs of a first numbered line that is text, however little stands above it
_RUN = 4  # lines of text in a row that no header, and no comment below a foot, has
_SIGNS = (
    Sign("cia-classified-message", 4, r"\b[CL]?LASSIF[I1L]ED\.? {1,3}MESSA[GC]E|^AGENCY MESSAGE"),
    Sign("cia-cite", 2, r"\bC[I1]TE:? {1,3}(?:[A-Z]{3,6}|[A-Z /]{4,16}) {1,2}\d{3,6}|\bC[I1]TE D[I1]R\b", "CITE|C1TE"),
    Sign("cia-cites-a-code", 3, r"\bC[I1]TE[: ]{1,3}[\[(]?[A-Z/]{3,12}\b.{0,16}$", "CITE|C1TE"),
    Sign("cia-info-and-cite", 3, r"\bINF[O0] [A-Z]{4}\b.{0,30}\bC[I1]TE\b", "CITE|C1TE"),
    Sign("cia-in-number", 1, r"\bIN ?-? ?\d{5}\b"),
    Sign("cia-offices", 2, r"\bC/[A-Z]{2,4} {1,2}\d\b|\bD/DCI\b|\bCI/OPS\b|\bS/C \d", "C/|/DCI|/OPS|S/C"),
    Sign("cia-tor", 4, r"(?<![A-Z])TO[RT] ?: ?\d{6}", "TOR:|TOR :|TOT:|TOT :"),
    Sign("cia-print-out", 3, r"MHFNO ?:|^SLUGS ?:"),
    Sign("cia-boxes", 3, r"^SIGNAL CENTER USE|SECRETARIAT D[I1]SSEM|PERSON/UNIT NOT"),
    Sign("cia-director-number", 3, r"\bSTAFF\b.{0,4}\d{6}|\bDIRECTOR {1,3}\d{5,6}\b"),
    Sign("cia-reference-number", 2, r"\((?:IN|OUT)[ -]{1,2}\d{4,6}\)"),
    Sign("cia-to-director", 2, r"^\W{0,3}T[O0] ?\W{0,4} DIRECTOR\b"),
    Sign("cia-from-director", 2, r"^\W{0,3}FROM ?\W{0,4} ?DIRECTOR\b"),
    Sign("cia-codes", 2, r"^\W{0,3}(?:PRITY |PRIORITY |OPIM )?D[I1]R INFO\b|\bINFO (?:DIR|WAVE|MEXI|ROME|PARI|BELL)\b"),
    Sign("cia-impdet", 2, r"\bE ?2,? ?IMPDET|\bCL BY\b"),
    Sign("cia-outgoing-boxes", 1, r"^\W{0,3}ORIG ?[:;&]"),
    Sign("cia-outgoing-conf", 1, r"^\W{0,3}CONF ?[:;.&]"),
)  # fmt: skip
_PRINTED_WORTH = {
    "cia-heading": 3, "cia-foot": 3, "cia-end-of-message": 1, "cia-comment": 2, "cia-use-stamp": 1,
    "cia-officers": 2, "cia-boxes": 1, "form-heading": 2, "form-reproduction": 2,
}  # fmt: skip


_HEAD = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\n"
_CITED = "DIR CITE PARI 1234\n"
_TEXT = "1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\n"
CONTEXTS = (
    Context("cia-slug", Role.HEADER, f"{_HEAD}{_CITED}ABLAZE BUTTON<<\n{_TEXT}", f"{_HEAD}{_CITED}{_TEXT}ABLAZE BUTTON<<\n"),
    Context("cia-office-list", Role.HEADER, f"{_HEAD}DDP, CI, CI/OPS, S/C 2<<\n{_CITED}{_TEXT}", f"{_HEAD}{_CITED}{_TEXT}HE BROUGHT PAPERS, MAPS, PENS AND INK<<\n"),
)  # fmt: skip


class CiaMessage:
    """ROUTING boxes, DATE TO FROM ACTION INFO, the citing line, slugs, references, text."""

    family = Family.CIA_MESSAGE
    rules: tuple[Rule, ...] = (
        *cia_lines.RULES,
        *cia_cite.RULES,
        *cia_words.PHRASES,
        *cia_review.RULES,
        *cia_boxes.RULES,
        COMMENT,
        INTEL,
        REPORTS,
        SERIAL,
        OUT_NUMBER,
        CLASSIFIER,
        cia_pages.LABEL,
        cia_pages.CONTINUED,
    )
    contexts: tuple[Context, ...] = (
        *CONTEXTS,
        *cia_cite.CONTEXTS,
        *cia_beside.CONTEXTS,
        *cia_named.CONTEXTS,
        *cia_boxes.CONTEXTS,
        *cia_after.CONTEXTS,
        *cia_pages.CONTEXTS,
    )

    def evidence(self, bench: Workbench) -> Evidence:
        """Heading, citing line, offices, printed foot."""
        signs = weigh(bench, _SIGNS)
        if signs.weight >= _PLAIN or (bench.known >= _KNOWN and signs.weight * 2 < bench.known):
            return signs
        found = dict.fromkeys(signs.reasons)
        points = signs.weight
        lines = bench.lines[bench.cover_end : bench.cover_end + LOOKED_AT]
        for name in dict.fromkeys(name for line in lines if (name := _printed(bench, line))):
            if name not in found:
                found[name] = None
                points += _PRINTED_WORTH.get(name, 0)
        return Evidence(points, tuple(found))

    def read(self, bench: Workbench) -> None:
        """Each message of the text: header, text, comments, what stands beside them on every page."""
        claim_printed(bench)
        cia_pages.cut_pages(bench)
        starts = _later(bench)
        filed = bench.fields.get("file_number")
        if starts and filed and filed.spans[0].start >= bench.lines[starts[0]].span.start:
            del bench.fields["file_number"]  # it was met on a further message's copy
        read_parts(bench, starts, _read_one)


def _read_one(bench: Workbench) -> None:
    head = Head(cia_words.names_of(bench.lexicon))
    head.outgoing = _is_outgoing(bench)
    start = _header(bench, head)
    end = _text_end(bench, start)
    claim_after(bench, head, end)
    cia_cite.find_later_cite(bench, head)
    cia_pages.claim_inside(bench, head, start, end)
    cia_beside.claim_beside(
        bench, start, outgoing=head.outgoing, cable=head.cable[0] if head.cable else ""
    )
    settle_head(bench, head, start)
    cia_review.find_events(bench)
    _classification(bench)
    bench.body_start = start
    bench.body_end = end


def _printed(bench: Workbench, line: Line) -> str:
    """The rule of the printed words a line is, of those that speak for this form."""
    if bench.rules[line.index] in _PRINTED_WORTH:
        heading = bench.rules[line.index] != "form-heading" or "MESSAGE" in line.key
        return bench.rules[line.index] if heading else ""
    if line.long or not bench.free(line.index):
        return ""
    if comments(line, 10):
        return "cia-comment"
    found = cia_words.phrase(line)
    return found.name if found else ""


def claim_printed(bench: Workbench) -> None:
    """Claim printed phrases, serials and continuation heads on every page of the record."""
    for line in bench.lines[bench.cover_end :]:
        filed = cia_lines.FILE_NUMBER.match(line) if len(line.text) <= _FILED else None
        if filed and bench.roles[line.index] in (None, Role.STAMP):
            bench.reclaim(line.index, Role.HEADER, "cia-file-number")
            value = "201-" + filed[1].replace(" ", "")
            bench.add("file_number", value, [line.part(*filed.span())], "cia-file-number")
        free = bench.roles[line.index] is None
        if free and cia_review.claim(bench, line):
            continue
        if line.bare == "CONF" and line.index in bench.kinds:
            del bench.kinds[line.index]
            bench.reclaim(line.index, Role.HEADER, "cia-label-conf")
        if bench.rules[line.index] == "form-number" or not _open(bench, line):
            continue
        found = cia_words.phrase(line)
        if found:
            bench.reclaim(line.index, found.role, found.name)
        elif not free or cia_boxes.claim(bench, line):
            continue
        elif (told := _stands_alone(line)) is not None:
            bench.claim(line.index, told.role, told.name)


_FILED = 32  # signs of a file's number that stands alone, at most
_ALONE = 40  # and of a number, a serial or who classified the message


def _stands_alone(line: Line) -> Rule | None:
    """What is known by its own words where nothing else stands beside them."""
    for each in (OUT_NUMBER, CLASSIFIER, SERIAL) if len(line.text) <= _ALONE else ():
        if each.match(line):
            return each
    return cia_pages.CONTINUED if cia_pages.CONTINUED.match(line) else None


def _open(bench: Workbench, line: Line) -> bool:
    role = bench.roles[line.index]
    known = role is None or role is Role.FORM_TEXT or bench.rules[line.index] in _PRINTED_TOO
    return known and not line.long


_PRINTED_TOO = ("advance-copy-note",)  # a note of the desk on State's paper, a box on this


def _is_outgoing(bench: Workbench) -> bool:
    """Officers release and authenticate outgoing messages only, which have their own heading."""
    if "cia-officers" in bench.rules[bench.cover_end :]:
        return True
    below = [line.key for line in bench.lines[bench.cover_end :]]
    together = "\n".join(below)
    if not any(letters in together for letters in _OUTGOING_LETTERS):
        return False
    return any(_OUTGOING.search(key) for key in below)


_OUTGOING = re.compile(
    r"^\W{0,3}(?:OUTG[O0][I1]NG(?: MES|\W{0,3}$)|MESSAGE FORM)|SECRETARIAT DISS|(?:RELEAS|AUTHENTICAT|COORDINAT)ING OFF"
)


_OUTGOING_LETTERS = ("OUTG", "MESSAGE FORM", "SECRETARIAT DISS", "ASING OFF", "ATING OFF")


def _header(bench: Workbench, head: Head) -> int:
    """Read header lines from the top; the index at which the text begins."""
    lines = bench.lines
    first = bench.cover_end
    last = bench.sheets[_first_sheet(bench)].last + 1 if bench.sheets else len(lines)
    stop = min(last, first + 110)
    anchor = cia_cite.find_cite(bench, head, first, stop)
    early = anchor if head.cited or head.cited_to else None  # a number alone tells no end
    run = _run_of_text(bench, first, stop)
    head.outgoing = head.outgoing or bool(head.cited and head.cited[0] in ("DIR", "DIRECTOR"))
    ended = (at for at in range(first, stop) if bench.rules[at] in ENDS)
    stop = min(stop, next(ended, stop))
    if anchor is not None and _below_an_end(bench, first, anchor):
        early = None
    if early is not None and run is not None and run < early:
        early = None
    for line in lines[first:stop]:
        at = line.index
        past = early is None or at > early
        if not bench.free(at):
            if bench.rules[at] == "cia-distribution-boxes" and "UNIT" in line.key:
                head.waiting += [] if "ACTION" in head.waiting else ["ACTION"]
            continue
        ready = early is not None or head.seen >= 2 or at > first + 25 or at == run
        ready = ready or (len(line.text) >= _FIRST and cia_lines.is_prose_number(line))
        if at - 1 == early and cia_head.names_below(bench, head, line):
            continue
        if _slugs_above_reference(bench, line):
            bench.claim(at, Role.HEADER, "cia-slug")
            continue
        named = head.last == "SUBJECT" and "subject" not in bench.fields  # its words are awaited
        if (
            past
            and ready
            and not named
            and (_opens_text(line) or (early is not None and REPORTS.match(line)))
        ):
            return at
        if line.long:
            if past:
                return at
            continue
        if (early is not None or bench.roles[at - 1] is Role.HEADER) and past and INTEL.match(line):
            bench.claim(at, INTEL.role, INTEL.name)
            continue
        if cia_head.read_line(bench, head, line):
            continue
        cited = past and early is not None
        if _is_slug(line) and (cited or _before_reference(bench, head, at)):
            bench.claim(at, Role.HEADER, "cia-slug")
            cia_head.captions(bench, line)
    whole = stop < last and bench.rules[stop] not in ENDS
    return stop if whole else _fallback(bench, first, stop, early)


def _below_an_end(bench: Workbench, first: int, anchor: int) -> bool:
    """A text has ended above the citing line; forms from 1966 print their foot at the top too."""
    prose = False
    if not any(name in ENDS or name == "cia-foot" for name in bench.rules[first + 13 : anchor]):
        return False
    for line in bench.lines[first:anchor]:
        name = bench.rules[line.index]
        ended = name in ENDS or (name == "cia-foot" and prose)
        if ended and line.index > first + 12:
            return True
        prose = prose or (bench.free(line.index) and _opens_text(line))
    return False


def _run_of_text(bench: Workbench, first: int, stop: int) -> int | None:
    """Where four lines of text in a row begin: no header is so, whatever else is lost."""
    at: int | None = None
    met = 0
    for line in bench.lines[first:stop]:
        if not bench.free(line.index) or len(line.text) < 12:
            continue
        if not _opens_text(line) or line.long:
            at, met = None, 0
            continue
        at = line.index if at is None else at
        met += 1
        if met == _RUN:
            return at
    return None


def _before_reference(bench: Workbench, head: Head, at: int) -> bool:
    """Between the addressees and the reference stand the slugs."""
    following = bench.lines[at + 1] if at + 1 < len(bench.lines) else None
    return head.last in ("TO", "INFO") and bool(following and cia_lines.REFS.match(following))


def _slugs_above_reference(bench: Workbench, line: Line) -> bool:
    """Six words and more in capitals that join to no sentence, right above the reference."""
    following = bench.lines[line.index + 1] if line.index + 1 < len(bench.lines) else None
    if following is None or not cia_lines.REFS.match(following):
        return False
    words = line.text.split()
    plain = 5 < len(words) < 10 and all(word.isalpha() and word.isupper() for word in words)
    return plain and cia_lines.JOINING.isdisjoint(words)


def _opens_text(line: Line) -> bool:
    if not cia_lines.is_prose(line):
        return False
    # a teletype has capitals only
    small = 0 if line.text.isupper() else sum(map(str.islower, line.text))
    if small * 2 >= len(line.bare) or is_lettered(line):
        return False
    return not cia_lines.is_label(line) or cia_lines.is_prose_number(line)


def _first_sheet(bench: Workbench) -> int:
    """The sheet on which the record begins: the first behind the cover with lines to speak of."""
    for number, sheet in enumerate(bench.sheets):
        if sheet.first >= bench.cover_end and sheet.last - sheet.first >= 5:
            return number
    return max(0, len(bench.sheets) - 1)


def _fallback(bench: Workbench, first: int, last: int, anchor: int | None) -> int:
    """No prose was met: the text begins behind the last header line."""
    claimed = [at for at in range(first, last) if bench.roles[at] is Role.HEADER]
    last_read = anchor if anchor is not None else claimed[-1] if claimed else first
    return min(last_read + 1, len(bench.lines))


def _is_slug(line: Line) -> bool:
    """Cryptonyms above the text: up to five words in capitals and nothing that makes a sentence."""
    words = line.text.split()
    return (
        1 <= len(words) <= 5
        and len(line.text) <= 48
        and len(line.bare) >= 5
        and line.text[0] not in "[("
        and sum(map(str.isupper, line.text)) >= len(line.bare) * (0.5 if _coded(words) else 0.7)
        and not line.text.rstrip().endswith((".", "-"))
    )


def _coded(words: list[str]) -> bool:
    """The first of two words is a cryptonym beyond doubt, though the other is badly read."""
    return len(words) == 2 and len(words[0]) >= 5 and words[0].isalpha() and words[0].isupper()


def _text_end(bench: Workbench, start: int) -> int:
    """The index behind the text: its end mark, else the printed foot of the last page."""
    ends = (at for at in range(start, len(bench.lines)) if bench.rules[at] in ENDS)
    end = next(ends, len(bench.lines))
    if end < len(bench.lines):
        return end
    commented = (line.index for line in bench.lines[start:] if comments(line, 14))
    if (comment := next(commented, None)) is not None:
        return comment
    below = (line for line in reversed(bench.lines[start:]) if bench.free(line.index))
    last = next((line.index for line in below if cia_lines.is_prose(line)), start)
    for line in bench.lines[last + 1 :]:
        labelled = cia_words.label(line)
        originator = labelled and labelled[0] in ("ORIG", "UNIT", "EXT", "DATE")
        if (originator and len(line.text) < 40) or bench.rules[line.index] == "cia-officers":
            return line.index
    return end


def _later(bench: Workbench) -> list[int]:
    """Where further messages begin.

    `PAGE 01` has another IN number than the one before, or below the form's heading the citing
    line has another number; a page that goes on repeats its own, which may be misread.
    """
    starts: list[int] = []
    own = {"IN": "", "CITE": ""}
    heading = -_HEADED
    for line in bench.lines[bench.cover_end :]:
        if bench.rules[line.index] == "cia-heading":
            heading = line.index
        kind, number = _numbered(line, headed=line.index - heading <= _HEADED)
        if not number:
            continue
        above = max([bench.cover_end, *starts])
        if own[kind] and _other(number, own[kind]) and line.index > above + _LEAST:
            starts.append(top_of(bench, heading if kind == "CITE" else line.index, above))
        own[kind] = number
    return starts


def _numbered(line: Line, *, headed: bool) -> tuple[str, str]:
    """The number that tells a first page's message, and its kind; empty where there is none."""
    if "IN" in line.key and cia_lines.PAGE_IN.match(line):
        found = cia_lines.IN_NUMBER.match(line)
        return "IN", digits(found[1]) if found else ""
    cited = _CITED_AGAIN.search(line.key) if headed and "TE" in line.key else None
    return "CITE", digits(cited[1]) if cited else ""


def _other(number: str, own: str) -> bool:
    """Another number, and not the same with a figure or two misread."""
    if abs(len(number) - len(own)) > 1:
        return True
    return sum(a != b for a, b in zip(number, own, strict=False)) >= _FIGURES


_CITED_AGAIN = re.compile(r"(?<![A-Z])C[I1L]TE[: ]{1,3}[A-Z]{3,12}[: ]{1,3}(\d{4,6})\b")
_FIGURES = 3  # in which two numbers differ
_HEADED = 30  # lines below the form's heading in which its citing line stands
_LEAST = 8  # lines of a message at least


def _classification(bench: Workbench) -> None:
    """The first level; a routing sheet before the form prints all of them, the lowest first."""
    levels = [
        (bench.lines[at], value)
        for at, (kind, value) in sorted(bench.kinds.items())
        if kind == "classification" and at >= bench.cover_end
    ]
    above = [each for each in levels if each[1] != "UNCLASSIFIED"]
    for line, value in (above or levels)[:1]:
        bench.add("classification", value, [line.span], "classification-banner")
