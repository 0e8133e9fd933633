from __future__ import annotations

import codecs
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.archive import pages, repository
from app.archive.records import CableState
from app.archive.store import Store
from app.desk import parting
from app.desk.correct import correct
from app.desk.demo import load_specimens
from app.desk.intake import Fate, Received, Taken, Wish, take_in
from app.desk.publish import publish
from app.desk.room import Desk
from app.desk.withdraw import withdraw
from app.errors import CableMissing, Conflict, NotPublished, WrongCall
from app.scans.files import open_files
from app.specimens import Stock, compose
from app.telegram import read
from app.telegram.reading import Reading, Span
from app.telegram.vocabulary import Vocabulary
from app.vocabulary import load
from tests.telegrams import NOT_A_TELEGRAM, incoming

TEXT = incoming()
PUBLISH = Wish(publish=True)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, open_files((tmp_path / "files").as_uri()), load(), 10**6, who="r.alden")


def received(text: str = TEXT, name: str = "a.txt") -> Received:
    return Received(name, text.encode(), "box 3")


def only(taken: Taken) -> str:
    assert taken.fate == Fate.NEW, taken
    (cable,) = taken.cables
    return cable.id


def test_a_file_becomes_a_draft_with_all_that_is_promised_of_it(desk: Desk) -> None:
    id = only(take_in(desk, received()))
    with desk.store.reading() as connection:
        page = pages.cable_page(connection, id, include_drafts=True)
        assert pages.cable_page(connection, id) is None
        aliases = pages.aliases_of(connection, id)
    assert page is not None
    assert page.cable.state == CableState.DRAFT
    assert page.source_text == TEXT
    assert (page.source.name, page.source.provenance) == ("a.txt", "box 3")
    assert desk.files.read(page.source.sha256) == TEXT.encode()
    assert page.reading == read(TEXT, desk.vocabulary)
    assert page.cable.post == "Lisbon"
    assert ("ref", "secto/lisbon/1961/8") in aliases


def test_the_same_bytes_are_one_cable_however_often_they_come(desk: Desk) -> None:
    id = only(take_in(desk, received()))
    again = take_in(desk, received(name="b.txt"))
    assert (again.fate, [c.id for c in again.cables]) == (Fate.HELD, [id])
    assert again.reason.endswith("as a.txt")


def test_the_same_bytes_from_two_hands_at_once_are_one_cable(desk: Desk) -> None:
    start, taken = threading.Barrier(4), []

    def hand() -> None:
        start.wait()
        taken.append(take_in(desk, received(), PUBLISH))

    hands = [threading.Thread(target=hand) for _ in range(4)]
    for thread in hands:
        thread.start()
    for thread in hands:
        thread.join()
    assert sorted(one.fate for one in taken) == [Fate.HELD] * 3 + [Fate.NEW]
    assert len({cable.id for one in taken for cable in one.cables}) == 1
    with desk.store.reading() as connection:
        assert pages.holdings(connection).cables == 1


def test_the_same_telegram_in_other_bytes_is_said_on_both_and_never_merged(desk: Desk) -> None:
    first = only(take_in(desk, received(), PUBLISH))
    utf_16 = Received("b.txt", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"))
    second = only(take_in(desk, utf_16, PUBLISH))
    assert first != second
    for one, other in ((first, second), (second, first)):
        with desk.store.reading() as connection:
            page = pages.cable_page(connection, one)
        assert page is not None
        assert [row.id for row in page.likely_same] == [other]


def test_another_telegram_is_not_taken_for_the_same(desk: Desk) -> None:
    only(take_in(desk, received(), PUBLISH))
    other = compose(5, Stock.of(desk.vocabulary), "incoming")
    id = only(take_in(desk, received(other.text), PUBLISH))
    with desk.store.reading() as connection:
        page = pages.cable_page(connection, id)
    assert page is not None
    assert page.likely_same == ()


def test_a_refusal_keeps_neither_row_nor_byte(desk: Desk) -> None:
    refused = take_in(desk, received(NOT_A_TELEGRAM))
    failed = take_in(desk, Received("scan.pdf", b"%PDF-1.7"))
    assert (refused.fate, failed.fate) == (Fate.NOT_A_TELEGRAM, Fate.FAILED)
    assert refused.error is None, "it is an outcome, not a failure"
    assert failed.error is not None
    assert list(desk.files.names()) == []
    with desk.store.reading() as connection:
        assert pages.holdings(connection).change == 0


def test_what_is_no_telegram_is_taken_in_all_the_same_when_asked(desk: Desk) -> None:
    id = only(take_in(desk, received(NOT_A_TELEGRAM), Wish(anyway=True)))
    with desk.store.reading() as connection:
        page = pages.cable_page(connection, id, include_drafts=True)
    assert page is not None
    assert not page.reading.is_telegram


# Several telegrams in one text -------------------------------------------------------------------

SECOND = incoming(9, control=5861, matter="SALT TAX AT SETÚBAL")
SLIP = "\nROUTING SLIP\nTO: MR. CARVER\nFOR YOUR FILES\n\n"


@pytest.fixture
def further(monkeypatch: pytest.MonkeyPatch) -> None:
    """The core says of the whole text that more may begin at the slip and at the second head."""

    def reading(text: str, vocabulary: Vocabulary) -> Reading:
        made = read(text, vocabulary)
        starts = [text.find(SLIP), text.rfind("INCOMING TELEGRAM")]
        return replace(made, further=tuple(Span(s, s + 1) for s in starts if s > 0))

    monkeypatch.setattr(parting, "read", reading)


@pytest.mark.usefixtures("further")
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_each_telegram_of_a_text_is_a_cable_that_knows_its_bytes(desk: Desk, codec: str) -> None:
    # The slip between them is none by itself: it stays with the telegram before it.
    data = f"{TEXT}{SLIP}{SECOND}".encode(codec)
    taken = take_in(desk, Received("both.txt", data), PUBLISH)
    assert [cable.number for cable in taken.cables] == ["8", "9"]
    texts = []
    with desk.store.reading() as connection:
        for cable in taken.cables:
            page = pages.cable_page(connection, cable.id)
            assert page is not None
            texts.append(page.source_text)
    assert texts == [TEXT + SLIP, SECOND]
    assert take_in(desk, Received("both.txt", data)).cables == taken.cables


# The other verbs ---------------------------------------------------------------------------------


def test_publishing_is_all_or_nothing_and_says_what_it_made_public(desk: Desk) -> None:
    first = only(take_in(desk, received()))
    second = only(take_in(desk, received(SECOND, "b.txt"), PUBLISH))
    with pytest.raises(CableMissing):
        publish(desk, [first, "0000000z"])
    with desk.store.reading() as connection:
        assert pages.cable_page(connection, first) is None
    assert publish(desk, [first, second]) == [first]
    assert publish(desk, [first, second]) == []


def test_withdrawing_needs_a_reason_and_a_published_cable(desk: Desk) -> None:
    id = only(take_in(desk, received()))
    for reason in ("", "  \n", "x" * 501):
        with pytest.raises(WrongCall, match="reason for withdrawing"):
            withdraw(desk, id, reason)
    with pytest.raises(NotPublished):
        withdraw(desk, id, "a mistake")
    publish(desk, [id])
    withdraw(desk, id, " named a living\nperson ")
    with desk.store.reading() as connection:
        page = pages.cable_page(connection, id)
        events = pages.events_of(connection, id)
    assert page is not None
    assert page.tombstone is not None
    assert page.tombstone.reason == "named a living person"
    assert [(e.who, e.what) for e in events] == [("r.alden", "published"), ("r.alden", "withdrawn")]
    with pytest.raises(Conflict):
        publish(desk, [id])


def test_a_correction_is_a_version_with_its_maker_note_and_new_names(desk: Desk) -> None:
    id = only(take_in(desk, received(), PUBLISH))
    assert correct(desk, id, {"number": "9", "from": "Porto"}, note="read from the scan") == 2
    with desk.store.reading() as connection:
        old, new = (pages.cable_page(connection, id, version) for version in (1, 2))
        keys = [key for _, key in pages.aliases_of(connection, id)]
    assert old is not None
    assert new is not None
    assert old.reading == read(TEXT, desk.vocabulary)
    assert new.cable.title == "SECTO 9, Porto to the Department of State"
    assert (new.version.made_by, new.version.note) == ("r.alden", "read from the scan")
    assert new.version.changed == ("from", "number")
    assert {"secto/lisbon/1961/8", "secto/porto/1961/9"} <= set(keys), "an old key still leads here"


def test_a_correction_of_nothing_or_of_the_withdrawn_is_refused(desk: Desk) -> None:
    id = only(take_in(desk, received(), PUBLISH))
    with pytest.raises(WrongCall, match="changes nothing"):
        correct(desk, id, {})
    with pytest.raises(CableMissing):
        correct(desk, "0000000z", {"number": "9"})
    withdraw(desk, id, "a mistake")
    with pytest.raises(Conflict):
        correct(desk, id, {"number": "9"})
    with desk.store.reading() as connection:
        assert [v.number for v in pages.versions(connection, id)] == [1]


# The demonstration -------------------------------------------------------------------------------


def test_an_empty_archive_is_filled_with_marked_specimens_once(desk: Desk) -> None:
    assert load_specimens(desk, count=4) == 4
    assert load_specimens(desk, count=4) == 0
    # A load that was cut off is finished by the next.
    assert load_specimens(desk, count=6) == 2
    with desk.store.reading() as connection:
        held = pages.holdings(connection)
    assert held.cables == held.specimens == 6
    assert all(row.specimen for row in held.recent)


def test_an_archive_with_a_cable_of_its_own_gets_no_specimens(desk: Desk) -> None:
    only(take_in(desk, received()))
    assert load_specimens(desk) == 0
    with desk.store.writing() as tx:
        repository.publish(tx, only_id(desk))
    assert load_specimens(desk) == 0


def only_id(desk: Desk) -> str:
    held = take_in(desk, received())
    return held.cables[0].id


def test_two_corrections_at_once_are_two_versions_and_neither_is_lost(desk: Desk) -> None:
    id = only(take_in(desk, received(), PUBLISH))
    start = threading.Barrier(2)

    def hand(name: str, value: str) -> None:
        start.wait()
        correct(desk, id, {name: value})

    hands = [
        threading.Thread(target=hand, args=("number", "9")),
        threading.Thread(target=hand, args=("subject", "TUGS")),
    ]
    for thread in hands:
        thread.start()
    for thread in hands:
        thread.join()
    with desk.store.reading() as connection:
        page = pages.cable_page(connection, id)
    assert page is not None
    assert page.version.number == 3
    assert page.reading.fields["number"].value == "9"
    assert page.reading.fields["subject"].value == "TUGS"
