"""The bench a text lies on while it is read: lines, pages, and what has been claimed so far.

It is the only mutable thing of the core. A line is claimed once, by the first rule that knows
it; forms claim before the settling of the body does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.telegram.lexicon import Lexicon
from app.telegram.lines import Line
from app.telegram.reading import (
    Event,
    Field,
    Marking,
    Moment,
    Paragraph,
    Passage,
    Redaction,
    Reference,
    Remark,
    Role,
    Span,
)


@dataclass(slots=True)
class Sheet:
    """One page while it is read: indices of its first and last line, both inclusive."""

    first: int
    last: int
    rule: str
    printed: int | None = None
    running_head: Span | None = None


@dataclass(slots=True)
class Heading:
    """The keys of lines in which signs are sought; `text` is all of them, each behind a line feed."""

    rows: list[str]
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "\n".join(["", *self.rows])


@dataclass(slots=True)
class Workbench:
    """Lines and claims.

    `body_start` and `body_end` bound the transmitted text, half-open, as indices into `lines`.
    """

    source_text: str
    lines: list[Line]
    lexicon: Lexicon
    sheets: list[Sheet] = field(default_factory=list)
    page_of: list[int] = field(default_factory=list)
    roles: list[Role | None] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    kinds: dict[int, tuple[str, str]] = field(default_factory=dict)  # markings: kind, value
    fields: dict[str, Field] = field(default_factory=dict)
    markings: list[Marking] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    redactions: list[Redaction] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    further: list[Span] = field(default_factory=list)
    sent: Moment | None = None
    received: Moment | None = None
    transit_minutes: int | None = None
    cut: dict[int, int] = field(default_factory=dict)  # body lines: signs at the head not of it
    known: int = 0  # the weight of the form for which most speaks, while forms are weighed
    heading: Heading | None = None  # the lines in which signs are sought, once they are
    seams: frozenset[int] = frozenset()  # lines at which two pages were put together
    cover_end: int = 0  # lines before it lie on an identification sheet
    body_start: int | None = None
    body_end: int | None = None
    body: list[Line] = field(default_factory=list)  # the body lines, once all lines have a role

    def __post_init__(self) -> None:
        self.roles = [None] * len(self.lines)
        self.rules = [""] * len(self.lines)

    def free(self, index: int) -> bool:
        """No rule has claimed the line yet."""
        return self.roles[index] is None

    def claim(self, index: int, role: Role, rule: str) -> bool:
        """Give a free line its role; False where another rule came first."""
        if self.roles[index] is not None:
            return False
        self.roles[index] = role
        self.rules[index] = rule
        return True

    def reclaim(self, index: int, role: Role, rule: str) -> None:
        """Give a line another role: the form knows better than the common rule."""
        self.roles[index] = role
        self.rules[index] = rule

    def add(
        self,
        name: str,
        value: str | tuple[str, ...],
        spans: Iterable[Span],
        rule: str,
        *,
        doubt: str = "",
        alternatives: tuple[str, ...] = (),
    ) -> None:
        """Add a field unless it is there already or the value is empty."""
        if name in self.fields or not value:
            return
        where, text = tuple(spans), self.source_text
        if len(where) == 1:  # as most are, without a list for it
            start, end = where[0]
            printed: tuple[str, ...] = (text[start:end],)
        else:
            printed = tuple([text[start:end] for start, end in where])
        self.fields[name] = Field(
            name, value, printed, where, rule, doubt=doubt, alternatives=alternatives
        )

    def extend(self, name: str, values: Iterable[str], spans: Iterable[Span], rule: str) -> None:
        """Add to a list field, each value once."""
        old = self.fields.pop(name, None)
        if old is None:
            self.add(name, tuple(dict.fromkeys(filter(None, values))), dict.fromkeys(spans), rule)
            return
        kept = old.value if isinstance(old.value, tuple) else ()
        fresh = [each for each in dict.fromkeys(values) if each and each not in kept]
        where = dict.fromkeys((*old.spans, *spans) if fresh else old.spans)
        self.add(name, (*kept, *fresh), where, old.rule)
