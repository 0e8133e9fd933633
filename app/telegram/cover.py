"""The identification sheet in front of records of the JFK collection."""

from __future__ import annotations

import re

from app.telegram.reading import Role
from app.telegram.rules import rule
from app.telegram.workbench import Workbench

HEADING = rule(
    "cover-heading",
    Role.COVER,
    r"JFK ASSASSINATION SYSTEM|^IDENTIFICATION FORM",
    "JFK ASSASSINATION SYSTEM",
    "JFK ASSASSINATION STORY",
)
CAPTION = rule("cover-caption", Role.COVER, r"^.{0,3}(?:AGENCY|RECORD|SERIES|ORIGINATOR|FROM|TO|TITLE|DATE|PAGES|SUBJECTS?|DOCUMENT|CLASSIFICATION|RESTRICTIONS?|CURRENT STATUS|OPENING CRITERIA|COMMENTS?)\b", "RECORD NUMBER : 104-10004-10143", "RECORDS SHOW")  # fmt: skip
RULES = (HEADING, CAPTION)
_END = re.compile(r"ITEM IS RESTRICTED|^COMMENTS?\b")
_AFTER = re.compile(r"^(?:INCOMING|OUTGOING|CLASSIFIED|DEPARTMENT OF|CENTRAL INTELLIGENCE)")


def claim_cover(bench: Workbench) -> None:
    """Claim the sheet's lines, whatever stands on them, up to its last caption."""
    lines = bench.lines
    heading = next((line.index for line in lines[:30] if HEADING.match(line)), None)
    if heading is None:
        return
    last = heading
    for line in lines[heading : heading + 90]:
        if line.index > heading and (
            _AFTER.match(line.key)
            or line.feed
            or line.index in bench.seams
            or line.key.startswith("## PAGE")
        ):
            break
        if HEADING.match(line) or CAPTION.match(line) or _END.search(line.key):
            last = line.index
    else:
        line = lines[last]
    for at in range(last + 1, min(last + 8, len(lines))):
        if (
            lines[at].gap > 1
            or lines[at].text == "---"
            or lines[at].feed
            or at in bench.seams
            or bench.roles[at] in (Role.FORM_TEXT, Role.PAGE_MARK)
        ):
            break
        if not (lines[at].text[0].isalnum() and len(lines[at].bare) > 3):
            break
        last = at
    bench.cover_end = last + 1
    for at in range(heading):
        if bench.rules[at] == "jfk-record-number" or (bench.free(at) and bench.roles[at] is None):
            bench.reclaim(at, Role.COVER, "cover-caption")
    for at in range(heading, last + 1):
        if (
            bench.roles[at] not in (Role.MARKING, Role.PAGE_MARK)
            or bench.rules[at] == "classification-banner"
        ):
            bench.reclaim(at, Role.COVER, "cover-caption")
            bench.kinds.pop(at, None)
