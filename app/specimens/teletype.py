"""Teletype that is on no agency's form: military messages, FBIS, and the CAS channel."""

from __future__ import annotations

import datetime as dt

from . import furniture as f
from .cable import SHORT_MONTHS, Cable, body_text, clock, day, draw, slash, typed, zulu
from .dice import Dice
from .paper import FORM, HEAD, HEADER, MARKING, STAMP, Paper
from .prose import initials
from .stock import Stock

LETTERS = {"ROUTINE": "R", "PRIORITY": "P", "IMMEDIATE": "O"}
COMMANDS = (
    "CINCUSAFE", "CINCPAC", "CINCEUR", "JCS", "CINCLANT", "CSAF", "USAREUR", "CINCNORAD",
    "HQ USAF", "COMUSMACV", "CNO", "CINCSTRIKE",
)  # fmt: skip
READERS = (
    "STORAGE CENTER FBIS RESTON VA", "DIA WASHINGTON DC", "VOA WASHINGTON DC", "ONI WASHINGTON DC",
    "CINCUSNAVEUR LONDON UK", "SECDEF WASHINGTON DC", "CDR PSYOPGP FT BRAGG NC",
    "JICPAC HONOLULU HI", "NAVOPINTCEN SUITLAND MD", "SHAPE BE", "DA AMHS WASHINGTON DC",
    "NAIC WRIGHT PATTERSON AFB OH", "USCINCPAC HONOLULU HI", "CG III MEF", "MPC FT GEO G MEADE MD",
)  # fmt: skip


def route(dice: Dice) -> str:
    """A routing indicator: RU and five letters."""
    return "RU" + initials(dice, 5)


def draw_teletype(dice: Dice, stock: Stock) -> Cable:
    """A message of any of the three channels; the form sets the years."""
    cable = draw(dice, stock, (1958, 1970))
    cable.sent += dt.timedelta(minutes=dice.below(60))
    cable.received = cable.sent + dt.timedelta(minutes=dice.between(10, 90))
    cable.precedence = dice.lean(tuple(LETTERS))
    return cable


def military(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """INCOMING CLASSIFIED MESSAGE of a staff message center."""
    paper = Paper()
    if dice.chance(0.3):
        f.jfk_sheet(dice, paper, cable, "Cable", "DOD")
    level = dice.pick(("SECRET", "CONFIDENTIAL", "UNCLASSIFIED"))
    cable.classification = level
    paper.put(FORM, "INCOMING MESSAGE", "DEPARTMENT OF THE AIR FORCE", "STAFF MESSAGE BRANCH")
    f.banner(paper, level)
    paper.value("classification", level)
    paper.put(STAMP, f"SMR A{dice.digits(3)}", f"CZCHQC{dice.digits(3)}ZCEJF{dice.digits(3)}")
    letter = LETTERS[cable.precedence]
    paper.put(HEADER, f"{letter}{letter} {route(dice)}", f"DE {route(dice)} {dice.digits(2)}")
    paper.put(STAMP, "ZNR")
    group = zulu(cable.sent)
    paper.put(HEADER, f"{letter} {group}")
    paper.value("precedence", [cable.precedence], f"{letter} {group}")
    paper.value("sent_date", day(cable.sent), group)
    paper.value("sent_time", clock(cable.sent) + "Z", group)
    names = dice.some(COMMANDS, dice.between(3, 6))
    cut = 2 if len(names) > 3 else 1
    paper.put(HEADER, f"FM {names[0]}", f"TO {route(dice)}/{names[1]}")
    paper.put(HEADER, *(f"{route(dice)}/{n}" for n in names[2 : cut + 1]))
    info = names[cut + 1 :]
    paper.put(HEADER, f"INFO {route(dice)}/{info[0]}", *(f"{route(dice)}/{n}" for n in info[1:]))
    paper.value("from", names[0])
    paper.value("to", names[1 : cut + 1])
    paper.value("info", info)
    paper.put(FORM, "BT")
    number = dice.digits(5)
    paper.put(HEADER, f"{level} {initials(dice, 3)} {number}")
    paper.value("number", number)
    _subject(paper, cable)
    _text(dice, paper, cable)
    paper.put(FORM, "BT", "NNNN")
    f.banner(paper, level)
    return paper


def _subject(paper: Paper, cable: Cable) -> None:
    subject = cable.subject.upper()
    paper.put(HEADER, f"SUBJ: {subject}")
    paper.value("subject", subject)


def _text(dice: Dice, paper: Paper, cable: Cable, kinds: tuple[str, ...] = ("sentence",)) -> None:
    def turn() -> None:
        f.banner(paper, cable.classification)
        paper.turn()
        paper.put(HEAD, f"PAGE {paper.page + 1}")
        f.banner(paper, cable.classification)

    size = dice.pick((2, 3, 5, 8))
    texts = typed(
        body_text(dice, cable, size, kinds, numbered=dice.chance(0.4), closing=False), True
    )
    room = (dice.between(12, 18), dice.between(24, 34))
    f.set_body(paper, texts, dice.pick((62, 66)), room, turn, parted=False)


def fbis(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """A monitored broadcast as the Foreign Broadcast Information Service sends it."""
    paper = Paper()
    cable.sent = cable.sent.replace(year=dice.between(1988, 2001), day=min(cable.sent.day, 28))
    paper.put(STAMP, f"C00{dice.digits(6)}")
    count = dice.between(3, 40)
    paper.put(FORM, f"*** Document {dice.between(1, count)} of {count} for FBIS ***")
    group = zulu(cable.sent)
    letter = LETTERS[cable.precedence]
    paper.put(HEADER, f"DOCN 000{dice.digits(6)}", f"PDTG {letter} {group}")
    paper.value("precedence", [cable.precedence], f"{letter} {group}")
    paper.value("sent_date", day(cable.sent), group)
    paper.value("sent_time", clock(cable.sent) + "Z", group)
    here = f"FBIS {cable.post.name}"
    paper.put(HEADER, "FM", f"FM {here}")
    paper.value("from", here)
    readers = dice.some(READERS, dice.between(5, 13))
    paper.put(HEADER, "TO", f"TO {route(dice)}/{readers[0]}")
    paper.put(HEADER, *(f"{route(dice)}/{name}" for name in readers[1:]))
    paper.value("to", readers)
    _broadcast_lines(dice, paper, cable)
    _broadcast(dice, paper, cable)
    when = dt.datetime(dice.between(2002, 2010), dice.between(1, 12), 1, tzinfo=dt.UTC)
    month = SHORT_MONTHS[when.month - 1]
    paper.put(MARKING, "APPROVED FOR RELEASE", f"DATE: {month} {when.year}")
    paper.event(f"APPROVED FOR RELEASE DATE: {month} {when.year}", f"{when.year}-{when.month:02d}")
    return paper


def _broadcast_lines(dice: Dice, paper: Paper, cable: Cable) -> None:
    serial = f"{initials(dice, 2)}{cable.sent:%d%m%H%M}{cable.sent.year % 100:02d}"
    paper.put(HEADER, f"ACCT FB{initials(dice, 2)}-EWDK", "CLAS UNCLAS")
    paper.value("classification", "UNCLASSIFIED", "UNCLAS")
    paper.put(HEADER, f"SERI SERIAL: {serial}", f"COUN COUNTRY: {cable.post.country.upper()}")
    paper.value("number", serial)
    subject = cable.subject.upper() + ": " + cable.writer.say("works").upper()
    paper.put(HEADER, "SUBJ SUBJ:", subject)
    paper.value("subject", subject)
    month = SHORT_MONTHS[cable.sent.month - 1]
    paper.put(
        HEADER,
        f"SOUR SOURCE: {cable.post.name} DOMESTIC SERVICE IN",
        f"ENGLISH {dice.between(4, 23):02d}00 GMT {cable.sent.day} {month} {cable.sent.year % 100:02d}",
    )
    paper.put(FORM, "TEXT TEXT:")


def _broadcast(dice: Dice, paper: Paper, cable: Cable) -> None:
    texts = body_text(dice, cable, dice.pick((3, 4, 6, 9)), ("broadcast",), closing=False)
    texts = typed(texts, dice.chance(0.6))
    texts[0] = "((FBIS TRANSCRIBED TEXT)) " + texts[0]

    def turn() -> None:
        paper.turn()
        paper.put(STAMP, f"C00{dice.digits(6)}")

    f.set_body(paper, texts, 66, (dice.between(20, 40), 40), turn, parted=False)
    paper.put(FORM, "THIS REPORT MAY CONTAIN COPYRIGHTED MATERIAL. COPYING AND")
    paper.put(FORM, "DISSEMINATION IS PROHIBITED WITHOUT PERMISSION OF THE COPYRIGHT OWNERS.")
    paper.put(FORM, "(ENDALL)", "BT")
    paper.put(STAMP, f"#{dice.digits(4)}")
    paper.put(FORM, "NNNN")


def cas(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """An ambassador's message through the station's channel."""
    paper = Paper()
    f.jfk_sheet(dice, paper, cable, "Cable", "DOS")
    if dice.chance(0.5):
        mark = f"SANITIZED NLK-{dice.between(76, 98)}-{dice.digits(3)}"
        paper.put(MARKING, mark)
        paper.event(mark, None)
    letter = LETTERS[cable.precedence]
    paper.put(HEADER, f"{letter}{letter} ESI", f"DE ESI {dice.digits(4)} {cable.sent:%d%H%M}Z")
    paper.put(STAMP, dice.digits(5))
    number = dice.digits(4)
    group = zulu(cable.sent)
    paper.put(HEADER, f"{letter} {group}")
    paper.value("precedence", [cable.precedence], f"{letter} {group}")
    paper.value("sent_date", day(cable.sent), group)
    paper.value("sent_time", clock(cable.sent) + "Z", group)
    paper.put(HEADER, f"VIA CAS {cable.post.name} {number} FROM AMBASSADOR {cable.signature}")
    paper.value("from", cable.post.title, cable.post.name)
    paper.value("series", "CAS")
    paper.value("number", number)
    paper.put(HEADER, "TO SECSTATE WASHDC EYES ONLY")
    paper.value("to", ["SECSTATE WASHDC"])
    paper.value("captions", ["EYES ONLY"])
    readers = dice.some(("CIA", "OSD", "WHITE HOUSE", "CAS HONOLULU"), dice.between(1, 3))
    paper.put(HEADER, f"INFO {readers[0]} EYES ONLY", *(f"{r} EYES ONLY" for r in readers[1:]))
    paper.value("info", readers)
    if dice.chance(0.7):
        ref = f"CAS {cable.post.name} {int(number) - dice.between(1, 80)}"
        paper.put(HEADER, f"REF: {ref}")
        paper.value("refs", [ref])
    cable.classification = "SECRET"
    _plain_text(dice, paper, cable)
    if dice.chance(0.5):
        paper.put(MARKING, "GP-1")
    paper.put(STAMP, f"{dice.digits(4)}, {dice.digits(3)}", slash(cable.received))
    return paper


def _plain_text(dice: Dice, paper: Paper, cable: Cable) -> None:
    """The body of a message that bears no level at all."""
    texts = typed(body_text(dice, cable, dice.pick((2, 4, 7)), closing=False), True)

    def turn() -> None:
        paper.turn()
        paper.put(HEAD, f"PAGE {paper.page + 1} CAS {cable.post.name}")

    f.set_body(paper, texts, 64, (dice.between(18, 26), 34), turn)
