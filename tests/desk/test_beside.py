"""hOCR and ALTO: alone a cable, beside their scan a transcript of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from app.archive import batches, repository, scanned, tables
from app.archive.packing import unpack_text
from app.archive.records import FileFate, NewBatch, NewSource, Outcome
from app.archive.store import Store
from app.archive.verify import verify
from app.desk.room import Desk
from app.desk.transcribe import transcribe
from app.scans.files import open_files
from app.scans.kinds import ALTO, HOCR, TIFF
from app.scans.words import unpack
from app.vocabulary import load
from tests.desk.scan_files import FIRST_PAGE, texts, tiff
from tests.desk.test_transcribe import cables, standing, through


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, open_files((tmp_path / "files").as_uri()), load(), 10**6)


def words_at(text: str) -> list[list[tuple[str, int, int, int, int]]]:
    """The words of each line with made-up places."""
    return [
        [(word, 30 + 90 * n, 20 + 40 * at, 80, 30) for n, word in enumerate(line.split())]
        for at, line in enumerate(text.split("\n"))
    ]


def hocr(*pages: str) -> bytes:
    def word(one: tuple[str, int, int, int, int]) -> str:
        text, x, y, width, height = one
        box = f"bbox {x} {y} {x + width} {y + height}; x_wconf 91"
        return f'<span class="ocrx_word" title="{box}">{text}</span>'

    def page(text: str) -> str:
        lines = "".join(
            f'<span class="ocr_line" title="bbox 0 0 9 9">{" ".join(map(word, line))}</span>'
            for line in words_at(text)
        )
        return (
            f'<div class="ocr_page" title="bbox 0 0 800 330"><p class="ocr_par">{lines}</p></div>'
        )

    return f"<!DOCTYPE html><html><body>{''.join(map(page, pages))}</body></html>".encode()


def alto(*pages: str) -> bytes:
    def word(one: tuple[str, int, int, int, int]) -> str:
        text, x, y, width, height = one
        return (f'<String CONTENT="{text}" HPOS="{x}" VPOS="{y}" WIDTH="{width}" '
                f'HEIGHT="{height}" WC="0.91"/><SP/>')  # fmt: skip

    def page(text: str) -> str:
        lines = "".join(
            f"<TextLine>{''.join(map(word, line))}</TextLine>" for line in words_at(text)
        )
        return (f'<Page WIDTH="800" HEIGHT="330"><PrintSpace><TextBlock>{lines}</TextBlock>'
                "</PrintSpace></Page>")  # fmt: skip

    head = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>'
    unit = "<MeasurementUnit>pixel</MeasurementUnit></Description><Layout>"
    return f"{head}{unit}{''.join(map(page, pages))}</Layout></alto>".encode()


def batch_of(desk: Desk, *files: tuple[str, bytes, str]) -> list[str]:
    """Files (name, bytes, media type) accepted in one batch; their SHA-256."""
    found = []
    with desk.store.writing() as tx:
        number = batches.open_batch(tx, NewBatch("Box", "ada"))
        batches.add_files(tx, number, [(name, len(data)) for name, data, _ in files])
    for at, (name, data, media_type) in enumerate(files, 1):
        kept = desk.files.put(data)
        with desk.store.writing() as tx:
            repository.add_source(
                tx, NewSource(kept.sha256, Path(name).name, media_type, kept.size)
            )
            batches.settle(tx, number, at, FileFate.ACCEPTED, sha256=kept.sha256)
        found.append(kept.sha256)
    return found


def transcripts(desk: Desk) -> list[tuple[str, str]]:
    """By what, and the text, of every transcript in the order in which they were kept."""
    asked = select(tables.transcript.c.engine, tables.transcript.c.body)
    with desk.store.reading() as connection:
        rows = connection.execute(asked.order_by(tables.transcript.c.id)).all()
    return [(row.engine, unpack_text(row.body)) for row in rows]


@pytest.mark.parametrize(("made", "kind"), [(hocr, HOCR), (alto, ALTO)])
def test_alone_it_is_a_cable_whose_words_have_their_places(
    desk: Desk, made: Callable[..., bytes], kind: str
) -> None:
    text = FIRST_PAGE.format(number=8)
    (sha256,) = batch_of(desk, ("a.xml", made(text, "-2- 8, MARCH 4 FROM LISBON"), kind))
    through(desk, sha256)
    (page,) = cables(desk, sha256)
    assert page.reading.fields["number"].value == "8"
    assert page.source_text.startswith(text)
    assert [one.number for one in page.reading.pages] == [1, 2]
    with desk.store.reading() as connection:
        held = scanned.words_of(connection, page.cable.id, 1)
    assert held is None or held.page.width == 800
    with desk.store.reading() as connection:
        kept = scanned.reads_of(
            connection, scanned.source_of(connection, sha256)[0], kind_name(kind)
        )
    first = unpack(kept[1].words, kept[1].text)[0]
    assert (first.x, first.y, first.width, first.height, first.confidence) == (30, 20, 80, 30, 91)


def kind_name(kind: str) -> str:
    return {HOCR: "hocr", ALTO: "alto"}[kind]


# the names of a scan and of its text, and which of the two is worked on first
PAIRS = (
    ("box/a.tif", "box/a.hocr", hocr, HOCR, False),
    ("box/a.tif", "box/A.tif.hocr", hocr, HOCR, True),
    ("box/a.TIF", "box/a.alto.xml", alto, ALTO, True),
)


@pytest.mark.parametrize(("scan", "name", "made", "kind", "first"), PAIRS)
def test_beside_its_scan_it_is_a_transcript_and_no_cable(
    desk: Desk, scan: str, name: str, made: Callable[..., bytes], kind: str, first: bool
) -> None:
    pages = texts(2, 8)
    image, text = batch_of(desk, (scan, tiff(pages), TIFF), (name, made(*pages), kind))
    if first:
        assert transcribe(desk, text)  # it waits: nobody knows yet how many pages the scan has
        assert standing(desk, text)[0] is Outcome.WAITING
    through(desk, image)
    through(desk, text)
    assert standing(desk, text) == (Outcome.READ, f"Kept as a transcript of {Path(scan).name}.")
    assert cables(desk, text) == []
    (page,) = cables(desk, image)
    assert page.engine.startswith("tesseract"), (
        "the archive's own reading stays the one that is read"
    )
    (own, _), (by, said) = transcripts(desk)
    assert own.startswith("tesseract")
    assert by == f"{kind_name(kind)} as received"
    assert said.split("\f\n")[0].strip() == pages[0]
    assert list(verify(desk.store, desk.files)) == []


def test_one_that_has_other_pages_or_another_name_is_a_cable_of_its_own(desk: Desk) -> None:
    for name, pages in (("box/a.hocr", texts(3, 8)), ("elsewhere/a.hocr", texts(2, 9))):
        _, text = batch_of(
            desk, ("box/a.tif", tiff(texts(2, len(pages))), TIFF), (name, hocr(*pages), HOCR)
        )
        through(desk, _)
        through(desk, text)
        assert len(cables(desk, text)) == 1, name
