"""The pages of one cable, asked for as a visitor asks."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.archive import pages
from app.desk.bulk import take_in_bulk
from app.desk.intake import Wish
from app.desk.room import Desk
from app.telegram.reading import Field, Passage, Reading, Span, State
from app.vocabulary import load
from app.web.text import Marked
from tests.telegrams import incoming
from tests.web import samples
from tests.web.shelves import Shelves

VIEWS = ("", "/as-received", "/set-aside", "/versions")
NEXT_SIGN = {"0": "1"}


def in_words(html: str) -> str:
    """What a page says: no tags, white space folded."""
    body = re.sub(r"<(script|style|head).*?</\1>", "", html, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def renamed(reading: Reading) -> Reading:
    """The same with its subject corrected by a person."""
    subject = Field("subject", "Ferry held at Lisbon", (), (), "by hand", State.CORRECTED)
    return replace(reading, fields={**reading.fields, "subject": subject})


def mistyped(id: str) -> str:
    """The id with its check character wrong."""
    return id[:-1] + ("1" if id[-1] == "0" else "0")


def test_the_page_says_who_to_whom_when_and_what_it_was(
    client: TestClient, shelves: Shelves
) -> None:
    said = in_words(client.get(f"/c/{shelves.add()}").text)
    for words in (
        "Telegram 233, Lisbon to the Department of State",
        "Sent 4 March 1958, 7 p.m. in Lisbon ( 2 p.m. in Washington)",
        "received 4:02 p.m. in Washington",
        "2 h 2 min on the way",
        "Originally Confidential",
        "Declassified 9 May 1983",
        "Confidential, on 2 of 3 pages",
        "[Ferry at Lisbon]",
        "Doubtful: the second 1 is broken",
        "EMBTEL 229",
        "lisbon-233.txt",
    ):
        assert words in said


def test_what_the_paper_says_is_escaped(client: TestClient, shelves: Shelves) -> None:
    for view in VIEWS[:3]:
        html = client.get(
            f"/c/{shelves.add(name=f'{view[1:]}.txt', text=samples.SOURCE + view)}{view}"
        ).text
        assert "<TOLD>" not in html
        assert view == "/set-aside" or "&lt;TOLD&gt;" in html


def test_a_page_break_is_a_link_inside_its_sentence_and_says_what_was_printed(
    client: TestClient, shelves: Shelves
) -> None:
    html = client.get(f"/c/{shelves.add()}").text
    paragraph = html[html.index('<p id="p-bcdf"') :].partition("</p>")[0]
    assert 'id="page-2"' in paragraph
    assert 'href="#page-2"' in paragraph
    assert "DECLASSIFIED · -2- 233, MARCH 4, 7 PM FROM LISBON" in paragraph
    assert (
        paragraph.index("LOADED INTO THE") < paragraph.index("page-2") < paragraph.index("HOLD OF")
    )


def test_every_line_of_the_source_is_in_the_received_view_with_its_number_and_role(
    client: TestClient, shelves: Shelves
) -> None:
    html = client.get(f"/c/{shelves.add()}/as-received").text
    for number, (*_, text) in enumerate(samples.LINES, 1):
        assert f'id="L{number}"' in html
        assert text.split("&")[0].split("<")[0] in html
    assert "Running head" in html


def test_every_line_outside_the_text_is_set_aside_with_its_rule(
    client: TestClient, shelves: Shelves
) -> None:
    said = in_words(client.get(f"/c/{shelves.add()}/set-aside").text)
    aside = [(text, rule) for _, role, rule, text in samples.LINES if role and role.value != "body"]
    for text, rule in aside:
        assert text in said
        assert rule in said
    assert f"{len(aside)} lines" in said


def test_page_and_paragraph_links_lead_to_their_place(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    for path, place in (
        ("/page/2", "#page-2"),
        ("/p/ghjk", "#p-ghjk"),
        ("/v/1/page/3", "/v/1#page-3"),
        ("/v/1/p/bcdf", "/v/1#p-bcdf"),
        ("/p/1", "#p-bcdf"),  # the number that stands beside it
    ):
        answer = client.get(f"/c/{id}{path}")
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(place)
        assert f'id="{place.partition("#")[2]}"' in client.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    "path",
    [
        "/page/4", "/page/0", "/page/-1", "/page/x", "/page/²", "/page/" + "9" * 5000, "/p/zzzz",
        "/p/0", "/p/99", "/copy/2", "/copy/x", ".xml", ".pdf",
        "/p/%00", "/v/0", "/v/2", "/v/x", "/v/1/versions/x", "/v/99999999999999999999", "?part=x",
        "?part=0", "/v/1.pdf", "/page", "/v/", "/%2e%2e/%2e%2e/etc/passwd/x",
    ],
)  # fmt: skip
def test_a_part_that_is_not_there_is_kindly_not_found(
    client: TestClient, shelves: Shelves, path: str
) -> None:
    answer = client.get(f"/c/{shelves.add()}{path}", follow_redirects=True)
    if path in ("/page", "/v/"):  # a word behind the id is a slug; a slash alone is nothing
        assert answer.status_code in (200, 404)
        return
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_a_form_that_is_not_made_is_told_from_a_cable_that_is_not_here(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    assert f"Cable {id} is not to be had as .xml" in client.get(f"/c/{id}.xml").text
    assert "There is no cable nonsense.xml" in client.get("/c/nonsense.xml").text


@pytest.mark.parametrize("rest", ["/", "/copy/1", "%0a"])
def test_what_stands_for_the_cable_leads_to_it(
    client: TestClient, shelves: Shelves, rest: str
) -> None:
    id = shelves.add()
    answer = client.get(f"/c/{id}{rest}")
    assert answer.status_code in (301, 303)
    assert answer.headers["location"] == f"/c/{id}"


def test_a_slug_is_decoration(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    for slug in ("telegram-233-lisbon-1958-03-04", "anything-else"):
        answer = client.get(f"/c/{id}/{slug}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/c/{id}")


@pytest.mark.parametrize("rest", ["", "/as-received", "/v/1", ".txt", "?part=1"])
def test_case_and_hyphens_of_an_id_do_not_matter(
    client: TestClient, shelves: Shelves, rest: str
) -> None:
    id = shelves.add()
    for typed in (id.upper(), f"{id[:4]}-{id[4:]}"):
        answer = client.get(f"/c/{typed}{rest}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/c/{id}{rest}")


def test_a_mistyped_id_is_told_and_the_cable_meant_is_offered(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    answer = client.get(f"/c/{mistyped(id)}")
    assert answer.status_code == 404
    assert "check character" in answer.text
    assert f'href="/c/{id}"' in answer.text


@pytest.mark.parametrize(
    "id",
    [
        "zzzz",
        "a" * 8,
        "x" * 3000,
        "%00%00%00%00",
        "0000000%0a",
        "😀" * 8,
        "%ff%fe",
        "';--",
        "{{7*7}}",
    ],
)
def test_a_hostile_id_is_only_not_found(client: TestClient, id: str) -> None:
    answer = client.get(f"/c/{id}")
    assert answer.status_code == 404
    assert "49" not in answer.text.partition("<h1>")[2][:300]


def test_a_draft_cannot_be_seen(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add(publish=False)
    for path in (*VIEWS, ".txt", ".json", "/source", "/v/1", "/page/1", "/a-slug"):
        assert client.get(f"/c/{id}{path}").status_code == 404
    assert id not in client.get(f"/c/{mistyped(id)}").text.partition("<h1>")[2]


def test_a_withdrawn_cable_is_a_tombstone_with_reason_and_date_everywhere(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    shelves.withdraw(id)
    for path in (
        *VIEWS,
        ".txt",
        ".json",
        "/source",
        "/v/1",
        "/v/1/set-aside",
        "/page/1",
        "/a-slug",
    ):
        answer = client.get(f"/c/{id}{path}")
        assert answer.status_code == 410, path
        assert "It names a living person" in answer.text
        assert "HARBOR MASTER" not in answer.text
    assert re.search(r"withdrawn on \d+ \w+ \d{4}", client.get(f"/c/{id}").text)


def test_a_merged_cable_leads_to_the_one_that_stays(client: TestClient, shelves: Shelves) -> None:
    gone, stays = shelves.add_sent(4), shelves.add_sent(5)
    shelves.merge(gone, stays)
    answer = client.get(f"/c/{gone}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/c/{stays}")


def test_an_older_version_stays_as_it_was_and_says_which_is_current(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    old = client.get(f"/c/{id}/v/1").text
    assert "You are reading version" not in old
    shelves.correct(id, renamed, "subject from the register")
    now, before = client.get(f"/c/{id}").text, client.get(f"/c/{id}/v/1").text
    assert "Ferry held at Lisbon" in now
    assert "[Ferry at Lisbon]" in before
    assert "You are reading version 1" in before
    assert f'<a href="/c/{id}">version 2</a>' in before
    assert f'<link rel="canonical" href="https://cables.example.org/c/{id}/v/1">' in before


def test_the_versions_are_listed_with_what_changed(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    shelves.correct(id, renamed, "subject from the register")
    said = in_words(client.get(f"/c/{id}/versions").text)
    for words in ("Version 2 current", "by an archivist", "subject from the register", "Version 1"):
        assert words in said
    assert "Changed: Subject" in said


def test_forms_of_a_version_name_that_version(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    shelves.correct(id, renamed)
    assert client.get(f"/c/{id}/v/1.json").json() != client.get(f"/c/{id}.json").json()
    assert f"/c/{id}/v/1" in client.get(f"/c/{id}/v/1.txt").text
    assert client.get(f"/c/{id}.txt").headers["content-type"].startswith("text/plain")


def test_the_original_file_is_handed_out_and_never_shown(
    client: TestClient, shelves: Shelves
) -> None:
    text = samples.SOURCE + "<script>alert(1)</script>"
    id = shelves.add(text, name='evil"\r\nname é.html')
    answer = client.get(f"/c/{id}/source")
    assert answer.content == text.encode()
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "\r" not in answer.headers["content-disposition"]
    assert "%C3%A9" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_of_a_bulk_file_a_cable_hands_out_its_own_line(
    client: TestClient, shelves: Shelves, tmp_path: Path
) -> None:
    lines = [json.dumps({"text": incoming(number=str(number))}).encode() for number in (1, 2)]
    file = tmp_path / "many.jsonl"
    file.write_bytes(b"\n".join(lines))
    desk = Desk(shelves.store, shelves.files, load(), 10**6)
    taken = take_in_bulk(desk, file, Wish(publish=True), processes=1)
    with shelves.store.reading() as connection:
        source = pages.find_source_by_sha256(connection, taken.sha256)
    assert source is not None
    got = {client.get(f"/c/{cable.id}/source").content.strip() for cable in source.cables}
    assert got == set(lines)


def test_the_citation_names_version_and_date(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add()
    said = in_words(client.get(f"/c/{id}").text)
    assert re.search(
        rf"Reftel, version 1 of \d+ \w+ \d{{4}}, https://cables.example.org/c/{id}/v/1", said
    )


def test_a_specimen_says_that_it_is_one(client: TestClient, shelves: Shelves) -> None:
    id = shelves.add(specimen=True)
    for view in VIEWS:
        assert "Specimen, composed for demonstration" in client.get(f"/c/{id}{view}").text


def test_neighbours_likely_twins_and_same_day_are_linked(
    client: TestClient, shelves: Shelves
) -> None:
    first, middle, last = (shelves.add_sent(day) for day in (3, 4, 5))
    shelves.likely_same(middle, last)
    page = client.get(f"/c/{middle}").text
    assert f'href="/c/{first}"' in page
    assert f'href="/c/{last}"' in page
    assert "Probably the same as" in page
    shelves.add_sent(4, hour=20)
    assert "1 other cable" in in_words(client.get(f"/c/{middle}").text)


def test_who_cites_a_cable_is_told(client: TestClient, shelves: Shelves) -> None:
    cited = shelves.add_sent(2, aliases=(shelf_alias(229),), pointers=())
    citing = shelves.add()
    page = client.get(f"/c/{cited}").text
    assert f'href="/c/{citing}"' in page[page.index("Cited by") :]


def text_of(page: str) -> str:
    return page[page.index('<div class="text">') : page.index("</article>")]


def test_words_that_name_a_held_cable_lead_to_it_from_within_the_text(
    client: TestClient, shelves: Shelves
) -> None:
    citing = shelves.add()
    assert '<a href="/c/' not in text_of(client.get(f"/c/{citing}").text)
    cited = shelves.add_sent(2, aliases=(shelf_alias(229),), pointers=())
    page = client.get(f"/c/{citing}").text
    assert f'<a href="/c/{cited}" title="' in text_of(page)
    assert f'href="/c/{cited}"' in page[page.index("Speaks of") :]


def test_where_several_cables_may_be_meant_all_are_told_and_none_is_chosen(
    client: TestClient, shelves: Shelves
) -> None:
    citing = shelves.add()
    ids = [shelves.add_sent(day, aliases=(shelf_alias(229),), pointers=()) for day in (2, 3)]
    page = client.get(f"/c/{citing}").text
    for id in ids:
        assert f'href="/c/{id}"' not in text_of(page)
        assert f'href="/c/{id}"' in page[page.index("Speaks of") :]


def test_what_the_telegram_sets_apart_is_shown_and_listed_with_its_place(
    client: TestClient, shelves: Shelves
) -> None:
    made = samples.reading()
    text = samples.SOURCE
    span = Span(text.index("WE DOUBT"), text.index("IT.") + 3)
    embtel = replace(
        made.references[0], number="", date="", sender="LISBON",
        earliest="1957-03-04", latest="1958-03-04",
    )  # fmt: skip
    reading = replace(made, passages=(Passage("fyi", span),), references=(embtel,))
    page = client.get(f"/c/{shelves.add(reading=reading, pointers=())}").text
    passage = '<span class="passage fyi" title="For your information">WE DOUBT IT.</span>'
    assert passage in " ".join(page.split())
    said = in_words(page)
    listed = said[said.index("Set apart in the text") :]
    assert "COMMENT: SEE EMBTEL 229. WE DOUBT IT. ¶2: Comment" in listed
    assert "WE DOUBT IT. ¶2: For your information" in listed
    # the days between which a number without a date was sent
    assert "LISBON, sent between 4 March 1957 and 4 March 1958" in said


def shelf_alias(number: int):
    from app.archive.records import Alias

    return Alias("ref", f"telegram/lisbon/1958/{number}")


def test_a_text_without_any_body_says_so(client: TestClient, shelves: Shelves) -> None:
    reading = replace(samples.reading(), paragraphs=(), page_joins=())
    said = in_words(client.get(f"/c/{shelves.add(reading=reading)}").text)
    assert "No text of a message was found" in said


def test_htmx_is_sent_to_an_error_and_does_not_put_it_into_the_open_page(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    shelves.withdraw(id)
    path = f"/c/{id}/set-aside"
    answer = client.get(path, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (410, path)
    assert "hx-redirect" not in client.get(path).headers
    elsewhere = client.get("//example.org/x", headers={"HX-Request": "true"})
    assert not elsewhere.headers.get("hx-redirect", "/").startswith("//")


def test_htmx_gets_the_block_with_its_title_and_a_browser_the_page(
    client: TestClient, shelves: Shelves
) -> None:
    path = f"/c/{shelves.add()}/as-received"
    block = client.get(path, headers={"HX-Request": "true"})
    assert block.text.startswith("<title>As received: Telegram 233")
    assert "<html" not in block.text
    assert 'class="views"' in block.text
    whole = client.get(path)
    assert "<html" in whole.text
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(path, headers=restored).text
    for answer in (block, whole):
        assert "HX-Request" in answer.headers["vary"]
    assert block.headers["etag"] != whole.headers["etag"]


def find_here(client: TestClient, address: str) -> tuple[str, list[str], list[str]]:
    """The page, what it says of the finds, and where Previous and Next lead."""
    page = client.get(address).text
    said = re.findall(r"<output[^>]*>\s*(.*?)\s*</output>", page)
    form = page.partition('class="find-here')[2].partition("</form>")[0]
    return page, said, [html.unescape(href) for href in re.findall(r'href="([^"]+)"', form)]


def test_words_are_found_inside_one_cable_one_place_after_another(
    client: TestClient, shelves: Shelves
) -> None:
    id = shelves.add()
    word = "THE"
    page, said, (previous, following) = find_here(client, f"/c/{id}?q={word}")
    many = len(re.findall(r'<mark id="m-\d+"', page))
    assert many > 2
    assert said == [f"1 of {many}"]
    # the box keeps the words as they were typed; Enter there leads to the first place
    assert f'value="{word}"' in page.partition('id="find-here"')[2].partition(">")[0]
    assert f'action="/c/{id}#m-1"' in page
    assert following == f"/c/{id}?q={word}&at=2#m-2"
    assert previous.endswith(f"at={many}#m-{many}")
    assert re.search(r'<mark id="m-1"\s+class="here"', page)
    seen = [1]
    while len(seen) < many:
        page, said, (_, following) = find_here(client, following)
        seen.append(int(said[0].split()[0]))
        assert len(re.findall(r'<mark id="m-\d+"\s+class="here"', page)) == 1
    assert seen == list(range(1, many + 1))
    assert following.endswith("at=1#m-1")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ZEPPELIN", ["Not in this text"]),
        ("", []),
        (
            "a+(b",
            [
                "At character 3: a bracket opens here and never closes. Close it with ), or take it out."
            ],
        ),
        ("post:lisbon", ["Inside a cable only words are found, not fields"]),
        ("THE&at=9999", None),
    ],
)
def test_finding_in_vain_says_so(
    client: TestClient, shelves: Shelves, query: str, words: list[str] | None
) -> None:
    page, said, links = find_here(client, f"/c/{shelves.add()}?q={query}")
    assert 'id="find-here"' in page
    assert 'value="a (b"' in page or "(" not in query
    if words is None:  # behind the last is the last
        number, _, many = said[0].split()
        assert number == many
    else:
        assert (said, links) == (words, [])


def test_a_place_over_the_end_of_a_line_is_one(client: TestClient, shelves: Shelves) -> None:
    first, second = (line.split() for line in samples.SOURCE.splitlines()[8:10])
    id = shelves.add()
    phrase = quote(f'"{first[-1]} {second[0]}"')
    page, said, _ = find_here(client, f"/c/{id}?q={phrase}")
    assert said == ["1 of 1"]
    assert page.count('id="m-1"') == 1


@given(st.lists(st.integers(1, 6), max_size=8), st.integers(0, 9))
def test_each_place_is_numbered_once_where_it_begins(sizes: list[int], at: int) -> None:
    """Places of one or more spans with gaps between."""
    start, places = 0, []
    for size in sizes:
        places.append(tuple(Span(start + n * 3, start + n * 3 + 2) for n in range(size)))
        start += size * 3 + 5
    marked = Marked(tuple(places), at)
    numbers = marked.numbers()
    assert [n for n, begins in numbers.values() if begins] == list(range(1, len(places) + 1))
    assert len(marked.spans()) == sum(sizes)
