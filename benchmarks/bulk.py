"""Taking in a bulk file of specimens as an archive would, with visitors reading meanwhile.

    python benchmarks/bulk.py [--count 20000] [--processes 0] [--no-visitor]

`reftel ingest --bulk --publish` takes the file in beside a running `reftel serve` whose archive
holds some specimens already. Told are: cables a second until they are written and until they are found (wall clock, of the
whole machine), beside one process that only reads the same lines; the database to the text; the
largest process; and how long a visitor's page takes at its 95th hundredth, idle and during the intake.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app import vocabulary
from app.specimens import Stock, stream
from app.telegram import read

ROOT = Path(__file__).resolve().parent.parent
REFTEL = (sys.executable, "-m", "app")
AT_FIRST = 200  # cables that are there before, for the visitor
IDLE_SECONDS = 15.0
PAUSE = 0.02  # seconds between a visitor's requests


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--no-visitor", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reftel-bench-") as name:
        folder = Path(name)
        own = environment(folder)
        ingest(written(folder / "first.jsonl", AT_FIRST, 1), 1, own)
        size = written(folder / "many.jsonl", options.count, 2).stat().st_size
        print(f"{options.count:,} specimens, {size / options.count:,.0f} bytes a line")
        print(
            f"  one process that only reads them: {only_read(folder / 'many.jsonl'):,.0f} a second"
        )
        if options.no_visitor:
            seconds = ingest(folder / "many.jsonl", options.processes, own)
        else:
            seconds = with_visitor(folder, options.processes, own)
        tell(folder, options.count, seconds)
    return 0


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REFTEL_")}
    return {**kept, "REFTEL_DATA": str(folder / "var"), "REFTEL_PORT": "0"}


def written(path: Path, count: int, seed: int) -> Path:
    stock = Stock.of(vocabulary.load())
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line.rstrip("\n") + "\n" for line in stream(seed, stock, count, length=2.2))
    return path


def only_read(path: Path) -> float:
    """Telegrams that one process reads in a CPU second: the first thousand of the file."""
    words = vocabulary.load()
    with path.open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for _, line in zip(range(1_000), file, strict=False)]
    start = time.process_time()
    for text in texts:
        read(text, words)
    return len(texts) / (time.process_time() - start)


def ingest(path: Path, processes: int, own: dict[str, str]) -> float:
    """Seconds of the whole command, its index too unless a server follows."""
    start = time.perf_counter()
    words = ("ingest", "--bulk", "--publish", "--processes", str(processes), str(path))
    subprocess.run([*REFTEL, *words], cwd=ROOT, env=own, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def with_visitor(folder: Path, processes: int, own: dict[str, str]) -> float:
    """The intake beside a server with a visitor; what the visitor met is told."""
    with served(own) as port:
        visitor = Visitor(port)
        time.sleep(IDLE_SECONDS)
        idle = visitor.taken()
        seconds = ingest(folder / "many.jsonl", processes, own)
        busy = visitor.taken()
        visitor.leave()
    print(f"  a visitor: {said(idle)} idle; {said(busy)} during the intake")
    print(
        f"  p95 during / idle: {p95(busy) / p95(idle):.2f} (aim 3); failed requests: {visitor.failed}"
    )
    return seconds


@contextmanager
def served(own: dict[str, str]) -> Iterator[int]:
    with subprocess.Popen(
        [*REFTEL, "serve"],
        cwd=ROOT,
        env=own,
        text=True,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
    ) as server:
        assert server.stdout is not None
        port = next(
            int(found[1])
            for line in server.stdout
            if (found := re.search(r"http://127\.0\.0\.1:(\d+)", line))
        )
        drain = threading.Thread(target=lambda: list(server.stdout or ()), daemon=True)
        drain.start()
        try:
            yield port
        finally:
            server.terminate()


class Visitor:
    """Asks for pages and searches in turn, one at a time, and keeps how long each took."""

    def __init__(self, port: int) -> None:
        self._port, self._times, self._going = port, [0.0], True
        self.failed = 0
        self._times.clear()
        self._thread = threading.Thread(target=self._visit, daemon=True)
        self._thread.start()

    def taken(self) -> list[float]:
        """The milliseconds of each request since the last time this was asked."""
        times, self._times = self._times, []
        return times

    def leave(self) -> None:
        self._going = False
        self._thread.join(10)

    def _visit(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        paths = self._paths(connection)
        while self._going:
            for path in paths:
                start = time.perf_counter()
                try:
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    answer.read()
                    self.failed += answer.status != 200
                except (OSError, http.client.HTTPException):
                    self.failed += 1
                    connection.close()
                self._times.append((time.perf_counter() - start) * 1000)
                time.sleep(PAUSE)

    def _paths(self, connection: http.client.HTTPConnection) -> list[str]:
        connection.request("GET", "/cables")
        listed = connection.getresponse().read().decode()
        cables = re.findall(r'href="(/c/[0-9a-z]{8})"', listed)
        return ["/", "/cables", "/search?q=harbor", "/search?q=tugs+class:secret", *cables[:10]]


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


def said(times: list[float]) -> str:
    return f"{len(times):,} requests, p50 {statistics.median(times):.1f}, p95 {p95(times):.1f} ms"


def tell(folder: Path, count: int, seconds: float) -> None:
    text = sum(len(json.loads(line)["text"].encode())
               for name in ("first.jsonl", "many.jsonl")
               for line in (folder / name).open(encoding="utf-8"))  # fmt: skip
    database = (folder / "var" / "reftel.sqlite3").stat().st_size
    index = sum(f.stat().st_size for f in (folder / "var").rglob("*")
                if f.is_file() and "index" in f.parts[len(folder.parts) + 1])  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"  taken in: {count / seconds:,.0f} cables a second (aim 400)")
    print(
        f"  database {database / text:.2f}, index {index / text:.2f} of the text; largest process {peak:,.0f} MB"
    )


if __name__ == "__main__":
    raise SystemExit(main())
