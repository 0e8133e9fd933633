"""Cuts of a file of several telegrams: undone, moved, added by a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.archive import pages, repository, scanned
from app.archive.pages import cable_page
from app.archive.records import CableState
from app.archive.store import Store
from app.archive.verify import verify
from app.desk.correct import correct
from app.desk.intake import Received, take_in
from app.desk.recut import Laid, laid_out, recut
from app.desk.room import Desk
from app.desk.transcribe import transcribe
from app.errors import Conflict, WrongCall
from app.scans import ocr
from app.scans.files import open_files
from app.vocabulary import load
from tests.desk.scan_files import accept, texts, tiff, two_on_a_page
from tests.desk.test_transcribe import BETTER, better, cables, through
from tests.telegrams import incoming

__all__ = ["better"]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, open_files((tmp_path / "files").as_uri()), load(), 10**6, who="ada")


def laid(desk: Desk, id: str) -> Laid:
    with desk.store.reading() as connection:
        return laid_out(desk, connection, id)


def cut(desk: Desk, id: str, at: Callable[[Laid], set[int]]) -> list[str]:
    """Cut where `at` says, which is shown what lies there now."""
    now = laid(desk, id)
    return recut(desk, id, at(now), expected=now.mark)


def shown(desk: Desk, now: Laid) -> list[tuple[str, list[int]]]:
    """The number of each cable of a file, and the pages it has."""
    with desk.store.reading() as connection:
        return [
            (
                part.cable.reading.fields["number"].value,
                [one.source_page for one in scanned.scan_pages(connection, part.cable.cable.id)],
            )
            for part in now.parts
        ]  # fmt: skip


def top(number: int) -> Callable[[Laid], set[int]]:
    """A cut at the top of a page."""
    return lambda now: {next(p.offset for p in now.places if p.page == number)}


def test_a_cut_is_undone_moved_and_added_and_a_persons_values_stay(desk: Desk) -> None:
    sha256 = accept(desk, tiff([*texts(2, 8), *texts(2, 9)]))
    through(desk, sha256)
    first, second = (page.cable.id for page in cables(desk, sha256))
    assert shown(desk, laid(desk, first)) == [("8", [1, 2]), ("9", [3, 4])]
    correct(desk, first, {"subject": "Tugs"})
    correct(desk, second, {"subject": "More tugs"})

    # undone: one draft of all pages takes the place of both, which lead on to it
    (joined,) = cut(desk, second, lambda now: set())
    assert shown(desk, laid(desk, joined)) == [("8", [1, 2, 3, 4])]
    (page,) = cables(desk, sha256)
    assert page.reading.fields["subject"].value == "Tugs"
    assert page.version.note == "Cut by ada: pages 1 to 4 of 4"
    with desk.store.reading() as connection:
        for old in (first, second):
            assert pages.standing(connection, old) is not None
            seen = cable_page(connection, old, include_drafts=True)
            assert seen is not None
            assert seen.merged_into == joined
            assert cable_page(connection, old) is None, "nobody else ever knew of it"

    # added, then moved: the draft behind a cut keeps what a person said of it
    own, behind = cut(desk, joined, top(3))
    correct(desk, behind, {"subject": "Behind"})
    own, moved = cut(desk, own, top(4))
    assert [ids for _, ids in shown(desk, laid(desk, own))] == [[1, 2, 3], [4]]
    held = {page.cable.id: page for page in cables(desk, sha256)}
    assert held.keys() == {own, moved}
    assert held[moved].reading.fields["subject"].value == "Behind"
    assert held[moved].current_version == 1, "no version of it shows what was cut off"
    assert list(verify(desk.store, desk.files)) == []


def test_what_does_not_change_stays_and_what_is_public_is_not_cut(desk: Desk) -> None:
    sha256 = accept(desk, tiff([*texts(1, 7), *texts(2, 8), *texts(1, 9)]))
    through(desk, sha256)
    one, two, three = (page.cable.id for page in cables(desk, sha256))
    with desk.store.writing() as tx:
        repository.publish(tx, one)
    tops = lambda *numbers: lambda now: set().union(*(top(n)(now) for n in numbers))  # noqa: E731
    (made,) = cut(desk, three, tops(2))
    assert [part.cable.cable.id for part in laid(desk, made).parts] == [one, made]
    # trap: the public one would have another text from now on
    for wrong in (tops(), tops(3), tops(2, 3, 4)):
        now = laid(desk, made)
        if wrong(now) == tops(2, 3, 4)(now):
            continue
        with pytest.raises(Conflict, match="published, and its text stays"):
            cut(desk, made, wrong)
    now = laid(desk, made)
    # traps: so already; not a place; looked at before it was cut by somebody else; blank
    with pytest.raises(WrongCall, match="is cut so already"):
        recut(desk, made, tops(2)(now), expected=now.mark)
    with pytest.raises(WrongCall, match="cannot be cut there"):
        recut(desk, made, {7}, expected=now.mark)
    with pytest.raises(Conflict, match="by somebody meanwhile"):
        recut(desk, made, tops(2, 3)(now), expected="0" * 16)
    with desk.store.reading() as connection:
        assert pages.standing(connection, two).state is CableState.MERGED  # type: ignore[union-attr]


def test_a_part_without_text_is_no_telegram(desk: Desk) -> None:
    sha256 = accept(desk, tiff([*texts(1, 7), "", *texts(1, 8)]))
    through(desk, sha256)
    id = cables(desk, sha256)[0].cable.id
    with pytest.raises(WrongCall, match="a part without any text"):
        cut(desk, id, lambda now: {*top(2)(now), *top(3)(now)})


def test_a_file_cut_before_its_better_text_is_there_gets_that_as_it_is_cut(
    desk: Desk, better: None
) -> None:
    desk = replace(desk, engines=(ocr.TESSERACT, BETTER))
    sha256 = accept(desk, tiff(two_on_a_page()))
    assert transcribe(desk, sha256)
    one, _ = cables(desk, sha256)
    own, behind = cut(desk, one.cable.id, top(2))
    through(desk, sha256)
    held = {page.cable.id: page for page in cables(desk, sha256)}
    assert held.keys() == {own, behind}
    assert {page.engine.split()[0] for page in held.values()} == {BETTER}
    assert "TUBS" in held[behind].source_text
    # and again between two lines, in the better text
    _, last = cut(
        desk, own,
        lambda now: {next(p.offset for p in now.places if p.page == 2 and "INCOMING" in p.words)},
    )  # fmt: skip
    (page,) = (one for one in cables(desk, sha256) if one.cable.id == last)
    assert page.source_text.startswith("INCOMING TELEGRAM")
    with desk.store.reading() as connection:
        held_words = scanned.words_of(connection, last, 1)
    assert held_words is not None
    assert held_words.text_start < 0
    assert list(verify(desk.store, desk.files)) == []


def test_a_text_of_several_telegrams_is_cut_by_its_bytes(desk: Desk) -> None:
    parts = [incoming(8, control=4008), incoming(9, control=4009)]
    data = "\n\n\n".join(parts).encode("utf-8-sig")
    taken = take_in(desk, Received("both.txt", data))
    assert len(taken.cables) == 2
    (joined,) = cut(desk, taken.cables[0].id, lambda now: set())
    again = cut(
        desk, joined,
        lambda now: {p.offset for p in now.places if p.offset and p.words == now.places[0].words},
    )  # fmt: skip
    with desk.store.reading() as connection:
        found = [cable_page(connection, id, include_drafts=True) for id in again]
    spans = [page.stretch for page in found if page]
    assert [data[b:e].decode() for b, e in spans if e] == [p.source_text for p in found if p]  # type: ignore[misc]
    assert [page.reading.fields["number"].value for page in found if page] == ["8", "9"]
