"""Reading page images: which engines there are, one page by one of them, two readings compared."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from app.scans import sandbox
from app.scans.doubts import compare
from app.scans.sheets import Sheet, page_text
from app.scans.words import PageText

TESSERACT = "tesseract"
RAPIDOCR = "rapidocr"
_SECONDS = {TESSERACT: 120.0, RAPIDOCR: 300.0}  # a full page takes 2 and 5 on one core
ENOUGH = 4 << 30  # bytes of memory: from there on each core may have a worker with both engines
_LEAST = 3 << 29  # below 1.5 GB the neural engine (0.8 GB) would crowd out the server itself
_CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")

__all__ = ["RAPIDOCR", "TESSERACT", "compare", "engines", "memory", "read_page", "workers"]


def read_page(sheet: Sheet, engine: str = TESSERACT) -> PageText:
    """The text on a page, with a box on the stored image for each word.

    The same sheet and engine give the same text, whatever was read before.

    Args:
        sheet: a page image as it is stored; its number, width, height, dpi and image are used.
        engine: TESSERACT or RAPIDOCR.

    Raises:
        EngineFailed: the engine gave no answer; the call may be made again.
    """
    told, _ = sandbox.read(engine, sheet.image, sheet.number, _SECONDS[engine], dpi=sheet.dpi)
    return page_text(told)


def memory() -> int:
    """Bytes of memory that this machine, or the container around us, has in all."""
    limits = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for place in _CGROUPS:
        with suppress(OSError, ValueError):  # "max" where there is no limit
            limits.append(int(Path(place).read_text()))
    return min(limits)


def engines(have: int | None = None) -> tuple[str, ...]:
    """The engines to read with, the first text first: Tesseract alone where memory is short."""
    return (TESSERACT,) if (have or memory()) < _LEAST else (TESSERACT, RAPIDOCR)


def workers(have: int | None = None) -> int:
    """How many pages to read at once: one below 4 GB, else one for each core, at most 1 a GB."""
    amount = have or memory()
    return 1 if amount < ENOUGH else max(1, min(os.cpu_count() or 1, amount >> 30))
