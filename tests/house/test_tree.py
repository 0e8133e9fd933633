"""Small machines for what a reviewer would say twice."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 600


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the checkout that is the product's own, as git sees it."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(sorted(n for n in told.split("\0") if n and (ROOT / n).is_file()))


def modules(*under: str) -> list[str]:
    return [n for n in tracked() if n.endswith(".py") and n.startswith(under)]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def test_git_names_the_files() -> None:
    assert "pyproject.toml" in tracked()


@pytest.mark.parametrize("name", modules("app/", "house/", "tests/", "benchmarks/"))
def test_a_module_can_be_read_in_one_sitting(name: str) -> None:
    lines = text(name).count("\n")
    assert lines <= LONGEST, f"{name} has {lines} lines; split it by what it does"


def test_every_module_of_the_product_says_what_it_is_for() -> None:
    silent = [
        name
        for name in modules("app/", "house/")
        if text(name).strip() and not ast.get_docstring(ast.parse(text(name)))
    ]
    assert silent == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "misc", "common"}
    assert [
        name for name in modules("app/") if drawers & set(Path(name).with_suffix("").parts)
    ] == []


# A home folder, the place of a checkout, a key: true on one machine only, or nobody's business.
PLACES = re.compile(
    r"/(?:home|Users)/[a-z]\w+/|/(?:root|work)/|-----BEGIN [A-Z ]*PRIVATE KEY|_authToken"
)


@pytest.mark.parametrize(
    ("line", "is_place"),
    [
        ("open('/home/ann/x')", True),
        ("see /root/notes", True),
        ("/network/x", False),
        ("/homework", False),
        ("docs: /home/ (the first page)", False),
    ],
)
def test_what_counts_as_a_place_on_one_machine(line: str, is_place: bool) -> None:
    assert bool(PLACES.search(line)) == is_place


def test_no_file_names_a_place_on_one_machine() -> None:
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert [name for name in tracked() if name != own and PLACES.search(text(name))] == []


def skips_without_reason(source: str) -> list[int]:
    """The lines of skips that do not say why: `pytest.skip()`, `@pytest.mark.skip`, `skipif(x)`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in (
            "skip",
            "skipif",
            "xfail",
        ):
            plain = node.func.attr == "skip" and node.args  # type: ignore[attr-defined]
            if not plain and not any(word.arg == "reason" for word in node.keywords):
                found.append(node.lineno)
        elif isinstance(node, ast.FunctionDef):
            found += [
                mark.lineno
                for mark in node.decorator_list
                if getattr(mark, "attr", "") in ("skip", "xfail")
            ]
    return found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("pytest.skip('no corpus here')", []),
        ("pytest.skip()", [1]),
        ("@pytest.mark.skip\ndef test(): ...", [1]),
        ("@pytest.mark.skipif(True)\ndef test(): ...", [1]),
        ("@pytest.mark.skipif(True, reason='why')\ndef test(): ...", []),
    ],
)
def test_how_a_skip_without_a_reason_looks(source: str, lines: list[int]) -> None:
    assert skips_without_reason(source) == lines


def test_every_skipped_test_says_why() -> None:
    silent = {name: skips_without_reason(text(name)) for name in modules("tests/")}
    assert {name: lines for name, lines in silent.items() if lines} == {}
