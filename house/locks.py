"""Writes the lock files from pyproject.toml and package.json, and says whether they are fresh.

    python house/locks.py            write them (asks the registries this machine is set up for)
    python house/locks.py --check    say what is not locked, without the network

Locks name versions and hashes, never an address: where packages come from is for the machine to
say. They are universal, so one file serves every platform and every Python from 3.11 on.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

# Extras by lock; a later lock keeps the versions of the first.
EXTRAS = {
    "requirements.lock": ("install",),
    "requirements-dev.lock": ("install", "dev"),
    "requirements-bench.lock": ("install", "dev", "bench"),
}
NODE = "requirements-node.lock"
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)  # httpx==1.0 ; not: # via


def project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: dict[str, object] = tomllib.load(file)["project"]
    return found


def asked(extras: tuple[str, ...]) -> list[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    told = project()
    optional = told["optional-dependencies"]
    lines = [*told["dependencies"], *(line for extra in extras for line in optional[extra])]  # type: ignore[misc,index]
    return [Requirement(line) for line in lines]


def pins(lock: str) -> dict[str, set[str]]:
    """The versions a lock pins, by normalised name; a name may have one for each marker."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall((ROOT / lock).read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


def stale() -> list[str]:
    """What the locks lack, a sentence each; empty when they are fresh."""
    found = []
    for lock, extras in EXTRAS.items():
        found += [f"{lock}: {lack}" for lack in lacking(asked(extras), pins(lock))]
    wheel = project()["optional-dependencies"]["node"]  # type: ignore[index]
    found += [f"{NODE}: {lack}" for lack in lacking([Requirement(r) for r in wheel], pins(NODE))]
    first = pins("requirements.lock")
    for lock in EXTRAS:
        apart = [
            name for name, versions in first.items() if not versions <= pins(lock).get(name, set())
        ]
        found += [f"{lock}: {name} is not the version of requirements.lock" for name in apart]
    return found + npm_stale()


def lacking(wanted: list[Requirement], have: dict[str, set[str]]) -> list[str]:
    found = []
    for requirement in wanted:
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        versions = have.get(name, set())
        if not versions:
            found.append(f"{name} has no pin")
        elif not all(requirement.specifier.contains(each) for each in versions):
            found.append(f"{name} is pinned at {', '.join(sorted(versions))}, asked {requirement}")
    return found


def npm_stale() -> list[str]:
    told = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]
    kinds = ("dependencies", "devDependencies")
    return [
        f"package-lock.json: {kind} are not those of package.json"
        for kind in kinds
        if told.get(kind, {}) != locked.get(kind, {})
    ]


def write() -> None:
    uv = (sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal")
    form = ("--generate-hashes", "--no-header", "--no-annotate")
    common = (*uv, *form, "--python-version", "3.11", "--cache-dir", ".cache/uv")
    for lock, extras in EXTRAS.items():
        same = () if lock == "requirements.lock" else ("-c", "requirements.lock")
        chosen = [part for extra in extras for part in ("--extra", extra)]
        subprocess.run(
            [*common, *same, *chosen, "pyproject.toml", "-o", lock], cwd=ROOT, check=True
        )
    told = project()["optional-dependencies"]["node"]  # type: ignore[index]
    lines = "\n".join(told).encode()
    subprocess.run([*common, "-", "-o", NODE], cwd=ROOT, check=True, input=lines)
    write_npm()


def write_npm() -> None:
    env = {**os.environ, "npm_config_cache": str(ROOT / ".cache" / "npm")}
    subprocess.run(["npm", "install", "--package-lock-only"], cwd=ROOT, check=True, env=env)
    place = ROOT / "package-lock.json"
    lock = json.loads(place.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)  # an address, and nothing an install needs
    place.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    if sys.argv[1:] == ["--check"]:
        if found := stale():
            sys.exit("\n".join([*found, "Run: make lock"]))
        return
    write()


if __name__ == "__main__":
    main()
