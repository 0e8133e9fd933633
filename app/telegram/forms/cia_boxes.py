"""Printed words of CIA forms that share their line with scraps, or stand on two lines.

The form's boxes are small and filled by hand, so an engine reads their captions together with
strokes and figures from beside them: `t NO INDEX 2 5`. A caption is known by its own words and by
how little else stands on the line.
"""

from __future__ import annotations

import re
from itertools import pairwise

from app.telegram.folding import Words, distance
from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

F, S, D = Role.FORM_TEXT, Role.STAMP, Role.DRAFTING
INDEX_BOX = rule("cia-index-box", F, r"^.{0,5}\b(?:N[O0] )?[I1L]NDEX\b(?! [A-Z]{3}).{0,8}$", "T NO INDEX 2 5", "7. INDEX SUBJECT AND WIFE.", "NDEX")  # fmt: skip
FILE_BOX = rule("cia-file-box", F, r"^(?!.{0,12}\b19\d\d).{0,12}(?:F[I1]LE )?[I1L]N [C€EG]\.?S\.? F[I1]LE\b", "3 FILE IN ES FILE NO.", "FILE IN THE CS FILES", "LE")  # fmt: skip
ROUTING_BOX = rule("cia-routing-box", S, r"^\W{0,2}.{0,2}\bR[O0]UT[I1]NG\b.{0,5}$", "C ROUTING 3", "ROUTING OF PAPERS", "UT")  # fmt: skip
TELEPOUCH = rule("cia-telepouch", Role.HEADER, r"^\W{0,3}(?:DEFERRED )?TELEP[O0]U.{0,3}$", "DEFERRED TELEPOUCH", "TELEPOUCH WAS SENT", "TELEP")  # fmt: skip
RULES: tuple[Rule, ...] = (INDEX_BOX, FILE_BOX, ROUTING_BOX, TELEPOUCH)
_TEXT = "CLASSIFIED MESSAGE\nDATE 5 MAY 61\nTO DIRECTOR\nFROM PARIS\nDIR CITE PARI 1234\n1. CONTACT LEFT FOR THE NORTH ON THE MORNING TRAIN.\n"
CONTEXTS = (
    Context("cia-end-among-scraps", F, f"{_TEXT}Q ; ENO OF MESSAGE A<<\nSECRET\n", f"{_TEXT}2. END OF MESSAGE TRAFFIC IS NEAR.<<\nSECRET\n"),
    Context("cia-officers-captions", D, f"{_TEXT}END OF MESSAGE\nRELEASING OFFICERS COORDINATING OFFICERS AUTHENT<<\n", f"{_TEXT}2. RELEASING THE OFFICERS WAS WRONG.<<\nEND OF MESSAGE\n"),
)  # fmt: skip
_END = "ENDOFMESSAGE"
_ENDOF = 4  # letters of END OF at least, its slips apart
_SCRAPS = 6  # letters that may stand beside the end mark
_OFFICERS = Words(
    (word, word)
    for word in ("RELEASING", "COORDINATING", "AUTHENTICATING", "OFFICER", "OFFICERS", "RELEASED")
)
_CAPTIONS = ("RELEASING", "COORDINATING", "AUTHENTICATING")
_HEAD = 40  # signs within which an end mark with its scraps lies


def claim(bench: Workbench, line: Line) -> bool:
    """Claim a line that holds printed words of the form and little else."""
    if len(line.text) > 90:
        return False
    for each in RULES if len(line.text) <= _HEAD else ():
        if each.match(line):
            return bench.claim(line.index, each.role, each.name)
    size = len(line.bare)
    if "FF" in line.key and _captions(line):
        return bench.claim(line.index, D, "cia-officers-captions")
    if len(_END) <= size <= len(_END) + _SCRAPS and _ends(line):
        return bench.claim(line.index, F, "cia-end-among-scraps")
    return _ENDOF <= size <= _ENDOF + 3 and _ends_below(bench, line)


def _captions(line: Line) -> bool:
    """Officers' captions, each with its slips: the kind, then the word, at the head of the line."""
    if "ING" not in line.key[:20]:
        return False
    words = re.findall(r"[A-Z]{3,16}", line.key)[:6]
    met = [near.value if (near := _OFFICERS.near(word)) else "" for word in words]
    return any(
        kind in _CAPTIONS and after.startswith("OFFICER") for kind, after in pairwise(met[:3])
    )


def _ends(line: Line) -> bool:
    """END OF MESSAGE with its slips between scraps that are no words."""
    if "OF" not in line.key:
        return False
    words = line.key.split()
    for at in range(len(words) - 2):
        run = "".join(filter(str.isalnum, "".join(words[at : at + 3])))
        if distance(run, _END, 2) is not None:
            beside = words[:at] + words[at + 3 :]
            return all(len(word) <= 3 for word in beside)
    return False


def _ends_below(bench: Workbench, line: Line) -> bool:
    """END OF on one line and MESSAGE on the next: both are the mark."""
    if line.index + 1 >= len(bench.lines):
        return False
    below = bench.lines[line.index + 1]
    together = line.bare + below.bare
    if not bench.free(below.index) or distance(together, _END, 1) is None:
        return False
    bench.claim(below.index, F, "cia-end-of-message")
    return bench.claim(line.index, F, "cia-end-of-message")
