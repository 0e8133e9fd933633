"""Runs pytest with a browser at hand, and fails in words where there is none.

A run that left the browser tests out looks like a run that passed them; so it says so and fails,
unless TEST_SKIP_BROWSER=1 asked for it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bootstrap

# Three at once, for browsers and children are often waited for; a file's tests stay together, for
# what they share is made once. Not with -n of one's own.
AT_ONCE = ("-n", "3", "--dist", "loadfile")
# Thousands of small archives are made and each waits for the disk at every commit; no test cuts the
# power, so they may as well lie in memory, where there is plenty of it.
MEMORY = Path("/dev/shm")  # noqa: S108 - its own folder is made in it
MEMORY_NEEDED = 3_000_000_000


def main(arguments: list[str]) -> int:
    skip = os.environ.get("TEST_SKIP_BROWSER") == "1"
    chromium = None if skip else bootstrap.browser()
    chosen = [] if chromium else ["-m", "not browser"]
    if not any(word.startswith("-n") for word in arguments):
        chosen += AT_ONCE
    with folder_in_memory() as quick:
        code = subprocess.run(
            [sys.executable, "-m", "pytest", *chosen, *arguments],
            cwd=bootstrap.ROOT,
            env=environment(chromium) | quick,
            check=False,
        ).returncode
    if chromium is None and not skip:
        bootstrap.say(
            "browser tests could not run: no Chromium, and none could be installed. "
            "Run: apt install chromium (or set CHROMIUM, or TEST_SKIP_BROWSER=1)"
        )
        return code or 1
    return code


@contextmanager
def folder_in_memory() -> Iterator[dict[str, str]]:
    """A temporary folder in memory for the length of a run, as the variable that names it.

    Nothing is named where the caller named a folder, or where memory is short or has no folder.
    """
    try:
        room = shutil.disk_usage(MEMORY).free
    except OSError:
        room = 0
    if "TMPDIR" in os.environ or room < MEMORY_NEEDED or not os.access(MEMORY, os.W_OK):
        yield {}
        return
    folder = Path(tempfile.mkdtemp(prefix="reftel-tests-", dir=MEMORY))
    folder.chmod(0o711)  # PostgreSQL runs as nobody under root, and must come through
    try:
        yield {"TMPDIR": str(folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(chromium: str | None) -> dict[str, str]:
    """The caller's environment with the browser named and its habits kept in the checkout."""
    own = bootstrap.CACHE / "xdg"
    own.mkdir(parents=True, exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("REFTEL_")}
    kept |= {"XDG_CONFIG_HOME": str(own), "XDG_CACHE_HOME": str(own), "XDG_DATA_HOME": str(own)}
    if chromium:
        kept["CHROMIUM"] = chromium
    return kept


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
