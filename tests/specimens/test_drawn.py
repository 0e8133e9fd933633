from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from app.specimens import compose
from app.specimens.drawn import KINDS, draw, encode
from app.specimens.faces import TYPEWRITERS, Faces
from app.specimens.layout import COLUMN, TEXT, TYPED, lay_out
from app.specimens.wear import LEVELS

DPI = 100  # enough for where things stand; what an engine reads of it is measured elsewhere


@pytest.fixture(scope="module")
def faces(root) -> Faces:
    return Faces(root / "static" / "vendor")


def dark(page) -> np.ndarray:
    grey = np.asarray(page.image.convert("L"))
    return grey < 128


def inside(page, margin: int = 0) -> np.ndarray:
    """True where a word's box is."""
    covered = np.zeros(dark(page).shape, dtype=bool)
    for word in page.words:
        covered[
            max(0, word.y - margin) : word.y + word.height + margin,
            max(0, word.x - margin) : word.x + word.width + margin,
        ] = True
    return covered


@pytest.mark.parametrize("kind", ["incoming", "outgoing", "message", "electronic", "airgram"])
def test_every_word_of_the_text_has_a_box_with_its_ink_and_no_ink_lies_outside(kind, stock, faces):
    for page in draw(compose(4, stock, kind), "clean", faces, dpi=DPI):
        spans = [found.span() for found in re.finditer(r"\S+", page.text)]
        assert [(word.start, word.end) for word in page.words] == spans
        ink = dark(page)
        for word in page.words:
            box = ink[word.y : word.y + word.height, word.x : word.x + word.width]
            assert box.any(), page.text[word.start : word.end]
        assert not (ink & ~inside(page, margin=1)).any()


@pytest.mark.parametrize("seed", range(4))
def test_boxes_turn_with_the_sheet(seed, stock, faces):
    turned = replace(LEVELS["clean"], name="turned", skew=3)
    LEVELS["turned"] = turned
    try:
        page = draw(compose(seed, stock, "incoming"), "turned", faces, dpi=DPI)[-1]
    finally:
        del LEVELS["turned"]
    assert abs(page.skew) > 0.1
    ink = dark(page)
    assert (ink & inside(page, margin=1)).sum() / ink.sum() > 0.995


def test_equal_seeds_give_equal_files_and_other_seeds_other_paper(stock, faces):
    specimen = compose(3, stock, "message")
    one = encode(draw(specimen, "medium", faces, dpi=DPI), "pdf")
    assert one == encode(draw(specimen, "medium", faces, dpi=DPI), "pdf")
    assert one != encode(draw(specimen, "medium", faces, dpi=DPI, seed=1), "pdf")


@pytest.mark.parametrize("seed", range(12))
def test_what_the_fields_are_printed_as_stands_on_the_paper(seed, stock):
    specimen = compose(seed, stock, "incoming")
    drawn = " ".join(line.text for sheet in lay_out(specimen) for line in sheet.lines)
    printed = [words for name in specimen.printed for words in specimen.printed[name]]
    assert [words for words in printed if " ".join(words.split()) not in drawn] == []


def test_the_left_column_stands_apart_and_is_read_before_the_text_beside_it(stock):
    specimen = next(
        found
        for found in (compose(seed, stock, "incoming") for seed in range(50))
        if len(found.fields.get("info_offices", ())) > 6
    )
    lines = [line for sheet in lay_out(specimen) for line in sheet.lines]
    column = [line.text for line in lines if line.x == COLUMN]
    assert [text for text in column if text in specimen.fields["info_offices"]] == (
        specimen.fields["info_offices"]
    )
    at = [n for n, line in enumerate(lines) if line.x == COLUMN]
    assert at == list(range(at[0], at[-1] + 1))  # nothing of the text between
    assert all(line.x >= TEXT for line in lines[at[-1] + 1 :] if line.style == TYPED)


def test_labels_and_values_that_an_engine_parts_stand_on_one_line(stock):
    for seed in range(40):
        lines = [line for s in lay_out(compose(seed, stock, "incoming")) for line in s.lines]
        typed = {line.text for line in lines if line.style == TYPED}
        assert not {"Control:", "Rec'd:", "FROM:", "TO:", "NO:"} & typed


def test_each_level_is_what_it_is_called(stock, faces):
    specimen = compose(5, stock, "electronic")
    drawn = {name: draw(specimen, name, faces)[0] for name in ("clean", "stamps", "fax")}
    assert {name: page.image.mode for name, page in drawn.items()} == {
        "clean": "L",
        "stamps": "RGB",
        "fax": "1",
    }
    assert drawn["fax"].dpi == 200
    assert drawn["clean"].over == ()
    assert len(drawn["stamps"].over) == LEVELS["stamps"].stamps
    # a stamp lies over the text and is no part of it
    assert drawn["stamps"].text == drawn["clean"].text


def test_worse_levels_leave_less_between_ink_and_paper(stock, faces):
    specimen = compose(5, stock, "incoming")

    def contrast(level: str) -> float:
        page = draw(specimen, level, faces, dpi=DPI, machine="courier")[0]
        greys = np.asarray(page.image.convert("L"), dtype=float)
        return float(np.percentile(greys, 50) - greys[inside(page)].min())

    found = [contrast(level) for level in ("clean", "mild", "medium", "heavy")]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("machine", TYPEWRITERS)
def test_every_typewriter_prints_all_signs(machine, stock, faces):
    page = draw(compose(2, stock, "cas"), "clean", faces, machine=machine, dpi=DPI)[0]
    assert dark(page).any()


def test_the_files_hold_all_pages_at_their_size(stock, faces):
    pages = draw(compose(3, stock, "incoming"), "fax", faces)
    assert len(pages) > 1
    pdf = pypdfium2.PdfDocument(encode(pages, "pdf"))
    assert len(pdf) == len(pages)
    assert pdf[0].get_size() == pytest.approx((612, 792), abs=1)
    tiff = Image.open(io.BytesIO(encode(pages, "tiff")))
    assert tiff.n_frames == len(pages)
    assert tiff.info["compression"] == "group4"
    for kind in ("png", "jpeg"):
        image = Image.open(io.BytesIO(encode(pages, kind)))
        assert image.format == kind.upper()
        assert image.size == pages[0].image.size
        assert image.info["dpi"] == pytest.approx((200, 200), abs=1)


def test_no_page_and_no_such_kind_are_refused(stock, faces):
    with pytest.raises(ValueError, match=", ".join(KINDS)):
        encode((), "pdf")
    with pytest.raises(KeyError):
        draw(compose(1, stock), "filthy", faces)


def test_a_font_that_is_not_installed_is_named(stock, tmp_path):
    with pytest.raises(FileNotFoundError, match="courier-prime"):
        draw(compose(1, stock), "clean", Faces(tmp_path), machine="courier")
