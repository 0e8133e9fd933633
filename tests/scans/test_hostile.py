"""Every hostile or broken file is answered by name, soon, and nothing else is harmed by it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import (
    PageTooLarge,
    PathUnreadable,
    ReftelError,
    Refused,
    ScanDamaged,
    ScanEmpty,
    ScanEncrypted,
    ScanTooHungry,
    ScanTooLarge,
    ScanTooLong,
    ScanTooSlow,
    ScanWrongType,
    TranscriptRefused,
)
from app.scans import sandbox, sheets
from app.scans.kinds import Limits
from tests.scans import hostile_files as made

LIMITS = Limits()
DAMAGED = (ScanDamaged, ScanEmpty)
# What it is, the file, the answers that are right.
FILES: tuple[tuple[str, Callable[[], bytes], tuple[type[ReftelError], ...]], ...] = (
    ("PNG bomb", made.png_bomb, (PageTooLarge,)),
    ("TIFF bomb", lambda: made.tiff(60_000, 60_000), (PageTooLarge,)),
    ("TIFF with a side too long", lambda: made.tiff(90_000, 10), (PageTooLarge,)),
    ("PDF image bomb", made.pdf_image_bomb, (PageTooLarge,)),
    ("PDF content bomb", made.pdf_content_bomb, (ScanTooSlow, ScanTooHungry, ScanDamaged)),
    ("PDF of deep arrays", made.pdf_of_deep_arrays, DAMAGED),
    ("locked PDF", made.pdf_locked, (ScanEncrypted,)),
    ("huge PDF page", made.huge_pdf_page, (PageTooLarge,)),
    ("PDF cut off", lambda: made.cut(made.plain_pdf(), 0.4), DAMAGED),
    ("PDF head alone", lambda: b"%PDF-1.7\n", DAMAGED),
    ("JPEG cut off", lambda: made.cut(made.jpeg(), 0.5), (ScanDamaged,)),
    ("PNG head alone", lambda: b"\x89PNG\r\n\x1a\n", (ScanDamaged,)),
    ("TIFF that points nowhere", lambda: b"II*\0\xff\xff\xff\x7f", DAMAGED),
    ("no bytes", lambda: b"", (ScanEmpty,)),
    ("GIF", lambda: b"GIF89a" + b"\0" * 50, (ScanWrongType,)),
    ("program", lambda: b"\x7fELF" + b"\0" * 50, (ScanWrongType,)),
    ("office document", lambda: b"PK\x03\x04" + b"\0" * 50, (ScanWrongType,)),
    ("bytes of nothing", lambda: bytes(range(256)) * 9, (ScanWrongType,)),
    ("entities in ALTO", lambda: made.LAUGHS, (TranscriptRefused,)),
    ("ALTO that asks for a file", lambda: made.ELSEWHERE, (TranscriptRefused,)),
    ("ALTO cut off", lambda: made.NOT_CLOSED, (TranscriptRefused,)),
    ("ALTO too deep", lambda: made.DEEP, (TranscriptRefused, ScanDamaged)),
    ("hOCR of nothing", lambda: b"<html><meta name='ocr-system'></html>", (ScanEmpty,)),
)


# the wall clock is brought near, so that what runs into it does not hold up the tests
SOON = LIMITS._replace(seconds=6)


def read_whole(path: Path, limits: Limits = SOON) -> None:
    """What intake and the worker do with a file: looked at, then its first page drawn."""
    sheets.examine(path, path.name, limits)
    sheets.sheet(path, path.name, 1, limits)


def refusal(path: Path) -> str:
    """Why a file is refused; empty where it is read."""
    try:
        read_whole(path)
    except Refused as refused:
        return refused.reason
    return ""


@pytest.mark.parametrize(("what", "make", "errors"), FILES, ids=[each[0] for each in FILES])
def test_it_is_answered_by_name_and_left_as_it_was(
    tmp_path: Path,
    what: str,
    make: Callable[[], bytes],
    errors: tuple[type[ReftelError], ...],
) -> None:
    path = tmp_path / what
    path.write_bytes(make())
    before, began = path.read_bytes(), time.monotonic()
    with pytest.raises(errors) as told:
        read_whole(path)
    assert what in told.value.reason
    assert told.value.remedy
    assert time.monotonic() - began < 60
    assert path.read_bytes() == before


def test_a_million_objects_are_counted_and_the_page_is_drawn_or_refused_by_name(
    tmp_path: Path,
) -> None:
    path = tmp_path / "million.pdf"
    path.write_bytes(made.pdf_of_many_objects())
    began = time.monotonic()
    assert "million.pdf" in (refusal(path) or "million.pdf")
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("make", [made.pdf_of_itself, made.tiff_that_bites_its_tail])
def test_what_contains_itself_comes_to_an_end(tmp_path: Path, make: Callable[[], bytes]) -> None:
    path = tmp_path / "itself"
    path.write_bytes(make())
    assert "itself" in (refusal(path) or "itself")


def test_limits_on_bytes_and_pages_are_told_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made.plain_pdf())
    with pytest.raises(ScanTooLarge, match="the limit for one scan is 100 bytes"):
        sheets.examine(path, "a.pdf", Limits(bytes=100))
    with pytest.raises(ScanTooLong, match=r"has 1 pages; the limit for one scan is 0"):
        sheets.examine(path, "a.pdf", Limits(pages=0))
    image = tmp_path / "a.png"
    image.write_bytes(made.jpeg())
    with pytest.raises(PageTooLarge, match=r"Page 1 of a\.png is 400 by 400 pixels"):
        sheets.sheet(image, "a.png", 1, Limits(pixels=1_000))
    with pytest.raises(PathUnreadable, match=r"gone\.pdf"):
        sheets.examine(tmp_path / "gone.pdf", "gone.pdf")


def test_the_next_file_is_read_after_a_decoder_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made.plain_pdf())
    sheets.examine(path, "a.pdf")
    with pytest.raises((ScanTooHungry, ScanDamaged)):  # less memory than Python itself has
        sheets.sheet(path, "a.pdf", 1, SOON._replace(memory=1 << 20))
    assert sheets.examine(path, "a.pdf").pages == 1


def test_a_cell_that_was_killed_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made.plain_pdf())
    sheets.examine(path, "a.pdf")
    for cell in sandbox.DECODERS.waiting():
        cell.kill()
    assert sheets.examine(path, "a.pdf").pages == 1


def test_a_decoder_can_write_no_file_and_sees_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFTEL_SECRET_KEY", "s" * 40)
    sandbox.close_all()
    path = tmp_path / "a.pdf"
    path.write_bytes(made.plain_pdf())
    sheets.examine(path, "a.pdf")
    (cell,) = sandbox.DECODERS.waiting()
    environment = Path(f"/proc/{cell.pid}/environ").read_bytes()
    assert b"REFTEL" not in environment
    assert b"s" * 40 not in environment
