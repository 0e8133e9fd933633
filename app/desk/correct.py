"""A correction by a person: a new version beside the old ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.archive import repository
from app.archive.pages import cable_page
from app.desk.corrections import Value, corrected
from app.desk.naming import naming
from app.desk.room import Desk
from app.errors import CableMissing, Conflict, WrongCall


def correct(
    desk: Desk,
    cable_id: str,
    changes: Mapping[str, Value | None],
    *,
    confirmed: Collection[str] = (),
    note: str = "",
    expected: int = 0,
) -> int:
    """Let a new version with a person's values supersede the current one.

    Args:
        desk: where the archive is; `desk.who` made the version.
        cable_id: of a draft or a published cable.
        changes: the new value by field; None where the paper shows no such thing.
        confirmed: fields looked at and found right.
        note: what changed and why, for the list of versions.
        expected: the version that was looked at; 0 for whichever stands.

    Returns:
        The number of the new version.

    Raises:
        CableMissing: there is no such cable.
        WrongField: no such field, or a value that it cannot have.
        WrongCall: nothing would change.
        Conflict: the cable is withdrawn or merged, or another version stands than expected.
    """
    with desk.store.writing() as tx:
        # Held before it is read: two corrections at once follow one another, neither is lost.
        repository.hold(tx, cable_id)
        page = cable_page(tx.connection, cable_id, include_drafts=True)
        if page is None:
            raise CableMissing(id=cable_id)
        if expected and page.current_version != expected:
            raise Conflict(
                thing=f"Cable {cable_id}", cause="was corrected by somebody else meanwhile",
                next_step="Look at what stands now, then correct that",
            )  # fmt: skip
        made, differing = corrected(
            page.reading, page.source_text, changes, desk.vocabulary, confirmed=confirmed
        )
        if not differing:
            raise WrongCall(
                thing=f"The correction of cable {cable_id}",
                cause="changes nothing",
                next_step="Give a value that differs from the one that stands",
            )
        number = repository.add_version(
            tx, cable_id, made, naming(made, desk.vocabulary), made_by=desk.who, note=note
        )
        desk.step("version added")
        desk.step("before commit")
    desk.step("committed")
    return number
