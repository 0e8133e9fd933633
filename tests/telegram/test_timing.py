"""When a telegram was sent and received, on its own clocks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.telegram import Reading, read
from app.telegram.serial import to_dict
from app.vocabulary import load

ROOT = Path(__file__).resolve().parents[2]
LETTER = "INCOMING TELEGRAM\nDepartment of State\nControl: 412\nRec'd: {received}\nFROM {post}\nTO: Secretary of State\nNO: 77, {sent}\nMINISTER TOLD US TODAY THAT TALKS WOULD RESUME NEXT WEEK."


def _read(post: str, sent: str, received: str) -> Reading:
    return read(LETTER.format(post=post, sent=sent, received=received), load())


# Each trap of the clocks: local against Washington, daylight time, New Year, the other side of
# the date line.
@pytest.mark.parametrize(
    ("post", "sent", "received", "utc", "minutes", "year_from"),
    [
        ("PARIS", "DECEMBER 13, 11 AM", "DECEMBER 13, 1962\n10:02 AM", "1962-12-13T10:00", 302, "received"),
        # daylight time in Washington, none in Paris: six hours became five
        ("PARIS", "JULY 2, 6 PM", "JULY 2, 1962\n2:00 PM", "1962-07-02T17:00", 60, "received"),
        ("PARIS", "DECEMBER 31, 11 PM", "JANUARY 1, 1960\n1:30 AM", "1959-12-31T22:00", 510, "received"),
        ("TOKYO", "MAY 5, 2 AM", "MAY 4, 1960\n5:00 PM", "1960-05-04T17:00", 240, "received"),
    ],
)  # fmt: skip
def test_the_sending_hour_is_the_posts_and_the_receipt_is_washingtons(
    post: str, sent: str, received: str, utc: str, minutes: int, year_from: str
) -> None:
    reading = _read(post, sent, received)
    assert reading.sent is not None
    assert reading.received is not None
    assert reading.sent.utc == utc + "+00:00"
    assert reading.sent.precision == "hour"
    assert reading.received.precision == "minute"
    assert reading.transit_minutes == minutes
    assert reading.sent.year_from == year_from
    assert reading.received.year_from == "printed"


def test_a_receipt_before_the_dispatch_is_told_and_not_mended() -> None:
    reading = _read("PARIS", "MAY 5, 11 PM", "MAY 5, 1960\n1:00 PM")
    assert reading.transit_minutes is not None
    assert reading.transit_minutes < 0
    assert any("before it is sent" in doubt for doubt in reading.doubts)


def test_an_unknown_post_gives_no_instant_and_no_transit() -> None:
    reading = _read("ZZYZXQ", "MAY 5, 11 PM", "MAY 5, 1960\n1:00 PM")
    assert reading.sent is not None
    assert (reading.sent.zone, reading.sent.utc) == ("", "")
    assert reading.sent.local == "1960-05-05T23:00"
    assert reading.transit_minutes is None


BLOCKED = """
import json, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("zoneinfo", "tzdata", "pytz"):
            raise ImportError(name)
sys.meta_path.insert(0, Blocked())
from app.telegram import read
from app.telegram.serial import to_dict
from app.vocabulary import load
print(json.dumps(to_dict(read(sys.stdin.read(), load())), sort_keys=True))
"""


def test_the_result_is_the_same_without_the_systems_time_zones() -> None:
    text = LETTER.format(post="ROME", sent="JULY 4, NOON", received="JULY 4, 1961\n8:12 AM")
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        input=text, capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONTZPATH": "", "TZ": "Asia/Tokyo"},
    )  # fmt: skip
    assert done.stdout.strip() == json.dumps(to_dict(read(text, load())), sort_keys=True)
