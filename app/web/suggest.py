"""What somebody may be about to type in the search box: posts, series and signers held here.

The answer is a list box, put under the search box by htmx and walked by the keys of `reftel.js`.
Without JavaScript nobody asks for it, and nothing is lost: a field is typed by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.archive import tally
from app.archive.ids import slugged
from app.archive.records import TallyRow
from app.archive.tally import Kind
from app.web import wording
from app.web.answers import web_of
from app.web.contexts import Suggestion, Suggestions

router = APIRouter()
READ = ["GET", "HEAD"]
MOST = 8
LONGEST = 2_000
FIELDS = {"post": Kind.POST, "series": Kind.SERIES, "signed": Kind.SIGNED}
ALSO = {"from": "post"}  # fields whose values are those of another
_FIELD = re.compile(
    r"(?P<before>(?:.*[\s(])?)(?P<field>post|from|series|signed):"
    r'(?:"(?P<quoted>[^"]*)|(?P<bare>[^\s"()]*))$',
    re.DOTALL | re.IGNORECASE,
)
_WORD = re.compile(r"(?P<before>(?:.*[\s(])?)(?P<word>[^\s:\"()]+)$", re.DOTALL)


@router.api_route("/suggest", methods=READ)
def suggest(request: Request) -> Response:
    """Names that begin with the last word of `q`, each with the whole query it would make."""
    web = web_of(request)
    typed = request.query_params.get("q", "")[:LONGEST]
    with web.store.reading() as connection:
        found = [
            (field, row, before)
            for field, kind, begin, before in _asked(typed)
            for row in tally.that_begin(connection, kind, begin, MOST)
        ]
    found.sort(key=lambda one: (-one[1].cables, one[1].name))
    options = tuple(_suggestion(at, *one) for at, one in enumerate(found[:MOST]))
    response = web.pages.response(request, Suggestions(options))
    response.headers["Cache-Control"] = "max-age=60"
    return response


def _asked(typed: str) -> Iterator[tuple[str, str, str, str]]:
    """Field, kind of figure, beginning of the key, and what stands before it in the query."""
    if last := _FIELD.match(typed):
        field = last["field"].lower()
        if begin := _begin(last["quoted"] or last["bare"] or ""):
            yield field, FIELDS[ALSO.get(field, field)], begin, last["before"]
        return
    last = _WORD.match(typed)
    if last is None or typed.count('"') % 2:  # inside a phrase no name is meant
        return
    if len(begin := _begin(last["word"])) > 1:
        yield from ((field, kind, begin, last["before"]) for field, kind in FIELDS.items())


def _begin(typed: str) -> str:
    """How the keys of such names begin: a blank at the end is the hyphen of the next word.

    >>> _begin("new d"), _begin("New "), _begin("?")
    ('new-d', 'new-', '')
    """
    begin = slugged(typed)
    return f"{begin}-" if begin and typed[-1:].isspace() else begin


def _suggestion(at: int, field: str, row: TallyRow, before: str) -> Suggestion:
    name = row.name.removeprefix("the ").replace('"', " ")
    plain = re.fullmatch(r"[A-Za-z0-9]+", name)
    term = f"{field}:{name}" if plain else f'{field}:"{name}"'
    return Suggestion(
        f"suggested-{at}", f"{before}{term} ", name, field, wording.count(row.cables, "cable")
    )
