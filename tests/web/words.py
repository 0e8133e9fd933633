"""A small vocabulary: a word of each kind that the pages spell out."""

from __future__ import annotations

from app.telegram.vocabulary import Post, Series, Term, Vocabulary

VOCABULARY = Vocabulary(
    version="test",
    classifications=(),
    markings=(),
    precedences=(Term("PRIORITY", ("PRIORITY",), "to be sent before routine traffic"),),
    captions=(Term("LIMDIS", ("LIMDIS", "LIMIT DISTRIBUTION"), "limited distribution"),),
    series=(Series("SECTO", "from the Secretary of State, travelling"),),
    posts=(
        Post(
            "LISBON",
            "embassy",
            "Portugal",
            "Lisbon, Portugal",
            38.7,
            -9.1,
            "LISBON",
            (),
            "Europe/Lisbon",
        ),
    ),
    zones={},
    offices={"S/S": "Executive Secretariat"},
    operators={},
)
