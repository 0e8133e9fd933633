"""Forms outside the families, and papers that are no telegram at all."""

from __future__ import annotations

import datetime as dt

from . import furniture as f
from .cable import Cable, body_text, clock, day, draw, month_day, twelve, typed
from .dice import Dice
from .paper import DRAFTING, FORM, HEADER, MARKING, SIGNATURE, STAMP, Paper
from .prose import initials, surname, town
from .state_wire import draw_electronic
from .stock import Stock


def draw_airgram(dice: Dice, stock: Stock) -> Cable:
    """A report by pouch."""
    cable = draw(dice, stock, (1956, 1973))
    cable.number = dice.between(2, 900)
    return cable


def airgram(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """AIRGRAM: by pouch, so no hour and no precedence."""
    paper = Paper()
    paper.put(FORM, "DEPARTMENT OF STATE", "AIRGRAM", "FOR RM USE ONLY")
    f.banner(paper, cable.classification)
    paper.value("classification", cable.classification)
    local = cable.post.clock.local(cable.sent)
    date = f"{month_day(local)}, {local.year}"
    paper.put(HEADER, f"NO. A-{cable.number}", "TO: Department of State")
    if cable.info:
        paper.put(HEADER, "INFO: " + ", ".join(p.name for p, _ in cable.info))
        paper.value("info", [p.name for p, _ in cable.info])
    here = (
        f"{'Amconsul' if cable.post.kind.startswith('consul') else 'Amembassy'} {cable.post.name}"
    )
    paper.put(HEADER, f"FROM: {here}", f"DATE: {date}", f"SUBJECT: {cable.subject}")
    paper.value("number", f"A-{cable.number}")
    paper.value("to", ["Department of State"])
    paper.value("from", here)
    paper.value("sent_date", day(local), date)
    paper.value("subject", cable.subject)
    if cable.refs:
        paper.put(HEADER, f"REF: {', '.join(cable.refs)}")
        paper.value("refs", list(cable.refs))
    elif not cable.told and dice.chance(0.5):
        ref = f"Embassy's A-{max(1, cable.number - dice.between(1, 40))}"
        paper.put(HEADER, f"REF: {ref}")
        paper.value("refs", [ref])
    paper.gap()
    _plain(dice, paper, cable, dice.pick((5, 9, 14)), 64)
    paper.put(SIGNATURE, cable.signature)
    paper.value("signature", cable.signature)
    drafter = f"{initials(dice, 1)}{surname(dice)}:{initials(dice, 2).lower()}"
    paper.put(FORM, "FORM DS-323")
    paper.put(DRAFTING, f"Drafted by: {drafter}", "Contents and Classification Approved by:")
    paper.value("drafted_by", drafter)
    f.banner(paper, cable.classification)
    return paper


def _plain(
    dice: Dice, paper: Paper, cable: Cable, size: int, width: int, kind: str = "sentence"
) -> None:
    texts = body_text(dice, cable, size, (kind,), closing=False)

    def turn() -> None:
        f.banner(paper, cable.classification)
        paper.turn()
        f.banner(paper, cable.classification)

    f.set_body(paper, texts, width, (dice.between(18, 30), 36), turn)
    paper.gap()


def draw_received(dice: Dice, stock: Stock) -> Cable:
    """A telegram of the years before the incoming form of 1946."""
    cable = draw(dice, stock, (1932, 1944))
    cable.classification = dice.pick(("CONFIDENTIAL", "STRICTLY CONFIDENTIAL"))
    return cable


def received(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """TELEGRAM RECEIVED: number, date and hour are the first words of the text."""
    paper = Paper()
    paper.put(FORM, "TELEGRAM RECEIVED")
    paper.put(STAMP, initials(dice))
    local = cable.post.clock.local(cable.sent)
    wall = stock.washington.local(cable.received)
    date = f"{month_day(local)}, {local.year}"
    paper.put(HEADER, f"FROM {cable.post.title}", f"Dated {date}", f"Rec'd {twelve(wall, True)}")
    paper.put(HEADER, "Secretary of State, Washington.")
    paper.value("from", cable.post.title)
    paper.value("to", ["Secretary of State"])
    paper.value("sent_date", day(local), date)
    paper.value("received_time", clock(wall), twelve(wall, True))
    if dice.chance(0.3):
        paper.put(HEADER, "RUSH")
        paper.value("precedence", ["RUSH"])
    paper.put(MARKING, cable.classification)
    paper.value("classification", cable.classification)
    line = f"{cable.number}, {month_day(local)}, {twelve(local, True)}"
    paper.put(HEADER, line)
    paper.value("number", str(cable.number))
    paper.value("sent_time", clock(local), twelve(local, True))
    paper.gap()
    _plain(dice, paper, cable, dice.pick((3, 6, 10)), 58)
    paper.put(SIGNATURE, cable.signature)
    paper.value("signature", cable.signature)
    paper.put(DRAFTING, initials(dice))
    return paper


def body_only(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """The text of an electronic telegram as the National Archives' data has it, without a header."""
    paper = Paper()
    texts = typed(body_text(dice, cable, dice.pick((3, 6, 10)), numbered=dice.chance(0.8)), True)
    for text in texts:
        paper.line(text, paper.begin(text))
        paper.gap()
    if dice.chance(0.7):
        paper.put(SIGNATURE, cable.signature)
        paper.value("signature", cable.signature)
        paper.gap()
    paper.put(MARKING, "*** Current Handling Restrictions *** n/a")
    paper.put(MARKING, "*** Current Classification *** UNCLASSIFIED")
    return paper


draw_body_only = draw_electronic


def draw_paper(dice: Dice, stock: Stock) -> Cable:
    """The cast and matter of a letter, a memorandum or a form."""
    return draw(dice, stock, (1950, 1978))


def letter(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """A letter: an address, a greeting, a close."""
    paper = Paper()
    date = f"{month_day(cable.sent)}, {cable.sent.year}"
    paper.put(FORM, "EMBASSY OF THE", "UNITED STATES OF AMERICA")
    paper.put(HEADER, f"{cable.post.title}, {date}")
    paper.gap()
    _address(dice, paper)
    paper.gap()
    greeting = f"Dear Mr. {surname(dice)}:"
    paper.line(greeting, paper.begin(greeting))
    paper.gap()
    _plain(dice, paper, cable, dice.pick((4, 7, 11)), 68, "letter")
    paper.put(SIGNATURE, "Sincerely yours,", f"{surname(dice)} {surname(dice)}")
    paper.put(FORM, "Enclosure: as stated")
    return paper


def _address(dice: Dice, paper: Paper) -> None:
    lines = (
        f"Mr. {surname(dice)} {surname(dice)}",
        f"{dice.between(2, 900)} {town(dice)} Street",
        town(dice),
    )
    number = paper.begin(" ".join(lines))
    for line in lines:
        paper.line(line, number)


def memorandum(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """A memorandum within one house."""
    paper = Paper()
    f.banner(paper, cable.classification)
    paper.put(FORM, dice.pick(("MEMORANDUM FOR THE FILE", "MEMORANDUM", "OFFICE MEMORANDUM")))
    date = f"{month_day(cable.sent)}, {cable.sent.year}"
    office = dice.pick(stock.offices)
    paper.put(HEADER, f"TO : {office} - Mr. {surname(dice)}", f"FROM : {surname(dice)}")
    paper.put(HEADER, f"DATE : {date}", f"SUBJECT : {cable.subject}")
    paper.gap()
    _plain(dice, paper, cable, dice.pick((5, 9, 14)), 70, "letter")
    paper.put(SIGNATURE, f"{surname(dice)} {surname(dice)}")
    f.banner(paper, cable.classification)
    paper.put(STAMP, dice.digits(4))
    return paper


def dispatch(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """A dispatch by pouch between a station and Headquarters."""
    paper = Paper()
    if dice.chance(0.6):
        f.jfk_release(dice, paper)
    paper.put(FORM, "DISPATCH", "CLASSIFICATION", "PROCESSING ACTION", "MARKED FOR INDEXING")
    paper.put(MARKING, "SECRET")
    paper.put(HEADER, f"TO: Chief, {dice.pick(('WE', 'WH', 'FE', 'SR'))} Division")
    paper.put(HEADER, f"FROM: Chief of Station, {cable.post.title}", f"SUBJECT: {cable.subject}")
    paper.put(
        HEADER, "ACTION REQUIRED - REFERENCES", f"Reference: {initials(dice, 4)}-{dice.digits(4)}"
    )
    paper.gap()
    cable.classification = "SECRET"
    _plain(dice, paper, cable, dice.pick((4, 7, 10)), 68, "letter")
    paper.put(SIGNATURE, f"{surname(dice)} {surname(dice).upper()}")
    when = cable.sent + dt.timedelta(days=3)
    paper.put(FORM, "Distribution:", "2 - addressee", "ATTACHMENT: h/w")
    paper.put(STAMP, f"{when.day} {month_day(when)[:3]} {when.year}")
    return paper


def routing_sheet(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """A printed routing and record sheet: boxes, and hardly a sentence."""
    paper = Paper()
    paper.put(FORM, "ROUTING AND RECORD SHEET", "INSTRUCTIONS", "PRIOR TO FILING")
    paper.put(FORM, "TO: ACTION BRANCH", "FROM:", "ROOM NO.", "DATE RECEIVED FORWARDED")
    paper.put(FORM, "OFFICER'S INITIALS", "COMMENTS")
    for number in range(1, dice.between(4, 12)):
        paper.put(STAMP, f"{number}. {initials(dice, 3)} {dice.between(1, 28)} {cable.sent.year}")
    text = cable.writer.say("letter")
    paper.line(text, paper.begin(text))
    paper.put(FORM, "FILE TITLE", "FILE NO.", "DOCUMENT NO.", "ABSTRACT INDEX")
    paper.put(STAMP, f"Box {dice.between(1, 90)}, folder {dice.between(1, 30)}")
    return paper
