"""The example corpora: every planted mistake is found, and nothing else is flagged."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.check.corpora import Corpus
from detente.check.findings import iterate_flagged
from detente.check.passes import run_checks

EXAMPLES = Path(__file__).parents[2] / "examples"
PLANTED = ("wrong_figure", "wrong_date", "wrong_office")


@pytest.mark.parametrize("name", ["us-russia", "india-pakistan"])
def test_planted_mistakes(name: str, read_corpus: Callable[..., Corpus]) -> None:
    planted = tomllib.loads((EXAMPLES / f"{name}.planted.toml").read_text("utf-8"))
    corpus = read_corpus([EXAMPLES / name])
    home = {d.id: {d.title, *(Path(s.path).name for s in d.sources)} for d in corpus.documents}
    wanted = sorted(
        (row.get("file") or row["title"], row["family"]) for kind in PLANTED for row in planted.get(kind, [])
    )
    checks = list(iterate_flagged(run_checks(corpus)))
    found = sorted(
        next(
            ((place, c.family) for place, family in wanted if place in home[c.spans[0].document]),
            ("?", c.says),
        )
        for c in checks
    )
    assert found == wanted
    assert all(c.would_hold and c.arithmetic for c in checks)
