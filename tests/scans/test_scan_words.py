"""Words keep their places through packing, and a packed page is small."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scans.words import WORD, mean_confidence, pack, placed, unpack

SIZE = (2550, 3300)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, int, int, int]], list[str]]:
    text = draw(st.text(max_size=200))
    count = len(WORD.findall(text))
    box = st.tuples(
        st.integers(0, 2000), st.integers(0, 3000), st.integers(0, 500), st.integers(0, 300),
        st.integers(0, 100),
    )  # fmt: skip
    boxes = draw(st.lists(box, min_size=count, max_size=count))
    doubts = draw(
        st.lists(st.sampled_from(["", "rapidocr reads: é"]), min_size=count, max_size=count)
    )
    return text, boxes, doubts


@given(pages())
def test_packed_words_are_unpacked_as_they_were(
    page: tuple[str, list[tuple[int, int, int, int, int]], list[str]],
) -> None:
    text, boxes, doubts = page
    words = placed(text, boxes, doubts)
    assert unpack(pack(words, SIZE), text) == words
    assert [text[w.start : w.end] for w in words] == WORD.findall(text)


def test_a_full_page_is_packed_into_under_three_kilobytes() -> None:
    # 60 lines of 11 words on paper that lies askew, each tenth word doubtful
    text = "\n".join(" ".join(["EMBASSY"] * 11) for _ in range(60))
    boxes = [
        (
            200 + 190 * column + line % 3,
            150 + 50 * line + column,
            168 - column % 4,
            41,
            91 - line % 7,
        )
        for line in range(60)
        for column in range(11)
    ]
    doubts = ["tesseract reads: EMBASEY" if at % 10 == 0 else "" for at in range(660)]
    assert len(pack(placed(text, boxes, doubts), SIZE)) < 3_000


def test_a_box_is_cut_to_the_page() -> None:
    words = placed("A B", [(2500, -5, 100, 20, 90), (-10, 3290, 15, 20, 90)])
    cut = unpack(pack(words, SIZE), "A B")
    assert [(w.x, w.y, w.width, w.height) for w in cut] == [(2500, 0, 50, 15), (0, 3290, 5, 10)]


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (b"", "A"),
        (b"\x02later", "A"),
        (b"\x01no deflate", "A"),
        (pack(placed("A B", [(0, 0, 1, 1, 1)] * 2), SIZE), "A"),  # the words of another text
        (pack(placed("A B", [(0, 0, 1, 1, 1)] * 2), SIZE)[:-2], "A B"),
    ],
)
def test_what_is_not_words_of_this_text_is_said(packed: bytes, text: str) -> None:
    with pytest.raises(ValueError):
        unpack(packed, text)


def test_a_long_word_weighs_more_in_the_confidence_of_a_page() -> None:
    assert mean_confidence(placed("AAAAAAAAA B", [(0, 0, 1, 1, 100), (0, 0, 1, 1, 0)])) == 90
    assert mean_confidence(()) == 0
