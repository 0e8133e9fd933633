"""hOCR and ALTO that come with the scan they were made of: a transcript of it, and no cable.

Both are handed over in one batch and have one name but for its end: `box 7/scan-1.tif` with
`box 7/scan-1.hocr`, `box 7/scan-1.tif.hocr` or `box 7/scan-1.alto.xml`. A text whose pages are not
as many as the scan's is not taken for its text: it becomes a cable of its own, as one that comes
alone does.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path, PurePosixPath

from app.archive import batches, pages, repository, scanned, work
from app.archive.records import BatchFile, CableState, FileFate, Outcome
from app.archive.scanned import PageRead
from app.archive.store import Connection, Transaction
from app.archive.work import Claim
from app.desk.drafts import label
from app.desk.page_reads import join, page_read
from app.desk.room import Desk
from app.scans import sheets
from app.scans.kinds import SCANS, TRANSCRIPTS

ENDS = (
    ".hocr.html", ".hocr.htm", ".hocr.xml", "_hocr.html", ".alto.xml", "_alto.xml", ".hocr",
    ".alto", ".html", ".htm", ".xml",
)  # fmt: skip
OF_SCANS = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png")
_LOST = (FileFate.REFUSED, FileFate.FAILED, FileFate.CANCELLED)


class Beside(Enum):
    """What a text with boxes is to the files it came with."""

    ALONE = "it has no scan"
    WAITS = "its scan is not counted yet"
    KEPT = "it is kept as a transcript of its scan"


def keep_beside(desk: Desk, claim: Claim, path: Path) -> Beside:
    """Keep a claimed hOCR or ALTO file as a transcript of the scan it came with, if it did.

    Args:
        desk: where.
        claim: on the text.
        path: its bytes.

    Raises:
        TakenOver: the text is another worker's by now; nothing was written.
        TranscriptRefused, ScanTooSlow ...: as `sheets.examine`.
    """
    if claim.media_type not in TRANSCRIPTS:
        return Beside.ALONE
    with desk.store.reading() as connection:
        scan = scan_of(connection, claim.sha256)
        if scan is None:
            return Beside.ALONE
        held = pages.find_source_by_sha256(connection, scan.sha256) if scan.sha256 else None
        id, many = scanned.source_of(connection, scan.sha256) if held else (0, 0)
    if held is None or (not many and held.outcome is Outcome.WAITING):
        return Beside.WAITS
    examined = sheets.examine(path, claim.name, desk.limits)
    if examined.pages != many:
        return Beside.ALONE
    layers = [sheets.text_layer(path, claim.name, n, desk.limits) for n in range(1, many + 1)]
    reads = [page_read(number, layer) for number, layer in enumerate(layers, 1) if layer]
    with desk.store.writing() as tx:
        work.hold(tx, claim)
        for read in reads:
            scanned.keep_beside(tx, id, read)
        _transcribe(tx, id, {read.number: read for read in reads})
        work.finish(tx, claim, f"Kept as a transcript of {PurePosixPath(scan.name).name}.")
        desk.step("before commit")
    desk.step("kept beside its scan")
    return Beside.KEPT


def scan_of(connection: Connection, sha256: str) -> BatchFile | None:
    """The scan that came with a text with boxes, by their names; it may still be arriving."""
    for name in batches.names_of(connection, sha256):
        stem = stem_of(name)
        for file in batches.named_like(connection, sha256, stem):
            other = file.name.lower()
            same = other == stem or (other.startswith(stem) and other[len(stem) :] in OF_SCANS)
            if same and file.fate not in _LOST and _is_scan(connection, file):
                return file
    return None


def stem_of(name: str) -> str:
    """What the name of a text with boxes has in common with that of its scan.

    >>> stem_of("Box 7/Scan-1.hocr"), stem_of("scan-1.tif.hocr"), stem_of("scan-1.alto.xml")
    ('box 7/scan-1', 'scan-1.tif', 'scan-1')
    """
    lower = name.lower()
    return next((lower.removesuffix(end) for end in ENDS if lower.endswith(end)), lower)


def _is_scan(connection: Connection, file: BatchFile) -> bool:
    """By its bytes where they are here, until then by its name."""
    held = pages.find_source_by_sha256(connection, file.sha256) if file.sha256 else None
    return held.source.media_type in SCANS if held else file.name.lower().endswith(OF_SCANS)


def _transcribe(tx: Transaction, scan: int, reads: dict[int, PageRead]) -> None:
    """Lay it beside the texts of the scan's cables; one that has none yet finds it when it is made."""
    for cable_id in scanned.cables_of(tx.connection, scan):
        if repository.hold(tx, cable_id) not in (CableState.DRAFT, CableState.PUBLISHED):
            continue
        placed = scanned.placed_in(tx.connection, cable_id)
        own: Sequence[PageRead] = [
            reads.get(one.source_page, PageRead(one.source_page, "", "", "", 0, 0, "", b"", 0))
            for one in placed
        ]
        kept = join(own)
        if kept.text.strip():
            scanned.add_transcript(tx, cable_id, kept.text, label(own), kept.pages)
