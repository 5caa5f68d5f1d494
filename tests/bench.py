"""Speed and memory as figures: a cold brief of three articles, sentences a second, the share of each stage.

Run by `make bench [BENCH=PATH]`; machines are shared and noisy, so nothing here is a test.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from detente import pipeline
from detente.language.articles import Article
from detente.read.files import read_documents
from detente.records import Document

ROOT = Path(__file__).resolve().parent.parent


def measure_cold_brief(paths: list[str], between: tuple[str, str]) -> None:
    """Wall time and peak memory of one brief in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "detente.cli", "brief", *paths, "--between", *between]
        began = time.perf_counter()
        subprocess.run([*command, "--out", f"{folder}/brief.html", "--quiet"], check=True)
        seconds = time.perf_counter() - began
        size = Path(folder, "brief.html").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"cold brief of {len(paths)} paths: {seconds:.1f} s, peak {peak:.0f} MB, page {size / 1024:.0f} kB")


def measure_stages(paths: list[str]) -> None:
    """Sentences a second of the whole upper tower, and the share of each stage."""
    spent: dict[str, float] = {}
    guard = pipeline._guard

    def timed(article: Article, stage: str, step: object) -> Article:
        began = time.perf_counter()
        result = guard(article, stage, step)  # type: ignore[arg-type]
        spent[stage] = spent.get(stage, 0.0) + time.perf_counter() - began
        return result

    documents = [d for d in read_documents(paths) if isinstance(d, Document)]
    began = time.perf_counter()
    read = pipeline.make_reading()
    read(documents[0])
    print(f"models and lexicon loaded, first article read: {time.perf_counter() - began:.2f} s")
    pipeline._guard = timed  # type: ignore[assignment]
    began = time.perf_counter()
    sentences = sum(len(read(d).sentences) for d in documents)
    seconds = time.perf_counter() - began
    pipeline._guard = guard
    print(
        f"{len(documents)} documents, {sentences} sentences in {seconds:.1f} s: {sentences / seconds:.0f} sentences/s"
    )
    for stage, part in sorted(spent.items(), key=lambda s: -s[1]):
        print(f"    {stage:12} {part / seconds:6.1%}  {sentences / part:8.0f} sentences/s")


def main() -> None:
    """The example corpus, or the shared seeds where they are."""
    shared = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))
    seeds = shared / "corpus/seeds"
    path = os.environ.get("BENCH") or str(seeds if seeds.is_dir() else ROOT / "examples/us-russia")
    measure_cold_brief([path], ("USA", "RUS"))
    measure_stages([path])
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
