"""The header of the INCOMING TELEGRAM form, line by line.

A line may carry a label and its value, a value alone, or an office of the left column before
either; so each reader looks for its label or for what the value must be, and says whether the
line is its own. The first reader that knows a line claims it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from app.telegram import pages, times
from app.telegram.folding import distance, squeeze
from app.telegram.forms import incoming_words as words
from app.telegram.lines import Line
from app.telegram.moments import filed_on
from app.telegram.places import Place, gazetteer
from app.telegram.reading import Role, Span
from app.telegram.workbench import Workbench

H = Role.HEADER
_SHORTEST = 7  # signs of `MAY51PM`, the shortest day and hour
_DAY_ALONE = 40  # signs of a line that is the day of receipt without a label above
_NEAR = 12  # lines below a label in which its value may stand


def claim_line(bench: Workbench, line: Line) -> bool:
    """Try the header's readers on a free line; True where one claimed it.

    A line of letters alone, as those of the column are, meets fewer.
    """
    readers = _READERS if not _is_lettered(line) else _SYMBOL if _is_symbol(line) else _LETTERED
    for reader in readers:
        if reader(bench, line):
            break
    else:
        return False
    return True


def _is_lettered(line: Line) -> bool:
    """No figure stands in the line, and no sign that may be folded to one."""
    return line.bare.isalpha() and line.key.isascii()


def _is_symbol(line: Line) -> bool:
    """Three letters or fewer without a sign, as most lines of the column are."""
    return len(line.text) <= 3 and len(line.bare) == len(line.text)


def _labelled(bench: Workbench, line: Line, rule: str, reach: int = _NEAR) -> bool:
    """A label of that rule stands in one of the lines above."""
    at = line.index
    return rule in bench.rules[at - reach if at > reach else 0 : at]


def _span(line: Line, start: int, end: int) -> Span:
    return line.part(start, end)


def _number(bench: Workbench, line: Line) -> bool:
    """`NO: SECTO 8, DECEMBER 13, 11 AM`; the label may stand alone above."""
    if "number" in bench.fields:
        return False
    # without a figure there is no number, and the day alone counts only below the sender
    may_date = "from" in bench.fields or not _is_lettered(line)
    key = words.mended(line.key) if may_date else line.key
    may_date = may_date and len(key) >= _SHORTEST
    printed = times.number_date(key, must=True) if may_date else None
    before = words.NUMBER.search(key[: printed.start]) if printed else None
    if printed is not None and before is None and printed.start <= 8 and "from" in bench.fields:
        return _day_sent(bench, line, key, printed)
    if printed is None or before is None:
        return bool(words.NUMBER_LABEL.match(line.key)) and bench.claim(
            line.index, H, "number-line"
        )
    later = pages.running_head(line)  # the copy begins with a later page
    if later:
        bench.claim(line.index, Role.RUNNING_HEAD, "running-head")
        bench.sheets[bench.page_of[line.index] - 1].printed = int(later[1] or 0) or None
    series = before[1] or ""
    if series in bench.lexicon.series or (series and series not in bench.lexicon.offices):
        bench.add("series", series, [_span(line, *before.span(1))], "number-line")
    bench.add("number", words.figure(before[2]), [_span(line, *before.span(2))], "number-line")
    return _day_sent(bench, line, key, printed)


def _day_sent(bench: Workbench, line: Line, key: str, printed: times.Printed) -> bool:
    """Day and hour of the number line, though its number be past reading."""
    first = _hour_starts(key, printed)
    if printed.time:
        bench.add("sent_time", printed.time, [_span(line, first, printed.end)], "number-line")
    day = f"{printed.year or 0:04}-{printed.month:02}-{printed.day:02}"
    where = [_span(line, printed.start, len(key[:first].rstrip(" ,.")))]
    bench.add("sent_date", day, where, "number-line")
    bench.claim(line.index, H, "number-line")
    return True


def _hour_starts(key: str, printed: times.Printed) -> int:
    found = words.HOUR.search(key[printed.start : printed.end])
    return printed.start + found.start() if found else printed.end


def _received(bench: Workbench, line: Line) -> bool:
    """`Rec'd: MAY 5, 1960` and the hour, on one line or on the next ones."""
    if _correction(bench, line):
        return True
    label = words.RECEIVED.match(line)
    if not label and _is_lettered(line) and not words.NOON.search(line.key):
        return False  # neither a day nor an hour stands without a figure
    waits = _labelled(bench, line, "received") or _labelled(bench, line, "control-number", 4)
    if not label and not waits and len(line.bare) > _DAY_ALONE:
        return False  # a line of text, whatever day it names
    key = words.mended(line.key)
    date = times.day(key, must=label is not None or waits)
    dated = date is not None and bool(date.date)
    clock = words.clock(key) if label or dated or waits else None
    alone = clock is not None and clock.end - clock.start >= len(line.bare) - 3
    if not label and not (dated and (waits or len(line.text) <= _DAY_ALONE)) and not alone:
        return False
    if not label and _labelled(bench, line, "filing-stamp", 1):
        return False
    bench.claim(line.index, H, "received" if label or dated else "received-time")
    if date is not None and date.date:
        bench.add(
            "received_date",
            date.date,
            [_span(line, date.start, date.end)],
            "received",
            doubt=date.doubt,
        )
    if clock is not None:
        where = [_span(line, clock.start, clock.end)]
        bench.add("received_time", clock.value, where, "received", doubt=clock.doubt)
    return True


def _correction(bench: Workbench, line: Line) -> bool:
    """`CORRECTION ISSUED: 5/6/60` and its hour below: when the copy was put right, not received."""
    issued = words.CORRECTION.match(line)
    clock = (
        words.clock(line.key) if not issued and _labelled(bench, line, "correction", 1) else None
    )
    if not issued and not (clock and len(line.bare) <= 9):
        return False
    if issued:
        bench.doubts.append(f"The copy is corrected: {' '.join(line.text.split())}.")
    return bench.claim(line.index, H, "correction")


def _control(bench: Workbench, line: Line) -> bool:
    found = words.CONTROL.match(line)
    if found:
        bench.claim(line.index, H, "control-number")
        if found[1]:
            _add_control(bench, line, *found.span(1))
        return True
    waits = "control_number" not in bench.fields and _labelled(bench, line, "control-number")
    alone = words.CONTROL_ALONE.match(line.key) if waits else None
    if alone is None:
        return False
    bench.claim(line.index, H, "control-number")
    _add_control(bench, line, *alone.span(1))
    return True


def _add_control(bench: Workbench, line: Line, start: int, end: int) -> None:
    figure = words.figure(line.key[start:end])
    bench.add("control_number", figure, [_span(line, start, end)], "control-number")


def _to(bench: Workbench, line: Line) -> bool:
    """`TO: Secretary of State`, the label or the formula alone."""
    formula = words.SECRETARY.search(line.key) if "TAR" in line.key else None
    label = words.to_label(line.key[:24])
    if label and not formula and words.is_secretary(squeeze(line.key[label.end() :])):
        bench.claim(line.index, H, "to")
        where = [_span(line, label.end(), len(line.text))]
        bench.extend("to", ["Secretary of State"], where, "to")
        return True
    if not label and not (formula and len(line.text) <= 30):
        return False
    if label and not formula and len(line.bare) > 6:
        return False
    bench.claim(line.index, H, "to")
    if formula:
        bench.extend("to", ["Secretary of State"], [_span(line, *formula.span())], "to")
    return True


def _from(bench: Workbench, line: Line) -> bool:
    found = words.FROM.match(line)
    if not found and "from" in bench.fields:
        return False
    near = words.first_word_is(line.key, "FROM") if not found and len(line.text) <= 34 else 0
    if near and _post_in(bench, line.key[near:], "may"):
        return _place(bench, line, near) and bench.claim(line.index, H, "from")
    if found:
        start = found.end()
        rest = line.key[start:]
        if rest.strip(" .:;,-'\"") and not _place(bench, line, start):
            return False
        return bench.claim(line.index, H, "from")
    if not _labelled(bench, line, "from", 6):
        return False
    return len(line.text) <= 30 and _place(bench, line, 0) and bench.claim(line.index, H, "from")


def _post_in(
    bench: Workbench, text: str, where: Literal["must", "may"] = "must"
) -> tuple[Place, str] | None:
    """The post a run of words names, and the words; a scrap behind the name is left out."""
    places = gazetteer(bench.lexicon.vocabulary)
    text = text.strip(" .,'-)(:;’‘")
    shorter = text.rpartition(" ")[0]
    for words_of_it in (text, shorter) if len(shorter) > 3 else (text,):
        place = places.find(words_of_it, where)
        if place:
            return place, words_of_it
    return None


def _place(bench: Workbench, line: Line, start: int) -> bool:
    """Add the place of dispatch; a name no post has is taken as printed where it stands alone."""
    rest = line.key[start : start + 40]
    pieces = list(words.NAME.finditer(rest))
    for first in pieces[:2]:
        found = _post_in(bench, first[0])
        if found:
            place, named = found
            name = words.title(place.post.name if place.doubt else named.strip(" .,'-"))
            span = _span(line, start + first.start(), start + first.start() + len(named))
            bench.add("from", name, [span], "from", doubt=place.doubt)
            return True
    if pieces and len(line.text) <= 34:
        first = pieces[0]
        span = _span(line, start + first.start(), start + len(first[0].rstrip()) + first.start())
        bench.add("from", words.title(first[0].strip(" .,'-")), [span], "from")
        return True
    return False


def claim_from_head(bench: Workbench) -> None:
    """Sender and number from the head of a later page, where the first page has them not."""
    if "running-head" not in bench.rules:
        return
    for line in bench.lines:
        if bench.rules[line.index] != "running-head":
            continue
        printed = times.number_date(line.key) if "number" not in bench.fields else None
        before = words.NUMBER.search(line.key[: printed.start]) if printed else None
        if before:
            where = [_span(line, *before.span(2))]
            bench.add("number", words.figure(before[2]), where, "running-head")
        at = line.key.find(" FROM ") if "from" not in bench.fields else -1
        named = words.NAME.match(line.key, at + 6) if at >= 0 else None
        found = _post_in(bench, named[0].partition("-")[0]) if named else None
        if found:
            where = [_span(line, at + 6, at + 6 + len(found[1]))]
            bench.add("from", words.title(found[0].post.name), where, "running-head")


def _precedence(bench: Workbench, line: Line) -> bool:
    """A precedence alone on its line, an office of the column or dirt before it."""
    if len(line.bare) > 30:
        return False
    whole = bench.lexicon.precedences.get(line.bare)
    if not whole and _is_symbol(line) and line.key.isascii():
        return False
    if whole and words.TOKEN.search(line.key[:60]):
        return _add_precedence(bench, line, [(whole, 0, len(line.key))])
    found: list[tuple[str, int, int]] = []
    for token in words.TOKEN.finditer(line.key[:60]):
        value = words.precedence(bench.lexicon, token[0])
        if value:
            found.append((value, *token.span()))
        elif len(token[0]) > 3:
            return False
    return bool(found) and _add_precedence(bench, line, found)


def _add_precedence(bench: Workbench, line: Line, found: list[tuple[str, int, int]]) -> bool:
    bench.claim(line.index, H, "precedence")
    for value, start, end in found:
        bench.extend(
            "precedence", [value], [_span(line, start, min(end, len(line.text)))], "precedence"
        )
    return True


def _caption(bench: Workbench, line: Line) -> bool:
    if words.ADDRESSED.match(line) and "number" in bench.fields and len(line.key.split()) <= 6:
        return bench.claim(line.index, H, "addressed-to-person")
    if not 4 <= len(line.bare) <= 48:
        return False
    values = []
    for piece in words.PARTS.split(line.key):
        part = "".join(filter(str.isalpha, piece))
        if len(part) > 1:
            values.append(words.caption(bench.lexicon, part))
            if not values[-1]:
                return False
    if not values:
        return False
    bench.claim(line.index, H, "caption")
    bench.extend("captions", values, [line.span], "caption")
    return True


def _addresses(bench: Workbench, line: Line) -> bool:
    """`ACTION DEPARTMENT 12 INFORMATION BONN 7 LONDON 5`, going on over further lines."""
    found = words.ADDRESSES.match(line)
    continued = _labelled(bench, line, "addressees", 2) and _is_address_list(bench, line)
    if not found and not continued:
        return False
    bench.claim(line.index, H, "addressees")
    text = line.key[found.start() :] if found else line.key
    offset = found.start() if found else 0
    named = list(_addressees(bench, text))
    if named:
        known = bench.fields["info"].value if "info" in bench.fields else ()
        fresh: dict[str, Span] = {}  # each where it stands first, those of lines above left out
        for name, start, end in named:
            if name not in known:
                fresh.setdefault(name, _span(line, offset + start, offset + end))
        bench.extend("info", fresh, fresh.values(), "addressees")
    return True


def _addressees(bench: Workbench, text: str) -> Iterator[tuple[str, int, int]]:
    """The posts between the numbers of a list, the Department left out."""
    places = gazetteer(bench.lexicon.vocabulary)
    for piece in words.BETWEEN.finditer(text):
        kept = [
            token
            for token in words.TOKEN.finditer(piece[0])
            if token[0].isalpha()
            and not words.is_role(token[0])
            and not words.precedence(bench.lexicon, token[0])
        ]
        if not kept:
            continue
        start, end = piece.start() + kept[0].start(), piece.start() + kept[-1].end()
        name = " ".join(token[0] for token in kept)
        place = places.find(name) or (places.find(kept[-1][0]) if len(kept) > 1 else None)
        if place and place.post.name == words.DEPARTMENT:
            continue
        if place:
            shown = place.post.name if place.doubt else name
            if len(kept) > 1 and not places.find(name):
                shown, start = kept[-1][0], piece.start() + kept[-1].start()
            yield words.title(shown), start, end
        elif len(name) > 5 and not words.near_department(name):
            yield words.title(name), start, end


def _is_address_list(bench: Workbench, line: Line) -> bool:
    """Posts, their numbers and precedences, and hardly anything else."""
    tokens = [token[0] for token in words.TOKEN.finditer(line.key)]
    if not tokens or len(line.text) > 90 or not any(map(str.isdigit, line.bare)):
        return False
    places = gazetteer(bench.lexicon.vocabulary)
    plain = [
        token
        for token in tokens
        if not (token.isdigit() or words.is_role(token) or words.precedence(bench.lexicon, token))
    ]
    named = {
        word
        for piece in words.BETWEEN.findall(line.key)
        if places.find(piece)
        for word in words.TOKEN.findall(piece)
    }
    unknown = sum(token not in named and places.find(token) is None for token in plain)
    return unknown * 2 <= len(tokens) and unknown < len(tokens)


def _reference(bench: Workbench, line: Line) -> bool:
    """A line that only names another telegram, below the number line."""
    if "number" not in bench.fields or len(line.text) > 70:
        return False
    found = words.REFERENCE.match(line)
    if found is None or times.day(line.key) is not None or _goes_on(bench, line):
        return False
    named = words.FIRST_NAME.match(found[1])
    if "TEL" not in found[1].split(" ")[0] and (
        named is None or gazetteer(bench.lexicon.vocabulary).find(named[0]) is None
    ):
        return False
    bench.claim(line.index, H, "reference-line")
    value = " ".join(_span(line, *found.span(1)).of(bench.source_text).strip(" .").split())
    bench.extend("refs", [value], [_span(line, *found.span(1))], "reference-line")
    return True


def _goes_on(bench: Workbench, line: Line) -> bool:
    """The line goes on with the addressees of the line above, or names a precedence."""
    if any(words.precedence(bench.lexicon, token[0]) for token in words.TOKEN.finditer(line.key)):
        return True
    above = line.index - 1
    if bench.rules[above] != "addressees":
        return False
    whole = "ACTION" in line.key or "TEL" in line.key or line.text[-1] == "."
    return bench.lines[above].text[-1] in ",;" or not whole


def claim_file_number(bench: Workbench, line: Line) -> bool:
    """A dated decimal file number that stands alone, wherever it was stamped."""
    found = words.FILE_NUMBER.match(line)
    if found is None or filed_on(found[0]) is None:
        return False
    bench.claim(line.index, H, "dated-file-number")
    bench.add("file_number", found[0].strip(), [_span(line, *found.span())], "dated-file-number")
    return True


def _labels(bench: Workbench, line: Line) -> bool:
    """`Action` and `Info`, alone or with the first office beside them."""
    for label in (words.ACTION, words.INFO):
        found = label.match(line) if len(line.text) <= 24 else None
        if found:
            bench.claim(line.index, H, label.name)
            return True
    acts = words.first_word_is(line.key, "ACTION")
    if acts and "action-label" not in bench.rules and len(line.key) - acts <= 5:
        return bench.claim(line.index, H, "action-label")
    near = len(line.bare) == 4 and distance(line.bare, "INFO", 1) is not None
    return (
        near and _labelled(bench, line, "action-label") and bench.claim(line.index, H, "info-label")
    )


Reader = Callable[[Workbench, Line], bool]
_READERS: tuple[Reader, ...] = (
    _number, _reference, _addresses, _received, _control, _to, _from, _precedence, _caption,
    claim_file_number, _labels,
)  # fmt: skip
_LETTERED = tuple(
    reader for reader in _READERS if reader not in (_reference, _addresses, claim_file_number)
)
"""Those that may know a line without a figure."""
_SYMBOL: tuple[Reader, ...] = (_from, _precedence)
"""Those that may know three letters alone: all others have a sign or a longer word."""
