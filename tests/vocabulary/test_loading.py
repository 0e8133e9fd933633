"""A damaged data file is named with its row and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

import app.vocabulary as room
from app.telegram.vocabulary import DatedName
from app.vocabulary import VocabularyError, make_zones, tables


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Texts to be read in place of data files, by name."""
    texts: dict[str, str] = {}
    real = tables.text_of
    monkeypatch.setattr(tables, "text_of", lambda file: texts.get(file) or real(file))
    return texts


# What goes wrong with a data file, and the words the message must have.
@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("series.json", "{", ("series.json", "line 1", "not JSON")),
        ("series.json", '{"note": "x"}', ("series.json", "no list of rows")),
        ("series.json", '{"rows": [{"name": "SECTO"}]}', ("series.json", "SECTO", "meaning")),
        ("captions.json", '{"rows": [{"normal": "LIMDIS", "forms": []}]}', ("captions.json", "LIMDIS")),
        ("posts.tsv", "PARIS\tembassy", ("posts.tsv", "line 1", "2 columns")),
        ("posts.tsv", "\t".join("a" * 16), ("posts.tsv", "head")),
    ],
)  # fmt: skip
def test_a_damaged_file_is_named(
    replaced: dict[str, str], file: str, text: str, words: tuple[str, ...]
) -> None:
    replaced[file] = text
    with pytest.raises(VocabularyError) as caught:
        room.load.__wrapped__()
    for word in (*words, "reinstall"):
        assert word in str(caught.value)


def test_a_wrong_figure_in_a_post_is_named(replaced: dict[str, str]) -> None:
    replaced["posts.tsv"] = tables.text_of("posts.tsv").replace(
        "\t48.9\t2.4\tPARIS", "\tnorth\t2.4\tPARIS", 1
    )
    with pytest.raises(VocabularyError, match=r"posts\.tsv, PARIS: .*north"):
        room.load.__wrapped__()


def test_a_missing_file_is_named() -> None:
    with pytest.raises(
        VocabularyError, match=r"elsewhere\.json, the whole file: it cannot be read"
    ):
        tables.text_of("elsewhere.json")


@pytest.mark.parametrize("text", ["BATAVIA", "..1949", "BATAVIA 1949"])
def test_a_dated_name_needs_its_years(text: str) -> None:
    with pytest.raises(ValueError, match=r"NAME from\.\.to"):
        room._dated(text)


def test_a_dated_name_may_be_open_at_an_end() -> None:
    assert room._dated("CIUDAD TRUJILLO 1936..1961") == DatedName("CIUDAD TRUJILLO", 1936, 1961)
    assert room._dated("BATAVIA ..1949") == DatedName("BATAVIA", None, 1949)


def test_zones_are_made_only_from_a_backzone_build(tmp_path: Path) -> None:
    plain = tmp_path / "tzdata.zi"
    plain.write_text("# version 2025b\n# This zic input file is in the public domain.\n")
    with pytest.raises(SystemExit, match="backzone"):
        make_zones.version_of(plain)
    plain.write_text("# version 2025b\n# ddeps backzone zone.tab\n")
    assert make_zones.version_of(plain) == "2025b"
