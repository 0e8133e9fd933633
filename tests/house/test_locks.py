"""What is installed is what the lock files say, and they name no place to download from."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "house"))
import locks  # noqa: E402

PYTHON_LOCKS = [*locks.EXTRAS, locks.NODE]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_dependency_is_locked_at_a_version_that_was_asked_for() -> None:
    assert locks.stale() == []


def test_a_dependency_without_a_pin_and_one_too_old_are_told() -> None:
    wanted = [locks.Requirement("Type_R>=3"), locks.Requirement("absent")]
    assert locks.lacking(wanted, {"type-r": {"2.9"}}) == [
        "type-r is pinned at 2.9, asked Type_R>=3",
        "absent has no pin",
    ]


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_lock_has_hashes_for_every_pin_and_no_address(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", text(lock).strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text(lock)
    assert not re.search(r"^\s*-(?!-hash=)", text(lock), re.M)  # no option but a hash


def test_the_npm_lock_has_a_hash_for_every_package_and_no_address() -> None:
    packages = json.loads(text("package-lock.json"))["packages"]
    assert all("integrity" in told for path, told in packages.items() if path)
    assert "://" not in text("package-lock.json")


def test_npm_is_told_to_write_no_address_and_to_run_no_script() -> None:
    said = text(".npmrc").splitlines()
    assert "omit-lockfile-registry-resolved=true" in said
    assert "ignore-scripts=true" in said
    assert not any("registry=" in line or "_auth" in line for line in said)


# Licences that let anyone use, change and pass on the whole. LGPL and MPL hold their own files only.
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python-2\.0|Python Software Foundation|LGPL|MPL|Unlicense|0BSD)\b",
    re.I,
)


def licence(name: str) -> str:
    told = importlib.metadata.metadata(name)
    classifiers = [each for each in told.get_all("Classifier", []) if each.startswith("License")]
    said = [each for each in (told["License-Expression"], told["License"], *classifiers) if each]
    return " | ".join(said) or licence_by_its_text(name)


def licence_by_its_text(name: str) -> str:
    """MIT, where the package tells its licence only by the text of it."""
    files = importlib.metadata.files(name) or []
    texts = [each.read_text() for each in files if each.name.upper().startswith("LICEN")]
    return "MIT" if any("Permission is hereby granted, free of charge" in t for t in texts) else ""


def runtime_packages() -> list[str]:
    """The names in the runtime lock that are installed here (others are for other platforms)."""
    here = {re.sub(r"[-_.]+", "-", d.name).lower() for d in importlib.metadata.distributions()}
    return sorted(here & set(locks.pins("requirements.lock")))


@pytest.mark.parametrize("name", runtime_packages())
def test_what_the_product_stands_on_may_be_used_and_passed_on_by_anyone(name: str) -> None:
    said = licence(name)
    assert PERMISSIVE.search(said), f"{name}: {said[:200] or 'no licence told'}"
    # "GNU GPL", "GPL-3.0", AGPL; not LGPL
    assert not re.search(r"(?<!L)\b(A?GPL)|GNU (Affero )?General Public", said), f"{name}: {said}"


def test_what_pages_take_from_npm_may_be_passed_on_by_anyone() -> None:
    packages = json.loads(text("package-lock.json"))["packages"]
    served = {told["license"] for path, told in packages.items() if path and not told.get("dev")}
    assert served <= {"MIT", "0BSD", "BSD-0-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "OFL-1.1"}
