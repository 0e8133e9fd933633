"""Comment, FYI and quoted text are known by the words that open and close them."""

from __future__ import annotations

import pytest

from app.telegram import read
from tests.telegram.words import SMALL

HEAD = "INCOMING TELEGRAM\nRec'd: MAY 5, 1960\nFROM PARIS\nTO: Secretary of State\nNO: 12, MAY 5, 4 PM\n"
FIRST = "1. MINISTER TOLD US TODAY THAT TALKS ON CUSTOMS WOULD RESUME IN SPRING.\n"


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("2. COMMENT: HE SEEMED TIRED OF IT ALL. END COMMENT.\n3. WE SHALL SEE HIM AGAIN.", ["text", "comment", "text"]),
        ("2. COMMENT: HE SEEMED TIRED.\n3. HE MAY GO.\n4. SO MAY WE. END COMMENT.\n5. MORE SOON.", ["text", "comment", "comment", "comment", "text"]),
        # never closed: one paragraph
        ("2. COMMENT: HE SEEMED TIRED OF IT ALL.\n3. WE SHALL SEE HIM AGAIN.", ["text", "comment", "text"]),
        ("2. FYI: WE HAVE SEEN THE NOTE. END FYI.\n3. WE SHALL SEE HIM AGAIN.", ["text", "fyi", "text"]),
        ("2. QUOTE: WE ACCEPT.\n3. WE SHALL SIGN. UNQUOTE.\n4. NOTE ENDS THERE.", ["text", "quoted", "quoted", "text"]),
        # the word in a sentence opens nothing
        ("2. COMMENT ON THE NOTE WAS REFUSED.\n3. FYIANA IS A TOWN IN THE SOUTH.", ["text", "text", "text"]),
    ],
)  # fmt: skip
def test_a_passage_runs_from_its_opening_to_its_closing_word(body: str, kinds: list[str]) -> None:
    reading = read(HEAD + FIRST + body, SMALL)
    assert [paragraph.kind for paragraph in reading.paragraphs] == kinds
