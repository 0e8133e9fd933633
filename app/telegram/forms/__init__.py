"""The form families, one module each; `FORMS` is the order in which ties are broken."""

from __future__ import annotations
