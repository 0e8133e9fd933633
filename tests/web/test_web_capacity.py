from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.desk.capacity import capacity
from tests.web.members import member, signed_in
from tests.web.shelves import Shelves


def test_the_desk_of_a_small_machine_says_what_it_holds_back(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(client, member(shelves.store))
    assert "GB of memory" not in client.get("/desk").text
    state = client.app.state  # type: ignore[attr-defined]
    monkeypatch.setattr(state, "web", replace(state.web, able=capacity(1 << 30)))
    assert "read by Tesseract alone, one file at a time" in client.get("/desk").text
