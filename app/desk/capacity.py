"""How much this machine can read at once, by its memory and its cores; said in words on the desk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from app.scans.ocr import RAPIDOCR, TESSERACT

GB = 1 << 30
FOR_QUALITY = 4 * GB  # RapidOCR takes 1.2 GB a process, beside the database and the server
_EACH = 2 * GB
_CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


@dataclass(frozen=True, slots=True)
class Capacity:
    """What reads, how many files at once, and what an archivist should know of it."""

    engines: tuple[str, ...]  # the first gives the text that is searchable within seconds
    workers: int
    note: str = ""  # empty where nothing is held back


def capacity(memory: int, cores: int, *, has_rapidocr: bool, wanted: int | None = None) -> Capacity:
    """What a machine of so many bytes of memory and so many cores does.

    Args:
        memory: bytes.
        cores: of the processor.
        has_rapidocr: whether it is installed.
        wanted: how many files at once, where somebody has said it.
    """
    if not has_rapidocr:
        note = "RapidOCR is not installed here: pages are read by Tesseract alone."
        return Capacity((TESSERACT,), _workers(wanted, cores, memory), note)
    if memory < FOR_QUALITY:
        note = (
            f"This machine has {memory / GB:.1f} GB of memory: pages are read by Tesseract alone, "
            f"one file at a time. RapidOCR, which reads bad pages better, is used from "
            f"{FOR_QUALITY // GB} GB on."
        )
        return Capacity((TESSERACT,), 1 if wanted is None else wanted, note)
    return Capacity((TESSERACT, RAPIDOCR), _workers(wanted, cores, memory))


def of_this_machine(wanted: int | None = None) -> Capacity:
    """The same for where this runs; a container's own limit counts."""
    found = find_spec("rapidocr") is not None
    return capacity(memory(), os.cpu_count() or 1, has_rapidocr=found, wanted=wanted)


def memory() -> int:
    """Bytes of memory that this process may use."""
    held = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for place in _CGROUPS:
        try:
            told = Path(place).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if told.isdigit():
            held = min(held, int(told))
    return held


def _workers(wanted: int | None, cores: int, memory: int) -> int:
    return max(1, min(cores, memory // _EACH)) if wanted is None else wanted
