"""Which of many new cables are probably the same telegram as a held one, or as one another.

For one cable `repository.find_likely_same` compares whatever shares a trait with it. Of thousands an
hour only those are compared that share several traits, or one that next to none has: most cables are
like no other, and look-ups in one table tell so.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, select, union_all

from app.archive import likeness, tables
from app.archive.repository import mark_likely_same, traits_of
from app.archive.store import Transaction

HOLDERS = 40  # cables that have a trait: what more have names none of them
RARE = 4  # cables that have a trait which tells enough by itself
SHARED = 3  # traits, where none of them is rare
COMPARED = 3  # cables a new one is compared with, those that share most first
_TOGETHER = 100  # traits in a query
_KEPT = 300  # cables whose traits are remembered
_MOST_COMMON = 500_000  # traits of too many cables that are remembered


class Alike:
    """Looks for likeness batch by batch; remembers what it has looked at."""

    def __init__(self) -> None:
        self._common: set[int] = set()
        self._traits: OrderedDict[str, likeness.Traits] = OrderedDict()

    def note(self, tx: Transaction, traits: Mapping[str, likeness.Traits]) -> int:
        """Say of new cables, and of those they are probably the same as, so.

        Args:
            tx: the transaction that has added them.
            traits: those of each new cable, by its id.

        Returns:
            How many pairs are new.
        """
        hashes = {id: own.hashes for id, own in traits.items()}
        holders = self._holders(tx.connection, {one for own in hashes.values() for one in own})
        pairs = 0
        for id, own in traits.items():
            for other in _candidates(id, hashes[id], holders):
                if why := likeness.why(own, traits.get(other) or self._of(tx, other)):
                    pairs += mark_likely_same(tx, id, other, why)
        return pairs

    def _holders(self, connection: Connection, hashes: set[int]) -> dict[int, list[str]]:
        """The cables that have each of some traits, where they are few."""
        held: dict[int, list[str]] = {}
        asked = iter(sorted(hashes - self._common))
        while some := list(islice(asked, _TOGETHER)):
            for one, id in connection.execute(_having(len(some)), _named(some)):
                held.setdefault(one, []).append(id)
        common = {one for one, ids in held.items() if len(ids) > HOLDERS}
        if len(self._common) < _MOST_COMMON:
            self._common |= common
        return {one: ids for one, ids in held.items() if one not in common}

    def _of(self, tx: Transaction, id: str) -> likeness.Traits:
        found = self._traits.pop(id, None) or traits_of(tx.connection, id)
        self._traits[id] = found
        if len(self._traits) > _KEPT:
            self._traits.popitem(last=False)
        return found


def _candidates(id: str, own: Iterable[int], holders: Mapping[int, list[str]]) -> list[str]:
    """The cables to compare a new one with, those that share most first."""
    shared: Counter[str] = Counter()
    telling: set[str] = set()
    for one in own:
        ids = holders.get(one, [])
        shared.update(ids)
        if len(ids) <= RARE:
            telling.update(ids)
    likely = (
        other
        for other, number in shared.most_common()
        if other != id and (number >= SHARED or other in telling)
    )
    return list(islice(likely, COMPARED))


@cache
def _having(many: int) -> Any:
    """Traits with the ids of cables that have them, of each one more than `HOLDERS` at most."""
    trait, cable = tables.trait, tables.cable
    each = [
        select(trait.c.hash, trait.c.cable_serial)
        .where(trait.c.hash == bindparam(f"h{at}"))
        .limit(HOLDERS + 1)
        .subquery()
        for at in range(many)
    ]
    found = union_all(*(select(one.c.hash, one.c.cable_serial) for one in each)).subquery()
    return select(found.c.hash, cable.c.id).join(cable, found.c.cable_serial == cable.c.serial)


def _named(hashes: Sequence[int]) -> dict[str, int]:
    return {f"h{at}": one for at, one in enumerate(hashes)}
