"""Specimens by seed: one, a stream of them, and the table of every form there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import cia, others, state_paper, state_wire, teletype
from .cable import Cable
from .dice import Dice
from .noise import damage
from .paper import BLANK, BODY, FORM, PAGE_MARK, Paper, Row, Specimen
from .stock import Stock

Draw = Callable[[Dice, Stock], Cable]
Type = Callable[[Dice, Stock, Cable], Paper]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the family of the labels it belongs to, and how it is drawn and typed."""

    family: str
    kind: str
    draw: Draw
    type: Type
    is_telegram: bool = True
    weight: int = 1  # how often it comes up where no family is asked for


NOT_A_TELEGRAM = "not-a-telegram"
FORMS = (
    Form("state-incoming-1946-66", "incoming", state_paper.draw_incoming, state_paper.incoming, weight=9),
    Form("state-outgoing", "outgoing", state_paper.draw_outgoing, state_paper.outgoing, weight=4),
    Form("state-telegram-1966-73", "telegram", state_wire.draw_telegram, state_wire.telegram, weight=5),
    Form("state-electronic-1973-79", "electronic", state_wire.draw_electronic, state_wire.electronic, weight=8),
    Form("state-mrn", "mrn", state_wire.draw_mrn, state_wire.mrn, weight=2),
    Form("cia-classified-message", "message", cia.draw_message, cia.message, weight=5),
    Form("cia-tdcs", "report", cia.draw_report, cia.report, weight=2),
    Form("teletype", "military", teletype.draw_teletype, teletype.military),
    Form("teletype", "fbis", teletype.draw_teletype, teletype.fbis),
    Form("teletype", "cas", teletype.draw_teletype, teletype.cas),
    Form("other", "airgram", others.draw_airgram, others.airgram),
    Form("other", "received", others.draw_received, others.received),
    Form("other", "body only", others.draw_body_only, others.body_only),
    Form("other", "letter", others.draw_paper, others.letter, is_telegram=False),
    Form("other", "memorandum", others.draw_paper, others.memorandum, is_telegram=False),
    Form("other", "dispatch", others.draw_paper, others.dispatch, is_telegram=False),
    Form("other", "routing sheet", others.draw_paper, others.routing_sheet, is_telegram=False),
)  # fmt: skip


def _group(form: Form) -> str:
    return form.family if form.is_telegram else NOT_A_TELEGRAM


FAMILIES = tuple(dict.fromkeys(_group(form) for form in FORMS))
_BY_NAME: dict[str, tuple[Form, ...]] = {
    **{name: tuple(f for f in FORMS if _group(f) == name) for name in FAMILIES},
    **{form.kind: (form,) for form in FORMS},
}
_ANY = tuple(form for form in FORMS for _ in range(form.weight) if form.is_telegram)


def compose(
    seed: int,
    stock: Stock,
    family: str | None = None,
    noise: float = 0.0,
    cable: Cable | None = None,
    length: float = 1.0,
) -> Specimen:
    """Compose one text whose every value is known.

    Args:
        seed: equal seeds and stocks give equal specimens, on any machine.
        stock: posts, clocks and words from outside.
        family: one of `FAMILIES` or a kind of `FORMS`; None draws any kind of telegram.
        noise: how badly an engine misread it, from 0 (not at all) to 3 (barely legible).
        cable: values to type, as a story gives them; drawn where absent.
        length: how many times as many sentences as real texts of the form have.

    Raises:
        ValueError: an unknown family.
    """
    dice = Dice(seed)
    form = _form(dice, family)
    values = cable or form.draw(dice, stock)
    values.length = length
    paper = form.type(dice, stock, values)
    name = f"{form.kind.replace(' ', '-')}-{seed}"
    rows = _as_engine_gives(dice, paper.rows, name)
    if noise > 0:
        rows = damage(dice, rows, noise)
    return Specimen(
        text="\n".join([row.text for row in rows]) + "\n",
        family=form.family,
        kind=form.kind,
        is_telegram=form.is_telegram,
        fields=paper.fields,
        printed=paper.printed,
        rows=tuple(rows),
        paragraphs=tuple(paper.paragraphs),
        noise=noise,
        seed=seed,
        name=name,
    )


def _form(dice: Dice, family: str | None) -> Form:
    if family is None:
        return dice.pick(_ANY)
    if family not in _BY_NAME:
        raise ValueError(f"No form is called {family!r}. Ask for one of: {', '.join(_BY_NAME)}.")
    return dice.pick(_BY_NAME[family])


def _as_engine_gives(dice: Dice, rows: list[Row], name: str) -> list[Row]:
    """The same rows as different engines lay them out: blank lines, page marks, form feeds."""
    rows = _no_runs(rows)
    draw = dice.roll()
    if draw < 0.25:
        return [row for row in rows if row.role]  # no blank line at all
    if draw < 0.45:
        return _marked(rows, name)
    if draw < 0.55:
        return _fed(rows)
    return rows


def _no_runs(rows: list[Row]) -> list[Row]:
    return [
        row
        for at, row in enumerate(rows)
        if row.role or (at and rows[at - 1].role and at < len(rows) - 1)
    ]


def _fed(rows: list[Row]) -> list[Row]:
    """A form feed at the head of each page after the first."""
    out: list[Row] = []
    page = 0
    for row in rows:
        if row.role and row.page != page:
            page = row.page
            row = row._replace(text="\f" + row.text)
        out.append(row)
    return out


def _marked(rows: list[Row], name: str) -> list[Row]:
    """Page marks in Markdown and a blank line after every line."""
    blank = Row("", BLANK, 0)
    out = [Row(f"# {name.upper()}", PAGE_MARK, 0), blank]
    page = -1
    for row in rows:
        if not row.role:
            continue
        if row.page != page:
            if page >= 0:
                out += [Row("---", PAGE_MARK, page), blank]
            page = row.page
            out += [Row(f"## Page {page + 1}", PAGE_MARK, page), blank]
        out += [row, blank]
    return out


def stream(
    seed: int, stock: Stock, count: int, noise: float = 0.0, length: float = 1.0
) -> Iterator[str]:
    """JSON lines of `count` telegrams, each with an id, a name, its text and its values.

    The n-th line is that of seed `seed` + n, so a stream can be cut and taken up anywhere. Texts
    are about 1.5 kB long; a `length` of 2.2 makes them 2.4 kB.
    """
    for n in range(seed, seed + count):
        specimen = compose(n, stock, noise=noise, length=length)
        yield json.dumps(
            {
                "id": n,
                "name": specimen.name,
                "format": specimen.family,
                "text": specimen.text,
                "fields": specimen.fields,
            },
            ensure_ascii=False,
        )


__all__ = ["BODY", "FAMILIES", "FORM", "FORMS", "Form", "compose", "stream"]
