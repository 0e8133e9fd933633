"""What a cable is called: title, slug, and the human keys that lead to it.

All three are made from the header values of a reading. They name the telegram as the field does
("SECTO 8, Paris to the Department of State"); where the paper gives no number the title falls
back on place and date, never on a guess.
"""

from __future__ import annotations

import datetime as dt
import re

from app.archive.ids import slugged
from app.archive.records import Alias
from app.telegram.reading import Family, Reading

DEPARTMENT = "the Department of State"
UNTITLED = "Telegram without a readable heading"
NOUNS = {Family.CIA_MESSAGE: "Message", Family.CIA_TDCS: "Report", Family.TELETYPE: "Message"}

# The addressee line names the office; the title says where it is. SECSTATE WASHDC, SECRETARY OF
# STATE, DEPARTMENT OF STATE and DEPTOFSTATE are one place; "Acting Secretary" too.
_DEPARTMENT = re.compile(
    r"(?:acting\s+)?(?:the\s+)?(?:sec(?:retary)?\s*(?:of\s*)?state|dep(?:artmen)?t\s*(?:of\s*)?state"
    r"|acting\s+secretary|rue(?:hc|ta)?\s*secstate)(?:[\s,]+wash(?:ington|dc)?[\s,.]*(?:d\.?\s?c\.?)?)?",
    re.IGNORECASE,
)
# AMEMBASSY PARIS is Paris: the kind of post is in the metadata, not in the title.
_POST_KIND = re.compile(
    r"(?:american\s+|am(?:erican)?|us)?(?:embassy|emb|consulate\s+general|consulate|congen|consul"
    r"|legation|mission|interests\s+section)\s+(?:at\s+|in\s+)?",
    re.IGNORECASE,
)
# Words that stay in capitals when a printed name is put into upper and lower case.
_CAPITAL_WORDS = """
    CIA DC DIA FBIS FRG GDR HI HQ IV NATO NSA NSC OAS OECD OSD PRC SEATO SHAPE UK UN US USA
    USIA USIS USUN USSR VA VOA WAVE
"""
_SMALL_WORDS = """
    al and at d da das de del der des di do dos du el et for in la las le les of on the und van
    von y
"""
_CAPITALS, _SMALL = frozenset(_CAPITAL_WORDS.split()), frozenset(_SMALL_WORDS.split())
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
_AIRGRAM = re.compile(r"C?A-\d")
_ISO_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-3][0-9]))?)?(?:T.*)?$")


def title(reading: Reading) -> str:
    """The name of a cable, at most 200 characters.

    >>> # SECTO 8, Paris to the Department of State
    >>> # Telegram from Paris, 13 December 1962
    >>> # Telegram without a readable heading, signed Rusk
    """
    head = _head(reading)
    way = _way(reading)
    date = long_date(single(reading, "sent_date"))
    if head and way:
        return f"{head}, {way}"[:200]
    if head:
        return f"{head}, {date}"[:200] if date else head[:200]
    noun = _noun(reading)
    sender, addressees = _sender(reading), _addressees(reading)
    start = f" from {sender}" if sender else f" to {addressees}" if addressees else ""
    if not start and not date:
        return f"{UNTITLED}{_told_apart(reading)}"[:200]
    return f"{noun}{start}{', ' + date if date else ''}"[:200]


def _told_apart(reading: Reading) -> str:
    """What tells a telegram without a heading from others without: who signed it, else its receipt."""
    signed, received = single(reading, "signature"), long_date(single(reading, "received_date"))
    if signed:
        return f", signed {_cased(' '.join(signed.split()))}"
    return f", received {received}" if received else ""


def slug(reading: Reading) -> str:
    """The decoration behind the id in an address: secto-8-paris-1962-12-13."""
    noun = _noun(reading)
    parts = (_head(reading) or noun, _sender(reading), single(reading, "sent_date"))
    return slugged(" ".join(part.removeprefix("the ") for part in parts if part))[:80].strip("-")


def aliases(reading: Reading) -> tuple[Alias, ...]:
    """The human keys that lead to a cable; none where the paper gives too little for one."""
    return tuple(a for a in (_ref(reading), _control(reading), _mrn(reading)) if a)


def alias_key(kind: str, typed: str) -> str:
    """A key as it is kept, from one as somebody typed it into an address."""
    if kind == "mrn":
        return re.sub(r"[^0-9A-Z]", "", typed.upper())
    return "/".join(slugged(part) for part in typed.split("/"))


def place(printed: str) -> str:
    """A place as a title names it, from the value of `from` or `to`.

    >>> place("AMEMBASSY CAPE TOWN"), place("SECSTATE WASHDC"), place("DIR")
    ('Cape Town', 'the Department of State', 'Director')
    """
    name = " ".join(printed.split()).strip(" .,:;")
    if _DEPARTMENT.fullmatch(name):
        return DEPARTMENT
    if name.upper() in ("DIR", "DIRECTOR"):
        return "Director"
    return _cased(_POST_KIND.sub("", name, count=1) if _POST_KIND.match(name) else name)


def long_date(iso: str) -> str:
    """An ISO date, as precise as it is, in words: 13 December 1962, December 1962, 1962."""
    known = _ISO_DATE.match(iso)
    if known is None:
        return ""
    year, month, day = known.groups()
    if month is None:
        return year
    words = f"{MONTHS[int(month) - 1]} {year}"
    return words if day is None else f"{int(day)} {words}"


def day_in_words(moment: dt.datetime) -> str:
    return long_date(moment.date().isoformat())


def single(reading: Reading, name: str) -> str:
    """The value of a single field; of a list its first; empty where there is none."""
    field = reading.fields.get(name)
    if field is None:
        return ""
    if isinstance(field.value, tuple):
        return field.value[0] if field.value else ""
    return field.value


def several(reading: Reading, name: str) -> tuple[str, ...]:
    """The values of a list field."""
    field = reading.fields.get(name)
    if field is None:
        return ()
    return field.value if isinstance(field.value, tuple) else (field.value,)


def _head(reading: Reading) -> str:
    """The name the telegram goes by: SECTO 8, MEXI 6453, 85 PORT MORESBY 199, Telegram 1901."""
    series, number = single(reading, "series"), single(reading, "number")
    if series and number:
        return f"{series} {number}"
    named = single(reading, "cite") or single(reading, "mrn")
    if named or not number:
        return named
    return f"{_noun(reading)} {number}"


def _noun(reading: Reading) -> str:
    """What the form is called; an airgram is known by its number, A-214 or CA-5602."""
    if _AIRGRAM.match(single(reading, "number")):
        return "Airgram"
    return NOUNS.get(reading.family, "Telegram")


def _way(reading: Reading) -> str:
    sender, addressees = _sender(reading), _addressees(reading)
    if sender and addressees:
        return f"{sender} to {addressees}"
    return f"from {sender}" if sender else f"to {addressees}" if addressees else ""


def _sender(reading: Reading) -> str:
    return place(single(reading, "from"))


def _addressees(reading: Reading) -> str:
    names = [place(name) for name in several(reading, "to")]
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(names)


def _cased(name: str) -> str:
    if not name.isupper():
        return name
    return " ".join(_word_cased(word, first=not at) for at, word in enumerate(name.split()))


def _word_cased(word: str, *, first: bool) -> str:
    bare = word.strip("(),.")
    if bare in _CAPITALS or any(c.isdigit() for c in bare) or bare.startswith(("CINC", "USCINC")):
        return word
    if not first and bare.lower() in _SMALL:
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))


def _year(reading: Reading) -> str:
    return (single(reading, "sent_date") or single(reading, "received_date"))[:4]


def _ref(reading: Reading) -> Alias | None:
    """The series key. A message the CIA cites as MEXI 6453 has its cite word for a series."""
    series, number = single(reading, "series"), single(reading, "number")
    cite = re.fullmatch(r"(\D+?)\s*\d+", single(reading, "cite"))
    word = series or (cite.group(1) if cite else "telegram")
    parts = (slugged(word), _post_key(reading), slugged(_year(reading)), slugged(number))
    return Alias("ref", "/".join(parts)) if all(parts) else None


def _post_key(reading: Reading) -> str:
    """The sender's part of the key: `state` for the Department, `cia` where a report names none."""
    sender = _sender(reading)
    if sender == DEPARTMENT:
        return "state"
    if not sender and reading.family == Family.CIA_TDCS:
        return "cia"
    return slugged(sender)


def _control(reading: Reading) -> Alias | None:
    """Control numbers are stamped on receipt and start again: the day belongs to the key."""
    number = slugged(single(reading, "control_number"))
    day = single(reading, "received_date") or single(reading, "sent_date")
    if not number or not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return None
    return Alias("control", f"{day[:10]}/{number}")


def _mrn(reading: Reading) -> Alias | None:
    number = alias_key("mrn", single(reading, "mrn"))
    return Alias("mrn", number) if number else None
