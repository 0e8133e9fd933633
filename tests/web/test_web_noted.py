"""Passages that a telegram sets apart, as its page lists them."""

from __future__ import annotations

import pytest

from app.telegram.reading import Family, Join, Paragraph, Passage, Piece, Reading, Span
from app.web.noted import set_apart

TEXT = "FIRST PART\nSECOND PART\nTHIRD PART"
LINES = ((0, 10), (11, 22), (23, 33))


# What could be listed twice, in pieces, or not at all.
@pytest.mark.parametrize(
    ("kinds", "passages", "listed"),
    [
        (("text", "text", "text"), (), []),
        # paragraphs of a kind in a row are one
        (("text", "comment", "comment"), (), [("SECOND PART THIRD PART", "Comment", "¶2–3")]),
        # two kinds side by side are two
        (
            ("fyi", "comment", "text"),
            (),
            [("FIRST PART", "For your information", "¶1"), ("SECOND PART", "Comment", "¶2")],
        ),
        # a passage inside a paragraph
        (("text", "text", "text"), (("fyi", 6, 10),), [("PART", "For your information", "¶1")]),
        # a passage over whole paragraphs of its kind is told once
        (
            ("quoted", "quoted", "text"),
            (("quoted", 0, 22),),
            [("FIRST PART SECOND PART", "Quoted text", "¶1–2")],
        ),
        # the paragraph that opens and closes it has its kind and the passage in it
        (("comment", "text", "text"), (("comment", 2, 9),), [("RST PAR", "Comment", "¶1")]),
    ],
)
def test_each_passage_is_listed_once_with_its_paragraphs(
    kinds: tuple[str, ...],
    passages: tuple[tuple[str, int, int], ...],
    listed: list[tuple[str, str, str]],
) -> None:
    reading = Reading(
        core="made",
        family=Family.OTHER,
        is_telegram=True,
        evidence=(),
        paragraphs=tuple(
            Paragraph(f"k{at}", (Piece(Span(*line), Join.START, 1),), kind)
            for at, (line, kind) in enumerate(zip(LINES, kinds, strict=True))
        ),
        passages=tuple(Passage(kind, Span(start, end)) for kind, start, end in passages),
    )
    found = set_apart(reading, TEXT, "/c/x")
    assert [(one.text, one.note, one.where) for one in found] == listed
    assert all(one.href.startswith("/c/x#p-k") for one in found)


def test_a_long_passage_is_known_by_its_opening_words() -> None:
    text = "WORD " * 80
    end = len(text) - 1
    reading = Reading(
        core="made", family=Family.OTHER, is_telegram=True, evidence=(),
        paragraphs=(Paragraph("k", (Piece(Span(0, end), Join.START, 1),), "comment"),),
    )  # fmt: skip
    (listed,) = set_apart(reading, text, "/c/x")
    assert listed.text == "WORD " * 12 + "…"
