"""Readings made by hand, as small as a case needs."""

from __future__ import annotations

from app.telegram.reading import Family, Field, Reading


def reading(family: Family = Family.STATE_INCOMING, **values: str | tuple[str, ...]) -> Reading:
    """A reading with nothing but header values; `sender` stands for `from`."""
    if "sender" in values:
        values["from"] = values.pop("sender")
    fields = {name: Field(name, value, (), (), "made") for name, value in values.items()}
    return Reading(core="0", family=family, is_telegram=True, evidence=(), fields=fields)
