"""Floors of the outlook on a fixed sample of the development dyads: the measured skill less a margin.

All dyads (docs/accuracy.md) take longer; the sample is every fifth dyad that is dense enough, by name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.evaluate.outlook import evaluate_panel
from detente.predict.panels import load_series_panel

MARGIN = 0.015
MEASURED = {
    ("three_classes", "climatology"): 0.084,
    ("three_classes", "markov"): 0.067,
    ("three_classes", "past_values"): 0.048,
    ("conflict_month", "climatology_dyad"): 0.045,
}
TOO_GOOD = 0.15
"""Above this on three classes something is known that nobody could know."""


@pytest.fixture(scope="module")
def report(shared: Path) -> dict[str, Any]:
    panel = load_series_panel(shared / "data/dyads/gdelt_daily_net.parquet")
    dense = np.flatnonzero(panel.share.mean(1) >= 0.25)
    return evaluate_panel(panel.take(dense[::5]))


@pytest.mark.parametrize(("target", "baseline"), MEASURED)
def test_skill_does_not_fall(report: dict[str, Any], target: str, baseline: str) -> None:
    assert report[target][f"skill_over_{baseline}"] >= MEASURED[target, baseline] - MARGIN


def test_skill_is_not_too_good_and_probabilities_hold(report: dict[str, Any]) -> None:
    assert report["three_classes"]["skill_over_climatology"] < TOO_GOOD
    assert report["three_classes"]["ece"] < 0.03
    assert report["conflict_month"]["ece"] < 0.02
