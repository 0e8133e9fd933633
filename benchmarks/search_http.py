"""Searching over HTTP, as a visitor does, beside Datasette over FTS5 with facets on the same texts.

    python benchmarks/search_http.py [--count 100000] [--rounds 40]

The texts are those of `search.py` (about 2.5 kB, words planted in known shares of them), with
readings made by hand: what is measured is store, index and pages, not the reading. The archive is
filled, followed and served by `reftel serve`; each query is asked one after the other over one
connection. Told are: cables a second into the store and into the index, readings given; both beside the text;
the median and the 95th hundredth in milliseconds for a page of 20 hits with passages, facets and the
timeline; Datasette's for 20 rows with facets over the same columns; and the server's memory.
"""

from __future__ import annotations

import argparse
import http.client
import os
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.archive import adding, repository
from app.archive.records import Naming, NewCable, NewSource
from app.archive.rows import prepare
from app.archive.store import Store, open_store
from app.desk.index import Follower
from app.search.document import Document
from app.telegram.reading import (
    Family,
    Field,
    Join,
    Moment,
    Page,
    Paragraph,
    Piece,
    Reading,
    ReadLine,
    Role,
    Span,
)
from app.vocabulary import load
from benchmarks.pages import free_port, running
from benchmarks.search import PHRASES, PLANTED, documents

BATCH = 500
BOOK = "0" * 64
ASKED = (
    *(word.lower() for word in PLANTED),
    *(f'"{" ".join(phrase).lower()}"' for phrase in PHRASES),
    "halfmark class:secret",
)
FACETS = ("post", "series", "classification", "caption", "signature", "year")


class Measured(NamedTuple):
    """Milliseconds."""

    half: float
    late: float  # the 95th hundredth


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reftel-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        fill(folder, options.count)
        ours, memory = asked_of_us(stack, folder, options.rounds)
        theirs = asked_of_datasette(stack, folder, options.rounds)
        show(ours, theirs)
        print(f"server: {memory:,.0f} MB (aim 250)")
    return 0


# The archive --------------------------------------------------------------------------------------


def fill(folder: Path, count: int) -> None:
    """Store and index, and a table of the same for Datasette; what that took is told."""
    store = open_store(f"sqlite:///{folder / 'var' / 'reftel.sqlite3'}")
    with store.writing() as tx:
        repository.add_source(tx, NewSource(BOOK, "composed.jsonl", "application/x-ndjson", 1))
    written, size = into_store(store, folder / "rows.sqlite3", count)
    start = time.perf_counter()
    follower = Follower(store, folder / "var" / "index", load())
    follower.follow()
    follower.close()
    followed = time.perf_counter() - start
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    database = (folder / "var" / "reftel.sqlite3").stat().st_size
    index = sum(f.stat().st_size for f in (folder / "var" / "index").rglob("*") if f.is_file())
    print(f"{count:,} cables, {size / 1e6:,.0f} MB of text")
    print(f"store {count / written:,.0f} a second, index {count / followed:,.0f}, both "
          f"{count / (written + followed):,.0f} (aim 2,000, readings given)")  # fmt: skip
    print(
        f"database {database / size:.2f} (aim 1.6), index {index / size:.2f} (aim 1.0) of the text"
    )


def into_store(store: Store, rows: Path, count: int) -> tuple[float, int]:
    """Seconds in the store, and the bytes of text."""
    spent, size, made = 0.0, 0, documents(count, 1)
    with sqlite3.connect(rows) as database:
        database.execute(
            "CREATE TABLE cable (id INTEGER PRIMARY KEY, title, post, series, classification,"
            " caption, signature, year, body)"
        )
        while batch := list(islice(made, BATCH)):
            new = [cable(one) for one in batch]
            size += sum(len(one.source_text) for one in new)
            start = time.perf_counter()
            with store.writing() as tx:
                adding.add_prepared(tx, [prepare(one) for one in new], published_by="benchmark")
            spent += time.perf_counter() - start
            database.executemany(
                "INSERT INTO cable (title, post, series, classification, caption, signature, year,"
                " body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [row(one) for one in batch],
            )
        database.execute(
            "CREATE VIRTUAL TABLE cable_fts USING fts5(body, content='cable', content_rowid='id')"
        )
        database.execute("INSERT INTO cable_fts (cable_fts) VALUES ('rebuild')")
        for facet in FACETS:
            database.execute(f"CREATE INDEX cable_{facet} ON cable ({facet})")
    database.close()
    return spent, size


def row(one: Document) -> tuple[str, ...]:
    values = {name: " ".join(held) for name, held in one.fields.items()}
    return (one.heading[0], values["post"], values["series"], values["class"], values["caption"],
            values["signed"], one.sent[:4], "\n\n".join(one.paragraphs))  # fmt: skip


def cable(one: Document) -> NewCable:
    """A composed document as a cable with a reading that says what it says."""
    head = [*dict.fromkeys(value for held in one.fields.values() for value in held)]
    blocks = [*head, *one.paragraphs]
    text = "\n\n".join(blocks)
    spans, at = [], 0
    for block in blocks:
        spans.append(Span(at, at + len(block)))
        at += len(block) + 2
    placed = dict(zip(head, spans, strict=False))
    fields = dict(found(one, placed))
    paragraphs = tuple(
        Paragraph(f"p{number:03}", (Piece(span, Join.START, 1),))
        for number, span in enumerate(spans[len(head) :], 1)
    )
    lines = tuple(
        ReadLine(2 * at + 1, span, 1, Role.HEADER if at < len(head) else Role.BODY, "composed")
        for at, span in enumerate(spans)
    )
    sent = Moment("sent", (), (), one.sent, "", "", "", "minute", "printed")
    page = Page(1, None, Span(0, len(text)), 1, lines[-1].number, "composed")
    reading = Reading(
        core="composed", family=Family.OTHER, is_telegram=True, evidence=(), lines=lines,
        pages=(page,), fields=fields, paragraphs=paragraphs, sent=sent,
    )  # fmt: skip
    post = one.fields["post"][0].title()
    number = one.id.lstrip("0") or "0"
    named = Naming(
        f"Telegram {number}, {post}", f"telegram-{number}", post, "the Department of State"
    )
    return NewCable(BOOK, text, reading, named, specimen=True)


def found(one: Document, placed: dict[str, Span]) -> Iterator[tuple[str, Field]]:
    called = {"from": "from", "class": "classification", "series": "series", "signed": "signature"}
    for name, field in called.items():
        value = one.fields[name][0]
        yield field, Field(field, value, (value,), (placed[value],), "composed")
    for name, field in (("caption", "captions"), ("precedence", "precedence")):
        values = one.fields[name]
        yield field, Field(field, values, values, tuple(placed[v] for v in values), "composed")
    yield "sent_date", Field("sent_date", one.sent[:10], (), (), "composed")


# Who is asked ---------------------------------------------------------------------------------------


def asked_of_us(stack: ExitStack, folder: Path, rounds: int) -> tuple[dict[str, Measured], float]:
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("REFTEL_")}
    own |= {"REFTEL_DATA": str(folder / "var"), "REFTEL_PORT": str(port)}
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "app", "serve"]
    address = f"http://127.0.0.1:{port}/healthz"
    stack.enter_context(running(command, cwd=root, address=address, env=own))
    times = {
        text: asked(port, f"/search?{urllib.parse.urlencode({'q': text})}", rounds)
        for text in ASKED
    }
    return times, memory_of(port)


def asked_of_datasette(stack: ExitStack, folder: Path, rounds: int) -> dict[str, Measured]:
    program = Path(sys.executable).with_name("datasette")
    if not program.exists():
        print("Datasette is not installed: no comparison (pip install -r requirements-bench.lock)")
        return {}
    port = free_port()
    command = [str(program), "serve", "-i", str(folder / "rows.sqlite3"), "--port", str(port),
               "--setting", "sql_time_limit_ms", "60000",
               "--setting", "facet_time_limit_ms", "60000"]  # fmt: skip
    stack.enter_context(
        running(command, cwd=folder, address=f"http://127.0.0.1:{port}/-/versions.json")
    )
    facets = "".join(f"&_facet={facet}" for facet in FACETS)
    times = {}
    for text in ASKED:
        words, _, level = text.partition(" class:")
        only = f"&classification={level.upper()}" if level else ""
        query = urllib.parse.urlencode({"_search": words, "_searchmode": "raw"})
        times[text] = asked(
            port, f"/rows/cable?{query}&_size=20{facets}{only}", max(3, rounds // 10)
        )
    return times


def asked(port: int, path: str, rounds: int) -> Measured:
    """How long a page takes, the first time left out.

    Raises:
        SystemExit: an answer was not 200.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    connection.close()
    times = sorted(times[1:])
    return Measured(statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))])


def memory_of(port: int) -> float:
    """The largest memory of the process that listens on a port, in MB; 0 where it cannot be told."""
    wanted = f"REFTEL_PORT={port}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                status = (process / "status").read_text(encoding="ascii")
                return int(status.partition("VmHWM:")[2].split()[0]) / 1000
        except OSError:
            continue
    return 0.0


def show(ours: dict[str, Measured], theirs: dict[str, Measured]) -> None:
    print(f"{'query':30}{'p50 ms':>9}{'p95 ms':>9}{'Datasette p50':>15}{'times':>8}")
    for text, own in ours.items():
        line = f"{text:30}{own.half:>9.1f}{own.late:>9.1f}"
        if text in theirs:
            line += f"{theirs[text].half:>15.0f}{theirs[text].half / own.half:>8.0f}"
        print(line)


if __name__ == "__main__":
    raise SystemExit(main())
