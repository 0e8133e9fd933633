"""The one description of a cable that every outside form is made from.

A form (text, JSON, later RIS, TEI, IIIF ...) takes a `Description` and nothing else, so all of
them name, cite and date a cable alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.archive.records import Alias, CablePage
from app.formats.names import aliases, day_in_words, long_date, place, single, slug, title
from app.telegram.reading import Field, Moment, State

# The order of the face of a telegram, with the words a reader knows.
LABELS = {
    "from": "From",
    "to": "To",
    "info": "Info",
    "series": "Series",
    "number": "Number",
    "mrn": "Document number",
    "cite": "Cite",
    "control_number": "Control",
    "in_number": "In number",
    "file_number": "File",
    "sent_date": "Sent",
    "sent_time": "Time sent",
    "received_date": "Received",
    "received_time": "Time received",
    "precedence": "Precedence",
    "classification": "Classification",
    "captions": "Captions",
    "action_offices": "Action",
    "info_offices": "Info to",
    "subject": "Subject",
    "tags": "Tags",
    "refs": "References",
    "eo": "Executive order",
    "signature": "Signed",
    "drafted_by": "Drafted by",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the face: a value in words, and the words that were printed."""

    name: str
    label: str
    value: str
    printed: str
    state: State
    doubt: str


@dataclass(frozen=True, slots=True)
class Description:
    """A cable as others should name, cite and link it."""

    page: CablePage
    base_url: str
    archive_name: str
    title: str
    slug: str
    permalink: str
    version_url: str
    citation: str
    aliases: tuple[Alias, ...]
    facts: tuple[Fact, ...]


def describe(page: CablePage, base_url: str, *, archive_name: str = "Reftel") -> Description:
    """Describe the version of a cable that `page` shows.

    Args:
        page: the cable, one version of it, and its source text.
        base_url: what addresses begin with, without a slash at the end.
        archive_name: the archive a citation names.
    """
    permalink = f"{base_url}/c/{page.cable.id}"
    version_url = f"{permalink}/v/{page.version.number}"
    return Description(
        page=page,
        base_url=base_url,
        archive_name=archive_name,
        title=title(page.reading),
        slug=slug(page.reading),
        permalink=permalink,
        version_url=version_url,
        citation=citation(page, version_url, archive_name),
        aliases=aliases(page.reading),
        facts=facts(page.reading.fields),
    )


def citation(page: CablePage, version_url: str, archive_name: str) -> str:
    """One plain sentence that names the telegram, its date, and the version that was read.

    It holds for good: the address is that of the version, which never changes.
    """
    name = title(page.reading)
    date = long_date(single(page.reading, "sent_date"))
    level = single(page.reading, "classification")
    parts = [name] if not date or date in name else [name, date]
    if level:
        parts.append(level.capitalize())
    version = f"version {page.version.number} of {day_in_words(page.version.made_at)}"
    specimen = "specimen composed for demonstration, " if page.cable.specimen else ""
    return f"{', '.join(parts)}; {specimen}{archive_name}, {version}, {version_url}."


def facts(fields: dict[str, Field]) -> tuple[Fact, ...]:
    """The header values in the order of the face; those without a label come last."""
    names = [n for n in LABELS if n in fields] + sorted(n for n in fields if n not in LABELS)
    return tuple(_fact(fields[name]) for name in names)


def moment_in_words(moment: Moment) -> str:
    """A time by the paper's clock and in UTC.

    13 December 1962, 11:00 (Europe/Paris); 1962-12-13 10:00 UTC
    """
    day, _, clock = moment.local.partition("T")
    words = ", ".join(part for part in (long_date(day), clock[:5]) if part)
    if moment.zone:
        words += f" ({moment.zone})"
    return f"{words}; {moment.utc[:16].replace('T', ' ')} UTC" if moment.utc else words


def _fact(field: Field) -> Fact:
    value = field.value if isinstance(field.value, str) else ", ".join(field.value)
    if field.name.endswith("_date"):
        value = long_date(value) or value
    elif field.name == "from":
        value = place(value).removeprefix("the ")
    return Fact(
        name=field.name,
        label=LABELS.get(field.name, field.name.replace("_", " ").capitalize()),
        value=value,
        printed=" … ".join(" ".join(words.split()) for words in field.printed),
        state=field.state,
        doubt=field.doubt,
    )
