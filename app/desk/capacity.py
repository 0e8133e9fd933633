"""How much this machine can read at once, by its memory and its cores; said in words on the desk."""

from __future__ import annotations

from dataclasses import dataclass

from app.scans.ocr import ENOUGH, RAPIDOCR, engines, memory, workers

GB = 1 << 30


@dataclass(frozen=True, slots=True)
class Capacity:
    """What reads, how many files at once, and what an archivist should know of it."""

    engines: tuple[str, ...]  # the first gives the text that is searchable within seconds
    workers: int
    note: str = ""  # empty where nothing is held back


def capacity(have: int, wanted: int | None = None, *, fast: bool = False) -> Capacity:
    """What a machine of so many bytes of memory does.

    Args:
        have: bytes of memory.
        wanted: how many files at once, where somebody has said it.
        fast: whether the first engine alone is to read.
    """
    at_once = workers(have) if wanted is None else wanted
    if fast:
        return Capacity(
            engines(have)[:1], at_once, "Scans are read by Tesseract alone, as was set."
        )
    one = ", one file at a time" if at_once == 1 else ""
    if RAPIDOCR not in engines(have):
        note = (
            f"This machine has {have / GB:.1f} GB of memory: scans are read by Tesseract alone{one}. "
            "RapidOCR, which reads bad pages better, needs 1.5 GB."
        )
        return Capacity(engines(have), at_once, note)
    if have < ENOUGH and at_once == 1:
        note = (
            f"This machine has {have / GB:.1f} GB of memory: scans are read one file at a time. "
            f"From {ENOUGH // GB} GB on each core reads one."
        )
        return Capacity(engines(have), at_once, note)
    return Capacity(engines(have), at_once)


def of_this_machine(wanted: int | None = None, *, fast: bool = False) -> Capacity:
    """The same for where this runs; a container's own limit counts."""
    return capacity(memory(), wanted, fast=fast)
