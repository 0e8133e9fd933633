from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.decode import decode, megabytes
from app.errors import (
    ReftelError,
    SourceBinary,
    SourceEmpty,
    SourceHasNuls,
    SourceTooLarge,
    SourceUndecodable,
    SourceUnmarked,
)

LIMIT = 20_000_000
WORDS = "FROM LIMA\nNO: 12, MARCH 3, 4 PM\n\nPRÉSIDENT RECEIVED US.\n"
NOISE = random.Random(8).randbytes(5000)


TAKEN = [
    # name of the trap, bytes, text, encoding, words of the remark
    ("UTF-8", WORDS.encode(), WORDS, "UTF-8", ""),
    ("UTF-8 with a mark, as Windows writes it", codecs.BOM_UTF8 + WORDS.encode(), WORDS, "UTF-8", ""),
    ("UTF-16, little end first", codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), WORDS,
     "UTF-16", "read as UTF-16"),
    ("UTF-16, big end first", codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), WORDS,
     "UTF-16", "read as UTF-16"),
    # Its mark begins with the mark of UTF-16.
    ("UTF-32", codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), WORDS, "UTF-32", "UTF-32"),
    ("Latin-1", WORDS.encode("latin-1"), WORDS, "Latin-1", "check its 1 accented letters"),
    ("Windows-1252", "“PRÉSIDENT”\n".encode("cp1252"), "“PRÉSIDENT”\n", "Windows-1252",
     "check its 3 accented"),
    # 0x81 is no character of Windows-1252.
    ("Latin-1 with a C1 control", b"PR\xc9SIDENT \x81 RECEIVED\n", "PRÉSIDENT \x81 RECEIVED\n",
     "Latin-1", "not UTF-8"),
    # The text is never edited: only LF ends a line, what else is there stays.
    ("CRLF, CR and form feeds stay", b"A\r\nB\rC\x0cD\tE\n", "A\r\nB\rC\x0cD\tE\n", "UTF-8", ""),
    ("a mark inside the text stays", "A\ufeffB".encode(), "A\ufeffB", "UTF-8", ""),
    ("a bell and an escape now and then", b"ZCZC\x07 " + b"PARIS " * 60 + b"\x1b", None, "UTF-8", ""),
]  # fmt: skip


@pytest.mark.parametrize(("data", "text", "encoding", "remark"), [t[1:] for t in TAKEN],
                         ids=[t[0] for t in TAKEN])  # fmt: skip
def test_text_is_read_by_what_it_says_of_itself(
    data: bytes, text: str | None, encoding: str, remark: str
) -> None:
    found = decode(data, "a.txt", limit=LIMIT)
    assert found.text == (data.decode() if text is None else text)
    assert found.encoding == encoding
    assert remark in found.remark
    assert bool(found.remark) == bool(remark)


REFUSED = [
    # name of the trap, bytes, error, words of the reason, words of the remedy
    ("no bytes", b"", SourceEmpty, "no bytes", "send it again"),
    ("white space only", b" \n\t\r\n \x0c", SourceEmpty, "white space", "send it again"),
    ("nothing but a mark", codecs.BOM_UTF8, SourceEmpty, "white space", "send it again"),
    ("a PDF", b"%PDF-1.7\nplain words follow", SourceBinary, "a PDF", "OCR"),
    ("a PNG", b"\x89PNG\r\n\x1a\n", SourceBinary, "a PNG image", "OCR"),
    ("a TIFF", b"II*\0abcd", SourceBinary, "a TIFF image", "OCR"),
    ("an office document", b"PK\x03\x04", SourceBinary, "office document", "Extract its text"),
    ("RTF", b"{\\rtf1\\ansi FROM LIMA}", SourceBinary, "an RTF document", "Extract its text"),
    ("noise", NOISE, SourceBinary, "binary", "OCR"),
    ("noise without NULs", NOISE.replace(b"\0", b""), SourceBinary, "control bytes", "OCR"),
    ("a block of zeros", b"\0" * 4096, SourceBinary, "NUL", "OCR"),
    ("a NUL in the text", b"FROM LIMA\0NO: 12" + b" WORDS" * 20, SourceHasNuls, "at byte 9",
     "UTF-8 text"),
    # What a crash leaves at the end of a file that was being written.
    ("a tail of NULs", b"FROM LIMA\n" * 50 + b"\0" * 20, SourceHasNuls, "at byte 500", "was cut"),
    ("UTF-16 without its mark", WORDS.encode("utf-16-le"), SourceUnmarked,
     "UTF-16 without a byte order mark", "as UTF-8"),
    ("UTF-16 cut in a character", codecs.BOM_UTF16_LE + b"F\0R", SourceUndecodable,
     "not UTF-16 text although it says so", "as UTF-8"),
    ("UTF-16 with a NUL character", codecs.BOM_UTF16_LE + "AB\0C".encode("utf-16-le"),
     SourceHasNuls, "at byte 6", "damaged"),
    ("UTF-8 that says so and is not", codecs.BOM_UTF8 + b"PR\xc9SIDENT", SourceUndecodable,
     "not UTF-8 text although it says so", "as UTF-8"),
    # Taken for Western it would be a page of accents.
    ("Cyrillic in a code page", "ТЕЛЕГРАММА ИЗ МОСКВЫ".encode("koi8-r"), SourceUndecodable,
     "UTF-8", "as UTF-8"),
    ("50 MB", b"A" * 50_000_000, SourceTooLarge, "50.0 MB; the limit for one file is 20.0 MB",
     "REFTEL_MAX_SOURCE_BYTES"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "error", "reason", "remedy"), [r[1:] for r in REFUSED],
                         ids=[r[0] for r in REFUSED])  # fmt: skip
def test_what_is_no_text_is_refused_with_reason_and_remedy(
    data: bytes, error: type[ReftelError], reason: str, remedy: str
) -> None:
    with pytest.raises(error) as caught:
        decode(data, "a.txt", limit=LIMIT)
    assert "a.txt" in caught.value.reason
    assert reason in caught.value.reason
    assert remedy in caught.value.remedy


CODED = [
    WORDS.encode(),
    codecs.BOM_UTF8 + WORDS.encode(),
    codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
    WORDS.encode("latin-1"),
]


@pytest.mark.parametrize("data", CODED)
def test_every_character_knows_its_byte(data: bytes) -> None:
    found = decode(data, "a.txt", limit=LIMIT)
    at = found.text.index("RECEIVED")
    rest = data[found.byte_offset(at) :]
    assert rest.decode(found.codec) == found.text[at:]
    assert found.byte_offset(len(found.text)) == len(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_without_nuls_or_refused_by_name(data: bytes) -> None:
    try:
        found = decode(data, "a.txt", limit=LIMIT)
    except ReftelError as refused:
        told = refused.reason
    else:
        assert "\0" not in found.text
        assert found.text.strip()
        found.text.encode("utf-8")  # no lone surrogate, which no database would take
        return
    assert "a.txt" in told


@given(st.text(min_size=1, max_size=200).filter(lambda t: t.strip() and t[0] != "\ufeff"))
def test_utf_8_text_comes_through_unedited(text: str) -> None:
    try:
        decoded = decode(text.encode(), "a.txt", limit=LIMIT).text
        assert decoded == (text if "\n" in text else text.replace("\r", "\n"))
    except (SourceBinary, SourceHasNuls, SourceUnmarked):
        assert any(ord(character) < 0x20 or character == "\x7f" for character in text) or (
            text.startswith(("%PDF-", "GIF8", "BZh"))
        )


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (9606, "9.6 kB"), (5 * 10**7, "50.0 MB")],
)
def test_a_size_is_said_for_people(size: int, words: str) -> None:
    assert megabytes(size) == words


# Line ends are what the text is cut by: a file of CRs alone would be one line of a whole telegram.
ENDS = [
    ("CR alone", "FROM LIMA\rNO: 12\r", "FROM LIMA\nNO: 12\n", "end in CR"),
    ("CR and LF", "FROM LIMA\r\nNO: 12\r\n", "FROM LIMA\r\nNO: 12\r\n", ""),
    ("a CR among LFs overprints a line", "FROM LIMA\r____\nNO: 12", "FROM LIMA\r____\nNO: 12", ""),
]


@pytest.mark.parametrize(("given", "expected", "remark"), [e[1:] for e in ENDS],
                         ids=[e[0] for e in ENDS])  # fmt: skip
def test_carriage_returns_end_lines_only_where_nothing_else_does(
    given: str, expected: str, remark: str
) -> None:
    decoded = decode(given.encode(), "a.txt", limit=LIMIT)
    assert decoded.text == expected
    assert remark in decoded.remark
    assert bool(remark) == bool(decoded.remark)
