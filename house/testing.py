"""Runs pytest with a browser at hand, and fails in words where there is none.

A run that left the browser tests out looks like a run that passed them; so it says so and fails,
unless TEST_SKIP_BROWSER=1 asked for it.
"""

from __future__ import annotations

import os
import subprocess
import sys

import bootstrap

# Two at once; a file's tests stay together, for what they share is made once. Not with -n of one's own.
TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile")


def main(arguments: list[str]) -> int:
    skip = os.environ.get("TEST_SKIP_BROWSER") == "1"
    chromium = None if skip else bootstrap.browser()
    chosen = [] if chromium else ["-m", "not browser"]
    if not any(word.startswith("-n") for word in arguments):
        chosen += TWO_AT_ONCE
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *chosen, *arguments],
        cwd=bootstrap.ROOT,
        env=environment(chromium),
        check=False,
    ).returncode
    if chromium is None and not skip:
        bootstrap.say(
            "browser tests could not run: no Chromium, and none could be installed. "
            "Run: apt install chromium (or set CHROMIUM, or TEST_SKIP_BROWSER=1)"
        )
        return code or 1
    return code


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
