"""The shape of the index: which field is searched, which is counted, which is sorted by.

The index gets words, not texts: `words.words_of` has parted and folded them, and the tokenizer
here only splits at the spaces between. Several values (paragraphs, addressees) stand one position
apart, so that no phrase runs from one into the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tantivy import Document as TantivyDocument
from tantivy import Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from app.search import dates
from app.search.ask import BEGIN, COUNTED, END, facet_field, named_field
from app.search.document import Document
from app.search.fields import FIELDS, Kind
from app.search.words import key_of, keys_of

# Part of the folder's name: another shape or another idea of a word is another index.
SHAPE = 2
TOKENIZER = "reftel_words"
NAMED = tuple(field.name for field in FIELDS if field.kind in (Kind.WORDS, Kind.WHOLE))


def schema() -> Schema:
    """The fields of the index."""
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("flag", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("body", "heading", *map(named_field, NAMED)):
        builder.add_text_field(name, tokenizer_name=TOKENIZER)
    for name in COUNTED:
        builder.add_text_field(
            facet_field(name), fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in ("sent", "received"):
        for part in ("first", "last", "clock", "key"):
            builder.add_unsigned_field(f"{name}_{part}", indexed=part != "key", fast=True)
    for name in ("year", "month", "pages"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def open_index(folder: str) -> Index:
    """The index in a folder, made where there is none."""
    index = Index(schema(), path=folder)
    index.register_tokenizer(TOKENIZER, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


def as_indexed(document: Document) -> TantivyDocument:
    """A document in the shape of the index."""
    made = TantivyDocument()
    for name, text in _texts(document):
        made.add_text(name, text)
    for name, number in _numbers(document):
        made.add_unsigned(name, number)
    return made


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    yield "id", document.id
    yield "state", document.state
    yield from (("flag", flag) for flag in sorted(document.flags))
    yield from (("body", " ".join(keys_of(text))) for text in document.paragraphs)
    yield from (("heading", " ".join(keys_of(text))) for text in document.heading)
    for name, values in document.fields.items():
        keys = [key_of(value) for value in values]
        yield from ((named_field(name), f"{BEGIN} {key} {END}") for key in keys)
        if name in COUNTED:
            yield from ((facet_field(name), key) for key in _each_once(keys))


def _each_once(keys: Iterable[str]) -> Iterator[str]:
    return (key for key in dict.fromkeys(keys) if key)


def _numbers(document: Document) -> Iterator[tuple[str, int]]:
    yield "pages", document.pages
    yield "sent_key", document.sent_key
    yield "received_key", document.received_key
    for name, local in (("sent", document.sent), ("received", document.received)):
        if span := dates.minutes(local):
            yield f"{name}_first", span[0]
            yield f"{name}_last", span[1]
        if (minute := dates.time_of_day(local)) is not None:
            yield f"{name}_clock", minute
    if dates.minutes(document.sent):
        yield "year", int(document.sent[:4])
        if len(document.sent) >= 7:
            yield "month", int(document.sent[:4]) * 100 + int(document.sent[5:7])
