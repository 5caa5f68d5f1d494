"""Prove that no text of a measuring set is in the project: ten words in a row, anywhere in a tracked file.

Run by `make leakcheck`; says so and passes where the shared data is absent.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = re.compile(r"\w+")
RUN = 10


def list_runs(text: str) -> set[int]:
    words = WORDS.findall(text.lower())
    return {hash(" ".join(words[i : i + RUN])) for i in range(len(words) - RUN + 1)}


def read_measuring_texts(shared: Path) -> Iterator[str]:
    for path in sorted((shared / "corpus/seeds").glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    for name in ("relation/plv_train", "relation/cameo_class", "quotes/dev", "quotes/train"):
        for line in (shared / f"data/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]
    for row in json.loads((shared / "data/figures/newsquant_dev.json").read_text(encoding="utf-8")):
        yield row["text"]


def find_leaks(shared: Path) -> list[str]:
    known: set[int] = set()
    for text in read_measuring_texts(shared):
        known |= list_runs(text)
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout
    leaks = []
    for name in filter(None, tracked.split("\0")):
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if shared_runs := len(list_runs(text) & known):
            leaks.append(f"{name}: {shared_runs} runs of {RUN} words stand in a measuring set")
    return leaks


def main() -> int:
    shared = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))
    if not shared.is_dir():
        print(f"leakcheck skipped: no shared data at {shared}")
        return 0
    leaks = find_leaks(shared)
    print("\n".join(leaks) or "leakcheck: no run of ten words of a measuring set is in the project")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
