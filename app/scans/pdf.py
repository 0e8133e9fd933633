"""PDF by PDFium: pages drawn at the resolution of the scans in them, and the text they bring."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium

from app.errors import PageTooLarge, ScanDamaged, ScanEncrypted
from app.scans.decode import Drawn, File, check_pixels, flagged
from app.scans.words import PageText, Word, mean_confidence

_POINTS = 72  # an inch
_USUAL = 300  # dots an inch where the page has no scan in it
_LEAST, _MOST = 100, 600
_LONGEST = 14_400  # points: the largest page PDF 1.7 allows, 200 inches
_DEEP = 6  # how far down forms within forms are looked through for images
_CHARACTERS = 200_000  # the most that one page's text layer is read
_PASSWORD = 4  # PDFium's number for a wrong password
_BLANK = "\0\t\n\r\f\v \u00a0\ufffe\ufeff"


class PdfPaper:
    """A PDF; scripts and forms in it are not run."""

    def __init__(self, file: File) -> None:
        self._file = file
        try:
            self._pdf = pypdfium2.PdfDocument(file.path)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD:
                raise ScanEncrypted(name=file.name) from None
            cause = "its table of contents (xref) or its end is missing or broken"
            raise ScanDamaged(name=file.name, cause=cause) from None

    def count(self) -> int:
        return len(self._pdf)

    def size(self, number: int) -> tuple[int, int]:
        return self._page(number).pixels

    def draw(self, number: int) -> Drawn:
        page = self._page(number)
        bitmap = page.page.render(
            scale=page.dpi / _POINTS, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=False
        )
        image = bitmap.to_pil()
        if page.is_bitonal:
            image = image.convert("L").point(lambda value: 255 * (value > 127)).convert("1")
        return Drawn(image, round(page.dpi), flagged(reduced=page.is_reduced))

    def layer(self, number: int) -> PageText | None:
        page = self._page(number)
        text = page.page.get_textpage()
        if not text.count_chars():
            return None
        return _layer(page, text)

    def _page(self, number: int) -> _Page:
        try:
            page = self._pdf[number - 1]
        except pypdfium2.PdfiumError:
            cause = f"its page {number} is broken"
            raise ScanDamaged(name=self._file.name, cause=cause) from None
        return _Page(page, number, self._file)


class _Page:
    """One page with what is known of its scale."""

    def __init__(self, page: pypdfium2.PdfPage, number: int, file: File) -> None:
        self.page = page
        self._number, self._file = number, file
        self.width, self.height = page.get_size()
        if max(self.width, self.height) > _LONGEST:
            sides = {"width": f"{self.width / 72:,.0f}", "height": f"{self.height / 72:,.0f}"}
            limit = f"{_LONGEST // _POINTS} a side"
            raise PageTooLarge(name=file.name, number=number, unit="inches", limit=limit, **sides)

    @cached_property
    def scans(self) -> list[tuple[int, float]]:
        """The images on the page: bits a pixel and dots an inch."""
        found = []
        kinds = (pdfium.FPDF_PAGEOBJ_IMAGE,)
        for image in self.page.get_objects(filter=kinds, max_depth=_DEEP):
            width, height = image.get_px_size()
            check_pixels(self._file, self._number, width, height)
            told = image.get_metadata()
            found.append((int(told.bits_per_pixel), float(told.horizontal_dpi)))
        return found

    @cached_property
    def dpi(self) -> float:
        """What the finest scan on the page has, unless that would be too large."""
        finest = max((dots for _, dots in self.scans), default=_USUAL)
        asked = min(max(finest or _USUAL, _LEAST), _MOST)
        inches = max(self.width * self.height / _POINTS**2, 0.01)
        most = (self._file.limits.pixels * 0.98 / inches) ** 0.5
        return float(min(asked, most))

    @property
    def is_reduced(self) -> bool:
        return self.dpi < _LEAST

    @property
    def is_bitonal(self) -> bool:
        """One scan in black and white and nothing else."""
        objects = self.page.get_objects(max_depth=_DEEP)
        text = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM)
        others = any(each.type not in (*text, pdfium.FPDF_PAGEOBJ_IMAGE) for each in objects)
        return len(self.scans) == 1 and self.scans[0][0] == 1 and not others

    @property
    def pixels(self) -> tuple[int, int]:
        scale = self.dpi / _POINTS
        return -int(-self.width * scale // 1), -int(-self.height * scale // 1)

    def box(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[int, int, int, int]:
        """Where a rectangle of the page lies on its image."""
        corners = [self._pixel(left, top), self._pixel(right, bottom)]
        (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
        return x0, y0, x1, y1

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page.raw, 0, 0, *self.pixels, 0, x, y, across, down)
        return across.value, down.value


def _layer(page: _Page, text: pypdfium2.PdfTextPage) -> PageText | None:
    pieces: list[str] = []
    words: list[Word] = []
    at = 0
    for word, box, end in _runs(page, text):
        pieces += [word, end]
        words.append(Word(at, at + len(word), *box, confidence=100))
        at += len(word) + len(end)
    if not words:
        return None
    width, height = page.pixels
    return PageText(
        text="".join(pieces).rstrip() + "\n",
        words=tuple(words),
        width=width,
        height=height,
        engine="text-layer",
        engine_version="as received",
        settings=f"pdfium {pypdfium2.PDFIUM_INFO}",
        confidence=mean_confidence(words),
    )


def _runs(
    page: _Page, text: pypdfium2.PdfTextPage
) -> Iterator[tuple[str, tuple[int, int, int, int], str]]:
    """Each word with its box and the white space behind it."""
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    gap = ""
    for at in range(min(text.count_chars(), _CHARACTERS)):
        letter = chr(pdfium.FPDFText_GetUnicode(text.raw, at))
        if letter in _BLANK or letter.isspace():
            gap = "\n" if letter in "\r\n" or gap == "\n" else " "
            continue
        if "\ud800" <= letter <= "\udfff":
            letter = "\ufffd"
        if gap and letters:
            yield "".join(letters), _around(page, boxes), gap
            letters, boxes = [], []
        gap = ""
        letters.append(letter)
        boxes.append(text.get_charbox(at))
    if letters:
        yield "".join(letters), _around(page, boxes), "\n"


def _around(
    page: _Page, boxes: list[tuple[float, float, float, float]]
) -> tuple[int, int, int, int]:
    left, bottom, right, top = zip(*boxes, strict=True)
    x0, y0, x1, y1 = page.box(min(left), min(bottom), max(right), max(top))
    return max(0, x0), max(0, y0), x1 - x0, y1 - y0
