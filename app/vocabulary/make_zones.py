"""Write data/zones.json from a named version of the time zone data.

    python -m app.vocabulary.make_zones TZDATA_ZI

TZDATA_ZI is the file `tzdata.zi` of a *backzone* build (Debian's package is one): it keeps the
zones of single countries apart before 1970, where other builds merge them. `zic` compiles it;
what is written is every offset from 1900 to 2040 of the zones that `posts.tsv` names and of
Washington. The machine's own zone files are never read, here or at run time.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
import subprocess
import sys
import tempfile
import zoneinfo
from pathlib import Path
from typing import NamedTuple

from app.vocabulary import tables

FIRST = int(dt.datetime(1900, 1, 1, tzinfo=dt.UTC).timestamp())
LAST = int(dt.datetime(2041, 1, 1, tzinfo=dt.UTC).timestamp())
WASHINGTON = "America/New_York"
OUT = Path(__file__).parent / "data" / "zones.json"
DAY = 86_400


class Offset(NamedTuple):
    """What a clock shows from an instant on: seconds east of Greenwich, and the name."""

    seconds: int
    name: str


def version_of(source: Path) -> str:
    """The version a `tzdata.zi` names.

    Raises:
        SystemExit: it is no such file, or its build left `backzone` out.
    """
    with source.open(encoding="ascii", errors="replace") as lines:
        head = [next(lines, ""), next(lines, "")]
    if not head[0].startswith("# version ") or "backzone" not in head[1]:
        raise SystemExit(
            f"{source} is not the tzdata.zi of a backzone build: its first lines name no version "
            "and no 'ddeps backzone'. Take the one of Debian's tzdata package."
        )
    return head[0].removeprefix("# version ").strip()


def instants(compiled: Path) -> list[int]:
    """The change-over instants a TZif file lists (RFC 8536, second block)."""
    raw = compiled.read_bytes()
    counts = struct.unpack(">6l", raw[20:44])
    isut, isstd, leap, times, types, chars = counts
    second = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    times = struct.unpack(">6l", raw[second + 20 : second + 44])[3]
    return list(struct.unpack(f">{times}q", raw[second + 44 : second + 44 + 8 * times]))


def offset_at(zone: zoneinfo.ZoneInfo, instant: int) -> Offset:
    """What the zone's clock shows at an instant."""
    local = dt.datetime.fromtimestamp(instant, zone)
    there = local.utcoffset() or dt.timedelta()
    return Offset(int(there.total_seconds()), local.tzname() or "")


def changes(compiled: Path, key: str) -> tuple[Offset, list[tuple[int, Offset]]]:
    """The offset at 1900 and each change from then to 2040."""
    with compiled.open("rb") as file:
        zone = zoneinfo.ZoneInfo.from_file(file, key)
    listed = [at for at in instants(compiled) if FIRST < at < LAST]
    known = initial = offset_at(zone, FIRST)
    found = []
    for at in [*listed, *_ruled(zone, max([FIRST, *listed]))]:
        now = offset_at(zone, at)
        if now != known:
            found.append((at, now))
            known = now
    return initial, found


def _ruled(zone: zoneinfo.ZoneInfo, after: int) -> list[int]:
    """The changes that follow only from the rule at the file's end, to the second."""
    found = []
    for day in range(after, LAST, DAY):
        low, high = day, min(day + DAY, LAST)
        if offset_at(zone, low) == offset_at(zone, high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset_at(zone, middle) == offset_at(zone, day):
                low = middle
            else:
                high = middle
        found.append(high)
    return found


def _row(key: str, compiled: Path) -> str:
    initial, found = changes(compiled, key)
    offsets = list(dict.fromkeys([initial, *(offset for _, offset in found)]))
    row = {
        "name": key,
        "offsets": [list(offset) for offset in offsets],
        "initial": 0,
        "changes": [[at, offsets.index(offset)] for at, offset in found],
    }
    return json.dumps(row, separators=(",", ":"))


def write(source: Path) -> None:
    """Compile the source and write the data file."""
    version = version_of(source)
    keys = sorted({WASHINGTON, *(row["zone"] for row in tables.posts() if row["zone"])})
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["zic", "-b", "fat", "-d", folder, str(source)], check=True)  # noqa: S603, S607
        rows = [_row(key, Path(folder) / key) for key in keys]
    head = {
        "note": "Seconds since 1970 (UTC) from which an offset holds; offsets in seconds east of "
        "Greenwich with their names; each change names its instant and the offset's place.",
        "tzdata": version,
        "build": "backzone",
        "from": 1900,
        "to": 2040,
    }
    parts = [f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items()]
    OUT.write_text("{\n" + "".join(parts) + '  "rows": [\n' + ",\n".join(rows) + "\n  ]\n}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    write(Path(sys.argv[1]))
