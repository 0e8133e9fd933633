"""OCR noise at a chosen level; every line keeps its role, its page and its paragraph.

The classes of confusion are the general ones of any engine on typescript: letters of like shape,
specks, lost and doubled strokes, words run together or torn, blank lines lost, lines broken and
joined, dirt read as letters.
"""

from __future__ import annotations

from .dice import Dice
from .paper import BLANK, COVER, HEADER, PAGE_MARK, STAMP, Row

LIKE = {
    "O": "0QDС", "0": "OØ", "I": "1l|T", "1": "lI!", "L": "I1", "l": "1I", "S": "5$", "5": "S",
    "B": "8E", "8": "B3", "E": "FB", "F": "E", "C": "G(", "G": "C6", "M": "N", "N": "MH", "H": "N",
    "U": "V", "V": "U", "T": "I7", "Z": "2", "2": "Z", "6": "G", "9": "g", "A": "Α4", "R": "PK",
    "P": "F", "D": "O", "K": "X", "Y": "V", "W": "V", "e": "c", "c": "e", "a": "o", "o": "0",
    "n": "u", "h": "b", "t": "f", "r": "n", "i": "1", "s": "5", "u": "n", "m": "n", ".": ",•",
    ",": ".;", "-": "=_", "'": "`‘", '"': "“", ":": ";.", "(": "{", ")": "}",
}  # fmt: skip
SPECKS = (".", "'", ",", "•", "-", "|", "*", "_", "~")
DIRT = (". .", ":", "_ —", "i", "( .", "•", "ee", "|", "- ;", "~ .", "''", "* .", "a eo", "Le")
FIXED = (PAGE_MARK,)  # written by the engine itself, so never misread


def damage(dice: Dice, rows: list[Row], level: float) -> list[Row]:
    """The rows as an engine at `level` (above 0, to 3) would have read them."""
    level = min(level, 3.0)
    out: list[Row] = []
    for row in _torn(dice, rows, level):
        if not row.role:
            if not dice.chance(0.12 * level):
                out.append(row)
            continue
        if dice.chance(0.006 * level) and row.role != COVER:
            out.append(Row(dice.pick(DIRT), STAMP, row.page))
        out.append(row if row.role in FIXED else row._replace(text=_misread(dice, row.text, level)))
    return out


def _torn(dice: Dice, rows: list[Row], level: float) -> list[Row]:
    """Lines broken in two at a space, and body lines of one paragraph joined."""
    out: list[Row] = []
    for row in rows:
        if row.role and row.role not in FIXED and dice.chance(0.008 * level):
            cut = row.text.find(" ", len(row.text) // 3)
            if 0 < cut < len(row.text) - 1:
                out.append(row._replace(text=row.text[:cut]))
                out.append(row._replace(text=row.text[cut + 1 :]))
                continue
        last = out[-1] if out else Row("", BLANK, 0)
        if row.paragraph >= 0 and _same_flow(last, row) and dice.chance(0.006 * level):
            out[-1] = last._replace(text=f"{last.text} {row.text}")
            continue
        out.append(row)
    return out


def _same_flow(above: Row, below: Row) -> bool:
    return above.paragraph == below.paragraph and above.page == below.page and above.role != HEADER


def _misread(dice: Dice, text: str, level: float) -> str:
    """One line with its characters confused, dropped, doubled, parted and run together.

    A level of 1 is a good engine on a fair copy (about 1 character in 110), 2 a middling one, 3 a
    poor engine on a poor copy (about 1 in 12). A line with something on it never becomes blank.
    """
    rate = 0.009 * level * level
    out: list[str] = []
    for char in text:
        if char == "\f" or not dice.chance(rate):
            out.append(char)
        else:
            out.append(_strike(dice, char))
    read = "".join(out)
    if dice.chance(0.02 * level):
        read = f"{dice.pick(SPECKS)} {read}" if not read.startswith("\f") else read
    return read if read.strip() else text


def _strike(dice: Dice, char: str) -> str:
    draw = dice.roll()
    if char == " ":
        return "" if draw < 0.6 else "  "
    if draw < 0.62 and char in LIKE:
        return dice.pick(LIKE[char])
    if draw < 0.74:
        return ""
    if draw < 0.82:
        return char * 2
    if draw < 0.9:
        return f"{char} "
    return dice.pick(SPECKS) if draw < 0.94 else char
