"""The page of a search, over the real archive and index on both databases."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi.testclient import TestClient

from app.desk.index import catch_up
from app.search.parser import parse
from app.search.query import sought
from app.search.words import keys_of
from app.settings import Settings
from tests.web import samples
from tests.web.shelves import Shelves
from tests.web.test_web_cable import in_words
from tests.web.words import VOCABULARY


class Visitor:
    """Asks for pages of an archive whose index is level with it."""

    def __init__(self, client: TestClient, shelves: Shelves, settings: Settings) -> None:
        self.client, self.shelves, self.settings = client, shelves, settings

    def level(self) -> None:
        catch_up(self.shelves.store, self.settings.index, VOCABULARY)

    def get(self, query: str, **more: object) -> str:
        answer = self.client.get("/search", params={"q": query, **more})  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        return answer.text

    def json(self, query: str, **more: object) -> dict[str, object]:
        answer = self.client.get("/search.json", params={"q": query, **more})  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        told: dict[str, object] = answer.json()
        return told


@pytest.fixture
def visitor(client: TestClient, shelves: Shelves, settings: Settings) -> Visitor:
    return Visitor(client, shelves, settings)


def links(page: str, about: str = "") -> list[str]:
    return [html.unescape(href) for href in re.findall(r'href="([^"]*)"', page) if about in href]


def test_a_hit_opens_at_its_paragraph_with_the_words_marked(visitor: Visitor) -> None:
    id = visitor.shelves.add()
    visitor.level()
    with visitor.shelves.store.reading() as connection:
        from app.archive.indexing import searched
        from app.telegram.clean import clean_paragraph

        one = searched(connection, [id])[id]
    for paragraph in one.reading.paragraphs:
        words = keys_of(clean_paragraph(paragraph, one.source_text).text)[:3]
        query = f'"{" ".join(words).lower()}"'
        page = visitor.get(query)
        assert "1 cable" in page
        (href, *_) = links(page, "#p-")
        assert href.endswith(f"#p-{paragraph.key}")
        opened = visitor.client.get(href.partition("#")[0])
        assert opened.status_code == 200
        assert f'id="p-{paragraph.key}"' in opened.text
        assert "<mark" in opened.text
        assert f"¶{one.reading.paragraphs.index(paragraph) + 1}</a>" in page


def test_json_tells_what_the_page_tells(visitor: Visitor) -> None:
    ids = {visitor.shelves.add_sent(day) for day in (4, 5, 6)}
    visitor.shelves.add_sent(7, publish=False)
    visitor.level()
    told = visitor.json("")
    assert told["count"] == 3
    assert {hit["id"] for hit in told["hits"]} == ids  # type: ignore[index,attr-defined]
    assert told["facets"]["year"] == [{"value": "1958", "count": 3}]  # type: ignore[index]
    assert told["timeline"] == [{"period": "1958-03", "count": 3}]
    assert "3 cables" in visitor.get("")


def assert_values_lead_to_as_many_as_they_say(visitor: Visitor, page: str) -> int:
    values = re.findall(
        r'(?:<a href="|name="q" value=")([^"]+)"\s*>([^<]+)</(?:a|button)>\s*<span class="num">([0-9,]+)',
        page,
    )
    for sent, _, number in values:
        narrowed = html.unescape(sent)
        query = parse_qs(urlsplit(narrowed).query)["q"][0] if "/search?" in narrowed else narrowed
        assert visitor.json(query)["count"] == int(number), query
    return len(values)


def test_every_value_of_a_facet_leads_to_as_many_cables_as_it_says(visitor: Visitor) -> None:
    """A search shows the first eight of each, and where there are more all on a page of their own."""
    for day in (4, 5, 6, 7):
        visitor.shelves.add_sent(day, post="Lisbon" if day < 6 else "Oporto")
    for at in range(8):
        visitor.shelves.add_sent(8 + at, post=f"Port {'ABCDEFGH'[at]}")
    visitor.level()
    for query in ("", "harbor OR master", "year:1958"):
        page = visitor.get(query)
        assert assert_values_lead_to_as_many_as_they_say(visitor, page) > 4
        (more,) = set(links(page, "/search/values/post"))
        own = visitor.client.get(more).text
        assert "12 cables" in own
        assert assert_values_lead_to_as_many_as_they_say(visitor, own) == 10
        names = re.findall(
            r"value=[^>]*>(\w[\w ]*)</button>", visitor.client.get(f"{more}&order=name").text
        )
        assert names == sorted(names)
    assert visitor.client.get("/search/values/shelf?q=a").status_code == 404
    assert visitor.client.get("/search/values/post?q=%28").status_code == 400


def test_a_chip_takes_one_part_out(visitor: Visitor) -> None:
    visitor.shelves.add()
    visitor.level()
    page = visitor.get("post:lisbon year:1958 NOT class:secret")
    assert page.count('aria-label="Remove ') == 3, page
    assert "/search?q=year%3A1958+NOT+class%3Asecret" in links(page)


def test_what_was_matched_for_a_word_is_said_and_can_be_refused(visitor: Visitor) -> None:
    """One cable has the word, another one a slip of it: HARBOR, and HARB0R."""
    clean = visitor.shelves.add()
    poor = visitor.shelves.add(samples.SOURCE.replace("HARBOR MASTER", "HARB0R MASTER"))
    visitor.level()
    for query in ("harbor", '"harbor master"', "harbor NEAR/2 master"):
        told = visitor.json(query)
        assert (told["count"], told["exact_count"]) == (2, 1)
        (also,) = told["also_matched"]  # type: ignore[misc]
        assert (also["asked"], also["found"], also["count"]) == ("HARBOR", "HARB0R", 1)
        hits = [(hit["id"], hit["exact"]) for hit in told["hits"]]  # type: ignore[attr-defined]
        assert hits == [(clean, True), (poor, False)]
        page = visitor.get(query)
        assert re.search(r"also matched\s+<b>HARB0R</b> for HARBOR", page)
        assert page.count("not as written") == 1
        # the hit opens with the form marked that stands there
        (href,) = [link for link in links(page, f"/c/{poor}") if "#p-" in link]
        assert "HARB0R" in "".join(
            re.findall(r"<mark[^>]*>(.*?)</mark>", visitor.client.get(href.partition("#")[0]).text)
        )
        refusals = [link for link in links(page, "/search?") if "unlike" in link]
        assert len({link for link in refusals if link.endswith(("harb0r", "%2A"))}) == 2
        for link in (link for link in refusals if link.endswith(("harb0r", "%2A"))):
            refused = visitor.client.get(link).text
            assert "also matched" not in refused
            assert "1 cable" in refused
            assert 'aria-label="Remove ' in refused
    table = visitor.client.get("/search.csv?q=harbor").text
    assert clean in table
    assert poor in table


def test_some_periods_of_the_timeline_are_a_search_of_their_own(visitor: Visitor) -> None:
    for at, (year, month) in enumerate(((1957, 12), (1958, 3), (1958, 5), (1959, 1))):
        visitor.shelves.add_at(f"{year}-{month:02}-04T0{at}:00")
    visitor.level()
    # the trap of each: no query, one that has a time already, the ends turned round, a sort, months
    for query, leads, count in (
        ("q=&first=1958&last=1959", "q=year%3A1958..1959", 3),
        (
            "q=post:lisbon+year:1950..1990&first=1957&last=1958",
            "q=post%3Alisbon+year%3A1957..1958",
            3,
        ),
        ("q=post:lisbon&first=1959&last=1958", "q=post%3Alisbon+year%3A1958..1959", 3),
        ("q=&sort=sent&first=1958&last=1958", "q=year%3A1958&sort=sent", 2),
        ("q=year:1958&first=1958-03&last=1958-04", "q=year%3A1958+sent%3A1958-03..1958-04", 1),
    ):
        answer = visitor.client.get(f"/search?{query}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/search?{leads}")
        assert f"{count} cable" in visitor.client.get(answer.headers["location"]).text
    for nonsense in ("q=%28&first=1958&last=1959", "q=&first=1958&last=x", "q=&first=1958"):
        answer = visitor.client.get(f"/search?{nonsense}")
        assert answer.status_code == 301
        assert "first" not in answer.headers["location"]
    form = (
        visitor.get("post:lisbon", sort="sent").partition('class="brush')[2].partition("</form>")[0]
    )
    assert re.findall(r'<option value="(\d+)"', form) == ["1957", "1958", "1959"] * 2
    assert re.findall(r'name="(q|sort)" value="([^"]*)"', form) == [
        ("q", "post:lisbon"),
        ("sort", "sent"),
    ]


def test_a_search_that_finds_nothing_says_why_and_what_finds_something(visitor: Visitor) -> None:
    assert "Nothing is published here yet." in told_of_nothing(visitor, "tugs")
    for day in (4, 5):
        visitor.shelves.add_sent(day)
    visitor.shelves.add(samples.SOURCE + "Draft", publish=False)
    visitor.level()
    # The trap of each: a part that nobody has, one that all have, operators in small letters, a date
    # among the words, initials of a value, a value nearly right, a year without cables, NOT, a phrase
    # out of order, a beginning.
    for query, says in (
        ("zeppelin post:lisbon", ("zeppelin: no cable", "post Lisbon: 2 cables", "Without zeppelin: 2 cables")),
        ("harbor NOT post:lisbon", ("not post Lisbon: no cable", "Without not post Lisbon: 2 cables")),
        ("zeppelin or harbor", ("zeppelin OR harbor: and, or, not as operators, 2 cables",)),
        ("harbor 1958-03-04", ("harbor sent:1958-03-04: the date as that of sending, 1 cable",)),
        ('harbor "5 March 1958"', ("harbor sent:1958-03-05: the date as that of sending, 1 cable",)),
        ("class:c", ("class Confidential: in the place of class C, 2 cables",)),
        ("class:confidental", ("class Confidential: in the place of class Confidental, 2 cables",)),
        ("harbor year:1950..1955", ("year 1958: in the place of year 1950 to 1955, 2 cables",)),
        ('"master harbor"', ("The words of the phrase anywhere: 2 cables",)),
        ("harb", ("Words that begin with harb: 2 cables",)),
    ):  # fmt: skip
        told = told_of_nothing(visitor, query)
        assert "No cable published here has" in told
        for words in (*says, "Every cable here: 2 cables"):
            assert words in told, query
        assert ": 0 cable" not in told


def told_of_nothing(visitor: Visitor, query: str) -> str:
    """What a page says where it found nothing; every offer finds as many as it says."""
    visitor.level()
    page = visitor.get(query)
    assert "No cable" in page
    offers = (
        r'<li>\s*<a href="([^"]*)" rel="nofollow">([^<]*)</a>\s*<span class="small">([^<]*)</span>'
    )
    for href, _, note in re.findall(offers, page):
        counted = re.search(r"(\d+) cable", visitor.client.get(html.unescape(href)).text)
        assert counted is not None
        assert note.endswith((f"{counted[1]} cable", f"{counted[1]} cables"))
    main = page[page.index("<main") : page.index("This search as")]
    return re.sub(
        r"\s+",
        " ",
        html.unescape(re.sub(r"\s*<span[^>]*>", ": ", re.sub(r"</?(a|li|ul|p)[^>]*>", "", main))),
    )


@pytest.mark.parametrize(
    "query",
    [
        '"', "(", "a)", "from:", "title:[a TO b]", "a && b", "x" * 60_000, "a " * 1_000,
        "<script>alert(1)</script> (", "sent:1962-99", "\x00(", "'; DROP TABLE cable; -- \"",
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_understood_is_shown_with_its_place(
    visitor: Visitor, query: str
) -> None:
    visitor.level()
    page = visitor.client.get("/search", params={"q": query})
    assert page.status_code == 400
    assert "cannot be understood" in page.text
    assert "At character" in page.text
    assert "<script>alert" not in page.text
    assert len(page.text) < 40_000
    told = visitor.client.get("/search.json", params={"q": query})
    assert told.status_code == 400
    assert told.headers["content-type"] == "application/problem+json"
    assert "At character" in told.json()["detail"]


@pytest.mark.parametrize(
    "asked", ["sort=fame", "offset=-1", "offset=x", "offset=990", "after=9" + "9" * 30]
)
def test_an_address_that_makes_no_sense_is_told(visitor: Visitor, asked: str) -> None:
    visitor.shelves.add()
    visitor.level()
    assert visitor.client.get(f"/search?q=the&{asked}").status_code == 400


def test_before_there_is_an_index_the_page_says_to_try_again(visitor: Visitor) -> None:
    page = visitor.client.get("/search?q=tugs")
    assert page.status_code == 503
    assert page.headers["retry-after"]
    assert "being made" in page.text


def test_what_was_withdrawn_shows_no_word_even_before_the_index_follows(visitor: Visitor) -> None:
    id = visitor.shelves.add()
    visitor.level()
    assert id in visitor.get("")
    visitor.shelves.withdraw(id)
    page = visitor.get("")
    assert id not in page
    assert "1 change behind" in page
    visitor.level()
    assert "behind" not in visitor.get("")
    assert visitor.json("")["count"] == 0


def test_lists_go_on_to_their_end(visitor: Visitor) -> None:
    ids = [visitor.shelves.add_sent(1 + at % 28, at % 24) for at in range(45)]
    visitor.level()
    for query, sort in [
        ("", ""),
        ("", "sent"),
        ("", "-received"),
        ("the OR a OR post:lisbon", "relevance"),
    ]:
        href, seen = f"/search?q={quote(query)}&sort={sort}", []
        while href:
            page = visitor.client.get(href).text
            seen += re.findall(r'<h2><a href="/c/([^"]+)"', page)
            nexts = re.findall(r'rel="next nofollow" href="([^"]*)"', page)
            href = html.unescape(nexts[0]) if nexts else ""
        assert sorted(seen) == sorted(ids)


def test_crawlers_are_led_to_two_values_at_most_and_asked_to_stay_away(visitor: Visitor) -> None:
    visitor.shelves.add()
    visitor.level()
    assert "Disallow: /search" in visitor.client.get("/robots.txt").text

    def led_on(query: str) -> list[str]:
        page = visitor.get(query)
        return list(re.findall(r'<a href="(/search[^"]*)"\s*>', page))

    assert led_on("")
    assert led_on("post:lisbon")
    assert led_on("post:lisbon year:1958") == []
    narrowing = re.findall(
        r'<button type="submit"\s+name="q"\s+value="([^"]*)"', visitor.get("post:lisbon year:1958")
    )
    assert narrowing
    for query in narrowing:  # the same, by a form
        assert "1 cable" in visitor.get(html.unescape(query))


# The trap of each: another order, a parameter of somebody's advertising, one given twice.
@pytest.mark.parametrize(
    "query", ["sort=-sent&q=ferry", "utm_source=x&q=ferry&sort=-sent", "q=ferry&sort=-sent&q=b"]
)
def test_a_search_has_one_address(visitor: Visitor, query: str) -> None:
    answer = visitor.client.get(f"/search?{query}")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/search?q=ferry&sort=-sent"
    visitor.shelves.add()
    visitor.level()
    for fine in ("q=ferry&sort=-sent", "q=ferry&sort=", "q=", "q=%66erry"):
        assert visitor.client.get(f"/search?{fine}").status_code == 200


def test_the_box_is_on_every_page_and_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.shelves.add()
    visitor.level()
    for path in ("/", "/cables", "/about", "/nowhere"):
        assert 'role="search"' in visitor.client.get(path).text
    assert 'value="&#34;a &amp; b&#34; OR &lt;c"' in visitor.get('"a & b" OR <c')
    assert 'name="sort" value="sent"' in visitor.get("post:lisbon", sort="sent")


def test_an_address_by_hand_that_asks_for_nonsense_marks_nothing(visitor: Visitor) -> None:
    id = visitor.shelves.add()
    for query in ('"', "(((", "zeppelin", "post:lisbon"):
        page = visitor.client.get(f"/c/{id}", params={"q": query})
        assert page.status_code == 200
        assert "<mark" not in page.text


def test_marks_stand_around_the_words_and_around_nothing_else(visitor: Visitor) -> None:
    id = visitor.shelves.add()
    visitor.level()
    told = visitor.json("post:lisbon")
    plain = visitor.client.get(f"/c/{id}").text
    assert sought(parse("post:lisbon")) == ()
    assert told["count"] == 1
    word = keys_of(re.sub(r"<[^>]+>", " ", plain[plain.index('class="par') :]))[5]
    marked = visitor.client.get(f"/c/{id}", params={"q": word.lower()}).text
    found = re.findall(r"<mark[^>]*>(.*?)</mark>", marked)
    assert found
    assert all(keys_of(re.sub(r"<[^>]+>", "", one)) == (word,) for one in found)
    body = lambda page: re.sub(r"</?mark>", "", page[page.index('class="par') :])  # noqa: E731
    assert _words(body(marked)) == _words(body(plain))


def _words(page: str) -> tuple[str, ...]:
    return keys_of(re.sub(r"<[^>]+>", "", page.partition("</main>")[0]))


def test_the_timeline_is_drawn_without_style_and_told_as_a_table(visitor: Visitor) -> None:
    visitor.shelves.add_sent(4)
    visitor.level()
    assert "<svg" not in visitor.get("")
    assert "style=" not in visitor.get("")


def test_a_table_holds_all_that_was_found_and_is_never_cut(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = {visitor.shelves.add_sent(1 + at) for at in range(25)}
    visitor.shelves.add_sent(27, publish=False)
    visitor.level()
    assert "/search.csv?q=post%3Alisbon" in links(visitor.get("post:lisbon"))
    answer = visitor.client.get("/search.csv?q=post%3Alisbon")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert {line["id"] for line in lines} == ids
    assert [line["sent"] for line in lines] == sorted(line["sent"] for line in lines)
    assert visitor.client.get("/search.csv?q=%28").status_code == 400
    monkeypatch.setattr("app.desk.finding.MOST_ROWS", 10)
    refused = visitor.client.get("/search.csv?q=post%3Alisbon")
    assert refused.status_code == 400
    assert "would have 25 lines" in refused.text


def test_nothing_of_a_search_is_kept_by_others(visitor: Visitor, tmp_path: Path) -> None:
    visitor.level()
    assert visitor.client.get("/search?q=").headers["cache-control"] == "no-cache"


def test_a_search_can_be_followed_and_cited(
    client: TestClient, shelves: Shelves, tmp_path: Path
) -> None:
    first, second = shelves.add_sent(5), shelves.add_sent(3)
    shelves.add_sent(6, publish=False)
    catch_up(shelves.store, tmp_path / "index", VOCABULARY)
    page = client.get("/search?q=post:lisbon").text
    assert 'type="application/atom+xml"' in page
    assert 'href="/search.atom?q=post%3Alisbon"' in page
    words = in_words(page)
    assert "search for post:lisbon, 2 cables on" in words
    assert "https://cables.example.org/search?q=post%3Alisbon" in words
    answer = client.get("/search.atom?q=post:lisbon")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert re.findall(r"<id>https://cables.example.org/c/(\w+)</id>", answer.text) == [
        second, first,
    ]  # fmt: skip
    assert client.get("/search.atom?q=(").status_code == 400
    recent = client.get("/recent.atom").text
    assert recent.index(second) < recent.index(first)
