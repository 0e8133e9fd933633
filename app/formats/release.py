"""What a mark of release says of the paper, and what it leaves open."""

from __future__ import annotations

import re

from app.telegram.reading import Event

_IN_FULL = re.compile(r"\bIN\s+FULL\b", re.IGNORECASE)
_CHOSEN = "review-stamp-ticked"  # RELEASE was ticked where EXCISE and DENY stood beside it


def deed_of(event: Event) -> str:
    """The action of an event, `released-in-full` where its mark says as much.

    Many marks say only that a paper was released: "2023 RELEASE UNDER THE ... ACT OF 1992" stands on
    pages with words cut out, and so does "Approved For Release". These stay `released`.
    """
    whole = event.rule == _CHOSEN or _IN_FULL.search(event.mark)
    return "released-in-full" if event.action == "released" and whole else event.action
