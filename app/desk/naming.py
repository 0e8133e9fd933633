"""What the archive keeps of a cable's names: title, places, keys, and whom it points at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from app.archive.ids import slugged
from app.archive.records import Alias, Naming, Pointer
from app.formats.names import DEPARTMENT, aliases, place, several, single, slug, title
from app.telegram.citing import windowed
from app.telegram.reading import Reading, Reference
from app.telegram.vocabulary import Vocabulary

_DEPARTMENT_KEY = "state"


def naming(reading: Reading, vocabulary: Vocabulary) -> Naming:
    """The names of a cable, from its reading."""
    addressees = several(reading, "to")
    return Naming(
        title=title(reading),
        slug=slug(reading),
        post=post_name(single(reading, "from"), vocabulary),
        addressee=post_name(addressees[0], vocabulary) if addressees else "",
        aliases=_aliases(reading, vocabulary),
        pointers=tuple(_pointers(reading, vocabulary)),
    )


def post_name(printed: str, vocabulary: Vocabulary) -> str:
    """A place as lists group it: the vocabulary's name where it knows the place, else as printed.

    LYONS and Amconsul Lyon are one post, and so are PARI in a CIA message and Paris; a place the
    vocabulary does not know stays itself.
    """
    name = place(printed).removeprefix("the ")
    wanted = name.upper()
    for post in vocabulary.posts:
        if wanted == post.name or wanted in post.aliases:
            return place(post.name)
    return place(vocabulary.stations[wanted]) if wanted in vocabulary.stations else name


def _aliases(reading: Reading, vocabulary: Vocabulary) -> tuple[Alias, ...]:
    """The keys as printed, and those with the post's own name, which others will point by."""
    found = list(aliases(reading))
    sender = reading.fields.get("from")
    if sender is not None:
        named = replace(sender, value=post_name(single(reading, "from"), vocabulary))
        found += aliases(replace(reading, fields={**reading.fields, "from": named}))
    return tuple(dict.fromkeys(found))


def _pointers(reading: Reading, vocabulary: Vocabulary) -> Iterator[Pointer]:
    cited_on = _day(reading)
    for position, printed in enumerate(reading.references):
        # by the day as it is now: a person may have corrected it
        reference = windowed(printed, cited_on)
        keys = tuple(dict.fromkeys(_keys(reference, vocabulary)))
        if keys:
            yield Pointer(position, keys)


def _keys(reference: Reference, vocabulary: Vocabulary) -> Iterator[Alias]:
    """The keys of the telegrams a reference may mean. Which of them is held, the archive says."""
    if reference.kind == "mrn":
        number = re.sub(r"[^0-9A-Z]", "", (reference.number or reference.printed).upper())
        if number:
            yield Alias("mrn", number)
        return
    number, sender = slugged(reference.number), slugged(_place_key(reference.sender, vocabulary))
    if not number or not sender:
        return
    word = slugged(reference.series) or "telegram"
    for year in _years(reference):
        yield Alias("ref", f"{word}/{sender}/{year}/{number}")


def _place_key(sender: str, vocabulary: Vocabulary) -> str:
    return _DEPARTMENT_KEY if place(sender) == DEPARTMENT else post_name(sender, vocabulary)


def _day(reading: Reading) -> dt.date | None:
    try:
        return dt.date.fromisoformat(
            single(reading, "sent_date") or single(reading, "received_date")
        )
    except ValueError:
        return None


def _years(reference: Reference) -> Iterator[str]:
    """The years in which what it points to may have been sent, the last first."""
    first, last = (re.match(r"[0-9]{4}", day) for day in (reference.earliest, reference.latest))
    if first and last:
        yield from map(str, range(int(last[0]), int(first[0]) - 1, -1))
