"""What a mark of release says of the paper, and what it leaves open."""

from __future__ import annotations

import re

from app.telegram.reading import Event, Reading

_IN_FULL = re.compile(r"\bIN\s+FULL\b", re.IGNORECASE)
_CHOSEN = "review-stamp-ticked"  # RELEASE was ticked where EXCISE and DENY stood beside it

# Stamped on every page of the Kennedy collection that is let out: the banner of a release, the words
# of the Act, the Archives' serial (NW 12345 DocId:32100001 Page 2). The serial has no day.
_OF_THE_RELEASED = ("jfk-release-banner", "jfk-act-case", "jfk-act-case-act", "nw-docid")


def bears_release(reading: Reading) -> bool:
    """Whether a mark stands on the copy that only released papers bear, be it read as an event or not."""
    return any(marking.rule in _OF_THE_RELEASED for marking in reading.markings)


def deed_of(event: Event) -> str:
    """The action of an event, `released-in-full` where its mark says as much.

    Many marks say only that a paper was released: "2023 RELEASE UNDER THE ... ACT OF 1992" stands on
    pages with words cut out, and so does "Approved For Release". These stay `released`.
    """
    whole = event.rule == _CHOSEN or _IN_FULL.search(event.mark)
    return "released-in-full" if event.action == "released" and whole else event.action
