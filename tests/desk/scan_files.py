"""Small scans of our own words: pages a fast engine reads without a mistake in a tenth of a second."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from app.archive import repository
from app.archive.records import NewSource
from app.desk.room import Desk
from app.scans.kinds import TIFF

FIRST_PAGE = """INCOMING TELEGRAM
Department of State
CONFIDENTIAL
FROM: LISBON
TO: Secretary of State
NO: {number}, MARCH 4, 8 PM
HARBOR MASTER RECEIVED COUNSELOR TODAY"""
LATER_PAGE = """-{page}- {number}, MARCH 4, 8 PM FROM LISBON
THE TUGS WILL NOT BE RELEASED {word}
CONFIDENTIAL"""
WORDS = [
    "BEFORE",
    "AFTER",
    "UNLESS",
    "UNTIL",
    "WHILE",
    "BECAUSE",
    "SINCE",
    "THOUGH",
    "WHENEVER",
    "WHERE",
]


def texts(pages: int, number: int = 8) -> list[str]:
    """The pages of a telegram."""
    later = [
        LATER_PAGE.format(page=page, number=number, word=WORDS[page % len(WORDS)])
        for page in range(2, pages + 1)
    ]
    return [FIRST_PAGE.format(number=number), *later]


def two_on_a_page() -> list[str]:
    """A telegram of two pages, and one of one page that begins in the middle of the second."""
    first, second = texts(2, 8), texts(1, 9)
    return [first[0], "\n".join([first[1], "THE HARBOR IS SHUT", "ALDEN", "", *second])]


def drawn(text: str) -> Image.Image:
    """A page with a text in large print."""
    image = Image.new("L", (800, max(330, 44 * (text.count("\n") + 2))), 255)
    font = ImageFont.load_default(26)
    ImageDraw.Draw(image).multiline_text((30, 20), text, fill=0, font=font, spacing=12)
    return image.convert("1", dither=Image.Dither.NONE)


def box_of(text: str, word: str) -> tuple[int, int, int, int]:
    """Left, top, width and height of the first such word on a page drawn of a text."""
    lines = text.split("\n")
    number = next(at for at, line in enumerate(lines) if word in line.split())
    before = lines[number][: lines[number].index(word)]
    font = ImageFont.load_default(26)
    pen = ImageDraw.Draw(Image.new("L", (1, 1)))
    left, right = (30 + font.getlength(before + end) for end in ("", word))
    # down to the foot of its line: letters without a tail end on it
    foot = pen.multiline_textbbox((30, 20), "\n".join(["H"] * (number + 1)), font, spacing=12)[3]
    top, bottom = pen.textbbox((0, 0), "H", font)[1::2]
    return round(left), round(foot - (bottom - top)), round(right - left), round(bottom - top)


def tiff(pages: list[str]) -> bytes:
    """A TIFF of these pages, in fax compression; no two texts give equal bytes."""
    out = io.BytesIO()
    first, *later = [drawn(text) for text in pages]
    first.save(
        out, "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=later
    )
    return out.getvalue()


def accept(desk: Desk, data: bytes, name: str = "lisbon-8.tif", media_type: str = TIFF) -> str:
    """Bytes kept and a row that waits: what every way in leaves behind it."""
    kept = desk.files.put(data)
    with desk.store.writing() as tx:
        repository.add_source(tx, NewSource(kept.sha256, name, media_type, kept.size))
    return kept.sha256
