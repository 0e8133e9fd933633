"""Spells out the control words of a face from the vocabulary: LIMDIS, S/S, SECTO."""

from __future__ import annotations

from app.telegram.vocabulary import Term, Vocabulary


class Glossary:
    """Meanings by field and word; an unknown word has none."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        offices = {_plain(code): name for code, name in vocabulary.offices.items()}
        self._meanings = {
            "precedence": _terms(vocabulary.precedences),
            "captions": _terms(vocabulary.captions),
            "series": {_plain(s.name): s.meaning for s in vocabulary.series},
            "action_offices": offices,
            "info_offices": offices,
        }

    def meaning(self, field: str, word: str) -> str:
        """What a word of a field stands for; empty where the vocabulary does not say."""
        return self._meanings.get(field, {}).get(_plain(word), "")


def _plain(word: str) -> str:
    return word.upper().replace("/", "").strip()


def _terms(terms: tuple[Term, ...]) -> dict[str, str]:
    return {_plain(form): term.meaning for term in terms for form in (*term.forms, term.normal)}
