from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.telegram.serial import from_dict
from tests.cli.command import reftel
from tests.telegrams import NOT_A_TELEGRAM, incoming

SEED = Path("../shared/seed/secto-8.txt")
LABELS = Path("../shared/corpus")
TEXT = incoming()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lisbon-8.txt"
    path.write_text(TEXT)
    return path


def test_a_person_reads_title_face_and_clean_text(file: Path) -> None:
    said = reftel("read", file)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("SECTO 8, Lisbon to the Department of State\n====")
    assert "Control:" in said.out
    assert "MINISTRY [page 2] EXPECTED" in said.out


def test_what_is_no_telegram_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(NOT_A_TELEGRAM)
    said = reftel("read", tmp_path / "letter.txt")
    assert said.code == 0
    assert "letter.txt: not a telegram" in said.out
    told = json.loads(reftel("read", "--json", tmp_path / "letter.txt").out)
    assert told["is_telegram"] is False


def test_json_is_the_whole_reading(file: Path) -> None:
    told = json.loads(reftel("read", "--json", file).out)
    assert told.pop("doc") == str(file)
    assert len(told.pop("sha256")) == 64
    reading = from_dict(told)
    assert reading.is_telegram
    assert reading.fields["number"].spans[0].of(TEXT) == "8"


def test_gold_is_the_shape_of_the_labels(file: Path) -> None:
    told = json.loads(reftel("read", "--gold", file).out)
    assert {"doc", "sha256", "format", "fields", "roles", "paragraphs", "page_starts",
            "page_joins"} <= told.keys()  # fmt: skip
    assert told["fields"]["to"] == ["Secretary of State"]
    lines = [n for n, line in enumerate(TEXT.split("\n"), 1) if line.strip()]
    covered = [n for first, last, _ in told["roles"] for n in lines if first <= n <= last]
    assert covered == lines


def test_explain_tells_every_line_its_role_and_rule(file: Path) -> None:
    told = reftel("read", "--explain", file).out.splitlines()
    assert len(told) == sum(bool(line.strip()) for line in TEXT.splitlines())
    assert all(len(line.split(maxsplit=4)) >= 4 for line in told)


def test_a_folder_gets_one_file_a_text_named_by_its_stem(file: Path, tmp_path: Path) -> None:
    (tmp_path / "second.ocr.txt").write_text(incoming(9))
    out = tmp_path / "new" / "out"
    said = reftel("read", "--out", out, file, tmp_path / "second.ocr.txt")
    assert (said.code, said.out) == (0, "")
    assert sorted(p.name for p in out.iterdir()) == ["lisbon-8.json", "second.ocr.json"]
    assert json.loads((out / "lisbon-8.json").read_text())["is_telegram"] is True
    reftel("read", "--explain", "--out", out, file)
    assert "SECTO 8" in (out / "lisbon-8.txt").read_text()


def test_two_texts_of_one_stem_are_not_written_over_each_other(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "sub" / "lisbon-8.txt"
    other.parent.mkdir()
    other.write_text(incoming(9))
    said = reftel("read", "--gold", "--out", tmp_path / "out", file, other)
    assert said.code == 2
    assert "would both be written as lisbon-8" in said.err
    kept = json.loads((tmp_path / "out" / "lisbon-8.json").read_text())
    assert kept["fields"]["number"] == "8"


def test_two_shapes_at_once_are_a_mistake(file: Path) -> None:
    said = reftel("read", "--json", "--gold", file)
    assert said.code == 2
    assert "--json and --gold cannot be had at once" in said.err


def test_one_bad_file_is_named_and_the_others_are_read(file: Path, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4")
    said = reftel("read", tmp_path / "scan.pdf", tmp_path / "none.txt", file)
    assert said.code == 3
    assert "scan.pdf is a PDF, not text. Extract its text first" in said.err
    assert "none.txt does not exist." in said.err
    assert said.out.startswith("SECTO 8")


def test_standard_input_is_read(tmp_path: Path) -> None:
    assert reftel("read", "-", given=TEXT.encode()).out.startswith("SECTO 8")
    reftel("read", "-", "--out", tmp_path, given=TEXT.encode())
    assert (tmp_path / "standard-input.json").exists()


def test_an_encoding_that_was_not_plain_is_said(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(incoming(matter="CAFÉ").encode("latin-1"))
    said = reftel("read", file)
    assert "CAFÉ" in said.out
    assert "old.txt: not UTF-8; read as Latin-1" in said.err


def test_reading_needs_no_archive_and_none_of_its_modules(file: Path, tmp_path: Path) -> None:
    watch = (
        "import sys; sys.argv = ['reftel', 'read', sys.argv[1]]\n"
        "from app.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'sqlalchemy', 'fastapi', 'uvicorn', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch, file], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(not SEED.exists(), reason="the project's first document is not at hand")
def test_the_first_document_is_read_as_its_label_has_it(tmp_path: Path) -> None:
    said = reftel("read", "--gold", "--out", tmp_path, SEED)
    assert said.code == 0, said.err
    told = json.loads((tmp_path / "secto-8.json").read_text())
    label = json.loads((LABELS / "gold" / "secto-8.json").read_text())
    for key in ("sha256", "format", "roles", "paragraphs", "page_joins", "page_starts"):
        assert told[key] == label[key], key
    for name, value in label["fields"].items():
        if name != "declassification":
            assert told["fields"][name] == value, name
