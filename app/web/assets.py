"""The files under static/: their addresses, and what is missing of the installed ones.

An address carries the first signs of the file's hash, so a browser may keep it for good. Third
party files are installed from package.json into static/vendor; without them every page still
works, in the system's fonts and by plain links, and `/readyz` and the log say so.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

STYLESHEET = "css/reftel.css"
SCAN_STYLE = "css/scan.css"
BROWSE_STYLE = "css/browse.css"
DESK_STYLE = "css/desk.css"
SCRIPT = "js/reftel.js"
SUGGEST = "js/suggest.js"
DESK_SCRIPT = "js/desk.js"
SCAN_SCRIPT = "js/scan.js"
ICON = "icon.svg"
HTMX = "vendor/htmx.min.js"
VIEWER = "vendor/openseadragon.min.js"  # loaded when a scan is opened
# In the order of what is read first: text, apparatus; these two are fetched ahead.
PRELOADED = (
    "vendor/source-serif-4-latin-400-normal.woff2",
    "vendor/source-sans-3-latin-400-normal.woff2",
)
FONTS = (
    *PRELOADED,
    "vendor/source-serif-4-latin-600-normal.woff2",
    "vendor/source-sans-3-latin-600-normal.woff2",
    "vendor/courier-prime-latin-400-normal.woff2",
    "vendor/courier-prime-latin-700-normal.woff2",
)


@dataclass(frozen=True, slots=True)
class Site:
    """What every page needs beside its own context."""

    name: str
    stylesheet: str
    scan_style: str  # on pages with a scan
    browse_style: str
    desk_style: str
    icon: str
    fonts: tuple[str, ...]
    htmx: str  # empty where it is not installed: links and forms do without
    scripts: tuple[str, ...]
    desk_script: str
    scan_script: str  # on pages with a scan
    viewer: str  # empty where it is not installed: the scan is then a picture


def site(static: Path, name: str) -> Site:
    """The addresses of what pages load; files that are not installed are left out."""
    return Site(
        name,
        address(static, STYLESHEET),
        address(static, SCAN_STYLE),
        address(static, BROWSE_STYLE),
        address(static, DESK_STYLE),
        address(static, ICON),
        # The stylesheet names the fonts without a hash; another address would load them twice.
        tuple(f"/static/{font}" for font in PRELOADED if (static / font).is_file()),
        address(static, HTMX) if (static / HTMX).is_file() else "",
        tuple(address(static, script) for script in (SCRIPT, SUGGEST)),
        address(static, DESK_SCRIPT),
        address(static, SCAN_SCRIPT),
        address(static, VIEWER) if (static / VIEWER).is_file() else "",
    )


def address(static: Path, name: str) -> str:
    """The address of one file, with its hash."""
    digest = hashlib.sha256((static / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"


def missing(static: Path) -> tuple[str, ...]:
    """The installed files that are not there."""
    return tuple(name for name in (HTMX, VIEWER, *FONTS) if not (static / name).is_file())


def fingerprint(*folders: Path) -> str:
    """A short hash of all files in the folders: pages made by other templates differ in it."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
