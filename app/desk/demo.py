"""An archive to look at: composed cables, each plainly marked as a specimen.

Some of them come on paper, as scans are kept: page images, and the place of each word on them. No
engine reads these pages, for what stands on them is known; so they are there at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.archive import pages, repository, scanned, work
from app.archive.changes import last_change
from app.archive.pages import holdings
from app.archive.records import NewCable, NewSource
from app.archive.scanned import PageImage, PageRead
from app.desk.drafts import label
from app.desk.intake import Fate, Received, Wish, add_with_kin, take_in
from app.desk.naming import naming
from app.desk.page_reads import join
from app.desk.room import Desk
from app.scans.kinds import PDF
from app.scans.pyramid import build
from app.scans.sheets import PYRAMID
from app.scans.words import pack, placed
from app.specimens import Specimen, Stock, compose_archive
from app.telegram import read

COUNT = 30
SEED = 1
ON_PAPER = ("incoming", "outgoing", "message")  # one of each form, the first in the story
DPI = 150  # as much as a screen shows; 300 would take four times as long to draw
LEVEL = "mild"
ENGINE = "specimen"  # what drew the page also says what stands on it
_PROVENANCE = "composed for demonstration"
_WISH = Wish(publish=True, anyway=True, specimen=True)


def load_specimens(desk: Desk, *, count: int = COUNT, fonts: Path | None = None) -> int:
    """Take in and publish the demonstration cables, unless the archive holds anything else.

    A load that was cut off is finished by the next one: each text is taken in once.

    Args:
        desk: where.
        count: how many cables of the story.
        fonts: the folder of the faces that some of them are drawn with; without it all are text.

    Returns:
        How many were new.
    """
    if not _is_for_show(desk, count):
        return 0
    specimens = compose_archive(SEED, Stock.of(desk.vocabulary), count)
    drawn = _on_paper(specimens) if fonts and _can_draw(fonts) else frozenset()
    new = 0
    for specimen in specimens:
        if fonts and specimen.name in drawn:
            new += _take_in_paper(desk, specimen, fonts)
            continue
        data = specimen.text.encode()
        received = Received(f"{specimen.name}.txt", data, _PROVENANCE)
        new += take_in(desk, received, _WISH).fate == Fate.NEW
    return new


def _on_paper(specimens: Sequence[Specimen]) -> frozenset[str]:
    first: dict[str, str] = {}
    for specimen in specimens:
        first.setdefault(specimen.kind, specimen.name)
    return frozenset(first[kind] for kind in ON_PAPER if kind in first)


def _can_draw(fonts: Path) -> bool:
    return any(fonts.glob("courier-prime*.woff2"))


def _take_in_paper(desk: Desk, specimen: Specimen, fonts: Path) -> int:
    """Draw a specimen, keep its pages as a scan's, and publish it; 0 where it is here already."""
    from app.specimens.drawn import draw, encode
    from app.specimens.faces import Faces

    drawn = draw(specimen, LEVEL, Faces(fonts), machine="courier", dpi=DPI)
    data = encode(drawn, "pdf")
    sha256 = desk.files.put(data).sha256
    with desk.store.reading() as connection:
        if pages.find_source_by_sha256(connection, sha256) is not None:
            return 0
    reads = []
    images = []
    for number, page in enumerate(drawn, 1):
        size = page.image.size
        words = placed(page.text, [(*word[2:], 100) for word in page.words])
        reads.append(PageRead(number, ENGINE, "", "1", *size, page.text, pack(words, size), 100))
        stored = desk.files.put(build(page.image, page.dpi))
        images.append(PageImage(number, *size, page.dpi, PYRAMID, stored.sha256))
    source = NewSource(sha256, f"{specimen.name}.pdf", PDF, len(data), _PROVENANCE)
    _write(desk, source, images, reads)
    return 1


def _write(
    desk: Desk, source: NewSource, images: Sequence[PageImage], reads: Sequence[PageRead]
) -> None:
    """All rows of a drawn cable, in one transaction."""
    joined = join(reads)
    reading = read(joined.text, desk.vocabulary)
    with desk.store.writing() as tx:
        repository.add_source(tx, source)
        claim = work.claim(tx, source.sha256)
        if claim is None:
            return
        for image, page in zip(images, reads, strict=True):
            scanned.keep_image(tx, claim, image, then="")
            scanned.keep_read(tx, claim, page, then="")
        new = NewCable(
            source_sha256=source.sha256,
            source_text=joined.text,
            reading=reading,
            naming=naming(reading, desk.vocabulary),
            engine=label(reads),
            specimen=True,
        )
        cable_id = add_with_kin(desk, tx, new)
        scanned.place(tx, cable_id, reading, joined.pages)
        repository.publish(tx, cable_id, by=desk.who)
        work.at_step(tx, claim, "drawn", pages=len(images))
        work.finish(tx, claim)


def _is_for_show(desk: Desk, count: int) -> bool:
    """Whether nothing has happened here yet, or nothing but an earlier load that was cut off."""
    with desk.store.reading() as connection:
        if last_change(connection) == 0:
            return True
        held = holdings(connection)
    return held.cables == held.specimens and 0 < held.cables < count
