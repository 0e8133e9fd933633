"""Making a draft public."""

from __future__ import annotations

from collections.abc import Sequence

from app.archive import repository
from app.desk.room import Desk


def publish(desk: Desk, cable_ids: Sequence[str]) -> list[str]:
    """Publish drafts, all of them or none.

    Returns:
        The ids that were made public now; those that were public already are left out.

    Raises:
        CableMissing: there is no such cable.
        Conflict: one of them is withdrawn or merged.
    """
    with desk.store.writing() as tx:
        done = []
        for cable_id in cable_ids:
            if repository.publish(tx, cable_id, by=desk.who):
                done.append(cable_id)
            desk.step("published")
        desk.step("before commit")
    desk.step("committed")
    return done
