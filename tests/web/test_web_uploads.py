"""Handing files over, as a plain form does and as the page's script does."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.archive import batches, pages
from app.archive.records import BatchFile, Collection, FileFate, Outcome
from app.desk.spool import Spool
from app.web import uploads
from tests.telegrams import incoming
from tests.web.members import member, signed_in
from tests.web.shelves import Shelves
from tests.web.test_web_cable import in_words

PDF = b"%PDF-1.4\n" + b"paper " * 2000
TELEGRAM = incoming().encode()


@pytest.fixture
def token(client: TestClient, shelves: Shelves) -> dict[str, str]:
    return signed_in(client, member(shelves.store))


def files_of(shelves: Shelves, batch: int = 1) -> tuple[BatchFile, ...]:
    with shelves.store.reading() as connection:
        return batches.files_of(connection, batch)


def upload(
    client: TestClient, token: dict[str, str], *files: tuple[str, bytes], **fields: str
) -> Response:
    sent = [("files", file) for file in files]
    return client.post("/desk/batches", files=sent, data=fields, headers=token)


def announce(
    client: TestClient, token: dict[str, str], *files: tuple[str, int], path: str = ""
) -> Any:
    said = client.post(
        f"/desk/batches{path}", data={"announced": json.dumps(files)},
        headers={**token, "Accept": "application/json"},
    )  # fmt: skip
    assert said.status_code == 201, said.text
    return said.json()


def put(
    client: TestClient, token: dict[str, str], body: bytes, offset: int = 0, file: int = 1
) -> Response:
    path = f"/desk/batches/1/files/{file}?offset={offset}"
    return client.put(path, content=body, headers={**token, "Accept": "application/json"})


def test_a_plain_form_takes_many_files_and_says_what_became_of_each(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    done = upload(
        client, token, ("box 35/scan.pdf", PDF), ("telegram.txt", TELEGRAM), ("again.pdf", PDF),
        ("archive.zip", b"PK\x03\x04 more"), ("letter.txt", b"Dear Sir,\nthank you.\n"),
        name="Box 35", repository="NARA", record_group="59", provenance="gift",
    )  # fmt: skip
    assert (done.status_code, done.headers["location"]) == (303, "/desk/batches/1")
    fates = [(file.name, file.fate.value) for file in files_of(shelves)]
    assert fates == [
        ("box 35/scan.pdf", "accepted"), ("telegram.txt", "read"), ("again.pdf", "accepted"),
        ("archive.zip", "refused"), ("letter.txt", "refused"),
    ]  # fmt: skip
    said = in_words(client.get("/desk/batches/1").text)
    for words in ("Box 35", "NARA, RG 59; gift", "Ready to review", "Waiting to be read",
                  "a ZIP archive or an office document", "Send scans as PDF, TIFF",
                  "not a telegram by any rule", "The same bytes are held since"):  # fmt: skip
        assert words in said


def test_a_scan_is_kept_and_promised_before_it_is_queued(
    client: TestClient, shelves: Shelves, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    queued = []

    def hears(sha256: str) -> None:
        with shelves.store.reading() as connection:
            queued.append(pages.find_source_by_sha256(connection, sha256))

    web = client.app.state.web  # type: ignore[attr-defined]
    monkeypatch.setattr(type(web), "queue", property(lambda _: hears), raising=False)
    upload(client, token, ("scan.pdf", PDF), repository="NARA")
    (held,) = queued
    assert held is not None
    assert (held.outcome, held.source.media_type) == (Outcome.WAITING, "application/pdf")
    assert held.source.sha256 == hashlib.sha256(PDF).hexdigest()
    assert shelves.files.read(held.source.sha256) == PDF
    (file,) = files_of(shelves)
    assert (file.sha256, file.size) == (held.source.sha256, len(PDF))


def test_the_same_bytes_again_are_said_and_linked(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    upload(client, token, ("telegram.txt", TELEGRAM))
    upload(client, token, ("other name.txt", TELEGRAM))
    (file,) = files_of(shelves, 2)
    assert file.fate is FileFate.HELD
    html = client.get("/desk/batches/2").text
    assert "Already held" in html
    assert "as telegram.txt" in in_words(html)
    assert 'href="/c/' in html


def test_a_batch_says_collection_and_wish_for_all_its_files(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    place = Collection("NARA", "59", "Central Files", "35", "2")
    fields = {"repository": place.repository, "record_group": "59", "series": place.series,
              "box": "35", "folder": "2", "publish": "yes"}  # fmt: skip
    upload(client, token, ("telegram.txt", TELEGRAM), **fields)
    with shelves.store.reading() as connection:
        assert batches.one_batch(connection, 1).collection == place
    assert client.get("/cables").text.count('<a href="/c/') == 1


def test_pieces_go_on_where_they_stopped_and_the_whole_is_what_was_sent(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    told = announce(client, token, ("folder/scan.pdf", len(PDF)))
    assert told == {"batch": 1, "href": "/desk/batches/1", "files": [1]}
    assert put(client, token, PDF[:5000]).json()["offset"] == 5000
    # The page is loaded again, or the server: whoever goes on asks how much is here.
    asked = client.get("/desk/batches/1/files/1").json()
    assert (asked["offset"], asked["fate"], asked["size"]) == (5000, "arriving", len(PDF))
    assert "1 file is still to arrive" in in_words(client.get("/desk/batches/1").text)
    last = put(client, token, PDF[5000:], 5000).json()
    assert (last["offset"], last["fate"]) == (len(PDF), "accepted")
    (file,) = files_of(shelves)
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (
        put(client, token, b"more", len(PDF)).json()["fate"] == "accepted"
    )  # said again, done once


def test_a_file_whose_last_piece_was_not_settled_is_settled_by_asking_again(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    announce(client, token, ("scan.pdf", len(PDF)))
    spool: Spool = client.app.state.web.spool  # type: ignore[attr-defined]
    with spool.writing(1, 1, 0) as out:  # the process died between the last byte and the row
        out.write(PDF)
    assert put(client, token, b"", len(PDF)).json()["fate"] == "accepted"
    assert spool.arrived(1, 1) == 0


def test_a_piece_in_the_wrong_place_is_refused_with_the_right_one(
    client: TestClient, token: dict[str, str]
) -> None:
    announce(client, token, ("scan.pdf", len(PDF)))
    put(client, token, PDF[:100])
    refused = put(client, token, PDF[50:], 50)
    assert refused.status_code == 409
    assert "has 100 bytes here, not 50" in refused.json()["detail"]


def test_more_bytes_than_were_announced_are_not_taken(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    announce(client, token, ("scan.pdf", 10))
    assert put(client, token, PDF).status_code == 400
    assert files_of(shelves)[0].fate is FileFate.ARRIVING


def test_two_windows_cannot_write_one_file_at_once(
    client: TestClient, token: dict[str, str]
) -> None:
    announce(client, token, ("scan.pdf", len(PDF)))
    spool: Spool = client.app.state.web.spool  # type: ignore[attr-defined]
    with spool.writing(1, 1, 0):
        refused = put(client, token, PDF)
    assert refused.status_code == 409
    assert "another window" in refused.json()["detail"]


def test_a_page_loaded_again_while_its_last_piece_is_read_settles_nothing_twice(
    client: TestClient, shelves: Shelves, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(client, token, ("telegram.txt", len(TELEGRAM)))
    seen: list[int] = []
    hand_over = uploads.hand_over

    def slow(*given: Any, **more: Any) -> FileFate:
        if not seen:  # while the first settles, the page loaded again asks for the same
            seen.append(put(client, token, b"", len(TELEGRAM)).status_code)
        return hand_over(*given, **more)

    monkeypatch.setattr("app.web.uploads.hand_over", slow)
    assert put(client, token, TELEGRAM).json()["fate"] == "read"
    assert seen == [409]
    assert put(client, token, b"", len(TELEGRAM)).json()["fate"] == "read"
    assert [file.fate for file in files_of(shelves)] == [FileFate.READ]


def test_files_that_did_not_arrive_are_sent_again_by_name_and_others_are_added(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    announce(client, token, ("a.pdf", len(PDF)), ("b.pdf", 9))
    told = announce(client, token, ("c.pdf", 5), ("a.pdf", len(PDF)), path="/1/files")
    assert told["files"] == [3, 1]
    sent = [("files", ("a.pdf", PDF)), ("files", ("d.txt", TELEGRAM))]
    assert client.post("/desk/batches/1/files", files=sent, headers=token).status_code == 303
    found = [(file.number, file.name, file.fate.value) for file in files_of(shelves)]
    assert found == [(1, "a.pdf", "accepted"), (2, "b.pdf", "arriving"), (3, "c.pdf", "arriving"),
                     (4, "d.txt", "read")]  # fmt: skip


def test_a_scan_larger_than_the_limit_is_refused_before_it_is_sent(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    most = client.app.state.web.limits.bytes  # type: ignore[attr-defined]
    announce(client, token, ("huge.tif", most + 1))
    assert put(client, token, b"II*\0").json()["fate"] == "refused"
    assert "REFTEL_MAX_SCAN_BYTES" in files_of(shelves)[0].remedy


@pytest.mark.parametrize("how", ["form", "announced", "piece"])
def test_a_full_disk_refuses_new_files_and_says_so(
    client: TestClient, token: dict[str, str], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "piece":
        announce(client, token, ("scan.pdf", len(PDF)))
    spool: Spool = client.app.state.web.spool  # type: ignore[attr-defined]
    monkeypatch.setattr(type(spool), "reserve", property(lambda _: 1 << 60), raising=False)
    if how == "form":
        refused = upload(client, token, ("scan.pdf", PDF))
    elif how == "announced":
        refused = client.post("/desk/batches", data={"announced": '[["a.pdf", 9]]'}, headers=token)
    else:
        refused = put(client, token, PDF)
    assert refused.status_code == 507
    said = refused.text if how != "piece" else refused.json()["detail"]
    assert "There is no room for more files" in said
    assert "Nothing was taken in" in said
    assert "There is no room for more files" in client.get("/desk").text


@pytest.mark.parametrize(
    "words", ["", "[]", "{", '[["a"]]', '[["a", -1]]', '[["a", "x"]]', "[[]]", '[["a.pdf", 1e400]]']
)
def test_a_list_of_files_that_is_none_is_refused(
    client: TestClient, token: dict[str, str], words: str
) -> None:
    said = client.post("/desk/batches", data={"announced": words}, headers=token)
    assert said.status_code == 400


def test_a_cancelled_batch_takes_nothing_more_and_keeps_what_is_read(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    upload(client, token, ("scan.pdf", PDF), ("telegram.txt", TELEGRAM))
    announce(client, token, ("late.pdf", 100), path="/1/files")
    put(client, token, b"%PDF", file=3)
    assert client.post("/desk/batches/1/cancel", headers=token).status_code == 303
    assert [file.fate.value for file in files_of(shelves)] == ["cancelled", "read", "cancelled"]
    refused = put(client, token, PDF[:96], 4, file=3)
    assert refused.status_code == 409
    assert client.app.state.web.spool.arrived(1, 3) == 0  # type: ignore[attr-defined]
    with shelves.store.reading() as connection:
        held = pages.find_source_by_sha256(connection, hashlib.sha256(PDF).hexdigest())
        assert held is not None
        assert held.outcome is Outcome.FAILED
        assert pages.waiting_sources(connection) == ()


def test_only_what_failed_is_tried_again(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    upload(client, token, ("scan.pdf", PDF), ("telegram.txt", TELEGRAM), ("x.zip", b"PK\x03\x04"))
    sha256 = hashlib.sha256(PDF).hexdigest()
    with shelves.store.writing() as tx:
        from app.archive import repository

        repository.set_outcome(tx, sha256, Outcome.FAILED, "why")
        batches.settle_source(tx, sha256, FileFate.FAILED, reason="It broke.", remedy="Try again.")
    assert "It broke. Try again." in in_words(client.get("/desk/batches/1").text)
    assert client.post("/desk/batches/1/retry", headers=token).status_code == 303
    assert [file.fate.value for file in files_of(shelves)] == ["accepted", "read", "refused"]
    with shelves.store.reading() as connection:
        assert [source.sha256 for source in pages.waiting_sources(connection)] == [sha256]


def test_failures_are_to_be_had_as_a_table_no_cell_of_which_is_a_formula(
    client: TestClient, token: dict[str, str]
) -> None:
    upload(client, token, ("=cmd.zip", b"PK\x03\x04"), ("ok.txt", TELEGRAM))
    table = client.get("/desk/batches/1/failures.csv")
    assert table.headers["content-type"].startswith("text/csv")
    head, row, *rest = table.text.split("\r\n")
    assert head == "number,name,bytes,sha256,fate,reason,remedy,at"
    assert row.startswith("1,'=cmd.zip,")
    assert "refused" in row
    assert rest == [""]


def test_an_empty_desk_says_what_to_do(client: TestClient, token: dict[str, str]) -> None:
    assert "No batch yet. Drop or choose a folder" in in_words(client.get("/desk").text)
    assert "Hand files over" in in_words(client.get("/desk/batches").text)
    assert client.get("/desk/batches/7").status_code == 404


def test_a_list_of_batches_goes_on_page_by_page(
    client: TestClient, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.desk.LISTED", 1)
    for name in ("first", "second"):
        announce(client, token, (f"{name}.pdf", 9))
    html = client.get("/desk/batches").text
    assert 'href="/desk/batches/2"' in html
    assert 'href="/desk/batches/1"' not in html
    assert 'href="/desk/batches/1"' in client.get("/desk/batches?before=2").text


def test_a_long_batch_goes_on_page_by_page_and_by_state(
    client: TestClient, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.desk.FILES", 2)
    monkeypatch.setattr("app.web.desk_pages.FILES", 2)
    announce(client, token, *((f"scan {n}.pdf", 9) for n in range(5)))
    seen, path = [], "/desk/batches/1?show=moving"
    while path:
        html = client.get(path).text
        seen += [n for n in range(5) if f"scan {n}.pdf" in html]
        path = (
            html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in html
            else ""
        )
    assert seen == [0, 1, 2, 3, 4]
    assert "No file of this batch stands so" in client.get("/desk/batches/1?show=read").text


def test_htmx_gets_the_block_and_asks_again_only_while_something_moves(
    client: TestClient, token: dict[str, str]
) -> None:
    announce(client, token, ("scan.pdf", 9))
    block = client.get("/desk/batches/1", headers={"HX-Request": "true"}).text
    assert "<html" not in block
    assert 'hx-trigger="every 2s"' in block
    client.post("/desk/batches/1/cancel", headers=token)
    assert "hx-trigger" not in client.get("/desk/batches/1", headers={"HX-Request": "true"}).text
