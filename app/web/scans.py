"""The addresses of a cable's scan: a page to look at, and where its words stand."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.archive.records import CablePage
from app.archive.scanned import CopyPage
from app.errors import Missing
from app.search.marks import marked_spans
from app.search.printer import printed
from app.search.query import sought
from app.web import urls
from app.web.answers import conditional, conditional_text, web_of
from app.web.cables import cache_of, found, number_of, paper_of, searched
from app.web.contexts import ScanBox
from app.web.scan import Paper, ReadWords, as_json, boxed, panel, sheet

router = APIRouter()
READ = ["GET", "HEAD"]


@router.api_route("/c/{id}/scan/{number}", methods=READ)
def scan(request: Request, id: str, number: str) -> Response:
    return _sheet(request, id, 0, number)


@router.api_route("/c/{id}/v/{version}/scan/{number}", methods=READ)
def version_scan(request: Request, id: str, version: str, number: str) -> Response:
    return _sheet(request, id, number_of(version), number)


@router.api_route("/c/{id}/words/{number}.json", methods=READ)
def words(request: Request, id: str, number: str) -> Response:
    return _words(request, id, 0, number)


@router.api_route("/c/{id}/v/{version}/words/{number}.json", methods=READ)
def version_words(request: Request, id: str, version: str, number: str) -> Response:
    return _words(request, id, number_of(version), number)


def _sheet(request: Request, id: str, version: int, number: str) -> Response:
    """One page of the paper, with what was searched for boxed: it needs no script."""
    cable = found(request, id, version)
    paper = paper_of(web_of(request), cable, version)
    leaf = _leaf(cable, paper, number)
    query = printed(searched(request))
    beside = panel(cable.cable.id, version, paper.pages, query)
    assert beside is not None  # noqa: S101 - it has a leaf
    text = urls.page(cable.cable.id, leaf.number, version=version)
    return conditional(
        request,
        ("scan", query, cable.version.sha256, cable.cable, leaf),
        lambda: sheet(
            beside, leaf.number, cable.cable.title, text, _hits(request, cable, paper, leaf)
        ),
        cache=cache_of(cable),
    )


def _words(request: Request, id: str, version: int, number: str) -> Response:
    """The words of a page with their boxes, and those of what was searched for."""
    cable = found(request, id, version)
    paper = paper_of(web_of(request), cable, version)
    leaf = _leaf(cable, paper, number)
    read = _read_on(paper, leaf) or ReadWords((), leaf.text_start)

    def make() -> str:
        told = as_json(read, leaf, _hits(request, cable, paper, leaf))
        return json.dumps(told, separators=(",", ":"), ensure_ascii=False)

    tag = ("words", printed(searched(request)), cable.version.sha256, leaf)
    return conditional_text(request, tag, make, "application/json", cache=cache_of(cable))


def _hits(request: Request, cable: CablePage, paper: Paper, leaf: CopyPage) -> tuple[ScanBox, ...]:
    """Boxes around what was searched for on a page."""
    leaves, read = sought(searched(request)), _read_on(paper, leaf)
    if not leaves or read is None:
        return ()
    return boxed(read, marked_spans(leaves, cable.reading, cable.source_text))


def _read_on(paper: Paper, leaf: CopyPage) -> ReadWords | None:
    return next((page for page in paper.words if page.start == leaf.text_start), None)


def _leaf(cable: CablePage, paper: Paper, number: str) -> CopyPage:
    asked = number_of(number)
    for leaf in paper.pages:
        if leaf.number == asked:
            return leaf
    raise Missing(thing=f"Page {asked} of a scan of cable {cable.cable.id}")
