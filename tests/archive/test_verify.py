from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import text

from app.archive import adding, repository
from app.archive.packing import pack_reading, pack_text
from app.archive.records import NewCable, Outcome
from app.archive.store import Store
from app.archive.verify import verify, wrong_spans
from app.scans.files import FileStore, open_files
from app.telegram.reading import Field, Span
from tests.archive import made


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return open_files((tmp_path / "files").as_uri())


@pytest.fixture
def id(store: Store, files: FileStore) -> str:
    files.put(made.TEXT.encode())
    with store.writing() as tx:
        id = made.add(tx)
        repository.set_outcome(tx, made.source().sha256, Outcome.READ)
    return id


def found(store: Store, files: FileStore) -> list[tuple[str, str]]:
    return [(finding.kind, finding.subject) for finding in verify(store, files)]


def change(store: Store, statement: str, **values: object) -> None:
    with store.writing() as tx:
        tx.connection.execute(text(statement), values)


def test_an_archive_as_it_should_be_has_no_finding(store: Store, files: FileStore, id: str) -> None:
    assert found(store, files) == []


def test_an_empty_archive_has_no_finding(store: Store, files: FileStore) -> None:
    assert found(store, files) == []


def test_a_source_whose_bytes_changed_or_are_gone_is_found(
    store: Store, files: FileStore, id: str, tmp_path: Path
) -> None:
    sha256 = made.source().sha256
    path = tmp_path / "files" / sha256[:2] / sha256
    path.chmod(0o644)
    path.write_bytes(b"spoilt")
    assert found(store, files) == [("fixity", f"source {sha256}")]
    path.unlink()
    assert found(store, files) == [("fixity", f"source {sha256}")]


# What each damage to the rows is found as:
@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE source SET size = 3", "fixity"),
        ("UPDATE transcript SET body = :body", "transcript"),
        ("UPDATE transcript SET length = 3", "transcript"),
        ("UPDATE transcript SET body = :junk", "transcript"),
        ("UPDATE version SET sha256 = :junk", "version"),
        ("UPDATE reading SET body = :other", "version"),
        ("UPDATE reading SET body = :junk", "version"),
        ("DELETE FROM change WHERE number = 1", "change"),
        ("UPDATE counter SET value = 7", "change"),
        ("UPDATE cable SET current_version = 2", "state"),
        ("UPDATE copy SET byte_start = 0, byte_end = 9999", "span"),
        ("DELETE FROM change", "change"),
    ],
)
def test_a_damaged_row_is_found(
    store: Store, files: FileStore, id: str, statement: str, kind: str
) -> None:
    values = {
        "body": pack_text("other words"),
        "other": pack_reading(made.reading("FROM: X\n"), made.TEXT),
        "junk": b"\x01junk",
    }
    change(store, statement, **{n: v for n, v in values.items() if f":{n}" in statement})
    assert kind in {kind for kind, _ in found(store, files)}


def test_a_source_counted_as_read_without_a_cable_is_found(store: Store, files: FileStore) -> None:
    files.put(made.TEXT.encode())
    with store.writing() as tx:
        repository.add_source(tx, made.source())
    assert found(store, files) == [], "a waiting source is no fault"
    with store.writing() as tx:
        repository.set_outcome(tx, made.source().sha256, Outcome.READ)
    assert found(store, files) == [("state", f"source {made.source().sha256}")]


def test_a_merged_cable_that_leads_to_a_draft_is_found(
    store: Store, files: FileStore, id: str
) -> None:
    with store.writing() as tx:
        other = made.add(tx, "9")
        repository.merge(tx, id, other, by="ada")
    files.put(made.TEXT.replace("SECTO 8", "SECTO 9").encode())
    assert found(store, files) == []
    change(store, "UPDATE cable SET state = 'draft' WHERE id = :id", id=other)
    said = [one for one in found(store, files) if one[0] != "figure"]  # behind the figures' back
    assert said == [("state", f"cable {id}")]


def test_a_reading_that_claims_what_its_text_does_not_say_is_found(
    store: Store, files: FileStore
) -> None:
    own = made.source()
    files.put(made.TEXT.encode())
    wrong = dataclasses.replace(
        made.reading(), fields={"series": Field("series", "TOSEC", ("TOSEC",), (Span(0, 5),), "r")}
    )
    with store.writing() as tx:
        repository.add_source(tx, own)
        id = adding.add_cable(tx, NewCable(own.sha256, made.TEXT, wrong, made.naming()))
    assert found(store, files) == [("span", f"cable {id} version 1")]


def test_spans_outside_the_text_and_lines_without_a_role_are_named() -> None:
    reading = made.reading()
    assert list(wrong_spans(reading, made.TEXT)) == []
    cut = made.TEXT[:60]
    assert any("outside the text of 60" in message for message in wrong_spans(reading, cut))
    twice = dataclasses.replace(reading, lines=(*reading.lines, reading.lines[0]))
    assert "a line has two roles" in set(wrong_spans(twice, made.TEXT))
    less = dataclasses.replace(reading, lines=reading.lines[1:])
    assert any("not blank" in message for message in wrong_spans(less, made.TEXT))
