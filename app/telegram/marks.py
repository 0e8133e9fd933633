"""Line rules that hold in every family: banners, stamps, printed form words, page marks.

The order is the order of trial; the first rule that matches claims the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from app.telegram.folding import Words
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.redactions import CODES
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

M, F, S, P = Role.MARKING, Role.FORM_TEXT, Role.STAMP, Role.PAGE_MARK
_BOX = r"^.{0,3}[(\[{] {0,2}[X✓]? {0,2}[)\]}]"
_VERDICT = r"(?:RELEASE|EXCISE|DECLASSIFY|DENY|DELETE|NON-?RESP|CLASSIFY|DOWNGRAD)"

PAGE_MARKS = (
    rule("page-mark-heading", P, r"^## PAGE \d{1,4}$", "## Page 2", "PAGE 2", "##"),
    rule("page-mark-title", P, r"^# (?:DOCID-)?[\d-]{5,20}$", "# DOCID-12345678", "# DECLASSIFIED", "#"),
    rule("page-mark-rule", P, r"^-{3}$", "---", "----- 0123", "---"),
    rule("page-mark-of", P, r"^PAGE \d{1,3} OF \d{1,3}$", "Page 1 of 3", "PAGE 01 OF THE REPORT", "^PAGE"),
)  # fmt: skip

MARKINGS = (
    rule("jfk-release-banner", M, r"\b(?:19|20)\d\d RELEASE U[A-Z]{3,5} THE PRES|ASSASS.{3,10} RECORDS ACT OF 19", "2023 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992", "RELEASE UNDER THE PRESIDENT'S AUTHORITY", "RELEA|RECORDS ACT"),
    rule("jfk-act-case", M, r"LEASED UNDER THE JOHN F", "Released under the John F. Kennedy", "RELEASED UNDER GUARD", "UNDER THE JOHN"),
    rule("jfk-act-case-act", M, r"ASSASSINATION RECORDS COLLECTION ACT", "Assassination Records Collection Act of", "ASSASSINATION RECORDS"),
    rule("jfk-act-case-number", M, r"44 USC 2107|^(?:.{0,8}NW ?)?\d{4,6} DATE: ?\d\d[-.:]\d\d[-.:]\d{4}$", "1992 (44 USC 2107 Note). Case#:NW", "44 USC 552", "44 USC| DATE:"),
    rule("nw-docid", M, r"(?:\bNW|^\W{0,2}[NW]) ?#?:? ?\d{4,6} {1,3}DOC[IL1]?D", "NW 12345 DocId:32100001 Page 2", "NW 12345 HOUSES", " DOC"),
    rule("declassified-stamp", M, r"^#? ?(?:UN)?DECLASSIFIED\.?$", "# DECLASSIFIED", "DECLASSIFIED MAPS WERE SHOWN", "^DECLASSIFIED|^UNDECLASSIFIED"),
    rule("review-stamp-boxes", M, _BOX + r" ?.{0,6}" + _VERDICT, "( ) DECLASSIFY IN PART", "(X) HOURS AFTER RELEASE", "RELEA|EXCISE|CLASSIFY|DENY|DELETE|NON|DOWNGRAD"),
    rule("review-stamp-reviewer", M, r"^.{0,3}REVIEWED {1,3}[B8][YV]\b.{0,30}", "REVIEWED BY 12 DATE 3/4/91", "PLANS REVIEWED BY STAFF", "REVIEWED "),
    rule("review-stamp-exemptions", M, r"(?:PA|FOIA?) EXEM[PR]TI?ON", "FOI, EO or PA exemptions", "TAX EXEMPTIONS", " EXEM"),
    rule("review-stamp-authority", M, r"^.{0,3}TS AUTHORITY TO|^.{0,3}CLASSIFY AS\b", "TS authority to", "AUTHORITY TO SPEAK", "TS AUTH|CLASSIFY"),
    rule("state-review-office", M, r"^DEPARTMENT OF STATE\s.{0,3}(?:A/?CDC|IS/?FPC)", "DEPARTMENT OF STATE A/CDC/MR", "DEPARTMENT OF STATE", "^DEPARTMENT OF STATE"),
    rule("declassified-order", M, r"^\W{0,3}DECLASSIFIED\W{1,4}(?:PER |UNDER |BY |AUTHORITY[:; ] {0,2})?(?:E\.? ?O\.?|EXECUTIVE ORDER|NND|SEC)", "DECLASSIFIED E.O. 12958, SEC. 3.5", "DECLASSIFIED MAPS PER ORDER", "^DECLASSIFIED"),
    rule("order-alone", M, r"^\W{0,3}(?:AUTHORITY:? )?E\.? ?[O0]\.? ?1\d{4}[,.]? {0,2}SEC(?:TION|\.)? ?\d\.\d.{0,12}$", "E.O. 12958, Sec. 3.5", "E.O. 12958: DECL 3/4/99", "^AUTHORITY|^EO1|^E01"),
    rule("library-case", M, r"^\W{0,3}NL[KJETRNFCS] ?(?:[-.:/] ?\d{2}\b|\d\d-\d{1,3}\b)", "NLK-01-031", "NLK PAPERS", "^NL"),
    rule("archives-date", M, r"^\W{0,3}B[YV] {1,3}.{1,30}\bNAR[AS]\b.{0,6}DATE\b", "By MK NARA Date 3/4/99", "BY THE DATE", "^BY|^BV"),
    rule("nnd-authority", M, r"\bNND ?\d{4,6}", "Authority NND 949523", "NND RULES", "NND"),
    rule("cia-release", M, r"APPROVED (?:FOR|IOR) RELEA|SANITIZED COPY|DECLASSIFIED IN PART", "Approved For Release 2007/02/16", "THE RELEASE WAS APPROVED", "OR RELEA|SANITIZED COPY|LASSIFIED"),
    rule("sanitized-stamp", M, r"^SAN[I1L]T[I1L]ZE[DO0]\b.{0,40}$", "SANITIZED NK.01.031.7", "SANITIZED VERSION OF THE EVENTS WAS GIVEN TO THE PRESS", "^SANIT|^SAN1T|^SANLT"),
    rule("no-objection", M, r"HAS NO OBJECTION TO", "CIA HAS NO OBJECTION TO", "EMBASSY HAS NO OBJECTIONS", "NO OBJECTION TO"),
    rule("state-foia", M, r"^RELEASED? IN (?:FULL|PART)\b|^REVIEW AUTHORITY\b|^DATE/CASE ID\b|^UNITED STATES DEPARTMENT OF STATE$", "RELEASED IN FULL", "RELEASED IN PARIS", "^RELEASE|^REVIEW AUTHORITY|^DATE/CASE ID|^UNITED STATES DEPARTMENT"),
    rule("downgrading-group", M, r"^\W{0,2}GP[I1L]? ?- ?[1-4I]\b\W{0,2}.{0,6}$|^GROUP ?[1-4I]?$|EXCLUDED FROM AUTOMATIC|^DOWNGRADING AND$", "GP-3", "GP-3 REPORTS FROM THE FIELD", "^GP|^GROUP|EXCLUDED FROM|^DOWNGRADING AND"),
    rule("exemption-code", M, rf"^[\W_]{{0,3}}{CODES}[\W_]{{0,3}}$", "B1, 1.4(D)", "B1 TALKS", "^B1|^B2|^B3|^B4|^B5|^B6|^B7|^B8|^B9|^13|^14|^15|^I3|^I4|^I5|^L3|^L4|^L5|^33A|^25X|^50X"),
    rule("special-handling", M, r"^SPECIAL HANDLING$", "Special Handling", "SPECIAL HANDLING WAS ASKED", "^SPECIAL HANDLING"),
)  # fmt: skip

FORM_WORDS = (
    rule("form-heading", F, r"^.{0,3}(?:INCOMING|OUTGOING|[CL]?LASSIFIED\.?) {1,3}(?:TELEGRA[MN]|MESSAGE)\b", "INCOMING TELEGRAM", "INCOMING TELEGRAMS ARE LATE", "INCOMING |OUTGOING |LASSIFIED"),
    rule("form-department", F, r"^.{0,2}[DO0]EPART.?MENT OF STA[TRV]E\.?$", "Department of State", "Department of State Library", "OF STA"),
    rule("form-telegram", F, r"^(?:TELEGRA[MN]|AIRGRAM)$", "TELEGRAM", "TELEGRAM SENT", "^TELEGRA|^AIRGRAM"),
    rule("form-copy-name", F, r"^(?:ACTION|INFORMATION|PERMANENT RECORD|RECORD|INFO) COPY$", "ACTION COPY", "ACTION COPY SENT TO BONN", "^ACTION COPY|^INFORMATION COPY|^PERMANENT RECORD|^RECORD COPY|^INFO COPY"),
    rule("form-return-notice", F, r"COPY MUST BE RETURNED TO|NOTATION OF ACTION TAKEN", "This copy must be returned to RM/R central files", "A COPY MUST BE SENT", "COPY MUST BE|NOTATION OF ACTION"),
    rule("form-action-box", F, r"^ACTION {1,4}ACTION TAKEN|\bACTION TAKEN {1,4}DATE|OFFICE SYMBOL|DATE OF ACTION|DIRECTIONS? TO RM|^ASSIGNED TO\b", "ASSIGNED TO: NAME OF OFFICER & OFFICE SYMBOL", "ACTION TAKEN BY THE GOVERNMENT", "ACTION TAKEN|OFFICE SYM|DATE OF ACTION|DIRECTION|^ASSIGNED TO"),
    rule("form-reproduction", F, r"REPRODUCTION (?:FROM THIS|BY OTHER|BY)|PROHIBITED .{0,2}UNLESS|THE ISSUING OFFICE IS", "REPRODUCTION FROM THIS COPY IS", "REPRODUCTIONS FROM LIFE", "REPRODUCTION |PROHIBITED |THE ISSUING OFFICE"),
    rule("form-number", F, r"^.{0,3}FORM (?:DS|[A-Z]{2,3})[- ]?\d{2,4}|^INDICATE ?[:.;]|^INDICATE$|^.{0,3}CHARGE TO$|^\(?CLASSIFICATION\)?$|^COPY NO\.?$", "FORM DS-322", "FORM OF GOVERNMENT", "FORM |^INDICATE|CHARGE TO|^CLASSIFICATION|^COPY NO"),
    rule("form-edition", F, r"OBSOLETE PREV.{0,4}S? EDITIONS?|PREVIOUS EDITIONS? (?:ARE |IS )?OBSOLETE", "OBSOLETE PREVIOUS EDITIONS.", "EDITIONS OF THE PAPER", "OBSOLETE"),
    rule("end-mark", F, r"^N{3,4}(?: N{3,4})?$|^END OF MESSAGE\.?$|^<< END OF DOCUMENT >>$", "NNNN", "ENDS", "^NNN|^END OF MESSAGE|^END OF DOCUMENT"),
)  # fmt: skip

STAMPS = (
    rule("filing-stamp", S, r"^FILED?\b.{0,3}$|^(?:RECEIVED|FILED)$", "FILED", "FILED SUIT", "^FILE|^RECEIVED"),
    rule("date-stamp", S, r"^(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.? {1,2}\d{1,2},? {1,2}(?:19)\d\d$", "MAR 21 1963", "MARCH 21 MEETING", "^JAN|^FEB|^MAR|^APR|^MAY|^JUN|^JUL|^AUG|^SEP|^OCT|^NOV|^DEC"),
    rule("jfk-record-number", S, r"^1\d\d-1\d{4}-1\d{4}$", "104-10004-10143", "104-1", "^1"),
    rule("release-serial", S, r"^\W{0,2}1[3-9]-0{4,6}\b.{0,3}$", "13-00000", "13-00045", "^13|^14|^15|^16|^17|^18|^19"),
    rule("routing-boxes", S, r"^ROUTING$|^(?:\d {1,3}){1,5}\d$", "ROUTING", "ROUTING ERRORS", "^ROUTING|^0|^1|^2|^3|^4|^5|^6|^7|^8|^9"),
    rule("advance-copy-note", S, r"ADVANCE COP(?:Y|IES)\b", "Note: Advance copy to EUR 8 PM", "ADVANCED COPYING", "ADVANCE COP"),
    rule("operator-line", S, r"^C[FT]N\b|^C[A-Z]N {1,2}(?=.{0,60}(?:\bGP ?-|(?:\b\d{1,4} {1,2}){3}))", "CFN 18 42", "CAN 18 MEN DO IT", "^C"),
)  # fmt: skip

Search = Callable[[str], re.Match[str] | None]

RULES: tuple[Rule, ...] = (*PAGE_MARKS, *MARKINGS, *FORM_WORDS, *STAMPS)
Trial = tuple[int, Search, Rule]
"""The place in the order of trial, the search of the rule's pattern, and the rule."""


def _by_hint(trials: tuple[Trial, ...]) -> dict[str, list[Trial]]:
    found: dict[str, list[Trial]] = {}
    for trial in trials:
        for hint in trial[2].hints:
            found.setdefault(hint, []).append(trial)
    return found


def _by_first_letter(trials: tuple[Trial, ...]) -> dict[str, list[tuple[tuple[str, ...], Trial]]]:
    """The rules whose lines begin with a letter or figure, each with how they begin there."""
    found: dict[str, list[tuple[tuple[str, ...], Trial]]] = {}
    for trial in trials:
        for first in dict.fromkeys(begin[0] for begin in trial[2].begins):
            begins = tuple(begin for begin in trial[2].begins if begin[0] == first)
            found.setdefault(first, []).append((begins, trial))
    return found


_TRIALS = tuple((order, each.pattern.search, each) for order, each in enumerate(RULES))
_HINTED = _by_hint(_TRIALS)
_BEGUN = _by_first_letter(_TRIALS)
BANNER = rule(
    "classification-banner",
    M,
    r"^.{0,2}(?:TOP SECRET|SECRET|CONFIDENTIAL)\W{0,2}$",
    "SECRET.",
    "SECRET TALKS",
)

PHRASES = (
    ("form-heading", "INCOMING TELEGRAM"), ("form-heading", "INCOMING TELEGRAM DEPARTMENT OF STATE"),
    ("form-heading", "OUTGOING TELEGRAM"), ("form-heading", "OUTGOING TELEGRAM DEPARTMENT OF STATE"),
    ("form-department", "DEPARTMENT OF STATE"), ("form-copy-name", "ACTION COPY"),
    ("form-copy-name", "PERMANENT RECORD COPY"), ("form-copy-name", "INFORMATION COPY"),
    ("form-reproduction", "REPRODUCTION FROM THIS COPY IS"),
    ("form-reproduction", "PROHIBITED UNLESS UNCLASSIFIED"),
    ("form-reproduction", "REPRODUCTION FROM THIS COPY IS PROHIBITED UNLESS UNCLASSIFIED"),
    ("form-action-box", "NAME OF OFFICER OFFICE SYMBOL"), ("form-action-box", "DATE OF ACTION"),
    ("state-review-office", "DEPARTMENT OF STATE IS FPC CDR"),
    ("state-review-office", "DEPARTMENT OF STATE A CDC MR"),
    ("review-stamp-boxes", "EXCISE DECLASSIFY IN PART"), ("review-stamp-boxes", "DECLASSIFY IN PART"),
    ("review-stamp-boxes", "DELETE NON RESPONSIVE INFO"),
    ("review-stamp-boxes", "DOWNGRADE TS TO S OR C OADR"),
    ("no-objection", "DECLASSIFICATION AND OR"), ("no-objection", "RELEASE OF CIA INFORMATION"),
    ("no-objection", "IN THIS DOCUMENT"), ("no-objection", "CIA HAS NO OBJECTION TO"),
    ("review-stamp-exemptions", "FOI EO OR PA EXEMPTIONS"), ("review-stamp-authority", "TS AUTHORITY TO"),
    ("review-stamp-authority", "TS AUTHORITY TO CLASSIFY AS S OR C OADR"),
)  # fmt: skip
"""Printed phrases that may be met with slips where they fill a line, and the rule they stand for."""

_REVIEW_STAMP = "review-stamp"  # the names of the rules that know its lines begin so
_PHRASE = 42  # letters up to which a line is compared with them; most lines of text are longer
_NEAR = Words((phrase, f"{name}|{phrase}") for name, phrase in PHRASES)
_ROLES = {each.name: each.role for each in RULES}
_SHAPES = str.maketrans("AIOSBLZG", "41058126")


_LEVEL_LENGTH = 40  # letters of a level, what is printed with it among them
_APART = 48  # signs of a level typed letter by letter
_SERIAL = 18  # signs of a scan's serial at most
_SCRAPPED = 18  # signs of a line that is a level with a scrap or two beside it
_LEVEL = re.compile(r"(?<![A-Z])[A-Z]?(SECRET|CONFIDENTIAL)(?![A-Z])")


def _level_among_scraps(line: Line) -> str:
    """A stamped level beside which handwriting or a line was read: `34 SECRET`, `SECRET tbi`.

    A scrap has a figure, a small letter, or no letter; words in capitals make a sentence of it.
    """
    if "SECRET" not in line.text and "CONFIDENTIAL" not in line.text:
        return ""
    found = _LEVEL.search(line.text)
    if found is None:
        return ""
    scraps = (line.text[: found.start()] + " " + line.text[found.end() :]).split()
    if len(scraps) > 2 or any(_is_word(scrap) for scrap in scraps):
        return ""
    return found[1]


_LETTERED = re.compile(r"^\W{0,3}[A-Z0-9](?: ?-+ ?[A-Z0-9]){4,14}\W{0,3}$")


def _level_lettered(bench: Workbench, line: Line) -> str:
    """A level typed letter by letter between dashes, as nothing else is: `8-K-C-R-E-T`."""
    if line.text.count("-") < 4 or not _LETTERED.match(line.key):
        return ""
    near = bench.lexicon.levels.near(line.bare, 2)
    return near.value if near and len(line.bare) >= 5 else ""


def _is_word(scrap: str) -> bool:
    letters = "".join(filter(str.isalpha, scrap))
    return len(scrap) > 4 or (letters.isupper() and not any(map(str.isdigit, scrap)))


def digit_shapes(bare: str) -> str:
    """Letters put back to the digits they look like."""
    return bare.translate(_SHAPES)


def is_serial(line: Line) -> bool:
    """A scan serial: nine and more signs without a space, half of them digits at least.

    With the letters that look like digits put back it is three quarters.
    """
    bare, size = line.bare, len(line.bare)
    if not 9 <= size <= 16 or len(line.text) > _SERIAL or " " in line.text or "/" in line.text:
        return False
    if _figures(bare) * 2 < size:
        return False
    return _figures(digit_shapes(bare)) * 4 >= 3 * size


def _figures(bare: str) -> int:
    return sum(map(str.isdigit, bare))


def is_debris(line: Line) -> bool:
    """Nothing that could be a word: dirt, a lone sign, a lone letter."""
    return len(line.bare) <= 1


def claim_common(bench: Workbench) -> None:
    """Give every line that a common rule knows its role."""
    _claim_title(bench)
    lines = [line for line in bench.lines if bench.roles[line.index] is None and not line.long]
    trials, rules = _trials(lines), bench.rules
    for row, line in enumerate(lines):
        tried = trials.get(row, ())
        below = line.gap == 0 and line.index > 0 and rules[line.index - 1].startswith(_REVIEW_STAMP)
        # a line of so many letters is text, but for a rule's own words and what goes on with a stamp
        if tried or below or len(line.bare) <= _PHRASE:
            _claim(bench, line, tried, below=below)


def _trials(lines: list[Line]) -> dict[int, list[Trial]]:
    """For each line the rules of which a hint stands in it.

    A hint is sought in all lines at once: most stand nowhere, so a line meets few rules. Those
    that know a line by how it begins are found by its first letter, which costs least.
    """
    found: dict[int, list[Trial]] = {}
    for row, line in enumerate(lines):
        bare = line.bare
        for begins, trial in _BEGUN.get(bare[:1], ()):
            if bare.startswith(begins):
                found.setdefault(row, []).append(trial)
    together = "\n".join(line.key for line in lines)
    starts = list(accumulate((len(line.key) + 1 for line in lines), initial=0))
    for hint, trials in _HINTED.items():
        at = together.find(hint)
        while at >= 0:
            row = bisect_right(starts, at) - 1
            found.setdefault(row, []).extend(trials)
            at = together.find(hint, starts[row + 1])
    return found


def _claim_title(bench: Workbench) -> None:
    """`# NAME` above the first page mark: the name the tool gave the text."""
    first, after = bench.lines[:1], bench.lines[1:2]
    if first and after and first[0].text.startswith("# ") and after[0].key.startswith("## PAGE"):
        bench.claim(0, P, "page-mark-title")


LEFT_OUT = "DECLASSIFIED]"  # ends the note of lines left out, which may run over: no stamp


def _claim(bench: Workbench, line: Line, trials: Sequence[Trial], *, below: bool) -> None:
    key = line.key
    if key.endswith(LEFT_OUT):
        return
    size, width = len(line.bare), len(line.text)
    level = bench.lexicon.classifications.get(line.bare, "") if size <= _LEVEL_LENGTH else ""
    if not level and width <= _SCRAPPED:
        level = _level_among_scraps(line)
    if not level and width <= _APART and "-" in line.text:
        level = _level_lettered(bench, line)
    if level:
        bench.claim(line.index, Role.MARKING, "classification-banner")
        bench.kinds[line.index] = ("classification", level)
        return
    for _, search, each in sorted(trials) if len(trials) > 1 else trials:
        if search(key):
            bench.claim(line.index, each.role, each.name)
            return
    if line.text[0] in "([{" and _is_worn_box(line):
        bench.claim(line.index, Role.MARKING, "review-stamp-boxes")
    elif below and _continues_review_stamp(line):
        bench.claim(line.index, Role.MARKING, "review-stamp-continued")
    elif width <= _SERIAL and is_serial(line):
        bench.claim(line.index, Role.STAMP, "scan-serial")
    elif 10 <= size <= _PHRASE:
        _claim_near(bench, line)


def _claim_near(bench: Workbench, line: Line) -> None:
    """A printed phrase, or a level of some length, that fills the line but for slips."""
    near = _NEAR.near(line.bare)
    if near:
        name = near.value.split("|")[0]
        bench.claim(line.index, _ROLES[name], name)
        return
    level = bench.lexicon.levels.near(line.bare) if len(line.bare) <= 24 else None
    # what is left of CLASSIFIED MESSAGE is no level, whatever it is near to
    turned = level is not None and level.value == "UNCLASSIFIED" and "N" not in line.bare[:3]
    if level and len(level.form) >= 9 and not turned:
        bench.claim(line.index, Role.MARKING, "classification-banner")
        bench.kinds[line.index] = ("classification", level.value)


_WORN_BOX = re.compile(r"^[(\[{] {0,2}[)\]}] ?([A-Z]{4,10})(?: {1,2}IN PART)?\W{0,2}$")
_VERDICTS = Words((word, word) for word in ("RELEASE", "EXCISE", "DECLASSIFY", "DENY"))


def _is_worn_box(line: Line) -> bool:
    """An empty box and one of the four verdicts, a letter misread."""
    found = _WORN_BOX.match(line.key) if len(line.text) <= 32 else None
    return found is not None and _VERDICTS.near(found[1], 1) is not None


def _continues_review_stamp(line: Line) -> bool:
    """What the engine made of the stamp's lowest boxes.

    A short line, set tight under a line of the review stamp, that names a level or a heading of it.
    """
    return len(line.text) <= 70 and any(
        word in line.key
        for word in ("SECRET", "CONFIDENTIAL", "CLASSIF", "OADR", "TO:", "EXEMPTION", ")S OR")
    )
