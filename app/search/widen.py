"""A query widened by what its words may stand as in a damaged text: slips, run-together, parted.

    asked    "de gaulle" planning
    swaps    DE GAULLE -> DEGAULLE (run together), PLANNING -> PLANING (a near miss)
    widened  ("de gaulle" OR degaulle) (planning OR planing)

Where so little is found that a word may be garbled beyond any slip, a phrase is loosened too, and of
several words one is left out (`loosenings`):

    asked    "visit of the minister"
    swaps    -> "visit * the minister", "visit of * the minister" ...

The widened query is an ordinary one: it is asked, counted and marked like any other. Words that are
asked for exactly (=planning), beginnings (plan*), whole values (post:=paris), what stands under NOT
and what `unlike:` names are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

from app.search.query import (
    ANY,
    And,
    Clock,
    Dates,
    Flag,
    Leaf,
    Named,
    Near,
    Or,
    Pages,
    Phrase,
    Query,
    Term,
    Unlike,
    conjunction,
    disjunction,
    parts,
    plain,
    side_by_side,
    words_as_query,
)
from app.search.slips import Slip, slips

JOINED, PARTED = "run together", "parted"
LOOSE, LEFT_OUT = "but for one word", "without one word"
FIELDS = ("from", "to", "post", "signed", "subject")  # whose values stand on the paper
MOST_WORDS = 16  # of a query that are widened, the first ones
MOST_SWAPS = 160  # that are tried for a query
MOST_FORMS = 40  # of one phrase or pair
SHORTEST_PARTED = 5  # letters of a word that may be two
MOST_PARTED = 50_000  # cables that have the rarer half
_PARTINGS = 2  # places to part a word that are tried
ENOUGH = 10  # cables found without loosening: then a search is not loosened
MOST_LOOSE = 100  # cables that leaving out a word may bring; more are no near match
SHORTEST_LOOSE = 3  # words of a phrase, or side by side, of which one may be garbled
TELLING = 4  # letters of a word that says something by itself; two must be left of a phrase
MOST_REST = 50_000  # cables that have the rarest of the words that are left


@dataclass(frozen=True, slots=True)
class Swap:
    """Words asked for and the words that may stand for them; `field` is empty for the text."""

    asked: tuple[str, ...]
    found: tuple[str, ...]
    kind: str
    field: str = ""

    def there(self) -> Query:
        """What every cable has that this swap can bring."""
        if self.kind == LEFT_OUT:
            return conjunction([Term(word) for word in self.found])
        return Named(self.field, self.found) if self.field else words_as_query(self.found)

    def refused(self, words: tuple[str, ...]) -> bool:
        """Whether `unlike:` with these words refuses it."""
        return words == self.found if self.kind in (LOOSE, LEFT_OUT) else _has(self.found, words)


@dataclass(frozen=True, slots=True)
class Told:
    """A swap that was taken, and how many of the cables found only by widening have its words."""

    swap: Swap
    number: int


class Vocabulary(Protocol):
    """What words the index has; a field of a query by its name, the text by an empty one."""

    def frequency(self, field: str, word: str) -> int:
        """How many cables have a word."""

    def beginning(self, field: str, letters: str) -> list[tuple[str, int]]:
        """The words that begin so, each with how many cables have it."""


class Known(Protocol):
    """A vocabulary that remembers the slips of a word."""

    def slips(self, field: str, word: str) -> tuple[Slip, ...]: ...

    def frequency(self, field: str, word: str) -> int: ...


def slips_in(vocabulary: Vocabulary, field: str, word: str) -> tuple[Slip, ...]:
    """The slips of a word that a field of the index has."""
    return slips(
        word,
        lambda other: vocabulary.frequency(field, other),
        lambda letters: vocabulary.beginning(field, letters),
    )


# What can be swapped -----------------------------------------------------------------------------


def swaps(tree: Query, known: Known) -> tuple[Swap, ...]:
    """Every swap that the vocabulary offers for a query, the likeliest of each word first."""
    found = (swap for field, words in _runs(tree) for swap in _of_run(field, words, known))
    return tuple(dict.fromkeys(_not_refused(tree, found)))[:MOST_SWAPS]


def _not_refused(tree: Query, found: Iterable[Swap]) -> Iterator[Swap]:
    refused = [node.words for node in parts(tree) if isinstance(node, Unlike)]
    if () in refused:
        return iter(())
    return (swap for swap in found if not any(swap.refused(words) for words in refused))


def _has(words: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words)))


def _runs(tree: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words that may be widened, in runs as they were typed, with their fields."""
    left = MOST_WORDS
    for field, words in _all_runs(tree):
        yield field, words[:left]
        left -= len(words)
        if left <= 0:
            return


def _all_runs(tree: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    match tree:
        case Term(word, False, False):
            yield "", (word,)
        case Phrase(words, False) if ANY not in words:
            yield "", words
        case Near(left, right, _, False):
            yield from (("", (left,)), ("", (right,)))
        case Named(field, words, False, False) if field in FIELDS:
            yield field, words
        case And(nodes):
            yield from (("", run) for run in side_by_side(nodes))
            yield from (run for node in nodes if not plain(node) for run in _all_runs(node))
        case Or(nodes):
            yield from (run for node in nodes for run in _all_runs(node))


def _of_run(field: str, words: tuple[str, ...], known: Known) -> Iterator[Swap]:
    for one, other in pairwise(words):
        if known.frequency(field, one + other):
            yield Swap((one, other), (one + other,), JOINED, field)
    for word in dict.fromkeys(words):
        yield from (Swap((word,), two, PARTED, field) for two in _partings(field, word, known))
    found = [
        [Swap((word,), (slip.word,), slip.kind, field) for slip in known.slips(field, word)]
        for word in dict.fromkeys(words)
    ]
    for rank in range(max(map(len, found), default=0)):
        yield from (held[rank] for held in found if rank < len(held))


def _partings(field: str, word: str, known: Known) -> list[tuple[str, str]]:
    """A word as two, where the index has both halves: the most frequent rarer half first."""
    if len(word) < SHORTEST_PARTED or word.isdigit():
        return []
    offered = []
    for at in range(2, len(word) - 1):
        rarer = min(known.frequency(field, half) for half in (word[:at], word[at:]))
        if 0 < rarer <= MOST_PARTED:
            offered.append((-rarer, (word[:at], word[at:])))
    return [two for _, two in sorted(offered)[:_PARTINGS]]


def loosened(tree: Query) -> Query:
    """The query without the order of its words: whatever finds nothing here finds nothing there."""
    match tree:
        case And(nodes):
            return conjunction([loosened(node) for node in nodes])
        case Or(nodes):
            return disjunction([loosened(node) for node in nodes])
        case Phrase(words, False):
            return conjunction([Term(word) for word in words if word != ANY])
        case Near(left, right, _, False):
            return conjunction([Term(left), Term(right)])
    return tree


# What can be loosened ----------------------------------------------------------------------------


def words_alone(tree: Query) -> Query:
    """A query without the fields it is narrowed by.

    By this it is decided what is loosened: a search narrowed by a field finds some of the same cables
    and no others.
    """
    fields = (Named, Dates, Clock, Pages, Flag)
    return conjunction([node for node in parts(tree) if not isinstance(node, fields)])


def loosenings(tree: Query, known: Known) -> tuple[Swap, ...]:
    """Every way to find the words of a query though one of them is garbled beyond any slip."""
    plain_ones = _plain_words(parts(tree))
    found = [Swap(plain_ones, rest, LEFT_OUT) for rest in _but_one(plain_ones)]
    for node in parts(tree):
        if isinstance(node, Phrase) and not node.exact and ANY not in node.words:
            found += [Swap(node.words, shape, LOOSE) for shape in _shapes(node.words)]
    return tuple(swap for swap in _not_refused(tree, found) if _can_be(swap, known))


def _plain_words(nodes: Sequence[Query]) -> tuple[str, ...]:
    return tuple(node.word for node in nodes if isinstance(node, Term) and plain(node))


def _but_one(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not SHORTEST_LOOSE <= len(words) <= MOST_WORDS:
        return []
    return [(*words[:at], *words[at + 1 :]) for at in range(len(words))]


def _shapes(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A phrase with a word or a paragraph's end in between, or with one word garbled or gone."""
    if not SHORTEST_LOOSE <= len(words) <= MOST_WORDS:
        return
    for at in range(1, len(words)):
        yield (*words[:at], ANY, *words[at:])
    for at in range(1, len(words) - 1):
        for instead in ((ANY,), (ANY, ANY), ()):  # misread, parted, run together with another
            yield (*words[:at], *instead, *words[at + 1 :])
    yield words[1:]
    yield words[:-1]


def _can_be(swap: Swap, known: Known) -> bool:
    """Whether the words that are left tell enough, the index has them, and one is rare.

    Then looking is cheap, and "be * to" is not taken for "be glad to".
    """
    words = [word for word in swap.found if word != ANY]
    numbers = [known.frequency("", word) for word in words]
    if swap.kind == LEFT_OUT:  # slips may stand for what the index has not
        return min(numbers) <= MOST_REST
    whole = len(words) == len(swap.asked)
    telling = whole or sum(len(word) >= TELLING for word in words) > 1
    return telling and 0 < min(numbers) <= MOST_REST


# The widened query -------------------------------------------------------------------------------


def widened(tree: Query, taken: Sequence[Swap]) -> Query:
    """The query with these swaps: all it finds, and what only they bring."""
    match tree:
        case And(nodes):
            return _all_or_all_but_one(nodes, taken)
        case Or(nodes):
            return disjunction([widened(node, taken) for node in nodes])
        case Term() | Phrase() | Near() | Named():
            return disjunction([tree, *_forms(tree, taken)])
    return tree


def _all_or_all_but_one(nodes: Sequence[Query], taken: Sequence[Swap]) -> Query:
    wide = {node: _among(node, nodes, taken) for node in nodes if not isinstance(node, Unlike)}
    asked = _plain_words(nodes)
    ways = [conjunction(list(wide.values()))]
    for swap in taken:
        if swap.kind == LEFT_OUT and swap.asked == asked:
            kept = [one for node, one in wide.items()
                    if not (isinstance(node, Term) and plain(node) and node.word not in swap.found)]  # fmt: skip
            ways.append(conjunction(kept))
    unlike = [node for node in nodes if isinstance(node, Unlike)]
    return conjunction([disjunction(ways), *unlike])


def _among(node: Query, nodes: Sequence[Query], taken: Sequence[Swap]) -> Query:
    """A part of a conjunction: a word may be run together with the one typed beside it."""
    wide = widened(node, taken)
    if not (isinstance(node, Term) and plain(node)):
        return wide
    at = nodes.index(node)
    before, after = nodes[max(0, at - 1) : at], nodes[at + 1 : at + 2]
    pairs = [
        (one.word, other.word)
        for one, other in [*((beside, node) for beside in before), *((node, b) for b in after)]
        if isinstance(one, Term) and isinstance(other, Term) and plain(one) and plain(other)
    ]
    joined = [Term(swap.found[0], exact=True) for swap in taken
              if not swap.field and swap.kind == JOINED and swap.asked in pairs]  # fmt: skip
    return disjunction([wide, *joined])


def _forms(leaf: Term | Phrase | Near | Named, taken: Sequence[Swap]) -> Iterable[Leaf]:
    """A leaf with words of it swapped, without the leaf itself."""
    match leaf:
        case Term(word, False, False):
            return (words_as_query(f, exact=True) for f in _varied((word,), taken, ""))
        case Phrase(words, False):
            return (words_as_query(f, exact=True) for f in _varied(words, taken, ""))
        case Near(left, right, distance, False):
            whole = [swap for swap in taken if len(swap.asked) == len(swap.found) == 1]
            pairs = _varied((left, right), whole, "")
            return (Near(one, other, distance, exact=True) for one, other in pairs)
        case Named(field, words, False, False):
            return (Named(field, f) for f in _varied(words, taken, field))
    return ()


def _varied(words: tuple[str, ...], taken: Sequence[Swap], field: str) -> Iterator[tuple[str, ...]]:
    """Words with one or more swaps, each word as typed at most once swapped, fewest swaps first.

    What is cut off by the bound on their number are those with most swaps, and of these the least
    likely; so with fewer swaps to take, nothing is lost that only needs those that are left.
    """
    usable = [swap for swap in taken if swap.field == field and swap.kind != LEFT_OUT]
    told: dict[tuple[str, ...], None] = {words: None}
    level: list[_Form] = [_Form(words, 0)]
    while level and len(told) <= MOST_FORMS:
        # each pair of swaps is made once: the later one is put into what the earlier one made
        level = [
            _Form(made, at + 1)
            for form in level
            for at in range(form.after, len(usable))
            for made in _swapped(form.parts, usable[at])
        ]
        level.sort(key=lambda form: form.after)
        told |= dict.fromkeys(_flat(form.parts) for form in level[: MOST_FORMS + 1])
    yield from list(told)[1 : MOST_FORMS + 1]


class _Form(NamedTuple):
    """Words some of which are swapped (those are tuples), and the swaps that may still follow."""

    parts: tuple[str | tuple[str, ...], ...]
    after: int


def _swapped(
    form: tuple[str | tuple[str, ...], ...], swap: Swap
) -> Iterator[tuple[str | tuple[str, ...], ...]]:
    length = len(swap.asked)
    for at in range(len(form) - length + 1):
        if form[at : at + length] == swap.asked:
            yield (*form[:at], swap.found, *form[at + length :])


def _flat(form: tuple[str | tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(word for part in form for word in ((part,) if isinstance(part, str) else part))
