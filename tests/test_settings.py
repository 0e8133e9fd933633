from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest

from app import settings as module
from app.errors import ReftelError, UnknownSetting, WrongSetting
from app.settings import Settings, load, secret_key, table


def test_nothing_set_gives_one_folder_and_this_machine_only() -> None:
    settings = load({})
    assert settings == Settings()
    assert settings.database == f"sqlite:///{Path('var').absolute()}/reftel.sqlite3"
    assert settings.files == f"file://{Path('var').absolute()}/files"
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.hosts == ("127.0.0.1", "localhost", "127.0.0.1", "[::1]")


TAKEN = [
    ("REFTEL_DATA", "/srv/reftel", "data", Path("/srv/reftel")),
    # The driver is ours to choose: what hosting panels print must work as it is.
    ("REFTEL_DATABASE_URL", "postgres://u:p@db/r", "database", "postgresql+psycopg://u:p@db/r"),
    ("REFTEL_DATABASE_URL", "postgresql://db/r", "database", "postgresql+psycopg://db/r"),
    ("REFTEL_DATABASE_URL", "postgresql+psycopg://db/r", "database", "postgresql+psycopg://db/r"),
    ("REFTEL_DATABASE_URL", "sqlite:////srv/r.db", "database", "sqlite:////srv/r.db"),
    ("REFTEL_FILES_URL", "s3://cables/files", "files", "s3://cables/files"),
    ("REFTEL_FILES_URL", "file:///srv/files", "files", "file:///srv/files"),
    ("REFTEL_HOST", "::1", "address", "http://[::1]:8000"),
    ("REFTEL_PORT", "0", "port", 0),
    # A slash at the end would double in every permalink.
    ("REFTEL_BASE_URL", "https://cables.example.org/", "address", "https://cables.example.org"),
    ("REFTEL_BASE_URL", "https://e.org/", "address", "https://e.org"),
    ("REFTEL_TRUSTED_PROXIES", "10.0.0.5, 192.168.7.0/24", "trusted_proxies",
     ("10.0.0.5", "192.168.7.0/24")),
    ("REFTEL_TRUSTED_HOSTS", "a.org,b.org,", "hosts", ("a.org", "b.org")),
    ("REFTEL_LOG_LEVEL", "WARNING", "log_level", "warning"),
    ("REFTEL_MAX_SOURCE_BYTES", "1000000", "max_source_bytes", 1_000_000),
    ("REFTEL_MAX_SCAN_BYTES", "2000", "max_scan_bytes", 2000),
    ("REFTEL_MIN_FREE_BYTES", "0", "min_free_bytes", 0),
    ("REFTEL_ARCHIVE_NAME", " Room 3 ", "archive_name", "Room 3"),
    # Compose files set unset variables to nothing: that is not a value.
    ("REFTEL_PORT", "", "port", 8000),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "attribute", "expected"), TAKEN)
def test_a_value_is_taken(name: str, value: str, attribute: str, expected: object) -> None:
    assert getattr(load({name: value}), attribute) == expected


REFUSED = [
    ("REFTEL_DATA", __file__, "it is a file", "Name a folder"),
    (
        "REFTEL_BASE_URL",
        "https://example.org/cables",
        "it has a path",
        "Write https://example.org,",
    ),
    # name, value, words of the cause, words of the next step
    ("REFTEL_PORT", "http", "not a whole number", "0 to 65535"),
    ("REFTEL_PORT", "70000", "not within", "0 to 65535"),
    ("REFTEL_DATABASE_URL", "mysql://db/r", "SQLite and PostgreSQL only", "postgresql://"),
    ("REFTEL_DATABASE_URL", "reftel.sqlite3", "SQLite and PostgreSQL only", "sqlite:////"),
    ("REFTEL_DATABASE_URL", "sqlite://", "SQLite and PostgreSQL only", "sqlite:////"),
    ("REFTEL_FILES_URL", "/srv/files", "a folder or in an S3 bucket", "file:///"),
    ("REFTEL_FILES_URL", "s3:///files", "a folder or in an S3 bucket", "s3://bucket"),
    ("REFTEL_FILES_URL", "file://srv/files", "a folder or in an S3 bucket", "file:///"),
    ("REFTEL_BASE_URL", "cables.example.org", "not a web address", "https://"),
    ("REFTEL_BASE_URL", "https://e.org/?a=1", "query", "Leave out"),
    ("REFTEL_SECRET_KEY", "short", "shorter than 32", "secrets.token_urlsafe"),
    ("REFTEL_TRUSTED_PROXIES", "proxy", "no address or network", "10.0.0.5"),
    ("REFTEL_TRUSTED_PROXIES", "10.0.0.5/8", "no address or network", "/24"),
    ("REFTEL_TRUSTED_HOSTS", "https://e.org", "not a host", "cables.example.org"),
    ("REFTEL_LOG_LEVEL", "loud", "no such log level", "debug, info, warning, error"),
    ("REFTEL_MAX_SOURCE_BYTES", "20MB", "not a whole number", "1000 to"),
]


@pytest.mark.parametrize(("name", "value", "cause", "next_step"), REFUSED)
def test_a_wrong_value_is_refused_with_a_sentence_that_helps(
    name: str, value: str, cause: str, next_step: str
) -> None:
    with pytest.raises(WrongSetting) as caught:
        load({name: value})
    assert caught.value.reason.startswith(name)
    assert cause in caught.value.reason
    assert next_step in caught.value.remedy


def test_a_password_in_a_refused_address_is_not_repeated() -> None:
    with pytest.raises(WrongSetting) as caught:
        load({"REFTEL_DATABASE_URL": "mysql://reader:opensesame@db.example.org/cables"})
    assert "opensesame" not in str(caught.value)
    assert "mysql://reader:***@db.example.org" in str(caught.value)


def test_a_secret_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(WrongSetting) as caught:
        load({"REFTEL_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(caught.value)


UNKNOWN = [
    ("REFTEL_DATABSE_URL", "Did you mean REFTEL_DATABASE_URL?"),
    ("REFTEL_DB_URL", "Did you mean REFTEL_BASE_URL?"),
    ("REFTEL_LOGLEVEL", "Did you mean REFTEL_LOG_LEVEL?"),
    ("REFTEL_ZZZZZZZZZZZZ", "Unset it; the settings are REFTEL_DATA,"),
]


@pytest.mark.parametrize(("name", "remedy"), UNKNOWN)
def test_an_unknown_name_is_refused_and_the_nearest_said(name: str, remedy: str) -> None:
    with pytest.raises(UnknownSetting) as caught:
        load({name: "x"})
    assert caught.value.remedy.startswith(remedy)


def test_names_of_others_are_none_of_our_business() -> None:
    assert load({"PATH": "/bin", "REFTELX": "1"}) == Settings()


def test_the_table_names_every_setting_once_with_default_and_meaning() -> None:
    rows = table()
    assert len({row.name for row in rows}) == len(rows) == len(Settings.__dataclass_fields__)
    assert all(row.name.startswith("REFTEL_") and row.help.endswith(".") for row in rows)
    assert all(row.default for row in rows)


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new" / "var")
    key = secret_key(settings)
    place = settings.data / "secret-key"
    assert len(key) >= 32
    assert secret_key(settings) == key
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [p.name for p in settings.data.iterdir()] == ["secret-key"]


def test_a_secret_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    secret_key(settings)
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(ReftelError, match="chmod 600"):
        secret_key(settings)


def test_a_secret_key_that_is_set_leaves_no_file(tmp_path: Path) -> None:
    key = "k" * 40
    assert secret_key(Settings(data=tmp_path, secret_key=key)) == key
    assert list(tmp_path.iterdir()) == []


def test_the_loser_of_a_race_takes_the_winners_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path)
    winner = secret_key(settings)
    module._mint(tmp_path / "secret-key")  # what the loser does: it saw no file a moment ago
    assert secret_key(settings) == winner
    assert [p.name for p in tmp_path.iterdir()] == ["secret-key"]


def test_processes_that_start_at_once_share_one_secret_key(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        keys = pool.map(secret_key, [Settings(data=tmp_path)] * 12, chunksize=1)
    assert len(set(keys)) == 1
