"""Which cables are probably the same telegram in other bytes.

A cable leaves traits: hashes of what names a telegram (number, control number, IN number, date-time
group), and the least hashes of its text's pairs of words. Finding candidates is a few
look-ups by key, whatever the archive's size; each candidate is then compared for real.

Two engines read one worn carbon so differently that a tenth of all pairs in common is much, while
two telegrams on one matter share fewer, or a few stamped on both. Letters and digits that engines confuse count as
one. Nothing is merged here or anywhere by itself: both pages say so, and an archivist decides.
"""

from __future__ import annotations

import heapq
import re
import zlib
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from app.archive.catalogue import clean_words, single
from app.telegram.reading import Reading

LEAST = 16
ALIKE = 0.12  # of all pairs shared, and ENOUGH of them; or CLEARLY, and a FEW
ENOUGH, CLEARLY, FEW = 16, 0.16, 6
MISREAD = 2  # values that may differ where much of the text is the same
SAID = ("from", "number", "sent_date", "sent_time", "received_date", "control_number", "cite",
        "in_number", "signature")  # fmt: skip
SHORT = 1  # letter: mostly dirt
_WORD = re.compile(r"[A-Z0-9]+")
_CONFUSED = str.maketrans("015L82G6", "OISIBZCC")
_BITS = 0x7FFF_FFFF


class Traits(NamedTuple):
    """What a cable can be recognised by: keys with the name of their kind, and its text."""

    keys: dict[str, str]
    pairs: frozenset[int]
    said: dict[str, str]  # values that two copies of one telegram have in common

    @property
    def hashes(self) -> set[int]:
        """What is looked for: the keys, and the least of the pairs."""
        least = heapq.nsmallest(LEAST, self.pairs) if len(self.pairs) >= FEW else ()
        return {_hash(key) for key in self.keys} | set(least)


def traits(reading: Reading, text: str, post: str) -> Traits:
    """The traits of one reading; `post` as the catalogue names it."""
    said = {name: _plain(single(reading, name)) for name in SAID}
    pairs = text_pairs(clean_words(reading, text))
    return Traits(dict(_keys(reading, post)), pairs, {n: v for n, v in said.items() if v})


def text_pairs(words: Iterable[str]) -> frozenset[int]:
    """The hashed pairs of words that follow one another, single letters left out."""
    plain = _WORD.findall(" ".join(words).upper().translate(_CONFUSED))
    held = [word.encode() for word in plain if len(word) > SHORT]
    return frozenset(crc & _BITS for crc in map(zlib.crc32, map(b" ".join, pairwise(held))))


def why(one: Traits, other: Traits) -> str:
    """What says that two cables are probably the same: number, control, dtg, text; or nothing."""
    for key, kind in one.keys.items():
        if key in other.keys:
            return kind
    shared = len(one.pairs & other.pairs)
    part = shared / (len(one.pairs | other.pairs) or 1)
    apart = _apart(one, other)
    if part >= CLEARLY and shared >= FEW and apart <= MISREAD:
        return "text"
    return "text" if part >= ALIKE and shared >= ENOUGH and apart <= 1 else ""


def _apart(one: Traits, other: Traits) -> int:
    """How many values both copies say differ: one may be misread, so may the other, hardly all.

    Telegrams that follow a pattern (reports of a week, visits) have much text in common; their
    numbers, days and hours are each another's.
    """
    both = one.said.keys() & other.said.keys()
    return sum(one.said[name] != other.said[name] for name in both)


def _keys(reading: Reading, post: str) -> Iterable[tuple[str, str]]:
    sender, day = _plain(post), single(reading, "sent_date")
    number = _plain(single(reading, "number"))
    if sender and number and len(day) >= 4:
        # The day, not the year: SECTO numbers begin again with each journey. A copy whose day is
        # misread is still found by its text.
        yield f"number {sender} {_plain(single(reading, 'series'))} {number} {day}", "number"
    cite = single(reading, "cite")
    if any(map(str.isdigit, cite)) and len(day) == 10:
        yield f"cite {_plain(cite)} {day}", "number"
    received = _plain(single(reading, "in_number"))
    if len(received) > 4 and len(day) == 10:
        yield f"in {received} {day}", "control"
    control, stamped = single(reading, "control_number"), single(reading, "received_date")
    if control and len(stamped) == 10:
        yield f"control {_plain(control)} {stamped}", "control"
    if document := _plain(single(reading, "mrn")):
        yield f"mrn {document}", "number"
    if reading.sent and reading.sent.precision == "minute" and sender:
        yield f"dtg {sender} {number} {reading.sent.utc or reading.sent.local}", "dtg"


def _plain(printed: str) -> str:
    return "".join(_WORD.findall(printed.upper().translate(_CONFUSED)))


def _hash(words: str) -> int:
    """31 bits, the same in every process."""
    return zlib.crc32(words.encode("utf-8", "surrogatepass")) & _BITS
