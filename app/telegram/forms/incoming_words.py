"""Words and patterns of the INCOMING TELEGRAM form's header."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.telegram import times
from app.telegram.folding import Words, digits, distance
from app.telegram.lexicon import Lexicon
from app.telegram.places import DEPARTMENT as DEPARTMENT
from app.telegram.reading import Role
from app.telegram.rules import Rule, rule

H = Role.HEADER
CONTROL = rule("control-number", H, r"\bC[O0]NTR[O0]LS?(?:[^A-Z0-9]{1,10}(\d{1,3} ?\d{1,4})?\W{0,3}(?:$|(?=\D))|$)(?! OF)", "Control: 5860", "CONTROLLED ARMS", "NTR")  # fmt: skip
RECEIVED = rule("received", H, r"^.{0,12}\b(?:REC ?['.\"*]? ?D\b ?[:.;]?|[RKBH][EO] ?[CGOE] ?['.\"*,] ?[DO0] ?[:;])", "Rec'd: May 5, 1960", "RECORDS", "REC|:|;")  # fmt: skip
FROM = rule("from", H, r"^.{0,10}?(?<![A-Z])FR[O0]M(?![A-Z])\W{0,5}(?! THIS COPY)(?=.{0,34}$)", "FROM PARIS", "ANYTHING NEW ON THE ISSUE FROM PARIS", "FR")  # fmt: skip
TO_RULE = rule("to", H, r"^.{0,10}?(?<![A-Z0-9])(?:T[O0]|[1I][O0])\W{0,2}[:;.]\W{0,4}(?:SECRETARY|$)|^\W{0,3}SECRETARY OF STATE\W{0,2}$", "TO: Secretary of State", "HE WENT TO THE SECRETARY OF STATE")  # fmt: skip
ACTION = rule("action-label", H, r"^\W{0,2}ACTI[O0]N\W{0,3}( {0,3}[A-Z/]{1,5})?\W{0,2}$", "Action", "ACTION WAS TAKEN", "ACTI")  # fmt: skip
INFO = rule("info-label", H, r"^\W{0,2}INF[O0]R?\W{0,3}( {0,3}[A-Z/]{1,5})?\W{0,2}$", "Info", "INFORMATION IS SCARCE", "INF")  # fmt: skip
ADDRESSES = rule("addressees", H, r"\bACTI[O0]N\W{1,3}(?:DEPAR\w{0,6}|[A-Z]{4,16})\b.{0,24}\d.{0,60}|\bINFORMATION\W{1,3}[A-Z]{4,16}.{0,20}\d", "ACTION DEPARTMENT 12 INFORMATION BONN 7", "ACTION DEPARTMENT PROPOSES", "ACTI|INFORMATION")  # fmt: skip
REFERENCE = rule("reference-line", H, r"^(?:[A-Z/]{1,5} {1,3})?\W{0,3}(?:REF?(?:ERENCE)?\W{1,3})?((?:EMB|DEP|CON|LEG|CONGEN|MY|UR|OUR|DEPCIR|CIR)TELS?\W{0,3}\d{1,5}.{0,30}|[A-Z][A-Z ]{3,16}?(?: TELEGRAM)?\W{1,2}\d{1,5}(?:\W{1,2}(?:ACTION|INFORMATION|RPTD).{3,30})?)\W{0,3}$", "DEPTEL 2300.", "HE ASKED FOR 20 PLANES")  # fmt: skip
ADDRESSED = rule("addressed-to-person", H, r"^(?:EYES ONLY )?FOR {1,2}[A-Z][A-Z .]{3,40}\W{0,2}$", "FOR ALEXIS JOHNSON", "FOR THESE REASONS WE THINK THE PLAN WILL FAIL, HE SAID", "FOR ")  # fmt: skip
FILE_NUMBER = rule("dated-file-number", H, r"^\W{0,2}\d{3}[A-Z]?(?:\.\d{1,6}[A-Z]?\d{0,3})?(?:[ -][A-Z]{2})?/\d{1,2}-\d{3,4}\W{0,2}$", "611.51/12-1362", "12/13-62", "/")  # fmt: skip
CORRECTION = rule("correction", H, r"^.{0,24}\bC[O0]RRECTI[O0]N ISSUED\b.{0,24}$", "CORRECTION ISSUED: 5/6/60", "A CORRECTION WAS ISSUED BY THE MINISTRY", "ISSUED")  # fmt: skip
RULES: tuple[Rule, ...] = (
    CONTROL, RECEIVED, CORRECTION, FROM, TO_RULE, ACTION, INFO, ADDRESSES, REFERENCE, ADDRESSED, FILE_NUMBER,
)  # fmt: skip

TO = re.compile(r"^.{0,10}?(?<![A-Z0-9])(?:T[O0]|[1I][O0])\W{0,2}[:;.]")
SECRETARY = re.compile(r"S[EC]{2}R[EC]TAR[YVI]\W{1,3}[O0QD]F\W{1,3}ST[AE]T[EC]")
NUMBER = re.compile(
    r"(?:\bN[O0]\b\W{0,4})?(?:(?<![A-Z])([A-Z]{3,6})\W{1,3})?(?<![A-Z0-9])(\d[\dOIL]{0,4})[ ,.;:'-]{1,5}$"
)
NUMBER_LABEL = re.compile(r"^\W{0,2}N[O0]\W{1,2}$")
HOUR = re.compile(
    r"(?:[\dOIL|]{1,2}(?:[:;.] ?\d\d)?|N[O0]{2}N|MIDNI[GC]HT)\W{0,3}(?:[AP]\W{0,2}[A-Z1!|]{0,3}\W{0,2})?$"
)
CONTROL_ALONE = re.compile(r"^\W{0,4}(\d{1,3} ?\d{2,4})\W{0,3}$")
NAME = re.compile(r"[A-Z][A-Z' .-]{1,28}")
TOKEN = re.compile(r"[A-Z0-9]+")
NOON = re.compile(r"N[O0]{2}N|MIDNI[GC]HT")
PARTS = re.compile(r"[-;,\"=()]")
BETWEEN = re.compile(r"[^0-9;,.:\"']+")
FIRST_NAME = re.compile(r"[A-Z][A-Z ]{2,18}?(?= TELEGRAM|\W{1,2}\d)")
ROLES = {"ACTION", "INFORMATION", "INFO", "DEPARTMENT", "UNNUMBERED", "RPTD", "REPEATED", "AND", "TO", "FOR", "SENT"}  # fmt: skip
_STRAY = str.maketrans(":;*~^|", "      ")
_DAY_HALF = re.compile(r"(?<=[AP])[O0C](?=M)")
_DAY_HALF_END = re.compile(r"(?<=[AP]\.M)[EO](?=\W|$)")  # the second stop of p.m. as a letter
_FIRST_WORD = re.compile(r"^[\W_]{0,3}([A-Z0-9]{4,8})(?![A-Z0-9])[\W_]{0,4}")
# specks between a month and its day, and behind the comma of the year
_SPECKS = re.compile(r"(?<=[A-Z]{3})[.:°]{1,2}(?= ?\d)|(?<=\d,)[.:°]{1,2}(?=\d)")
_GLUED = re.compile(r"(?<=\d)[.,](?=[AP][^A-Z]|[AP]M)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(\d)(\d\d)[ .]{0,3}([AP])[. ]{0,2}M(?![A-Z])")
_NORMAL = {
    "LIMIT DISTRIBUTION": "LIMDIS",
    "LIMITED DISTRIBUTION": "LIMDIS",
    "EXCLUSIVE DISTRIBUTION": "EXDIS",
    "NO DISTRIBUTION": "NODIS",
}


class Clock(NamedTuple):
    """An hour with its place in the key."""

    start: int
    end: int
    value: str
    doubt: str = ""


@lru_cache(maxsize=128)  # two readers of the header ask for the same line
def mended(key: str) -> str:
    """A key with stray signs between the parts of a date as spaces, sign for sign."""
    if "." in key or ":" in key or "°" in key:
        key = _SPECKS.sub(lambda found: " " * len(found[0]), key)
    if "REC" not in key:
        key = key.translate(_STRAY)
    return _GLUED.sub(" ", _halves(key)).replace("..", ". ")


def _halves(key: str) -> str:
    """AM and PM with the stops that were read as letters."""
    if "OM" in key or "0M" in key or "CM" in key:
        key = _DAY_HALF.sub(".", key)
    return _DAY_HALF_END.sub(".", key) if ".M" in key else key


def clock(key: str) -> Clock | None:
    """Hour and minutes; a digit may stand where the colon was (`7327 A.M.`)."""
    found = _CLOCK.search(key)
    if found:
        value = _value(int(found[1]), int(found[3]), found[4])
        if value:
            return Clock(*found.span(), value, "A digit stands where the colon must be.")
    printed = times.clock(key)
    return Clock(printed.start, printed.end, printed.time) if printed and printed.time else None


def _value(hour: int, minute: int, half: str) -> str:
    if not 1 <= hour <= 12 or minute > 59:
        return ""
    return f"{hour % 12 + (12 if half == 'P' else 0):02}:{minute:02}"


def to_label(head: str) -> re.Match[str] | None:
    """The label `TO:` near the head of a line; its sign is looked for first."""
    signed = ":" in head or "." in head or ";" in head
    return TO.search(head) if signed else None


def first_word_is(key: str, label: str) -> int:
    """Where the first word of a line ends, if it is the label with at most one slip; or 0."""
    found = _FIRST_WORD.match(key)
    if found and distance(found[1], label, 1) is not None:
        return found.end()
    return 0


def is_secretary(bare: str) -> bool:
    """The addressee's formula, whole but for slips."""
    return distance(bare, "SECRETARYOFSTATE", 3) is not None


def figure(text: str) -> str:
    """The digits of a number where one must stand."""
    return digits(text) or text.replace(" ", "")


def title(name: str) -> str:
    """A place name as one writes it: `MEXICO CITY` is Mexico City, `USUN` stays."""
    name = " ".join(name.split())
    return name if name.startswith("US") else name.title()


def is_role(token: str) -> bool:
    """ACTION, INFORMATION ...; the long ones with a slip."""
    return token in ROLES or any(
        distance(token, role, 1) is not None for role in ("ACTION", "INFORMATION", "DEPARTMENT")
    )


def near_department(name: str) -> bool:
    """DEPARTMENT with a slip or two."""
    return distance(name, "DEPARTMENT", 2) is not None


@lru_cache(maxsize=4)  # one for each lexicon in use
def _endings(known: Words) -> tuple[str, ...]:
    """The precedences of some length, which a scrap may stand before."""
    return tuple(word for word in known.exact if len(word) >= 5)


def precedence(lexicon: Lexicon, token: str) -> str:
    """The precedence a word stands for; one slip, and a letter or two of dirt before it."""
    known = lexicon.precedences
    if token in known:
        return known[token]
    if not 4 <= len(token) <= 12:
        return ""
    endings = _endings(lexicon.precedence_words)
    if token.endswith(endings):
        ends = next(word for word in endings if token.endswith(word))
        if len(token) - len(ends) <= 2:
            return known[ends]
    near = lexicon.precedence_words.near(token, 1) if len(token) >= 5 else None
    return near.value if near and len(near.form) >= 5 else ""


def caption(lexicon: Lexicon, squeezed: str) -> str:
    """The caption a squeezed phrase stands for, LIMIT DISTRIBUTION as LIMDIS; empty for none."""
    bare = squeezed.removesuffix("SS") if len(squeezed) > 8 else squeezed
    name = lexicon.captions.get(squeezed) or lexicon.captions.get(bare, "")
    if not name and len(bare) >= 6:
        near = lexicon.caption_words.near(bare)
        name = near.value if near else ""
    return _NORMAL.get(name, name)
