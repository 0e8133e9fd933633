"""Browse pages, asked for as a visitor asks: dates, posts, series, collections, additions."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.archive import adding, repository
from app.archive.records import Collection, NewCable, NewSource, Outcome
from app.desk.index import catch_up
from app.telegram.reading import Field, Reading, State
from app.telegram.vocabulary import Post
from app.web import atlas, gazetteer
from app.web.provenance import _runs
from tests.web import samples
from tests.web.shelves import Shelves, naming
from tests.web.test_web_cable import in_words
from tests.web.test_web_site import link
from tests.web.words import VOCABULARY


def said(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return in_words(answer.text)


def numbered(number: str, day: str, series: str = "") -> Reading:
    made = samples.reading()
    assert made.sent is not None
    values = {"number": number, "series": series}
    fields = {
        name: Field(name, value, (), (), "made", State.SUPPLIED) for name, value in values.items()
    }
    return replace(
        made, sent=replace(made.sent, local=f"{day}T10:00", utc=f"{day}T10:00:00+00:00"),
        fields=made.fields | fields,
    )  # fmt: skip


def add(shelves: Shelves, number: str, day: str, series: str = "", **more: Any) -> str:
    word = series.lower() or "telegram"
    called = {"slug": f"{word}-{number}-lisbon-{day}", "title": f"{series} {number}", **more}
    text = f"{samples.SOURCE}{number} {day} {series}\n"
    return shelves.add(text, numbered(number, day, series), **called)


def test_browse_pages_of_an_empty_archive_say_so(client: TestClient) -> None:
    for path in ("/dates", "/posts", "/collections"):
        assert "Nothing is published here yet" in said(client, path)
    assert "No cable of a series" in said(client, "/series")
    assert "No cable is here" in said(client, "/recent")


def test_one_goes_from_years_down_to_a_cable(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add_sent(4)
    shelves.add_sent(5, publish=False)
    html = client.get("/dates").text
    assert 'href="/dates/1958"' in html
    assert 'href="/dates/1957"' not in html  # an empty year is plain
    assert "1957" in html
    year = client.get("/dates/1958").text
    assert 'href="/dates/1958/03"' in year
    assert "4 March 1958: 1 cable" in year
    assert 'href="/dates/1958/03/05"' not in year
    assert "1 cable sent in March 1958" in said(client, "/dates/1958/03")
    assert f'href="/c/{id}"' in client.get("/dates/1958/03/04").text


def test_a_calendar_begins_its_weeks_on_monday(client: TestClient, shelves: Shelves) -> None:
    shelves.add_sent(4)  # 4 March 1958 was a Tuesday
    week = client.get("/dates/1958/03").text.partition('href="/dates/1958/03/04"')[0]
    assert week[week.rindex("<tr>") :].count("<td>") == 2


def test_a_year_leads_to_the_years_before_and_after_that_have_any(
    client: TestClient, shelves: Shelves
) -> None:
    for year in (1951, 1958, 1963):
        add(shelves, str(year), f"{year}-03-04")
    html = client.get("/dates/1958").text
    assert (link(html, "prev"), link(html, "next")) == ("/dates/1951", "/dates/1963")
    month = client.get("/dates/1958/03").text
    assert (link(month, "prev"), link(month, "next")) == ("/dates/1951/03", "/dates/1963/03")


@pytest.mark.parametrize(
    "path",
    [
        "/dates/0000", "/dates/58", "/dates/1958/13", "/dates/1958/3", "/dates/1958/02/30",
        "/dates/١٩٥٨", "/dates/1958/03/4", "/posts/nowhere", "/posts/lisbon/58", "/series/nothing",
        "/collections/7", "/collections/x", "/ref/secto/paris/1962", "/ref/telegram/lisbon/1959",
        "/dates/" + "9" * 4000, "/posts/%00",
    ],
)  # fmt: skip
def test_what_there_is_not_is_a_kind_404(client: TestClient, shelves: Shelves, path: str) -> None:
    shelves.add()
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>Not here</h1>" in answer.text


def test_a_day_without_a_cable_is_no_error(client: TestClient, shelves: Shelves) -> None:
    shelves.add()
    assert "No cable is here" in said(client, "/dates/1944/06/06")
    assert "0 cables sent in 1944" in said(client, "/dates/1944")


def test_the_day_of_the_old_list_leads_to_the_calendar(client: TestClient) -> None:
    answer = client.get("/cables?day=1958-03-04")
    assert (answer.status_code, answer.headers["location"]) == (301, "/dates/1958/03/04")


def test_a_long_day_is_turned_page_by_page(
    client: TestClient, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.browse.LISTED", 2)
    ids = [shelves.add_sent(4, hour) for hour in (8, 9, 10, 11, 12)]
    path, found = "/dates/1958/03/04", []
    while path:
        html = client.get(path).text
        found += re.findall(r'<a href="/c/(\w{8})">', html)
        path = link(html, "next")
    assert found == ids


def test_posts_stand_under_their_country_and_on_the_map(
    client: TestClient, shelves: Shelves
) -> None:
    shelves.add()
    shelves.add("x\n" + samples.SOURCE, post="Atlantis Field Office")
    html = client.get("/posts").text
    assert '<a href="/posts/lisbon">Lisbon</a>' in html
    assert "Portugal" in html
    assert "<title>Lisbon: 1 cable</title>" in html
    assert "Atlantis Field Office" in in_words(html).partition("As printed")[2]


def test_a_post_tells_what_it_was_and_its_cables_by_year(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add_sent(4)
    html = client.get("/posts/lisbon").text
    assert "1 cable from Lisbon" in in_words(html)
    assert 'href="/posts/lisbon/1958"' in html
    assert f'href="/c/{id}"' in client.get("/posts/lisbon/1958").text
    assert client.get("/posts/Lisbon").headers["location"] == "/posts/lisbon"


def test_a_withdrawn_cable_leaves_every_list_and_figure(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add_sent(4)
    shelves.withdraw(id)
    assert client.get("/posts/lisbon").status_code == 404
    for path in ("/dates/1958", "/dates/1958/03/04", "/recent"):
        assert id not in client.get(path).text


def test_a_register_names_what_is_held_and_what_is_not(
    client: TestClient, shelves: Shelves
) -> None:
    held = [add(shelves, number, "1958-03-04", "SECTO") for number in ("8", "9", "12")]
    add(shelves, "3", "1959-03-04", "SECTO")
    odd = add(shelves, "8A", "1958-03-05", "SECTO")
    html = client.get("/ref/secto/lisbon/1958").text
    for id in (*held, odd):
        assert f'href="/c/{id}"' in html
    words = in_words(html)
    assert "SECTO from Lisbon, 1958" in words
    assert "10–11 not held" in words
    assert "4 cables held" in words
    series = client.get("/series/secto").text
    assert 'href="/ref/secto/lisbon/1958"' in series
    assert 'href="/ref/secto/lisbon/1959"' in series
    assert 'href="/series/secto"' in client.get("/series").text


def test_a_number_cited_but_not_held_is_named_in_its_register(
    client: TestClient, shelves: Shelves
) -> None:
    add(shelves, "228", "1958-03-03")
    add(shelves, "233", "1958-03-04")  # speaks of Lisbon's 229
    html = client.get("/ref/telegram/lisbon/1958").text
    assert "229–232 not held" in in_words(html)
    assert 'href="/ref/telegram/lisbon/1958/229"' in html
    assert 'href="/ref/telegram/lisbon/1958/230"' not in html


def test_a_register_of_two_far_sequences_does_not_list_what_lies_between(
    client: TestClient, shelves: Shelves
) -> None:
    add(shelves, "5", "1958-03-03")
    add(shelves, "900000000", "1958-03-04")
    assert "6–899999999 not held" in said(client, "/ref/telegram/lisbon/1958")


def test_a_collection_says_what_is_held_and_what_is_not(
    client: TestClient, shelves: Shelves, tmp_path: Path
) -> None:
    provenance = Collection("National Archives", "RG 59", "Central Files", "Box 12")
    sha256 = shelves.files.put(samples.SOURCE.encode()).sha256
    with shelves.store.writing() as tx:
        source = NewSource(sha256, "a.txt", "text/plain", 9, collection=provenance)
        repository.add_source(tx, source)
        repository.set_outcome(tx, sha256, Outcome.READ)
        refused = NewSource("a" * 64, "b.txt", "text/plain", 9, collection=provenance)
        repository.add_source(tx, refused)
        repository.set_outcome(tx, "a" * 64, Outcome.REFUSED, "not a telegram")
        new = NewCable(sha256, samples.SOURCE, samples.reading(), naming())
        id = adding.add_cable(tx, new)
        repository.publish(tx, id)
    html = client.get("/collections").text
    path = html.partition('<a href="/collections/')[2].partition('"')[0]
    assert "Central Files, Box 12" in in_words(html)
    words = said(client, f"/collections/{path}")
    assert "1 cable of 3 pages published. They were read from 2 files received." in words
    assert "1 file was refused" in words
    assert "try again in some seconds" in words  # no index yet
    catch_up(shelves.store, tmp_path / "index", VOCABULARY)
    assert f'href="/c/{id}"' in client.get(f"/collections/{path}").text


def test_recent_additions_come_last_published_first(client: TestClient, shelves: Shelves) -> None:
    first, second = shelves.add_sent(5), shelves.add_sent(3)
    html = client.get("/recent").text
    assert html.index(second) < html.index(first)
    assert client.get("/recent?after=zzz").headers["location"] == "/recent"


def test_a_cable_says_where_it_lies(client: TestClient, shelves: Shelves) -> None:
    html = client.get(f"/c/{shelves.add_sent(4)}").text
    for path in ("/posts/lisbon", "/dates/1958", "/dates/1958/03", "/dates/1958/03/04"):
        assert f'href="{path}"' in html


# The map -----------------------------------------------------------------------------------------


def topology(*rings: list[list[int]]) -> dict[str, Any]:
    return {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [list(ring) for ring in rings],
        "objects": {"land": {"type": "MultiPolygon", "arcs": [[[0, 1]]]}},
    }


def test_a_ring_is_put_together_of_its_arcs() -> None:
    made = topology([[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]])
    assert list(atlas.rings(made, "land")) == [[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]]
    backwards = topology([[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]])
    backwards["objects"]["land"]["arcs"] = [[[0, -2]]]
    assert next(atlas.rings(backwards, "land")) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]


def test_land_across_the_date_line_lies_on_both_edges() -> None:
    ring = [(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0), (170.0, 60.0)]
    parts = list(atlas.cut(ring))
    easts = sorted((min(e for e, _ in part), max(e for e, _ in part)) for part in parts)
    assert easts == [(-180.0, -170.0), (170.0, 180.0)]


def test_antarctica_is_left_off() -> None:
    assert list(atlas.cut([(0.0, -60.0), (90.0, -60.0), (90.0, -90.0)])) == []


@pytest.mark.parametrize(
    ("east", "north", "x", "y"), [(0, 0, 500, 241), (2.4, 48.9, 506, 70), (-180, 0, 0, 241)]
)
def test_places_lie_where_the_projection_puts_them(
    east: float, north: float, x: int, y: int
) -> None:
    assert atlas.projected(east, north) == (x, y)


def test_a_map_without_its_file_is_none(tmp_path: Path) -> None:
    assert atlas.land(tmp_path) == ""


def test_the_nearest_posts_come_first_by_great_circle() -> None:
    def post(name: str, north: float, east: float) -> Post:
        return Post(name, "embassy", "", name, north, east, "", (), "")

    near = gazetteer.Gazetteer(
        replace(VOCABULARY, posts=(post("A", 0, 179), post("B", 0, -179), post("C", 0, 170)))
    )
    found = near.near("a", {"a", "b", "c"}, 5)
    assert [key for key, _ in found] == ["b", "c"]
    assert found[0][1] == pytest.approx(222.4, abs=0.1)


def test_years_without_a_cable_are_told_in_runs() -> None:
    assert _runs([1953, 1954, 1955, 1960]) == ["1953 to 1955", "1960"]
