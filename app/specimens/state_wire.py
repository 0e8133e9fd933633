"""State's teletype forms: TELEGRAM of 1966-73, electronic telegrams, later cables with an MRN."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from . import furniture as f
from .cable import MONTHS, Cable, body_text, clock, day, draw, typed, zulu
from .dice import Dice
from .paper import DRAFTING, FORM, HEAD, HEADER, MARKING, PAGE_MARK, SIGNATURE, STAMP, Paper
from .prose import initials, surname
from .stock import Stock

LETTERS = {"ROUTINE": "R", "PRIORITY": "P", "IMMEDIATE": "O", "FLASH": "Z"}
PRECEDENCES = ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH")
WIRE_CAPTIONS = ("LIMDIS", "EXDIS", "NODIS", "NOFORN", "STADIS")
ACTION = ("EUR", "AF", "ARA", "NEA", "EA", "PM", "OES", "IO", "EB", "SCI", "SS")


@dataclass(slots=True)
class Wire:
    """What the teletype header repeats: made once for a cable."""

    station: str  # PARIS, CAPE T: six characters, spaces counted
    number: str  # padded: 05119
    receipt: dt.datetime
    zero: str = "0"  # a slashed zero as the engine gives it

    def head(self, page: int, part: str = "") -> str:
        """The line that tops a page: `PAGE 02 PARIS 01234 121705Z`."""
        middle = f" {part}" if part else ""
        text = f"PAGE {page:02d} {self.station} {self.number}{middle} {self.receipt:%d%H%M}Z"
        return text.replace("0", self.zero)


def wire_of(cable: Cable, from_state: bool, zero: str = "0") -> Wire:
    """The header values of `cable`; the Department's numbers have six digits."""
    station = "STATE" if from_state else cable.post.name[:6].strip()
    return Wire(station, f"{cable.number:0{6 if from_state else 5}d}", cable.received, zero)


def draw_wire(dice: Dice, stock: Stock, years: tuple[int, int]) -> Cable:
    """A cable with what teletype forms show: a Zulu time to the minute, a precedence always."""
    cable = draw(dice, stock, years)
    cable.sent += dt.timedelta(minutes=dice.below(60))
    cable.received = cable.sent + dt.timedelta(minutes=dice.between(18, 420))
    cable.number = dice.between(3, 19000)
    cable.precedence = dice.lean(PRECEDENCES)
    cable.classification = dice.lean(
        ("CONFIDENTIAL", "LIMITED OFFICIAL USE", "SECRET", "UNCLASSIFIED")
    )
    if dice.chance(0.25) and cable.classification != "UNCLASSIFIED":
        cable.captions = (dice.lean(WIRE_CAPTIONS),)
    if dice.chance(0.7):
        other = dice.pick(stock.open_in(cable.sent.year))
        near = dice.between(5, 9000)
        cable.refs = dice.some(
            (f"STATE {dice.between(2000, 299999)}", f"{other.name} {near}",
             f"{cable.post.name} {max(1, cable.number - dice.between(1, 60))}"),
            dice.pick((1, 1, 1, 2)),
        )  # fmt: skip
    return cable


def spaced(words: str) -> str:
    """C O N F I D E N T I A L, as the classification line has it."""
    return "  ".join(" ".join(word) for word in words.split(" "))


def _addresses(
    dice: Dice, paper: Paper, cable: Cable, from_state: bool, zero: str = "0", word: bool = True
) -> None:
    """Precedence and DTG, FM, TO, INFO."""
    letter = LETTERS[cable.precedence]
    group = zulu(cable.sent).replace("0", zero)
    paper.put(HEADER, f"{letter} {group}")
    paper.value("precedence", [cable.precedence], f"{letter} {group}")
    paper.value("sent_date", day(cable.sent), group)
    paper.value("sent_time", clock(cable.sent) + "Z", group)
    post = f"{cable.post.prefix} {cable.post.name}"
    here, there = ("SECSTATE WASHDC", post) if from_state else (post, "SECSTATE WASHDC")
    paper.put(HEADER, f"FM {here}")
    paper.value("from", here.title() if here == post else "Secstate Washdc", here)
    after = f" {cable.precedence}" if word and cable.precedence != "ROUTINE" else ""
    serial = "" if from_state else f" {dice.digits(4)}".replace("0", zero)
    paper.put(HEADER, f"TO {there}{after}{serial}")
    paper.value("to", [there])
    _info_lines(paper, [f"{p.prefix} {p.name}" for p, _ in cable.info])


def _info_lines(paper: Paper, names: list[str]) -> None:
    if names:
        paper.put(HEADER, f"INFO {names[0]}", *names[1:])
        paper.value("info", names)


def _copies(dice: Dice, action: str, offices: list[str], dash: str) -> tuple[str, list[str], int]:
    """Action and info offices with copies: the figure after the slash is their sum."""
    first = dice.between(2, 25)
    counts = [dice.pick((0, 0, 1, 2, 3, 5, 7, 10, 12)) for _ in offices]
    items = [f"{o}{dash}{n:02d}" for o, n in zip(offices, counts, strict=True)]
    return f"{action}{dash}{first:02d}", items, first + sum(counts)


def _office_lines(
    dice: Dice, stock: Stock, paper: Paper, label: str, dash: str, zero: str = "0"
) -> None:
    action = dice.pick(ACTION)
    offices = [o for o in dice.some(stock.wire_offices, dice.between(3, 14)) if o != action]
    head, items, total = _copies(dice, action, offices, dash)
    paper.put(HEADER, f"{label} {head}".replace("0", zero))
    comma = "," if dash == " " else ""
    line = "INFO"
    reach = dice.pick((38, 46, 54))
    for at, item in enumerate(items):
        last = at == len(items) - 1
        word = item + ("" if last else comma)
        if len(line) + len(word) > reach:
            paper.put(HEADER, line.replace("0", zero))
            line = word
        else:
            line = f"{line} {word}"
    copies = f"/{total:03d} {dice.pick('RW')}"
    if dice.chance(0.4):
        paper.put(HEADER, line.replace("0", zero), copies.replace("0", zero))
    else:
        paper.put(HEADER, f"{line} {copies}".replace("0", zero))
    if label == "ACTION":
        paper.value("action_offices", [action])
    if offices:
        paper.value("info_offices", offices)


def _note_number(paper: Paper, cable: Cable, wire: Wire) -> None:
    digits = wire.number.replace("0", wire.zero)
    paper.value("number", str(cable.number), digits)
    paper.value(
        "received_date", day(wire.receipt), f"{wire.receipt:%d%H%M}Z".replace("0", wire.zero)
    )
    paper.value("received_time", clock(wire.receipt) + "Z", f"{wire.receipt:%d%H%M}Z".replace("0", wire.zero))  # fmt: skip


def _level_line(
    dice: Dice, paper: Paper, cable: Cable, from_state: bool, zero: str = "0", spread: float = 0.7
) -> None:
    """C O N F I D E N T I A L PARIS 9123: a marking that carries the number."""
    name = "STATE" if from_state else cable.post.name
    level = spaced(cable.classification) if dice.chance(spread) else cable.classification
    paper.value("classification", cable.classification, level)
    paper.put(MARKING, f"{level} {name} {str(cable.number).replace('0', zero)}")
    if cable.captions:
        paper.put(HEADER, *cable.captions)
        paper.value("captions", list(cable.captions))


def _turns(paper: Paper, cable: Cable, wire: Wire, extra: Callable[[], None]) -> Callable[[], None]:
    first = paper.page

    def turn() -> None:
        extra()
        f.banner(paper, cable.classification)
        paper.turn()
        f.banner(paper, cable.classification)
        paper.put(HEAD, wire.head(paper.page - first + 1))

    return turn


def draw_telegram(dice: Dice, stock: Stock) -> Cable:
    """A cable on the form of 1966 to 1973."""
    return draw_wire(dice, stock, (1966, 1972))


def telegram(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """TELEGRAM, Department of State, 1966 to mid-1973, with slashed zeros as engines give them."""
    paper = Paper()
    zero = dice.pick(("0", "0", "Ø"))
    stamped = dice.chance(0.8)
    on_top = dice.chance(0.5)
    if stamped and on_top:
        f.review_stamp(dice, paper, cable)
    f.filing_dirt(dice, paper)
    paper.put(FORM, "Department of State", "TELEGRAM")
    f.filing_dirt(dice, paper, 2)
    f.banner(paper, cable.classification)
    wire = wire_of(cable, from_state=False, zero=zero)
    paper.put(STAMP, f"{dice.digits(3)}")
    paper.put(HEADER, wire.head(1))
    _note_number(paper, cable, wire)
    paper.put(STAMP, f"{dice.digits(2)}")
    _office_lines(dice, stock, paper, "ACTION", " ", zero)
    paper.put(STAMP, *(["---"] if dice.chance(0.3) else []), f"{dice.digits(6)}")
    _addresses(dice, paper, cable, from_state=False, zero=zero, word=False)
    if dice.chance(0.3):
        paper.put(STAMP, dice.pick(("BT", "STATE", "UNN")))
    _level_line(dice, paper, cable, from_state=False, zero=zero)
    _subject_and_ref(dice, paper, cable, ("SUBJ: ", "SUBJECT: "))
    _telegram_body(dice, paper, cable, wire)
    if dice.chance(0.3):
        paper.put(MARKING, f"GP-{dice.between(1, 4)}")
    paper.put(SIGNATURE, cable.signature)
    paper.value("signature", cable.signature)
    if stamped and not on_top:
        f.review_stamp(dice, paper, cable)
    f.banner(paper, cable.classification)
    f.filing_dirt(dice, paper, 3)
    return paper


def _telegram_body(dice: Dice, paper: Paper, cable: Cable, wire: Wire) -> None:
    texts = typed(body_text(dice, cable, dice.pick((2, 4, 7, 11)), numbered=dice.chance(0.8)), True)
    texts = [t.replace("0", wire.zero) for t in texts]

    def form() -> None:
        if dice.chance(0.5):
            paper.put(STAMP, f"{dice.digits(4)}")

    room = (dice.between(5, 9) if cable.told else dice.between(20, 26), dice.between(28, 40))
    f.set_body(
        paper, texts, dice.pick((58, 60, 64)), room, _turns(paper, cable, wire, form), parted=False
    )


def _subject_and_ref(dice: Dice, paper: Paper, cable: Cable, labels: tuple[str, ...]) -> None:
    if dice.chance(0.85):
        _subject(dice, paper, cable, dice.pick(labels))
    _refs(dice, paper, cable)


def _subject(dice: Dice, paper: Paper, cable: Cable, label: str) -> None:
    subject = cable.subject.upper()
    if not cable.told and dice.chance(0.6):
        subject += ": " + cable.writer.say(dice.pick(("thing", "document", "works"))).upper()
    words = subject.split(" ")
    if len(label) + len(subject) > 60:
        cut = len(words) // 2
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        paper.put(HEADER, label + first, second)
        paper.value("subject", subject, first, second)
    else:
        paper.put(HEADER, label + subject)
        paper.value("subject", subject)


def _refs(dice: Dice, paper: Paper, cable: Cable) -> None:
    if not cable.refs:
        return
    if len(cable.refs) == 1:
        paper.put(HEADER, f"REF: {cable.refs[0]}" + dice.pick(("", "", " (NOTAL)")))
    else:
        lettered = [f"({chr(65 + n)}) {ref}" for n, ref in enumerate(cable.refs)]
        paper.put(HEADER, f"REFS: {lettered[0]}, {lettered[1]}")
    paper.value("refs", list(cable.refs))


def draw_electronic(dice: Dice, stock: Stock) -> Cable:
    """A cable of the central system of July 1973 to 1979."""
    return draw_wire(dice, stock, (1974, 1979))


def electronic(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """An electronic telegram, from a post or from the Department, as printed or as released."""
    paper = Paper()
    from_state = cable.from_state or (not cable.told and dice.chance(0.3))
    if from_state and not cable.told:
        cable.number = dice.between(1000, 299999)
    printed = dice.chance(0.7)  # a printed copy released under FOIA; else the release of the data
    if printed:
        paper.put(MARKING, "UNCLASSIFIED")
        f.filing_dirt(dice, paper, 2)
    f.banner(paper, cable.classification)
    wire = wire_of(cable, from_state)
    part = dice.pick(("", "", "", "", "01 OF 02"))
    _first_line(paper, wire.head(1, part), split=printed and dice.chance(0.6))
    _note_number(paper, cable, wire)
    paper.put(STAMP, dice.pick((f"{dice.digits(2)}", f"{dice.digits(2)}/{dice.digits(2)}")))
    _office_lines(dice, stock, paper, "ORIGIN" if from_state else "ACTION", "-")
    if from_state:
        _drafted(dice, stock, paper)
    paper.put(STAMP, f"--------------------- {dice.digits(6)}")
    _addresses(dice, paper, cable, from_state)
    _electronic_level(dice, paper, cable, from_state, part)
    _electronic_lines(dice, paper, cable)
    _electronic_body(dice, paper, cable, wire, printed)
    return paper


def _first_line(paper: Paper, head: str, split: bool) -> None:
    """PAGE 01 and the number, which stand far apart: engines often make two lines of them."""
    if split:
        paper.put(HEADER, head[:7], head[8:])
    else:
        paper.put(HEADER, head)


def _drafted(dice: Dice, stock: Stock, paper: Paper) -> None:
    desk = dice.pick(ACTION)
    drafter = f"{desk}/{dice.pick('CEPRW')}:{initials(dice, 2)}{surname(dice)}:{initials(dice, 2)}".upper()
    paper.put(DRAFTING, f"DRAFTED BY {drafter}")
    paper.put(DRAFTING, f"APPROVED BY {desk}:{initials(dice, 1)}{surname(dice)}".upper())
    for office in dice.some(stock.wire_offices, dice.below(5)):
        paper.put(DRAFTING, f"{office}:{initials(dice, 1)}{surname(dice)}".upper())
    paper.value("drafted_by", drafter)


def _electronic_level(dice: Dice, paper: Paper, cable: Cable, from_state: bool, part: str) -> None:
    if part:
        level = spaced(cable.classification)
        name = "STATE" if from_state else cable.post.name
        paper.value("classification", cable.classification, level)
        paper.put(MARKING, f"{level} SECTION {part} {name} {cable.number}")
        if cable.captions:
            paper.put(HEADER, *cable.captions)
            paper.value("captions", list(cable.captions))
    else:
        _level_line(dice, paper, cable, from_state, spread=0.5)
    if dice.chance(0.06):
        paper.put(HEADER, f"C O R R E C T E D  C O P Y (PARA {dice.between(1, 4)} OMITTED)")


def _electronic_lines(dice: Dice, paper: Paper, cable: Cable) -> None:
    """E.O., TAGS, SUBJECT, REF: in this order on every post's traffic."""
    eo = "11652: " + dice.pick(("GDS", "N/A", "XGDS-1", "GDS"))
    paper.put(HEADER, f"E.O. {eo}")
    paper.value("eo", eo)
    paper.put(HEADER, f"TAGS: {', '.join(cable.tags)}")
    paper.value("tags", list(cable.tags))
    _subject(dice, paper, cable, dice.pick(("SUBJECT: ", "SUBJ: ")))
    _refs(dice, paper, cable)


def _electronic_body(dice: Dice, paper: Paper, cable: Cable, wire: Wire, printed: bool) -> None:
    sizes = (1, 1, 2, 3, 4) if printed else (2, 4, 6, 10)
    texts = typed(body_text(dice, cable, dice.pick(sizes), numbered=dice.chance(0.8)), True)
    room = (dice.between(5, 8) if cable.told else dice.between(12, 18), dice.between(38, 48))
    turn = _turns(paper, cable, wire, lambda: None)
    if not cable.told and dice.chance(0.06):
        texts.append(_retransmitted(dice, cable))
    width = dice.pick((50, 52, 54))
    f.set_body(paper, texts, width, room, turn, parted=not printed, hyphens=dice)
    if dice.chance(0.75):
        paper.put(SIGNATURE, cable.signature)
        paper.value("signature", cable.signature)
    if printed:
        f.banner(paper, cable.classification)
        paper.put(FORM, dice.pick(("NNNN", "NNN")))
        f.foia_release(dice, paper, cable)
        paper.put(MARKING, "UNCLASSIFIED")
    else:
        f.banner(paper, cable.classification)
        paper.put(FORM, "NNNN")
        _systematic_review(dice, paper)


def _retransmitted(dice: Dice, cable: Cable) -> str:
    """An earlier telegram sent on, with its whole header inside the text."""
    level, number = spaced(cable.classification), max(1, cable.number - dice.between(20, 90))
    earlier = cable.sent - dt.timedelta(hours=dice.between(20, 60))
    post = cable.post.name
    lines = (
        "FOLLOWING SENT ACTION USUN NEW YORK REPEATED FOR YOUR INFORMATION: QUOTE",
        f"R {zulu(earlier)}",
        f"FM {cable.post.prefix} {post}",
        "TO USMISSION USUN NEW YORK",
        f"{level} {post} {number}",
        f"SUBJECT: {cable.subject.upper()}",
        cable.writer.paragraph(2).upper(),
        "UNQUOTE",
    )
    return "\n".join(lines)


def _systematic_review(dice: Dice, paper: Paper) -> None:
    when, iso = dice.pick(
        (
            ("30 JUN 2005", "2005-06-30"),
            ("04 MAY 2006", "2006-05-04"),
            ("22 May 2009", "2009-05-22"),
        )
    )
    mark = f"Declassified/Released US Department of State EO Systematic Review {when}"
    paper.put(MARKING, mark)
    paper.event(mark, iso, "EO Systematic Review")


def draw_mrn(dice: Dice, stock: Stock) -> Cable:
    """A cable of the years after the electronic telegrams of the National Archives."""
    cable = draw_wire(dice, stock, (1980, 1988))
    cable.number = dice.between(20, 9900)
    return cable


def mrn(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """A later cable as the Department releases it, with a block of labels and an MRN in front."""
    paper = Paper()
    case = f"CSP-20{dice.between(21, 26)}-000{dice.digits(2)}"
    serial = f"B-0000{dice.digits(7)}"
    released = dt.datetime(
        2000 + int(case[6:8]), dice.between(1, 12), dice.between(1, 28), tzinfo=dt.UTC
    )
    date = f"{released.month}/{released.day}/{released.year}"

    def top() -> None:
        paper.put(MARKING, "UNCLASSIFIED", case, serial, '"UNCLASSIFIED"', date)

    top()
    paper.event(f'UNCLASSIFIED {case} {serial} "UNCLASSIFIED" {date}', day(released))
    paper.put(MARKING, "UNCLASSIFIED")
    eo = "12356: " + dice.pick(("N/A", "DECL: OADR"))
    subject = cable.subject.upper()
    _mrn_block(dice, paper, cable, subject, eo)
    f.banner(paper, cable.classification)
    wire = wire_of(cable, from_state=False)
    paper.put(HEADER, wire.head(1))
    _note_number(paper, cable, wire)
    _office_lines(dice, stock, paper, "ACTION", "-")
    paper.put(STAMP, f"----{dice.digits(6)} {wire.receipt:%d%H%M}Z /{dice.digits(2)}")
    _addresses(dice, paper, cable, from_state=False)
    _level_line(dice, paper, cable, from_state=False, spread=0.5)
    paper.put(HEADER, f"E.O. {eo}", f"TAGS: {', '.join(cable.tags)}", f"SUBJECT: {subject}")
    _refs(dice, paper, cable)
    _mrn_body(dice, paper, cable, wire, top, released)
    return paper


def _mrn_block(dice: Dice, paper: Paper, cable: Cable, subject: str, eo: str) -> None:
    """The labels of the message system, before their values or beside them."""
    name = f"{cable.sent.year % 100} {cable.post.name} {cable.number}"
    when = f"{MONTHS[cable.sent.month - 1][:3]} {cable.sent.day:02d}, {cable.sent.year} / {zulu(cable.sent)}"
    values = (
        ("MRN:", name), ("Date/DTG:", when), ("From:", f"{cable.post.prefix} {cable.post.name}"),
        ("Action:", f"SECSTATE WASHDC {cable.precedence}"), ("E.O.:", eo.split(": ", 1)[1]),
        ("TAGS:", ", ".join(cable.tags)), ("Reference:", cable.refs[0] if cable.refs else "n/a"),
        ("Subject:", subject),
    )  # fmt: skip
    if dice.chance(0.5):
        paper.put(HEADER, *(label for label, _ in values), *(value for _, value in values))
    else:
        paper.put(HEADER, *(f"{label} {value}" for label, value in values))
    paper.value("mrn", name)
    paper.value("eo", eo)
    paper.value("tags", list(cable.tags))
    paper.value("subject", subject)


def _mrn_body(
    dice: Dice,
    paper: Paper,
    cable: Cable,
    wire: Wire,
    top: Callable[[], None],
    released: dt.datetime,
) -> None:
    texts = typed(body_text(dice, cable, dice.pick((5, 8, 11)), numbered=True), True)
    who = f"{surname(dice)} {surname(dice)}"
    date = f"{released.month}/{released.day}/{released.year}"

    def foot() -> None:
        f.banner(paper, cable.classification)
        if paper.page == 0:
            paper.put(MARKING, "Released in Full", f"{who}, Acting-Director")
            paper.put(MARKING, "US Department of State", date)
        paper.put(MARKING, "UNCLASSIFIED")
        paper.put(PAGE_MARK, f"Page {paper.page + 1} of {{pages}}")

    def turn() -> None:
        foot()
        paper.turn()
        top()
        f.banner(paper, cable.classification)
        paper.put(HEAD, wire.head(paper.page + 1))

    room = (dice.between(10, 16), dice.between(22, 30))
    f.set_body(paper, texts, 56, room, turn, parted=False)
    if dice.chance(0.7):
        paper.put(SIGNATURE, cable.signature)
        paper.value("signature", cable.signature)
    foot()
    paper.event(
        f"Released in Full {who}, Acting-Director US Department of State {date}",
        day(released),
        f"{who}, Acting-Director, US Department of State",
    )
    pages = paper.page + 1
    paper.rows = [r._replace(text=r.text.replace("{pages}", str(pages))) for r in paper.rows]
