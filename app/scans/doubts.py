"""Two readings of one page beside each other: which words a person should look at, and why."""

from __future__ import annotations

from difflib import SequenceMatcher

from app.scans.words import PageText, Word

UNSURE = 60  # measured: below it two words of three are wrong
_LONGEST = 40  # characters of another reading that are told


def compare(first: PageText, second: PageText) -> PageText:
    """The second reading with the words marked that the first reads otherwise, or it is unsure of.

    Both are readings of the same page image; a word is beside another where their boxes overlap.
    Nothing of the text is changed.
    """
    mine = [second.text[word.start : word.end] for word in second.words]
    theirs = [first.text[word.start : word.end] for word in first.words]
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    doubts = [""] * len(mine)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            other = " ".join(theirs[a:b])[:_LONGEST]
            doubts[c:d] = [_differs(first, other)] * (d - c)
    words = tuple(_doubtful(word, doubt) for word, doubt in zip(second.words, doubts, strict=True))
    return second._replace(words=words)


def _differs(page: PageText, other: str) -> str:
    return f"{page.engine} reads: {other}" if other else f"{page.engine} reads nothing here"


def _doubtful(word: Word, doubt: str) -> Word:
    if not doubt and word.confidence < UNSURE:
        doubt = f"confidence {word.confidence} of 100"
    return word._replace(doubt=doubt)
