from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.web.members import member, signed_in
from tests.web.shelves import Shelves
from tests.web.test_web_cable import in_words
from tests.web.test_web_review import page_of


@pytest.fixture
def token(client: TestClient, shelves: Shelves) -> dict[str, str]:
    return signed_in(client, member(shelves.store))


def sent(client: TestClient, token: dict[str, str], table: str) -> Response:
    files = {"table": ("t.csv", table.encode(), "text/csv")}
    return client.post("/desk/metadata", files=files, headers=token)


def test_a_table_is_tried_first_and_applied_on_a_second_word(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    id = shelves.add()
    table = f"id,number,subject\n{id},234,\n"
    told = sent(client, token, table)
    assert told.status_code == 200
    assert "1 cable would change" in in_words(told.text)
    assert "Number: 234" in in_words(told.text)
    assert page_of(shelves, id).current_version == 1
    done = client.post("/desk/metadata", data={"text": table, "apply": "yes"}, headers=token)
    assert "1 cable changed" in in_words(done.text)
    made = page_of(shelves, id)
    assert (made.current_version, made.version.made_by) == (2, "ada")


def test_a_table_with_errors_is_told_row_by_row_and_never_applied(
    client: TestClient, shelves: Shelves, token: dict[str, str]
) -> None:
    id = shelves.add()
    table = f"id,sent_date\n{id},soon\n00000000,1958\n"
    told = sent(client, token, table)
    assert told.status_code == 422
    said = in_words(told.text)
    assert "2 rows cannot be applied" in said
    assert "it is no date. Write it as 1962-12-13" in said
    assert "Apply it" not in said
    client.post("/desk/metadata", data={"text": table, "apply": "yes"}, headers=token)
    assert page_of(shelves, id).current_version == 1


@pytest.mark.parametrize(
    ("table", "said"), [("", "was not chosen"), ("a,b\n1,2\n", "names no cable")]
)
def test_what_is_no_table_is_told(
    client: TestClient, token: dict[str, str], table: str, said: str
) -> None:
    refused = client.post("/desk/metadata", data={"text": table}, headers=token)
    assert refused.status_code == 400
    assert said in refused.text
