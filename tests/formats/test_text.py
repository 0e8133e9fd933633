from __future__ import annotations

from app.formats.describe import describe
from app.formats.text import marked_paragraphs, plain_text
from app.telegram.clean import clean_paragraph
from tests.formats.made_pages import PAGE, READING, SOURCE_TEXT

EXPECTED = """\
Telegram 12, Lima to the Department of State
============================================

From:           Lima
To:             [Secretary of State]
Number:         12
Sent:           3 March 1961  (printed: MARCH 3)  (doubtful: no year on the page)
Classification: CONFIDENTIAL
Signed:         SMITH

Sent 3 March 1961, 16:00 (America/Lima); 1961-03-03 21:00 UTC

[page 1]
AMBASSADOR CALLED ON MINISTER AND [page 2] ASKED FOR ANSWER. MINISTER AGREED.

NOTHING MORE.

SMITH

--------------------
Telegram 12, Lima to the Department of State, 3 March 1961, Confidential; Reftel, version 1 of \
23 November 2026, https://cables.example.org/c/bcdfghjk/v/1.
Permalink: https://cables.example.org/c/bcdfghjk
Source: lima-12.txt, 154 bytes, SHA-256 cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
Text: as received; read by rules 1.0, version 1
"""


def test_plain_text_has_face_body_with_page_marks_and_where_it_comes_from() -> None:
    assert plain_text(describe(PAGE, "https://cables.example.org")) == EXPECTED


def test_the_page_mark_stands_in_the_sentence_and_the_clean_words_go_without() -> None:
    marked = list(marked_paragraphs(READING, SOURCE_TEXT))
    clean = [clean_paragraph(paragraph, SOURCE_TEXT).text for paragraph in READING.paragraphs]
    assert "AND [page 2] ASKED" in marked[0]
    assert clean == [
        "AMBASSADOR CALLED ON MINISTER AND ASKED FOR ANSWER. MINISTER AGREED.",
        "NOTHING MORE.",
    ]
