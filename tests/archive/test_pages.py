from __future__ import annotations

from app.archive import pages
from app.archive.records import CableState
from app.archive.store import Store
from tests.archive import made


def test_a_cable_page_has_all_that_was_put_in(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
    with store.reading() as connection:
        page = pages.cable_page(connection, id)
    assert page is not None
    assert page.source_text == made.TEXT
    assert page.reading == made.reading()
    assert page.cable.title == "SECTO 8, Testville to the Department of State"
    assert page.cable.state is CableState.PUBLISHED
    assert page.cable.opening.startswith("THE DELEGATION ARRIVED AT NOON")
    assert page.cable.words == 26
    assert page.cable.precedence == ("PRIORITY",)
    assert page.cable.sent_utc is not None
    assert page.cable.sent_utc.isoformat() == "1962-12-13T10:00:00+00:00"
    assert page.source.sha256 == made.source().sha256
    assert page.versions == (page.version,)
    assert page.tombstone is None
