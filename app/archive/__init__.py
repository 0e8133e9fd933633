"""The only SQL: tables, repositories, page queries, changes.

`open_store` gives the `Store`; `pages` reads what pages show, `repository` writes, and
`records` are the values that pass in and out.
"""

from __future__ import annotations
