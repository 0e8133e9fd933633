"""Files of scans become page images, and page images become text with boxes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from app.errors import PageMissing
from app.scans import flags, ocr, sheets
from app.scans.kinds import PDF, TEXT, TIFF
from app.scans.words import PageText, placed
from tests.scans.made_files import pdf_with_text

LINES = ("FROM: PARIS", "TO: SECRETARY OF STATE", "NO: SECTO 8, DECEMBER 13, 6 PM")


def drawn(lines: tuple[str, ...] = LINES, mode: str = "L") -> Image.Image:
    image = Image.new("L", (1000, 60 + 60 * len(lines)), 255)
    font = ImageFont.load_default(36)
    for at, line in enumerate(lines):
        ImageDraw.Draw(image).text((40, 30 + 60 * at), line, fill=20, font=font)
    return image.convert(mode)


def saved(path: Path, image: Image.Image, **how: object) -> Path:
    image.save(path, **how)  # type: ignore[arg-type]
    return path


def test_a_group_4_tiff_of_two_pages_is_read_word_by_word(tmp_path: Path) -> None:
    second = drawn(("SECRET", "PAGE TWO"), "1")
    path = saved(
        tmp_path / "two.tif", drawn(mode="1"), compression="group4", save_all=True,
        append_images=[second], dpi=(300, 300),
    )  # fmt: skip
    before = path.read_bytes()
    assert sheets.examine(path, "two.tif") == sheets.Examined(TIFF, 2, has_text_layer=False)
    first = sheets.sheet(path, "two.tif", 1)
    assert (first.width, first.height, first.dpi) == (1000, 240, 300)
    page = ocr.read_page(first)
    assert page.text.split() == " ".join(LINES).split()
    assert ocr.read_page(sheets.sheet(path, "two.tif", 2)).text.split() == ["SECRET", "PAGE", "TWO"]
    assert path.read_bytes() == before


def test_a_box_lies_on_its_word(tmp_path: Path) -> None:
    path = saved(tmp_path / "one.pdf", drawn(), resolution=300)
    assert sheets.examine(path, "one.pdf").media_type == PDF
    sheet = sheets.sheet(path, "one.pdf", 1)
    page = ocr.read_page(sheet)
    word = next(w for w in page.words if page.text[w.start : w.end] == "SECRETARY")
    left = 40 + ImageFont.load_default(36).getlength("TO: ")
    assert abs(word.x - left) < 8
    assert 90 <= word.y <= 105
    assert word.y + word.height <= 135


def test_text_is_text_and_has_no_image(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("FROM: PARIS\n")
    assert sheets.examine(path, "a.txt") == sheets.Examined(TEXT, 1, has_text_layer=False)
    with pytest.raises(PageMissing, match=r"a\.txt"):
        sheets.sheet(path, "a.txt", 1)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_page_that_is_not_there_is_named(tmp_path: Path, number: int) -> None:
    path = saved(tmp_path / "one.png", drawn())
    with pytest.raises(PageMissing, match=f"page {number}: it has 1"):
        sheets.sheet(path, "one.png", number)


def test_readings_that_differ_mark_the_word(tmp_path: Path) -> None:
    path = saved(tmp_path / "one.png", drawn())
    page = ocr.read_page(sheets.sheet(path, "one.png", 1))
    other = page._replace(text=page.text.replace("PARIS", "PAR1S"), engine="other")
    compared = ocr.compare(other, page)
    doubts = {page.text[w.start : w.end]: w.doubt for w in compared.words if w.doubt}
    assert doubts == {"PARIS": "other reads: PAR1S"}
    assert compared.text == page.text


def test_a_pdf_with_text_brings_it_with_boxes(tmp_path: Path) -> None:
    path = tmp_path / "layer.pdf"
    path.write_bytes(pdf_with_text("FROM PARIS"))
    assert sheets.examine(path, "layer.pdf").has_text_layer
    page = sheets.text_layer(path, "layer.pdf", 1)
    assert page is not None
    assert page.text == "FROM PARIS\n"
    assert page.engine == "text-layer"
    sheet = sheets.sheet(path, "layer.pdf", 1)
    assert (page.width, page.height) == (sheet.width, sheet.height)
    ink = Image.open(io.BytesIO(whole(sheet))).convert("L").point(lambda v: 255 * (v < 128))
    first, second = page.words
    assert ink.crop((first.x, first.y, first.x + first.width, first.y + first.height)).getbbox()
    assert first.x + first.width < second.x


def test_a_word_is_compared_with_what_lies_where_it_does() -> None:
    box = (10, 10, 80, 20, 90)
    first = PageText("SOME WHERE NO ELSE\n", placed("SOME WHERE NO ELSE", [
        (10, 10, 38, 20, 90), (52, 10, 38, 20, 90), (300, 10, 30, 20, 90), (500, 400, 60, 20, 90),
    ]), 600, 500, "tesseract", "5", "", 90)  # fmt: skip
    second = PageText("SOMEWHERE NO “X” LOW\n", placed("SOMEWHERE NO “X” LOW", [
        box, (300, 10, 30, 20, 99), (100, 300, 30, 20, 99), (500, 400, 60, 20, 99),
    ]), 600, 500, "rapidocr", "3", "", 99)  # fmt: skip
    doubts = [word.doubt for word in ocr.compare(first, second).words]
    assert doubts == [
        "tesseract reads: SOME WHERE", "", "tesseract reads nothing", "tesseract reads: ELSE",
    ]  # fmt: skip


def test_a_word_that_its_engine_is_unsure_of_is_doubtful_though_both_agree() -> None:
    page = PageText("NO\n", placed("NO", [(0, 0, 9, 9, 41)]), 9, 9, "tesseract", "5", "", 41)
    assert [word.doubt for word in ocr.compare(page, page).words] == ["confidence 41 of 100"]


def test_the_neural_engine_reads_a_page_that_lies_askew_with_boxes_on_the_words(
    tmp_path: Path,
) -> None:
    image = drawn().rotate(2, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=True)
    sheet = sheets.sheet(saved(tmp_path / "askew.png", image, dpi=(300, 300)), "askew.png", 1)
    page = ocr.read_page(sheet, ocr.RAPIDOCR)
    assert page.text.replace(" ", "") == "\n".join(LINES).replace(" ", "") + "\n"
    assert flags.SKEWED in page.flags
    assert (page.engine, page.width, page.height) == ("rapidocr", sheet.width, sheet.height)
    ink = image.point(lambda value: 255 * (value < 128))
    for word in page.words:
        seen = ink.crop((word.x, word.y, word.x + word.width, word.y + word.height)).getbbox()
        assert seen is not None, page.text[word.start : word.end]
        assert seen[2] - seen[0] > 0.7 * word.width


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_stored_upright(
    tmp_path: Path, degrees: int
) -> None:
    text = tuple("THE EMBASSY REPORTS THAT THE MINISTER SPOKE" for _ in range(16))
    image = drawn(text).rotate(degrees, expand=True)
    sheet = sheets.sheet(saved(tmp_path / "a.png", image, dpi=(300, 300)), "a.png", 1)
    assert (sheet.width, sheet.height) == drawn(text).size
    assert (flags.TURNED in sheet.flags) == bool(degrees)
    kept = Image.open(io.BytesIO(whole(sheet)))
    assert ImageChops.difference(kept, drawn(text)).getextrema()[1] < 90


def test_a_page_without_writing_is_blank(tmp_path: Path) -> None:
    image = Image.new("L", (800, 1000), 235)
    ImageDraw.Draw(image).ellipse((100, 100, 104, 104), fill=90)  # a speck
    sheet = sheets.sheet(saved(tmp_path / "blank.png", image), "blank.png", 1)
    page = ocr.read_page(sheet)
    assert (page.text, page.words, page.flags) == ("", (), (flags.BLANK,))


def test_typing_under_a_coloured_stamp_is_read(tmp_path: Path) -> None:
    image = drawn().convert("RGB")
    stamp = Image.new("RGB", image.size, "white")
    ImageDraw.Draw(stamp).rectangle((20, 80, 500, 150), outline=(40, 90, 180), width=9)
    ImageDraw.Draw(stamp).line((20, 150, 500, 80), fill=(40, 90, 180), width=9)
    both = ImageChops.multiply(image, stamp)
    sheet = sheets.sheet(saved(tmp_path / "stamped.png", both), "stamped.png", 1)
    assert ocr.read_page(sheet).text.split() == " ".join(LINES).split()


# Memory in GB: the engines, and pages read at once on two cores.
MEMORY = (
    (1, ("tesseract",), 1),
    (3, ("tesseract", "rapidocr"), 1),
    (4, ("tesseract", "rapidocr"), 2),
)


@pytest.mark.parametrize(("gigabytes", "engines", "workers"), MEMORY)
def test_little_memory_is_kept_to(
    gigabytes: int, engines: tuple[str, ...], workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert ocr.engines(gigabytes << 30) == engines
    assert ocr.workers(gigabytes << 30) == workers


def whole(sheet: sheets.Sheet) -> bytes:
    from app.scans.pyramid import Pyramid

    out = io.BytesIO()
    with Pyramid(sheet.image) as kept:
        kept.whole().save(out, "PNG")
    return out.getvalue()
