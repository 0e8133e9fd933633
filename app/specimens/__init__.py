"""Composes telegrams whose every value is known: for demonstration, tests and benchmarks.

Nothing here is shared with the reading core: no code, pattern or table. Posts, clocks and words
come from the caller as a `Stock`.
"""

from __future__ import annotations

from .archive import compose_archive
from .cable import Cable
from .compose import FAMILIES, FORMS, NOT_A_TELEGRAM, compose, stream
from .paper import ROLES, Specimen, bind
from .stock import Clock, Place, Run, Stock

__all__ = [
    "FAMILIES",
    "FORMS",
    "NOT_A_TELEGRAM",
    "ROLES",
    "Cable",
    "Clock",
    "Place",
    "Run",
    "Specimen",
    "Stock",
    "bind",
    "compose",
    "compose_archive",
    "stream",
]
