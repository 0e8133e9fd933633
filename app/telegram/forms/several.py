"""Several telegrams in one text: each is read as if it stood alone, the fields are the first's.

A file of an archive may hold two telegrams one behind the other, or the same one twice. What
begins another is told by the form; this module reads the parts with the form's own reader and says
where the further ones stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from app.telegram.reading import Role, Span
from app.telegram.workbench import Workbench

_MOST = 60  # further telegrams that are told apart; what follows is of the last
_TOP = 24  # lines of marks and stamps that a page may have above its form's heading


def read_parts(
    bench: Workbench, starts: Iterable[int], read_one: Callable[[Workbench], None]
) -> None:
    """Read the telegrams that begin at the cover's end and at each of `starts`.

    Args:
        bench: with marks, cover and pages claimed.
        starts: indices of the lines at which further telegrams begin, in order.
        read_one: reads one telegram from `cover_end` to the last line of the bench.
    """
    begins = [bench.cover_end, *islice(starts, _MOST)]
    if len(begins) == 1:
        return read_one(bench)
    with _part(bench, bench.cover_end, begins[1]):
        read_one(bench)
    first = bench.body_start, begins[1] if bench.body_end is None else bench.body_end
    for begin, after in zip(begins[1:], [*begins[2:], len(bench.lines)], strict=True):
        _further(bench, begin, after, read_one)
        bench.body_start, bench.body_end = first
    return None


def top_of(bench: Workbench, heading: int, above: int) -> int:
    """The first line of the page on which a heading stands, if it lies below `above`."""
    first = bench.sheets[bench.page_of[heading] - 1].first
    near = heading - first <= _TOP and first > above
    return first if near else heading


@contextmanager
def _part(bench: Workbench, begin: int, after: int) -> Iterator[None]:
    """The bench cut to the lines of one telegram; claims are put back where they belong."""
    lines, sheets, cover = bench.lines, bench.sheets, bench.cover_end
    roles, rules, kinds = bench.roles, bench.rules, bench.kinds
    inside = [sheet for sheet in sheets if sheet.first < after]
    last = inside[-1].last if inside else 0
    if inside:
        inside[-1].last = min(last, after - 1)
    bench.lines, bench.sheets, bench.cover_end = lines[:after], inside, begin
    bench.roles, bench.rules = roles[:after], rules[:after]
    bench.kinds = {at: kind for at, kind in kinds.items() if begin <= at < after}
    bench.body_start = bench.body_end = None
    try:
        yield
    finally:
        if inside:
            inside[-1].last = last
        others = {at: kind for at, kind in kinds.items() if not begin <= at < after}
        bench.lines, bench.sheets, bench.cover_end = lines, sheets, cover
        bench.roles, bench.rules = bench.roles + roles[after:], bench.rules + rules[after:]
        bench.kinds = others | bench.kinds


def _further(
    bench: Workbench, begin: int, after: int, read_one: Callable[[Workbench], None]
) -> None:
    """Another telegram: its lines have their roles, nothing else of it is kept."""
    fields, doubts, events = bench.fields, bench.doubts[:], bench.events[:]
    bench.fields = {}
    with _part(bench, begin, after):
        read_one(bench)
    number, bench.fields = bench.fields.get("number"), fields
    bench.doubts[:], bench.events[:] = doubts, events
    stop = after if bench.body_end is None else bench.body_end
    for line in bench.lines[begin if bench.body_start is None else bench.body_start : stop]:
        if bench.free(line.index) and len(line.bare) > 1:
            bench.claim(line.index, Role.BODY, "further-message")
    tell_further(bench, begin, after, str(number.value) if number else "")


def tell_further(bench: Workbench, begin: int, after: int, number: str) -> None:
    """Say where a further telegram stands, and by its number whether it is the first one again.

    Args:
        bench: with the fields of the first telegram.
        begin: index of its first line.
        after: index of the line behind its last.
        number: as it is printed on it; empty where it cannot be read.
    """
    known = bench.fields.get("number")
    bench.further.append(Span(bench.lines[begin].span.start, bench.lines[after - 1].span.end))
    if number and known and number == str(known.value).lstrip("0"):
        bench.doubts.append(f"Number {number} stands in the text more than once.")
    else:
        named = f", number {number}," if number else ""
        bench.doubts.append(f"A further telegram{named} stands in the text.")
