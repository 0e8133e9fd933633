"""Two readings of one page beside each other: which words a person should look at, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.scans.words import PageText, Word

UNSURE = 60  # measured for Tesseract: below it two words of three are wrong
_LONGEST = 40  # characters of another reading that are told
_CELL = 128  # pixels: words are looked up by the squares they lie on


def compare(first: PageText, second: PageText) -> PageText:
    """The second reading with the words marked that the first reads otherwise, or it is unsure of.

    Both are readings of the same page image. A word is beside the words of the other reading whose
    middle lies in its box, or that its own middle lies in; nothing of the text is changed.
    """
    near = _Near(first)
    words = tuple(_compared(word, second, near) for word in second.words)
    return second._replace(words=words)


def _compared(word: Word, page: PageText, near: _Near) -> Word:
    mine = page.text[word.start : word.end]
    other = near.text(word)
    doubt = ""
    if _plain(other) != _plain(mine) and _plain(mine) not in _plain(other).split():
        doubt = (
            f"{near.engine} reads: {other[:_LONGEST]}" if other else f"{near.engine} reads nothing"
        )
    elif word.confidence < UNSURE:
        doubt = f"confidence {word.confidence} of 100"
    return word._replace(doubt=doubt)


def _plain(text: str) -> str:
    """Quotes and dashes of the two engines made one: they are no difference on the paper."""
    return text.translate(_ONE_OF)


_ONE_OF = {ord(a): b for a, b in zip("‘’`´“”–—_", "''''\"\"---", strict=True)}


class _Near:
    """The words of a page by the squares of it that they lie on."""

    def __init__(self, page: PageText) -> None:
        self.engine = page.engine
        self._page = page
        self._squares: dict[tuple[int, int], list[Word]] = defaultdict(list)
        for word in page.words:
            for square in _squares(word):
                self._squares[square].append(word)

    def text(self, word: Word) -> str:
        """What is read where a word lies, in reading order."""
        found = {
            other.start: other
            for square in _squares(word)
            for other in self._squares.get(square, ())
            if _holds(word, other) or _holds(other, word)
        }
        ordered = (found[start] for start in sorted(found))
        return " ".join(self._page.text[other.start : other.end] for other in ordered)


def _squares(word: Word) -> Iterable[tuple[int, int]]:
    for x in range(word.x // _CELL, (word.x + word.width) // _CELL + 1):
        for y in range(word.y // _CELL, (word.y + word.height) // _CELL + 1):
            yield x, y


def _holds(outer: Word, inner: Word) -> bool:
    x, y = inner.x + inner.width / 2, inner.y + inner.height / 2
    return outer.x <= x <= outer.x + outer.width and outer.y <= y <= outer.y + outer.height
