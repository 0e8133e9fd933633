"""The order in which a text is read. Each step leaves its claims on the workbench."""

from __future__ import annotations

from app.telegram import body, cover, events, families, marks, pages
from app.telegram.citing import place_references
from app.telegram.forms.form import Form
from app.telegram.lexicon import lexicon_of
from app.telegram.lines import split
from app.telegram.markings import collect
from app.telegram.reading import Page, PageJoin, Reading, ReadLine, Role, Span
from app.telegram.redactions import find_redactions
from app.telegram.remarks import find_remarks, find_serials
from app.telegram.timing import place_moments
from app.telegram.vocabulary import Vocabulary
from app.telegram.whole import look_over
from app.telegram.workbench import Workbench

CORE = "1"


def read(source_text: str, vocabulary: Vocabulary) -> Reading:
    """Read one text.

    Args:
        source_text: the text as received, decoded; offsets of the reading count its code points.
        vocabulary: words, posts and zones.

    Returns:
        The reading; a text that is no telegram gives one too, with `is_telegram` False. Never
        raises, and takes time in proportion to the length of the text.
    """
    bench = Workbench(source_text, split(source_text), lexicon_of(vocabulary))
    pages.find_seams(bench)
    marks.claim_common(bench)
    cover.claim_cover(bench)
    pages.find_pages(bench)
    form, is_telegram, evidence = families.tell(bench)
    form.read(bench)
    body.settle(bench)
    joins = body.build(bench)
    collect(bench)
    events.find_events(bench)
    find_remarks(bench)
    find_serials(bench)
    find_redactions(bench)
    place_references(bench)
    place_moments(bench, form.family)
    look_over(bench)
    return _freeze(bench, form, is_telegram, evidence, joins)


def _freeze(
    bench: Workbench,
    form: Form,
    is_telegram: bool,
    evidence: tuple[str, ...],
    joins: tuple[PageJoin, ...],
) -> Reading:
    return Reading(
        core=CORE,
        family=form.family,
        is_telegram=is_telegram,
        evidence=evidence,
        lines=_lines(bench),
        pages=_pages(bench),
        fields=bench.fields,
        paragraphs=tuple(bench.paragraphs),
        page_joins=joins,
        markings=tuple(bench.markings),
        events=tuple(bench.events),
        sent=bench.sent,
        received=bench.received,
        transit_minutes=bench.transit_minutes,
        references=tuple(bench.references),
        redactions=tuple(bench.redactions),
        remarks=tuple(bench.remarks),
        further=tuple(bench.further),
        doubts=tuple(bench.doubts),
        passages=tuple(bench.passages),
    )


def _lines(bench: Workbench) -> tuple[ReadLine, ...]:
    """The lines with what was found of them, made in one go since there are so many."""
    numbers = [line.number for line in bench.lines]
    spans = [line.span for line in bench.lines]
    roles = [role or Role.STAMP for role in bench.roles]
    return tuple(map(ReadLine, numbers, spans, bench.page_of, roles, bench.rules))


def _pages(bench: Workbench) -> tuple[Page, ...]:
    return tuple(
        Page(
            number,
            sheet.printed,
            Span(bench.lines[sheet.first].span.start, bench.lines[sheet.last].span.end),
            bench.lines[sheet.first].number,
            bench.lines[sheet.last].number,
            sheet.rule,
            sheet.running_head,
        )
        for number, sheet in enumerate(bench.sheets, 1)
        if bench.lines
    )
