"""What a page says where a search finds nothing: why, and what to try, each with its cables."""

from __future__ import annotations

from dataclasses import replace

from app.desk.instead import Other, Why
from app.search.index import Sort
from app.search.printer import printed
from app.web import urls, wording
from app.web.contexts import Link, SearchPage
from app.web.found import said
from app.web.rooms import NOTHING

TOGETHER = "No cable published here has all of this together"
AT_ALL = "No cable published here has this"
SLIPS = "not even with the slips of a machine that read it."


def with_advice(page: SearchPage, why: Why, sort: Sort) -> SearchPage:
    """The page of an empty result, with what its parts find by themselves and what to ask instead."""
    if not why.held:
        return replace(page, nothing=NOTHING)
    every = Link("Every cable here", urls.search(sort="-sent"), _cables(why.held))
    return replace(
        page,
        nothing=f"{TOGETHER if why.alone else AT_ALL}, {SLIPS}",
        alone=tuple(
            Link(said(part.query), urls.search(printed(part.query), sort=sort) if part.number else "",
                 _cables(part.number))
            for part in why.alone
        ),
        empty=(*(_offered(other, sort) for other in why.others), every),
    )  # fmt: skip


def _offered(other: Other, sort: Sort) -> Link:
    text, note = _words(other)
    cables = _cables(other.number)
    return Link(
        text, urls.search(printed(other.query), sort=sort), f"{note}, {cables}".lstrip(", ")
    )


def _words(other: Other) -> tuple[str, str]:
    match other.kind:
        case "operators":
            return printed(other.query), "and, or, not as operators"
        case "date":
            return printed(other.query), "the date as that of sending"
        case "value" | "year":
            return said(other.now), f"in the place of {said(other.node)}"
        case "without":
            return f"Without {said(other.node)}", ""
        case "anywhere":
            return "The words of the phrase anywhere", ""
    return f"Words that begin with {said(other.node)}", ""


def _cables(number: int) -> str:
    return wording.count(number, "cable") if number else "no cable"
