from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from app.archive import adding, pages, repository
from app.archive.changes import changes_since
from app.archive.records import CableState, Collection, NewCable, Outcome
from app.archive.store import Store
from app.errors import AlreadyWithdrawn, CableMissing, Conflict, NotPublished
from app.telegram.reading import Field, Span, State
from tests.archive import made

DAY = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def corrected_reading(number: str = "9"):  # type: ignore[no-untyped-def]
    old = made.reading()
    field = Field("number", number, ("8",), (Span(0, 0),), "person", State.CORRECTED)
    return dataclasses.replace(old, fields=old.fields | {"number": field})


def page_of(store: Store, id: str, version: int | None = None):  # type: ignore[no-untyped-def]
    with store.reading() as connection:
        return pages.cable_page(connection, id, version)


# Sources ----------------------------------------------------------------------------------------


def test_a_source_is_held_once_however_often_it_comes(store: Store) -> None:
    with store.writing() as tx:
        assert repository.add_source(tx, made.source()) is True
        assert repository.add_source(tx, made.source(name="again.txt")) is False
    with store.reading() as connection:
        held = pages.find_source_by_sha256(connection, made.source().sha256)
        assert pages.find_source_by_sha256(connection, "0" * 64) is None
    assert held is not None
    assert (held.source.name, held.outcome, held.cables) == ("secto-8.txt", Outcome.WAITING, ())


def test_an_accepted_source_waits_until_something_is_said_of_it(store: Store) -> None:
    with store.writing() as tx:
        repository.add_source(tx, made.source(), at=DAY)
    with store.reading() as connection:
        (waiting,) = pages.waiting_sources(connection)
    assert waiting.received_at == DAY
    with store.writing() as tx:
        repository.set_outcome(tx, waiting.sha256, Outcome.FAILED, "the engine stopped")
    with store.reading() as connection:
        assert pages.waiting_sources(connection) == ()
        held = pages.find_source_by_sha256(connection, waiting.sha256)
    assert held is not None
    assert (held.outcome, held.reason) == (Outcome.FAILED, "the engine stopped")


def test_a_source_names_the_cables_read_from_it_drafts_too(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx, publish=False)
    with store.reading() as connection:
        held = pages.find_source_by_sha256(connection, made.source().sha256)
    assert held is not None
    assert [(c.id, c.state) for c in held.cables] == [(id, CableState.DRAFT)]


def test_sources_of_one_box_share_its_collection(store: Store) -> None:
    box = Collection("National Archives", "RG 59", "Central Files 1960-63", "41", "751.00")
    with store.writing() as tx:
        for text in ("a", "b"):
            new = dataclasses.replace(made.source(text=text), collection=box)
            assert repository.add_source(tx, new)


def test_a_cable_of_a_source_that_is_not_held_is_refused(store: Store) -> None:
    new = NewCable("f" * 64, made.TEXT, made.reading(), made.naming())
    with pytest.raises(Conflict, match="Add the source first"), store.writing() as tx:
        adding.add_cable(tx, new)


# States -----------------------------------------------------------------------------------------


def test_a_draft_becomes_public_once(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx, publish=False)
    assert page_of(store, id) is None
    with store.writing() as tx:
        assert repository.publish(tx, id, by="ada", at=DAY) is True
        assert repository.publish(tx, id) is False
    page = page_of(store, id)
    assert page.cable.published_at == DAY
    with store.reading() as connection:
        (event,) = pages.events_of(connection, id)
    assert (event.who, event.what, event.at) == ("ada", "published", DAY)


def test_a_withdrawn_cable_keeps_its_address_and_shows_no_text(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
        repository.withdraw(tx, id, "The owner asked for it.", by="ada", at=DAY)
    page = page_of(store, id)
    assert page.cable.state is CableState.WITHDRAWN
    assert (page.tombstone.reason, page.tombstone.at) == ("The owner asked for it.", DAY)
    assert (page.source_text, page.cable.opening, page.reading.lines) == ("", "", ())
    with store.reading() as connection:
        for_staff = pages.cable_page(connection, id, include_drafts=True)
    assert for_staff is not None
    assert for_staff.source_text == made.TEXT


def test_what_a_merged_cable_leads_to_is_never_a_merged_one(store: Store) -> None:
    with store.writing() as tx:
        first, second, third = (made.add(tx, number) for number in "123")
        repository.merge(tx, first, second, by="ada")
        repository.merge(tx, second, third, by="ada")
    assert page_of(store, first).merged_into == third
    assert page_of(store, second).merged_into == third


def test_a_state_that_does_not_allow_a_step_says_so_and_nothing_changes(store: Store) -> None:
    with store.writing() as tx:
        draft = made.add(tx, "1", publish=False)
        withdrawn, public = made.add(tx, "2"), made.add(tx, "3")
        repository.withdraw(tx, withdrawn, "reason", by="ada")
    refused = [
        (NotPublished, lambda tx: repository.withdraw(tx, draft, "reason", by="ada")),
        (NotPublished, lambda tx: repository.merge(tx, public, draft, by="ada")),
        (AlreadyWithdrawn, lambda tx: repository.withdraw(tx, withdrawn, "again", by="ada")),
        (AlreadyWithdrawn, lambda tx: repository.publish(tx, withdrawn)),
        (Conflict, lambda tx: repository.merge(tx, public, public, by="ada")),
        (CableMissing, lambda tx: repository.publish(tx, "00000000")),
        (CableMissing, lambda tx: repository.withdraw(tx, "00000000", "reason", by="ada")),
        (AlreadyWithdrawn, lambda tx: repository.add_version(
            tx, withdrawn, made.reading(), made.naming(), made_by="ada")),
    ]  # fmt: skip
    for kind, step in refused:
        with pytest.raises(kind), store.writing() as tx:
            step(tx)
    assert page_of(store, public).cable.state is CableState.PUBLISHED


# Versions ---------------------------------------------------------------------------------------


def test_a_correction_supersedes_and_the_old_version_stays(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
        number = repository.add_version(
            tx, id, corrected_reading(), made.naming("9"), made_by="ada", note="It is 9.", at=DAY
        )
    assert number == 2
    now, then = page_of(store, id), page_of(store, id, 1)
    assert now.reading.fields["number"].value == "9"
    assert then.reading == made.reading()
    assert (now.version.number, then.version.number) == (2, 1)
    assert then.current_version == now.current_version == 2
    assert now.cable.number == "9"
    assert [v.number for v in now.versions] == [2, 1]
    assert (now.version.made_by, now.version.note) == ("ada", "It is 9.")
    assert now.version.changed == ("number",)
    assert now.version.made_at == DAY
    assert page_of(store, id, 3) is None


def test_the_old_key_of_a_corrected_cable_leads_to_it_still(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx)
        repository.add_version(tx, id, corrected_reading(), made.naming("9"), made_by="ada")
    with store.reading() as connection:
        for number in ("8", "9"):
            found = pages.by_alias(connection, "ref", f"secto/testville/1962/{number}")
            assert [row.id for row in found] == [id]


def test_a_corrected_text_is_a_new_transcript_and_the_old_one_is_kept(store: Store) -> None:
    text = made.TEXT.replace("HARBOR", "HARBOUR")
    with store.writing() as tx:
        id = made.add(tx)
        repository.add_version(
            tx, id, made.reading(text), made.naming(), made_by="ada", corrected_text=text
        )
    now, then = page_of(store, id), page_of(store, id, 1)
    assert (now.source_text, then.source_text) == (text, made.TEXT)
    assert (now.engine, then.engine) == ("ada", "as received")
    assert now.version.changed == ("text",)


def test_the_rows_for_finding_are_those_of_the_current_version(store: Store) -> None:
    bare = dataclasses.replace(made.reading(), references=(), markings=())
    name = dataclasses.replace(made.naming(), pointers=())
    with store.writing() as tx:
        id = made.add(tx)
    with store.reading() as connection:
        cited = pages.cited_by_key(connection, "ref", "telegram/testville/1962/12")
    assert [row.id for row in cited] == [id]
    with store.writing() as tx:
        repository.add_version(tx, id, bare, name, made_by="ada")
    with store.reading() as connection:
        assert pages.cited_by_key(connection, "ref", "telegram/testville/1962/12") == ()


# Likeness ---------------------------------------------------------------------------------------

# Long enough to be recognised by its words.
BODY = " ".join(f"WORD{n} STANDS BESIDE WORD{n + 7} IN LINE" for n in range(30))
LONG = made.TEXT.replace("THE BAND PLAYED TWICE.", BODY)


def likely(store: Store, text: str, other_than: str = "", **values: str):  # type: ignore[no-untyped-def]
    reading = made.reading(text, **values)
    with store.reading() as connection:
        found = repository.find_likely_same(
            connection, reading, text, values.get("post", "Testville"), other_than=other_than
        )
    return [(one.id, one.why) for one in found]


def test_the_same_number_of_the_same_post_and_day_is_likely_the_same(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx, publish=False)
    assert likely(store, "FROM: TESTVILLE\nOTHER WORDS ALTOGETHER\n") == [(id, "number")]
    assert likely(store, made.TEXT, other_than=id) == []


# What must not be taken for the same telegram:
@pytest.mark.parametrize(
    "values",
    [
        {"number": "9"},  # the next one of the series
        {"sent": "1962-05-13"},  # SECTO begins again with each journey
        {"post": "OTHERTON"},  # every post numbers for itself
        {"series": "POLTO"},
    ],
)
def test_another_telegram_is_not(store: Store, values: dict[str, str]) -> None:
    with store.writing() as tx:
        made.add(tx)
    assert likely(store, "A FEW WORDS OF BODY TEXT ONLY\n", **values) == []


def test_a_text_with_every_fortieth_character_misread_is_recognised(store: Store) -> None:
    with store.writing() as tx:
        id = made.add(tx, text=LONG)
    noisy = "".join("#" if at % 40 == 17 and c != "\n" else c for at, c in enumerate(LONG))
    # The number is misread too: only the words can tell.
    assert likely(store, noisy, number="3") == [(id, "text")]


def test_a_text_of_stock_phrases_is_not_recognised_by_them(store: Store) -> None:
    stock = "SECRET\nACTION URTEL 12. DEPARTMENT CONCURS.\n"
    with store.writing() as tx:
        made.add(tx, "1", text=stock)
    assert likely(store, stock, number="2") == []


def test_both_pages_say_that_two_cables_are_probably_the_same(store: Store) -> None:
    with store.writing() as tx:
        one, other = made.add(tx, "8"), made.add(tx, "9")
        assert repository.mark_likely_same(tx, one, other, "text") is True
        assert repository.mark_likely_same(tx, other, one, "text") is False
    assert [row.id for row in page_of(store, one).likely_same] == [other]
    assert [row.id for row in page_of(store, other).likely_same] == [one]


def test_cables_added_together_are_as_if_added_one_by_one(store: Store) -> None:
    texts = [made.TEXT.replace("SECTO 8", f"SECTO {n}") for n in range(5)]
    news = []
    with store.writing() as tx:
        for number, text in enumerate(texts):
            source = made.source(f"{number}.txt", text)
            repository.add_source(tx, source)
            reading = made.reading(text, number=str(number))
            news.append(NewCable(source.sha256, text, reading, made.naming(str(number))))
        ids = adding.add_cables(tx, news[:3])
        ids += [adding.add_cable(tx, new) for new in news[3:]]
        for id in ids:
            repository.publish(tx, id)
        assert adding.add_cables(tx, []) == []
    assert len(set(ids)) == 5
    with store.reading() as connection:
        for id, new in zip(ids, news, strict=True):
            page = pages.cable_page(connection, id)
            assert page is not None
            assert (page.reading, page.source_text) == (new.reading, new.source_text)
            assert page.source.sha256 == new.source_sha256
            assert page.version.number == 1
        added = [c for c in changes_since(connection, 0) if c.kind == "added"]
        assert [change.cable_id for change in added] == ids


def test_cables_of_which_one_has_no_source_are_not_added(store: Store) -> None:
    source = made.source()
    new = NewCable(source.sha256, made.TEXT, made.reading(), made.naming())
    lost = NewCable("ab" * 32, made.TEXT, made.reading(), made.naming())
    with store.writing() as tx:
        repository.add_source(tx, source)
        with pytest.raises(Conflict, match="abab"):
            adding.add_cables(tx, [new, lost])
    with store.reading() as connection:
        assert changes_since(connection, 0) == ()


def test_an_id_that_is_taken_is_minted_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing() as tx:
        first = made.add(tx, "1")
        minted = iter([first, "bcdfghjk"])
        monkeypatch.setattr(adding, "mint", lambda: next(minted))
        assert made.add(tx, "2") == "bcdfghjk"
