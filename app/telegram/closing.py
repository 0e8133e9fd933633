"""The end of the transmitted text: the surname that signs it and the clerk's letters below."""

from __future__ import annotations

import re

from app.telegram.lines import Line
from app.telegram.reading import Role
from app.telegram.rules import Context
from app.telegram.workbench import Workbench

_HEAD = "FROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\n"
CONTEXTS = (
    Context("signature-surname", Role.SIGNATURE, "INCOMING TELEGRAM\n" + _HEAD + "MINISTER TOLD US TODAY THAT TALKS WOULD RESUME.\nHARRINGTON<<", "INCOMING TELEGRAM\n" + _HEAD + "MINISTER TOLD US TODAY THAT TALKS WERE OFF UNTIL FURTHER\nNOTICE.<<"),
    Context("staff-check-list", Role.STAMP, "INCOMING TELEGRAM\n" + _HEAD + "MINISTER TOLD US TODAY THAT TALKS WOULD RESUME.\nSMITH BUNDEY\n_ KEYSEN\nKILDOFF<<\n:\nHARRINGTON\n", "INCOMING TELEGRAM\n" + _HEAD + "MINISTER TOLD US TODAY THAT TALKS WOULD RESUME ABOUT\nTRADE ALONE<<\nHARRINGTON\n"),
    Context("clerk-initials", Role.DRAFTING, "INCOMING TELEGRAM\n" + _HEAD + "MINISTER TOLD US TODAY THAT TALKS WOULD RESUME.\nHARRINGTON\nBT/7<<", "INCOMING TELEGRAM\n" + _HEAD + "MINISTER TOLD US TODAY THAT TALKS WOULD RESUME<<\nHARRINGTON"),
)  # fmt: skip
_SURNAME = re.compile(
    r"^[\W_]{0,3}(?:(?:VAN|VON|DE|DU|LA|LE|MC|MAC|ST) )?(?=[A-Z'-]{0,14}[AEIOUY])[A-Z][A-Z'-]{2,14}\W{0,2}$"
)
_CLERK = re.compile(r"^[A-Z]{2,4}(?:[/:-][A-Z0-9]{1,4})?\W{0,2}$")
_STOPPED = re.compile(r"[.?!:;,][\"')\]]{0,2}$|[\")\]-]$")
_ENDS = {"NOT", "END", "STOP", "UNQUOTE", "UNQTE", "COMMENT", "TEXT", "PAGE", "NNNN", "TELEGRAM"}


def find_signature(bench: Workbench, after: int, until: int | None = None) -> int:
    """Claim the signature and the clerk's letters below the text.

    Args:
        bench: with header, marks and running heads claimed.
        after: the first line that can be text.
        until: the line at which another telegram begins; the end of all where none does.

    Returns:
        The index at which the transmitted text ends.
    """
    until = len(bench.lines) if until is None else until
    last = _last_prose(bench, after, until)
    for line in bench.lines[last + 1 : until]:
        if bench.free(line.index) and _signs(bench, line):
            bench.claim(line.index, Role.SIGNATURE, "signature-surname")
            _check_list(bench, last + 1, line.index)
            bench.add(
                "signature", line.text.strip(" .,:;*-_\"'•"), [line.span], "signature-surname"
            )
            _clerk(bench, line.index)
            return line.index
    return until


_CHECKED = re.compile(r"^[^\w]{0,4}_{0,3} ?[A-Z]{4,14}(?: [A-Z]{4,14})?\W{0,2}$")
_CHECKS = 3  # names in a row that no text has


def _check_list(bench: Workbench, first: int, after: int) -> None:
    """Names of the staff to whom a copy goes, stamped in the margin, between text and surname."""
    names = [
        line
        for line in bench.lines[first:after]
        if bench.free(line.index) and _CHECKED.match(line.text)
    ]
    for line in names if len(names) >= _CHECKS else ():
        bench.claim(line.index, Role.STAMP, "staff-check-list")


def _last_prose(bench: Workbench, after: int, below: int) -> int:
    """The last line that is surely text: long, or of several words."""
    while below > after:
        last = next((at for at in range(below - 1, after - 1, -1) if _is_text(bench, at)), -1)
        foot = _foot_above(bench, after, last)
        if last < 0 or foot < 0:
            return last if last >= after else after - 1
        below = foot
    return after - 1


def _is_text(bench: Workbench, at: int) -> bool:
    line = bench.lines[at]
    return bench.free(at) and (len(line.text) > 24 or line.key.count(" ") >= 3)


def _foot_above(bench: Workbench, after: int, last: int) -> int:
    """Printed words of the last page's foot above a lone line that looks like text; or -1."""
    longs = 0
    for at in range(last, max(after, last - 10), -1):
        if _is_text(bench, at):
            longs += 1
        if longs > 1 or bench.roles[at] is Role.RUNNING_HEAD:
            return -1
        if bench.rules[at] in ("form-reproduction", "advance-copy-note"):
            return at
    return -1


def _signs(bench: Workbench, line: Line) -> bool:
    """A surname alone, no office, and the text above it has come to its stop."""
    if not _SURNAME.match(line.text) or line.bare in bench.lexicon.offices or line.bare in _ENDS:
        return False
    above = next((bench.lines[at] for at in range(line.index - 1, -1, -1) if bench.free(at)), None)
    if above is None:
        return False
    if line.text[-1] == "]" and "[" not in line.text:  # a note of what was left out ends there
        return False
    whole = line.text[-1] not in ".," or line.gap > above.gap
    return whole and (line.gap > 0 or _STOPPED.search(above.text[-4:]) is not None)


def _clerk(bench: Workbench, signature: int) -> None:
    for at in range(signature + 1, min(signature + 4, len(bench.lines))):
        if bench.free(at):
            if _CLERK.match(bench.lines[at].text):
                bench.claim(at, Role.DRAFTING, "clerk-initials")
            return
