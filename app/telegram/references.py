"""Pointers in the text to other telegrams, as values.

    find_references(source_text, vocabulary, start=.., end=.., where="body" or "ref",
                    context=Context(sender="PARIS", addressee="DEPARTMENT OF STATE", year=1962))

Each number is looked at with the words before it: a reference word (EMBTEL 1234), a series
(SECTO 5), a post (PARIS 1234, BONN'S 4314), a station (MEXI 6453), a possessive (YOUR 1135).
Numbers that belong to the same pointer follow it: lists (DEPTEL 2300 AND 2304) and the numbers
one text has at several addressees (RPTD BERLIN 505 PARIS 836). So the work is linear in the
text: a fixed window for every number.

Whose sequence a number belongs to is told as far as the words and the context tell it; finding
the telegram is the archive's part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from app.telegram import times
from app.telegram.folding import fold, squeeze
from app.telegram.lines import LOOK, Line
from app.telegram.places import DEPARTMENT, Gazetteer, gazetteer
from app.telegram.reading import Reference, Span
from app.telegram.times import MONTH_NAMES, century
from app.telegram.vocabulary import ReferenceWord, Series, Vocabulary

_WINDOW = 56  # signs before a number that can belong to its pointer
_AHEAD = 40  # signs after it that can: a date, TO a post, NOTAL
# these look behind their first signs, not before them: `re` then looks for those, which are few
_NUMBER = re.compile(r"\d(?<![\dA-Z.,/$£:]\d)\d{0,5}(?![\dA-Z:%]|[.,/-]\d)")
_MRN = re.compile(r"((?:19|20)(?<![A-Z0-9]..)\d\d) ?([A-Z]{3,6}) ?(\d{4,6})(?![A-Z0-9])")
_AIRGRAM = re.compile(r"(CA(?<![A-Z0-9-]..)|A(?<![A-Z0-9-].)) ?- ?(\d{1,5})(?![A-Z0-9-])")
_WORDS_ALONE = ("REFTEL", "SEPTEL", "REFAIR")
_ALONE = re.compile(rf"(?<![A-Z])({'|'.join(_WORDS_ALONE)})(S?)(?![A-Z])")
_GROUP = re.compile(
    r"(?<![A-Z0-9])([A-Z]{4,14}(?: [A-Z]{4,14})?) (\d{6} ?Z(?: [A-Z]{3} \d\d)?)(?![A-Z0-9])"
)
_WORD = re.compile(r"[A-Z][A-Z.'/]*(?:-[A-Z]+)*")
_LINK = re.compile(r"[ \t]{0,4}\n?[ \t'#(-]{0,4}\Z")
_LINK_REF = re.compile(r"[\s'#(-]*\Z")
_WHOSE = re.compile(r"(?<![A-Z])([A-Z][A-Z']{1,14})\s{1,2}\Z")
_REPORT = re.compile(
    r"(TDCS(?<![A-Z]....)(?:DB|PDB)?|CSDB(?<![A-Z]....)|TDFIRDB(?<![A-Z].{7})) ?- ?(\d{1,3} ?/ ?\d{2,3}[,.]?\d{3}(?:-\d\d)?)(?!\d)"
)
_FILLER = {"NO", "NOS", "NR", "NUMBER", "TELNO", "TEL", "TELS", "TELEGRAM", "TELEGRAMS", "CABLE", "CABLES", "MESSAGE", "MSG"}  # fmt: skip
_BEFORE = ("IN", "OUT", "YOUR", "UR", "OUR", "MY", *_FILLER)
_POSSESSIVE = {"YOUR": "urtel", "UR": "urtel", "OUR": "mytel", "MY": "mytel"}
_MEASURES = {
    "HOURS", "HRS", "GMT", "LOCAL", "PERCENT", "PCT", "PER", "MILES", "KM", "KILOMETERS", "TONS", "TROOPS",
    "MEN", "PERSONS", "PEOPLE", "YEARS", "DAYS", "WEEKS", "MONTHS", "MINUTES", "DOLLARS", "MILLION", "BILLION",
    "THOUSAND", "HUNDRED", "STUDENTS", "AM", "PM", "EST", "EDT", "ST", "ND", "RD", "TH",
    *MONTH_NAMES, *(name[:3] for name in MONTH_NAMES), "SEPT",
}  # fmt: skip
_PLACE_BEFORE = {"IN", "AT", "NEAR", "OUTSIDE", "INTO", "LEAVE", "LEAVING", "ARRIVE", "ARRIVING", "VISIT", "VISITED"}  # fmt: skip
_CHAIN = re.compile(
    r"[\s,;/()]*(?:(?:AND )?(RPTD?|REPEATED|REPTD|ACTION|SENT)\b[\s:.]*)?(?:(INFO|INFORMATION)\b[\s:.]*)?(?:TO\b\s*)?\Z"
)
_LIST = re.compile(
    r"\s{0,2}(?:,\s{0,2}(?:AND\s)?|\s?(?:AND|&)\s)\s{0,2}(\d{2,6})(?=\s{0,3}(?:[.,;:)\]]|\Z|\n|AND\s|&|\(|NOTAL|RPT|TO\s))(?![.,]\d)"
)
_TO = re.compile(r"\s{1,2}TO\s{1,2}([A-Z][A-Z ]{2,20})")
_DATE = re.compile(
    r"[\s,(]{0,3}(?:OF |DATED |DTD )?([A-Z]{3,9}\.? ?\d{1,2}(?:, ?(?:19|20)\d\d)?|\d{1,2} [A-Z]{3,9} (?:19)?\d\d)(?![A-Z0-9])"
)
_NOTAL = re.compile(r"[^\n;]{0,24}?\(?\bNOTAL\b")
_FIGURE = re.compile(r"\d")
_YEAR_BEFORE = re.compile(r"(?<![\dA-Z])(\d\d) {1,2}\Z")
_NOTAL_NEXT = re.compile(r"[\s(]{0,3}NOTAL\b")
_NEXT = re.compile(r"\s{0,3}([A-Z]+)")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the citing telegram: names of posts, and its year."""

    sender: str = ""
    addressee: str = ""
    year: int | None = None

    @property
    def own_post(self) -> str:
        """The end of the telegram that is not the Department."""
        return self.addressee if self.sender == DEPARTMENT else self.sender

    def part(self, name: str) -> str:
        """Who plays a part of a reference word: `own-post`, `department`, `sender` ..."""
        parts = {"own-post": self.own_post, "department": DEPARTMENT,
                 "sender": self.sender, "addressee": self.addressee}  # fmt: skip
        return parts.get(name, "")


class _Head(NamedTuple):
    """The words before a number, understood."""

    kind: str
    start: int  # where they begin in the key
    sender: str = ""
    addressee: str = ""
    series: str = ""
    year: str = ""


@dataclass(frozen=True)
class _Words:
    """Reference words, series and stations of a vocabulary by their squeezed forms."""

    vocabulary: Vocabulary

    @cached_property
    def words(self) -> dict[str, ReferenceWord]:
        found: dict[str, ReferenceWord] = {}
        for word in self.vocabulary.reference_words:
            for form in word.forms:
                for prefix in ("", "RE"):
                    for plural in ("", "S"):
                        found.setdefault(prefix + squeeze(fold(form)) + plural, word)
        return found

    @cached_property
    def kinds(self) -> dict[str, ReferenceWord]:
        return {word.kind: word for word in reversed(self.vocabulary.reference_words)}

    @cached_property
    def series(self) -> dict[str, Series]:
        return {row.name: row for row in self.vocabulary.series if row.medium == "telegram"}

    @cached_property
    def endings(self) -> frozenset[str]:
        """Every ending of what can stand before a number: a word that is none makes no pointer.

        Endings, since a word may be cut in two there: `EM BTEL 1234`.
        """
        named = gazetteer(self.vocabulary).names
        known = (*self.words, *self.series, *self.vocabulary.stations, *named, *_BEFORE)
        return frozenset(form[at:] for form in known for at in range(len(form)))


_KEPT: list[_Words] = []


def _words_of(vocabulary: Vocabulary) -> _Words:
    for kept in _KEPT:
        if kept.vocabulary is vocabulary:
            return kept
    made = _Words(vocabulary)
    _KEPT[:] = [made, *_KEPT[:3]]
    return made


def find_references(
    source_text: str,
    vocabulary: Vocabulary,
    *,
    start: int = 0,
    end: int | None = None,
    where: Literal["body", "ref"] = "body",
    context: Context | None = None,
) -> tuple[Reference, ...]:
    """The pointers to other telegrams in a stretch of the source, in order.

    Args:
        source_text: the whole text; spans are offsets into it.
        vocabulary: posts, series, reference words and stations.
        start: where the stretch begins.
        end: where it ends (half-open); the end of the text if None.
        where: `ref` in a REF line, where short numbers and years count as numbers too.
        context: who sends to whom, for relative words.

    Returns:
        References that do not overlap, except that `RPTD BERLIN 505` is one of its own beside
        the number it repeats. REFTEL takes the keys of the first reference before it.
    """
    stop = len(source_text) if end is None else end
    key = fold(source_text[start:stop])
    scan = _Scan(key, source_text, start, vocabulary, where == "ref", context or Context())
    return scan.run([(0, len(key))])


def find_in_lines(
    source_text: str, vocabulary: Vocabulary, lines: Sequence[Line], context: Context
) -> tuple[Reference, ...]:
    """`find_references` in lines of the text with nothing between them.

    Only lines with a figure are looked through for numbers, which are few: a third of the time.
    """
    start = lines[0].span.start
    key = fold(source_text[start : lines[-1].span.end])
    rows = [
        (line.span.start - start, line.span.end - start)
        for line in lines
        if not line.bare.isalpha() or not line.text.isascii() or len(line.text) > LOOK
    ]
    if not rows and not any(word in key for word in _WORDS_ALONE):
        return ()
    return _Scan(key, source_text, start, vocabulary, False, context).run(rows)


class _Scan:
    """One pass over a stretch of text."""

    def __init__(
        self, key: str, source: str, base: int, vocabulary: Vocabulary, ref: bool, context: Context
    ):
        self.key = key
        self.source = source
        self.base = base
        self.ref = ref
        self.context = context
        self.words = _words_of(vocabulary)
        self.posts: Gazetteer = gazetteer(vocabulary)
        self.found: list[Reference] = []
        self.free_from = 0  # the key before it is spent
        self.chain: Reference | None = None  # the reference further numbers may belong to
        self.chain_end = 0  # where its words end in the key
        self.spent = bytearray(len(key))  # 1 where a reference stands

    def run(self, rows: Sequence[tuple[int, int]]) -> tuple[Reference, ...]:
        """Numbers with the words before them; then the forms that need no such words.

        Args:
            rows: the parts of the text, half-open, in which figures stand.
        """
        for row in rows:
            for match in _NUMBER.finditer(self.key, *row):
                if match.start() >= self.free_from:
                    self._number(match)
        for row in rows:
            self._numbers_apart(*row)
        self._words_apart()
        self.found.sort(key=lambda reference: reference.span)
        return tuple(self._antecedents())

    def _number(self, match: re.Match[str]) -> None:
        head = self._head(match)
        if head is None:
            self.chain = None
            return
        self._add(head, match[0], match.end())
        self._followers(match.end())

    def _head(self, match: re.Match[str]) -> _Head | None:
        """What the words before a number make of it; None where it is only a number."""
        low = max(self.free_from, match.start() - _WINDOW)
        window = self.key[low : match.start()]
        if self.chain is None and self._only_number(window):
            return None
        words = self._words_before(window)
        told = False
        while words and squeeze(words[-1][0]) in _FILLER and self._word_at(words) is None:
            words.pop()
            told = True
        if not words:
            return None
        found = self._from_words(words, match, told)
        if found is None:
            return None
        return found._replace(start=found.start + low)

    def _only_number(self, window: str) -> bool:
        """What stands right before a number is a plain word that makes nothing of it, or its stop.

        So most numbers are told: those of paragraphs, days, years, counts of things.
        """
        above = window.rsplit(None, 1)
        if not above:
            return True
        last = above[-1]
        word = last[:-1] if last.endswith(".") else last
        if not (word.isalpha() and word.isascii()):
            return False
        return word not in self.words.endings or (word != last and word not in _FILLER)

    def _words_before(self, window: str) -> list[re.Match[str]]:
        """The last words of a window, nothing but spaces and light signs between them."""
        tail = window[-3:].rstrip(" \t\n'#(-")
        if tail and not (tail[-1].isalpha() or tail[-1] in "./"):
            return []
        words = list(_WORD.finditer(window))[-6:]
        link = _LINK_REF if self.ref else _LINK
        if not words or not link.match(window, words[-1].end()):
            return []
        last = words[-1][0]
        if last.endswith(".") and squeeze(last) not in _FILLER:  # a sentence ended there
            return []
        return words

    def _word_at(self, words: list[re.Match[str]]) -> tuple[ReferenceWord, int] | None:
        for count in (2, 1):
            if len(words) < count:
                continue
            found = self.words.words.get(squeeze("".join(word[0] for word in words[-count:])))
            if found:
                return found, words[-count].start()
        return None

    def _from_words(
        self, words: list[re.Match[str]], match: re.Match[str], told: bool
    ) -> _Head | None:
        known = self._word_at(words)
        if known:
            return self._relative(known[0], known[1])
        last = squeeze(words[-1][0])
        series = self.words.series.get(last)
        short = len(last) < 4 and len(match[0]) < 4  # WH 5 counts copies, WH 20123 telegrams
        if series and not short and last not in self.posts.names:
            to = DEPARTMENT if series.direction == "in" else ""
            return _Head("series", words[-1].start(), addressee=to, series=last)
        if last in _POSSESSIVE and self._is_pointer(match, words, told):
            word = self.words.kinds.get(_POSSESSIVE[last])
            return self._relative(word, words[-1].start()) if word else None
        return self._post(words, match, told) or self._station(words, match)

    def _relative(self, word: ReferenceWord, start: int) -> _Head:
        part = self.context.part
        return _Head(word.kind, start, part(word.sender), part(word.addressee))

    def _post(self, words: list[re.Match[str]], match: re.Match[str], told: bool) -> _Head | None:
        for count in (4, 3, 2, 1):
            if len(words) < count:
                continue
            chosen = words[-count:]
            first = chosen[0][0].removesuffix("'S")
            if "-" not in first and count not in self.posts.counts(squeeze(first)):
                continue
            name = " ".join(word[0].removesuffix("'S") for word in chosen)
            post = self.posts.named(name, self.context.year)
            if post is None:
                continue
            start = chosen[0].start()
            before = words[:-count]
            addressed = self._addressed(before, post.name, start)
            if addressed:
                return addressed
            of_station = bool(before) and before[-1][0] == "CAS" and start - before[-1].end() == 1
            possessive = told or of_station or chosen[-1][0].endswith("'S")
            if not (self._chained(start, match) or self._is_pointer(match, before, possessive)):
                return None
            head = self._from_post(post.name, start, match)
            if of_station:
                start = before[-1].start()
                return head._replace(kind="cite", start=start, sender=f"CAS {post.name}")
            return head
        return self._chained_stranger(words, match)

    def _addressed(self, before: list[re.Match[str]], post: str, start: int) -> _Head | None:
        """`DEPTEL LONDON 6571`: the post is the one the reference word is sent to."""
        known = self._word_at(before) if before else None
        if known is None or start - before[-1].end() > 2:
            return None
        head = self._relative(*known)
        return head._replace(addressee=post) if known[0].sender == "department" else None

    def _from_post(self, post: str, start: int, match: re.Match[str]) -> _Head:
        if self._chained(start, match) and self.chain:
            if post == DEPARTMENT and self.found[-1].addressee == DEPARTMENT:
                self.found[-1] = replace(self.found[-1], addressee=self.context.own_post)
            return _Head("post", start, self.chain.sender, post)
        year = _YEAR_BEFORE.search(self._before(start, match))
        if year:
            return _Head("mrn", start - len(year[0]), post, "", year=str(century(int(year[1]))))
        addressee = "" if post == DEPARTMENT else DEPARTMENT
        return _Head("post", start, post, addressee)

    def _before(self, start: int, match: re.Match[str]) -> str:
        """The few signs before the words of a head."""
        low = max(self.free_from, match.start() - _WINDOW)
        return self.key[max(self.free_from, low + start - 8) : low + start]

    def _chained(self, start: int, match: re.Match[str]) -> bool:
        """The post repeats the number before it: RPTD, INFO, or one more of such a row."""
        if self.chain is None:
            return False
        low = max(self.free_from, match.start() - _WINDOW)
        between = self.key[self.chain_end : low + start]
        link = _CHAIN.match(between) if len(between) < _WINDOW else None
        if link is None:
            return False
        return (
            bool(link[1] or link[2])
            or self.chain.kind == "post-repeated"
            or self.chain.kind == "deptel"
        )

    def _chained_stranger(self, words: list[re.Match[str]], match: re.Match[str]) -> _Head | None:
        """A name we do not know in a row of repetitions: `... PARIS 836 USAREUR 595`."""
        word = words[-1]
        if len(word[0]) < 4 or not self._chained(word.start(), match) or self.chain is None:
            return None
        return _Head("post", word.start(), self.chain.sender, word[0].strip(".'"))

    def _station(self, words: list[re.Match[str]], match: re.Match[str]) -> _Head | None:
        last = words[-1][0]
        known = last in self.words.vocabulary.stations
        if last in ("IN", "OUT") and len(match[0]) >= 5:
            bracket = self._before(words[-1].start(), match).rstrip(" ").endswith("(")
            return (
                _Head(f"{last.lower()}-number", words[-1].start()) if bracket or self.ref else None
            )
        if not known or len(match[0]) < 3 or not self._is_pointer(match, words[:-1], False):
            return None
        post = self.posts.by_station(last)
        return _Head("cite", words[-1].start(), post.name if post else last, series=last)

    def _is_pointer(
        self, match: re.Match[str], before: list[re.Match[str]], possessive: bool
    ) -> bool:
        """Whether a number after a name counts a telegram, and not years, people or hours."""
        follows = _NEXT.match(self.key, match.end())
        word = follows[1] if follows else ""
        if word in _MEASURES:
            return False
        if self.ref or possessive:
            return True
        if len(match[0]) < 3 or (len(match[0]) == 4 and 1900 <= int(match[0]) <= 2039):
            return False
        last = squeeze(before[-1][0]) if before else ""
        return not (word and last in _PLACE_BEFORE)

    def _add(self, head: _Head, number: str, end: int) -> None:
        tail, date, addressee = self._tail(head, end)
        notal = _NOTAL.match(self.key, tail)
        span = Span(self.base + head.start, self.base + end)
        reference = Reference(
            kind=head.kind,
            printed=span.of(self.source),
            span=span,
            sender=head.sender,
            addressee=addressee or head.addressee,
            series=head.series,
            number=number.lstrip("0") or "0",
            date=date or head.year,
            not_to_all=notal is not None and ";" not in notal[0] and not _FIGURE.search(notal[0]),
        )
        self._keep(reference)
        self.chain_end = tail
        chained = (
            self.chain is not None and head.sender == self.chain.sender and head.kind == "post"
        )
        self.chain = replace(reference, kind="post-repeated") if chained else reference
        self.free_from = end

    def _tail(self, head: _Head, end: int) -> tuple[int, str, str]:
        """What may follow a number: TO a post, and a date."""
        addressee = ""
        to = _TO.match(self.key, end)
        if to and head.kind == "deptel":
            words = to[1].split()
            for count in (3, 2, 1):
                post = self.posts.named(" ".join(words[:count]))
                if post:
                    addressee = post.name
                    shown = self.key.find(words[min(count, len(words)) - 1], to.start(1))
                    end = shown + len(words[min(count, len(words)) - 1])
                    break
        dated = _DATE.match(self.key, end)
        date = self._date(dated[1]) if dated else ""
        return (dated.end() if dated and date else end), date, addressee

    def _date(self, words: str) -> str:
        printed = times.day(words)
        if printed is None:
            return ""
        if printed.year is None and self.context.year:
            printed = printed._replace(year=self.context.year)
        return printed.date

    def _followers(self, end: int) -> None:
        """Further numbers of the same sequence: `2300 AND 2304`."""
        first = self.chain
        while first and (more := _LIST.match(self.key, end)):
            span = Span(self.base + more.start(1), self.base + more.end(1))
            follower = replace(
                first, printed=span.of(self.source), span=span, number=more[1].lstrip("0") or "0",
                kind="post" if first.kind == "post-repeated" else first.kind, date="",
            )  # fmt: skip
            self._keep(follower)
            end = self.free_from = self.chain_end = more.end(1)
            self.chain = replace(first, span=span)

    def _numbers_apart(self, start: int, end: int) -> None:
        """Document numbers in one word, airgrams and reports."""
        for match in _MRN.finditer(self.key, start, end):
            post = self.posts.by_code(match[2], int(match[1]))
            if post:
                self._plain("mrn", match.span(), post.name, number=match[3], date=match[1])
        if self.key.find("-", start, end) < 0:
            return
        for match in _AIRGRAM.finditer(self.key, start, end):
            if len(match[2]) < 2 and not self.ref:  # A-2 is an office of the Air Force
                continue
            sender = DEPARTMENT if match[1] == "CA" else self._whose(match.start())
            dated = _DATE.match(self.key, match.end())
            date = self._date(dated[1]) if dated else ""
            self._plain("airgram", match.span(), sender, series=match[1], number=match[2], date=date)  # fmt: skip
        for match in _REPORT.finditer(self.key, start, end):
            self._plain("report", match.span(), series=match[1], number=match[2].replace(" ", ""))

    def _words_apart(self) -> None:
        """REFTEL and SEPTEL, and in a REF line a sender with its DTG."""
        alone = any(word in self.key for word in _WORDS_ALONE)
        for match in _ALONE.finditer(self.key) if alone else ():
            word = self.words.words.get(match[1])
            sender = self.context.part(word.sender) if word else ""
            self._plain(match[1].lower(), match.span(), sender)
        for match in _GROUP.finditer(self.key) if self.ref and "Z" in self.key else ():
            self._plain("dtg", match.span(), match[1], date=match[2])

    def _whose(self, at: int) -> str:
        """Whose airgram it is, by the word before: OUR A-55, YOUR A-12, PARIS A-123."""
        before = _WHOSE.search(self.key, max(0, at - 24), at)
        if before is None:
            return ""
        if before[1] in ("OUR", "MY", "EMBASSY", "EMBASSY'S"):
            return self.context.sender
        if before[1] in ("YOUR", "UR"):
            return self.context.addressee
        post = self.posts.find(before[1].removesuffix("'S"), "may", self.context.year)
        return post.post.name if post else ""

    def _plain(
        self, kind: str, place: tuple[int, int], sender: str = "", *, series: str = "",
        number: str = "", date: str = "",
    ) -> None:  # fmt: skip
        if any(self.spent[slice(*place)]):
            return
        span = Span(self.base + place[0], self.base + place[1])
        notal = _NOTAL_NEXT.match(self.key, place[1]) is not None
        printed = span.of(self.source)
        number = number.lstrip("0")
        self._keep(Reference(kind, printed, span, sender, "", series, number, date, notal))

    def _keep(self, reference: Reference) -> None:
        start, end = (at - self.base for at in reference.span)
        self.spent[start:end] = b"\1" * (end - start)
        self.found.append(reference)

    def _antecedents(self) -> list[Reference]:
        """REFTEL takes the keys of the first reference before it."""
        first: Reference | None = None
        resolved: list[Reference] = []
        for reference in self.found:
            if reference.kind == "reftel" and not reference.number and first:
                reference = replace(
                    reference, sender=first.sender, addressee=first.addressee,
                    series=first.series, number=first.number, date=first.date,
                )  # fmt: skip
            elif first is None and reference.number:
                first = reference
            resolved.append(reference)
        return resolved
