"""The Agency's forms: CLASSIFIED MESSAGE of 1955-78 and the TDCS information report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from . import furniture as f
from .cable import MONTHS, SHORT_MONTHS, Cable, body_text, clock, day, draw, typed
from .dice import Dice
from .paper import DRAFTING, FORM, HEAD, HEADER, MARKING, STAMP, Paper, wrap
from .prose import initials, surname
from .stock import Stock

PRECEDENCES = ("ROUTINE", "PRIORITY", "IMMEDIATE", "OPERATIONAL IMMEDIATE")
ACTIONS = ("C/WH 5", "C/SAS 5", "C/FE 4", "C/EE 3", "C/WE 6", "C/NE 4", "C/AF 5", "C/SR 6")
INFOS = (
    "DCI", "D/DCI", "DDP", "ADDP", "C/CI", "C/CI/SI", "C/FI", "CI/OPS", "FI/D", "OS 2", "DD/I",
    "CA 2", "S/C 2", "VR", "RF", "COP", "IW", "CI/IC 2",
)  # fmt: skip
DIGRAPHS = ("ZQ", "QX", "VB", "XJ", "YW", "BX")
PROHIBITED = "REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED."
RETURN = ("RETURN TO CIA", "Background Use Only", "Do Not Reproduce")


def cryptonym(dice: Dice) -> str:
    """A cover word with a digraph that no station used."""
    return dice.pick(DIGRAPHS) + surname(dice).upper()


def station_code(name: str) -> str:
    """The four letters a station is cited by: the first of its name, spaces and signs apart."""
    return "".join(filter(str.isalnum, name))[:4]


def draw_message(dice: Dice, stock: Stock) -> Cable:
    """A message between a station and Headquarters."""
    cable = draw(dice, stock, (1956, 1975))
    cable.sent += dt.timedelta(minutes=dice.below(60))
    cable.received = cable.sent + dt.timedelta(minutes=dice.between(20, 600))
    cable.classification = "SECRET"
    cable.precedence = dice.lean(PRECEDENCES)
    cable.number = dice.between(104, 9900)
    if dice.chance(0.65):
        other = station_code(dice.pick(stock.open_in(cable.sent.year)).name)
        cable.refs = [
            f"{other} {dice.digits(4)} (IN {dice.digits(5)})",
            f"DIR {dice.digits(5)}",
        ][: dice.pick((1, 1, 2))]
    return cable


def message(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """CLASSIFIED MESSAGE: from a station, or from the Director."""
    paper = Paper()
    if cable.sent.year >= 1957 and dice.chance(0.8):
        if dice.chance(0.5):
            paper.put(STAMP, "14-00000")
        f.jfk_release(dice, paper)
    if dice.chance(0.4):
        paper.put(STAMP, *RETURN)
    if cable.sent.year >= 1971:
        _agency_message(dice, stock, paper, cable)
    elif not cable.told and dice.chance(0.25):
        _from_director(dice, stock, paper, cable)
    else:
        _from_station(dice, stock, paper, cable)
    return paper


def _routing(dice: Dice, paper: Paper) -> None:
    paper.put(STAMP, "ROUTING")
    if dice.chance(0.5):
        paper.put(STAMP, "1 4", "2 5", "3 6")
    else:
        paper.put(STAMP, *(str(n) for n in range(1, dice.pick((5, 7, 9)))))


def _lists(dice: Dice, paper: Paper) -> tuple[str, list[str]]:
    action = dice.pick(ACTIONS)
    info = dice.some(INFOS, dice.between(3, 9))
    paper.value("action_offices", [_bare(action)], action)
    paper.value("info_offices", [_bare(i) for i in info], *info)
    return action, info


def _bare(office: str) -> str:
    return office.rsplit(" ", 1)[0]


def _joined(label: str, items: list[str]) -> list[str]:
    lines, line = [], label
    for at, item in enumerate(items):
        word = item if at == len(items) - 1 else item + ","
        if len(line) + len(word) > 58:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}"
    return [*lines, line]


def _short_date(moment: dt.datetime) -> str:
    return f"{moment.day} {SHORT_MONTHS[moment.month - 1]} {moment.year % 100}"


def _from_station(dice: Dice, stock: Stock, paper: Paper, cable: Cable) -> None:
    station, post = station_code(cable.post.name), cable.post.name
    others = [station_code(p.name) for p, _ in cable.info][:2]
    paper.put(FORM, "CLASSIFIED MESSAGE")
    f.banner(paper, cable.classification)
    paper.value("classification", cable.classification)
    _routing(dice, paper)
    action, info = _lists(dice, paper)
    date = _short_date(cable.sent)
    in_number = dice.digits(5)
    paper.put(HEADER, f"DATE: {date}", "TO: DIRECTOR", f"FROM: {post}", f"ACTION: {action}")
    paper.put(HEADER, *_joined("INFO:", info))
    paper.value("from", cable.post.title, post)
    paper.value("to", ["DIRECTOR"])
    paper.value("sent_date", day(cable.sent), date)
    _receipt(dice, paper, cable, in_number)
    if others:
        paper.value("info", others)
    names = " ".join(["DIR", *(["INFO", *others] if others else [])])
    number = f"{cable.number:04d}"
    paper.put(HEADER, f"{names} CITE {station} {number}")
    paper.value("cite", f"{station} {number}")
    paper.value("number", str(cable.number), number)
    _text(dice, paper, cable, in_number, f"{station} {number}")


def _receipt(dice: Dice, paper: Paper, cable: Cable, in_number: str) -> None:
    """The receipt's number and hour, or the message's own group on the level's line."""
    if dice.chance(0.5):
        got = cable.received
        month = SHORT_MONTHS[got.month - 1]
        stamp = f"{month} {got.day} {got:%H%M}Z {got.year % 100}"
        paper.put(HEADER, stamp)
        paper.value("received_date", day(got), stamp)
        paper.value("received_time", clock(got) + "Z", stamp)
    else:
        group = f"{cable.sent:%d%H%M}Z"
        paper.put(HEADER, f"{cable.classification} {group}")
        paper.value("sent_time", clock(cable.sent) + "Z", group)
    paper.put(HEADER, cable.precedence)
    paper.value("precedence", [cable.precedence])
    paper.put(HEADER, f"IN {in_number}")
    paper.value("in_number", in_number)


def _slugs_and_refs(dice: Dice, paper: Paper, cable: Cable) -> None:
    if dice.chance(0.8):
        paper.put(HEADER, " ".join(cryptonym(dice) for _ in range(dice.between(1, 3))))
    if len(cable.refs) == 1:
        paper.put(HEADER, f"REF: {cable.refs[0]}")
    elif cable.refs:
        paper.put(HEADER, f"REFS: A. {cable.refs[0]}", f"B. {cable.refs[1]}")
    if cable.refs:
        paper.value("refs", list(cable.refs))


def _texts(dice: Dice, cable: Cable) -> list[str]:
    size = dice.pick((2, 4, 6, 9, 14))
    kinds = ("trace", "trace", "sentence")
    return typed(body_text(dice, cable, size, kinds, numbered=True, closing=False), True)


def _text(dice: Dice, paper: Paper, cable: Cable, in_number: str, cite: str) -> None:
    _slugs_and_refs(dice, paper, cable)
    paper.gap()

    def turn() -> None:
        f.banner(paper, cable.classification)
        paper.put(FORM, PROHIBITED)
        paper.turn()
        page = paper.page + 1
        paper.put(HEAD, "CLASSIFIED MESSAGE", f"IN {in_number}", f"{cite} PAGE {page}")
        paper.gap()

    room = (dice.between(20, 28), dice.between(30, 40))
    f.set_body(paper, _texts(dice, cable), dice.pick((60, 62, 66)), room, turn)
    _end(dice, paper, cable)


def _end(dice: Dice, paper: Paper, cable: Cable) -> None:
    if dice.chance(0.8):
        paper.put(FORM, "END OF MESSAGE")
    if dice.chance(0.35):
        comment = "C/S COMMENT: *" + cable.writer.say("trace").upper()
        number = paper.begin(comment)
        for line in wrap(comment, 74):
            paper.line(line, number)
    f.banner(paper, cable.classification)
    if dice.chance(0.25):
        _personal_file(dice, paper)
    paper.put(FORM, PROHIBITED)
    if dice.chance(0.3):
        paper.put(
            MARKING, "GROUP 1", "Excluded from automatic", "downgrading and", "declassification"
        )
    if dice.chance(0.35):
        paper.put(STAMP, *RETURN)
    if dice.chance(0.5):
        paper.put(STAMP, dice.pick(("D-200-5-41", dice.digits(3), dice.digits(2))))


def _personal_file(dice: Dice, paper: Paper) -> None:
    """The file a copy was put in, written at the foot."""
    number = f"201-{dice.digits(6)}"
    paper.put(HEADER, number)
    paper.value("file_number", number)


def _from_director(dice: Dice, stock: Stock, paper: Paper, cable: Cable) -> None:
    """Headquarters' own traffic, with its originating unit in the corner."""
    unit = dice.pick(("WH/3", "SAS/EOB", "WE/3", "FE/4", "SR/6"))
    drafter = f"{initials(dice, 1)}. {surname(dice).upper()}"
    paper.put(DRAFTING, f"ORIG: {drafter}", f"UNIT: {unit}", f"EXT: {dice.digits(4)}")
    paper.value("drafted_by", drafter)
    date = f"DATE: {_short_date(cable.sent)}"
    paper.put(HEADER, date)
    paper.value("sent_date", day(cable.sent), date)
    others = [p.name for p, _ in cable.info][:2]
    paper.put(HEADER, f"TO: {cable.post.name}", "FROM: DIRECTOR")
    paper.value("from", "Director", "DIRECTOR")
    paper.value("to", [cable.post.name])
    info = dice.some(INFOS, dice.between(3, 7))
    paper.put(HEADER, f"CONF: {dice.pick(ACTIONS)}", *_joined("INFO:", info))
    paper.value("info_offices", [_bare(i) for i in info], *info)
    paper.put(FORM, "CLASSIFIED MESSAGE")
    f.banner(paper, cable.classification)
    paper.value("classification", cable.classification)
    _routing(dice, paper)
    paper.put(HEADER, cable.precedence)
    paper.value("precedence", [cable.precedence])
    number = _cite_director(dice, paper, cable, [station_code(o) for o in others])
    _slugs_and_refs(dice, paper, cable)
    paper.gap()

    def turn() -> None:
        f.banner(paper, cable.classification)
        paper.turn()
        paper.put(HEAD, "CLASSIFIED MESSAGE", f"CITE DIR {number} PAGE {paper.page + 1}")

    f.set_body(paper, _texts(dice, cable), 62, (dice.between(20, 28), 36), turn)
    _release(dice, paper, cable)


def _cite_director(dice: Dice, paper: Paper, cable: Cable, others: list[str]) -> str:
    """The address line that ends in the number; returns the number."""
    number = dice.digits(5)
    names = f"TO {station_code(cable.post.name)}" + (f" INFO {' '.join(others)}" if others else "")
    paper.put(HEADER, f"{names} CITE DIR {number}")
    if others:
        paper.value("info", others)
    paper.value("cite", f"DIR {number}")
    paper.value("number", number)
    return number


def _release(dice: Dice, paper: Paper, cable: Cable) -> None:
    """Who agreed and who let it go."""
    paper.put(FORM, "END OF MESSAGE")
    for desk in dice.some(ACTIONS, dice.between(1, 3)):
        paper.put(DRAFTING, f"{_bare(desk)} {surname(dice)} (in draft)")
    paper.put(DRAFTING, "RELEASING OFFICER", "COORDINATING OFFICERS", "AUTHENTICATING OFFICER")
    f.banner(paper, cable.classification)
    paper.put(FORM, PROHIBITED, "Copy No.")


def _agency_message(dice: Dice, stock: Stock, paper: Paper, cable: Cable) -> None:
    """The teleprinted form of the seventies: CITE line, TO line, page heads with TOR."""
    post, station = cable.post.name, station_code(cable.post.name)
    in_number = dice.digits(6)
    number = dice.digits(5)
    paper.put(FORM, "CABLE SEC DISSEM BY:", "PERSON/UNIT NOTIFIED:", "TOTAL COPIES: RUN BY:")
    f.banner(paper, cable.classification)
    paper.put(FORM, "REPRODUCTION BY OTHER THAN", "ISSUING OFFICE IS PROHIBITED", "AGENCY MESSAGE")
    tor = f"{cable.received:%d%H%M}Z {SHORT_MONTHS[cable.received.month - 1]} {cable.received.year % 100}"
    group = f"{cable.sent:%d%H%M}Z {SHORT_MONTHS[cable.sent.month - 1]} {cable.sent.year % 100}"
    paper.put(HEADER, f"PAGE 01 IN {in_number}", f"TOR: {tor} {station} {number}")
    paper.value("in_number", in_number)
    paper.value("received_date", day(cable.received), tor)
    paper.value("received_time", clock(cable.received) + "Z", tor)
    paper.put(HEADER, f"{cable.classification} {group} STAFF")
    paper.value("classification", cable.classification)
    paper.value("sent_date", day(cable.sent), group)
    paper.value("sent_time", clock(cable.sent) + "Z", group)
    paper.put(HEADER, f"CITE {post} {number}")
    paper.value("cite", f"{post} {number}")
    paper.value("number", number)
    paper.value("from", cable.post.title, post)
    others = [p.name for p, _ in cable.info][:3]
    paper.put(HEADER, f"TO: DIRECTOR{', INFO ' + ', '.join(others) if others else ''}.")
    paper.value("to", ["DIRECTOR"])
    if others:
        paper.value("info", others)
    _slugs_and_refs(dice, paper, cable)
    paper.gap()
    turn = _page_turner(paper, cable, f"TOR: {tor} IN {in_number}", f"{station} {number}")
    texts = _texts(dice, cable)
    f.set_body(paper, texts, 62, (dice.between(18, 26), 36), turn)
    paper.gap()
    f.banner(paper, cable.classification)
    _personal_file(dice, paper)
    paper.put(STAMP, dice.digits(2), *(RETURN if dice.chance(0.5) else ()))


def _page_turner(paper: Paper, cable: Cable, tor: str, number: str) -> Callable[[], None]:
    def turn() -> None:
        f.banner(paper, cable.classification)
        paper.turn()
        paper.put(HEAD, f"PAGE {paper.page + 1:02d}", tor, number)

    return turn


def draw_report(dice: Dice, stock: Stock) -> Cable:
    """An information report sent out by teletype."""
    cable = draw(dice, stock, (1960, 1966))
    cable.classification = dice.lean(("SECRET", "CONFIDENTIAL"))
    cable.precedence = dice.lean(PRECEDENCES[:3])
    return cable


ESPIONAGE = (
    "This material contains information affecting the National Defense of the United States "
    "within the meaning of the Espionage Laws, Title 18, U.S.C. Secs.",
    "793 and 794, the transmission or revelation of which in any manner to an unauthorized person "
    "is prohibited by law.",
)
UNEVALUATED = (
    "THIS IS UNEVALUATED INFORMATION. SOURCE GRADINGS ARE DEFINITIVE. "
    "APPRAISAL OF CONTENT IS TENTATIVE."
)
CONTROLS = "CLASSIFICATION - DISSEMINATION CONTROLS"
READERS = (
    "STATE/INR", "DIA", "ARMY/ACSI", "NAVY", "AIR", "JCS", "SECDEF", "NSA", "NIC", "AID", "USIA",
    "OCI", "ONE", "OCR", "ORR", "OO", "EXO",
)  # fmt: skip


def report(dice: Dice, stock: Stock, cable: Cable) -> Paper:
    """TELEGRAM INFORMATION REPORT: TDCS, with its printed frame."""
    paper = Paper()
    if dice.chance(0.75):
        f.jfk_sheet(dice, paper, cable, "Central Intelligence Agency Information Report", "CIA")
    level = _report_head(dice, paper, cable)
    number, in_number = f"3/{dice.digits(3)},{dice.digits(3)}", dice.digits(5)
    _report_face(dice, paper, cable, number, in_number)
    paper.gap()
    readers = [r for r in READERS if dice.chance(0.75)] or list(READERS[:3])
    paper.value("info_offices", readers)
    first = paper.page

    def turn() -> None:
        if paper.page == first:
            _report_foot(paper, level, readers)
        paper.turn()
        page = paper.page - first + 1
        paper.put(HEAD, f"{cable.classification} IN {in_number}", f"TDCS {number} PAGE {page}")
        paper.gap()

    room = (dice.between(12, 20), 32)
    f.set_body(paper, _report_texts(dice, cable), dice.pick((66, 74, 78)), room, turn)
    paper.gap()
    paper.put(FORM, "END OF MESSAGE")
    if paper.page == first:
        _report_foot(paper, level, readers)
    else:
        paper.put(FORM, CONTROLS)
        paper.put(MARKING, level)
    _sanitized(dice, paper)
    return paper


def _report_head(dice: Dice, paper: Paper, cable: Cable) -> str:
    """Title, warning and level; returns the level as it is repeated at the foot."""
    paper.put(FORM, "TELEGRAM INFORMATION REPORT TELEGRAM", "CENTRAL INTELLIGENCE AGENCY")
    paper.put(FORM, *ESPIONAGE, CONTROLS)
    noforn = dice.chance(0.7)
    level = cable.classification + (" NO FOREIGN DISSEM" if noforn else "")
    paper.put(MARKING, level)
    paper.put(FORM, "(When Filled In)")
    paper.value("classification", cable.classification)
    if noforn:
        paper.value("captions", ["NOFORN"], "NO FOREIGN DISSEM")
    return level


def _report_foot(paper: Paper, level: str, readers: list[str]) -> None:
    paper.put(FORM, CONTROLS)
    paper.put(MARKING, level)
    paper.put(HEADER, " ".join(readers))
    paper.put(FORM, "TELEGRAM INFORMATION REPORT TELEGRAM")
    paper.put(FORM, "FORM 1K OBSOLETE PREVIOUS EDITIONS. (15-20)")


def _report_texts(dice: Dice, cable: Cable) -> list[str]:
    kinds = ("trace", "sentence", "sentence")
    size = dice.pick((5, 8, 12))
    texts = typed(body_text(dice, cable, size, kinds, numbered=True, closing=False), True)
    command = dice.pick(("CINCPAC", "CINCLANT", "USAREUR"))
    return [*texts, f"{len(texts) + 1}. FIELD DISSEM: STATE, ARMY, {command}."]


def _sanitized(dice: Dice, paper: Paper) -> None:
    if dice.chance(0.5):
        tail = f"{dice.digits(3)}.{dice.between(1, 9)}.{dice.between(1, 9)}"
        mark = f"SANITIZED MK.{dice.between(1, 9):02d}.{tail}"
        paper.put(MARKING, mark)
        paper.event(mark, None)


def _report_face(dice: Dice, paper: Paper, cable: Cable, number: str, in_number: str) -> None:
    date = f"{cable.sent.day} {MONTHS[cable.sent.month - 1].upper()} {cable.sent.year}"
    acquired = cable.sent - dt.timedelta(days=dice.between(1, 9))
    acq = f"{acquired.day} {SHORT_MONTHS[acquired.month - 1]} {acquired.year}"
    subject = cable.subject.upper()
    if not cable.told:
        subject = f"{subject} IN {cable.post.name}"
    paper.put(HEADER, f"COUNTRY {cable.post.country.upper()}", f"REPORT NO. TDCS-{number}")
    paper.value("series", "TDCS")
    paper.value("number", number)
    paper.put(HEADER, f"SUBJECT {subject}", f"DATE DISTR. {date}")
    paper.value("subject", subject)
    paper.value("sent_date", day(cable.sent), date)
    paper.put(HEADER, f"PRECEDENCE {cable.precedence}")
    paper.value("precedence", [cable.precedence])
    paper.put(HEADER, f"DATE OF INFO. {acq}", f"REFERENCES IN {in_number}")
    paper.value("in_number", in_number)
    paper.value("refs", [f"IN {in_number}"])
    paper.put(HEADER, f"PLACE & DATE ACQ. {cable.post.name} ({acq})")
    paper.put(
        HEADER,
        f"APPRAISAL {dice.between(2, 4)} FIELD REPORT NO. {initials(dice, 3)} {dice.digits(4)}",
    )
    paper.put(FORM, UNEVALUATED)
    source = cable.writer.say("trade").upper()
    paper.put(HEADER, f"SOURCE {source} WITH ACCESS TO {cable.writer.say('body').upper()}")
