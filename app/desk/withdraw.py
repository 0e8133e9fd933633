"""Taking a published cable from view; its address stays and says why."""

from __future__ import annotations

from app.archive import repository
from app.desk.room import Desk
from app.errors import WrongCall

LONGEST_REASON = 500  # characters; the tombstone is a page, not a file


def withdraw(desk: Desk, cable_id: str, reason: str) -> None:
    """Put a tombstone with a reason in the place of a cable. Nothing of it is deleted.

    Raises:
        WrongCall: the reason is blank or too long.
        CableMissing: there is no such cable.
        Conflict: it is not published.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise WrongCall(
            thing="The reason for withdrawing",
            cause="is blank" if not reason else f"is longer than {LONGEST_REASON} characters",
            next_step="Say in a sentence what visitors should be told",
        )
    with desk.store.writing() as tx:
        repository.withdraw(tx, cable_id, reason, by=desk.who)
        desk.step("withdrawn")
        desk.step("before commit")
    desk.step("committed")
