"""Values on a teletype heading: levels, offices with copies, addressees, references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from app.telegram.folding import Near, Words, digits, squeeze
from app.telegram.lexicon import Lexicon
from app.telegram.places import gazetteer, is_department

N = r"[0-9OQDIL|!SBZ]"
"""A sign that may stand for a digit."""

PROSIGNS = {
    "Z": "FLASH", "Y": "EMERGENCY", "O": "IMMEDIATE", "0": "IMMEDIATE", "P": "PRIORITY",
    "R": "ROUTINE", "M": "DEFERRED",
}  # fmt: skip
_AGENCY_OFFICES = frozenset(
    ("OCI", "OCR", "ORR", "ONE", "OO", "OC", "FI", "DDP", "DCI", "ADDP", "BTF", "SAS", "TFW", "CI",
     "WH", "SB", "E", "C", "O")
)  # fmt: skip
"""Offices of the vocabulary that no distribution line of the Department's teletype names."""

_PREFIXES = (
    "AMEMBASSY", "AMCONSUL", "AMCONGEN", "AMLEGATION", "AMEMB", "USMISSION", "USINT", "USLO",
    "USDEL", "USOFFICE", "AMEMBASSIES",
)  # fmt: skip
_PRECEDENCE = "NIACT|IMMEDIATE|PRIORITY|ROUTINE|FLASH|EMERGENCY|DEFERRED"
_RANK = re.compile(_PRECEDENCE)
_ROUTING = re.compile(
    r"^\W{0,3}(?:ZEN ?/ {0,2}(?=[A-Z0-9]))?(?:(R[A-Z0-9 ]{3,8}) ?/ {0,2}(?=[A-Z0-9]))?"
)
_AFTER = re.compile(
    r"(?:[\s,;.]{1,3}(?:" + _PRECEDENCE + r"|UNNUMBERED|UNN|POUCH|(?=[A-Z]{0,5}\d)[0-9OQDILSBZ]{1,6}))+[\s.,;]{0,3}$"
)  # fmt: skip
_SECTION_MARK = re.compile(r"/ ?/.{0,40}$")
_PERSONAL = re.compile(r"[/ ]{0,2}\b(EYES [O0]?[A-Z]{2,4}\b|EXCLUSIVE FOR\b|FOR (?=[A-Z])).{0,80}$")


@dataclass(frozen=True, slots=True)
class WireWords:
    """The vocabularies a teletype heading is met with."""

    levels: Words
    offices: Words
    prefixes: Words
    captions: Words


def _build(lexicon: Lexicon) -> WireWords:
    levels = {form: level for form, level in lexicon.classifications.items() if len(form) >= 6}
    offices = [
        (name, name)
        for name in lexicon.vocabulary.offices
        if "/" not in name and name not in _AGENCY_OFFICES
    ]
    return WireWords(
        Words(levels),
        Words(offices),
        Words((prefix, prefix) for prefix in _PREFIXES),
        Words({form: name for form, name in lexicon.captions.items() if len(form) >= 5}),
    )


_KEPT: list[tuple[Lexicon, WireWords]] = []


def words_of(lexicon: Lexicon) -> WireWords:
    """The tables of a lexicon; the last few are kept."""
    for kept, words in _KEPT:
        if kept is lexicon:
            return words
    made = _build(lexicon)
    _KEPT[:] = [(lexicon, made), *_KEPT[:3]]
    return made


class Level(NamedTuple):
    """A level at the head of a line, and where the words after it begin."""

    value: str
    start: int
    end: int
    slips: int


_GATHERED = re.compile(r"[^\s/]+")


def level_at(key: str, words: WireWords) -> Level | None:
    """The level a line begins with: `C O N F I D E N T I A L PARIS 9123`, `SECRE I OTTAWA 5`.

    Signs are gathered word by word, so spaced letters need no drawing together; of equally near
    readings the longest is taken.
    """
    best: tuple[int, int, Level] | None = None
    gathered, start = "", -1
    for found in _GATHERED.finditer(key[:80]):
        part = found[0] if found[0].isalnum() else squeeze(found[0])
        if start < 0 and not part:
            continue
        start = found.start() if start < 0 else start
        gathered += part
        if len(gathered) > 27:
            break
        near: Near | None = words.levels.near(gathered) if len(gathered) >= 5 else None
        if near:
            rank = (near.slips, -len(gathered), Level(near.value, start, found.end(), near.slips))
            best = min(best, rank) if best else rank
    return best[2] if best else None


class Office(NamedTuple):
    """An office on a distribution line with its copies; None where the figure is not readable."""

    name: str
    copies: int | None
    known: bool


_DASHED = re.compile(rf"(?<![A-Z0-9])([A-Z0-9/!|]{{1,6}}) ?- ?({N}{{2}})(?![A-Z0-9])")
_TOTAL = re.compile(rf"(?:^|[ ,.])[/1I!|\\7T*]{{1,2}} ?({N}{{2,3}}) {{0,2}}[RWN]?\W{{0,3}}$")
_TOTAL_SHARP = re.compile(rf"/ ?({N}{{2,3}}) {{0,2}}[RWN]?\b")


def total_of(text: str) -> tuple[int | None, int]:
    """The figure of all copies at the end of a distribution line, and where it begins."""
    found = _TOTAL_SHARP.search(text) or _TOTAL.search(text)
    if not found:
        return None, len(text)
    figure = digits(found[1])
    return (int(figure) if figure else None), found.start()


def offices_in(text: str, words: WireWords) -> list[Office]:
    """The offices of a distribution line, with dashes (`EUR-12`) or spaces (`EUR 12,`)."""
    dashed = [
        Office(_office_name(found[1], words, slips=True)[0], _copies(found[2]), True)
        for found in _DASHED.finditer(text)
    ]
    return dashed or _spaced_offices(text, words)


_ALONE = re.compile(rf"^\W{{0,2}}([A-Z0-9!|][A-Z0-9!|/ ]{{0,6}}?) ?[ -] ?({N}{{2}})\W{{0,3}}$")


def acting_office(text: str, words: WireWords) -> list[Office]:
    """The one office that ACTION or ORIGIN names, its letters perhaps apart (`SC I 05`)."""
    found = _ALONE.match(text)
    if not found:
        return offices_in(text, words)
    return [Office(_office_name(found[1], words, slips=True)[0], _copies(found[2]), True)]


def _office_name(token: str, words: WireWords, *, slips: bool) -> tuple[str, bool]:
    known = words.offices.exact.get(token)
    if known:
        return known, True
    bare = squeeze(token.replace("!", "I").replace("|", "I"))
    near = words.offices.near(bare, 1 if slips and len(bare) >= 4 else 0)
    return (near.value, True) if near else (bare, False)


def _copies(token: str) -> int | None:
    return int(token) if token.isdigit() else (int(read) if (read := digits(token)) else None)


_OFFICE_TOKEN = re.compile(r"[A-Z0-9/!|]+")


def _spaced_offices(text: str, words: WireWords) -> list[Office]:
    """Names and figures by turns; a figure may be misread as letters, a name is a known one."""
    found: list[Office] = []
    for token in _OFFICE_TOKEN.findall(text.replace("/", " ")):
        figure = token.isdigit()
        name, known = ("", False) if figure else _office_name(token, words, slips=len(token) >= 4)
        waiting = bool(found) and found[-1].copies is None
        if figure or (waiting and len(token) <= 2 and not (known and len(name) == 2)):
            if waiting:
                copies = _copies(token) if _is_count(token) else -1
                found[-1] = Office(found[-1].name, copies, found[-1].known)
        elif known:
            found.append(Office(name, None, True))
        else:
            found.extend(_glued(token, words))
    return found


def _is_count(token: str) -> bool:
    return len(token) <= 2 and token.isdigit()


def _glued(token: str, words: WireWords) -> list[Office]:
    """A name with the figure before or after it run into it: `04NASA`, `USIA12`."""
    for cut in (1, 2):
        tail, head = token[cut:], token[:-cut]
        if len(tail) >= 3 and tail in words.offices.exact:
            return [Office(tail, None, True)]
        if len(head) >= 2 and head in words.offices.exact and digits(token[-cut:]):
            return [Office(head, _copies(token[-cut:]), True)]
    return []


class Address(NamedTuple):
    """An addressee: how it is written here, whether for somebody's eyes only."""

    name: str
    eyes_only: bool
    precedence: str


def address(text: str, lexicon: Lexicon, words: WireWords) -> Address:
    """An addressee without routing, section, precedence and serial.

    `RUEHC/SECSTATE WASHDC//INR// PRIORITY 4321` is SECSTATE WASHDC. A known post is spelled as
    it is known; anything else stays as it stands.
    """
    may_be = "EYES" in text or "FOR " in text or "EXCLUSIVE" in text
    personal = _PERSONAL.search(text) if may_be else None
    name = text[: personal.start()] if personal else text
    name = _SECTION_MARK.sub("", name) if "/" in name else name
    routing = _ROUTING.match(name)
    if routing and (routing[1] is None or 4 <= len(squeeze(routing[1])) <= 8):
        name = name[routing.end() :]
    name = name.strip(" .,:;*-•'\"")
    after = _AFTER.search(name)
    precedence = _RANK.search(after[0]) if after else None
    if after and after.start() > 1:
        name = name[: after.start()]
    name = " ".join(name.split()).strip(" .,:;/")
    return Address(
        _spelled(name, lexicon, words),
        bool(personal and personal[1].startswith("EYES")),
        precedence[0] if precedence else "",
    )


def as_sender(name: str, words: WireWords) -> str:
    """A post as the Department writes it, `Amembassy Paris`; a command as it stands."""
    first = squeeze(name.split(" ", 1)[0])
    return name.title() if first == "SECSTATE" or first in words.prefixes.exact else name


def _spelled(name: str, lexicon: Lexicon, words: WireWords) -> str:
    place = gazetteer(lexicon.vocabulary).find(name, "must") if len(name) > 3 else None
    parted = place is not None and squeeze(name) == "SECSTATEWASHDC"  # by a space inside a word
    if place and (parted or (place.doubt and is_department(place))):
        return "SECSTATE WASHDC"
    first, _, rest = name.partition(" ")
    prefix = words.prefixes.near(squeeze(first)) if rest and len(first) >= 5 else None
    head = prefix.value if prefix else first
    spaced = (
        place and rest and rest != place.post.name and squeeze(rest) == squeeze(place.post.name)
    )
    if place and (place.doubt or spaced):
        return f"{head} {place.post.name}" if prefix else place.post.name
    return f"{head} {rest}" if rest else head


_LETTERED = re.compile(
    r"(?:^|[\s,;])(?:[(\[{1I|]([A-H])[)\]}1I|](?=[\s:])|\(([1-9])\)|([A-H1-9])[.)](?=\s))\s{0,3}"
)
_NOTAL = re.compile(r"\s{0,2}[(\[]\s?NOTAL\s?[)\]]|\s{1,2}NOTAL\b")
_ONE_OF_MANY = re.compile(
    r"(?:[;,]\s{0,3}(?:AND )?|(?<=\d) AND )(?=[A-Z][A-Z' ]{2,20} ?[A-Z]?-?\d{1,6}\b)"
)


_POST_AND_NUMBER = re.compile(r"^((?:CAS )?)([A-Z][A-Z' ]{4,20}?) (\d.{0,40})$")


def references_in(text: str, lexicon: Lexicon | None = None) -> list[str]:
    """The references of a REF line, one each, without letters and NOTAL.

    With a lexicon, a post before a number is spelled as it is known.
    """
    found = _references(text)
    return [_post_spelled(each, lexicon) for each in found] if lexicon else found


def _post_spelled(reference: str, lexicon: Lexicon) -> str:
    parts = _POST_AND_NUMBER.match(reference)
    place = gazetteer(lexicon.vocabulary).find(parts[2], "must") if parts else None
    if not parts or not place or not place.doubt or is_department(place):
        return reference
    return f"{parts[1]}{place.post.name} {parts[3]}"


_NOTED = re.compile(r"\s[-–—]\s")  # what a reference is about stands behind a dash


def _references(text: str) -> list[str]:
    text = " ".join(text.split())
    if "NOTAL" in text:
        text = _NOTAL.sub("", text)
    starts = list(_LETTERED.finditer(text))
    if starts:
        ends = [*(found.start() for found in starts[1:]), len(text)]
        parts = [text[found.end() : end] for found, end in zip(starts, ends, strict=True)]
    else:
        parts = _ONE_OF_MANY.split(text)
    cut = (_NOTED.split(part, 1)[0] for part in parts)
    return [kept for part in cut if len(kept := part.strip(" .,;:-•")) >= 3]


_TAG_NAMES = (
    "ABLD ACOM AFIN AFSP AMGT AORG APER ASEC BDIS BEXP BFOL BGEN BTIO CARR CASC CDES CGEN CVIS"
    " EAGR EAID EAIR EALR EBUD ECEM ECIN ECON ECRP EEWT EFIN EFIS EFTA EGEN EIND EINV ELAB EMIN"
    " ENRG ENGY EPAP EPET ESHP ESTC ETEL ETRD ETRN EWWT MARR MASS MCAP MILI MNUC MOPS MPOL OCON"
    " OEXC OGEN OIIP OREP OTRA OVIP PARM PBOR PDEV PDIP PEPR PFOR PGOV PINR PINS PINT PORG PORS"
    " PREL PTER SCUL SENV SHUM SMIG SNAR SOCI SOPN SREF SWEL TBIO TECH TGEN TNGD TNUC TPHY TSPA"
)
"""Subject tags of the Department's TAGS system, from 1973 on, as its telegrams print them."""

_TAG_ENDS = re.compile(r"[,;](?![^(]{0,60}\))")
_TAGS = Words((tag, tag) for tag in _TAG_NAMES.split())


def tags_in(text: str) -> list[str]:
    """The tags of a TAGS line; a comma inside brackets belongs to a person's name.

    Four letters that have the shape of a known subject tag are that tag.
    """
    parts = _TAG_ENDS.split(text)
    return [_tag(kept) for part in parts if (kept := " ".join(part.split()).strip(" .,;:"))]


def _tag(printed: str) -> str:
    near = _TAGS.near(printed, 0) if len(printed) == 4 else None
    return near.value if near else printed
