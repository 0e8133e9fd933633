"""The fields a query can name, what each takes, and the words `is:` and `has:` know."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What stands behind the colon."""

    WORDS = "words"  # words that stand in the value, or after = the whole value
    WHOLE = "whole"  # the whole value
    DATE = "date"  # a date as far as known, a range of them, or a time of day
    YEAR = "year"
    NUMBER = "number"
    FLAG = "flag"
    REFUSED = "refused"  # words, or a star: what the search is not to be widened by


@dataclass(frozen=True, slots=True)
class QueryField:
    """One field: its name in a query, what it takes, what it means, how it is written."""

    name: str
    kind: Kind
    means: str
    example: str


FIELDS: tuple[QueryField, ...] = (
    QueryField("from", Kind.WORDS, "the sender", "from:paris"),
    QueryField("to", Kind.WORDS, "an addressee, for action or information", "to:bonn"),
    QueryField("post", Kind.WORDS, "the place of dispatch", 'post:"new delhi"'),
    QueryField("country", Kind.WORDS, "the country of that post", "country:france"),
    QueryField("series", Kind.WHOLE, "the series of the message", "series:secto"),
    QueryField("number", Kind.WHOLE, "message, control or document number", "number:1901"),
    QueryField("class", Kind.WHOLE, "the classification when sent", 'class:"top secret"'),
    QueryField("caption", Kind.WHOLE, "a handling caption", "caption:limdis"),
    QueryField("precedence", Kind.WHOLE, "how fast it was to go", "precedence:niact"),
    QueryField("signed", Kind.WORDS, "the name at its foot", "signed:rusk"),
    QueryField("subject", Kind.WORDS, "the subject line", "subject:berlin"),
    QueryField("tags", Kind.WHOLE, "a subject tag of 1973 and later", "tags:pfor"),
    QueryField("action", Kind.WHOLE, "the office that was to act", "action:eur"),
    QueryField("collection", Kind.WORDS, "where the paper is kept", "collection:kennedy"),
    QueryField("sent", Kind.DATE, "when it was sent, by the clock of the post", "sent:1962-12..1963-01"),
    QueryField("received", Kind.DATE, "when it was received", "received:1962-12-13"),
    QueryField("year", Kind.YEAR, "the year it was sent", "year:1961..1963"),
    QueryField("pages", Kind.NUMBER, "how many pages it has", "pages:5.."),
    QueryField("is", Kind.FLAG, "what was done with the paper", "is:released-in-part"),
    QueryField("has", Kind.FLAG, "what there is of it", "has:scan"),
    QueryField("unlike", Kind.REFUSED, "what is not to be taken for a word asked for; * for all", "unlike:planing"),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}

RELEASE = (
    "declassified", "released", "released-in-full", "released-in-part", "reviewed", "downgraded",
    "withheld",
)  # fmt: skip
FLAGS: dict[str, tuple[str, ...]] = {
    "is": (*RELEASE, "specimen"),
    "has": ("scan", "subject", "tags", "references", "gaps"),
}


def nearest(typed: str, known: tuple[str, ...]) -> str:
    """What somebody probably meant; empty where nothing is near."""
    return next(iter(difflib.get_close_matches(typed.lower(), known, n=1, cutoff=0.6)), "")
