"""Prove that no sentence of the corpus stands, whole or nearly, in the shared measuring data.

    python training/corpus/check_leaks.py [SHARED]

Two nets: ten words in a row (as tests/leakcheck.py does), and word trigrams shared with any one line of the
shared texts, as Jaccard share and as share of the corpus sentence. Says so and passes without shared data.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measure_corpus import WORDS, list_trigrams
from read_corpus import HERE, read_corpus

RUN = 10
NEAR = 0.35  # share of trigrams, of either kind, from which a person must look
TEXTS = {".txt", ".jsonl", ".json", ".csv", ".conllu", ".iob2", ".md"}
PARTS = ("sentences-*.txt", "documents-*.txt", "held-back-*.txt")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
ENDS = re.compile(r"(?<=[.?!])\s+|\\n|\n")


def read_lines(path: Path) -> Iterator[str]:
    """The sentences of one shared file: comments of treebanks, columns of tokens, strings of JSON, or lines."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".conllu":
        yield from (line[9:] for line in text.splitlines() if line.startswith("# text = "))
    elif path.suffix == ".iob2" or path.name == "wikigold.txt":
        for block in text.split("\n\n"):
            rows = [line.split() for line in block.splitlines() if line and not line.startswith("#")]
            column = 1 if path.suffix == ".iob2" else 0
            yield " ".join(row[column] for row in rows if len(row) > column)
    elif path.suffix in {".jsonl", ".json"}:
        yield from (part for match in STRING.finditer(text) for part in ENDS.split(match[1]))
    else:
        yield from ENDS.split(text)


def read_shared(shared: Path) -> Iterator[tuple[str, str]]:
    """Name of the file and sentence, for every shared text."""
    for path in sorted(shared.rglob("*")):
        if path.suffix in TEXTS and path.is_file() and "actors" not in path.parts:
            yield from ((path.name, line) for line in read_lines(path) if len(line) > 20)


def list_runs(text: str) -> set[tuple[str, ...]]:
    """The runs of ten words of a text, lower case."""
    words = WORDS.findall(text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def find_leaks(shared: Path) -> tuple[list[str], float]:
    """What a person must look at, and the highest Jaccard share seen."""
    rows = read_corpus(HERE, parts=PARTS)
    grams = [list_trigrams(row["text"]) for row in rows]
    runs = {run: row["id"] for row in rows for run in list_runs(row["text"])}
    index: dict[tuple[str, ...], list[int]] = {}
    for number, own in enumerate(grams):
        for gram in own:
            index.setdefault(gram, []).append(number)
    leaks, highest = [], 0.0
    for name, line in read_shared(shared):
        leaks += [
            f"{runs[run]}: ten words of {name}: {' '.join(run)}" for run in list_runs(line) & runs.keys()
        ]
        theirs = list_trigrams(line)
        common = Counter(chain.from_iterable(index.get(gram, ()) for gram in theirs))
        for number, count in common.items():
            jaccard = count / (len(theirs) + len(grams[number]) - count)
            highest = max(highest, jaccard)
            if max(jaccard, count / len(grams[number])) >= NEAR and count > 3:
                leaks.append(f"{rows[number]['id']}: {jaccard:.2f} of {name}: {line[:120]}")
    return leaks, highest


def main() -> int:
    """Print what is too near; the number of finds is the exit status, at most 1."""
    shared = Path(
        sys.argv[1] if sys.argv[1:] else os.environ.get("DETENTE_SHARED", HERE.parents[2] / "shared")
    )
    if not shared.is_dir():
        print(f"leak check skipped: no shared data at {shared}")
        return 0
    leaks, highest = find_leaks(shared)
    print("\n".join(leaks) or f"no leak: nearest shared sentence has a Jaccard share of {highest:.3f}")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
