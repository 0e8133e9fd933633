"""Words seen on a page become lines in the order a person reads them."""

from __future__ import annotations

from collections.abc import Iterable

from app.scans.order import Seen, in_order

LETTER, HEIGHT = 20, 30


def seen(*pieces: tuple[int, int, str]) -> list[Seen]:
    """Pieces of lines at (left, upper), typed at a fixed pitch."""
    return [word for number, piece in enumerate(pieces) for word in _words(number, *piece)]


def _words(number: int, left: int, upper: int, text: str) -> Iterable[Seen]:
    at = 0
    for word in text.split():
        at = text.index(word, at)
        x = left + at * LETTER
        yield Seen(word, x, upper, x + len(word) * LETTER, upper + HEIGHT, 95, number)
        at += len(word)


BODY = "THE MINISTER SAID THAT HE WOULD NOT COME TO THE TALKS"
WIDTH = 1600


def test_the_left_column_of_the_form_is_a_block_of_its_own() -> None:
    # the engine cut some lines across the column, as engines do
    lines = seen(
        (320, 100, "INCOMING TELEGRAM Department of State"),
        (40, 300, "Action"), (320, 300, BODY),
        (40, 350, "EUR          " + BODY),
        (40, 400, "Info"), (320, 400, BODY),
        (40, 450, "SS"), (320, 450, BODY),
        (40, 500, "G"), (320, 500, BODY),
    )  # fmt: skip
    text, words = in_order(lines, WIDTH)
    head, column, *body = text.split("\n\n")
    assert head == "INCOMING TELEGRAM Department of State"
    assert column == "Action\nEUR\nInfo\nSS\nG"
    assert body == ["\n".join([BODY] * 5) + "\n"]
    assert [word.text for word in words] == text.split()


def test_the_left_column_is_found_where_other_lines_begin_left_of_the_text() -> None:
    """The printed lines at the foot begin between column and text, and are no margin."""
    foot = "REPRODUCTION FROM THIS COPY IS PROHIBITED UNLESS UNCLASSIFIED"
    lines = seen(
        (60, 300, "Origin"), (60, 350, "EUR"), (60, 400, "Info"),
        *[(320, 300 + 50 * row, BODY) for row in range(5)],
        (60, 450, "USIA"), (320, 550, "SOON."), (200, 700, foot), (200, 750, foot),
        (200, 800, "END"), (60, 1200, "GPM"),
    )  # fmt: skip
    column, body, *rest = in_order(lines, WIDTH)[0].split("\n\n")
    assert column == "Origin\nEUR\nInfo\nUSIA"
    assert body == "\n".join([BODY] * 5 + ["SOON."])
    assert " ".join(rest).split() == [*foot.split(), *foot.split(), "END", "GPM"]


def test_numbers_that_hang_left_of_their_paragraphs_stay_with_them() -> None:
    lines = seen(
        *[(280, 100 + 50 * row, BODY) for row in range(5)],
        (200, 100, "2."), (200, 200, "(a)"),
    )  # fmt: skip
    rows = in_order(lines, WIDTH)[0].splitlines()
    assert rows == [f"2. {BODY}", BODY, f"(a) {BODY}", BODY, BODY]


def test_numbers_of_paragraphs_at_the_margin_stay_with_their_line() -> None:
    lines = seen(
        *[(200, 100 + 50 * row, BODY) for row in range(5)],
        (200, 350, "2."), (280, 350, BODY),
    )  # fmt: skip
    text, _ = in_order(lines, WIDTH)
    assert f"\n2. {BODY}\n" in text


def test_pieces_side_by_side_are_one_line_though_they_slope() -> None:
    lines = seen((100, 100, "FROM: PARIS"), (600, 108, "CONTROL: 5860"), (1100, 116, "RECD: 1962"))
    assert in_order(lines, WIDTH)[0] == "FROM: PARIS CONTROL: 5860 RECD: 1962\n"


def test_a_wide_step_parts_blocks() -> None:
    lines = seen(*[(100, upper, "LINE") for upper in (100, 150, 200, 320, 370)])
    assert in_order(lines, WIDTH)[0] == "LINE\nLINE\nLINE\n\nLINE\nLINE\n"


def test_a_word_with_a_space_in_it_is_two_words_in_its_box() -> None:
    text, words = in_order([Seen("SECTO 8", 100, 10, 240, 40, 90, 1)], WIDTH)
    assert text == "SECTO 8\n"
    assert [(word.text, word.left, word.right) for word in words] == [
        ("SECTO", 100, 200), ("8", 220, 240),
    ]  # fmt: skip


def test_nothing_seen_is_no_text() -> None:
    assert in_order([], WIDTH) == ("", [])
