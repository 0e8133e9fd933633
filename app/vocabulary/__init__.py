"""Our data (levels, captions, series, posts, zones ...) as one value for the reading core.

`load()` gives the whole vocabulary; it is read once a process. The files in `data/` carry the
dates, sources and basis of each row; what the core does not need stays there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from app.telegram.vocabulary import (
    DatedName,
    ExecutiveOrder,
    Exemption,
    Notation,
    Post,
    ReferenceWord,
    Series,
    Term,
    Vocabulary,
    Zone,
)
from app.vocabulary import tables
from app.vocabulary.tables import Row, VocabularyError

__all__ = ["VocabularyError", "load"]

T = TypeVar("T")


@cache
def load() -> Vocabulary:
    """The vocabulary of this installation, the same object on every call.

    Raises:
        VocabularyError: a data file is missing or wrong; the message names the file and the row.
    """
    zones = tables.document("zones.json")
    return Vocabulary(
        version=f"{tables.document('sources.json')['version']}+tzdata{zones['tzdata']}",
        classifications=_rows("classifications.json", _term),
        markings=_rows("markings.json", _term),
        precedences=_rows("precedences.json", _term),
        captions=_rows("captions.json", _term),
        series=_rows("series.json", _series),
        posts=tuple(_made("posts.tsv", row, _post) for row in tables.posts()),
        zones={zone.name: zone for zone in _rows("zones.json", _zone)},
        offices=_pairs("offices.json", "code", "name"),
        operators=_pairs("operators.json", "form", "meaning"),
        reference_words=_rows("reference_words.json", _reference_word),
        stations=_pairs("stations.json", "code", "place"),
        cryptonyms=_pairs("cryptonyms.json", "word", "meaning"),
        executive_orders=_rows("executive_orders.json", _order),
        exemptions=_rows("exemptions.json", _exemption),
        authorities=_pairs("authorities.json", "symbol", "name"),
        notations=_rows("date_notations.json", _notation),
        tzdata=zones["tzdata"],
    )


def _made(file: str, row: Row, make: Callable[[Row], T]) -> T:
    try:
        return make(row)
    except (KeyError, TypeError, ValueError) as error:
        cause = f"no {error}." if isinstance(error, KeyError) else f"{error}."
        raise VocabularyError(file, str(next(iter(row.values()), "an empty row")), cause) from error


def _rows(file: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(_made(file, row, make) for row in tables.rows(file))


def _pairs(file: str, key: str, value: str) -> dict[str, str]:
    return dict(_rows(file, lambda row: (str(row[key]), str(row[value]))))


def _term(row: Row) -> Term:
    return Term(
        normal=row["normal"],
        forms=tuple(dict.fromkeys((row["normal"], *row["forms"]))),
        meaning=row["meaning"],
        rank=row.get("rank", 0),
        used_from=row["used_from"],
        used_to=row["used_to"],
        prosign=row.get("prosign", ""),
        system=row.get("system", ""),
        slug=row.get("slug", False),
    )


def _series(row: Row) -> Series:
    wanted = (
        "name", "meaning", "sender", "mirror", "used_from", "used_to", "addressee", "direction",
        "medium",
    )  # fmt: skip
    return Series(**{name: row[name] for name in wanted})


def _year(text: str) -> int | None:
    return int(text) if text else None


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _dated(text: str) -> DatedName:
    name, _, years = text.rpartition(" ")
    first, dots, last = years.partition("..")
    if not dots or not name:
        raise ValueError(f"a dated name is written NAME from..to, not {text!r}")
    return DatedName(name, _year(first), _year(last))


def _post(row: Row) -> Post:
    return Post(
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        place=row["place"],
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        code=row["code"],
        aliases=tuple(_listed(row["aliases"])),
        zone=row["zone"],
        used_from=_year(row["used_from"]),
        used_to=_year(row["used_to"]),
        dated_names=tuple(map(_dated, _listed(row["dated_names"]))),
        zone_note=row["zone_note"],
        note=row["note"],
    )


def _zone(row: Row) -> Zone:
    offsets = row["offsets"]
    return Zone(
        name=row["name"],
        initial=offsets[row["initial"]][0],
        starts=tuple(at for at, _ in row["changes"]),
        offsets=tuple(offsets[index][0] for _, index in row["changes"]),
        abbreviations=tuple(offsets[index][1] for _, index in row["changes"]),
    )


def _reference_word(row: Row) -> ReferenceWord:
    return ReferenceWord(
        kind=row["kind"],
        normal=row["normal"],
        forms=(row["normal"], *row["forms"]),
        sender=row["sender"],
        addressee=row["addressee"],
        meaning=row["meaning"],
    )


def _order(row: Row) -> ExecutiveOrder:
    return ExecutiveOrder(row["number"], row["signed"], row["effect"])


def _exemption(row: Row) -> Exemption:
    return Exemption(row["code"], row["authority"], row["meaning"])


def _notation(row: Row) -> Notation:
    return Notation(row["name"], row["example"], row["zone"], row["year"])
