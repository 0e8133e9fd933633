"""Read every labelled text and score it; compare with the last committed figures.

`CORPUS` names the corpus folder (default ../shared/corpus beside the repository). The corpus's own
`score.py` does the scoring. `--write` makes the new figures the committed ones.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.telegram import read  # noqa: E402
from app.telegram.serial import to_gold  # noqa: E402
from app.vocabulary import load  # noqa: E402

FIGURES = Path(__file__).with_suffix(".json")


def predict(corpus: Path, folder: Path) -> None:
    """Write a prediction for every label, matched by the label's `doc`."""
    vocabulary = load()
    for label in sorted((corpus / "gold").glob("*.json")):
        doc = json.loads(label.read_text(encoding="utf-8"))["doc"]
        data = (corpus / doc).read_bytes()
        text = data.decode("utf-8")
        made = to_gold(read(text, vocabulary), text, doc, hashlib.sha256(data).hexdigest())
        (folder / label.name).write_text(json.dumps(made), encoding="utf-8")


def score(corpus: Path, folder: Path, *options: str) -> str:
    """What score.py prints."""
    command = [sys.executable, str(corpus / "score.py"), str(corpus / "gold"), str(folder)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    return done.stdout


def changes(old: dict[str, dict[str, float]], new: dict[str, dict[str, float]]) -> list[str]:
    """Gains and losses by document, worst first."""
    found = []
    for doc, figures in new.items():
        for name, value in figures.items():
            before = old.get(doc, {}).get(name)
            if before is not None and value is not None and abs(value - before) >= 0.0005:
                found.append((value - before, f"{value - before:+.3f}  {doc}  {name} {value:.3f}"))
    return [line for _, line in sorted(found)]


def main() -> None:
    corpus = Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (corpus / "score.py").is_file():
        sys.exit(f"No corpus at {corpus}: set CORPUS to the folder that holds gold/ and score.py.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        predict(corpus, folder)
        print(score(corpus, folder, *(["--errors"] if "--errors" in sys.argv else [])))
        result = json.loads(score(corpus, folder, "--json", "--per-doc"))
    new = {
        doc: {k: v for k, v in each.items() if v is not None}
        for doc, each in result["per_document"].items()
    }
    summary = result["overall"]["summary"]
    old = (
        json.loads(FIGURES.read_text(encoding="utf-8"))
        if FIGURES.exists()
        else {"overall": {}, "documents": {}}
    )
    print("\n== against the last committed figures")
    for key, value in summary.items():
        before = old["overall"].get(key)
        print(
            f"{key:20} {value:.3f}"
            + (f"  was {before:.3f}  {value - before:+.3f}" if before is not None else "")
        )
    print("\n".join(changes(old["documents"], new)) or "no document changed")
    if "--write" in sys.argv:
        FIGURES.write_text(
            json.dumps({"overall": summary, "documents": new}, indent=1, sort_keys=True) + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
