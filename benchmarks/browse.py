"""What browse pages cost as the archive grows: figures kept beside the cables, against counting.

    python benchmarks/browse.py [--cables 20000]

One archive in a temporary folder is filled with rows of one composed telegram, its post, series and
day varied. Measured is CPU time of this process, the best of several, in the same run: the figures of
all years, of all posts, of a month and of the home page, beside the GROUP BY that would count the
same; a page of a day's and of a post's list; and what keeping the figures adds to publishing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select

from app import vocabulary
from app.archive import adding, browse, pages, repository, tally
from app.archive.records import NewCable, NewSource
from app.archive.rows import Prepared, prepare
from app.archive.store import Store, open_store
from app.archive.tables import cable
from app.archive.tally import Kind
from app.desk.naming import naming
from app.specimens import Stock, stream
from app.telegram import read

BATCH = 1_000
POSTS = 300
TIMES = 7


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cables", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reftel-bench-") as folder:
        store = open_store(f"sqlite:///{folder}/archive.sqlite3")
        spent, counting = filled(store, options.cables)
        print(f"{options.cables:,} cables of {POSTS} posts")
        print(
            f"publishing, CPU a cable: {spent * 1e6:.0f} us, of it the figures {counting * 1e6:.0f} us"
        )
        report(store)
        store.close()
    return 0


def filled(store: Store, many: int) -> tuple[float, float]:
    """Fill; CPU seconds a cable of all, and of keeping the figures."""
    given = list(varied(many))
    spent = counting = 0.0
    for start in range(0, many, BATCH):
        began = time.process_time()
        with store.writing() as tx:
            if not start:
                repository.add_source(tx, NewSource("a" * 64, "bench", "text/plain", 1))
            ids = adding.add_prepared(tx, given[start : start + BATCH])
            tx.connection.execute(
                cable.update().where(cable.c.id.in_(ids)).values(
                    state="published", published_at=dt.datetime.now(dt.UTC)
                )
            )  # fmt: skip
            before = time.process_time()
            tally.put_in(tx, ids)
            tally.write(tx.connection, tx.counted)
            tx.counted.clear()
            counting += time.process_time() - before
        spent += time.process_time() - began
    return spent / many, counting / many


def varied(many: int) -> Iterator[Prepared]:
    words = vocabulary.load()
    text = json.loads(next(iter(stream(1, Stock.of(words), 1))))["text"]
    reading = read(text, words)
    one = prepare(NewCable("a" * 64, text, reading, naming(reading, words)))
    first = dt.date(1950, 1, 1)
    for at in range(many):
        day = (first + dt.timedelta(days=at * 7919 % 9_000)).isoformat()
        catalogue = one.catalogue | {
            "post": f"Post {at * 31 % POSTS}", "sent_day": day, "sent_local": f"{day}T10:00",
            "sent_utc": dt.datetime.fromisoformat(f"{day}T10:00:00+00:00"),
            "series": "SECTO" if at % 9 == 0 else "",
        }  # fmt: skip
        yield one._replace(catalogue=catalogue, aliases=[], references=[], traits=[])


def report(store: Store) -> None:
    published = cable.c.state == "published"
    year = func.substr(cable.c.sent_day, 1, 4)
    month = func.substr(cable.c.sent_day, 1, 7)

    def grouped(column: object, *conditions: object) -> Callable[[object], object]:
        asked = select(column, func.count()).where(published, *conditions).group_by(column)  # type: ignore[arg-type, call-overload]
        return lambda connection: connection.execute(asked).all()  # type: ignore[attr-defined]

    rows: list[tuple[str, Callable, Callable | None]] = [  # type: ignore[type-arg]
        ("all years", lambda c: tally.every(c, Kind.YEAR), grouped(year)),
        ("all posts", lambda c: tally.every(c, Kind.POST), grouped(cable.c.post)),
        ("days of a month", lambda c: tally.between(c, Kind.DAY, "1962-03", "1962-03."),
         grouped(cable.c.sent_day, month == "1962-03")),
        ("home page's holdings", pages.holdings, None),
        ("a day's list, 50", lambda c: browse.sent_on(c, "1962-03-04", 50), None),
        ("a post's year, 50", lambda c: browse.of_post(c, ["Post 3"], "1962", 50), None),
        ("a register", lambda c: browse.register(c, ("telegram",), ["Post 3"], "1962"), None),
    ]  # fmt: skip
    print(f"{'':24}{'kept, ms':>10}{'counted, ms':>13}")
    with store.reading() as connection:
        for name, kept, counted in rows:
            other = f"{best(lambda c=counted: c(connection)):13.2f}" if counted else ""
            print(f"{name:24}{best(lambda k=kept: k(connection)):10.2f}{other}")


def best(deed: Callable[[], object]) -> float:
    """CPU milliseconds of the best of several."""
    found = []
    for _ in range(TIMES):
        began = time.process_time()
        deed()
        found.append(time.process_time() - began)
    return min(found) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
