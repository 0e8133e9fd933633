"""What has been read of a teletype heading so far; `acp` fills it, `acp_fields` sums it up."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.telegram.forms.wire_words import Office, WireWords
from app.telegram.reading import Role, Span
from app.telegram.times import Printed
from app.telegram.workbench import Workbench


@dataclass(slots=True)
class Heading:
    """What has been read of a heading so far."""

    bench: Workbench
    words: WireWords
    level_role: Role
    phase: int = 0  # 0 distribution, 1 addresses, 2 lines about the text
    listing: str = ""  # the list that a further line would go on with
    begin: int = -1
    start: int = -1  # the first line of the text
    numbered: bool = False
    sent: Printed | None = None
    station: str = ""
    station_number: tuple[str, Span] | None = None
    receipt: tuple[str, Span] | None = None
    action: list[tuple[Office, Span]] = field(default_factory=list)
    origin: list[tuple[Office, Span]] = field(default_factory=list)
    info: list[tuple[Office, Span]] = field(default_factory=list)
    total: int | None = None
    drafted: list[tuple[str, Span]] = field(default_factory=list)
    urgency: list[str] = field(default_factory=list)  # precedence words beside addressees
    section: str = ""
    levelled: bool = False  # the level has been read on a line of its own
    short: tuple[str, Span] | None = None  # a group that lacks month and year
    dates: list[Printed] = field(default_factory=list)  # that may complete it
