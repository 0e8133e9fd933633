"""The demonstration archive: cables of a story, some of them on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.archive import pages, scanned
from app.archive.store import Store
from app.desk.demo import ON_PAPER, load_specimens
from app.desk.room import Desk
from app.scans.files import open_files
from app.scans.pyramid import Pyramid
from app.scans.words import unpack
from app.vocabulary import load

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, open_files((tmp_path / "files").as_uri()), load(), 10**6)


def scans(desk: Desk) -> dict[str, tuple[scanned.CopyPage, ...]]:
    """The cables with a scan, and its pages."""
    with desk.store.reading() as connection:
        rows = pages.oldest_sent(connection, 50)
        found = {row.id: scanned.scan_pages(connection, row.id) for row in rows}
    return {id: leaves for id, leaves in found.items() if leaves}


def test_some_specimens_come_on_paper_with_every_word_in_its_place(desk: Desk) -> None:
    assert load_specimens(desk, count=5, fonts=FONTS) == 5
    on_paper = scans(desk)
    assert 1 <= len(on_paper) <= len(ON_PAPER)
    for id, leaves in on_paper.items():
        with desk.store.reading() as connection:
            cable = pages.cable_page(connection, id)
            words = [scanned.words_of(connection, id, leaf.number) for leaf in leaves]
        assert cable is not None
        assert cable.cable.specimen
        assert cable.source.media_type == "application/pdf"
        assert cable.reading.fields["number"].value
        for leaf, kept in zip(leaves, words, strict=True):
            assert kept is not None
            with Pyramid(desk.files.read(leaf.image_sha256)) as image:
                assert (image.width, image.height) == (leaf.width, leaf.height)
            told = unpack(kept.page.words, kept.page.text)
            there = [
                cable.source_text[kept.text_start + w.start : kept.text_start + w.end] for w in told
            ]
            assert there == kept.page.text.split()


def test_paper_is_drawn_once(desk: Desk) -> None:
    assert load_specimens(desk, count=3, fonts=FONTS) == 3
    held = scans(desk)
    assert load_specimens(desk, count=4, fonts=FONTS) == 1
    assert set(held) <= set(scans(desk))


def test_without_fonts_all_specimens_are_text(desk: Desk, tmp_path: Path) -> None:
    assert load_specimens(desk, count=3, fonts=tmp_path) == 3
    assert scans(desk) == {}
