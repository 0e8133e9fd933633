"""Which cables are probably the same telegram in other bytes.

A cable leaves traits: hashes of what names a telegram (number, control number, date-time group),
and the eight least hashes of its text's runs of three words. Two texts that share a third of their
runs share at least one of the eight in 96 of 100 cases, whatever the archive's size, so finding
candidates is a few look-ups by key. A candidate by text is then compared for real.

Nothing is merged here or anywhere by itself: both pages say so, and an archivist decides.
"""

from __future__ import annotations

import heapq
import re
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from app.archive.catalogue import clean_words, single
from app.telegram.reading import Reading

LEAST = 8
RUN = 3  # words
ALIKE = 0.25  # of all runs shared; 2 % wrong characters in both copies leave about a third
FEWEST_RUNS = 12  # below that a text is too common to say anything: ACTION: URTEL 12. CONCUR.
_WORD = re.compile(r"[A-Z0-9]+")


class Traits(NamedTuple):
    """What a cable can be recognised by: hashed keys with the name of their kind, and its text."""

    keys: dict[int, str]
    least: tuple[int, ...]
    runs: frozenset[int]


def traits(reading: Reading, text: str, post: str) -> Traits:
    """The traits of one reading; `post` as the catalogue names it."""
    runs = text_runs(clean_words(reading, text))
    least = tuple(heapq.nsmallest(LEAST, runs)) if len(runs) >= FEWEST_RUNS else ()
    return Traits({_hash(key): kind for kind, key in _keys(reading, post)}, least, runs)


def text_runs(words: Iterable[str]) -> frozenset[int]:
    """The hashed runs of three words, capitals and digits only."""
    plain = _WORD.findall(" ".join(words).upper())
    return frozenset(
        _hash(" ".join(plain[at : at + RUN])) for at in range(max(0, len(plain) - RUN + 1))
    )


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
        yield "number", f"number {sender} {_plain(single(reading, 'series'))} {number} {day}"
    control, received = single(reading, "control_number"), single(reading, "received_date")
    if control and len(received) == 10:
        yield "control", f"control {_plain(control)} {received}"
    document = _plain(single(reading, "mrn"))
    if document:
        yield "number", f"mrn {document}"
    if reading.sent and reading.sent.precision == "minute" and sender and not number:
        yield "dtg", f"dtg {sender} {reading.sent.utc or reading.sent.local}"


def _plain(printed: str) -> str:
    return "".join(_WORD.findall(printed.upper()))


def _hash(words: str) -> int:
    """63 bits, the same in every process: CRC-32 above, Adler-32 below."""
    held = words.encode()
    return zlib.crc32(held) << 31 | zlib.adler32(held) >> 1
