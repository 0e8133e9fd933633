"""Which of the held cables that bear a key a reference can mean: days decide.

Numbers begin anew each year, those of a travelling party with each trip, so that one key may be
borne by several cables; `Reference.earliest` and `latest` say between which days that meant was sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from app.archive.records import CableRow
from app.telegram.citing import AROUND
from app.telegram.reading import Reference


def meant(
    cites: Iterable[tuple[int, CableRow]], references: Sequence[Reference]
) -> tuple[tuple[int, CableRow], ...]:
    """Of held cables by the position of a reference those that it can mean.

    A cable without a day can be meant. Of cables sent in two years it is those of the later.
    """
    found = [
        (position, row)
        for position, row in cites
        if position >= len(references) or _lies_between(row, references[position])
    ]
    years: dict[int, str] = {}
    for position, row in found:
        years[position] = max(years.get(position, ""), row.sent_local[:4])
    return tuple(
        (position, row) for position, row in found if row.sent_local[:4] in ("", years[position])
    )


def can_cite(rows: Iterable[CableRow], cited: CableRow) -> tuple[CableRow, ...]:
    """Of cables with a reference to the key of another those not sent before it.

    Telegrams of one matter cross on the way: a few days before are none.
    """
    day = _day(cited)
    if day is None:
        return tuple(rows)
    first = day - dt.timedelta(days=AROUND)
    return tuple(row for row in rows if (sent := _day(row)) is None or sent >= first)


def _lies_between(row: CableRow, reference: Reference) -> bool:
    day = row.sent_local[:10]
    if not day or not reference.earliest or not reference.latest:
        return True
    many = len(day)  # a cable may have its year or month alone
    return reference.earliest[:many] <= day <= reference.latest[:many]


def _day(row: CableRow) -> dt.date | None:
    try:
        return dt.date.fromisoformat(row.sent_local[:10])
    except ValueError:
        return None
