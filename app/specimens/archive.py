"""The demonstration archive: one invented story in about thirty cables that cite one another."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from .cable import Cable
from .compose import compose
from .dice import Dice
from .paper import Specimen
from .prose import Writer
from .stock import Place, Stock
from .story import BEATS, CAST, COUNTRY, POSTS, SECRETARY, SIGNERS, Beat

_CITED = re.compile(r"<(\w+)>")
_BY_KEY = {beat.key: beat for beat in BEATS}
_WIRE = ("telegram", "electronic", "mrn")
_TAGS = ("EWWT", "PFOR")
_FILE_CLASS = "971.046"


def compose_archive(seed: int, stock: Stock, count: int = 30) -> list[Specimen]:
    """The cables of the story in the order they were sent.

    Whoever shows them must mark them as specimens composed for demonstration: the posts are
    real, nothing else is.

    Args:
        seed: moves offices, stamps and layouts; the story stays.
        stock: posts and clocks; where a post of the story is missing another stands in.
        count: how many cables, at most the whole story.
    """
    places = _cast_places(stock)
    return [_specimen(seed, at, beat, stock, places) for at, beat in enumerate(BEATS[:count])]


def _specimen(seed: int, at: int, beat: Beat, stock: Stock, places: dict[str, Place]) -> Specimen:
    cable = _cable(seed, beat, places)
    specimen = compose(seed * 1000 + at, stock, beat.kind, cable=cable)
    post = places[beat.post].name.lower().replace(" ", "-")
    side = f"to-{post}" if beat.kind == "outgoing" else post
    return replace(specimen, name=f"specimen-{at + 1:02d}-{side}-{beat.number}")


def _cast_places(stock: Stock) -> dict[str, Place]:
    """The posts of the story, each a different one of the stock."""
    known = {place.name: place for place in stock.places}
    spare = [p for p in stock.open_in(1962) if p.name not in POSTS]
    taken = {}
    for at, name in enumerate(POSTS):
        taken[name] = known.get(name) or spare[at % len(spare)]
    return taken


def _cable(seed: int, beat: Beat, places: dict[str, Place]) -> Cable:
    year, month, day, hour, minute = beat.date
    post = places[beat.post]
    sent = dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)
    if beat.kind not in _WIRE and beat.kind != "message":
        sent = _on_the_hour(sent, post)
    dice = Dice(seed * 7919 + beat.number)
    outgoing = beat.kind == "outgoing"
    return Cable(
        post=post,
        sent=sent,
        received=sent if outgoing else sent + dt.timedelta(minutes=dice.between(55, 260)),
        number=beat.number,
        classification=beat.level,
        subject=beat.subject,
        signature=SECRETARY if outgoing else SIGNERS[beat.post],
        writer=Writer(dice, beat.subject.lower(), COUNTRY, CAST),
        series=beat.series,
        precedence=beat.precedence or ("ROUTINE" if beat.kind in ("message", "report") else ""),
        captions=(beat.caption,) if beat.caption else (),
        info=[(places[name], dice.between(20, 700)) for name in beat.info],
        refs=[_cite(beat, _BY_KEY[key], places) for key in beat.refs],
        text=[_CITED.sub(lambda m: _cite(beat, _BY_KEY[m[1]], places), t) for t in beat.text],
        told=True,
        tags=_TAGS,
        file_class=_FILE_CLASS,
    )


def _on_the_hour(sent: dt.datetime, post: Place) -> dt.datetime:
    wall = post.clock.local(sent)
    return sent - dt.timedelta(minutes=wall.minute, seconds=wall.second)


def _cite(citing: Beat, cited: Beat, places: dict[str, Place]) -> str:
    """How the form of `citing` names the cable `cited`."""
    name = places[cited.post].name
    if citing.kind == "message":
        return f"{name[:4]} {cited.number}"
    if cited.series:
        return f"{cited.series} {cited.number}"
    if cited.kind == "airgram":
        return f"A-{cited.number}"
    if citing.kind == "mrn":
        return f"{cited.date[0] % 100} {name} {cited.number}"
    if citing.kind in _WIRE or cited.post != citing.post:
        return f"{name} {cited.number}"
    own = "CONTEL" if places[cited.post].kind.startswith("consul") else "EMBTEL"
    return f"{'DEPTEL' if cited.kind == 'outgoing' else own} {cited.number}"
