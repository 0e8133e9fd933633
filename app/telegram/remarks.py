"""Words a reader may stumble over: kept as they stand, with what can be said of them."""

from __future__ import annotations

import re
from itertools import compress
from operator import eq

from app.telegram.lines import Line
from app.telegram.marks import digit_shapes
from app.telegram.reading import Remark
from app.telegram.workbench import Workbench

_DOUBLED = re.compile(r"\b([A-Z]{2,20}+) {1,2}\1\b")
_TRIPLED = re.compile(r"\b[A-Z]{0,15}([A-Z])\1\1[A-Z]{0,15}\b")
_REPEAT = re.compile(r"\bNOT RPT NOT\b")
_ACCENTED = re.compile(r"[A-ZÀ-Þ]{0,15}[À-ÖØ-Þ][A-ZÀ-Þ]{0,15}")
_ACCENTS = frozenset(map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xDF))))
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_APART = bytes(code if 65 <= code <= 90 else 32 for code in range(256))  # all but A to Z
_SICS = (
    (_REPEAT, "operator", "RPT repeats the word before it so that it cannot be lost."),
    (_DOUBLED, "sic", "The word stands twice."),
    (_TRIPLED, "sic", "A letter stands three times."),
    (_ACCENTED, "sic", "A teletype had no accents: this one is the reading engine's."),
)
_SERIALS = 200  # serials of one text that are compared with one another


def find_remarks(bench: Workbench) -> None:
    """Look through the body lines."""
    hints = _hints("\n".join([line.text for line in bench.body]))
    sics = [(hints[sic[0]], *sic) for sic in _SICS if hints.get(sic[0])]
    for line in bench.body if sics else ():
        for shown, pattern, kind, note in sics:
            for hint in shown:
                if hint in line.text:
                    break
            else:
                continue
            for found in pattern.finditer(line.text):
                bench.remarks.append(Remark(line.part(*found.span()), kind, note))


def _hints(text: str) -> dict[re.Pattern[str], list[str]]:
    """For each pattern the signs of which some must stand in its lines, as far as the text has them.

    They are told by cheaper looks at the whole text than the patterns are at each line.
    """
    words = text.encode("ascii", "replace").translate(_APART).split()
    twice = set(compress(words, map(eq, words, words[1:])))
    return {
        _REPEAT: ["NOT RPT NOT"] if "NOT RPT NOT" in text else [],
        _DOUBLED: _doubled(twice, text) if twice else [],
        _TRIPLED: [sign * 3 for sign in _LETTERS if sign * 3 in text]
        if _three_alike(b" ".join(words))
        else [],
        _ACCENTED: [] if text.isascii() else sorted(_ACCENTS.intersection(text)),
    }


_FEW = 8  # words that may stand twice, up to which their lines are looked for


def _doubled(words: set[bytes], text: str) -> list[str]:
    """The words that stand twice in the text with nothing but one or two spaces between.

    Where there may be more than a few, the space that stands in all their lines.
    """
    shown = sorted(word.decode("ascii") for word in words if len(word) > 1)
    if len(shown) > _FEW:
        return [" "]
    pairs = [f"{word}{gap}{word}" for word in shown for gap in (" ", "  ")]
    return [pair for pair in pairs if pair in text]


def _three_alike(signs: bytes) -> bool:
    """Whether three signs in a row are the same: all of them at once.

    Where a text is laid over itself one sign on, equal neighbours leave a zero.
    """
    size = max(1, len(signs) - 1)
    apart = int.from_bytes(signs[:-1], "big") ^ int.from_bytes(signs[1:], "big")
    return b"\0\0" in apart.to_bytes(size, "big")


def find_serials(bench: Workbench) -> None:
    """One remark and one doubt where a scan's serial is read in several ways."""
    if "scan-serial" not in bench.rules:
        return
    lines = [line for line in bench.lines if bench.rules[line.index] == "scan-serial"][:_SERIALS]
    for group in _alike(lines):
        ways = list(dict.fromkeys(line.text for line in group))
        if len(ways) < 2:
            continue
        agreed = _agreed([digit_shapes(line.bare) for line in group])
        note = f"The scan's serial is read in {len(ways)} ways: {', '.join(ways)}."
        bench.remarks.append(Remark(group[0].span, "serial", f"{note} They agree on {agreed}."))
        bench.doubts.append(note)


def _alike(lines: list[Line]) -> list[list[Line]]:
    """Serials that differ in no more than two places, grouped with the first of their kind."""
    groups: list[list[Line]] = []
    for line in lines:
        shape = digit_shapes(line.bare)
        for group in groups:
            first = digit_shapes(group[0].bare)
            same_length = len(first) == len(shape)
            if same_length and sum(a != b for a, b in zip(first, shape, strict=True)) <= 2:
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _agreed(readings: list[str]) -> str:
    """What all readings agree on, a question mark for each place where they do not."""
    return "".join(
        signs[0] if len(set(signs)) == 1 else "?" for signs in zip(*readings, strict=True)
    )
