"""Department of State, INCOMING TELEGRAM, about 1946 to 1966.

Labels and values may stand on one line, on two, or labels first and values after; the column of
information offices may run down beside the text. So values are known by what they are: a date
with a year is the receipt, `number, MONTH day, hour` is the number line.
"""

from __future__ import annotations

import re

from app.telegram import pages
from app.telegram.closing import find_signature
from app.telegram.forms.form import Evidence
from app.telegram.lines import Line, squeeze
from app.telegram.printed import CLOCK, DAY_OF_MONTH, FULL_DATE, HOUR, clock, day, full_date, hour
from app.telegram.reading import Family, Role, Span
from app.telegram.rules import Context, Rule, rule
from app.telegram.workbench import Workbench

H = Role.HEADER
NUMBER_LINE = rule(
    "number-line", H,
    r"(?:\bN[O0][:.;]? {0,4})?\b(?:([A-Z]{3,6}) {1,2})?(\d{1,5}),? {1,3}" + DAY_OF_MONTH + r",? {0,3}(?:(19\d\d),? {0,2})?" + HOUR,
    "NO: SECTO 8, DECEMBER 13, 11 AM", "HE LEFT ON DECEMBER 13 AT 11 AM",
)  # fmt: skip
CONTROL = rule(
    "control-number",
    H,
    r"\bC[O0]NTR[O0]L ?[.:;,]? {0,3}(\d{1,3} ?\d{1,4})?$|\bC[O0]NTR[O0]L[:;] {0,3}(\d{2,6})",
    "Control: 5860",
    "CONTROL OF ARMS",
)
RECEIVED = rule("received", H, r"^.{0,3}REC ?['.\"]? ?D\b ?[:.;]?", "Rec'd: May 5, 1960", "RECORDS")
FROM = rule(
    "from",
    H,
    r"(?:^|[^A-Z])FR[O0]M ?[:;.]? {0,3}[.]? ?([A-Z][A-Z .]{2,28})?$",
    "FROM PARIS",
    "FROM PARIS HE WENT TO ROME BY TRAIN AND BACK",
)
TO = rule(
    "to",
    H,
    r"(?:^|[^A-Z0-9])(?:T[O0]|10) ?[:;.] {0,3}\W{0,2}(SECRETARY OF STATE)?|^\W{0,3}(SECRETARY OF STATE)\W{0,2}$",
    "TO: Secretary of State",
    "HE WENT TO THE SECRETARY OF STATE",
)
ACTION = rule(
    "action-label",
    H,
    r"^\W{0,2}ACTI[O0]N\W{0,3}( {0,3}[A-Z/]{1,5})?\W{0,2}$|^ACTION[:.] ",
    "Action",
    "ACTION WAS TAKEN",
)
INFO = rule("info-label", H, r"^\W{0,2}INF[O0]R?\W{0,3}$|^INFO\b", "Info", "INFORMATION IS SCARCE")
ADDRESSES = rule(
    "addressees",
    H,
    r"\bACTION\W{1,3}(?:DEPARTMENT|[A-Z]{4,16})\b.{0,24}\d.{0,40}|\bINFORMATION\W{1,3}[A-Z]{4,16}.{0,20}\d",
    "ACTION DEPARTMENT 12 INFORMATION BONN 7",
    "ACTION DEPARTMENT PROPOSES",
)
REFERENCE = rule(
    "reference-line",
    H,
    r"\b(?:(?:RE|REF)[: ] {0,2})?((?:EMB|DEP|CON|LEG|CONGEN|MY|UR|OUR|DEPCIR|CIR)TELS? {1,2}\d{1,5}.{0,30}|[A-Z][A-Z ]{3,16}?(?: TELEGRAM)? {1,2}\d{1,5}(?:, ?(?:ACTION|INFORMATION|RPTD) .{3,30})?)\W{0,2}$",
    "DEPTEL 2300.",
    "HE ASKED FOR 20 PLANES",
)
CAPTION_FOR = rule(
    "addressed-to-person",
    H,
    r"^(?:EYES ONLY )?FOR {1,2}[A-Z][A-Z .]{3,40}\W{0,2}$",
    "FOR ALEXIS JOHNSON",
    "FOR THESE REASONS WE THINK THE PLAN WILL FAIL, HE SAID",
)
RULES: tuple[Rule, ...] = (
    NUMBER_LINE,
    CONTROL,
    RECEIVED,
    FROM,
    TO,
    ACTION,
    INFO,
    ADDRESSES,
    REFERENCE,
    CAPTION_FOR,
)
_MONTH_DAY = re.compile(DAY_OF_MONTH)
_DIGIT_SHAPES = str.maketrans("01585", "OISBS")
_HEAD_LINES = 70


class StateIncoming:
    """The seed's form."""

    family = Family.STATE_INCOMING
    rules = RULES
    contexts: tuple[Context, ...] = ()

    def evidence(self, bench: Workbench) -> Evidence:
        """Heading, labels of the form, number line, return notice."""
        points: dict[str, int] = {}
        for line in bench.lines[bench.cover_end : bench.cover_end + _HEAD_LINES]:
            if "INCOMING" in line.key and bench.rules[line.index] == "form-heading":
                points["form-heading"] = 4
            elif NUMBER_LINE.match(line):
                points["number-line"] = 3
            elif RECEIVED.match(line):
                points["received"] = 2
            elif "SECRETARY OF STATE" in line.key:
                points["to"] = 1
            elif bench.rules[line.index] == "form-return-notice":
                points["form-return-notice"] = 2
        return Evidence(sum(points.values()), tuple(points))

    def read(self, bench: Workbench) -> None:
        """Header, running heads, body, signature."""
        heads = _running_heads(bench)
        start = _header(bench)
        _offices(bench, start)
        _header_classification(bench)
        bench.body_start = start
        bench.body_end = find_signature(bench, max(start, *heads) if heads else start)
        _sent(bench)


def _running_heads(bench: Workbench) -> list[int]:
    """Claim the heads of later pages, and what repeats the first page's form above them."""
    found = []
    for number, sheet in enumerate(bench.sheets):
        inside = bench.lines[sheet.first : min(sheet.last + 1, sheet.first + 16)]
        head = next((line for line in inside if number and pages.running_head(line)), None)
        if head is None or not bench.free(head.index):
            continue
        bench.claim(head.index, Role.RUNNING_HEAD, "running-head")
        sheet.running_head = head.span
        found.append(head.index)
        shape = pages.running_head(head)
        sheet.printed = int(shape[1]) if shape else None
        for line in inside[: head.index - sheet.first]:
            if bench.roles[line.index] is Role.FORM_TEXT or (
                bench.free(line.index) and len(line.bare) > 3 and not line.bare.isdigit()
            ):
                bench.reclaim(line.index, Role.RUNNING_HEAD, "above-running-head")
    return found


def _header(bench: Workbench) -> int:
    """Claim the header's lines and add their fields; the index at which the text begins."""
    begin = _heading(bench)
    numbered = False
    pending = ""
    for line in bench.lines[begin : begin + _HEAD_LINES]:
        at = line.index
        if bench.roles[at] is Role.RUNNING_HEAD:
            return at
        if bench.rules[at] == "date-stamp" and _awaits_receipt(bench, line):
            bench.reclaim(at, H, "received")
            _add_receipt(bench, line)
        if not bench.free(at):
            continue
        if line.long or (_is_prose(line) and not _header_line(bench, line, pending)):
            if numbered or line.long:
                return at
            continue
        if bench.free(at) and not _header_line(bench, line, pending):
            continue
        pending = (
            bench.rules[at] if bench.rules[at] in ("from", "to", "control-number") else pending
        )
        numbered = numbered or bench.rules[at] == "number-line"
    return min(begin + _HEAD_LINES, len(bench.lines)) if numbered else begin


def _heading(bench: Workbench) -> int:
    for line in bench.lines[bench.cover_end : bench.cover_end + 60]:
        if bench.rules[line.index] == "form-heading":
            return line.index
    return bench.cover_end


def _is_prose(line: Line) -> bool:
    return (
        len(line.text) >= 24
        and line.key.count(" ") >= 3
        and sum(map(str.isalpha, line.bare)) * 10 > 8 * len(line.bare)
    )


def _header_line(bench: Workbench, line: Line, pending: str) -> bool:
    """Try the header's rules on a line; True where one claimed it."""
    at = line.index
    if not bench.free(at):
        return True
    for reader in (
        _number,
        _reference,
        _addresses,
        _received,
        _control,
        _to,
        _from,
        _precedence,
        _caption,
        _labels,
    ):
        if reader(bench, line, pending):
            return True
    return False


def _number(bench: Workbench, line: Line, pending: str) -> bool:
    found = NUMBER_LINE.match(line)
    if not found or "number" in bench.fields:
        return False
    bench.claim(line.index, H, "number-line")
    series = (
        found[1] if found[1] in bench.lexicon.series or (found[1] or "NO") not in ("NO",) else ""
    )
    if series and series in bench.lexicon.offices:
        series = ""
    if series:
        bench.add("series", series, [line.part(*found.span(1))], "number-line")
    bench.add("number", found[2], [line.part(*found.span(2))], "number-line")
    time = hour(found[6], found[7], found[8], found[9])
    first = found.start(6) if found[6] else found.start(9)
    bench.add("sent_time", time, [line.part(first, found.end())], "number-line")
    bench.add(
        "sent_date",
        f"{found[3]} {found[4]} {found[5] or ''}",
        [line.part(found.start(3), found.end(5) if found[5] else found.end(4))],
        "number-line",
    )
    return True


def _received(bench: Workbench, line: Line, pending: str) -> bool:
    label = RECEIVED.match(line) or re.search(r"\bREC'D\b", line.key)
    date, time = FULL_DATE.search(line.key), CLOCK.search(line.key)
    if not label and not date and not (time and len(line.text) <= 24):
        return False
    bench.claim(line.index, H, "received" if label or date else "received-time")
    _add_receipt(bench, line)
    return True


def _awaits_receipt(bench: Workbench, line: Line) -> bool:
    """`Rec'd` has been read, its date has not, and no filing stamp stands above the date."""
    above = bench.rules[max(0, line.index - 1) : line.index]
    labelled = "received" in bench.rules[max(0, line.index - 12) : line.index]
    return labelled and "received_date" not in bench.fields and "filing-stamp" not in above


def _add_receipt(bench: Workbench, line: Line) -> None:
    date, time = FULL_DATE.search(line.key), CLOCK.search(line.key)
    if date:
        read = full_date(date)
        bench.add(
            "received_date", read.value, [line.part(*date.span())], "received", doubt=read.doubt
        )
    if time:
        read = clock(time)
        bench.add(
            "received_time", read.value, [line.part(*time.span())], "received", doubt=read.doubt
        )


def _control(bench: Workbench, line: Line, pending: str) -> bool:
    found = CONTROL.match(line)
    digits = line.key.strip(" .,:")
    if found:
        bench.claim(line.index, H, "control-number")
        group = 1 if found[1] else 2
        if found[group]:
            bench.add(
                "control_number",
                found[group].replace(" ", ""),
                [line.part(*found.span(group))],
                "control-number",
            )
        return True
    waiting = (
        "control-number" in bench.rules[max(0, line.index - 12) : line.index]
        and "control_number" not in bench.fields
    )
    if waiting and re.fullmatch(r"\d{1,3} ?\d{2,4}", digits) and len(digits) >= 4:
        bench.claim(line.index, H, "control-number")
        bench.add("control_number", digits.replace(" ", ""), [line.span], "control-number")
        return True
    return False


def _to(bench: Workbench, line: Line, pending: str) -> bool:
    found = TO.match(line)
    if not found:
        return False
    bench.claim(line.index, H, "to")
    for group in (1, 2):
        if found[group]:
            bench.extend("to", ["Secretary of State"], [line.part(*found.span(group))], "to")
    return True


def _from(bench: Workbench, line: Line, pending: str) -> bool:
    found = FROM.match(line)
    if found:
        bench.claim(line.index, H, "from")
        if found[1]:
            bench.add("from", _name(found[1]), [line.part(*found.span(1))], "from")
        return True
    labelled = "from" in bench.rules[max(0, line.index - 6) : line.index]
    if (
        labelled
        and "from" not in bench.fields
        and line.bare in bench.lexicon.places
        and len(line.bare) > 3
    ):
        bench.claim(line.index, H, "from")
        bench.add("from", _name(line.key.strip(" .,:;")), [line.span], "from")
        return True
    return False


def _name(printed: str) -> str:
    """A place name as one writes it: `MEXICO CITY` is Mexico City, `USUN` stays."""
    name = printed.strip(" .,:;")
    return name if name.startswith("US") else name.title()


def _precedence(bench: Workbench, line: Line, pending: str) -> bool:
    bare = line.bare
    known = bench.lexicon.precedences
    if bare not in known and len(line.key.split()) == 1 and 5 <= len(bare) <= 9:
        bare = next((word for word in known if len(word) >= 5 and bare.endswith(word)), bare)
    if bare not in known:
        return False
    bench.claim(line.index, H, "precedence")
    bench.extend("precedence", [known[bare]], [line.span], "precedence")
    return True


def _caption(bench: Workbench, line: Line, pending: str) -> bool:
    if CAPTION_FOR.match(line) and "number" in bench.fields and len(line.key.split()) <= 6:
        bench.claim(line.index, H, "addressed-to-person")
        return True
    if len(line.bare) > 48:
        return False
    parts = [
        squeezed
        for part in re.split(r"[-;,\"]", line.key)
        if (squeezed := "".join(filter(str.isalnum, part)))
    ]
    values = [_normal_caption(bench, part) for part in parts]
    if not values or not all(values):
        return False
    bench.claim(line.index, H, "caption")
    bench.extend("captions", values, [line.span], "caption")
    return True


def _normal_caption(bench: Workbench, squeezed: str) -> str:
    name = bench.lexicon.captions.get(squeezed) or bench.lexicon.captions.get(
        squeezed.removesuffix("SS"), ""
    )
    return {
        "LIMIT DISTRIBUTION": "LIMDIS",
        "EXCLUSIVE DISTRIBUTION": "EXDIS",
        "NO DISTRIBUTION": "NODIS",
    }.get(name, name)


def _addresses(bench: Workbench, line: Line, pending: str) -> bool:
    found = ADDRESSES.match(line)
    continued = (
        line.index > 0
        and "addressees" in bench.rules[max(0, line.index - 2) : line.index]
        and _is_address_list(bench, line)
    )
    if not found and not continued:
        return False
    bench.claim(line.index, H, "addressees")
    text = line.key[found.start() :] if found else line.key
    if "ACTION" in text or "DEPARTMENT" in text:
        text = re.sub(r"\bACTION\W{1,3}", " ", text)
    names = []
    for piece in re.split(r"\d+|[;,.:\"']", text):
        words = [
            w
            for w in piece.split()
            if w not in ("INFORMATION", "DEPARTMENT", "ACTION", "UNNUMBERED")
            and w.isalpha()
            and len(w) > 2
            and w not in bench.lexicon.precedences
        ]
        if words:
            names.append(_name(" ".join(words)))
    bench.extend("info", names, [line.span], "addressees")
    return True


def _is_address_list(bench: Workbench, line: Line) -> bool:
    words = [word for word in re.split(r"[^A-Z0-9]+", line.key) if word]
    known = sum(
        word.isdigit() or word in bench.lexicon.precedences or word in bench.lexicon.places
        for word in words
    )
    return bool(words) and known * 2 >= len(words) and any(map(str.isdigit, line.bare))


def _reference(bench: Workbench, line: Line, pending: str) -> bool:
    found = REFERENCE.match(line) if "number" in bench.fields and len(line.text) <= 60 else None
    if not found or _MONTH_DAY.search(line.key):
        return False
    named = re.split(r"\d| TELEGRAM", found[1])[0].strip()
    if "TEL" not in named and squeeze(named) not in bench.lexicon.places:
        return False
    bench.claim(line.index, H, "reference-line")
    span = line.part(*found.span(1))
    value = " ".join(span.of(bench.source_text).strip(" .").split())
    bench.extend("refs", [value], [span], "reference-line")
    return True


def _labels(bench: Workbench, line: Line, pending: str) -> bool:
    for label in (ACTION, INFO):
        if label.match(line) and len(line.text) <= 24:
            bench.claim(line.index, H, label.name)
            return True
    return bool(re.fullmatch(r"\W{0,2}N[O0]\W{1,2}", line.key)) and bench.claim(
        line.index, H, "number-line"
    )


def _offices(bench: Workbench, start: int) -> None:
    """The column at the left: the first office after `Action` acts, those after `Info` know."""
    column = ""
    for line in bench.lines[bench.cover_end : start]:
        rule_name = bench.rules[line.index]
        if rule_name in ("action-label", "info-label"):
            column = rule_name
        elif column and bench.free(line.index) and (office := _office(bench, line)):
            bench.claim(line.index, H, "office-column")
            acting = column == "action-label" or "action_offices" not in bench.fields
            bench.extend(
                "action_offices" if acting else "info_offices",
                [office],
                [line.span],
                "office-column",
            )
            column = "info-label" if acting and column == "info-label" else column


def _office(bench: Workbench, line: Line) -> str:
    """An office symbol that stands alone on its line; digits that look like letters are read so."""
    bare = line.bare
    if not 1 <= len(bare) <= 5 or len(line.text) > 8:
        return ""
    for form in (bare, bare.translate(_DIGIT_SHAPES)):
        if (
            form in bench.lexicon.offices
            or (form.removesuffix("R") in bench.lexicon.offices and len(form) > 3)
            or (form.removesuffix("D") in bench.lexicon.offices and len(form) > 3)
        ):
            return form
    return ""


def _header_classification(bench: Workbench) -> None:
    for line in bench.lines[bench.cover_end :]:
        kind, value = bench.kinds.get(line.index, ("", ""))
        if kind == "classification" and value != "UNCLASSIFIED":
            bench.add("classification", value, [line.span], "classification-banner")
            return


def _sent(bench: Workbench) -> None:
    """Put the year to the date of the number line: the receipt's, one less over New Year."""
    sent = bench.fields.pop("sent_date", None)
    if sent is None or not isinstance(sent.value, str):
        return
    month, number, year = (sent.value + " ").split(" ")[:3]
    received = bench.fields.get("received_date")
    known = int(year) if year else int(str(received.value)[:4]) if received else 0
    if not known:
        return
    if not year and received and month == "DEC" and str(received.value)[5:7] == "01":
        known -= 1
    spans: tuple[Span, ...] = sent.spans
    bench.add(
        "sent_date",
        day(month, number, known),
        spans,
        "number-line" if year else "year-from-received",
    )
