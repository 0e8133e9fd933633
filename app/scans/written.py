"""hOCR and ALTO: texts with boxes that other programs wrote, page by page.

hOCR is read by an HTML parser that knows no entities beyond HTML's own; ALTO by an XML parser that
refuses DOCTYPE and entities.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from app.errors import TranscriptRefused
from app.scans.decode import Drawn, File
from app.scans.kinds import ALTO
from app.scans.words import WORD, PageText, Word, mean_confidence

_BBOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")  # bbox 10 20 110 60
_SURE = re.compile(r"\bx_wconf (\d+)")  # x_wconf 93
_MILLIMETRE, _DOTS = 10, 300  # ALTO's mm10 and inch1200 are brought to 300 dots an inch
_PER_UNIT = {"pixel": 1.0, "mm10": _DOTS / 25.4 / _MILLIMETRE, "inch1200": _DOTS / 1200}
_LARGEST = 64 << 20  # bytes: a text that long has no human reader
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)

Box = tuple[int, int, int, int]


class Piece(NamedTuple):
    """A word, or what ends a line or a block where the text is white space."""

    text: str
    box: Box = (0, 0, 0, 0)
    confidence: int = 100


class Written(NamedTuple):
    """A page as it was written."""

    width: int
    height: int
    pieces: list[Piece]


class WrittenPaper:
    """A file of pages that are text already."""

    def __init__(self, file: File, kind: str) -> None:
        self._name = "ALTO" if kind == ALTO else "hOCR"
        data = Path(file.path).read_bytes()
        if len(data) > _LARGEST:
            self._refuse(file, f"it has more than {_LARGEST >> 20} MB")
        try:
            self._pages = _alto(data) if kind == ALTO else _hocr(data)
        except DefusedXmlException:
            self._refuse(file, "it declares entities or a DOCTYPE")
        except (ParseError, UnicodeDecodeError, LookupError) as error:
            self._refuse(file, f"it is not well formed ({error})")

    def count(self) -> int:
        return len(self._pages)

    def size(self, number: int) -> tuple[int, int]:
        page = self._pages[number - 1]
        return page.width, page.height

    def draw(self, number: int) -> Drawn:
        raise NotImplementedError("a written page has no image")

    def layer(self, number: int) -> PageText | None:
        return _page_text(self._pages[number - 1], self._name)

    def _refuse(self, file: File, cause: str) -> None:
        raise TranscriptRefused(name=file.name, kind=self._name, cause=cause) from None


def _page_text(page: Written, engine: str) -> PageText | None:
    text, words = "", []
    parts: list[str] = []
    at = 0
    for piece in page.pieces:
        if piece.text.strip():
            words.append(_word(piece, at))
        parts.append(piece.text)
        at += len(piece.text)
    text = "".join(parts).rstrip() + "\n"
    if not words:
        return None
    return PageText(
        text=text,
        words=tuple(words),
        width=page.width,
        height=page.height,
        engine=engine.lower(),
        engine_version="as received",
        settings="",
        confidence=mean_confidence(words),
    )


def _word(piece: Piece, at: int) -> Word:
    left, upper, right, lower = piece.box
    size = max(0, right - left), max(0, lower - upper)
    return Word(at, at + len(piece.text), max(0, left), max(0, upper), *size, piece.confidence)


def _lines(lines: list[list[Piece]]) -> list[Piece]:
    """Lines of words (an empty line parts blocks) as pieces with the white space between them."""
    found: list[Piece] = []
    for line in lines:
        words = [part for piece in line for part in _parts(piece)]
        for word in words:
            found += [word, Piece(" ")]
        if words:
            found[-1] = Piece("\n")
        elif found and found[-1].text == "\n":
            found[-1] = Piece("\n\n")
    return found


def _parts(piece: Piece) -> list[Piece]:
    """A word with white space in it as several in one box."""
    return [piece._replace(text=part) for part in WORD.findall(piece.text)]


# --- hOCR -----------------------------------------------------------------------------------------


class _Hocr(HTMLParser):
    """Collects pages, lines and words by their classes; the rest of the document is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pages: list[tuple[Box, list[list[Piece]]]] = []
        self._open: list[str] = []  # the class of each open element that we know, else ""
        self._word: list[str] = []
        self._title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        told = {key: value or "" for key, value in attrs}
        kind = (told.get("class") or "").split(" ")[0]
        self._open.append(kind)
        if kind == "ocr_page":
            self.pages.append((_bbox(told.get("title", "")), [[]]))
        elif (
            kind in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat") and self.pages
        ) or (kind in ("ocr_par", "ocr_carea") and self.pages and self.pages[-1][1][-1]):
            self.pages[-1][1].append([])
        elif kind == "ocrx_word":
            self._word, self._title = [], told.get("title", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self._open:
            return
        if self._open.pop() == "ocrx_word" and self.pages:
            sure = _SURE.search(self._title)
            confidence = min(100, int(sure[1])) if sure else 100
            word = Piece("".join(self._word), _bbox(self._title), confidence)
            self.pages[-1][1][-1].append(word)

    def handle_data(self, data: str) -> None:
        if "ocrx_word" in self._open[-4:]:
            self._word.append(data)


def _hocr(data: bytes) -> list[Written]:
    parser = _Hocr()
    parser.feed(data.decode("utf-8-sig"))
    parser.close()
    return [Written(box[2], box[3], _lines(lines)) for box, lines in parser.pages]


def _bbox(title: str) -> Box:
    found = _BBOX.search(title)
    if not found:
        return (0, 0, 0, 0)
    left, upper, right, lower = (min(int(each[:9]), 1 << 20) for each in found.groups())
    return left, upper, right, lower


# --- ALTO -----------------------------------------------------------------------------------------


def _alto(data: bytes) -> list[Written]:
    root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    unit = next((each.text or "" for each in root.iter() if _tag(each) == "MeasurementUnit"), "")
    scale = _PER_UNIT.get(unit.strip().lower(), 1.0)
    return [_alto_page(each, scale) for each in root.iter() if _tag(each) == "Page"]


def _alto_page(page: Element, scale: float) -> Written:
    lines: list[list[Piece]] = []
    for each in page.iter():
        if _tag(each) == "TextBlock":
            lines.append([])
        elif _tag(each) == "TextLine":
            lines.append([_string(word, scale) for word in each if _tag(word) in ("String", "HYP")])
    return Written(_number(page, "WIDTH", scale), _number(page, "HEIGHT", scale), _lines(lines))


def _string(word: Element, scale: float) -> Piece:
    left, upper = _number(word, "HPOS", scale), _number(word, "VPOS", scale)
    right = left + _number(word, "WIDTH", scale)
    lower = upper + _number(word, "HEIGHT", scale)
    try:
        sure = round(100 * float(word.get("WC", "1")))
    except ValueError:
        sure = 100
    return Piece(word.get("CONTENT", ""), (left, upper, right, lower), max(0, min(100, sure)))


def _number(element: Element, name: str, scale: float) -> int:
    try:
        return max(0, min(1 << 20, round(float(element.get(name, "0")) * scale)))
    except (ValueError, OverflowError):
        return 0


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
