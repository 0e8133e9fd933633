"""A cable that was scanned: its pages drawn, its words where they were drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import insert, select

from app.archive import adding, repository, tables
from app.archive.packing import pack_text
from app.archive.records import NewCable, NewSource
from app.scans.pyramid import build
from app.scans.words import Word, pack
from app.specimens import Specimen, Stock, compose
from app.specimens.drawn import DrawnPage, draw, encode
from app.specimens.faces import Faces
from app.telegram import read
from app.vocabulary import load
from tests.web.shelves import Shelves, naming

ROOT = Path(__file__).resolve().parents[2]
DPI = 100
DOUBT = "another reading has it otherwise"


@dataclass(frozen=True)
class Scanned:
    """A cable in the archive, and the truth about its paper."""

    id: str
    specimen: Specimen
    pages: tuple[DrawnPage, ...]
    images: tuple[str, ...]
    text: str

    def start(self, number: int) -> int:
        """Where the text of a page begins."""
        return sum(len(page.text) + 2 for page in self.pages[: number - 1])


@lru_cache(maxsize=4)
def drawn(seed: int, level: str = "mild") -> tuple[Specimen, tuple[DrawnPage, ...]]:
    specimen = compose(seed, Stock.of(load()), "incoming")
    return specimen, draw(specimen, level, Faces(ROOT / "static" / "vendor"), dpi=DPI)


@lru_cache(maxsize=4)
def kept(seed: int) -> tuple[bytes, tuple[bytes, ...]]:
    """The file as it comes, and its page images as they are stored."""
    _, pages = drawn(seed)
    return encode(pages, "pdf"), tuple(build(page.image, page.dpi) for page in pages)


def add_scanned(shelves: Shelves, seed: int = 9, *, publish: bool = True) -> Scanned:
    """A cable taken in as a PDF whose pages are read without a slip; two words are doubtful."""
    specimen, pages = drawn(seed)
    data, stored = kept(seed)
    sha256 = shelves.files.put(data).sha256
    images = tuple(shelves.files.put(image).sha256 for image in stored)
    text = "\f\n".join(page.text for page in pages)
    with shelves.store.writing() as tx:
        repository.add_source(tx, NewSource(sha256, "scan.pdf", "application/pdf", len(data)))
        new = NewCable(sha256, text, read(text, load()), naming(pointers=()), engine="drawn")
        id = adding.add_cable(tx, new)
        source = tx.connection.execute(
            select(tables.source.c.id).where(tables.source.c.sha256 == sha256)
        ).scalar_one()
        transcript = (
            tx.connection.execute(
                select(tables.transcript.c.id).order_by(tables.transcript.c.id.desc())
            )
            .scalars()
            .first()
        )
        at = 0
        for number, (page, image) in enumerate(zip(pages, images, strict=True), 1):
            size = page.image.size
            words = tuple(
                Word(*place, 95, DOUBT if n in (40, 41) else "")
                for n, place in enumerate(page.words)
            )
            tx.connection.execute(
                insert(tables.scan_page).values(
                    source_id=source,
                    number=number,
                    width=size[0],
                    height=size[1],
                    dpi=page.dpi,
                    media_type="application/zip",
                    image_sha256=image,
                    flags=(),
                )
            )
            tx.connection.execute(
                insert(tables.page_text).values(
                    source_id=source,
                    number=number,
                    engine="drawn",
                    settings="",
                    engine_version="1",
                    width=size[0],
                    height=size[1],
                    body=pack_text(page.text),
                    words=pack(words, size),
                    confidence=95,
                    flags=(),
                    made_at=dt.datetime.now(dt.UTC),
                )
            )
            tx.connection.execute(
                insert(tables.transcript_page).values(
                    transcript_id=transcript,
                    number=number,
                    source_page=number,
                    engine="drawn",
                    settings="",
                    text_start=at,
                    text_end=at + len(page.text),
                )
            )
            at += len(page.text) + 2
        if publish:
            repository.publish(tx, id)
    return Scanned(id, specimen, pages, images, text)
