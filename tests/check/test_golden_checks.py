"""Every line of golden/checks.txt through the real pipeline: what must be found, and nothing else flagged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.check.corpora import Corpus, make_corpus
from detente.check.passes import CHECKS, run_checks

GOLDEN = Path(__file__).parent.parent / "golden" / "checks.txt"
LINES = [line for line in GOLDEN.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
BEFORE = "The talks in the capital went on all day and the delegates said that they would meet again soon."
AFTER = "That is what the statement said on the matter, which the other side did not confirm at first."
FLAGGED = {"fails", "conflict", "imprecise"}


@pytest.fixture(scope="module")
def found(
    read_corpus: Callable[..., Corpus], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, set[str]]:
    """What the checks find in each line, by the line: each text is a corpus of its own."""
    rows = [line.removeprefix("! ").split(" | ", 2) for line in LINES]
    articles = [
        # the number keeps texts apart that differ only in their day
        {"title": f"Report {i}", "text": f"{BEFORE} Item {i}.\n\n{text}\n\n{AFTER}", "published": day}
        for i, (day, _, text) in enumerate(rows)
    ]
    path = tmp_path_factory.mktemp("checks") / "golden.jsonl"
    path.write_text("\n".join(map(json.dumps, articles)), "utf-8")
    corpus = read_corpus([path])
    by_title = {d.title: _cut(corpus, d.id) for d in corpus.documents}
    return {
        line: {f"{c.family} {c.verdict}" for c in run_checks(by_title[f"Report {i}"])}
        for i, line in enumerate(LINES)
    }


def _cut(corpus: Corpus, document: str) -> Corpus:
    records = (*corpus.events, *corpus.statements, *corpus.figures, *corpus.forecasts, *corpus.causes)
    return make_corpus(
        [d for d in corpus.documents if d.id == document],
        [r for r in records if r.document == document],
        identities=[i for i in corpus.identities if i.mention.document == document],
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, marks=pytest.mark.xfail(strict=True)) if line.startswith("!") else line
        for line in LINES
    ],
)
def test_line(line: str, found: dict[str, set[str]]) -> None:
    wanted = line.removeprefix("! ").split(" | ")[1]
    expected = set() if wanted == "none" else {w.strip() for w in wanted.split(",")}
    assert expected <= found[line]
    assert {f for f in found[line] if f.split()[1] in FLAGGED} <= expected


def test_every_family_has_a_case_and_a_counter_case() -> None:
    families = {line.removeprefix("! ").split(" | ")[1].split()[0] for line in LINES} - {"none"}
    assert families == set(CHECKS) - {"series", "copy"}  # a copy takes two texts: test_examples
