from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.archive.packing import (
    canonical_json,
    pack_reading,
    pack_text,
    reading_from_json,
    text_sha256,
    unpack,
    unpack_reading,
    unpack_text,
)
from app.telegram.reading import (
    Event,
    Family,
    Field,
    Marking,
    Moment,
    Page,
    PageJoin,
    Paragraph,
    Reading,
    ReadLine,
    Redaction,
    Reference,
    Remark,
    Span,
)
from tests.archive import made

# Lone surrogates are text too: a broken transcription may bring them.
TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


@given(TEXTS)
@settings(max_examples=60)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert unpack_text(pack_text(text)) == text


@pytest.fixture(scope="module")
def every_kind() -> st.SearchStrategy[Reading]:
    for kind in (Span, Page, Marking, Moment, PageJoin, Redaction, Reference, Remark, ReadLine):
        st.register_type_strategy(kind, st.builds(kind))
    return st.builds(
        Reading,
        fields=st.dictionaries(TEXTS, st.builds(Field), max_size=3),
        paragraphs=st.lists(st.builds(Paragraph), max_size=2).map(tuple),
        events=st.lists(st.builds(Event), max_size=2).map(tuple),
    )


def test_any_reading_comes_back_equal(every_kind: st.SearchStrategy[Reading]) -> None:
    @given(every_kind)
    @settings(max_examples=40, deadline=None)
    def holds(reading: Reading) -> None:
        packed, sha256 = pack_reading(reading)
        assert unpack_reading(packed) == reading
        assert hashlib.sha256(unpack(packed)).hexdigest() == sha256

    holds()


def test_the_hash_of_a_reading_is_that_of_its_json_and_does_not_hang_on_order() -> None:
    one = made.reading()
    turned = made.reading()
    turned.fields.update({name: turned.fields.pop(name) for name in list(turned.fields)[:3]})
    assert pack_reading(one)[1] == pack_reading(turned)[1]
    assert json.loads(canonical_json(one))["fields"]["series"]["value"] == "SECTO"


def test_a_value_equal_to_its_default_is_left_out() -> None:
    # A field that a later version adds with a default must not change the hash of older readings.
    small = canonical_json(Reading("1", Family.OTHER, is_telegram=False, evidence=()))
    assert json.loads(small) == {
        "core": "1", "evidence": [], "family": "other", "is_telegram": False,
    }  # fmt: skip


def test_a_field_that_this_version_does_not_know_is_left_out() -> None:
    held = json.loads(canonical_json(made.reading())) | {"from_the_future": 1}
    assert reading_from_json(json.dumps(held).encode()) == made.reading()


@pytest.mark.parametrize("packed", [b"", b"\x07abc", b"\x01abc", b"\x02abc"])
def test_what_is_damaged_or_packed_in_another_way_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="packed"):
        unpack(packed)


def test_a_text_has_the_hash_of_its_utf_8() -> None:
    assert text_sha256("é\n") == hashlib.sha256("é\n".encode()).hexdigest()


def test_a_reading_that_lacks_what_it_must_have_is_refused() -> None:
    with pytest.raises(ValueError, match="Reading lacks its core"):
        reading_from_json(b"{}")


def test_two_readings_do_not_share_a_default_that_can_be_changed() -> None:
    held = b'{"core":"1","evidence":[],"family":"other","is_telegram":false}'
    one, other = reading_from_json(held), reading_from_json(held)
    assert one.fields == {}
    assert one.fields is not other.fields
