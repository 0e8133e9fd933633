"""Text into a query's tree, or an error that points at the place and says what would work.

    query   = any { "OR" any }
    any     = one { ["AND"] one }          words side by side mean AND
    one     = { "NOT" | "-" } ( "(" query ")" | ["="] word [ "NEAR/n" ["="] word ] | ["="] phrase | field )

A = before a word or phrase keeps it from being widened (`widen`). A star alone inside a phrase is any
one word.

NOT binds closest, then AND, then OR. Operators are capitals; other signs between words part them.
Every limit is named here and a query beyond it is refused before any work is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from app.errors import WrongQuery
from app.search.query import (
    ANY,
    All,
    Named,
    Near,
    Not,
    Phrase,
    Query,
    Term,
    Unlike,
    conjunction,
    disjunction,
    words_as_query,
)
from app.search.values import SHORTEST_PREFIX, field_value
from app.search.words import keys_of, words_with_gaps

LONGEST_QUERY = 2_000  # characters
MOST_TERMS = 64  # words, those of phrases among them, and fields
DEEPEST = 20  # brackets and NOTs inside one another
FARTHEST = 50  # NEAR/n
DEFAULT_NEAR = 10

_TOKEN = re.compile(
    r"""(?P<space>\s+) | (?P<open>\() | (?P<close>\))
      | (?P<minus>(?<![^\s(])-(?=[^\s\-)]))
      | (?P<field>[A-Za-z][A-Za-z-]*):(?P<whole>=?)(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s()"]*))
      | =?"(?P<phrase>[^"]*)"(?P<star>\*?) | (?P<quote>") | (?P<run>[^\s()"]+)""",
    re.VERBOSE,
)
_QUOTES = str.maketrans("“”„«»＂", '""""""')
_NEAR = re.compile(r"NEAR(?:/([0-9]{0,9}))?|(?i:near)/([0-9]{1,9})", re.ASCII)
# Signs of other search languages: read as punctuation they would turn a query into another one.
_FOREIGN = tuple(
    (re.compile(sign), f"{shown} is not used here", next_step)
    for sign, shown, next_step in (
        (r"&&", "&&", "Write AND, or leave it out"),
        (r"\|\|", "||", "Write OR"),
        (r"~", "~", "For words near one another write berlin NEAR/5 wall"),
        (r"\^", "^", "Leave it out; no word weighs more than another"),
        (r"^!", "!", "Write NOT, or - before the word"),
        (r"(?<=\w)\?(?=\w)", "?", "For any ending write wom*, else each form: (woman OR women)"),
        (r"^[wW]/[0-9]+$", "W/n", "Write berlin NEAR/5 wall; for these signs themselves \"w/5\""),
    )
)  # fmt: skip


class Token(NamedTuple):
    """A piece of the query and where it begins."""

    kind: str  # open, close, not, and, or, near, leaf
    at: int
    shown: str
    leaf: Query = All()
    distance: int = 0


def parse(text: str) -> Query:
    """The tree of a query; a blank one asks for every cable.

    Raises:
        WrongQuery: it cannot be understood, or is beyond a limit; the error says where.
    """
    if len(text) > LONGEST_QUERY:
        raise WrongQuery(
            at=LONGEST_QUERY + 1, query=text[:LONGEST_QUERY],
            cause=f"the query goes on past {LONGEST_QUERY:,} characters",
            next_step="Search for fewer words",
        )  # fmt: skip
    return _Parser(text.translate(_QUOTES)).whole()


def _weight(token: Token) -> int:
    """How many terms a token adds: a phrase as many as it has words."""
    if isinstance(token.leaf, (Phrase, Named)):
        return len(token.leaf.words)
    return int(token.kind == "leaf")


def _has_gaps_inside(words: tuple[str, ...]) -> bool:
    return bool(words) and ANY not in (words[0], words[-1])


class _Parser:
    """One pass over the tokens; `_at` is the next one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._bounded()
        self._at = 0
        self._unlike: Token | None = None

    def whole(self) -> Query:
        if not self._tokens:
            if self._text.strip():  # signs alone; read as a blank query they would ask for all
                self._refuse(len(self._text) - len(self._text.lstrip()), "there is no word in this",
                             "Write words in letters or figures, such as contingency planning")  # fmt: skip
            return All()
        query = self._any(0)
        if self._at < len(self._tokens):
            self._refuse(self._tokens[self._at].at, "a bracket ) closes what was never opened",
                         "Take it out, or open it with (")  # fmt: skip
        return query

    def _bounded(self) -> list[Token]:
        tokens, leaves = [], 0
        for token in self._read():
            leaves += _weight(token)
            if leaves > MOST_TERMS:
                self._refuse(token.at, f"this is more than {MOST_TERMS} words and fields",
                             "Search for fewer words")  # fmt: skip
            tokens.append(token)
        return tokens

    # Tokens -----------------------------------------------------------------------------------

    def _read(self) -> Iterator[Token]:
        for found in _TOKEN.finditer(self._text):
            kind, at = found.lastgroup or "", found.start()
            if kind in ("open", "close"):
                yield Token(kind, at, found[0])
            elif kind == "minus":
                yield Token("not", at, "-")
            elif kind == "quote" or (
                found["field"] and self._text[found.end() : found.end() + 1] == '"'
            ):
                self._refuse(found.end() - (kind == "quote"), "a quotation mark opens here and never closes",
                             "Close it with a second one, or take it out")  # fmt: skip
            elif found["field"]:
                yield Token("leaf", at, found[0], self._field(found))
            elif kind in ("phrase", "star"):
                yield Token("leaf", at, found[0], self._phrase(found))
            elif kind == "run":
                yield from self._run(found[0], at)

    def _field(self, found: re.Match[str]) -> Query:
        value = found["bare"] if found["quoted"] is None else found["quoted"]
        if value == "" and self._text[found.end() : found.end() + 1] == "(":
            name = found["field"]
            self._refuse(found.end(), "a field takes no brackets",
                         f"Write ({name}:one OR {name}:other)")  # fmt: skip
        return field_value(
            self._text, found.start(), found["field"], value,
            quoted=found["quoted"] is not None, whole=bool(found["whole"]),
        )  # fmt: skip

    def _phrase(self, found: re.Match[str]) -> Query:
        words = words_with_gaps(found["phrase"])
        if found["star"] or ("*" in found[0] and not _has_gaps_inside(words)):
            at = found.start() + found[0].index("*")
            self._refuse(at, "a star in a phrase stands alone between two words, for any one word",
                         'Write "new * policy", or put it behind a single word: plan*')  # fmt: skip
        if not words:
            self._refuse(found.start(), "there is no word between these quotation marks",
                         'Put words between them: "contingency planning"')  # fmt: skip
        return words_as_query(words, exact=found[0].startswith("="))

    def _run(self, run: str, at: int) -> Iterator[Token]:
        if run in ("AND", "OR", "NOT"):
            yield Token(run.lower(), at, run)
        elif near := _NEAR.fullmatch(run):
            yield Token("near", at, run, distance=self._distance(near, at))
        elif leaf := self._words(run, at):
            yield Token("leaf", at, run, leaf)

    def _distance(self, near: re.Match[str], at: int) -> int:
        typed = near[1] if near[2] is None else near[2]
        distance = DEFAULT_NEAR if typed is None else int(typed or 0)
        if not 1 <= distance <= FARTHEST:
            self._refuse(at, f"NEAR/{typed} is no distance",
                         f"Write a number of words from 1 to {FARTHEST}: NEAR/5")  # fmt: skip
        return distance

    def _words(self, run: str, at: int) -> Query | None:
        for sign, cause, next_step in _FOREIGN:
            if found := sign.search(run):
                self._refuse(at + found.start(), cause, next_step)
        words = keys_of(run)
        if "*" in run:
            return self._prefix(run, at, words)
        return words_as_query(words, exact=run.startswith("=")) if words else None

    def _prefix(self, run: str, at: int, words: tuple[str, ...]) -> Query:
        star = run.index("*")
        if len(words) != 1 or keys_of(run[star:]) or not keys_of(run[:star][-1:]):
            self._refuse(at + star, "a star stands at the end of one word only",
                         "Write the beginning of the word: plan*")  # fmt: skip
        if len(words[0]) < SHORTEST_PREFIX:
            self._refuse(at, f"a star needs {SHORTEST_PREFIX} letters or more before it",
                         "Write more of the word: plan*")  # fmt: skip
        return Term(words[0], prefix=True)

    # Tree -------------------------------------------------------------------------------------

    def _any(self, depth: int) -> Query:
        found = [self._all(depth)]
        while self._is("or"):
            self._at += 1
            found.append(self._all(depth))
        if len(found) > 1 and self._unlike is not None:
            self._unlike_inside(self._unlike)
        return disjunction(found)

    def _all(self, depth: int) -> Query:
        found = [self._one(depth)]
        while self._at < len(self._tokens) and not (self._is("or") or self._is("close")):
            if self._is("and"):
                self._at += 1
            found.append(self._one(depth))
        return conjunction(found)

    def _one(self, depth: int) -> Query:
        token = self._next()
        if depth > DEEPEST:
            self._refuse(token.at, f"this is inside more than {DEEPEST} brackets",
                         "Take brackets out that change nothing")  # fmt: skip
        if token.kind == "not":
            return Not(self._one(depth + 1))
        if token.kind == "open":
            return self._bracket(token, depth)
        if token.kind != "leaf":
            self._misplaced(token)
        if isinstance(token.leaf, Unlike):
            self._unlike = token
            if depth:
                self._unlike_inside(token)
        return self._near(token) if self._is("near") else token.leaf

    def _bracket(self, opened: Token, depth: int) -> Query:
        if self._is("close"):
            self._refuse(opened.at, "there is nothing between these brackets",
                         "Put words between them, or take them out")  # fmt: skip
        if self._at == len(self._tokens):
            self._unclosed(opened)
        inside = self._any(depth + 1)
        if not self._is("close"):
            self._unclosed(opened)
        self._at += 1
        if self._is("near"):
            self._near_takes_words(self._tokens[self._at].at)
        return inside

    def _near(self, left: Token) -> Query:
        near = self._next()
        right = self._next()
        ends = [token.leaf for token in (left, right)]
        if not all(isinstance(end, Term) and not end.prefix for end in ends) or self._is("near"):
            self._near_takes_words(near.at)
        first, second = (end.word for end in ends if isinstance(end, Term))
        exact = any(isinstance(end, Term) and end.exact for end in ends)
        return Near(first, second, near.distance, exact)

    def _is(self, kind: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].kind == kind

    def _next(self) -> Token:
        if self._at == len(self._tokens):
            last = self._tokens[-1]
            self._refuse(last.at, f"nothing follows {last.shown}",
                         "Put a word behind it, or take it out")  # fmt: skip
        self._at += 1
        return self._tokens[self._at - 1]

    # Refusals ---------------------------------------------------------------------------------

    def _misplaced(self, token: Token) -> NoReturn:
        if token.kind == "close":
            self._refuse(token.at, "a bracket ) closes too early", "Take it out, or open it with (")
        self._refuse(token.at, f"{token.shown} stands where a word is expected",
                     f"Put words on both sides of it, or write {token.shown.lower()} in small letters "
                     "to search for the word")  # fmt: skip

    def _unclosed(self, opened: Token) -> NoReturn:
        self._refuse(opened.at, "a bracket opens here and never closes",
                     "Close it with ), or take it out")  # fmt: skip

    def _unlike_inside(self, token: Token) -> NoReturn:
        self._refuse(token.at, "unlike: stands beside the whole of a search, not inside it",
                     f"Put the rest in brackets: (a OR b) {token.shown}")  # fmt: skip

    def _near_takes_words(self, at: int) -> NoReturn:
        self._refuse(at, "NEAR takes one plain word on either side",
                     "Write berlin NEAR/5 wall; join two of these with AND")  # fmt: skip

    def _refuse(self, at: int, cause: str, next_step: str) -> NoReturn:
        raise WrongQuery(at=at + 1, query=self._text, cause=cause, next_step=next_step)
