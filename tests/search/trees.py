"""Queries for hypothesis: trees as the parser makes them, over a few words and values."""

from __future__ import annotations

from hypothesis import strategies as st

from app.search.fields import FLAGS
from app.search.query import (
    ANY,
    Clock,
    Dates,
    Flag,
    Named,
    Near,
    Not,
    Pages,
    Phrase,
    Query,
    Term,
    Unlike,
    conjunction,
    disjunction,
)

WORDS = ("HARBOR", "TUG", "TUGS", "ENGINEER", "PILOT", "SURVEY", "LISBON", "OPORTO")
word = st.sampled_from(WORDS)
exact = st.booleans()
phrase = st.builds(Phrase, st.lists(word, min_size=2, max_size=4).map(tuple), exact) | st.builds(
    lambda first, gaps, last, exact: Phrase((first, *[ANY] * gaps, last), exact),
    word, st.integers(1, 2), word, exact,
)  # fmt: skip
term = st.builds(lambda word, exact: Term(word, exact=exact), word, exact) | st.sampled_from(
    ["TU", "HAR", "SU"]
).map(lambda w: Term(w, True))
near = st.builds(Near, word, word, st.integers(1, 6), exact)
texts = term | phrase | near

days = st.sampled_from(
    ["1961", "1962", "1962-03", "1962-04", "1962-03-04", "1962-03-05", "1962-03-04T10:00"]
)
ranges = (
    days.map(lambda day: (day, day))
    | days.map(lambda day: (day, ""))
    | days.map(lambda day: ("", day))
    | st.tuples(st.sampled_from(["1961", "1962-03"]), st.sampled_from(["1962-04", "1963"]))
)
dates = st.builds(
    lambda field, ends: Dates(field, *ends), st.sampled_from(["sent", "received"]), ranges
)
years = st.sampled_from([("1961", "1961"), ("1961", "1962"), ("1962", ""), ("", "1961")]).map(
    lambda ends: Dates("year", *ends)
)
hours = st.sampled_from(["00:00", "08:00", "11:00", "19:30", "23:59"])
clocks = st.builds(Clock, st.sampled_from(["sent", "received"]), hours, hours)
pages = st.sampled_from([(1, 1), (2, None), (None, 1), (1, 3)]).map(lambda ends: Pages(*ends))
flags = st.sampled_from([Flag(name, value) for name, values in FLAGS.items() for value in values])
named = (
    st.builds(
        Named,
        st.sampled_from(["from", "to", "post", "country", "signed", "subject", "collection"]),
        st.lists(word, min_size=1, max_size=2).map(tuple),
        st.booleans(),
    )
    | st.builds(
        lambda field, word: Named(field, (word,), whole=True),
        st.sampled_from(["series", "number", "class", "caption", "precedence", "tags", "action"]),
        word,
    )
    | st.builds(
        lambda field: Named(field, ("TU",), prefix=True), st.sampled_from(["subject", "caption"])
    )
)
leaves: st.SearchStrategy[Query] = texts | named | dates | years | clocks | pages | flags


def _joined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3)
    return several.map(conjunction) | several.map(disjunction) | inner.map(Not)


inner = st.recursive(leaves, _joined, max_leaves=6)
unlike = st.builds(Unlike, st.lists(word, max_size=2).map(tuple))
queries = inner | st.builds(lambda query, no: conjunction([query, no]), inner, unlike)
