"""Which cables are probably the same telegram in other bytes.

A cable leaves traits: hashes of what names a telegram (number, control number, date-time group),
and the least hashes of its text's runs of two words. Finding candidates is a few look-ups by key,
whatever the archive's size; each candidate is then compared for real.

Nothing is merged here or anywhere by itself: both pages say so, and an archivist decides.
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
ALIKE = 0.25  # of all runs shared; 2 % wrong characters in both copies leave about a third
FEWEST_RUNS = 12  # below that a text is too common to say anything: ACTION: URTEL 12. CONCUR.
_WORD = re.compile(r"[A-Z0-9]+")
_BITS = 0x7FFF_FFFF


class Traits(NamedTuple):
    """What a cable can be recognised by: keys with the name of their kind, and its text."""

    keys: dict[str, str]
    runs: frozenset[int]

    @property
    def hashes(self) -> set[int]:
        """What is looked for: the keys, and the least of the runs."""
        least = heapq.nsmallest(LEAST, self.runs) if len(self.runs) >= FEWEST_RUNS else ()
        return {_hash(key) for key in self.keys} | set(least)


def traits(reading: Reading, text: str, post: str) -> Traits:
    """The traits of one reading; `post` as the catalogue names it."""
    return Traits(dict(_keys(reading, post)), text_runs(clean_words(reading, text)))


def text_runs(words: Iterable[str]) -> frozenset[int]:
    """The hashed runs of two words, capitals and digits only."""
    plain = _WORD.findall(" ".join(words).upper())
    held = [word.encode() for word in plain]
    return frozenset(crc & _BITS for crc in map(zlib.crc32, map(b" ".join, pairwise(held))))


def why(one: Traits, other: Traits) -> str:
    """What says that two cables are probably the same: number, control, dtg, text; or nothing."""
    for key, kind in one.keys.items():
        if key in other.keys:
            return kind
    few = min(len(one.runs), len(other.runs)) < FEWEST_RUNS
    return "text" if not few and share(one.runs, other.runs) >= ALIKE else ""


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """The part of all runs that both have (Jaccard)."""
    return len(one & other) / (len(one | other) or 1)


def _keys(reading: Reading, post: str) -> Iterable[tuple[str, str]]:
    sender = _plain(post)
    day = single(reading, "sent_date")
    number = _plain(single(reading, "number"))
    if sender and number and len(day) >= 4:
        # The day, not the year: SECTO numbers begin again with each journey. A copy whose day is
        # misread is still found by its text.
        yield f"number {sender} {_plain(single(reading, 'series'))} {number} {day}", "number"
    control, received = single(reading, "control_number"), single(reading, "received_date")
    if control and len(received) == 10:
        yield f"control {_plain(control)} {received}", "control"
    document = _plain(single(reading, "mrn"))
    if document:
        yield f"mrn {document}", "number"
    if reading.sent and reading.sent.precision == "minute" and sender and not number:
        yield f"dtg {sender} {reading.sent.utc or reading.sent.local}", "dtg"


def _plain(printed: str) -> str:
    return "".join(_WORD.findall(printed.upper()))


def _hash(words: str) -> int:
    """31 bits, the same in every process."""
    return zlib.crc32(words.encode("utf-8", "surrogatepass")) & _BITS
