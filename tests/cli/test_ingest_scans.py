from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.desk.capacity import Capacity
from tests.cli.command import environment, reftel
from tests.desk.scan_files import texts, tiff
from tests.telegrams import incoming

HOCR = """<!DOCTYPE html><html><body><div class="ocr_page" title="bbox 0 0 800 330">
<span class="ocr_line" title="bbox 30 20 300 50"><span class="ocrx_word"
 title="bbox 30 20 300 50; x_wconf 90">INCOMING</span> <span class="ocrx_word"
 title="bbox 310 20 500 50; x_wconf 90">TELEGRAM</span></span></div></body></html>"""


@pytest.fixture
def env(tmp_path: Path, sqlite_archive: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An empty archive in a folder of its own, on a machine with memory for Tesseract alone."""
    alone = Capacity(("tesseract",), 2)
    command = importlib.import_module("app.cli.ingest")  # the name leads to the command itself
    monkeypatch.setattr(command, "of_this_machine", lambda wanted, fast: alone)
    data = tmp_path / "var"
    data.mkdir()
    (data / "reftel.sqlite3").write_bytes(sqlite_archive.read_bytes())
    return environment(data)


def outcomes(said: list[dict[str, object]]) -> dict[str, object]:
    return {Path(str(line["path"])).name: line["outcome"] for line in said}


def test_a_folder_of_scans_and_texts_is_read_to_its_end_each_file_named(
    env: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "box 7"
    folder.mkdir()
    (folder / "a.tif").write_bytes(tiff(texts(1, 8)))
    (folder / "again.tif").write_bytes(tiff(texts(1, 8)))
    (folder / "broken.tif").write_bytes(tiff(texts(1, 9))[:300])
    (folder / "text.txt").write_bytes(incoming().encode())
    (folder / "page.hocr").write_text(HOCR)
    said = reftel("ingest", "--json", folder, env=env)
    assert said.code == 3, said.err
    assert outcomes(said.lines) == {
        "a.tif": "new", "again.tif": "new", "broken.tif": "failed", "text.txt": "new",
        "page.hocr": "new",
    }  # fmt: skip
    by_name = {Path(str(line["path"])).name: line for line in said.lines}
    assert by_name["a.tif"]["cables"] == by_name["again.tif"]["cables"]
    assert "NO: 8" not in by_name["broken.tif"]["reason"]
    assert "broken.tif" in by_name["broken.tif"]["reason"]
    assert outcomes(reftel("ingest", "--json", folder / "a.tif", env=env).lines) == {
        "a.tif": "already held"
    }
    assert reftel("verify", env=env).code == 0
    assert reftel("backup", tmp_path / "all.tar", env=env).code == 0
    other = environment(tmp_path / "other")
    assert reftel("restore", tmp_path / "all.tar", env=other).code == 0
    assert reftel("verify", env=other).code == 0
    kept = list((tmp_path / "other" / "files").glob("[0-9a-f][0-9a-f]/*"))
    assert len(kept) > 4  # four files, and the page image of one


def test_queued_scans_wait_for_a_worker(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(tiff(texts(1)))
    collection = "National Archives; RG 59; Central Files; 7"
    said = reftel(
        "ingest", "--json", "--queue", "--batch", "box 7", "--collection", collection,
        tmp_path / "a.tif", env=env,
    )  # fmt: skip
    assert (said.code, outcomes(said.lines)) == (0, {"a.tif": "queued"})
    bad = reftel("ingest", "--collection", "; RG 59", tmp_path / "a.tif", env=env)
    assert bad.code == 2
    assert "has no repository first" in bad.err


def test_a_watched_folder_takes_in_what_turns_up_once_it_is_whole(
    env: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    out = tmp_path / "said"
    with out.open("wb") as said:
        command = [sys.executable, "-m", "app", "ingest", "--json", "--watch"]
        process = subprocess.Popen(
            [*command, folder], env={**os.environ, **env}, stdout=said, stderr=said
        )
    try:
        (folder / "text.txt").write_bytes(incoming().encode())
        deadline = time.monotonic() + 60
        while b'"outcome": "new"' not in out.read_bytes():
            assert time.monotonic() < deadline, out.read_text()
            assert process.poll() is None, out.read_text()
            time.sleep(0.2)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    lines = [json.loads(line) for line in out.read_text().splitlines() if line.startswith("{")]
    assert outcomes(lines) == {"text.txt": "new"}
