"""A follower in a process of its own that dies at a step of its work, as a kill would have it.

The process is a fork of a server that has imported all this and nothing has been opened in: the
index has threads of its own, so the tests' process cannot be forked, and importing the
product anew for each death would take longer than the death.
"""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

from app.archive.store import open_store
from app.desk import index
from app.search.folder import Folder
from app.search.index import IndexWriter
from app.vocabulary import load

KILLED = 17


def follow_until(url: str, folder: Path, fatal: int) -> int:
    """The exit code of a follower that dies at its n-th step, before and after each commit too."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__])
    child = server.Process(target=_follow, args=(url, folder, fatal))
    child.start()
    child.join()
    assert child.exitcode is not None
    return child.exitcode


def _follow(url: str, folder: Path, fatal: int) -> None:
    steps = 0

    def step(name: str) -> None:
        nonlocal steps
        steps += 1
        if steps == fatal:
            os._exit(KILLED)

    def watched(owner: type, name: str) -> None:
        deed = getattr(owner, name)

        def around(*given: Any, **named: Any) -> Any:
            step(f"before {name}")
            done = deed(*given, **named)
            step(f"after {name}")
            return done

        setattr(owner, name, around)

    index.CHANGES = 3
    watched(Folder, "write")
    watched(IndexWriter, "commit")
    index.Follower(open_store(url), folder, load(), step).follow()
