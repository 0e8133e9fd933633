"""A small vocabulary for tests of the core, so that they do not hang on the data."""

from __future__ import annotations

from app.telegram.reading import Reading
from app.telegram.vocabulary import Post, Series, Term, Vocabulary


def _terms(*names: str) -> tuple[Term, ...]:
    return tuple(Term(name, (name,)) for name in names)


def _post(name: str, zone: str) -> Post:
    return Post(name, "embassy", "", name.title(), None, None, name[:5], (), zone)


SMALL = Vocabulary(
    version="test",
    classifications=_terms(
        "TOP SECRET", "SECRET", "CONFIDENTIAL", "LIMITED OFFICIAL USE", "UNCLASSIFIED"
    ),
    markings=_terms("EYES ONLY", "NOFORN"),
    precedences=_terms("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE", "NIACT"),
    captions=_terms("LIMIT DISTRIBUTION", "LIMDIS", "EXDIS", "NODIS", "ROGER CHANNEL"),
    series=(Series("SECTO", "from the Secretary travelling"), Series("POLTO", "from NATO")),
    posts=(
        _post("PARIS", "Europe/Paris"),
        _post("BONN", "Europe/Berlin"),
        _post("LONDON", "Europe/London"),
    ),
    zones={},
    offices=dict.fromkeys(("SS", "EUR", "G", "SP", "L", "H", "IO", "INR", "RMR", "AF"), ""),
    operators={},
)

GRID = """CENTRAL INTELLIGENCE AGENCY
COUNTRY RURITANIA REPORT NO. TDCS-3/123,456
SUBJECT PLANS OF THE HARBOR BOARD DATE DISTR. 9 MAY 1962
PRECEDENCE ROUTINE
DATE OF INFO. 3 MAY 1962
PLACE & DATE ACQ. RURITANIA, STRELSAU (4 MAY 1962)
APPRAISAL 3 FIELD REPORT NO. FXX 12
THIS IS UNEVALUATED INFORMATION. SOURCE GRADINGS ARE DEFINITIVE.
"""
SOURCE = "SOURCE A HARBOR PILOT (B) WITH GOOD ACCESS TO THE BOARD.\n"
"""The head of a CIA information report and its source line, in words of our own."""


def value_of(reading: Reading, name: str) -> object:
    """The value of a field, None where the reading has no such field."""
    field = reading.fields.get(name)
    return None if field is None else field.value
