"""The server and the worker as processes of their own: started, met, stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.cli.serving import Server
from app.main import create_app
from app.settings import load
from tests.cli.command import reftel
from tests.telegrams import incoming


def environment(data: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("REFTEL_")}
    return {**clean, "REFTEL_DATA": str(data), "REFTEL_PORT": "0", "PYTHONUNBUFFERED": "1"}


@contextmanager
def running(data: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A command as a process, ended at the end of the block if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    """What the server prints once it answers."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"Reftel is open at (http://\S+)", line):
            return found.group(1)
    raise AssertionError(process.stderr.read() if process.stderr else "it ended")


def got(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_printed_address_opens_and_a_stop_that_was_asked_for_is_a_success(
    tmp_path: Path, number: signal.Signals
) -> None:
    with running(tmp_path / "var", "serve") as server:
        address = address_of(server)
        assert got(address + "/")[0] == 200
        assert got(address + "/readyz")[0] == 200
        for asked, says in (
            (f"search?q={'x' * 100_000}", "Search for fewer words"),
            ("search?q=%22", ""),
        ):
            with pytest.raises(urllib.error.HTTPError, match="400") as refused:
                got(f"{address}/{asked}")
            assert says in refused.value.read().decode()
        assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600
        server.send_signal(number)
        assert server.wait(timeout=20) == 0
        assert server.stderr is not None
        assert "Traceback" not in server.stderr.read()


def test_a_server_asked_to_stop_says_so_before_it_does(tmp_path: Path) -> None:
    """A proxy that asks /readyz must learn of the stop from the first answer after the signal."""
    settings = replace(load({"REFTEL_DATA": str(tmp_path / "var")}), trusted_hosts=("testserver",))
    app = create_app(settings)
    with TestClient(app) as client:
        assert client.get("/readyz").status_code == 200
        Server(app, settings).handle_exit(signal.SIGTERM, None)
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["stopping"] == "yes"
        assert client.get("/healthz").status_code == 200


def test_an_empty_archive_is_filled_for_show_and_the_permalinks_name_the_port_that_was_given(
    tmp_path: Path,
) -> None:
    data = tmp_path / "var"
    with running(data, "serve", "--demo") as server:
        address = address_of(server)
        status, home = got(address + "/")
    assert status == 200
    assert "pecimen" in home
    said = reftel("verify", env={"REFTEL_DATA": str(data)})
    assert said.code == 0, said.out
    with running(data, "serve", "--demo") as server:
        address = address_of(server)
        id = re.search(r'href="/c/([0-9a-z]{8})"', got(address + "/")[1])
        assert id is not None
        assert f"{address}/c/{id.group(1)}" in got(f"{address}/c/{id.group(1)}.txt")[1]


def test_what_is_taken_in_beside_a_running_server_shows_within_two_seconds(tmp_path: Path) -> None:
    data = tmp_path / "var"
    with running(data, "serve") as server:
        address = address_of(server)
        got(address + "/")
        said = reftel(
            "ingest", "--publish", "--json", "-",
            env={"REFTEL_DATA": str(data)}, given=incoming().encode(),
        )  # fmt: skip
        id = said.lines[0]["cables"][0]["id"]
        deadline = time.monotonic() + 2
        while f"/c/{id}" not in got(address + "/")[1]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert got(f"{address}/c/{id}")[0] == 200


@pytest.mark.parametrize("worker", [True, False], ids=["beside a worker", "alone"])
def test_what_is_published_is_found_and_what_is_withdrawn_is_gone_within_two_seconds(
    tmp_path: Path, *, worker: bool
) -> None:
    data, env = tmp_path / "var", {"REFTEL_DATA": str(tmp_path / "var")}
    with ExitStack() as stack:
        if worker:
            stack.enter_context(running(data, "worker"))
            until(lambda: (data / "index" / "position.json").exists(), 20)
        address = address_of(stack.enter_context(running(data, "serve")))
        until(lambda: got(address + "/search.json?q=tugs")[0] == 200, 20)
        said = reftel("ingest", "--publish", "--json", "-", env=env, given=incoming().encode())
        id = said.lines[0]["cables"][0]["id"]
        until(lambda: id in got(address + "/search.json?q=tugs")[1], 2)
        assert reftel("withdraw", id, "--reason", "It names a person", env=env).code == 0
        until(lambda: '"count":0' in got(address + "/search.json?q=tugs")[1], 2)


def until(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_port_that_is_taken_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = reftel("serve", "--port", port, env={"REFTEL_DATA": str(tmp_path / "var")})
    assert said.code == 6
    assert f"Cannot listen on 127.0.0.1 port {port}" in said.err
    assert "REFTEL_PORT or --port" in said.err
    assert not (tmp_path / "var").exists()


def test_the_worker_is_well_while_it_runs_and_follows_what_happens(tmp_path: Path) -> None:
    data = tmp_path / "var"
    env = {"REFTEL_DATA": str(data)}
    with running(data, "worker") as worker:
        wait_for(lambda: reftel("worker", "--check", env=env).code == 0)
        reftel("ingest", "--publish", "-", env=env, given=incoming().encode())
        wait_for(lambda: "change 2" in reftel("worker", "--check", env=env).out)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0
    said = reftel("worker", "--check", env=env)
    assert (said.code, "no heartbeat" in said.err) == (6, True)


def wait_for(holds: object) -> None:
    assert callable(holds)
    deadline = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)
