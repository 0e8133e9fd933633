"""Bytes in, pages out: the file store, decoding apart, page images, words and their boxes."""

from __future__ import annotations
