"""Levels read together with what was written beside them."""

from __future__ import annotations

import pytest

from app.telegram import read
from app.telegram.reading import Role
from app.vocabulary import load


def role_of(line: str) -> Role:
    """The role of a line that stands among the lines of a message."""
    head = "CLASSIFIED MESSAGE\nTO DIRECTOR\nFROM ROME\n041200Z MAY 63\nDIR CITE ROME 1234\n"
    body = "1. THE HARBOR BOARD MET AND AGREED TO BUY TWO DREDGERS. THE PRICE\n"
    text = head + body + line + "\nOF THEM IS NOT KNOWN TO THE CLERKS OF THE BOARD AT THIS TIME.\n"
    return read(text, load()).lines[6].role


# scraps: figures, small letters, signs; not words in capitals
@pytest.mark.parametrize(
    "line", ["34 SECRET", "2fpl SECRET", "SECRET tbi", "• ISECRET", "31-5 SECRET", "a 'SECRET"]
)
def test_a_level_with_a_scrap_beside_it_is_a_marking(line: str) -> None:
    assert role_of(line) is Role.MARKING


@pytest.mark.parametrize(
    "line", ["IS SECRET.", "SECRET INK", "SECRETARY 2", "THE SECRET", "SECRETS"]
)
def test_a_sentence_that_ends_in_the_word_is_text(line: str) -> None:
    assert role_of(line) is Role.BODY
