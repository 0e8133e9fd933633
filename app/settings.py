"""The settings: one value, read once at the edge from REFTEL_* and handed down as values.

Every setting is a field of `Settings`; its `help` is what the README and `reftel settings` print.
An unknown REFTEL_* name or a value that makes no sense stops the start with a sentence that says
what to write instead: a mistyped setting that is silently ignored is found only after the harm.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from app.errors import UnknownSetting, WrongSetting

PREFIX = "REFTEL_"
_PASSWORD = re.compile(r"(://[^/@:]*:)[^/@]*@")
LOG_LEVELS = ("debug", "info", "warning", "error")
ENGINES = ("best", "fast")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class _Wrong(Exception):  # noqa: N818 - never leaves this module
    """A value that does not fit: the cause, and what to write instead."""

    def __init__(self, cause: str, next_step: str) -> None:
        super().__init__(cause, next_step)
        self.cause, self.next_step = cause, next_step


def _words(value: str) -> str:
    return value.strip()


def _folder(value: str) -> Path:
    folder = Path(value).expanduser()
    if folder.is_file():
        raise _Wrong("it is a file", "Name a folder; it is made where there is none")
    return folder


def _number(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise _Wrong("it is not a whole number", f"Write {low} to {high}") from None
        if not low <= number <= high:
            raise _Wrong(f"it is not within {low} to {high}", f"Write {low} to {high}")
        return number

    return parse


def _database(value: str) -> str:
    """A SQLAlchemy address; `postgres://` and `postgresql://` get the driver we ship."""
    scheme, separator, rest = value.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and separator and rest.startswith("/") and len(rest) > 1:
        return value
    raise _Wrong(
        "Reftel speaks to SQLite and PostgreSQL only",
        "Write sqlite:////folder/reftel.sqlite3 or postgresql://user:password@host/name",
    )


def _files(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return value
    if parts.scheme == "s3" and parts.netloc:
        return value
    raise _Wrong(
        "files are kept in a folder or in an S3 bucket",
        "Write file:///folder/files or s3://bucket/prefix",
    )


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise _Wrong("it is not a web address", "Write it as https://cables.example.org")
    if parts.query or parts.fragment:
        raise _Wrong("it has a query or a fragment", "Leave out everything from ? or # on")
    if parts.path.strip("/"):
        raise _Wrong(
            "it has a path, and pages are served from the root of their host only",
            f"Write {parts.scheme}://{parts.netloc}, and give the archive a host name of its own",
        )
    return value.rstrip("/")


def _secret(value: str) -> str:
    if len(value) < 32:
        raise _Wrong(
            "it is shorter than 32 characters",
            'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
        )
    return value


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _proxies(value: str) -> tuple[str, ...]:
    for part in _list(value):
        try:
            ipaddress.ip_network(part)
        except ValueError:
            raise _Wrong(
                f"{part} is no address or network", "Write them as 10.0.0.5, 192.168.7.0/24"
            ) from None
    return _list(value)


def _hosts(value: str) -> tuple[str, ...]:
    for part in _list(value):
        if "/" in part or "://" in part:
            raise _Wrong(
                f"{part} is an address, not a host", "Write host names: cables.example.org"
            )
    return _list(value)


def _level(value: str) -> str:
    level = value.strip().lower()
    if level not in LOG_LEVELS:
        raise _Wrong("there is no such log level", f"Write one of {', '.join(LOG_LEVELS)}")
    return level


def _ocr(value: str) -> str:
    if value.strip().lower() not in ENGINES:
        raise _Wrong("there is no such way to read scans", f"Write one of {', '.join(ENGINES)}")
    return value.strip().lower()


def _setting(default: Any, parse: Callable[[str], Any], help: str, shown: str = "") -> Any:
    metadata = {"parse": parse, "help": help, "shown": shown or str(default)}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. Empty text means: take the default that `shown` describes."""

    data: Path = _setting(  # noqa: RUF009 - it makes a field, like dataclasses.field
        Path("var"), _folder, "Folder with everything Reftel keeps.", shown="./var"
    )
    database_url: str = _setting(
        "",
        _database,
        "Where the rows are: SQLite or PostgreSQL.",
        shown="SQLite in the data folder",
    )
    files_url: str = _setting(
        "",
        _files,
        "Where the bytes received are: file:///folder or s3://bucket/prefix "
        "(keys and endpoint from AWS_*).",
        shown="files/ in the data folder",
    )
    host: str = _setting("127.0.0.1", _words, "Address to listen on.")
    port: int = _setting(8000, _number(0, 65535), "Port to listen on; 0 takes a free one.")
    base_url: str = _setting(
        "",
        _base_url,
        "Address visitors use; permalinks and citations begin with it.",
        shown="http://HOST:PORT",
    )
    secret_key: str = _setting(
        "",
        _secret,
        "Key that signs sessions, 32 characters or more.",
        shown="made once, kept in the data folder with mode 0600",
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (), _proxies, "Proxies whose X-Forwarded-* headers count, as addresses or networks.", "none"
    )
    trusted_hosts: tuple[str, ...] = _setting(
        (),
        _hosts,
        "Host names that are answered; * answers all.",
        shown="the host of the base URL, and this machine",
    )
    max_source_bytes: int = _setting(
        20_000_000, _number(1_000, 2_000_000_000), "Largest file taken in, in bytes."
    )
    max_scan_bytes: int = _setting(
        500_000_000, _number(1_000, 20_000_000_000), "Largest scan taken in, in bytes."
    )
    min_free_bytes: int = _setting(
        500_000_000, _number(0, 1_000_000_000_000),
        "Free space on the disk below which uploads are refused, in bytes.",
    )  # fmt: skip
    max_scan_pages: int = _setting(2_000, _number(1, 100_000), "Most pages of one scan taken in.")
    workers: int | None = _setting(
        None,
        _number(0, 256),
        "How many scans are read at once; 0 leaves them to workers elsewhere.",
        shown="one a core, at most one a GB of memory; one below 4 GB",
    )
    ocr: str = _setting(
        "best", _ocr, "How scans are read: best (each page twice, by two engines), or fast (once)."
    )
    requests_per_second: int = _setting(
        10,
        _number(0, 10_000),
        "How many requests a second one address may make; 20 seconds' worth may come at once. "
        "0 lets all through; this machine itself always is.",
    )
    stop_seconds: int = _setting(
        10, _number(0, 3600), "How long a stopping server waits for requests under way."
    )
    log_level: str = _setting("info", _level, f"How much is logged: {', '.join(LOG_LEVELS)}.")
    archive_name: str = _setting("Reftel", _words, "Name of the archive, in titles and citations.")
    contact: str = _setting(
        "", _words, "Mail or web address for questions, on the about page.", shown="none"
    )

    @property
    def database(self) -> str:
        """The database address, the default filled in."""
        return self.database_url or f"sqlite:///{self.data.absolute() / 'reftel.sqlite3'}"

    @property
    def files(self) -> str:
        """The address of the file store, the default filled in."""
        return self.files_url or (self.data.absolute() / "files").as_uri()

    @property
    def index(self) -> Path:
        """The folder of the search index: each machine has its own."""
        return self.data.absolute() / "index"

    @property
    def uploads(self) -> Path:
        """The folder of files that are still arriving."""
        return self.data.absolute() / "uploads"

    @property
    def address(self) -> str:
        """What permalinks begin with, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.base_url or f"http://{host}:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that are answered."""
        return self.trusted_hosts or (urlsplit(self.address).hostname or self.host, *LOOPBACK)


class SettingRow(NamedTuple):
    """One line of the table of settings."""

    name: str  # REFTEL_DATA
    default: str
    help: str


def table() -> tuple[SettingRow, ...]:
    """Every setting in its order, for the README and the command line."""
    return tuple(
        SettingRow(_env(f.name), f.metadata["shown"], f.metadata["help"]) for f in fields(Settings)
    )


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Args:
        environ: names and values; the process environment where left out. An empty value counts
            as not set.

    Raises:
        UnknownSetting: a REFTEL_* name that does not exist.
        WrongSetting: a value that does not fit its setting.
    """
    environ = os.environ if environ is None else environ
    known = {_env(f.name): f for f in fields(Settings)}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            raise UnknownSetting(name=name, next_step=_nearest(name, list(known)))
    given = {}
    for name, setting in known.items():
        if value := environ.get(name, ""):
            given[setting.name] = _parsed(name, value, setting.metadata["parse"])
    return Settings(**given)


def _env(field_name: str) -> str:
    return PREFIX + field_name.upper()


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    return f"Unset it; the settings are {', '.join(known)}."


def _parsed(name: str, value: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(value)
    except _Wrong as wrong:
        shown = "(hidden)" if name.endswith("SECRET_KEY") else _PASSWORD.sub(r"\1***@", value)
        raise WrongSetting(
            name=name, value=shown, cause=wrong.cause, next_step=wrong.next_step
        ) from None


def secret_key(settings: Settings) -> str:
    """The key that signs sessions: as set, else the one in the data folder, made there once.

    Two processes that start at once get the same key: each writes its own file and links it to
    the one name, which only the first can do.

    Raises:
        WrongSetting: the kept key can be read by others.
    """
    if settings.secret_key:
        return settings.secret_key
    place = settings.data / "secret-key"
    if not place.exists():
        _mint(place)
    mode = stat.S_IMODE(place.stat().st_mode)
    if mode & 0o077:
        raise WrongSetting(
            name="REFTEL_SECRET_KEY",
            value=f"kept in {place}",
            cause=f"its mode is {mode:04o}, so others can read it",
            next_step=f"Run chmod 600 {place}, or remove the file to have a new key made",
        )
    return place.read_text(encoding="ascii").strip()


def _mint(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    own = place.with_name(f".secret-key-{secrets.token_hex(8)}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48) + "\n")
            out.flush()
            os.fsync(out.fileno())
        place.hardlink_to(own)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        own.unlink()
