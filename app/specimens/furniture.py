"""What stands on paper beside the message: banners, stamps, sheets in front, filing dirt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from .cable import SHORT_MONTHS, Cable, day, slash
from .dice import Dice
from .paper import COVER, FORM, HEADER, MARKING, STAMP, Paper, ends_sentence, wrap
from .prose import initials, surname

JFK_ACT = "PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992"


def set_body(
    paper: Paper,
    paragraphs: Sequence[str],
    width: int,
    room: tuple[int, int],
    turn: Callable[[], None],
    parted: bool = True,
    hyphens: Dice | None = None,
) -> None:
    """Type the body, turning the page where it is full.

    A page is never turned where a paragraph goes on after the end of a sentence: there nobody
    could tell from the paper whether the paragraph had ended.

    Args:
        paper: what to type on.
        paragraphs: the clean texts.
        width: characters a line; 0 leaves each paragraph on one line a page.
        room: body lines on the first page and on each later page.
        turn: types the foot of this page and the head of the next one.
        parted: leave a blank line between paragraphs.
        hyphens: where given, long words are sometimes broken at the end of a line.
    """
    left = room[0]
    for at, text in enumerate(paragraphs):
        number = paper.begin(text.replace("\n", " "))
        lines = _lines(text, width, hyphens) if width else _long_lines(text, left, room[1])
        for position, line in enumerate(lines):
            if left <= 0 and (position == 0 or _may_part(lines[position - 1])):
                turn()
                left = room[1]
            paper.line(line, number)
            left -= 1 + len(line) // 90
        if parted and at < len(paragraphs) - 1:
            paper.gap()


def _may_part(line: str) -> bool:
    """True where the page may be turned after `line` in the middle of a paragraph."""
    return not ends_sentence(line) and not line.endswith("-")


def _lines(text: str, width: int, hyphens: Dice | None) -> list[str]:
    """The lines of a paragraph; an LF in the text begins a new one."""
    lines = [line for part in text.split("\n") for line in wrap(part, width)]
    if hyphens is not None and "\n" not in text:
        for at in range(len(lines) - 1):
            if hyphens.chance(0.06):
                _part_word(lines, at)
    return lines


def _part_word(lines: list[str], at: int) -> None:
    """Break the first word of the line after `at`, if it is long enough, and pull half of it up."""
    word, blank, rest = lines[at + 1].partition(" ")
    if blank and len(word) > 8 and word.isalpha():
        half = len(word) // 2
        lines[at] = f"{lines[at]} {word[:half]}-"
        lines[at + 1] = f"{word[half:]} {rest}"


def _long_lines(text: str, left: int, room: int) -> list[str]:
    """A paragraph as an engine gives it that joins lines: one line a page, however long."""
    lines = []
    reach = max(left, 2) * 62
    while len(text) > reach + 200:
        cut = text.rfind(" ", 0, reach)
        lines.append(text[:cut])
        text = text[cut + 1 :]
        reach = room * 62
    lines.append(text)
    return lines


def banner(paper: Paper, words: str) -> None:
    """A classification on its own line."""
    paper.put(MARKING, words)


def jfk_release(dice: Dice, paper: Paper, record: str = "") -> None:
    """The banner of a release under the JFK Act."""
    year = dice.pick(("2017", "2018", "2021", "2022", "2023", "2025"))
    mark = f"{year} RELEASE UNDER THE {JFK_ACT}"
    paper.put(MARKING, f"{record} {mark}" if record and dice.chance(0.4) else mark)
    paper.event(mark, year, JFK_ACT)


def jfk_sheet(dice: Dice, paper: Paper, cable: Cable, kind: str, originator: str) -> None:
    """The identification form of the JFK collection, a page in front of the record."""
    record = f"{dice.pick(('176', '178', '104'))}-100{dice.digits(2)}-10{dice.digits(3)}"
    jfk_release(dice, paper, record)
    colon = dice.pick((":", " :"))
    year = dice.pick(("2000", "1998", "2001"))
    values = (
        ("AGENCY", "NARA"),
        ("RECORD NUMBER", record),
        ("RECORD SERIES", "National Security Files"),
        ("AGENCY FILE NUMBER", ""),
        ("ORIGINATOR", originator),
        ("FROM", cable.post.title),
        ("TO", ""),
        ("TITLE", kind),
        ("DATE", f"{cable.sent.month}/{cable.sent.day}/{cable.sent.year}"),
        ("PAGES", str(dice.between(1, 3))),
        ("SUBJECTS", ""),
        ("DOCUMENT TYPE", ""),
        ("CLASSIFICATION", ""),
        ("RESTRICTIONS", ""),
        ("CURRENT STATUS", ""),
        ("DATE OF LAST REVIEW", f"{dice.between(1, 12)}/{dice.between(1, 28)}/{year}"),
        ("OPENING CRITERIA", ""),
        ("COMMENTS", f"{cable.subject}, box {dice.between(1, 60)}"),
    )
    paper.put(COVER, "JFK ASSASSINATION SYSTEM", "IDENTIFICATION FORM")
    paper.put(COVER, *(f"{label}{colon} {value}".rstrip() for label, value in values))
    paper.turn()


def review_day(dice: Dice, cable: Cable) -> dt.datetime:
    """A day, some decades on, when somebody reviewed the paper."""
    first = max(1976, cable.sent.year + 12)
    return dt.datetime(
        dice.between(first, first + 18), dice.between(1, 12), dice.between(1, 28), tzinfo=dt.UTC
    )


def review_stamp(dice: Dice, paper: Paper, cable: Cable) -> None:
    """The Department's review stamp: one event, and boxes that nobody ticked."""
    when = review_day(dice, cable)
    office = dice.pick(("A/CDC/MR", "IS/FPC/CDR"))
    by = initials(dice)
    head = f"DEPARTMENT OF STATE {office}"
    reviewed = f"REVIEWED BY {by} DATE {slash(when)}"
    paper.put(MARKING, head, reviewed)
    rest = (
        ("(X) RELEASE ( ) DECLASSIFY", "( ) EXCISE ( ) DECLASSIFY IN PART"),
        ("(X) RELEASE", "( ) EXCISE", "( ) DECLASSIFY", "( ) DECLASSIFY IN PART"),
    )[dice.below(2)]
    paper.put(
        MARKING, *rest, "( ) DENY", "( ) DELETE NON-RESPONSIVE INFO", "FOI, EO OR PA EXEMPTIONS"
    )
    paper.put(MARKING, "TS AUTHORITY TO: ( ) CLASSIFY AS ( )S OR ( )C, OADR")
    paper.put(MARKING, "( ) DOWNGRADE TS TO ( )S OR ( )C, OADR")
    paper.event(f"{head} {reviewed} (X) RELEASE", day(when), office)


def nara_stamp(dice: Dice, paper: Paper, cable: Cable) -> None:
    """The National Archives' stamp with its project number."""
    when = review_day(dice, cable)
    project = f"NND {dice.digits(6)}"
    words = (
        "DECLASSIFIED",
        f"Authority {project}",
        f"By {initials(dice, 2)} NARA Date {slash(when)}",
    )
    paper.put(MARKING, *words)
    paper.event(" ".join(words), day(when), project)


def foia_release(dice: Dice, paper: Paper, cable: Cable) -> None:
    """The Department's release under the Freedom of Information Act."""
    when = dt.datetime(
        dice.between(2004, 2012), dice.between(1, 12), dice.between(1, 28), tzinfo=dt.UTC
    )
    who = f"{surname(dice)} {surname(dice)}".upper()
    date = f"{when.day:02d} {SHORT_MONTHS[when.month - 1]} {when.year}"
    words = (
        "RELEASED IN FULL",
        "UNITED STATES DEPARTMENT OF STATE",
        f"REVIEW AUTHORITY: {who}",
        f"DATE/CASE ID: {date} {when.year}{dice.digits(5)}",
    )
    paper.put(MARKING, *words)
    paper.event(" ".join(words), day(when), who)


def filing_dirt(dice: Dice, paper: Paper, chances: int = 3) -> None:
    """Serials, ticks and initials that nobody can explain any more."""
    for _ in range(dice.below(chances + 1)):
        paper.put(
            STAMP,
            dice.pick(
                (
                    f"{dice.between(10, 60)}-{dice.between(3, 40)}",
                    dice.digits(3),
                    "FILE",
                    f"{dice.digits(4)}{dice.digits(4)}",
                    f"#{dice.digits(4)}",
                    "- - -",
                    f"cc {initials(dice)}",
                )
            ),
        )


def staff_list(dice: Dice, paper: Paper) -> None:
    """A check-list of the White House staff, printed in the margin: names, and no signature."""
    paper.put(STAMP, *(surname(dice).upper() for _ in range(dice.between(5, 11))))


def strew(paper: Paper, column: Sequence[str]) -> None:
    """Let the end of the info column stand among the body lines, as engines read it.

    Args:
        paper: with the whole first page typed.
        column: the texts of the header rows that move, in their order.
    """
    moving = [row for row in paper.rows if row.role == HEADER and row.text in column]
    spots = [at for at, row in enumerate(paper.rows) if row.paragraph >= 0]
    spots = [at for at in spots if paper.rows[at].page == paper.rows[spots[0]].page]
    if len(spots) < len(moving) + 2:
        return
    for step in range(len(moving), 0, -1):
        paper.rows.insert(spots[step], moving[step - 1])
    paper.rows = [row for at, row in enumerate(paper.rows) if row not in moving or at > spots[0]]


def filed(dice: Dice, paper: Paper, cable: Cable) -> None:
    """The date the central files took the paper in: no other date of the cable."""
    when = cable.received + dt.timedelta(days=dice.between(3, 120))
    paper.put(STAMP, "FILED", f"{SHORT_MONTHS[when.month - 1]} {when.day} {when.year}")


def copying_rule(paper: Paper) -> None:
    """The printed rule at the foot of State's forms."""
    paper.put(FORM, "REPRODUCTION FROM THIS COPY IS", 'PROHIBITED UNLESS "UNCLASSIFIED"')
