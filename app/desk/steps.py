"""The named steps of a verb, for whoever watches them: a test that fails at each of them."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str], None]


def unwatched(name: str) -> None:
    """The step nobody watches: nothing happens."""
