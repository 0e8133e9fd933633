"""A query's tree as a tantivy query. The two mean the same, exactly: tests count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from tantivy import FieldType, Occur, Query, Schema

from app.search import dates
from app.search.document import Facet
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
    Term,
    Unlike,
)
from app.search.query import Query as Tree

BODY = "body"
TEXTS = (BODY, "heading")  # what a word without a field is looked for in
HEADING_WEIGHT = 1.5
PAIR_WEIGHT = 2.0  # of two words side by side that were typed side by side
MANY_FORMS = 4  # of a word, sooner found as a set than one by one
BEGIN, END = "<", ">"  # stand around a value; no word has these signs
EARLIEST, LATEST = 0, 2**62
_ABOVE = 10_000.0  # more than the words of a query score
COUNTED = tuple(name for name in Facet.ALL if name not in ("year", "is"))


def named_field(name: str) -> str:
    """The index's field behind a field of the query."""
    return f"f_{name}"


def facet_field(name: str) -> str:
    """The field whose values, each one term, are counted for a facet."""
    return {"year": "year", "is": "flag"}.get(name, f"c_{name}")


class Asker:
    """Translates for one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def query(self, tree: Tree, states: tuple[str, ...]) -> Query:
        """The query for a tree, among the cables of these states only."""
        # A set of terms would be looked up term by term in every segment: five times slower.
        allowed = [Query.term_query(self._schema, "state", state, "basic") for state in states]
        state = Query.const_score_query(allowed[0] if len(allowed) == 1 else _any(allowed), 0)
        return Query.boolean_query([(Occur.Must, state), (Occur.Must, self._node(tree))])

    def closer(self, query: Query, pairs: Sequence[tuple[str, str]]) -> Query:
        """The same cables, those higher in which these words stand side by side."""
        if not pairs:
            return query
        beside = [
            Query.boost_query(Query.phrase_query(self._schema, field, list(pair)), PAIR_WEIGHT)
            for pair in pairs
            for field in TEXTS
        ]
        return Query.boolean_query([(Occur.Must, query), *((Occur.Should, one) for one in beside)])

    def bits(self, query: Query, trees: Sequence[Tree]) -> Query:
        """The query, scored by which of these trees hold: the first gives 1, the second 2, then 4.

        A score has 24 bits, so as many trees can be told apart.
        """
        ones = [
            (Occur.Should, Query.const_score_query(self._node(tree), float(1 << at)))
            for at, tree in enumerate(trees)
        ]
        return Query.boolean_query([(Occur.Must, Query.const_score_query(query, 0)), *ones])

    def both(self, query: Query, tree: Tree) -> Query:
        """The query, where this tree holds too."""
        return Query.boolean_query([(Occur.Must, self._node(tree)), (Occur.Must, query)])

    def beyond(self, whole: Query, asked: Query) -> Query:
        """What a query finds that another one does not."""
        return Query.boolean_query([(Occur.Must, whole), (Occur.MustNot, asked)])

    def first(self, query: Query, better: Query) -> Query:
        """The same cables, above all others those that a better query finds."""
        above = Query.const_score_query(better, _ABOVE)
        return Query.boolean_query([(Occur.Must, query), (Occur.Should, above)])

    def one_of(self, query: Query, ids: list[str]) -> Query:
        """The same among these cables only."""
        among = Query.term_set_query(self._schema, "id", ids)
        return Query.boolean_query([(Occur.Must, among), (Occur.Must, query)])

    def with_key(self, query: Query, field: str, after: int, *, descending: bool) -> Query:
        """The same, but only what stands behind a key of a sorted list."""
        low, high = (0, after - 1) if descending else (after + 1, None)
        behind = Query.range_query(self._schema, field, FieldType.Unsigned, low, high)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, behind)])

    def _node(self, tree: Tree) -> Query:
        match tree:
            case All() | Unlike():
                return Query.all_query()
            case And(nodes):
                return Query.boolean_query([(Occur.Must, self._node(node)) for node in nodes])
            case Or(nodes):
                return self._or(nodes)
            case Not(node):
                but = [(Occur.Must, Query.all_query()), (Occur.MustNot, self._node(node))]
                return Query.const_score_query(Query.boolean_query(but), 0)
            case Term() | Phrase() | Near():
                body, heading = (self._words(tree, field) for field in TEXTS)
                return _any([body, Query.boost_query(heading, HEADING_WEIGHT)])
            case Named():
                return Query.const_score_query(self._named(tree), 0)
        return Query.const_score_query(self._filter(tree), 0)

    def _or(self, nodes: Sequence[Tree]) -> Query:
        """Any of these; many forms of a word are looked up as a set, without weighing each."""
        forms = [node.word for node in nodes if isinstance(node, Term) and node.exact]
        if len(forms) < MANY_FORMS:
            return _any([self._node(node) for node in nodes])
        others = [self._node(one) for one in nodes if not (isinstance(one, Term) and one.exact)]
        sets = [Query.term_set_query(self._schema, field, forms) for field in TEXTS]
        return _any([*others, *sets])

    # Words ------------------------------------------------------------------------------------

    def _words(self, tree: Term | Phrase | Near, field: str) -> Query:
        match tree:
            case Term(word, prefix, _):
                return self._prefix(field, word) if prefix else self._phrase(field, (word,))
            case Phrase(words, _):
                return self._phrase(field, words)
            case Near(left, right, distance, _):
                return self._near(field, left, right, distance)

    def _phrase(self, field: str, words: tuple[str, ...]) -> Query:
        if len(words) == 1:
            return Query.term_query(self._schema, field, words[0], "freq")
        placed = [(at, word) for at, word in enumerate(words) if word != ANY]
        return Query.phrase_query(self._schema, field, list(placed))

    def _prefix(self, field: str, beginning: str) -> Query:
        return Query.regex_query(self._schema, field, f"{beginning}.*")

    def _near(self, field: str, left: str, right: str, distance: int) -> Query:
        """Two words at most so far apart.

        The slop of a phrase counts the steps its words must move: distance - 1 in order, distance
        + 1 against it, so both orders are asked. One word twice would match itself by slop and
        is asked for at each distance instead.
        """
        if left == right:
            pairs = [[(0, left), (apart, left)] for apart in range(1, distance + 1)]
            return _any([Query.phrase_query(self._schema, field, list(pair)) for pair in pairs])
        orders = ([left, right], [right, left])
        return _any(
            [Query.phrase_query(self._schema, field, list(pair), distance - 1) for pair in orders]
        )

    # Fields -----------------------------------------------------------------------------------

    def _named(self, tree: Named) -> Query:
        field = named_field(tree.field)
        if tree.prefix:
            return self._prefix(field, tree.words[0])
        if not tree.whole:
            return self._phrase(field, tree.words)
        if tree.field in COUNTED:  # one term is found sooner than a phrase
            value = " ".join(tree.words)
            return Query.term_query(self._schema, facet_field(tree.field), value, "basic")
        return self._phrase(field, (BEGIN, *tree.words, END))

    def _filter(self, tree: Tree) -> Query:
        match tree:
            case Dates():
                return self._dates(tree)
            case Clock():
                return self._clock(tree)
            case Pages(first, last):
                return self._between("pages", first or 0, LATEST if last is None else last)
            case Flag(field, value):
                return Query.term_query(self._schema, "flag", f"{field}:{value}", "basic")
        raise TypeError(f"{tree!r} is no part of a query")

    def _dates(self, tree: Dates) -> Query:
        """All that is known of the time lies inside: its first minute and its last."""
        field = tree.field
        if field != "received" and tree.first == tree.last and (counted := _counted(tree.first)):
            return Query.term_query(self._schema, *counted, "basic")  # sooner than a range
        if field == "year":
            return self._between("year", int(tree.first or 0), int(tree.last or LATEST))
        first, last = (dates.minutes(end) if end else None for end in (tree.first, tree.last))
        return _all(
            [
                self._between(f"{field}_first", first[0] if first else EARLIEST, LATEST),
                self._between(f"{field}_last", EARLIEST, last[1] if last else LATEST),
            ]
        )

    def _clock(self, tree: Clock) -> Query:
        first, last = dates.clock(tree.first), dates.clock(tree.last)
        assert first is not None  # noqa: S101 - the parser made it
        assert last is not None  # noqa: S101
        field = f"{tree.field}_clock"
        if first <= last:
            return self._between(field, first, last)
        return _any([self._between(field, first, 1440), self._between(field, 0, last)])

    def _between(self, field: str, low: int, high: int) -> Query:
        return Query.range_query(self._schema, field, FieldType.Unsigned, low, high)


def _counted(partial: str) -> tuple[str, int] | None:
    """The field and value that all times of a year or a month have; None for anything finer."""
    if len(partial) == 4:
        return "year", int(partial)
    return ("month", int(partial.replace("-", ""))) if len(partial) == 7 else None


def _any(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: list[Query]) -> Query:
    return reduce(lambda left, right: left.and_must_match(right), queries)
