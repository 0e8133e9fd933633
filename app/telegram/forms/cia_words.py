"""Small vocabularies of CIA forms: printed phrases, labels, offices, names of stations.

Where one of these words must stand, it is met with as many slips as its length allows; the
printed phrases are long enough to be met so anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from app.telegram.folding import Words, distance, shape, squeeze
from app.telegram.lexicon import Lexicon
from app.telegram.lines import Line, fold
from app.telegram.reading import Role
from app.telegram.rules import Rule

_ANY = re.compile(r".*", re.S)


@dataclass(frozen=True, slots=True)
class Phrase(Rule):
    """Printed words met as a whole line, spaces and signs apart, with bounded slips."""

    words: Words = field(default_factory=lambda: Words({}))

    def match(self, line: Line) -> re.Match[str] | None:
        """The whole line, if it is one of the phrases."""
        near = self.words.near(line.bare)
        return _ANY.match(line.key) if near and near.value else None


def printed_phrase(
    name: str, role: Role, example: str, counter: str, *forms: str, unlike: tuple[str, ...] = ()
) -> Phrase:
    """A phrase and the other forms it is printed in; `unlike` words near it are not it."""
    words = Words([*((form, form) for form in (example, *forms)), *((form, "") for form in unlike)])
    return Phrase(name, role, _ANY, example, counter, words=words)


F, S, M, D = Role.FORM_TEXT, Role.STAMP, Role.MARKING, Role.DRAFTING
GROUP_MARK = printed_phrase("cia-group-mark", M, "EXCLUDED FROM AUTOMATIC", "EXCLUDED FROM OFFICE", "EXCLUDED FROM AUTOMATIC DOWNGRADING AND DECLASSIFICATION", "DOWNGRADING AND", "DECLASSIFICATION", "GROUP 1")  # fmt: skip
PHRASES: tuple[Phrase, ...] = (
    printed_phrase("cia-heading", F, "CLASSIFIED MESSAGE", "CLASSIFIED PAPERS", "AGENCY MESSAGE", "OUTGOING MESSAGE", "INCOMING MESSAGE", "OUTGOING", "MESSAGE FORM", "CABLE SECRETARIAT DISSEMINATION", "CABLE SECRETARIAT"),
    printed_phrase("cia-end-of-message", F, "END OF MESSAGE", "END OF THE ROAD", "END OF CABLE"),
    printed_phrase("cia-foot", F, "REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED", "REPRODUCTION OF PLANTS", "REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED COPY NO", "REPRODUCTION BY OTHER THAN", "REPRODUCTION BY OTHER THAN ISSUING OFFICE IS PROHIBITED", "ISSUING OFFICE IS PROHIBITED", "REPRODUCTION OF THIS COPY PROHIBITED", "REPRODUCTION PROHIBITED", "COPY NO", "WHEN FILLED IN"),
    printed_phrase("cia-boxes", F, "PERSON/UNIT NOTIFIED", "PERSON UNKNOWN", "CABLE SEC DISSEM BY", "CABLE SEC DISSEM BY PER", "CABLE SEC DISSEM BY PER TOTAL COPIES RUN BY", "ADVANCE COPY ISSUED/SLOTTED AT", "ADVANCE COPY ISSUED/SLOTTED", "ADVANCE COPY", "ADVANCE COPY SLOTTED AT TIME", "TOTAL COPIES RUN BY", "TOTAL COPIES", "TEXT", "CLASSIFIED TO FILE NO", "XREF TO FILE NO", "FILE RID RETURN TO BRANCH", "FILE IN CS FILE NO", "NO INDEX", "INDEX", "DO NOT DESTROY", "INDEX DESTROY RETURN TO BRANCH FILE RID", "FRP", "RID COPY", "SLOTTED", "COPY", "UNIT NOTIFIED", "TS FILE NO", "FILE RID", "ACT TO BRANCH", "CONTROL COPY", "SIGNAL CENTER USE ONLY", "MESSAGE HANDLING INDICATOR", "MESSAGE REFERENCE NUMBER", "OF PAGES", unlike=("CONTROL",)),
    printed_phrase("cia-sensitive-indicator", M, "SENSIND", "SENSITIVE", "SENSIND RYBAT", unlike=("SENSITIVE",)),
    printed_phrase("cia-staff-channel", Role.HEADER, "STAFF", "STATE", "STAFF ONLY", unlike=("STATE", "STUFF")),
    printed_phrase("cia-use-stamp", S, "RETURN TO CIA", "RETURN TO BASE", "BACKGROUND USE ONLY", "DO NOT REPRODUCE", "RETURN TO CIA BACKGROUND USE ONLY DO NOT REPRODUCE", "RETURN TO", "BACKGROUND USE", "RECORD COPY", "FILE COPY", "SIG CEN"),
    printed_phrase("cia-officers", D, "RELEASING OFFICER", "RELEASED OFFICERS AND MEN", "COORDINATING OFFICERS", "AUTHENTICATING OFFICER", "RELEASING OFFICER COORDINATING OFFICERS AUTHENTICATING OFFICER", "COORDINATING OFFICER", "RELEASING OFFICE"),
    printed_phrase("cia-records-stamp", S, "RECORDS OFFICER STAMP", "RECORDS OF THE OFFICE", "THE FOLLOWING ACTION IS", "THE FOLLOWING ACTION IS AUTHORIZED", "FOLLOWING ACTION IS", "AUTHORIZED DESENSITIZE", "DESENSITIZE", "NOTE IF DESTRUCTION CITE", "IF DESTRUCTION CITE", "NOTE IF DESTRUCTION", "REASONS AND COORDINATE", "REASONS AND COORDINATE IF APPROPRIATE"),
    GROUP_MARK,
    printed_phrase("cia-routing", S, "ROUTING", "ROUTINE", "ROUTING INITIALS", "ROUTING AND INITIALS", unlike=("ROUTINE", "ROUTINES")),
    printed_phrase("cia-handling-form", F, "CHARACTERS PER LINE INCLUDING SPACES", "CHARACTERS OF THE PLAY", "MUST BE DELIVERED DIRECTLY TO SPECIAL SIGNAL CENTER", "THIS FORM FOR USE BY AUTHORIZED RESTRICTED HANDLING MESSAGE USERS", "THIS FORM FOR USE BY AUTHORIZED RESTRICTED HANDLING MESSAGE USERS ONLY", "DO NOT EXCEED 69 TYPEWRITTEN", "USE PREVIOUS EDITIONS", "RESTRICTED HANDLING MESSAGES", "RESTRICTED HANDLING MESSAGE MUST BE DELIVERED DIRECTLY TO SPECIAL"),
    printed_phrase("cia-restricted-handling", M, "RESTRICTED HANDLING", "RESTRICTED HALLS", "E2 IMPDET CL BY", "E2 IMPDET"),
    printed_phrase("cia-distribution-boxes", Role.HEADER, "ACTION UNIT", "ACTION UNDER WAY", "RF FILE VR", "ACTION UNIT ACTION", "FILE VR", "ACTION COPY", "DISSEM BY PER", "DISSEM BY"),
)  # fmt: skip
_SHORTEST, _LONGEST = 3, 75
_SLIPS_TO = 32  # longer phrases are met by their words: looking for slips in prose is dear
_REPRODUCTION = Words(
    (word, word) for word in ("REPRODUCTION", "OTHER", "THAN", "ISSUING", "OFFICE", "PROHIBITED")
)
_FEET = (
    "THAN", "THEN", "OTHER", "OFIC", "OF1C", "OFLC", "OFFIC", "OFF1C", "OFFLC", "ISSU", "PROH", "PROM",
    "REPR", "DUCT",
)  # fmt: skip


_BY_NAME = {each.name: each for each in PHRASES}
_FORMS = Words(
    [(form, each.name) for each in PHRASES for form, value in each.words.exact.items() if value]
    + [(form, "") for each in PHRASES for form, value in each.words.exact.items() if not value]
)


_OPENS, _SHAPED = 10, 4  # four shapes are told by eight letters at most, and one behind
_LONG_SHAPES = frozenset(shape(form[:_OPENS])[:_SHAPED] for form in _FORMS.exact)


def phrase(line: Line) -> Phrase | None:
    """The printed phrase a line is, if it is one."""
    if not _SHORTEST <= len(line.bare) <= _LONGEST:
        return None
    return _phrase(line.key, line.bare)


@lru_cache(maxsize=512)  # the form is told by the same lines that are claimed afterwards
def _phrase(key: str, bare: str) -> Phrase | None:
    near = None
    if len(bare) <= _SLIPS_TO:
        near = _FORMS.near(bare)
    elif shape(bare[:_OPENS])[:_SHAPED] in _LONG_SHAPES:
        near = _FORMS.near(bare, 0)
    if near and near.value:
        return _BY_NAME[near.value]
    return _BY_NAME["cia-foot"] if is_foot(key) else None


def is_foot(key: str) -> bool:
    """The printed foot of the form, however badly read: three of its six longer words."""
    if not 20 <= len(key) <= 120 or not any(map(key.__contains__, _FEET)):
        return False
    tokens = re.findall(r"[A-Z0-9]{3,14}", key)[:14]
    met = {near.value for near in map(_REPRODUCTION.near, tokens) if near}
    return len(met) >= 3


LABELS = Words(
    (word, word)
    for word in ("DATE", "FROM", "ACTION", "INFO", "CONF", "ORIG", "UNIT", "PRECEDENCE")
)
_LABEL = re.compile(
    r"^[^A-Z0-9]{0,4}([A-Z0-9]{2,10})(?: [A8SI&«•!|] {1,3}(?=[A-Z])| ?([:;.,&+*|=$~«»-]{0,3}) {0,4}(?=\S|$))"
)


_OFFICE_BEHIND = re.compile(r"[A-Z0-9]{1,4}/[A-Z0-9]")


def label(line: Line) -> tuple[str, int] | None:
    """A label of the form at the head of a line, and where its value begins in the key."""
    return _label(line.key)


@lru_cache(maxsize=128)  # several readers of the header ask for the same line
def _label(key: str) -> tuple[str, int] | None:
    found = _LABEL.match(key)
    if not found:
        return None
    word, sign = found[1], "&" if found[2] is None else found[2].strip()
    rest = key[found.end() :]
    if word in ("TO", "T0", "10") and (sign or word != "10") and len(rest) <= 90:
        return "TO", found.end()
    if word in ("EXT", "CONF", "ORIG", "UNIT"):
        return word, found.end()
    if len(word) == 4 and _OFFICE_BEHIND.match(rest) and distance(word, "CONF", 1) is not None:
        return "CONF", found.end()
    near = LABELS.near(word, 1) if len(word) >= 4 else None
    if near and (near.slips == 0 or sign):
        return near.value, found.end()
    return None


OFFICES = (
    "DCI", "D/DCI", "DDCI", "DDP", "DD/P", "ADDP", "ADDP/A", "COP", "DDI", "DD/I", "DDO", "ADDO", "EXDIR",
    "CI", "C/CI", "CI/OPS", "CI/IC", "CI/SI", "CI/OA", "CI/SO", "CI/LIA", "CI/R&A", "CI/EXO", "C/CI/SI", "CI/PRO",
    "FI", "C/FI", "FI/OPS", "FI/INT", "FI/RQM", "FI/RI", "FI/D", "FI/SPG", "FI/STB", "CA", "C/CA", "CA/PMG", "CA/PRD",
    "CA/PROP", "CA/PEG", "CA/O", "CA/EW", "CAPROP", "PP", "PG", "IW", "IWOG", "PW", "WH", "C/WH", "WH/COG", "TFW", "C/TFW", "SAS",
    "C/SAS", "WE", "C/WE", "EE", "C/EE", "SR", "C/SR", "SB", "C/SB", "EUR", "C/EUR", "AF", "C/AF", "NE", "C/NE",
    "FE", "C/FE", "EA", "C/EA", "DO", "C/DO", "C/WE/3", "BELL", "OS", "SO", "OC", "OL", "TSD", "SOD", "CCS", "MS", "S/C", "VR", "RF", "AD/CI",
    "AD/NE", "AD/CO", "OCR", "OCI", "ONE", "ORR", "OO", "IO", "ICG", "RID", "RI/AN", "RI", "WH/SA", "WH/SA/EOB", "C/WH/SA", "PPG",
    "CSDO", "CATF", "OP", "CADO", "LA", "C/LA", "DCD", "IP/AN", "CS/RF", "FILE", "IOD", "WH/R", "SI", "D/OCI", "RMO", "MPS", "C/DODS", "DODS",
)  # fmt: skip
_OFFICES = Words((office, office) for office in OFFICES)
_LETTERED = frozenset(office for office in OFFICES if office.replace("/", "").isalpha())
_COUNT = re.compile(r"[ ,]{1,3}[0-9OIL]{1,2}\W{0,3}$|(?<=[A-Z])-?\d{1,2}$|\s?\([^)]{0,12}\)?$")
_OFFICE = re.compile(r"^[A-Z0-9&]{1,10}(?:/[A-Z0-9&]{1,6}){0,3}(?:-[A-Z])?$")
_STROKE = re.compile(r" ?/ ?")
_FILED = re.compile(r"^(?:RID COPY|FILE|BELL(?= S/C))[ .]{1,3}(?=[A-Z])")  # a box before the symbol
_COUNTED = re.compile(r"^([A-Z&]{1,8}(?:/[A-Z&0-9]{1,6}){0,3}) \d{1,2}\b")


def office(text: str, *, known_only: bool = False) -> str:
    """One office symbol without its copy count; empty where the text cannot be one.

    A symbol that is known is put right where a slip damaged it; one that is not must at least be
    set in capitals.
    """
    trimmed = text.strip(" .,:;*'\"-|•")
    if trimmed in _LETTERED:
        return trimmed
    trimmed = _STROKE.sub("/", trimmed) if "/" in trimmed else trimmed
    trimmed = _FILED.sub("", trimmed)
    plain = fold(trimmed)
    counted = _COUNTED.match(plain)
    plain = counted[1] if counted else plain
    for _ in range(2):
        plain = _COUNT.sub("", plain).strip(" .,:;*'\"-|•")
    if plain.isdigit() or not _OFFICE.match(plain):
        return ""
    squeezed = plain.replace("/", "")
    near = _OFFICES.near(squeezed, 1 if len(squeezed) >= 3 else 0)
    if near:
        return plain if near.form == squeezed else near.value
    capitals = trimmed[: len(plain)].isupper() and len(plain) >= 2 and plain[0].isalpha()
    return plain if capitals and not known_only else ""


def offices(text: str, *, known_only: bool = False) -> list[str]:
    """The symbols of a distribution list, counts dropped, order kept."""
    parts = re.split(r"[,;]|\. ", text)
    return [found for part in parts if (found := office(part, known_only=known_only))]


def is_known(symbol: str) -> bool:
    """The symbol is one the form's lists hold, by its letters."""
    return symbol.replace("/", "") in _OFFICES.exact


HEADQUARTERS = (
    "DIRECTOR", "DIR", "BELL", "WAVE", "JMWAVE", "JMASH", "MASH", "JMBAR", "BARR", "JMADD", "SACU", "WH/MIAMI", "LA/MIAMI", "FR/NEW YORK", "HEADQUARTERS",
    "BOOK CABLE", "BOOK", "KUBARK", "WASHINGTON", "WASH", "UMASH", "JMBELL", "JMTRAV", "JMTIDE", "TIDE", "TRAV",
    "DIRECTOR, CIA", "FRANKFURT", "HAMBURG", "MONTERREY", "MERIDA", "MEXICO", "GUATEMALA CITY", "GUATEMALA", "SAN JOSE", "NEW YORK", "BRUSSELS",
    "BARRANQUILLA", "SYDNEY", "OSLO", "MINSK", "KIEV", "MIAMI", "PORT LIMON", "MARSEILLE", "MUNICH", "BERLIN",
)  # fmt: skip
AGENCIES = Words(
    {
        "FEDERAL BUREAU OF INVESTIGATION": "FEDERAL BUREAU OF INVESTIGATION",
        "BUREAU OF INVESTIGATION": "FEDERAL BUREAU OF INVESTIGATION",
        "DEPARTMENT OF STATE": "DEPARTMENT OF STATE", "STATE DEPARTMENT": "DEPARTMENT OF STATE",
        "DEPARTMENT OF JUSTICE": "DEPARTMENT OF JUSTICE", "DEPARTMENT OF DEFENSE": "DEPARTMENT OF DEFENSE",
        "DEPARTMENT OF THE ARMY": "DEPARTMENT OF THE ARMY", "DEPARTMENT OF THE NAVY": "DEPARTMENT OF THE NAVY",
        "IMMIGRATION AND NATURALIZATION SERVICE": "IMMIGRATION AND NATURALIZATION SERVICE",
        "U.S. SECRET SERVICE": "SECRET SERVICE", "UNITED STATES SECRET SERVICE": "SECRET SERVICE",
        "NATIONAL SECURITY AGENCY": "NATIONAL SECURITY AGENCY", "DEFENSE INTELLIGENCE AGENCY": "DEFENSE INTELLIGENCE AGENCY",
        "UNITED STATES CUSTOMS SERVICE": "CUSTOMS SERVICE", "BUREAU OF CUSTOMS": "CUSTOMS SERVICE",
        "DRUG ENFORCEMENT ADMINISTRATION": "DRUG ENFORCEMENT ADMINISTRATION", "THE WHITE HOUSE": "WHITE HOUSE", "WHITE HOUSE SITUATION ROOM": "WHITE HOUSE",
    }
)  # fmt: skip
"""Those outside to whom Headquarters sends a teletype, written out."""
"""Addressees that no list of diplomatic posts has: Headquarters, its task forces, Miami."""


_LONG = 9  # signs from which several words together may hold a slip where names must stand
_WORD = 4  # signs that a word behind a whole name must have to be part of it with slips


def _letters(text: str) -> str:
    """The letters and figures of a name, which mostly has spaces beside them alone."""
    plain = text.replace(" ", "")
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


class Names:
    """Names and four-letter codes that may stand as sender or addressee."""

    def __init__(self, lexicon: Lexicon):
        vocabulary = lexicon.vocabulary
        self.stations = dict(vocabulary.stations)
        pairs = [(name, name) for name in HEADQUARTERS]
        pairs += [(code, code) for code in self.stations]
        pairs += [
            (name.upper(), name.upper()) for name in self.stations.values() if "(" not in name
        ]
        pairs += [
            (name.upper(), post.name)
            for post in vocabulary.posts
            for name in (post.name, *post.aliases)
            if len(name) > 3 and "EMB" not in name.upper()
        ]
        self.words = Words(pairs)
        names = (squeeze(fold(post.name)) for post in vocabulary.posts)
        self.beginnings = frozenset(name[:4] for name in names if name[:4].isalpha())
        self.cities = {name.upper() for name in self.stations.values() if not name.startswith("JM")}
        self.codes = Words(
            (code, code) for code in (*self.stations, "WAVE", "MASH", "BARR", "BELL")
        )

    def near(self, text: str, limit: int | None = None) -> str:
        """The name a text stands for, where one must stand; empty where none is near."""
        squeezed = _letters(text)
        if len(squeezed) < 3:
            return ""
        found = self.words.near(squeezed, limit)
        return found.value if found else ""

    def written(self, name: str) -> str:
        """A place as one writes it: MEXICO CITY is Mexico City; codes and cryptonyms stay."""
        if name in ("DIR", "DIRECTOR"):
            return "Director"
        if name in self.cities:
            return name.title()
        coded = "/" in name or len(name) <= 4 or name.startswith(("JM", "KU"))
        return name if coded else name.title()

    def code(self, text: str) -> str:
        """A station's code as printed: it is listed, or the first four letters of a post's name."""
        known = len(text) == 4 and (text in self.words.exact or text in self.beginnings)
        return text if known else ""

    def is_station(self, word: str) -> bool:
        """The word is a station's code or the full name of its city."""
        return len(word) >= 4 and (word in self.stations or word in self.cities)

    def station(self, text: str) -> str:
        """The station a citing line names: a code with one slip, or a longer name with its own."""
        squeezed = _letters(text)
        if len(squeezed) <= 4:
            if (code := self.code(squeezed)) and squeezed not in self.stations:
                return code
            found = self.codes.near(squeezed, 1)
            return found.value if found else ""
        return self.near(text)

    def split(self, text: str, limit: int | None = None, *, coded: bool = False) -> list[str]:
        """The names in a run of words; words between that are no names are left out.

        With `limit`, a word of three letters or more may hold so many slips; where codes stand,
        `coded`, four letters that begin a post's name stay as they are printed.
        """
        parts = [part for part in re.split(r"[,;.]| AND |[()]", text) if part.strip(" :-*")]
        return [name for part in parts for name in self._greedy(part.split(), limit, coded)]

    def _ends(self, run: str) -> bool:
        """The first word is a whole name, and the last is no more than a scrap behind it."""
        return len(run.split()[-1]) < _WORD and run.split()[0] in self.words.exact

    def _greedy(self, words: list[str], limit: int | None, coded: bool) -> list[str]:
        found: list[str] = []
        at = 0
        while at < len(words):
            for take in (3, 2, 1):
                if len(words) - at < take:
                    continue
                run = " ".join(words[at : at + take])
                code = self.code(run) if coded and take == 1 else ""
                slips = limit if take == 1 or (len(run) > _LONG and not self._ends(run)) else 0
                if name := code or self.near(run, slips):
                    found.append(name)
                    at += take
                    break
            else:
                at += 1
        return found


_KEPT: list[tuple[Lexicon, Names]] = []


def names_of(lexicon: Lexicon) -> Names:
    """The names of a lexicon; the last few are kept, since every text asks for the same."""
    for kept, names in _KEPT:
        if kept is lexicon:
            return names
    made = Names(lexicon)
    _KEPT[:] = [(lexicon, made), *_KEPT[:3]]
    return made
