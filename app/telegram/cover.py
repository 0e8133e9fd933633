"""The sheet in front of a record: the JFK collection's identification form, a sighting's card.

It is a page of its own: where the tool or the spacing shows page breaks the sheet ends at the
first; where none is shown it ends with its last caption, COMMENTS, and what continues it. An
engine may list all captions first and all values after.
"""

from __future__ import annotations

import datetime as dt
import re

from app.telegram.folding import Words, squeeze
from app.telegram.lines import Line
from app.telegram.pages import shows_breaks
from app.telegram.reading import Role, Span
from app.telegram.rules import rule
from app.telegram.workbench import Workbench

HEADING = rule(
    "cover-heading",
    Role.COVER,
    r"\bJ[A-Z]K ASSASSINATION S[YV]S|^\W{0,3}[IL1]?DENTIFICATION FORM",
    "JFK ASSASSINATION SYSTEM",
    "JFK ASSASSINATION STORY",
)
CAPTION = rule("cover-caption", Role.COVER, r"^.{0,3}(?:AGENCY|RECORD|SERIES|ORIGINATOR|FROM|TO|TITLE|DATE|PAGES|SUBJECTS?|DOCUMENT|CLASSIFICATION|RESTRICTIONS?|CURRENT STATUS|OPENING CRITERIA|COMMENTS?)\b", "RECORD NUMBER : 104-10004-10143", "RECORDS SHOW")  # fmt: skip
RULES = (HEADING, CAPTION)
_LOOK = 90  # lines a sheet may have
_TOP = 30  # lines in which its heading stands
_NARROW, _WIDE = 15, 26  # letters of the heading, slips taken off and added
_APART = 16  # lines from one caption to the next: the values of all that came first
_COMMENTS = re.compile(r"^\W{0,4}C[O0]M{1,2}ENT[S5]?\b ?[:;.]?")
_FOOT = re.compile(r"ITEM {1,3}IS {1,3}RESTRICTED|^\W{0,3}\[?R\]?\W{1,4}ITEM")
_BOX = re.compile(r"\bBOX \d|^\W?\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
_AFTER = re.compile(
    r"^(?:INCOMING|OUTGOING|CLASSIFIED|DEPARTMENT OF|CENTRAL INTELLIGENCE|TELEGRAM)"
)
_CAPTIONS = Words(
    (word, word)
    for word in (
        "AGENCY", "RECORD NUMBER", "RECORD SERIES", "AGENCY FILE NUMBER", "ORIGINATOR", "FROM", "TO", "TITLE", "DATE",
        "PAGES", "SUBJECTS", "SUBJECT", "DOCUMENT TYPE", "CLASSIFICATION", "RESTRICTIONS", "CURRENT STATUS",
        "DATE OF LAST REVIEW", "OPENING CRITERIA", "COMMENTS", "AGENCY ORIGINATOR", "RECORD", "SERIES",
    )
)  # fmt: skip
_HEADINGS = Words((each, each) for each in ("JFK ASSASSINATION SYSTEM", "IDENTIFICATION FORM"))
_OWN = frozenset(("RECORD NUMBER", "RECORD SERIES", "AGENCY FILE NUMBER", "DOCUMENT TYPE", "CURRENT STATUS", "DATE OF LAST REVIEW", "OPENING CRITERIA", "AGENCY ORIGINATOR"))  # fmt: skip
_SHORTEST, _LONGEST = 10, 19  # letters of these captions, slips taken off and added
_CARD = Words(
    (word, word)
    for word in (
        "DATE TIME GROUP", "LOCATION", "SOURCE", "NUMBER OF OBJECTS", "LENGTH OF OBSERVATION", "TYPE OF OBSERVATION",
        "COURSE", "PHOTOS", "PHYSICAL EVIDENCE", "CONCLUSION", "CONCLUSIONS", "BRIEF SUMMARY AND ANALYSIS", "BRIEF SUMMARY OF SIGHTING",
        "COMMENTS",
    )
)  # fmt: skip
_ENOUGH = 4
_PROJECT = re.compile(r"\bPROJECT {1,2}\d{3,6} {1,2}RECORD")  # the heading of such a card
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]((?:19)?\d\d)(?!\d)")


def claim_cover(bench: Workbench) -> None:
    """Claim the sheet's lines, whatever stands on them, and those of sheets before later records."""
    _claim_front(bench)
    for line in bench.lines[bench.cover_end + _RECORD :]:
        if "ASSASSINATION S" in line.key and bench.free(line.index) and HEADING.match(line):
            _claim_later(bench, line.index)


def _claim_later(bench: Workbench, heading: int) -> None:
    """A sheet inside the text: the record behind it is another."""
    below = bench.lines[heading + 1 : heading + _SHEET]
    if sum(not line.long and CAPTION.match(line) is not None for line in below) < _CAPTIONED:
        return
    for at in range(heading, _sheet_end(bench, heading) + 1):
        bench.claim(at, Role.COVER, "cover-inside")


_RECORD = 12  # lines a record has at least
_SHEET, _CAPTIONED = 28, 8  # lines of a sheet, and captions that stand on it at least


def _claim_front(bench: Workbench) -> None:
    heading = _heading(bench)
    last = _page_end(bench, heading or 0)
    if last is not None and heading is not None:
        text = [line for line in bench.lines[heading : last + 1] if _wide(line)]
        last = last if len(text) <= _PROSE else None  # the record itself is on that page, too
    if heading is None:
        if last is None or not is_card(bench.lines[: last + 1]):
            return
        heading = 0
    last = _sheet_end(bench, heading) if last is None else last
    bench.cover_end = last + 1
    for at in range(last + 1):
        stamp = bench.roles[at] in (Role.MARKING, Role.PAGE_MARK)
        if not stamp or (at > heading and bench.rules[at] == "classification-banner"):
            bench.reclaim(at, Role.COVER, "cover-caption")
            bench.kinds.pop(at, None)


def _heading(bench: Workbench) -> int | None:
    """The sheet's heading, else the first of four captions that no telegram has."""
    lines = bench.lines[: _in_front(bench, _LOOK)]
    top = lines[:_TOP]
    first = "\n".join([line.key for line in top])
    printed = any(hint in first for hint in HEADING.hints)  # one look for all lines
    for line in top:
        near = _NARROW <= len(line.bare) <= _WIDE and _HEADINGS.near(line.bare)
        if near or (printed and HEADING.match(line)):
            return line.index
    own = [line.index for line in lines if len(line.bare) >= _SHORTEST and _is_own(line)]
    return max(0, own[0] - 1) if len(own) >= _ENOUGH else None


def _in_front(bench: Workbench, most: int) -> int:
    """Up to where a sheet stands in front of its record: above it no telegram has begun."""
    if "form-heading" in (rules := bench.rules[:most]):
        most = rules.index("form-heading")
    wide = [line.index for line in bench.lines[:most] if bench.free(line.index) and _wide(line)]
    return min(most, wide[_PROSE]) if len(wide) > _PROSE else most


def _wide(line: Line) -> bool:
    return len(line.text) >= 48 and line.key.count(" ") >= 5


_PROSE = 4  # lines as wide as text that a sheet may have, its comments and its foot


def _is_own(line: Line) -> bool:
    head = line.key.partition(":")[0][:24].replace(" ", "")
    if len(head) > _LONGEST and head.isalnum():  # words of a text: nothing is left to drop
        return False
    head = squeeze(head)
    near = _CAPTIONS.near(head) if _SHORTEST <= len(head) <= _LONGEST else None
    return near is not None and near.value in _OWN


def is_card(page: list[Line]) -> bool:
    """A page is an observer's record card: four of its printed captions stand on it."""
    met = {near.value for line in page if 6 <= len(line.bare) <= 28 and (near := _CARD.near(line.bare.lstrip("0123456789IL")))}  # fmt: skip
    headed = any(_PROJECT.search(line.key) for line in page[:6])
    return len(met) + headed >= _ENOUGH


def _page_end(bench: Workbench, heading: int) -> int | None:
    """The last line of the page the sheet is on, where a page break is shown."""
    if not (bench.seams or shows_breaks(bench)):
        return None
    for line in bench.lines[heading + 3 : heading + _LOOK]:
        shown = line.feed or line.text == "---" or line.key.startswith("## PAGE")
        if shown or line.index in bench.seams:
            return line.index - 1
    return None


def _sheet_end(bench: Workbench, heading: int) -> int:
    """The last caption and what continues it, the note of restriction at the foot if it has one."""
    lines = bench.lines[heading : heading + _LOOK]
    last = heading
    for line in lines:
        if line.index > heading and (_AFTER.match(line.key) or line.index > last + _APART):
            break
        if HEADING.match(line) or CAPTION.match(line):
            last = line.index
        if _COMMENTS.match(line.key):
            last = _continued(bench, line.index)
            break
    foot = [line.index for line in lines if line.index <= last + 24 and _FOOT.search(line.key)]
    return max([last, *foot])


def _continued(bench: Workbench, comments: int) -> int:
    """A comment that runs over names its box or a date on the next line."""
    following = comments + 1
    if following < len(bench.lines):
        line = bench.lines[following]
        if bench.free(following) and _BOX.search(line.key) and len(line.text) < 60:
            return following
    return comments


def values(bench: Workbench) -> dict[str, tuple[str, Span]]:
    """What the sheet says of the record: FROM, TO, TITLE, and DATE as ISO, with their places."""
    found: dict[str, tuple[str, Span]] = {}
    waiting: list[str] = []
    lines = bench.lines[: bench.cover_end]
    heading = next((line.index for line in lines if HEADING.match(line)), 0)
    for line in lines[heading:]:
        if bench.roles[line.index] is not Role.COVER or line.long:
            continue
        if line.key.startswith("OF LAST REVIEW"):  # the second line of a caption
            waiting[:] = [word for word in waiting if word != "DATE"]
            continue
        caption, start = _caption(line)
        if caption:
            waiting.append(caption)
        if start < len(line.text):
            _take(line, start, waiting, found)
    return found


def _caption(line: Line) -> tuple[str, int]:
    """The caption at the head of a line and where its value begins; empty and 0 without one."""
    head, sign, _ = line.key.partition(":")
    near = _CAPTIONS.find(head) if len(head) <= 24 else None
    if near is None:
        return "", 0
    start = len(head) + len(sign)
    while start < len(line.key) and line.key[start] in " :.":
        start += 1
    return near.value, start


_NEVER = "1900-01-01"


def _take(line: Line, start: int, waiting: list[str], found: dict[str, tuple[str, Span]]) -> None:
    """Give a value to the caption that waits for such a one."""
    while start < len(line.key) and line.key[start] in " :.":
        start += 1
    text = line.text[start:].strip()
    span = line.part(start, len(line.text))
    date = _iso(text)
    if date == _NEVER:  # the sheet's word for a date that is not known
        waiting[:] = [*(word for word in waiting if word != "DATE"), "DATE OF LAST REVIEW"]
        return
    uncaptioned = "DATE" not in found and "DATE OF LAST REVIEW" not in waiting and len(text) <= 10
    if date and ("DATE" in waiting or (uncaptioned and "FROM" in found)):
        waiting[:] = [word for word in waiting if word != "DATE"]
        found.setdefault("DATE", (date, span))
        return
    if waiting and not date:
        word = waiting.pop(0) if len(waiting) > 1 else waiting.pop()
        if word in ("FROM", "TO", "TITLE") and text:
            found.setdefault(word, (text.rstrip(" ,.;"), span))


def _iso(text: str) -> str:
    date = _DATE.search(text)
    if not date:
        return ""
    year = int(date[3][-2:]) + 1900
    try:
        return dt.date(year, int(date[1]), int(date[2])).isoformat() if year >= 1940 else ""
    except ValueError:
        return ""
