"""Running `reftel` inside the test's own process: quick, and it still meets the real edge."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from app.cli import main

BASE = "http://testserver"


class Said(NamedTuple):
    """What a command said: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON object of each line."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(data: Path, database_url: str = "", **more: str) -> dict[str, str]:
    """The settings of an archive under test."""
    return {
        "REFTEL_DATA": str(data),
        "REFTEL_DATABASE_URL": database_url,
        "REFTEL_BASE_URL": BASE,
        "REFTEL_TRUSTED_HOSTS": "testserver",
        **more,
    }


def reftel(*words: object, env: dict[str, str] | None = None, given: bytes = b"") -> Said:
    """Run a command with words of a command line, an environment and standard input."""
    out, err = io.StringIO(), io.StringIO()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("REFTEL_")}
    with (
        mock.patch.dict(os.environ, {**clean, **(env or {})}, clear=True),
        mock.patch.object(sys, "argv", ["reftel", *map(str, words)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        else:
            code = 0
    return Said(code, out.getvalue(), err.getvalue())
