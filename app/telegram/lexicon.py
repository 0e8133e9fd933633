"""The vocabulary turned into look-up tables, once for each vocabulary handed in."""

from __future__ import annotations

from dataclasses import dataclass

from app.telegram.folding import Words, squeeze
from app.telegram.lines import fold
from app.telegram.vocabulary import Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Squeezed forms (letters and digits in capitals) and what they stand for."""

    vocabulary: Vocabulary
    classifications: dict[str, str]
    precedences: dict[str, str]
    captions: dict[str, str]
    series: frozenset[str]
    offices: frozenset[str]
    places: dict[str, str]
    office_words: Words
    levels: Words
    precedence_words: Words
    caption_words: Words


def _forms(terms: tuple[Term, ...]) -> dict[str, str]:
    return {
        squeeze(fold(form)): term.normal for term in terms for form in (term.normal, *term.forms)
    }


def _build(vocabulary: Vocabulary) -> Lexicon:
    places = {
        squeeze(fold(name)): post.name
        for post in vocabulary.posts
        for name in (*post.aliases, post.name)
    }
    precedences = {k: v for k, v in _forms(vocabulary.precedences).items() if len(k) > 1}
    captions = _forms(vocabulary.captions) | _forms(vocabulary.markings)
    return Lexicon(
        vocabulary=vocabulary,
        classifications=_forms(vocabulary.classifications),
        precedences=precedences,
        captions=captions,
        series=frozenset(series.name for series in vocabulary.series),
        offices=frozenset(squeeze(fold(office)) for office in vocabulary.offices),
        places=places,
        levels=Words(_forms(vocabulary.classifications)),
        precedence_words=Words(precedences),
        caption_words=Words(captions),
        office_words=Words((office, office) for office in vocabulary.offices),
    )


_KEPT: list[Lexicon] = []


def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The tables of a vocabulary; the last few are kept, since every text asks for the same."""
    for kept in _KEPT:
        if kept.vocabulary is vocabulary:
            return kept
    made = _build(vocabulary)
    _KEPT[:] = [made, *_KEPT[:3]]
    return made
