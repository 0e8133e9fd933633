from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import vocabulary
from app.archive import columns, packing
from app.archive.columns import COLUMNS, AwkwardReading, from_columns, to_columns
from app.archive.packing import (
    pack_reading,
    pack_text,
    reading_sha256,
    text_sha256,
    unpack,
    unpack_reading,
    unpack_text,
)
from app.archive.plain import canonical_json, reading_from_json
from app.specimens import FORMS, Stock, compose
from app.telegram import read, reading
from app.telegram.reading import (
    Event,
    Family,
    Field,
    Marking,
    Moment,
    Page,
    PageJoin,
    Paragraph,
    Piece,
    Reading,
    ReadLine,
    Redaction,
    Reference,
    Remark,
    Span,
)
from tests.archive import made

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
# Lone surrogates are text too: a broken transcription may bring them.
TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
LINES = st.lists(st.sampled_from(["", " ", "SECRET", "\fPAGE 2", "  TO:\tX ", "é\x85", "A B"]))


def comes_back(reading: Reading, text: str) -> None:
    packed = pack_reading(reading, text)
    assert unpack_reading(packed, text) == reading
    assert pack_reading(unpack_reading(packed, text), text) == packed


@given(TEXTS)
@settings(max_examples=60)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert unpack_text(pack_text(text)) == text


def test_a_long_text_comes_back_as_it_was() -> None:
    text = "".join(f"LINE {n} OF MANY\n" for n in range(20_000))
    assert unpack_text(pack_text(text)) == text


@pytest.fixture(scope="module")
def every_kind() -> st.SearchStrategy[Reading]:
    for kind in (Span, Page, Marking, Moment, PageJoin, Redaction, Reference, Remark, ReadLine,
                 Piece):  # fmt: skip
        st.register_type_strategy(kind, st.builds(kind))
    return st.builds(
        Reading,
        fields=st.dictionaries(TEXTS, st.builds(Field), max_size=3),
        paragraphs=st.lists(st.builds(Paragraph), max_size=2).map(tuple),
        events=st.lists(st.builds(Event), max_size=2).map(tuple),
    )


def test_any_reading_comes_back_equal_whatever_the_text(
    every_kind: st.SearchStrategy[Reading],
) -> None:
    @given(every_kind, TEXTS)
    @settings(max_examples=60, deadline=None)
    def holds(reading: Reading, text: str) -> None:
        comes_back(reading, text)

    holds()


@given(LINES, st.data())
@settings(max_examples=60)
def test_a_reading_that_fits_its_text_comes_back_equal(
    lines: list[str], data: st.DataObject
) -> None:
    # Spans that are lines, parts of lines and nothing; fields by their own names; odd printed words.
    text = "\n".join(lines)
    whole = columns.Sheet(text)
    offsets = st.integers(0, len(text))
    part = st.builds(lambda a, b: Span(min(a, b), max(a, b)), offsets, offsets)
    spans = st.one_of(part, st.sampled_from(whole.lines)) if whole.lines else part
    words = st.sampled_from(["", "SECRET", "TO: X"])
    printed = st.lists(spans, max_size=3).map(tuple).flatmap(
        lambda own: st.tuples(st.just(own), st.tuples(*(
            st.one_of(words, st.just(s.of(text)), st.just(" ".join(s.of(text).split()))) for s in own
        )))
    )  # fmt: skip
    values = st.one_of(words, st.lists(words, max_size=2).map(tuple))
    fields = {}
    for name in data.draw(st.lists(st.sampled_from(["to", "from", "refs"]), unique=True)):
        own, said = data.draw(printed)
        value = data.draw(st.one_of(values, st.just(said), st.just(said[0] if said else "")))
        fields[name] = Field(name, value, said, own, "r")
    pieces = data.draw(st.lists(st.builds(Piece, spans, st.sampled_from(reading.Join), st.just(1))))
    comes_back(
        Reading(
            "1", Family.OTHER, True, (),
            lines=tuple(
                ReadLine(n, s, 1, reading.Role.BODY, "r")
                for n, s in zip(whole.numbers, whole.lines, strict=True)
            ),
            fields=fields,
            paragraphs=(reading.Paragraph("abcd", tuple(pieces)),),
            pages=(Page(1, None, Span(0, len(text)), 1, 2, "r", data.draw(st.none() | spans)),),
        ),
        text,
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_what_is_read_of_any_form_comes_back_equal(form: object) -> None:
    words = vocabulary.load()
    for seed in range(4):
        text = compose(seed, Stock.of(words), form.kind, noise=seed / 2).text  # type: ignore[attr-defined]
        comes_back(read(text, words), text)


def corpus_texts() -> Iterator[str]:
    for path in sorted(CORPUS.glob("*/*.txt"))[::12]:
        yield path.read_bytes().decode("utf-8", "replace")


@pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of real texts is not beside the checkout"
)
def test_what_is_read_of_real_texts_comes_back_equal_in_a_third_of_their_room() -> None:
    words, packed, plain = vocabulary.load(), 0, 0
    for text in corpus_texts():
        made_of = read(text, words)
        comes_back(made_of, text)
        packed += len(pack_reading(made_of, text))
        plain += len(text.encode())
    assert packed < plain / 3


def test_lines_are_numbered_by_line_feeds_alone_and_begin_and_end_with_ink() -> None:
    sheet = columns.Sheet("\n  A \x0b\n\n\x0cB\x85C \r\n \u3000\nD")
    assert [span.of(sheet.text) for span in sheet.lines] == ["A", "B\x85C", "D"]
    assert sheet.numbers == [2, 4, 6]


def test_a_reading_that_columns_cannot_say_is_kept_as_plain_json() -> None:
    odd = dataclasses.replace(made.reading(), further=(Span(-3, 2),))
    with pytest.raises(AwkwardReading):
        to_columns(odd, made.TEXT)
    comes_back(odd, made.TEXT)


def test_the_columns_name_every_field_of_every_value_once() -> None:
    # A field added later stands behind the columns by its name: then take it out of this test.
    for name, frozen in COLUMNS.items():
        assert {f.name for f in dataclasses.fields(getattr(reading, name))} >= set(frozen)
        assert len(set(frozen)) == len(frozen)


def test_a_field_that_came_later_is_kept_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = to_columns(made.reading(), made.TEXT)
    without = {n: f[:-1] if n in ("Marking", "Reading") else f for n, f in COLUMNS.items()}
    monkeypatch.setattr(columns, "COLUMNS", without)
    columns._plan.cache_clear()
    try:
        doubted = dataclasses.replace(
            made.reading(),
            doubts=("late",),
            markings=(dataclasses.replace(made.reading().markings[0], doubt="late"),) * 2,
        )
        held = to_columns(doubted, made.TEXT)
        assert from_columns(held, made.TEXT) == doubted
        assert b'{"doubts"' in held
        assert from_columns(plain, made.TEXT) == made.reading(), "what was stored before is read"
    finally:
        columns._plan.cache_clear()


# Released: what was packed with them can be read with them only. Add another, never change these.
@pytest.mark.parametrize(
    ("name", "sha256"),
    [
        ("texts.1.dict", "e88c8c7b53398a4066a235958d7fcd8c9163ddb16806eec84c7050c0b129da83"),
        ("readings.1.dict", "7efe7b580086d719106b69ad8c837e6ca01d5e62831ad02bc85dde8767110b5c"),
    ],
)
def test_a_released_dictionary_is_never_changed(name: str, sha256: str) -> None:
    held = (Path(packing.__file__).with_name("data") / name).read_bytes()
    assert hashlib.sha256(held).hexdigest() == sha256


def test_a_reading_packed_by_the_first_release_is_read() -> None:
    # The bytes of made.reading() and made.TEXT as version 1 of both forms wrote them.
    text = unpack_text(bytes.fromhex(FIRST_TEXT))
    assert text == made.TEXT
    assert unpack_reading(bytes.fromhex(FIRST_READING), text) == made.reading()


FIRST_TEXT = (
    "0283b2a07340c0b40a993a869665c098b4d0415a5d60ac03ace88071c805595b031f75048d5784414a383f7f"
    "e89c0728cf83daf5a07a173443091e9e0af700a68d007f6f572e689b079add1d21ad8a60c83a73d0b6ef1005"
    "1f573ff7100f68770fa42000982e40a93a1c188ff0bde900"
)
FIRST_READING = (
    "038d593d0f832014fc2fcc908a880d7bdd3b74330e6db52d49931a1aff7fe1f1214f199ab808c6f88ee3dd71"
    "feb3b5b8ab6a0476b48540629758ad948cb3437c036adeaa1e80666d367b444183d1b0a418fa2284055a6744"
    "f0bc16b44a6e0da2716b7f1465f60c2829130d8ca7dddb57c9d3d58cdb4b90ed6d1eaac40a0192fb0bc8ee94"
    "6d99e7b706594fc3d9609d56fc363e9e5e71fa6009d1bae23403200c3b63074354f31efc1cc29d8cd31ab9fb"
    "86e52b76e7835387a29b508eb3c8d6cff142af63b2a212353b0fcc857b6b4cbac57ce6e970be1afd25f809a7"
    "371be18973e01d73131984ba48e5f049f15f036f045565aa130e7ee507"
)


def test_the_hash_of_a_version_is_of_its_reading_and_of_its_text() -> None:
    packed = pack_reading(made.reading(), made.TEXT)
    of_text = text_sha256(made.TEXT)
    held = bytes.fromhex(of_text) + packed[:1] + unpack(packed)
    assert reading_sha256(packed, of_text) == hashlib.sha256(held).hexdigest()
    assert reading_sha256(packed, of_text) != reading_sha256(packed, text_sha256("other"))
    other = pack_reading(made.reading(number="9"), made.TEXT)
    assert reading_sha256(other, of_text) != reading_sha256(packed, of_text)


@pytest.mark.parametrize(
    "packed", [b"", b"\x07abc", b"\x01abc", b"\x02abc", b"\x03abc", pack_text("abc" * 50)[:-3]]
)
def test_what_is_damaged_or_packed_in_another_way_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="packed"):
        unpack(packed)


@pytest.mark.parametrize("held", [b"[1]", b"{}", b"[[]]"])
def test_columns_that_are_damaged_are_refused(held: bytes) -> None:
    with pytest.raises(ValueError):
        from_columns(held, "")


# The plain form


def test_any_reading_comes_back_from_plain_json(every_kind: st.SearchStrategy[Reading]) -> None:
    @given(every_kind)
    @settings(max_examples=40, deadline=None)
    def holds(reading: Reading) -> None:
        assert reading_from_json(canonical_json(reading)) == reading

    holds()


def test_a_value_equal_to_its_default_is_left_out() -> None:
    small = canonical_json(Reading("1", Family.OTHER, is_telegram=False, evidence=()))
    assert json.loads(small) == {
        "core": "1", "evidence": [], "family": "other", "is_telegram": False,
    }  # fmt: skip


def test_a_field_that_this_version_does_not_know_is_left_out() -> None:
    held = json.loads(canonical_json(made.reading())) | {"from_the_future": 1}
    assert reading_from_json(json.dumps(held).encode()) == made.reading()


def test_a_text_has_the_hash_of_its_utf_8() -> None:
    assert text_sha256("é\n") == hashlib.sha256("é\n".encode()).hexdigest()


def test_a_reading_that_lacks_what_it_must_have_is_refused() -> None:
    with pytest.raises(ValueError, match="Reading lacks its core"):
        reading_from_json(b"{}")


def test_two_readings_do_not_share_a_default_that_can_be_changed() -> None:
    held = to_columns(Reading("1", Family.OTHER, is_telegram=False, evidence=()), "")
    one, other = from_columns(held, ""), from_columns(held, "")
    assert one.fields == {}
    assert one.fields is not other.fields
