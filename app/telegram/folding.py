"""Meeting OCR noise by general means, never by a list of misreadings.

Three steps, each dearer than the one before, and each only where it is allowed:

1. `fold` and `squeeze`: capitals, Latin look-alikes, no signs. Always safe to compare by.
2. `shape`: letters and digits that one form of ink may be read as become one sign.
3. `distance`: a bounded number of slips, only where a word of a small vocabulary *must* stand.

`Words` holds a vocabulary ready for all three. `digits` reads a number where one must stand.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

_OTHER_SCRIPTS = {
    **dict(zip("АВЕЅКМНОРСТУХІЈЗԚԜҮЬ", "ABESKMHOPCTYXIJ3QWYB", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC", strict=True)),
}
_SIGNS = dict(zip("’‘´`′“”„″‐‑‒–—―−•·∙…¦│", "'''''\"\"\"\"-------....||", strict=True))
_SLASHED = {"Ø": "0", "ø": "0", "∅": "0", "Θ": "0", "θ": "0"}
_SPREAD = (range(0x80, 0x500), range(0x1E00, 0x2100), range(0xFB00, 0xFB07), range(0xFF01, 0xFF5F))


def _plain(sign: str) -> str:
    """The Latin capital, digit or sign one character stands for; itself where none does."""
    if sign in _SLASHED:
        return _SLASHED[sign]
    base = unicodedata.normalize("NFKD", sign.upper())
    stripped = "".join(part for part in base if not unicodedata.combining(part)) or sign
    first = stripped[0].upper()
    for table in (_SLASHED, _OTHER_SCRIPTS, _SIGNS):
        first = table.get(first, first)
    return first if len(first) == 1 else sign


def _table() -> dict[int, str]:
    codes = [code for spread in _SPREAD for code in spread]
    codes += [ord(sign) for sign in (*_OTHER_SCRIPTS, *_SIGNS, *_SLASHED)]
    table = {code: _plain(chr(code)) for code in codes}
    table |= {code: chr(code - 32) for code in range(ord("a"), ord("z") + 1)}
    table |= {ord(sign): " " for sign in "\t\f\v\u00a0\u2007\u202f"}
    return {code: plain for code, plain in table.items() if chr(code) != plain}


_FOLDED = _table()
_SIGNS_ONLY = bytes(code for code in range(128) if not chr(code).isalnum())


def fold(text: str) -> str:
    """Capitals of the Latin alphabet, character for character: offsets stay true.

    Accents fall, look-alikes of other scripts and full-width letters become Latin, a slashed
    zero becomes 0, a tab or form feed one space. LF stays.
    """
    if text.isascii() and "\t" not in text and "\f" not in text and "\v" not in text:
        return text.upper()
    return text.translate(_FOLDED)


def squeeze(key: str) -> str:
    """The letters and digits of a folded text."""
    if key.isascii():  # as bytes: in a third of the time that a table of characters takes
        return key.encode().translate(None, _SIGNS_ONLY).decode()
    return "".join(filter(str.isalnum, key))


_AS_DIGIT = str.maketrans("OQDUILJ|!TZSGBAY", "0000111117256847")
_AS_LETTER = str.maketrans("0156824|!", "OISGBZAII")
_SHAPE = bytes.maketrans(b"0QD1L|!JT58246GY", b"OOOIIIIIISBZACCV")


def digits(text: str) -> str:
    """The number a text gives where a number must stand: `RØ1` no, `1D1649` 101649, `l2` 12.

    Spaces, commas and full stops inside are dropped. Empty where a sign has no digit's shape.
    """
    key = fold(text)
    plain = key if key.isdigit() else key.translate(_AS_DIGIT)
    if not plain.isdigit():
        plain = plain.replace(" ", "").replace(",", "").replace(".", "")
    return plain if plain.isascii() and plain.isdigit() else ""


def letters(text: str) -> str:
    """A folded text with digits turned into the letters they look like, where letters must be."""
    return fold(text).translate(_AS_LETTER)


def shape(squeezed: str) -> str:
    """What is left of a squeezed word when signs of one ink shape count as one sign."""
    plain = squeezed.replace("RN", "M").replace("VV", "W")
    # as bytes also where others' letters stand: in UTF-8 no byte of theirs is one of ours
    return plain.encode("utf-8", "surrogatepass").translate(_SHAPE).decode("utf-8", "surrogatepass")


_SPACED = re.compile(r"(?<!\S)[^\W_](?: {1,4}[^\W_](?!\S)){2,}")


class SpacedWord(NamedTuple):
    """A word written with its letters apart: half-open offsets and the letters together."""

    start: int
    end: int
    word: str


def spaced_words(key: str) -> tuple[SpacedWord, ...]:
    """The words in spaced letters in a folded text: `T O P  S E C R E T` gives TOP and SECRET.

    A gap wider than the narrowest of its run ends a word, so a run without wider gaps is one
    word (`T O P S E C R E T` gives TOPSECRET). A run has at least three letters.
    """
    found: list[SpacedWord] = []
    for run in _SPACED.finditer(key):
        found.extend(_run_words(run.start(), run[0]))
    return tuple(found)


def _run_words(offset: int, run: str) -> list[SpacedWord]:
    places = [at for at, sign in enumerate(run) if sign != " "]
    gaps = [later - earlier for earlier, later in itertools.pairwise(places)]
    narrow = min(gaps)
    words: list[SpacedWord] = []
    first = 0
    for index in range(len(places)):
        if index + 1 == len(places) or gaps[index] > narrow:
            part = places[first : index + 1]
            word = "".join(run[at] for at in part)
            words.append(SpacedWord(offset + part[0], offset + part[-1] + 1, word))
            first = index + 1
    return words


def collapse(key: str) -> str:
    """A folded text with spaced letters drawn together, one space between words."""
    words = spaced_words(key)
    if not words:
        return key
    parts: list[str] = []
    last = 0
    for found in words:
        parts += [key[last : found.start], found.word, " "]
        last = found.end
    return re.sub(" {2,}", " ", "".join([*parts, key[last:]])).strip()


def distance(one: str, other: str, limit: int) -> int | None:
    """How many signs must be changed, added or dropped; None where more than `limit`.

    The work is bounded by length times limit: only a band about the diagonal is looked at.
    """
    if one == other:
        return 0
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(long) - len(short) > limit:
        return None
    if len(set(one) ^ set(other)) > 2 * limit:  # one slip brings or takes two letters at most
        return None
    while short and short[-1] == long[-1]:
        short, long = short[:-1], long[:-1]
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    return _banded(short[start:], long[start:], limit)


def _banded(short: str, long: str, limit: int) -> int | None:
    if not short:
        return len(long) if len(long) <= limit else None
    beyond = limit + 1
    row = [min(column, beyond) for column in range(len(short) + 1)]
    for at, sign in enumerate(long, 1):
        low, high = max(1, at - limit), min(len(short), at + limit)
        before, row[low - 1] = row[low - 1], at if low == 1 and at <= limit else beyond
        for column in range(low, high + 1):
            above = row[column]
            if short[column - 1] != sign:
                left = row[column - 1]
                before = 1 + min(before, left, above if column < at + limit else beyond)
            row[column], before = before, above
        if min(row[low - 1 : high + 1]) > limit:
            return None
    return row[-1] if row[-1] <= limit else None


def allowance(length: int) -> int:
    """How many slips a word of this length may hold and still be known."""
    return 0 if length < 5 else 1 if length < 9 else 2 if length < 13 else 3


class Near(NamedTuple):
    """A vocabulary word that stands where the text shows something like it."""

    value: str  # the normal form
    form: str  # the squeezed form it was met by
    slips: int  # 0 where equal by letters or by shape


class _Part(NamedTuple):
    letters: str
    low: int  # the places between which it then stands: slips before it move it by so many
    high: int


class _Form(NamedTuple):
    squeezed: str
    value: str
    parts: tuple[_Part, ...]  # of which one at least stands whole in a word near enough


_FEW = 12  # forms that are sooner looked at one by one than found by their halves
_PARTED = 8  # letters of a word from which forms are known by their parts


class Words:
    """A small vocabulary ready to be met exactly, by shape, or with slips.

    Args:
        forms: written form to normal form; forms are folded and squeezed here. Where two forms
            come to the same letters the first wins.
        keep: how many words in doubt are remembered with their outcome.
    """

    def __init__(self, forms: Mapping[str, str] | Iterable[tuple[str, str]], keep: int = 4096):
        pairs = forms.items() if isinstance(forms, Mapping) else forms
        self.exact: dict[str, str] = {}
        for form, value in pairs:
            self.exact.setdefault(squeeze(fold(form)), value)
        self.exact.pop("", None)
        self._shapes = _unique(self.exact)
        self._by_length: dict[int, list[_Form]] = {}
        self._by_half: dict[tuple[int, str], list[_Form]] = {}  # length, and a half as it stands
        for form, value in self.exact.items():
            row = _Form(form, value, _parts(form))
            self._by_length.setdefault(len(form), []).append(row)
            for half in _halves(form):
                self._by_half.setdefault(half, []).append(row)
        self._parted: dict[
            int, tuple[list[_Form], re.Pattern[str]]
        ] = {}  # by a word's length, as asked for
        self._longest = max(map(len, self.exact), default=0)
        self._kept = lru_cache(maxsize=keep)(self._near)

    def find(self, text: str, limit: int | None = None) -> Near | None:
        """`near` of a text that is not squeezed yet."""
        return self.near(squeeze(fold(text)), limit)

    def near(self, squeezed: str, limit: int | None = None) -> Near | None:
        """The one vocabulary word a squeezed word stands for, where one must stand.

        Args:
            squeezed: letters and digits in capitals.
            limit: how many slips at most; by default as `allowance` grants the form's length.

        Returns:
            None where nothing is near enough, or two different words are equally near.
        """
        if len(squeezed) > self._longest + 2 * (limit or 3):  # `shape` may shorten a word
            return None
        return self._kept(squeezed, limit)

    def _near(self, squeezed: str, limit: int | None) -> Near | None:
        if squeezed in self.exact:
            return Near(self.exact[squeezed], squeezed, 0)
        shaped = self._shapes.get(shape(squeezed))
        if shaped:
            return Near(self.exact[shaped], shaped, 0)
        if limit is None and len(squeezed) >= _PARTED:
            candidates = self._sharing_a_part(squeezed)
        else:
            candidates = self._of_length(squeezed, limit)
        return self._nearest(squeezed, candidates, limit) if candidates else None

    def _nearest(self, squeezed: str, forms: Iterable[_Form], limit: int | None) -> Near | None:
        most = allowance(len(squeezed) + 1)
        best: list[Near] = []
        for form in forms:
            granted = min(most, allowance(len(form.squeezed))) if limit is None else limit
            slips = distance(squeezed, form.squeezed, granted)
            if slips is not None:
                best.append(Near(form.value, form.squeezed, slips))
        if not best:
            return None
        fewest = min(near.slips for near in best)
        nearest = [near for near in best if near.slips == fewest]
        return nearest[0] if len({near.value for near in nearest}) == 1 else None

    def _of_length(self, squeezed: str, limit: int | None) -> Collection[_Form]:
        """The forms of a length near a word's own; where there are many, those it can stand for."""
        most = allowance(len(squeezed) + 1) if limit is None else limit
        if not most:  # what has no slip was met by its letters or their shape
            return ()
        lengths = range(len(squeezed) - most, len(squeezed) + most + 1)
        if most > 1 or len(self.exact) <= _FEW:
            return self._of_lengths(lengths)
        found: dict[str, _Form] = {}
        for length in lengths:  # one slip leaves one half of the form in its place
            half = length // 2
            for key in ((length, squeezed[:half]), (-length, squeezed[half - length :])):
                for row in self._by_half.get(key, ()):
                    found[row.squeezed] = row
        return found.values()

    def _of_lengths(self, lengths: range) -> list[_Form]:
        return [row for length in lengths for row in self._by_length.get(length, ())]

    def _sharing_a_part(self, squeezed: str) -> Collection[_Form]:
        """The forms of a length near a word's own of which a part stands in its place in the word.

        Most words hold no part of any, which one search tells in a third of the time that a look
        for part after part takes.
        """
        size = len(squeezed)
        if size not in self._parted:
            most = allowance(size + 1)
            rows = self._of_lengths(range(size - most, size + most + 1))
            self._parted[size] = rows, any_of(part.letters for row in rows for part in row.parts)
        rows, expression = self._parted[size]
        if expression.search(squeezed) is None:
            return ()
        found: list[_Form] = []
        for row in rows:
            for letters, low, high in row.parts:
                if squeezed.find(letters, low, high) >= 0:
                    found.append(row)
                    break
        return found


def any_of(literals: Iterable[str]) -> re.Pattern[str]:
    """An expression that finds a place where one of some literals stands; none where none is given.

    They are written as a tree of their letters: `re` tries the alternatives of a place one by
    one, and so tries as many as letters may stand there and not as many as there are literals.
    """
    tree: _Tree = {}
    for literal in literals:
        branch = tree
        for sign in literal:
            branch = branch.setdefault(sign, {})
        branch[""] = {}
    return re.compile(_written(tree) if tree else r"(?!)")


_Tree = dict[str, "_Tree"]


def _written(tree: _Tree) -> str:
    if "" in tree:  # a literal ends: what goes on is found with it
        return ""
    branches = [re.escape(sign) + _written(tree[sign]) for sign in sorted(tree)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _halves(form: str) -> tuple[tuple[int, str], tuple[int, str]]:
    """The first half under the form's length, the second under its negative."""
    half = len(form) // 2
    return (len(form), form[:half]), (-len(form), form[half:])


def _parts(form: str) -> tuple[_Part, ...]:
    """A form cut into one part more than slips are allowed.

    A word with no more slips than that holds at least one of the parts whole. None for forms
    whose parts would be shorter than three letters.
    """
    slips = allowance(len(form))
    size = len(form) // (slips + 1)
    if size < 3:
        return ()
    places = range(0, size * (slips + 1), size)
    return tuple(
        _Part(form[at : at + size], max(0, at - slips), at + size + slips) for at in places
    )


def _unique(exact: Mapping[str, str]) -> dict[str, str]:
    """Shape to form, for shapes that only one value has."""
    found: dict[str, str] = {}
    clash: set[str] = set()
    for form, value in exact.items():
        known = found.setdefault(shape(form), form)
        if exact[known] != value:
            clash.add(shape(form))
    return {key: form for key, form in found.items() if key not in clash}


def nearest(word: str, terms: Iterable[str], limit: int) -> str | None:
    """The one of a few terms a word stands for, at most `limit` slips away; None where unsure."""
    near = Words((term, term) for term in terms).find(word, limit)
    return near.value if near else None
