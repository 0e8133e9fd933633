"""Cables made by hand for the archive's tests: small, and each value chosen."""

from __future__ import annotations

import dataclasses
import hashlib

from app.archive import adding, repository
from app.archive.records import Alias, Naming, NewCable, NewSource, Pointer
from app.archive.store import Transaction
from app.telegram.reading import (
    Event,
    Family,
    Field,
    Join,
    Marking,
    Moment,
    Page,
    Paragraph,
    Piece,
    Reading,
    ReadLine,
    Reference,
    Role,
    Span,
    State,
)

TEXT = """SECRET
FROM: TESTVILLE
NO: SECTO 8, DECEMBER 13, 11 AM
THE DELEGATION ARRIVED AT NOON AND WAS MET BY THE MAYOR WHO SPOKE
OF THE HARBOR AND OF SEPTEL 12 AT LENGTH. THE BAND PLAYED TWICE.
SECRET
"""


def reading(
    text: str = TEXT,
    *,
    number: str = "8",
    sent: str = "1962-12-13",
    post: str = "TESTVILLE",
    series: str = "SECTO",
    control: str = "",
    classification: str = "SECRET",
) -> Reading:
    """A reading of a text of this shape: header lines with a colon, body lines, a marking."""
    lines, body, at = [], [], 0
    for count, line in enumerate(text.splitlines(), start=1):
        span = Span(at, at + len(line))
        at += len(line) + 1
        role = Role.MARKING if line == "SECRET" else Role.HEADER if ": " in line else Role.BODY
        lines.append(ReadLine(count, span, 1, role, "made"))
        if role is Role.BODY:
            body.append(Piece(span, Join.WRAP if body else Join.START, 1))
    values = {
        "from": post, "series": series, "number": number, "sent_date": sent,
        "classification": classification, "control_number": control, "received_date": sent,
    }  # fmt: skip
    fields = {name: _field(text, name, value) for name, value in values.items() if value}
    fields["precedence"] = Field("precedence", ("PRIORITY",), (), (), "made", State.SUPPLIED)
    septel = text.find("SEPTEL 12")
    moment = Moment(
        "sent", ("11 AM",), (_span(text, "11 AM"),), f"{sent}T11:00", "Europe/Paris",
        f"{sent}T10:00:00+00:00", f"{sent}T05:00:00-05:00", "hour", "printed",
    )  # fmt: skip
    return Reading(
        core="1",
        family=Family.STATE_INCOMING,
        is_telegram=True,
        evidence=("made",),
        lines=tuple(lines),
        pages=(Page(1, 1, Span(0, len(text.rstrip())), 1, len(lines), "made"),),
        fields=fields,
        paragraphs=(Paragraph("bdfg", tuple(body)),) if body else (),
        markings=(Marking(1, "top", "classification", "SECRET", Span(0, 6), "made"),),
        events=(Event("declassified", "DECLASSIFIED", (Span(0, 6),), "made", date="1990-01"),),
        sent=moment if len(sent) == 10 else None,
        references=(
            (Reference("septel", "SEPTEL 12", Span(septel, septel + 9), number="12"),)
            if septel >= 0
            else ()
        ),
    )


def _field(text: str, name: str, value: str) -> Field:
    """A field with the words it rests on; one that the text does not say is supplied."""
    if value in text:
        return Field(name, value, (value,), (_span(text, value),), "made")
    return Field(name, value, (), (), "made", State.SUPPLIED)


def _span(text: str, value: str) -> Span:
    start = max(0, text.find(value))
    return Span(start, start + len(value) if value in text else start)


def naming(number: str = "8", *, post: str = "Testville", year: str = "1962") -> Naming:
    key = f"secto/{post.lower()}/{year}/{number}"
    septel = Alias("ref", f"telegram/{post.lower()}/{year}/12")
    return Naming(
        title=f"SECTO {number}, {post} to the Department of State",
        slug=f"secto-{number}-{post.lower()}",
        post=post,
        addressee="the Department of State",
        aliases=(Alias("ref", key),),
        pointers=(Pointer(0, (septel,)),),
    )


def source(name: str = "secto-8.txt", text: str = TEXT) -> NewSource:
    held = text.encode()
    return NewSource(hashlib.sha256(held).hexdigest(), name, "text/plain", len(held), "made")


def add(
    tx: Transaction,
    number: str = "8",
    *,
    text: str = TEXT,
    sent: str = "1962-12-13",
    post: str = "Testville",
    publish: bool = True,
    name: Naming | None = None,
) -> str:
    """Add a source with one cable, published unless said otherwise; its id."""
    text = text if number == "8" else text.replace("SECTO 8", f"SECTO {number}")
    own = source(f"secto-{number}.txt", text)
    repository.add_source(tx, own)
    read = reading(text, number=number, sent=sent, post=post.upper())
    name = name or naming(number, post=post, year=sent[:4])
    if not read.references:
        name = dataclasses.replace(name, pointers=())
    new = NewCable(own.sha256, text, read, name)
    cable_id = adding.add_cable(tx, new)
    if publish:
        repository.publish(tx, cable_id)
    return cable_id
