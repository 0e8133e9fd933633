"""Drafts: who sees them, how they are corrected, published and withdrawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Route

from app.archive import pages
from app.archive.records import CablePage, Role
from app.desk.index import Follower
from app.telegram.reading import State
from tests.telegrams import incoming
from tests.web import samples
from tests.web.members import member, signed_in
from tests.web.shelves import Shelves
from tests.web.test_web_cable import in_words
from tests.web.words import VOCABULARY

SECRET = "HARBOR MASTER"


@pytest.fixture
def token(client: TestClient, shelves: Shelves) -> dict[str, str]:
    return signed_in(client, member(shelves.store))


def indexed(shelves: Shelves, folder: Path) -> None:
    follower = Follower(shelves.store, folder / "index", VOCABULARY)
    follower.follow()
    follower.close()


def page_of(shelves: Shelves, id: str, version: int | None = None) -> CablePage:
    with shelves.store.reading() as connection:
        page = pages.cable_page(connection, id, version, include_drafts=True)
    assert page is not None
    return page


def places(app: FastAPI, id: str) -> list[str]:
    """Every address of the application that can be read, its places filled for one cable."""
    values = {"{id}": id, "{version}": "1", "{number}": "1", "{key}": "bcdf", "{slug}": "a-slug",
              "{key:path}": "telegram/lisbon/1958/233", "{file}": "1"}  # fmt: skip
    found = [
        "/cables?day=1958-03-04",
        "/search?q=harbor",
        "/search.json?q=harbor",
        "/search.csv?q=harbor",
    ]
    for route in _flat(app.routes):
        if "GET" in (route.methods or ()):
            path = route.path
            for place, value in values.items():
                path = path.replace(place, value)
            found.append(re.sub(r"\{[^}]*\}", "1", path))
    return found


def _flat(routes: list[object]) -> list[Route]:
    found: list[Route] = []
    for route in routes:
        if isinstance(route, Route):
            found.append(route)
        else:
            inner = getattr(route, "original_router", route)
            found += _flat(list(getattr(inner, "routes", None) or []))
    return found


@pytest.mark.parametrize("who", ["nobody", "a reader"])
def test_nobody_else_gets_a_word_of_a_draft_at_any_address(
    client: TestClient, shelves: Shelves, tmp_path: Path, who: str
) -> None:
    id = shelves.add(publish=False)
    indexed(shelves, tmp_path)
    assert isinstance(client.app, FastAPI)
    archivist = member(shelves.store)
    reader = member(shelves.store, "rita", Role.READER)
    for path in places(client.app, id):
        signed_in(client, archivist)  # what an archivist sees first is kept for nobody
        shown = client.get(path)
        if who == "nobody":
            client.cookies.clear()
        else:
            signed_in(client, reader)
        got = client.get(path)
        for secret in (SECRET, "Telegram 233, Lisbon", samples.SOURCE[:30]):
            assert secret not in got.text, path
        if f"/{id}" in path:
            assert got.status_code in (303, 403, 404), path
            assert got.status_code != 303 or got.headers["location"].startswith("/login"), path
        if SECRET in shown.text:
            assert shown.headers["cache-control"] == "private, no-store", path


def test_an_archivist_sees_and_finds_a_draft_everywhere(
    client: TestClient, shelves: Shelves, tmp_path: Path, token: dict[str, str]
) -> None:
    id = shelves.add(publish=False)
    indexed(shelves, tmp_path)
    for path in (f"/c/{id}", f"/c/{id}.txt", f"/c/{id}.json", f"/c/{id}/source", f"/c/{id}/v/1",
                 f"/c/{id}/as-received", "/desk/drafts"):  # fmt: skip
        assert SECRET in client.get(path).text, path
    assert "Draft: only archivists see this page" in client.get(f"/c/{id}").text
    assert client.get("/ref/telegram/lisbon/1958/233").headers["location"] == f"/c/{id}"
    found = client.get("/search?q=harbor")
    assert f'href="/c/{id}' in found.text
    assert "Draft" in found.text
    assert client.get("/search.json?q=harbor").json()["count"] == 1
    assert id in client.get("/search.csv?q=harbor").text


def test_what_an_archivist_sees_of_a_public_page_is_not_kept_for_others(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    id = shelves.add()
    own = client.get(f"/c/{id}")
    assert f'href="/c/{id}/withdraw"' in own.text
    assert own.headers["cache-control"] == "private, no-store"
    client.cookies.clear()
    for _ in range(2):  # once made, once from the shelf
        public = client.get(f"/c/{id}", headers={"If-None-Match": own.headers["etag"]})
        assert public.status_code == 200
        assert "withdraw" not in public.text


def test_a_header_is_corrected_in_a_plain_form_into_a_new_version(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    id = shelves.add(publish=False)
    form = client.get(f"/c/{id}/correct").text
    assert 'name="field.number"' in form
    assert "Doubtful: the second 1 is broken" in in_words(form)
    done = client.post(
        f"/c/{id}/correct", headers=token,
        data={"version": "1", "field.number": "234", "field.from": "Lisbon", "field.subject": "",
              "field.to": "Secretary of State\nMadrid", "confirm": "control_number", "note": "Seen."},
    )  # fmt: skip
    assert (done.status_code, done.headers["location"]) == (303, f"/c/{id}")
    page = page_of(shelves, id)
    fields = page.reading.fields
    assert (fields["number"].value, fields["number"].state) == ("234", State.CORRECTED)
    assert fields["to"].value == ("Secretary of State", "Madrid")
    assert fields["control_number"].state is State.CONFIRMED
    assert fields["from"].state is State.MACHINE  # sent along as it was
    assert "subject" not in fields
    assert page.version.made_by == "ada"
    assert "Seen." in in_words(client.get(f"/c/{id}/versions").text)
    assert page_of(shelves, id, 1).reading.fields["number"].value == "233"


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        ({"field.sent_date": "soon"}, 422, "Write it as 1962-12-13"),
        ({"field.number": "233"}, 400, "changes nothing"),
        ({"version": "7", "field.number": "9"}, 409, "was corrected by machine meanwhile"),
        ({"field.number": "9" * 600}, 422, "longer than 500 characters"),
    ],
    ids=["no date", "nothing", "meanwhile", "long"],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    client: TestClient, shelves: Shelves, token: dict[str, str], data: dict[str, str], status: int,
    told: str,
) -> None:  # fmt: skip
    id = shelves.add(publish=False)
    refused = client.post(f"/c/{id}/correct", data=data, headers=token)
    assert refused.status_code == status
    assert told in in_words(refused.text)
    typed = next(value for name, value in data.items() if name != "version")
    assert typed in refused.text
    assert page_of(shelves, id).current_version == 1


def test_a_draft_is_published_and_a_cable_withdrawn_with_a_reason(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    id = shelves.add(publish=False)
    assert "will never break" in in_words(client.get(f"/c/{id}/publish").text)
    client.post(f"/c/{id}/publish", headers=token)
    client.cookies.clear()
    assert client.get(f"/c/{id}").status_code == 200
    headers = signed_in(client, member(shelves.store, "bob"))
    blank = client.post(f"/c/{id}/withdraw", data={"reason": " "}, headers=headers)
    assert blank.status_code == 400
    assert "is blank" in blank.text
    client.post(f"/c/{id}/withdraw", data={"reason": "It names a person"}, headers=headers)
    gone = client.get(f"/c/{id}")
    assert gone.status_code == 410
    assert "It names a person" in gone.text


def test_ticked_drafts_are_published_and_others_are_not(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    one = shelves.add(publish=False)
    other = shelves.add(samples.SOURCE + "MORE\n", publish=False)
    client.post("/desk/drafts", data={"cable": one}, headers=token)
    left = client.get("/desk/drafts").text
    assert other in left
    assert one not in left
    client.cookies.clear()
    assert [client.get(f"/c/{id}").status_code for id in (one, other)] == [200, 404]


def test_a_batch_is_reviewed_and_published_one_and_all(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    texts = [incoming(number=number) for number in (8, 9, 10)]
    sent = [("files", (f"{at}.txt", text.encode())) for at, text in enumerate(texts)]
    client.post("/desk/batches", files=sent, data={"name": "Box 35"}, headers=token)
    html = client.get("/desk/batches/1/review").text
    ids = re.findall(r'name="cable"\s+value="([0-9a-z]{8})"', html)
    assert len(ids) == 3
    assert "Publish all 3" in in_words(html)
    assert "3 proposed cables" in in_words(html)
    elsewhere = shelves.add(publish=False)
    client.post("/desk/batches/1/publish", data={"cable": [ids[0], elsewhere]}, headers=token)
    left = client.get("/desk/batches/1/review").text
    assert (ids[0] in left, ids[1] in left) == (False, True)
    none = client.post("/desk/batches/1/publish", headers=token).headers["location"]
    assert "nothing was published" in client.get(none).text
    client.post("/desk/batches/1/publish", data={"all": "yes"}, headers=token)
    assert "Nothing waits to be reviewed" in client.get("/desk/batches/1/review").text
    client.cookies.clear()
    assert [client.get(f"/c/{id}").status_code for id in (*ids, elsewhere)] == [200, 200, 200, 404]


@pytest.mark.parametrize("verb", ["correct", "publish", "withdraw"])
def test_a_deed_with_a_cable_that_is_not_there_is_answered(
    client: TestClient, shelves: Shelves, token: dict[str, str], verb: str
) -> None:
    assert client.get(f"/c/0000000t/{verb}").status_code == 404
    assert client.post(f"/c/nonsense/{verb}", headers=token).status_code == 404


def test_a_file_of_two_telegrams_is_cut_anew_in_a_plain_form(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    both = "\n\n\n".join(incoming(number, control=4000 + number) for number in (8, 9))
    client.post("/desk/batches", files=[("files", ("both.txt", both.encode()))], headers=token)
    html = client.get("/desk/batches/1/review").text
    first, second = re.findall(r'href="/c/(\w+)/cuts"', html)
    form = client.get(f"/c/{second}/cuts").text
    assert "2 cables" in in_words(form)
    (mark,) = re.findall(r'name="mark"\s+value="(\w+)"', form)
    (at,) = re.findall(r'value="(\d+)"\s+checked', form)  # the beginning is no choice

    def post(*begins: str, mark: str = mark) -> tuple[int, str]:
        data = {"mark": mark, "begin": list(begins)}
        answer = client.post(f"/c/{second}/cuts", data=data, headers=token)
        return answer.status_code, answer.headers.get("location", "") or in_words(answer.text)

    assert post(at)[0] == 400
    assert "is cut so already" in post(at)[1]
    # what was ticked stays ticked where it cannot be
    status, said = post(at, "7", mark="stale")
    assert (status, "meanwhile" in said) == (409, True)
    status, address = post()
    assert status == 303
    assert "It is cut so now" in client.get(address).text
    # the old address leads on, and only for archivists
    old = client.get(f"/c/{first}")
    assert (old.status_code, old.headers["location"]) == (
        301, address.partition("?")[0].removesuffix("/cuts"),
    )  # fmt: skip
    assert client.get(f"/c/{first}/cuts").status_code == 303
    assert len(re.findall(r'href="/c/\w+/cuts"', client.get("/desk/batches/1/review").text)) == 1
    client.cookies.clear()
    assert client.get(f"/c/{first}").status_code == 404
