"""Bytes in, pages out: the file store."""

from __future__ import annotations
