"""The pages that are not one cable's: home, the list, about, and a key that leads to several."""

from __future__ import annotations

from collections.abc import Sequence

from app.archive.ids import key_of
from app.archive.records import CableRow, CableState, Holdings
from app.formats.names import long_date
from app.web import face, urls, wording
from app.web.cable import House, row_meta
from app.web.contexts import (
    AboutPage,
    CablesPage,
    ChoicesPage,
    Count,
    HomePage,
    Link,
    ListedCable,
)

NOTHING = "Nothing is published here yet."


def home_page(holdings: Holdings, house: House, example: Link | None) -> HomePage:
    """What is here, the newest, and how to cite."""
    return HomePage(
        sentence(holdings),
        listed(holdings.recent),
        tuple(
            Count(_listed(name), number, urls.post(key_of(name))) for name, number in holdings.posts
        ),
        tuple(
            Count(name, number, urls.dates(int(name)) if name.isdigit() else "")
            for name, number in holdings.years
        ),
        tuple(Count(wording.cased(name), number) for name, number in holdings.classifications),
        example,
        urls.absolute(house.address, urls.HOME),
    )


def _listed(name: str) -> str:
    """A name at the head of a line: the article that a sentence needs is left out."""
    return name.removeprefix("the ")


def cables_page(
    rows: Sequence[CableRow], house: House, *, earlier: bool, later: bool
) -> CablesPage:
    """A stretch of the list of all cables, latest sent first."""
    first, last = (rows[0].id, rows[-1].id) if rows else ("", "")
    return CablesPage(
        "All cables",
        "By the time they were sent, the latest first.",
        listed(rows),
        urls.cables(before=last) if earlier else "",
        urls.cables(after=first) if later else "",
        urls.absolute(house.address, urls.cables()),
    )


def choices_page(key: str, rows: Sequence[CableRow], house: House, path: str) -> ChoicesPage:
    """The cables one human key leads to."""
    return ChoicesPage(key, listed(rows), urls.absolute(house.address, path))


def about_page(holdings: Holdings, house: House, contact: str) -> AboutPage:
    """What is held, rights, contact."""
    return AboutPage(
        house.name,
        sentence(holdings),
        _specimens(holdings),
        contact,
        _contact_href(contact),
        urls.absolute(house.address, urls.ABOUT),
    )


def sentence(holdings: Holdings) -> str:
    """The holdings in a sentence: 30 cables of 61 pages, sent between 1952 and 1979."""
    if not holdings.cables:
        return NOTHING
    counted = (
        f"{wording.count(holdings.cables, 'cable')} of {wording.count(holdings.pages, 'page')}"
    )
    if not holdings.first_sent:
        return f"{counted}."
    first, last = long_date(holdings.first_sent), long_date(holdings.last_sent)
    between = f"sent on {first}" if first == last else f"sent between {first} and {last}"
    return f"{counted}, {between}."


def listed(rows: Sequence[CableRow]) -> tuple[ListedCable, ...]:
    """Rows of the catalogue as a list shows them."""
    return tuple(
        ListedCable(
            row.title,
            urls.cable(row.id),
            row_meta(row),
            row.classification,
            not face.is_open_level(row.classification),
            row.opening,
            row.specimen,
            row.state is CableState.DRAFT,
        )
        for row in rows
    )


def _specimens(holdings: Holdings) -> str:
    if not holdings.specimens:
        return ""
    some = "All" if holdings.specimens == holdings.cables else f"{holdings.specimens:,}"
    return f"{some} of these are specimens, composed for demonstration and marked so; nothing in them happened."


def _contact_href(contact: str) -> str:
    if contact.startswith(("https://", "http://", "mailto:")):
        return contact
    return f"mailto:{contact}" if "@" in contact and " " not in contact else ""
