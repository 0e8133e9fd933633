"""What the README and the Makefile say is there is there, and what is there they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.settings import table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))


def test_make_lists_every_target_with_a_text() -> None:
    assert set(re.findall(r"^([a-z]+):.*## \S", MAKEFILE, re.M)) == TARGETS
    assert set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.M)[0].split()) == TARGETS


def test_make_without_a_goal_lists_and_builds_nothing() -> None:
    assert ".DEFAULT_GOAL := help" in MAKEFILE


@pytest.mark.parametrize("words", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_make_command_in_the_words_exists(words: str) -> None:
    assert set(re.findall(r"`make ([a-z]+)", words)) <= TARGETS


def rooms() -> set[str]:
    """The folders and modules right under app/, and the folders beside it that hold code."""
    within = {
        f"{each.name}/" if each.is_dir() else each.name
        for each in (ROOT / "app").iterdir()
        if not each.name.startswith("__") and (each.suffix == ".py" or any(each.glob("*.py")))
    }
    beside = {f"{name}/" for name in ("house", "deploy", "templates", "static", "migrations")}
    return within | beside | {"tests/", "benchmarks/", "docs/"}


def test_the_map_of_the_readme_names_every_room_and_no_other() -> None:
    told = README.split("## The rooms")[1].split("```")[1]
    named = set(re.findall(r"^\s*([a-z_]+(?:/|\.py))\s", told, re.M)) - {"app/"}
    assert named == rooms()


def test_the_readme_tells_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(REFTEL_\w+)` \| (.*?) \|", README, re.M))
    assert rows == {row.name: row.default for row in table()}


@pytest.mark.parametrize(
    "name",
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Dockerfile", "docker-compose.yml",
     *(f"deploy/{file.name}" for file in sorted((ROOT / "deploy").iterdir()))],
)  # fmt: skip
def test_no_words_name_a_setting_that_is_not_one(name: str) -> None:
    named = set(re.findall(r"\bREFTEL_[A-Z_]+[A-Z]\b", (ROOT / name).read_text(encoding="utf-8")))
    assert named <= {row.name for row in table()}


def test_links_of_the_readme_to_files_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README + CONTRIBUTING)
    assert [link for link in links if not (ROOT / link).exists()] == []
