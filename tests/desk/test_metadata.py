from __future__ import annotations

from pathlib import Path

import pytest

from app.archive import pages
from app.archive.indexing import searched
from app.archive.records import CablePage, Collection
from app.archive.store import Store
from app.desk.intake import Received, take_in
from app.desk.metadata import Trouble, apply, plan
from app.desk.publish import publish
from app.desk.room import Desk
from app.desk.withdraw import withdraw
from app.errors import Refused, WrongCall
from app.scans.files import open_files
from app.vocabulary import load
from tests.telegrams import incoming


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, open_files((tmp_path / "files").as_uri()), load(), 10**6, who="ada")


def taken(desk: Desk, number: int, name: str = "") -> str:
    data = incoming(number, control=1000 + number).encode()
    return take_in(desk, Received(name or f"secto-{number}.txt", data)).cables[0].id


def page(desk: Desk, id: str) -> CablePage:
    with desk.store.reading() as connection:
        found = pages.cable_page(connection, id, include_drafts=True)
    assert found is not None
    return found


def tried(desk: Desk, *lines: str) -> tuple[Trouble, ...]:
    return plan(desk, "\n".join(lines).encode(), "table.csv").troubles


def test_a_plan_changes_nothing_and_says_what_it_would_change(desk: Desk) -> None:
    id = taken(desk, 8)
    planned = plan(desk, f"id,subject,from\n{id},The two tugs,Lisbon\n".encode(), "t.csv")
    assert planned.troubles == ()
    (row,) = planned.rows
    assert (row.line, row.cable_id, row.differing) == (2, id, ("from", "subject"))
    assert page(desk, id).current_version == 1


def test_a_row_names_its_cable_by_id_hash_or_file_and_corrects_it(desk: Desk) -> None:
    one, two, three = taken(desk, 8), taken(desk, 9), taken(desk, 10)
    sha256 = page(desk, two).source.sha256
    table = (
        "ID;ignored".replace(";ignored", "") + ",sha256,file,subject,captions,control_number,note\r\n"
        f"{one},,,One,LIMDIS; NODIS,,Seen\r\n,{sha256},,Two,,-,\r\n\r\n,,secto-10.txt,\"Three, with a comma\",,,\r\n"
    )  # fmt: skip
    planned = plan(desk, b"\xef\xbb\xbf" + table.encode(), "t.csv")
    assert planned.troubles == ()
    assert [error for _, error in apply(desk, planned)] == [None] * 3
    assert page(desk, one).reading.fields["captions"].value == ("LIMDIS", "NODIS")
    assert (page(desk, one).version.note, page(desk, one).version.made_by) == ("Seen", "ada")
    assert "control_number" not in page(desk, two).reading.fields
    assert page(desk, three).reading.fields["subject"].value == "Three, with a comma"


def test_where_the_paper_is_kept_is_said_of_the_file(desk: Desk) -> None:
    id = taken(desk, 8)
    head = "id,provenance,repository,record_group,collection_series,box,folder"
    planned = plan(desk, f"{head}\n{id},gift of 1990,NARA,59,Central Files,35,2".encode(), "t.csv")
    assert list(apply(desk, planned)) == [(planned.rows[0], None)]
    assert page(desk, id).source.provenance == "gift of 1990"
    assert page(desk, id).current_version == 1  # the telegram says nothing else than before
    with desk.store.reading() as connection:
        (found,) = searched(connection, [id]).values()
    assert found.collection == Collection("NARA", "59", "Central Files", "35", "2")


def test_each_wrong_row_is_told_by_line_and_column_and_nothing_is_applied(desk: Desk) -> None:
    one, two = taken(desk, 8), taken(desk, 9)
    gone = taken(desk, 10)
    publish(desk, [gone])
    withdraw(desk, gone, "why")
    table = (
        f"id,file,sent_date,precedence,box\n{one},,soon,,\n{two},,1961-03-04,URGENTISH,\n"
        f",nowhere.txt,,,\nzzzzzzzz,,,,\n,,1961,,\n{two},,,,35\n{gone},,1961,,\n{one},,,,,,extra\n"
    ).encode()
    planned = plan(desk, table, "t.csv")
    told = [(t.line, t.column) for t in planned.troubles]
    assert told == [(2, "sent_date"), (3, "precedence"), (4, "file"), (5, "id"), (6, ""),
                    (7, "repository"), (8, "id"), (9, "")]  # fmt: skip
    said = " ".join(t.said for t in planned.troubles)
    for words in ("Write it as 1962-12-13", "the vocabulary does not have it", "'nowhere.txt'",
                  "names no cable", "is withdrawn", "is a comma not quoted?"):  # fmt: skip
        assert words in said
    with pytest.raises(WrongCall, match="8 rows that cannot be applied"):
        list(apply(desk, planned))
    assert page(desk, one).current_version == 1


def test_a_file_with_several_cables_and_a_cable_named_twice_are_told(desk: Desk) -> None:
    one = taken(desk, 8, "same.txt")
    taken(desk, 9, "same.txt")
    (several, twice) = tried(desk, "file,id,number", f"same.txt,,1\n,{one},9\n,{one},10")
    assert "2 cables come from 'same.txt': name the one by its id" in several.said
    assert (twice.line, "line 3 is about the same cable" in twice.said) == (4, True)


def test_a_wrong_heading_is_told_with_what_may_be_meant(desk: Desk) -> None:
    (wrong, twice, again) = tried(desk, "id,sender_date,box,box")
    assert (wrong.line, wrong.column) == (1, "sender_date")
    assert "did you mean sent_date" in wrong.said
    assert {twice.column, again.column} == {"box"}


@pytest.mark.parametrize("data", [b"", b"subject,from\na,b\n", b"\n\n"])
def test_a_table_that_names_no_cable_is_refused(desk: Desk, data: bytes) -> None:
    with pytest.raises((WrongCall, Refused)):
        plan(desk, data, "t.csv")


@pytest.mark.parametrize("data", [b"%PDF-1.4 x", b"PK\x03\x04", b"id,number\n\0\0\0\0"])
def test_what_is_no_text_is_refused_by_name(desk: Desk, data: bytes) -> None:
    with pytest.raises(Refused, match=r"t\.csv"):
        plan(desk, data, "t.csv")


def test_who_was_quicker_is_told_and_the_rest_goes_on(desk: Desk) -> None:
    from app.desk.correct import correct

    one, two = taken(desk, 8), taken(desk, 9)
    planned = plan(desk, f"id,subject\n{one},A\n{two},B\n".encode(), "t.csv")
    correct(desk, one, {"subject": "quicker"})
    first, second = (error for _, error in apply(desk, planned))
    assert "corrected by somebody else meanwhile" in str(first)
    assert second is None
    assert page(desk, one).reading.fields["subject"].value == "quicker"
    assert page(desk, two).reading.fields["subject"].value == "B"
