"""An index of a few documents, and the same search done by hand over the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.search import dates
from app.search.document import PUBLISHED, Document, Facet
from app.search.fields import BY_NAME, Kind
from app.search.folder import Folder
from app.search.index import IndexWriter, SearchIndex
from app.search.query import (
    ANY,
    All,
    And,
    Clock,
    Dates,
    Flag,
    Named,
    Near,
    Not,
    Or,
    Pages,
    Phrase,
    Query,
    Term,
    Unlike,
)
from app.search.words import keys_of


def index_of(path: Path, documents: Iterable[Document]) -> SearchIndex:
    """A new index of these documents."""
    folder = Folder(path / "index")
    writer = IndexWriter(folder, folder.new_generation())
    writer.put(documents)
    writer.commit(1, "made")
    writer.close()
    return SearchIndex(folder)


def by_hand(tree: Query, documents: Sequence[Document], state: str = PUBLISHED) -> list[Document]:
    """The documents a query means, found by looking at every one."""
    return [one for one in documents if one.state == state and holds(tree, one)]


def holds(tree: Query, one: Document) -> bool:
    match tree:
        case All() | Unlike():
            return True
        case And(nodes):
            return all(holds(node, one) for node in nodes)
        case Or(nodes):
            return any(holds(node, one) for node in nodes)
        case Not(node):
            return not holds(node, one)
        case Phrase(words, _) if ANY in words:
            return any(
                _with_gaps(dict(_numbered(texts)), words) for texts in (one.paragraphs, one.heading)
            )
        case Term() | Phrase():
            return any(_in_text(tree, text) for text in (*one.paragraphs, *one.heading))
        case Near(left, right, distance, _):
            return any(
                _near(_numbered(texts), left, right, distance)
                for texts in (one.paragraphs, one.heading)
            )
        case Named():
            return any(_in_value(tree, value) for value in one.fields.get(tree.field, ()))
        case Pages(first, last):
            return (first or 0) <= one.pages <= (10**9 if last is None else last)
        case Flag(field, value):
            return f"{field}:{value}" in one.flags
        case Dates(field, first, last):
            return _inside(one.received if field == "received" else one.sent, first, last)
        case Clock(field, first, last):
            local = one.received if field == "received" else one.sent
            if len(local) < 16:
                return False
            at = local[11:16]
            return first <= at <= last if first <= last else at >= first or at <= last
    raise AssertionError(tree)


def _in_text(tree: Term | Phrase, text: str) -> bool:
    line = f" {' '.join(keys_of(text))} "
    if isinstance(tree, Phrase):
        return f" {' '.join(tree.words)} " in line
    return f" {tree.word}" in line if tree.prefix else f" {tree.word} " in line


def _in_value(tree: Named, value: str) -> bool:
    line = f" {' '.join(keys_of(value))} "
    if tree.prefix:
        return f" {tree.words[0]}" in line
    wanted = f" {' '.join(tree.words)} "
    return (
        line == wanted if tree.whole or BY_NAME[tree.field].kind is Kind.WHOLE else wanted in line
    )


def _numbered(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Every word with its number; a paragraph ends one number later."""
    found: list[tuple[int, str]] = []
    at = 0
    for text in texts:
        for word in keys_of(text):
            found.append((at, word))
            at += 1
        at += 1
    return found


def _with_gaps(words: dict[int, str], wanted: tuple[str, ...]) -> bool:
    return any(
        all(one in (ANY, words.get(first + at)) for at, one in enumerate(wanted)) for first in words
    )


def _near(words: list[tuple[int, str]], left: str, right: str, distance: int) -> bool:
    return any(
        0 < abs(a - b) <= distance
        for a, one in words
        if one == left
        for b, other in words
        if other == right
    )


def _inside(known: str, first: str, last: str) -> bool:
    span = dates.minutes(known)
    if span is None:
        return False
    low = dates.minutes(first)[0] if first else 0  # type: ignore[index]
    high = dates.minutes(last)[1] if last else 10**12  # type: ignore[index]
    return low <= span[0] and span[1] <= high


def values_of(facet: str, one: Document) -> Iterator[str]:
    """What a document counts for in a facet."""
    if facet == "year":
        yield from [one.sent[:4]] if dates.minutes(one.sent) else []
    elif facet == "is":
        yield from (flag[3:] for flag in one.flags if flag.startswith("is:") and "spec" not in flag)
    else:
        yield from {" ".join(keys_of(value)) for value in one.fields.get(facet, ())} - {""}


def facets_by_hand(documents: Iterable[Document]) -> dict[str, list[tuple[str, int]]]:
    """Every facet of some documents, the most frequent values first."""
    held = list(documents)
    return {
        facet: sorted(
            Counter(value for one in held for value in values_of(facet, one)).items(),
            key=lambda pair: (-pair[1], pair[0]),
        )
        for facet in Facet.ALL
    }
