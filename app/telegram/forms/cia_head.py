"""The header of CIA messages, in whatever order an engine put its boxes.

Labels may come first and values after, so a label without a value waits, and a later line that
can be its value is taken for it. The line with CITE is the surest: it names the addressees by
code, the sending station and the cable's number; the boxes above it name the same in full.
"""

from __future__ import annotations

import re

from app.telegram.folding import Words, digits
from app.telegram.forms import cia_named, cia_words
from app.telegram.forms.cia_dates import find_date
from app.telegram.forms.cia_hours import keep_date, read_group, read_stamp
from app.telegram.forms.cia_lines import (
    FILE_NUMBER,
    INFO,
    KEPT,
    NUMBERED,
    PRECEDENCES,
    REFS,
    SLUGS,
    SUBJECT,
    TICKED,
    H,
    Head,
    addressees,
    is_label,
    is_prose,
    is_prose_number,
)
from app.telegram.forms.cia_refs import ITEM, REFERENCE, as_reference, is_lettered, items, label_end
from app.telegram.lines import Line, fold
from app.telegram.reading import Role
from app.telegram.workbench import Workbench

_DIRECTOR = Words({"DIRECTOR": "DIRECTOR"})
# a code may stand in the brackets of the release, its first letter read as a figure
_STATION_NUMBER = re.compile(
    r"^\W{0,3}([A-Z5018][A-Z]{3})[\])]?[ .]{1,3}([0-9OILSBG]{4,6})\W{0,4}$"
)
_SHORTEST = 4  # letters of a precedence
_PLAIN = 7  # letters from which a name alone on its line may hold a slip


def read_line(bench: Workbench, head: Head, line: Line) -> bool:
    """Try every reader on a line of the header; True where one claimed it."""
    for reader in (
        read_group,
        read_stamp,
        _labelled,
        _reference,
        _subject,
        _precedence,
        _alone,
        _value,
        _eyes_only,
        _name_alone,
        _name_list,
    ):
        if reader(bench, head, line):
            head.seen += 1
            return True
    return False


def read_late(bench: Workbench, head: Head, line: Line, *, boxed: bool) -> bool:
    """Values known by their shape that stand behind the text; `boxed` beside a date or IN number."""
    if not boxed and not TICKED.match(line) and PRECEDENCES.near(line.bare, 0):
        return bench.claim(line.index, H, "cia-precedence-box")
    return any(reader(bench, head, line) for reader in (read_stamp, _precedence, _alone))


def _labelled(bench: Workbench, head: Head, line: Line) -> bool:
    found = cia_words.label(line)
    if not found:
        return False
    word, start = found
    rest = line.key[start:]
    if len(" ".join(rest.split())) > 110 or (
        word in ("TO", "FROM") and not _opens_with_name(head, line, rest)
    ):
        return False
    if word in ("ORIG", "UNIT", "EXT", "CONF"):
        head.outgoing = True
    if word in ("ORIG", "UNIT", "EXT"):
        bench.claim(line.index, Role.DRAFTING, "cia-originator")
        if word == "ORIG" and re.search(r"[A-Z]{3}", rest):
            headed = _HEADED.search(line.key, start)
            end = headed.start() if headed else len(line.text)
            bench.add("drafted_by", line.text[start:end].strip(" :._"), [line.part(start, end)], "cia-originator")  # fmt: skip
        head.last = word
        return True
    bench.claim(line.index, H, "cia-label-" + word.lower())
    head.last = word
    if word == "CONF" and (informed := INFO.search(rest)):
        _offices(bench, head, line, "INFO", start + informed.end())
        head.last = "INFO"
        return True
    if not _take(bench, head, line, word, start):
        head.waiting.append(word)
    return True


_HEADED = re.compile(r"\W{1,4}(?:CLASS?IFIED {1,3}MESSAGE|R[O0]UT[I1L]NG)\b.{0,12}$")  # beside ORIG


def _opens_with_name(head: Head, line: Line, rest: str) -> bool:
    """Not the text's own sentence: short, or its first words are a name."""
    if not is_prose(line):
        return True
    words = re.findall(r"[A-Z/]{3,12}", rest)[:3]
    return any(head.names.near(word, 0) for word in words[:2]) or bool(
        head.names.near(" ".join(words[:2]), 0)
    )


def _take(bench: Workbench, head: Head, line: Line, word: str, start: int, name: str = "") -> bool:
    """Read a value for a label from a line; False where the line holds none."""
    rest = line.key[start:]
    if word == "DATE":
        date = find_date(rest, must=True)
        if date:
            head.labelled = head.labelled or head.box is None
            moved = date._replace(start=start + date.start, end=start + date.end)
            keep_date(head, moved, line, received=bool(date.time))
        return bool(date)
    if word == "TO":
        before = len(head.to) + len(head.info)
        addressees(bench, head, line, rest, start, cited=False)
        return len(head.to) + len(head.info) > before
    if word == "FROM":
        return _sender(head, line, rest, start)
    if word in ("ACTION", "INFO"):
        return _offices(bench, head, line, word, start, name)
    if word == "PRECEDENCE":
        return _precedence(bench, head, line)
    return bool(rest.strip())


def _sender(head: Head, line: Line, rest: str, start: int) -> bool:
    """A name behind FROM; print-outs of the 1990s list there the offices that released it."""
    if INFO.search(rest) or rest.count("/") >= 2:
        return True
    cleaned = re.sub(r"[^A-Z/, ]", " ", rest).strip()
    whole = head.names.near(cleaned)
    found = [whole] if whole else head.names.split(cleaned)
    if not found and re.fullmatch(r"[A-Z/]{4,14}(?: [A-Z]{3,10})?", cleaned):
        found = [cleaned]
    span = line.part(start, len(line.text))
    for name in found:
        head.senders.append((name, span))
    return bool(found)


def _offices(
    bench: Workbench, head: Head, line: Line, word: str, start: int, name: str = ""
) -> bool:
    rest = line.text[start : KEPT * 3]
    cut = INFO.search(rest.upper()) if word == "ACTION" else None
    mine, other = (rest[: cut.start()], rest[cut.end() :]) if cut else (rest, "")
    span = line.part(start, len(line.text[: KEPT * 3]))
    for part in re.split(r"[,;]", mine):
        letters = "".join(filter(str.isalpha, fold(part)))
        if len(letters) >= _SHORTEST and (near := PRECEDENCES.near(letters, 0)):
            bench.extend("precedence", [near.value], [span], "cia-precedence")
            mine = mine.replace(part, "")
    got = cia_words.offices(mine, known_only=name == "cia-office-list")
    name = "action_offices" if word == "ACTION" else "info_offices"
    if word == "INFO" and not got:
        return False
    parted = sum("/" in each for each in got)  # a print-out's offices are in no list of ours
    if word == "INFO" and not any(map(cia_words.is_known, got)) and parted < 2:
        names = head.names.split(fold(mine))
        head.info += [(each, span) for each in names]
        return bool(names)
    bench.extend(name, got, [span] if got else [], "cia-label-" + word.lower())
    if other:
        bench.extend("info_offices", cia_words.offices(other), [span], "cia-label-info")
        head.last = "INFO"
    return bool(got)


# another item of the list, or its letter alone
_NAMED = re.compile(r"^\W{0,3}[A-Z/ ]{3,14}[ -]{1,3}\d{3,6}\b|^\W{0,3}[A-H][.)]\W{0,2}$")


def _reference(bench: Workbench, head: Head, line: Line) -> bool:
    if head.last == "REF" and _parted_reference(bench, head, line):
        return True
    found = REFS.match(line)
    slipped = None if found else label_end(line)
    continued = head.last == "REF" and (
        is_lettered(line)
        or (ITEM.match(line.key.lstrip(" .,-")) and REFERENCE.search(line.key))
        or (len(line.text) < 40 and _NAMED.match(line.key))
    )
    if not found and not continued and slipped is None:
        return False
    start = found.end() if found else slipped or 0
    rest = line.key[start:]
    if found and (len(line.text) > KEPT or (len(rest) > 44 and not REFERENCE.search(rest[:30]))):
        return False
    bench.claim(line.index, H, "cia-reference")
    head.last = "REF"
    for begin, end in items(rest):
        value = as_reference(head.names, rest[begin:end])
        if value:
            bench.extend("refs", [value], [line.part(start + begin, start + end)], "cia-reference")
    return True


def _parted_reference(bench: Workbench, head: Head, line: Line) -> bool:
    """A station alone on its line and its number alone below, as an engine parts columns."""
    below = bench.lines[line.index + 1] if line.index + 1 < len(bench.lines) else None
    if below is None or len(line.bare) > 14 or not re.fullmatch(r"\d{4,6}", below.bare):
        return False
    name = head.names.near(line.bare, 0)
    if not name:
        return False
    bench.extend("refs", [f"{name} {below.bare}"], [line.span, below.span], "cia-reference")
    bench.claim(line.index, H, "cia-reference")
    return bench.claim(below.index, H, "cia-reference")


def _subject(bench: Workbench, head: Head, line: Line) -> bool:
    found = SUBJECT.match(line)
    if found and not is_prose_number(line):
        bench.claim(line.index, H, "cia-subject")
        value = line.text[found.end() :].strip()
        bench.add("subject", value, [line.part(found.end(), len(line.text))], "cia-subject")
        head.last = "SUBJECT"
        return True
    if head.last == "SUBJECT" and "subject" not in bench.fields and _may_be_subject(line):
        bench.claim(line.index, H, "cia-subject")
        bench.add("subject", line.text, [line.span], "cia-subject")
        return True
    if (
        head.last == "SUBJECT"
        and "subject" in bench.fields
        and len(line.text) < 72
        and (line.gap == 0 or _runs_over(bench, line))
    ):
        old = bench.fields.pop("subject")
        bench.claim(line.index, H, "cia-subject")
        bench.add("subject", f"{old.value} {line.text}", [*old.spans, line.span], "cia-subject")
        head.last = ""
        return True
    if SLUGS.match(line):
        bench.claim(line.index, H, "cia-slugs-label")
        captions(bench, line)
        head.last = "SLUGS"
        return True
    return False


def _runs_over(bench: Workbench, line: Line) -> bool:
    """Where an engine sets every line apart: the rest of a full line of the subject is shorter."""
    above = bench.lines[line.index - 1]
    apart = line.gap == 1 and above.gap == 1
    return apart and len(line.text) < _FULL <= len(above.text) and _may_be_rest(line)


_FULL = 40  # signs from which a line of the subject may run over


def _may_be_rest(line: Line) -> bool:
    labelled = is_label(line) or line.text.endswith(":")
    return not labelled and not is_prose_number(line) and line.bare.isupper()


def _may_be_subject(line: Line) -> bool:
    """The words below a label that stands alone: capitals, no label and no number before them."""
    letters = sum(map(str.isalpha, line.text))
    return 8 <= len(line.text) <= 80 and letters * 10 >= 7 * len(line.text) and not is_label(line)


_CAPTIONS = ("WNINTEL", "LIMIT DISSEM", "NOFORN", "NO FOREIGN DISSEM", "ORCON", "EYES ONLY")


def captions(bench: Workbench, line: Line) -> None:
    """Handling words among the slugs."""
    for each in _CAPTIONS:
        at = line.key.find(each)
        if at >= 0:
            value = "NOFORN" if each.startswith("NO") else each
            bench.extend("captions", [value], [line.part(at, at + len(each))], "cia-caption")


def _precedence(bench: Workbench, head: Head, line: Line) -> bool:
    """A precedence alone on its line; a ticked one outweighs those that are printed boxes."""
    ticked = TICKED.match(line)
    bare = line.bare.strip("X") if ticked else line.bare.removesuffix("NONIGHTACTION")
    near = PRECEDENCES.near(bare, None if len(bare) >= 7 else 0) if 4 <= len(bare) <= 21 else None
    if not near:
        return False
    bench.claim(line.index, H, "cia-precedence")
    if ticked:
        bench.fields.pop("precedence", None)
        head.ticked = True
    head.boxes += not ticked
    if ticked or not head.ticked:
        bench.extend("precedence", [near.value], [line.span], "cia-precedence")
    return True


_NUMBER = re.compile(r"[0-9OILSB]{5,6}")


def _alone(bench: Workbench, head: Head, line: Line) -> bool:
    """Values known by their shape: a 201 file, the number that `CITE DIR` waits for."""
    filed = FILE_NUMBER.match(line)
    if filed:
        bench.reclaim(line.index, H, "cia-file-number")
        bench.add("file_number", "201-" + filed[1].replace(" ", ""), [line.span], "cia-file-number")
        return True
    if head.dir_waits and head.cable is None and _NUMBER.fullmatch(line.bare):
        value = digits(line.bare)
        if value and len(line.text) <= 8 and cia_named.gives_out(bench, value):
            if head.cited and line.span.end <= head.cited[1].start:
                head.above = head.above or (value, line)
                return False
            bench.reclaim(line.index, H, "cia-cite")
            head.cable = (value, line.span)
            return True
    lone = _STATION_NUMBER.match(line.key)
    if lone and head.names.near(lone[1], 0 if head.cited else 1):
        bench.claim(line.index, H, "cia-station-number")
        if head.lone is None:
            station = head.names.near(lone[1], 1)
            spans = line.part(*lone.span(1)), line.part(*lone.span(2))
            head.lone = (station, digits(lone[2]), *spans)
        return True
    return False


def names_below(bench: Workbench, head: Head, line: Line) -> bool:
    """Addressees on a line of their own below the citing line: names, INFO, and little else."""
    if not head.cited or head.cited_to or head.to or not 8 <= len(line.bare) <= 70:
        return False
    text = INFO.sub(" ", line.key)
    names = head.names.split(text, 1, coded=True)
    told = sum(len(name.replace(" ", "")) for name in names) + 4 * bool(INFO.search(line.key))
    if not names or told * 10 < 6 * len(line.bare):
        return False
    bench.claim(line.index, H, "cia-addressees-below")
    addressees(bench, head, line, line.key, 0, cited=True)
    return True


# a label behind a scrap of the box before it, or one whose last letter is misread
_BOXED = re.compile(
    r"^.{0,5}?(?<![A-Z])([A-Z]{0,2}OM|FRO[A-Z]?|T[OCGQDU])(?: ?[:;.}\\|]{1,2}| ) {0,2}\W?([A-Z][A-Z ]{3,19})\W{0,4}$"
)


def _name_alone(bench: Workbench, head: Head, line: Line) -> bool:
    """A known name alone on its line: whose it is the citing line tells."""
    if len(line.text) > 24 or len(line.bare) < 4:
        return False
    boxed = _BOXED.match(line.key)
    slips = 0 if boxed or len(line.bare) < _PLAIN else 1
    name = head.names.near(boxed[2] if boxed else line.bare, slips)
    if name and boxed:
        box, word = (head.senders, "from") if len(boxed[1]) > 2 else (head.to, "to")
        box.append((name, line.part(*boxed.span(2))))
        return bench.claim(line.index, H, f"cia-label-{word}")
    if not name and 7 <= len(line.bare) <= 10 and _DIRECTOR.near(line.bare, 2):
        name = "DIRECTOR"
    if not name:
        return False
    bench.claim(line.index, H, "cia-name-alone")
    head.loose.append((name, line.span))
    return True


_EYES = re.compile(r"^\W{0,3}([A-Z][A-Z ]{3,18}?)\W{1,4}EYES ONLY\b.{0,40}$")


def _eyes_only(bench: Workbench, head: Head, line: Line) -> bool:
    """A station and in brackets who alone there may see it: an addressee of an outgoing message."""
    found = _EYES.match(line.key) if head.outgoing and "EYES" in line.key else None
    name = found and head.names.near(found[1], 0)
    if not found or not name:
        return False
    head.to.append((name, line.part(*found.span(1))))
    return bench.claim(line.index, H, "cia-eyes-only")


def _name_list(bench: Workbench, head: Head, line: Line) -> bool:
    """Addressees whose label is lost: names, INFO, a precedence, and nothing else on the line."""
    if not 8 <= len(line.bare) <= 90 or NUMBERED.match(line.key):
        return False
    names = head.names.split(INFO.sub(",", line.key), 0)
    ranked = [each for each in re.findall(r"[A-Z]{5,9}", line.key) if PRECEDENCES.near(each, 0)]
    marked = bool(INFO.search(line.key)) or bool(ranked)
    told = sum(len(each.replace(" ", "")) for each in (*names, *ranked))
    told += 4 * bool(INFO.search(line.key))
    if len(names) < (2 if marked else 3) or told * 10 < 9 * len(line.bare):
        return False
    bench.claim(line.index, H, "cia-name-list")
    coded = all(len(name) <= 4 for name in names)
    addressees(bench, head, line, line.key, 0, cited=coded)
    return True


def _value(bench: Workbench, head: Head, line: Line) -> bool:
    """A value for a label that waits, or the continuation of an office list."""
    if head.last == "INFO" and _is_list(line, continued=True):
        return _claim_value(bench, head, line, "INFO", "cia-label-info")
    for word in head.waiting[:4]:
        if not _could_be(head, line, word):
            continue
        if _claim_value(bench, head, line, word, "cia-value-below"):
            if word in head.waiting:
                head.waiting.remove(word)
            return True
    if _is_list(line):
        return _claim_value(bench, head, line, "INFO", "cia-office-list")
    return False


def _claim_value(bench: Workbench, head: Head, line: Line, word: str, name: str) -> bool:
    start = len(line.key) - len(line.key.lstrip(" .,:;•*&|-'\""))
    if not _take(bench, head, line, word, start, name):
        return False
    bench.claim(line.index, H, name)
    head.last = word
    return True


def _is_list(line: Line, *, continued: bool = False) -> bool:
    parts = [part for part in re.split(r"[,;]", line.text) if part.strip()]
    if not 1 <= len(parts) <= 30:
        return False
    got = [cia_words.office(part) for part in parts]
    if continued and len(parts) >= 2 and sum(map(bool, got)) * 5 >= len(parts) * 4:
        return True
    known = sum(cia_words.is_known(each) for each in got if each)
    return known >= (1 if continued else 2) and known * 2 >= len(parts)


_PRINTED = ("RF", "VR", "FILE")  # offices that the box itself names beside ACTION


def _could_be(head: Head, line: Line, word: str) -> bool:
    plain = line.key.strip(" .,:;•*&|-'\"")
    if word in ("TO", "FROM"):
        slips = None if len(plain) >= 6 else 0
        return len(plain) <= 40 and bool(
            head.names.near(plain, slips) or head.names.split(plain, slips)
        )
    if word == "DATE":
        return find_date(line.key, must=True) is not None
    if word == "ACTION":
        office = cia_words.office(plain)
        return len(plain) <= 14 and cia_words.is_known(office or "-") and office not in _PRINTED
    if word == "INFO":
        return _is_list(line)
    return False
