"""A printed phrase of a form, however worn, met without comparing every line with it."""

from __future__ import annotations

from app.telegram.folding import distance


class Worn:
    """A phrase that may be met with some slips.

    Cut into one part more than there may be slips, it leaves one of the parts whole, no further
    from its place than slips can move it; a line without any is not compared.
    """

    __slots__ = ("_parts", "letters", "slips")

    def __init__(self, letters: str, slips: int):
        self.letters, self.slips = letters, slips
        size = len(letters) // (slips + 1)
        starts = range(0, size * (slips + 1), size)
        self._parts = [
            (letters[at : at + size], max(0, at - slips), at + size + slips) for at in starts
        ]

    def is_like(self, bare: str) -> bool:
        """The letters are the phrase, but for slips."""
        for part, first, after in self._parts:
            if bare.find(part, first, after) >= 0:
                return distance(bare, self.letters, self.slips) is not None
        return False

    def begins(self, bare: str) -> bool:
        """They begin with as many letters as the phrase has that are it, but for slips."""
        return self.is_like(bare[: len(self.letters)])
