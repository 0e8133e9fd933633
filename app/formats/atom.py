"""Lists of cables as Atom feeds (RFC 4287), the newest published first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from app.archive.records import CableRow

NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot say at all: bad scans and teletypes leave such characters in a text.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def feed(
    rows: Sequence[CableRow], *, title: str, page: str, own: str, archive: str, address: str
) -> str:
    """A feed.

    Args:
        rows: the cables, newest published first.
        title: of the feed.
        page: the absolute address of the same as a page.
        own: the absolute address of the feed, which is also its id.
        archive: the archive's name, the author of the feed.
        address: the archive's own, without a last slash.
    """
    root = ET.Element("feed", xmlns=NAMESPACE)
    _say(root, "id", own)
    _say(root, "title", title)
    _say(root, "updated", _moment(max((at for row in rows if (at := row.published_at)),
                                      default=_BEGINNING)))  # fmt: skip
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=page)
    _say(ET.SubElement(root, "author"), "name", archive)
    for row in rows:
        _entry(root, row, address)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _entry(root: ET.Element, row: CableRow, address: str) -> None:
    entry = ET.SubElement(root, "entry")
    permalink = f"{address}/c/{row.id}"
    _say(entry, "id", permalink)
    _say(entry, "title", row.title)
    published = _moment(row.published_at or _BEGINNING)
    _say(entry, "published", published)
    _say(entry, "updated", published)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=permalink)
    if row.post:
        _say(ET.SubElement(entry, "author"), "name", row.post)
    if row.opening:
        _say(entry, "summary", row.opening)


def _say(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = _UNSPEAKABLE.sub("\ufffd", words)


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
