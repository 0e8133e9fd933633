"""State's forms of the years of paper: the incoming telegram of 1946-66 and the outgoing one."""

from __future__ import annotations

from collections.abc import Callable

from . import furniture as f
from .cable import Cable, body_text, clock, day, draw, month_day, slash, twelve, typed
from .dice import Dice
from .paper import DRAFTING, FORM, HEAD, HEADER, MARKING, SIGNATURE, STAMP, Paper
from .prose import initials, surname
from .stock import Place, Stock

INCOMING_YEARS = (1947, 1965)
PRECEDENCES = ("", "PRIORITY", "NIACT", "IMMEDIATE", "OPERATIONAL IMMEDIATE")
CAPTIONS = (
    ("LIMIT DISTRIBUTION", "LIMDIS"),
    ("LIMIT DISTRIBUTION S/S", "LIMDIS"),
    ("EYES ONLY", "EYES ONLY"),
    ("NOFORN", "NOFORN"),
    ("NO DISTRIBUTION", "NODIS"),
    ("LIMDIS", "LIMDIS"),
    ("ROGER CHANNEL", "ROGER CHANNEL"),
)


def draw_incoming(dice: Dice, stock: Stock) -> Cable:
    """A cable from a post, with what only this form shows: a series, a caption."""
    cable = draw(dice, stock, INCOMING_YEARS)
    if dice.chance(0.12):
        cable.series = dice.pick(stock.running_in(cable.sent.year)).name
        cable.number = dice.between(2, 60)
    cable.precedence = dice.lean(PRECEDENCES)
    if dice.chance(0.3):
        cable.captions = (dice.pick(CAPTIONS)[0],)
    if dice.chance(0.45):
        kind = dice.pick(("DEPTEL", "EMBTEL", "DEPTEL", "DEPCIRTEL"))
        cable.refs = [f"{kind} {dice.between(5, 2400)}"]
    return cable


def incoming(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """INCOMING TELEGRAM, Department of State, about 1946 to 1966."""
    paper = Paper()
    capitals = dice.chance(0.55)
    sheet = not cable.told and cable.sent.year >= 1955 and dice.chance(0.4)
    if sheet:
        f.jfk_sheet(dice, paper, cable, "Incoming Telegram", "DOS")
    _incoming_face(dice, stock, paper, cable, capitals)
    size = dice.pick((3, 5, 8, 12, 18, 26)) if not sheet else dice.pick((3, 5, 8, 12))
    texts = typed(body_text(dice, cable, size, numbered=dice.chance(0.3)), capitals)
    width = 0 if dice.chance(0.12) else dice.pick((60, 62, 64, 66))
    stamped = not sheet and dice.chance(0.4)

    def foot() -> None:
        if stamped and paper.page == int(sheet):
            f.review_stamp(dice, paper, cable)
        f.banner(paper, cable.classification)

    head = _running_head(dice, paper, cable, capitals, declassified=stamped and dice.chance(0.5))
    first = dice.between(7, 11) if cable.told else dice.between(16, 26)
    room = (first, dice.between(30, 44))
    f.set_body(paper, texts, width, room, _turn(paper, foot, head))
    column = paper.fields.get("info_offices", [])
    if len(column) > 5 and not cable.told and dice.chance(0.15):
        f.strew(paper, column[-4:])
    paper.gap()
    paper.put(SIGNATURE, cable.signature)
    paper.value("signature", cable.signature)
    paper.gap()
    if dice.chance(0.7):
        paper.put(DRAFTING, initials(dice))
    if dice.chance(0.12):
        paper.put(STAMP, f"Advance copy to {dice.pick(stock.offices)} {slash(cable.received)}")
    foot()
    if sheet and dice.chance(0.2):
        f.staff_list(dice, paper)
    _incoming_foot(dice, paper)
    return paper


def _turn(paper: Paper, foot: Callable[[], None], head: Callable[[], None]) -> Callable[[], None]:
    def turn() -> None:
        paper.gap()
        foot()
        paper.turn()
        head()
        paper.gap()

    return turn


def _incoming_foot(dice: Dice, paper: Paper) -> None:
    if dice.chance(0.35):
        desk = dice.pick(("RM/R", "RM/R", "DC/R"))
        paper.put(
            FORM,
            f"This copy must be returned to {desk} central files with notation of action taken",
            "ASSIGNED TO  NAME OF OFFICER & OFFICE SYMBOL  ACTION TAKEN",
            f"DATE OF ACTION  DIRECTIONS TO {desk}",
        )
    if dice.chance(0.6):
        f.copying_rule(paper)


def _running_head(
    dice: Dice, paper: Paper, cable: Cable, capitals: bool, declassified: bool
) -> Callable[[], None]:
    """What tops every page after the first: banner and the number line once more."""
    local = cable.post.clock.local(cable.sent)
    number = f"{cable.series} {cable.number}".strip()
    tail = f"{month_day(local)}, {twelve(local, not capitals)}"
    word, post = ("FROM", cable.post.name) if capitals else ("from", cable.post.title)
    comma = dice.pick((",", ""))

    def head() -> None:
        page = sum(1 for row in paper.rows if row.role == HEAD) + 2
        if declassified and page == 2:
            paper.event("DECLASSIFIED", None)
        if declassified:
            paper.put(MARKING, "DECLASSIFIED")
        f.banner(paper, cable.classification)
        text = f"{number}, {tail.upper() if capitals else tail}{comma} {word} {post}"
        paper.put(HEAD, f"-{page}- {text}")

    return head


def _offices(dice: Dice, stock: Stock, paper: Paper, cable: Cable) -> tuple[str, list[str]]:
    action = dice.pick(("EUR", "AF", "ARA", "NEA", "FE", "SS", "IO"))
    close = bool(cable.captions) and dice.chance(0.5)
    count = 0 if close else dice.pick((0, 3, 6, 9, 12, 15))
    info = [o for o in dice.some(stock.offices, count) if o != action]
    paper.value("action_offices", [action])
    if info:
        paper.value("info_offices", info)
    return action, info


def _incoming_face(dice: Dice, stock: Stock, paper: Paper, cable: Cable, capitals: bool) -> None:
    _heading(dice, paper, "INCOMING TELEGRAM")
    if dice.chance(0.4):
        paper.put(FORM, dice.pick(("ACTION COPY", "INFORMATION COPY")))
        if dice.chance(0.4):
            paper.put(FORM, "PERMANENT RECORD COPY")
    if dice.chance(0.6):
        paper.put(STAMP, f"{dice.between(30, 60)}")
    if dice.chance(0.15):
        _file_number(paper, cable)
    f.banner(paper, cable.classification)
    paper.value("classification", cable.classification)
    action, info = _offices(dice, stock, paper, cable)
    _incoming_block(dice, stock, paper, cable, capitals, action, info)
    paper.gap()
    if dice.chance(0.25):
        f.filed(dice, paper, cable)
    _addressees(dice, paper, cable, capitals)
    paper.gap()


def _file_number(paper: Paper, cable: Cable) -> None:
    """The decimal file with the date after its slash: 840.045/12-1362."""
    local = cable.post.clock.local(cable.sent)
    number = f"{cable.file_class}/{local.month}-{local.day}{local.year % 100:02d}"
    paper.put(HEADER, number)
    paper.value("file_number", number)


def _heading(dice: Dice, paper: Paper, title: str) -> None:
    if dice.chance(0.25):
        paper.put(FORM, f"{title} Department of State")
    else:
        paper.put(FORM, title, "Department of State")


def _incoming_block(
    dice: Dice,
    stock: Stock,
    paper: Paper,
    cable: Cable,
    capitals: bool,
    action: str,
    info: list[str],
) -> None:
    """Left column and right block, in one of the orders that an engine gives them."""
    wall = stock.washington.local(cable.received)
    date = f"{month_day(wall)}, {wall.year}"
    hour = twelve(wall, not capitals)
    if capitals:
        date = date.upper()
    control = str(dice.between(40, 21000))
    paper.value("control_number", control)
    paper.value("received_date", day(wall), date)
    paper.value("received_time", clock(wall), hour)
    left = [["Action", action], ["Info", *info]] if info else [["Action", action]]
    if dice.chance(0.25):  # the label and its value on one line
        paper.put(HEADER, f"Action: {action}", f"Control: {control}", f"Rec'd: {date}", hour)
        paper.put(HEADER, *(["Info", *info] if info else []))
    elif dice.chance(0.3):  # labels first, values after
        paper.put(HEADER, "Action", action, *(["Info", *info] if info else []))
        paper.put(HEADER, "Control:", "Rec'd:", control, date, hour)
    else:
        for column in left:
            paper.put(HEADER, *column)
        paper.put(HEADER, f"Control: {control}", f"Rec'd: {date}", hour)
    _number_block(dice, paper, cable, capitals)


def _number_block(dice: Dice, paper: Paper, cable: Cable, capitals: bool) -> None:
    local = cable.post.clock.local(cable.sent)
    post = cable.post.name if capitals else cable.post.title
    hour = twelve(local, not capitals)
    date = month_day(local)
    if capitals:
        date, hour = date.upper(), hour.upper()
    number = f"{cable.series} {cable.number}".strip()
    paper.value("from", cable.post.title, post)
    paper.value("to", ["Secretary of State"])
    paper.value("number", str(cable.number))
    paper.value("sent_date", day(local), date)
    paper.value("sent_time", clock(local), hour)
    if cable.series:
        paper.value("series", cable.series)
    below = dice.chance(0.15)  # the values typed far to the right, read as lines of their own
    colon = ":" if below else dice.pick((":", ":", ""))
    lines = (
        (f"FROM{colon}", post),
        ("TO:", "Secretary of State"),
        ("NO:", f"{number}, {date}, {hour}"),
    )
    for label, value in lines:
        paper.put(HEADER, *((label, value) if below else (f"{label} {value}",)))


def _addressees(dice: Dice, paper: Paper, cable: Cable, capitals: bool) -> None:
    if cable.precedence:
        paper.put(HEADER, cable.precedence)
        paper.value("precedence", [cable.precedence])
    paper.gap()
    if cable.info and not cable.series:
        _action_line(paper, cable, capitals)
    if cable.captions:
        paper.put(HEADER, *cable.captions)
        paper.value("captions", [dict(CAPTIONS)[c] for c in cable.captions], *cable.captions)
    if cable.refs:
        label = dice.pick(("REFERENCE: ", "REF: ", "RE ", ""))
        paper.put(HEADER, label + " AND ".join(cable.refs) + dice.pick((".", "")))
        paper.value("refs", list(cable.refs))


def _action_line(paper: Paper, cable: Cable, capitals: bool) -> None:
    names = [p.name if capitals else p.title for p, _ in cable.info]
    pairs = [f"{name} {n}" for name, (_, n) in zip(names, cable.info, strict=True)]
    rest = " ".join(pairs).upper()
    text = f"ACTION DEPARTMENT {cable.number} INFORMATION {rest}"
    paper.put(HEADER, *_break_at_numbers(text))
    paper.value("info", [p.title for p, _ in cable.info], *(p.name for p, _ in cable.info))


def _break_at_numbers(text: str) -> list[str]:
    """Break a header line at 60 characters, never inside a name of two words."""
    if len(text) <= 62:
        return [text]
    words = text.split(" ")
    lines, line = [], ""
    for word in words:
        # a line may only end in a number, so that no post's name is parted
        if len(line) > 44 and line[-1:].isdigit():
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    return lines


SECRETARIES = ("HOLLISTER", "WADDELL", "ACTING", "BRANDRETH", "LATHROP")


def draw_outgoing(dice: Dice, stock: Stock) -> Cable:
    """A cable of the Department to a post."""
    cable = draw(dice, stock, (1955, 1966))
    cable.received = cable.sent
    cable.number = dice.between(12, 2900)
    cable.signature = dice.pick(SECRETARIES)
    cable.precedence = dice.lean(PRECEDENCES[:4])
    if dice.chance(0.5):
        cable.refs = [f"EMBTEL {dice.between(5, 2400)}"]
    if dice.chance(0.2):
        cable.captions = (dice.pick(CAPTIONS[:5])[0],)
    return cable


def outgoing(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """OUTGOING TELEGRAM, Department of State: form DS-322."""
    paper = Paper()
    sheet = not cable.told and dice.chance(0.35)
    if sheet:
        f.jfk_sheet(dice, paper, cable, "Department of State Outgoing Telegram", "DOS")
    stamped = not sheet and dice.chance(0.55)
    if stamped:
        f.review_stamp(dice, paper, cable)
    f.filing_dirt(dice, paper, 4)
    _heading(dice, paper, "OUTGOING TELEGRAM")
    paper.put(FORM, "INDICATE: COLLECT", "CHARGE TO")
    f.banner(paper, cable.classification)
    paper.value("classification", cable.classification)
    _outgoing_face(dice, stock, paper, cable)
    capitals = dice.chance(0.3)
    texts = typed(
        body_text(dice, cable, dice.pick((2, 3, 5, 8, 12)), ("order", "order", "sentence"),
                  numbered=dice.chance(0.4), closing=False),
        capitals,
    )  # fmt: skip
    head = _outgoing_head(paper, cable)
    room = (dice.between(8, 11) if cable.told else dice.between(14, 20), dice.between(24, 34))

    def foot() -> None:
        f.banner(paper, cable.classification)

    f.set_body(paper, texts, dice.pick((60, 62, 64)), room, _turn(paper, foot, head))
    if not cable.told and dice.chance(0.2):
        f.strew(paper, paper.fields["info_offices"][-5:])
    paper.gap()
    if dice.chance(0.2):
        paper.put(FORM, "END")
    _outgoing_foot(dice, stock, paper, cable)
    if sheet and dice.chance(0.5):
        f.staff_list(dice, paper)
    return paper


def _outgoing_head(paper: Paper, cable: Cable) -> Callable[[], None]:
    def head() -> None:
        page = sum(1 for row in paper.rows if row.role == HEAD) + 2
        paper.put(HEAD, f"Page {page} of telegram to Amembassy {cable.post.name}")
        f.banner(paper, cable.classification)

    return head


def _outgoing_face(dice: Dice, stock: Stock, paper: Paper, cable: Cable) -> None:
    wall = stock.washington.local(cable.sent)
    control = str(dice.between(900, 21000))
    month = month_day(wall)[:3].upper()
    half = "AM" if wall.hour < 12 else "PM"
    stamp = f"{wall.year} {month} {wall.day} {half} {wall.hour % 12 or 12} {wall.minute:02d}"
    if dice.chance(0.5):
        stamp = (
            f"{month} {wall.day} {wall.hour % 12 or 12} {wall.minute:02d} {half} '{wall.year % 100}"
        )
    paper.put(HEADER, control, stamp)
    paper.value("control_number", control)
    paper.value("from", "Department of State")
    paper.value("sent_date", day(wall), stamp)
    paper.value("sent_time", clock(wall), stamp)
    action, column = _outgoing_offices(dice, stock, paper)
    early = dice.chance(0.3)
    paper.put(HEADER, "Origin", action, *(column if early else ()))
    kind = _kind(cable.post)
    to = f"{kind} {cable.post.name}"
    paper.put(HEADER, f"{dice.pick(('ACTION:', 'SENT TO:'))} {to} {cable.number}")
    paper.value("to", [to])
    paper.value("number", str(cable.number))
    if cable.info:
        info = [f"{_kind(p)} {p.name}" for p, _ in cable.info]
        label = dice.pick(("INFO:", "RPTD INFO:"))
        paper.put(HEADER, f"{label} {info[0]} {cable.info[0][1]}")
        paper.put(HEADER, *(f"{w} {n}" for w, (_, n) in zip(info[1:], cable.info[1:], strict=True)))
        paper.value("info", info)
    if not early:  # the column beside the address, read after it
        paper.put(HEADER, *column)
    _outgoing_marks(dice, paper, cable)


def _outgoing_offices(dice: Dice, stock: Stock, paper: Paper) -> tuple[str, list[str]]:
    action = dice.pick(("EUR", "AF", "ARA", "NEA", "FE", "IO"))
    info = [o for o in dice.some(stock.offices, dice.pick((3, 6, 9, 12))) if o != action]
    paper.value("info_offices", info)  # the office of origin is no action office
    return action, ["Info", *info]


def _outgoing_marks(dice: Dice, paper: Paper, cable: Cable) -> None:
    if cable.precedence:
        paper.put(HEADER, cable.precedence)
        paper.value("precedence", [cable.precedence])
    if cable.captions:
        paper.put(HEADER, *cable.captions)
        paper.value("captions", [dict(CAPTIONS)[c] for c in cable.captions], *cable.captions)
    if cable.refs:
        paper.put(HEADER, f"REF: {cable.refs[0]}")
        paper.value("refs", list(cable.refs))
    paper.gap()


def _kind(place: Place) -> str:
    return "Amconsul" if place.kind.startswith("consul") else "Amembassy"


def _outgoing_foot(dice: Dice, stock: Stock, paper: Paper, cable: Cable) -> None:
    desk = dice.pick(stock.offices)
    drafter = (
        f"{desk}:{initials(dice, 1)}{initials(dice, 1)}{surname(dice)}:{initials(dice, 2).lower()}"
    )
    wall = stock.washington.local(cable.sent)
    paper.put(SIGNATURE, cable.signature)
    paper.value("signature", cable.signature)
    paper.put(DRAFTING, "Drafted by:", f"{drafter} {slash(wall)}")
    paper.put(DRAFTING, "Telegraphic transmission and classification approved by:")
    paper.put(DRAFTING, f"{desk} - {surname(dice)} {surname(dice)}")
    paper.value("drafted_by", drafter)
    if dice.chance(0.8):
        clearers = [
            f"{o} - Mr. {surname(dice)}" for o in dice.some(stock.offices, dice.between(1, 4))
        ]
        paper.put(DRAFTING, "Clearances:", *clearers)
    f.banner(paper, cable.classification)
    f.copying_rule(paper)
    paper.put(FORM, "FORM DS-322")
