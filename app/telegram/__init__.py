"""The reading core: a telegram's text in, values out. See `reader.read`."""

from __future__ import annotations

from app.telegram.reader import read
from app.telegram.reading import Reading

__all__ = ["Reading", "read"]
